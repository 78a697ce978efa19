#include "ctl/export.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "base/utf8.h"
#include "ctl/history_place.h"

/* Secrets of the screen stay on the kiosk: a PIN's hash gives a short PIN away. */
#define SECRET_SETTINGS "pin."

struct exporter {
    const struct export_options *options;
    FILE *out;
    int64_t rows;
    int64_t from_wall_ns; /* of a range of dates */
    int64_t to_wall_ns;
    struct store_boot *boots;
    size_t boots_len;
    const struct store_boot *last_boot; /* rows of a boot come together */
    struct store_field *fields;
    size_t fields_len;
    struct history_row before; /* the one before, sound or not */
    int damaged;               /* left out */
    bool is_short;             /* of memory */
};

static bool is_range(const struct exporter *exporter)
{
    return exporter->options->first_date || exporter->options->last_date;
}

/* The boot of that name; one without a date for rows that have none. */
static const struct store_boot *find_boot(struct exporter *exporter, const char *boot_id)
{
    static const struct store_boot none = {.label = STORE_LABEL_NONE};

    if (exporter->last_boot && boot_id && strcmp(exporter->last_boot->boot_id, boot_id) == 0)
        return exporter->last_boot;
    for (size_t i = 0; boot_id && i < exporter->boots_len; i++) {
        if (strcmp(exporter->boots[i].boot_id, boot_id) == 0) {
            exporter->last_boot = &exporter->boots[i];
            return exporter->last_boot;
        }
    }
    return &none;
}

static void put_json(struct exporter *exporter, json_t *object)
{
    if (!object || json_dumpf(object, exporter->out, HISTORY_ROW_JSON_FLAGS) != 0)
        exporter->is_short |= !ferror(exporter->out);
    (void)fputs(",\n", exporter->out);
}

/* Would restore take it? What a damaged card made of a row must not spoil the whole copy. */
static bool is_sound(struct exporter *exporter, const struct history_row *row, const json_t *object)
{
    const char *boot_id = history_row_boot_id(row);
    struct history_row again;

    if ((boot_id && strcmp(find_boot(exporter, boot_id)->boot_id, boot_id) != 0) ||
        history_row_repeats(row, &exporter->before) ||
        history_row_from_json(object, &again, NULL) < 0)
        return false;
    free(again.fields);
    return true;
}

/* The row as JSON if it is sound; NULL, and counted, if not. */
static json_t *sound_json(struct exporter *exporter, const struct history_row *row)
{
    const char *boot_id = history_row_boot_id(row);
    json_t *object = history_row_to_json(row);
    bool sound = object && is_sound(exporter, row, object);

    exporter->before = *row;
    if (sound)
        return object;
    /* Memory may be short as well, but a name that is no text makes no JSON either. */
    exporter->is_short |= !object && boot_id && utf8_is_valid(boot_id, strlen(boot_id));
    exporter->damaged++;
    json_decref(object);
    return NULL;
}

/* Does a time from start to end lie in the range? Without a date it lies in none. */
static bool is_time_in_range(struct exporter *exporter, const char *boot_id, int64_t start_mono_ns,
                             int64_t end_mono_ns)
{
    const struct store_boot *boot = find_boot(exporter, boot_id);

    if (!is_range(exporter))
        return true;
    return boot->label != STORE_LABEL_NONE &&
           end_mono_ns + boot->wall_offset_ns >= exporter->from_wall_ns &&
           start_mono_ns + boot->wall_offset_ns < exporter->to_wall_ns;
}

