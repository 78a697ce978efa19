/* The trace format: what is read, what is refused and in which words, and the way back. */
#include "base/text_lines.h"
#include "base/trace.h"
#include "base/units.h"

#include "temp_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define HEADER "# secondheart trace v1\n# start: 2026-03-02T08:55:00+01:00\n"

/* Reads all of `text`; the outcome, the items (room for `capacity`) and how many. */
static int read_all(const char *text, size_t len, struct trace_item *items, size_t capacity,
                    size_t *count, struct trace_header *header, struct err *err)
{
    struct trace_reader *reader;
    struct trace_item item;
    char path[TEMP_PATH_SIZE];
    int outcome;

    temp_file_new(path, text, len);
    *count = 0;
    outcome = trace_reader_new(path, &reader, err);
    if (outcome == 0 && header)
        *header = *trace_reader_header(reader);
    while (outcome == 0 && (outcome = trace_reader_next(reader, &item, err)) == 1) {
        assert_true(*count < capacity);
        items[(*count)++] = item;
        outcome = 0;
    }
    trace_reader_free(reader);
    temp_file_remove(path);
    return outcome;
}

static void every_kind_of_line_is_read(void **state)
{
    static const char text[] = HEADER "# tz: Europe/Berlin\n"
                                      "\n# a comment, with an umlaut: \xc3\xa4\n"
                                      "0.000 chair 1\n"
                                      "0.412 mat 1\n"
                                      "1 plug 0\n"
                                      "1.000000001 mat fault\n"
                                      "2.5 mat ok\n"
                                      "3605.200 touch start\n"
                                      "28800.000 end\n# the end\n\n";
    struct trace_header header;
    struct trace_item items[8];
    struct err err = {0};
    size_t count;

    assert_int_equal(read_all(text, strlen(text), items, 8, &count, &header, &err), 0);
    assert_int_equal(count, 7);
    assert_int_equal(header.start_wall_s, 1772438100);
    assert_int_equal(header.start_wall_ns, 0);
    assert_int_equal(header.utc_offset_s, 3600);
    assert_string_equal(header.tz, "Europe/Berlin");
    assert_int_equal(items[0].kind, TRACE_EDGE);
    assert_int_equal(items[0].line, LINE_CHAIR);
    assert_true(items[0].closed);
    assert_int_equal(items[1].at_ns, 412 * NS_PER_MS);
    assert_int_equal(items[2].line, LINE_PLUG);
    assert_false(items[2].closed);
    assert_int_equal(items[3].kind, TRACE_FAULT);
    assert_int_equal(items[3].at_ns, NS_PER_S + 1);
    assert_int_equal(items[4].kind, TRACE_OK);
    assert_int_equal(items[5].kind, TRACE_TOUCH);
    assert_int_equal(items[5].touch, TOUCH_START);
    assert_int_equal(items[6].kind, TRACE_END);
    assert_int_equal(items[6].at_ns, 28800 * NS_PER_S);
}

static void what_editors_add_is_tolerated(void **state)
{
    static const char text[] = "\xef\xbb\xbf# secondheart trace v1 \r\n"
                               "#start: 2026-03-02T07:55:00.250Z\r\n"
                               "\t 1.5  chair\t1 \r\n"
                               "2 touch other";
    struct trace_header header;
    struct trace_item items[4];
    struct err err = {0};
    size_t count;

    assert_int_equal(read_all(text, strlen(text), items, 4, &count, &header, &err), 0);
    assert_int_equal(header.start_wall_s, 1772438100);
    assert_int_equal(header.start_wall_ns, 250 * NS_PER_MS);
    assert_int_equal(header.utc_offset_s, 0);
    assert_int_equal(count, 3);
    assert_int_equal(items[1].touch, TOUCH_OTHER);
}

static void a_trace_without_end_ends_at_its_last_event(void **state)
{
    struct trace_item items[4];
    struct err err = {0};
    size_t count;

    assert_int_equal(read_all(HEADER "7.25 mat 1\n# 9\n", strlen(HEADER "7.25 mat 1\n# 9\n"), items,
                              4, &count, NULL, &err),
                     0);
    assert_int_equal(count, 2);
    assert_int_equal(items[1].kind, TRACE_END);
    assert_int_equal(items[1].at_ns, 7250 * NS_PER_MS);
    assert_int_equal(read_all(HEADER, strlen(HEADER), items, 4, &count, NULL, &err), 0);
    assert_int_equal(count, 1);
    assert_int_equal(items[0].kind, TRACE_END);
    assert_int_equal(items[0].at_ns, 0);
}

