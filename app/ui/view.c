#include "ui/view.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"

#define PETALS 60

/* Packets of blood stay in sight between two beats of a stroll, also of a slow one. */
#define FLOW_NS (3 * NS_PER_S)

/* The gauge moves at most once in five seconds. */
#define GAUGE_STEP_NS (5 * NS_PER_S)

/* Beyond this the fast pool counts as full: it changes no whole percent of the gauge any more. */
#define POOL_FULL 0.99

/* The strip shows at least a working day. */
#define STRIP_HOURS_MIN 10

static enum view_state state_of(const struct kiosk_glance *glance)
{
    static const enum view_state states[POSTURE_COUNT] = {
        [POSTURE_UNKNOWN] = VIEW_UNSURE,    [POSTURE_SEATED] = VIEW_SITTING,
        [POSTURE_STANDING] = VIEW_STANDING, [POSTURE_STEPPING] = VIEW_MOVING,
        [POSTURE_AWAY] = VIEW_AWAY,
    };

    return glance->paused ? VIEW_PAUSED : states[glance->posture];
}

static bool is_break(const struct kiosk_glance *glance)
{
    return !glance->paused &&
           (glance->posture == POSTURE_STEPPING || glance->posture == POSTURE_AWAY ||
            (glance->posture == POSTURE_STANDING && glance->moving_ns > 0));
}

static int32_t petals_of(int64_t done_ns, int64_t whole_ns)
{
    int64_t lit = whole_ns > 0 ? (int64_t)((double)done_ns / (double)whole_ns * PETALS) : 0;

    return lit > PETALS ? PETALS : lit < 0 ? 0 : (int32_t)lit;
}

/* The interval in force. */
static int64_t interval_ns(const struct kiosk_glance *glance)
{
    return glance->interval_ns * (glance->coach.is_doubled ? 2 : 1);
}

static void make_ring(struct view *view, const struct kiosk_glance *glance)
{
    int64_t left_ns = glance->coach.due_in_ns, moved_ns = glance->coach.moved_ns;

    view->ring_moves = is_break(glance);
    view->goal_s = (int32_t)(glance->duration_ns / NS_PER_S);
    view->moved_s = (int32_t)(moved_ns / NS_PER_S);
    if (view->moved_s > view->goal_s)
        view->moved_s = view->goal_s;
    view->petals = view->ring_moves ? petals_of(moved_ns, glance->duration_ns)
                                    : petals_of(interval_ns(glance) - left_ns, interval_ns(glance));
    view->stroll_min = left_ns <= 0 ? 0 : (int32_t)((left_ns + NS_PER_MIN - 1) / NS_PER_MIN);
    if (view->state == VIEW_PAUSED || view->state == VIEW_UNSURE) {
        view->petals = 0;
        view->stroll_min = VIEW_STROLL_NONE;
    }
}

static void make_figures(struct view *view, const struct kiosk_glance *glance)
{
    view->sitting_min = (int32_t)(glance->today.posture_ns[POSTURE_SEATED] / NS_PER_MIN);
    view->breaks = glance->today.breaks;
    view->beats_today = (int32_t)glance->today.second_heart_beats;
    view->pooled_percent = (int32_t)lround(fmin(1, fmax(0, glance->gauge_level)) * 100);
}

static enum view_fault fault_of(unsigned faults, int32_t silent_days)
{
    if (faults & LINE_FAULT_MISSING)
        return VIEW_FAULT_MISSING;
    if (faults & LINE_FAULT_UNPLUGGED)
        return VIEW_FAULT_UNPLUGGED;
    if (faults & LINE_FAULT_CHATTERING)
        return VIEW_FAULT_CHATTERING;
    return silent_days > 0 ? VIEW_FAULT_SILENT : VIEW_FAULT_NONE;
}

void view_make_sensors(const struct kiosk_glance *glance, const struct view_context *context,
                       struct view_sensor *chair, struct view_sensor *mat)
{
    *chair = (struct view_sensor){
        .present = 1,
        .closed = glance->chair_closed,
        .fault = (uint8_t)fault_of(glance->chair_faults, context->chair_silent_days),
        .silent_days = context->chair_silent_days,
    };
    *mat = (struct view_sensor){.present = glance->has_mat};
    if (!glance->has_mat)
        return;
    mat->closed = glance->mat_closed;
    mat->fault = (uint8_t)fault_of(glance->mat_faults, context->mat_silent_days);
    mat->silent_days = context->mat_silent_days;
}

static bool is_quiet(const struct kiosk_glance *glance, int64_t now_mono_ns)
{
    return glance->coach.quiet_until_ns != TIME_NEVER && glance->coach.quiet_until_ns > now_mono_ns;
}

