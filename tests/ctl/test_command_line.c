/* A table of options against what may be typed; how mistakes are told is test_cli.sh's to see. */
#include "ctl/command_line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define WORDS_MAX 16

enum { COLOUR_RED, COLOUR_BLUE };

static const char *const colours[] = {[COLOUR_RED] = "red", [COLOUR_BLUE] = "blue", NULL};

struct options {
    const char *file;
    const char *output;
    int date;
    int colour;
    bool is_sure;
};

static const struct command_option rows[] = {
    {.name = "output",
     .letter = 'o',
     .value = "FILE",
     .type = COMMAND_TEXT,
     .offset = offsetof(struct options, output),
     .help = "one line\nand another"},
    {.name = "date",
     .value = "DATE",
     .type = COMMAND_DATE,
     .offset = offsetof(struct options, date),
     .help = "a day"},
    {.name = "colour",
     .value = "NAME",
     .type = COMMAND_CHOICE,
     .choices = colours,
     .offset = offsetof(struct options, colour),
     .help = "red or blue"},
    {.name = "yes", .offset = offsetof(struct options, is_sure), .help = "sure"},
};

static const struct command_line line = {
    .command = "paint",
    .usage = "Usage: paint FILE\n",
    .options = rows,
    .option_count = sizeof(rows) / sizeof(rows[0]),
    .exit_codes = "Exit codes: 0.\n",
    .operand = "FILE",
    .operand_offset = offsetof(struct options, file),
};

/* Parses `typed`, words apart by one blank; the words stay until the next call. */
static bool parse(const struct command_line *of, const char *typed, struct options *options,
                  int *exit_code)
{
    static char text[256];
    char *argv[WORDS_MAX + 1] = {text};
    char *rest = NULL;
    int argc = 0;

    assert_true(strlen(typed) < sizeof(text));
    (void)snprintf(text, sizeof(text), "%s", typed);
    for (char *word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        assert_true(argc < WORDS_MAX);
        argv[argc++] = word;
    }
    *options = (struct options){.output = "-", .colour = COLOUR_RED};
    *exit_code = -1;
    return command_line_parse(of, argc, argv, options, exit_code);
}

static void each_option_fills_its_field(void **state)
{
    struct options options;
    int code;

    assert_true(parse(&line, "paint --output x --date 2026-03-02 --colour blue --yes wall",
                      &options, &code));
    assert_int_equal(code, EXIT_DONE);
    assert_string_equal(options.output, "x");
    assert_int_equal(options.date, 20260302);
    assert_int_equal(options.colour, COLOUR_BLUE);
    assert_true(options.is_sure);
    assert_string_equal(options.file, "wall");
}

static void what_is_not_typed_keeps_its_default(void **state)
{
    struct options options;
    int code;

    assert_true(parse(&line, "paint wall", &options, &code));
    assert_string_equal(options.output, "-");
    assert_int_equal(options.date, 0);
    assert_int_equal(options.colour, COLOUR_RED);
    assert_false(options.is_sure);
}

static void a_letter_is_short_for_its_name(void **state)
{
    struct options options;
    int code;

    assert_true(parse(&line, "paint wall -o x", &options, &code));
    assert_string_equal(options.output, "x");
    assert_true(parse(&line, "paint -oy wall", &options, &code));
    assert_string_equal(options.output, "y");
}

static void help_is_all_that_was_asked_for(void **state)
{
    struct options options;
    int code;

    assert_false(parse(&line, "paint --help", &options, &code));
    assert_int_equal(code, EXIT_DONE);
}

static void every_mistake_is_wrong_input(void **state)
{
    static const char *const mistakes[] = {
        "paint",
        "paint wall floor",
        "paint wall --size 3",
        "paint wall -x",
        "paint wall --output",
        "paint wall --date 2026-02-30",
        "paint wall --date yesterday",
        "paint wall --colour green",
        "paint wall --yes=no",
        "paint wall --colour green --help",
    };
    struct options options;
    int code;

    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        if (parse(&line, mistakes[i], &options, &code))
            fail_msg("taken: %s", mistakes[i]);
        assert_int_equal(code, EXIT_INPUT);
    }
}

static void a_word_beside_the_options_may_be_left_out_or_unwanted(void **state)
{
    struct command_line other = line;
    struct options options;
    int code;

    other.operand_may_miss = true;
    assert_true(parse(&other, "paint", &options, &code));
    assert_null(options.file);
    other.operand = NULL;
    assert_true(parse(&other, "paint --yes", &options, &code));
    assert_false(parse(&other, "paint wall", &options, &code));
    assert_int_equal(code, EXIT_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_option_fills_its_field),
        cmocka_unit_test(what_is_not_typed_keeps_its_default),
        cmocka_unit_test(a_letter_is_short_for_its_name),
        cmocka_unit_test(help_is_all_that_was_asked_for),
        cmocka_unit_test(every_mistake_is_wrong_input),
        cmocka_unit_test(a_word_beside_the_options_may_be_left_out_or_unwanted),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
