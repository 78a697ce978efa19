#include "kiosk/desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "drivers/store_sqlite.h"

/* ------------------------------------------------------------------------------------- the clock
 */

static int64_t mono_now_ns(void *self)
{
    return ((struct desk *)self)->mono_ns;
}

static struct wall_time wall_now(void *self)
{
    const struct desk *desk = self;
    int64_t ns = desk->true_wall_ns + desk->wall_error_ns;

    return (struct wall_time){.s = ns / NS_PER_S, .ns = (int32_t)(ns % NS_PER_S)};
}

static int64_t real_ns_until(void *self, int64_t deadline_mono_ns)
{
    (void)self;
    (void)deadline_mono_ns;
    return 0;
}

static bool is_synchronised(void *self)
{
    return ((struct desk *)self)->is_synchronised;
}

static bool has_rtc(void *self)
{
    return ((struct desk *)self)->has_rtc;
}

static const char *boot_id(void *self)
{
    return ((struct desk *)self)->boot_id;
}

struct clock_port desk_clock(struct desk *desk)
{
    return (struct clock_port){desk,    mono_now_ns, wall_now, real_ns_until, is_synchronised,
                               has_rtc, boot_id};
}

static void pass(struct desk *desk, int64_t ns)
{
    desk->mono_ns += ns;
    desk->true_wall_ns += ns;
}

/* ----------------------------------------------------------------------------------- the machine
 */

static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    (void)self;
    (void)font;
    return (struct text_extent){(int32_t)strlen(utf8) * size_px / 2, size_px, size_px / 4};
}

static void log_line(void *self, const char *text)
{
    struct desk *desk = self;

    desk->log_lines++;
    (void)snprintf(desk->log, sizeof(desk->log), "%s", text);
}

static void name_boot(struct desk *desk)
{
    desk->boots++;
    (void)snprintf(desk->boot_id, sizeof(desk->boot_id), "boot-%d", desk->boots);
}

void desk_init(struct desk *desk, const char *database, int64_t wall_s)
{
    *desk = (struct desk){
        .mono_ns = 20 * NS_PER_S,
        .true_wall_ns = wall_s * NS_PER_S,
        .is_synchronised = true,
        .database = database,
        .handed_ns = TIME_NEVER,
        .calendar = {.is_fixed = true, .day_start_min = 4 * 60},
        .appliance_setup =
            {
                .has_mat = true,
                .steps_per_closure = 2,
                .break_interval_ns = NS_PER_HOUR,
                .break_duration_ns = 2 * NS_PER_MIN,
                .has_picture = true,
            },
    };
    name_boot(desk);
}

static void open_store(struct desk *desk, bool read_only)
{
    struct store_sqlite_config config = {
        .path = desk->database, .vfs = desk->vfs, .read_only = read_only};

    assert_int_equal(store_sqlite_new(&desk->store, &config, NULL), 0);
}

bool desk_wait_for_disk(struct desk *desk)
{
    int64_t handed_ns = ledger_next_deadline(desk->ledger);
    struct ledger_status status;

    if (handed_ns == TIME_NEVER)
        return true;
    handed_ns -= LEDGER_COMMIT_EVERY_NS;
    for (;;) {
        ledger_read_status(desk->ledger, &status);
        if (status.code != 0)
            return false;
        if (status.written_mono_ns != TIME_NEVER && status.written_mono_ns >= handed_ns)
            return true;
        (void)sched_yield();
    }
}

/* After every event that may have handed something over. */
static void keep_pace(struct desk *desk)
{
    int64_t handed_ns = ledger_next_deadline(desk->ledger);

    if (!desk->waits_for_disk || handed_ns == desk->handed_ns)
        return;
    /* The first call of a tick begins the first minute; it hands over nothing. */
    if (desk->handed_ns != TIME_NEVER) {
        desk->commits++;
        (void)desk_wait_for_disk(desk);
    }
    desk->handed_ns = handed_ns;
}

