/*
 * calibrate.h - what `secondheartctl calibrate` asks of a person, what it saw, and what it makes of
 * that.
 *
 * The person does six things, one after the other, while the real core counts; a step ends by
 * itself once what was asked for has come and gone. What was seen of each is a tally of plain
 * numbers, which calibrate_judge turns into findings: so every sentence can be tested without
 * sensors. Published nowhere, our assumptions: 20 steps may be counted as 18 to 22, 10 raises as 9
 * to 11.
 *
 * One thread.
 */
#ifndef SH_CTL_CALIBRATE_H
#define SH_CTL_CALIBRATE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/kiosk.h"
#include "ctl/ctl.h"

enum calibrate_step {
    CALIBRATE_EMPTY, /* nobody on the chair, nothing on the mat */
    CALIBRATE_WALK,
    CALIBRATE_SIT,
    CALIBRATE_RAISE,
    CALIBRATE_LEAN,
    CALIBRATE_RISE,
    CALIBRATE_STEPS
};

#define CALIBRATE_WALK_STEPS 20
#define CALIBRATE_RAISES     10

/* What was seen during one step. Contacts are debounced; steps and raises are the core's own. */
struct calibrate_tally {
    bool was_seen; /* the step was begun */
    int64_t steps;
    int64_t raises;
    int mat_closings;
    int mat_openings;
    int mat_short_openings; /* too short, or too long, for a raise */
    int mat_long_openings;
    int chair_openings;
    int chair_closings;
    int64_t longest_chair_open_ns;
    bool chair_closed; /* at its end */
    bool mat_closed;
    unsigned chair_faults; /* enum line_fault bits, at any time */
    unsigned mat_faults;
};

struct calibrate_tallies {
    bool has_mat;
    int steps_per_closure;
    struct calibrate_tally step[CALIBRATE_STEPS];
};

/*
 * Leads through the steps. `input_fd` is read for Enter, which ends a step early, and with
 * simulated sensors for keys; -1: there is nobody to type. Tells the person what to do on standard
 * error. Returns 0 or -ERR_MEMORY.
 */
int calibrate_run(const struct kiosk_setup *setup, const struct ctl_sensors *sensors, int input_fd,
                  struct calibrate_tallies *tallies, struct err *err) SH_WARN_UNUSED;

/* What the tallies say, step by step. */
void calibrate_judge(const struct calibrate_tallies *tallies, struct finding_sink *sink);

#endif
