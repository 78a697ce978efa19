/* The language is switched while the program runs, with no locale but C.UTF-8. */
#include <errno.h>
#include <libintl.h>
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/config.h"
#include "base/font_files.h"
#include "base/language.h"

/* A sentence of the catalogues. */
static const char *back(void)
{
    return gettext("Back");
}

static void use(const char *code)
{
    struct err err = {0};

    if (language_use(code, &err) != 0)
        fail_msg("%s", err.text);
}

static void start_in(const char *variable, const char *value)
{
    static const char *const variables[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    struct err err = {0};

    for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
        assert_int_equal(unsetenv(variables[i]), 0);
    if (variable)
        assert_int_equal(setenv(variable, value, 1), 0);
    if (language_start(LOCALE_DIR, &err) != 0)
        fail_msg("%s", err.text);
}

static void everything_is_in_english_before_the_start(void **state)
{
    setenv("LANGUAGE", "de", 1);
    assert_string_equal(language_current()->code, "en");
    assert_string_equal(back(), "Back");
}

static void the_start_is_in_english(void **state)
{
    start_in("LANG", "de_DE.UTF-8");
    assert_string_equal(language_current()->code, "en");
    assert_string_equal(back(), "Back");
}

static void a_switch_is_heard_at_once_and_again(void **state)
{
    static const char *const steps[][2] = {{"de", "Zurück"}, {"fr", "Retour"}, {"ja", "戻る"},
                                           {"en", "Back"},   {"de", "Zurück"}, {"pl", "Wróć"}};

    start_in(NULL, NULL);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        use(steps[i][0]);
        assert_string_equal(back(), steps[i][1]);
        assert_string_equal(language_current()->code, steps[i][0]);
    }
}

static void the_locale_of_a_script_does_not_matter(void **state)
{
    start_in("LC_ALL", "C");
    use("es");
    assert_string_equal(back(), "Volver");
}

static void auto_is_what_the_environment_asked_for_at_the_start(void **state)
{
    start_in("LANG", "nl_BE.UTF-8");
    use("it");
    use("auto");
    assert_string_equal(back(), "Terug");
    start_in("LANGUAGE", "sv:pt_BR");
    use("auto");
    assert_string_equal(back(), "Voltar");
    start_in("LANG", "sv_SE.UTF-8");
    use("auto");
    assert_string_equal(back(), "Back");
}

static void plurals_follow_the_language(void **state)
{
    start_in(NULL, NULL);
    use("pl");
    assert_string_equal(ngettext("break", "breaks", 1), "przerwa");
    assert_string_equal(ngettext("break", "breaks", 3), "przerwy");
    assert_string_equal(ngettext("break", "breaks", 12), "przerw");
    assert_string_equal(ngettext("break", "breaks", 22), "przerwy");
    use("fr");
    assert_string_equal(ngettext("break", "breaks", 0), "pause");
    use("en");
    assert_string_equal(ngettext("break", "breaks", 0), "breaks");
}

static void numbers_in_files_keep_their_point(void **state)
{
    start_in("LANG", "de_DE.UTF-8");
    use("de");
    assert_true(strtod("1.5", NULL) == 1.5);
    assert_string_equal(setlocale(LC_NUMERIC, NULL), "C");
}

static void the_log_stays_in_english(void **state)
{
    start_in(NULL, NULL);
    use("de");
    assert_string_equal(strerror(ENOENT), "No such file or directory");
}

static void what_is_no_language_changes_nothing(void **state)
{
    struct err err = {0};

    start_in(NULL, NULL);
    use("de");
    assert_int_equal(language_use("tlh", &err), -ERR_INPUT);
    assert_string_equal(back(), "Zurück");
}

static void a_missing_catalogue_is_named_and_changes_nothing(void **state)
{
    struct err err = {0};

    start_in(NULL, NULL);
    assert_int_equal(language_start("/nonexistent", &err), 0);
    assert_int_equal(language_use("de", &err), -ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "/nonexistent/de/LC_MESSAGES/secondheart.mo"));
    assert_string_equal(back(), "Back");
    use("en");
}

static void a_missing_typeface_is_named_with_its_package(void **state)
{
    struct err err = {0};

    start_in(NULL, NULL);
    use("de");
    setenv(FONT_FILES_VARIABLE, "/nonexistent", 1);
    assert_int_equal(language_use("ja", &err), -ERR_NOT_FOUND);
    unsetenv(FONT_FILES_VARIABLE);
    assert_non_null(strstr(err.text, "fonts-noto-cjk"));
    assert_string_equal(back(), "Zurück");
}

static void of_several_names_the_first_that_there_is_counts(void **state)
{
    assert_string_equal(language_of_names("de_CH:fr")->code, "de");
    assert_string_equal(language_of_names("sv:fr_CA:de")->code, "fr");
    assert_string_equal(language_of_names("pt_BR.UTF-8")->code, "pt");
    assert_string_equal(language_of_names("nl@euro")->code, "nl");
    assert_null(language_of_names("C.UTF-8"));
    assert_null(language_of_names("POSIX"));
    assert_null(language_of_names("deu"));
    assert_null(language_of_names(":::"));
    assert_null(language_of_names(""));
}

static void the_configuration_names_the_same_languages(void **state)
{
    assert_string_equal(config_languages[0], LANGUAGE_AUTO);
    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        assert_string_equal(config_languages[i + 1], languages[i].code);
    assert_null(config_languages[LANGUAGE_COUNT + 1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_in_english_before_the_start),
        cmocka_unit_test(the_start_is_in_english),
        cmocka_unit_test(a_switch_is_heard_at_once_and_again),
        cmocka_unit_test(the_locale_of_a_script_does_not_matter),
        cmocka_unit_test(auto_is_what_the_environment_asked_for_at_the_start),
        cmocka_unit_test(plurals_follow_the_language),
        cmocka_unit_test(numbers_in_files_keep_their_point),
        cmocka_unit_test(the_log_stays_in_english),
        cmocka_unit_test(what_is_no_language_changes_nothing),
        cmocka_unit_test(a_missing_catalogue_is_named_and_changes_nothing),
        cmocka_unit_test(a_missing_typeface_is_named_with_its_package),
        cmocka_unit_test(of_several_names_the_first_that_there_is_counts),
        cmocka_unit_test(the_configuration_names_the_same_languages),
    };

    return cmocka_run_group_tests_name("language", tests, NULL, NULL);
}
