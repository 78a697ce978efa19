/* How bright the panel is, on a kernel class of plain files, and when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "drivers/backlight_sysfs.h"
#include "kiosk/desk.h"
#include "kiosk/lighting.h"
#include "store/scratch.h"
#include "temp_file.h"

#define NINE_UTC_S INT64_C(1772442000) /* 2026-03-02T09:00:00Z */

/* ------------------------------------------------------------------------ the kernel's class */

static char class_dir[TEMP_PATH_SIZE];

static void put(const char *light, const char *name, const char *text)
{
    char path[TEMP_PATH_SIZE + 64];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s", class_dir, light);
    (void)mkdir(path, 0700);
    (void)snprintf(path, sizeof(path), "%s/%s/%s", class_dir, light, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static long get(const char *light, const char *name)
{
    char path[TEMP_PATH_SIZE + 64];
    long value = -1;
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%s/%s", class_dir, light, name);
    file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%ld", &value), 1);
    (void)fclose(file);
    return value;
}

static void add_light(const char *name, const char *kind)
{
    put(name, "type", kind);
    put(name, "max_brightness", "255\n");
    put(name, "brightness", "200\n");
    put(name, "bl_power", "0\n");
}

static int make_class(void **state)
{
    temp_file_name(class_dir);
    return mkdir(class_dir, 0700);
}

static int remove_class(void **state)
{
    char command[TEMP_PATH_SIZE + 16];

    (void)snprintf(command, sizeof(command), "rm -r '%s'", class_dir);
    return system(command);
}

static void levels_are_even_steps_for_the_eye_and_never_dark_by_accident(void **state)
{
    struct backlight_port port;
    struct err err = {0};

    add_light("rpi_backlight", "raw\n");
    assert_int_equal(backlight_sysfs_open(class_dir, &port, &err), 0);
    assert_int_equal(get("rpi_backlight", "brightness"), 200);
    assert_int_equal(port.set(port.self, 100, &err), 0);
    assert_int_equal(get("rpi_backlight", "brightness"), 255);
    assert_int_equal(port.set(port.self, 50, &err), 0);
    assert_int_equal(get("rpi_backlight", "brightness"), 32); /* an eighth */
    assert_int_equal(port.set(port.self, 1, &err), 0);
    assert_int_equal(get("rpi_backlight", "brightness"), 1);
    assert_int_equal(get("rpi_backlight", "bl_power"), 0);
    port.close(port.self);
}

static void off_is_off_and_the_panel_is_left_as_it_was_found(void **state)
{
    struct backlight_port port;
    struct err err = {0};

    add_light("rpi_backlight", "raw\n");
    assert_int_equal(backlight_sysfs_open(class_dir, &port, &err), 0);
    assert_int_equal(port.set(port.self, 8, &err), 0);
    assert_int_equal(port.set(port.self, 0, &err), 0);
    assert_int_equal(get("rpi_backlight", "bl_power"), 4);
    assert_int_equal(port.set(port.self, 80, &err), 0);
    assert_int_equal(get("rpi_backlight", "bl_power"), 0);
    assert_int_equal(get("rpi_backlight", "brightness"), 131);
    assert_int_equal(port.set(port.self, 0, &err), 0);
    port.close(port.self);
    assert_int_equal(get("rpi_backlight", "bl_power"), 0);
    assert_int_equal(get("rpi_backlight", "brightness"), 200);
}

static void what_is_set_already_is_not_written_again(void **state)
{
    struct backlight_port port;
    struct err err = {0};

    add_light("rpi_backlight", "raw\n");
    assert_int_equal(backlight_sysfs_open(class_dir, &port, &err), 0);
    assert_int_equal(port.set(port.self, 80, &err), 0);
    put("rpi_backlight", "brightness", "7\n"); /* somebody else's hand stays */
    assert_int_equal(port.set(port.self, 80, &err), 0);
    assert_int_equal(get("rpi_backlight", "brightness"), 7);
    port.close(port.self);
}

static void of_several_lights_the_firmware_s_is_taken(void **state)
{
    struct backlight_port port;
    struct err err = {0};

    add_light("a_raw", "raw\n");
    add_light("b_firmware", "firmware\n");
    add_light("c_platform", "platform\n");
    assert_int_equal(backlight_sysfs_open(class_dir, &port, &err), 0);
    assert_int_equal(port.set(port.self, 100, &err), 0);
    assert_int_equal(get("b_firmware", "brightness"), 255);
    assert_int_equal(get("a_raw", "brightness"), 200);
    port.close(port.self);
}

static void without_a_light_that_works_it_says_so(void **state)
{
    struct backlight_port port;
    struct err err = {0};

    assert_int_equal(backlight_sysfs_open(class_dir, &port, &err), -ERR_NOT_FOUND);
    put("broken", "max_brightness", "0\n");
    assert_int_equal(backlight_sysfs_open(class_dir, &port, &err), -ERR_NOT_FOUND);
    assert_int_equal(backlight_sysfs_open("/nowhere", &port, &err), -ERR_NOT_FOUND);
    add_light("gone", "raw\n");
    assert_int_equal(backlight_sysfs_open(class_dir, &port, &err), 0);
    assert_int_equal(remove_class(NULL), 0);
    assert_int_equal(port.set(port.self, 50, &err), -ERR_NOT_FOUND);
    assert_non_null(strstr(err.text, "/gone/brightness"));
    port.close(port.self);
    assert_int_equal(mkdir(class_dir, 0700), 0);
}

/* ------------------------------------------------------------------------------ the kiosk */

static struct desk desk;
static int level;
static int failures;

static int set_level(void *self, int percent, struct err *err)
{
    if (failures > 0) {
        failures--;
        return err_set(err, ERR_IO, "the panel does not answer");
    }
    level = percent;
    return 0;
}

static const struct backlight_port panel = {.can_dim = true, .set = set_level};

static void show(void)
{
    appliance_show(desk.appliance, desk.mono_ns);
}

static void open_desk(void **state, int64_t wall_s)
{
    struct config config;

    config_set_defaults(&config);
    desk_init(&desk, ((struct scratch *)*state)->path, wall_s);
    desk_start(&desk);
    appliance_set_lighting(desk.appliance, &panel, &config);
    failures = 0;
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 60);
    show();
}

static void touch_the_glass(void)
{
    const struct display_event event = {
        .kind = DISPLAY_TOUCH_DOWN, .mono_ns = desk.mono_ns, .x_px = 100, .y_px = 100};

    appliance_take_display(desk.appliance, &event);
    show();
}

static void the_panel_is_dim_a_minute_after_the_person_has_gone_and_lit_as_they_come(void **state)
{
    open_desk(state, NINE_UTC_S);
    assert_int_equal(level, 80);
    desk_set(&desk, LINE_CHAIR, false);
    desk_wait(&desk, 55);
    show();
    assert_int_equal(level, 80);
    desk_wait(&desk, 15);
    show();
    assert_int_equal(level, 8);
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 1); /* the debounce, not the hold-off */
    show();
    assert_int_equal(level, 80);
    desk_stop(&desk);
}

