#include "drivers/store_sqlite_internal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/*
 * The open state changes every minute, so how it is written decides what the SD card endures:
 * SQLite writes every page that a transaction touches. A row a field would touch most of the pages
 * that hold them, a row with all of them all its pages. So a minute appends one row with what
 * changed, a hundred bytes when nothing happens, to the last page of a log, whose first row holds
 * everything. Once the log has grown by as much as here, it is written afresh: every two hours or
 * so.
 */
#define LOG_BYTES_MAX 16384

#define CANNOT_READ  "cannot read the history"
#define CANNOT_WRITE "cannot write the history"

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

static const char *const open_sql[OPEN_STATEMENTS] = {
    [OPEN_ADD_NAME] = "INSERT INTO field (key, name) VALUES (?1, ?2)",
    [OPEN_APPEND] = "INSERT INTO open_change (changes) VALUES (?1)",
};

void open_state_forget(struct open_state *state)
{
    state->len = 0;
    state->log_bytes = 0;
    state->is_loaded = false;
}

void open_state_clear(struct open_state *state)
{
    for (int i = 0; i < OPEN_STATEMENTS; i++)
        (void)sqlite3_finalize(state->statements[i]);
    changes_release(&state->changes);
    free(state->fields);
    free(state->by_name);
    memset(state, 0, sizeof(*state));
}

/* ---- fields in memory ---- */

