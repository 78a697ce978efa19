/* The real loop under a watchdog, on a clock on which waiting costs no time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <semaphore.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "drivers/clock_virtual.h"
#include "kiosk/loop.h"

#define WATCHDOG_NS (30 * NS_PER_S)
#define COMMITS_MAX 1000

/* A store of which the first commit does not come back until it is let go. */
struct stuck_store {
    struct store port;
    sem_t is_in; /* posted by a commit as it begins */
    sem_t let_go;
};

/* A desk with nobody at it, its screen, and what the service manager hears. */
struct room {
    struct clock_virtual *clock;
    struct clock_port real; /* the virtual clock; the loop's own counts how often it slept */
    struct appliance *appliance;
    struct sensors_port sensors;
    struct display_port display;
    struct notify_port notify;
    struct loop loop;
    struct stuck_store *stuck; /* NULL: nothing is kept */
    bool is_stuck;

    int64_t end_ns;
    int64_t step_ns;                /* how often the sensors want to be read; 0: not at all */
    int64_t breaks_ns;              /* from when on the screen takes nothing; TIME_NEVER */
    int64_t hangs_ns;               /* when present() takes an hour; TIME_NEVER */
    int breaks_with;                /* ERR_* */
    struct display_event events[2]; /* of the display, at one moment */
    int event_count, events_taken;
    bool has_ended;
    int sleeps;

    int readies, feeds, stops, frames, frames_when_ready;
    int64_t last_feed_ns;
    int64_t longest_hunger_ns;
    char status[NOTIFY_STATUS_SIZE];
};

static int64_t now_ns(const struct room *room)
{
    return room->real.mono_now_ns(room->real.self);
}

/* ---- what the loop is given ---- */

static size_t no_fds(void *self, struct pollfd *fds, size_t capacity)
{
    return 0;
}

static bool nothing_pending(void *self)
{
    return false;
}

static bool next_event(void *self, int64_t now_mono_ns, struct display_event *event)
{
    struct room *room = self;

    if (room->events_taken == room->event_count)
        return false;
    *event = room->events[room->events_taken++];
    event->mono_ns = now_mono_ns;
    return true;
}

static void rest(void *self)
{
}

static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    return (struct text_extent){(int32_t)strlen(utf8) * size_px / 2, size_px, size_px / 4};
}

static int64_t next_reading(void *self)
{
    const struct room *room = self;

    if (room->step_ns == 0)
        return room->end_ns;
    return (now_ns(room) / room->step_ns + 1) * room->step_ns;
}

static size_t no_edges(void *self, int64_t now_mono_ns, struct sensor_event *events,
                       size_t capacity)
{
    struct room *room = self;

    /* By now the ledger was handed something; its thread may need real time to take it. */
    if (room->stuck && !room->is_stuck && now_mono_ns >= 3 * NS_PER_MIN)
        room->is_stuck = sem_wait(&room->stuck->is_in) == 0;
    if (now_mono_ns >= room->end_ns && !room->has_ended) {
        room->has_ended = true;
        (void)kill(getpid(), SIGTERM);
    }
    return 0;
}

static int64_t count_sleep(void *self, int64_t deadline_mono_ns)
{
    struct room *room = self;

    room->sleeps++;
    return room->real.real_ns_until(room->real.self, deadline_mono_ns);
}

static int64_t loop_now_ns(void *self)
{
    return now_ns(self);
}

static int present(void *self, const struct draw_list *list, const struct draw_damage *damage,
                   struct err *err)
{
    struct room *room = self;

    if (now_ns(room) >= room->breaks_ns)
        return err_set(err, room->breaks_with, "no picture");
    if (now_ns(room) >= room->hangs_ns) {
        room->hangs_ns = TIME_NEVER;
        (void)room->real.real_ns_until(room->real.self, now_ns(room) + NS_PER_HOUR);
    }
    room->frames++;
    return 0;
}

static int commit(void *self, const struct store_batch *batch, struct err *err)
{
    struct stuck_store *stuck = self;

    (void)sem_post(&stuck->is_in);
    (void)sem_wait(&stuck->let_go);
    return 0;
}

static const char *nothing_set_aside(void *self)
{
    return "";
}

/* ---- what the manager hears ---- */

static void hear_ready(void *self)
{
    struct room *room = self;

    room->readies++;
    room->frames_when_ready = room->frames;
    room->last_feed_ns = now_ns(room);
}

static void hear_status(void *self, const char *sentence)
{
    struct room *room = self;

    (void)snprintf(room->status, sizeof(room->status), "%s", sentence);
}

static void hear_feed(void *self)
{
    struct room *room = self;
    int64_t hunger_ns = now_ns(room) - room->last_feed_ns;

    room->feeds++;
    room->last_feed_ns = now_ns(room);
    if (hunger_ns > room->longest_hunger_ns)
        room->longest_hunger_ns = hunger_ns;
}

static void hear_stop(void *self)
{
    struct room *room = self;

    room->stops++;
}

/* ---- the room ---- */

