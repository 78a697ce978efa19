/* What a finger does on the history's pages. */
#include "ui/history_page.h"
#include "ui/settings_pages.h"

int32_t history_chosen(const struct history_page *page, const struct history_shown *shown)
{
    if (shown->ask.scale != HISTORY_DAY || page->chosen_step == 0 || shown->day.count == 0)
        return -1;
    return history_block_at(&shown->day, page->chosen_step - 1);
}

bool history_asks(const struct ui *ui, struct history_ask *ask)
{
    const struct history_page *page = &ui->pages.history;

    if (ui->navigator.asked != UI_HISTORY)
        return false;
    *ask = (struct history_ask){page->scale, page->back[page->scale]};
    return true;
}

static void show(struct history_page *page, enum history_scale scale, int32_t back)
{
    page->scale = (int32_t)scale;
    page->back[scale] = back;
    page->chosen_step = 0;
}

static void choose(struct history_page *page, const struct history_shown *shown, int32_t block)
{
    if (block >= 0 && block < shown->day.count)
        page->chosen_step = shown->day.blocks[block].start + 1;
}

/* A bar opens its day, a week of the trend its week, and a block of a day tells what it is. */
static void touch_chart(struct ui *ui, const struct history_shown *shown)
{
    struct history_page *page = &ui->pages.history;
    struct history_places places;
    int32_t at;

    history_places_make(&places, &ui->layout, (enum history_scale)shown->ask.scale);
    switch ((enum history_scale)shown->ask.scale) {
    case HISTORY_DAY:
        at = chart_day_at(&places, shown, ui->touch.x);
        choose(page, shown, history_block_at(&shown->day, at));
        break;
    case HISTORY_WEEK:
        at = chart_week_at(&ui->layout, &places, ui->touch.x);
        if (shown->bars[at].back >= 0) {
            show(page, HISTORY_DAY, shown->bars[at].back);
            page->from_week = 1;
        }
        break;
    case HISTORY_TREND:
        at = chart_trend_at(&ui->layout, &places, ui->touch.x);
        show(page, HISTORY_WEEK,
             shown->ask.back * HISTORY_TREND_WEEKS + HISTORY_TREND_WEEKS - 1 - at);
        break;
    case HISTORY_SCALES:
        break;
    }
}

static void go_back(struct ui *ui)
{
    struct history_page *page = &ui->pages.history;

    if (page->scale == HISTORY_DAY && page->from_week)
        show(page, HISTORY_WEEK, page->back[HISTORY_WEEK]);
    else
        navigator_open(&ui->navigator, UI_HOME);
    page->from_week = 0;
}

/* By one more or less than what is shown, where there is any. */
static void turn(struct history_page *page, const struct history_shown *shown, int32_t by)
{
    if (by > 0 ? shown->state == HISTORY_READY && shown->has_older : shown->ask.back > 0)
        show(page, (enum history_scale)shown->ask.scale, shown->ask.back + by);
}

void history_act(struct ui *ui, enum target_id target, int32_t place, int64_t now_mono_ns,
                 struct ui_asks *asks)
{
    const struct history_shown *shown = &ui->view.history;
    struct history_page *page = &ui->pages.history;
    int32_t chosen = history_chosen(page, shown);

    (void)now_mono_ns;
    (void)asks;
    if (target == TARGET_HISTORY) {
        *page = (struct history_page){.scale = HISTORY_WEEK};
        if (!settings_ask_pin(ui, UI_HISTORY))
            navigator_open(&ui->navigator, UI_HISTORY);
        return;
    }
    if (target == TARGET_HISTORY_BACK) {
        go_back(ui);
        return;
    }
    if (target == TARGET_HISTORY_SCALE && place < HISTORY_SCALES) {
        show(page, (enum history_scale)place, 0);
        page->from_week = 0;
        return;
    }
    /* What was touched is what was shown: an answer to another question is on its way. */
    if (shown->ask.scale != page->scale || shown->ask.back != page->back[page->scale])
        return;
    if (target == TARGET_HISTORY_OLDER)
        turn(page, shown, 1);
    else if (target == TARGET_HISTORY_NEWER)
        turn(page, shown, -1);
    else if (target == TARGET_HISTORY_CHART && shown->state == HISTORY_READY)
        touch_chart(ui, shown);
    else if (target == TARGET_HISTORY_EARLIER)
        choose(page, shown, chosen < 0 ? shown->day.count - 1 : chosen - 1);
    else if (target == TARGET_HISTORY_LATER)
        choose(page, shown, chosen + 1);
}
