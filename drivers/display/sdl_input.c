#include "drivers/display/sdl_input.h"

#include <math.h>
#include <string.h>

#include "drivers/display/turn.h"

/* Devices number their fingers from 0 each; both numbers fit into one without meeting the mouse. */
static int64_t finger_of(const SDL_TouchFingerEvent *finger)
{
    return (int64_t)(((uint64_t)finger->touchId << 32 ^ (uint64_t)finger->fingerId) &
                     (uint64_t)INT64_MAX);
}

static int32_t on_glass(float fraction, int32_t size_px)
{
    long at = lround(floor((double)fraction * size_px));

    return (int32_t)(at < 0 ? 0 : at >= size_px ? size_px - 1 : at);
}

static bool translate_finger(const SDL_TouchFingerEvent *finger, enum display_event_kind kind,
                             int32_t w_px, int32_t h_px, struct display_event *event)
{
    event->kind = kind;
    event->finger = finger_of(finger);
    event->x_px = on_glass(finger->x, w_px);
    event->y_px = on_glass(finger->y, h_px);
    return true;
}

static bool translate_button(const SDL_MouseButtonEvent *button, struct display_event *event)
{
    /* A finger also told as a mouse would be two touches. */
    if (button->which == SDL_TOUCH_MOUSEID || button->button != SDL_BUTTON_LEFT)
        return false;
    event->kind = button->type == SDL_MOUSEBUTTONDOWN ? DISPLAY_TOUCH_DOWN : DISPLAY_TOUCH_UP;
    event->finger = DISPLAY_MOUSE;
    event->x_px = button->x;
    event->y_px = button->y;
    return true;
}

static bool translate_motion(const SDL_MouseMotionEvent *motion, struct display_event *event)
{
    if (motion->which == SDL_TOUCH_MOUSEID || !(motion->state & SDL_BUTTON_LMASK))
        return false;
    event->kind = DISPLAY_TOUCH_MOVE;
    event->finger = DISPLAY_MOUSE;
    event->x_px = motion->x;
    event->y_px = motion->y;
    return true;
}

static bool translate_key(const SDL_KeyboardEvent *key, struct display_event *event)
{
    SDL_Keycode code = key->keysym.sym;

    if (key->repeat || code <= 0 || code >= 127)
        return false;
    event->kind = key->type == SDL_KEYDOWN ? DISPLAY_KEY_DOWN : DISPLAY_KEY_UP;
    event->key = (char)code;
    return true;
}

static bool translate_window(const SDL_WindowEvent *window, struct display_event *event)
{
    switch (window->event) {
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        event->kind = DISPLAY_RESIZED;
        event->w_px = window->data1;
        event->h_px = window->data2;
        return window->data1 > 0 && window->data2 > 0;
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_RESTORED:
        event->kind = DISPLAY_EXPOSED;
        return true;
    case SDL_WINDOWEVENT_CLOSE:
        event->kind = DISPLAY_QUIT;
        return true;
    default:
        return false;
    }
}

bool sdl_input_translate(const SDL_Event *sdl, int32_t w_px, int32_t h_px,
                         struct display_event *event)
{
    memset(event, 0, sizeof *event);
    switch (sdl->type) {
    case SDL_FINGERDOWN:
        return translate_finger(&sdl->tfinger, DISPLAY_TOUCH_DOWN, w_px, h_px, event);
    case SDL_FINGERMOTION:
        return translate_finger(&sdl->tfinger, DISPLAY_TOUCH_MOVE, w_px, h_px, event);
    case SDL_FINGERUP:
        return translate_finger(&sdl->tfinger, DISPLAY_TOUCH_UP, w_px, h_px, event);
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return translate_button(&sdl->button, event);
    case SDL_MOUSEMOTION:
        return translate_motion(&sdl->motion, event);
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        return translate_key(&sdl->key, event);
    case SDL_WINDOWEVENT:
        return translate_window(&sdl->window, event);
    case SDL_RENDER_TARGETS_RESET:
    case SDL_RENDER_DEVICE_RESET:
        event->kind = DISPLAY_EXPOSED;
        return true;
    case SDL_QUIT:
        event->kind = DISPLAY_QUIT;
        return true;
    default:
        return false;
    }
}

void sdl_input_turn(struct display_event *event, int32_t quarters, int32_t w_px, int32_t h_px)
{
    switch (event->kind) {
    case DISPLAY_TOUCH_DOWN:
    case DISPLAY_TOUCH_MOVE:
    case DISPLAY_TOUCH_UP:
        turn_point_back(quarters, w_px, h_px, &event->x_px, &event->y_px);
        break;
    case DISPLAY_RESIZED:
        turn_size(quarters, &event->w_px, &event->h_px);
        break;
    case DISPLAY_TOUCH_CANCEL:
    case DISPLAY_KEY_DOWN:
    case DISPLAY_KEY_UP:
    case DISPLAY_EXPOSED:
    case DISPLAY_LOST:
    case DISPLAY_QUIT:
        break;
    }
}
