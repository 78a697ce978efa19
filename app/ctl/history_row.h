/*
 * history_row.h - one row of a history as one JSON object, and back.
 *
 * This is the export's format, version HISTORY_ROW_FORMAT: a "type" and the columns of the table in
 * history_row.c. Times are nanoseconds on the clock of the boot `boot_id`; a "boot" row says what
 * they are in UTC (monotonic + wall_offset_ns, 0 where `label` is none). A format is changed by
 * raising its number; what is unknown or missing is refused, never guessed.
 *
 * Pure but for the heap. One thread.
 */
#ifndef SH_CTL_HISTORY_ROW_H
#define SH_CTL_HISTORY_ROW_H

#include <jansson.h>
#include <stdbool.h>

#include "base/err.h"
#include "ports/store.h"

#define HISTORY_ROW_FORMAT 1

/* Seventeen digits bring every double back to the bit. */
#define HISTORY_ROW_JSON_FLAGS (JSON_COMPACT | JSON_REAL_PRECISION(17))

enum history_row_kind {
    HISTORY_ROW_BOOT,
    HISTORY_ROW_SETTING,
    HISTORY_ROW_INTERVAL,
    HISTORY_ROW_COUNT,
    HISTORY_ROW_PROMPT,
    HISTORY_ROW_REPORTED,
    HISTORY_ROW_DAY,
    HISTORY_ROW_OPEN,
    HISTORY_ROW_KINDS
};

struct history_row {
    enum history_row_kind kind;
    union {
        struct store_boot boot;
        struct store_setting setting;
        struct store_interval interval;
        struct store_count count;
        struct store_prompt prompt;
        struct store_reported reported;
        struct store_day day;
        struct store_open open; /* `fields` is that below */
    };
    struct store_field *fields; /* HISTORY_ROW_OPEN: open.fields_len of them, the row's */
};

/* The word of a value, such as "seated": never NULL. */
const char *history_row_name(enum history_row_kind kind);
const char *history_label_name(enum store_label label);
const char *history_count_name(enum store_count_kind kind);
const char *history_prompt_name(enum store_prompt_change change);
const char *history_reported_name(enum store_reported_kind kind);

/* The boot whose clock the row's times are on; NULL for boots themselves and settings. */
const char *history_row_boot_id(const struct history_row *row);

/*
 * Do both tell the same: one kind at one moment of one boot? Of such (ports/store.h) there is one.
 */
bool history_row_repeats(const struct history_row *row, const struct history_row *before);

/* The row as a new object; NULL without memory. */
json_t *history_row_to_json(const struct history_row *row);

/*
 * Fills `row` from `object`. -ERR_INPUT names the column, what is wrong and what is allowed;
 * -ERR_MEMORY. On success `row->fields` belongs to the caller (free); else there is none.
 */
int history_row_from_json(const json_t *object, struct history_row *row,
                          struct err *err) SH_WARN_UNUSED;

#endif
