/* How the appliance begins: from nothing, or from what was kept. */
#include "kiosk/appliance_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/units.h"

void appliance_init(struct appliance *appliance, const struct kiosk_setup *setup,
                    const struct wall *wall, enum view_source source, const struct text_port *text,
                    int32_t w_px, int32_t h_px, bool reduced_motion, int64_t now_mono_ns)
{
    memset(appliance, 0, sizeof(*appliance));
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
    appliance_plan_next_day(appliance, now_mono_ns);
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
    appliance_step(appliance, &stopped);
    appliance_plan_next_day(appliance, loaded->stopped_ns);
    appliance_begin_days_until(appliance, now_mono_ns);
    appliance_step(appliance, &restarted);
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
    appliance_tell(appliance, KIOSK_BASELINE, now_mono_ns, appliance->baseline_days_left > 0);
    appliance_tell_quiet_hours(appliance, now_mono_ns);
}
