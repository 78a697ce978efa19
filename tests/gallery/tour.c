/*
 * The gallery's day with a finger on the screen: the whole kiosk off screen, as secondheart runs it
 * over a trace, and taps where the trace has only touches that the core understands. So it comes to
 * the screens that only a tap opens.
 *
 *     gallery_tour TRACE DIR
 *
 * Leaves pictures in DIR as an off-screen run does. Exits 1 if a tap found nothing to tap, or if a
 * screen never showed.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/config.h"
#include "base/units.h"
#include "drivers/clock_virtual.h"
#include "drivers/display_offscreen.h"
#include "drivers/sensor_trace.h"
#include "history/setup.h"
#include "kiosk/loop.h"

#define AT(h, m, s) ((((h)*60 + (m)) * 60 + (s)) * NS_PER_S)
#define START_NS    AT(8, 55, 0) /* of the trace */

struct tap {
    int64_t at_ns; /* time of day */
    enum target_id target;
    int32_t place; /* in its row of alike ones */
};

/* Rows of the two lists of settings, as screen_settings.c has them. */
enum {
    ROW_PROTOCOL = 0,
    ROW_PIN = 9,
    ROW_SYNC = 10,
    ROW_ERASE = 12,
    ROW_CLEAN = 15,
    ROW_SETUP = 18
};

static const struct tap taps[] = {
    {AT(9, 5, 0), TARGET_DIAGNOSTICS, 0},
    {AT(9, 5, 30), TARGET_BACK, 0},
    {AT(9, 6, 0), TARGET_REMIND_SYSTEM, 0}, /* then the card has room again */
    {AT(9, 11, 0), TARGET_MENU, 0},         /* goes by itself */
    {AT(9, 12, 0), TARGET_MENU, 0},
    {AT(9, 12, 3), TARGET_QUIET, 0}, /* goes by itself */
    {AT(9, 13, 0), TARGET_MENU, 0},
    {AT(9, 13, 3), TARGET_EXERCISE, 0}, /* goes by itself */
    {AT(9, 14, 0), TARGET_MENU, 0},
    {AT(9, 14, 3), TARGET_LEARN, 0},
    {AT(9, 14, 6), TARGET_TOPIC, 0},
    {AT(9, 14, 9), TARGET_LEARN_BACK, 0},
    {AT(9, 14, 12), TARGET_LEARN_NEXT, 0},
    {AT(9, 14, 15), TARGET_PROFESSIONAL, 0},
    {AT(9, 14, 18), TARGET_LEARN_BACK, 0},
    {AT(9, 14, 21), TARGET_ABOUT, 0},      /* goes by itself */
    {AT(9, 30, 30), TARGET_SUGGESTION, 0}, /* raises, which the trace does from 09:31 on */
    {AT(9, 42, 0), TARGET_SENSORS, 0},     /* goes by itself */
    {AT(10, 50, 0), TARGET_MENU, 0},
    {AT(10, 50, 3), TARGET_EXERCISE, 0},
    {AT(10, 50, 6), TARGET_TOES, 0},
    {AT(10, 51, 30), TARGET_DONE, 0},
    {AT(11, 5, 0), TARGET_MENU, 0},
    {AT(11, 5, 3), TARGET_EXERCISE, 0},
    {AT(11, 5, 6), TARGET_CIRCLES, 0},
    {AT(11, 5, 40), TARGET_STOP, 0},
    {AT(11, 20, 0), TARGET_MENU, 0},
    {AT(11, 20, 3), TARGET_HISTORY, 0}, /* these go by themselves */
    {AT(11, 23, 0), TARGET_MENU, 0},
    {AT(11, 23, 3), TARGET_SETTINGS, 0},
    {AT(11, 23, 6), TARGET_ROW, ROW_PROTOCOL},
    {AT(11, 25, 0), TARGET_MENU, 0},
    {AT(11, 25, 3), TARGET_SETTINGS, 0},
    {AT(11, 25, 6), TARGET_ROW, ROW_PIN},
    {AT(11, 27, 0), TARGET_MENU, 0},
    {AT(11, 27, 3), TARGET_SETTINGS, 0},
    {AT(11, 27, 6), TARGET_ROW, ROW_ERASE},
    {AT(11, 28, 10), TARGET_MENU, 0},
    {AT(11, 28, 12), TARGET_SETTINGS, 0},
    {AT(11, 28, 14), TARGET_ROW, ROW_SYNC},
    {AT(11, 29, 30), TARGET_MENU, 0},
    {AT(11, 29, 33), TARGET_KIOSK, 0},
    {AT(11, 29, 36), TARGET_ROW, ROW_CLEAN},
    {AT(11, 31, 0), TARGET_MENU, 0},
    {AT(11, 31, 3), TARGET_KIOSK, 0},
    {AT(11, 31, 6), TARGET_ROW, ROW_SETUP},
    {AT(15, 20, 30), TARGET_TEST_SENSORS, 0},
    {AT(16, 5, 0), TARGET_WATER, 0},
};
#define TAPS (sizeof(taps) / sizeof(taps[0]))

