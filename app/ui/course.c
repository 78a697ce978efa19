#include "ui/course.h"

#include <string.h>

#include "base/units.h"
#include "core/leg.h"

void course_init(struct course *course)
{
    memset(course, 0, sizeof *course);
    course->pause.posture = POSTURE_UNKNOWN;
    course->pause.up_from_ns = TIME_NEVER;
}

/* ---------------------------------------------------------------------------------- guided sets */

void course_begin(struct course *course, enum suggestion_kind kind, bool has_mat,
                  int64_t now_mono_ns)
{
    memset(&course->exercise, 0, sizeof course->exercise);
    exercise_begin(&course->exercise, kind, has_mat, now_mono_ns);
    course->set = (struct course_set){0};
}

void course_toggle(struct course *course, int64_t now_mono_ns)
{
    bool pauses = course->exercise.state == EXERCISE_RUNS;

    exercise_pause(&course->exercise, pauses, now_mono_ns);
    course->set = (struct course_set){0};
}

void course_stop(struct course *course, int64_t now_mono_ns)
{
    exercise_stop(&course->exercise, now_mono_ns);
}

void course_leave(struct course *course)
{
    memset(&course->exercise, 0, sizeof course->exercise);
}

/*
 * The mat's raises of a set: a five that never became one is dropped again, as in leg.h; what
 * qualified stays when the next five begins.
 */
static void follow_set(struct course *course, int32_t run, int64_t now_ns)
{
    struct course_set *set = &course->set;

    if (course->exercise.kind == SUGGESTION_NONE)
        return;
    if (run < set->run && set->run >= LEG_SERIES_MIN_RAISES)
        set->kept += set->run;
    set->run = run;
    exercise_follow(&course->exercise, set->kept + set->run, now_ns);
}

/* --------------------------------------------------------------------------------------- breaks */

static bool is_up(enum posture posture)
{
    return posture == POSTURE_STANDING || posture == POSTURE_STEPPING || posture == POSTURE_AWAY;
}

static int64_t no_less_than_0(int64_t value)
{
    return value > 0 ? value : 0;
}

/* A posture ended where another began; one that was only provisional has not been. */
static void change_posture(struct course_break *pause, const struct kiosk_glance *glance)
{
    int64_t at_ns = glance->posture_since_ns;

    if (pause->posture == POSTURE_AWAY)
        pause->away_ns += no_less_than_0(at_ns - pause->since_ns);
    if (is_up(glance->posture) && pause->up_from_ns == TIME_NEVER)
        pause->up_from_ns = at_ns;
    if (!is_up(glance->posture) && pause->up_from_ns != TIME_NEVER) {
        pause->up_ns += no_less_than_0(at_ns - pause->up_from_ns);
        pause->up_from_ns = TIME_NEVER;
    }
}

static void follow_break(struct course *course, const struct kiosk_glance *glance,
                         const struct view *view)
{
    struct course_break *pause = &course->pause;
    bool changed = glance->posture != pause->posture || glance->posture_since_ns != pause->since_ns;

    if (changed)
        change_posture(pause, glance);
    pause->posture = glance->posture;
    pause->since_ns = glance->posture_since_ns;
    if (glance->vacancy_beats < pause->beats)
        pause->beats_before += pause->beats;
    pause->beats = glance->vacancy_beats;
    if (is_up(glance->posture)) {
        pause->after_percent = view->pooled_percent;
    } else if (glance->coach.moved_ns == 0 && !course->is_done_open) {
        /* Sitting, and nothing adds up any more: the next break begins from here. */
        pause->up_ns = pause->away_ns = 0;
        pause->beats_before = -pause->beats;
        pause->before_percent = pause->after_percent = view->pooled_percent;
    }
}

static int32_t whole_s(int64_t ns)
{
    return (int32_t)(ns / NS_PER_S);
}

static void tell_break(const struct course *course, const struct kiosk_glance *glance,
                       int64_t now_ns, struct done_shown *done)
{
    const struct course_break *pause = &course->pause;
    int64_t up_ns = pause->up_ns, away_ns = pause->away_ns;

    if (pause->up_from_ns != TIME_NEVER)
        up_ns += now_ns - pause->up_from_ns;
    if (pause->posture == POSTURE_AWAY)
        away_ns += now_ns - pause->since_ns;
    done->up_s = whole_s(up_ns);
    done->away_s = whole_s(away_ns);
    done->has_mat = glance->has_mat;
    done->steps = done->beats = pause->beats_before + pause->beats;
    done->moved_s = whole_s(glance->coach.moved_ns);
    done->goal_s = whole_s(glance->duration_ns);
    done->had_water = course->had_water;
    done->before_percent = pause->before_percent;
    done->after_percent = pause->after_percent;
    if (done->before_percent < 1 || done->after_percent < 1)
        done->before_percent = done->after_percent = BREAK_SHOWN_NO_LEVEL;
}

