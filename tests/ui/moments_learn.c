#include "ui/moments_learn.h"

#include "base/units.h"
#include "ui/learn_cards.h"
#include "ui/learn_picture.h"

static void read_topic(struct moment *moment, enum learn_topic_id topic, int32_t page)
{
    moment->draw = screen_learn_card_draw;
    moment->view.pages.learn.topic = (int32_t)topic;
    moment->view.pages.learn.page = page;
    moment->view.pages.learn.shown_ns = moment->now_mono_ns - LEARN_AT_REST;
}

static void list_topics(struct moment *moment)
{
    moment->draw = screen_learn_draw;
}

static void list_more_topics(struct moment *moment)
{
    moment->draw = screen_learn_draw;
    moment->view.pages.learn.list_page = 1;
}

static void see_a_professional(struct moment *moment)
{
    moment->draw = screen_professional_draw;
}

static void about(struct moment *moment)
{
    moment->draw = screen_about_draw;
}

static void learn_pump(struct moment *moment)
{
    read_topic(moment, LEARN_PUMP, 0);
}

static void learn_pump_beat(struct moment *moment)
{
    read_topic(moment, LEARN_PUMP, 1);
    moment->view.pages.learn.shown_ns = moment->now_mono_ns - 850 * NS_PER_MS;
}

static void learn_valves(struct moment *moment)
{
    read_topic(moment, LEARN_VALVES, 0);
}

static void learn_valves_shut(struct moment *moment)
{
    read_topic(moment, LEARN_VALVES, 0);
    moment->view.pages.learn.shown_ns = moment->now_mono_ns;
}

static void learn_stillness(struct moment *moment)
{
    read_topic(moment, LEARN_STILLNESS, 1);
}

static void learn_stroll(struct moment *moment)
{
    read_topic(moment, LEARN_STROLL, 1);
}

static void learn_raises(struct moment *moment)
{
    read_topic(moment, LEARN_RAISES, 0);
}

static void learn_circles(struct moment *moment)
{
    read_topic(moment, LEARN_CIRCLES, 1);
}

static void learn_water(struct moment *moment)
{
    read_topic(moment, LEARN_WATER, 0);
}

static void learn_shoes(struct moment *moment)
{
    read_topic(moment, LEARN_SHOES, 0);
}

static void learn_socks(struct moment *moment)
{
    read_topic(moment, LEARN_SOCKS, 0);
}

static void learn_food(struct moment *moment)
{
    read_topic(moment, LEARN_FOOD, 1);
}

static void learn_stairs(struct moment *moment)
{
    read_topic(moment, LEARN_STAIRS, 0);
}

static void learn_evening(struct moment *moment)
{
    read_topic(moment, LEARN_EVENING, 1);
}

static void learn_ageing(struct moment *moment)
{
    read_topic(moment, LEARN_AGEING, 0);
}

const struct moment_row learn_moments[LEARN_MOMENTS] = {
    {"learn", list_topics},
    {"learn-more", list_more_topics},
    {"learn-pump", learn_pump},
    {"learn-pump-beat", learn_pump_beat},
    {"learn-valves", learn_valves},
    {"learn-valves-shut", learn_valves_shut},
    {"learn-stillness", learn_stillness},
    {"learn-stroll", learn_stroll},
    {"learn-raises", learn_raises},
    {"learn-circles", learn_circles},
    {"learn-water", learn_water},
    {"learn-shoes", learn_shoes},
    {"learn-socks", learn_socks},
    {"learn-food", learn_food},
    {"learn-stairs", learn_stairs},
    {"learn-evening", learn_evening},
    {"learn-ageing", learn_ageing},
    {"professional", see_a_professional},
    {"about", about},
};
