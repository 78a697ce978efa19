/*
 * pages.h - what the pages behind the menu have to remember: which card, which day, which step.
 *
 * Each page owns one member. It changes by the person's taps and is copied into the view, so a
 * page that has turned is drawn anew. It is kept while the screen changes, and forgotten when what
 * was asked for has closed: a page opens where it begins. Flat and zero-initialised: views are
 * compared by memcmp. Pure; the thread that draws.
 */
#ifndef SH_UI_PAGES_H
#define SH_UI_PAGES_H

#include <stdint.h>

/* Short cards: the list of topics, and the cards of one. */
struct learn_page {
    int32_t list_page; /* of the topics */
    int32_t topic;     /* that is open */
    int32_t page;      /* of its cards */
    int32_t from_list; /* 1: the page that shows was opened there, and goes back to it */
    int64_t shown_ns; /* monotonic: when this card came, for what moves on it */
};

struct pages {
    struct learn_page learn;
};

#endif