static void a_touch_lights_the_panel_for_a_minute(void **state)
{
    open_desk(state, NINE_UTC_S);
    desk_set(&desk, LINE_CHAIR, false);
    desk_wait(&desk, 700);
    show();
    assert_int_equal(ui_shown(&desk.appliance->ui), UI_AMBIENT);
    assert_int_equal(level, 8);
    touch_the_glass();
    assert_int_equal(level, 80);
    desk_wait(&desk, 61);
    show();
    desk_wait(&desk, 66); /* the core holds a touch for presence: away begins anew after it */
    show();
    assert_int_equal(level, 8);
    desk_stop(&desk);
}

static void at_night_it_is_no_brighter_than_it_may_be(void **state)
{
    open_desk(state, NINE_UTC_S + 12 * 3600);
    assert_int_equal(level, 30);
    desk_stop(&desk);
}

static void a_picture_is_dimmed_where_the_light_cannot_be_and_should(void **state)
{
    static const struct backlight_port monitor = {.can_dim = false, .set = set_level};
    struct lighting lighting = {.day = 80, .away = 8, .night = 30};

    assert_true(lighting_dims_picture(&lighting));
    lighting.port = &monitor;
    assert_true(lighting_dims_picture(&lighting));
    lighting.away = 100;
    assert_false(lighting_dims_picture(&lighting));
    lighting.away = 8;
    lighting.port = &panel;
    assert_false(lighting_dims_picture(&lighting));
}

static void a_night_of_nothing_is_dark_until_somebody_comes(void **state)
{
    struct lighting lighting = {.day = 80, .away = 8, .night = 0};

    assert_int_equal(lighting_level(&lighting, false, true), 0);
    assert_int_equal(lighting_level(&lighting, true, true), 80);
    assert_int_equal(lighting_level(&lighting, false, false), 8);
}

static void a_panel_that_does_not_answer_is_told_of_once_and_tried_again(void **state)
{
    open_desk(state, NINE_UTC_S);
    level = -1;
    failures = 3;
    desk.log_lines = 0;
    for (int i = 0; i < 3; i++)
        show();
    assert_int_equal(level, -1);
    assert_int_equal(desk.log_lines, 1);
    assert_string_equal(desk.log, "the panel does not answer");
    show();
    assert_int_equal(level, 80);
    desk_stop(&desk);
}

static int teardown(void **state)
{
    if (desk.appliance)
        desk_lose_power(&desk);
    return scratch_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define CLASS(name) cmocka_unit_test_setup_teardown(name, make_class, remove_class)
#define DESK(name)  cmocka_unit_test_setup_teardown(name, scratch_setup, teardown)
        CLASS(levels_are_even_steps_for_the_eye_and_never_dark_by_accident),
        CLASS(off_is_off_and_the_panel_is_left_as_it_was_found),
        CLASS(what_is_set_already_is_not_written_again),
        CLASS(of_several_lights_the_firmware_s_is_taken),
        CLASS(without_a_light_that_works_it_says_so),
        DESK(the_panel_is_dim_a_minute_after_the_person_has_gone_and_lit_as_they_come),
        DESK(a_touch_lights_the_panel_for_a_minute),
        DESK(at_night_it_is_no_brighter_than_it_may_be),
        DESK(a_panel_that_does_not_answer_is_told_of_once_and_tried_again),
        cmocka_unit_test(a_picture_is_dimmed_where_the_light_cannot_be_and_should),
        cmocka_unit_test(a_night_of_nothing_is_dark_until_somebody_comes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
