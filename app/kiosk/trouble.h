/*
 * trouble.h - what is wrong with the kiosk itself, for its screen: the history, the configuration.
 *
 * A card tells what to do, a line at the foot of home keeps saying it. The log says the rest. The
 * history's trouble is the graver one. The loop's thread; blocks on nothing.
 */
#ifndef SH_KIOSK_TROUBLE_H
#define SH_KIOSK_TROUBLE_H

#include "base/err.h"
#include "ui/view.h"

/* What is known; the sentences are made when they are asked for, in the language of that moment. */
struct trouble {
    enum view_trouble store; /* VIEW_TROUBLE_NONE: it is kept */
    char set_aside[VIEW_NOTE_MAX];
    enum view_trouble config;
    size_t mistakes;
    const char *language; /* NULL: the screen speaks what it should; no card tells of this one */
    size_t damaged;       /* choices, which have no card either */
    char note[VIEW_NOTE_MAX], store_note[VIEW_NOTE_MAX];
};

/* The history cannot be kept, for `err`'s reason. */
void trouble_take_store(struct trouble *trouble, const struct err *err);

/* It could not be opened, was put aside under the name `set_aside`, and a fresh one begun. */
void trouble_take_damage(struct trouble *trouble, const char *set_aside);

/* It is kept again. */
void trouble_clear_store(struct trouble *trouble);

/* The configuration has so many `mistakes`, at least 1. */
void trouble_take_config(struct trouble *trouble, size_t mistakes);

/*
 * The screen cannot speak the language with this `code`, static text, and speaks the one before;
 * NULL: it can again.
 */
void trouble_take_language(struct trouble *trouble, const char *code);

/* So many choices of the screen, at least 1, cannot be read any more. */
void trouble_take_choices(struct trouble *trouble, size_t damaged);

/* The gravest, and its line, valid until the next call; "" without any. */
enum view_trouble trouble_shown(const struct trouble *trouble);
const char *trouble_note(struct trouble *trouble);

/* That of the history only. */
const char *trouble_store_note(struct trouble *trouble);

#endif
