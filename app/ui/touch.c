#include "ui/touch.h"

#include "base/units.h"
#include "ui/drawlist.h"

static int32_t target_at(const struct targets *targets, int32_t x, int32_t y)
{
    for (int32_t i = targets->count - 1; i >= 0; i--) {
        if (draw_rect_contains(targets->list[i].rect, x, y))
            return targets->list[i].id;
    }
    return 0;
}

static void come_down(struct touch_state *touch, const struct targets *targets,
                      const struct display_event *event)
{
    /* The same finger again without having lifted: the lift was lost, and this one counts. */
    if (touch->is_down && touch->finger != event->finger)
        return;
    *touch = (struct touch_state){.is_down = true,
                                  .finger = event->finger,
                                  .down_ns = event->mono_ns,
                                  .target = target_at(targets, event->x_px, event->y_px),
                                  .is_inside = true,
                                  .x = event->x_px,
                                  .y = event->y_px};
}

static void follow(struct touch_state *touch, const struct targets *targets,
                   const struct display_event *event)
{
    touch->x = event->x_px;
    touch->y = event->y_px;
    touch->is_inside =
        touch->target != 0 && target_at(targets, event->x_px, event->y_px) == touch->target;
}

int32_t touch_feed(struct touch_state *touch, const struct targets *targets,
                   const struct display_event *event)
{
    int32_t tapped = 0;

    if (event->kind == DISPLAY_TOUCH_DOWN) {
        touch_tick(touch, event->mono_ns);
        come_down(touch, targets, event);
        return 0;
    }
    touch_tick(touch, event->mono_ns);
    if (event->kind > DISPLAY_TOUCH_CANCEL || event->finger != touch->finger || !touch->is_down)
        return 0;
    if (event->kind == DISPLAY_TOUCH_MOVE) {
        follow(touch, targets, event);
        return 0;
    }
    if (event->kind == DISPLAY_TOUCH_UP) {
        follow(touch, targets, event);
        tapped = touch->is_inside ? touch->target : 0;
    }
    touch->is_down = false;
    return tapped;
}

void touch_tick(struct touch_state *touch, int64_t now_mono_ns)
{
    if (touch->is_down && now_mono_ns - touch->down_ns >= TOUCH_STUCK_NS)
        touch->is_down = false;
}

int64_t touch_deadline_mono_ns(const struct touch_state *touch)
{
    return touch->is_down ? touch->down_ns + TOUCH_STUCK_NS : TIME_NEVER;
}

int32_t touch_pressed(const struct touch_state *touch)
{
    return touch->is_down && touch->is_inside ? touch->target : 0;
}
