/* A month of days, each a process of its own: what one of them had is gone when the next begins. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <dirent.h>
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>

#include "drivers/sound_sdl.h"
#include "kiosk/desk.h"
#include "store/scratch.h"

#define NINE_UTC_S INT64_C(1772442000) /* 2026-03-02T09:00:00Z */
#define DAYS       30
#define WARM_DAYS  5 /* in which what is made once is made */

/* What threads freed fills the C library's caches, by 20 to 30 KB in a hundred days; a batch alone
 * has a megabyte. */
#define HEAP_SPREAD (64 * 1024)

static struct desk desk;

struct held {
    int64_t heap, fds, threads;
};

static int64_t count_entries(const char *folder)
{
    DIR *dir = opendir(folder);
    int64_t count = 0;

    assert_non_null(dir);
    while (readdir(dir))
        count++;
    (void)closedir(dir);
    return count;
}

static struct held look(void)
{
    struct mallinfo2 info = mallinfo2();

    return (struct held){
        .heap = (int64_t)(info.uordblks + info.hblkhd),
        .fds = count_entries("/proc/self/fd"),
        .threads = count_entries("/proc/self/task"),
    };
}

/* An hour's sitting, a prompt that is slept through to its chime, a stroll; off until next day. */
static void live_a_day(void)
{
    struct sound_port sound;

    assert_true(sound_sdl_new(&sound));
    desk.sound = &sound;
    desk_start(&desk);
    desk_sit_until_prompted(&desk);
    desk_wait(&desk, 300);
    desk_set(&desk, LINE_CHAIR, false);
    desk_walk(&desk, 120);
    desk_stop(&desk);
    sound.close(sound.self);
    desk_reboot(&desk, 22 * 3600);
}

static void a_process_a_day_for_a_month_leaves_nothing_behind(void **state)
{
    struct held first = {.threads = count_entries("/proc/self/task")};

    (void)setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    for (int day = 0; day < DAYS; day++) {
        struct held held;

        live_a_day();
        held = look();
        /* A thread that has been joined stands among the tasks for a moment more. */
        for (int tries = 0; tries < 1000 && held.threads != first.threads; tries++) {
            (void)usleep(1000);
            held = look();
        }
        if (day < WARM_DAYS)
            first = held;
        if (held.fds != first.fds || held.threads != first.threads ||
            held.heap > first.heap + HEAP_SPREAD)
            fail_msg(
                "day %d: heap %lld, descriptors %lld, threads %lld; on day %d %lld, %lld, %lld",
                day, (long long)held.heap, (long long)held.fds, (long long)held.threads,
                WARM_DAYS - 1, (long long)first.heap, (long long)first.fds,
                (long long)first.threads);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_process_a_day_for_a_month_leaves_nothing_behind,
                                        scratch_setup, scratch_teardown),
    };

    return cmocka_run_group_tests_name("month", tests, NULL, NULL);
}