/* Of a sound row, whose times add up. */
static bool is_in_range(struct exporter *exporter, const struct history_row *row)
{
    const struct export_options *options = exporter->options;

    switch (row->kind) {
    case HISTORY_ROW_INTERVAL:
        return is_time_in_range(exporter, row->interval.boot_id, row->interval.start_mono_ns,
                                row->interval.end_mono_ns);
    case HISTORY_ROW_COUNT:
        return is_time_in_range(exporter, row->count.boot_id, row->count.mono_ns,
                                row->count.mono_ns);
    case HISTORY_ROW_PROMPT:
        return is_time_in_range(exporter, row->prompt.boot_id, row->prompt.mono_ns,
                                row->prompt.mono_ns);
    case HISTORY_ROW_REPORTED:
        return is_time_in_range(exporter, row->reported.boot_id, row->reported.mono_ns,
                                row->reported.mono_ns);
    case HISTORY_ROW_DAY:
        return (!options->first_date || row->day.date >= options->first_date) &&
               (!options->last_date || row->day.date <= options->last_date);
    case HISTORY_ROW_SETTING:
    case HISTORY_ROW_OPEN:
        return !is_range(exporter);
    case HISTORY_ROW_BOOT:
    case HISTORY_ROW_KINDS:
        break;
    }
    return true;
}

/* True if the row is sound and in the range; it is written then, unless it is none of the table. */
static bool put_row(struct exporter *exporter, const struct history_row *row)
{
    const struct export_options *options = exporter->options;
    bool is_written = !options->is_csv || export_csv_takes(options->table, row->kind);
    bool is_put;
    json_t *object;

    /* Of boots the times of other rows depend. */
    if (!is_written && row->kind != HISTORY_ROW_BOOT)
        return false;
    object = sound_json(exporter, row);
    is_put = object && is_in_range(exporter, row);
    if (is_put && is_written) {
        if (options->is_csv)
            export_csv_row(exporter->out, options->table, row,
                           find_boot(exporter, history_row_boot_id(row)));
        else
            put_json(exporter, object);
        history_show_progress("export", ++exporter->rows);
    }
    json_decref(object);
    return is_put;
}

/* ---- rows as they come ---- */

static void take_boot(void *context, const struct store_boot *boot)
{
    struct exporter *exporter = context;
    struct store_boot *boots =
        reallocarray(exporter->boots, exporter->boots_len + 1, sizeof(*boots));

    if (!boots) {
        exporter->is_short = true;
        return;
    }
    exporter->boots = boots;
    exporter->last_boot = NULL;
    if (put_row(exporter, &(struct history_row){.kind = HISTORY_ROW_BOOT, .boot = *boot}))
        exporter->boots[exporter->boots_len++] = *boot;
}

static void take_interval(void *context, const struct store_interval *interval)
{
    (void)put_row(context,
                  &(struct history_row){.kind = HISTORY_ROW_INTERVAL, .interval = *interval});
}

static void take_count(void *context, const struct store_count *count)
{
    (void)put_row(context, &(struct history_row){.kind = HISTORY_ROW_COUNT, .count = *count});
}

static void take_prompt(void *context, const struct store_prompt *prompt)
{
    (void)put_row(context, &(struct history_row){.kind = HISTORY_ROW_PROMPT, .prompt = *prompt});
}

static void take_reported(void *context, const struct store_reported *reported)
{
    (void)put_row(context,
                  &(struct history_row){.kind = HISTORY_ROW_REPORTED, .reported = *reported});
}

static void take_day(void *context, const struct store_day *day)
{
    (void)put_row(context, &(struct history_row){.kind = HISTORY_ROW_DAY, .day = *day});
}

static void take_setting(void *context, const struct store_setting *setting)
{
    if (strncmp(setting->name, SECRET_SETTINGS, strlen(SECRET_SETTINGS)) != 0)
        (void)put_row(context,
                      &(struct history_row){.kind = HISTORY_ROW_SETTING, .setting = *setting});
}

static void take_field(void *context, const char *name, int64_t value)
{
    struct exporter *exporter = context;
    struct store_field *fields =
        reallocarray(exporter->fields, exporter->fields_len + 1, sizeof(*fields));

    if (!fields) {
        exporter->is_short = true;
        return;
    }
    exporter->fields = fields;
    (void)snprintf(fields[exporter->fields_len].name, STORE_FIELD_NAME_SIZE, "%s", name);
    fields[exporter->fields_len++].value = value;
}

static void take_open(void *context, const struct store_resume *resume)
{
    struct exporter *exporter = context;

    (void)put_row(exporter, &(struct history_row){.kind = HISTORY_ROW_OPEN,
                                                  .open = {.saved_mono_ns = resume->saved_mono_ns,
                                                           .current = resume->current,
                                                           .fields = exporter->fields,
                                                           .fields_len = exporter->fields_len},
                                                  .fields = exporter->fields});
}

