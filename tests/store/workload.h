/*
 * workload.h - a made-up history, minute by minute, that tells from the stored bytes alone how far
 * it got.
 *
 * Minute m commits what closed in it (an interval every third minute, steps every second, what
 * happened to a prompt every seventh, a day every 97th) and an open state whose fields change at
 * different paces, as the core's do. All of it follows from m, so a reader can check every row.
 */
#ifndef SH_TESTS_WORKLOAD_H
#define SH_TESTS_WORKLOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "ports/store.h"

#define WORKLOAD_BOOT "7b2e5a52-6d7c-4a8e-9d0f-1c5a3f9e0b11"
/* 2026-03-02 08:00 UTC when the boot's clock stood at 0. */
#define WORKLOAD_OFFSET_NS INT64_C(1772438400000000000)

/* Commits minute `minute` (from 0). The store's result. */
int workload_commit(const struct store *store, int minute, struct err *err);

/* The minute up to which `store` was written, or -1 for nothing at all. Fails the test if what it
 * holds is not just that. */
int workload_check(const struct store *store);

#endif
