/* secondheartctl replay: what a trace comes to, for reading or as JSON. */
#include <inttypes.h>
#include <stdio.h>

#include "base/units.h"
#include "core/seat.h"
#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/figures_out.h"
#include "ctl/replay_run.h"

struct options {
    const char *trace;
    const char *config;
    int format; /* enum command_format */
    bool has_events;
};

static const struct command_option option_rows[] = {
    COMMAND_OPTION_CONFIG(offsetof(struct options, config)),
    COMMAND_OPTION_FORMAT(offsetof(struct options, format)),
    {.name = "events",
     .offset = offsetof(struct options, has_events),
     .help = "also list postures and prompts, with seconds since the trace's\n"
             "start"},
};

static const struct command_line line = {
    .command = "replay",
    .usage = "Usage: secondheartctl replay FILE [--config F] [--format text|json] [--events]\n"
             "\n"
             "Runs the whole core in virtual time over the trace FILE (-: standard input) and\n"
             "prints each kiosk day's figures and their total. Nothing is printed unless the\n"
             "whole file was good.\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes = "Exit codes: 0 done, 1 no memory, 2 wrong input or usage.\n",
    .operand = "FILE",
    .operand_offset = offsetof(struct options, trace),
};

static json_t *postures_to_json(const struct replay *replay)
{
    json_t *array = json_array();

    for (size_t i = 0; i < replay->posture_count; i++) {
        const struct replay_posture *posture = &replay->postures[i];
        json_t *object = json_object();

        (void)json_object_set_new(object, "start_s", figures_json_seconds(posture->start_ns));
        (void)json_object_set_new(object, "end_s", figures_json_seconds(posture->end_ns));
        (void)json_object_set_new(object, "posture", json_string(posture_name(posture->posture)));
        (void)json_array_append_new(array, object);
    }
    return array;
}

static json_t *prompts_to_json(const struct replay *replay)
{
    json_t *array = json_array();

    for (size_t i = 0; i < replay->prompt_count; i++) {
        const struct replay_prompt *prompt = &replay->prompts[i];
        bool has_ended = prompt->end_ns != TIME_NEVER;
        json_t *object = json_object();

        (void)json_object_set_new(object, "start_s", figures_json_seconds(prompt->start_ns));
        (void)json_object_set_new(object, "end_s",
                                  has_ended ? figures_json_seconds(prompt->end_ns) : json_null());
        (void)json_object_set_new(object, "outcome",
                                  has_ended ? json_string(prompt_count_name(prompt->outcome))
                                            : json_null());
        (void)json_array_append_new(array, object);
    }
    return array;
}

static int print_json(const struct replay *replay, const struct options *options)
{
    json_t *root = json_object();
    json_t *days = json_array();
    int result;

    for (size_t i = 0; i < replay->day_count; i++)
        (void)json_array_append_new(days, figures_to_json(&replay->days[i]));
    (void)json_object_set_new(root, "trace", json_string(options->trace));
    (void)json_object_set_new(root, "hold_off_s", json_integer(SEAT_HOLD_OFF_NS / NS_PER_S));
    (void)json_object_set_new(root, "days", days);
    (void)json_object_set_new(root, "total", figures_to_json(&replay->total));
    if (options->has_events) {
        (void)json_object_set_new(root, "postures", postures_to_json(replay));
        (void)json_object_set_new(root, "prompts", prompts_to_json(replay));
    }
    result = json_dumpf(root, stdout, FIGURES_JSON_FLAGS);
    (void)fputc('\n', stdout);
    json_decref(root);
    return result == 0 ? EXIT_DONE : EXIT_PROBLEM;
}

static void print_postures(const struct replay *replay)
{
    (void)printf("Postures, in seconds since the trace's start\n");
    for (size_t i = 0; i < replay->posture_count; i++) {
        const struct replay_posture *posture = &replay->postures[i];

        (void)printf("  %14.3f  %14.3f  %s\n", (double)posture->start_ns / (double)NS_PER_S,
                     (double)posture->end_ns / (double)NS_PER_S, posture_name(posture->posture));
    }
}

static void print_prompts(const struct replay *replay)
{
    (void)printf("\nPrompts, likewise\n");
    for (size_t i = 0; i < replay->prompt_count; i++) {
        const struct replay_prompt *prompt = &replay->prompts[i];
        double start_s = (double)prompt->start_ns / (double)NS_PER_S;

        if (prompt->end_ns == TIME_NEVER)
            (void)printf("  %14.3f  %14s  still open\n", start_s, "-");
        else
            (void)printf("  %14.3f  %14.3f  %s\n", start_s,
                         (double)prompt->end_ns / (double)NS_PER_S,
                         prompt_count_name(prompt->outcome));
    }
}

static int print_text(const struct replay *replay, const struct options *options)
{
    (void)printf("%s: %zu kiosk day%s; sitting and vacancy count after a hold-off of %" PRId64
                 " s\n",
                 options->trace, replay->day_count, replay->day_count == 1 ? "" : "s",
                 SEAT_HOLD_OFF_NS / NS_PER_S);
    for (size_t i = 0; i < replay->day_count; i++) {
        int date = replay->days[i].date;

        (void)printf("\n%04d-%02d-%02d\n", date / 10000, date / 100 % 100, date % 100);
        figures_print(stdout, &replay->days[i]);
    }
    if (replay->day_count > 1) {
        (void)printf("\nAll days\n");
        figures_print(stdout, &replay->total);
    }
    if (options->has_events) {
        (void)printf("\n");
        print_postures(replay);
        print_prompts(replay);
    }
    return EXIT_DONE;
}

int ctl_replay_main(int argc, char **argv)
{
    struct options options = {0};
    struct config config;
    struct err err = {0};
    struct replay *replay;
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    result = command_line_load(options.config, &config);
    if (result != EXIT_DONE)
        return result;

    replay = replay_new(options.has_events);
    if (!replay) {
        (void)fprintf(stderr, "secondheartctl replay: no memory\n");
        return EXIT_PROBLEM;
    }
    if (replay_run(replay, options.trace, &config, &err) < 0) {
        (void)fprintf(stderr, "%s\n", err.text);
        result = err.code == ERR_MEMORY ? EXIT_PROBLEM : EXIT_INPUT;
    } else {
        if (replay->lost > 0)
            (void)fprintf(stderr,
                          "%s: %" PRId64 " touches, bouts or faults were more than fit and are "
                          "not in the figures\n",
                          options.trace, replay->lost);
        result = options.format == COMMAND_FORMAT_JSON ? print_json(replay, &options)
                                                       : print_text(replay, &options);
    }
    replay_free(replay);
    return result;
}
