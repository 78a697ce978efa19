/* SDL's events as the port's: fingers natively, the mouse as a second source, never both. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "drivers/display/sdl_input.h"

static struct display_event event;

static bool translate(const SDL_Event *sdl)
{
    return sdl_input_translate(sdl, 800, 480, &event);
}

static SDL_Event finger(Uint32 type, SDL_TouchID device, SDL_FingerID id, float x, float y)
{
    SDL_Event sdl = {.tfinger = {.type = type, .touchId = device, .fingerId = id, .x = x, .y = y}};

    return sdl;
}

static void a_finger_lands_on_the_pixel_it_covers(void **state)
{
    SDL_Event sdl = finger(SDL_FINGERDOWN, 5, 2, 0.5F, 0.25F);

    assert_true(translate(&sdl));
    assert_int_equal(event.kind, DISPLAY_TOUCH_DOWN);
    assert_int_equal(event.x_px, 400);
    assert_int_equal(event.y_px, 120);
}

static void a_finger_on_the_rim_stays_on_the_canvas(void **state)
{
    SDL_Event sdl = finger(SDL_FINGERUP, 5, 2, 1.0F, -0.01F);

    assert_true(translate(&sdl));
    assert_int_equal(event.kind, DISPLAY_TOUCH_UP);
    assert_int_equal(event.x_px, 799);
    assert_int_equal(event.y_px, 0);
}

static void fingers_of_two_devices_are_told_apart(void **state)
{
    SDL_Event a = finger(SDL_FINGERMOTION, 5, 0, 0, 0), b = finger(SDL_FINGERMOTION, 6, 0, 0, 0);
    SDL_Event c = finger(SDL_FINGERMOTION, 5, 1, 0, 0);
    int64_t first;

    assert_true(translate(&a));
    assert_int_equal(event.kind, DISPLAY_TOUCH_MOVE);
    first = event.finger;
    assert_true(translate(&b));
    assert_true(event.finger != first);
    assert_true(translate(&c));
    assert_true(event.finger != first);
    assert_true(event.finger != DISPLAY_MOUSE);
}

static void the_mouse_is_a_finger_of_its_own(void **state)
{
    SDL_Event sdl = {
        .button = {.type = SDL_MOUSEBUTTONDOWN, .button = SDL_BUTTON_LEFT, .x = 12, .y = 34}};

    assert_true(translate(&sdl));
    assert_int_equal(event.kind, DISPLAY_TOUCH_DOWN);
    assert_int_equal(event.finger, DISPLAY_MOUSE);
    assert_int_equal(event.x_px, 12);
    assert_int_equal(event.y_px, 34);
    sdl.button.button = SDL_BUTTON_RIGHT;
    assert_false(translate(&sdl));
}

static void a_mouse_made_from_a_finger_is_no_second_touch(void **state)
{
    SDL_Event sdl = {.button = {.type = SDL_MOUSEBUTTONDOWN,
                                .which = SDL_TOUCH_MOUSEID,
                                .button = SDL_BUTTON_LEFT}};

    assert_false(translate(&sdl));
}

static void a_mouse_that_only_passes_does_not_touch(void **state)
{
    SDL_Event sdl = {.motion = {.type = SDL_MOUSEMOTION, .x = 5, .y = 6}};

    assert_false(translate(&sdl));
    sdl.motion.state = SDL_BUTTON_LMASK;
    assert_true(translate(&sdl));
    assert_int_equal(event.kind, DISPLAY_TOUCH_MOVE);
}

static void keys_come_once(void **state)
{
    SDL_Event sdl = {.key = {.type = SDL_KEYDOWN, .keysym = {.sym = SDLK_c}}};

    assert_true(translate(&sdl));
    assert_int_equal(event.kind, DISPLAY_KEY_DOWN);
    assert_int_equal(event.key, 'c');
    sdl.key.repeat = 1;
    assert_false(translate(&sdl));
    sdl.key.repeat = 0;
    sdl.key.keysym.sym = SDLK_F1;
    assert_false(translate(&sdl));
}

static void a_window_tells_its_size_exposure_and_end(void **state)
{
    SDL_Event sdl = {.window = {.type = SDL_WINDOWEVENT,
                                .event = SDL_WINDOWEVENT_SIZE_CHANGED,
                                .data1 = 1024,
                                .data2 = 600}};

    assert_true(translate(&sdl));
    assert_int_equal(event.kind, DISPLAY_RESIZED);
    assert_int_equal(event.w_px, 1024);
    sdl.window.event = SDL_WINDOWEVENT_EXPOSED;
    assert_true(translate(&sdl));
    assert_int_equal(event.kind, DISPLAY_EXPOSED);
    sdl.window.event = SDL_WINDOWEVENT_CLOSE;
    assert_true(translate(&sdl));
    assert_int_equal(event.kind, DISPLAY_QUIT);
    sdl.window.event = SDL_WINDOWEVENT_ENTER;
    assert_false(translate(&sdl));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_finger_lands_on_the_pixel_it_covers),
        cmocka_unit_test(a_finger_on_the_rim_stays_on_the_canvas),
        cmocka_unit_test(fingers_of_two_devices_are_told_apart),
        cmocka_unit_test(the_mouse_is_a_finger_of_its_own),
        cmocka_unit_test(a_mouse_made_from_a_finger_is_no_second_touch),
        cmocka_unit_test(a_mouse_that_only_passes_does_not_touch),
        cmocka_unit_test(keys_come_once),
        cmocka_unit_test(a_window_tells_its_size_exposure_and_end),
    };

    return cmocka_run_group_tests_name("input", tests, NULL, NULL);
}
