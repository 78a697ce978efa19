#include "ctl/history_row.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "base/utf8.h"
#include "ctl/command_line.h"

/* Two such times never add up to more than 64 bits hold: a century, and UTC up to the year 2116. */
#define MONO_NS_MAX   (100 * 365 * S_PER_DAY * NS_PER_S)
#define OFFSET_NS_MAX (INT64_C(1) << 62)
/* More than the core's state has: a bound for what a damaged file may ask of the memory. */
#define FIELDS_MAX 20000

enum column_type {
    COLUMN_NUMBER, /* int64_t from -most to most */
    COLUMN_COUNT,  /* int64_t from 0 to most */
    COLUMN_INDEX,  /* int32_t, not negative */
    COLUMN_FLAG,   /* bool */
    COLUMN_WORD,   /* an enum, by its words */
    COLUMN_TEXT,   /* `size` bytes with the NUL, not empty */
    COLUMN_DATE,   /* int yyyymmdd, as "2026-03-02" */
    COLUMN_FIGURES,
    COLUMN_FIELDS
};

struct column {
    const char *name;
    enum column_type type;
    size_t offset;
    size_t size;
    int64_t most;
    const char *(*word)(int index);
    int words;
};

/* ---- words ---- */

const char *history_row_name(enum history_row_kind kind)
{
    static const char *const names[HISTORY_ROW_KINDS] = {"boot",   "setting",  "interval", "count",
                                                         "prompt", "reported", "day",      "open"};

    return names[kind];
}

const char *history_label_name(enum store_label label)
{
    static const char *const names[STORE_LABEL_COUNT] = {"none", "rtc", "person", "kernel"};

    return names[label];
}

const char *history_count_name(enum store_count_kind kind)
{
    static const char *const names[STORE_COUNT_KINDS] = {"step", "calf_raise", "shift",
                                                         "leg_movement_ns"};

    return names[kind];
}

const char *history_prompt_name(enum store_prompt_change change)
{
    static const char *const names[STORE_PROMPT_CHANGES] = {
        "raised", "started", "snoozed", "skipped", "ignored", "unfinished", "verified", "natural"};

    return names[change];
}

const char *history_reported_name(enum store_reported_kind kind)
{
    static const char *const names[STORE_REPORTED_KINDS] = {"calf_raises", "toes_up",
                                                            "ankle_circles", "water"};

    return names[kind];
}

static const char *posture_word(int index)
{
    return posture_name((enum posture)index);
}

static const char *label_word(int index)
{
    return history_label_name((enum store_label)index);
}

static const char *count_word(int index)
{
    return history_count_name((enum store_count_kind)index);
}

static const char *prompt_word(int index)
{
    return history_prompt_name((enum store_prompt_change)index);
}

static const char *reported_word(int index)
{
    return history_reported_name((enum store_reported_kind)index);
}

/* ---- the columns ---- */

#define AT(member) offsetof(struct history_row, member)
#define BOOT_ID(member)                                                                            \
    {                                                                                              \
        .name = "boot_id", .type = COLUMN_TEXT, .offset = AT(member), .size = STORE_BOOT_ID_SIZE   \
    }
#define TIME(text, member)                                                                         \
    {                                                                                              \
        .name = (text), .type = COLUMN_NUMBER, .offset = AT(member), .most = MONO_NS_MAX           \
    }
#define WORD(text, member, fn, count)                                                              \
    {                                                                                              \
        .name = (text), .type = COLUMN_WORD, .offset = AT(member), .word = (fn), .words = (count)  \
    }

#define COLUMNS_MAX 7

