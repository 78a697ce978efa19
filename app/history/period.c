#include "history/period.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/units.h"
#include "base/version.h"
#include "core/day.h"
#include "core/figures.h"
#include "history/span.h"

#define HOUR_NS      NS_PER_HOUR
#define DAYS_OF_WEEK 7
#define MONDAY       1

/* A day as it is shared out: exact, so that whole seconds can be cut from sums. */
struct tally {
    int64_t figures[SUMMARY_FIGURES]; /* times in ns */
};

struct share {
    int64_t start_ns, end_ns; /* the kiosk day */
    int64_t from_ns;          /* what of it was not dealt with yet begins here */
    int date;
    bool has_records; /* any at all, vouched for or not */
    int hours;
    struct tally hour[PERIOD_MAX];
    struct tally stored; /* where there are no records any more */
    bool is_stored;

    int64_t gap_away_ns[PERIOD_MAX]; /* since the last bout: counts if another one follows */
    int64_t bout_ns[PERIOD_MAX];     /* of the last bout, where it lies */
    struct day day;
};

static int hour_at(const struct share *share, int64_t wall_ns)
{
    return (int)((wall_ns - share->start_ns) / HOUR_NS);
}

/* ---- records, shared out to hours ---- */

static void end_bout(struct share *share)
{
    const struct day *day = &share->day;
    bool is_prolonged = day->bouts > 0 && day->bout_ns[day->bouts - 1] >= FIGURES_PROLONGED_30_NS;

    for (int i = 0; i < share->hours; i++) {
        if (is_prolonged)
            share->hour[i].figures[SUMMARY_PROLONGED_S] += share->bout_ns[i];
        share->bout_ns[i] = 0;
    }
}

static void begin_bout(struct share *share, int hour)
{
    share->hour[hour].figures[SUMMARY_BOUTS]++;
    for (int i = 0; i < share->hours; i++)
        share->bout_ns[i] = 0;
}

/* From the day's own account, which knows what a bout and a break are. */
static void take_piece(struct share *share, int hour, int64_t end_ns, enum posture posture)
{
    struct day *day = &share->day;
    int64_t *figures = share->hour[hour].figures;
    int64_t duration_ns = end_ns - day->now_ns;
    int32_t bouts = day->bouts, breaks = day->breaks;

    if (posture == POSTURE_SEATED && !day->bout_open)
        end_bout(share);
    day_add_interval(day, end_ns, posture, NULL, NULL);
    figures[SUMMARY_BREAKS] += day->breaks - breaks;
    if (day->bouts > bouts)
        begin_bout(share, hour);
    if (posture == POSTURE_STANDING)
        figures[SUMMARY_STANDING_S] += duration_ns;
    if (posture == POSTURE_STEPPING)
        figures[SUMMARY_STEPPING_S] += duration_ns;
    if (posture == POSTURE_AWAY && day->bouts > 0)
        share->gap_away_ns[hour] += duration_ns;
    if (posture != POSTURE_SEATED)
        return;
    figures[SUMMARY_SITTING_S] += duration_ns;
    share->bout_ns[hour] += duration_ns;
    for (int i = 0; i <= hour; i++) {
        share->hour[i].figures[SUMMARY_AWAY_S] += share->gap_away_ns[i];
        share->gap_away_ns[i] = 0;
    }
}

static void take_posture(struct share *share, int64_t end_ns, enum posture posture)
{
    while (share->day.now_ns < end_ns) {
        int hour = hour_at(share, share->day.now_ns);
        int64_t hour_end_ns = share->start_ns + (hour + 1) * HOUR_NS;

        take_piece(share, hour, end_ns < hour_end_ns ? end_ns : hour_end_ns, posture);
    }
}

/* Boots that contradict each other make no time count twice; what nobody saw is unknown. */
static void take_interval(void *context, const struct store_labelled_interval *row)
{
    struct share *share = context;
    int64_t end_ns = row->end_wall_ns < share->end_ns ? row->end_wall_ns : share->end_ns;

    if (row->end_wall_ns <= share->start_ns || row->start_wall_ns >= share->end_ns)
        return;
    share->has_records = true;
    if (row->label != STORE_LABEL_KERNEL || end_ns <= share->day.now_ns)
        return;
    take_posture(share, row->start_wall_ns, POSTURE_UNKNOWN);
    take_posture(share, end_ns, row->interval.posture);
}

