/* The loop on a clock on which waiting costs no time: what it draws, and when it lets go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/units.h"
#include "drivers/clock_virtual.h"
#include "kiosk/loop.h"

#define W_PX 800
#define H_PX 480

/* A desk at which one edge happens, and a screen that writes down what is asked of it. */
struct room {
    struct clock_virtual *clock;
    struct appliance *appliance;
    struct sensors_port sensors;
    struct display_port display;
    struct loop loop;

    struct sensor_event edge;
    bool edge_taken;
    bool has_ended;
    int64_t end_ns;

    int64_t last_frame_ns;
    int frames;
    int rests;
    bool has_rested_at_another_moment; /* than ten seconds after a frame */
};

static int64_t now_ns(const struct room *room)
{
    return room->loop.clock.mono_now_ns(room->loop.clock.self);
}

/* ----------------------------------------------------------------------------------- the sensors
 */

static size_t no_fds(void *self, struct pollfd *fds, size_t capacity)
{
    (void)self;
    (void)fds;
    (void)capacity;
    return 0;
}

static int64_t next_edge_ns(void *self)
{
    const struct room *room = self;

    return room->edge_taken ? room->end_ns : room->edge.mono_ns;
}

static size_t read_edges(void *self, int64_t now_mono_ns, struct sensor_event *events,
                         size_t capacity)
{
    struct room *room = self;

    (void)capacity;
    if (now_mono_ns >= room->end_ns && !room->has_ended) {
        room->has_ended = true; /* a second signal would outlive the loop */
        (void)kill(getpid(), SIGTERM);
    }
    if (room->edge_taken || now_mono_ns < room->edge.mono_ns)
        return 0;
    room->edge_taken = true;
    events[0] = room->edge;
    return 1;
}

/* ------------------------------------------------------------------------------------ the screen
 */

static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    (void)self;
    (void)font;
    return (struct text_extent){(int32_t)strlen(utf8) * size_px / 2, size_px, size_px / 4};
}

static bool nothing_pending(void *self)
{
    (void)self;
    return false;
}

static bool no_event(void *self, int64_t now_mono_ns, struct display_event *event)
{
    (void)self;
    (void)now_mono_ns;
    (void)event;
    return false;
}

static int present(void *self, const struct draw_list *list, const struct draw_damage *damage,
                   struct err *err)
{
    struct room *room = self;

    (void)list;
    (void)damage;
    (void)err;
    room->frames++;
    room->last_frame_ns = now_ns(room);
    return 0;
}

static void rest(void *self)
{
    struct room *room = self;

    room->rests++;
    room->has_rested_at_another_moment |= now_ns(room) - room->last_frame_ns != 10 * NS_PER_S;
}

/* -------------------------------------------------------------------------------------- the room
 */

static struct room *room_new(void)
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
    room->sensors = (struct sensors_port){.self = room,
                                          .poll_fds = no_fds,
                                          .next_deadline_mono_ns = next_edge_ns,
                                          .read = read_edges};
    room->display = (struct display_port){.self = room,
                                          .text = {room, measure},
                                          .poll_fds = no_fds,
                                          .pending = nothing_pending,
                                          .next_event = no_event,
                                          .present = present,
                                          .rest = rest};
    room->loop = (struct loop){.appliance = room->appliance,
                               .clock = clock_virtual_port(room->clock),
                               .sensors = &room->sensors,
                               .display = &room->display};
    wall_init(&wall, room->loop.clock, &calendar);
    appliance_init(room->appliance, &setup, &wall, VIEW_GPIO, &room->display.text, W_PX, H_PX,
                   false, now_ns(room));
    appliance_begin(room->appliance, NULL, now_ns(room));
    return room;
}

static void room_free(struct room *room)
{
    clock_virtual_free(room->clock);
    free(room->appliance);
    free(room);
}

/* Somebody sits down after a second; then nothing until `end_ns`. */
static void run_until(struct room *room, int64_t end_ns)
{
    struct err err = {0};

    room->edge = (struct sensor_event){
        .kind = SENSOR_EDGE, .mono_ns = NS_PER_S, .line = LINE_CHAIR, .closed = true};
    room->end_ns = end_ns;
    assert_int_equal(loop_run(&room->loop, &err), 0);
}

/* ------------------------------------------------------------------------------------- the tests
 */

static void a_picture_that_stays_lets_the_display_rest_ten_seconds_later(void **state)
{
    struct room *room = room_new();

    run_until(room, 30 * NS_PER_MIN);
    assert_true(room->rests > 0);
    assert_false(room->has_rested_at_another_moment);
    room_free(room);
}

static void a_display_rests_once_for_each_time_that_nothing_moves(void **state)
{
    struct room *room = room_new();

    run_until(room, 60 * NS_PER_MIN);
    assert_in_range(room->rests, 30, 65); /* a petal a minute */
    assert_true(room->frames > room->rests);
    room_free(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_picture_that_stays_lets_the_display_rest_ten_seconds_later),
        cmocka_unit_test(a_display_rests_once_for_each_time_that_nothing_moves),
    };

    return cmocka_run_group_tests_name("loop", tests, NULL, NULL);
}
