#include "ui/time_page.h"

static int32_t last_day(const struct time_page *page)
{
    static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t year = page->field[TIME_YEAR], month = page->field[TIME_MONTH];
    /* 2026 to 2099 hold no year that is a multiple of 100. */
    bool is_leap = month == 2 && year % 4 == 0;

    return days[month - 1] + is_leap;
}

static void keep_day(struct time_page *page)
{
    if (page->field[TIME_DAY] > last_day(page))
        page->field[TIME_DAY] = last_day(page);
}

void time_page_begin(struct time_page *page, int32_t date, int32_t minute)
{
    int32_t year = date / 10000;

    *page = (struct time_page){
        .is_begun = 1,
        .field = {year, date / 100 % 100, date % 100, minute / 60, minute % 60 / 10, minute % 10},
    };
    if (year < TIME_YEAR_FIRST || year > TIME_YEAR_LAST) {
        page->field[TIME_YEAR] = TIME_YEAR_FIRST;
        page->field[TIME_MONTH] = page->field[TIME_DAY] = 1;
    }
}

void time_page_step(struct time_page *page, enum time_field field, bool is_up)
{
    const struct {
        int32_t first, last;
    } range[TIME_FIELDS] = {
        [TIME_YEAR] = {TIME_YEAR_FIRST, TIME_YEAR_LAST},
        [TIME_MONTH] = {1, 12},
        [TIME_DAY] = {1, last_day(page)},
        [TIME_HOUR] = {0, 23},
        [TIME_MINUTE_TENS] = {0, 5},
        [TIME_MINUTE_ONES] = {0, 9},
    };
    int32_t value = page->field[field] + (is_up ? 1 : -1);

    if (value > range[field].last)
        value = range[field].first;
    else if (value < range[field].first)
        value = range[field].last;
    page->field[field] = value;
    keep_day(page);
}

int32_t time_page_date(const struct time_page *page)
{
    return page->field[TIME_YEAR] * 10000 + page->field[TIME_MONTH] * 100 + page->field[TIME_DAY];
}

int32_t time_page_minute(const struct time_page *page)
{
    return page->field[TIME_HOUR] * 60 + page->field[TIME_MINUTE_TENS] * 10 +
           page->field[TIME_MINUTE_ONES];
}
