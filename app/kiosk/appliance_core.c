/* The core within the appliance: what it decides, and the days and hours that it is told of. */
#include "kiosk/appliance_parts.h"

#include <stdlib.h>

#include "base/units.h"

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
        if (appliance->sound && is_pulse(effect->prompt) &&
            (!appliance->has_config || appliance->choices.config.coach.has_chime))
            appliance->sound->play_chime(appliance->sound->self);
        break;
    case EFFECT_DAY:
        appliance->kept_days += effect->day->date != 0;
        break;
    case EFFECT_COUNT:
        break;
    }
    history_take(&appliance->history, effect);
}

void appliance_step(struct appliance *appliance, const struct kiosk_event *event)
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

void appliance_plan_next_day(struct appliance *appliance, int64_t now_mono_ns)
{
    appliance->next_day_ns = wall_next_day_mono_ns(&appliance->wall, now_mono_ns);
}

void appliance_tell(struct appliance *appliance, enum kiosk_event_kind kind, int64_t at_ns,
                    bool is_on)
{
    struct kiosk_event event = {.kind = kind, .mono_ns = at_ns, .is_on = is_on};

    appliance_step(appliance, &event);
}

static void begin_day(struct appliance *appliance, int date, int64_t at_ns)
{
    struct kiosk_event event = {.kind = KIOSK_DAY_START, .mono_ns = at_ns, .date = date};

    appliance_step(appliance, &event);
    ui_new_day(&appliance->ui);
    appliance->date = date;
    if (appliance->baseline_days_left > 0 && --appliance->baseline_days_left == 0)
        appliance_tell(appliance, KIOSK_BASELINE, at_ns, false);
}

void appliance_begin_days_until(struct appliance *appliance, int64_t now_mono_ns)
{
    while (appliance->next_day_ns <= now_mono_ns) {
        int64_t at_ns = appliance->next_day_ns;
        int date = wall_date_at(&appliance->wall, at_ns);

        if (date > appliance->date)
            begin_day(appliance, date, at_ns);
        appliance_plan_next_day(appliance, at_ns);
    }
}

/* What the wall clock says of this moment, as often as it may say something else. */
void appliance_tell_quiet_hours(struct appliance *appliance, int64_t at_ns)
{
    const struct quiet_hours *hours = &appliance->quiet_hours;

    appliance_tell(appliance, KIOSK_QUIET_HOURS, at_ns,
                   wall_is_quiet_at(&appliance->wall, hours, at_ns));
    appliance->next_quiet_ns = wall_next_quiet_mono_ns(&appliance->wall, hours, at_ns);
}

void appliance_follow_clock_until(struct appliance *appliance, int64_t now_mono_ns)
{
    while (appliance->next_quiet_ns <= now_mono_ns) {
        appliance_begin_days_until(appliance, appliance->next_quiet_ns);
        appliance_tell_quiet_hours(appliance, appliance->next_quiet_ns);
    }
    appliance_begin_days_until(appliance, now_mono_ns);
}

/* A step that no night explains: it is the date that was wrong, or is now. */
static bool is_misdated(const struct wall *before, const struct wall *after)
{
    return before->label != WALL_NONE && after->label != WALL_NONE &&
           llabs(after->offset_ns - before->offset_ns) >= S_PER_DAY * NS_PER_S;
}

void appliance_clock_changed(struct appliance *appliance, int64_t now_mono_ns)
{
    struct wall before = appliance->wall;
    int date;

    appliance->next_refresh_ns = now_mono_ns + APPLIANCE_REFRESH_NS;
    if (!wall_refresh(&appliance->wall))
        return;
    history_label(&appliance->history, &appliance->wall);
    date = wall_date_at(&appliance->wall, now_mono_ns);
    if (appliance->date == 0 || is_misdated(&before, &appliance->wall)) {
        /*
         * The day that began without a name, or under a wrong one, as its records did: now it has
         * one. Ended under a year to come it would be the last for that long.
         */
        kiosk_name_day(&appliance->kiosk, date);
        appliance->date = date;
    } else if (date > appliance->date) {
        begin_day(appliance, date, now_mono_ns);
    }
    /* A clock set back does not bring yesterday back: the day in force lasts until its end. */
    appliance_plan_next_day(appliance, now_mono_ns);
    appliance_tell_quiet_hours(appliance, now_mono_ns);
    ui_expose(&appliance->ui);
}
