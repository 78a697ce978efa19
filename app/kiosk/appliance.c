#include "kiosk/appliance.h"

#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "ui/i18n.h"

/* How often to ask whether the kernel calls the clock synchronised: there is no event for it. */
#define REFRESH_NS NS_PER_MIN

void appliance_log(struct appliance *appliance, const char *text)
{
    /* What goes wrong every minute is told once. */
    if (strncmp(text, appliance->logged, sizeof(appliance->logged) - 1) == 0)
        return;
    (void)snprintf(appliance->logged, sizeof(appliance->logged), "%s", text);
    if (appliance->log)
        appliance->log(appliance->log_self, text);
}

/* ------------------------------------------------------------------------ what the core decides */

/* The soft pulse begins, which a chime may go with. */
static bool is_pulse(const struct prompt *prompt)
{
    return prompt->change == PROMPT_MOVED_ON && prompt->state == COACH_PULSE;
}

/* A person's answer to a prompt: what they said, where time and sensors say the rest. */
static bool is_acknowledgement(const struct prompt *prompt)
{
    return prompt->change == PROMPT_STARTED || prompt->change == PROMPT_SNOOZED ||
           prompt->change == PROMPT_SKIPPED || prompt->is_reported;
}

/*
 * A touch that decides something beside a prompt. What a pause does to an open prompt is an
 * acknowledgement: one touch, one commit.
 */
static bool is_decision(const struct kiosk *kiosk, const struct kiosk_event *event)
{
    if (event->kind != KIOSK_TOUCH)
        return false;
    if (event->touch == TOUCH_PAUSE)
        return !coach_has_open_prompt(&kiosk->coach);
    return event->touch == TOUCH_QUIET || event->touch == TOUCH_RESUME;
}

static void take_effect(void *self, const struct effect *effect)
{
    struct appliance *appliance = self;

    switch (effect->kind) {
    case EFFECT_INTERVAL:
        ui_interval(&appliance->ui, effect->start_ns, effect->end_ns, effect->posture);
        break;
    case EFFECT_BEAT:
        ui_beat(&appliance->ui, effect->end_ns);
        break;
    case EFFECT_LOG:
        appliance_log(appliance, effect->text);
        break;
    case EFFECT_PROMPT:
        appliance->must_commit |= is_acknowledgement(effect->prompt);
        if (appliance->sound && is_pulse(effect->prompt))
            appliance->sound->play_chime(appliance->sound->self);
        break;
    case EFFECT_DAY:
    case EFFECT_COUNT:
        break;
    }
    history_take(&appliance->history, effect);
}

static void step(struct appliance *appliance, const struct kiosk_event *event)
{
    struct effects effects = {take_effect, appliance};
    struct kiosk_event in_time = *event;

    /* Ports promise that times do not decrease; a clock port may still be read a little late. */
    if (in_time.mono_ns < appliance->kiosk.now_ns)
        in_time.mono_ns = appliance->kiosk.now_ns;
    appliance->must_commit = is_decision(&appliance->kiosk, &in_time);
    if (kiosk_step(&appliance->kiosk, &in_time, &effects) < 0)
        appliance_log(appliance, "the core refused an event: time ran backwards");
    /* Now that the state is whole again; a touch still in the queue is part of it. */
    if (appliance->must_commit && appliance->ledger)
        ledger_commit_now(appliance->ledger, in_time.mono_ns);
}

/* ----------------------------------------------------------------------------------------- days */

static void plan_next_day(struct appliance *appliance, int64_t now_mono_ns)
{
    appliance->next_day_ns = wall_next_day_mono_ns(&appliance->wall, now_mono_ns);
}

static void tell(struct appliance *appliance, enum kiosk_event_kind kind, int64_t at_ns, bool is_on)
{
    struct kiosk_event event = {.kind = kind, .mono_ns = at_ns, .is_on = is_on};

    step(appliance, &event);
}