static void take_count(void *context, const struct store_labelled_count *row)
{
    struct share *share = context;

    if (row->label == STORE_LABEL_KERNEL &&
        (row->count.kind == STORE_COUNT_STEP || row->count.kind == STORE_COUNT_CALF_RAISE))
        share->hour[hour_at(share, row->wall_ns)].figures[SUMMARY_BEATS] += row->count.amount;
}

static void take_prompt(void *context, const struct store_labelled_prompt *row)
{
    struct share *share = context;

    if (row->label == STORE_LABEL_KERNEL && row->prompt.change == STORE_PROMPT_VERIFIED &&
        !row->prompt.is_reported)
        share->hour[hour_at(share, row->wall_ns)].figures[SUMMARY_PROMPTS_VERIFIED]++;
}

/* ---- a day whose records are gone ---- */

static void take_stored(void *context, const struct store_day *stored)
{
    struct share *share = context;
    int64_t *figures = share->stored.figures;
    struct day_figures day;

    /* Of a sum no part can be told. */
    if (stored->label != STORE_LABEL_KERNEL || share->has_records ||
        share->from_ns > share->start_ns)
        return;
    span_figures(stored, &day);
    figures[SUMMARY_SITTING_S] = day.posture_ns[POSTURE_SEATED];
    figures[SUMMARY_STANDING_S] = day.posture_ns[POSTURE_STANDING];
    figures[SUMMARY_STEPPING_S] = day.posture_ns[POSTURE_STEPPING];
    figures[SUMMARY_AWAY_S] = day.posture_ns[POSTURE_AWAY];
    figures[SUMMARY_BOUTS] = day.sedentary_bouts;
    figures[SUMMARY_BREAKS] = day.breaks;
    figures[SUMMARY_PROLONGED_S] = day.prolonged_30_ns;
    figures[SUMMARY_BEATS] = day.second_heart_beats;
    figures[SUMMARY_PROMPTS_VERIFIED] = day.has_prompts ? day.prompts[PROMPT_VERIFIED] : 0;
    share->is_stored = true;
}

/* ---- a day ---- */

static int read_share(struct share *share, const struct period_query *query, int64_t start_s,
                      int64_t end_s, int64_t from_s, struct err *err)
{
    const struct store *store = query->store;
    int result;

    memset(share, 0, offsetof(struct share, day));
    share->date = calendar_date(query->calendar, start_s);
    share->start_ns = start_s * NS_PER_S;
    share->end_ns = end_s * NS_PER_S;
    share->from_ns = (from_s > start_s ? from_s : start_s) * NS_PER_S;
    share->hours = (int)((share->end_ns - share->start_ns + HOUR_NS - 1) / HOUR_NS);
    assert(share->hours <= PERIOD_MAX);
    day_init(&share->day, share->date, share->from_ns);
    result = store->read_intervals(store->self, share->from_ns, share->end_ns, take_interval, share,
                                   err);
    if (result == 0)
        result =
            store->read_counts(store->self, share->from_ns, share->end_ns, take_count, share, err);
    if (result == 0)
        result = store->read_prompts(store->self, share->from_ns, share->end_ns, take_prompt, share,
                                     err);
    if (result == 0)
        result = store->read_days(store->self, share->date, share->date, take_stored, share, err);
    end_bout(share);
    return result;
}

static bool is_time(enum summary_figure figure)
{
    return figure != SUMMARY_BEATS && figure != SUMMARY_BOUTS && figure != SUMMARY_BREAKS &&
           figure != SUMMARY_PROMPTS_VERIFIED;
}

/* Whole seconds, cut from the sum so far: what an hour leaves over goes to the next one. */
static int64_t whole(int64_t before, int64_t with, enum summary_figure figure)
{
    return is_time(figure) ? with / NS_PER_S - before / NS_PER_S : with - before;
}

/* Adds hours `first` to `last` (exclusive) of the day to `summary`. */
static void add_hours(const struct share *share, int first, int last, struct summary *summary)
{
    for (int figure = 0; figure < SUMMARY_FIGURES; figure++) {
        int64_t before = 0, with;

        for (int i = 0; i < first; i++)
            before += share->hour[i].figures[figure];
        with = before;
        for (int i = first; i < last; i++)
            with += share->hour[i].figures[figure];
        summary->figures[figure] += whole(before, with, (enum summary_figure)figure);
    }
}

static void add_day(const struct share *share, struct summary *summary)
{
    if (!share->is_stored) {
        add_hours(share, 0, share->hours, summary);
        return;
    }
    for (int figure = 0; figure < SUMMARY_FIGURES; figure++)
        summary->figures[figure] +=
            whole(0, share->stored.figures[figure], (enum summary_figure)figure);
}

