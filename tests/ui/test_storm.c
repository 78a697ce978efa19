/*
 * A person, a cat and a cleaning rag: the core and the screen together on virtual time, with random
 * touches, edges and pauses. Nothing asserts, no screen is a dead end: left alone, with somebody on
 * the chair, every one goes back to home.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/units.h"
#include "core/kiosk.h"
#include "ui/history_page.h"
#include "ui/moments_history.h"
#include "ui/settings_pages.h"

#define TOUCHES 100000

#define W_PX 800
#define H_PX 480

static struct kiosk kiosk, scratch;
static struct kiosk_glance glance;
static int64_t bouts_ns[DAY_BOUTS_MAX];
static struct ui ui;
static int64_t now_ns;
static uint64_t seed;
static int64_t seen[UI_SCREEN_COUNT]; /* how often each screen stood */
static int64_t asked[TOUCH_COUNT];
static struct settings_shown settings; /* as a shell would keep them */
static int64_t requested[UI_REQUEST_SETUP_ASIDE + 1];

static uint32_t roll(uint32_t sides)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33U) % sides;
}

/* Narrow letters, so that nothing is cut: no font is needed. */
static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    return (struct text_extent){(int32_t)strlen(utf8) * size_px / 4, size_px, size_px / 4};
}

static void take_effect(void *self, const struct effect *effect)
{
    if (effect->kind == EFFECT_BEAT)
        ui_beat(&ui, effect->end_ns);
    else if (effect->kind == EFFECT_INTERVAL)
        ui_interval(&ui, effect->start_ns, effect->end_ns, effect->posture);
}

static void step(struct kiosk_event event)
{
    const struct effects effects = {take_effect, NULL};

    event.mono_ns = now_ns;
    assert_int_equal(kiosk_step(&kiosk, &event, &effects), 0);
}

/* What is wrong with the kiosk itself. */
static enum view_trouble trouble;

static struct sync_shown sync = {.state = SYNC_OFF, .may_agree = 1, .text = "a,b=c d=1i,e=2i 3\n"};

/* What the shell does with a request; a PIN is right when fortune wants it. */
static void serve(const struct ui_request *request)
{
    requested[request->kind]++;
    switch (request->kind) {
    case UI_REQUEST_SET:
    case UI_REQUEST_TRY:
        settings.value[request->setting] = (int32_t)request->number;
        break;
    case UI_REQUEST_PIN_TRY:
        settings.pin_answer++;
        settings.pin_is_right = roll(2) == 0;
        settings.pin_wait_s = settings.pin_is_right ? 0 : (int32_t)roll(3);
        break;
    case UI_REQUEST_ERASE:
        if (request->number == ERASE_PERSON)
            settings.setup_step = SETUP_LANGUAGE;
        break;
    case UI_REQUEST_SETUP:
        assert_in_range(request->number, SETUP_NONE, SETUP_PRIVACY);
        settings.setup_step = (int32_t)request->number;
        break;
    case UI_REQUEST_SETUP_ASIDE:
        settings.setup_step = SETUP_NONE;
        break;
    case UI_REQUEST_NONE:
    case UI_REQUEST_SYNC:
        sync.state = request->number ? SYNC_ON : SYNC_OFF;
        sync.may_agree = sync.state == SYNC_OFF;
        break;
    case UI_REQUEST_REPORT:
    case UI_REQUEST_PIN_SET:
    case UI_REQUEST_PIN_REMOVE:
    case UI_REQUEST_TIME:
        break;
    }
}

/* What a shell would have read for the history's page by now: often nothing yet. */
static const struct history_shown *read_history(void)
{
    static struct history_shown shown;
    struct history_ask ask;

    if (!history_asks(&ui, &ask))
        return NULL;
    if (ask.scale == HISTORY_DAY)
        history_fill_day(&shown);
    else if (ask.scale == HISTORY_WEEK)
        history_fill_week(&shown);
    else
        history_fill_trend(&shown);
    shown.ask = ask;
    shown.has_older = roll(8) != 0;
    if (ask.scale == HISTORY_DAY && roll(3) == 0)
        shown.day.count = (int32_t)roll((uint32_t)shown.day.count + 1);
    if (roll(4) == 0)
        shown = (struct history_shown){.state = (int32_t)roll(HISTORY_UNREADABLE + 1), .ask = ask};
    return &shown;
}

