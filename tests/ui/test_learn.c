/*
 * The pages to read: what they say and never say, that each has room, what moves on them. With a
 * language as the program's argument: that each has room in it.
 */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/language.h"
#include "base/units.h"
#include "base/version.h"
#include "ui/i18n.h"
#include "ui/ink.h"
#include "ui/learn_cards.h"
#include "ui/learn_picture.h"
#include "ui/moments.h"

#define NOW_NS (1000 * NS_PER_S)

/* Short cards: a paragraph, and a card. Bytes; texts are wrapped in buffers of 256. */
#define PARAGRAPH_MAX 170
#define CARD_MAX      300
#define TITLE_MAX     26

static const struct {
    int w, h;
} sizes[] = {{800, 480}, {1024, 600}, {1280, 720}, {1920, 1080}, {720, 1280}};

/*
 * Never claimed, to nobody: no diagnosis, no treatment, no prevention, no measured health, no
 * score; nothing that frightens, praises or blames.
 */
static const char *const forbidden[] = {
    "clot",      "thromb",  "risk",    "prevent",  "diagnos",     "treat",     "cure",   "heal ",
    "healing",   "detect",  "monitor", "varicose", "insufficien", "oedema",    "edema",  "embol",
    "your vein", "symptom", "disease", "proven",   "guarantee",   "score",     "should", "must ",
    "failed",    "missed",  "streak",  "overdue",  "warning",     "well done", "great",  "lazy",
};

/* Of a tap or of time: a page as it is drawn. */
static void show_page(struct moment *moment, screen_draw_fn *draw)
{
    memset(moment, 0, sizeof *moment);
    moment->draw = draw;
    moment->now_mono_ns = NOW_NS;
    moment->view.pages.learn.shown_ns = NOW_NS - LEARN_AT_REST;
    moment->view.state = VIEW_SITTING;
}

static void show_card(struct moment *moment, int32_t topic, int32_t page)
{
    show_page(moment, screen_learn_card_draw);
    moment->view.pages.learn.topic = topic;
    moment->view.pages.learn.page = page;
}

/* Every page there is, one after the other; false after the last one. */
static bool next_page(struct moment *moment, char name[64], int32_t *number)
{
    int32_t n = (*number)++;

    for (int32_t topic = 0; topic < LEARN_TOPICS; topic++) {
        if (n < learn_topic(topic)->count) {
            show_card(moment, topic, n);
            snprintf(name, 64, "topic %d, card %d", (int)topic, (int)n);
            return true;
        }
        n -= learn_topic(topic)->count;
    }
    if (n < LEARN_LIST_PAGES) {
        show_page(moment, screen_learn_draw);
        moment->view.pages.learn.list_page = n;
        snprintf(name, 64, "list %d", (int)n);
        return true;
    }
    n -= LEARN_LIST_PAGES;
    show_page(moment, n == 0 ? screen_professional_draw : screen_about_draw);
    snprintf(name, 64, "%s", n == 0 ? "professional" : "about");
    return n < 2;
}

/* ----------------------------------------------------------------------------------- what is said
 */

static void check_claims(const char *name, const char *text)
{
    char lower[16384];
    size_t i;

    for (i = 0; text[i] && i + 1 < sizeof lower; i++)
        lower[i] = (char)tolower((unsigned char)text[i]);
    lower[i] = '\0';
    for (i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        if (strstr(lower, forbidden[i]))
            fail_msg("%s says '%s': %s", name, forbidden[i], text);
    }
}

/* All that a page says, its lines joined. */
static const char *words_of(const struct moment_canvas *canvas)
{
    static char words[16384];
    size_t used = 0;

    for (int i = 0; i < canvas->list.count; i++) {
        const struct draw_item *item = &canvas->list.items[i];

        if (item->kind == DRAW_TEXT)
            used += (size_t)snprintf(words + used, sizeof words - used, "%s ",
                                     canvas->list.text + item->text);
        assert_true(used < sizeof words);
    }
    words[used] = '\0';
    return words;
}

