/*
 * machine_pace.h - virtual time keeps the pace of the ledger's thread.
 *
 * Time would outrun it: so whatever the loop has handed over is written, or refused, before time
 * goes on, as it would be long before the next event. Only on a slow disk each operation has its
 * time, and the loop goes on meanwhile. The loop's thread, but for pace_wait_for_disk.
 */
#ifndef SH_TESTS_SOAK_MACHINE_PACE_H
#define SH_TESTS_SOAK_MACHINE_PACE_H

#include "soak/machine.h"

/* For fake_disk_on_write: before each operation. */
void pace_wait_for_disk(void *machine);

/* Until the ledger's thread has nothing to do, or waits for the slow disk. */
void pace_settle(struct machine *machine);

/* An operation of the slow disk begins, or its time has come; then pace_settle again. */
void pace_watch_write(struct machine *machine);

#endif
