/*
 * learn_cards.h - what the kiosk teaches: the topics and their cards, as a table.
 *
 * Written by us, from published work: a card that states a finding names where it was studied. The
 * table is constant: what it says depends on no sensor, no figure and no day. A card says nothing
 * about the person before it: no diagnosis, no promise of prevention, no score.
 *
 * Texts are marked by N_() and looked up when they are drawn. Pure; any thread.
 */
#ifndef SH_UI_LEARN_CARDS_H
#define SH_UI_LEARN_CARDS_H

#include <stdint.h>

#define LEARN_CARDS_MAX 4 /* of a topic */

/* The list has a tile for each topic and for the two pages beside them. */
#define LEARN_LIST_EXTRA 2
#define LEARN_LIST_TILES 8 /* a page */
#define LEARN_LIST_PAGES                                                                           \
    ((LEARN_TOPICS + LEARN_LIST_EXTRA + LEARN_LIST_TILES - 1) / LEARN_LIST_TILES)

enum learn_topic_id {
    LEARN_PUMP,
    LEARN_VALVES,
    LEARN_STILLNESS,
    LEARN_STROLL,
    LEARN_RAISES,
    LEARN_CIRCLES,
    LEARN_WATER,
    LEARN_SHOES,
    LEARN_SOCKS,
    LEARN_FOOD,
    LEARN_STAIRS,
    LEARN_EVENING,
    LEARN_AGEING,
    LEARN_TOPICS
};

struct learn_card {
    const char *lead;    /* what it is, one to three short sentences */
    const char *more;    /* and what follows from it */
    const char *studied; /* author and year, the same in every language; NULL: common knowledge */
};

struct learn_topic {
    const char *title;
    int32_t count; /* of its cards, at least 1 */
    struct learn_card cards[LEARN_CARDS_MAX];
};

/* 0 <= `id` < LEARN_TOPICS. */
const struct learn_topic *learn_topic(int32_t id);

#endif