static void no_card_makes_a_claim(void **state)
{
    for (int32_t id = 0; id < LEARN_TOPICS; id++) {
        const struct learn_topic *topic = learn_topic(id);

        check_claims("a title", topic->title);
        for (int32_t i = 0; i < topic->count; i++) {
            check_claims(topic->title, topic->cards[i].lead);
            check_claims(topic->title, topic->cards[i].more);
        }
    }
}

static void no_page_makes_a_claim(void **state)
{
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(1280, 720, &err);
    struct moment moment;
    char name[64];

    assert_non_null(canvas);
    for (int32_t n = 0; next_page(&moment, name, &n);) {
        moment_list(canvas, &moment);
        check_claims(name, words_of(canvas));
    }
    moment_canvas_free(canvas);
}

static void every_topic_is_one_to_four_short_cards(void **state)
{
    for (int32_t id = 0; id < LEARN_TOPICS; id++) {
        const struct learn_topic *topic = learn_topic(id);

        assert_in_range(topic->count, 1, LEARN_CARDS_MAX);
        assert_in_range(strlen(topic->title), 1, TITLE_MAX);
        for (int32_t i = 0; i < topic->count; i++) {
            const struct learn_card *card = &topic->cards[i];

            if (!card->lead || !card->more) {
                fail_msg("%s, card %d is not whole", topic->title, (int)i);
                return;
            }
            assert_in_range(strlen(card->lead), 20, PARAGRAPH_MAX);
            assert_in_range(strlen(card->more), 20, PARAGRAPH_MAX);
            assert_in_range(strlen(card->lead) + strlen(card->more), 40, CARD_MAX);
        }
        if (topic->count < LEARN_CARDS_MAX)
            assert_null(topic->cards[topic->count].lead);
    }
}

/* A finding is told with its source; of what was found there is at least one word. */
static void what_was_studied_names_where(void **state)
{
    static const char *const findings[] = {"study",     "studied",  "measured",    "percent",
                                           "had grown", "ran many", "emptied less"};

    for (int32_t id = 0; id < LEARN_TOPICS; id++) {
        for (int32_t i = 0; i < learn_topic(id)->count; i++) {
            const struct learn_card *card = &learn_topic(id)->cards[i];

            for (size_t f = 0; f < sizeof findings / sizeof *findings; f++) {
                if ((strstr(card->lead, findings[f]) || strstr(card->more, findings[f])) &&
                    !card->studied)
                    fail_msg("no source for '%s'", card->lead);
            }
            if (card->studied)
                assert_true(strpbrk(card->studied, "0123456789") != NULL);
        }
    }
}

static void compression_begins_with_asking_a_clinician(void **state)
{
    assert_non_null(strstr(learn_topic(LEARN_SOCKS)->cards[0].lead, "Ask a clinician"));
}

static void the_leg_is_never_without_its_caption(void **state)
{
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(800, 480, &err);
    struct moment moment;

    assert_non_null(canvas);
    for (int32_t topic = LEARN_PUMP; topic <= LEARN_STILLNESS; topic++) {
        if (topic == LEARN_VALVES)
            continue;
        show_card(&moment, topic, 0);
        moment_list(canvas, &moment);
        assert_true(moment_says(canvas, "Illustration from published"));
    }
    moment_canvas_free(canvas);
}

static void about_says_what_it_is_not_and_where_data_stays(void **state)
{
    static const char *const said[] = {
        "General wellness, not a medical device",
        "Nothing leaves this device unless someone here turns sync on", "MIT License", "No camera"};
    char version[32 + VERSION_RELEASE_SIZE] = "Version ";
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(1920, 1080, &err);
    struct moment moment;

    assert_non_null(canvas);
    show_page(&moment, screen_about_draw);
    moment_list(canvas, &moment);
    version_write_release(SECONDHEART_VERSION, version + strlen(version));
    assert_true(moment_says(canvas, version));
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        if (!strstr(words_of(canvas), said[i]))
            fail_msg("about does not say '%s'", said[i]);
    }
    moment_canvas_free(canvas);
}

/* --------------------------------------------------------------------------------- how it is shown
 */

