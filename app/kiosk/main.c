/*
 * The kiosk's composition root: reads what was asked for, opens the drivers, ties them to the
 * appliance and runs the loop. The only file of app/kiosk that names a driver.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/first_boot.h"
#include "base/language.h"
#include "base/state_folder.h"
#include "drivers/backlight_sysfs.h"
#include "drivers/clock_linux.h"
#include "drivers/clock_scaled.h"
#include "drivers/clock_virtual.h"
#include "drivers/display_offscreen.h"
#include "drivers/display_sdl.h"
#include "drivers/gpio.h"
#include "drivers/notify_systemd.h"
#include "drivers/outbox_sqlite.h"
#include "drivers/sensor_sim.h"
#include "drivers/sensor_trace.h"
#include "drivers/sound_sdl.h"
#include "drivers/store_sqlite.h"
#include "history/setup.h"
#include "kiosk/appliance.h"
#include "kiosk/loop.h"
#include "kiosk/options.h"
#include "kiosk/outbox_choice.h"
#include "kiosk/sensor_choice.h"
#include "kiosk/store_file.h"

#define PATH_SIZE 512

/* Everything that is open, so that one function can close it again. */
struct program {
    struct options options;
    struct config config;
    struct config_problems problems;
    const char *language_missing; /* NULL: the screen speaks what it should */
    struct clock_linux *clock_linux;
    struct clock_scaled *clock_scaled;
    struct clock_virtual *clock_virtual;
    struct clock_port clock;
    struct calendar calendar;
    struct sensor_sim *sim;
    struct sensor_trace *trace;
    struct gpio *gpio;
    struct sensors_port sensors;
    bool has_sensors;
    struct display_port display;
    bool has_display;
    struct sound_port sound;
    bool has_sound;
    struct backlight_port backlight;
    bool has_backlight;
    struct store store;
    bool has_store;
    struct outbox_choice outbox_choice;
    struct outbox outbox;
    bool has_outbox;
    struct notify_port notify;
    struct ledger *ledger;
    struct appliance *appliance;
};

static void log_line(void *self, const char *text)
{
    (void)self;
    (void)fprintf(stderr, "secondheart: %s\n", text);
}

/* --------------------------------------------------------------------------- clock and calendar */

static int no_memory(struct err *err)
{
    return err_set(err, ERR_MEMORY, "no memory to start with");
}

/* A trace is played on the date and in the zone in which it was recorded. */
static void use_trace_calendar(struct program *program, const struct trace_header *header)
{
    program->calendar.is_fixed = header->tz[0] == '\0';
    program->calendar.utc_offset_s = header->utc_offset_s;
    if (!program->calendar.is_fixed)
        calendar_use_zone(header->tz);
}

static int open_clock(struct program *program, struct err *err)
{
    program->clock_linux = clock_linux_new();
    if (!program->clock_linux)
        return no_memory(err);
    program->clock = clock_linux_port(program->clock_linux);
    if (program->options.speed > 1 || program->options.sensors == OPTIONS_TRACE) {
        program->clock_scaled = clock_scaled_new(&program->clock, program->options.speed);
        if (!program->clock_scaled)
            return no_memory(err);
        program->clock = clock_scaled_port(program->clock_scaled);
    }
    return 0;
}

/* A trace off screen is played as fast as it can be computed, and twice the same way. */
static int use_trace_clock(struct program *program, struct err *err)
{
    const struct trace_header *header = sensor_trace_header(program->trace);
    struct wall_time start = {.s = header->start_wall_s, .ns = header->start_wall_ns};

    use_trace_calendar(program, header);
    if (program->options.offscreen_dir) {
        program->clock_virtual = clock_virtual_new(start, "trace");
        if (!program->clock_virtual)
            return no_memory(err);
        program->clock = clock_virtual_port(program->clock_virtual);
    } else if (program->clock_scaled) {
        clock_scaled_set_wall(program->clock_scaled, &start);
    }
    return 0;
}

/* -------------------------------------------------------------------------------------- sensors */

