#include "drivers/display/notice.h"

#include <ctype.h>
#include <string.h>

#include "drivers/display/paint.h"
#include "drivers/display/svg_path.h"

/* A letter's box is 4 by 6 of these units, and there are so many of them across the panel. */
#define UNITS_ACROSS 160
#define MARGIN       12
#define ADVANCE      6
#define LINE         12
#define STROKE       0.8

static const struct draw_color ground = {0x12, 0x11, 0x17, 0xff};
static const struct draw_color ink = {0xf5, 0xf1, 0xe8, 0xff};

/* As path data: x from 0 to 4, y from 0 at the top to 6 at the foot. */
static const char *const strokes[128] = {
    ['A'] = "M0 6L0 2L2 0L4 2L4 6M0 4L4 4",
    ['B'] = "M0 0L0 6L3 6L4 5L4 4L3 3L0 3M3 3L4 2L4 1L3 0L0 0",
    ['C'] = "M4 1L3 0L1 0L0 1L0 5L1 6L3 6L4 5",
    ['D'] = "M0 0L0 6L3 6L4 5L4 1L3 0L0 0",
    ['E'] = "M4 0L0 0L0 6L4 6M0 3L3 3",
    ['F'] = "M4 0L0 0L0 6M0 3L3 3",
    ['G'] = "M4 1L3 0L1 0L0 1L0 5L1 6L3 6L4 5L4 3L2 3",
    ['H'] = "M0 0L0 6M4 0L4 6M0 3L4 3",
    ['I'] = "M1 0L3 0M2 0L2 6M1 6L3 6",
    ['J'] = "M4 0L4 5L3 6L1 6L0 5",
    ['K'] = "M0 0L0 6M4 0L0 3L4 6",
    ['L'] = "M0 0L0 6L4 6",
    ['M'] = "M0 6L0 0L2 3L4 0L4 6",
    ['N'] = "M0 6L0 0L4 6L4 0",
    ['O'] = "M1 0L3 0L4 1L4 5L3 6L1 6L0 5L0 1L1 0",
    ['P'] = "M0 6L0 0L3 0L4 1L4 2L3 3L0 3",
    ['Q'] = "M1 0L3 0L4 1L4 5L3 6L1 6L0 5L0 1L1 0M2.5 4.5L4 6",
    ['R'] = "M0 6L0 0L3 0L4 1L4 2L3 3L0 3M2 3L4 6",
    ['S'] = "M4 1L3 0L1 0L0 1L0 2L1 3L3 3L4 4L4 5L3 6L1 6L0 5",
    ['T'] = "M0 0L4 0M2 0L2 6",
    ['U'] = "M0 0L0 5L1 6L3 6L4 5L4 0",
    ['V'] = "M0 0L2 6L4 0",
    ['W'] = "M0 0L1 6L2 3L3 6L4 0",
    ['X'] = "M0 0L4 6M4 0L0 6",
    ['Y'] = "M0 0L2 3L4 0M2 3L2 6",
    ['Z'] = "M0 0L4 0L0 6L4 6",
    ['0'] = "M1 0L3 0L4 1L4 5L3 6L1 6L0 5L0 1L1 0M1.2 4.8L2.8 1.2",
    ['1'] = "M1 1L2 0L2 6M1 6L3 6",
    ['2'] = "M0 1L1 0L3 0L4 1L4 2L0 6L4 6",
    ['3'] = "M0 1L1 0L3 0L4 1L4 2L3 3L4 4L4 5L3 6L1 6L0 5M2 3L3 3",
    ['4'] = "M3 6L3 0L0 4L4 4",
    ['5'] = "M4 0L0 0L0 3L3 3L4 4L4 5L3 6L0 6",
    ['6'] = "M4 0L2 0L0 2L0 5L1 6L3 6L4 5L4 4L3 3L0 3",
    ['7'] = "M0 0L4 0L1.5 6",
    ['8'] = "M1 0L3 0L4 1L4 2L3 3L1 3L0 2L0 1L1 0M1 3L0 4L0 5L1 6L3 6L4 5L4 4L3 3",
    ['9'] = "M4 3L1 3L0 2L0 1L1 0L3 0L4 1L4 4L2 6L0 6",
    ['.'] = "M2 5.9L2 6",
    [','] = "M2 5.7L1.4 7",
    [':'] = "M2 2L2 2.1M2 5.6L2 5.7",
    [';'] = "M2 2L2 2.1M2 5.4L1.4 6.7",
    ['\''] = "M2 0L2 1.4",
    ['"'] = "M1 0L1 1.4M3 0L3 1.4",
    ['/'] = "M4 0L0 6",
    ['-'] = "M0.6 3L3.4 3",
    ['_'] = "M0 7L4 7",
    ['('] = "M3 0L2 1L2 5L3 6",
    [')'] = "M1 0L2 1L2 5L1 6",
    ['='] = "M0 2L4 2M0 4L4 4",
    ['+'] = "M0 3L4 3M2 1L2 5",
    ['$'] = "M4 1L3 0.4L1 0.4L0 1L0 2L1 3L3 3L4 4L4 5L3 5.6L1 5.6L0 5M2 -0.6L2 6.6",
    ['?'] = "M0 1L1 0L3 0L4 1L4 2L2 3.4L2 4M2 5.9L2 6",
};