static void begin_day(struct appliance *appliance, int date, int64_t at_ns)
{
    struct kiosk_event event = {.kind = KIOSK_DAY_START, .mono_ns = at_ns, .date = date};

    step(appliance, &event);
    ui_new_day(&appliance->ui);
    appliance->date = date;
    if (appliance->baseline_days_left > 0 && --appliance->baseline_days_left == 0)
        tell(appliance, KIOSK_BASELINE, at_ns, false);
}

static void begin_days_until(struct appliance *appliance, int64_t now_mono_ns)
{
    while (appliance->next_day_ns <= now_mono_ns) {
        int64_t at_ns = appliance->next_day_ns;
        int date = wall_date_at(&appliance->wall, at_ns);

        if (date > appliance->date)
            begin_day(appliance, date, at_ns);
        plan_next_day(appliance, at_ns);
    }
}

/* What the wall clock says of this moment, as often as it may say something else. */
static void tell_quiet_hours(struct appliance *appliance, int64_t at_ns)
{
    const struct quiet_hours *hours = &appliance->quiet_hours;

    tell(appliance, KIOSK_QUIET_HOURS, at_ns, wall_is_quiet_at(&appliance->wall, hours, at_ns));
    appliance->next_quiet_ns = wall_next_quiet_mono_ns(&appliance->wall, hours, at_ns);
}

static void follow_clock_until(struct appliance *appliance, int64_t now_mono_ns)
{
    while (appliance->next_quiet_ns <= now_mono_ns) {
        begin_days_until(appliance, appliance->next_quiet_ns);
        tell_quiet_hours(appliance, appliance->next_quiet_ns);
    }
    begin_days_until(appliance, now_mono_ns);
}

void appliance_clock_changed(struct appliance *appliance, int64_t now_mono_ns)
{
    int date;

    appliance->next_refresh_ns = now_mono_ns + REFRESH_NS;
    if (!wall_refresh(&appliance->wall))
        return;
    history_label(&appliance->history, &appliance->wall);
    date = wall_date_at(&appliance->wall, now_mono_ns);
    if (appliance->date == 0) {
        /* The day that began without a name: now it has one. */
        kiosk_name_day(&appliance->kiosk, date);
        appliance->date = date;
    } else if (date > appliance->date) {
        begin_day(appliance, date, now_mono_ns);
    }
    /* A clock set back does not bring yesterday back: the day in force lasts until its end. */
    plan_next_day(appliance, now_mono_ns);
    tell_quiet_hours(appliance, now_mono_ns);
    ui_expose(&appliance->ui);
}

/* ------------------------------------------------------------------------------------ beginning */

void appliance_init(struct appliance *appliance, const struct kiosk_setup *setup,
                    const struct wall *wall, enum view_source source, const struct text_port *text,
                    int32_t w_px, int32_t h_px, bool reduced_motion, int64_t now_mono_ns)
{
    memset(appliance, 0, sizeof(*appliance));
    appliance->wall = *wall;
    appliance->source = source;
    appliance->date = wall_date_at(wall, now_mono_ns);
    appliance->next_refresh_ns = now_mono_ns + REFRESH_NS;
    appliance->next_quiet_ns = TIME_NEVER;
    appliance->started_ns = now_mono_ns;
    appliance->written_ns = TIME_NEVER;
    appliance->display_driver = "";
    for (int i = 0; i < LINE_COUNT; i++)
        appliance->edge_ns[i] = TIME_NEVER;
    plan_next_day(appliance, now_mono_ns);
    kiosk_init(&appliance->kiosk, setup, now_mono_ns, appliance->date);
    history_init(&appliance->history, &appliance->kiosk, wall->clock.boot_id(wall->clock.self));
    ui_init(&appliance->ui, w_px, h_px, text, reduced_motion);
}

void appliance_set_sound(struct appliance *appliance, const struct sound_port *sound)
{
    appliance->sound = sound;
}

void appliance_set_lighting(struct appliance *appliance, const struct backlight_port *backlight,
                            const struct config *config)
{
    lighting_init(&appliance->lighting, backlight, config);
}

