/* A language chosen on the screen is spoken from the next frame on, and after the power was cut. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/font_files.h"
#include "base/language.h"
#include "kiosk/desk.h"
#include "kiosk/requests.h"
#include "store/scratch.h"
#include "ui/settings_pages.h"

#define NINE_UTC_S INT64_C(1772442000) /* 2026-03-02T09:00:00Z, a Monday */

static struct desk desk;

static void begin(void **state)
{
    const struct scratch *scratch = *state;
    struct err err = {0};

    if (language_start(LOCALE_DIR, &err) != 0)
        fail_msg("%s", err.text);
    desk_init(&desk, scratch->path, NINE_UTC_S);
    desk.has_config = true;
    config_set_defaults(&desk.config);
    desk_start(&desk);
    desk_set(&desk, LINE_CHAIR, true);
    desk_wait(&desk, 60);
}

static void choose(const char *code)
{
    struct ui_request request = {.kind = UI_REQUEST_SET, .setting = SETTING_LANGUAGE};

    while (strcmp(config_languages[request.number], code) != 0)
        request.number++;
    desk_wait(&desk, 1);
    requests_take(desk.appliance, &request, desk.mono_ns);
}

/* What is on the glass, with the next frame if there is one, has a text with `part`. */
static bool screen_says(const char *part)
{
    const struct ui *ui = &desk.appliance->ui;
    const struct draw_list *list;
    struct ui_frame frame;

    appliance_show(desk.appliance, desk.mono_ns);
    (void)ui_frame(&desk.appliance->ui, desk.mono_ns, &frame);
    list = &ui->lists[ui->current];
    for (int i = 0; i < list->count; i++) {
        if (list->items[i].kind == DRAW_TEXT && strstr(list->text + list->items[i].text, part))
            return true;
    }
    return false;
}

static void a_chosen_language_is_spoken_from_the_next_frame_on(void **state)
{
    begin(state);
    assert_true(screen_says("Sitting"));
    assert_true(screen_says("Monday"));
    choose("de");
    assert_true(screen_says("Sitzen"));
    assert_true(screen_says("Montag"));
    choose("pl");
    assert_true(screen_says("Siedzisz"));
    choose("en");
    assert_true(screen_says("Sitting"));
    desk_stop(&desk);
}

static void it_is_spoken_after_a_power_cut(void **state)
{
    begin(state);
    choose("fr");
    assert_true(desk_wait_for_disk(&desk));
    desk_cut(&desk);
    desk_reboot(&desk, 60);
    desk_start(&desk);
    desk_wait(&desk, 1);
    assert_true(screen_says("lundi"));
    choose("en");
    desk_stop(&desk);
}

static void the_line_about_trouble_changes_with_the_language(void **state)
{
    begin(state);
    appliance_note_config(desk.appliance, 2);
    choose("es");
    assert_true(screen_says("La configuración tiene errores"));
    assert_non_null(strstr(trouble_note(&desk.appliance->trouble), "2 errores"));
    choose("en");
    assert_true(screen_says("The configuration has mistakes"));
    assert_non_null(strstr(trouble_note(&desk.appliance->trouble), "2 mistakes"));
    desk_stop(&desk);
}

static void a_language_without_its_typeface_is_said_and_the_one_before_stays(void **state)
{
    begin(state);
    choose("it");
    setenv(FONT_FILES_VARIABLE, "/nonexistent", 1);
    choose("ja");
    unsetenv(FONT_FILES_VARIABLE);
    assert_non_null(strstr(desk.log, "fonts-noto-cjk"));
    assert_true(screen_says("Seduto"));
    assert_true(screen_says("secondheartctl check"));
    choose("en");
    assert_false(screen_says("secondheartctl check"));
    desk_stop(&desk);
}

static void a_language_without_its_typeface_is_not_offered(void **state)
{
    const struct settings_shown *shown;

    setenv(FONT_FILES_VARIABLE, "/nonexistent", 1);
    begin(state);
    unsetenv(FONT_FILES_VARIABLE);
    appliance_show(desk.appliance, desk.mono_ns);
    shown = &desk.appliance->ui.view.settings;
    assert_true(shown->lacks_cjk);
    assert_int_equal(setting_choices(shown, SETTING_LANGUAGE), LANGUAGE_COUNT);
    desk_stop(&desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_chosen_language_is_spoken_from_the_next_frame_on,
                                        scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(it_is_spoken_after_a_power_cut, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(the_line_about_trouble_changes_with_the_language,
                                        scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(
            a_language_without_its_typeface_is_said_and_the_one_before_stays, scratch_setup,
            scratch_teardown),
        cmocka_unit_test_setup_teardown(a_language_without_its_typeface_is_not_offered,
                                        scratch_setup, scratch_teardown),
    };

    return cmocka_run_group_tests_name("kiosk, languages", tests, NULL, NULL);
}
