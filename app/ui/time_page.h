/*
 * time_page.h - a date and a time of day on their way to be set by hand.
 *
 * Six fields, each with a step up and a step down that begins anew at its end. The day always
 * exists: 31 February is its last. Flat, for the view. Pure; the thread that draws.
 */
#ifndef SH_UI_TIME_PAGE_H
#define SH_UI_TIME_PAGE_H

#include <stdbool.h>
#include <stdint.h>

enum time_field {
    TIME_YEAR,
    TIME_MONTH,
    TIME_DAY,
    TIME_HOUR,
    TIME_MINUTE_TENS,
    TIME_MINUTE_ONES,
    TIME_FIELDS
};

/* Nobody sets a kiosk up in a year before the first of these. */
#define TIME_YEAR_FIRST 2026
#define TIME_YEAR_LAST  2099

struct time_page {
    int32_t is_begun;
    int32_t field[TIME_FIELDS];
};

/* Begins at `date` (yyyymmdd) and `minute` after midnight; before the first year: at its start. */
void time_page_begin(struct time_page *page, int32_t date, int32_t minute);

void time_page_step(struct time_page *page, enum time_field field, bool is_up);

/* As it stands, yyyymmdd and minutes after midnight. */
int32_t time_page_date(const struct time_page *page);
int32_t time_page_minute(const struct time_page *page);

#endif
