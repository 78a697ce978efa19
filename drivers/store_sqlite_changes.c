#include "drivers/store_sqlite_internal.h"

#include <stdlib.h>

/* 64 bits in groups of seven. */
#define NUMBER_BYTES_MAX ((size_t)10)

static int grow(struct changes *changes, size_t by)
{
    if (changes->capacity - changes->len < by) {
        size_t capacity = changes->capacity * 2 + by;
        unsigned char *data = realloc(changes->data, capacity);

        if (!data)
            return -ERR_MEMORY;
        changes->data = data;
        changes->capacity = capacity;
    }
    return 0;
}

/* Small numbers of either sign become small bytes: 0, -1, 1, -2 ... as 0, 1, 2, 3 ... */
static void put_number(struct changes *changes, int64_t number)
{
    uint64_t rest = (uint64_t)number << 1;

    if (number < 0)
        rest = ~rest;
    while (rest >= 0x80) {
        changes->data[changes->len++] = (unsigned char)(rest | 0x80);
        rest >>= 7;
    }
    changes->data[changes->len++] = (unsigned char)rest;
}

static bool get_number(struct changes_reader *reader, int64_t *number)
{
    uint64_t sum = 0;

    for (unsigned shift = 0; shift < 7 * NUMBER_BYTES_MAX && reader->next < reader->end;
         shift += 7) {
        unsigned char byte = *reader->next++;

        sum |= (uint64_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            *number = (int64_t)(sum & 1 ? ~(sum >> 1) : sum >> 1);
            return true;
        }
    }
    return false;
}

void changes_clear(struct changes *changes)
{
    changes->len = 0;
    changes->last_key = 0;
}

void changes_release(struct changes *changes)
{
    free(changes->data);
    *changes = (struct changes){0};
}

int changes_add(struct changes *changes, int64_t key, int64_t difference)
{
    if (grow(changes, 2 * NUMBER_BYTES_MAX) < 0)
        return -ERR_MEMORY;
    put_number(changes, key - changes->last_key);
    put_number(changes, difference);
    changes->last_key = key;
    return 0;
}

int changes_add_removal(struct changes *changes, int64_t key)
{
    if (grow(changes, 2 * NUMBER_BYTES_MAX) < 0)
        return -ERR_MEMORY;
    put_number(changes, 0);
    put_number(changes, key - changes->last_key);
    changes->last_key = key;
    return 0;
}

int changes_next(struct changes_reader *reader, struct change *change)
{
    int64_t step;

    if (reader->next == reader->end)
        return 0;
    if (!get_number(reader, &step))
        return -ERR_CORRUPT;
    change->is_removal = step == 0;
    change->difference = 0;
    if (!get_number(reader, change->is_removal ? &step : &change->difference))
        return -ERR_CORRUPT;
    reader->last_key = (int64_t)((uint64_t)reader->last_key + (uint64_t)step);
    change->key = reader->last_key;
    return 1;
}
