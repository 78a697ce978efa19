/*
 * break_shown.h - what the screens say about a break: while it runs, and once it is over.
 *
 * Flat, rounded, zero-initialised: two are compared by memcmp. Whoever makes the view fills them in
 * from the core's glance; the screens only draw them. Nothing here claims more than the sensors
 * saw: `away` is time away from the desk, steps are the mat's.
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_BREAK_SHOWN_H
#define SH_UI_BREAK_SHOWN_H

#include <stdbool.h>
#include <stdint.h>

struct scene;
struct screen_input;
struct targets;

/* What the sensors see at this moment of a break that was begun with a touch. */
enum live_now {
    LIVE_NOW_SEATED,   /* not up yet */
    LIVE_NOW_STANDING, /* up, and no step or absence since */
    LIVE_NOW_STEPPING,
    LIVE_NOW_AWAY, /* away from the desk: nothing else is known of it */
    LIVE_NOW_BACK, /* sitting again before it was enough */
    LIVE_NOW_ENOUGH,
    LIVE_NOW_COUNT
};

#define BREAK_SHOWN_NO_TIME (-1) /* nothing runs out */

struct live_shown {
    int32_t now; /* enum live_now */
    int32_t chair_closed;
    int32_t has_mat, mat_closed;
    int32_t moved_s, goal_s; /* towards the break, rounded down, at most the goal; goal_s > 0 */
    int32_t beats;           /* the mat's, since getting up */
    int32_t pace;            /* beats a minute, 0: none */
    int32_t left_s;          /* to get up (SEATED), or to get up again (BACK); else NO_TIME */
};

/* How a break ended. Verified and reported are never shown as the same thing. */
enum done_kind {
    DONE_VERIFIED,
    DONE_REPORTED,   /* said by touch, not seen */
    DONE_UNFINISHED, /* less than the protocol asks for: what was seen, and the rest offered */
    DONE_KIND_COUNT
};

#define BREAK_SHOWN_NO_LEVEL 0 /* the model was not asked: the leg shows one level only */

struct done_shown {
    int32_t kind;    /* enum done_kind */
    int32_t is_set;  /* the break was a guided set of raises on the chair */
    int32_t up_s;    /* time with the chair vacated; of a set: how long it took */
    int32_t away_s;  /* of it, away from the desk */
    int32_t has_mat; /* without one there are no steps to tell */
    int32_t steps;   /* that the mat saw */
    int32_t beats;   /* steps and raises that the sensors saw */
    int32_t raises;  /* counted by the mat */
    int32_t moved_s; /* UNFINISHED: so far, of goal_s */
    int32_t goal_s;
    int32_t before_percent, after_percent; /* the model's level, 1 to 100, or NO_LEVEL for both */
    int32_t had_water;                     /* the touch on "I had water" has been noted */
    int32_t goal_raises;                   /* of a set that is the break; else 0 */
    int64_t since_ns; /* the moment at which the screen opened: the tick draws itself from there */
};

/*
 * Draw the screens and say what can be tapped. Live: TARGET_BACK; done: TARGET_BACK, and
 * TARGET_WATER or (unfinished) TARGET_OFFER_REST. Of `in` they use the beats, the moment, the pose,
 * the pressed target and the view's leg and source.
 */
void live_draw(const struct scene *scene, const struct screen_input *in,
               const struct live_shown *shown, struct targets *targets);
void done_draw(const struct scene *scene, const struct screen_input *in,
               const struct done_shown *shown, struct targets *targets);

#endif
