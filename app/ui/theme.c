#include "ui/theme.h"

#define RGB(hex)                                                                                   \
    {                                                                                              \
        ((hex) >> 16) & 0xff, ((hex) >> 8) & 0xff, (hex)&0xff, 255                                 \
    }

static const struct theme themes[THEME_COUNT] = {
    [THEME_DUSK] =
        {
            .bg = RGB(0x131219),
            .panel = RGB(0x1d1a2a),
            .panel2 = RGB(0x151320),
            .panel_glow = RGB(0x45293e),
            .card = RGB(0x242132),
            .hi = RGB(0xf6f2ea),
            .mid = RGB(0xc2bdcb),
            .low = RGB(0x9b96a8),
            .ink = RGB(0x17151f),
            .track = RGB(0x423d53),
            .sit = RGB(0xf2b65c),
            .stand = RGB(0x7fc6f4),
            .move = RGB(0x52d3a8),
            .away = RGB(0x77738a),
            .prolonged = RGB(0xe08bc0),
            .fault = RGB(0xff8a5c),
            .blood = RGB(0xff9db5),
            .blood2 = RGB(0xe8718f),
            .surface = RGB(0xffbfcf),
            .leaf = RGB(0xfff0e2),
            .ambient_clock = RGB(0x5e5a68),
            .ambient_heart = RGB(0x5a3442),
            .outline_percent = 42,
            .palette = PALETTE_DUSK,
        },
    [THEME_DAWN] =
        {
            .bg = RGB(0xf7f3ec),
            .panel = RGB(0xefe6e6),
            .panel2 = RGB(0xf4eee9),
            .panel_glow = RGB(0xe2c3cb),
            .card = RGB(0xffffff),
            .hi = RGB(0x1d1a26),
            .mid = RGB(0x4d4858),
            .low = RGB(0x635e6e),
            .ink = RGB(0xf7f3ec),
            .track = RGB(0xcfc4bc),
            .sit = RGB(0x945700),
            .stand = RGB(0x005f99),
            .move = RGB(0x00684c),
            .away = RGB(0x86808c),
            .prolonged = RGB(0x8a3a78),
            .fault = RGB(0xb23a00),
            .blood = RGB(0xb62a56),
            .blood2 = RGB(0x8f1d45),
            .surface = RGB(0x761b38),
            .leaf = RGB(0x4a1230),
            .ambient_clock = RGB(0x5e5a68),
            .ambient_heart = RGB(0x5a3442),
            .outline_percent = 54,
            .palette = PALETTE_DAWN,
        },
    [THEME_CONTRAST] =
        {
            .bg = RGB(0x000000),
            .panel = RGB(0x000000),
            .panel2 = RGB(0x000000),
            .card = RGB(0x000000),
            .hi = RGB(0xffffff),
            .mid = RGB(0xffffff),
            .low = RGB(0xe4e4e4),
            .ink = RGB(0x000000),
            .track = RGB(0x606060),
            .sit = RGB(0xffc440),
            .stand = RGB(0x7fd0ff),
            .move = RGB(0x3cf0b4),
            .away = RGB(0xa8a8a8),
            .prolonged = RGB(0xff9bdc),
            .fault = RGB(0xff9a6b),
            .blood = RGB(0xff9db5),
            .blood2 = RGB(0xff9db5),
            .surface = RGB(0xffbfcf),
            .leaf = RGB(0xffffff),
            .ambient_clock = RGB(0x5e5a68),
            .ambient_heart = RGB(0x5a3442),
            .line = RGB(0xffffff),
            .outline_percent = 100,
            .least_shade = 40,
            .palette = PALETTE_CONTRAST,
        },
};

const struct theme *theme_get(enum theme_id id)
{
    return &themes[id];
}

static uint8_t mix(int from, int to, int percent)
{
    return (uint8_t)((from * (100 - percent) + to * percent + 50) / 100);
}

struct draw_color theme_mix(struct draw_color from, struct draw_color to, int percent)
{
    return (struct draw_color){mix(from.r, to.r, percent), mix(from.g, to.g, percent),
                               mix(from.b, to.b, percent), 255};
}

struct draw_color theme_outline(const struct theme *theme, struct draw_color ground)
{
    return theme_mix(ground, theme->hi, theme->outline_percent);
}

struct draw_color theme_fade(struct draw_color color, int alpha)
{
    color.a = (uint8_t)(alpha < 0 ? 0 : alpha > 255 ? 255 : alpha);
    return color;
}
