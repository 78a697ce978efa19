/*
 * backoff.h - when to try again.
 *
 * Full jitter: a moment anywhere between now and a limit that doubles with each failure in a row,
 * from 5 s to 15 min, so that a fleet that lost its server does not come back as one herd. What the
 * server asks for in Retry-After counts instead if it is later, up to a day. A setup problem is
 * tried every hour, since nobody tells us when it has been mended.
 *
 * Pure; any thread.
 */
#ifndef SH_SYNC_BACKOFF_H
#define SH_SYNC_BACKOFF_H

#include <stdbool.h>
#include <stdint.h>

#include "sync/answer.h"

#define BACKOFF_FIRST_S       5
#define BACKOFF_MAX_S         (15 * 60)
#define BACKOFF_SETUP_S       3600
#define BACKOFF_RETRY_AFTER_S 86400

/*
 * Seconds until the next attempt after `verdict`, which is VERDICT_WAIT or VERDICT_SETUP.
 * `failures` in a row, this one included, from 1; `retry_after_s` 0 for none; `random` any 64 bits.
 */
int64_t backoff_s(enum verdict verdict, int32_t failures, int64_t retry_after_s, uint64_t random);

/*
 * May an attempt be made at `now_s` of the wall clock, when the last one, at `at_s`, put the next
 * one off until `not_before_s`? A clock that was ahead when that was noted holds nothing up.
 */
bool backoff_is_over(int64_t now_s, int64_t at_s, int64_t not_before_s);

#endif
