/* How a prompt is said: by protocol, another way each time, and never a word that nags. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "ui/prompt_words.h"

#define PROMPTS 60

struct said {
    char headline[128], body[160], dose[64], skip[64];
    const char *title, *more;
};

static struct view_coach stroll(int32_t goal_s)
{
    return (struct view_coach){.prompt = 1, .goal_s = goal_s, .interval_min = 60};
}

static struct said say(const struct view_coach *coach)
{
    struct said said = {.title = prompt_banner_title(coach), .more = prompt_banner_body(coach)};

    prompt_headline(coach, said.headline, sizeof said.headline);
    prompt_body(coach, said.body, sizeof said.body);
    prompt_dose(coach, said.dose, sizeof said.dose);
    prompt_skip(coach, said.skip, sizeof said.skip);
    return said;
}

static void each_protocol_is_said_with_its_own_dose(void **state)
{
    static const struct {
        int32_t goal_s;
        const char *body, *dose;
    } rows[] = {
        {120, "Two minutes on your feet gets your second heart going again.", "2 min stroll"},
        {300, "Five minutes on your feet gets your second heart going again.", "5 min stroll"},
        {100, "A minute and forty on your feet gets your second heart going again.",
         "1:40 min stroll"},
        {420, "7 minutes on your feet gets your second heart going again.", "7 min stroll"},
        {95, "1:35 minutes on your feet gets your second heart going again.", "1:35 min stroll"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct view_coach coach = stroll(rows[i].goal_s);
        struct said said = say(&coach);

        assert_string_equal(said.body, rows[i].body);
        assert_string_equal(said.dose, rows[i].dose);
        assert_string_equal(said.headline, "Time for a\nstroll");
    }
}

static void who_does_not_walk_is_never_asked_to(void **state)
{
    static const char *const words[] = {"stroll", "step", "feet", "legs", "minute"};
    struct view_coach coach = stroll(60);
    struct said said;

    coach.goal_raises = 15;
    said = say(&coach);
    assert_string_equal(said.headline, "Time for\n15 raises");
    assert_string_equal(said.dose, "15 raises");
    for (; coach.prompt <= PROMPTS; coach.prompt++) {
        said = say(&coach);
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            assert_null(strcasestr(said.headline, words[i]));
            assert_null(strcasestr(said.body, words[i]));
            assert_null(strcasestr(said.title, words[i]));
        }
        assert_null(strcasestr(said.title, "walk"));
    }
}

static void the_next_prompt_is_said_another_way(void **state)
{
    for (int raises = 0; raises <= 15; raises += 15) {
        struct view_coach coach = stroll(120);

        coach.goal_raises = raises;
        for (; coach.prompt < PROMPTS; coach.prompt++) {
            struct view_coach next = coach;
            struct said a = say(&coach), b;

            next.prompt++;
            b = say(&next);
            assert_string_not_equal(a.headline, b.headline);
            assert_string_not_equal(a.body, b.body);
            assert_string_not_equal(a.title, b.title);
        }
    }
}

static void a_prompt_keeps_its_words(void **state)
{
    struct view_coach coach = stroll(120);
    struct said a = say(&coach), b;

    coach.snoozes_left = 0;
    coach.sat_min = 75;
    b = say(&coach);
    assert_string_equal(a.headline, b.headline);
    assert_string_equal(a.body, b.body);
}

static void no_word_nags(void **state)
{
    static const char *const never[] = {"fail", "miss", "streak", "overdue", "warn",
                                        "risk", "clot", "must",   "should",  "!"};

    for (int raises = 0; raises <= 15; raises += 15) {
        struct view_coach coach = stroll(120);

        coach.goal_raises = raises;
        for (; coach.prompt <= PROMPTS; coach.prompt++) {
            struct said said = say(&coach);

            for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
                assert_null(strcasestr(said.headline, never[i]));
                assert_null(strcasestr(said.body, never[i]));
                assert_null(strcasestr(said.title, never[i]));
                assert_null(strcasestr(said.more, never[i]));
            }
        }
    }
}

static void skipping_says_for_how_long(void **state)
{
    struct view_coach coach = stroll(120);

    assert_string_equal(say(&coach).skip, "until next hour");
    coach.interval_min = 30;
    assert_string_equal(say(&coach).skip, "for 30 min");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_protocol_is_said_with_its_own_dose),
        cmocka_unit_test(who_does_not_walk_is_never_asked_to),
        cmocka_unit_test(the_next_prompt_is_said_another_way),
        cmocka_unit_test(a_prompt_keeps_its_words),
        cmocka_unit_test(no_word_nags),
        cmocka_unit_test(skipping_says_for_how_long),
    };

    return cmocka_run_group_tests_name("prompt words", tests, NULL, NULL);
}
