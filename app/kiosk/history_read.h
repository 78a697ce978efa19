/*
 * history_read.h - answers a question of the history's pages from the store.
 *
 * Runs on the ledger's thread; blocks on the store.
 */
#ifndef SH_KIOSK_HISTORY_READ_H
#define SH_KIOSK_HISTORY_READ_H

#include "kiosk/history_pages.h"

/* A ledger_reading's function: fills the struct history_answer `self` for its question. */
void history_read(void *self, const struct store *store);

/* The Monday on or before `date`. */
int history_monday(int date);

#endif
