/*
 * prompt_words.h - how a prompt is said: by protocol, and another way each time.
 *
 * Positive and varied (never what was not done, never a number to beat); the prompt's number
 * chooses, so that a prompt keeps its words through its stages. Texts are translated, as long as
 * the catalogue stays. Pure; any thread.
 */
#ifndef SH_UI_PROMPT_WORDS_H
#define SH_UI_PROMPT_WORDS_H

#include <stddef.h>

#include "ui/view.h"

/* The full screen's sentence: what follows the line's end is in the accent's colour. */
void prompt_headline(const struct view_coach *coach, char *text, size_t size);

/* What it means, one sentence. */
void prompt_body(const struct view_coach *coach, char *text, size_t size);

/* The banner's two lines. Never NULL. */
const char *prompt_banner_title(const struct view_coach *coach);
const char *prompt_banner_body(const struct view_coach *coach);

/* Below "Going now" and "Skip": "2 min stroll", "15 raises"; "until next hour". */
void prompt_dose(const struct view_coach *coach, char *text, size_t size);
void prompt_skip(const struct view_coach *coach, char *text, size_t size);

#endif