/* What the loop does each time it wakes. */
static void wake(void)
{
    struct view_context context = {.local_second = (int32_t)(now_ns / NS_PER_S % S_PER_DAY),
                                   .date = 20260303,
                                   .weekday = 2,
                                   .trouble = trouble,
                                   .note = ""};
    struct ui_request request;
    struct ui_frame frame;

    context.settings = settings;
    context.sync = &sync;
    context.history = read_history();
    step((struct kiosk_event){.kind = KIOSK_TICK});
    kiosk_glance(&kiosk, now_ns, &scratch, bouts_ns, &glance);
    ui_update(&ui, &glance, &context, now_ns);
    if (ui_take_request(&ui, &request))
        serve(&request);
    if (ui_frame(&ui, now_ns, &frame))
        assert_int_equal(frame.list->lost, 0);
    assert_true(ui_next_deadline_mono_ns(&ui, now_ns) >= now_ns);
    seen[ui_shown(&ui)]++;
}

/* Time passes as the loop lets it pass, with at most so many wake-ups on the way. */
static void pass(int64_t ns, int wakes)
{
    int64_t until_ns = now_ns + ns;

    for (int i = 0; i < wakes; i++) {
        int64_t due_ns =
            time_earlier(ui_next_deadline_mono_ns(&ui, now_ns), kiosk_next_deadline(&kiosk));

        if (due_ns >= until_ns)
            break;
        now_ns = due_ns > now_ns ? due_ns : now_ns + 1;
        wake();
    }
    now_ns = until_ns > now_ns ? until_ns : now_ns;
    wake();
}

static void touch(enum display_event_kind kind, int64_t finger, int32_t x, int32_t y)
{
    struct display_event event = {
        .kind = kind, .mono_ns = now_ns, .finger = finger, .x_px = x, .y_px = y};
    struct ui_asks asks;

    ui_event(&ui, &event, &asks);
    assert_in_range(asks.count, 0, UI_TOUCHES_MAX);
    for (int32_t i = 0; i < asks.count; i++) {
        asked[asks.touches[i]]++;
        step((struct kiosk_event){
            .kind = KIOSK_TOUCH, .touch = asks.touches[i], .quiet_min = asks.quiet_min});
    }
    serve(&asks.request);
}

static void edge(enum line line, bool closed)
{
    step((struct kiosk_event){.kind = KIOSK_EDGE, .line = line, .closed = closed});
}

/* Half of the fingers aim at a target, the rest at anything. */
static void random_touch(void)
{
    int32_t x = (int32_t)roll(W_PX + 40) - 20, y = (int32_t)roll(H_PX + 40) - 20;

    if (roll(2) == 0 && ui.targets.count > 0) {
        const struct target *target = &ui.targets.list[roll((uint32_t)ui.targets.count)];

        x = target->rect.x + (int32_t)roll((uint32_t)target->rect.w);
        y = target->rect.y + (int32_t)roll((uint32_t)target->rect.h);
    }
    if (roll(12) == 0) {
        touch((enum display_event_kind)roll(DISPLAY_TOUCH_CANCEL + 1), (int64_t)roll(3), x, y);
        return;
    }
    touch(DISPLAY_TOUCH_DOWN, 0, x, y);
    if (roll(4) == 0)
        pass(roll(2000) * NS_PER_MS, 4);
    touch(DISPLAY_TOUCH_UP, 0, x, y);
}

static void random_body(void)
{
    switch (roll(5)) {
    case 0:
        edge(LINE_CHAIR, roll(3) != 0);
        break;
    case 1:
        edge(LINE_MAT, roll(2) != 0);
        break;
    case 2: /* a walk on the spot */
        edge(LINE_CHAIR, false);
        for (int i = 0; i < 40; i++) {
            pass(600 * NS_PER_MS, 2);
            edge(LINE_MAT, i % 2 == 0);
        }
        break;
    case 3: /* back to work */
        edge(LINE_CHAIR, true);
        pass(20 * NS_PER_S, 8);
        break;
    case 4: /* the card fills up, or has room again */
        trouble = (enum view_trouble)roll(VIEW_TROUBLE_COUNT);
        settings.has_pin = roll(3) != 0;
        pass(NS_PER_S, 2);
        break;
    default:
        break;
    }
}

