/*
 * card.h - the shape of a card that has the whole screen: a sign, what is wrong and what it means,
 * three steps, a picture, two buttons. Texts are marked by N_() and looked up here.
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_CARD_H
#define SH_UI_CARD_H

#include "ui/screens.h"

#define CARD_STEPS 3

struct card {
    const char *title;
    const char *meaning;
    const char *steps[CARD_STEPS];
    enum draw_art art;
};

struct card_button {
    const char *label;
    enum target_id target;
};

/* `title` as it is to be read: that of the table, looked up, or one with a number in it. */
void card_draw(const struct scene *scene, const struct screen_input *in, const struct card *card,
               const char *title, const struct card_button buttons[2], struct targets *targets);

#endif
