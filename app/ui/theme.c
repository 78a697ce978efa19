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
            .fault = RGB(0xff8a5c),
            .blood = RGB(0xff9db5),
            .blood2 = RGB(0xe8718f),
            .surface = RGB(0xffbfcf),
            .leaf = RGB(0xfff0e2),
            .ambient_clock = RGB(0x5e5a68),
            .ambient_heart = RGB(0x5a3442),
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

struct draw_color theme_fade(struct draw_color color, int alpha)
{
    color.a = (uint8_t)(alpha < 0 ? 0 : alpha > 255 ? 255 : alpha);
    return color;
}
