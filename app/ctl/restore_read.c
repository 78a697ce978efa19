#include "ctl/restore_read.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/history_place.h"
#include "ctl/history_row.h"

/* The open state is the longest row, some ten thousand bytes. */
#define LINE_SIZE ((size_t)1 << 20)

/* So many rows are in memory at a time. */
#define PART_ROWS 512

struct restore_reader {
    const char *path;
    FILE *in;
    bool is_stdin;
    off_t start; /* where the export begins in `in` */
    char *line;  /* LINE_SIZE */
    int64_t line_number;
    int64_t rows;
    bool has_ended;
    bool was_checked;
    bool has_open;
    int last_date;             /* of the days so far; 0: none yet */
    struct history_row row;    /* the one at hand */
    struct history_row before; /* the row that was taken last */
    struct restore_summary summary;

    struct store_boot *boots; /* all so far: rows name them */
    size_t boots_len, boots_room;

    /* The part at hand. */
    size_t part_rows;
    size_t part_boots; /* from this one of `boots` on */
    struct store_setting settings[PART_ROWS];
    struct store_interval intervals[PART_ROWS];
    struct store_count counts[PART_ROWS];
    struct store_prompt prompts[PART_ROWS];
    struct store_reported reported[PART_ROWS];
    struct store_day days[PART_ROWS];
    struct store_open open;
    struct store_field *fields; /* of `open` */
};

static int wrong(const struct restore_reader *reader, const char *what, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s:%" PRId64 ": %s", reader->path, reader->line_number, what);
}

static int no_memory(struct err *err)
{
    return err_set(err, ERR_MEMORY, "no memory for the export");
}

static int append_boot(struct restore_reader *reader, struct err *err)
{
    size_t room = reader->boots_room ? 2 * reader->boots_room : 256;
    struct store_boot *boots;

    if (reader->boots_len == reader->boots_room) {
        boots = reallocarray(reader->boots, room, sizeof(*boots));
        if (!boots)
            return no_memory(err);
        reader->boots = boots;
        reader->boots_room = room;
    }
    reader->boots[reader->boots_len++] = reader->row.boot;
    return 0;
}

/* Puts the row at hand into the part; its fields go along. */
static int append(struct restore_reader *reader, struct store_batch *part, struct err *err)
{
    const struct history_row *row = &reader->row;

    reader->part_rows++;
    switch (row->kind) {
    case HISTORY_ROW_BOOT:
        return append_boot(reader, err);
    case HISTORY_ROW_SETTING:
        reader->settings[part->settings_len++] = row->setting;
        break;
    case HISTORY_ROW_INTERVAL:
        reader->intervals[part->intervals_len++] = row->interval;
        reader->summary.intervals++;
        break;
    case HISTORY_ROW_COUNT:
        reader->counts[part->counts_len++] = row->count;
        break;
    case HISTORY_ROW_PROMPT:
        reader->prompts[part->prompts_len++] = row->prompt;
        break;
    case HISTORY_ROW_REPORTED:
        reader->reported[part->reported_len++] = row->reported;
        break;
    case HISTORY_ROW_DAY:
        reader->days[part->days_len++] = row->day;
        reader->last_date = row->day.date;
        reader->summary.days++;
        break;
    case HISTORY_ROW_OPEN:
        reader->open = row->open;
        reader->fields = row->fields;
        reader->has_open = true;
        part->open = &reader->open;
        break;
    case HISTORY_ROW_KINDS:
        break;
    }
    return 0;
}

static const struct store_boot *find_boot(const struct restore_reader *reader, const char *boot_id)
{
    for (size_t i = reader->boots_len; i > 0; i--) {
        if (strcmp(reader->boots[i - 1].boot_id, boot_id) == 0)
            return &reader->boots[i - 1];
    }
    return NULL;
}

/* What a row must agree on with those before it. */
static int check_context(const struct restore_reader *reader, struct err *err)
{
    const struct history_row *row = &reader->row;
    const char *boot_id = history_row_boot_id(row);

    if (row->kind == HISTORY_ROW_BOOT && find_boot(reader, row->boot.boot_id))
        return wrong(reader, "boot_id: this boot was there before", err);
    if (row->kind == HISTORY_ROW_OPEN && reader->has_open)
        return wrong(reader, "type: there was an open state before", err);
    if (row->kind == HISTORY_ROW_DAY && reader->last_date >= row->day.date)
        return wrong(reader, "date: not after the day before it", err);
    if (history_row_repeats(row, &reader->before))
        return wrong(reader, "it repeats the row before it", err);
    if (boot_id && !find_boot(reader, boot_id))
        return wrong(reader, "boot_id: no boot row of this name came before", err);
    return 0;
}

static int take_row(struct restore_reader *reader, const json_t *object, struct store_batch *part,
                    struct err *err)
{
    struct history_row *row = &reader->row;
    struct err why = {0};
    int result = history_row_from_json(object, row, &why);

    if (result < 0)
        return err_set(err, (enum err_code)why.code, "%s:%" PRId64 ": %s", reader->path,
                       reader->line_number, why.text);
    result = check_context(reader, err);
    if (result == 0)
        result = append(reader, part, err);
    if (result < 0)
        free(row->fields);
    reader->before = *row;
    history_show_progress(reader->was_checked ? "written" : "checked", ++reader->rows);
    return result;
}

/* The next line without its end; false at the end of the file, after a mistake `*result` < 0. */
static bool next_line(struct restore_reader *reader, int *result, struct err *err)
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

