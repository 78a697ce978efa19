/*
 * language.h - the languages of the screen: what each is called, how it writes times, dates and
 * numbers, and which one the process speaks.
 *
 * Sentences come from gettext's catalogues, one a language but English, whose sentences are the
 * keys. The language in force is what LANGUAGE in the process's environment says, since that is
 * where gettext looks; it works in every system because it needs no locale of that language, only
 * the data of C.UTF-8, which the C library brings along. Nothing else of the C library's locale is
 * changed: numbers in files keep their point, and the log stays in English.
 *
 * Switching swaps one pointer of the environment: one thread, the one that draws, after
 * language_start() has made room for it before there were others. Blocks on the catalogue's file.
 * It sets no text and knows no screen: whoever switches has everything drawn anew.
 */
#ifndef SH_BASE_LANGUAGE_H
#define SH_BASE_LANGUAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

/* The folder of catalogues, if it is set: for a program that lies elsewhere than its share/. */
#define LANGUAGE_VARIABLE "SECONDHEART_LOCALE_DIR"

#define LANGUAGE_DOMAIN "secondheart"
#define LANGUAGE_COUNT  9
#define LANGUAGE_AUTO   "auto"

/* How a date is written; see locale_text.h. */
enum language_date {
    LANGUAGE_DATE_FULL,      /* Monday, 2 March */
    LANGUAGE_DATE_SHORT,     /* Mon 2 Mar */
    LANGUAGE_DATE_DAY,       /* 2 March */
    LANGUAGE_DATE_DAY_SHORT, /* 2 Mar */
    LANGUAGE_DATE_MONTH,     /* Mar 2026 */
    LANGUAGE_DATE_COUNT
};

/*
 * One language. Patterns are those of Unicode's CLDR, which is their source: H and HH the hour of
 * 24, mm the minute, EEEE and EEE the weekday's name and its short form, d the day, MMMM and MMM
 * the month's, y the year; a letter between apostrophes stands for itself.
 */
struct language {
    const char *code;
    const char *name; /* in the language itself */
    const char *clock;
    const char *date[LANGUAGE_DATE_COUNT];
    const char *thousands; /* between groups of three digits */
    const char *decimal;
    int ungrouped_digits; /* numbers of so many digits are not grouped */
    bool is_cjk;          /* the typeface has not got its signs: font_files_find_cjk() */
};

/* English, the language of the source, comes first. */
extern const struct language languages[LANGUAGE_COUNT];

/* The language with this code, or NULL. */
const struct language *language_find(const char *code);

/*
 * Of a list as in LANGUAGE or a name as in LANG ("de_CH:fr", "pt_BR.UTF-8") the first one that
 * there is; NULL if there is none. Pure.
 */
const struct language *language_of_names(const char *names);

/*
 * Is there a typeface with its signs (font_files.h)? Blocks on the folders that typefaces are in.
 */
bool language_has_typeface(const struct language *language);

/*
 * Binds the catalogues and speaks English: once, before there are threads. Their folder is `dir`;
 * if that is NULL, LANGUAGE_VARIABLE's; else share/locale beside the program's folder; else where
 * the build was told to install it. What the environment asks for is kept for LANGUAGE_AUTO.
 * Fails with ERR_MEMORY, with everything left in English.
 */
int language_start(const char *dir, struct err *err) SH_WARN_UNUSED;

/*
 * Speaks the language with this code from now on; LANGUAGE_AUTO: the one that the environment asked
 * for at the start (LANGUAGE, LC_ALL, LC_MESSAGES, LANG, in this order), else English. Fails, and
 * what was spoken before stays, with ERR_INPUT if there is no such language, with ERR_NOT_FOUND
 * and a sentence that names what to install if its catalogue, its typeface or any UTF-8 locale is
 * missing, with ERR_CORRUPT if the catalogue is damaged (catalogue.h), or with ERR_MEMORY. Before
 * language_start() everything is in English.
 */
int language_use(const char *code, struct err *err) SH_WARN_UNUSED;

/* The language that is spoken; never NULL. */
const struct language *language_current(void);

#endif