void appliance_set_quiet(struct appliance *appliance, const struct quiet_hours *quiet_hours,
                         int baseline_days)
{
    appliance->quiet_hours = *quiet_hours;
    appliance->baseline_days_left = baseline_days;
}

/* Of the days that only observe, those that the history has seen the end of are over. */
static void load_baseline(struct appliance *appliance, const struct store *store)
{
    struct err err = {0};
    int days = 0;

    if (appliance->baseline_days_left == 0)
        return;
    if (store->read_day_count(store->self, appliance->baseline_days_left, &days, &err) < 0)
        appliance_log(appliance, err.text);
    else
        appliance->baseline_days_left -= days;
}

static void log_loaded(struct appliance *appliance, const struct history_loaded *loaded,
                       int64_t now_mono_ns)
{
    char text[160];

    (void)snprintf(text, sizeof(text), "carrying on after %s%lld s in which the kiosk did not run",
                   loaded->gap_is_known ? "" : "at least ",
                   (long long)((now_mono_ns - loaded->stopped_ns) / NS_PER_S));
    appliance_log(appliance, text);
}

/* What the strip shows of today was drawn before: the intervals of today that the store has. */
static void add_to_strip(void *context, const struct store_labelled_interval *row)
{
    struct appliance *appliance = context;

    ui_interval(&appliance->ui, row->start_wall_ns - appliance->wall.offset_ns,
                row->end_wall_ns - appliance->wall.offset_ns, row->interval.posture);
}

static void load_strip(struct appliance *appliance, const struct store *store, int64_t now_mono_ns)
{
    struct err err = {0};
    int64_t from_wall_ns;

    if (appliance->wall.label == WALL_NONE)
        return;
    from_wall_ns = calendar_start_s(&appliance->wall.calendar, appliance->date) * NS_PER_S;
    if (store->read_intervals(store->self, from_wall_ns, wall_ns_at(&appliance->wall, now_mono_ns),
                              add_to_strip, appliance, &err) < 0)
        appliance_log(appliance, err.text);
}

/* The core stopped and starts again, with the kiosk days that began in between. */
static void carry_on(struct appliance *appliance, const struct history_loaded *loaded,
                     int64_t now_mono_ns)
{
    struct kiosk_event stopped = {.kind = KIOSK_STOPPED, .mono_ns = loaded->stopped_ns};
    struct kiosk_event restarted = {.kind = KIOSK_RESTARTED, .mono_ns = now_mono_ns};
    int named_date = appliance->kiosk.day.date;

    appliance->date = named_date;
    if (loaded->gap_is_known && appliance->wall.label != WALL_NONE) {
        appliance->date = wall_date_at(&appliance->wall, loaded->stopped_ns);
        if (named_date == 0)
            kiosk_name_day(&appliance->kiosk, appliance->date);
    }
    step(appliance, &stopped);
    plan_next_day(appliance, loaded->stopped_ns);
    begin_days_until(appliance, now_mono_ns);
    step(appliance, &restarted);
}

void appliance_load(struct appliance *appliance, const struct store *store, int64_t now_mono_ns)
{
    struct err err = {0};

    if (history_load(store, &appliance->kiosk, &appliance->wall, now_mono_ns, &appliance->loaded,
                     &err) < 0)
        appliance_log(appliance, err.text);
    load_baseline(appliance, store);
    load_strip(appliance, store, now_mono_ns);
}

void appliance_begin(struct appliance *appliance, struct ledger *ledger, int64_t now_mono_ns)
{
    appliance->ledger = ledger;
    history_start(&appliance->history, ledger);
    history_label(&appliance->history, &appliance->wall);
    if (appliance->loaded.has_state) {
        log_loaded(appliance, &appliance->loaded, now_mono_ns);
        carry_on(appliance, &appliance->loaded, now_mono_ns);
    }
    /* Whatever was in force when it stopped: the configuration may be another one, and the hour. */
    tell(appliance, KIOSK_BASELINE, now_mono_ns, appliance->baseline_days_left > 0);
    tell_quiet_hours(appliance, now_mono_ns);
}

