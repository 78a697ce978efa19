/* The configuration: the table's own order, what is loaded, and how each mistake is named. */
#include "base/config.h"
#include "base/option_table.h"

#include "temp_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

static void load_text(const char *text, struct config *config, struct config_problems *problems)
{
    char path[TEMP_PATH_SIZE];

    temp_file_new(path, text, strlen(text));
    config_load_file(config, path, problems);
    temp_file_remove(path);
}

static void nothing_configured_means_the_documented_defaults(void **state)
{
    struct config config;
    struct config_problems problems = {0};

    load_text("", &config, &problems);
    assert_true(config_problems_none(&problems));
    assert_int_equal(config.sensors.source, CONFIG_SOURCE_AUTO);
    assert_string_equal(config.sensors.line[LINE_CHAIR].name, "GPIO17");
    assert_string_equal(config.sensors.line[LINE_MAT].name, "GPIO27");
    assert_string_equal(config.sensors.line[LINE_PLUG].name, "");
    assert_int_equal(config.sensors.line[LINE_CHAIR].offset, CONFIG_NONE);
    assert_true(config.sensors.line[LINE_PLUG].is_active_low);
    assert_int_equal(config.sensors.bias, CONFIG_BIAS_PULL_UP);
    assert_int_equal(config.sensors.mat, CONFIG_MAT_YES);
    assert_int_equal(config.sensors.steps_per_closure, 2);
    assert_int_equal(config.day.start_min, 4 * 60);
    assert_int_equal(config.protocol.preset, PROTOCOL_HOURLY_STROLL);
    assert_int_equal(config.coach.quiet_hours.count, 0);
    assert_int_equal(config.coach.baseline_days, 0);
    assert_true(config.coach.has_suggestions);
    assert_false(config.coach.has_chime);
    assert_int_equal(config.display.width_px, 800);
    assert_int_equal(config.display.height_px, 480);
    assert_false(config.names_lines);
}

static void the_coach_is_configured(void **state)
{
    struct config config;
    struct config_problems problems = {0};

    load_text("[coach]\nquiet_hours = mon-fri 12:00-13:00, daily 18:00-08:00\n"
              "baseline_days = 5\nsuggestions = no\nchime = yes\n",
              &config, &problems);
    assert_true(config_problems_none(&problems));
    assert_int_equal(config.coach.quiet_hours.count, 2);
    assert_int_equal(config.coach.quiet_hours.spans[0].start_min, 12 * 60);
    assert_int_equal(config.coach.baseline_days, 5);
    assert_false(config.coach.has_suggestions);
    assert_true(config.coach.has_chime);
}

static void absurd_values_of_the_coach_are_named_and_keep_their_defaults(void **state)
{
    static const char *const texts[] = {
        "[coach]\nquiet_hours = always\n",
        "[coach]\nquiet_hours = mon-fri 25:00-26:00\n",
        "[coach]\nquiet_hours = 12:00-12:00\n",
        "[coach]\nbaseline_days = -1\n",
        "[coach]\nbaseline_days = 365\n",
        "[coach]\nsuggestions = sometimes\n",
        "[coach]\nchime = loud\n",
        "[protocol]\npreset = marathon\n",
        "[protocol]\npreset = custom\ninterval_min = 0\n",
        "[protocol]\npreset = custom\nduration_s = 100000\n",
        "[protocol]\npreset = custom\ninterval_min = 5\nduration_s = 300\n",
    };

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct config config;
        struct config_problems problems = {0};
        struct protocol protocol;

        load_text(texts[i], &config, &problems);
        assert_int_equal(problems.count, 1);
        assert_non_null(strstr(problems.texts[0], "allowed"));
        protocol = config_protocol(&config);
        assert_true(protocol.duration_s > 0 && protocol.duration_s < protocol.interval_s);
        assert_int_equal(config.coach.quiet_hours.count, 0);
        assert_int_equal(config.coach.baseline_days, 0);
        config_problems_free(&problems);
    }
}

