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

#include "ui/keypad.h"
#include "ui/time_page.h"

/* Short cards: the list of topics, and the cards of one. */
struct learn_page {
    int32_t list_page; /* of the topics */
    int32_t topic;     /* that is open */
    int32_t page;      /* of its cards */
    int32_t from_list; /* 1: the page that shows was opened there, and goes back to it */
    int64_t shown_ns;  /* monotonic: when this card came, for what moves on it */
};

/* The lists of settings, and what was opened from them. */
struct settings_page {
    int32_t list;    /* enum settings_list */
    int32_t setting; /* enum setting: its choices are open */
    int32_t erases;  /* enum erase_kind: the second question is about it */
    int32_t padding;
};

/* The history: which of its three pages, how far back each is, and what was touched. */
struct history_page {
    int32_t scale;       /* enum history_scale */
    int32_t back[3];     /* of each scale, days, weeks or twelve weeks before the running one */
    int32_t chosen_step; /* of the day, one more; 0: nothing is chosen */
    int32_t from_week;   /* 1: the day was opened from the week, and goes back to it */
};

struct pages {
    struct learn_page learn;
    struct history_page history;
    struct settings_page settings;
    struct keypad_page keypad;
    struct time_page time;
    int32_t padding;
};

#endif
