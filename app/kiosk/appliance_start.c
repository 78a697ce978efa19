/* How the appliance begins: from nothing, or from what was kept. */
#include "kiosk/appliance_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/language.h"
#include "base/units.h"
#include "kiosk/requests.h"
#include "ui/setup.h"

void appliance_init(struct appliance *appliance, const struct kiosk_setup *setup,
                    const struct wall *wall, enum view_source source, const struct text_port *text,
                    int32_t w_px, int32_t h_px, bool reduced_motion, int64_t now_mono_ns)
{
    appliance->wall = *wall;
    appliance->source = source;
    appliance->date = wall_date_at(wall, now_mono_ns);
    appliance->next_refresh_ns = now_mono_ns + APPLIANCE_REFRESH_NS;
    appliance->next_quiet_ns = TIME_NEVER;
    appliance->started_ns = now_mono_ns;
    appliance->written_ns = TIME_NEVER;
    appliance->display_driver = "";
    for (int i = 0; i < LINE_COUNT; i++)
        appliance->edge_ns[i] = TIME_NEVER;
    queueing_init(&appliance->queueing, NULL, SYNC_NOWHERE, &appliance->choices.files, "",
                  &wall->calendar);
    appliance_plan_next_day(appliance, now_mono_ns);
    config_set_defaults(&appliance->choices.files);
    choices_init(&appliance->choices, &appliance->choices.files);
    kiosk_init(&appliance->kiosk, setup, now_mono_ns, appliance->date);
    history_init(&appliance->history, &appliance->kiosk, wall->clock.boot_id(wall->clock.self));
    ui_init(&appliance->ui, w_px, h_px, text, reduced_motion);
}

void appliance_set_config(struct appliance *appliance, const struct config *config,
                          const struct display_port *display)
{
    appliance->display = display;
    appliance->has_config = true;
    for (int i = 0; i < LANGUAGE_COUNT; i++)
        appliance->lacks_cjk |= !language_has_typeface(&languages[i]);
    choices_init(&appliance->choices, config);
    requests_apply_all(appliance);
}

void appliance_set_outbox(struct appliance *appliance, const struct outbox *outbox,
                          enum sync_state without, const struct config *config, const char *url)
{
    queueing_init(&appliance->queueing, outbox, without, config, url, &appliance->wall.calendar);
}

bool appliance_is_new(const struct appliance *appliance)
{
    return !appliance->loaded.has_state && !appliance->choices.has_setup_row;
}

void appliance_begin_setup(struct appliance *appliance, int64_t now_mono_ns)
{
    struct ui_request request = {.kind = UI_REQUEST_SETUP, .number = SETUP_LANGUAGE};

    requests_take(appliance, &request, now_mono_ns);
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
    history_pages_init(&appliance->history_pages, baseline_days);
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
    int date;

    if (appliance->wall.label == WALL_NONE)
        return;
    /* A time set by hand has only just been taken up: the day has no name yet. */
    date = wall_date_at(&appliance->wall, now_mono_ns);
    from_wall_ns = calendar_start_s(&appliance->wall.calendar, date) * NS_PER_S;
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
    appliance_step(appliance, &stopped);
    appliance_plan_next_day(appliance, loaded->stopped_ns);
    appliance_begin_days_until(appliance, now_mono_ns);
    appliance_step(appliance, &restarted);
}

static void take_row(void *context, const struct store_setting *row)
{
    struct appliance *appliance = context;

    choices_take_row(&appliance->choices, row);
}

/* A choice that cannot be read has its default, and the screen says so. */
static void load_choices(struct appliance *appliance, const struct store *store)
{
    struct choices *choices = &appliance->choices;
    struct err err = {0};
    int damaged = 0;

    if (store->read_settings(store->self, take_row, appliance, &damaged, &err) < 0)
        appliance_log(appliance, err.text);
    choices->damaged += (size_t)damaged;
    if (choices->damaged > 0)
        trouble_take_choices(&appliance->trouble, choices->damaged);
    requests_apply_all(appliance);
    if (store->read_day_count(store->self, INT32_MAX, &appliance->kept_days, &err) < 0)
        appliance_log(appliance, err.text);
}

