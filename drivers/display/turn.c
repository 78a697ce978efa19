#include "drivers/display/turn.h"

/* A square of this many pixels a side is read and written within the first cache of a Pi's core. */
#define TILE 32

void turn_size(int32_t quarters, int32_t *w_px, int32_t *h_px)
{
    int32_t w = *w_px;

    if (quarters % 2 == 0)
        return;
    *w_px = *h_px;
    *h_px = w;
}

struct draw_rect turn_rect(int32_t quarters, int32_t glass_w_px, int32_t glass_h_px,
                           struct draw_rect upright)
{
    switch (quarters) {
    case 1:
        return (struct draw_rect){glass_w_px - upright.y - upright.h, upright.x, upright.h,
                                  upright.w};
    case 2:
        return (struct draw_rect){glass_w_px - upright.x - upright.w,
                                  glass_h_px - upright.y - upright.h, upright.w, upright.h};
    case 3:
        return (struct draw_rect){upright.y, glass_h_px - upright.x - upright.w, upright.h,
                                  upright.w};
    default:
        return upright;
    }
}

void turn_point_back(int32_t quarters, int32_t glass_w_px, int32_t glass_h_px, int32_t *x_px,
                     int32_t *y_px)
{
    struct draw_rect pixel = {*x_px, *y_px, 1, 1};

    /* The other turns make the round full: from the glass as if it were the canvas. */
    turn_size(quarters, &glass_w_px, &glass_h_px);
    pixel = turn_rect((4 - quarters) % 4, glass_w_px, glass_h_px, pixel);
    *x_px = pixel.x;
    *y_px = pixel.y;
}

static uint32_t *pixel_at(const SDL_Surface *surface, int32_t x, int32_t y)
{
    return (uint32_t *)((uint8_t *)surface->pixels + (ptrdiff_t)y * surface->pitch) + x;
}

static void turn_tile(int32_t quarters, const SDL_Surface *canvas, struct draw_rect tile,
                      SDL_Surface *glass)
{
    struct draw_rect first =
        turn_rect(quarters, glass->w, glass->h, (struct draw_rect){tile.x, tile.y, 1, 1});
    /* From one pixel of the canvas to the next in its row, and in its column. */
    static const int32_t steps[4][2] = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
    ptrdiff_t line = glass->pitch / 4;
    ptrdiff_t right = steps[quarters][0] + steps[quarters][1] * line;
    ptrdiff_t down = steps[(quarters + 1) % 4][0] + steps[(quarters + 1) % 4][1] * line;
    uint32_t *begin = pixel_at(glass, first.x, first.y);

    for (int32_t y = 0; y < tile.h; y++) {
        const uint32_t *from = pixel_at(canvas, tile.x, tile.y + y);
        uint32_t *to = begin + y * down;

        for (int32_t x = 0; x < tile.w; x++)
            to[x * right] = from[x];
    }
}

void turn_pixels(int32_t quarters, const SDL_Surface *canvas, struct draw_rect rect,
                 SDL_Surface *glass)
{
    for (int32_t y = 0; y < rect.h; y += TILE) {
        for (int32_t x = 0; x < rect.w; x += TILE) {
            struct draw_rect tile = {rect.x + x, rect.y + y, rect.w - x, rect.h - y};

            tile.w = tile.w < TILE ? tile.w : TILE;
            tile.h = tile.h < TILE ? tile.h : TILE;
            turn_tile(quarters, canvas, tile, glass);
        }
    }
}
