#include "ui/moments_history.h"

#include "base/calendar.h"
#include "ui/history_page.h"

#define TODAY 20260320 /* a Friday */

/* Steps of ten seconds since 04:00. */
#define AT(hour, minute) (int16_t)((((hour)-4) * 60 + (minute)) * 6)

void history_fill_day(struct history_shown *shown)
{
    static const struct strip_block blocks[] = {
        {AT(8, 30), AT(8, 57), POSTURE_SEATED, {0}},
        {AT(8, 57), AT(9, 0), POSTURE_STEPPING, {0}},
        {AT(9, 0), AT(9, 33), POSTURE_SEATED, {0}},
        {AT(9, 33), AT(9, 38), POSTURE_STEPPING, {0}},
        {AT(9, 38), AT(9, 59), POSTURE_STANDING, {0}},
        {AT(9, 59), AT(10, 50), POSTURE_SEATED, {0}},
        {AT(10, 50), AT(10, 54), POSTURE_STEPPING, {0}},
        {AT(10, 54), AT(11, 18), POSTURE_AWAY, {0}},
        {AT(11, 18), AT(12, 36), POSTURE_SEATED, {0}},
        {AT(12, 36), AT(13, 2), POSTURE_AWAY, {0}},
        {AT(13, 2), AT(13, 47), POSTURE_SEATED, {0}},
        {AT(13, 47), AT(13, 51), POSTURE_STEPPING, {0}},
        {AT(14, 10), AT(15, 2), POSTURE_SEATED, {0}},
        {AT(15, 2), AT(15, 6), POSTURE_STEPPING, {0}},
        {AT(15, 6), AT(16, 48), POSTURE_SEATED, {0}},
    };

    *shown = (struct history_shown){
        .state = HISTORY_READY,
        .ask = {HISTORY_DAY, 1},
        .date = 20260319,
        .last_date = 20260319,
        .today = TODAY,
        .has_older = 1,
        .source = HISTORY_RECORDS,
        .figures = {.sitting_min = 6 * 60 + 28,
                    .bouts = 7,
                    .breaks = 6,
                    .breaks_tenths = 9,
                    .usual_min = 52,
                    .beats = 2140},
        .day = {.clock = {4 * 60, 1440, 0, 0}, .now = HISTORY_UNKNOWN},
    };
    shown->day.count = (int32_t)(sizeof blocks / sizeof *blocks);
    for (int32_t i = 0; i < shown->day.count; i++)
        shown->day.blocks[i] = blocks[i];
}

void history_fill_week(struct history_shown *shown)
{
    static const int32_t min[HISTORY_WEEK_DAYS][3] = {
        {132, 117, 60}, {156, 114, 33}, {116, 95, 124}, {180, 88, 0},
        {144, 112, 48}, {0, 0, 0},      {0, 0, 0},
    };

    *shown = (struct history_shown){
        .state = HISTORY_READY,
        .ask = {HISTORY_WEEK, 0},
        .date = 20260316,
        .last_date = 20260322,
        .today = TODAY,
        .has_older = 1,
        .figures = {.sitting_min = 1519,
                    .bouts = 38,
                    .breaks = 33,
                    .breaks_tenths = 13,
                    .usual_min = 34,
                    .beats = 12480},
    };
    for (int i = 0; i < HISTORY_WEEK_DAYS; i++)
        shown->bars[i] = (struct history_bar){
            .date = calendar_add_days(20260316, i),
            .back = 4 - i,
            .source = i < 5 ? HISTORY_RECORDS : HISTORY_NOTHING,
            .short_min = min[i][0],
            .middle_min = min[i][1],
            .long_min = min[i][2],
        };
}

void history_fill_trend(struct history_shown *shown)
{
    static const int32_t usual[HISTORY_TREND_WEEKS] = {58, 55, 61, 49, 47, -1,
                                                       52, 44, 41, 38, 40, 34};
    static const int32_t breaks[HISTORY_TREND_WEEKS] = {7, 8, 7, 9, 10, -1, 9, 11, 12, 12, 11, 13};

    *shown = (struct history_shown){
        .state = HISTORY_READY,
        .ask = {HISTORY_TREND, 0},
        .date = 20251229,
        .last_date = 20260322,
        .today = TODAY,
        .trend = {.reference = HISTORY_REF_BASELINE, .before = {20251201, 5, 62, 7, 340}},
    };
    for (int i = 0; i < HISTORY_TREND_WEEKS; i++)
        shown->trend.weeks[i] = (struct history_point){
            .date = calendar_add_days(20251229, 7 * i),
            .days = usual[i] < 0 ? 0 : 5,
            .usual_min = usual[i],
            .breaks_tenths = breaks[i],
            .sitting_min = usual[i] < 0 ? -1 : 330 - 2 * i,
        };
}