static void every_type_of_value_is_read(void **state)
{
    static const char text[] = "\xef\xbb\xbf; a comment\r\n"
                               "[sensors]\r\n"
                               "source=gpio\r\n"
                               "  chair_line =  GPIO5  ; the brown wire\n"
                               "chair_active_low: No\n"
                               "chip_label = pinctrl-rp1\n"
                               "plug_offset = 22\n"
                               "mat_offset = none\n"
                               "\n# another\n[day]\nday_start = 05:30\n"
                               "[protocol]\npreset = custom\ninterval_min = 45\nduration_s = 90\n"
                               "[state]\ndir = /srv/my heart";
    struct config config;
    struct config_problems problems = {0};
    struct protocol protocol;

    load_text(text, &config, &problems);
    assert_true(config_problems_none(&problems));
    assert_int_equal(config.sensors.source, CONFIG_SOURCE_GPIO);
    assert_string_equal(config.sensors.line[LINE_CHAIR].name, "GPIO5");
    assert_false(config.sensors.line[LINE_CHAIR].is_active_low);
    assert_int_equal(config.sensors.line[LINE_PLUG].offset, 22);
    assert_int_equal(config.sensors.line[LINE_MAT].offset, CONFIG_NONE);
    assert_int_equal(config.day.start_min, 5 * 60 + 30);
    assert_string_equal(config.state.dir, "/srv/my heart");
    assert_true(config.names_lines);
    protocol = config_protocol(&config);
    assert_int_equal(protocol.interval_s, 45 * 60);
    assert_int_equal(protocol.duration_s, 90);
}

