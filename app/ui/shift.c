#include "ui/shift.h"

/* Never more than a place away in either direction but on the way home. */
static const int8_t places[SHIFT_PLACES][2] = {
    {0, 0}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}, {0, -1}, {1, -1},
};

struct shift shift_at(const struct layout *layout, int64_t shown_ns)
{
    const int8_t *place = places[shown_ns / SHIFT_EVERY_NS % SHIFT_PLACES];
    int32_t far_px = layout_px(layout, SHIFT_UNITS);

    return (struct shift){place[0] * far_px, place[1] * far_px};
}

int64_t shift_next_ns(int64_t shown_ns)
{
    return (shown_ns / SHIFT_EVERY_NS + 1) * SHIFT_EVERY_NS;
}

static int32_t within(int32_t px, int32_t size_px)
{
    return px < 0 ? 0 : px >= size_px ? size_px - 1 : px;
}

void shift_touch(struct shift shift, const struct layout *layout, struct display_event *event)
{
    if (event->kind > DISPLAY_TOUCH_UP)
        return;
    event->x_px = within(event->x_px - shift.dx_px, layout->w);
    event->y_px = within(event->y_px - shift.dy_px, layout->h);
}