/* A column without a name ends a row's. */
static const struct column columns[HISTORY_ROW_KINDS][COLUMNS_MAX + 1] = {
    [HISTORY_ROW_BOOT] = {BOOT_ID(boot.boot_id),
                          WORD("label", boot.label, label_word, STORE_LABEL_COUNT),
                          {.name = "wall_offset_ns",
                           .type = COLUMN_NUMBER,
                           .offset = AT(boot.wall_offset_ns),
                           .most = OFFSET_NS_MAX}},
    [HISTORY_ROW_SETTING] = {{.name = "name",
                              .type = COLUMN_TEXT,
                              .offset = AT(setting.name),
                              .size = STORE_SETTING_NAME_SIZE},
                             {.name = "value",
                              .type = COLUMN_TEXT,
                              .offset = AT(setting.value),
                              .size = STORE_SETTING_VALUE_SIZE}},
    [HISTORY_ROW_INTERVAL] = {BOOT_ID(interval.boot_id),
                              TIME("start_mono_ns", interval.start_mono_ns),
                              TIME("end_mono_ns", interval.end_mono_ns),
                              WORD("posture", interval.posture, posture_word, POSTURE_COUNT)},
    [HISTORY_ROW_COUNT] =
        {BOOT_ID(count.boot_id),
         TIME("mono_ns", count.mono_ns),
         WORD("kind", count.kind, count_word, STORE_COUNT_KINDS),
         {.name = "amount", .type = COLUMN_COUNT, .offset = AT(count.amount), .most = MONO_NS_MAX}},
    [HISTORY_ROW_PROMPT] =
        {BOOT_ID(prompt.boot_id),
         TIME("mono_ns", prompt.mono_ns),
         WORD("change", prompt.change, prompt_word, STORE_PROMPT_CHANGES),
         {.name = "number", .type = COLUMN_INDEX, .offset = AT(prompt.number), .most = INT32_MAX},
         TIME("raised_mono_ns", prompt.raised_mono_ns),
         {.name = "moved_ns",
          .type = COLUMN_COUNT,
          .offset = AT(prompt.moved_ns),
          .most = MONO_NS_MAX},
         {.name = "is_reported", .type = COLUMN_FLAG, .offset = AT(prompt.is_reported)}},
    [HISTORY_ROW_REPORTED] = {BOOT_ID(reported.boot_id), TIME("mono_ns", reported.mono_ns),
                              WORD("kind", reported.kind, reported_word, STORE_REPORTED_KINDS)},
    [HISTORY_ROW_DAY] = {{.name = "date", .type = COLUMN_DATE, .offset = AT(day.date)},
                         BOOT_ID(day.boot_id),
                         TIME("start_mono_ns", day.start_mono_ns),
                         TIME("end_mono_ns", day.end_mono_ns),
                         {.name = "figures", .type = COLUMN_FIGURES}},
    [HISTORY_ROW_OPEN] = {BOOT_ID(open.current.boot_id),
                          TIME("saved_mono_ns", open.saved_mono_ns),
                          TIME("start_mono_ns", open.current.start_mono_ns),
                          TIME("end_mono_ns", open.current.end_mono_ns),
                          WORD("posture", open.current.posture, posture_word, POSTURE_COUNT),
                          {.name = "fields", .type = COLUMN_FIELDS}},
};

const char *history_row_boot_id(const struct history_row *row)
{
    for (const struct column *column = columns[row->kind]; column->name; column++) {
        if (row->kind != HISTORY_ROW_BOOT && strcmp(column->name, "boot_id") == 0)
            return (const char *)row + column->offset;
    }
    return NULL;
}

bool history_row_repeats(const struct history_row *row, const struct history_row *before)
{
    const char *boot_id = history_row_boot_id(row);

    if (row->kind != before->kind || !boot_id || strcmp(boot_id, history_row_boot_id(before)) != 0)
        return false;
    switch (row->kind) {
    case HISTORY_ROW_INTERVAL:
        return row->interval.start_mono_ns == before->interval.start_mono_ns;
    case HISTORY_ROW_COUNT:
        return row->count.mono_ns == before->count.mono_ns && row->count.kind == before->count.kind;
    case HISTORY_ROW_PROMPT:
        return row->prompt.mono_ns == before->prompt.mono_ns &&
               row->prompt.change == before->prompt.change;
    case HISTORY_ROW_REPORTED:
        return row->reported.mono_ns == before->reported.mono_ns &&
               row->reported.kind == before->reported.kind;
    case HISTORY_ROW_DAY:
        return row->day.date == before->day.date;
    case HISTORY_ROW_BOOT:
    case HISTORY_ROW_SETTING:
    case HISTORY_ROW_OPEN:
    case HISTORY_ROW_KINDS:
        break;
    }
    return false;
}

/* ---- to JSON ---- */

static json_t *figures_to_object(const struct store_day *day)
{
    json_t *object = json_object();

    for (size_t i = 0; i < day->figures_len; i++) {
        const struct store_figure *figure = &day->figures[i];

        (void)json_object_set_new(object, figure->name,
                                  figure->is_null ? json_null() : json_real(figure->value));
    }
    return object;
}

