#include "core/coach.h"

#include <assert.h>

#include "base/units.h"
#include "core/coach_act.h"

static int64_t later_ns(int64_t a_ns, int64_t b_ns)
{
    return a_ns > b_ns ? a_ns : b_ns;
}

/* ---------------------------------------------------------------------------- what is due when */

static bool awaits_suggestion(const struct coach *coach)
{
    return coach->setup.has_suggestions && !coach->suggestion.is_told &&
           coach->state == COACH_WATCHING;
}

/* When the odometer shows `seated_ns`, quiet mode is over and nothing else stands in the way. */
static int64_t free_at_ns(const struct coach *coach, int64_t seated_ns, bool is_new)
{
    if ((is_new && (coach->in_quiet_hours || coach->in_baseline)) ||
        !seated_clock_runs(&coach->seated))
        return TIME_NEVER;
    return later_ns(seated_clock_reaches(&coach->seated, seated_ns), coach->quiet_until_ns);
}

static int64_t prompt_due_ns(const struct coach *coach)
{
    if (coach_row(coach->state, COACH_IN_DUE)->action != COACH_RAISES)
        return TIME_NEVER;
    return free_at_ns(coach, coach_due_seated_ns(coach), true);
}

static int64_t suggestion_due_ns(const struct coach *coach)
{
    int64_t half_ns = (coach_due_seated_ns(coach) - coach->base_seated_ns) / 2;

    if (!awaits_suggestion(coach))
        return TIME_NEVER;
    return free_at_ns(coach, coach->base_seated_ns + half_ns, true);
}

static int64_t stage_over_ns(const struct coach *coach)
{
    if (!coach_state_is_seated(coach->state))
        return TIME_NEVER;
    return seated_clock_reaches(&coach->seated, coach->stage_end_seated_ns);
}

static int64_t time_over_ns(const struct coach *coach)
{
    if (coach->state == COACH_SNOOZED || coach->state == COACH_HIDDEN)
        return later_ns(free_at_ns(coach, coach->seated.total_ns, false), coach->until_ns);
    if (coach->state == COACH_GOING && seated_clock_runs(&coach->seated))
        return coach->until_ns;
    return TIME_NEVER;
}

static int64_t unseen_over_ns(const struct coach *coach)
{
    if (coach->blind_since_ns == TIME_NEVER)
        return TIME_NEVER;
    return coach->blind_since_ns + coach->setup.duration_ns;
}

int64_t coach_state_ends_ns(const struct coach *coach)
{
    return time_earlier(stage_over_ns(coach), time_over_ns(coach));
}

/* What comes next, now that everything up to `at_ns` is known. */
static void plan(struct coach *coach, int64_t at_ns)
{
    coach->now_ns = later_ns(coach->now_ns, at_ns);
    coach->next_ns = time_earlier(time_earlier(prompt_due_ns(coach), suggestion_due_ns(coach)),
                                  time_earlier(coach_state_ends_ns(coach), unseen_over_ns(coach)));
}

/* ---------------------------------------------------------------------------------------- time */

void coach_init(struct coach *coach, const struct coach_setup *setup, int64_t at_ns)
{
    assert(setup->interval_ns > 0 && setup->duration_ns > 0 && setup->raises >= 0);
    *coach = (struct coach){
        .setup = *setup,
        .now_ns = at_ns,
        .since_ns = at_ns,
        .until_ns = at_ns,
        .hidden_state = COACH_BANNER,
        .raised_ns = at_ns,
        .outcome_ns = TIME_NEVER,
        .vacated_ns = TIME_NEVER,
        .day_start_ns = at_ns,
        .guided_since_ns = TIME_NEVER,
        .quiet_until_ns = at_ns,
        .blind_since_ns = TIME_NEVER,
    };
    seated_clock_init(&coach->seated, at_ns);
    suggestion_init(&coach->suggestion);
    coach_begin_interval(coach, 0);
    plan(coach, at_ns);
}

void coach_resume(struct coach *coach)
{
    plan(coach, coach->now_ns);
}

/* What is due first, at `at_ns`; a restart before what it puts off. */
static void fire(struct coach *coach, int64_t at_ns, const struct effects *effects)
{
    if (unseen_over_ns(coach) <= at_ns) {
        coach->blind_since_ns = TIME_NEVER;
        coach_restart_clock(coach, seated_clock_at(&coach->seated, at_ns));
    } else if (stage_over_ns(coach) <= at_ns) {
        coach_take(coach, at_ns, COACH_IN_STAGE_OVER, effects);
    } else if (time_over_ns(coach) <= at_ns) {
        coach_take(coach, at_ns, COACH_IN_TIME_OVER, effects);
    } else if (prompt_due_ns(coach) <= at_ns) {
        coach_take(coach, at_ns, COACH_IN_DUE, effects);
    } else {
        suggestion_show(&coach->suggestion, at_ns);
    }
}

