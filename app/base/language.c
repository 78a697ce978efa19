#include "base/language.h"

#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/catalogue.h"
#include "base/font_files.h"

#define PATH_SIZE 512

/* What the environment asked for at the start, kept where language_use() finds it again. */
#define SYSTEM_VARIABLE "SECONDHEART_SYSTEM_LANGUAGE"

#define NO_BREAK_SPACE        "\xc2\xa0"     /* U+00A0 */
#define NARROW_NO_BREAK_SPACE "\xe2\x80\xaf" /* U+202F */

/* Unicode CLDR: timeFormats, dateFormatItem, symbols, minimumGroupingDigits. */
const struct language languages[LANGUAGE_COUNT] = {
    {"en",
     "English",
     "H:mm",
     {"EEEE, d MMMM", "EEE d MMM", "d MMMM", "d MMM", "MMM y"},
     ",",
     ".",
     3,
     false},
    {"de",
     "Deutsch",
     "HH:mm",
     {"EEEE, d. MMMM", "EEE, d. MMM", "d. MMMM", "d. MMM", "MMM y"},
     ".",
     ",",
     3,
     false},
    {"fr",
     "Français",
     "HH:mm",
     {"EEEE d MMMM", "EEE d MMM", "d MMMM", "d MMM", "MMM y"},
     NARROW_NO_BREAK_SPACE,
     ",",
     3,
     false},
    {"es",
     "Español",
     "H:mm",
     {"EEEE, d 'de' MMMM", "EEE, d MMM", "d 'de' MMMM", "d MMM", "MMM y"},
     ".",
     ",",
     4,
     false},
    {"nl",
     "Nederlands",
     "HH:mm",
     {"EEEE d MMMM", "EEE d MMM", "d MMMM", "d MMM", "MMM y"},
     ".",
     ",",
     3,
     false},
    {"it",
     "Italiano",
     "HH:mm",
     {"EEEE d MMMM", "EEE d MMM", "d MMMM", "d MMM", "MMM y"},
     ".",
     ",",
     3,
     false},
    {"pt",
     "Português",
     "HH:mm",
     {"EEEE, d 'de' MMMM", "EEE, d MMM", "d 'de' MMMM", "d MMM", "MMM y"},
     NO_BREAK_SPACE,
     ",",
     4,
     false},
    {"pl",
     "Polski",
     "HH:mm",
     {"EEEE, d MMMM", "EEE, d MMM", "d MMMM", "d MMM", "MMM y"},
     NO_BREAK_SPACE,
     ",",
     4,
     false},
    {"ja",
     "日本語",
     "H:mm",
     {"MMMd日EEEE", "MMMd日(EEE)", "MMMd日", "MMMd日", "y年MMM"},
     ",",
     ".",
     3,
     true},
};

static const struct language *find_bytes(const char *code, size_t length)
{
    for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
        if (strlen(languages[i].code) == length && memcmp(languages[i].code, code, length) == 0)
            return &languages[i];
    }
    return NULL;
}

const struct language *language_find(const char *code)
{
    return find_bytes(code, strlen(code));
}

const struct language *language_of_names(const char *names)
{
    while (*names != '\0') {
        size_t length = strcspn(names, ":");
        /* Of de_CH.UTF-8@euro the language alone. */
        const struct language *found = find_bytes(names, strcspn(names, ":_.@"));

        if (found)
            return found;
        names += length;
        names += *names == ':';
    }
    return NULL;
}

/* ------------------------------------------------------------------------------------ catalogues
 */

static void catalogue_path(const char *dir, const char *code, char path[PATH_SIZE + 64])
{
    (void)snprintf(path, PATH_SIZE + 64, "%s/%s/LC_MESSAGES/" LANGUAGE_DOMAIN ".mo", dir, code);
}

static bool has_catalogue(const char *dir, const char *code)
{
    char path[PATH_SIZE + 64];

    catalogue_path(dir, code, path);
    return access(path, R_OK) == 0;
}

static bool has_any_catalogue(const char *dir)
{
    for (size_t i = 1; i < LANGUAGE_COUNT; i++) {
        if (has_catalogue(dir, languages[i].code))
            return true;
    }
    return false;
}

/* share/locale beside the folder that the program lies in. */
static bool find_beside_program(char dir[PATH_SIZE])
{
    char program[PATH_SIZE - 32];
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    char *slash;

    if (length < 0)
        return false;
    program[length] = '\0';
    slash = strrchr(program, '/');
    if (!slash)
        return false;
    *slash = '\0';
    (void)snprintf(dir, PATH_SIZE, "%s/../share/locale", program);
    return has_any_catalogue(dir);
}