static int open_trace(struct program *program, struct err *err)
{
    bool is_virtual = program->options.offscreen_dir != NULL;
    int64_t start_ns = is_virtual ? 0 : program->clock.mono_now_ns(program->clock.self);

    if (sensor_trace_new(program->options.trace_path, start_ns, &program->trace, err) < 0) {
        err->code = ERR_INPUT; /* whatever is wrong with the file: it was named by the caller */
        return -ERR_INPUT;
    }
    program->sensors = sensor_trace_port(program->trace);
    return use_trace_clock(program, err);
}

static int open_sim(struct program *program, struct err *err)
{
    program->sim = sensor_sim_new();
    if (!program->sim)
        return no_memory(err);
    program->sensors = sensor_sim_port(program->sim);
    return 0;
}

static int open_gpio(struct program *program, struct err *err)
{
    struct gpio_options options;

    gpio_options_from_config(&program->config, &options);
    program->gpio = gpio_new(&options, program->clock.mono_now_ns(program->clock.self));
    if (!program->gpio)
        return no_memory(err);
    program->sensors = gpio_port(program->gpio);
    if (gpio_status(program->gpio)->code != 0)
        log_line(NULL, gpio_status(program->gpio)->text);
    return 0;
}

static int open_sensors(struct program *program, struct err *err)
{
    static int (*const open[])(struct program * program, struct err * err) = {
        [OPTIONS_AUTO] = open_gpio,
        [OPTIONS_GPIO] = open_gpio,
        [OPTIONS_SIM] = open_sim,
        [OPTIONS_TRACE] = open_trace,
    };
    struct sensor_choice choice =
        sensor_choice_make(&program->options, &program->config, gpio_has_chip("/dev"));
    int result;

    if (choice.note)
        log_line(NULL, choice.note);
    program->options.sensors = choice.sensors;
    result = open[program->options.sensors](program, err);
    program->has_sensors = program->sensors.close != NULL;
    return result;
}

static void press_key(void *self, char key, bool is_down)
{
    struct program *program = self;

    sensor_sim_take_key(program->sim, key, is_down,
                        program->clock.mono_now_ns(program->clock.self));
}

/* -------------------------------------------------------------------------------------- display */

static int open_display(struct program *program, struct err *err)
{
    const struct options *options = &program->options;
    int32_t w_px = options->width_px ? options->width_px : program->config.display.width_px;
    int32_t h_px = options->height_px ? options->height_px : program->config.display.height_px;
    struct display_sdl_setup setup = {
        .title = "Second Heart",
        .w_px = w_px,
        .h_px = h_px,
        .full_screen = options->fullscreen < 0 ? program->config.display.is_fullscreen
                                               : options->fullscreen != 0,
    };
    int result = options->offscreen_dir ? display_offscreen_open(w_px, h_px, &program->display, err)
                                        : display_sdl_open(&setup, &program->display, err);

    if (result < 0 && !options->offscreen_dir)
        log_line(NULL, "--offscreen DIR needs no display: it leaves pictures");
    if (result < 0)
        return result;
    program->has_display = true;
    program->display.rotate(program->display.self, program->config.display.rotation);
    if (!options->offscreen_dir && display_sdl_note(&program->display)[0] != '\0')
        log_line(NULL, display_sdl_note(&program->display));
    return 0;
}

/* Only where the kiosk has the whole screen: a desktop's light is the desktop's. */
static void open_backlight(struct program *program)
{
    struct err err = {0};
    int result;

    if (program->options.offscreen_dir || strcmp(program->display.driver, "KMSDRM") != 0)
        return;
    result = backlight_sysfs_open(BACKLIGHT_CLASS, &program->backlight, &err);
    program->has_backlight = result == 0;
    if (result == -ERR_NOT_FOUND)
        program->has_backlight = display_sdl_light(&program->display, &program->backlight);
    else if (result < 0)
        log_line(NULL, err.text);
}

/* Whether it chimes may be chosen at any time; off screen nobody is there to hear it. */
static int open_sound(struct program *program, struct err *err)
{
    if (program->options.offscreen_dir)
        return 0;
    program->has_sound = sound_sdl_new(&program->sound);
    return program->has_sound ? 0 : no_memory(err);
}

/* -------------------------------------------------------------------------------------- history */

