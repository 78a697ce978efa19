/* secondheartctl sync-preview: the very bytes that wait to be sent, and how it stands with sync. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "ctl/command_line.h"
#include "ctl/ctl.h"
#include "ctl/outbox_place.h"

#define ROOM 64

struct options {
    struct history_options history;
    int format;
};

static const struct command_option option_rows[] = {
    COMMAND_OPTION_FORMAT(offsetof(struct options, format)),
    {.name = "simulated",
     .offset = offsetof(struct options, history.is_simulated),
     .help = "what simulated sensors have queued for a test endpoint"},
    HISTORY_OPTIONS(offsetof(struct options, history)),
};

static const struct command_line line = {
    .command = "sync-preview",
    .usage = "Usage: secondheartctl sync-preview [--format text|json] [--simulated] [--state DIR]\n"
             "                                   [--config F]\n"
             "\n"
             "Prints the periods that wait in the outbox, each in the very bytes that\n"
             "secondheart-sync sends of it (sync.format says which), and on standard error how\n"
             "many there are. Changes nothing and sends nothing.\n",
    .options = option_rows,
    .option_count = sizeof(option_rows) / sizeof(option_rows[0]),
    .exit_codes = "Exit codes: 0 done, 1 the outbox cannot be read, 2 wrong usage.\n",
};

/* Where the periods go: to standard output, or into a list. */
struct preview {
    bool is_json;
    bool sends_json; /* as the wire format */
    json_t *periods;
    bool has_failed;
};

static void put_period(struct preview *preview, const struct summary *summary)
{
    char text[SUMMARY_TEXT_SIZE];

    if (preview->sends_json)
        (void)summary_write_json(summary, text);
    else
        (void)summary_write_influx(summary, text);
    if (preview->is_json)
        preview->has_failed |= json_array_append_new(preview->periods, json_string(text)) < 0;
    else if (preview->sends_json)
        (void)puts(text); /* the line feed parts them; it is not sent */
    else
        (void)fputs(text, stdout);
}

static int put_periods(struct preview *preview, const struct outbox *outbox, struct err *err)
{
    static struct summary summaries[ROOM];
    int64_t keys[ROOM];
    int64_t after = 0;
    size_t count;

    do {
        int result = outbox->read_queued(outbox->self, &after, summaries, keys, ROOM, &count, err);

        if (result < 0)
            return result;
        for (size_t i = 0; i < count; i++)
            put_period(preview, &summaries[i]);
    } while (count == ROOM);
    return 0;
}

static void tell_status(const struct outbox_status *status)
{
    if (!status->has_consent) {
        (void)fputs("sync is off: nobody has turned it on at the screen\n", stderr);
        return;
    }
    (void)fprintf(stderr, "sync is on: %lld waiting, %lld refused by the server, %lld delivered\n",
                  (long long)status->queued, (long long)status->quarantined,
                  (long long)status->delivered);
    if (status->last.reason[0] != '\0')
        (void)fprintf(stderr, "last attempt: %s\n", status->last.reason);
}

static int print_json(const struct preview *preview, const struct outbox_status *status,
                      struct err *err)
{
    json_t *object =
        json_pack("{s:b, s:I, s:I, s:I, s:s, s:s, s:O}", "consent", status->has_consent, "waiting",
                  (json_int_t)status->queued, "refused", (json_int_t)status->quarantined,
                  "delivered", (json_int_t)status->delivered, "last_attempt", status->last.reason,
                  "format", preview->sends_json ? "json" : "influx", "periods", preview->periods);
    int result = 0;

    if (!object || preview->has_failed)
        result = err_set(err, ERR_MEMORY, "no memory for the periods");
    else if (json_dumpf(object, stdout, JSON_INDENT(2)) < 0 || puts("") < 0)
        result = err_set(err, ERR_IO, "cannot write to standard output");
    json_decref(object);
    return result;
}

static int preview(const struct options *options, const struct config *config,
                   const struct outbox *outbox, struct err *err)
{
    struct preview preview = {
        .is_json = options->format == COMMAND_FORMAT_JSON,
        .sends_json = config->sync.format == CONFIG_SYNC_JSON,
    };
    struct outbox_status status = {.has_consent = false};
    int result = outbox->read_status(outbox->self, &status, err);

    if (result < 0)
        return result;
    preview.periods = json_array();
    result = put_periods(&preview, outbox, err);
    if (result == 0 && preview.is_json)
        result = print_json(&preview, &status, err);
    else if (result == 0)
        tell_status(&status);
    json_decref(preview.periods);
    if (result == 0 && fflush(stdout) != 0)
        result = err_set(err, ERR_IO, "cannot write to standard output");
    return result;
}

int ctl_sync_preview_main(int argc, char **argv, const struct ctl_drivers *drivers)
{
    struct options options = {.format = COMMAND_FORMAT_TEXT};
    static char path[HISTORY_PATH_SIZE];
    struct config config;
    struct outbox outbox;
    struct err err = {0};
    int result;

    if (!command_line_parse(&line, argc, argv, &options, &result))
        return result;
    if (history_place_find(&options.history, &config, path, &err) < 0 ||
        outbox_place_open(&config, path, options.history.is_simulated, drivers->open_outbox,
                          &outbox, &err) < 0)
        return command_line_fail(line.command, &err);
    result = preview(&options, &config, &outbox, &err);
    outbox.close(outbox.self);
    return result < 0 ? command_line_fail_as(line.command, &err, EXIT_PROBLEM) : EXIT_DONE;
}
