/* What a person may choose on the screen, and what the administrator has locked. */
#include "base/personal.h"

#include "temp_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void load_locks(const char *locked, struct config *config, struct config_problems *problems)
{
    char path[TEMP_PATH_SIZE];
    char text[256];

    (void)snprintf(text, sizeof(text), "[settings]\nlocked = %s\n", locked);
    temp_file_new(path, text, strlen(text));
    config_load_file(config, path, problems);
    temp_file_remove(path);
}

static void a_choice_lies_over_the_files(void **state)
{
    struct config config;

    config_set_defaults(&config);
    assert_int_equal(personal_apply(&config, "display.theme", "light"), 0);
    assert_int_equal(config.display.theme, CONFIG_THEME_LIGHT);
    assert_int_equal(personal_apply(&config, "protocol.preset", "half-hour"), 0);
    assert_int_equal(config.protocol.preset, PROTOCOL_HALF_HOUR);
    assert_int_equal(personal_apply(&config, "display.language", "ja"), 0);
    assert_string_equal(config_languages[config.display.language], "ja");
}

static void what_is_not_allowed_changes_nothing(void **state)
{
    struct config before;
    struct config config;

    memset(&before, 0, sizeof(before));
    config_set_defaults(&before);
    memcpy(&config, &before, sizeof(config));
    assert_int_equal(personal_apply(&config, "display.theme", "pink"), -ERR_INPUT);
    assert_int_equal(personal_apply(&config, "display.brightness", "0"), -ERR_INPUT);
    assert_int_equal(personal_apply(&config, "display.nothing", "1"), -ERR_NOT_FOUND);
    assert_int_equal(personal_apply(&config, "display", "1"), -ERR_NOT_FOUND);
    assert_int_equal(personal_apply(&config, "", ""), -ERR_NOT_FOUND);
    assert_memory_equal(&before, &config, sizeof(config));
}

/* Wiring, the state folder and the locks themselves are not for whoever touches the screen. */
static void what_belongs_to_the_administrator_is_no_choice(void **state)
{
    static const char *const names[] = {"sensors.chair_line", "state.dir", "settings.locked",
                                        "settings.first_run", "coach.baseline_days"};
    struct config config;

    config_set_defaults(&config);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_int_equal(personal_apply(&config, names[i], "x"), -ERR_NOT_FOUND);
}

static void a_locked_key_stays_as_the_files_have_it(void **state)
{
    struct config_problems problems = {0};
    struct config config;

    load_locks("protocol.preset,coach.chime", &config, &problems);
    assert_true(config_problems_none(&problems));
    assert_int_equal(personal_apply(&config, "protocol.preset", "half-hour"), -ERR_PERMISSION);
    assert_int_equal(personal_apply(&config, "coach.chime", "yes"), -ERR_PERMISSION);
    assert_int_equal(config.protocol.preset, PROTOCOL_HOURLY_STROLL);
    assert_int_equal(personal_apply(&config, "display.theme", "light"), 0);
}

static void all_locks_every_key(void **state)
{
    struct config_problems problems = {0};
    struct config config;

    load_locks("all", &config, &problems);
    assert_true(config_problems_none(&problems));
    for (size_t i = 0; i < option_count; i++) {
        if (option_table[i].is_personal)
            assert_true(personal_is_locked(&config, &option_table[i]));
    }
}

static void a_lock_on_no_key_is_told_and_the_others_hold(void **state)
{
    struct config_problems problems = {0};
    struct config config;

    load_locks("protocol.presets, coach.chime", &config, &problems);
    assert_int_equal(problems.count, 1);
    assert_non_null(strstr(problems.texts[0], ":2: settings.locked: 'protocol.presets'"));
    assert_true(personal_is_locked(&config, personal_find("coach.chime")));
    config_problems_free(&problems);
}

static void every_personal_value_fits_where_it_is_kept(void **state)
{
    for (size_t i = 0; i < option_count; i++) {
        const struct config_option *option = &option_table[i];

        if (!option->is_personal)
            continue;
        assert_true(strlen(option->section) + strlen(option->key) + 2 <= PERSONAL_NAME_SIZE);
        assert_true(option->type != OPTION_TEXT);
        for (int k = 0; option->choices && option->choices[k]; k++)
            assert_true(strlen(option->choices[k]) < PERSONAL_VALUE_SIZE);
    }
}

static void what_is_read_and_written_again_is_the_same_choice(void **state)
{
    struct config config, again;
    char name[PERSONAL_NAME_SIZE], value[PERSONAL_VALUE_SIZE];

    config_set_defaults(&config);
    assert_int_equal(personal_apply(&config, "display.brightness", "45"), 0);
    assert_int_equal(personal_apply(&config, "display.theme", "contrast"), 0);
    assert_int_equal(personal_apply(&config, "coach.chime", "yes"), 0);
    config_set_defaults(&again);
    for (size_t i = 0; i < option_count; i++) {
        const struct config_option *option = &option_table[i];

        if (!option->is_personal)
            continue;
        (void)snprintf(name, sizeof(name), "%s.%s", option->section, option->key);
        personal_write(option, personal_value(&config, option), value);
        assert_int_equal(personal_apply(&again, name, value), 0);
        assert_int_equal(personal_value(&again, option), personal_value(&config, option));
    }
    assert_int_equal(personal_value(&again, personal_find("display.brightness")), 45);
    assert_int_equal(again.display.theme, CONFIG_THEME_CONTRAST);
    assert_true(again.coach.has_chime);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_choice_lies_over_the_files),
        cmocka_unit_test(what_is_not_allowed_changes_nothing),
        cmocka_unit_test(what_belongs_to_the_administrator_is_no_choice),
        cmocka_unit_test(a_locked_key_stays_as_the_files_have_it),
        cmocka_unit_test(all_locks_every_key),
        cmocka_unit_test(a_lock_on_no_key_is_told_and_the_others_hold),
        cmocka_unit_test(what_is_read_and_written_again_is_the_same_choice),
        cmocka_unit_test(every_personal_value_fits_where_it_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