static int open_outbox(struct program *program, const char *state, struct err *err)
{
    struct outbox_choice *choice = &program->outbox_choice;
    struct outbox_sqlite_config config = {.path = choice->path};
    int result = outbox_choose(choice, &program->options, &program->config, state, err);

    if (result < 0 || choice->url[0] == '\0')
        return result;
    config.test_endpoint = choice->test_endpoint;
    result = outbox_sqlite_new(&program->outbox, &config, err);
    program->has_outbox = result == 0;
    return result;
}

static int open_store(struct program *program, struct err *err)
{
    char dir[PATH_SIZE];
    char path[PATH_SIZE + 32];
    struct store_sqlite_config config = {.path = path};
    const char *configured = program->config.state.dir;
    int result;

    if (program->options.state_dir)
        configured = program->options.state_dir;
    result = state_folder(configured, dir, sizeof(dir), err);
    if (result < 0)
        return result;
    (void)snprintf(path, sizeof(path), "%s/%s", dir, store_file_name(program->options.sensors));
    if (program->options.sensors == OPTIONS_TRACE)
        store_file_remove(path);
    result = store_sqlite_new(&program->store, &config, err);
    program->has_store = result == 0;
    return result == 0 ? open_outbox(program, dir, err) : result;
}

static int start_ledger(struct program *program, struct err *err)
{
    struct ledger_source source = history_source(&program->appliance->history);
    int64_t now_mono_ns = program->clock.mono_now_ns(program->clock.self);

    appliance_load(program->appliance, &program->store, now_mono_ns);
    return ledger_new(&program->ledger, &program->store, &source, err);
}

/* ------------------------------------------------------------------------------ the whole of it */

static int make_appliance(struct program *program, struct err *err)
{
    struct kiosk_setup setup = setup_from_config(&program->config);
    struct wall wall;
    int32_t w_px, h_px;

    setup.has_picture = true;
    program->appliance = calloc(1, sizeof(*program->appliance));
    if (!program->appliance)
        return no_memory(err);
    wall_init(&wall, program->clock, &program->calendar);
    program->display.size(program->display.self, &w_px, &h_px);
    appliance_init(program->appliance, &setup, &wall, sensor_choice_shown(program->options.sensors),
                   &program->display.text, w_px, h_px, program->config.display.has_reduced_motion,
                   program->clock.mono_now_ns(program->clock.self));
    appliance_set_quiet(program->appliance, &program->config.coach.quiet_hours,
                        program->config.coach.baseline_days);
    appliance_set_lighting(program->appliance, program->has_backlight ? &program->backlight : NULL,
                           &program->config);
    appliance_set_config(program->appliance, &program->config, &program->display);
    if (program->has_sound)
        appliance_set_sound(program->appliance, &program->sound);
    program->appliance->display_driver = program->display.driver;
    program->appliance->log = log_line;
    return 0;
}

/* Real sensors, and a history that nobody has begun, not even with its setup. */
static bool is_new_kiosk(const struct program *program)
{
    return program->config.settings.has_first_run && program->has_store &&
           program->options.sensors == OPTIONS_GPIO && !program->options.offscreen_dir &&
           appliance_is_new(program->appliance);
}

/* What is wrong with the history stops nothing: the kiosk goes on, and says so. */
static void begin_keeping(struct program *program)
{
    int64_t now_mono_ns = program->clock.mono_now_ns(program->clock.self);
    struct err err = {0};

    if (open_store(program, &err) < 0 || start_ledger(program, &err) < 0)
        appliance_note_store(program->appliance, &err);
    appliance_set_outbox(program->appliance, program->has_outbox ? &program->outbox : NULL,
                         program->outbox_choice.without, &program->config,
                         program->has_outbox ? program->outbox_choice.url : "");
    if (program->problems.count > 0)
        appliance_note_config(program->appliance, program->problems.count);
    if (program->language_missing)
        appliance_note_language(program->appliance, program->language_missing);
    appliance_begin(program->appliance, program->ledger, now_mono_ns);
    if (program->options.begins_setup || is_new_kiosk(program))
        appliance_begin_setup(program->appliance, now_mono_ns);
}