/* What a person said of this boot's time before the kiosk was started again still holds. */
static void take_up_time(struct appliance *appliance)
{
    const struct history_loaded *loaded = &appliance->loaded;
    struct wall *wall = &appliance->wall;

    if (!loaded->has_state || loaded->boot.label != STORE_LABEL_PERSON ||
        strcmp(loaded->boot.boot_id, wall->clock.boot_id(wall->clock.self)) != 0)
        return;
    wall_take_person(wall, loaded->boot.wall_offset_ns);
    (void)wall_refresh(wall);
}

void appliance_load(struct appliance *appliance, const struct store *store, int64_t now_mono_ns)
{
    struct err err = {0};

    if (history_load(store, &appliance->kiosk, &appliance->wall, now_mono_ns, &appliance->loaded,
                     &err) < 0)
        appliance_log(appliance, err.text);
    take_up_time(appliance);
    load_choices(appliance, store);
    load_baseline(appliance, store);
    load_strip(appliance, store, now_mono_ns);
}

void appliance_begin(struct appliance *appliance, struct ledger *ledger, int64_t now_mono_ns)
{
    appliance->ledger = ledger;
    history_start(&appliance->history, ledger);
    history_label(&appliance->history, &appliance->wall);
    if (appliance->choices.owes_withdrawal)
        queueing_withdraw(&appliance->queueing);
    if (appliance->loaded.has_state) {
        log_loaded(appliance, &appliance->loaded, now_mono_ns);
        carry_on(appliance, &appliance->loaded, now_mono_ns);
    }
    /* Whatever was in force when it stopped: the configuration may be another one, and the hour. */
    appliance_tell(appliance, KIOSK_BASELINE, now_mono_ns, appliance->baseline_days_left > 0);
    appliance_tell_quiet_hours(appliance, now_mono_ns);
}

/* The levels as the core had them, for one that knows nothing. */
static void tell_levels(struct appliance *appliance, const struct kiosk_glance *before,
                        int64_t now_ns)
{
    const struct {
        enum line line;
        bool closed;
        unsigned faults;
    } lines[] = {
        {LINE_CHAIR, before->chair_closed, before->chair_faults},
        {LINE_MAT, before->mat_closed, before->mat_faults},
    };

    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        struct kiosk_event event = {
            .kind = lines[i].faults & LINE_FAULT_MISSING ? KIOSK_LINE_FAULT : KIOSK_EDGE,
            .mono_ns = now_ns,
            .line = lines[i].line,
            .closed = lines[i].closed,
        };

        appliance_step(appliance, &event);
    }
}

void appliance_begin_afresh(struct appliance *appliance, int64_t now_mono_ns)
{
    struct kiosk_setup setup = appliance->kiosk.setup;

    if (now_mono_ns < appliance->kiosk.now_ns)
        now_mono_ns = appliance->kiosk.now_ns;
    appliance->kept_days = 0;
    appliance->baseline_days_left = appliance->choices.files.coach.baseline_days;
    appliance->date = wall_date_at(&appliance->wall, now_mono_ns);
    kiosk_glance(&appliance->kiosk, now_mono_ns, &appliance->scratch, appliance->bouts_ns,
                 &appliance->glance);
    kiosk_init(&appliance->kiosk, &setup, now_mono_ns, appliance->date);
    ui_forget(&appliance->ui);
    history_label(&appliance->history, &appliance->wall);
    appliance_plan_next_day(appliance, now_mono_ns);
    appliance_tell(appliance, KIOSK_BASELINE, now_mono_ns, appliance->baseline_days_left > 0);
    appliance_tell_quiet_hours(appliance, now_mono_ns);
    tell_levels(appliance, &appliance->glance, now_mono_ns);
}