static void send_level(struct desk *desk, enum line line)
{
    struct sensor_event event = {
        .kind = SENSOR_LEVEL,
        .mono_ns = desk->mono_ns,
        .line = line,
        .closed = desk->closed[line],
    };

    appliance_take_sensor(desk->appliance, &event);
}

void desk_start(struct desk *desk)
{
    static const struct text_port text = {.measure = measure};
    struct ledger_source source;
    struct wall wall;

    desk->appliance = calloc(1, sizeof(*desk->appliance));
    assert_non_null(desk->appliance);
    wall_init(&wall, desk_clock(desk), &desk->calendar);
    appliance_init(desk->appliance, &desk->appliance_setup, &wall, VIEW_GPIO, &text, 800, 480,
                   false, desk->mono_ns);
    appliance_set_quiet(desk->appliance, &desk->quiet_hours, desk->baseline_days);
    appliance_set_sound(desk->appliance, desk->sound);
    if (desk->has_config)
        appliance_set_config(desk->appliance, &desk->config, NULL);
    if (desk->outbox)
        appliance_set_outbox(desk->appliance, desk->outbox, SYNC_NOWHERE, &desk->config, desk->url);
    desk->appliance->log = log_line;
    desk->appliance->log_self = desk;
    open_store(desk, false);
    appliance_load(desk->appliance, &desk->store, desk->mono_ns);
    source = history_source(&desk->appliance->history);
    assert_int_equal(ledger_new(&desk->ledger, &desk->store, &source, NULL), 0);
    appliance_begin(desk->appliance, desk->ledger, desk->mono_ns);
    send_level(desk, LINE_CHAIR);
    send_level(desk, LINE_MAT);
    appliance_tick(desk->appliance, desk->mono_ns);
    desk->handed_ns = ledger_next_deadline(desk->ledger);
}

static bool leave(struct desk *desk, int64_t last_state_mono_ns)
{
    bool is_written = ledger_free(desk->ledger, last_state_mono_ns, NULL) == 0;

    if (desk->outbox)
        is_written &= queueing_end(&desk->appliance->queueing, NULL) == 0;
    desk->store.close(desk->store.self);
    free(desk->appliance);
    desk->appliance = NULL;
    return is_written;
}

void desk_stop(struct desk *desk)
{
    assert_true(leave(desk, desk->mono_ns));
}

bool desk_try_stop(struct desk *desk)
{
    return leave(desk, desk->mono_ns);
}

void desk_cut(struct desk *desk)
{
    assert_true(leave(desk, TIME_NEVER));
}

void desk_lose_power(struct desk *desk)
{
    (void)leave(desk, TIME_NEVER);
}

void desk_follow_outbox(struct desk *desk)
{
    const struct queueing *queueing = &desk->appliance->queueing;

    do {
        struct pollfd fd = {.fd = ledger_fd(desk->ledger), .events = POLLIN};

        appliance_show(desk->appliance, desk->mono_ns);
        if (queueing->is_running)
            (void)poll(&fd, 1, -1);
        appliance_take_ledger(desk->appliance);
    } while (queueing->is_running || queueing->due_mono_ns <= desk->mono_ns);
    appliance_show(desk->appliance, desk->mono_ns);
}

void desk_sleep(struct desk *desk, int64_t seconds)
{
    pass(desk, seconds * NS_PER_S);
}

void desk_reboot(struct desk *desk, int64_t seconds)
{
    desk_sleep(desk, seconds);
    desk->mono_ns = 15 * NS_PER_S;
    name_boot(desk);
}

/* ------------------------------------------------------------------------------------ the person
 */

static void wait_ns(struct desk *desk, int64_t ns)
{
    int64_t end_ns = desk->mono_ns + ns;

    while (desk->mono_ns < end_ns) {
        int64_t due_ns = appliance_next_deadline(desk->appliance);

        pass(desk, (due_ns < end_ns ? due_ns : end_ns) - desk->mono_ns);
        appliance_tick(desk->appliance, desk->mono_ns);
        keep_pace(desk);
    }
}

