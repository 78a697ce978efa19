#include "kiosk/history_pages.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/units.h"
#include "kiosk/history_read.h"

#define TREND_DAYS   (7 * HISTORY_TREND_WEEKS)
#define MIN_PER_DAY  1440
#define STEPS_OF(ns) ((int32_t)((ns) / HISTORY_STEP_NS))

void history_pages_init(struct history_pages *pages, int32_t baseline_days)
{
    pages->is_reading = pages->is_stale = pages->has_answer = false;
    pages->baseline_days = baseline_days;
}

/* ----------------------------------------------------------------------------------- questions */

static struct history_question question_of(const struct history_pages *pages,
                                           const struct history_ask *ask,
                                           const struct history_now *now)
{
    struct history_question question = {
        .ask = *ask,
        .today = now->today,
        .calendar = now->wall->calendar,
        .baseline_days = pages->baseline_days,
    };
    int monday = history_monday(now->today);

    switch ((enum history_scale)ask->scale) {
    case HISTORY_DAY:
        question.first_date = calendar_add_days(now->today, -ask->back);
        question.days = 1;
        break;
    case HISTORY_WEEK:
        question.first_date = calendar_add_days(monday, -7 * ask->back);
        question.days = HISTORY_WEEK_DAYS;
        break;
    case HISTORY_TREND:
        question.first_date = calendar_add_days(monday, 7 - TREND_DAYS * (ask->back + 1));
        question.days = TREND_DAYS;
        break;
    case HISTORY_SCALES:
        break;
    }
    return question;
}

static bool is_answered(const struct history_pages *pages, const struct history_question *question)
{
    const struct history_question *of = &pages->answer.question;

    return pages->has_answer && of->ask.scale == question->ask.scale &&
           of->ask.back == question->ask.back && of->today == question->today;
}

static void ask_ledger(struct history_pages *pages, struct ledger *ledger,
                       const struct history_question *question)
{
    struct ledger_reading reading = {.self = &pages->answer, .read = history_read};

    if (pages->is_reading)
        return; /* for another question: this one is next */
    pages->has_answer = false;
    pages->answer.question = *question;
    pages->is_reading = ledger_read(ledger, &reading);
    pages->is_stale = false;
}

/* --------------------------------------------------------------------------------- today is live
 */

/* The figures of a day of the answer, or of the running one as they are now. */
static const struct day_figures *figures_at(const struct history_pages *pages,
                                            const struct history_now *now, int32_t i,
                                            enum history_source *source)
{
    static const enum history_source sources[] = {
        [SPAN_NOTHING] = HISTORY_NOTHING,
        [SPAN_STORED] = HISTORY_STORED,
        [SPAN_RECORDS] = HISTORY_RECORDS,
    };
    const struct span_day *day = &pages->answer.span.days[i];

    if (day->day.date == now->today) {
        *source = now->glance->today.sedentary_bouts > 0 ? HISTORY_RECORDS : HISTORY_NOTHING;
        return &now->glance->today;
    }
    *source = sources[day->source];
    return &day->figures;
}

/* What depends on all bouts, where all of them are kept; breaks per hour need none. */
static void sum_up(struct history_pages *pages, const struct history_now *now,
                   struct history_figures *rounded)
{
    struct day_figures sum = {0};
    bool has_all = true;
    int64_t bouts = 0;
    int32_t reported = 0;

    for (int32_t i = 0; i < pages->answer.span.count; i++) {
        const struct span_day *day = &pages->answer.span.days[i];
        bool is_today = day->day.date == now->today;
        enum history_source source;
        const struct day_figures *figures = figures_at(pages, now, i, &source);
        int32_t count = is_today ? figures->sedentary_bouts : day->day.bouts;

        if (count > DAY_BOUTS_MAX)
            count = DAY_BOUTS_MAX; /* those that were lost are counted, not kept */
        reported += day->reported;
        if (source == HISTORY_NOTHING)
            continue;
        figures_add(&sum, figures);
        has_all &= source == HISTORY_RECORDS;
        memcpy(pages->bouts_ns + bouts, is_today ? now->bouts_ns : day->day.bout_ns,
               (size_t)count * sizeof(pages->bouts_ns[0]));
        bouts += count;
    }
    figures_of_bouts(pages->bouts_ns, has_all ? bouts : 0, &sum);
    if (!has_all && sum.posture_ns[POSTURE_SEATED] > 0)
        sum.breaks_per_sedentary_hour =
            sum.breaks / ((double)sum.posture_ns[POSTURE_SEATED] / (double)NS_PER_HOUR);
    history_round(rounded, &sum);
    rounded->reported = reported;
}

