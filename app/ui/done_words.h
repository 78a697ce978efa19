/*
 * done_words.h - what is said of a break that is over.
 *
 * Names what happened, and who saw it. Texts are translated. Pure; any thread.
 */
#ifndef SH_UI_DONE_WORDS_H
#define SH_UI_DONE_WORDS_H

#include <stddef.h>

#include "ui/break_shown.h"

#define DONE_WORDS_MAX 256 /* of a sentence in any language, with its NUL */

/* The model has told a level before and one after. */
bool done_has_levels(const struct done_shown *shown);

/* There is something of an unfinished break that was seen. */
bool done_has_begun(const struct done_shown *shown);

/* The title; the line below it, never NULL; the sentence on what it came to, or what is missing. */
void done_title(const struct done_shown *shown, char *text, size_t size);
const char *done_more(const struct done_shown *shown);
void done_sentence(const struct done_shown *shown, char *text, size_t size);

/* The model's sentence by how much of the level has gone. Never NULL. */
const char *done_amount_text(const struct done_shown *shown);

#endif