void desk_wait(struct desk *desk, int64_t seconds)
{
    wait_ns(desk, seconds * NS_PER_S);
}

void desk_set(struct desk *desk, enum line line, bool closed)
{
    struct sensor_event event = {
        .kind = SENSOR_EDGE, .mono_ns = desk->mono_ns, .line = line, .closed = closed};

    desk->closed[line] = closed;
    if (desk->appliance) {
        appliance_take_sensor(desk->appliance, &event);
        keep_pace(desk);
    }
}

void desk_touch(struct desk *desk, enum touch touch)
{
    struct sensor_event event = {.kind = SENSOR_TOUCH, .touch = touch};

    /* So that no commit of a minute has the same moment. */
    wait_ns(desk, NS_PER_MS);
    event.mono_ns = desk->mono_ns;
    appliance_take_sensor(desk->appliance, &event);
    keep_pace(desk);
    wait_ns(desk, NS_PER_MS);
}

void desk_walk(struct desk *desk, int footfalls)
{
    for (int i = 0; i < footfalls; i++) {
        desk_set(desk, LINE_MAT, true);
        wait_ns(desk, 600 * NS_PER_MS);
        desk_set(desk, LINE_MAT, false);
        wait_ns(desk, 600 * NS_PER_MS);
    }
}

const struct day_figures *desk_today(struct desk *desk)
{
    appliance_show(desk->appliance, desk->mono_ns);
    return &desk->appliance->glance.today;
}

const struct coach_glance *desk_coach(struct desk *desk)
{
    appliance_show(desk->appliance, desk->mono_ns);
    return &desk->appliance->glance.coach;
}

void desk_sit_until_prompted(struct desk *desk)
{
    desk_set(desk, LINE_CHAIR, true);
    while (desk_coach(desk)->state != COACH_BANNER) /* or the test hangs */
        desk_wait(desk, 1);
    desk_wait(desk, 29);
}

/* ---------------------------------------------------------------------------------- the database
 */

struct store desk_open_store(struct desk *desk)
{
    open_store(desk, true);
    return desk->store;
}

struct sum {
    enum posture posture;
    int64_t ns;
};

static void add_interval(void *context, const struct store_labelled_interval *row)
{
    struct sum *sum = context;

    if (row->interval.posture == sum->posture)
        sum->ns += row->interval.end_mono_ns - row->interval.start_mono_ns;
}

int64_t desk_stored_s(struct desk *desk, enum posture posture)
{
    struct sum sum = {.posture = posture};
    struct store_resume resume;

    open_store(desk, true);
    assert_int_equal(
        desk->store.read_intervals(desk->store.self, 0, INT64_MAX, add_interval, &sum, NULL), 0);
    if (desk->store.load_open(desk->store.self, &resume, NULL, NULL, NULL) == 0 &&
        resume.current.posture == posture)
        sum.ns += resume.current.end_mono_ns - resume.current.start_mono_ns;
    desk->store.close(desk->store.self);
    return sum.ns / NS_PER_S;
}

struct wanted {
    const char *name;
    double value;
    bool is_there;
};

static void find_figure(void *context, const struct store_day *day)
{
    struct wanted *wanted = context;

    for (size_t i = 0; i < day->figures_len; i++) {
        if (strcmp(day->figures[i].name, wanted->name) == 0) {
            wanted->value = day->figures[i].value;
            wanted->is_there = true;
        }
    }
}

bool desk_stored_figure(struct desk *desk, int date, const char *name, double *value)
{
    struct wanted wanted = {.name = name};

    open_store(desk, true);
    assert_int_equal(
        desk->store.read_days(desk->store.self, date, date, find_figure, &wanted, NULL), 0);
    desk->store.close(desk->store.self);
    *value = wanted.value;
    return wanted.is_there;
}
