/*
 * script.h - scripted days for the core's tests: written readably, played in several ways.
 *
 * A script is a list of events, put together line by line ("at 9:00 he sits down, waits 600 s,
 * gets up, takes 12 steps"). Playing it feeds a kiosk and records what comes out; the same script
 * can be played with bouncing contacts, extra ticks, a save and a load in the middle, or moved in
 * time, and must come to the same.
 *
 * Times are those of a clock on the wall, "9:00:00" or "9:00:00.25"; hours go on after midnight
 * (28:00:00 is 4:00 of the second day). Every failure ends the test.
 */
#ifndef SH_TESTS_CORE_SCRIPT_H
#define SH_TESTS_CORE_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/units.h"
#include "core/figures.h"
#include "core/kiosk.h"

#define SCRIPT_DATE 20260302 /* the day that a script begins on */

struct script {
    int64_t start_ns;
    int64_t now_ns;
    bool closed[LINE_COUNT];
    struct kiosk_event *events;
    size_t count;
    size_t room;
};

/* One effect. No padding: two lists of facts can be compared as bytes. */
struct fact {
    int32_t kind; /* enum effect_kind */
    int32_t what; /* posture, count, date or prompt_change */
    int64_t start_ns;
    int64_t end_ns;
    int64_t amount;
};

struct record {
    struct fact *facts; /* intervals, counts and days, in order */
    size_t count;
    size_t room;
    struct fact *prompts; /* what: the change; amount: id x 1e6 + ms moved */
    size_t prompt_count;
    size_t prompt_room;
    struct fact *beats;
    size_t beat_count;
    size_t beat_room;
    struct day_figures *days; /* the closed ones and, after a finish, the open one */
    int64_t *day_bouts_ns;    /* the sum of each day's bouts */
    size_t day_count;
    size_t day_room;
    size_t logs;
    int64_t lost; /* after a finish: entries, bouts and toggles over a capacity */
    char text[8192];
};

enum ticks { TICKS_NONE, TICKS_AT_DEADLINES, TICKS_AT_RANDOM };

/* How to play; all zero is: a mat for one foot, 60 min / 2 min, as a replay does it. */
struct play {
    bool no_mat;
    int steps_per_closure; /* 0: 2 */
    bool has_picture;
    int interval_s; /* 0: 60 min */
    int duration_s; /* 0: 2 min */
    int raises;     /* of a guided set that is a break as well */
    bool has_suggestions;
    enum ticks ticks;
    size_t saves;      /* so many times, at random, the state goes through save and load */
    int64_t shift_ns;  /* the clock is moved once, at random */
    uint64_t seed;     /* for all that is random in it */
    size_t tick_count; /* out: ticks given */
};

/* ---------------------------------------------------------------------------------- randomness */

struct rng {
    uint64_t state;
};

struct rng rng_new(uint64_t seed);
uint64_t rng_below(struct rng *rng, uint64_t limit);
int64_t rng_between(struct rng *rng, int64_t first, int64_t last);

/* ------------------------------------------------------------------------------------- writing */

void script_begin(struct script *script, const char *start);
void script_free(struct script *script);

/* Nanoseconds of a time on the wall. */
int64_t time_ns(const char *time);

void at(struct script *script, const char *time);
void wait_ns(struct script *script, int64_t ns);
void wait_ms(struct script *script, int64_t ms);
void wait_s(struct script *script, int64_t s);

void add_event(struct script *script, struct kiosk_event event); /* its time is filled in */
void edge(struct script *script, enum line line, bool closed);
void sit(struct script *script);
void stand(struct script *script);
void mat_on(struct script *script);
void mat_off(struct script *script);
void touch(struct script *script, enum touch touch);
void line_fault(struct script *script, enum line line);
void line_ok(struct script *script, enum line line);
void day_start(struct script *script, int date);
void quiet_hours(struct script *script, bool is_on);
void baseline(struct script *script, bool is_on);
void stopped(struct script *script);
void restarted(struct script *script);

/* Opens for `open_ms` (or closes) and is back. */
void shift(struct script *script, int64_t open_ms);

/* Footfalls: the mat closes for half of `period_ms`, then is open for the other half. */
void footfalls(struct script *script, int count, int64_t period_ms);

/* Calf raises from a closed mat: open for `open_ms`, then closed for `closed_ms`. */
void raises(struct script *script, int count, int64_t open_ms, int64_t closed_ms);

/* A raise after each of `count` periods, in ms, and one before the first. */
void raises_at(struct script *script, const int *periods_ms, int count);

/* Quick closings from a closed mat, `period_ms` apart: more than 100. */
void tap(struct script *script, int closings, int64_t period_ms);

/* Level changes every `period_ms`, `count` of them: from closed, an even count ends closed. */
void chatter(struct script *script, enum line line, int count, int64_t period_ms);

/* `to` is `from` with up to 28 ms of bounce after each edge, never up to the line's next edge. */
void script_bounce(struct script *to, const struct script *from, uint64_t seed);

/* ------------------------------------------------------------------------------------- playing */

struct kiosk_setup play_setup(const struct play *play);

/* Plays the whole script and finishes the kiosk at the script's time. */
void script_play(const struct script *script, struct play *play, struct record *record);

/* Plays up to the script's time and leaves the kiosk running. */
void script_play_open(const struct script *script, struct play *play, struct record *record,
                      struct kiosk *kiosk);

struct effects record_effects(struct record *record);
void record_free(struct record *record);

/* "8:00:00 away 9:00:00 seated 10:00:00": the postures, each from when on, and the end. */
const char *record_postures(struct record *record);

/* The figures as text, every bit of them, for comparing and reading. */
const char *figures_text(const struct day_figures *figures, char text[1024]);

/* The sum of a count over all facts. */
int64_t record_count(const struct record *record, enum day_count count);

/* Plays with the defaults, checks the postures and returns the figures of the last day. */
const struct day_figures *expect_postures(const struct script *script, struct record *record,
                                          const char *postures);

/* ---------------------------------------------------------------------------------- properties */

/*
 * Calls `property` for seeds 1 to `count`, or only for the one in the environment's SEED. A
 * failing `holds` says how to run just that one again.
 */
void for_seeds(uint64_t count, void (*property)(uint64_t seed));

#define holds(seed, condition) check_holds((seed), (condition), #condition, __FILE__, __LINE__)

void check_holds(uint64_t seed, bool condition, const char *text, const char *file, int line);

/* Fails with the first difference if the two records differ in facts or figures. */
void check_same(uint64_t seed, const struct record *a, const struct record *b, const char *what);

#endif
