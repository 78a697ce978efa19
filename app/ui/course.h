/*
 * course.h - what the screens of a break and of an exercise have to remember.
 *
 * A glance tells what is now. What a break came to (how long up, how many steps, where the model
 * stood before) and how far a guided set has come takes what was before: it is followed here from
 * glance to glance, and put into the view. Nothing of it is kept when the kiosk stops.
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_COURSE_H
#define SH_UI_COURSE_H

#include "ui/view.h"

/* The break that runs, or ran last. Lengths over all vacancies that add up. */
struct course_break {
    enum posture posture; /* the last glance's */
    int64_t since_ns;
    int64_t up_from_ns;     /* the running vacancy's beginning; TIME_NEVER: seated */
    int64_t up_ns, away_ns; /* of the vacancies and absences that are over */
    int32_t beats_before;   /* of the vacancies that are over */
    int32_t beats;          /* of the running one, or the last */
    int32_t before_percent; /* the model's level when it began */
    int32_t after_percent;
};

/* A guided set: what the mat has counted of it. */
struct course_set {
    int32_t kept; /* of the fives that are over */
    int32_t run;  /* of the one that runs */
};

struct course {
    struct exercise_shown exercise; /* SUGGESTION_NONE: none is open */
    struct course_set set;
    struct course_break pause; /* from sitting */
    struct done_shown done; /* as it stood when its screen opened; then up to date until seated */
    bool is_done_open;
    bool had_water;
};

void course_init(struct course *course);

/* A set of `kind` begins, paused or goes on, ends: touches. */
void course_begin(struct course *course, enum suggestion_kind kind, bool has_mat,
                  int64_t now_mono_ns);
void course_toggle(struct course *course, int64_t now_mono_ns);
void course_stop(struct course *course, int64_t now_mono_ns);

/* The screen of a set is left: no exercise is open any more. */
void course_leave(struct course *course);

/* Follows the glance of `now_mono_ns`, which `view` was made from. */
void course_follow(struct course *course, const struct kiosk_glance *glance,
                   const struct view *view, int64_t now_mono_ns);

/* A break's screen opens, or is closed. */
void course_open_done(struct course *course, enum done_kind kind, const struct kiosk_glance *glance,
                      int64_t now_mono_ns);
void course_close_done(struct course *course);

/* "I had water" was touched. */
void course_note_water(struct course *course);

/* The live view, from the glance that `view` was made from; into the view. */
void course_show_live(const struct kiosk_glance *glance, struct view *view, int64_t now_mono_ns);

/* When the live view, and when the break's screen, will differ by time alone; or TIME_NEVER. */
int64_t course_next_live_mono_ns(const struct kiosk_glance *glance, int64_t now_mono_ns);
int64_t course_next_done_mono_ns(const struct course *course, int64_t now_mono_ns);

#endif
