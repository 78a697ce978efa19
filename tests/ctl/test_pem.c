/* Certificates as text, and nothing but certificates (ctl/pem.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ctl/pem.h"

#define FIRST         "-----BEGIN CERTIFICATE-----\n"
#define LAST          "-----END CERTIFICATE-----\n"
#define SIZE_MAX_TEXT 8192

/* A certificate as openssl writes it, and what became of a text. */
struct room {
    char pem[SIZE_MAX_TEXT / 4];
    char text[SIZE_MAX_TEXT];
    char out[PEM_ROOM(SIZE_MAX_TEXT)];
};

static int setup(void **state)
{
    struct room *room = calloc(1, sizeof(*room));
    FILE *file = fopen(AUTHORITY_PEM, "r");

    assert_non_null(room);
    assert_non_null(file);
    assert_true(fread(room->pem, 1, sizeof(room->pem) - 1, file) > 500);
    assert_int_equal(fclose(file), 0);
    *state = room;
    return 0;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static const char *write_bytes(struct room *room, const char *bytes, size_t size)
{
    return pem_write_certificates(bytes, size, room->out, PEM_ROOM(size));
}

static const char *write_text(struct room *room)
{
    return write_bytes(room, room->text, strlen(room->text));
}

static void assert_refused(struct room *room, const char *part)
{
    const char *why = write_text(room);

    assert_non_null(why);
    assert_non_null(strstr(why, part));
}

/* The certificate as text, in lines of `width` that end with `end`. */
static void rewrap(struct room *room, size_t width, const char *end)
{
    const char *from = room->pem + strlen(FIRST);
    const char *until = strstr(room->pem, LAST);
    size_t column = 0;
    char *to = room->text;

    to += sprintf(to, "-----BEGIN CERTIFICATE-----%s", end);
    for (; from < until; from++) {
        if (*from == '\n')
            continue;
        *to++ = *from;
        if (++column % width == 0)
            to += sprintf(to, "%s", end);
    }
    (void)sprintf(to, "%s-----END CERTIFICATE-----%s", end, end);
}

static void a_certificate_is_copied_to_the_byte(void **state)
{
    struct room *room = *state;

    assert_null(write_bytes(room, room->pem, strlen(room->pem)));
    assert_string_equal(room->out, room->pem);
    /* The last line may end with the file. */
    assert_null(write_bytes(room, room->pem, strlen(room->pem) - 1));
    assert_string_equal(room->out, room->pem);
}

static void all_of_a_chain_are_copied(void **state)
{
    struct room *room = *state;

    (void)sprintf(room->text, "%s\n%s%s", room->pem, room->pem, room->pem);
    assert_null(write_text(room));
    (void)sprintf(room->text, "%s%s%s", room->pem, room->pem, room->pem);
    assert_string_equal(room->out, room->text);
}

static void any_line_ends_and_widths_become_those_that_every_library_reads(void **state)
{
    static const size_t widths[] = {1, 4, 63, 64, 76, 4096};
    struct room *room = *state;

    for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
        rewrap(room, widths[i], "\n");
        assert_null(write_text(room));
        assert_string_equal(room->out, room->pem);
        rewrap(room, widths[i], " \t\r\n");
        assert_null(write_text(room));
        assert_string_equal(room->out, room->pem);
    }
}

static void text_around_and_an_editors_mark_stay_behind(void **state)
{
    struct room *room = *state;

    (void)sprintf(room->text, "\xef\xbb\xbf%s", room->pem);
    assert_null(write_text(room));
    assert_string_equal(room->out, room->pem);
    (void)sprintf(room->text, "# the office's\nt0p-Secret\n  Issuer: CN = x\n%sand more\n",
                  room->pem);
    assert_null(write_text(room));
    assert_string_equal(room->out, room->pem);
}

static void a_private_key_is_never_let_through(void **state)
{
    static const char *const kinds[] = {"PRIVATE KEY", "EC PRIVATE KEY", "RSA PRIVATE KEY",
                                        "ENCRYPTED PRIVATE KEY", "OPENSSH PRIVATE KEY"};
    struct room *room = *state;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        (void)sprintf(room->text, "%s-----BEGIN %s-----\nAAAA\n-----END %s-----\n", room->pem,
                      kinds[i], kinds[i]);
        assert_refused(room, "holds a private key");
        assert_string_equal(room->out, "");
    }
    (void)sprintf(room->text, "-----BEGIN PRIVATE KEY-----\nAAAA\n");
    assert_refused(room, "holds a private key");
}

