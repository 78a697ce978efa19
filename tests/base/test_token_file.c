/* The file that holds the server's token (base/token_file.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/token_file.h"

#define SECRET "sesame-open-7f3a91"
#define NOBODY 65534

struct fixture {
    char folder[64];
    char path[96];
    char token[TOKEN_SIZE];
    struct err err;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));

    assert_non_null(fixture);
    (void)snprintf(fixture->folder, sizeof(fixture->folder), "/tmp/shtoken.XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    assert_int_equal(chmod(fixture->folder, 0755), 0);
    (void)snprintf(fixture->path, sizeof(fixture->path), "%s/token", fixture->folder);
    *state = fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    (void)remove(fixture->path);
    assert_int_equal(rmdir(fixture->folder), 0);
    free(fixture);
    return 0;
}

static void write_bytes(struct fixture *fixture, const char *bytes, size_t size, mode_t mode)
{
    FILE *file = fopen(fixture->path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(fixture->path, mode), 0);
}

/* Reads, and after a failure looks for what must not be left: the token, anywhere. */
static int read_token(struct fixture *fixture)
{
    static const char zeros[TOKEN_SIZE];
    int result;

    memset(fixture->token, 'x', sizeof(fixture->token));
    fixture->err = (struct err){0};
    result = token_file_read(fixture->path, fixture->token, &fixture->err);
    if (result < 0) {
        assert_memory_equal(fixture->token, zeros, sizeof(zeros));
        assert_null(strstr(fixture->err.text, "sesame"));
        assert_non_null(strstr(fixture->err.text, fixture->path));
    }
    return result;
}

static void the_token_is_what_stands_before_the_lines_end(void **state)
{
    static const char *const texts[] = {SECRET, "sesame-open-7f3a91\n", "sesame-open-7f3a91\r\n",
                                        "sesame-open-7f3a91 \t\n\n"};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        write_bytes(fixture, texts[i], strlen(texts[i]), 0640);
        assert_int_equal(read_token(fixture), 0);
        assert_string_equal(fixture->token, SECRET);
    }
}

static void what_is_no_single_word_is_refused(void **state)
{
    static const struct {
        const char *text;
        size_t size;
        const char *why;
    } rows[] = {
        {"", 0, "empty"},
        {" \r\n", 3, "empty"},
        {"sesame open", 11, "as one word"},
        {" sesame", 7, "as one word"},
        {"sesame\nopen\n", 12, "as one word"},
        {"sesame\r\nX-Evil: 1", 17, "as one word"},
        {"ses\0ame", 7, "as one word"},
        {"sesame\x7f", 7, "as one word"},
        {"sesame\xc3\xa4", 8, "as one word"},
    };
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        write_bytes(fixture, rows[i].text, rows[i].size, 0600);
        assert_int_equal(read_token(fixture), -ERR_INPUT);
        if (!strstr(fixture->err.text, rows[i].why))
            fail_msg("row %zu: '%s' lacks '%s'", i, fixture->err.text, rows[i].why);
    }
}

static void the_longest_token_is_taken_and_a_longer_one_refused(void **state)
{
    struct fixture *fixture = *state;
    char text[TOKEN_SIZE + 1];

    memset(text, 'a', sizeof(text));
    write_bytes(fixture, text, TOKEN_SIZE - 1, 0600);
    assert_int_equal(read_token(fixture), 0);
    assert_int_equal(strlen(fixture->token), TOKEN_SIZE - 1);
    for (size_t more = 0; more < 2; more++) {
        write_bytes(fixture, text, TOKEN_SIZE + more, 0600);
        assert_int_equal(read_token(fixture), -ERR_INPUT);
        assert_non_null(strstr(fixture->err.text, "longer than any token"));
    }
}

static void a_file_that_others_may_use_is_refused_with_the_remedy(void **state)
{
    static const mode_t good[] = {0400, 0440, 0600, 0640};
    static const mode_t bad[] = {0604, 0641, 0642, 0644, 0650, 0660, 0700, 0777, 04600, 02640};
    struct fixture *fixture = *state;

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        (void)remove(fixture->path);
        write_bytes(fixture, SECRET, strlen(SECRET), good[i]);
        assert_int_equal(read_token(fixture), 0);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char mode[16];

        (void)remove(fixture->path);
        write_bytes(fixture, SECRET, strlen(SECRET), bad[i]);
        assert_int_equal(read_token(fixture), -ERR_INPUT);
        (void)snprintf(mode, sizeof(mode), "mode %04o", (unsigned)bad[i]);
        assert_non_null(strstr(fixture->err.text, mode));
        assert_non_null(strstr(fixture->err.text, "chmod 0640"));
    }
}

static void what_is_no_file_is_refused_without_waiting_for_it(void **state)
{
    struct fixture *fixture = *state;

    assert_int_equal(read_token(fixture), -ERR_NOT_FOUND);
    assert_int_equal(mkfifo(fixture->path, 0600), 0);
    assert_int_equal(read_token(fixture), -ERR_INPUT);
    assert_non_null(strstr(fixture->err.text, "not a file"));
    assert_int_equal(remove(fixture->path), 0);
    assert_int_equal(mkdir(fixture->path, 0700), 0);
    assert_int_equal(read_token(fixture), -ERR_INPUT);
    assert_non_null(strstr(fixture->err.text, "not a file"));
}

static void somebody_elses_file_is_no_permission(void **state)
{
    struct fixture *fixture = *state;
    uid_t us = geteuid();
    int result;

    write_bytes(fixture, SECRET, strlen(SECRET), us == 0 ? 0600 : 0000);
    if (us == 0)
        assert_int_equal(seteuid(NOBODY), 0);
    result = read_token(fixture);
    assert_int_equal(seteuid(us), 0);
    assert_int_equal(result, -ERR_PERMISSION);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_token_is_what_stands_before_the_lines_end, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_single_word_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_longest_token_is_taken_and_a_longer_one_refused, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_that_others_may_use_is_refused_with_the_remedy,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_file_is_refused_without_waiting_for_it, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(somebody_elses_file_is_no_permission, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