static struct room *room_new(int64_t watchdog_ns)
{
    static const struct kiosk_setup setup = {.has_mat = true,
                                             .steps_per_closure = 2,
                                             .break_interval_ns = NS_PER_HOUR,
                                             .break_duration_ns = 2 * NS_PER_MIN,
                                             .has_picture = true};
    const struct calendar calendar = {.is_fixed = true, .day_start_min = 240};
    struct room *room = calloc(1, sizeof(*room));
    struct wall wall;

    assert_non_null(room);
    room->clock = clock_virtual_new((struct wall_time){.s = 1772445300}, "boot");
    room->appliance = calloc(1, sizeof(*room->appliance));
    assert_non_null(room->clock);
    assert_non_null(room->appliance);
    room->real = clock_virtual_port(room->clock);
    room->breaks_ns = room->hangs_ns = TIME_NEVER;
    room->breaks_with = ERR_IO;
    room->sensors = (struct sensors_port){
        .self = room, .poll_fds = no_fds, .next_deadline_mono_ns = next_reading, .read = no_edges};
    room->display = (struct display_port){.self = room,
                                          .text = {room, measure},
                                          .poll_fds = no_fds,
                                          .pending = nothing_pending,
                                          .next_event = next_event,
                                          .present = present,
                                          .rest = rest};
    room->notify = (struct notify_port){.self = room,
                                        .watchdog_ns = watchdog_ns,
                                        .ready = hear_ready,
                                        .status = hear_status,
                                        .feed = hear_feed,
                                        .stopping = hear_stop};
    room->loop = (struct loop){.appliance = room->appliance,
                               .clock = room->real,
                               .sensors = &room->sensors,
                               .display = &room->display,
                               .notify = &room->notify};
    wall_init(&wall, room->real, &calendar);
    appliance_init(room->appliance, &setup, &wall, VIEW_GPIO, &room->display.text, 800, 480, false,
                   now_ns(room));
    /* From here on the loop's own waiting is counted. */
    room->loop.clock.self = room;
    room->loop.clock.real_ns_until = count_sleep;
    room->loop.clock.mono_now_ns = loop_now_ns;
    return room;
}

static void room_free(struct room *room)
{
    clock_virtual_free(room->clock);
    free(room->appliance);
    free(room);
}

static void run_for(struct room *room, int64_t length_ns)
{
    struct err err = {0};

    appliance_begin(room->appliance, room->appliance->ledger, now_ns(room));
    room->end_ns = length_ns;
    assert_int_equal(loop_run(&room->loop, &err), 0);
}

/* ---- the tests ---- */

static void it_is_ready_once_with_the_first_picture_and_says_when_it_stops(void **state)
{
    struct room *room = room_new(WATCHDOG_NS);

    run_for(room, 5 * NS_PER_MIN);
    assert_int_equal(room->readies, 1);
    assert_int_equal(room->frames_when_ready, 1);
    assert_int_equal(room->stops, 1);
    room_free(room);
}

static void a_loop_that_goes_round_is_never_hungry_for_more_than_half_the_interval(void **state)
{
    struct room *room = room_new(WATCHDOG_NS);

    run_for(room, NS_PER_HOUR);
    assert_in_range(room->longest_hunger_ns, NS_PER_S, WATCHDOG_NS / 2);
    room_free(room);
}

static void the_watchdog_costs_one_wake_up_in_half_an_interval_at_most(void **state)
{
    struct room *without = room_new(0);
    struct room *with = room_new(WATCHDOG_NS);
    const int halves = (int)(NS_PER_HOUR / (WATCHDOG_NS / 2));

    run_for(without, NS_PER_HOUR);
    run_for(with, NS_PER_HOUR);
    assert_int_equal(without->feeds, 0);
    assert_true(with->sleeps <= without->sleeps + halves + 1);
    /* A loop that is awake anyway feeds then: at most twice as often as it must. */
    assert_true(with->feeds <= 2 * halves + 1);
    room_free(without);
    room_free(with);
}

static void a_loop_that_is_awake_anyway_is_not_woken_to_feed(void **state)
{
    struct room *without = room_new(0);
    struct room *with = room_new(WATCHDOG_NS);

    without->step_ns = with->step_ns = WATCHDOG_NS / 3;
    run_for(without, NS_PER_HOUR);
    run_for(with, NS_PER_HOUR);
    assert_int_equal(with->sleeps, without->sleeps);
    assert_true(with->feeds > 0);
    room_free(without);
    room_free(with);
}

static void a_loop_that_hangs_in_the_screen_is_not_fed(void **state)
{
    struct room *room = room_new(WATCHDOG_NS);

    room->hangs_ns = 5 * NS_PER_MIN;
    run_for(room, 2 * NS_PER_HOUR);
    assert_int_equal(room->hangs_ns, TIME_NEVER);
    assert_in_range(room->longest_hunger_ns, NS_PER_HOUR, NS_PER_HOUR + WATCHDOG_NS);
    room_free(room);
}

static void a_screen_that_takes_no_picture_starves_the_watchdog(void **state)
{
    struct room *room = room_new(WATCHDOG_NS);

    room->breaks_ns = 5 * NS_PER_MIN;
    run_for(room, NS_PER_HOUR);
    /* The last picture may be a minute old when it breaks. */
    assert_true(room->last_feed_ns <= 7 * NS_PER_MIN);
    room_free(room);
}