/* A display and sensors like those they stand before, with a finger that keeps to the list. */
struct tour {
    struct display_port screen;
    struct sensors_port trace;
    struct display_port display; /* what the loop gets */
    struct sensors_port sensors;
    struct appliance *appliance;
    size_t done;  /* taps */
    bool is_down; /* the finger of the one under way */
    int misses;   /* taps that found nothing */
    struct draw_point at;
    bool was_shown[UI_SCREEN_COUNT];
};

static int64_t tap_ns(const struct tour *tour)
{
    return tour->done < TAPS ? taps[tour->done].at_ns - START_NS : TIME_NEVER;
}

/* What stands on the glass just now is what can be tapped. */
static bool find_target(struct tour *tour, int64_t now_mono_ns, struct draw_point *at)
{
    struct ui *ui = &tour->appliance->ui;
    struct ui_frame frame;

    if (ui_frame(ui, now_mono_ns, &frame))
        (void)tour->screen.present(tour->screen.self, frame.list, frame.damage, NULL);
    for (int32_t i = ui->targets.count; i > 0; i--) {
        const struct target *target = &ui->targets.list[i - 1];

        if (target->id != target_with(taps[tour->done].target, taps[tour->done].place))
            continue;
        *at = (struct draw_point){(float)(target->rect.x + target->rect.w / 2),
                                  (float)(target->rect.y + target->rect.h / 2)};
        return true;
    }
    return false;
}

static bool next_event(void *self, int64_t now_mono_ns, struct display_event *event)
{
    struct tour *tour = self;

    if (now_mono_ns < tap_ns(tour))
        return false;
    if (!tour->is_down && !find_target(tour, now_mono_ns, &tour->at)) {
        (void)fprintf(stderr, "tour: tap %zu finds nothing on screen %d\n", tour->done,
                      (int)ui_shown(&tour->appliance->ui));
        tour->misses++;
        tour->done++;
        return false;
    }
    tour->is_down = !tour->is_down;
    *event = (struct display_event){
        .kind = tour->is_down ? DISPLAY_TOUCH_DOWN : DISPLAY_TOUCH_UP,
        .mono_ns = now_mono_ns,
        .finger = 1,
        .x_px = (int32_t)tour->at.x,
        .y_px = (int32_t)tour->at.y,
    };
    if (tour->is_down)
        return true;
    if (taps[tour->done++].target == TARGET_REMIND_SYSTEM)
        trouble_clear_store(&tour->appliance->trouble);
    return true;
}

static void size(void *self, int32_t *w_px, int32_t *h_px)
{
    struct tour *tour = self;

    tour->screen.size(tour->screen.self, w_px, h_px);
}

static size_t poll_fds(void *self, struct pollfd *fds, size_t capacity)
{
    (void)self;
    (void)fds;
    (void)capacity;
    return 0;
}

static bool pending(void *self)
{
    (void)self;
    return false;
}

static int present(void *self, const struct draw_list *list, const struct draw_damage *damage,
                   struct err *err)
{
    struct tour *tour = self;

    return tour->screen.present(tour->screen.self, list, damage, err);
}

static void rest(void *self)
{
    (void)self;
}

/* The loop sleeps until the sensors' deadline: the finger's is among them. */
static int64_t next_deadline_mono_ns(void *self)
{
    struct tour *tour = self;

    return time_earlier(tap_ns(tour), tour->trace.next_deadline_mono_ns(tour->trace.self));
}

