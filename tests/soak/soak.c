/*
 * soak.c - runs the real kiosk through a script of days, boots and faults, and prints what it saw.
 *
 *     soak SCRIPT CONFIG START FOLDER URL
 *
 * START is the script's begin in seconds since 1970; FOLDER is empty: its outbox/ is the queue, for
 * secondheart-sync and URL, and history.db the history, both at the end. Everything of the shipped
 * program but its main.c is here: loop, appliance, ledger, store, outbox, GPIO driver, sound, and
 * the display's canvas; machine.h says what stands under them. One line a fact on standard output:
 * born, died, log, send, sample, failure, period; soak.py beside this reads them.
 */
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/consent.h"
#include "base/language.h"
#include "base/units.h"
#include "drivers/display_offscreen.h"
#include "drivers/gpio.h"
#include "drivers/outbox_sqlite.h"
#include "drivers/sound_sdl.h"
#include "drivers/store_sqlite.h"
#include "history/period.h"
#include "history/setup.h"
#include "kiosk/loop.h"
#include "soak/machine.h"

#define W_PX 800
#define H_PX 480
#define ZONE "Europe/Berlin"

#define PATH_SIZE 512

struct soak {
    const char *folder, *url;
    char history[PATH_SIZE], queue[PATH_SIZE];
    struct config config;
    struct calendar calendar;
    struct machine machine;
    struct clock_port clock;
    struct notify_port notify;

    /* Of the process that runs now. */
    struct gpio *gpio;
    struct sensors_port sensors;
    struct display_port display;
    struct sound_port sound;
    struct store store;
    struct outbox outbox;
    struct ledger *ledger;
    struct appliance *appliance;
};

static void check(const struct soak *soak, int result, const struct err *err)
{
    if (result < 0)
        machine_fail(&soak->machine, err->text);
}

static void must(const struct soak *soak, bool is_good, const char *what)
{
    if (!is_good)
        machine_fail(&soak->machine, what);
}

/* What a process says as it dies is not its own: no power, no disk. */
static void log_line(void *self, const char *text)
{
    const struct soak *soak = self;

    if (!fake_disk_is_cut(soak->machine.disk))
        (void)printf("log %" PRId64 " %s\n", soak->machine.true_ns, text);
}

/* ------------------------------------------------------------------------------------ a process
 */

static void open_drivers(struct soak *soak)
{
    struct store_sqlite_config store = {.path = soak->history, .vfs = MACHINE_DISK};
    struct outbox_sqlite_config outbox = {.path = soak->queue, .test_endpoint = soak->url};
    struct gpio_options options;
    struct display_port glass;
    struct err err = {0};

    gpio_options_from_config(&soak->config, &options);
    options.dev_folder = fake_dev_folder();
    soak->gpio = gpio_new(&options, soak->machine.mono_ns);
    must(soak, soak->gpio != NULL, "no memory");
    soak->sensors = gpio_port(soak->gpio);
    check(soak, display_offscreen_open(W_PX, H_PX, &glass, &err), &err);
    soak->display = machine_display(&soak->machine, &glass);
    must(soak, sound_sdl_new(&soak->sound), "no memory");
    check(soak, store_sqlite_new(&soak->store, &store, &err), &err);
    check(soak, outbox_sqlite_new(&soak->outbox, &outbox, &err), &err);
}

static void make_appliance(struct soak *soak)
{
    struct kiosk_setup setup = setup_from_config(&soak->config);
    struct appliance *appliance = calloc(1, sizeof(*appliance));
    struct wall wall;

    must(soak, appliance != NULL, "no memory");
    setup.has_picture = true;
    wall_init(&wall, soak->clock, &soak->calendar);
    appliance_init(appliance, &setup, &wall, VIEW_GPIO, &soak->display.text, W_PX, H_PX,
                   soak->config.display.has_reduced_motion, soak->machine.mono_ns);
    appliance_set_quiet(appliance, &soak->config.coach.quiet_hours,
                        soak->config.coach.baseline_days);
    appliance_set_lighting(appliance, NULL, &soak->config);
    appliance_set_config(appliance, &soak->config, &soak->display);
    appliance_set_sound(appliance, &soak->sound);
    appliance->display_driver = soak->display.driver;
    appliance->log = log_line;
    appliance->log_self = soak;
    soak->appliance = appliance;
}

static void begin_process(struct soak *soak)
{
    struct machine *machine = &soak->machine;
    struct ledger_source source;
    struct err err = {0};

    (void)printf("born %" PRId64 "\n", machine->true_ns);
    open_drivers(soak);
    make_appliance(soak);
    appliance_load(soak->appliance, &soak->store, machine->mono_ns);
    source = history_source(&soak->appliance->history);
    check(soak, ledger_new(&soak->ledger, &soak->store, &source, &err), &err);
    appliance_set_outbox(soak->appliance, &soak->outbox, SYNC_NOWHERE, &soak->config, soak->url);
    appliance_begin(soak->appliance, soak->ledger, machine->mono_ns);
    machine->appliance = soak->appliance;
}