static const char *strokes_of(char sign)
{
    unsigned char capital = (unsigned char)toupper((unsigned char)sign);

    return capital < 128 && strokes[capital] ? strokes[capital] : strokes['?'];
}

struct page {
    struct paint *paint;
    SDL_Surface *picture;
    double unit_px;
    int columns;
};

static bool draw_sign(const struct page *page, char sign, int column, int line)
{
    const struct paint_source source = {.stops = 1, .stop = {{.color = ink}}, .opacity = 1};
    const struct paint_stroke stroke = {.width = STROKE, .round_ends = true, .round_corners = true};
    const char *path = strokes_of(sign);
    struct paint_matrix matrix = {
        .xx = page->unit_px,
        .yy = page->unit_px,
        .dx = page->unit_px * (MARGIN + ADVANCE * column),
        .dy = page->unit_px * (MARGIN + LINE * line),
    };

    if (sign == ' ')
        return true;
    paint_begin(page->paint);
    return svg_path_add(path, path + strlen(path), page->paint) &&
           paint_stroke(page->paint, page->picture, matrix, &stroke, &source);
}

static bool draw_words(const struct page *page, const char *words)
{
    int column = 0, line = 0;

    while (*words != '\0') {
        int len = (int)strcspn(words, " ");

        if (column > 0 && column + len > page->columns) {
            column = 0;
            line++;
        }
        for (int i = 0; i < len; i++) {
            /* A path that is longer than a line goes on in the next one. */
            if (column == page->columns) {
                column = 0;
                line++;
            }
            if (!draw_sign(page, words[i], column++, line))
                return false;
        }
        column++;
        words += len + (words[len] == ' ');
    }
    return true;
}

bool notice_draw(SDL_Surface *target, const char *sentence)
{
    struct page page = {.paint = paint_new()};
    int less_px = target->w < target->h ? target->w : target->h;
    bool done = false;

    page.picture =
        SDL_CreateRGBSurfaceWithFormat(0, target->w, target->h, 32, SDL_PIXELFORMAT_ARGB8888);
    page.unit_px = (double)less_px / UNITS_ACROSS;
    page.columns = (int)(target->w / page.unit_px - 2 * MARGIN) / ADVANCE;
    if (page.paint && page.picture) {
        SDL_FillRect(page.picture, NULL,
                     SDL_MapRGB(page.picture->format, ground.r, ground.g, ground.b));
        done = draw_words(&page, sentence) &&
               SDL_SetSurfaceBlendMode(page.picture, SDL_BLENDMODE_NONE) == 0 &&
               SDL_BlitSurface(page.picture, NULL, target, NULL) == 0;
    }
    SDL_FreeSurface(page.picture);
    paint_free(page.paint);
    return done;
}