static void each_mistake_is_named_and_the_key_keeps_its_default(void **state)
{
    static const struct {
        const char *text;
        const char *problem; /* after FILE */
    } mistakes[] = {
        {"[sensors]\nsteps_per_closure = 3\n", ":2: sensors.steps_per_closure: '3' is not "
                                               "allowed, allowed: 1 to 2 (default: 2)"},
        {"[sensors]\nsteps_per_closure =\n", ":2: sensors.steps_per_closure: '' is not "
                                             "allowed, allowed: 1 to 2 (default: 2)"},
        {"[sensors]\nsteps_per_closure = 1.0\n", ":2: sensors.steps_per_closure: '1.0' is not "
                                                 "allowed, allowed: 1 to 2 (default: 2)"},
        {"[sensors]\nsteps_per_closure = none\n", ":2: sensors.steps_per_closure: 'none' is not "
                                                  "allowed, allowed: 1 to 2 (default: 2)"},
        {"[sensors]\nchip_label = a\nmat_offset = 99999999999999999999\n",
         ":3: sensors.mat_offset: '99999999999999999999' is not allowed, allowed: 0 to 1023, or "
         "none (default: none)"},
        {"[protocol]\ninterval_min = 4\n", ":2: protocol.interval_min: '4' is not allowed, "
                                           "allowed: 5 to 240 min (default: 60)"},
        {"[protocol]\ninterval_min = -5\n", ":2: protocol.interval_min: '-5' is not allowed, "
                                            "allowed: 5 to 240 min (default: 60)"},
        {"[sensors]\nsource = GPIO\n", ":2: sensors.source: 'GPIO' is not allowed, allowed: auto, "
                                       "gpio or sim (default: auto)"},
        {"[sensors]\nmat_active_low = perhaps\n", ":2: sensors.mat_active_low: 'perhaps' is not "
                                                  "allowed, allowed: yes or no (default: yes)"},
        {"[day]\nday_start = 24:00\n", ":2: day.day_start: '24:00' is not allowed, allowed: 00:00 "
                                       "to 23:59 (default: 04:00)"},
        {"[day]\nday_start = 4:00\n", ":2: day.day_start: '4:00' is not allowed, allowed: 00:00 "
                                      "to 23:59 (default: 04:00)"},
        {"[day]\nday_start = 04:00h\n", ":2: day.day_start: '04:00h' is not allowed, allowed: "
                                        "00:00 to 23:59 (default: 04:00)"},
        {"[sensors]\nchair_line =\n", ":2: sensors.chair_line: '' is not allowed, allowed: 1 to "
                                      "32 bytes of text (default: GPIO17)"},
        {"[day]\nstart = 04:00\n", ":2: day.start: unknown key, allowed are day_start"},
        {"[dya]\nday_start = 04:00\n", ":1: 'dya': unknown section, allowed are sensors, day, "
                                       "protocol, coach, display, settings, sync, state"},
        {"[day\nday_start = 05:00\n", ":1: '[day': the ] of the section is missing"},
        {"day_start = 05:00\n",
         ":1: day_start: a key before any section, allowed is [section] first"},
        {"[day]\nday_start\n", ":2: 'day_start': not understood, allowed are [section], key = "
                               "value and # comment"},
        {"[day]\n= 05:00\n",
         ":2: '= 05:00': not understood, allowed are [section], key = value and # comment"},
        {"[day]\nday_start ; = 05:00\n", ":2: 'day_start ; = 05:00': not understood, allowed are "
                                         "[section], key = value and # comment"},
        {"[day]\n# caf\xe9\n", ":2: '# caf?': not UTF-8 text, or a NUL byte"},
        {"[sensors]\nmat_line = GPIO17\n",
         ":2: sensors.mat_line: the same line twice, each sensor needs one of its own"},
        {"[sensors]\nchair_line = GPIO27\n",
         ":2: sensors.chair_line: the same line twice, each sensor needs one of its own"},
        {"[sensors]\nmat_offset = 4\n",
         ":2: sensors.mat_offset: an offset says nothing without sensors.chip_label"},
        {"[sensors]\nchip_label = a\nchair_offset = 4\nplug_offset = 4\n",
         ":4: sensors.plug_offset: the same offset twice, each sensor needs a line of its own"},
        {"[state]\ndir = here\n", ":2: state.dir: not an absolute path, allowed begins with a /"},
        {"[protocol]\ninterval_min = 5\nduration_s = 300\n",
         ":3: protocol.duration_s: a break as long as its interval, allowed is less than "
         "interval_min"},
    };

    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        struct config config;
        struct config_problems problems = {0};

        load_text(mistakes[i].text, &config, &problems);
        assert_int_equal(problems.count, 1);
        assert_string_equal(temp_file_without_path(problems.texts[0]), mistakes[i].problem);
        assert_int_equal(config.sensors.steps_per_closure, 2);
        assert_int_equal(config.sensors.source, CONFIG_SOURCE_AUTO);
        assert_int_equal(config.day.start_min, 4 * 60);
        config_problems_free(&problems);
    }
}

static void all_mistakes_are_told_at_once_and_the_good_keys_apply(void **state)
{
    static const char text[] = "[sensors]\nmat = maybe\nsteps_per_closure = 1\nwhat = 1\nrubbish\n"
                               "[nowhere]\nfoo = 1\nbar = 2\n[day]\nday_start = 03:00\n";
    struct config config;
    struct config_problems problems = {0};

    load_text(text, &config, &problems);
    assert_int_equal(problems.count, 4);
    assert_int_equal(config.sensors.steps_per_closure, 1);
    assert_int_equal(config.day.start_min, 3 * 60);
    config_problems_free(&problems);
}

static void a_key_given_twice_in_a_file_is_a_mistake_of_which_the_last_counts(void **state)
{
    struct config config;
    struct config_problems problems = {0};

    load_text("[day]\nday_start = 03:00\nday_start = 05:00\n", &config, &problems);
    assert_int_equal(problems.count, 1);
    assert_non_null(strstr(problems.texts[0], ":3: day.day_start: given twice in this file "
                                              "(before: "));
    assert_non_null(strstr(problems.texts[0], ":2), once is allowed"));
    assert_int_equal(config.day.start_min, 5 * 60);
    config_problems_free(&problems);
}