/* A set is told by its own count and time. */
static void tell_set(const struct course *course, int64_t now_ns, struct done_shown *done)
{
    const struct exercise_shown *set = &course->exercise;
    int64_t took_ns = set->guide_held_ns >= 0 ? set->guide_held_ns : now_ns - set->guide_from_ns;

    done->is_set = 1;
    done->up_s = whole_s(took_ns);
    done->raises = done->beats = set->by_mat ? set->done : 0;
    done->steps = 0;
}

void course_open_done(struct course *course, enum done_kind kind, const struct kiosk_glance *glance,
                      int64_t now_mono_ns)
{
    struct done_shown *done = &course->done;
    bool is_set = glance->coach.goal_raises > 0 && !is_up(glance->posture);

    course->is_done_open = true;
    course->had_water = false;
    memset(done, 0, sizeof *done);
    done->kind = (int32_t)kind;
    done->since_ns = now_mono_ns;
    tell_break(course, glance, now_mono_ns, done);
    done->goal_raises = glance->coach.goal_raises;
    if (is_set)
        tell_set(course, now_mono_ns, done);
}

void course_close_done(struct course *course)
{
    course->is_done_open = false;
}

void course_note_water(struct course *course)
{
    course->had_water = true;
    course->done.had_water = 1;
}

/* Still up: the time and the steps go on. Once somebody sits the break is what it was. */
static void follow_done(struct course *course, const struct kiosk_glance *glance, int64_t now_ns)
{
    if (course->is_done_open && !course->done.is_set && is_up(glance->posture))
        tell_break(course, glance, now_ns, &course->done);
}

void course_follow(struct course *course, const struct kiosk_glance *glance,
                   const struct view *view, int64_t now_mono_ns)
{
    follow_set(course, glance->series_raises, now_mono_ns);
    follow_break(course, glance, view);
    follow_done(course, glance, now_mono_ns);
}

/* --------------------------------------------------------------------------------- into the view
 */

static enum live_now live_now_of(const struct kiosk_glance *glance)
{
    bool sits = glance->posture == POSTURE_SEATED || glance->posture == POSTURE_UNKNOWN;

    if (glance->coach.moved_ns >= glance->duration_ns)
        return LIVE_NOW_ENOUGH;
    if (sits)
        return glance->coach.moved_ns > 0 || glance->coach.state == COACH_BACK ? LIVE_NOW_BACK
                                                                               : LIVE_NOW_SEATED;
    if (glance->posture == POSTURE_STEPPING)
        return LIVE_NOW_STEPPING;
    return glance->posture == POSTURE_AWAY ? LIVE_NOW_AWAY : LIVE_NOW_STANDING;
}

static int32_t left_s(const struct kiosk_glance *glance, int64_t now_ns)
{
    bool runs_out = glance->coach.state == COACH_GOING || glance->coach.state == COACH_BACK;

    if (!runs_out || glance->coach.ends_ns == TIME_NEVER)
        return BREAK_SHOWN_NO_TIME;
    return whole_s(no_less_than_0(glance->coach.ends_ns - now_ns) + NS_PER_S - 1);
}

void course_show_live(const struct kiosk_glance *glance, struct view *view, int64_t now_mono_ns)
{
    struct live_shown *live = &view->live;

    live->now = (int32_t)live_now_of(glance);
    live->chair_closed = glance->chair_closed;
    live->has_mat = glance->has_mat;
    live->mat_closed = glance->has_mat && glance->mat_closed;
    live->moved_s = view->moved_s;
    live->goal_s = view->goal_s > 0 ? view->goal_s : 1;
    /* Not up yet: what the mat saw was before it. */
    live->beats = live->now == LIVE_NOW_SEATED ? 0 : view->beats;
    live->pace = live->now == LIVE_NOW_SEATED ? 0 : view->pace;
    live->left_s = live->now == LIVE_NOW_SEATED || live->now == LIVE_NOW_BACK
                       ? left_s(glance, now_mono_ns)
                       : BREAK_SHOWN_NO_TIME;
}

int64_t course_next_live_mono_ns(const struct kiosk_glance *glance, int64_t now_mono_ns)
{
    if (left_s(glance, now_mono_ns) == BREAK_SHOWN_NO_TIME || glance->coach.ends_ns <= now_mono_ns)
        return TIME_NEVER;
    return now_mono_ns + 1 + (glance->coach.ends_ns - now_mono_ns - 1) % NS_PER_S;
}

int64_t course_next_done_mono_ns(const struct course *course, int64_t now_mono_ns)
{
    const struct course_break *pause = &course->pause;

    if (!course->is_done_open || course->done.is_set || pause->up_from_ns == TIME_NEVER)
        return TIME_NEVER;
    return now_mono_ns + NS_PER_S - (pause->up_ns + now_mono_ns - pause->up_from_ns) % NS_PER_S;
}
