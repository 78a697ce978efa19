/*
 * batch.h - several summaries as the bytes of one request.
 *
 * influx: their lines, oldest first, packed by gzip without a time stamp; json: one summary, as it
 * is, and a key that is the same whenever that period is sent. So the same periods are always the
 * same bytes, and a repeat overwrites instead of counting twice.
 *
 * One thread; does no I/O.
 */
#ifndef SH_SYNC_BATCH_H
#define SH_SYNC_BATCH_H

#include "base/config.h"
#include "base/summary.h"
#include "ports/uplink.h"

/* A year of weeks is 52, three weeks of hours 504: some 125 KB unpacked. */
#define BATCH_MAX 500

/* The pseudonym, the detail and the period's start, with hyphens between. */
#define BATCH_KEY_SIZE 64

#define BATCH_TEXT_SIZE ((size_t)BATCH_MAX * SUMMARY_TEXT_SIZE)

struct batch;

/* NULL: no memory. */
struct batch *batch_new(enum config_sync_format format);
void batch_free(struct batch *batch);

/* How many summaries one request may carry. */
size_t batch_room(const struct batch *batch);

/*
 * Encodes `count` summaries, 1 to batch_room(). `request` points into `batch` and holds until the
 * next call. -ERR_MEMORY if zlib has none.
 */
int batch_encode(struct batch *batch, const struct summary *summaries, size_t count,
                 struct uplink_request *request, struct err *err) SH_WARN_UNUSED;

/* What was encoded last, unpacked, NUL-terminated: for people to read. */
const char *batch_text(const struct batch *batch);

#endif