static void a_history_that_hangs_starves_the_watchdog(void **state)
{
    struct stuck_store stuck = {
        .port = {.self = &stuck, .commit = commit, .set_aside_name = nothing_set_aside}};
    struct room *room = room_new(WATCHDOG_NS);
    struct ledger_source source = history_source(&room->appliance->history);
    struct ledger *ledger;

    (void)sem_init(&stuck.is_in, 0, 0);
    (void)sem_init(&stuck.let_go, 0, 0);
    assert_int_equal(ledger_new(&ledger, &stuck.port, &source, NULL), 0);
    room->stuck = &stuck;
    room->appliance->ledger = ledger;
    run_for(room, NS_PER_HOUR);
    assert_true(room->is_stuck);
    /* A slow card is given its time; one that is stuck from the third minute on is not. */
    assert_in_range(room->last_feed_ns, LEDGER_PATIENCE_NS, 5 * NS_PER_MIN + LEDGER_PATIENCE_NS);
    for (int i = 0; i < COMMITS_MAX; i++)
        (void)sem_post(&stuck.let_go);
    assert_int_equal(ledger_free(ledger, TIME_NEVER, NULL), 0);
    (void)sem_destroy(&stuck.is_in);
    (void)sem_destroy(&stuck.let_go);
    room_free(room);
}

static void a_picture_that_lacks_a_font_is_a_picture(void **state)
{
    struct room *room = room_new(WATCHDOG_NS);

    room->breaks_ns = 5 * NS_PER_MIN;
    room->breaks_with = ERR_NOT_FOUND;
    run_for(room, NS_PER_HOUR);
    assert_in_range(room->last_feed_ns, NS_PER_HOUR - WATCHDOG_NS / 2, NS_PER_HOUR);
    room_free(room);
}

static void a_screen_that_never_took_a_picture_is_not_ready(void **state)
{
    struct room *room = room_new(WATCHDOG_NS);

    room->breaks_ns = 0;
    run_for(room, NS_PER_MIN);
    assert_int_equal(room->readies, 0);
    assert_int_equal(room->feeds, 0);
    room_free(room);
}

static void the_status_is_what_the_screen_says(void **state)
{
    struct room *room = room_new(WATCHDOG_NS);

    run_for(room, NS_PER_MIN);
    assert_string_equal(room->status, "All is well.");
    room_free(room);

    room = room_new(WATCHDOG_NS);
    appliance_note_config(room->appliance, 2);
    run_for(room, NS_PER_MIN);
    assert_string_equal(room->status,
                        "2 mistakes in the configuration: secondheartctl check tells them.");
    room_free(room);
}

static void a_sensor_that_does_not_answer_is_the_status(void **state)
{
    struct room *room = room_new(WATCHDOG_NS);
    const struct sensor_event fault = {.kind = SENSOR_FAULT, .line = LINE_CHAIR};

    appliance_take_sensor(room->appliance, &fault);
    run_for(room, NS_PER_MIN);
    assert_string_equal(room->status, "The sensors do not answer");
    room_free(room);
}

static void a_screen_that_is_not_connected_is_the_status_until_it_is(void **state)
{
    struct room *room = room_new(WATCHDOG_NS);

    room->events[room->event_count++] = (struct display_event){.kind = DISPLAY_LOST};
    run_for(room, NS_PER_MIN);
    assert_string_equal(room->status, "No screen is connected.");
    assert_int_equal(room->readies, 1);
    room_free(room);

    room = room_new(WATCHDOG_NS);
    room->events[room->event_count++] = (struct display_event){.kind = DISPLAY_LOST};
    room->events[room->event_count++] =
        (struct display_event){.kind = DISPLAY_RESIZED, .w_px = 800, .h_px = 480};
    run_for(room, NS_PER_MIN);
    assert_string_equal(room->status, "All is well.");
    room_free(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_ready_once_with_the_first_picture_and_says_when_it_stops),
        cmocka_unit_test(a_loop_that_goes_round_is_never_hungry_for_more_than_half_the_interval),
        cmocka_unit_test(the_watchdog_costs_one_wake_up_in_half_an_interval_at_most),
        cmocka_unit_test(a_loop_that_is_awake_anyway_is_not_woken_to_feed),
        cmocka_unit_test(a_screen_that_never_took_a_picture_is_not_ready),
        cmocka_unit_test(a_loop_that_hangs_in_the_screen_is_not_fed),
        cmocka_unit_test(a_screen_that_takes_no_picture_starves_the_watchdog),
        cmocka_unit_test(a_history_that_hangs_starves_the_watchdog),
        cmocka_unit_test(a_picture_that_lacks_a_font_is_a_picture),
        cmocka_unit_test(the_status_is_what_the_screen_says),
        cmocka_unit_test(a_sensor_that_does_not_answer_is_the_status),
        cmocka_unit_test(a_screen_that_is_not_connected_is_the_status_until_it_is),
    };

    return cmocka_run_group_tests_name("watch", tests, NULL, NULL);
}