static json_t *fields_to_object(const struct history_row *row)
{
    json_t *object = json_object();

    for (size_t i = 0; i < row->open.fields_len; i++)
        (void)json_object_set_new(object, row->fields[i].name, json_integer(row->fields[i].value));
    return object;
}

static json_t *date_to_json(int date)
{
    return json_sprintf("%04d-%02d-%02d", date / 10000, date / 100 % 100, date % 100);
}

static json_t *column_to_json(const struct history_row *row, const struct column *column)
{
    const char *at = (const char *)row + column->offset;
    int64_t number;
    int32_t index;
    bool flag;

    switch (column->type) {
    case COLUMN_NUMBER:
    case COLUMN_COUNT:
        memcpy(&number, at, sizeof(number));
        return json_integer(number);
    case COLUMN_INDEX:
        memcpy(&index, at, sizeof(index));
        return json_integer(index);
    case COLUMN_FLAG:
        memcpy(&flag, at, sizeof(flag));
        return json_boolean(flag);
    case COLUMN_WORD:
        memcpy(&index, at, sizeof(index));
        return json_string(column->word(index));
    case COLUMN_TEXT:
        return json_string(at);
    case COLUMN_DATE:
        return date_to_json(row->day.date);
    case COLUMN_FIGURES:
        return figures_to_object(&row->day);
    case COLUMN_FIELDS:
        return fields_to_object(row);
    }
    return NULL;
}

json_t *history_row_to_json(const struct history_row *row)
{
    json_t *object = json_pack("{s:s}", "type", history_row_name(row->kind));

    for (const struct column *column = columns[row->kind]; object && column->name; column++) {
        if (json_object_set_new(object, column->name, column_to_json(row, column)) != 0) {
            json_decref(object);
            object = NULL;
        }
    }
    return object;
}

/* ---- from JSON ---- */

static int wrong(const struct column *column, const char *why, struct err *err)
{
    return err_set(err, ERR_INPUT, "%s: %s", column->name, why);
}

static int take_number(const struct column *column, const json_t *value, int64_t *number,
                       struct err *err)
{
    const int64_t least = column->type == COLUMN_NUMBER ? -column->most : 0;

    if (!json_is_integer(value))
        return wrong(column, "a whole number is wanted", err);
    *number = json_integer_value(value);
    if (*number < least || *number > column->most)
        return err_set(err, ERR_INPUT, "%s: '%" PRId64 "': allowed are %" PRId64 " to %" PRId64,
                       column->name, *number, least, column->most);
    return 0;
}

static int take_word(const struct column *column, const json_t *value, char *at, struct err *err)
{
    const char *text = json_string_value(value);
    char allowed[256] = "";
    size_t len = 0;

    for (int i = 0; i < column->words; i++) {
        if (text && strcmp(column->word(i), text) == 0) {
            memcpy(at, &i, sizeof(i));
            return 0;
        }
        if (len < sizeof(allowed))
            len += (size_t)snprintf(allowed + len, sizeof(allowed) - len, "%s%s", i ? ", " : "",
                                    column->word(i));
    }
    return err_set(err, ERR_INPUT, "%s: '%.64s': allowed are %s", column->name, text ? text : "",
                   allowed);
}

static int take_text(const struct column *column, const json_t *value, char *at, struct err *err)
{
    size_t len = json_string_length(value);

    if (!json_is_string(value) || len == 0 || len >= column->size ||
        !utf8_is_valid(json_string_value(value), len))
        return err_set(err, ERR_INPUT, "%s: a text of 1 to %zu bytes is wanted", column->name,
                       column->size - 1);
    memcpy(at, json_string_value(value), len + 1);
    return 0;
}

static int take_date(const struct column *column, const json_t *value, int *date, struct err *err)
{
    *date = json_is_string(value) ? command_line_date(json_string_value(value)) : -1;
    return *date > 0 ? 0 : wrong(column, "a date such as \"2026-03-02\" is wanted", err);
}

static int take_figures(const struct column *column, json_t *object, struct store_day *day,
                        struct err *err)
{
    const char *name;
    json_t *value;

    if (!json_is_object(object) || json_object_size(object) > STORE_FIGURES_MAX)
        return wrong(column, "an object of at most 48 figures is wanted", err);
    day->figures_len = 0;
    json_object_foreach(object, name, value)
    {
        struct store_figure *figure = &day->figures[day->figures_len++];

        if (!name[0] || strlen(name) >= sizeof(figure->name))
            return wrong(column, "a figure's name is empty or too long", err);
        if (!json_is_number(value) && !json_is_null(value))
            return err_set(err, ERR_INPUT, "figures.%s: a number or null is wanted", name);
        memcpy(figure->name, name, strlen(name) + 1);
        figure->is_null = json_is_null(value);
        figure->value = json_number_value(value);
    }
    return 0;
}

