#include "core/coach_act.h"

#include "base/units.h"

/* How long a state lasts: seated, or by the clock; 0: no end of its own. */
static const struct {
    int64_t seated_ns;
    int64_t clock_ns;
} lasts[COACH_STATE_COUNT] = {
    [COACH_BANNER] = {.seated_ns = COACH_BANNER_NS},
    [COACH_FULL] = {.seated_ns = COACH_FULL_NS},
    [COACH_PULSE] = {.seated_ns = COACH_PULSE_NS},
    [COACH_SNOOZED] = {.clock_ns = COACH_SNOOZE_NS},
    [COACH_GOING] = {.clock_ns = COACH_GET_UP_NS},
    [COACH_BACK] = {.seated_ns = COACH_BACK_NS},
    [COACH_OFFER] = {.seated_ns = COACH_OFFER_NS},
};

bool coach_state_is_seated(enum coach_state state)
{
    return lasts[state].seated_ns > 0;
}

int64_t coach_moved_ns(const struct coach *coach, int64_t now_ns, bool is_seated)
{
    const struct moving *moving = &coach->moving;
    int64_t sitting_ns = seated_clock_at(&coach->seated, now_ns) - coach->sat_seated_ns;

    if (coach->state == COACH_OFFER || coach->state == COACH_REST)
        return coach->outcome_moved_ns + moving->vacancy_ns;
    /* Until a sitting is decided, sat_seated_ns is the mark of the one before it. */
    if (is_seated && coach->seated.seated && sitting_ns >= COACH_BACK_NS)
        return 0;
    return moving->carried_ns + moving->vacancy_ns;
}

void coach_emit(struct coach *coach, int64_t at_ns, enum prompt_change change,
                const struct effects *effects)
{
    bool is_natural = change == PROMPT_NATURAL;
    struct prompt prompt = {
        .id = is_natural ? 0 : coach->prompts,
        .change = change,
        .state = coach->state,
        .raised_ns = is_natural ? at_ns : coach->raised_ns,
        .moved_ns = change == PROMPT_VERIFIED || is_natural
                        ? coach->setup.duration_ns
                        : coach_moved_ns(coach, at_ns, coach->seated.seated),
        .is_reported = change == PROMPT_VERIFIED && coach->outcome_is_reported,
    };
    struct effect effect = {
        .kind = EFFECT_PROMPT,
        .start_ns = prompt.raised_ns,
        .end_ns = at_ns,
        .prompt = &prompt,
    };

    effects->emit(effects->self, &effect);
}

void coach_begin_interval(struct coach *coach, int64_t from_seated_ns)
{
    coach->base_seated_ns = from_seated_ns;
    suggestion_begin_interval(&coach->suggestion);
}

void coach_restart_clock(struct coach *coach, int64_t from_seated_ns)
{
    coach_begin_interval(coach, from_seated_ns);
    coach->clock_from_seated_ns = coach->base_seated_ns;
}

void coach_answer(struct coach *coach)
{
    coach->ignored_row = 0;
    coach->is_doubled = false;
}

static void end_prompt(struct coach *coach, int64_t at_ns, enum prompt_change outcome,
                       bool is_reported, const struct effects *effects)
{
    if (outcome == PROMPT_IGNORED && ++coach->ignored_row >= COACH_IGNORED_ROW)
        coach->is_doubled = true;
    coach->outcome = outcome;
    coach->outcome_ns = at_ns;
    coach->outcome_is_reported = is_reported;
    coach->outcome_moved_ns = coach->moving.carried_ns + coach->moving.vacancy_ns;
    coach_emit(coach, at_ns, outcome, effects);
    coach->moving.carried_ns = 0;
    coach_begin_interval(coach, seated_clock_at(&coach->seated, at_ns));
}

/* A guided set is over at once; who is up counts when sitting again. */
static void note_natural(struct coach *coach, int64_t at_ns, const struct effects *effects)
{
    if (coach->seated.seated)
        coach_emit(coach, at_ns, PROMPT_NATURAL, effects);
    else
        coach->natural_pending = coach->vacated_ns != TIME_NEVER;
}

