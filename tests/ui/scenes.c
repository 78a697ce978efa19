#include "ui/scenes.h"

#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "ports/outbox.h"

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
    glance->coach = (struct coach_glance){
        .ends_ns = TIME_NEVER,
        .raised_ns = TIME_NEVER,
        .quiet_until_ns = TIME_NEVER,
        .outcome_ns = TIME_NEVER,
        .snoozes_left = 2,
        .missing_ns = 2 * NS_PER_MIN,
        .due_in_ns = 18 * NS_PER_MIN,
    };
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
    glance->moving_ns = glance->coach.moved_ns = 84 * NS_PER_S;
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
    setup->glance.moving_ns = setup->glance.coach.moved_ns = 3 * NS_PER_MIN;
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
    setup->context.note = "The card is full: today is kept in memory.";
}

static void fill_the_card_anew(struct scene_setup *setup)
{
    fill_the_card(setup);
    setup->context.trouble = VIEW_TROUBLE_FULL;
}

static void mistake_a_key(struct scene_setup *setup)
{
    setup->context.note = "1 mistake in the configuration: secondheartctl check tells it.";
    setup->context.trouble = VIEW_TROUBLE_CONFIG;
}

/* The system card leads there; the longest values that are likely. */
static void diagnose(struct scene_setup *setup)
{
    static const struct {
        const char *label, *value;
    } rows[] = {
        {"Chair", "closed, 12 min ago"},
        {"Mat", "has not changed for days, 3 days ago"},
        {"Sensors", "GPIO, 12,480 edges"},
        {"Clock", "Tue 3 Mar 14:33, not synchronised"},
        {"History", "The history is a newer version's: today is kept in memory."},
        {"Sync", "off"},
        {"Started", "12 days ago"},
        {"Screen", "1920 \xc3\x97 1080, KMSDRM"},
        {"Version", "0.1.0, Linux 6.12.34+rpt-rpi-2712"},
    };
    struct diagnostics_shown *shown = &setup->diagnostics;

    setup->context.trouble = VIEW_TROUBLE_FULL;
    shown->count = sizeof rows / sizeof *rows;
    for (int32_t i = 0; i < shown->count; i++) {
        snprintf(shown->rows[i].label, sizeof shown->rows[i].label, "%s", rows[i].label);
        snprintf(shown->rows[i].value, sizeof shown->rows[i].value, "%s", rows[i].value);
    }
    shown->rows[1].is_fault = shown->rows[4].is_fault = 1;
    shown->side = 57;
    for (int i = 0; i < shown->side * shown->side; i++)
        shown->modules[i] = (char)('0' + (i * i / 7 + i / 3) % 2);
    setup->context.diagnostics = shown;
}