/* ---- periods ---- */

/* A date's midnight in UTC. */
static int64_t date_label_s(int date)
{
    const struct calendar utc = {.is_fixed = true};

    return calendar_start_s(&utc, date);
}

static void begin_summary(const struct period_query *query, int64_t start_s,
                          struct summary *summary)
{
    memset(summary, 0, sizeof(*summary));
    summary->detail = query->detail;
    summary->start_s = start_s;
    (void)snprintf(summary->team, sizeof(summary->team), "%s", query->team);
    version_write_release(query->version, summary->version);
}

static bool is_nothing(const struct summary *summary)
{
    for (int i = 0; i < SUMMARY_FIGURES; i++) {
        if (summary->figures[i] != 0)
            return false;
    }
    return true;
}

static size_t make_hours(const struct period_query *query, const struct share *share,
                         struct summary *summaries)
{
    size_t count = 0;

    for (int i = 0; i < share->hours; i++) {
        begin_summary(query, share->start_ns / NS_PER_S + i * S_PER_HOUR, &summaries[count]);
        add_hours(share, i, i + 1, &summaries[count]);
        count += !is_nothing(&summaries[count]);
    }
    return count;
}

/* The periods of the `days` from `start_s` on, of what was recorded from `from_s` on. */
static int make_periods(const struct period_query *query, int64_t start_s, int days, int64_t from_s,
                        struct summary *summaries, size_t *count, struct err *err)
{
    struct share *share = malloc(sizeof(*share));
    int date = calendar_date(query->calendar, start_s);
    int result = 0;

    *count = 0;
    if (!share)
        return err_set(err, ERR_MEMORY, "cannot sum up the history: no memory");
    if (query->detail != SUMMARY_HOUR)
        begin_summary(query, date_label_s(date), &summaries[0]);
    for (int i = 0; i < days && result == 0; i++) {
        int64_t end_s = calendar_next_start_s(query->calendar, start_s);

        result = read_share(share, query, start_s, end_s, from_s, err);
        if (result == 0 && query->detail == SUMMARY_HOUR)
            *count = make_hours(query, share, summaries);
        else if (result == 0)
            add_day(share, &summaries[0]);
        start_s = end_s;
    }
    if (result == 0 && query->detail != SUMMARY_HOUR)
        *count = !is_nothing(&summaries[0]);
    free(share);
    return result;
}

static int days_of(enum summary_detail detail)
{
    return detail == SUMMARY_WEEK ? DAYS_OF_WEEK : 1;
}

/* The start of `date`, or of the Monday on or after it. */
static int64_t begin_at(const struct period_query *query, int date)
{
    if (query->detail == SUMMARY_WEEK)
        date = calendar_add_days(date,
                                 (DAYS_OF_WEEK + MONDAY - calendar_weekday(date)) % DAYS_OF_WEEK);
    return calendar_start_s(query->calendar, date);
}

static int64_t end_of(const struct period_query *query, int64_t start_s)
{
    int date = calendar_date(query->calendar, start_s);

    return calendar_start_s(query->calendar, calendar_add_days(date, days_of(query->detail)));
}

int period_next(const struct period_query *query, int64_t from_s, int64_t closed_s,
                struct summary summaries[PERIOD_MAX], size_t *count, int64_t *until_s,
                struct err *err)
{
    /* Zones lie up to 26 hours apart: what has begun may have done so on the date before. */
    int date = calendar_add_days(calendar_date(query->calendar, from_s), -1);
    int64_t start_s = begin_at(query, date);
    int64_t end_s = end_of(query, start_s);

    while (end_s <= from_s || start_s < query->consent_s) {
        date = calendar_add_days(date, 1);
        start_s = begin_at(query, date);
        end_s = end_of(query, start_s);
    }
    *count = 0;
    *until_s = from_s;
    if (end_s > closed_s)
        return 0;
    *until_s = end_s;
    return make_periods(query, start_s, days_of(query->detail), from_s, summaries, count, err);
}

int period_last(const struct period_query *query, int64_t closed_s, struct summary *summary,
                size_t *count, struct err *err)
{
    struct summary summaries[PERIOD_MAX];
    int days = days_of(query->detail);
    int date = calendar_add_days(calendar_date(query->calendar, closed_s), 1 - 2 * days);
    int64_t start_s = begin_at(query, date);
    int result;

    result = make_periods(query, start_s, days, start_s, summaries, count, err);
    if (result < 0 || *count == 0)
        return result;
    *summary = summaries[*count - 1];
    *count = 1;
    return 0;
}