static void random_wait(void)
{
    static const int64_t lengths_ns[] = {30 * NS_PER_MS, 300 * NS_PER_MS, NS_PER_S,
                                         5 * NS_PER_S,   15 * NS_PER_S,   70 * NS_PER_S};
    uint32_t which = roll(40);

    if (which == 39)
        pass((int64_t)roll(40) * NS_PER_MIN, 12);
    else
        pass(lengths_ns[which % 6], 3);
}

/* Sits down, goes on after a pause, and lets everything alone. */
static void come_to_rest(void)
{
    trouble = VIEW_TROUBLE_NONE;
    edge(LINE_MAT, false);
    edge(LINE_CHAIR, true);
    step((struct kiosk_event){.kind = KIOSK_TOUCH, .touch = TOUCH_RESUME});
    for (int minute = 0; minute < 20 && !(minute > 2 && ui_shown(&ui) == UI_HOME); minute++)
        pass(NS_PER_MIN, 4);
}

static void begin(uint64_t first_seed, int32_t raises)
{
    const struct text_port text = {NULL, measure};
    const struct kiosk_setup setup = {
        .has_mat = true,
        .steps_per_closure = 2,
        .break_interval_ns = 20 * NS_PER_MIN,
        .break_duration_ns = raises > 0 ? NS_PER_MIN : 2 * NS_PER_MIN,
        .break_raises = raises,
        .has_suggestions = true,
        .has_picture = true,
    };

    seed = first_seed;
    now_ns = 8 * NS_PER_HOUR;
    memset(seen, 0, sizeof seen);
    memset(asked, 0, sizeof asked);
    memset(requested, 0, sizeof requested);
    settings = (struct settings_shown){
        .has_backlight = 1, .has_pin = 1, .can_rotate = 1, .can_set_time = 1};
    trouble = VIEW_TROUBLE_NONE;
    kiosk_init(&kiosk, &setup, now_ns, 20260303);
    ui_init(&ui, W_PX, H_PX, &text, false);
    edge(LINE_CHAIR, true);
    wake();
}

static void storm(uint64_t first_seed, int32_t raises, int touches)
{
    begin(first_seed, raises);
    for (int i = 0; i < touches; i++) {
        random_touch();
        if (roll(3) == 0)
            random_wait();
        if (roll(50) == 0)
            random_body();
        if (i % 500 == 499) {
            come_to_rest();
            if (ui_shown(&ui) != UI_HOME)
                fail_msg("seed %llu: after %d touches screen %d does not go home",
                         (unsigned long long)first_seed, i + 1, (int)ui_shown(&ui));
        }
    }
}

static void random_touches_never_reach_a_dead_end(void **state)
{
    storm(1, 0, TOUCHES);
    /* A storm that never gets anywhere would prove nothing. */
    for (int screen = 0; screen < UI_SCREEN_COUNT; screen++) {
        if (seen[screen] == 0 && screen != UI_FAULT)
            fail_msg("screen %d was never reached", screen);
    }
    for (int kind = 0; kind < TOUCH_COUNT; kind++) {
        if (asked[kind] == 0)
            fail_msg("touch '%s' was never asked for", touch_name((enum touch)kind));
    }
    for (int kind = UI_REQUEST_REPORT; kind <= UI_REQUEST_SETUP_ASIDE; kind++) {
        /* Four digits and more, two times over: chance does not bring that. */
        if (requested[kind] == 0 && kind != UI_REQUEST_PIN_SET && kind != UI_REQUEST_PIN_REMOVE)
            fail_msg("the shell was never asked for %d", kind);
    }
}

static void nor_do_they_with_a_protocol_of_raises(void **state)
{
    storm(2, 15, TOUCHES / 5);
}

/* From each screen that a tap leads to, home is reached by doing nothing. */
static void every_screen_goes_home_by_itself(void **state)
{
    for (uint64_t run = 0; run < 40; run++) {
        begin(1000 + run, 0);
        for (int i = 0; i < 6; i++) {
            random_touch();
            pass(NS_PER_S, 4);
        }
        come_to_rest();
        assert_int_equal(ui_shown(&ui), UI_HOME);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_touches_never_reach_a_dead_end),
        cmocka_unit_test(nor_do_they_with_a_protocol_of_raises),
        cmocka_unit_test(every_screen_goes_home_by_itself),
    };

    return cmocka_run_group_tests_name("storm", tests, NULL, NULL);
}
