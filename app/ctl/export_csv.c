/* Tables for a spreadsheet: local times with their offset, words as they are kept. */
#include "ctl/export.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/units.h"
#include "core/figures.h"

struct csv_row {
    const struct history_row *row;
    const struct store_boot *boot;
};

struct csv_column {
    const char *name;
    const char *help;
    void (*put)(FILE *out, const struct csv_row *row);
};

const char *const export_table_names[EXPORT_TABLES + 1] = {
    [EXPORT_DAYS] = "days",       [EXPORT_INTERVALS] = "intervals", [EXPORT_COUNTS] = "counts",
    [EXPORT_PROMPTS] = "prompts", [EXPORT_REPORTED] = "reported",
};

static const enum history_row_kind table_kinds[EXPORT_TABLES] = {
    [EXPORT_DAYS] = HISTORY_ROW_DAY,          [EXPORT_INTERVALS] = HISTORY_ROW_INTERVAL,
    [EXPORT_COUNTS] = HISTORY_ROW_COUNT,      [EXPORT_PROMPTS] = HISTORY_ROW_PROMPT,
    [EXPORT_REPORTED] = HISTORY_ROW_REPORTED,
};

/* ---- values ---- */

/* "2026-03-02T09:00:00.250+01:00"; nothing where the boot has no date. */
static void put_time(FILE *out, const struct csv_row *row, int64_t mono_ns)
{
    int64_t wall_ns = mono_ns + row->boot->wall_offset_ns;
    int64_t ms = wall_ns / NS_PER_MS;
    time_t wall_s = (time_t)(ms / 1000 - (ms % 1000 < 0));
    struct tm tm;
    char text[32];
    char zone[8];

    if (row->boot->label == STORE_LABEL_NONE || !localtime_r(&wall_s, &tm))
        return;
    (void)strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
    (void)strftime(zone, sizeof(zone), "%z", &tm);
    (void)fprintf(out, "%s.%03d%.3s:%s", text, (int)((ms % 1000 + 1000) % 1000), zone, zone + 3);
}

static void put_seconds(FILE *out, int64_t ns)
{
    (void)fprintf(out, "%.9g", (double)ns / (double)NS_PER_S);
}

/* A boot's name is any short text: quoted where a comma or a quote would end the value. */
static void put_boot_id(FILE *out, const struct csv_row *row)
{
    const char *text = row->boot->boot_id;

    if (!strpbrk(text, "\",\r\n")) {
        (void)fputs(text, out);
        return;
    }
    (void)fputc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            (void)fputc('"', out);
        (void)fputc(*text, out);
    }
    (void)fputc('"', out);
}

static void put_clock(FILE *out, const struct csv_row *row)
{
    (void)fputs(history_label_name(row->boot->label), out);
}

static void put_interval_start(FILE *out, const struct csv_row *row)
{
    put_time(out, row, row->row->interval.start_mono_ns);
}

static void put_interval_end(FILE *out, const struct csv_row *row)
{
    put_time(out, row, row->row->interval.end_mono_ns);
}

static void put_posture(FILE *out, const struct csv_row *row)
{
    (void)fputs(posture_name(row->row->interval.posture), out);
}

static void put_duration(FILE *out, const struct csv_row *row)
{
    put_seconds(out, row->row->interval.end_mono_ns - row->row->interval.start_mono_ns);
}

static void put_count_time(FILE *out, const struct csv_row *row)
{
    put_time(out, row, row->row->count.mono_ns);
}

static void put_count_kind(FILE *out, const struct csv_row *row)
{
    (void)fputs(history_count_name(row->row->count.kind), out);
}

static void put_amount(FILE *out, const struct csv_row *row)
{
    (void)fprintf(out, "%" PRId64, row->row->count.amount);
}

static void put_prompt_time(FILE *out, const struct csv_row *row)
{
    put_time(out, row, row->row->prompt.mono_ns);
}

static void put_change(FILE *out, const struct csv_row *row)
{
    (void)fputs(history_prompt_name(row->row->prompt.change), out);
}

static void put_number(FILE *out, const struct csv_row *row)
{
    (void)fprintf(out, "%" PRId32, row->row->prompt.number);
}

static void put_raised(FILE *out, const struct csv_row *row)
{
    put_time(out, row, row->row->prompt.raised_mono_ns);
}

static void put_moved(FILE *out, const struct csv_row *row)
{
    put_seconds(out, row->row->prompt.moved_ns);
}

static void put_evidence(FILE *out, const struct csv_row *row)
{
    (void)fputs(row->row->prompt.is_reported ? "reported" : "sensors", out);
}

static void put_reported_time(FILE *out, const struct csv_row *row)
{
    put_time(out, row, row->row->reported.mono_ns);
}