void coach_advance(struct coach *coach, int64_t until_ns, bool inclusive,
                   const struct effects *effects)
{
    while (coach->next_ns < until_ns || (inclusive && coach->next_ns == until_ns)) {
        coach->now_ns = later_ns(coach->now_ns, coach->next_ns);
        fire(coach, coach->now_ns, effects);
        plan(coach, coach->now_ns);
    }
    coach->now_ns = later_ns(coach->now_ns, until_ns);
}

/* ----------------------------------------------------------------------------------- the chair */

void coach_begin_pending(struct coach *coach, int64_t at_ns)
{
    seated_clock_begin_pending(&coach->seated, at_ns);
    plan(coach, at_ns);
}

/* The person sits again since `since_ns`, as far as anybody may look. */
static void count_natural(struct coach *coach, int64_t since_ns, const struct effects *effects)
{
    bool in_one_day = coach->day_start_ns < coach->vacated_ns || coach->day_start_ns > since_ns;

    if (!coach->natural_pending || coach->paused)
        return;
    coach->natural_pending = false;
    if (in_one_day)
        coach_emit(coach, since_ns, PROMPT_NATURAL, effects);
}

static void sit_down(struct coach *coach, int64_t at_ns, int64_t since_ns,
                     const struct effects *effects)
{
    count_natural(coach, since_ns, effects);
    suggestion_sit(&coach->suggestion, since_ns);
    coach_take(coach, at_ns, COACH_IN_SAT_DOWN, effects);
}

static void get_up(struct coach *coach, int64_t at_ns, int64_t since_ns,
                   const struct effects *effects)
{
    if (coach->seated.total_ns - coach->sat_seated_ns >= COACH_BACK_NS)
        coach->moving.carried_ns = 0;
    coach->vacated_ns = since_ns;
    coach->natural_pending = false;
    coach->guided_since_ns = TIME_NEVER;
    coach->suggestion.shown = SUGGESTION_NONE;
    coach_take(coach, at_ns, COACH_IN_GOT_UP, effects);
}

void coach_settle(struct coach *coach, int64_t at_ns, int64_t since_ns, bool seated,
                  const struct effects *effects)
{
    bool was_seated = coach->seated.seated;

    if (seated && !was_seated)
        coach->sat_seated_ns = coach->seated.total_ns;
    seated_clock_settle(&coach->seated, at_ns, seated);
    if (seated && !was_seated)
        sit_down(coach, at_ns, since_ns, effects);
    else if (!seated && was_seated)
        get_up(coach, at_ns, since_ns, effects);
    else if (!seated && coach->state == COACH_GOING)
        coach_take(coach, at_ns, COACH_IN_GOT_UP, effects); /* up already when it was touched */
    plan(coach, at_ns);
}

/* ----------------------------------------------------------------------- what lies over it all */

static void update_cover(struct coach *coach, int64_t at_ns)
{
    seated_clock_cover(&coach->seated, at_ns,
                       coach->paused || coach->at_fault || coach->unattended);
    plan(coach, at_ns);
}

void coach_set_fault(struct coach *coach, int64_t at_ns, bool at_fault)
{
    coach->at_fault = at_fault;
    update_cover(coach, at_ns);
}

void coach_set_unattended(struct coach *coach, int64_t at_ns, bool unattended)
{
    coach->unattended = unattended;
    update_cover(coach, at_ns);
}

static void set_blind(struct coach *coach, int64_t at_ns, bool is_blind)
{
    if (!is_blind)
        coach->blind_since_ns = TIME_NEVER;
    else if (coach->blind_since_ns == TIME_NEVER)
        coach->blind_since_ns = at_ns;
}

void coach_set_running(struct coach *coach, int64_t at_ns, bool running)
{
    coach->is_stopped = !running;
    set_blind(coach, at_ns, !running || coach->paused);
    plan(coach, at_ns);
}

void coach_set_quiet_hours(struct coach *coach, int64_t at_ns, bool quiet)
{
    coach->in_quiet_hours = quiet;
    plan(coach, at_ns);
}

void coach_set_baseline(struct coach *coach, int64_t at_ns, bool baseline)
{
    coach->in_baseline = baseline;
    plan(coach, at_ns);
}

void coach_begin_day(struct coach *coach, int64_t at_ns)
{
    coach->day_start_ns = at_ns;
    coach->paused = false;
    set_blind(coach, at_ns, coach->is_stopped);
    suggestion_begin_day(&coach->suggestion);
    if (coach->seated.seated)
        suggestion_sit(&coach->suggestion, at_ns);
    update_cover(coach, at_ns);
}

/* --------------------------------------------------------------------------------------- breaks */

/* `input`: COACH_IN_QUALIFIED or COACH_IN_REPORTED. Either way the clock restarts. */
static void take_break(struct coach *coach, int64_t at_ns, enum coach_input input,
                       const struct effects *effects)
{
    coach_answer(coach);
    coach_take(coach, at_ns, input, effects);
    coach_restart_clock(coach, seated_clock_at(&coach->seated, at_ns));
    plan(coach, at_ns);
}

