#include "sync/rig.h"

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

#define FIRST_S (RIG_NOW_S - (RIG_MAX + 2) * S_PER_DAY)

/* The disk's turn to fail: nothing has changed then. */
static int touch(struct rig *rig, struct err *err)
{
    if (++rig->outbox_calls == rig->outbox_fails_at)
        return err_set(err, ERR_FULL, "the queue cannot be written: no space left");
    return 0;
}

static int read_status(void *self, struct outbox_status *status, struct err *err)
{
    struct rig *rig = self;

    rig->status.queued = (int64_t)rig_count(rig, RIG_QUEUED);
    rig->status.quarantined = (int64_t)rig_count(rig, RIG_QUARANTINED);
    *status = rig->status;
    return touch(rig, err);
}

/* Keys are places from 1, so that 0 comes before all. */
static int read_queued(void *self, int64_t *after, struct summary *summaries, int64_t *keys,
                       size_t room, size_t *count, struct err *err)
{
    struct rig *rig = self;

    *count = 0;
    for (size_t i = (size_t)*after; i < rig->count && *count < room; i++) {
        if (rig->periods[i].place != RIG_QUEUED)
            continue;
        summaries[*count] = rig->periods[i].summary;
        keys[(*count)++] = (int64_t)i + 1;
        *after = (int64_t)i + 1;
    }
    return touch(rig, err);
}

static int strike_off(void *self, const int64_t *keys, size_t count, int64_t now_s, struct err *err)
{
    struct rig *rig = self;
    int result = touch(rig, err);

    assert_true(now_s == rig->now_s);
    for (size_t i = 0; i < count && result == 0; i++) {
        struct rig_period *period = &rig->periods[keys[i] - 1];

        if (period->place == RIG_WITHDRAWN)
            continue;
        assert_int_equal(period->place, RIG_QUEUED);
        assert_true(period->taken > 0);
        period->place = RIG_STRUCK_OFF;
    }
    return result;
}

static int quarantine(void *self, int64_t key, const char *reason, struct err *err)
{
    struct rig *rig = self;
    struct rig_period *period = &rig->periods[key - 1];
    int result = touch(rig, err);

    if (result < 0 || period->place == RIG_WITHDRAWN)
        return result;
    assert_int_equal(period->place, RIG_QUEUED);
    assert_string_not_equal(reason, "");
    assert_true(period->refused_at > rig->run_began_at);
    assert_true(rig->answered_well_at > period->refused_at);
    period->place = RIG_QUARANTINED;
    (void)snprintf(period->reason, sizeof(period->reason), "%s", reason);
    return 0;
}

static int note_attempt(void *self, const struct outbox_attempt *attempt, struct err *err)
{
    struct rig *rig = self;
    int result = touch(rig, err);

    if (result == 0 && rig->status.has_consent)
        rig->status.last = *attempt;
    return result;
}

static struct wall_time wall_now(void *self)
{
    struct rig *rig = self;

    return (struct wall_time){.s = rig->now_s};
}

static bool is_synchronised(void *self)
{
    struct rig *rig = self;

    return rig->is_synchronised;
}

/* The request as text; the caller frees it. */
static char *unpack(const struct uplink_request *request)
{
    size_t room = BATCH_TEXT_SIZE + 1;
    char *text = calloc(1, room);
    z_stream stream = {
        .next_in = request->bytes,
        .avail_in = (uInt)request->size,
        .next_out = (Bytef *)text,
        .avail_out = (uInt)room - 1,
    };

    assert_non_null(text);
    if (!request->is_gzip) {
        memcpy(text, request->bytes, request->size);
        return text;
    }
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    (void)inflateEnd(&stream);
    return text;
}