/* As main.c does it; of a process that was killed only what the test must have back. */
static void end_process(struct soak *soak)
{
    struct machine *machine = &soak->machine;
    bool in_order = machine->end == MACHINE_STOPS || machine->end == MACHINE_SCRIPT_ENDS;
    struct err err = {0};

    (void)printf("died %" PRId64 " %s\n", machine->true_ns,
                 in_order                      ? "stopped"
                 : machine->end == MACHINE_CUT ? "cut"
                                               : "killed");
    machine->appliance = NULL;
    if (!in_order)
        fake_disk_cut_after(machine->disk, 0);
    if (ledger_free(soak->ledger, in_order ? machine->mono_ns : TIME_NEVER, &err) < 0 && in_order)
        log_line(soak, err.text);
    if (in_order && queueing_end(&soak->appliance->queueing, &err) < 0)
        log_line(soak, err.text);
    soak->outbox.close(soak->outbox.self);
    soak->store.close(soak->store.self);
    free(soak->appliance);
    soak->sound.close(soak->sound.self);
    soak->display.close(soak->display.self);
    soak->sensors.close(soak->sensors.self);
}

static void run_process(struct soak *soak)
{
    struct loop loop = {.clock = soak->clock, .notify = &soak->notify};
    struct err err = {0};

    begin_process(soak);
    loop.appliance = soak->appliance;
    loop.sensors = &soak->sensors;
    loop.display = &soak->display;
    check(soak, loop_run(&loop, &err), &err);
    end_process(soak);
}

/* ------------------------------------------------------------------------------ before and after
 */

/* The person said yes before the month begins. */
static void give_consent(struct soak *soak)
{
    struct outbox_sqlite_config config = {.path = soak->queue, .test_endpoint = soak->url};
    struct consent asked;
    struct outbox outbox;
    struct err err = {0};

    consent_ask(&asked, &soak->config, soak->url);
    check(soak, outbox_sqlite_new(&outbox, &config, &err), &err);
    check(soak, outbox.give_consent(outbox.self, &asked, soak->machine.start_wall_s, &err), &err);
    outbox.close(outbox.self);
}

/* What the history, as it is now, says of each period that was queued. */
static void print_periods(struct soak *soak)
{
    struct store_sqlite_config store_config = {
        .path = soak->history, .vfs = MACHINE_DISK, .read_only = true};
    struct outbox_sqlite_config outbox_config = {.path = soak->queue, .read_only = true};
    static struct summary summaries[PERIOD_MAX];
    struct period_query query = {.store = &soak->store,
                                 .calendar = &soak->calendar,
                                 .detail = (enum summary_detail)soak->config.sync.detail,
                                 .team = soak->config.sync.team,
                                 .version = SECONDHEART_VERSION,
                                 .consent_s = soak->machine.start_wall_s};
    int64_t from_s = soak->machine.start_wall_s, until_s = 0, closed_s = 0;
    char text[SUMMARY_TEXT_SIZE];
    struct err err = {0};
    size_t count;

    check(soak, store_sqlite_new(&soak->store, &store_config, &err), &err);
    check(soak, outbox_sqlite_new(&soak->outbox, &outbox_config, &err), &err);
    check(soak, soak->outbox.read_until(soak->outbox.self, query.detail, &closed_s, &err), &err);
    (void)printf("queued_until %" PRId64 "\n", closed_s);
    for (;; from_s = until_s) {
        check(soak, period_next(&query, from_s, closed_s, summaries, &count, &until_s, &err), &err);
        if (until_s == from_s)
            break;
        for (size_t i = 0; i < count; i++) {
            (void)summary_write_json(&summaries[i], text);
            (void)printf("period %s\n", text);
        }
    }
    soak->outbox.close(soak->outbox.self);
    soak->store.close(soak->store.self);
}

/* For secondheartctl: the database with its log, if that is not in it. */
static void export_history(struct soak *soak)
{
    char log[PATH_SIZE + 8];

    must(soak, fake_disk_export(soak->machine.disk, soak->history, soak->history),
         "the history cannot be copied");
    (void)snprintf(log, sizeof(log), "%s-wal", soak->history);
    (void)fake_disk_export(soak->machine.disk, log, log);
}

static void load_config(struct soak *soak, const char *path)
{
    struct config_problems problems = {0};

    config_load(&soak->config, path, &problems);
    must(soak, problems.count == 0, problems.count > 0 ? problems.texts[0] : "");
    config_problems_free(&problems);
    calendar_use_zone(ZONE);
    soak->calendar.day_start_min = soak->config.day.start_min;
}

int main(int argc, char **argv)
{
    static struct soak soak;
    bool is_over = false;

    if (argc != 6) {
        (void)fprintf(stderr, "usage: soak SCRIPT CONFIG START FOLDER URL\n");
        return 2;
    }
    (void)mallopt(M_MMAP_THRESHOLD, 64 * 1024); /* as main.c of the kiosk */
    (void)setvbuf(stdout, NULL, _IOLBF, 0);
    if (language_start(NULL, NULL) < 0)
        return 1;
    soak.folder = argv[4];
    soak.url = argv[5];
    (void)snprintf(soak.history, sizeof(soak.history), "%s" MACHINE_HISTORY, soak.folder);
    (void)snprintf(soak.queue, sizeof(soak.queue), "%s/outbox/" OUTBOX_FILE, soak.folder);
    machine_init(&soak.machine, argv[1], strtoll(argv[3], NULL, 10));
    load_config(&soak, argv[2]);
    soak.clock = machine_clock(&soak.machine);
    soak.notify = machine_notify(&soak.machine);
    give_consent(&soak);
    while (!is_over) {
        run_process(&soak);
        is_over = soak.machine.end == MACHINE_SCRIPT_ENDS;
        if (!is_over)
            machine_pass_off(&soak.machine);
    }
    print_periods(&soak);
    export_history(&soak);
    machine_free(&soak.machine);
    (void)printf("end\n");
    return 0;
}