void appliance_note_store(struct appliance *appliance, const struct err *err)
{
    trouble_take_store(&appliance->trouble, err);
    appliance_log(appliance, err->text);
}

void appliance_note_config(struct appliance *appliance, size_t mistakes)
{
    trouble_take_config(&appliance->trouble, mistakes);
}

void appliance_note_language(struct appliance *appliance, const char *code)
{
    trouble_take_language(&appliance->trouble, code);
}

void appliance_take_ledger(struct appliance *appliance)
{
    struct ledger_status status;
    struct err err = {0};

    ledger_read_status(appliance->ledger, &status);
    if (status.code != 0) {
        err.code = status.code;
        memcpy(err.text, status.text, sizeof(err.text));
        appliance_note_store(appliance, &err);
        return;
    }
    appliance->written_ns = status.written_mono_ns;
    trouble_clear_store(&appliance->trouble);
    if (status.set_aside[0] != '\0') {
        trouble_take_damage(&appliance->trouble, status.set_aside);
        appliance_log(appliance, trouble_note(&appliance->trouble));
    }
}

/* ----------------------------------------------------------------------------------- what comes */

void appliance_take_sensor(struct appliance *appliance, const struct sensor_event *event)
{
    static const enum kiosk_event_kind kinds[] = {
        [SENSOR_EDGE] = KIOSK_EDGE,  [SENSOR_LEVEL] = KIOSK_EDGE,
        [SENSOR_LOST] = KIOSK_TICK,  [SENSOR_FAULT] = KIOSK_LINE_FAULT,
        [SENSOR_OK] = KIOSK_LINE_OK, [SENSOR_TOUCH] = KIOSK_TOUCH,
        [SENSOR_END] = KIOSK_TICK,
    };
    struct kiosk_event to_core = {
        .kind = kinds[event->kind],
        .mono_ns = event->mono_ns,
        .line = event->line,
        .closed = event->closed,
        .touch = event->touch,
    };
    char text[96];

    if (event->kind == SENSOR_EDGE) {
        appliance->edges++;
        appliance->edge_ns[event->line] = event->mono_ns;
    }
    if (event->kind == SENSOR_LOST || event->kind == SENSOR_FAULT || event->kind == SENSOR_OK) {
        (void)snprintf(text, sizeof(text), "%s: %s", line_name(event->line),
                       event->kind == SENSOR_LOST    ? "edges were lost, levels are read again"
                       : event->kind == SENSOR_FAULT ? "cannot be read any more"
                                                     : "can be read again");
        appliance_log(appliance, text);
    }
    follow_clock_until(appliance, event->mono_ns);
    step(appliance, &to_core);
    if (event->kind == SENSOR_END)
        appliance->has_ended = true;
}

void appliance_take_display(struct appliance *appliance, const struct display_event *event)
{
    struct ui_asks asks;

    ui_event(&appliance->ui, event, &asks);
    for (int32_t i = 0; i < asks.count && !appliance->has_ended; i++) {
        struct kiosk_event touch = {
            .kind = KIOSK_TOUCH,
            .mono_ns = event->mono_ns,
            .touch = asks.touches[i],
            .quiet_min = asks.quiet_min,
        };

        step(appliance, &touch);
    }
}

static void tell_sound_problem(struct appliance *appliance)
{
    struct err err = {0};

    if (appliance->sound && appliance->sound->take_problem(appliance->sound->self, &err))
        appliance_log(appliance, err.text);
}

void appliance_tick(struct appliance *appliance, int64_t now_mono_ns)
{
    struct kiosk_event tick = {.kind = KIOSK_TICK, .mono_ns = now_mono_ns};

    tell_sound_problem(appliance);
    if (appliance->has_ended)
        return;
    if (now_mono_ns >= appliance->next_refresh_ns)
        appliance_clock_changed(appliance, now_mono_ns);
    follow_clock_until(appliance, now_mono_ns);
    step(appliance, &tick);
    if (appliance->ledger)
        ledger_tick(appliance->ledger, now_mono_ns);
}