/* ----------------------------------------------------------------------------------- the scales */

static int32_t local_min(const struct wall *wall, int64_t wall_ns)
{
    return wall_local_at(wall, wall_ns - wall->offset_ns).second / 60;
}

/* From -720 to 719: what a clock shows too much or too little. */
static int32_t difference_min(int32_t minutes)
{
    return ((minutes % MIN_PER_DAY + MIN_PER_DAY + MIN_PER_DAY / 2) % MIN_PER_DAY) -
           MIN_PER_DAY / 2;
}

/* Where in the day the clocks change, to the minute, if they do. */
static struct history_clock clock_of(const struct wall *wall, const struct span_day *day)
{
    int32_t length = (int32_t)((day->end_wall_ns - day->start_wall_ns) / NS_PER_MIN);
    struct history_clock clock = {.start_min = local_min(wall, day->start_wall_ns),
                                  .length_min = length};
    int32_t low = 0, high = length;

    clock.shift_min = difference_min(local_min(wall, day->end_wall_ns) - clock.start_min - length);
    while (clock.shift_min != 0 && high - low > 1) {
        int32_t middle = low + (high - low) / 2;
        int32_t shown = local_min(wall, day->start_wall_ns + middle * NS_PER_MIN);

        if (difference_min(shown - clock.start_min - middle) != 0)
            high = middle;
        else
            low = middle;
    }
    clock.shift_at_min = clock.shift_min != 0 ? high : 0;
    return clock;
}

/* As fine as there is room for: on the busiest of days a step is five minutes. */
static void cut_blocks(struct history_day_shown *shown, const struct timeline *timeline,
                       int64_t start_ns, int64_t now_ns)
{
    static const int16_t factors[] = {1, 3, 6, 12, 30};
    int32_t steps = STEPS_OF(shown->clock.length_min * NS_PER_MIN);

    for (size_t i = 0; i < sizeof(factors) / sizeof(factors[0]); i++) {
        struct strip_window window = {
            .start_ns = start_ns,
            .step_ns = HISTORY_STEP_NS * factors[i],
            .steps = (int16_t)(steps / factors[i]),
        };

        shown->count = timeline_strip(timeline, &window, now_ns, shown->blocks);
        for (int32_t j = 0; j < shown->count; j++) {
            shown->blocks[j].start = (int16_t)(shown->blocks[j].start * factors[i]);
            shown->blocks[j].end = (int16_t)(shown->blocks[j].end * factors[i]);
        }
        if (shown->count < STRIP_BLOCKS_MAX)
            break;
    }
}

static void show_said(const struct span_day *day, struct history_figures *figures)
{
    static const enum history_said kinds[STORE_REPORTED_KINDS] = {
        [STORE_REPORTED_CALF_RAISES] = HISTORY_SAID_RAISES,
        [STORE_REPORTED_TOES_UP] = HISTORY_SAID_TOES,
        [STORE_REPORTED_ANKLE_CIRCLES] = HISTORY_SAID_CIRCLES,
        [STORE_REPORTED_WATER] = HISTORY_SAID_WATER,
    };

    for (int i = 0; i < STORE_REPORTED_KINDS; i++)
        figures->said[kinds[i]] = day->said[i];
}

