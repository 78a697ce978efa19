#include "kiosk/history_read.h"

#include <string.h>

#define FIRST_WEEK_DAYS 7

int history_monday(int date)
{
    return calendar_add_days(date, -((calendar_weekday(date) + 6) % 7));
}

/* ---------------------------------------------------------------------------- a day or a week */

static void take_piece(void *self, int64_t start_wall_ns, int64_t end_wall_ns, enum posture posture)
{
    struct history_answer *answer = self;

    timeline_add(&answer->timeline, start_wall_ns, end_wall_ns, posture);
}

static int read_span(struct history_answer *answer, const struct store *store)
{
    const struct history_question *question = &answer->question;
    const struct span_query query = {
        .calendar = &question->calendar,
        .first_date = question->first_date,
        .count = question->days,
        .piece = question->ask.scale == HISTORY_DAY ? take_piece : NULL,
        .self = answer,
    };
    struct err err = {0};

    timeline_clear(&answer->timeline);
    answer->span.count = question->days;
    return span_read(answer->span.days, store, &query, &err);
}

/* ------------------------------------------------------------------------------------ the trend */

/* Weeks are read in their order: each day belongs to the last one that has begun. */
static void take_week_day(void *context, const struct store_day *stored)
{
    struct history_answer *answer = context;
    struct day_figures figures;
    int monday = answer->question.first_date;
    int week = 0;

    while (week + 1 < HISTORY_TREND_WEEKS && calendar_add_days(monday, 7) <= stored->date) {
        monday = calendar_add_days(monday, 7);
        week++;
    }
    span_figures(stored, &figures);
    history_mean_add(&answer->weeks[week], &figures);
}

/* The days that only observed, or those of the first week there was. */
static void take_first_day(void *context, const struct store_day *stored)
{
    struct history_answer *answer = context;
    struct day_figures figures;

    if (answer->first_kept_date == 0)
        answer->first_kept_date = stored->date;
    if (answer->question.baseline_days == 0 &&
        stored->date >= calendar_add_days(answer->first_kept_date, FIRST_WEEK_DAYS))
        return;
    span_figures(stored, &figures);
    history_mean_add(&answer->before, &figures);
}

static int read_first_days(struct history_answer *answer, const struct store *store)
{
    int32_t baseline = answer->question.baseline_days;
    int result;

    answer->first_kept_date = 0;
    memset(&answer->before, 0, sizeof(answer->before));
    result = store->read_first_days(store->self, baseline > 0 ? baseline : FIRST_WEEK_DAYS,
                                    take_first_day, answer, NULL);
    answer->reference = answer->before.days == 0 ? HISTORY_REF_NONE
                        : baseline > 0           ? HISTORY_REF_BASELINE
                                                 : HISTORY_REF_FIRST_WEEK;
    return result;
}

void history_read(void *self, const struct store *store)
{
    struct history_answer *answer = self;
    const struct history_question *question = &answer->question;

    memset(answer->weeks, 0, sizeof(answer->weeks));
    answer->span.count = 0;
    answer->result = read_first_days(answer, store);
    if (answer->result < 0)
        return;
    if (question->ask.scale == HISTORY_TREND)
        answer->result =
            store->read_days(store->self, question->first_date,
                             calendar_add_days(question->first_date, question->days - 1),
                             take_week_day, answer, NULL);
    else
        answer->result = read_span(answer, store);
}
