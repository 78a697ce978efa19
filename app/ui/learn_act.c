/* Turning the pages to read. */
#include "ui/learn_act.h"

#include "ui/learn_cards.h"

/* To the list if the page was opened there, with the list as it was; else home. */
static void go_back(struct ui *ui)
{
    bool to_list = ui->screen == UI_LEARN_CARD || ui->pages.learn.from_list;

    ui->pages.learn.from_list = 0;
    navigator_open(&ui->navigator, to_list ? UI_LEARN : UI_HOME);
}

/* A page on or back of the list or of a topic; beyond its ends: out of it. */
static void turn(struct ui *ui, int32_t by)
{
    struct learn_page *learn = &ui->pages.learn;
    bool is_list = ui->screen == UI_LEARN, is_topic = ui->screen == UI_LEARN_CARD;
    int32_t *page = is_list ? &learn->list_page : &learn->page;
    int32_t count = is_list ? LEARN_LIST_PAGES : is_topic ? learn_topic(learn->topic)->count : 0;

    if (*page + by < 0 || *page + by >= count)
        go_back(ui);
    else
        *page += by;
}

void learn_act(struct ui *ui, enum target_id target, int32_t place, int64_t now_mono_ns,
               struct ui_asks *asks)
{
    struct learn_page *page = &ui->pages.learn;

    (void)asks;
    if (target == TARGET_TOPIC && place < LEARN_TOPICS) {
        page->topic = place;
        page->page = 0;
    }
    if (target == TARGET_TOPIC || target == TARGET_PROFESSIONAL || target == TARGET_ABOUT)
        page->from_list = ui->screen == UI_LEARN;
    if (target == TARGET_LEARN_NEXT)
        turn(ui, 1);
    if (target == TARGET_LEARN_BACK)
        turn(ui, -1);
    page->shown_ns = now_mono_ns;
}
