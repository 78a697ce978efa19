/*
 * history_shown.h - what the history's pages show: one day, seven of them, or twelve weeks, as
 * flat, rounded data.
 *
 * Made from day figures and bouts (core/figures.h) that the shell has read; rounded
 * here and nowhere else, so that two that are equal byte for byte look the same. Zero-initialise,
 * padding and all. What nobody knows is said to be unknown: -1, never 0.
 *
 * Pure; the thread that draws. It reads no store, and knows no clock and no sentences.
 */
#ifndef SH_UI_HISTORY_SHOWN_H
#define SH_UI_HISTORY_SHOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/figures.h"
#include "ui/timeline.h"

#define HISTORY_WEEK_DAYS   7
#define HISTORY_TREND_WEEKS 12
#define HISTORY_UNKNOWN     (-1)

enum history_scale { HISTORY_DAY, HISTORY_WEEK, HISTORY_TREND, HISTORY_SCALES };

/* What a page asks for: the day, the week or the twelve weeks so many before the running one. */
struct history_ask {
    int32_t scale; /* enum history_scale */
    int32_t back;  /* >= 0 */
};

enum history_state {
    HISTORY_WAITING, /* it is being read */
    HISTORY_READY,
    HISTORY_EMPTY,     /* no day was ever written, and today has nothing to show yet */
    HISTORY_NO_CLOCK,  /* without the time of day there are no days */
    HISTORY_UNREADABLE /* the store did not answer */
};

/* Where a day's figures come from. */
enum history_source {
    HISTORY_NOTHING, /* nothing is known of it */
    HISTORY_STORED,  /* its totals only: its bouts are too old to be kept */
    HISTORY_RECORDS  /* all of it */
};

/* What no sensor sees, as the person said it. */
enum history_said {
    HISTORY_SAID_RAISES,
    HISTORY_SAID_TOES,
    HISTORY_SAID_CIRCLES,
    HISTORY_SAID_WATER,
    HISTORY_SAID_KINDS
};

/* What is told of a day or of seven. Minutes are rounded down, as everywhere on the screen. */
struct history_figures {
    int32_t sitting_min, unknown_min;
    int32_t bouts, breaks;
    int32_t breaks_tenths; /* of a break a sitting hour, or HISTORY_UNKNOWN */
    int32_t usual_min;     /* usual_bout_s, or HISTORY_UNKNOWN */
    int32_t reported;      /* breaks that were said by touch, not seen */
    int32_t padding;
    int32_t said[HISTORY_SAID_KINDS]; /* how often */
    int64_t beats;
};

/* A bar: how much of the day's sitting was in bouts of which length. */
struct history_bar {
    int32_t date;                            /* yyyymmdd */
    int32_t back;                            /* days before today; negative: still to come */
    int32_t source;                          /* enum history_source */
    int32_t short_min, middle_min, long_min; /* under 30, under 60, 60 and more */
};

/* A block's start and end are steps of this length from the day's start. */
#define HISTORY_STEP_NS (10 * INT64_C(1000000000))

/*
 * From the time since the day's start to local minutes: `start_min` at first, and `shift_min` more
 * from `shift_at_min` on, where the clocks change on that day (a DST day has 23 or 25 h).
 */
struct history_clock {
    int32_t start_min;    /* after local midnight */
    int32_t length_min;   /* of the day: 1440 but for DST */
    int32_t shift_at_min; /* since the day's start; 0 with shift_min 0: never */
    int32_t shift_min;
};

struct history_day_shown {
    struct history_clock clock;
    int32_t now; /* the step of this moment; HISTORY_UNKNOWN on another day */
    int32_t count;
    struct strip_block blocks[STRIP_BLOCKS_MAX]; /* in their order; gaps are unknown */
};

/* A week's mean day. */
struct history_point {
    int32_t date;          /* of its Monday; 0: none */
    int32_t days;          /* that were written */
    int32_t usual_min;     /* the mean of its days' usual bouts, or HISTORY_UNKNOWN */
    int32_t breaks_tenths; /* over all of its sitting, or HISTORY_UNKNOWN */
    int32_t sitting_min;   /* a day with sitting, or HISTORY_UNKNOWN */
};

enum history_reference { HISTORY_REF_NONE, HISTORY_REF_BASELINE, HISTORY_REF_FIRST_WEEK };

struct history_trend_shown {
    int32_t reference; /* enum history_reference: what `before` is of */
    struct history_point before;
    struct history_point weeks[HISTORY_TREND_WEEKS]; /* the oldest first */
};

struct history_shown {
    int32_t state; /* enum history_state */
    struct history_ask ask;
    int32_t date;      /* the first day of what is shown */
    int32_t last_date; /* and its last */
    int32_t today;     /* yyyymmdd */
    int32_t has_older;
    int32_t source;         /* HISTORY_DAY: enum history_source */
    int32_t unsynchronised; /* some of it was dated by a clock that nobody had checked */
    int32_t padding;
    struct history_figures figures;             /* of the day or of all seven */
    struct history_bar bars[HISTORY_WEEK_DAYS]; /* HISTORY_WEEK */
    struct history_day_shown day;               /* HISTORY_DAY */
    struct history_trend_shown trend;           /* HISTORY_TREND */
};

/* Rounds a day's figures, or those of many (core's figures_add and figures_of_bouts). */
void history_round(struct history_figures *shown, const struct day_figures *figures);

/* `bar->date` and `back` are the caller's. */
void history_bar_make(struct history_bar *bar, enum history_source source,
                      const struct day_figures *figures);

/*
 * The mean of `count` days' figures; those without sitting count for nothing. The first day's date
 * is the caller's.
 */
struct history_mean {
    int32_t days;
    double usual_s, sitting_s;
    int64_t breaks;
};

void history_mean_add(struct history_mean *mean, const struct day_figures *figures);
void history_mean_round(const struct history_mean *mean, struct history_point *point);

/* The local minute of the day, 0 to 1439, of a step. */
int32_t history_clock_min(const struct history_clock *clock, int32_t step);

/* The number of the block at `step`, else of the nearest one; -1: there is none. */
int32_t history_block_at(const struct history_day_shown *day, int32_t step);

/* The least of 6, 12 and 24 hours that no bar is higher than. */
int32_t history_axis_hours(const struct history_bar bars[HISTORY_WEEK_DAYS]);

#endif