static void check_size(int w, int h, enum text_size text_size, int widen_percent)
{
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(w, h, &err);
    struct moment moment;
    char name[64];

    assert_non_null(canvas);
    canvas->widen_percent = widen_percent;
    canvas->layout.text_size = text_size;
    for (int32_t n = 0; next_page(&moment, name, &n);) {
        moment_list(canvas, &moment);
        ink_check(name, &canvas->list, widen_percent);
        ink_check_targets(name, &canvas->list, &canvas->targets, canvas->layout.unit_px);
    }
    moment_canvas_free(canvas);
}

static void every_page_has_room_at_every_size(void **state)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_size(sizes[i].w, sizes[i].h, TEXT_SIZE_NORMAL, 0);
        check_size(sizes[i].w, sizes[i].h, TEXT_SIZE_LARGE, 0);
    }
}

static void texts_may_be_thirty_percent_longer(void **state)
{
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        check_size(sizes[i].w, sizes[i].h, TEXT_SIZE_NORMAL, 30);
        check_size(sizes[i].w, sizes[i].h, TEXT_SIZE_LARGE, 30);
    }
}

/* No word crosses a button's edge; `state`: so many percent wider, or NULL. */
static void words_keep_off_the_button(void **state)
{
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        struct err err = {0};
        struct moment_canvas *canvas = moment_canvas_new(sizes[s].w, sizes[s].h, &err);
        struct moment moment;
        char name[64];

        assert_non_null(canvas);
        canvas->widen_percent = *state ? *(const int *)*state : 0;
        for (int32_t n = 0; next_page(&moment, name, &n);) {
            moment_list(canvas, &moment);
            for (int i = 0; i < canvas->list.count; i++) {
                struct draw_rect ink = ink_of(&canvas->list.items[i]);

                for (int t = 0; t < canvas->targets.count; t++) {
                    struct draw_rect in = draw_rect_intersect(ink, canvas->targets.list[t].rect);

                    if (canvas->list.items[i].kind == DRAW_TEXT && in.w > 0 &&
                        (in.w != ink.w || in.h != ink.h))
                        fail_msg("%s at %dx%d: '%s' crosses a target's edge", name, sizes[s].w,
                                 sizes[s].h, canvas->list.text + canvas->list.items[i].text);
                }
            }
        }
        moment_canvas_free(canvas);
    }
}

/* At most three, and fine print. */
static void no_page_has_more_than_three_text_sizes(void **state)
{
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(800, 480, &err);
    struct moment moment;
    char name[64];

    assert_non_null(canvas);
    for (int32_t n = 0; next_page(&moment, name, &n);) {
        int32_t seen[8];
        int count = 0;

        moment_list(canvas, &moment);
        for (int i = 0; i < canvas->list.count; i++) {
            int32_t px = canvas->list.items[i].size_px;
            int at = 0;

            if (canvas->list.items[i].kind != DRAW_TEXT || px <= 14)
                continue;
            while (at < count && seen[at] != px)
                at++;
            if (at == count && count < 8)
                seen[count++] = px;
        }
        if (count > 3)
            fail_msg("%s has %d text sizes", name, count);
    }
    moment_canvas_free(canvas);
}

static bool differs(struct moment_canvas *canvas, struct moment *moment, int64_t after_ns)
{
    static struct draw_list before;
    struct draw_damage damage;

    moment_list(canvas, moment);
    before = canvas->list;
    moment->now_mono_ns += after_ns;
    moment_list(canvas, moment);
    drawlist_compare(&before, &canvas->list, &damage);
    return damage.count > 0;
}

static void a_picture_moves_for_a_moment_and_then_rests(void **state)
{
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(800, 480, &err);
    struct moment moment;

    assert_non_null(canvas);
    for (int32_t topic = 0; topic < LEARN_TOPICS; topic++) {
        struct learn_page page = {.topic = topic, .shown_ns = NOW_NS};
        int64_t due_ns = learn_picture_next_frame_mono_ns(&page, false, NOW_NS), last_ns = NOW_NS;
        bool moved = false, moves = due_ns != TIME_NEVER;

        show_card(&moment, topic, 0);
        moment.view.pages.learn.shown_ns = NOW_NS;
        while (due_ns != TIME_NEVER) {
            moved |= differs(canvas, &moment, due_ns - last_ns);
            last_ns = due_ns;
            assert_true(last_ns - NOW_NS < 6 * NS_PER_S);
            due_ns = learn_picture_next_frame_mono_ns(&page, false, last_ns);
        }
        assert_int_equal(moved, moves);
        assert_false(differs(canvas, &moment, NS_PER_S));
    }
    moment_canvas_free(canvas);
}

