/*
 * office_book.h - an office's server in memory that notes what it is sent.
 *
 * A period that it was sent before must be the same bytes again, under the same key: else the test
 * fails. One thread.
 */
#ifndef SH_TESTS_KIOSK_OFFICE_BOOK_H
#define SH_TESTS_KIOSK_OFFICE_BOOK_H

#include "base/summary.h"
#include "ports/clock.h"
#include "ports/outbox.h"
#include "sync/batch.h"
#include "sync/drain.h"

#define OFFICE_BOOK_MAX 16

/* What it does with a request. */
enum office_mood {
    OFFICE_TAKES,
    OFFICE_TAKES_AND_IS_GONE, /* it has it, and nobody hears so */
    OFFICE_IS_BUSY
};

struct office_line {
    int64_t start_s;
    int64_t sitting_s;
    char text[SUMMARY_TEXT_SIZE];
    char key[BATCH_KEY_SIZE];
};

struct office_book {
    enum office_mood mood;
    int32_t count;
    struct office_line lines[OFFICE_BOOK_MAX];
};

/* One run of what sends: json to this office, for a person who agreed to `asked`. */
struct drain_result office_book_drain(struct office_book *book, const struct outbox *outbox,
                                      const struct clock_port *clock, const struct consent *asked);

/* The period that starts then; NULL: it never came. */
const struct office_line *office_book_find(const struct office_book *book, int64_t start_s);

#endif
