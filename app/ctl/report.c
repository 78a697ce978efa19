/* secondheartctl report: what the history says of a day or a week, for reading or as JSON. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/units.h"
#include "core/seat.h"
#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/figures_out.h"
#include "ctl/history_place.h"
#include "ctl/report_day.h"
#include "ctl/report_said.h"
#include "ctl/report_text.h"
#include "history/setup.h"

#define WEEK_DAYS 7
_Static_assert(WEEK_DAYS <= SPAN_DAYS_MAX, "a week is read at once");

struct options {
    const char *what;
    struct history_options history;
    int format; /* enum command_format */
};

/* What is asked of which days. */
struct report {
    const struct store *store;
    struct calendar calendar;
    struct kiosk_setup setup;
    int64_t now_wall_ns;
    int first_date;
    int days;
    bool is_json;
    json_t *json_days;
    struct day_figures total;
    int32_t reported; /* breaks that were said by touch, of all days */
    int64_t *bout_ns; /* of all days */
    int64_t bouts;
    struct report_day day[WEEK_DAYS];
};

static const struct command_option option_rows[] = {
    COMMAND_OPTION_FORMAT(offsetof(struct options, format)),
    HISTORY_OPTIONS(offsetof(struct options, history)),
};

static const struct command_line line = {
    .command = "report",
    .usage =
        "Usage: secondheartctl report [today|DATE|week] [--format text|json]\n"
        "                             [--state DIR] [--config F]\n"
        "\n"
        "Prints what the history says of today (the default), of the kiosk day DATE, such as\n"
        "2026-03-02, or of the last seven kiosk days. It reads only, and may be run while the\n"
        "kiosk writes; of today it knows what the kiosk wrote last, a minute ago at most.\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes = "Exit codes: 0 done, 1 the history cannot be read, 2 wrong input or usage.\n",
    .operand = "DATE",
    .operand_may_miss = true,
    .operand_offset = offsetof(struct options, what),
};

/* Fills first_date and days. */
static int choose_days(struct report *report, const char *what)
{
    int today = calendar_date(&report->calendar, report->now_wall_ns / NS_PER_S);

    report->days = 1;
    if (strcmp(what, "today") == 0) {
        report->first_date = today;
    } else if (strcmp(what, "week") == 0) {
        report->days = WEEK_DAYS;
        report->first_date = calendar_add_days(today, 1 - WEEK_DAYS);
    } else {
        report->first_date = command_line_date(what);
        if (report->first_date < 0)
            return command_line_wrong(line.command,
                                      "neither today, week nor a date such as 2026-03-02", what);
    }
    return EXIT_DONE;
}

static void print_week_head(const struct report *report)
{
    report_print_date(stdout, report->first_date);
    (void)fputs(" to ", stdout);
    report_print_date(stdout, calendar_add_days(report->first_date, report->days - 1));
    (void)fputs("\n\n", stdout);
    report_print_week_head(stdout);
}

static void add_json_day(struct report *report, const struct report_day *day)
{
    json_t *object = figures_to_json(&day->kept.figures);

    (void)json_object_set_new(object, "recorded", json_boolean(day->kept.source != SPAN_NOTHING));
    (void)json_object_set_new(object, "over", json_boolean(day->is_over));
    (void)json_object_set_new(object, "synchronised", json_boolean(!day->kept.is_unsynchronised));
    (void)json_object_set_new(object, "prompts_reported",
                              day->kept.source == SPAN_RECORDS ? json_integer(day->prompts.reported)
                                                               : json_null());
    (void)json_object_set_new(object, "reported", report_said_to_json(day->kept.said));
    (void)json_object_set_new(object, "prompt_list", report_prompts_to_json(&day->prompts));
    (void)json_array_append_new(report->json_days, object);
}

static void add_to_total(struct report *report, const struct report_day *of)
{
    const struct day *day = &of->kept.day;

    figures_add(&report->total, &of->kept.figures);
    report->reported += of->prompts.reported;
    memcpy(report->bout_ns + report->bouts, day->bout_ns,
           (size_t)day->bouts * sizeof(day->bout_ns[0]));
    report->bouts += day->bouts;
}

