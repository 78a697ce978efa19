/*
 * history_screens.c - how long from a touch to the first frame of a page of the history?
 *
 *     history_screens DATABASE ROUNDS   prints `name ms` lines: the median of the rounds
 *
 * The real appliance, ledger and database on the real display driver; the finger is played. A turn
 * is the loop's: take what is there, show, draw, wait for the ledger's descriptor. What counts is
 * the moment after the frame that first has the page's figures was handed to the display.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/units.h"
#include "bench/stage.h"
#include "kiosk/ledger.h"

#define PATIENCE_NS (60 * NS_PER_S)

/* The pages, in the order in which they are opened: each from the one before it. */
enum page { PAGE_WEEK, PAGE_OLDER_WEEK, PAGE_DAY, PAGE_TREND, PAGES };

static const struct {
    const char *name;
    enum target_id target;
    int32_t scale; /* of TARGET_HISTORY_SCALE */
} pages[PAGES] = {
    [PAGE_WEEK] = {"week_ms", TARGET_HISTORY, 0},
    [PAGE_OLDER_WEEK] = {"older_week_ms", TARGET_HISTORY_OLDER, 0},
    [PAGE_DAY] = {"day_ms", TARGET_HISTORY_SCALE, HISTORY_DAY},
    [PAGE_TREND] = {"trend_ms", TARGET_HISTORY_SCALE, HISTORY_TREND},
};

/* Everything up to a frame. */
static int turn(struct stage *stage, struct err *err)
{
    struct appliance *appliance = stage->appliance;
    struct display_event event;
    struct ui_frame frame;
    int64_t now_ns = stage_now_ns(stage);

    while (stage->display.pending(stage->display.self) &&
           stage->display.next_event(stage->display.self, now_ns, &event))
        continue;
    appliance_tick(appliance, now_ns);
    appliance_show(appliance, now_ns);
    if (!ui_frame(&appliance->ui, now_ns, &frame))
        return 0;
    return stage->display.present(stage->display.self, frame.list, frame.damage, err);
}

static int touch(struct stage *stage, int32_t target, struct err *err)
{
    const struct targets *targets = &stage->appliance->ui.targets;
    struct display_event event = {.kind = DISPLAY_TOUCH_DOWN, .mono_ns = stage_now_ns(stage)};

    for (int i = targets->count - 1; i >= 0; i--) {
        const struct draw_rect rect = targets->list[i].rect;

        if (targets->list[i].id != target)
            continue;
        event.x_px = rect.x + rect.w / 2;
        event.y_px = rect.y + rect.h / 2;
        appliance_take_display(stage->appliance, &event);
        event.kind = DISPLAY_TOUCH_UP;
        appliance_take_display(stage->appliance, &event);
        return turn(stage, err);
    }
    return err_set(err, ERR_INPUT, "nothing to tap: target %d is not on screen %d", (int)target,
                   (int)ui_shown(&stage->appliance->ui));
}

/* Touches, and turns until the page has its figures; returns what it took, or -ERR_*. */
static int64_t open_page(struct stage *stage, enum page page, struct err *err)
{
    const struct history_shown *history = &stage->appliance->ui.view.history;
    int64_t start_ns = stage_now_ns(stage);
    int32_t target = pages[page].target == TARGET_HISTORY_SCALE
                         ? target_with(TARGET_HISTORY_SCALE, pages[page].scale)
                         : (int32_t)pages[page].target;
    int result = touch(stage, target, err);

    while (result == 0 && history->state == HISTORY_WAITING) {
        struct pollfd ledger = {.fd = ledger_fd(stage->ledger), .events = POLLIN};

        if (stage_now_ns(stage) - start_ns > PATIENCE_NS)
            return err_set(err, ERR_GONE, "%s: no answer from the store", pages[page].name);
        (void)poll(&ledger, 1, (int)(PATIENCE_NS / NS_PER_MS));
        appliance_take_ledger(stage->appliance);
        result = turn(stage, err);
    }
    if (result < 0)
        return result;
    if (history->state != HISTORY_READY)
        return err_set(err, ERR_INPUT, "%s: the page is in state %d", pages[page].name,
                       (int)history->state);
    return stage_now_ns(stage) - start_ns;
}

static int open_all(struct stage *stage, int64_t *took_ns[PAGES], size_t round, struct err *err)
{
    int result = turn(stage, err);

    if (result == 0)
        result = touch(stage, TARGET_MENU, err);
    for (enum page page = 0; page < PAGES && result == 0; page++) {
        int64_t took = open_page(stage, page, err);

        took_ns[page][round] = took;
        result = took < 0 ? (int)took : 0;
    }
    if (result == 0)
        result = touch(stage, TARGET_HISTORY_BACK, err);
    return result;
}

static int measure(struct stage *stage, size_t rounds, struct err *err)
{
    int64_t *took_ns[PAGES] = {NULL};
    struct rusage usage;
    int result = 0;

    for (enum page page = 0; page < PAGES; page++) {
        took_ns[page] = calloc(rounds, sizeof(**took_ns));
        if (!took_ns[page])
            result = err_set(err, ERR_MEMORY, "no memory for %zu rounds", rounds);
    }
    for (size_t round = 0; round < rounds && result == 0; round++)
        result = open_all(stage, took_ns, round, err);
    for (enum page page = 0; page < PAGES; page++) {
        if (result == 0)
            stage_print_ms(pages[page].name, took_ns[page], rounds, 0.5);
        free(took_ns[page]);
    }
    (void)getrusage(RUSAGE_SELF, &usage);
    if (result == 0)
        (void)printf("peak_kib %ld\n", usage.ru_maxrss);
    return result;
}

int main(int argc, char **argv)
{
    long rounds = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    struct stage stage;
    struct err err = {0};
    int result;

    if (rounds <= 0) {
        (void)fprintf(stderr, "Usage: history_screens DATABASE ROUNDS\n");
        return 2;
    }
    result = stage_open(&stage, argv[1], &err);
    if (result == 0)
        result = measure(&stage, (size_t)rounds, &err);
    stage_close(&stage);
    if (result < 0)
        (void)fprintf(stderr, "history_screens: %s\n", err.text);
    return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