/* ---- the whole ---- */

static void put_head(struct exporter *exporter)
{
    const struct export_options *options = exporter->options;
    json_t *head;

    if (options->is_csv) {
        export_csv_head(exporter->out, options->table);
        return;
    }
    (void)fputs("[\n", exporter->out);
    head = json_pack("{s:s, s:i, s:s, s:b, s:b}", "type", "export", "format", HISTORY_ROW_FORMAT,
                     "program", "Second Heart " SECONDHEART_VERSION, "simulated",
                     (int)options->is_simulated, "whole", (int)!is_range(exporter));
    put_json(exporter, head);
    json_decref(head);
}

static void put_end(struct exporter *exporter)
{
    if (!exporter->options->is_csv)
        (void)fprintf(exporter->out, "{\"type\":\"end\",\"rows\":%" PRId64 "}\n]\n",
                      exporter->rows);
}

static void find_range(const struct export_options *options, struct exporter *exporter)
{
    const struct calendar *calendar = &options->calendar;

    exporter->from_wall_ns = INT64_MIN;
    exporter->to_wall_ns = INT64_MAX;
    if (options->first_date)
        exporter->from_wall_ns = calendar_start_s(calendar, options->first_date) * NS_PER_S;
    if (options->last_date)
        exporter->to_wall_ns =
            calendar_start_s(calendar, calendar_add_days(options->last_date, 1)) * NS_PER_S;
}

int export_write(const struct store *store, const struct export_options *options, FILE *out,
                 int64_t *rows, struct err *err)
{
    static const struct store_visitor visitor = {
        take_boot, take_interval, take_count, take_prompt, take_reported,
        take_day,  take_setting,  take_field, take_open,
    };
    struct exporter exporter = {.options = options, .out = out, .before.kind = HISTORY_ROW_SETTING};
    int damaged = 0;
    int result;

    find_range(options, &exporter);
    put_head(&exporter);
    result = store->read_all(store->self, &visitor, &exporter, &damaged, err);
    put_end(&exporter);
    history_show_progress("export", 0);
    *rows = exporter.rows;
    if (result == 0 && exporter.is_short)
        result = err_set(err, ERR_MEMORY, "cannot export: no memory");
    if (result == 0 && (fflush(out) != 0 || ferror(out)))
        result =
            err_set(err, err_from_errno(errno), "cannot write the export: %s", strerror(errno));
    damaged += exporter.damaged;
    if (result == 0 && damaged > 0)
        (void)fprintf(stderr, "secondheartctl export: %d damaged rows were left out\n", damaged);
    free(exporter.boots);
    free(exporter.fields);
    return result;
}

/* ---- into a file ---- */

static int cannot(const char *path, struct err *err)
{
    return err_set(err, err_from_errno(errno), "cannot export: '%s': %s; name another file", path,
                   strerror(errno));
}

/* The temporary file beside `path`, made anew. */
static FILE *open_temporary(const char *path, char *temporary, size_t size)
{
    int fd;

    if ((size_t)snprintf(temporary, size, "%s.part", path) >= size) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    return fd < 0 ? NULL : fdopen(fd, "w");
}

int export_write_file(const struct store *store, const struct export_options *options,
                      const char *path, int64_t *rows, struct err *err)
{
    char temporary[PATH_MAX];
    FILE *out;
    int result;

    if (access(path, F_OK) == 0)
        return err_set(err, ERR_INPUT, "cannot export: '%s': there already; name another file",
                       path);
    out = open_temporary(path, temporary, sizeof(temporary));
    if (!out)
        return cannot(path, err);
    result = export_write(store, options, out, rows, err);
    if (result == 0 && fsync(fileno(out)) != 0)
        result = cannot(path, err);
    if (fclose(out) != 0 && result == 0)
        result = cannot(path, err);
    if (result == 0 && rename(temporary, path) != 0)
        result = cannot(path, err);
    if (result < 0)
        (void)unlink(temporary);
    return result;
}