static void show_day(struct history_pages *pages, const struct history_now *now)
{
    struct history_shown *shown = &pages->shown;
    const struct span_day *day = &pages->answer.span.days[0];
    enum history_source source;
    const struct day_figures *figures = figures_at(pages, now, 0, &source);
    int64_t start_mono_ns = day->start_wall_ns - now->wall->offset_ns;

    shown->source = (int32_t)source;
    history_round(&shown->figures, figures);
    shown->figures.reported = day->reported;
    show_said(day, &shown->figures);
    shown->unsynchronised = day->is_unsynchronised;
    shown->day.clock = clock_of(now->wall, day);
    shown->day.now = HISTORY_UNKNOWN;
    if (day->day.date != now->today) {
        cut_blocks(&shown->day, &pages->answer.timeline, day->start_wall_ns, day->end_wall_ns);
        return;
    }
    shown->day.now = STEPS_OF(now->mono_ns - start_mono_ns);
    shown->unsynchronised |= now->wall->label != WALL_KERNEL;
    cut_blocks(&shown->day, now->timeline, start_mono_ns, now->mono_ns);
}

static void show_week(struct history_pages *pages, const struct history_now *now)
{
    struct history_shown *shown = &pages->shown;
    /* From the week's Monday to today. */
    int32_t back = shown->ask.back * 7 + (calendar_weekday(now->today) + 6) % 7;

    for (int32_t i = 0; i < HISTORY_WEEK_DAYS; i++) {
        const struct span_day *day = &pages->answer.span.days[i];
        enum history_source source;
        const struct day_figures *figures = figures_at(pages, now, i, &source);

        shown->bars[i].date = day->day.date;
        shown->bars[i].back = back - i;
        history_bar_make(&shown->bars[i], source, figures);
        shown->unsynchronised |= day->is_unsynchronised;
    }
    sum_up(pages, now, &shown->figures);
}

static void show_trend(struct history_pages *pages)
{
    struct history_trend_shown *trend = &pages->shown.trend;

    trend->reference = (int32_t)pages->answer.reference;
    trend->before.date = pages->answer.first_kept_date;
    history_mean_round(&pages->answer.before, &trend->before);
    for (int i = 0; i < HISTORY_TREND_WEEKS; i++) {
        trend->weeks[i].date = calendar_add_days(pages->answer.question.first_date, 7 * i);
        history_mean_round(&pages->answer.weeks[i], &trend->weeks[i]);
    }
}

/* ------------------------------------------------------------------------------------- the whole
 */

static void put_together(struct history_pages *pages, const struct history_now *now)
{
    struct history_shown *shown = &pages->shown;
    const struct history_answer *answer = &pages->answer;
    const struct history_question *question = &answer->question;
    bool has_today = now->glance->today.sedentary_bouts > 0;

    if (answer->result < 0) {
        shown->state = HISTORY_UNREADABLE;
        return;
    }
    shown->state = HISTORY_READY;
    if (answer->first_kept_date == 0 && (!has_today || question->ask.scale == HISTORY_TREND)) {
        shown->state = HISTORY_EMPTY;
        return;
    }
    shown->date = question->first_date;
    shown->last_date = calendar_add_days(question->first_date, question->days - 1);
    shown->today = question->today;
    shown->has_older =
        answer->first_kept_date != 0 && answer->first_kept_date < question->first_date;
    switch ((enum history_scale)question->ask.scale) {
    case HISTORY_DAY:
        show_day(pages, now);
        break;
    case HISTORY_WEEK:
        show_week(pages, now);
        break;
    case HISTORY_TREND:
        show_trend(pages);
        break;
    case HISTORY_SCALES:
        break;
    }
}

const struct history_shown *history_pages_show(struct history_pages *pages,
                                               const struct history_ask *ask, struct ledger *ledger,
                                               const struct history_now *now)
{
    struct history_question question;

    if (pages->is_reading && ledger_take_reading(ledger, &pages->answer)) {
        pages->is_reading = false;
        pages->has_answer = !pages->is_stale;
    }
    if (!ask) {
        pages->has_answer = false;
        pages->is_stale = pages->is_reading;
        return NULL;
    }
    memset(&pages->shown, 0, sizeof(pages->shown));
    pages->shown.ask = *ask;
    if (now->today == 0 || !ledger) {
        pages->shown.state = ledger ? HISTORY_NO_CLOCK : HISTORY_UNREADABLE;
        return &pages->shown;
    }
    question = question_of(pages, ask, now);
    if (is_answered(pages, &question))
        put_together(pages, now);
    else
        ask_ledger(pages, ledger, &question);
    return &pages->shown;
}