static void make_quiet(struct view_coach *coach, const struct kiosk_glance *glance,
                       const struct view_context *context, int64_t now_mono_ns)
{
    int64_t left_ns = glance->coach.quiet_until_ns - now_mono_ns;

    coach->quiet_end_min = -1;
    coach->is_quiet = is_quiet(glance, now_mono_ns);
    if (!coach->is_quiet)
        return;
    if (context->local_second >= 0)
        /* Rounded up: until then it is quiet for sure. */
        coach->quiet_end_min =
            (int32_t)((context->local_second + left_ns / NS_PER_S + 59) % S_PER_DAY / 60);
    else
        coach->quiet_left_min = (int32_t)((left_ns + NS_PER_MIN - 1) / NS_PER_MIN);
}

static bool prompt_is_visible(const struct kiosk_glance *glance)
{
    return glance->coach.state >= COACH_BANNER && glance->coach.state <= COACH_PULSE;
}

static void make_coach(struct view *view, const struct kiosk_glance *glance,
                       const struct view_context *context, int64_t now_mono_ns)
{
    struct view_coach *coach = &view->coach;

    coach->state = (int32_t)glance->coach.state;
    coach->prompt = glance->coach.id;
    coach->snoozes_left = glance->coach.snoozes_left;
    coach->interval_min = (int32_t)(interval_ns(glance) / NS_PER_MIN);
    coach->goal_s = (int32_t)(glance->duration_ns / NS_PER_S);
    coach->goal_raises = glance->coach.goal_raises;
    coach->sat_min = prompt_is_visible(glance) ? (int32_t)(glance->clock_ns / NS_PER_MIN) : 0;
    coach->is_doubled = glance->coach.is_doubled;
    coach->in_baseline = glance->coach.in_baseline;
    coach->in_quiet_hours = glance->coach.in_quiet_hours;
    coach->suggestion = (int32_t)glance->coach.suggestion;
    make_quiet(coach, glance, context, now_mono_ns);
}

/* The first moment that the day's strip knows of. */
static int64_t strip_begin_ns(const struct timeline *timeline, int64_t now_mono_ns)
{
    if (timeline->count > 0)
        return timeline->blocks[0].start_ns;
    return timeline->seen_count > 0 ? timeline->seen[0].since_ns : now_mono_ns;
}

/*
 * The window opens at the hour of the first block and is at least a working day long; where now
 * lies beyond, it grows by two hours at a time, so that the labels keep their even distance.
 */
static void make_strip(struct view *view, const struct view_context *context,
                       const struct timeline *timeline, int64_t now_mono_ns)
{
    struct view_strip *strip = &view->strip;
    int64_t begin_ns = strip_begin_ns(timeline, now_mono_ns);
    int64_t before_ns = 0; /* from the window's opening to the first block */
    struct strip_window window = {.step_ns = VIEW_STRIP_STEP_NS};

    strip->first_hour = -1;
    if (context->local_second >= 0) {
        int64_t second = context->local_second - (now_mono_ns - begin_ns) / NS_PER_S;

        second = ((second % S_PER_DAY) + S_PER_DAY) % S_PER_DAY;
        strip->first_hour = (int32_t)(second / S_PER_HOUR);
        before_ns = (second % S_PER_HOUR) * NS_PER_S;
    }
    window.start_ns = begin_ns - before_ns;
    strip->hours = STRIP_HOURS_MIN;
    while (strip->hours < 24 && now_mono_ns - window.start_ns > strip->hours * NS_PER_HOUR)
        strip->hours += 2;
    window.steps = (int16_t)(strip->hours * NS_PER_HOUR / VIEW_STRIP_STEP_NS);
    strip->now = (int32_t)((now_mono_ns - window.start_ns) / VIEW_STRIP_STEP_NS);
    if (strip->now > window.steps)
        strip->now = window.steps;
    strip->count = timeline_strip(timeline, &window, now_mono_ns, strip->blocks);
}

static void make_clock(struct view *view, const struct view_context *context, int64_t now_mono_ns)
{
    bool known = context->local_second >= 0;

    view->clock_min = known ? context->local_second / 60 : -1;
    view->weekday = known ? context->weekday : 0;
    view->unsynchronised = known && context->is_unsynchronised;
    view->ambient_min = known ? view->clock_min : (int32_t)(now_mono_ns / NS_PER_MIN);
}