void coach_qualify(struct coach *coach, int64_t at_ns, const struct effects *effects)
{
    take_break(coach, at_ns, COACH_IN_QUALIFIED, effects);
}

void coach_restart_unseen(struct coach *coach)
{
    const struct seated_clock *seated = &coach->seated;

    /* The postures may tell it when the sitting that ended it has been settled already. */
    coach_restart_clock(coach, seated->seated ? coach->sat_seated_ns : seated->total_ns);
    plan(coach, coach->now_ns);
}

/* Somebody is at it: the three minutes for going begin again. */
static void keep_going(struct coach *coach, int64_t at_ns)
{
    if (coach->state == COACH_GOING && coach->setup.raises > 0)
        coach->until_ns = at_ns + COACH_GET_UP_NS;
}

void coach_take_raises(struct coach *coach, int64_t at_ns, int64_t raises,
                       const struct effects *effects)
{
    bool was_short = coach->set_raises < coach->setup.raises;

    if (coach->setup.raises == 0 || coach->guided_since_ns == TIME_NEVER)
        return;
    coach->set_raises += (int32_t)raises;
    keep_going(coach, at_ns);
    if (was_short && coach->set_raises >= coach->setup.raises)
        take_break(coach, at_ns, COACH_IN_QUALIFIED, effects);
    plan(coach, at_ns);
}

/* ------------------------------------------------------------------------------------- touches */

static void begin_set(struct coach *coach, int64_t at_ns)
{
    coach->guided_since_ns = at_ns;
    coach->set_raises = 0;
    keep_going(coach, at_ns);
}

/* Where the mat can count, what it has counted holds; else a set as long as a guided one does. */
static void end_set(struct coach *coach, int64_t at_ns, bool mat_counts,
                    const struct effects *effects)
{
    int64_t since_ns = coach->guided_since_ns;
    bool is_break = !mat_counts && coach->setup.raises > 0 && since_ns != TIME_NEVER &&
                    coach->set_raises < coach->setup.raises &&
                    at_ns - since_ns >= coach->setup.raises * COACH_RAISE_NS;

    coach->guided_since_ns = TIME_NEVER;
    coach->suggestion.shown = SUGGESTION_NONE;
    if (is_break && seated_clock_runs(&coach->seated))
        take_break(coach, at_ns, COACH_IN_REPORTED, effects);
}

static void pause(struct coach *coach, int64_t at_ns, const struct effects *effects)
{
    coach->paused = true;
    coach->guided_since_ns = TIME_NEVER;
    coach->suggestion.shown = SUGGESTION_NONE;
    set_blind(coach, at_ns, true);
    coach_take(coach, at_ns, COACH_IN_PAUSE, effects);
    update_cover(coach, at_ns);
}

static void set_quiet(struct coach *coach, int64_t at_ns, int32_t quiet_min,
                      const struct effects *effects)
{
    coach->quiet_until_ns = at_ns;
    if (quiet_min < 0)
        return;
    coach->quiet_until_ns += (quiet_min ? quiet_min : COACH_QUIET_MIN) * NS_PER_MIN;
    coach_take(coach, at_ns, COACH_IN_QUIET, effects);
}

static void start(struct coach *coach, int64_t at_ns, const struct effects *effects)
{
    coach_take(coach, at_ns, COACH_IN_START, effects);
    if (coach->state == COACH_GOING && !coach->seated.seated && !coach->seated.pending)
        coach_take(coach, at_ns, COACH_IN_GOT_UP, effects);
}

void coach_take_touch(struct coach *coach, int64_t at_ns, const struct coach_touch *touch,
                      const struct effects *effects)
{
    switch (touch->kind) {
    case TOUCH_START:
        start(coach, at_ns, effects);
        break;
    case TOUCH_SNOOZE:
        if (coach->snoozes < COACH_SNOOZES_MAX || !coach_has_open_prompt(coach))
            coach_take(coach, at_ns, COACH_IN_SNOOZE, effects);
        break;
    case TOUCH_SKIP:
        coach->suggestion.shown = SUGGESTION_NONE;
        coach_take(coach, at_ns, COACH_IN_SKIP, effects);
        break;
    case TOUCH_QUIET:
        set_quiet(coach, at_ns, touch->quiet_min, effects);
        break;
    case TOUCH_PAUSE:
        pause(coach, at_ns, effects);
        break;
    case TOUCH_RESUME:
        coach->paused = false;
        set_blind(coach, at_ns, false);
        update_cover(coach, at_ns);
        if (coach->seated.seated)
            count_natural(coach, at_ns, effects);
        break;
    case TOUCH_EXERCISE:
        begin_set(coach, at_ns);
        break;
    case TOUCH_STOP:
        end_set(coach, at_ns, touch->mat_counts, effects);
        break;
    case TOUCH_OTHER:
    case TOUCH_COUNT:
        break;
    }
    plan(coach, at_ns);
}