/* Where `name` stands, or would stand, in by_name. */
static size_t find_place(const struct open_state *state, const char *name)
{
    size_t low = 0;
    size_t high = state->len;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(state->fields[state->by_name[middle]].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int make_room(struct open_state *state, struct err *err)
{
    size_t capacity = state->capacity ? state->capacity * 2 : 256;
    struct open_field *fields;
    size_t *by_name;

    if (state->len < state->capacity)
        return 0;
    fields = realloc(state->fields, capacity * sizeof(*fields));
    if (fields)
        state->fields = fields;
    by_name = realloc(state->by_name, capacity * sizeof(*by_name));
    if (by_name)
        state->by_name = by_name;
    if (!fields || !by_name)
        return err_set(err, ERR_MEMORY, "cannot keep the open state: no memory");
    state->capacity = capacity;
    return 0;
}

/* Keys are 1, 2, 3 ..., so a field's key is its index plus one. */
static int insert_name(struct open_state *state, size_t place, const char *name, struct err *err)
{
    int result = make_room(state, err);
    struct open_field *field;

    if (result < 0)
        return result;
    memmove(&state->by_name[place + 1], &state->by_name[place],
            (state->len - place) * sizeof(state->by_name[0]));
    state->by_name[place] = state->len;
    field = &state->fields[state->len++];
    memset(field, 0, sizeof(*field));
    assert(strlen(name) < sizeof(field->name));
    memcpy(field->name, name, strlen(name) + 1);
    return 0;
}

/* ---- reading ---- */

static int corrupt(sqlite3 *db, struct err *err)
{
    return err_set(err, ERR_CORRUPT, CANNOT_READ ": '%s': the open state does not add up",
                   sqlite3_db_filename(db, "main"));
}

static int load_names(struct open_state *state, sqlite3 *db, struct err *err)
{
    sqlite3_stmt *rows;
    int rc = SQLITE_DONE;
    int result = sql_prepare(db, "SELECT key, name FROM field ORDER BY key", false, &rows, err);

    if (result < 0)
        return result;
    while (result == 0 && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
        char name[STORE_FIELD_NAME_SIZE];

        sql_copy_text(rows, 1, name, sizeof(name));
        if (sqlite3_column_int64(rows, 0) != (int64_t)state->len + 1)
            result = corrupt(db, err);
        else
            result = insert_name(state, find_place(state, name), name, err);
    }
    if (result == 0 && rc != SQLITE_DONE)
        result = sql_error(db, rc, err, CANNOT_READ);
    (void)sqlite3_finalize(rows);
    return result;
}

static int apply_changes(struct open_state *state, const unsigned char *data, size_t len)
{
    struct changes_reader reader = {.next = data, .end = data + len};
    struct change change;
    int result;

    while ((result = changes_next(&reader, &change)) == 1) {
        struct open_field *field;

        if (change.key < 1 || change.key > (int64_t)state->len)
            return -ERR_CORRUPT;
        field = &state->fields[change.key - 1];
        field->is_set = !change.is_removal;
        field->value =
            change.is_removal ? 0 : (int64_t)((uint64_t)field->value + (uint64_t)change.difference);
    }
    return result;
}

static int load_fields(struct open_state *state, sqlite3 *db, struct err *err)
{
    sqlite3_stmt *rows = NULL;
    int rc = SQLITE_DONE;
    int result = load_names(state, db, err);

    if (result == 0)
        result = sql_prepare(db, "SELECT changes FROM open_change ORDER BY seq", false, &rows, err);
    if (result < 0)
        return result;
    while (result == 0 && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
        const unsigned char *data = sqlite3_column_blob(rows, 0);
        int len = sqlite3_column_bytes(rows, 0);

        if (len > 0 && apply_changes(state, data, (size_t)len) < 0)
            result = corrupt(db, err);
        state->log_bytes += len;
    }
    if (result == 0 && rc != SQLITE_DONE)
        result = sql_error(db, rc, err, CANNOT_READ);
    (void)sqlite3_finalize(rows);
    state->is_loaded = result == 0;
    return result;
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

static int read_head(struct open_state *state, sqlite3 *db, struct store_resume *resume,
                     struct err *err)
{
    int64_t head[HEAD_FIELDS];
    int result;

    for (int i = 0; i < HEAD_FIELDS; i++) {
        size_t place = find_place(state, head_names[i]);
        struct open_field *field =
            place < state->len ? &state->fields[state->by_name[place]] : NULL;

        if (!field || strcmp(field->name, head_names[i]) != 0 || !field->is_set)
            return err_set(err, ERR_NOT_FOUND, "nothing to carry on from: '%s': no open state",
                           sqlite3_db_filename(db, "main"));
        head[i] = field->value;
        field->is_set = false; /* ours, not the caller's */
    }
    if (head[HEAD_POSTURE] < 0 || head[HEAD_POSTURE] >= POSTURE_COUNT)
        return corrupt(db, err);
    memset(resume, 0, sizeof(*resume));
    result = load_boot(db, head[HEAD_BOOT], &resume->boot, err);
    resume->saved_mono_ns = head[HEAD_SAVED_MONO_NS];
    memcpy(resume->current.boot_id, resume->boot.boot_id, sizeof(resume->current.boot_id));
    resume->current.start_mono_ns = head[HEAD_START_MONO_NS];
    resume->current.end_mono_ns = head[HEAD_END_MONO_NS];
    resume->current.posture = (enum posture)head[HEAD_POSTURE];
    return result;
}

int open_state_load(sqlite3 *db, struct store_resume *resume, store_field_fn visit, void *context,
                    struct err *err)
{
    struct open_state state = {0};
    int result = load_fields(&state, db, err);

    if (result == 0)
        result = read_head(&state, db, resume, err);
    for (size_t i = 0; result == 0 && visit && i < state.len; i++) {
        if (state.fields[i].is_set)
            visit(context, state.fields[i].name, state.fields[i].value);
    }
    open_state_clear(&state);
    return result;
}

/* ---- writing ---- */

static int prepare(struct open_state *state, sqlite3 *db, struct err *err)
{
    int result = state->is_loaded ? 0 : load_fields(state, db, err);

    for (int i = 0; result == 0 && i < OPEN_STATEMENTS; i++) {
        if (!state->statements[i])
            result = sql_prepare(db, open_sql[i], true, &state->statements[i], err);
    }
    return result;
}

static int add_name(struct open_state *state, size_t place, const char *name, struct err *err)
{
    sqlite3_stmt *statement = state->statements[OPEN_ADD_NAME];
    sqlite3 *db = sqlite3_db_handle(statement);
    int rc = sql_bind(statement, "it", (int64_t)state->len + 1, name);
    int result;

    if (rc != SQLITE_OK)
        return sql_error(db, rc, err, CANNOT_WRITE);
    rc = sqlite3_step(statement);
    (void)sqlite3_reset(statement);
    /* We have read all the names there are: table and index do not tell the same. */
    if ((rc & 0xff) == SQLITE_CONSTRAINT)
        return corrupt(db, err);
    result = rc == SQLITE_DONE ? 0 : sql_error(db, rc, err, CANNOT_WRITE);
    return result < 0 ? result : insert_name(state, place, name, err);
}

static int set_field(struct open_state *state, const char *name, int64_t value, struct err *err)
{
    size_t place = find_place(state, name);
    struct open_field *field;
    int64_t difference;
    bool has_changed;

    if (place == state->len || strcmp(state->fields[state->by_name[place]].name, name) != 0) {
        int result = add_name(state, place, name, err);

        if (result < 0)
            return result;
    }
    field = &state->fields[state->by_name[place]];
    has_changed = !field->is_set || field->value != value;
    difference = (int64_t)((uint64_t)value - (uint64_t)field->value);
    field->is_wanted = true;
    field->is_set = true;
    field->value = value;
    if (has_changed &&
        changes_add(&state->changes, (int64_t)state->by_name[place] + 1, difference) < 0)
        return err_set(err, ERR_MEMORY, "cannot keep the open state: no memory");
    return 0;
}

static int unset_others(struct open_state *state, struct err *err)
{
    for (size_t i = 0; i < state->len; i++) {
        struct open_field *field = &state->fields[i];

        if (field->is_wanted || !field->is_set)
            continue;
        field->is_set = false;
        field->value = 0;
        if (changes_add_removal(&state->changes, (int64_t)i + 1) < 0)
            return err_set(err, ERR_MEMORY, "cannot keep the open state: no memory");
    }
    return 0;
}

/* Empties the log; what is to be appended becomes everything. */
static int start_afresh(struct open_state *state, sqlite3 *db, struct err *err)
{
    changes_clear(&state->changes);
    state->log_bytes = 0;
    for (size_t i = 0; i < state->len; i++) {
        const struct open_field *field = &state->fields[i];

        if (field->is_set && changes_add(&state->changes, (int64_t)i + 1, field->value) < 0)
            return err_set(err, ERR_MEMORY, "cannot keep the open state: no memory");
    }
    return sql_exec(db, "DELETE FROM open_change", err);
}

static int append_changes(struct open_state *state, struct err *err)
{
    sqlite3_stmt *statement = state->statements[OPEN_APPEND];
    int len = (int)state->changes.len;
    int rc;

    /* The same state again, as after a restart within the moment: there is nothing to add. */
    if (len == 0)
        return 0;
    rc = sqlite3_bind_blob(statement, 1, state->changes.data, len, SQLITE_STATIC);
    if (rc != SQLITE_OK)
        return sql_error(sqlite3_db_handle(statement), rc, err, CANNOT_WRITE);
    state->log_bytes += len;
    return sql_run(statement, err, CANNOT_WRITE);
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

    if (result < 0)
        return result;
    changes_clear(&state->changes);
    for (size_t i = 0; i < state->len; i++)
        state->fields[i].is_wanted = false;
    for (int i = 0; result == 0 && i < HEAD_FIELDS; i++)
        result = set_field(state, head_names[i], head[i], err);
    for (size_t i = 0; result == 0 && i < open->fields_len; i++)
        result = set_field(state, open->fields[i].name, open->fields[i].value, err);
    if (result == 0)
        result = unset_others(state, err);
    if (result == 0 && state->log_bytes > LOG_BYTES_MAX)
        result = start_afresh(state, db, err);
    return result < 0 ? result : append_changes(state, err);
}
