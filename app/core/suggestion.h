/*
 * suggestion.h - the one small thing that home suggests between two strolls, and which is next.
 *
 * In rotation: seated calf raises, toes up, ankle circles; and every two hours since the day's
 * first sitting a glass of water in their place. When one is due, and when it goes away again, is
 * the coach's business (coach.h).
 *
 * Pure. Part of struct coach.
 */
#ifndef SH_CORE_SUGGESTION_H
#define SH_CORE_SUGGESTION_H

#include <stdbool.h>
#include <stdint.h>

#define SUGGESTION_WATER_NS (2 * 3600 * INT64_C(1000000000))

/* How many of each a person is asked for. */
#define SUGGESTION_RAISES  15
#define SUGGESTION_TOES    15
#define SUGGESTION_CIRCLES 10 /* each way */

enum suggestion_kind {
    SUGGESTION_NONE,
    SUGGESTION_CALF_RAISES, /* counted by the mat, else reported */
    SUGGESTION_TOES_UP,     /* reported, as the rest */
    SUGGESTION_ANKLE_CIRCLES,
    SUGGESTION_WATER,
    SUGGESTION_KINDS
};

#define SUGGESTION_EXERCISES (SUGGESTION_ANKLE_CIRCLES - SUGGESTION_CALF_RAISES + 1)

struct suggestion {
    enum suggestion_kind shown;
    int64_t since_ns;
    int32_t turn;          /* of the rotation: which exercise is next */
    bool is_told;          /* this interval has had its suggestion */
    int64_t water_from_ns; /* the last glass, or the day's first sitting; TIME_NEVER before it */
};

void suggestion_init(struct suggestion *suggestion);

/* Shows the next one. */
void suggestion_show(struct suggestion *suggestion, int64_t at_ns);

/* It goes away; an interval begins, so another may come. */
void suggestion_begin_interval(struct suggestion *suggestion);

/* The person sits down at `at_ns`; a kiosk day begins. */
void suggestion_sit(struct suggestion *suggestion, int64_t at_ns);
void suggestion_begin_day(struct suggestion *suggestion);

#endif
