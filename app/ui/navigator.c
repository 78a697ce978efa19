#include "ui/navigator.h"

#include "base/units.h"

/*
 * How long a touch counts: a screen that a tap opened stays for so long, and the screen stays lit
 * though nobody may be seen.
 */
#define AWAKE_NS NS_PER_MIN

#define SHEET_NS (10 * NS_PER_S)

/* How long a break is shown after its last movement. */
#define DONE_NS NS_PER_MIN

void navigator_init(struct navigator *navigator)
{
    *navigator = (struct navigator){
        .touched_ns = TIME_NEVER,
        .active_ns = TIME_NEVER,
        .done_ns = TIME_NEVER,
        .reminded_date = {-1, -1},
        .reminded_trouble_date = -1,
    };
}

void navigator_touch(struct navigator *navigator, int64_t now_mono_ns)
{
    navigator->touched_ns = now_mono_ns;
}

void navigator_open(struct navigator *navigator, enum ui_screen screen)
{
    navigator->asked = screen;
    navigator->active_ns = TIME_NEVER;
}

void navigator_leave_live(struct navigator *navigator, const struct view *view)
{
    navigator->left_prompt = view->coach.prompt;
}

void navigator_take_rest(struct navigator *navigator, const struct view *view)
{
    navigator->rest_prompt = view->coach.prompt;
}

void navigator_remind(struct navigator *navigator, const struct view *view, int32_t date)
{
    struct fault_shown shown = screen_fault_of(view);
    enum navigator_line line = shown.is_chair ? NAVIGATOR_CHAIR : NAVIGATOR_MAT;

    navigator->reminded_date[line] = date;
    navigator->reminded_fault[line] = (uint8_t)shown.fault;
    navigator_open(navigator, UI_HOME);
}

void navigator_remind_trouble(struct navigator *navigator, const struct view *view, int32_t date)
{
    navigator->reminded_trouble_date = date;
    navigator->reminded_trouble = view->trouble;
    navigator_open(navigator, UI_HOME);
}

void navigator_open_done(struct navigator *navigator, int64_t now_mono_ns)
{
    navigator->done_ns = now_mono_ns;
}

void navigator_close_done(struct navigator *navigator)
{
    navigator->done_ns = TIME_NEVER;
}

bool navigator_is_over_home(enum ui_screen screen)
{
    return screen >= UI_BANNER && screen <= UI_QUIET;
}

static bool is_on_feet(const struct view *view)
{
    return view->state == VIEW_MOVING || view->state == VIEW_AWAY;
}

/* ------------------------------------------------------------------------- what was asked for */

static bool is_sheet(enum ui_screen screen)
{
    return navigator_is_over_home(screen) && screen != UI_BANNER;
}

/* When what was asked for goes by itself. */
static int64_t asked_until_ns(const struct navigator *navigator)
{
    int64_t last_ns = navigator->touched_ns;

    if (navigator->asked == UI_HOME || last_ns == TIME_NEVER)
        return TIME_NEVER;
    if (navigator->active_ns != TIME_NEVER && navigator->active_ns > last_ns)
        last_ns = navigator->active_ns;
    return last_ns + (is_sheet(navigator->asked) ? SHEET_NS : AWAKE_NS);
}

/* Signs that a stroll or a set goes on without a touch. */
static void follow_activity(struct navigator *navigator, const struct view *view, int64_t now_ns)
{
    const struct exercise_shown *set = &view->exercise;
    bool walks = navigator->asked == UI_LIVE && is_on_feet(view);
    bool counts = navigator->asked == UI_EXERCISE && set->done != navigator->set_done;

    if (walks || counts)
        navigator->active_ns = now_ns;
    navigator->set_done = set->done;
}

/* A prompt arrives: what was asked for makes way; a set under way only for its full stage. */
static void follow_coach(struct navigator *navigator, const struct view *view)
{
    int32_t state = view->coach.state;
    bool arrives = state != navigator->state && state >= COACH_BANNER && state <= COACH_PULSE;

    if (arrives && (state != COACH_BANNER || navigator->asked != UI_EXERCISE))
        navigator_open(navigator, UI_HOME);
    if (state < COACH_GOING || state > COACH_BACK)
        navigator->left_prompt =
            state >= COACH_BANNER && state <= COACH_PULSE ? navigator->left_prompt : 0;
    if (state != COACH_OFFER && state != COACH_REST)
        navigator->rest_prompt = 0;
    navigator->state = state;
}

static void drop_what_is_over(struct navigator *navigator, const struct view *view, int64_t now_ns)
{
    bool over = asked_until_ns(navigator) <= now_ns;

    over |= navigator->asked == UI_FAULT && screen_fault_of(view).fault == VIEW_FAULT_NONE;
    over |= navigator->asked == UI_EXERCISE && view->exercise.kind == SUGGESTION_NONE;
    if (over)
        navigator_open(navigator, UI_HOME);
    if (navigator->done_ns == TIME_NEVER)
        return;
    if (is_on_feet(view))
        navigator->done_ns = now_ns;
    else if (now_ns - navigator->done_ns >= DONE_NS)
        navigator_close_done(navigator);
}

/* ------------------------------------------------------------------------------------ choosing */