/* The place of the period that starts at `start_s`, which has to be sendable. */
static size_t find_period(const struct rig *rig, int64_t start_s)
{
    for (size_t i = 0; i < rig->count; i++)
        if (rig->periods[i].summary.start_s == start_s) {
            if (rig->setup.test_endpoint[0] == '\0')
                assert_true(drain_has_ended(&rig->periods[i].summary, rig->now_s));
            return i;
        }
    fail_msg("a period that starts at %lld was never queued", (long long)start_s);
    return 0;
}

static void read_json(struct rig *rig, const struct uplink_request *request, const char *text,
                      size_t *first)
{
    static const char start[] = "\"start_s\":";
    const char *at = strstr(text, start);
    char expected[SUMMARY_TEXT_SIZE];
    struct rig_period *period;

    assert_non_null(at);
    *first = find_period(rig, strtoll(at + strlen(start), NULL, 10));
    period = &rig->periods[*first];
    (void)summary_write_json(&period->summary, expected);
    assert_string_equal(text, expected);
    assert_non_null(request->idempotency_key);
    if (period->key[0] == '\0')
        (void)snprintf(period->key, sizeof(period->key), "%s", request->idempotency_key);
    assert_string_equal(request->idempotency_key, period->key);
}

/* Lines that follow one another in the queue, in its order. Returns how many. */
static size_t read_influx(struct rig *rig, char *text, size_t *first, size_t *last)
{
    size_t count = 0;
    char *line = text;

    while (*line) {
        char *end = strchr(line, '\n');
        char expected[SUMMARY_TEXT_SIZE];
        size_t place;

        assert_non_null(end);
        *end = '\0';
        place = find_period(rig, strtoll(strrchr(line, ' ') + 1, NULL, 10));
        *end = '\n';
        (void)summary_write_influx(&rig->periods[place].summary, expected);
        assert_int_equal(strlen(expected), end + 1 - line);
        assert_memory_equal(line, expected, strlen(expected));
        assert_true(count == 0 || place > *last);
        *first = count++ == 0 ? place : *first;
        *last = place;
        line = end + 1;
    }
    assert_true(count > 0);
    return count;
}

/* What the server did, as it will be judged. A gap in first..last was not in the queue. */
static void note_answer(struct rig *rig, int status, size_t first, size_t last)
{
    bool is_taken = status == 204 || status == RIG_TAKES_AND_IS_GONE;

    if (status == 204)
        rig->answered_well_at = rig->requests;
    if (status == 400 && first == last)
        rig->periods[first].refused_at = rig->requests;
    for (size_t i = first; i <= last && is_taken; i++)
        if (rig->periods[i].place == RIG_QUEUED || first == last)
            rig->periods[i].taken++;
}

static void withdraw(struct rig *rig)
{
    rig->status = (struct outbox_status){.has_consent = false};
    for (size_t i = 0; i < rig->count; i++)
        if (rig->periods[i].place != RIG_STRUCK_OFF)
            rig->periods[i].place = RIG_WITHDRAWN;
}

static void post(void *self, const struct uplink_request *request, struct uplink_answer *answer)
{
    struct rig *rig = self;
    char *text = unpack(request);
    size_t count = 1;
    size_t first = 0;
    size_t last = 0;
    int status;

    assert_true(rig->status.has_consent);
    assert_string_equal(rig->status.consent.host, rig->setup.asked.host);
    assert_string_equal(rig->status.consent.team, rig->setup.asked.team);
    if (request->is_gzip) {
        count = read_influx(rig, text, &first, &last);
    } else {
        read_json(rig, request, text, &first);
        last = first;
    }
    free(text);
    rig->requests++;
    rig->largest = count > rig->largest ? count : rig->largest;
    status = rig->answer(rig, first, last);
    note_answer(rig, status, first, last);
    memset(answer, 0, sizeof(*answer));
    answer->retry_after_s = rig->retry_after_s;
    if (status == RIG_TAKES_AND_IS_GONE)
        answer->failure = UPLINK_UNREACHABLE;
    else if (status <= RIG_FAILS)
        answer->failure = (enum uplink_failure)(RIG_FAILS - status);
    else
        answer->status = status;
    if (rig->requests == rig->withdraw_at)
        withdraw(rig);
    if (rig->requests == rig->agrees_anew_at)
        (void)snprintf(rig->status.consent.host, CONSENT_HOST_SIZE, "other.example");
}