/* The page asks for what the moment shows. */
static void open(struct moment *moment)
{
    const struct history_ask *ask = &moment->view.history.ask;

    moment->draw = screen_history_draw;
    moment->view.pages.history.scale = ask->scale;
    moment->view.pages.history.back[ask->scale] = ask->back;
}

static void day(struct moment *moment)
{
    history_fill_day(&moment->view.history);
    moment->view.history.figures.reported = 2;
    open(moment);
}

static void day_reported(struct moment *moment)
{
    struct history_figures *figures = &moment->view.history.figures;

    day(moment);
    figures->reported = 0;
    figures->said[HISTORY_SAID_TOES] = 2;
    figures->said[HISTORY_SAID_WATER] = 3;
}

static void day_chosen(struct moment *moment)
{
    day(moment);
    moment->view.pages.history.chosen_step = moment->view.history.day.blocks[8].start + 1;
}

static void day_running(struct moment *moment)
{
    struct history_shown *shown = &moment->view.history;

    day(moment);
    shown->ask.back = 0;
    shown->date = shown->last_date = TODAY;
    shown->day.count = 6;
    shown->day.now = AT(10, 31);
    shown->day.blocks[5].end = AT(10, 31);
    shown->figures = (struct history_figures){.sitting_min = 92,
                                              .unknown_min = 4,
                                              .bouts = 3,
                                              .breaks = 2,
                                              .breaks_tenths = 13,
                                              .usual_min = 33,
                                              .beats = 980};
    open(moment);
}

static void day_stored(struct moment *moment)
{
    day(moment);
    moment->view.history.source = HISTORY_STORED;
    moment->view.history.day.count = 0;
    moment->view.history.date = moment->view.history.last_date = 20240702;
    moment->view.history.figures.reported = 0;
}

/* The clocks go forward, and a night's work with them. */
static void day_of_23_hours(struct moment *moment)
{
    struct history_shown *shown = &moment->view.history;

    day(moment);
    shown->date = shown->last_date = 20260328;
    shown->unsynchronised = 1;
    shown->day.clock = (struct history_clock){4 * 60, 1380, 22 * 60, 60};
    shown->day.blocks[14].start = AT(23, 6);
    shown->day.blocks[14].end = AT(27, 0);
}

static void week(struct moment *moment)
{
    history_fill_week(&moment->view.history);
    open(moment);
}

/* Twelve hours on one day: the axis doubles. */
static void week_long(struct moment *moment)
{
    week(moment);
    moment->view.history.bars[2].long_min = 600;
    moment->view.history.figures.unknown_min = 95;
    moment->view.history.figures.usual_min = 142;
}

static void week_stored(struct moment *moment)
{
    struct history_figures *figures = &moment->view.history.figures;

    week(moment);
    moment->view.history.ask.back = 90;
    for (int i = 0; i < HISTORY_WEEK_DAYS; i++)
        moment->view.history.bars[i].back += 630;
    figures->usual_min = HISTORY_UNKNOWN;
    open(moment);
}

static void trend(struct moment *moment)
{
    history_fill_trend(&moment->view.history);
    open(moment);
}

static void trend_first_week(struct moment *moment)
{
    struct history_trend_shown *shown = &moment->view.history.trend;

    trend(moment);
    shown->reference = HISTORY_REF_FIRST_WEEK;
    for (int i = 0; i < HISTORY_TREND_WEEKS - 2; i++) {
        shown->weeks[i].days = 0;
        shown->weeks[i].usual_min = shown->weeks[i].breaks_tenths = -1;
    }
}

static void in_state(struct moment *moment, enum history_state state)
{
    week(moment);
    moment->view.history =
        (struct history_shown){.state = (int32_t)state, .ask = {HISTORY_WEEK, 0}};
}

static void waiting(struct moment *moment)
{
    in_state(moment, HISTORY_WAITING);
}

static void empty(struct moment *moment)
{
    in_state(moment, HISTORY_EMPTY);
}

static void no_clock(struct moment *moment)
{
    in_state(moment, HISTORY_NO_CLOCK);
}

static void unreadable(struct moment *moment)
{
    in_state(moment, HISTORY_UNREADABLE);
}

const struct moment_row history_moments[] = {
    {"history-day", day},
    {"history-day-chosen", day_chosen},
    {"history-day-reported", day_reported},
    {"history-day-running", day_running},
    {"history-day-stored", day_stored},
    {"history-day-clocks", day_of_23_hours},
    {"history-week", week},
    {"history-week-long", week_long},
    {"history-week-stored", week_stored},
    {"history-trend", trend},
    {"history-trend-first", trend_first_week},
    {"history-waiting", waiting},
    {"history-empty", empty},
    {"history-no-clock", no_clock},
    {"history-unreadable", unreadable},
};

const size_t history_moment_count = sizeof history_moments / sizeof *history_moments;
