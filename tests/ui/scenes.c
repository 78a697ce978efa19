#include "ui/scenes.h"

#include <string.h>

#include "base/units.h"

/* A Tuesday at 14:33; the machine came up at midnight, so monotonic time is the time of day. */
#define NOW_NS ((14 * 60 + 33) * NS_PER_MIN)

static int64_t at_ns(int hour, int minute)
{
    return (hour * 60 + minute) * NS_PER_MIN;
}

static void make_timeline(struct timeline *timeline)
{
    static const struct {
        int hour, minute, until_hour, until_minute;
        enum posture posture;
    } blocks[] = {
        {8, 30, 8, 57, POSTURE_SEATED},     {8, 57, 9, 0, POSTURE_STEPPING},
        {9, 0, 9, 33, POSTURE_SEATED},      {9, 33, 9, 38, POSTURE_STEPPING},
        {9, 38, 9, 59, POSTURE_STANDING},   {9, 59, 10, 50, POSTURE_SEATED},
        {10, 50, 10, 54, POSTURE_STEPPING}, {10, 54, 11, 18, POSTURE_AWAY},
        {11, 18, 12, 6, POSTURE_SEATED},    {12, 6, 12, 11, POSTURE_STEPPING},
        {12, 11, 12, 54, POSTURE_AWAY},     {12, 54, 12, 58, POSTURE_STEPPING},
        {12, 58, 13, 20, POSTURE_STANDING}, {13, 20, 13, 47, POSTURE_SEATED},
        {13, 47, 13, 51, POSTURE_STEPPING},
    };

    timeline_clear(timeline);
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++)
        timeline_add(timeline, at_ns(blocks[i].hour, blocks[i].minute),
                     at_ns(blocks[i].until_hour, blocks[i].until_minute), blocks[i].posture);
}

static void sit(struct scene_setup *setup)
{
    struct kiosk_glance *glance = &setup->glance;

    glance->posture = POSTURE_SEATED;
    glance->posture_since_ns = NOW_NS - 42 * NS_PER_MIN;
    glance->bout_ns = 42 * NS_PER_MIN;
    glance->clock_ns = 42 * NS_PER_MIN;
    glance->interval_ns = 60 * NS_PER_MIN;
    glance->duration_ns = 2 * NS_PER_MIN;
    glance->pool_fill = 1;
    glance->gauge_level = 0.74;
    glance->chair_closed = true;
    glance->has_mat = true;
    glance->today.posture_ns[POSTURE_SEATED] = (3 * 60 + 49) * NS_PER_MIN;
    glance->today.breaks = 5;
    glance->today.second_heart_beats = 2140;
    for (int i = 0; i < LIVE_BEATS_KEPT; i++)
        glance->beat_times_ns[i] = TIME_NEVER;
}

static void walk(struct scene_setup *setup)
{
    struct kiosk_glance *glance = &setup->glance;

    glance->posture = POSTURE_STEPPING;
    glance->posture_since_ns = NOW_NS - 84 * NS_PER_S;
    glance->chair_closed = false;
    glance->mat_closed = true;
    glance->moving_ns = 84 * NS_PER_S;
    glance->vacancy_beats = 140;
    glance->beats_per_min = 100;
    glance->gauge_level = 0.50;
    glance->pool_fill = 0.3;
    /* A stroll is no metronome. */
    for (int i = 0; i < LIVE_BEATS_KEPT; i++)
        glance->beat_times_ns[i] =
            NOW_NS - 150 * NS_PER_MS - i * 600 * NS_PER_MS - (i * 37 % 90) * NS_PER_MS;
    setup->beat_running = true;
}

static void stand(struct scene_setup *setup)
{
    setup->glance.posture = POSTURE_STANDING;
    setup->glance.posture_since_ns = NOW_NS - 6 * NS_PER_MIN;
    setup->glance.chair_closed = false;
    setup->glance.mat_closed = true;
    setup->glance.gauge_level = 0.71;
}

static void go_away(struct scene_setup *setup)
{
    setup->glance.posture = POSTURE_AWAY;
    setup->glance.posture_since_ns = NOW_NS - 3 * NS_PER_MIN;
    setup->glance.chair_closed = false;
    setup->glance.moving_ns = 3 * NS_PER_MIN;
    setup->glance.gauge_level = 0.42;
}

static void pause_it(struct scene_setup *setup)
{
    setup->glance.posture = POSTURE_UNKNOWN;
    setup->glance.paused = true;
}

