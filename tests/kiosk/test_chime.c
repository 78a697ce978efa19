/* When the kiosk chimes, on a loudspeaker that only counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "kiosk/desk.h"
#include "store/scratch.h"

#define NINE_UTC_S INT64_C(1772442000) /* 2026-03-02T09:00:00Z */

static struct desk desk;

struct bell {
    int chimes;
    int64_t last_ns;
    bool has_problem;
};

static void ring(void *self)
{
    struct bell *bell = self;

    bell->chimes++;
    bell->last_ns = desk.mono_ns;
}

static bool take_problem(void *self, struct err *err)
{
    struct bell *bell = self;

    if (!bell->has_problem)
        return false;
    bell->has_problem = false;
    (void)err_set(err, ERR_NOT_FOUND, "no loudspeaker");
    return true;
}

static void the_chime_is_heard_once_when_four_minutes_brought_no_answer(void **state)
{
    struct bell bell = {0};
    const struct sound_port sound = {
        .self = &bell, .play_chime = ring, .take_problem = take_problem};

    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk.sound = &sound;
    desk_start(&desk);
    desk_sit_until_prompted(&desk);
    desk_wait(&desk, 180);
    assert_int_equal(bell.chimes, 0);
    desk_wait(&desk, 300); /* ignored by then */
    assert_int_equal(bell.chimes, 1);
    assert_int_equal((bell.last_ns - desk_coach(&desk)->raised_ns) / NS_PER_S, 240);
    desk_wait(&desk, 3700);
    assert_int_equal(bell.chimes, 2);

    bell.has_problem = true;
    desk_wait(&desk, 60);
    assert_string_equal(desk.log, "no loudspeaker");
    desk_stop(&desk);
}

static void an_answered_prompt_does_not_chime(void **state)
{
    struct bell bell = {0};
    const struct sound_port sound = {
        .self = &bell, .play_chime = ring, .take_problem = take_problem};

    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk.sound = &sound;
    desk_start(&desk);
    desk_sit_until_prompted(&desk);
    desk_wait(&desk, 120);
    desk_touch(&desk, TOUCH_SNOOZE);
    desk_wait(&desk, 330);
    desk_touch(&desk, TOUCH_SKIP);
    desk_wait(&desk, 600);
    assert_int_equal(bell.chimes, 0);
    desk_stop(&desk);
}

static void nobody_hears_a_chime_who_has_not_chosen_it(void **state)
{
    struct bell bell = {0};
    const struct sound_port sound = {
        .self = &bell, .play_chime = ring, .take_problem = take_problem};

    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk.sound = &sound;
    desk.has_config = true;
    config_set_defaults(&desk.config);
    desk_start(&desk);
    desk_sit_until_prompted(&desk);
    desk_wait(&desk, 300);
    assert_int_equal(desk_coach(&desk)->outcome, PROMPT_IGNORED);
    assert_int_equal(bell.chimes, 0);
    desk_stop(&desk);
}

/* What a test that failed has left running would write into the next one's. */
static int teardown(void **state)
{
    if (desk.appliance)
        desk_lose_power(&desk);
    return scratch_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, teardown)
        TEST(the_chime_is_heard_once_when_four_minutes_brought_no_answer),
        TEST(an_answered_prompt_does_not_chime),
        TEST(nobody_hears_a_chime_who_has_not_chosen_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
