#include "drivers/store_sqlite.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/store_sqlite_internal.h"

/* What was erased goes out of the files as well; what hinders it now is tried again later. */
static void sweep(struct store_sqlite *self)
{
    if (!self->has_erased)
        return;
    if (erase_takes_set_aside(self->db)) {
        sqlite_remove_set_aside(self->path);
        self->set_aside[0] = '\0';
    }
    self->has_erased = erase_finish(self->db, NULL) < 0;
}

static int store_commit(void *context, const struct store_batch *batch, struct err *err)
{
    struct store_sqlite *self = context;
    int result = file_connect_for_writing(self, err);

    if (result == 0)
        result = writer_commit(&self->writer, self->db, batch, err);
    if (result == -ERR_CORRUPT && self->db) {
        file_disconnect(self, false);
        result = file_set_aside(self, err);
        if (result == 0)
            result = file_connect_for_writing(self, err);
        if (result == 0)
            result = writer_commit(&self->writer, self->db, batch, err);
    }
    if (result == 0) {
        self->has_erased |= batch->erases != STORE_ERASE_NOTHING;
        sweep(self);
    }
    /* A full disk and a busy file are the same file next time; after the rest, start afresh. */
    if (result < 0 && result != -ERR_FULL && result != -ERR_BUSY)
        file_disconnect(self, false);
    return result;
}

static int store_hold_view(void *context, struct err *err)
{
    struct store_sqlite *self = context;
    int result = file_connect_for_reading(self, err);

    return result < 0 ? result : sql_exec(self->db, "BEGIN", err);
}

static void store_release_view(void *context)
{
    struct store_sqlite *self = context;

    (void)sqlite3_exec(self->db, "ROLLBACK", NULL, NULL, NULL); /* nothing was written */
}

/* What takes more than one query is read in a view, the caller's or one of its own. */
static int enter_view(struct store_sqlite *self, bool *is_own, struct err *err)
{
    int result = file_connect_for_reading(self, err);

    *is_own = result == 0 && sqlite3_get_autocommit(self->db);
    return *is_own ? store_hold_view(self, err) : result;
}

static int store_load_open(void *context, struct store_resume *resume, store_field_fn visit,
                           void *visit_context, struct err *err)
{
    struct store_sqlite *self = context;
    bool is_own;
    int result = enter_view(self, &is_own, err);

    if (result < 0)
        return result;
    result = open_state_load(self->db, resume, visit, visit_context, err);
    if (is_own)
        store_release_view(self);
    return result;
}

static int store_read_intervals(void *context, int64_t from_wall_ns, int64_t to_wall_ns,
                                store_interval_fn visit, void *visit_context, struct err *err)
{
    struct store_sqlite *self = context;
    int result = file_connect_for_reading(self, err);

    return result < 0
               ? result
               : reader_intervals(self->db, from_wall_ns, to_wall_ns, visit, visit_context, err);
}

static int store_read_counts(void *context, int64_t from_wall_ns, int64_t to_wall_ns,
                             store_count_fn visit, void *visit_context, struct err *err)
{
    struct store_sqlite *self = context;
    int result = file_connect_for_reading(self, err);

    return result < 0
               ? result
               : reader_counts(self->db, from_wall_ns, to_wall_ns, visit, visit_context, err);
}

static int store_read_prompts(void *context, int64_t from_wall_ns, int64_t to_wall_ns,
                              store_prompt_fn visit, void *visit_context, struct err *err)
{
    struct store_sqlite *self = context;
    int result = file_connect_for_reading(self, err);

    return result < 0
               ? result
               : reader_prompts(self->db, from_wall_ns, to_wall_ns, visit, visit_context, err);
}

static int store_read_reported(void *context, int64_t from_wall_ns, int64_t to_wall_ns,
                               store_reported_fn visit, void *visit_context, struct err *err)
{
    struct store_sqlite *self = context;
    int result = file_connect_for_reading(self, err);

    return result < 0
               ? result
               : reader_reported(self->db, from_wall_ns, to_wall_ns, visit, visit_context, err);
}

