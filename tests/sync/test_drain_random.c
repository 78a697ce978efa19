/*
 * What must hold of a run whatever server, queue, clock and disk it meets (sync/drain.h). The rig
 * judges each step; here a case is drawn from a seed, and the end is judged.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "sync/backoff.h"
#include "sync/rig.h"

#define CASES    2000
#define RUNS     6
#define MOST     90
#define LATER_S  (RIG_NOW_S + 40 * S_PER_DAY)
#define NEVER_BY 0

struct server {
    uint32_t noise_percent; /* requests that end in anything */
    int breaks_at;          /* the request from which on it refuses all; NEVER_BY */
};

static int take_all(struct rig *rig, size_t first, size_t last)
{
    return 204;
}

static int answer_by_nature(struct rig *rig, size_t first, size_t last)
{
    static const int noise[] = {203,
                                204,
                                302,
                                400,
                                400,
                                401,
                                403,
                                404,
                                413,
                                429,
                                500,
                                503,
                                599,
                                RIG_TAKES_AND_IS_GONE,
                                RIG_TAKES_AND_IS_GONE,
                                RIG_FAILS - UPLINK_UNREACHABLE,
                                RIG_FAILS - UPLINK_TIMED_OUT,
                                RIG_FAILS - UPLINK_UNTRUSTED,
                                RIG_FAILS - UPLINK_LOCAL};
    const struct server *server = rig->server;

    if (server->breaks_at != NEVER_BY && rig->requests >= server->breaks_at)
        return 400;
    if (rig_random(rig, 100) < server->noise_percent)
        return noise[rig_random(rig, sizeof(noise) / sizeof(noise[0]))];
    if (rig->limit > 0 && last - first + 1 > rig->limit)
        return 413;
    for (size_t i = first; i <= last; i++)
        if (rig->periods[i].is_bad && rig->periods[i].place == RIG_QUEUED)
            return 400;
    return 204;
}

/* A queue of which some is bad, for a server that takes all, or few at once. */
static struct rig *make_case(uint64_t seed, const struct server *server)
{
    static const uint32_t bad_percents[] = {0, 0, 10, 60};
    struct rig *rig = rig_new(seed % 2 ? CONFIG_SYNC_JSON : CONFIG_SYNC_INFLUX,
                              1 + (size_t)(seed * 31 % MOST), answer_by_nature);
    uint32_t percent;

    rig->seed = seed * 7919;
    rig->server = server;
    percent = bad_percents[rig_random(rig, 4)];
    rig->limit = rig_random(rig, 3) ? 0 : 1 + rig_random(rig, 30);
    for (size_t i = 0; i < rig->count; i++)
        rig->periods[i].is_bad = rig_random(rig, 100) < percent;
    return rig;
}

static void fail_case(uint64_t seed, const char *what)
{
    fail_msg("case %llu: %s", (unsigned long long)seed, what);
}

/* One more run in a world that has moved on a little. */
static void run_somehow(struct rig *rig, uint64_t seed)
{
    const struct outbox_attempt last = rig->status.last;
    int requests = rig->requests;

    rig->now_s += rig_random(rig, 8) ? rig_random(rig, 3 * 3600) : -(int64_t)S_PER_DAY;
    rig->is_synchronised = rig_random(rig, 10) > 0;
    rig->setup.is_now = rig_random(rig, 2) > 0;
    rig->retry_after_s = rig_random(rig, 4) ? 0 : rig_random(rig, 200000);
    rig->outbox_calls = 0;
    rig->outbox_fails_at = rig_random(rig, 4) ? 0 : 1 + (int)rig_random(rig, 40);
    rig->withdraw_at = rig_random(rig, 30) ? 0 : rig->requests + 1 + (int)rig_random(rig, 10);
    (void)rig_run(rig);
    if (!rig->setup.is_now && !backoff_is_over(rig->now_s, last.at_s, last.not_before_s) &&
        rig->requests > requests)
        fail_case(seed, "the server was asked before the time it had asked for");
    if (!rig->is_synchronised && rig->requests > requests)
        fail_case(seed, "something was sent by a clock that is not synchronised");
}

/* With everything mended, everything arrives. */
static void assert_all_arrives(struct rig *rig, uint64_t seed)
{
    struct drain_result result;
    int requests = rig->requests;

    rig->answer = take_all;
    rig->now_s = LATER_S;
    rig->is_synchronised = true;
    rig->outbox_fails_at = 0;
    rig->withdraw_at = 0;
    result = rig_run_release(rig);
    if (result.exit_code != EXIT_DONE)
        fail_case(seed, result.sentence);
    if (!rig->status.has_consent && rig->requests > requests)
        fail_case(seed, "something was sent after the withdrawal");
    for (size_t i = 0; i < rig->count; i++) {
        const struct rig_period *period = &rig->periods[i];

        if (period->place == RIG_STRUCK_OFF && period->taken == 0)
            fail_case(seed, "a period is struck off that no server has");
        if (rig->status.has_consent && period->place != RIG_STRUCK_OFF)
            fail_case(seed, "a period is still kept");
    }
}

static void whatever_happens_no_period_is_lost(void **state)
{
    static const uint32_t noises_percent[] = {0, 5, 40, 100};
    size_t aside = 0;

    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct server server = {0};
        struct rig *rig = make_case(seed, &server);

        server.noise_percent = noises_percent[rig_random(rig, 4)];
        server.breaks_at = rig_random(rig, 3) ? NEVER_BY : 1 + (int)rig_random(rig, 60);
        /* Some of the newest are not over, by this clock. */
        for (uint32_t i = rig_random(rig, 4); i > 0 && i < rig->count; i--)
            rig->periods[rig->count - i].summary.start_s = LATER_S - (i + 1) * S_PER_DAY;
        for (int run = 0; run < RUNS; run++)
            run_somehow(rig, seed);
        aside += rig_count(rig, RIG_QUARANTINED);
        assert_all_arrives(rig, seed);
        rig_free(rig);
    }
    /* Else these were no cases at all. */
    assert_true(aside > CASES / 10);
}

static void exactly_what_is_bad_is_set_aside(void **state)
{
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        const struct server server = {0};
        struct rig *rig = make_case(seed, &server);
        size_t bad = 0;

        /* What is refused is old, broken or too much, but not all there will ever be. */
        rig->periods[rig->count - 1].is_bad = false;
        for (size_t i = 0; i < rig->count; i++)
            bad += rig->periods[i].is_bad;
        (void)rig_run(rig);
        if (rig_count(rig, RIG_STRUCK_OFF) != rig->count - bad)
            fail_case(seed, "a good period was not delivered");
        if (rig_count(rig, RIG_QUARANTINED) != bad)
            fail_case(seed, "set aside is another number than is bad");
        assert_all_arrives(rig, seed);
        rig_free(rig);
    }
}

static void a_server_that_breaks_at_any_request_sets_no_good_period_aside(void **state)
{
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct server server = {0};
        struct rig *rig = make_case(seed, &server);

        server.breaks_at = 1 + (int)rig_random(rig, 100);
        (void)rig_run(rig);
        for (size_t i = 0; i < rig->count; i++)
            if (rig->periods[i].place == RIG_QUARANTINED && !rig->periods[i].is_bad)
                fail_case(seed, "a good period was set aside");
        assert_all_arrives(rig, seed);
        rig_free(rig);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whatever_happens_no_period_is_lost),
        cmocka_unit_test(exactly_what_is_bad_is_set_aside),
        cmocka_unit_test(a_server_that_breaks_at_any_request_sets_no_good_period_aside),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