static const struct diagnostics_shown *fill_diagnostics(struct appliance *appliance,
                                                        const struct view_context *context,
                                                        int64_t at_ns)
{
    struct view_sensor chair, mat;
    struct diagnostics_facts facts = {
        .now_mono_ns = at_ns,
        .started_mono_ns = appliance->started_ns,
        .wall = &appliance->wall,
        .source = appliance->source,
        .sensors = {[LINE_CHAIR] = &chair, [LINE_MAT] = &mat},
        .edges = appliance->edges,
        .store_note = trouble_store_note(&appliance->trouble),
        .written_mono_ns = appliance->written_ns,
        .display_driver = appliance->display_driver,
        .w_px = appliance->ui.layout.w,
        .h_px = appliance->ui.layout.h,
    };

    view_make_sensors(&appliance->glance, context, &chair, &mat);
    memcpy(facts.edge_mono_ns, appliance->edge_ns, sizeof(facts.edge_mono_ns));
    diagnostics_fill(&appliance->diagnostics, &facts);
    return &appliance->diagnostics.shown;
}

/* Before the frame is: the panel is lit when somebody comes, dark only once nobody is there. */
static void light(struct appliance *appliance, int64_t at_ns)
{
    bool is_night = wall_is_quiet_at(&appliance->wall, &appliance->lighting.night_hours, at_ns);
    struct err err = {0};

    if (lighting_follow(&appliance->lighting, !ui_is_alone(&appliance->ui), is_night, &err) < 0)
        appliance_log(appliance, err.text);
}

void appliance_show(struct appliance *appliance, int64_t now_mono_ns)
{
    /* An edge may have come in, with its own time, after the loop had read the clock. */
    int64_t at_ns = appliance->has_ended || now_mono_ns < appliance->kiosk.now_ns
                        ? appliance->kiosk.now_ns
                        : now_mono_ns;
    struct wall_local local = wall_local_at(&appliance->wall, at_ns);
    struct view_context context = {
        .local_second = local.second,
        .date = local.date,
        .weekday = local.weekday,
        .is_unsynchronised = appliance->wall.label == WALL_RTC,
        .source = appliance->source,
        .has_backlight = appliance->lighting.port && appliance->lighting.port->can_dim,
        .trouble = trouble_shown(&appliance->trouble),
        .note = trouble_note(&appliance->trouble),
    };

    kiosk_glance(&appliance->kiosk, at_ns, &appliance->scratch, appliance->bouts_ns,
                 &appliance->glance);
    context.chair_silent_days = appliance->glance.chair_silent_days;
    context.mat_silent_days = appliance->glance.mat_silent_days;
    if (ui_wants_diagnostics(&appliance->ui))
        context.diagnostics = fill_diagnostics(appliance, &context, at_ns);
    ui_update(&appliance->ui, &appliance->glance, &context, at_ns);
    light(appliance, at_ns);
    if (ui_take_stop(&appliance->ui) && !appliance->has_ended) {
        struct kiosk_event stop = {.kind = KIOSK_TOUCH, .mono_ns = at_ns, .touch = TOUCH_STOP};

        step(appliance, &stop);
    }
}

int64_t appliance_next_deadline(const struct appliance *appliance)
{
    int64_t due_ns = time_earlier(appliance->next_day_ns, appliance->next_quiet_ns);

    if (appliance->has_ended)
        return TIME_NEVER;
    if (appliance->wall.label != WALL_KERNEL) /* with its word, it tells of a step by itself */
        due_ns = time_earlier(due_ns, appliance->next_refresh_ns);
    due_ns = time_earlier(due_ns, kiosk_next_deadline(&appliance->kiosk));
    if (appliance->ledger)
        due_ns = time_earlier(due_ns, ledger_next_deadline(appliance->ledger));
    return due_ns;
}
