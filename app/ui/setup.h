/*
 * setup.h - the first run, step by step, and what its live checks have seen.
 *
 * Which step stands is the shell's (struct settings_shown): each decision is kept at once, so a
 * power cut costs nothing but the step in hand. A check is a thing that the person does and the
 * switch sees; none of them holds anybody up. Flat, for the view. Pure; the thread that draws.
 */
#ifndef SH_UI_SETUP_H
#define SH_UI_SETUP_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/settings.h"

/* Numbered from 1, as they are kept: 0 is no setup. */
enum setup_step {
    SETUP_NONE,
    SETUP_LANGUAGE,
    SETUP_CHAIR,
    SETUP_MAT, /* where there is one */
    SETUP_PROTOCOL,
    SETUP_TIME, /* where nobody tells it */
    SETUP_PRIVACY,
    SETUP_END
};

/* Leaning forward must not open a seat's switch: it stays closed for so long. Chosen. */
#define SETUP_LEAN_NS (5 * INT64_C(1000000000))

/* Footfalls that show that a mat works. Chosen. */
#define SETUP_FOOTFALLS 3

#define SETUP_CHECKS 3

enum setup_check { SETUP_WAITS, SETUP_SEEN, SETUP_OPENED /* while it should have stayed closed */ };

/* Chair: sat down, leaned forward, stood up. Mat: stepped on, stepped off, walked on the spot. */
struct setup_live {
    int32_t step; /* that the checks belong to */
    int32_t is_closed;
    int32_t closings;
    int32_t checks[SETUP_CHECKS]; /* enum setup_check */
    int64_t since_ns;             /* of the contact; monotonic */
};

/* What an installation has. */
struct setup_place {
    bool has_mat, can_set_time;
};

/* The step after (or before) `step` that there is; SETUP_END past the last, SETUP_NONE before. */
int32_t setup_next(const struct setup_place *place, int32_t step);
int32_t setup_previous(const struct setup_place *place, int32_t step);

/* "Step 2 of 5": its number among those there are, and how many. */
int32_t setup_number(const struct setup_place *place, int32_t step);
int32_t setup_count(const struct setup_place *place);

/* The contact of the step's line at `now_mono_ns`; another step begins afresh. */
void setup_follow(struct setup_live *live, int32_t step, bool is_closed, int64_t now_mono_ns);

/* Has each check been seen? */
bool setup_is_seen(const struct setup_live *live);

/* When a check passes by time alone; TIME_NEVER: none does. */
int64_t setup_next_change_mono_ns(const struct setup_live *live);

#endif