static int take_fields(const struct column *column, json_t *object, struct history_row *row,
                       struct err *err)
{
    size_t size = json_object_size(object);
    const char *name;
    json_t *value;

    if (!json_is_object(object) || size > FIELDS_MAX)
        return wrong(column, "an object of fields is wanted", err);
    row->fields = calloc(size + 1, sizeof(*row->fields));
    if (!row->fields)
        return err_set(err, ERR_MEMORY, "no memory");
    row->open.fields = row->fields;
    json_object_foreach(object, name, value)
    {
        struct store_field *field = &row->fields[row->open.fields_len++];

        if (!name[0] || strlen(name) >= sizeof(field->name) || !json_is_integer(value))
            return wrong(column, "names of at most 39 bytes with whole numbers are wanted", err);
        memcpy(field->name, name, strlen(name) + 1);
        field->value = json_integer_value(value);
    }
    return 0;
}

static int take_column(const struct column *column, json_t *value, struct history_row *row,
                       struct err *err)
{
    char *at = (char *)row + column->offset;
    int64_t number = 0;
    int32_t index;
    bool flag = json_is_true(value);
    int result;

    switch (column->type) {
    case COLUMN_NUMBER:
    case COLUMN_COUNT:
        result = take_number(column, value, &number, err);
        memcpy(at, &number, sizeof(number));
        return result;
    case COLUMN_INDEX:
        result = take_number(column, value, &number, err);
        index = (int32_t)number;
        memcpy(at, &index, sizeof(index));
        return result;
    case COLUMN_FLAG:
        memcpy(at, &flag, sizeof(flag));
        return json_is_boolean(value) ? 0 : wrong(column, "true or false is wanted", err);
    case COLUMN_WORD:
        return take_word(column, value, at, err);
    case COLUMN_TEXT:
        return take_text(column, value, at, err);
    case COLUMN_DATE:
        return take_date(column, value, &row->day.date, err);
    case COLUMN_FIGURES:
        return take_figures(column, value, &row->day, err);
    case COLUMN_FIELDS:
        return take_fields(column, value, row, err);
    }
    return 0;
}

static int find_kind(const json_t *object, struct history_row *row, struct err *err)
{
    const char *type = json_string_value(json_object_get(object, "type"));

    for (int kind = 0; type && kind < HISTORY_ROW_KINDS; kind++) {
        if (strcmp(history_row_name((enum history_row_kind)kind), type) == 0) {
            row->kind = (enum history_row_kind)kind;
            return 0;
        }
    }
    return err_set(err, ERR_INPUT,
                   "type: '%.32s': allowed are boot, setting, interval, count, prompt, reported, "
                   "day, open and, at last, end",
                   type ? type : "");
}

static int check_order(const struct history_row *row, struct err *err)
{
    bool is_backwards =
        (row->kind == HISTORY_ROW_INTERVAL &&
         row->interval.end_mono_ns < row->interval.start_mono_ns) ||
        (row->kind == HISTORY_ROW_DAY && row->day.end_mono_ns < row->day.start_mono_ns) ||
        (row->kind == HISTORY_ROW_OPEN &&
         row->open.current.end_mono_ns < row->open.current.start_mono_ns);

    return is_backwards ? err_set(err, ERR_INPUT, "end_mono_ns: it ends before it starts") : 0;
}

int history_row_from_json(const json_t *object, struct history_row *row, struct err *err)
{
    size_t count = 1; /* the type */
    int result;

    memset(row, 0, sizeof(*row));
    result = find_kind(object, row, err);
    for (const struct column *column = columns[row->kind]; result == 0 && column->name;
         column++, count++) {
        json_t *value = json_object_get(object, column->name);

        result = value ? take_column(column, value, row, err) : wrong(column, "is missing", err);
    }
    if (result == 0 && json_object_size(object) != count)
        result = err_set(err, ERR_INPUT, "%s: there are columns that it does not have",
                         history_row_name(row->kind));
    if (result == 0)
        result = check_order(row, err);
    if (result < 0) {
        free(row->fields);
        row->fields = NULL;
    }
    return result;
}