void view_make(struct view *view, const struct kiosk_glance *glance,
               const struct view_context *context, const struct timeline *timeline,
               int64_t now_mono_ns)
{
    int64_t posture_ns = now_mono_ns - glance->posture_since_ns;

    memset(view, 0, sizeof *view);
    view->state = (int32_t)state_of(glance);
    view->leg_stands = glance->posture == POSTURE_UNKNOWN ? !glance->chair_closed
                                                          : glance->posture != POSTURE_SEATED;
    view->minutes =
        (int32_t)((view->state == VIEW_SITTING ? glance->bout_ns : posture_ns) / NS_PER_MIN);
    view->beats = glance->vacancy_beats;
    view->pace = glance->beats_per_min;
    view->raises = view->state == VIEW_SITTING ? glance->series_raises : 0;
    view->flowing =
        glance->beat_times_ns[0] != TIME_NEVER && now_mono_ns - glance->beat_times_ns[0] < FLOW_NS;
    view->unattended = glance->unattended;
    view->settings = context->settings;
    if (context->sync)
        view->sync = *context->sync;
    view->source = (int32_t)context->source;
    view->away_dim = view->state == VIEW_AWAY && posture_ns >= VIEW_DIM_AFTER_NS;
    view->away_long = view->state == VIEW_AWAY && posture_ns >= VIEW_AMBIENT_AFTER_NS;
    make_ring(view, glance);
    make_figures(view, glance);
    make_coach(view, glance, context, now_mono_ns);
    view_make_sensors(glance, context, &view->chair, &view->mat);
    make_clock(view, context, now_mono_ns);
    make_strip(view, context, timeline, now_mono_ns);
    view->trouble = (int32_t)context->trouble;
    if (context->history)
        view->history = *context->history;
    if (context->diagnostics)
        view->diagnostics = *context->diagnostics;
    snprintf(view->note, sizeof view->note, "%s", context->note);
    /* Nothing may lie behind the text's end: the view is compared as bytes. */
    memset(view->note + strlen(view->note), 0, sizeof view->note - strlen(view->note));
}

bool view_equal(const struct view *a, const struct view *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

/* From a running duration to its next whole multiple of `step_ns`. */
static int64_t to_next(int64_t value_ns, int64_t step_ns)
{
    return step_ns - (value_ns % step_ns + step_ns) % step_ns;
}

/* While somebody sits: the minutes of the bout and of the wait, the next petal, the gauge. */
static int64_t seated_wait_ns(const struct kiosk_glance *glance)
{
    int64_t whole_ns = interval_ns(glance), left_ns = glance->coach.due_in_ns;
    int64_t wait_ns = to_next(glance->bout_ns, NS_PER_MIN);

    if (left_ns > 0)
        wait_ns = time_earlier(wait_ns, to_next(-left_ns, NS_PER_MIN));
    if (left_ns > 0 && whole_ns >= PETALS)
        wait_ns = time_earlier(wait_ns, to_next(whole_ns - left_ns, whole_ns / PETALS));
    if (prompt_is_visible(glance))
        wait_ns = time_earlier(wait_ns, to_next(glance->clock_ns, NS_PER_MIN));
    if (glance->pool_fill < POOL_FULL)
        wait_ns = time_earlier(wait_ns, GAUGE_STEP_NS);
    return wait_ns;
}

int64_t view_next_change_mono_ns(const struct kiosk_glance *glance,
                                 const struct view_context *context, int64_t now_mono_ns)
{
    /* A bout is told by its own minutes, anything else by those since it began. */
    int64_t wait_ns = glance->posture == POSTURE_SEATED
                          ? NS_PER_MIN
                          : to_next(now_mono_ns - glance->posture_since_ns, NS_PER_MIN);

    /* The second in hand is not known to the nanosecond: a minute late by less than one. */
    if (context->local_second >= 0)
        wait_ns = time_earlier(wait_ns, (60 - context->local_second % 60) * NS_PER_S);
    if (is_break(glance) && glance->coach.moved_ns < glance->duration_ns)
        wait_ns = time_earlier(wait_ns, to_next(glance->coach.moved_ns, NS_PER_S));
    else if (glance->posture == POSTURE_SEATED && !glance->paused)
        wait_ns = time_earlier(wait_ns, seated_wait_ns(glance));
    if (glance->beat_times_ns[0] != TIME_NEVER &&
        now_mono_ns - glance->beat_times_ns[0] < 2 * LIVE_PACE_WINDOW_NS)
        wait_ns = time_earlier(wait_ns, NS_PER_S);
    if (is_quiet(glance, now_mono_ns))
        wait_ns = time_earlier(
            wait_ns, context->local_second >= 0
                         ? glance->coach.quiet_until_ns - now_mono_ns
                         : to_next(now_mono_ns - glance->coach.quiet_until_ns, NS_PER_MIN));
    return now_mono_ns + wait_ns;
}