static void put_reported_kind(FILE *out, const struct csv_row *row)
{
    (void)fputs(history_reported_name(row->row->reported.kind), out);
}

/* ---- columns ---- */

#define CSV_COLUMNS_MAX 8
#define CLOCK_HELP      "who set the clock: kernel (synchronised), person, rtc, or none: no times"
#define BOOT_HELP       "the machine's start that the row belongs to"

/* A column without a name ends a table's; the figures of `days` come after its own. */
static const struct csv_column columns[EXPORT_TABLES][CSV_COLUMNS_MAX] = {
    [EXPORT_INTERVALS] = {{"start", "local time", put_interval_start},
                          {"end", "local time", put_interval_end},
                          {"posture", "seated, standing, stepping, away or unknown", put_posture},
                          {"duration_s", "seconds", put_duration},
                          {"clock", CLOCK_HELP, put_clock},
                          {"boot_id", BOOT_HELP, put_boot_id}},
    [EXPORT_COUNTS] = {{"time", "local time, at which they were counted", put_count_time},
                       {"kind", "step, calf_raise, shift or leg_movement_ns", put_count_kind},
                       {"amount", "how many; of leg_movement_ns nanoseconds", put_amount},
                       {"clock", CLOCK_HELP, put_clock},
                       {"boot_id", BOOT_HELP, put_boot_id}},
    [EXPORT_PROMPTS] = {{"time", "local time of the change", put_prompt_time},
                        {"change",
                         "raised, started, snoozed, skipped, ignored, unfinished, verified, or "
                         "natural: a break nobody asked for",
                         put_change},
                        {"number", "of the prompt; 0 for natural", put_number},
                        {"raised", "local time at which it was raised", put_raised},
                        {"moved_s", "seconds moved by then", put_moved},
                        {"evidence", "sensors, or reported: only said by touch", put_evidence},
                        {"clock", CLOCK_HELP, put_clock}},
    [EXPORT_REPORTED] = {{"time", "local time", put_reported_time},
                         {"kind",
                          "calf_raises, toes_up, ankle_circles or water: said by touch, seen by no "
                          "sensor",
                          put_reported_kind},
                         {"clock", CLOCK_HELP, put_clock}},
};

void export_csv_print_columns(FILE *out)
{
    for (int table = 0; table < EXPORT_TABLES; table++) {
        (void)fprintf(out, "%s%s\n", table ? "\n" : "", export_table_names[table]);
        for (const struct csv_column *column = columns[table]; column->name; column++)
            (void)fprintf(out, "  %-26s%s\n", column->name, column->help);
        if (table != EXPORT_DAYS)
            continue;
        (void)fprintf(out, "  %-26s%s\n", "date", "of a closed kiosk day; then its figures:");
        for (int i = 0; i < FIGURES_COUNT; i++)
            (void)fprintf(out, "  %s\n", figures_name(i));
    }
}

void export_csv_head(FILE *out, enum export_table table)
{
    if (table == EXPORT_DAYS) {
        (void)fputs("date", out);
        for (int i = 0; i < FIGURES_COUNT; i++)
            (void)fprintf(out, ",%s", figures_name(i));
    }
    for (const struct csv_column *column = columns[table]; column->name; column++)
        (void)fprintf(out, "%s%s", column == columns[table] ? "" : ",", column->name);
    (void)fputs("\r\n", out);
}

/* A figure that does not exist, or that the day was stored without, is an empty value. */
static void put_day(FILE *out, const struct store_day *day)
{
    (void)fprintf(out, "%04d-%02d-%02d", day->date / 10000, day->date / 100 % 100, day->date % 100);
    for (int i = 0; i < FIGURES_COUNT; i++) {
        (void)fputc(',', out);
        for (size_t j = 0; j < day->figures_len; j++) {
            const struct store_figure *figure = &day->figures[j];

            if (!figure->is_null && strcmp(figure->name, figures_name(i)) == 0)
                (void)fprintf(out, "%.15g", figure->value);
        }
    }
}

bool export_csv_takes(enum export_table table, enum history_row_kind kind)
{
    return table_kinds[table] == kind;
}

void export_csv_row(FILE *out, enum export_table table, const struct history_row *row,
                    const struct store_boot *boot)
{
    const struct csv_row csv_row = {row, boot};

    assert(row->kind == table_kinds[table]);
    if (table == EXPORT_DAYS)
        put_day(out, &row->day);
    for (const struct csv_column *column = columns[table]; column->name; column++) {
        if (column != columns[table])
            (void)fputc(',', out);
        column->put(out, &csv_row);
    }
    (void)fputs("\r\n", out);
}
