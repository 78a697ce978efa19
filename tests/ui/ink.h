/*
 * ink.h - what a draw list covers: words that are cut, overlap or leave the screen, targets that
 * are too small to touch.
 *
 * Each function fails the running cmocka test, with `name` in its message.
 */
#ifndef SH_TESTS_UI_INK_H
#define SH_TESTS_UI_INK_H

#include "ports/draw.h"
#include "ui/layout.h"
#include "ui/touch.h"

/* What a word covers: capitals and descenders, not the font's full line; figures have none. */
struct draw_rect ink_of(const struct draw_item *item);

/*
 * No text is cut or leaves the canvas, nothing was left out for want of room, and, with texts as
 * wide as they are (`widen_percent` 0), none overlaps another (home's words below a veil may).
 */
void ink_check(const char *name, const struct draw_list *list, int widen_percent);

/* On home: words within the ring stay off its petals, the fields' words off the panel. */
void ink_check_home(const char *name, const struct draw_list *list, const struct layout *layout);

/* Every target is large enough for a finger (60 units) and 12 units from its neighbours. */
void ink_check_targets(const char *name, const struct draw_list *list,
                       const struct targets *targets, float unit_px);

#endif
