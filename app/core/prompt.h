/*
 * prompt.h - what can happen to a prompt: the words that coach, days and effects share.
 *
 * Pure data. Any thread.
 */
#ifndef SH_CORE_PROMPT_H
#define SH_CORE_PROMPT_H

#include <stdbool.h>
#include <stdint.h>

/* The first PROMPT_COUNTS are counted, each on the kiosk day of its moment. */
enum prompt_change {
    PROMPT_RAISED,
    PROMPT_STARTED, /* "Going now" */
    PROMPT_SNOOZED,
    PROMPT_SKIPPED, /* from here to PROMPT_VERIFIED: each raised prompt ends in one of these */
    PROMPT_IGNORED,
    PROMPT_UNFINISHED,
    PROMPT_VERIFIED,
    PROMPT_NATURAL, /* a break that nobody asked for: no prompt */
    PROMPT_COUNTS,
    PROMPT_MOVED_ON = PROMPT_COUNTS /* another stage */
};

/* As they are told: "raised", "started" ... for the first PROMPT_COUNTS. Never NULL. */
const char *prompt_count_name(enum prompt_change change);

static inline bool prompt_change_is_outcome(enum prompt_change change)
{
    return change >= PROMPT_SKIPPED && change <= PROMPT_VERIFIED;
}

/* What the coach does now. The order is part of the stored state. */
enum coach_state {
    COACH_WATCHING, /* no prompt */
    COACH_BANNER,   /* the prompt's three stages, all visible */
    COACH_FULL,
    COACH_PULSE,
    COACH_SNOOZED, /* five minutes by the clock, then once seated */
    COACH_HIDDEN,  /* until quiet mode or quiet hours end, then the same stage goes on */
    COACH_GOING,   /* "Going now", not up yet: the live view */
    COACH_UP,      /* the live view, up */
    COACH_BACK,    /* the live view, sitting again, less than a minute */
    COACH_OFFER,   /* unfinished: what is missing is offered; no prompt is open */
    COACH_REST,    /* up for what was missing; no prompt is open */
    COACH_STATE_COUNT
};

struct prompt {
    int32_t id; /* counts up; 0 for PROMPT_NATURAL */
    enum prompt_change change;
    enum coach_state state; /* the coach's afterwards */
    int64_t raised_ns;      /* PROMPT_NATURAL: the moment itself */
    int64_t moved_ns;       /* towards the protocol's duration; all of it if the break qualified */
    bool is_reported;       /* PROMPT_VERIFIED: said by touch, not seen */
};

#endif