static void with_reduced_motion_no_picture_moves(void **state)
{
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(800, 480, &err);
    struct moment moment;

    assert_non_null(canvas);
    for (int32_t topic = 0; topic < LEARN_TOPICS; topic++) {
        struct learn_page page = {.topic = topic, .shown_ns = NOW_NS};

        show_card(&moment, topic, 0);
        moment.view.pages.learn.shown_ns = NOW_NS;
        moment.reduced_motion = true;
        assert_true(learn_picture_next_frame_mono_ns(&page, true, NOW_NS) == TIME_NEVER);
        for (int i = 0; i < 40; i++)
            assert_false(differs(canvas, &moment, 150 * NS_PER_MS));
    }
    moment_canvas_free(canvas);
}

static void the_professional_page_is_the_same_whatever_was_measured(void **state)
{
    static struct draw_list before;
    struct err err = {0};
    struct moment_canvas *canvas = moment_canvas_new(800, 480, &err);
    struct moment moment;
    struct draw_damage damage;

    assert_non_null(canvas);
    show_page(&moment, screen_professional_draw);
    moment_list(canvas, &moment);
    before = canvas->list;
    moment.view.state = VIEW_UNSURE;
    moment.view.minutes = 240;
    moment.view.pooled_percent = 99;
    moment.view.beats = 12345;
    moment.view.coach.state = COACH_PULSE;
    moment.view.chair.fault = VIEW_FAULT_UNPLUGGED;
    moment.pose.gauge = 0.99F;
    moment.now_mono_ns += 12345 * NS_PER_S;
    moment_list(canvas, &moment);
    drawlist_compare(&before, &canvas->list, &damage);
    assert_int_equal(damage.count, 0);
    moment_canvas_free(canvas);
}

/* Whoever sets a text in lines keeps it in 256 bytes. */
static void no_text_is_longer_than_its_buffer(void **state)
{
    for (int32_t id = 0; id < LEARN_TOPICS; id++) {
        for (int32_t i = 0; i < learn_topic(id)->count; i++) {
            assert_in_range(strlen(_(learn_topic(id)->cards[i].lead)), 1, 255);
            assert_in_range(strlen(_(learn_topic(id)->cards[i].more)), 1, 255);
        }
    }
}

static int run_in(const char *code)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_has_room_at_every_size),
        cmocka_unit_test(words_keep_off_the_button),
        cmocka_unit_test(no_text_is_longer_than_its_buffer),
    };
    struct err err = {0};

    if (language_start(LOCALE_DIR, &err) != 0 || language_use(code, &err) != 0) {
        (void)fprintf(stderr, "usage: test_ui_learn [CODE]\n%s\n", err.text);
        return EXIT_INPUT;
    }
    return cmocka_run_group_tests_name(code, tests, NULL, NULL);
}

int main(int argc, char **argv)
{
    int longer_percent = 30;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_card_makes_a_claim),
        cmocka_unit_test(no_page_makes_a_claim),
        cmocka_unit_test(every_topic_is_one_to_four_short_cards),
        cmocka_unit_test(what_was_studied_names_where),
        cmocka_unit_test(compression_begins_with_asking_a_clinician),
        cmocka_unit_test(the_leg_is_never_without_its_caption),
        cmocka_unit_test(about_says_what_it_is_not_and_where_data_stays),
        cmocka_unit_test(every_page_has_room_at_every_size),
        cmocka_unit_test(texts_may_be_thirty_percent_longer),
        cmocka_unit_test_prestate(words_keep_off_the_button, &longer_percent),
        cmocka_unit_test(no_page_has_more_than_three_text_sizes),
        cmocka_unit_test(a_picture_moves_for_a_moment_and_then_rests),
        cmocka_unit_test(with_reduced_motion_no_picture_moves),
        cmocka_unit_test(the_professional_page_is_the_same_whatever_was_measured),
    };

    if (argc > 1)
        return run_in(argv[1]);
    return cmocka_run_group_tests_name("learn", tests, NULL, NULL);
}
