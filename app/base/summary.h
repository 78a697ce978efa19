/*
 * summary.h - the closed period that leaves the kiosk, and the exact text it leaves as.
 *
 * One noun for the kiosk, which makes summaries, the consent page and `sync-preview`, which show
 * them, and secondheart-sync, which sends them: so what is shown is what is sent, to the byte. A
 * summary says how much was sat, stood and walked in a whole week, day or hour, under a random name
 * that changes every calendar month. It cannot say who, which desk, when somebody came or went,
 * what was skipped or which page was read: there is no field for it.
 *
 * Pure; any thread; no memory of its own.
 */
#ifndef SH_BASE_SUMMARY_H
#define SH_BASE_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/version.h"

/* As in `sync.detail`. */
enum summary_detail { SUMMARY_WEEK, SUMMARY_DAY, SUMMARY_HOUR, SUMMARY_DETAILS };

/* In the order in which they are written: by name. Times are whole seconds. */
enum summary_figure {
    SUMMARY_AWAY_S,
    SUMMARY_BEATS,
    SUMMARY_BOUTS,
    SUMMARY_BREAKS,
    SUMMARY_PROLONGED_S,
    SUMMARY_PROMPTS_VERIFIED,
    SUMMARY_SITTING_S,
    SUMMARY_STANDING_S,
    SUMMARY_STEPPING_S,
    SUMMARY_FIGURES
};

/* 128 random bits in hexadecimal, and the NUL. */
#define SUMMARY_PSEUDONYM_SIZE 33
/* A team's label: 1 to 32 of a-z, 0-9, "-" and "_", so that nothing ever needs an escape. */
#define SUMMARY_TEAM_SIZE    33
#define SUMMARY_VERSION_SIZE VERSION_RELEASE_SIZE

struct summary {
    enum summary_detail detail;
    /*
     * Names the period, in seconds since 1970. A day or a week is named by its first date at
     * 00:00 UTC, whatever the kiosk's zone and the hour at which its day begins: so periods of a
     * whole office fall together, and none tells a time zone. An hour is named by the UTC second
     * in which it begins.
     */
    int64_t start_s;
    char pseudonym[SUMMARY_PSEUDONYM_SIZE];
    char team[SUMMARY_TEAM_SIZE];
    /*
     * The release of the program that made it. More of its version never leaves: with a commit or a
     * distribution the kiosk that is updated first, or the only one of its kind, could be told from
     * the others.
     */
    char version[SUMMARY_VERSION_SIZE];
    int64_t figures[SUMMARY_FIGURES]; /* none negative */
};

/* The longest that either text can become, with its NUL. */
#define SUMMARY_TEXT_SIZE 640

/* "week", "day" or "hour". */
const char *summary_detail_name(enum summary_detail detail);

/* As the figure is called in both texts, such as "sitting_s". */
const char *summary_figure_name(enum summary_figure figure);

/* Is `team` such a label? */
bool summary_is_team(const char *team);

/*
 * InfluxDB's line protocol, precision seconds, tags and fields by name, ending in a line feed.
 * Returns the length without the NUL.
 */
size_t summary_write_influx(const struct summary *summary, char text[SUMMARY_TEXT_SIZE]);

/* The same as a JSON object on one line, without a line feed; the schema stands in app/sync. */
size_t summary_write_json(const struct summary *summary, char text[SUMMARY_TEXT_SIZE]);

#endif
