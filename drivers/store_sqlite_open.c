#include "drivers/store_sqlite_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/*
 * The open state changes every minute, so how it is written decides what the SD card endures. A
 * table with a row a field would touch every page that holds a changed field; a blob, all of its
 * pages. A log that only grows touches its last page, in which ten changed fields take some 150
 * bytes. When it has grown by as many rows as below, it is written afresh with the living fields
 * only: every hour or two.
 */
#define LOG_ROWS_OVER_LIVE 1200

/* The fields' own store keeps its head beside them, under names of its own. */
enum head_field {
    HEAD_BOOT,
    HEAD_SAVED_MONO_NS,
    HEAD_START_MONO_NS,
    HEAD_END_MONO_NS,
    HEAD_POSTURE,
    HEAD_FIELDS
};

static const char *const head_names[HEAD_FIELDS] = {
    [HEAD_BOOT] = "store.boot",
    [HEAD_SAVED_MONO_NS] = "store.saved_mono_ns",
    [HEAD_START_MONO_NS] = "store.start_mono_ns",
    [HEAD_END_MONO_NS] = "store.end_mono_ns",
    [HEAD_POSTURE] = "store.posture",
};

/* store.posture is a number in files of version 1: these numbers. */
_Static_assert(POSTURE_UNKNOWN == 0 && POSTURE_SEATED == 1 && POSTURE_STANDING == 2 &&
                   POSTURE_STEPPING == 3 && POSTURE_AWAY == 4,
               "postures in the files of version 1");

/* NULL for a field whose last row says that it is gone, or that never had one. */
#define SELECT_FIELDS                                                                              \
    "SELECT f.key, f.name, o.value FROM field f"                                                   \
    " LEFT JOIN (SELECT field, value, max(seq) FROM open_field GROUP BY field) o"                  \
    " ON o.field = f.key"

void open_state_forget(struct open_state *state)
{
    state->len = 0;
    state->is_loaded = false;
}

void open_state_clear(struct open_state *state)
{
    (void)sqlite3_finalize(state->append);
    (void)sqlite3_finalize(state->add_name);
    free(state->fields);
    memset(state, 0, sizeof(*state));
}

