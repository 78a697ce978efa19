/*
 * locale_text.h - clock times, dates and numbers, as the language in force writes them.
 *
 * Every clock time, weekday, date or number over 999 on the screen comes from here (a duration does
 * not: 1:40 is a minute and forty seconds everywhere). How a language writes them stands in
 * base/language.h, the names of days and months in its catalogue. Pure but for the language in
 * force; the thread that draws. A text that does not fit into `size` bytes is cut.
 */
#ifndef SH_UI_LOCALE_TEXT_H
#define SH_UI_LOCALE_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "base/language.h"

/* Enough for everything here, in every language. */
#define LOCALE_TEXT_SIZE 64

/* The time of day, `minute` after local midnight, 0 to 1439: 14:05. */
void locale_clock(char *text, size_t size, int32_t minute);

/* `date`, yyyymmdd, written as `how` says. */
void locale_date(char *text, size_t size, int32_t date, enum language_date how);

/* "Sunday", "Sun"; 0 is Sunday. */
const char *locale_weekday(int32_t weekday);
void locale_weekday_short(char *text, size_t size, int32_t weekday);

/* `value`, 0 or more, with its thousands set apart: 2,140. */
void locale_number(char *text, size_t size, int64_t value);

/* `tenths` of one, 0 or more, with one decimal place: 14 is 1.4. */
void locale_tenths(char *text, size_t size, int64_t tenths);

#endif
