/*
 * effect.h - what comes out of the core: decided facts, and beats to draw.
 *
 * Plain data, handed to one function at the moment it is decided. Intervals come in order, without
 * gaps or overlaps, and are never corrected; a count belongs to its own date, which may lie a
 * little before what has been emitted of the intervals.
 */
#ifndef SH_CORE_EFFECT_H
#define SH_CORE_EFFECT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"
#include "core/day.h"
#include "core/prompt.h"

enum effect_kind {
    EFFECT_INTERVAL, /* start_ns..end_ns in `posture` */
    EFFECT_COUNT,    /* `amount` of `count` at end_ns (leg movement: from start_ns to end_ns) */
    EFFECT_DAY,      /* `day` has just been decided to its end */
    EFFECT_PROMPT,   /* `prompt` has changed at end_ns; raised at start_ns */
    EFFECT_BEAT,     /* a beat to draw now, at end_ns: not a fact, the counts are */
    EFFECT_LOG       /* something a maintainer should read: `text` */
};

struct effect {
    enum effect_kind kind;
    int64_t start_ns;
    int64_t end_ns;
    enum posture posture;
    enum day_count count;
    int64_t amount;
    const struct day *day;       /* EFFECT_DAY: valid during the call only */
    const struct prompt *prompt; /* EFFECT_PROMPT: valid during the call only */
    const char *text;            /* EFFECT_LOG: static */
};

/* Where effects go. Called from inside the core; must not call back into it. */
struct effects {
    void (*emit)(void *self, const struct effect *effect);
    void *self;
};

#endif