static int store_read_settings(void *context, store_setting_fn visit, void *visit_context,
                               int *damaged, struct err *err)
{
    struct store_sqlite *self = context;
    int result = file_connect_for_reading(self, err);

    return result < 0 ? result : reader_settings(self->db, visit, visit_context, damaged, err);
}

static int store_read_days(void *context, int first_date, int last_date, store_day_fn visit,
                           void *visit_context, struct err *err)
{
    struct store_sqlite *self = context;
    int result = file_connect_for_reading(self, err);

    return result < 0 ? result
                      : reader_days(self->db, first_date, last_date, visit, visit_context, err);
}

static int store_read_first_days(void *context, int most, store_day_fn visit, void *visit_context,
                                 struct err *err)
{
    struct store_sqlite *self = context;
    int result = file_connect_for_reading(self, err);

    return result < 0 ? result : reader_first_days(self->db, most, visit, visit_context, err);
}

static int store_read_day_count(void *context, int most, int *count, struct err *err)
{
    struct store_sqlite *self = context;
    int result = file_connect_for_reading(self, err);

    return result < 0 ? result : reader_day_count(self->db, most, count, err);
}

static int store_read_all(void *context, const struct store_visitor *visitor, void *visit_context,
                          int *damaged, struct err *err)
{
    struct store_sqlite *self = context;
    bool is_own;
    int result = enter_view(self, &is_own, err);

    *damaged = 0;
    if (result < 0)
        return result;
    result = reader_all(self->db, visitor, visit_context, damaged, err);
    if (is_own)
        store_release_view(self);
    return result;
}

static int store_read_unlabelled(void *context, int64_t *total_ns, struct err *err)
{
    struct store_sqlite *self = context;
    int result = file_connect_for_reading(self, err);

    return result < 0 ? result : reader_unlabelled(self->db, total_ns, err);
}

static const char *store_set_aside_name(void *context)
{
    const struct store_sqlite *self = context;

    return self->set_aside;
}

static void store_close(void *context)
{
    struct store_sqlite *self = context;
    int moved = 0;

    if (!self)
        return;
    if (self->db)
        (void)sqlite3_file_control(self->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    file_disconnect(self, !moved);
    if (self->lock_fd >= 0)
        (void)close(self->lock_fd);
    free(self);
}

int store_sqlite_new(struct store *store, const struct store_sqlite_config *config, struct err *err)
{
    struct store_sqlite *self;

    assert(config->path && (!config->vfs || strlen(config->vfs) < sizeof(self->vfs)));
    if (!config->path[0] || strlen(config->path) >= sizeof(self->path))
        return err_set(err, ERR_INPUT, "cannot name the history: '%s': empty or too long",
                       config->path);
    self = calloc(1, sizeof(*self));
    if (!self)
        return err_set(err, ERR_MEMORY, "cannot open the history: no memory");
    (void)snprintf(self->path, sizeof(self->path), "%s", config->path);
    (void)snprintf(self->vfs, sizeof(self->vfs), "%s", config->vfs ? config->vfs : "");
    self->read_only = config->read_only;
    self->lock_fd = -1;
    *store = (struct store){
        .self = self,
        .commit = store_commit,
        .hold_view = store_hold_view,
        .release_view = store_release_view,
        .load_open = store_load_open,
        .read_intervals = store_read_intervals,
        .read_counts = store_read_counts,
        .read_prompts = store_read_prompts,
        .read_reported = store_read_reported,
        .read_settings = store_read_settings,
        .read_days = store_read_days,
        .read_first_days = store_read_first_days,
        .read_day_count = store_read_day_count,
        .read_all = store_read_all,
        .read_unlabelled = store_read_unlabelled,
        .set_aside_name = store_set_aside_name,
        .close = store_close,
    };
    return 0;
}