/* Where `name` stands, or would stand, in the sorted fields. */
static size_t find_place(const struct open_state *state, const char *name)
{
    size_t low = 0;
    size_t high = state->len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(state->fields[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int insert_at(struct open_state *state, size_t place, const struct open_field *field,
                     struct err *err)
{
    if (state->len == state->capacity) {
        size_t capacity = state->capacity ? state->capacity * 2 : 256;
        struct open_field *fields = realloc(state->fields, capacity * sizeof(*fields));

        if (!fields)
            return err_set(err, ERR_MEMORY, "cannot keep the open state: no memory");
        state->fields = fields;
        state->capacity = capacity;
    }
    memmove(&state->fields[place + 1], &state->fields[place],
            (state->len - place) * sizeof(state->fields[0]));
    state->fields[place] = *field;
    state->len++;
    return 0;
}

static int load_fields(struct open_state *state, sqlite3 *db, struct err *err)
{
    sqlite3_stmt *rows;
    int rc = SQLITE_DONE;
    int result = sql_number(db, "SELECT count(*) FROM open_field", &state->log_rows, err);

    open_state_forget(state);
    if (result == 0)
        result = sql_prepare(db, SELECT_FIELDS " ORDER BY f.name", false, &rows, err);
    if (result < 0)
        return result;
    while (result == 0 && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
        struct open_field field = {
            .key = sqlite3_column_int64(rows, 0),
            .value = sqlite3_column_int64(rows, 2),
            .is_set = sqlite3_column_type(rows, 2) != SQLITE_NULL,
        };

        sql_copy_text(rows, 1, field.name, sizeof(field.name));
        result = insert_at(state, state->len, &field, err);
    }
    if (result == 0 && rc != SQLITE_DONE)
        result = sql_error(db, rc, err, "cannot read the history");
    (void)sqlite3_finalize(rows);
    state->is_loaded = result == 0;
    return result;
}

static int prepare(struct open_state *state, sqlite3 *db, struct err *err)
{
    int result = 0;

    if (!state->append)
        result = sql_prepare(db, "INSERT INTO open_field (field, value) VALUES (?1, ?2)", true,
                             &state->append, err);
    if (result == 0 && !state->add_name)
        result =
            sql_prepare(db, "INSERT INTO field (name) VALUES (?1)", true, &state->add_name, err);
    if (result == 0 && !state->is_loaded)
        result = load_fields(state, db, err);
    return result;
}

static int append_row(struct open_state *state, const struct open_field *field, struct err *err)
{
    int rc = field->is_set ? sql_bind(state->append, "ii", field->key, field->value)
                           : sql_bind(state->append, "in", field->key);

    if (rc != SQLITE_OK)
        return sql_error(sqlite3_db_handle(state->append), rc, err, "cannot write the history");
    state->log_rows++;
    return sql_run(state->append, err, "cannot write the history");
}

static int add_name(struct open_state *state, size_t place, const char *name, struct err *err)
{
    sqlite3 *db = sqlite3_db_handle(state->add_name);
    struct open_field field = {0};
    int rc = sql_bind(state->add_name, "t", name);
    int result;

    if (rc != SQLITE_OK)
        return sql_error(db, rc, err, "cannot write the history");
    result = sql_run(state->add_name, err, "cannot write the history");
    if (result < 0)
        return result;
    assert(strlen(name) < sizeof(field.name));
    memcpy(field.name, name, strlen(name) + 1);
    field.key = sqlite3_last_insert_rowid(db);
    return insert_at(state, place, &field, err);
}

/* `log` false: only remembers the value, for a log that is about to be written afresh. */
static int set_field(struct open_state *state, const char *name, int64_t value, bool log,
                     struct err *err)
{
    size_t place = find_place(state, name);
    struct open_field *field;

    if (place == state->len || strcmp(state->fields[place].name, name) != 0) {
        int result = add_name(state, place, name, err);

        if (result < 0)
            return result;
    }
    field = &state->fields[place];
    field->is_wanted = true;
    if (field->is_set && field->value == value)
        return 0;
    field->is_set = true;
    field->value = value;
    return log ? append_row(state, field, err) : 0;
}

static int unset_others(struct open_state *state, bool log, struct err *err)
{
    int result = 0;

    for (size_t i = 0; result == 0 && i < state->len; i++) {
        struct open_field *field = &state->fields[i];

        if (field->is_wanted || !field->is_set)
            continue;
        field->is_set = false;
        if (log)
            result = append_row(state, field, err);
    }
    return result;
}

static int rewrite_log(struct open_state *state, sqlite3 *db, struct err *err)
{
    int result = sql_exec(db, "DELETE FROM open_field", err);

    state->log_rows = 0;
    for (size_t i = 0; result == 0 && i < state->len; i++) {
        if (state->fields[i].is_set)
            result = append_row(state, &state->fields[i], err);
    }
    return result;
}

int open_state_save(struct open_state *state, sqlite3 *db, int64_t boot_key,
                    const struct store_open *open, struct err *err)
{
    const int64_t head[HEAD_FIELDS] = {
        [HEAD_BOOT] = boot_key,
        [HEAD_SAVED_MONO_NS] = open->saved_mono_ns,
        [HEAD_START_MONO_NS] = open->current.start_mono_ns,
        [HEAD_END_MONO_NS] = open->current.end_mono_ns,
        [HEAD_POSTURE] = open->current.posture,
    };
    int result = prepare(state, db, err);
    bool log;

    if (result < 0)
        return result;
    log = state->log_rows < LOG_ROWS_OVER_LIVE + (int64_t)open->fields_len;
    for (size_t i = 0; i < state->len; i++)
        state->fields[i].is_wanted = false;
    for (int i = 0; result == 0 && i < HEAD_FIELDS; i++)
        result = set_field(state, head_names[i], head[i], log, err);
    for (size_t i = 0; result == 0 && i < open->fields_len; i++)
        result = set_field(state, open->fields[i].name, open->fields[i].value, log, err);
    if (result == 0)
        result = unset_others(state, log, err);
    if (result == 0 && !log)
        result = rewrite_log(state, db, err);
    return result;
}

static int find_head(const char *name)
{
    for (int i = 0; i < HEAD_FIELDS; i++) {
        if (strcmp(head_names[i], name) == 0)
            return i;
    }
    return -1;
}

static int load_boot(sqlite3 *db, int64_t boot_key, struct store_boot *boot, struct err *err)
{
    sqlite3_stmt *row;
    int rc;
    int result = sql_prepare(db, "SELECT boot_id, label, wall_offset_ns FROM boot WHERE key = ?1",
                             false, &row, err);

    if (result < 0)
        return result;
    rc = sql_bind(row, "i", boot_key);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(row);
    if (rc == SQLITE_ROW) {
        char label[16];

        sql_copy_text(row, 0, boot->boot_id, sizeof(boot->boot_id));
        sql_copy_text(row, 1, label, sizeof(label));
        boot->label = store_label_from_name(label);
        boot->wall_offset_ns = sqlite3_column_int64(row, 2);
    } else if (rc == SQLITE_DONE) {
        result = err_set(err, ERR_CORRUPT, "cannot read the history: the open state has no boot");
    } else {
        result = sql_error(db, rc, err, "cannot read the history");
    }
    (void)sqlite3_finalize(row);
    return result;
}

int open_state_load(sqlite3 *db, struct store_resume *resume, store_field_fn visit, void *context,
                    struct err *err)
{
    int64_t head[HEAD_FIELDS] = {0};
    int head_seen = 0;
    sqlite3_stmt *rows;
    int rc;
    int result = sql_prepare(db, SELECT_FIELDS " WHERE o.value IS NOT NULL ORDER BY f.key", false,
                             &rows, err);

    if (result < 0)
        return result;
    while ((rc = sqlite3_step(rows)) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(rows, 1);
        int64_t value = sqlite3_column_int64(rows, 2);
        int index = name ? find_head(name) : -1;

        if (index >= 0) {
            head[index] = value;
            head_seen++;
        } else if (name && visit) {
            visit(context, name, value);
        }
    }
    if (rc != SQLITE_DONE)
        result = sql_error(db, rc, err, "cannot read the history");
    (void)sqlite3_finalize(rows);
    if (result < 0)
        return result;
    if (head_seen < HEAD_FIELDS || head[HEAD_POSTURE] < 0 || head[HEAD_POSTURE] >= POSTURE_COUNT)
        return err_set(err, ERR_NOT_FOUND, "nothing to carry on from: '%s': no open state",
                       sqlite3_db_filename(db, "main"));
    memset(resume, 0, sizeof(*resume));
    result = load_boot(db, head[HEAD_BOOT], &resume->boot, err);
    resume->saved_mono_ns = head[HEAD_SAVED_MONO_NS];
    memcpy(resume->current.boot_id, resume->boot.boot_id, sizeof(resume->current.boot_id));
    resume->current.start_mono_ns = head[HEAD_START_MONO_NS];
    resume->current.end_mono_ns = head[HEAD_END_MONO_NS];
    resume->current.posture = (enum posture)head[HEAD_POSTURE];
    return result;
}