static void each_mistake_is_named_with_its_line_and_what_is_allowed(void **state)
{
    static const struct {
        const char *text;
        const char *message; /* after FILE */
    } mistakes[] = {
        {"", ":1: empty: the first line must be '# secondheart trace v1'"},
        {"0 chair 1\n", ":1: '0 chair 1': the first line must be '# secondheart trace v1'"},
        {"# secondheart trace v2\n",
         ":1: '# secondheart trace v2': the first line must be '# secondheart trace v1'"},
        {"\n" HEADER, ":1: '': the first line must be '# secondheart trace v1'"},
        {"# secondheart trace v1\n0.0 chair 1\n",
         ":2: an event before '# start: TIME', which must come first, such as "
         "# start: 2026-03-02T08:55:00+01:00"},
        {"# secondheart trace v1\n# hello\n",
         ":2: the file ends without '# start: TIME', such as # start: 2026-03-02T08:55:00+01:00"},
        {HEADER "# start: 2026-03-02T08:55:00+01:00\n",
         ":3: a second '# start': a trace has exactly one"},
        {"# secondheart trace v1\n# start: 2026-03-02 08:55\n",
         ":2: '2026-03-02 08:55': must look like 2026-03-02T08:55:00+01:00"},
        {"# secondheart trace v1\n# start: 2026-02-29T08:55:00Z\n",
         ":2: '2026-02-29T08:55:00Z': there is no such date, or it is before 1970"},
        {"# secondheart trace v1\n# start: 2026-02-28T24:00:00Z\n",
         ":2: '2026-02-28T24:00:00Z': there is no such time of day: 00:00:00 to 23:59:59"},
        {"# secondheart trace v1\n# start: 2026-02-28T23:00:00\n",
         ":2: '2026-02-28T23:00:00': the zone's offset is missing: end in Z, or such as +01:00"},
        {"# secondheart trace v1\n# start: 2026-02-28T23:00:00+1\n",
         ":2: '2026-02-28T23:00:00+1': bad offset of the zone: end in Z, or such as +01:00"},
        {"# secondheart trace v1\n# start: 2026-02-28T23:00:00Zulu\n",
         ":2: '2026-02-28T23:00:00Zulu': something follows the Z"},
        {"# secondheart trace v1\n# start: 2026-02-28T23:00:00.Z\n",
         ":2: '2026-02-28T23:00:00.Z': decimals of the second: 1 to 9 digits"},
        {HEADER "# tz: Mars/Olympus\n",
         ":3: 'Mars/Olympus': not a time zone of this machine (package tzdata): a name such as "
         "Europe/Berlin is allowed"},
        {HEADER "# tz: ../zoneinfo/UTC\n",
         ":3: '../zoneinfo/UTC': not a time zone of this machine (package tzdata): a name such "
         "as Europe/Berlin is allowed"},
        {HEADER "# tz: UTC\n# tz: UTC\n", ":4: a second '# tz': at most one is allowed"},
        {HEADER "1 mat 1\n# tz: UTC\n",
         ":4: '# tz' comes too late: before the first event is allowed"},
        {HEADER "x chair 1\n", ":3: 'x': allowed are digits, then optionally a point and 1 to 9 "
                               "digits, such as 3605.25"},
        {HEADER "1. chair 1\n", ":3: '1.': allowed are digits, then optionally a point and 1 to 9 "
                                "digits, such as 3605.25"},
        {HEADER ".5 chair 1\n", ":3: '.5': allowed are digits, then optionally a point and 1 to 9 "
                                "digits, such as 3605.25"},
        {HEADER "1e3 chair 1\n", ":3: '1e3': allowed are digits, then optionally a point and 1 to "
                                 "9 digits, such as 3605.25"},
        {HEADER "-1 chair 1\n", ":3: '-1': time cannot be negative"},
        {HEADER "0.0000000001 chair 1\n",
         ":3: '0.0000000001': more than 9 decimals: time is counted in nanoseconds"},
        {HEADER "99999999999999999999 chair 1\n",
         ":3: '99999999999999999999': beyond 9000000000 seconds (285 years)"},
        {HEADER "2 chair 1\n1.999999999 chair 0\n",
         ":4: '1.999999999': earlier than the line before: the same time or later is allowed"},
        {HEADER "1 Chair 1\n", ":3: 'Chair': unknown: allowed are chair, mat, plug, touch and end"},
        {HEADER "1\n", ":3: '': unknown: allowed are chair, mat, plug, touch and end"},
        {HEADER "1 mat\n", ":3: '': unknown level: allowed are 0, 1, fault and ok"},
        {HEADER "1 mat 2\n", ":3: '2': unknown level: allowed are 0, 1, fault and ok"},
        {HEADER "1.5 mat 2\n", ":3: '2': unknown level: allowed are 0, 1, fault and ok"},
        {HEADER "1.5 chair x\n", ":3: 'x': unknown level: allowed are 0, 1, fault and ok"},
        {HEADER "1 mat 10\n", ":3: '10': unknown level: allowed are 0, 1, fault and ok"},
        {HEADER "1 touch me\n",
         ":3: 'me': unknown touch: allowed are start, snooze, skip, quiet, pause, resume, "
         "exercise, stop and other"},
        {HEADER "1 mat 1 # on\n", ":3: '# on': nothing is allowed here any more"},
        {HEADER "1 end 1\n", ":3: '1': nothing is allowed here any more"},
        {HEADER "1 end\n1 mat 1\n", ":4: an event after 'end': only comments are allowed"},
        {HEADER "1 end\n# tz: UTC\n",
         ":4: '# tz' comes too late: before the first event is allowed"},
        {HEADER "1 end\n1 end\n", ":4: an event after 'end': only comments are allowed"},
        {HEADER "# caf\xe9\n", ":3: not UTF-8 text, or a NUL byte"},
        {HEADER "# \xed\xa0\x80 surrogate\n", ":3: not UTF-8 text, or a NUL byte"},
        {HEADER "1 ma\xc3\xa4 1\n",
         ":3: 'ma?\?': unknown: allowed are chair, mat, plug, touch and end"},
    };

    for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
        const char *text = mistakes[i].text;
        struct trace_item items[4];
        struct err err = {0};
        size_t count;

        assert_int_equal(read_all(text, strlen(text), items, 4, &count, NULL, &err), -ERR_INPUT);
        assert_string_equal(temp_file_without_path(err.text), mistakes[i].message);
    }
}

