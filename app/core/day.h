/*
 * day.h - a kiosk day, cut from the finished postures: times, counts, breaks and bouts.
 *
 * Intervals come in order and without gaps; counts come dated. A bout that crosses the day's start
 * is cut there: no break arises from a cut, and a piece may be short. Away and unknown count only
 * between the day's first and last bout (nights are not breaks). A break is a non-seated period
 * with a bout on both sides, within the day, and no unknown in it. A bout goes on across an unknown
 * of less than 60 s, without counting its time. What is told of the bouts: figures.h.
 *
 * Two readings were possible; chosen: an `unknown` that lies wholly inside one bout counts as
 * unknown time of the day like any other between first and last bout. A break must not be empty.
 *
 * Pure; part of struct kiosk, and used by reports on stored intervals. One thread.
 */
#ifndef SH_CORE_DAY_H
#define SH_CORE_DAY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"
#include "core/prompt.h"

/* An unknown shorter than this does not end a bout. */
#define DAY_BOUT_GAP_NS (60 * INT64_C(1000000000))

/*
 * Bouts in the longest kiosk day (25 h): two committed bouts are at least 20 s apart (10 s seated,
 * 10 s vacated), so 25 * 3600 / 20 = 4500; an unknown of 60 s can split one at any moment, but
 * takes longer than the 20 s it stands for. Two pieces more for the cuts at both ends.
 */
#define DAY_BOUTS_MAX 4502

/* Days that can be pending at once: the open one's start and what lies after undecided time. */
#define DAY_STARTS_MAX 4

enum day_count { DAY_STEPS, DAY_CALF_RAISES, DAY_SHIFTS, DAY_LEG_MOVEMENT_NS, DAY_COUNT_KINDS };

/* A day that begins after what is decided, and what has been counted in it already. */
struct day_start {
    int64_t start_ns;
    int date;
    int64_t counts[DAY_COUNT_KINDS];
    int64_t prompts[PROMPT_COUNTS];
};

struct day {
    int date; /* yyyymmdd */
    int64_t start_ns;
    int64_t now_ns; /* decided up to here */

    int64_t posture_ns[POSTURE_COUNT];
    int64_t counts[DAY_COUNT_KINDS];
    int64_t prompts[PROMPT_COUNTS];
    int32_t breaks;

    /* Since the last bout: what counts only if another bout follows. */
    int64_t gap_away_ns;
    int64_t gap_unknown_ns;
    int64_t unknown_run_ns; /* the unknown that touches the bout's end, or 0 */
    bool gap_has_unknown;
    bool gap_has_other; /* any posture but seated and unknown */
    bool bout_open;     /* the last bout may still go on */

    int32_t starts;
    struct day_start next[DAY_STARTS_MAX];

    int32_t lost_bouts; /* over the capacity: counted, never ignored */
    int32_t bouts;
    int64_t bout_ns[DAY_BOUTS_MAX];
};

/* Called with a day that has just been decided to its end; `day` is valid during the call only. */
typedef void day_closed_fn(void *self, const struct day *day);

/* An empty day `date` (yyyymmdd) from `start_ns` on. */
void day_init(struct day *day, int date, int64_t start_ns);

/*
 * A further day begins at `start_ns`, which must not lie before what is decided. At most
 * DAY_STARTS_MAX may be ahead; returns false (and takes nothing) beyond.
 */
bool day_add_start(struct day *day, int date, int64_t start_ns);

/*
 * `posture` held from where the last interval ended to `end_ns`. Where that passes a day's start,
 * the day is closed through `closed` (may be NULL) and `day` becomes the next one.
 */
void day_add_interval(struct day *day, int64_t end_ns, enum posture posture, day_closed_fn *closed,
                      void *self);

/* Steps, raises and shifts at `at_ns`, which is not decided yet or the very end of what is. */
void day_add_count(struct day *day, enum day_count kind, int64_t at_ns, int64_t amount);

/* What happened to a prompt at `at_ns`, likewise. */
void day_add_prompt(struct day *day, enum prompt_change change, int64_t at_ns);

/* Leg movement from `start_ns` to `end_ns`, cut at a pending day start. */
void day_add_leg_movement(struct day *day, int64_t start_ns, int64_t end_ns);

#endif
