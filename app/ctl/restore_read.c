#include "ctl/restore_read.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/history_place.h"

/* The open state is the longest row, some ten thousand bytes. */
#define LINE_SIZE ((size_t)1 << 20)

struct reader {
    const char *path;
    FILE *in;
    char *line; /* LINE_SIZE */
    int64_t line_number;
    int64_t rows;
    struct history_row before; /* the row that was taken last */
    struct restored *restored;
};

static int wrong(const struct reader *reader, const char *what, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s:%" PRId64 ": %s", reader->path, reader->line_number, what);
}

/* Room for one more in a list, doubled when full. */
static int grow(void **list, size_t size, size_t len, size_t *room, struct err *err)
{
    size_t more = *room ? 2 * *room : 256;
    void *grown;

    if (len < *room)
        return 0;
    grown = reallocarray(*list, more, size);
    if (!grown)
        return err_set(err, ERR_MEMORY, "no memory for the export");
    *list = grown;
    *room = more;
    return 0;
}

static int append(const struct reader *reader, const struct history_row *row, struct err *err)
{
    struct restored *to = reader->restored;
    void *list;
    int result = 0;

#define APPEND(plural, member)                                                                     \
    do {                                                                                           \
        list = to->plural;                                                                         \
        result = grow(&list, sizeof(to->plural[0]), to->plural##_len, &to->plural##_room, err);    \
        to->plural = list;                                                                         \
        if (result == 0)                                                                           \
            to->plural[to->plural##_len++] = row->member;                                          \
    } while (0)

    switch (row->kind) {
    case HISTORY_ROW_BOOT:
        APPEND(boots, boot);
        break;
    case HISTORY_ROW_SETTING:
        APPEND(settings, setting);
        break;
    case HISTORY_ROW_INTERVAL:
        APPEND(intervals, interval);
        break;
    case HISTORY_ROW_COUNT:
        APPEND(counts, count);
        break;
    case HISTORY_ROW_PROMPT:
        APPEND(prompts, prompt);
        break;
    case HISTORY_ROW_REPORTED:
        APPEND(reported, reported);
        break;
    case HISTORY_ROW_DAY:
        APPEND(days, day);
        break;
    case HISTORY_ROW_OPEN:
        to->open = row->open;
        to->fields = row->fields;
        to->has_open = true;
        break;
    case HISTORY_ROW_KINDS:
        break;
    }
#undef APPEND
    return result;
}

static const struct store_boot *find_boot(const struct reader *reader, const char *boot_id)
{
    const struct restored *restored = reader->restored;

    for (size_t i = restored->boots_len; i > 0; i--) {
        if (strcmp(restored->boots[i - 1].boot_id, boot_id) == 0)
            return &restored->boots[i - 1];
    }
    return NULL;
}

/* What a row must agree on with those before it. */
static int check_context(struct reader *reader, const struct history_row *row, struct err *err)
{
    const struct restored *restored = reader->restored;
    const char *boot_id = history_row_boot_id(row);

    if (row->kind == HISTORY_ROW_BOOT && find_boot(reader, row->boot.boot_id))
        return wrong(reader, "boot_id: this boot was there before", err);
    if (row->kind == HISTORY_ROW_OPEN && restored->has_open)
        return wrong(reader, "type: there was an open state before", err);
    if (row->kind == HISTORY_ROW_DAY && restored->days_len > 0 &&
        restored->days[restored->days_len - 1].date >= row->day.date)
        return wrong(reader, "date: not after the day before it", err);
    if (history_row_repeats(row, &reader->before))
        return wrong(reader, "it repeats the row before it", err);
    if (boot_id && !find_boot(reader, boot_id))
        return wrong(reader, "boot_id: no boot row of this name came before", err);
    return 0;
}

static int take_row(struct reader *reader, const json_t *object, struct err *err)
{
    struct history_row *row = malloc(sizeof(*row));
    struct err why = {0};
    int result;

    if (!row)
        return err_set(err, ERR_MEMORY, "no memory for the export");
    result = history_row_from_json(object, row, &why);
    if (result < 0) {
        result = err_set(err, (enum err_code)why.code, "%s:%" PRId64 ": %s", reader->path,
                         reader->line_number, why.text);
        goto free_row;
    }
    result = check_context(reader, row, err);
    if (result == 0)
        result = append(reader, row, err);
    if (result < 0)
        free(row->fields);
    reader->before = *row;
    history_show_progress("checked", ++reader->rows);
free_row:
    free(row);
    return result;
}

/* The next line without its end; false at the end of the file, after a mistake `*result` < 0. */
static bool next_line(struct reader *reader, int *result, struct err *err)
{
    size_t len;

    if (!fgets(reader->line, LINE_SIZE, reader->in)) {
        if (ferror(reader->in))
            *result = err_set(err, err_from_errno(errno), "%s: %s", reader->path, strerror(errno));
        return false;
    }
    reader->line_number++;
    len = strlen(reader->line);
    if (len == LINE_SIZE - 1) {
        *result = wrong(reader, "a line longer than any that export writes", err);
        return false;
    }
    while (len > 0 && strchr("\r\n,", reader->line[len - 1]))
        reader->line[--len] = '\0';
    return true;
}

static int parse_line(const struct reader *reader, json_t **object, struct err *err)
{
    json_error_t why = {.text = ""};

    *object = json_loads(reader->line, JSON_REJECT_DUPLICATES, &why);
    if (json_is_object(*object))
        return 0;
    json_decref(*object);
    *object = NULL;
    return err_set(err, ERR_INPUT,
                   "%s:%" PRId64 ": not a row of an export: %s; give the file as export wrote it",
                   reader->path, reader->line_number, why.text[0] ? why.text : "no JSON object");
}

/* The first row says what the file is. */
static int take_head(struct reader *reader, const json_t *head, struct err *err)
{
    const char *type = json_string_value(json_object_get(head, "type"));
    const json_t *format = json_object_get(head, "format");
    const json_t *simulated = json_object_get(head, "simulated");
    const json_t *whole = json_object_get(head, "whole");

    if (!type || strcmp(type, "export") != 0)
        return wrong(reader, "type: no export of Second Heart", err);
    if (!json_is_integer(format) || json_integer_value(format) != HISTORY_ROW_FORMAT)
        return err_set(err, ERR_INPUT,
                       "%s:%" PRId64 ": format: '%" PRId64 "': this program restores format %d; "
                       "use the version of Second Heart that wrote it, or a newer one",
                       reader->path, reader->line_number, (int64_t)json_integer_value(format),
                       HISTORY_ROW_FORMAT);
    if (!json_is_boolean(simulated) || !json_is_boolean(whole))
        return wrong(reader, "simulated, whole: true or false is wanted", err);
    reader->restored->is_simulated = json_is_true(simulated);
    reader->restored->is_whole = json_is_true(whole);
    return 0;
}

static int check_end(struct reader *reader, const json_t *end, struct err *err)
{
    int result = 0;

    if (json_integer_value(json_object_get(end, "rows")) != reader->rows)
        return wrong(reader, "rows: not as many as there are", err);
    if (!next_line(reader, &result, err) || strcmp(reader->line, "]") != 0)
        return result < 0 ? result : wrong(reader, "the closing ] is missing", err);
    if (next_line(reader, &result, err))
        return wrong(reader, "something comes after the export's end", err);
    return result;
}

static int read_rows(struct reader *reader, struct err *err)
{
    bool has_ended = false;
    json_t *object;
    int result = 0;

    if (!next_line(reader, &result, err) || strcmp(reader->line, "[") != 0)
        return result < 0
                   ? result
                   : wrong(reader, "no export of Second Heart: the opening [ is missing", err);
    for (bool is_first = true; result == 0 && !has_ended; is_first = false) {
        const char *type;

        if (!next_line(reader, &result, err))
            return result < 0 ? result : wrong(reader, "the file ends here: it was cut short", err);
        result = parse_line(reader, &object, err);
        if (result < 0)
            return result;
        type = json_string_value(json_object_get(object, "type"));
        has_ended = !is_first && type && strcmp(type, "end") == 0;
        if (is_first)
            result = take_head(reader, object, err);
        else if (has_ended)
            result = check_end(reader, object, err);
        else
            result = take_row(reader, object, err);
        json_decref(object);
    }
    return result;
}

int restore_read(const char *path, struct restored *restored, struct err *err)
{
    struct reader reader = {.path = path, .before.kind = HISTORY_ROW_SETTING, .restored = restored};
    bool is_stdin = strcmp(path, "-") == 0;
    int result;

    reader.in = is_stdin ? stdin : fopen(path, "re");
    if (!reader.in)
        return err_set(err, err_from_errno(errno), "cannot read the export: '%s': %s", path,
                       strerror(errno));
    reader.line = malloc(LINE_SIZE);
    result = reader.line ? read_rows(&reader, err)
                         : err_set(err, ERR_MEMORY, "no memory for the export");
    history_show_progress("checked", 0);
    free(reader.line);
    if (!is_stdin)
        (void)fclose(reader.in);
    return result;
}

void restored_free(struct restored *restored)
{
    free(restored->boots);
    free(restored->settings);
    free(restored->intervals);
    free(restored->counts);
    free(restored->prompts);
    free(restored->reported);
    free(restored->days);
    free(restored->fields);
    memset(restored, 0, sizeof(*restored));
}
