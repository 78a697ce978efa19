/*
 * state_table.h - a table of names and numbers, as a store would keep the kiosk's state.
 *
 * Found by name and index, never by place: loading must not rely on the order of saving. One table
 * a save; ends the test when memory is short.
 */
#ifndef SH_TESTS_CORE_STATE_TABLE_H
#define SH_TESTS_CORE_STATE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/state.h"

struct state_row {
    char name[STATE_NAME_MAX];
    int32_t index;
    int64_t value;
};

struct state_table {
    struct state_row *rows;
    size_t count;
    size_t room;
    size_t last; /* where the last search ended: the next one is likely to begin there */
};

/* A kiosk_state_put_fn and a kiosk_state_get_fn; `self` is the table. */
void state_table_put(void *self, const char *name, int32_t index, int64_t value);
bool state_table_get(void *self, const char *name, int32_t index, int64_t *value);

/* The row, or NULL. */
struct state_row *state_table_find(struct state_table *table, const char *name, int32_t index);

void state_table_free(struct state_table *table);

#endif