static void leave_a_bag(struct scene_setup *setup)
{
    setup->glance.posture = POSTURE_UNKNOWN;
    setup->glance.unattended = true;
}

static void silence_mat(struct scene_setup *setup)
{
    setup->context.mat_silent_days = 3;
}

static void unplug_chair(struct scene_setup *setup)
{
    setup->glance.posture = POSTURE_UNKNOWN;
    setup->glance.chair_faults = LINE_FAULT_UNPLUGGED;
}

static void lose_chip(struct scene_setup *setup)
{
    setup->glance.posture = POSTURE_UNKNOWN;
    setup->glance.chair_faults = LINE_FAULT_MISSING;
    setup->glance.mat_faults = LINE_FAULT_MISSING;
}

static void leave_for_long(struct scene_setup *setup)
{
    go_away(setup);
    setup->glance.posture_since_ns = NOW_NS - 4 * NS_PER_HOUR;
    setup->context.local_second = (22 * 60 + 47) * 60;
}

static void simulate(struct scene_setup *setup)
{
    setup->context.source = VIEW_SIM;
}

static void forget_the_time(struct scene_setup *setup)
{
    setup->context.local_second = -1;
    setup->context.date = 0;
}

static void doubt_the_time(struct scene_setup *setup)
{
    setup->context.is_unsynchronised = true;
}

static void fill_the_card(struct scene_setup *setup)
{
    setup->context.note = "The card is full: today is kept in memory for now.";
}

static void sit_long(struct scene_setup *setup)
{
    setup->glance.bout_ns = setup->glance.clock_ns = 102 * NS_PER_MIN;
    setup->glance.posture_since_ns = NOW_NS - 102 * NS_PER_MIN;
    setup->timeline.count -= 3;
}

static void raise_calves(struct scene_setup *setup)
{
    setup->glance.series_raises = 12;
    setup->glance.mat_closed = true;
    setup->glance.gauge_level = 0.61;
    setup->glance.beat_times_ns[0] = NOW_NS - 150 * NS_PER_MS;
    setup->beat_running = true;
}

typedef void change_fn(struct scene_setup *setup);

static const struct {
    const char *name;
    change_fn *changes[2];
} scenes[] = {
    {"home-sitting", {NULL}},
    {"home-moving", {walk}},
    {"home-standing", {stand}},
    {"home-away", {go_away}},
    {"home-paused", {pause_it}},
    {"home-unattended", {leave_a_bag}},
    {"home-long-bout", {sit_long}},
    {"home-raises", {raise_calves}},
    {"home-simulated", {simulate}},
    {"home-no-clock", {forget_the_time}},
    {"home-unsynchronised", {doubt_the_time}},
    {"home-card-full", {fill_the_card}},
    {"fault-mat", {silence_mat}},
    {"fault-chair", {unplug_chair}},
    {"fault-chip", {lose_chip}},
    {"ambient", {leave_for_long}},
    {"ambient-simulated", {leave_for_long, simulate}},
    {"sensors", {NULL}},
};

#define SCENES (sizeof scenes / sizeof *scenes)

const char *const *scene_names(void)
{
    static const char *names[SCENES + 1];

    for (size_t i = 0; i < SCENES; i++)
        names[i] = scenes[i].name;
    return names;
}

bool scene_make(const char *name, struct scene_setup *setup)
{
    memset(setup, 0, sizeof *setup);
    setup->now_mono_ns = NOW_NS;
    setup->context = (struct view_context){
        .local_second = (int32_t)(NOW_NS / NS_PER_S),
        .date = 20260303,
        .weekday = 2,
        .note = "",
    };
    make_timeline(&setup->timeline);
    sit(setup);
    for (size_t i = 0; i < SCENES; i++) {
        if (strcmp(scenes[i].name, name) != 0)
            continue;
        for (int c = 0; c < 2; c++) {
            if (scenes[i].changes[c])
                scenes[i].changes[c](setup);
        }
        timeline_see(&setup->timeline, POSTURE_SEATED, at_ns(13, 51));
        timeline_see(&setup->timeline, setup->glance.posture, setup->glance.posture_since_ns);
        return true;
    }
    return false;
}

void scene_show(struct ui *ui, const struct scene_setup *setup)
{
    ui->timeline = setup->timeline;
    if (setup->beat_running)
        ui_beat(ui, setup->now_mono_ns - 150 * NS_PER_MS);
    ui_update(ui, &setup->glance, &setup->context, setup->now_mono_ns);
}
