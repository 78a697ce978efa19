/* The person chooses another protocol while the kiosk runs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "core/kiosk.h"

static struct kiosk kiosk;
static int64_t now_ns;
static int raised, ended; /* prompts */
static uint64_t seed;

static void take(void *self, const struct effect *effect)
{
    (void)self;
    if (effect->kind != EFFECT_PROMPT)
        return;
    raised += effect->prompt->change == PROMPT_RAISED;
    ended += effect->prompt->change == PROMPT_SKIPPED || effect->prompt->change == PROMPT_IGNORED ||
             effect->prompt->change == PROMPT_UNFINISHED ||
             effect->prompt->change == PROMPT_VERIFIED;
}

static void step(struct kiosk_event event)
{
    const struct effects effects = {take, NULL};

    event.mono_ns = now_ns;
    assert_int_equal(kiosk_step(&kiosk, &event, &effects), 0);
}

static void pass(int64_t seconds)
{
    int64_t end_ns = now_ns + seconds * NS_PER_S;

    while (now_ns < end_ns) {
        int64_t due_ns = kiosk_next_deadline(&kiosk);

        now_ns = due_ns > now_ns && due_ns < end_ns ? due_ns
                 : due_ns <= now_ns                 ? now_ns + 1
                                                    : end_ns;
        step((struct kiosk_event){.kind = KIOSK_TICK});
    }
}

static struct kiosk_setup every(int interval_min, int duration_s)
{
    return (struct kiosk_setup){
        .has_mat = true,
        .steps_per_closure = 2,
        .break_interval_ns = interval_min * NS_PER_MIN,
        .break_duration_ns = duration_s * NS_PER_S,
    };
}

static void choose(int interval_min, int duration_s)
{
    struct kiosk_setup setup = every(interval_min, duration_s);

    kiosk_set_protocol(&kiosk, &setup);
    step((struct kiosk_event){.kind = KIOSK_TICK});
}

static void sit_for(int minutes)
{
    struct kiosk_setup setup = every(60, 120);

    now_ns = NS_PER_HOUR;
    raised = ended = 0;
    kiosk_init(&kiosk, &setup, now_ns, 20260302);
    step((struct kiosk_event){.kind = KIOSK_EDGE, .line = LINE_CHAIR, .closed = true});
    pass(minutes * 60);
}

static void get_up(int seconds)
{
    step((struct kiosk_event){.kind = KIOSK_EDGE, .line = LINE_CHAIR, .closed = false});
    pass(seconds);
}

static void a_shorter_interval_that_is_over_prompts_at_once(void **state)
{
    sit_for(40);
    assert_int_equal(raised, 0);
    choose(30, 300);
    pass(1);
    assert_int_equal(raised, 1);
}

static void time_seated_so_far_counts_towards_the_new_interval(void **state)
{
    sit_for(10);
    choose(20, 120);
    pass(9 * 60);
    assert_int_equal(raised, 0);
    pass(61);
    assert_int_equal(raised, 1);
}

static void a_longer_interval_puts_the_prompt_off(void **state)
{
    sit_for(50);
    choose(90, 120);
    pass(35 * 60);
    assert_int_equal(raised, 0);
    pass(6 * 60);
    assert_int_equal(raised, 1);
}

static void an_open_prompt_goes_on_and_asks_for_the_new_duration(void **state)
{
    sit_for(60);
    pass(5);
    assert_int_equal(raised, 1);
    choose(60, 300);
    get_up(200);
    assert_int_equal(ended, 0);
    pass(150);
    assert_int_equal(ended, 1);
    assert_int_equal(raised, 1);
}

static uint32_t roll(uint32_t sides)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33U) % sides;
}

static void every_prompt_still_ends_once_whenever_one_chooses(void **state)
{
    for (seed = 1; seed < 200; seed += 2) {
        uint64_t first = seed;

        sit_for(5);
        for (int i = 0; i < 300; i++) {
            pass(1 + (int64_t)roll(600));
            if (roll(3) == 0)
                choose(5 + (int)roll(90), 30 + (int)roll(300));
            else if (roll(2) == 0)
                step((struct kiosk_event){.kind = KIOSK_TOUCH,
                                          .touch = (enum touch)roll(TOUCH_COUNT)});
            else
                step((struct kiosk_event){.kind = KIOSK_EDGE,
                                          .line = roll(2) == 0 ? LINE_CHAIR : LINE_MAT,
                                          .closed = roll(2) == 0});
            assert_in_range(raised - ended, 0, 1);
        }
        seed = first;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_shorter_interval_that_is_over_prompts_at_once),
        cmocka_unit_test(time_seated_so_far_counts_towards_the_new_interval),
        cmocka_unit_test(a_longer_interval_puts_the_prompt_off),
        cmocka_unit_test(an_open_prompt_goes_on_and_asks_for_the_new_duration),
        cmocka_unit_test(every_prompt_still_ends_once_whenever_one_chooses),
    };

    return cmocka_run_group_tests_name("protocol", tests, NULL, NULL);
}
