/* The command line of secondheart-sync (sync/options.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <getopt.h>

#include "sync/options.h"

#define WORDS_MAX 8

/* Parses up to WORDS_MAX words, NULL behind the last. */
static int parse(struct options *options, const char *const *words, struct err *err)
{
    static char text[WORDS_MAX + 1][32] = {"secondheart-sync"};
    char *argv[WORDS_MAX + 2] = {text[0]};
    int argc = 1;

    for (; argc <= WORDS_MAX && words[argc - 1]; argc++) {
        (void)snprintf(text[argc], sizeof(text[argc]), "%s", words[argc - 1]);
        argv[argc] = text[argc];
    }
    optind = 0; /* getopt begins anew */
    return options_parse(options, argc, argv, err);
}

static void without_options_everything_is_the_systems(void **state)
{
    const char *const words[] = {NULL};
    struct options options;
    struct err err = {0};

    assert_int_equal(parse(&options, words, &err), 0);
    assert_null(options.config_path);
    assert_null(options.state_dir);
    assert_null(options.outbox_dir);
    assert_string_equal(options.test_endpoint, "");
    assert_int_equal(options.timeout_s, 60);
    assert_false(options.is_dry_run || options.is_now || options.is_release || options.wants_help ||
                 options.wants_version);
}

static void each_flag_is_taken(void **state)
{
    static const struct {
        const char *word;
        size_t at;
    } flags[] = {
        {"--dry-run", offsetof(struct options, is_dry_run)},
        {"--now", offsetof(struct options, is_now)},
        {"--release", offsetof(struct options, is_release)},
        {"--help", offsetof(struct options, wants_help)},
        {"--version", offsetof(struct options, wants_version)},
    };

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        const char *const words[] = {flags[i].word, NULL};
        struct options options;
        struct err err = {0};

        assert_int_equal(parse(&options, words, &err), 0);
        for (size_t k = 0; k < sizeof(flags) / sizeof(flags[0]); k++)
            assert_int_equal(*(const bool *)((const char *)&options + flags[k].at), k == i);
    }
}

static void each_value_is_taken(void **state)
{
    static const struct {
        const char *word;
        size_t at;
    } values[] = {
        {"--config=/a", offsetof(struct options, config_path)},
        {"--state=/a", offsetof(struct options, state_dir)},
        {"--outbox=/a", offsetof(struct options, outbox_dir)},
        {"--test-endpoint=/a", offsetof(struct options, test_endpoint)},
    };

    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        const char *const words[] = {values[i].word, NULL};
        struct options options;
        struct err err = {0};

        assert_int_equal(parse(&options, words, &err), 0);
        for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
            const char *value;

            memcpy(&value, (const char *)&options + values[k].at, sizeof(value));
            assert_int_equal(value && strcmp(value, "/a") == 0, k == i);
        }
    }
}

static void each_mistake_is_named(void **state)
{
    static const struct {
        const char *words[WORDS_MAX];
        const char *sentence;
    } rows[] = {
        {{"--timeout", "0"}, "'0': not a time; allowed are 1 to 600"},
        {{"--timeout", "601"}, "'601'"},
        {{"--timeout", "-5"}, "'-5'"},
        {{"--timeout", "9s"}, "'9s'"},
        {{"--timeout", ""}, "''"},
        {{"--timeout", "99999999999999999999"}, "'99999999999999999999'"},
        {{"--timeout"}, "a value is missing"},
        {{"--config"}, "a value is missing"},
        {{"--sideways"}, "no such option"},
        {{"-x"}, "no such option"},
        {{"--now=yes"}, "no such option"},
        {{"drain"}, "'drain': nothing but options"},
        {{"--now", "--", "--now"}, "'--now': nothing but options"},
        {{"--dry-run", "--release"}, "--release: not with --dry-run"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct options options;
        struct err err = {0};

        assert_int_equal(parse(&options, rows[i].words, &err), -ERR_INPUT);
        if (!strstr(err.text, rows[i].sentence))
            fail_msg("'%s' lacks '%s'", err.text, rows[i].sentence);
    }
}

static void the_timeout_is_taken_in_seconds(void **state)
{
    static const char *const words[][3] = {{"--timeout", "1"}, {"--timeout", "600"}};
    static const int seconds[] = {1, 600};

    for (size_t i = 0; i < 2; i++) {
        struct options options;
        struct err err = {0};

        assert_int_equal(parse(&options, words[i], &err), 0);
        assert_int_equal(options.timeout_s, seconds[i]);
    }
}

static void help_names_every_option(void **state)
{
    static const char *const names[] = {"--dry-run", "--now",    "--release", "--timeout",
                                        "--outbox",  "--state",  "--config",  "--test-endpoint",
                                        "--help",    "--version"};
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    assert_non_null(out);
    options_print_help(out);
    assert_int_equal(fclose(out), 0);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        assert_non_null(strstr(text, names[i]));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_options_everything_is_the_systems),
        cmocka_unit_test(each_flag_is_taken),
        cmocka_unit_test(each_value_is_taken),
        cmocka_unit_test(each_mistake_is_named),
        cmocka_unit_test(the_timeout_is_taken_in_seconds),
        cmocka_unit_test(help_names_every_option),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
