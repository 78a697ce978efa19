#include "drivers/display/palette.h"

#include <stddef.h>

/* 0xrrggbb, in the order of enum draw_palette; the first is the file's. */
static const uint32_t colors[][PALETTE_COUNT] = {
    {0x4b4363, 0xdccbd0, 0x2b2b33}, /* skin, from its top */
    {0x39324f, 0xcdb9c3, 0x2b2b33}, /* to its foot */
    {0x5e5577, 0xeadde0, 0x55555f}, /* shin */
    {0x7a5e84, 0xa3748f, 0xbfbfc2}, /* tendon */
    {0xa24c6b, 0xc4708d, 0x8f3157}, /* muscle, from its top; the foot of the tightened one */
    {0x73365a, 0xa65379, 0x8f3157}, /* to its foot */
    {0xbd6081, 0xb14a70, 0xc9487f}, /* the tightened one's top: darker where the ground is light */
    {0xc9688a, 0xdb90a8, 0x8f3157}, /* its fibres; flat in high contrast */
    {0x8e6a92, 0x8a4f73, 0xffffff}, /* the vein's wall */
    {0x1a1624, 0xf9efef, 0x000000}, /* what it holds; the leaves' edge */
    {0xfff0e2, 0x4a1230, 0xffffff}, /* the valves' leaves */
    {0xff9db5, 0xb62a56, 0xff9db5}, /* blood, from its top */
    {0xe8718f, 0x8f1d45, 0xff9db5}, /* to its foot */
    {0x37363a, 0xe2d9d3, 0x2b2b33}, /* things: their bodies */
    {0x6e6c6d, 0x7f7880, 0xffffff}, /* their lines and leads */
    {0x797777, 0x9a929a, 0xbfbfc2}, /* what lies on them */
    {0xff8a5c, 0xb23a00, 0xff9a6b}, /* what is at fault */
    {0xd3cfcc, 0x363238, 0xe0e0e0}, /* a figure: its near side */
    {0xa9a5a5, 0x5f5a62, 0xb8b8b8}, /* its near arm */
    {0x837f86, 0x8f888e, 0x8c8c8c}, /* its far side */
    {0x484551, 0xc9c0c4, 0x606060}, /* the floor, and what stands on it */
    {0xf2b65c, 0x945700, 0xffc440}, /* the data colours, as in the themes: citrus, the moon */
    {0x7fc6f4, 0x005f99, 0x7fd0ff}, /* a sock */
    {0x52d3a8, 0x00684c, 0x3cf0b4}, /* leaves, arrows */
    {0xe08bc0, 0x8a3a78, 0xff9bdc}, /* berries */
};

struct draw_color palette_color(enum draw_palette palette, struct draw_color color)
{
    uint32_t rgb = (uint32_t)color.r << 16 | (uint32_t)color.g << 8 | color.b;

    for (size_t i = 0; i < sizeof colors / sizeof *colors; i++) {
        if (colors[i][PALETTE_DUSK] != rgb)
            continue;
        rgb = colors[i][palette];
        return (struct draw_color){(uint8_t)(rgb >> 16), (uint8_t)(rgb >> 8), (uint8_t)rgb,
                                   color.a};
    }
    return color;
}
