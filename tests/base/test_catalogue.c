/* A catalogue is spoken from only if it is whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/catalogue.h"
#include "base/language.h"
#include "temp_file.h"

/* The German catalogue's bytes. */
struct original {
    char *bytes;
    size_t size;
};

static void path_of(const char *code, char path[512])
{
    (void)snprintf(path, 512, "%s/%s/LC_MESSAGES/secondheart.mo", LOCALE_DIR, code);
}

static int read_original(void **state)
{
    static struct original original;
    char path[512];
    FILE *file;
    long size;

    path_of("de", path);
    file = fopen(path, "rbe");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size = ftell(file);
    assert_true(size > 1000);
    rewind(file);
    original.size = (size_t)size;
    original.bytes = malloc(original.size);
    assert_non_null(original.bytes);
    assert_int_equal(fread(original.bytes, 1, original.size, file), original.size);
    (void)fclose(file);
    *state = &original;
    return 0;
}

static int free_original(void **state)
{
    struct original *original = *state;

    free(original->bytes);
    return 0;
}

static int check_bytes(const char *bytes, size_t size)
{
    char path[TEMP_PATH_SIZE];
    struct err err = {0};
    int result;

    temp_file_new(path, bytes, size);
    result = catalogue_check(path, &err);
    temp_file_remove(path);
    return result;
}

static void every_catalogue_of_the_build_is_whole(void **state)
{
    for (size_t i = 1; i < LANGUAGE_COUNT; i++) {
        struct err err = {0};
        char path[512];

        path_of(languages[i].code, path);
        if (catalogue_check(path, &err) != 0)
            fail_msg("%s", err.text);
    }
}

static void what_is_not_there_is_not_found(void **state)
{
    struct err err = {0};

    assert_int_equal(catalogue_check("/nonexistent.mo", &err), -ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "/nonexistent.mo"));
}

static void a_file_cut_anywhere_is_damaged(void **state)
{
    const struct original *original = *state;

    for (size_t size = 0; size < original->size; size += 1 + size / 16)
        assert_int_equal(check_bytes(original->bytes, size), -ERR_CORRUPT);
    assert_int_equal(check_bytes(original->bytes, original->size - 1), -ERR_CORRUPT);
    assert_int_equal(check_bytes(original->bytes, original->size), 0);
}

/* Replaces the first `from` behind the header by `to` of the same length. */
static int check_replaced(const struct original *original, const char *from, const char *to)
{
    char *bytes = malloc(original->size);
    char *at;
    int result;

    assert_non_null(bytes);
    memcpy(bytes, original->bytes, original->size);
    at = memmem(bytes, original->size, from, strlen(from));
    assert_non_null(at);
    assert_int_equal(strlen(from), strlen(to));
    memcpy(at, to, strlen(to));
    result = check_bytes(bytes, original->size);
    free(bytes);
    return result;
}

static void a_sentence_that_takes_other_arguments_is_damage(void **state)
{
    assert_int_equal(check_replaced(*state, "Runde in %d min", "Runde in %s min"), -ERR_CORRUPT);
    assert_int_equal(check_replaced(*state, "Runde in %d min", "Runde in 5d min"), -ERR_CORRUPT);
    assert_int_equal(check_replaced(*state, "Runde in %d min", "Runde %n %d min"), -ERR_CORRUPT);
    assert_int_equal(check_replaced(*state, "Runde in %d min", "Runda in %d min"), 0);
}

static void a_sentence_that_is_no_utf8_is_damage(void **state)
{
    assert_int_equal(check_replaced(*state,
                                    "Zur\xc3\xbc"
                                    "ck",
                                    "Zur\xc3uck"),
                     -ERR_CORRUPT);
}

/* Whatever lies in the header and the tables: an answer, and nothing read beyond the file. */
static void no_flipped_byte_is_read_past(void **state)
{
    const struct original *original = *state;
    char *bytes = malloc(original->size);
    int damaged = 0;

    assert_non_null(bytes);
    memcpy(bytes, original->bytes, original->size);
    for (size_t i = 0; i < 28 + 512; i++) {
        for (int bit = 0; bit < 8; bit += 3) {
            bytes[i] = (char)(original->bytes[i] ^ (1 << bit));
            damaged += check_bytes(bytes, original->size) != 0;
        }
        bytes[i] = original->bytes[i];
    }
    assert_true(damaged > 1000);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_catalogue_of_the_build_is_whole),
        cmocka_unit_test(what_is_not_there_is_not_found),
        cmocka_unit_test(a_file_cut_anywhere_is_damaged),
        cmocka_unit_test(a_sentence_that_takes_other_arguments_is_damage),
        cmocka_unit_test(a_sentence_that_is_no_utf8_is_damage),
        cmocka_unit_test(no_flipped_byte_is_read_past),
    };

    return cmocka_run_group_tests_name("catalogue", tests, read_original, free_original);
}