static void sit_long(struct scene_setup *setup)
{
    setup->glance.bout_ns = setup->glance.clock_ns = 102 * NS_PER_MIN;
    setup->glance.coach.due_in_ns = -42 * NS_PER_MIN;
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

/* An hour has been sat, and the first prompt of the day is there. */
static void raise_prompt(struct scene_setup *setup)
{
    struct coach_glance *coach = &setup->glance.coach;

    setup->glance.bout_ns = setup->glance.clock_ns = 60 * NS_PER_MIN;
    setup->glance.posture_since_ns = NOW_NS - 60 * NS_PER_MIN;
    coach->state = COACH_BANNER;
    coach->id = 1;
    coach->due_in_ns = -30 * NS_PER_S;
    coach->raised_ns = coach->since_ns = NOW_NS - 30 * NS_PER_S;
    coach->ends_ns = NOW_NS + 30 * NS_PER_S;
}

static void prompt_fully(struct scene_setup *setup)
{
    raise_prompt(setup);
    setup->glance.coach.state = COACH_FULL;
}

static void prompt_longer(struct scene_setup *setup)
{
    raise_prompt(setup);
    setup->glance.coach.state = COACH_PULSE;
    setup->glance.coach.id = 3;
}

static void use_up_snoozes(struct scene_setup *setup)
{
    setup->glance.coach.snoozes_left = 0;
}

static void stay_seated(struct scene_setup *setup)
{
    setup->glance.coach.goal_raises = 15;
    setup->glance.duration_ns = NS_PER_MIN;
}

static void follow_peddie(struct scene_setup *setup)
{
    setup->glance.duration_ns = 100 * NS_PER_S;
    setup->glance.interval_ns = 30 * NS_PER_MIN;
    setup->glance.coach.id = 4;
}

static void suggest(struct scene_setup *setup)
{
    setup->glance.coach.suggestion = SUGGESTION_CALF_RAISES;
    setup->glance.coach.due_in_ns = 30 * NS_PER_MIN;
}

static void suggest_circles(struct scene_setup *setup)
{
    suggest(setup);
    setup->glance.coach.suggestion = SUGGESTION_ANKLE_CIRCLES;
}

static void be_quiet(struct scene_setup *setup)
{
    setup->glance.coach.quiet_until_ns = NOW_NS + 47 * NS_PER_MIN;
}

static void only_watch(struct scene_setup *setup)
{
    setup->glance.coach.in_baseline = true;
}

static void double_the_interval(struct scene_setup *setup)
{
    setup->glance.coach.is_doubled = true;
    setup->glance.coach.due_in_ns = 104 * NS_PER_MIN;
}

static void deliver(struct scene_setup *setup)
{
    static const struct sync_shown sync = {.state = SYNC_ON, .outcome = OUTBOX_DELIVERED};

    setup->context.sync = &sync;
}

static void wait_for_server(struct scene_setup *setup)
{
    static const struct sync_shown sync = {
        .state = SYNC_ON, .outcome = OUTBOX_WAITING, .queued = 3};

    setup->context.sync = &sync;
}

static void set_up_wrong(struct scene_setup *setup)
{
    static const struct sync_shown sync = {.state = SYNC_ON, .outcome = OUTBOX_SETUP, .queued = 3};

    setup->context.sync = &sync;
}

static void ask_anew(struct scene_setup *setup)
{
    static const struct sync_shown sync = {.state = SYNC_ASKS_ANEW, .match = CONSENT_OTHER_SERVER};

    setup->context.sync = &sync;
}

typedef void change_fn(struct scene_setup *setup);

static const struct {
    const char *name;
    change_fn *changes[2];
    int32_t taps[SCENE_TAPS_MAX]; /* enum target_id */
    bool is_tall;                 /* kept as a picture of a portrait screen */
    bool is_not_kept;             /* laid out at every size, but no picture of it is kept */
} scenes[] = {
    {.name = "home-sitting"},
    {.name = "home-moving", .changes = {walk}},
    {.name = "home-standing", .changes = {stand}},
    {.name = "home-away", .changes = {go_away}},
    {.name = "paused", .changes = {pause_it}},
    {.name = "home-unattended", .changes = {leave_a_bag}},
    {.name = "home-long-bout", .changes = {sit_long}},
    {.name = "home-raises", .changes = {raise_calves}},
    {.name = "home-simulated", .changes = {simulate}},
    {.name = "home-no-clock", .changes = {forget_the_time}},
    {.name = "home-unsynchronised", .changes = {doubt_the_time}},
    {.name = "home-card-full", .changes = {fill_the_card}},
    {.name = "home-sync-delivered", .changes = {deliver}, .is_not_kept = true},
    {.name = "home-sync-waits", .changes = {wait_for_server}},
    {.name = "home-sync-setup", .changes = {set_up_wrong}},
    {.name = "home-sync-asks-anew", .changes = {ask_anew}, .is_not_kept = true},
    {.name = "fault-mat", .changes = {silence_mat}},
    {.name = "fault-chair", .changes = {unplug_chair}},
    {.name = "fault-chip", .changes = {lose_chip}},
    {.name = "system-full", .changes = {fill_the_card_anew}, .is_not_kept = true},
    {.name = "system-config", .changes = {mistake_a_key}, .is_not_kept = true},
    {.name = "diagnostics",
     .changes = {diagnose},
     .taps = {TARGET_DIAGNOSTICS},
     .is_not_kept = true},
    {.name = "ambient", .changes = {leave_for_long}},
    {.name = "ambient-simulated", .changes = {leave_for_long, simulate}},
    {.name = "sensors", .taps = {TARGET_SENSORS}},
    {.name = "home-suggestion", .changes = {suggest}},
    {.name = "home-suggestion-circles", .changes = {suggest_circles}},
    {.name = "home-quiet", .changes = {be_quiet}},
    {.name = "home-quiet-no-clock", .changes = {be_quiet, forget_the_time}},
    {.name = "home-baseline", .changes = {only_watch}},
    {.name = "home-doubled", .changes = {double_the_interval}},
    {.name = "menu", .taps = {TARGET_MENU}},
    {.name = "menu-exercises", .taps = {TARGET_MENU, TARGET_EXERCISE}},
    {.name = "menu-quiet", .taps = {TARGET_MENU, TARGET_QUIET}},
    {.name = "menu-quiet-on", .changes = {be_quiet}, .taps = {TARGET_MENU, TARGET_QUIET}},
    {.name = "banner", .changes = {raise_prompt}},
    {.name = "banner-third", .changes = {raise_prompt, use_up_snoozes}},
    {.name = "banner-simulated", .changes = {raise_prompt, simulate}},
    {.name = "prompt", .changes = {prompt_fully}},
    {.name = "prompt-third", .changes = {prompt_fully, use_up_snoozes}},
    {.name = "prompt-pulse", .changes = {prompt_longer}},
    {.name = "prompt-seated", .changes = {prompt_fully, stay_seated}},
    {.name = "prompt-one-forty", .changes = {prompt_fully, follow_peddie}},
    {.name = "stroll", .taps = {TARGET_MENU, TARGET_STROLL}},
    {.name = "raises", .taps = {TARGET_MENU, TARGET_EXERCISE, TARGET_RAISES}},
    {.name = "portrait-home", .is_tall = true},
    {.name = "portrait-suggestion", .changes = {suggest}, .is_tall = true},
    {.name = "portrait-banner", .changes = {raise_prompt}, .is_tall = true},
    {.name = "portrait-prompt", .changes = {prompt_fully}, .is_tall = true},
    {.name = "portrait-menu", .taps = {TARGET_MENU}, .is_tall = true},
    {.name = "portrait-card", .changes = {silence_mat}, .is_tall = true},
};

#define SCENES (sizeof scenes / sizeof *scenes)

const char *const *scene_names(void)
{
    static const char *names[SCENES + 1];

    for (size_t i = 0; i < SCENES; i++)
        names[i] = scenes[i].name;
    return names;
}

void scene_size(const char *name, int *w, int *h)
{
    *w = 800;
    *h = 480;
    for (size_t i = 0; i < SCENES; i++) {
        if (scenes[i].is_tall && strcmp(scenes[i].name, name) == 0) {
            *w = 720;
            *h = 1280;
        }
    }
}

bool scene_is_kept(const char *name)
{
    for (size_t i = 0; i < SCENES; i++) {
        if (strcmp(scenes[i].name, name) == 0)
            return !scenes[i].is_not_kept;
    }
    return false;
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
        memcpy(setup->taps, scenes[i].taps, sizeof setup->taps);
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

static void lift(struct ui *ui, const struct scene_setup *setup, const struct target *target)
{
    struct display_event event = {
        .kind = DISPLAY_TOUCH_DOWN,
        .mono_ns = setup->now_mono_ns,
        .x_px = target->rect.x + target->rect.w / 2,
        .y_px = target->rect.y + target->rect.h / 2,
    };
    struct ui_asks asks;

    /* The middle of home lies under nothing else there; of other targets nothing covers it. */
    ui_event(ui, &event, &asks);
    event.kind = DISPLAY_TOUCH_UP;
    ui_event(ui, &event, &asks);
}

bool scene_tap(struct ui *ui, const struct scene_setup *setup, int32_t target)
{
    struct ui_frame frame;

    (void)ui_frame(ui, setup->now_mono_ns, &frame);
    for (int32_t i = 0; i < ui->targets.count; i++) {
        if (ui->targets.list[i].id != target)
            continue;
        lift(ui, setup, &ui->targets.list[i]);
        ui_update(ui, &setup->glance, &setup->context, setup->now_mono_ns);
        return true;
    }
    return false;
}

void scene_tap_through(struct ui *ui, const struct scene_setup *setup)
{
    for (int i = 0; i < SCENE_TAPS_MAX && setup->taps[i] != TARGET_NONE; i++)
        (void)scene_tap(ui, setup, setup->taps[i]);
    /* As it looks at rest, and nothing of it was shown yet. */
    ui->transition.fade_start_ns = ui->transition.overlay_start_ns = TIME_NEVER;
    if (ui->transition.pulse_start_ns != TIME_NEVER)
        ui->transition.pulse_start_ns -= 1200 * NS_PER_MS; /* at its brightest */
    ui->is_dirty = ui->is_whole = true;
}