static int parse_line(const struct restore_reader *reader, json_t **object, struct err *err)
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
static int take_head(struct restore_reader *reader, const json_t *head, struct err *err)
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
    if (reader->was_checked && json_is_true(simulated) != reader->summary.is_simulated)
        return wrong(reader, "the file changed while it was read", err);
    reader->summary.is_simulated = json_is_true(simulated);
    reader->summary.is_whole = json_is_true(whole);
    return 0;
}

static int check_end(struct restore_reader *reader, const json_t *end, struct err *err)
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

/* A line that must be there, as an object (a new reference). */
static int next_object(struct restore_reader *reader, json_t **object, struct err *err)
{
    int result = 0;

    if (!next_line(reader, &result, err))
        return result < 0 ? result : wrong(reader, "the file ends here: it was cut short", err);
    return parse_line(reader, object, err);
}

/* To the first row, from wherever it is. */
static int begin(struct restore_reader *reader, struct err *err)
{
    json_t *head = NULL;
    int result = 0;

    if (fseeko(reader->in, reader->start, SEEK_SET) < 0)
        return err_set(err, err_from_errno(errno), "%s: %s", reader->path, strerror(errno));
    reader->line_number = 0;
    reader->rows = 0;
    reader->has_ended = false;
    reader->has_open = false;
    reader->last_date = 0;
    reader->before.kind = HISTORY_ROW_SETTING;
    reader->before.setting.name[0] = '\0';
    reader->boots_len = 0;
    reader->summary.intervals = 0;
    reader->summary.days = 0;
    if (!next_line(reader, &result, err) || strcmp(reader->line, "[") != 0)
        return result < 0
                   ? result
                   : wrong(reader, "no export of Second Heart: the opening [ is missing", err);
    result = next_object(reader, &head, err);
    if (result < 0)
        return result;
    result = take_head(reader, head, err);
    json_decref(head);
    return result;
}

static int read_row(struct restore_reader *reader, struct store_batch *part, struct err *err)
{
    json_t *object = NULL;
    const char *type;
    int result = next_object(reader, &object, err);

    if (result < 0)
        return result;
    type = json_string_value(json_object_get(object, "type"));
    reader->has_ended = type && strcmp(type, "end") == 0;
    result =
        reader->has_ended ? check_end(reader, object, err) : take_row(reader, object, part, err);
    json_decref(object);
    return result;
}

int restore_reader_next(void *self, bool is_first, struct store_batch *part, struct err *err)
{
    struct restore_reader *reader = self;
    int result = is_first ? begin(reader, err) : 0;

    *part = (struct store_batch){
        .settings = reader->settings,
        .intervals = reader->intervals,
        .counts = reader->counts,
        .prompts = reader->prompts,
        .reported = reader->reported,
        .days = reader->days,
    };
    free(reader->fields);
    reader->fields = NULL;
    reader->part_rows = 0;
    reader->part_boots = reader->boots_len;
    while (result == 0 && !reader->has_ended && reader->part_rows < PART_ROWS)
        result = read_row(reader, part, err);
    part->boots = reader->boots + reader->part_boots;
    part->boots_len = reader->boots_len - reader->part_boots;
    return result < 0 ? result : reader->part_rows > 0;
}

int restore_reader_check(struct restore_reader *reader, struct restore_summary *summary,
                         struct err *err)
{
    struct store_batch part;
    int result = restore_reader_next(reader, true, &part, err);

    while (result > 0)
        result = restore_reader_next(reader, false, &part, err);
    history_show_progress("checked", 0);
    *summary = reader->summary;
    reader->was_checked = result == 0;
    return result;
}

/* What cannot be read twice is kept in a file that is gone once it is closed. */
static int keep_pipe(struct restore_reader *reader, struct err *err)
{
    FILE *kept = tmpfile();
    size_t len = 1;

    while (kept && len > 0) {
        len = fread(reader->line, 1, LINE_SIZE, reader->in);
        if (fwrite(reader->line, 1, len, kept) != len)
            break;
    }
    if (!kept || ferror(reader->in) || fflush(kept) != 0 || ferror(kept)) {
        int why = errno;

        if (kept)
            (void)fclose(kept);
        return err_set(err, err_from_errno(why), "cannot read the export: '%s': %s", reader->path,
                       strerror(why));
    }
    if (!reader->is_stdin)
        (void)fclose(reader->in);
    reader->is_stdin = false;
    reader->in = kept;
    reader->start = 0;
    return 0;
}

int restore_reader_new(const char *path, struct restore_reader **reader, struct err *err)
{
    struct restore_reader *opened = calloc(1, sizeof(*opened));
    int result = 0;

    if (!opened)
        return no_memory(err);
    opened->path = path;
    opened->is_stdin = strcmp(path, "-") == 0;
    opened->in = opened->is_stdin ? stdin : fopen(path, "re");
    opened->line = malloc(LINE_SIZE);
    if (!opened->in)
        result = err_set(err, err_from_errno(errno), "cannot read the export: '%s': %s", path,
                         strerror(errno));
    else if (!opened->line)
        result = no_memory(err);
    if (result == 0) {
        opened->start = ftello(opened->in);
        if (opened->start < 0)
            result = keep_pipe(opened, err);
    }
    if (result < 0) {
        restore_reader_free(opened);
        return result;
    }
    *reader = opened;
    return 0;
}

void restore_reader_free(struct restore_reader *reader)
{
    if (!reader)
        return;
    if (reader->in && !reader->is_stdin)
        (void)fclose(reader->in);
    free(reader->line);
    free(reader->boots);
    free(reader->fields);
    free(reader);
}
