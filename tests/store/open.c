#include "store/open.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "drivers/store_sqlite.h"
#include "store/workload.h"

struct store open_store(const char *path, const char *vfs, bool read_only)
{
    struct store_sqlite_config config = {.path = path, .vfs = vfs, .read_only = read_only};
    struct store store;

    assert_int_equal(store_sqlite_new(&store, &config, NULL), 0);
    return store;
}

void close_store(struct store *store)
{
    store->close(store->self);
}

void write_minutes(const char *path, int minutes)
{
    struct store store = open_store(path, NULL, false);

    for (int minute = 0; minute < minutes; minute++)
        assert_int_equal(workload_commit(&store, minute, NULL), 0);
    close_store(&store);
}
