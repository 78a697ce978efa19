#include "kiosk/appliance_parts.h"

#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "kiosk/requests.h"
#include "ui/history_page.h"
#include "ui/i18n.h"

void appliance_log(struct appliance *appliance, const char *text)
{
    /* What goes wrong every minute is told once. */
    if (strncmp(text, appliance->logged, sizeof(appliance->logged) - 1) == 0)
        return;
    (void)snprintf(appliance->logged, sizeof(appliance->logged), "%s", text);
    if (appliance->log)
        appliance->log(appliance->log_self, text);
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

void appliance_write_trouble(struct appliance *appliance, char *text, size_t size)
{
    const char *note = trouble_note(&appliance->trouble);

    if (note[0] != '\0')
        (void)snprintf(text, size, "%s", note);
    else
        screen_fault_title(&appliance->ui.view, text, size);
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
    appliance_follow_clock_until(appliance, event->mono_ns);
    appliance_step(appliance, &to_core);
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

        appliance_step(appliance, &touch);
    }
    requests_take(appliance, &asks.request, event->mono_ns);
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
    appliance_follow_clock_until(appliance, now_mono_ns);
    appliance_step(appliance, &tick);
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
        .sync = &appliance->queueing.shown,
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

static const struct history_shown *fill_history(struct appliance *appliance, int64_t at_ns)
{
    struct history_now now = {
        .wall = &appliance->wall,
        .today = appliance->date,
        .glance = &appliance->glance,
        .bouts_ns = appliance->bouts_ns,
        .timeline = &appliance->ui.timeline,
        .mono_ns = at_ns,
    };
    struct history_ask ask;
    bool is_asked = history_asks(&appliance->ui, &ask);

    return history_pages_show(&appliance->history_pages, is_asked ? &ask : NULL, appliance->ledger,
                              &now);
}

static const struct sync_shown *follow_queueing(struct appliance *appliance, int64_t at_ns)
{
    struct queueing *queueing = &appliance->queueing;

    queueing_follow(queueing, appliance->ledger, &appliance->wall, ui_wants_sync(&appliance->ui),
                    at_ns);
    if (queueing->problem[0] != '\0')
        appliance_log(appliance, queueing->problem);
    return &queueing->shown;
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
    struct ui_request request;
    struct view_context context = {
        .local_second = local.second,
        .date = local.date,
        .weekday = local.weekday,
        .is_unsynchronised = appliance->wall.label != WALL_KERNEL,
        .source = appliance->source,
        .dims_picture = lighting_dims_picture(&appliance->lighting),
        .trouble = trouble_shown(&appliance->trouble),
        .note = trouble_note(&appliance->trouble),
    };

    kiosk_glance(&appliance->kiosk, at_ns, &appliance->scratch, appliance->bouts_ns,
                 &appliance->glance);
    context.chair_silent_days = appliance->glance.chair_silent_days;
    context.mat_silent_days = appliance->glance.mat_silent_days;
    if (ui_wants_diagnostics(&appliance->ui))
        context.diagnostics = fill_diagnostics(appliance, &context, at_ns);
    context.history = fill_history(appliance, at_ns);
    context.sync = follow_queueing(appliance, at_ns);
    requests_note_withdrawal(appliance, at_ns);
    requests_show(appliance, at_ns, &context.settings);
    ui_update(&appliance->ui, &appliance->glance, &context, at_ns);
    if (ui_take_request(&appliance->ui, &request))
        requests_take(appliance, &request, at_ns);
    light(appliance, at_ns);
    if (ui_take_stop(&appliance->ui) && !appliance->has_ended) {
        struct kiosk_event stop = {.kind = KIOSK_TOUCH, .mono_ns = at_ns, .touch = TOUCH_STOP};

        appliance_step(appliance, &stop);
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
    if (appliance->ledger)
        due_ns = time_earlier(due_ns, queueing_next_deadline(&appliance->queueing));
    return due_ns;
}
