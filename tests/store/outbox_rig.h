/* outbox_rig.h - an outbox on a file of a test's own, and weeks to put into it. */
#ifndef SH_TESTS_OUTBOX_RIG_H
#define SH_TESTS_OUTBOX_RIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ports/outbox.h"

#define HOST    "office.example"
#define TEAM    "team-that-nobody-else-has"
#define DAY     INT64_C(86400)
#define WEEK    (7 * DAY)
#define MONDAY  INT64_C(1772409600) /* 2026-03-02 00:00 UTC */
#define CONSENT (MONDAY - DAY)
#define ROOM    200

/* As struct outbox_sqlite_config has them. */
struct outbox open_outbox(const char *path, const char *vfs, const char *test_endpoint);
void close_outbox(struct outbox *outbox);

/* To HOST as TEAM, or to whatever is given. */
void consent(const struct outbox *outbox, enum summary_detail detail, int64_t now_s);
void agree(const struct outbox *outbox, const struct consent *given, int64_t now_s);

/* The week that begins so many weeks after MONDAY; no two have the same figures. */
struct summary week(int index);

/* Weeks first to last, noted up to the end of the last; as the outbox answers. */
int queue_weeks(const struct outbox *outbox, int first, int last);

struct outbox_status status_of(const struct outbox *outbox);

/* How many there are, at most ROOM. */
size_t read_all(const struct outbox *outbox, struct summary *summaries, int64_t *keys);

/* Is `text` in the file or in any that lies beside it? */
bool folder_holds(const char *path, const char *text);

#endif
