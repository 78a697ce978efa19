/* open.h - stores for tests: what fails, fails the test. */
#ifndef SH_TESTS_STORE_OPEN_H
#define SH_TESTS_STORE_OPEN_H

#include <stdbool.h>

#include "ports/store.h"

/* The store at `path`; `vfs` as in struct store_sqlite_config. */
struct store open_store(const char *path, const char *vfs, bool read_only);
void close_store(struct store *store);

/* A database at `path` with the first `minutes` of the workload, closed again. */
void write_minutes(const char *path, int minutes);

#endif