static void whatever_else_has_a_block_is_refused(void **state)
{
    static const char *const kinds[] = {"PUBLIC KEY", "CERTIFICATE REQUEST", "X509 CRL",
                                        "TRUSTED CERTIFICATE", "PKCS7"};
    struct room *room = *state;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        (void)sprintf(room->text, "-----BEGIN %s-----\nAAAA\n-----END %s-----\n%s", kinds[i],
                      kinds[i], room->pem);
        assert_refused(room, "something else beside certificates");
    }
}

static void what_is_no_certificate_is_told(void **state)
{
    static const char *const texts[] = {"", "\n", "hello", "BEGIN CERTIFICATE", "MIIB", LAST};
    struct room *room = *state;

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        (void)snprintf(room->text, sizeof(room->text), "%s", texts[i]);
        assert_refused(room, "holds no certificate");
    }
}

static void one_cut_off_anywhere_is_refused(void **state)
{
    struct room *room = *state;
    size_t size = strlen(room->pem) - 1;

    for (size_t at = 0; at < size; at++)
        assert_non_null(write_bytes(room, room->pem, at));
    /* And so is a second one. */
    for (size_t at = strlen(FIRST) - 1; at < size; at++) {
        (void)sprintf(room->text, "%s%.*s", room->pem, (int)at, room->pem);
        assert_non_null(write_text(room));
    }
}

static void one_that_lacks_a_character_or_a_line_is_damaged(void **state)
{
    struct room *room = *state;
    size_t first = strlen(FIRST);
    size_t last = (size_t)(strstr(room->pem, LAST) - room->pem);

    for (size_t at = first; at < last - 1; at++) {
        if (room->pem[at] == '\n')
            continue;
        (void)sprintf(room->text, "%.*s%s", (int)at, room->pem, room->pem + at + 1);
        assert_refused(room, "cut off or damaged");
    }
    for (size_t at = first; at + 65 < last; at += 65) {
        (void)sprintf(room->text, "%.*s%s", (int)at, room->pem, room->pem + at + 65);
        assert_refused(room, "cut off or damaged");
    }
}

static void what_is_no_base_64_or_no_sequence_is_damaged(void **state)
{
    static const char *const bodies[] = {
        "MIEDAQ!A",     /* no digit */
        "MIED AQEA",    /* a blank within */
        "MIEE=AQEAAA=", /* digits behind a pad */
        "MIEDAQEA====", /* four pads */
        "MIEDAQEAA",    /* a digit too many */
        "MIEDAQEAAAAA", /* bytes too many */
        "MIEBAA==",     /* shorter than any certificate */
        "BIEDAQEA",     /* no sequence */
        "MAEDAAAA",     /* a short length, which no certificate has */
        "MIQAAAACAAA=", /* a length of four octets */
        "MP//////////", /* of more than there is room for */
        "Proc-Type: 4,ENCRYPTED",
        "",
    };
    struct room *room = *state;

    for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
        (void)sprintf(room->text, FIRST "%s\n" LAST, bodies[i]);
        assert_refused(room, "cut off or damaged");
    }
    /* Three bytes, as it says itself, behind a head of three. */
    (void)sprintf(room->text, FIRST "MIEDAQEA\n" LAST);
    assert_null(write_text(room));
    assert_string_equal(room->out, room->text);
}

static void one_that_fills_its_last_line_gets_no_empty_one(void **state)
{
    struct room *room = *state;
    char body[65] = "MIEt"; /* 45 bytes behind the head */

    memset(body + 4, 'A', 60);
    (void)sprintf(room->text, FIRST "%s\n" LAST, body);
    assert_null(write_text(room));
    assert_string_equal(room->out, room->text);
}

#define pem_test(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        pem_test(a_certificate_is_copied_to_the_byte),
        pem_test(all_of_a_chain_are_copied),
        pem_test(any_line_ends_and_widths_become_those_that_every_library_reads),
        pem_test(text_around_and_an_editors_mark_stay_behind),
        pem_test(a_private_key_is_never_let_through),
        pem_test(whatever_else_has_a_block_is_refused),
        pem_test(what_is_no_certificate_is_told),
        pem_test(one_cut_off_anywhere_is_refused),
        pem_test(one_that_lacks_a_character_or_a_line_is_damaged),
        pem_test(what_is_no_base_64_or_no_sequence_is_damaged),
        pem_test(one_that_fills_its_last_line_gets_no_empty_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
