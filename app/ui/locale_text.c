#include "ui/locale_text.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "ui/i18n.h"

/* A text that grows. */
struct writing {
    char *text;
    size_t size, used;
};

static void put(struct writing *writing, const char *part, size_t length)
{
    size_t room = writing->size - writing->used - 1;

    if (length > room)
        length = room;
    memcpy(writing->text + writing->used, part, length);
    writing->used += length;
    writing->text[writing->used] = '\0';
}

static void put_number(struct writing *writing, int32_t value, int digits)
{
    char number[16];
    int length = snprintf(number, sizeof number, "%0*d", digits, (int)value);

    if (length > 0)
        put(writing, number, (size_t)length);
}

/* The word number `index` of a list that is parted by spaces; the last one if there are fewer. */
static void put_word(struct writing *writing, const char *list, int32_t index)
{
    while (index-- > 0 && strchr(list, ' '))
        list = strchr(list, ' ') + 1;
    put(writing, list, strcspn(list, " "));
}

static struct writing write_into(char *text, size_t size)
{
    text[0] = '\0';
    return (struct writing){.text = text, .size = size};
}

/* --------------------------------------------------------------------------------- days and dates
 */

static const char *const weekdays[7] = {N_("Sunday"),    N_("Monday"),   N_("Tuesday"),
                                        N_("Wednesday"), N_("Thursday"), N_("Friday"),
                                        N_("Saturday")};

static const char *short_weekdays(void)
{
    /* TRANSLATORS: seven short names, parted by spaces. */
    return _("Sun Mon Tue Wed Thu Fri Sat");
}

static const char *months(void)
{
    /* TRANSLATORS: twelve names as they stand after a day's number, parted by spaces. */
    return _("January February March April May June July August September October November "
             "December");
}

static const char *short_months(void)
{
    /* TRANSLATORS: twelve short names as they stand after a day's number, parted by spaces. */
    return _("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec");
}

const char *locale_weekday(int32_t weekday)
{
    return _(weekdays[(unsigned)weekday % 7]);
}

void locale_weekday_short(char *text, size_t size, int32_t weekday)
{
    struct writing writing = write_into(text, size);

    put_word(&writing, short_weekdays(), (int32_t)((unsigned)weekday % 7));
}

/* Sakamoto's method: 0 is Sunday. */
static int32_t weekday_of(int32_t year, int32_t month, int32_t day)
{
    static const int32_t shifts[12] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};

    year -= month < 3;
    return (year + year / 4 - year / 100 + year / 400 + shifts[month - 1] + day) % 7;
}

/* What a pattern may name. */
struct moment_fields {
    int32_t hour, minute;
    int32_t year, month, day, weekday;
};

/* One field of a pattern: `letter`, `count` times. */
static void put_field(struct writing *writing, char letter, size_t count,
                      const struct moment_fields *fields)
{
    switch (letter) {
    case 'H':
        put_number(writing, fields->hour, (int)count);
        break;
    case 'm':
        put_number(writing, fields->minute, (int)count);
        break;
    case 'd':
        put_number(writing, fields->day, (int)count);
        break;
    case 'y':
        put_number(writing, fields->year, (int)count);
        break;
    case 'M':
        put_word(writing, count > 3 ? months() : short_months(), fields->month - 1);
        break;
    case 'E':
        if (count > 3)
            put(writing, locale_weekday(fields->weekday), strlen(locale_weekday(fields->weekday)));
        else
            put_word(writing, short_weekdays(), fields->weekday);
        break;
    default:
        break; /* put_pattern() passes only these */
    }
}

static void put_pattern(struct writing *writing, const char *pattern,
                        const struct moment_fields *fields)
{
    while (*pattern != '\0') {
        size_t length = strspn(pattern, (const char[]){*pattern, '\0'});

        if (*pattern == '\'') {
            length = strcspn(pattern + 1, "'");
            put(writing, pattern + 1, length);
            length += pattern[length + 1] == '\'' ? 2 : 1;
        } else if (strchr("HmdyME", *pattern)) {
            put_field(writing, *pattern, length, fields);
        } else {
            put(writing, pattern, length);
        }
        pattern += length;
    }
}

void locale_clock(char *text, size_t size, int32_t minute)
{
    struct writing writing = write_into(text, size);
    struct moment_fields fields = {.hour = minute / 60, .minute = minute % 60};

    put_pattern(&writing, language_current()->clock, &fields);
}

void locale_date(char *text, size_t size, int32_t date, enum language_date how)
{
    struct writing writing = write_into(text, size);
    struct moment_fields fields = {
        .year = date / 10000, .month = date / 100 % 100, .day = date % 100};

    if (fields.month < 1 || fields.month > 12)
        return;
    fields.weekday = weekday_of(fields.year, fields.month, fields.day);
    put_pattern(&writing, language_current()->date[how], &fields);
}

/* ---------------------------------------------------------------------------------------- numbers
 */

static void put_grouped(struct writing *writing, int64_t value)
{
    const struct language *language = language_current();
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%lld", (long long)(value < 0 ? 0 : value));

    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0 && n > language->ungrouped_digits)
            put(writing, language->thousands, strlen(language->thousands));
        put(writing, digits + i, 1);
    }
}

void locale_number(char *text, size_t size, int64_t value)
{
    struct writing writing = write_into(text, size);

    put_grouped(&writing, value);
}

void locale_tenths(char *text, size_t size, int64_t tenths)
{
    struct writing writing = write_into(text, size);
    const char *decimal = language_current()->decimal;

    put_grouped(&writing, tenths / 10);
    put(&writing, decimal, strlen(decimal));
    put_number(&writing, tenths < 0 ? 0 : (int32_t)(tenths % 10), 1);
}