static void a_nul_byte_is_refused_wherever_it_stands(void **state)
{
    static const char in_comment[] = HEADER "# a\0b\n";
    static const char in_event[] = HEADER "1 mat\0 1\n";
    static const char in_tz[] = HEADER "# tz: UTC\0x\n";
    struct trace_item items[4];
    struct err err = {0};
    size_t count;

    assert_int_equal(read_all(in_comment, sizeof(in_comment) - 1, items, 4, &count, NULL, &err),
                     -ERR_INPUT);
    assert_string_equal(temp_file_without_path(err.text), ":3: not UTF-8 text, or a NUL byte");
    assert_int_equal(read_all(in_event, sizeof(in_event) - 1, items, 4, &count, NULL, &err),
                     -ERR_INPUT);
    assert_string_equal(temp_file_without_path(err.text),
                        ":3: 'mat?': unknown: allowed are chair, mat, plug, touch and end");
    assert_int_equal(read_all(in_tz, sizeof(in_tz) - 1, items, 4, &count, NULL, &err), -ERR_INPUT);
}

/* `len` bytes of a comment as the third line, then an event. */
static int read_with_comment_of(size_t len, struct err *err)
{
    size_t size = strlen(HEADER) + len + strlen("\n1 mat 1\n");
    char *text = malloc(size + 1);
    struct trace_item items[4];
    size_t count;
    int outcome;

    assert_non_null(text);
    (void)snprintf(text, size + 1, "%s#%*s\n1 mat 1\n", HEADER, (int)len - 1, "x");
    outcome = read_all(text, size, items, 4, &count, NULL, err);
    free(text);
    return outcome;
}

static void a_line_has_at_most_4096_bytes(void **state)
{
    struct err err = {0};

    assert_int_equal(read_with_comment_of(TEXT_LINE_MAX, &err), 0);
    assert_int_equal(read_with_comment_of(TEXT_LINE_MAX + 1, &err), -ERR_INPUT);
    assert_string_equal(temp_file_without_path(err.text),
                        ":3: the line is too long: at most 4096 bytes are allowed");
    assert_int_equal(read_with_comment_of(1000000, &err), -ERR_INPUT);
}

static void a_file_that_cannot_be_read_is_named(void **state)
{
    struct trace_reader *reader;
    struct err err = {0};

    assert_int_equal(trace_reader_new("/nonexistent/t.trace", &reader, &err), -ERR_NOT_FOUND);
    assert_string_equal(err.text,
                        "/nonexistent/t.trace: cannot be opened: No such file or directory");
    assert_int_equal(trace_reader_new("/", &reader, &err), -ERR_IO);
    assert_string_equal(err.text, "/: cannot be read: Is a directory");
    assert_null(reader);
}

/* A small generator of its own, so that a failing round can be repeated. */
static uint64_t next_random(uint64_t *random)
{
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *random >> 33;
}

static struct trace_item random_item(uint64_t *random, int64_t last_at_ns)
{
    static const int64_t steps_ns[] = {1, 999, NS_PER_MS, NS_PER_S, 0, NS_PER_HOUR, 123456789};
    struct trace_item item = {0};

