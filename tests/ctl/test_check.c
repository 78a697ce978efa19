/* The looks of `check`, at machines that are made of files. */
#include "ctl/check.h"

#include "temp_file.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "ctl/ctl.h"

struct machine {
    char root[TEMP_PATH_SIZE];
    struct finding findings[16];
    size_t count;
    struct finding_sink sink;
};

static void keep(void *self, const struct finding *finding)
{
    struct machine *machine = self;

    assert_true(machine->count < 16);
    machine->findings[machine->count++] = *finding;
}

static int setup(void **state)
{
    struct machine *machine = calloc(1, sizeof(*machine));

    temp_file_name(machine->root);
    machine->sink = (struct finding_sink){machine, keep};
    *state = machine;
    (void)unsetenv("DISPLAY");
    (void)unsetenv("WAYLAND_DISPLAY");
    (void)unsetenv("SECONDHEART_FONT_DIR");
    return mkdir(machine->root, 0700);
}

static int remove_one(const char *path, const struct stat *found, int type, struct FTW *ftw)
{
    return remove(path);
}

static int teardown(void **state)
{
    struct machine *machine = *state;
    int outcome = nftw(machine->root, remove_one, 8, FTW_DEPTH | FTW_PHYS);

    free(machine);
    return outcome;
}

/* A file below the root, with the folders above it. */
static void add_file(struct machine *machine, const char *name, const char *text)
{
    char path[TEMP_PATH_SIZE + 128];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s%s", machine->root, name);
    for (char *slash = path + strlen(machine->root) + 1; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        (void)mkdir(path, 0700);
        *slash = '/';
    }
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void assert_one(const struct machine *machine, enum finding_weight weight, const char *part)
{
    assert_int_equal(machine->count, 1);
    assert_int_equal(machine->findings[0].weight, weight);
    assert_non_null(strstr(machine->findings[0].text, part));
    assert_int_equal(machine->findings[0].fix[0] != '\0', weight == FINDING_PROBLEM);
}

static void a_machine_without_desktop_and_card_has_no_display(void **state)
{
    struct machine *machine = *state;

    check_display(machine->root, &machine->sink);
    assert_one(machine, FINDING_PROBLEM, "no graphics card");
}

static void a_desktop_is_display_enough(void **state)
{
    struct machine *machine = *state;

    assert_int_equal(setenv("DISPLAY", ":7", 1), 0);
    check_display(machine->root, &machine->sink);
    assert_one(machine, FINDING_GOOD, "a desktop is running at :7");
}

static void a_card_needs_a_screen_that_is_connected(void **state)
{
    struct machine *machine = *state;

    add_file(machine, "/dev/dri/card1", "");
    add_file(machine, "/sys/class/drm/card1-HDMI-A-1/status", "disconnected\n");
    add_file(machine, "/sys/class/drm/card1-DSI-1/status", "disconnected\n");
    check_display(machine->root, &machine->sink);
    assert_one(machine, FINDING_PROBLEM, "no screen is connected to any of the 1 graphics cards");

    machine->count = 0;
    add_file(machine, "/sys/class/drm/card1-DSI-1/status", "connected\n");
    check_display(machine->root, &machine->sink);
    assert_int_equal(machine->count, 2);
    assert_string_equal(machine->findings[0].text, "a screen is connected to card1-DSI-1");
    assert_int_equal(machine->findings[1].weight, FINDING_GOOD);
}

static void a_touchscreen_is_told_from_a_touchpad(void **state)
{
    struct machine *machine = *state;

    add_file(machine, "/sys/class/input/event0/device/properties", "5\n");
    add_file(machine, "/sys/class/input/event0/device/name", "Touchpad\n");
    add_file(machine, "/dev/input/event0", "");
    check_touch(machine->root, &machine->sink);
    assert_one(machine, FINDING_NOTE, "no touchscreen was found");

    machine->count = 0;
    add_file(machine, "/sys/class/input/event1/device/properties", "2\n");
    add_file(machine, "/sys/class/input/event1/device/name", "Goodix\n");
    add_file(machine, "/dev/input/event1", "");
    check_touch(machine->root, &machine->sink);
    assert_one(machine, FINDING_GOOD, "'Goodix' at ");
    assert_null(strstr(machine->findings[0].text, "Touchpad"));
}

static void a_touchscreen_that_may_not_be_read_is_a_problem(void **state)
{
    struct machine *machine = *state;

    /* Its node is not there at all, which even root cannot read. */
    add_file(machine, "/sys/class/input/event1/device/properties", "2\n");
    add_file(machine, "/sys/class/input/event1/device/name", "Goodix\n");
    check_touch(machine->root, &machine->sink);
    assert_one(machine, FINDING_PROBLEM, "no permission for the touchscreen 'Goodix'");
}

static void fonts_are_looked_for_where_the_kiosk_looks(void **state)
{
    struct machine *machine = *state;

    add_file(machine, "/usr/share/fonts/elsewhere/Inter-Regular.otf", "");
    check_fonts(machine->root, &machine->sink);
    assert_one(machine, FINDING_PROBLEM, "the kiosk cannot start");
    machine->count = 0;
    add_file(machine, "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "");
    check_fonts(machine->root, &machine->sink);
    assert_one(machine, FINDING_PROBLEM, "DejaVu stands in");
    machine->count = 0;
    add_file(machine, "/usr/share/fonts/opentype/inter/Inter-Regular.otf", "");
    check_fonts(machine->root, &machine->sink);
    assert_one(machine, FINDING_GOOD, "Inter is installed");
}

static void speak(struct machine *machine, const char *code)
{
    struct config config;

    config_set_defaults(&config);
    while (strcmp(config_languages[config.display.language], code) != 0)
        config.display.language++;
    machine->count = 0;
    check_language(&config, &machine->sink);
}

static void a_language_that_cannot_be_shown_is_a_problem(void **state)
{
    struct machine *machine = *state;

    speak(machine, "de");
    assert_one(machine, FINDING_GOOD, "the screen speaks Deutsch");
    setenv("SECONDHEART_FONT_DIR", machine->root, 1);
    speak(machine, "ja");
    unsetenv("SECONDHEART_FONT_DIR");
    assert_one(machine, FINDING_PROBLEM, "no typeface has its signs");
    setenv("SECONDHEART_LOCALE_DIR", machine->root, 1);
    speak(machine, "fr");
    unsetenv("SECONDHEART_LOCALE_DIR");
    assert_one(machine, FINDING_PROBLEM, "no catalogue");
}

static void check_chime(struct machine *machine, bool is_on)
{
    struct config config;

    config_set_defaults(&config);
    config.coach.has_chime = is_on;
    machine->count = 0;
    check_sound(machine->root, &config, &machine->sink);
}

static void a_chime_that_is_off_needs_no_sound(void **state)
{
    struct machine *machine = *state;

    check_chime(machine, false);
    assert_int_equal(machine->count, 0);
}

static void no_sound_is_nothing_to_mend(void **state)
{
    struct machine *machine = *state;

    (void)unsetenv("XDG_RUNTIME_DIR");
    check_chime(machine, true);
    assert_one(machine, FINDING_NOTE, "no sound device");
    add_file(machine, "/dev/snd/pcmC0D0c", ""); /* a microphone */
    check_chime(machine, true);
    assert_one(machine, FINDING_NOTE, "no sound device");
}

static void a_card_or_a_sound_server_is_sound_enough(void **state)
{
    struct machine *machine = *state;

    (void)unsetenv("XDG_RUNTIME_DIR");
    add_file(machine, "/dev/snd/pcmC1D0p", "");
    check_chime(machine, true);
    assert_one(machine, FINDING_GOOD, "/dev/snd/pcmC1D0p");
    assert_int_equal(setenv("XDG_RUNTIME_DIR", "/run/user/7", 1), 0);
    check_chime(machine, true);
    assert_one(machine, FINDING_GOOD, "/dev/snd/pcmC1D0p");
    add_file(machine, "/run/user/7/pulse/native", "");
    check_chime(machine, true);
    assert_one(machine, FINDING_GOOD, "the sound server at");
}

static void a_card_that_may_not_be_played_to_is_a_problem(void **state)
{
    struct machine *machine = *state;
    char path[TEMP_PATH_SIZE + 32];

    (void)unsetenv("XDG_RUNTIME_DIR");
    add_file(machine, "/dev/snd/timer", "");
    (void)snprintf(path, sizeof(path), "%s/dev/snd/pcmC0D0p", machine->root);
    assert_int_equal(symlink("nowhere", path), 0); /* refused to root as well */
    check_chime(machine, true);
    assert_one(machine, FINDING_PROBLEM, "pcmC0D0p");
    assert_non_null(strstr(machine->findings[0].fix, "audio"));
}

static void the_states_folder_is_checked_where_it_will_be_made(void **state)
{
    struct machine *machine = *state;
    struct config config;

    config_set_defaults(&config);
    (void)snprintf(config.state.dir, sizeof(config.state.dir), "%.150s/a/b", machine->root);
    check_state(&config, &machine->sink);
    assert_int_equal(machine->count, 2);
    assert_int_equal(machine->findings[0].weight, FINDING_GOOD);
    assert_non_null(strstr(machine->findings[0].text, "will be kept in"));

    machine->count = 0;
    /* Not even root can make a folder inside a file. */
    add_file(machine, "/file", "");
    (void)snprintf(config.state.dir, sizeof(config.state.dir), "%.150s/file/a", machine->root);
    check_state(&config, &machine->sink);
    assert_int_equal(machine->findings[0].weight, FINDING_PROBLEM);
    assert_non_null(strstr(machine->findings[0].text, "/file cannot be written"));
}

/* What the clock says in this test. */
static struct {
    int64_t wall_s;
    bool is_synchronised;
    bool has_rtc;
} clock_state;

static struct wall_time wall_now(void *self)
{
    return (struct wall_time){clock_state.wall_s, 0};
}

static bool is_synchronised(void *self)
{
    return clock_state.is_synchronised;
}

static bool has_rtc(void *self)
{
    return clock_state.has_rtc;
}

static void only_the_kernels_word_makes_a_good_clock(void **state)
{
    static const struct {
        int64_t wall_s;
        bool is_synchronised;
        bool has_rtc;
        enum finding_weight weight;
    } cases[] = {
        {1772438100, true, false, FINDING_GOOD},
        {1772438100, false, true, FINDING_NOTE},
        {0, false, true, FINDING_PROBLEM},
        {1772438100, false, false, FINDING_PROBLEM},
    };
    const struct clock_port clock = {
        .wall_now = wall_now, .is_synchronised = is_synchronised, .has_rtc = has_rtc};
    struct machine *machine = *state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        clock_state.wall_s = cases[i].wall_s;
        clock_state.is_synchronised = cases[i].is_synchronised;
        clock_state.has_rtc = cases[i].has_rtc;
        machine->count = 0;
        check_clock(&clock, &machine->sink);
        assert_int_equal(machine->count, 1);
        assert_int_equal(machine->findings[0].weight, cases[i].weight);
    }
}

static void a_missing_zone_folder_is_a_missing_package(void **state)
{
    struct machine *machine = *state;

    assert_int_equal(setenv("TZDIR", "/nonexistent", 1), 0);
    check_zone(&machine->sink);
    assert_int_equal(unsetenv("TZDIR"), 0);
    assert_one(machine, FINDING_PROBLEM, "there are no time zones under /nonexistent");
}

/* What the GPIO driver finds in this test. */
static enum finding_weight gpio_weight;

static void inspect_gpio(const struct config *config, struct finding_sink *sink)
{
    check_put(sink, gpio_weight, "gpio", "mend it", "a line");
}

static int run_check(const char *config_path)
{
    static char name[] = "check";
    static char option[] = "--config";
    const struct ctl_drivers drivers = {
        .clock = {.wall_now = wall_now, .is_synchronised = is_synchronised, .has_rtc = has_rtc},
        .inspect_gpio = inspect_gpio,
    };
    char *path = strdup(config_path);
    char *argv[] = {name, option, path, NULL};
    int code;

    assert_non_null(path);
    code = ctl_check_main(3, argv, &drivers);
    free(path);
    return code;
}

static void the_worst_finding_decides_the_exit_code(void **state)
{
    struct machine *machine = *state;
    char path[TEMP_PATH_SIZE + 16];

    clock_state.is_synchronised = true;
    assert_int_equal(setenv("DISPLAY", ":7", 1), 0);
    assert_int_equal(setenv("HOME", machine->root, 1), 0);
    add_file(machine, "/good.conf", "[day]\nday_start = 05:00\n");
    add_file(machine, "/bad.conf", "[day]\nday_start = 5\n[nowhere]\n");
    (void)snprintf(path, sizeof(path), "%s/good.conf", machine->root);
    gpio_weight = FINDING_PROBLEM;
    assert_int_equal(run_check(path), EXIT_PROBLEM);
    (void)snprintf(path, sizeof(path), "%s/bad.conf", machine->root);
    assert_int_equal(run_check(path), EXIT_INPUT);
}

#define check_test(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        check_test(a_machine_without_desktop_and_card_has_no_display),
        check_test(a_desktop_is_display_enough),
        check_test(a_card_needs_a_screen_that_is_connected),
        check_test(a_touchscreen_is_told_from_a_touchpad),
        check_test(a_touchscreen_that_may_not_be_read_is_a_problem),
        check_test(fonts_are_looked_for_where_the_kiosk_looks),
        check_test(a_language_that_cannot_be_shown_is_a_problem),
        check_test(a_chime_that_is_off_needs_no_sound),
        check_test(no_sound_is_nothing_to_mend),
        check_test(a_card_or_a_sound_server_is_sound_enough),
        check_test(a_card_that_may_not_be_played_to_is_a_problem),
        check_test(the_states_folder_is_checked_where_it_will_be_made),
        check_test(only_the_kernels_word_makes_a_good_clock),
        check_test(a_missing_zone_folder_is_a_missing_package),
        check_test(the_worst_finding_decides_the_exit_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