static void a_line_that_is_too_long_is_passed_over_whole(void **state)
{
    char text[1024] = "[state]\ndir = ";
    struct config config;
    struct config_problems problems = {0};
    size_t len = strlen(text);

    /* The tail would be a key of its own if the line were cut. */
    memset(text + len, 'x', 300);
    (void)snprintf(text + len + 300, sizeof(text) - len - 300, "\nday = x\n");
    load_text(text, &config, &problems);
    assert_int_equal(problems.count, 2);
    assert_non_null(strstr(problems.texts[0], ":2: 'dir = xxx"));
    assert_non_null(strstr(problems.texts[0], "the line is too long, allowed are 190 bytes"));
    assert_non_null(strstr(problems.texts[1], ":3: state.day: unknown key"));
    assert_string_equal(config.state.dir, "");
    config_problems_free(&problems);
}

static void a_file_named_on_the_command_line_must_be_there(void **state)
{
    struct config config;
    struct config_problems problems = {0};

    config_load_file(&config, "/nonexistent/x.conf", &problems);
    assert_int_equal(problems.count, 1);
    assert_string_equal(problems.texts[0],
                        "/nonexistent/x.conf: cannot be opened: No such file or directory");
    assert_int_equal(config.display.width_px, 800);
    config_problems_free(&problems);
    config_load_file(&config, "/", &problems);
    assert_int_equal(problems.count, 1);
    config_problems_free(&problems);
}