static uint64_t draw(void *self)
{
    return rig_random(self, UINT32_MAX);
}

static void say(void *self, const char *sentence)
{
    struct rig *rig = self;

    assert_string_not_equal(sentence, "");
    rig->said++;
}

uint32_t rig_random(struct rig *rig, uint32_t bound)
{
    rig->seed = rig->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(rig->seed >> 33) % bound;
}

struct rig *rig_new(enum config_sync_format format, size_t count, rig_answer_fn *answer)
{
    struct rig *rig = calloc(1, sizeof(*rig));

    assert_non_null(rig);
    assert_true(count <= RIG_MAX);
    rig->outbox = (struct outbox){.self = rig,
                                  .read_status = read_status,
                                  .read_queued = read_queued,
                                  .strike_off = strike_off,
                                  .quarantine = quarantine,
                                  .note_attempt = note_attempt};
    rig->uplink = (struct uplink){.self = rig, .post = post};
    rig->clock =
        (struct clock_port){.self = rig, .wall_now = wall_now, .is_synchronised = is_synchronised};
    rig->ports = (struct drain_ports){.outbox = &rig->outbox,
                                      .uplink = &rig->uplink,
                                      .clock = &rig->clock,
                                      .random = draw,
                                      .say = say,
                                      .self = rig};
    rig->setup = (struct drain_setup){.format = format, .test_endpoint = ""};
    rig->status.has_consent = true;
    rig->status.consent = (struct consent){SUMMARY_DAY, "office.example", "design"};
    rig->setup.asked = rig->status.consent;
    rig->is_synchronised = true;
    rig->now_s = RIG_NOW_S;
    rig->answer = answer;
    rig->count = count;
    for (size_t i = 0; i < count; i++)
        rig->periods[i].summary = (struct summary){.detail = SUMMARY_DAY,
                                                   .start_s = FIRST_S + (int64_t)i * S_PER_DAY,
                                                   .pseudonym = "0123456789abcdef0123456789abcdef",
                                                   .team = "design",
                                                   .version = "0.1.0"};
    return rig;
}

void rig_free(struct rig *rig)
{
    free(rig);
}

size_t rig_count(const struct rig *rig, enum rig_place place)
{
    size_t count = 0;

    for (size_t i = 0; i < rig->count; i++)
        count += rig->periods[i].place == place;
    return count;
}

struct drain_result rig_run(struct rig *rig)
{
    size_t before = rig_count(rig, RIG_STRUCK_OFF);
    struct drain_result result;
    bool is_all_sent;

    rig->run_began_at = rig->requests;
    result = drain_run(&rig->ports, &rig->setup);
    if (rig->status.has_consent)
        assert_int_equal((size_t)result.delivered, rig_count(rig, RIG_STRUCK_OFF) - before);
    assert_string_not_equal(result.sentence, "");
    /* Whatever is kept is said, and nothing is said to be kept that is not. */
    is_all_sent = rig_count(rig, RIG_QUEUED) + rig_count(rig, RIG_QUARANTINED) == 0;
    if (rig->outbox_calls < rig->outbox_fails_at || rig->outbox_fails_at == 0)
        assert_int_equal(result.exit_code == EXIT_DONE, is_all_sent || !rig->status.has_consent);
    return result;
}

struct drain_result rig_run_release(struct rig *rig)
{
    for (size_t i = 0; i < rig->count; i++)
        if (rig->periods[i].place == RIG_QUARANTINED)
            rig->periods[i].place = RIG_QUEUED;
    rig->setup.is_now = true;
    return rig_run(rig);
}
