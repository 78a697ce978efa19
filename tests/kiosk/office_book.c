#include "kiosk/office_book.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t number_of(const char *text, const char *name)
{
    const char *at = strstr(text, name);

    assert_non_null(at);
    return strtoll(at + strlen(name), NULL, 10);
}

static void note(struct office_book *book, const struct uplink_request *request)
{
    struct office_line line = {0};
    const struct office_line *known;

    assert_false(request->is_gzip);
    assert_true(request->size < sizeof(line.text));
    memcpy(line.text, request->bytes, request->size);
    (void)snprintf(line.key, sizeof(line.key), "%s", request->idempotency_key);
    line.start_s = number_of(line.text, "\"start_s\":");
    line.sitting_s = number_of(line.text, "\"sitting_s\":");
    known = office_book_find(book, line.start_s);
    if (known) {
        assert_string_equal(line.text, known->text);
        assert_string_equal(line.key, known->key);
        return;
    }
    assert_true(book->count < OFFICE_BOOK_MAX);
    book->lines[book->count++] = line;
}

static void post(void *self, const struct uplink_request *request, struct uplink_answer *answer)
{
    struct office_book *book = self;

    memset(answer, 0, sizeof(*answer));
    if (book->mood != OFFICE_IS_BUSY)
        note(book, request);
    if (book->mood == OFFICE_TAKES_AND_IS_GONE)
        answer->failure = UPLINK_UNREACHABLE;
    else
        answer->status = book->mood == OFFICE_TAKES ? 204 : 503;
}

static uint64_t always_the_same(void *self)
{
    (void)self;
    return 1;
}

static void say_nothing(void *self, const char *sentence)
{
    (void)self;
    (void)sentence;
}

struct drain_result office_book_drain(struct office_book *book, const struct outbox *outbox,
                                      const struct clock_port *clock, const struct consent *asked)
{
    const struct uplink uplink = {.self = book, .post = post};
    const struct drain_ports ports = {.outbox = outbox,
                                      .uplink = &uplink,
                                      .clock = clock,
                                      .random = always_the_same,
                                      .say = say_nothing};
    const struct drain_setup setup = {
        .format = CONFIG_SYNC_JSON, .asked = *asked, .test_endpoint = "", .is_now = true};

    return drain_run(&ports, &setup);
}

const struct office_line *office_book_find(const struct office_book *book, int64_t start_s)
{
    for (int32_t i = 0; i < book->count; i++) {
        if (book->lines[i].start_s == start_s)
            return &book->lines[i];
    }
    return NULL;
}
