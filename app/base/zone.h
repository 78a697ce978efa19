/*
 * zone.h - names of time zones: does this machine know one, and which is its own?
 *
 * Names come from files that others wrote (`# tz:` in a trace), so one that could lead out of the
 * zone folder is refused before anything is opened. It does not load or interpret zones.
 *
 * Any thread. Reads one small file.
 */
#ifndef SH_BASE_ZONE_H
#define SH_BASE_ZONE_H

#include <stdbool.h>
#include <stddef.h>

/* Longest name accepted, with its NUL; the longest in the tz database has 32 characters. */
#define ZONE_NAME_SIZE 64

/* The folder zones are looked for in: $TZDIR, else /usr/share/zoneinfo. Never NULL. */
const char *zone_folder(void);

/*
 * Fills `name` with the zone this machine keeps, from $TZ or from where /etc/localtime leads; ""
 * with false if that is not a zone known by a name.
 */
bool zone_local_name(char name[ZONE_NAME_SIZE]);

/* True if `name`, such as "Europe/Berlin", is well-formed and a zone file of that name is there. */
bool zone_is_known(const char *name);

#endif
