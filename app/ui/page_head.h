/*
 * page_head.h - the head of a page to read: the way back, and the title.
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_PAGE_HEAD_H
#define SH_UI_PAGE_HEAD_H

#include "ui/screens.h"

#define PAGE_HEAD_UNITS 96 /* what lies below begins there */

/* Fine print, and what stands below a tile's picture, in the text size that was chosen. */
enum text_role page_fine_role(const struct layout *layout);
enum text_role page_tile_role(const struct layout *layout);

enum page_way { PAGE_WAY_BACK, PAGE_WAY_ON };

/* A square button of 64 units with its corner at `x`, `y` pixels. */
void page_way_draw(const struct scene *scene, enum page_way way, int32_t x, int32_t y,
                   int32_t target, int32_t pressed, struct targets *targets);

/* The title (already looked up) takes at most two lines and ends at `right_px`. */
void page_head_draw(const struct scene *scene, const struct screen_input *in, const char *title,
                    int32_t right_px, int32_t back_target, struct targets *targets);

#endif