static void find_folder(const char *dir, char path[PATH_SIZE])
{
    const char *own_dir = dir ? dir : getenv(LANGUAGE_VARIABLE);

    if (own_dir && *own_dir)
        (void)snprintf(path, PATH_SIZE, "%s", own_dir);
    else if (!find_beside_program(path))
        (void)snprintf(path, PATH_SIZE, "%s", SECONDHEART_INSTALLED_LOCALE_DIR);
}

/* ------------------------------------------------------------------------------------ switching */

/*
 * In the locale "C", in which a program starts, gettext translates nothing, whatever LANGUAGE says,
 * and the newer C library's (2.41, Debian 13) nothing in C.UTF-8 either: it goes by the name. A
 * territory that does not exist makes another name of it, and setlocale(), which finds no such
 * locale, takes the one without: C.UTF-8, which is always there. English stays in "C" until the
 * first other language, and costs nothing.
 */
static bool use_utf8_locale(void)
{
    static const char *const names[] = {"C_XX.UTF-8", "C_XX.utf8", "en_US.UTF-8"};
    const char *now = setlocale(LC_MESSAGES, NULL);

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if ((now && strcmp(now, names[i]) == 0) || setlocale(LC_MESSAGES, names[i]))
            return true;
    }
    return false;
}

/*
 * gettext keeps what it has found until it is told that something has changed; naming the domain
 * once more tells it (the C library counts it as a change even if it is the same name).
 */
static int speak(const struct language *language, struct err *err)
{
    if (language != &languages[0] && !use_utf8_locale())
        return err_set(err, ERR_NOT_FOUND,
                       "language: the locale C.UTF-8 is missing, so all is in English; install the "
                       "package libc-bin");
    if (setenv("LANGUAGE", language->code, 1) != 0 || !textdomain(LANGUAGE_DOMAIN))
        return err_set(err, ERR_MEMORY, "language: no memory");
    return 0;
}

static const struct language *system_language(void)
{
    static const char *const variables[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};

    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
        const char *names = getenv(variables[i]);
        const struct language *found = names ? language_of_names(names) : NULL;

        if (found)
            return found;
    }
    return &languages[0];
}

int language_start(const char *dir, struct err *err)
{
    char path[PATH_SIZE];

    if (setenv(SYSTEM_VARIABLE, system_language()->code, 1) != 0)
        return err_set(err, ERR_MEMORY, "language: no memory");
    find_folder(dir, path);
    if (!bindtextdomain(LANGUAGE_DOMAIN, path) ||
        !bind_textdomain_codeset(LANGUAGE_DOMAIN, "UTF-8"))
        return err_set(err, ERR_MEMORY, "language: no memory");
    /* The log is in English: the C library's own words for an error are looked for where none are.
     */
    if (!bindtextdomain("libc", "/dev/null"))
        return err_set(err, ERR_MEMORY, "language: no memory");
    return speak(&languages[0], err);
}

bool language_has_typeface(const struct language *language)
{
    char path[PATH_SIZE];

    return !language->is_cjk || font_files_find_cjk("", NULL, false, path, sizeof(path));
}

static int check_available(const struct language *language, struct err *err)
{
    char path[PATH_SIZE + 64];
    const char *dir = bindtextdomain(LANGUAGE_DOMAIN, NULL);
    int result;

    if (language == &languages[0])
        return 0;
    if (!dir || !has_catalogue(dir, language->code))
        return err_set(err, ERR_NOT_FOUND,
                       "%s: no catalogue '%s/%s/LC_MESSAGES/" LANGUAGE_DOMAIN ".mo'; install the "
                       "program again, or name the folder in " LANGUAGE_VARIABLE,
                       language->name, dir ? dir : "", language->code);
    catalogue_path(dir, language->code, path);
    result = catalogue_check(path, err);
    if (result < 0)
        return result;
    if (!language_has_typeface(language))
        return err_set(err, ERR_NOT_FOUND,
                       "%s: no typeface has its signs; install the package fonts-noto-cjk",
                       language->name);
    return 0;
}

int language_use(const char *code, struct err *err)
{
    const char *system = getenv(SYSTEM_VARIABLE);
    const struct language *language;
    int result;

    if (strcmp(code, LANGUAGE_AUTO) == 0)
        code = system ? system : languages[0].code;
    language = language_find(code);
    if (!language)
        return err_set(err, ERR_INPUT, "language: '%s': there is no such language here", code);
    result = check_available(language, err);
    return result < 0 ? result : speak(language, err);
}

const struct language *language_current(void)
{
    const char *domain = textdomain(NULL);
    const char *code = getenv("LANGUAGE");
    const struct language *language;

    /* A LANGUAGE that nobody here has set is not spoken. */
    if (!code || !domain || strcmp(domain, LANGUAGE_DOMAIN) != 0)
        return &languages[0];
    language = language_find(code);
    return language ? language : &languages[0];
}