static int read_days(struct report *report, struct err *err)
{
    int result =
        report_days_read(report->store, &report->calendar, &report->setup, report->first_date,
                         report->days, report->now_wall_ns, report->day, err);

    if (result < 0)
        return result;
    if (!report->is_json && report->days > 1)
        print_week_head(report);
    for (int i = 0; i < report->days; i++) {
        const struct report_day *day = &report->day[i];

        add_to_total(report, day);
        if (report->is_json)
            add_json_day(report, day);
        else if (report->days == 1)
            report_print_day(stdout, day);
        else
            report_print_week_day(stdout, day);
    }
    if (report->days > 1)
        figures_of_bouts(report->bout_ns, report->bouts, &report->total);
    return 0;
}

static void print_total(const struct report *report)
{
    (void)fputs("\nAll days\n\n", stdout);
    figures_print(stdout, &report->total);
    report_print_reported(stdout, report->reported);
    (void)printf("\n  Sitting and vacancy count after a hold-off of %" PRId64
                 " s; breaks depend on it.\n",
                 SEAT_HOLD_OFF_NS / NS_PER_S);
}

static void print_unlabelled(const struct report *report)
{
    int64_t total_ns;

    if (report->store->read_unlabelled(report->store->self, &total_ns, NULL) == 0 && total_ns > 0)
        (void)printf("  Besides, %" PRId64
                     " min were recorded before the clock was set and have no "
                     "date.\n",
                     total_ns / NS_PER_MIN);
}

static int print_json(const struct report *report)
{
    json_t *root = json_object();
    int result;

    (void)json_object_set_new(root, "hold_off_s", json_integer(SEAT_HOLD_OFF_NS / NS_PER_S));
    (void)json_object_set(root, "days", report->json_days);
    if (report->days > 1) {
        json_t *total = figures_to_json(&report->total);

        (void)json_object_set_new(total, "prompts_reported", json_integer(report->reported));
        (void)json_object_set_new(root, "total", total);
    }
    result = json_dumpf(root, stdout, FIGURES_JSON_FLAGS);
    (void)fputc('\n', stdout);
    json_decref(root);
    return result == 0 ? EXIT_DONE : EXIT_PROBLEM;
}

static int run_report(struct report *report)
{
    struct err err = {0};

    if (read_days(report, &err) < 0)
        return command_line_fail_as(line.command, &err, EXIT_PROBLEM);
    if (report->is_json)
        return print_json(report);
    if (report->days > 1)
        print_total(report);
    print_unlabelled(report);
    return EXIT_DONE;
}

static int report_on(const struct options *options, const struct config *config,
                     const struct ctl_drivers *drivers, const struct store *store)
{
    struct wall_time now = drivers->clock.wall_now(drivers->clock.self);
    struct report *report = calloc(1, sizeof(*report));
    int result = EXIT_PROBLEM;

    if (report) {
        report->bout_ns = calloc((size_t)WEEK_DAYS * DAY_BOUTS_MAX, sizeof(report->bout_ns[0]));
        report->json_days = json_array();
    }
    if (!report || !report->bout_ns || !report->json_days) {
        (void)fputs("secondheartctl report: no memory\n", stderr);
        goto release;
    }
    report->store = store;
    report->calendar.day_start_min = config->day.start_min;
    report->setup = setup_from_config(config);
    report->now_wall_ns = now.s * NS_PER_S + now.ns;
    report->is_json = options->format == COMMAND_FORMAT_JSON;
    result = choose_days(report, options->what);
    if (result == EXIT_DONE)
        result = run_report(report);
release:
    if (report) {
        json_decref(report->json_days);
        free(report->bout_ns);
    }
    free(report);
    return result;
}

int ctl_report_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    char path[HISTORY_PATH_SIZE];
    struct options options = {.what = "today"};
    struct config config;
    struct store store;
    struct err err = {0};
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    if (history_place_find(&options.history, &config, path, &err) < 0 ||
        drivers->open_store(path, &store, &err) < 0)
        return command_line_fail_as(line.command, &err, EXIT_INPUT);
    result = report_on(&options, &config, drivers, &store);
    store.close(store.self);
    return result;
}
