#include "core/state_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void state_table_put(void *self, const char *name, int32_t index, int64_t value)
{
    struct state_table *table = self;
    struct state_row *row;

    if (table->count == table->room) {
        table->room = table->room ? 2 * table->room : 256;
        table->rows = reallocarray(table->rows, table->room, sizeof(table->rows[0]));
        if (!table->rows)
            abort();
    }
    row = &table->rows[table->count++];
    *row = (struct state_row){.index = index, .value = value};
    (void)snprintf(row->name, sizeof(row->name), "%s", name);
}

struct state_row *state_table_find(struct state_table *table, const char *name, int32_t index)
{
    for (size_t i = 0; i < table->count; i++) {
        size_t place = (table->last + i) % table->count;
        struct state_row *row = &table->rows[place];

        if (row->index == index && strcmp(row->name, name) == 0) {
            table->last = place;
            return row;
        }
    }
    return NULL;
}

bool state_table_get(void *self, const char *name, int32_t index, int64_t *value)
{
    const struct state_row *row = state_table_find(self, name, index);

    if (row)
        *value = row->value;
    return row != NULL;
}

void state_table_free(struct state_table *table)
{
    free(table->rows);
    *table = (struct state_table){0};
}
