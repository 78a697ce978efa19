/*
 * store_file.h - which file the kiosk keeps its history in.
 *
 * Simulated figures never come near a person's history, and a trace that is played begins with
 * nothing. It opens no store. At start; blocks on the folder.
 */
#ifndef SH_KIOSK_STORE_FILE_H
#define SH_KIOSK_STORE_FILE_H

#include "kiosk/options.h"

/* The file's name within the state's folder. */
const char *store_file_name(enum options_sensors sensors);

/*
 * Removes the file at `path` and what SQLite keeps beside it, before a trace is played: it is no
 * day that anybody lived twice.
 */
void store_file_remove(const char *path);

#endif