/* What comes through a pipe can turn out wrong only once it is being played. */
static int trace_result(const struct program *program, struct err *err)
{
    if (!program->trace || sensor_trace_status(program->trace)->code == 0)
        return 0;
    *err = *sensor_trace_status(program->trace);
    err->code = ERR_INPUT;
    return -ERR_INPUT;
}

static int run(struct program *program, struct err *err)
{
    struct pictures pictures;
    struct loop loop = {
        .appliance = program->appliance,
        .clock = program->clock,
        .sensors = &program->sensors,
        .display = &program->display,
        .key = program->sim ? press_key : NULL,
        .key_self = program,
        .notify = &program->notify,
    };
    int result;

    if (!program->options.offscreen_dir)
        return loop_run(&loop, err);
    result = pictures_init(&pictures, program->options.offscreen_dir, &program->display,
                           display_offscreen_save, stdout,
                           program->clock.mono_now_ns(program->clock.self), err);
    if (result < 0)
        return result;
    loop.pictures = &pictures;
    result = loop_run(&loop, err);
    if (result == 0)
        pictures_summary(&pictures, program->appliance);
    return result;
}

static void close_program(struct program *program)
{
    struct err err = {0};

    if (program->ledger &&
        ledger_free(program->ledger, program->clock.mono_now_ns(program->clock.self), &err) < 0)
        appliance_log(program->appliance, err.text);
    if (program->has_outbox) {
        if (queueing_end(&program->appliance->queueing, &err) < 0)
            appliance_log(program->appliance, err.text);
        program->outbox.close(program->outbox.self);
    }
    if (program->has_store)
        program->store.close(program->store.self);
    free(program->appliance);
    if (program->has_backlight)
        program->backlight.close(program->backlight.self);
    if (program->has_sound)
        program->sound.close(program->sound.self);
    if (program->has_display)
        program->display.close(program->display.self);
    if (program->has_sensors)
        program->sensors.close(program->sensors.self);
    clock_virtual_free(program->clock_virtual);
    clock_scaled_free(program->clock_scaled);
    clock_linux_free(program->clock_linux);
    config_problems_free(&program->problems);
}

/* Where the language asked for cannot be had the kiosk speaks English, and says why. */
static void start_language(struct program *program)
{
    const char *code = config_languages[program->config.display.language];
    struct err err = {0};

    if (language_start(NULL, &err) == 0 && language_use(code, &err) == 0)
        return;
    log_line(NULL, err.text);
    program->language_missing = code;
}

static int start(struct program *program, struct err *err)
{
    int result;

    first_boot_load(&program->config, program->options.config_path, &program->problems);
    for (size_t i = 0; i < program->problems.count; i++)
        log_line(NULL, program->problems.texts[i]);
    start_language(program);
    program->calendar.day_start_min = program->config.day.start_min;
    result = open_clock(program, err);
    if (result == 0)
        result = open_sensors(program, err);
    if (result == 0)
        result = open_display(program, err);
    if (result == 0)
        result = open_sound(program, err);
    if (result == 0)
        open_backlight(program);
    if (result == 0)
        result = make_appliance(program, err);
    if (result == 0)
        begin_keeping(program);
    return result;
}

int main(int argc, char **argv)
{
    static struct program program;
    struct err err = {0};
    int result;

    /* Pictures come and go: as mappings of their own they leave no holes in the heap. */
    (void)mallopt(M_MMAP_THRESHOLD, 64 * 1024);
    result = options_parse(&program.options, argc, argv, &err);
    if (result < 0) {
        log_line(NULL, err.text);
        return EXIT_INPUT;
    }
    if (options_answer(&program.options, stdout))
        return EXIT_DONE;
    program.notify = notify_systemd_port();
    result = start(&program, &err);
    if (result == 0)
        result = run(&program, &err);
    if (result == 0)
        result = trace_result(&program, &err);
    close_program(&program);
    if (result < 0) {
        program.notify.status(program.notify.self, err.text);
        log_line(NULL, err.text);
        return err.code == ERR_INPUT ? EXIT_INPUT : EXIT_PROBLEM;
    }
    return EXIT_DONE;
}
