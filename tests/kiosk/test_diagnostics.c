/* The page for whoever looks after a kiosk: its rows, and its code as a camera reads it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/display_offscreen.h"
#include "kiosk/desk.h"
#include "store/scratch.h"
#include "temp_file.h"

#define NINE_UTC_S INT64_C(1772442000) /* 2026-03-02T09:00:00Z */

static struct desk desk;

static const struct diagnostics_shown *look(void)
{
    navigator_open(&desk.appliance->ui.navigator, UI_DIAGNOSTICS);
    navigator_touch(&desk.appliance->ui.navigator, desk.mono_ns);
    appliance_show(desk.appliance, desk.mono_ns);
    assert_int_equal(ui_shown(&desk.appliance->ui), UI_DIAGNOSTICS);
    return &desk.appliance->ui.view.diagnostics;
}

static const struct diagnostics_row *row_of(const char *label)
{
    const struct diagnostics_shown *shown = look();

    for (int32_t i = 0; i < shown->count; i++) {
        if (strcmp(shown->rows[i].label, label) == 0)
            return &shown->rows[i];
    }
    fail_msg("no row '%s'", label);
    return NULL;
}

static void open_desk(void **state)
{
    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk_start(&desk);
}

static void levels_and_ages_are_those_of_the_moment(void **state)
{
    open_desk(state);
    assert_string_equal(row_of("Chair")->value, "open, no edge yet");
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 12);
    assert_string_equal(row_of("Chair")->value, "closed, 12 s ago");
    desk_wait(&desk, 168);
    assert_string_equal(row_of("Chair")->value, "closed, 3 min ago");
    assert_string_equal(row_of("Sensors")->value, "GPIO, 1 edge");
    assert_string_equal(row_of("Started")->value, "3 min ago");
    desk_stop(&desk);
}

static void clock_and_history_say_how_far_they_can_be_believed(void **state)
{
    struct err full = {.code = ERR_FULL, .text = "no room"};

    open_desk(state);
    assert_string_equal(row_of("Clock")->value, "Mon 2 Mar 9:00, synchronised");
    assert_false(row_of("Clock")->is_fault);
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 70);
    assert_true(desk_wait_for_disk(&desk));
    appliance_take_ledger(desk.appliance);
    assert_non_null(strstr(row_of("History")->value, "written "));
    appliance_note_store(desk.appliance, &full);
    assert_true(row_of("History")->is_fault);
    assert_non_null(strstr(row_of("History")->value, "The card is full"));
    desk_stop(&desk);
}

static void a_clock_that_nobody_set_is_told_apart(void **state)
{
    desk_init(&desk, ((struct scratch *)*state)->path, NINE_UTC_S);
    desk.is_synchronised = false;
    desk_start(&desk);
    assert_string_equal(row_of("Clock")->value, "not set");
    assert_true(row_of("Clock")->is_fault);
    desk_stop(&desk);
}

static void the_code_stands_still_while_nothing_happens(void **state)
{
    char before[sizeof(desk.appliance->diagnostics.text)];

    open_desk(state);
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 1);
    (void)look();
    memcpy(before, desk.appliance->diagnostics.text, sizeof(before));
    desk_wait(&desk, 30);
    (void)look();
    assert_string_equal(before, desk.appliance->diagnostics.text);
    desk_set(&desk, LINE_CHAIR, false);
    desk_wait(&desk, 1);
    (void)look();
    assert_string_not_equal(before, desk.appliance->diagnostics.text);
    desk_stop(&desk);
}

/* What a telephone would read off the glass. */
static void read_off(const char *picture, char *text, size_t size)
{
    char command[TEMP_PATH_SIZE + 64];
    FILE *pipe;
    size_t got;

    (void)snprintf(command, sizeof(command), "zbarimg --quiet --raw --oneshot '%s'", picture);
    pipe = popen(command, "r");
    assert_non_null(pipe);
    got = fread(text, 1, size - 1, pipe);
    text[got] = '\0';
    assert_int_equal(pclose(pipe), 0);
}

static void a_camera_reads_the_code_off_every_screen(void **state)
{
    static const struct {
        int w, h;
    } sizes[] = {{800, 480}, {720, 1280}, {1024, 600}, {1280, 720}, {1920, 1080}};
    char picture[TEMP_PATH_SIZE];
    char read[1024];

    open_desk(state);
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 1);
    temp_file_name(picture);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        struct display_event resized = {
            .kind = DISPLAY_RESIZED, .w_px = sizes[i].w, .h_px = sizes[i].h};
        struct display_port display;
        struct ui_frame frame;
        struct err err = {0};

        assert_int_equal(display_offscreen_open(sizes[i].w, sizes[i].h, &display, &err), 0);
        appliance_take_display(desk.appliance, &resized);
        (void)look();
        assert_true(ui_frame(&desk.appliance->ui, desk.mono_ns, &frame));
        assert_int_equal(frame.list->lost, 0);
        assert_int_equal(display.present(display.self, frame.list, frame.damage, &err), 0);
        assert_int_equal(display_offscreen_save(&display, picture, &err), 0);
        read_off(picture, read, sizeof(read));
        assert_memory_equal(read, desk.appliance->diagnostics.text,
                            strlen(desk.appliance->diagnostics.text));
        display.close(display.self);
    }
    temp_file_remove(picture);
    assert_non_null(strstr(read, "Second Heart " SECONDHEART_VERSION));
    assert_non_null(strstr(read, "chair: closed"));
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
#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, teardown)
        TEST(levels_and_ages_are_those_of_the_moment),
        TEST(clock_and_history_say_how_far_they_can_be_believed),
        TEST(a_clock_that_nobody_set_is_told_apart),
        TEST(the_code_stands_still_while_nothing_happens),
        TEST(a_camera_reads_the_code_off_every_screen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
