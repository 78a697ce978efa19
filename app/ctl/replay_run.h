/*
 * replay_run.h - the whole core in virtual time over a trace.
 *
 * Feeds the trace's items and the kiosk days' starts to a kiosk and collects what it decides. The
 * results stay in memory until the whole file was good: a day's figures are small, all bouts are
 * kept for the figures over all days, postures and prompts only if asked for. Quiet hours and the
 * baseline's days are those of the trace's own zone; the baseline begins with the trace.
 *
 * One thread. Blocks on the trace's file only.
 */
#ifndef SH_CTL_REPLAY_RUN_H
#define SH_CTL_REPLAY_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"
#include "base/err.h"
#include "core/figures.h"
#include "core/kiosk.h"

struct replay_posture {
    int64_t start_ns;
    int64_t end_ns;
    enum posture posture;
};

/* A prompt, from when it was raised to how it ended. */
struct replay_prompt {
    int32_t id;
    int64_t start_ns;
    int64_t end_ns;             /* TIME_NEVER: still open at the trace's end */
    enum prompt_change outcome; /* valid if it has ended */
};

struct replay {
    /* Results; valid once replay_run has succeeded. */
    struct day_figures *days;
    size_t day_count;
    struct day_figures total; /* times and counts summed, the rest over all days' bouts */
    struct replay_posture *postures;
    size_t posture_count;
    struct replay_prompt *prompts; /* in the order in which they were raised */
    size_t prompt_count;
    int64_t lost; /* what did not fit the core's capacities; 0 on any day a person can have */

    /* Private. */
    bool keeps_events;
    bool out_of_memory;
    size_t day_room;
    size_t posture_room;
    size_t prompt_room;
    int64_t *bouts_ns;
    size_t bout_count;
    size_t bout_room;
    int64_t scratch_ns[DAY_BOUTS_MAX];
    struct kiosk kiosk;
};

/* NULL without memory. */
struct replay *replay_new(bool keeps_events);
void replay_free(struct replay *replay);

/*
 * Runs the trace at `path` ("-": standard input). Fails as trace_reader_new, or with ERR_MEMORY;
 * `replay` may then only be freed.
 */
int replay_run(struct replay *replay, const char *path, const struct config *config,
               struct err *err) SH_WARN_UNUSED;

#endif