    item.at_ns =
        last_at_ns + steps_ns[next_random(random) % 7] * (int64_t)(next_random(random) % 37);
    item.kind = (enum trace_kind)(next_random(random) % TRACE_END);
    if (item.kind == TRACE_TOUCH)
        item.touch = (enum touch)(next_random(random) % TOUCH_COUNT);
    else
        item.line = (enum line)(next_random(random) % LINE_COUNT);
    if (item.kind == TRACE_EDGE)
        item.closed = next_random(random) % 2;
    return item;
}

static void assert_same_item(const struct trace_item *item, const struct trace_item *expected)
{
    assert_int_equal(item->at_ns, expected->at_ns);
    assert_int_equal(item->kind, expected->kind);
    assert_int_equal(item->line, expected->line);
    assert_int_equal(item->closed, expected->closed);
    assert_int_equal(item->touch, expected->touch);
}

static void what_is_written_is_read_back_exactly(void **state)
{
    enum { ROUNDS = 20, ITEMS = 40000 };
    uint64_t random = 1;

    for (int round = 0; round < ROUNDS; round++) {
        struct trace_header header = {
            .start_wall_s = (int64_t)(next_random(&random) * 2),
            .start_wall_ns = (int32_t)(next_random(&random) % NS_PER_S),
            .utc_offset_s = ((int32_t)(next_random(&random) % 1600) - 800) * 60,
        };
        /* One round is longer than the reader's buffer. */
        int count = round == 0 ? ITEMS : 100;
        uint64_t again;
        struct trace_writer *writer;
        struct trace_reader *reader;
        struct trace_item item = {0};
        struct trace_item expected = {0};
        char path[TEMP_PATH_SIZE];
        struct err err = {0};

        (void)snprintf(header.tz, sizeof(header.tz), "%s", round % 2 ? "" : "Etc/UTC");
        temp_file_name(path);
        again = random;
        assert_int_equal(trace_writer_new(path, &header, &writer, &err), 0);
        for (int i = 0; i < count; i++) {
            item = random_item(&random, item.at_ns);
            assert_int_equal(trace_writer_put(writer, &item, &err), 0);
        }
        assert_int_equal(trace_writer_close(writer, &err), 0);

        assert_int_equal(trace_reader_new(path, &reader, &err), 0);
        assert_memory_equal(trace_reader_header(reader), &header, sizeof(header));
        for (int i = 0; i < count; i++) {
            expected = random_item(&again, expected.at_ns);
            assert_int_equal(trace_reader_next(reader, &item, &err), 1);
            assert_same_item(&item, &expected);
        }
        assert_int_equal(trace_reader_next(reader, &item, &err), 1);
        assert_int_equal(item.kind, TRACE_END);
        assert_int_equal(item.at_ns, expected.at_ns);
        assert_int_equal(trace_reader_next(reader, &item, &err), 0);
        trace_reader_free(reader);
        temp_file_remove(path);
    }
}

static void a_recording_never_overwrites_another(void **state)
{
    struct trace_header header = {0};
    struct trace_writer *writer;
    char path[TEMP_PATH_SIZE];
    struct err err = {0};

    temp_file_new(path, HEADER, strlen(HEADER));
    assert_int_equal(trace_writer_new(path, &header, &writer, &err), -ERR_BUSY);
    assert_string_equal(temp_file_without_path(err.text),
                        ": exists already; choose another name or remove it");
    temp_file_remove(path);
    assert_int_equal(trace_writer_new("/nonexistent/x", &header, &writer, &err), -ERR_NOT_FOUND);
}

static void a_full_disk_is_reported(void **state)
{
    struct trace_header header = {0};
    struct trace_writer *writer;
    struct err err = {0};

    assert_int_equal(trace_writer_new("/dev/full", &header, &writer, &err), -ERR_FULL);
    assert_string_equal(err.text, "/dev/full: cannot be written: No space left on device");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_line_is_read),
        cmocka_unit_test(what_editors_add_is_tolerated),
        cmocka_unit_test(a_trace_without_end_ends_at_its_last_event),
        cmocka_unit_test(each_mistake_is_named_with_its_line_and_what_is_allowed),
        cmocka_unit_test(a_nul_byte_is_refused_wherever_it_stands),
        cmocka_unit_test(a_line_has_at_most_4096_bytes),
        cmocka_unit_test(a_file_that_cannot_be_read_is_named),
        cmocka_unit_test(what_is_written_is_read_back_exactly),
        cmocka_unit_test(a_recording_never_overwrites_another),
        cmocka_unit_test(a_full_disk_is_reported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
