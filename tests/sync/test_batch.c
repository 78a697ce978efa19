/* Several summaries as the bytes of one request (sync/batch.h). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
/* zlib does not write to what it reads. */
#define ZLIB_CONST
#include <zlib.h>

#include "base/units.h"
#include "sync/batch.h"

struct fixture {
    struct batch *batch;
    struct uplink_request request;
    struct summary summaries[BATCH_MAX];
    char text[BATCH_TEXT_SIZE + 1];
    char unpacked[BATCH_TEXT_SIZE + 1];
    unsigned char before[BATCH_TEXT_SIZE + 4096];
};

/* Figures that differ and names that do not pack, as long as they may be. */
static struct fixture *make(enum config_sync_format format)
{
    struct fixture *fixture = calloc(1, sizeof(*fixture));
    uint64_t bits = 88172645463325252;

    assert_non_null(fixture);
    fixture->batch = batch_new(format);
    assert_non_null(fixture->batch);
    for (size_t i = 0; i < BATCH_MAX; i++) {
        struct summary *summary = &fixture->summaries[i];

        summary->detail = (enum summary_detail)(i % SUMMARY_DETAILS);
        summary->start_s = 1767571200 + (int64_t)i * S_PER_HOUR;
        for (size_t k = 0; k < SUMMARY_PSEUDONYM_SIZE - 1; k++) {
            bits ^= bits << 13;
            bits ^= bits >> 7;
            bits ^= bits << 17;
            summary->pseudonym[k] = "0123456789abcdef"[bits % 16];
        }
        memset(summary->team, 'a' + (int)(i % 26), SUMMARY_TEAM_SIZE - 1);
        (void)snprintf(summary->version, sizeof(summary->version), "0.1.%zu", i);
        for (size_t k = 0; k < SUMMARY_FIGURES; k++)
            summary->figures[k] = i % 7 == 0 ? INT64_MAX : (int64_t)(bits >> (k + 20));
    }
    return fixture;
}

static void free_fixture(struct fixture *fixture)
{
    batch_free(fixture->batch);
    free(fixture);
}

static void encode(struct fixture *fixture, size_t first, size_t count)
{
    struct err err = {0};

    assert_int_equal(
        batch_encode(fixture->batch, fixture->summaries + first, count, &fixture->request, &err),
        0);
}

static void unpack(struct fixture *fixture)
{
    z_stream stream = {
        .next_in = fixture->request.bytes,
        .avail_in = (uInt)fixture->request.size,
        .next_out = (Bytef *)fixture->unpacked,
        .avail_out = (uInt)sizeof(fixture->unpacked) - 1,
    };

    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.avail_in, 0);
    fixture->unpacked[stream.total_out] = '\0';
    (void)inflateEnd(&stream);
}

static void packed_lines_unpack_to_the_lines_of_the_summaries(void **state)
{
    struct fixture *fixture = make(CONFIG_SYNC_INFLUX);

    for (size_t count = 1; count <= BATCH_MAX; count += count < 10 ? 1 : 49) {
        size_t len = 0;

        for (size_t i = 0; i < count; i++)
            len += summary_write_influx(&fixture->summaries[i], fixture->text + len);
        encode(fixture, 0, count);
        unpack(fixture);
        assert_string_equal(fixture->unpacked, fixture->text);
        assert_string_equal(batch_text(fixture->batch), fixture->text);
        assert_true(fixture->request.is_gzip);
        assert_null(fixture->request.idempotency_key);
        assert_string_equal(fixture->request.content_type, "text/plain; charset=utf-8");
    }
    free_fixture(fixture);
}

static void the_same_periods_are_the_same_bytes_whatever_was_sent_between(void **state)
{
    struct fixture *fixture = make(CONFIG_SYNC_INFLUX);
    size_t size;

    encode(fixture, 100, 50);
    size = fixture->request.size;
    memcpy(fixture->before, fixture->request.bytes, size);
    encode(fixture, 0, BATCH_MAX);
    encode(fixture, 100, 50);
    assert_int_equal(fixture->request.size, size);
    assert_memory_equal(fixture->request.bytes, fixture->before, size);
    free_fixture(fixture);
}

