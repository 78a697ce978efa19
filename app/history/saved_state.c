#include "history/saved_state.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/state.h"

/* An element of an array is "name.index"; the first one, and a scalar, is the name itself. */
static void field_name(char name[STORE_FIELD_NAME_SIZE], const char *group, int32_t index)
{
    int length = index == 0 ? snprintf(name, STORE_FIELD_NAME_SIZE, "%s", group)
                            : snprintf(name, STORE_FIELD_NAME_SIZE, "%s.%" PRId32, group, index);

    if (length < 0 || length >= STORE_FIELD_NAME_SIZE)
        abort(); /* a field's name in core/state.c is too long: the tests save every field */
}

struct putting {
    saved_state_put_fn *put;
    void *self;
};

static void put_field(void *self, const char *group, int32_t index, int64_t value)
{
    const struct putting *putting = self;
    char name[STORE_FIELD_NAME_SIZE];

    field_name(name, group, index);
    putting->put(putting->self, name, value);
}

void saved_state_put(const struct kiosk *kiosk, saved_state_put_fn *put, void *self)
{
    struct putting putting = {put, self};

    put(self, "state_version", STATE_VERSION);
    kiosk_state_save(kiosk, put_field, &putting);
}

/* Fields as they were kept, sorted by name for looking up. */
struct fields {
    struct store_field *list;
    size_t count;
    size_t room;
    bool is_short; /* of memory */
};

static void keep_field(void *context, const char *name, int64_t value)
{
    struct fields *fields = context;

    if (fields->count == fields->room) {
        size_t room = fields->room ? 2 * fields->room : 512;
        struct store_field *list = reallocarray(fields->list, room, sizeof(*list));

        if (!list) {
            fields->is_short = true;
            return;
        }
        fields->list = list;
        fields->room = room;
    }
    (void)snprintf(fields->list[fields->count].name, STORE_FIELD_NAME_SIZE, "%s", name);
    fields->list[fields->count].value = value;
    fields->count++;
}

static int compare_fields(const void *a, const void *b)
{
    const struct store_field *field_a = a;
    const struct store_field *field_b = b;

    return strcmp(field_a->name, field_b->name);
}

static bool get_field(void *self, const char *group, int32_t index, int64_t *value)
{
    const struct fields *fields = self;
    struct store_field key = {.value = 0};
    const struct store_field *found;

    field_name(key.name, group, index);
    found = bsearch(&key, fields->list, fields->count, sizeof(key), compare_fields);
    if (found)
        *value = found->value;
    return found != NULL;
}

static int load_state(struct kiosk *kiosk, struct fields *fields, struct err *err)
{
    int64_t version = 0;

    if (fields->count > 0) {
        qsort(fields->list, fields->count, sizeof(fields->list[0]), compare_fields);
        (void)get_field(fields, "state_version", 0, &version);
    }
    if (version < 1 || version > STATE_VERSION)
        return err_set(err, ERR_UNSUPPORTED,
                       "history: the open state is of version %" PRId64
                       ", this program reads 1 to %d; today's figures begin anew",
                       version, STATE_VERSION);
    if (kiosk_state_load(kiosk, get_field, fields) < 0)
        return err_set(err, ERR_CORRUPT,
                       "history: the open state does not add up; today's figures begin anew");
    return 0;
}

int saved_state_load(const struct store *store, struct kiosk *kiosk, struct store_resume *resume,
                     struct err *err)
{
    struct fields fields = {0};
    struct kiosk *loaded = NULL;
    int result = store->load_open(store->self, resume, keep_field, &fields, err);

    if (result < 0)
        goto free_fields;
    loaded = malloc(sizeof(*loaded));
    if (!loaded || fields.is_short) {
        result = err_set(err, ERR_MEMORY, "history: no memory to take up the open state");
        goto free_loaded;
    }
    *loaded = *kiosk;
    result = load_state(loaded, &fields, err);
    if (result == 0)
        *kiosk = *loaded;

free_loaded:
    free(loaded);
free_fields:
    free(fields.list);
    return result;
}