/* Where a stage begins on the odometer: where the one before it ended, where a sitting began. */
static int64_t stage_from_ns(const struct coach *coach, int64_t at_ns, enum coach_state state)
{
    if (state == COACH_BACK)
        return coach->sat_seated_ns;
    if (state == COACH_FULL || state == COACH_PULSE)
        return coach->stage_end_seated_ns;
    return seated_clock_at(&coach->seated, at_ns);
}

static void enter(struct coach *coach, int64_t at_ns, enum coach_state state)
{
    int64_t from_seated_ns = stage_from_ns(coach, at_ns, state);

    if (state == COACH_HIDDEN) {
        coach->hidden_state = coach->state;
        coach->hidden_left_ns = coach->stage_end_seated_ns - seated_clock_at(&coach->seated, at_ns);
    }
    coach->state = state;
    coach->since_ns = at_ns;
    coach->stage_end_seated_ns = from_seated_ns + lasts[state].seated_ns;
    coach->until_ns = at_ns + lasts[state].clock_ns;
}

/* The stage that was hidden goes on where it stood. */
static void come_back(struct coach *coach, int64_t at_ns)
{
    coach->state = coach->hidden_state;
    coach->stage_end_seated_ns = seated_clock_at(&coach->seated, at_ns) + coach->hidden_left_ns;
}

static void raise_prompt(struct coach *coach, int64_t at_ns, const struct effects *effects)
{
    coach->prompts++;
    coach->snoozes = 0;
    coach->raised_ns = at_ns;
    coach->moving.carried_ns = 0;
    coach->suggestion.shown = SUGGESTION_NONE;
    coach_emit(coach, at_ns, PROMPT_RAISED, effects);
}

static void act(struct coach *coach, int64_t at_ns, enum coach_action action,
                const struct effects *effects)
{
    switch (action) {
    case COACH_DOES_NOTHING:
    case COACH_ACTION_COUNT:
        break;
    case COACH_RAISES:
        raise_prompt(coach, at_ns, effects);
        break;
    case COACH_COMES_BACK:
        come_back(coach, at_ns);
        coach_emit(coach, at_ns, PROMPT_MOVED_ON, effects);
        break;
    case COACH_MOVES_ON:
        coach_emit(coach, at_ns, PROMPT_MOVED_ON, effects);
        break;
    case COACH_STARTS:
        coach_answer(coach);
        coach_emit(coach, at_ns, PROMPT_STARTED, effects);
        break;
    case COACH_SNOOZES:
        coach_answer(coach);
        coach->snoozes++;
        coach_emit(coach, at_ns, PROMPT_SNOOZED, effects);
        break;
    case COACH_ENDS_SKIPPED:
        coach_answer(coach);
        end_prompt(coach, at_ns, PROMPT_SKIPPED, false, effects);
        break;
    case COACH_ENDS_IGNORED:
        end_prompt(coach, at_ns, PROMPT_IGNORED, false, effects);
        break;
    case COACH_ENDS_UNFINISHED:
        end_prompt(coach, at_ns, PROMPT_UNFINISHED, false, effects);
        break;
    case COACH_ENDS_VERIFIED:
        end_prompt(coach, at_ns, PROMPT_VERIFIED, false, effects);
        break;
    case COACH_ENDS_REPORTED:
        end_prompt(coach, at_ns, PROMPT_VERIFIED, true, effects);
        break;
    case COACH_NOTES_NATURAL:
        note_natural(coach, at_ns, effects);
        break;
    case COACH_PROLONGS:
        coach->stage_end_seated_ns = seated_clock_at(&coach->seated, at_ns) + COACH_GET_UP_NS;
        break;
    }
}

/* Gives one input to the table. */
void coach_take(struct coach *coach, int64_t at_ns, enum coach_input input,
                const struct effects *effects)
{
    const struct coach_row *row = coach_row(coach->state, input);

    if (row->next != coach->state)
        enter(coach, at_ns, (enum coach_state)row->next);
    act(coach, at_ns, (enum coach_action)row->action, effects);
}