/* RFC 1952: bytes 4 to 7 are the time of packing, and 3 flags a name or a comment. */
static void a_packed_request_tells_neither_time_nor_name(void **state)
{
    static const unsigned char zeros[5];
    struct fixture *fixture = make(CONFIG_SYNC_INFLUX);

    encode(fixture, 0, 3);
    assert_memory_equal((const unsigned char *)fixture->request.bytes + 3, zeros, sizeof(zeros));
    free_fixture(fixture);
}

static void a_json_request_is_one_summary_as_it_is(void **state)
{
    struct fixture *fixture = make(CONFIG_SYNC_JSON);

    assert_int_equal(batch_room(fixture->batch), 1);
    for (size_t i = 0; i < BATCH_MAX; i++) {
        size_t len = summary_write_json(&fixture->summaries[i], fixture->text);

        encode(fixture, i, 1);
        assert_int_equal(fixture->request.size, len);
        assert_memory_equal(fixture->request.bytes, fixture->text, len);
        assert_string_equal(batch_text(fixture->batch), fixture->text);
        assert_false(fixture->request.is_gzip);
        assert_string_equal(fixture->request.content_type, "application/json");
    }
    free_fixture(fixture);
}

static void the_key_names_the_period_and_nothing_else_changes_it(void **state)
{
    struct fixture *fixture = make(CONFIG_SYNC_JSON);
    struct summary *summary = &fixture->summaries[0];

    *summary = (struct summary){.detail = SUMMARY_WEEK,
                                .start_s = 1767571200,
                                .pseudonym = "00112233445566778899aabbccddeeff"};
    encode(fixture, 0, 1);
    assert_string_equal(fixture->request.idempotency_key,
                        "00112233445566778899aabbccddeeff-week-1767571200");
    summary->figures[SUMMARY_BEATS] = 7;
    encode(fixture, 1, 1);
    encode(fixture, 0, 1);
    assert_string_equal(fixture->request.idempotency_key,
                        "00112233445566778899aabbccddeeff-week-1767571200");
    summary->detail = SUMMARY_DAY;
    encode(fixture, 0, 1);
    assert_string_equal(fixture->request.idempotency_key,
                        "00112233445566778899aabbccddeeff-day-1767571200");
    summary->start_s = INT64_MIN;
    summary->detail = SUMMARY_HOUR;
    encode(fixture, 0, 1);
    assert_string_equal(fixture->request.idempotency_key,
                        "00112233445566778899aabbccddeeff-hour--9223372036854775808");
    free_fixture(fixture);
}

static void a_damaged_pseudonym_writes_no_header_and_no_second_field(void **state)
{
    static const char *const damaged[] = {
        "a\r\nX-Evil: 1", "\"},{\"kiosk\":\"b", "\x01\x7f\xff\xc3\xa4", "a b", "", "A/B;C,D=E",
    };
    struct fixture *fixture = make(CONFIG_SYNC_JSON);

    for (size_t i = 0; i < sizeof(damaged) / sizeof(damaged[0]); i++) {
        const char *key;

        (void)snprintf(fixture->summaries[0].pseudonym, SUMMARY_PSEUDONYM_SIZE, "%s", damaged[i]);
        encode(fixture, 0, 1);
        key = fixture->request.idempotency_key;
        assert_int_equal(strspn(key, "0123456789abcdefghijklmnopqrstuvwxyz_-"), strlen(key));
        assert_null(strpbrk(batch_text(fixture->batch), "\r\n\x01\x7f\xff"));
        assert_null(strstr(batch_text(fixture->batch), "},{"));
    }
    /* One without an end is read no further than it may be long. */
    memset(fixture->summaries[0].pseudonym, 'f', SUMMARY_PSEUDONYM_SIZE);
    fixture->summaries[0].start_s = 5;
    encode(fixture, 0, 1);
    assert_string_equal(fixture->request.idempotency_key,
                        "ffffffffffffffffffffffffffffffff-week-5");
    free_fixture(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(packed_lines_unpack_to_the_lines_of_the_summaries),
        cmocka_unit_test(the_same_periods_are_the_same_bytes_whatever_was_sent_between),
        cmocka_unit_test(a_packed_request_tells_neither_time_nor_name),
        cmocka_unit_test(a_json_request_is_one_summary_as_it_is),
        cmocka_unit_test(the_key_names_the_period_and_nothing_else_changes_it),
        cmocka_unit_test(a_damaged_pseudonym_writes_no_header_and_no_second_field),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