static void write_into(const char *folder, const char *name, const char *text)
{
    char path[TEMP_PATH_SIZE + 64];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void files_of_the_folder_apply_by_name_and_the_last_wins(void **state)
{
    static const char *const names[] = {"secondheart.conf",    "conf.d/10-a.conf",
                                        "conf.d/20-b.conf",    "conf.d/30-c.conf.bak",
                                        "conf.d/.hidden.conf", NULL};
    char folder[TEMP_PATH_SIZE];
    char path[TEMP_PATH_SIZE + 64];
    struct config config;
    struct config_problems problems = {0};

    temp_file_name(folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    config_load_folder(&config, folder, &problems);
    assert_true(config_problems_none(&problems));

    (void)snprintf(path, sizeof(path), "%s/conf.d", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    write_into(folder, names[0], "[day]\nday_start = 01:00\n[display]\nwidth = 1024\n");
    write_into(folder, names[2], "[day]\nday_start = 03:00\n");
    write_into(folder, names[1], "[day]\nday_start = 02:00\n[display]\nheight = 600\n");
    write_into(folder, names[3], "[day]\nday_start = 07:00\n");
    write_into(folder, names[4], "[display]\nwidth = 640\n");
    config_load_folder(&config, folder, &problems);
    assert_true(config_problems_none(&problems));
    assert_int_equal(config.day.start_min, 3 * 60);
    assert_int_equal(config.display.width_px, 1024);
    assert_int_equal(config.display.height_px, 600);

    write_into(folder, names[2], "[day]\nday_start = 3\n");
    config_load_folder(&config, folder, &problems);
    assert_int_equal(problems.count, 1);
    assert_non_null(strstr(problems.texts[0], "/conf.d/20-b.conf:2: day.day_start: '3' is not"));
    assert_int_equal(config.day.start_min, 4 * 60);
    config_problems_free(&problems);

    for (int i = 0; names[i]; i++) {
        (void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
        temp_file_remove(path);
    }
    (void)snprintf(path, sizeof(path), "%s/conf.d", folder);
    (void)rmdir(path);
    (void)rmdir(folder);
}

static void the_table_is_in_order(void **state)
{
    for (size_t i = 0; i < option_count; i++) {
        const struct config_option *option = &option_table[i];
        struct config config;
        char allowed[256];
        size_t help_len = strlen(option->help);

        assert_ptr_equal(option_find(option->section, option->key), option);
        assert_true(help_len > 10);
        assert_true(option->help[help_len - 1] == '.' || option->help[help_len - 1] == '?');
        assert_int_equal(strspn(option->key, "abcdefghijklmnopqrstuvwxyz_"), strlen(option->key));
        /* The keys of a section stand together. */
        if (i > 0 && strcmp(option[-1].section, option->section) != 0) {
            for (size_t k = 0; k < i; k++)
                assert_string_not_equal(option_table[k].section, option->section);
        }
        if (option->type == OPTION_NUMBER) {
            assert_non_null(option->unit);
            assert_true(option->min < option->max);
        }
        assert_int_equal(option->type == OPTION_CHOICE, option->choices != NULL);
        assert_int_equal(option_set(option, &config, option->fallback), 0);
        option_describe(option, allowed, sizeof(allowed));
        assert_true(strlen(allowed) > 0 && strlen(allowed) < sizeof(allowed) - 1);
    }
}

static void the_presets_a_file_can_name_are_those_there_are(void **state)
{
    const struct config_option *option = option_find("protocol", "preset");

    for (int i = 0; i < PROTOCOL_COUNT; i++) {
        const struct protocol *protocol = protocol_of((enum protocol_preset)i);

        assert_string_equal(option->choices[i], protocol->name);
        assert_true(protocol->duration_s > 0 && protocol->duration_s < protocol->interval_s);
    }
    assert_null(option->choices[PROTOCOL_COUNT]);
    assert_int_equal(protocol_of(PROTOCOL_ONE_FORTY)->duration_s, 100);
    assert_int_equal(protocol_of(PROTOCOL_SEATED)->raises, 15);
}

/* The reference with its keys made live (`;key` to `key`), so that it says what defaults say. */
static char *reference_without_comments(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    assert_int_equal(config_print_reference(out), 0);
    assert_int_equal(fclose(out), 0);
    for (char *p = text; (p = strstr(p, "\n;")) != NULL;)
        p[1] = ' ';
    return text;
}

static void the_reference_is_a_configuration_that_changes_nothing(void **state)
{
    char *text = reference_without_comments();
    struct config expected;
    struct config config;
    struct config_problems problems = {0};

    load_text(text, &config, &problems);
    if (problems.count > 0)
        fail_msg("%s", problems.texts[0]);
    config_set_defaults(&expected);
    assert_true(config.names_lines);
    config.names_lines = false;
    assert_memory_equal(&config, &expected, sizeof(config));
    for (size_t i = 0; i < option_count; i++)
        assert_non_null(strstr(text, option_table[i].key));
    for (const char *line = text; line; line = strchr(line + 1, '\n'))
        assert_true(strcspn(line + 1, "\n") <= 100);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_configured_means_the_documented_defaults),
        cmocka_unit_test(the_coach_is_configured),
        cmocka_unit_test(absurd_values_of_the_coach_are_named_and_keep_their_defaults),
        cmocka_unit_test(every_type_of_value_is_read),
        cmocka_unit_test(each_mistake_is_named_and_the_key_keeps_its_default),
        cmocka_unit_test(all_mistakes_are_told_at_once_and_the_good_keys_apply),
        cmocka_unit_test(a_key_given_twice_in_a_file_is_a_mistake_of_which_the_last_counts),
        cmocka_unit_test(a_line_that_is_too_long_is_passed_over_whole),
        cmocka_unit_test(a_file_named_on_the_command_line_must_be_there),
        cmocka_unit_test(files_of_the_folder_apply_by_name_and_the_last_wins),
        cmocka_unit_test(the_table_is_in_order),
        cmocka_unit_test(the_presets_a_file_can_name_are_those_there_are),
        cmocka_unit_test(the_reference_is_a_configuration_that_changes_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
