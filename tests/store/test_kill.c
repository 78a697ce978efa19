/*
 * A writer that is killed at any moment, again and again, on real files: what it said was committed
 * is there, row by row. SECONDHEART_KILLS says how often (100 unless given), SECONDHEART_SEED when.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/store_sqlite.h"
#include "store/scratch.h"
#include "store/workload.h"

#define KILLS       100
#define COMMITS_MAX 12
/* Of an empty loop, so that the kill falls anywhere within a commit. */
#define SPIN_MAX 2000000

static long number_from(const char *name, long usual)
{
    const char *text = getenv(name);

    return text ? strtol(text, NULL, 10) : usual;
}

/* The child: commits minute after minute and says so, until it is killed. */
static void write_for_ever(const char *path, int minute, int said)
{
    struct store_sqlite_config config = {.path = path};
    struct store store;

    if (store_sqlite_new(&store, &config, NULL) < 0)
        _exit(1);
    for (;; minute++) {
        if (workload_commit(&store, minute, NULL) < 0 ||
            write(said, &minute, sizeof(minute)) != (ssize_t)sizeof(minute))
            _exit(1);
    }
}

/* Starts a writer at `minute`, kills it, and returns the last minute it said was committed. */
static int write_and_kill(const char *path, int minute, unsigned *seed)
{
    int said[2];
    int commits = rand_r(seed) % COMMITS_MAX;
    int spin = rand_r(seed) % SPIN_MAX;
    int last = minute - 1;
    int status;
    pid_t child;

    assert_int_equal(pipe(said), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)close(said[0]);
        write_for_ever(path, minute, said[1]);
    }
    (void)close(said[1]);
    for (int i = 0; i < commits; i++)
        assert_int_equal(read(said[0], &last, sizeof(last)), sizeof(last));
    for (volatile int i = 0; i < spin; i++) {
    }
    assert_int_equal(kill(child, SIGKILL), 0);
    while (read(said[0], &last, sizeof(last)) == (ssize_t)sizeof(last)) {
    }
    (void)close(said[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status));
    return last;
}

static void a_kill_at_any_moment_loses_nothing_that_was_committed(void **state)
{
    const struct scratch *scratch = *state;
    struct store_sqlite_config config = {.path = scratch->path};
    unsigned seed = (unsigned)number_from("SECONDHEART_SEED", 1);
    long kills = number_from("SECONDHEART_KILLS", KILLS);
    int next_minute = 0;

    for (long i = 0; i < kills; i++) {
        int committed = write_and_kill(scratch->path, next_minute, &seed);
        struct store store;
        int found;

        assert_int_equal(store_sqlite_new(&store, &config, NULL), 0);
        found = workload_check(&store);
        store.close(store.self);
        if (found != committed && found != committed + 1)
            fail_msg("kill %ld: minute %d was committed, minute %d is there", i, committed, found);
        next_minute = found + 1;
    }
    print_message("%ld kills, %d commits\n", kills, next_minute);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_kill_at_any_moment_loses_nothing_that_was_committed,
                                        scratch_setup, scratch_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
