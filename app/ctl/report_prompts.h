/*
 * report_prompts.h - the prompts of a kiosk day, and the breaks of one's own, from the store's
 * rows.
 *
 * A prompt is several rows: its raise, the person's answers, its outcome. They are put together
 * here. One that was raised the day before and ended on this one is among them; one that has not
 * ended has no outcome yet. What was only said by touch stays told apart from what was seen.
 *
 * One thread; pure but for printing.
 */
#ifndef SH_CTL_REPORT_PROMPTS_H
#define SH_CTL_REPORT_PROMPTS_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "ports/store.h"

/* A prompt every five minutes, the shortest interval, in a day of 25 h, and a break between. */
#define REPORT_PROMPTS_MAX 600

struct report_prompt {
    int32_t number; /* 0: a break of one's own */
    int64_t raised_wall_ns;
    int64_t ended_wall_ns;
    bool has_ended;
    enum store_prompt_change outcome; /* valid if it has ended; STORE_PROMPT_NATURAL as well */
    int32_t snoozes;
    int64_t moved_ns; /* towards what the protocol asks for, when it ended */
    bool is_reported; /* the break was said by touch, not seen by the sensors */
};

struct report_prompts {
    int32_t count;
    int32_t lost; /* beyond the capacity: counted, not listed */
    int32_t reported;
    struct report_prompt all[REPORT_PROMPTS_MAX];
};

/* Adds a row; in the order in which the store gives them. Zero-initialise before the first. */
void report_prompts_add(struct report_prompts *prompts, const struct store_labelled_prompt *row);

/* A new array, an object each; NULL without memory. Times are local with the zone's offset. */
json_t *report_prompts_to_json(const struct report_prompts *prompts);

/* A line each for reading, under a heading; nothing if there are none. */
void report_prompts_print(FILE *out, const struct report_prompts *prompts);

#endif