/* The live view, or the set that stands in for it; `is_left`: put away by a tap. */
static enum ui_screen walk_screen(const struct view *view, bool is_left)
{
    bool is_set = view->coach.goal_raises > 0 && view->state == VIEW_SITTING &&
                  view->exercise.kind != SUGGESTION_NONE;

    if (is_left)
        return UI_HOME;
    return is_set ? UI_EXERCISE : UI_LIVE;
}

/* What the coach wants to be shown; UI_HOME: nothing. */
static enum ui_screen coach_screen(const struct navigator *navigator, const struct view *view)
{
    bool is_left = navigator->left_prompt != 0 && navigator->left_prompt == view->coach.prompt;
    bool moves = is_on_feet(view);

    /* Nobody knows whether somebody sits: what is wrong comes first. */
    if (view->state == VIEW_UNSURE)
        return UI_HOME;
    switch ((enum coach_state)view->coach.state) {
    case COACH_BANNER:
        return moves ? walk_screen(view, is_left) : UI_BANNER;
    case COACH_FULL:
    case COACH_PULSE:
        return moves ? walk_screen(view, is_left) : UI_PROMPT;
    case COACH_GOING:
    case COACH_UP:
    case COACH_BACK:
        return walk_screen(view, is_left);
    case COACH_OFFER:
        return navigator->rest_prompt == view->coach.prompt ? walk_screen(view, false) : UI_DONE;
    case COACH_REST:
        return walk_screen(view, false);
    case COACH_WATCHING:
    case COACH_SNOOZED:
    case COACH_HIDDEN:
    case COACH_STATE_COUNT:
        break;
    }
    return UI_HOME;
}

/* A fault whose card nobody has put off today. */
static bool card_is_due(const struct navigator *navigator, const struct view_sensor *sensor,
                        enum navigator_line line, int32_t date)
{
    return sensor->fault != VIEW_FAULT_NONE && !(navigator->reminded_date[line] == date &&
                                                 navigator->reminded_fault[line] == sensor->fault);
}

/* Likewise what is wrong with the kiosk itself. */
static bool trouble_is_due(const struct navigator *navigator, const struct view *view, int32_t date)
{
    return view->trouble != VIEW_TROUBLE_NONE && !(navigator->reminded_trouble_date == date &&
                                                   navigator->reminded_trouble == view->trouble);
}

/* A kiosk that starts with a mistake in what it was given says so before it asks anything. */
static enum ui_screen setup_screen(const struct navigator *navigator, const struct view *view,
                                   int32_t date)
{
    if (trouble_is_due(navigator, view, date))
        return navigator->asked == UI_DIAGNOSTICS ? UI_DIAGNOSTICS : UI_SYSTEM;
    return navigator->asked == UI_KEYPAD ? UI_KEYPAD : UI_SETUP;
}

static bool is_untouched(const struct navigator *navigator, int64_t now_ns)
{
    return navigator->touched_ns == TIME_NEVER || now_ns - navigator->touched_ns >= AWAKE_NS;
}

static enum ui_screen choose(const struct navigator *navigator, const struct view *view,
                             int32_t date)
{
    enum ui_screen coach = coach_screen(navigator, view);

    if (view->hold.cleaning_s > 0)
        return UI_CLEANING;
    if (view->away_long && navigator->is_alone)
        return UI_AMBIENT;
    if (view->settings.setup_step > 0)
        return setup_screen(navigator, view, date);
    if (view->state == VIEW_PAUSED)
        return UI_PAUSED;
    if (coach == UI_PROMPT || coach == UI_LIVE || coach == UI_EXERCISE)
        return coach;
    if (navigator->asked != UI_HOME)
        return navigator->asked;
    if (coach != UI_HOME)
        return coach;
    if (navigator->done_ns != TIME_NEVER)
        return UI_DONE;
    if (card_is_due(navigator, &view->chair, NAVIGATOR_CHAIR, date) ||
        card_is_due(navigator, &view->mat, NAVIGATOR_MAT, date))
        return UI_FAULT;
    return trouble_is_due(navigator, view, date) ? UI_SYSTEM : UI_HOME;
}

enum ui_screen navigator_choose(struct navigator *navigator, const struct view *view, int32_t date,
                                int64_t now_mono_ns)
{
    follow_coach(navigator, view);
    follow_activity(navigator, view, now_mono_ns);
    drop_what_is_over(navigator, view, now_mono_ns);
    navigator->is_alone = view->away_dim && is_untouched(navigator, now_mono_ns);
    navigator->shown = choose(navigator, view, date);
    if (navigator->shown == UI_AMBIENT) {
        navigator_open(navigator, UI_HOME);
        navigator_close_done(navigator);
    }
    return navigator->shown;
}

int64_t navigator_next_change_mono_ns(const struct navigator *navigator, const struct view *view)
{
    int64_t due_ns = asked_until_ns(navigator);

    if (navigator->done_ns != TIME_NEVER && !is_on_feet(view))
        due_ns = time_earlier(due_ns, navigator->done_ns + DONE_NS);
    if (view->away_dim && !navigator->is_alone)
        due_ns = time_earlier(due_ns, navigator->touched_ns + AWAKE_NS);
    return due_ns;
}