static size_t read_sensors(void *self, int64_t now_mono_ns, struct sensor_event *events,
                           size_t capacity)
{
    struct tour *tour = self;

    tour->was_shown[ui_shown(&tour->appliance->ui)] = true;
    return tour->trace.read(tour->trace.self, now_mono_ns, events, capacity);
}

static void step_between(struct tour *tour)
{
    tour->display = (struct display_port){
        .self = tour,
        .driver = tour->screen.driver,
        .size = size,
        .text = tour->screen.text,
        .poll_fds = poll_fds,
        .pending = pending,
        .next_event = next_event,
        .present = present,
        .rest = rest,
    };
    tour->sensors = (struct sensors_port){
        .self = tour,
        .poll_fds = poll_fds,
        .next_deadline_mono_ns = next_deadline_mono_ns,
        .read = read_sensors,
    };
}

static int save(struct display_port *display, const char *path, struct err *err)
{
    struct tour *tour = display->self;

    return display_offscreen_save(&tour->screen, path, err);
}

/* ---------------------------------------------------------------------------------- the whole of
 * it
 */

static void fail(const char *what, const struct err *err)
{
    (void)fprintf(stderr, "tour: %s: %s\n", what, err->text);
    exit(EXIT_FAILURE);
}

static void set_up(struct appliance *appliance, struct tour *tour, struct clock_port clock,
                   const struct trace_header *header)
{
    struct calendar calendar = {.is_fixed = header->tz[0] == '\0',
                                .utc_offset_s = header->utc_offset_s,
                                .day_start_min = 4 * 60};
    struct err full = {.code = ERR_FULL, .text = "the card is full"};
    struct config config;
    struct kiosk_setup setup;
    struct wall wall;

    config_set_defaults(&config);
    setup = setup_from_config(&config);
    setup.has_picture = true;
    if (!calendar.is_fixed)
        calendar_use_zone(header->tz);
    wall_init(&wall, clock, &calendar);
    tour->appliance = appliance;
    appliance_init(appliance, &setup, &wall, VIEW_TRACE, &tour->display.text, 800, 480, false, 0);
    appliance_note_store(appliance, &full);
    appliance_begin(appliance, NULL, 0);
}

static void run(struct tour *tour, struct clock_port clock, const char *dir)
{
    struct loop loop = {.appliance = tour->appliance,
                        .clock = clock,
                        .sensors = &tour->sensors,
                        .display = &tour->display};
    struct pictures pictures;
    struct err err = {0};

    if (pictures_init(&pictures, dir, &tour->display, save, stdout, 0, &err) < 0)
        fail("pictures", &err);
    loop.pictures = &pictures;
    if (loop_run(&loop, &err) < 0)
        fail("loop", &err);
}

static int judge(const struct tour *tour)
{
    int missing = 0;

    for (int screen = 0; screen < UI_SCREEN_COUNT; screen++) {
        if (screen == UI_TIME)
            continue; /* the clock of a trace is right: nobody is asked to set it */
        if (!tour->was_shown[screen])
            (void)fprintf(stderr, "tour: screen %d never showed\n", screen);
        missing += !tour->was_shown[screen];
    }
    return tour->misses + missing > 0 || tour->done < TAPS ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    static struct appliance appliance;
    static struct tour tour;
    struct sensor_trace *trace;
    struct clock_virtual *clock;
    const struct trace_header *header;
    struct err err = {0};
    int result;

    if (argc != 3) {
        (void)fputs("Usage: gallery_tour TRACE DIR\n", stderr);
        return 2;
    }
    if (sensor_trace_new(argv[1], 0, &trace, &err) < 0)
        fail("trace", &err);
    header = sensor_trace_header(trace);
    clock = clock_virtual_new(
        (struct wall_time){.s = header->start_wall_s, .ns = header->start_wall_ns}, "tour");
    if (!clock || display_offscreen_open(800, 480, &tour.screen, &err) < 0)
        fail("display", &err);
    tour.trace = sensor_trace_port(trace);
    step_between(&tour);
    set_up(&appliance, &tour, clock_virtual_port(clock), header);
    run(&tour, clock_virtual_port(clock), argv[2]);
    result = judge(&tour);
    tour.trace.close(tour.trace.self);
    tour.screen.close(tour.screen.self);
    clock_virtual_free(clock);
    return result;
}
