/*
 * svg_text.h - draws the SVG that our art is written in.
 *
 * That is little, on purpose, so that every layer looks the same everywhere: `path` (with M L H V C
 * S Q A Z, absolute or relative), `circle`, `ellipse`, `rect` and `line`; `fill`, `stroke`,
 * `stroke-width`, `stroke-linecap`, `stroke-linejoin`, `opacity`; colours as #rrggbb, `none` or
 * the url() of a linearGradient, which runs from the top of a shape to its foot with at most four
 * stops; `transform` of translate, scale and rotate, also on `g`. Anything else is refused by name
 * rather than drawn wrongly.
 *
 * Pure but for the pixels. Owner: the drawing thread.
 */
#ifndef SH_DRIVERS_DISPLAY_SVG_TEXT_H
#define SH_DRIVERS_DISPLAY_SVG_TEXT_H

#include "drivers/display/paint.h"

/* What is wrong with a text that is refused: "'blur': not among the elements that art may use". */
#define SVG_TEXT_WRONG_SIZE 96

/*
 * Draws `text` (ended by NUL) onto `target` through `matrix`, its colours as they are in `palette`.
 * False, with the reason in `wrong`, if it is not what the header allows; what stood before that
 * place is drawn.
 */
bool svg_text_draw(const char *text, struct paint *paint, SDL_Surface *target,
                   struct paint_matrix matrix, enum draw_palette palette,
                   char wrong[SVG_TEXT_WRONG_SIZE]);

#endif
