#include "core/kiosk.h"

#include <assert.h>

#include "base/units.h"
#include "core/settle.h"

/* The causes that each line's own faults are, as entries of the queue. */
static const struct {
    int32_t chattering;
    int32_t missing;
} line_causes[LINE_COUNT] = {
    [LINE_CHAIR] = {CONTACT_FAULT_CHAIR_CHATTERING, CONTACT_FAULT_CHAIR_MISSING},
    [LINE_MAT] = {CONTACT_FAULT_MAT_CHATTERING, CONTACT_FAULT_MAT_MISSING},
    [LINE_PLUG] = {CONTACT_FAULT_PLUG_CHATTERING, CONTACT_FAULT_PLUG_MISSING},
};

static struct coach_setup coach_setup_of(const struct kiosk_setup *setup)
{
    return (struct coach_setup){
        .interval_ns = setup->break_interval_ns,
        .duration_ns = setup->break_duration_ns,
        .raises = setup->break_raises,
        .has_suggestions = setup->has_suggestions,
    };
}

void kiosk_init(struct kiosk *kiosk, const struct kiosk_setup *setup, int64_t start_mono_ns,
                int date)
{
    const struct coach_setup coach_setup = coach_setup_of(setup);

    assert(setup->steps_per_closure == 1 || setup->steps_per_closure == 2);
    kiosk->setup = *setup;
    kiosk->now_ns = start_mono_ns;
    kiosk->horizon_ns = start_mono_ns - 1; /* nothing is certain yet */
    for (int line = 0; line < LINE_COUNT; line++)
        debounce_init(&kiosk->lines[line]);
    kiosk->lines[LINE_PLUG].closed = true;
    kiosk->lines[LINE_PLUG].raw_closed = true;
    contact_queue_init(&kiosk->queue);
    seat_init(&kiosk->seat);
    posture_init(&kiosk->posture, setup->has_mat, setup->steps_per_closure, start_mono_ns);
    leg_init(&kiosk->leg);
    coach_init(&kiosk->coach, &coach_setup, start_mono_ns);
    kiosk->bout = (struct bout){0};
    live_init(&kiosk->live, setup->has_mat, setup->steps_per_closure, start_mono_ns);
    silence_init(&kiosk->silence, start_mono_ns);
    kiosk->is_finished = false;
    kiosk->open_posture = POSTURE_STANDING;
    kiosk->open_start_ns = start_mono_ns;
    kiosk->open_end_ns = start_mono_ns;
    day_init(&kiosk->day, date, start_mono_ns);
}

/* ------------------------------------------------------------------------- what the stages emit */

/* The stages' effects pass through here: into day, bout and coach, then to the outside. */
struct relay {
    struct kiosk *kiosk;
    const struct effects *outside;
};

static void relay_effect(void *self, const struct effect *effect);

static void emit_day(void *self, const struct day *day)
{
    const struct relay *relay = self;
    struct effect effect = {
        .kind = EFFECT_DAY, .start_ns = day->start_ns, .end_ns = day->now_ns, .day = day};

    relay->outside->emit(relay->outside->self, &effect);
}

static void emit_open_interval(struct relay *relay)
{
    struct kiosk *kiosk = relay->kiosk;
    struct effect effect = {
        .kind = EFFECT_INTERVAL,
        .start_ns = kiosk->open_start_ns,
        .end_ns = kiosk->open_end_ns,
        .posture = kiosk->open_posture,
    };

    if (effect.end_ns > effect.start_ns)
        relay->outside->emit(relay->outside->self, &effect);
}

static void take_interval(struct relay *relay, const struct effect *interval)
{
    struct kiosk *kiosk = relay->kiosk;
    struct effects effects = {relay_effect, relay};

    if (interval->posture != kiosk->open_posture) {
        emit_open_interval(relay);
        kiosk->open_posture = interval->posture;
        kiosk->open_start_ns = interval->start_ns;
    }
    kiosk->open_end_ns = interval->end_ns;
    bout_add(&kiosk->bout, interval->posture, interval->end_ns - interval->start_ns);
    settle_judge(kiosk, interval, &effects);
    day_add_interval(&kiosk->day, interval->end_ns, interval->posture, emit_day, relay);
}

static void take_count(struct relay *relay, const struct effect *effect)
{
    struct kiosk *kiosk = relay->kiosk;
    struct effects effects = {relay_effect, relay};

    if (effect->count == DAY_LEG_MOVEMENT_NS)
        day_add_leg_movement(&kiosk->day, effect->start_ns, effect->end_ns);
    else
        day_add_count(&kiosk->day, effect->count, effect->end_ns, effect->amount);
    if (effect->count == DAY_CALF_RAISES && kiosk->leg.guided && !kiosk->is_finished)
        coach_take_raises(&kiosk->coach, effect->end_ns, effect->amount, &effects);
}

static void relay_effect(void *self, const struct effect *effect)
{
    struct relay *relay = self;

    if (effect->kind == EFFECT_INTERVAL) {
        take_interval(relay, effect);
        return;
    }
    if (effect->kind == EFFECT_COUNT)
        take_count(relay, effect);
    else if (effect->kind == EFFECT_PROMPT && effect->prompt->change < PROMPT_COUNTS)
        day_add_prompt(&relay->kiosk->day, effect->prompt->change, effect->end_ns);
    relay->outside->emit(relay->outside->self, effect);
}

static void emit_log(const struct effects *outside, int64_t at_ns, const char *text)
{
    struct effect effect = {.kind = EFFECT_LOG, .start_ns = at_ns, .end_ns = at_ns, .text = text};

    outside->emit(outside->self, &effect);
}

/* --------------------------------------------------------------------------- lines and contacts */

unsigned kiosk_line_faults(const struct kiosk *kiosk, enum line line)
{
    const struct debounce *debounce = &kiosk->lines[line];
    const struct debounce *plug = &kiosk->lines[LINE_PLUG];
    unsigned faults = LINE_FAULT_NONE;

    if (debounce->chattering)
        faults |= LINE_FAULT_CHATTERING;
    if (debounce->told)
        faults |= LINE_FAULT_MISSING;
    if (line == LINE_CHAIR && (!plug->closed || debounce_at_fault(plug)))
        faults |= LINE_FAULT_UNPLUGGED;
    return faults;
}

static void show_covered(struct kiosk *kiosk)
{
    if (!kiosk->setup.has_picture)
        return;
    live_set_covered(&kiosk->live,
                     kiosk->posture.paused || kiosk_line_faults(kiosk, LINE_CHAIR) != 0 ||
                         (kiosk->setup.has_mat && kiosk_line_faults(kiosk, LINE_MAT) != 0 &&
                          !kiosk->live.chair_closed));
}

/*
 * Most contacts of a day are the mat's, and wait for nobody: when no other line may still say
 * something earlier and nothing is undecided, what the queue would do is skipped.
 */
static void pass_mat_contact(struct kiosk *kiosk, int64_t at_ns, bool closed,
                             const struct effects *relay)
{
    const struct contact entry = {at_ns, closed, CONTACT_MAT, CONTACT_PLAIN};

    if (kiosk->queue.head == kiosk->queue.tail && at_ns < kiosk->now_ns &&
        !kiosk->lines[LINE_CHAIR].bursting && !kiosk->lines[LINE_PLUG].bursting)
        settle_mat_contact(kiosk, &entry, relay);
    else
        contact_push(&kiosk->queue, at_ns, CONTACT_MAT, closed);
}

static void push_contact(struct kiosk *kiosk, enum line line, int64_t at_ns, bool closed,
                         const struct effects *relay)
{
    struct contact_queue *queue = &kiosk->queue;

    switch (line) {
    case LINE_CHAIR:
        contact_push(queue, at_ns, CONTACT_CHAIR, closed);
        silence_take_chair(&kiosk->silence, at_ns);
        if (kiosk->setup.has_picture)
            live_take_chair(&kiosk->live, kiosk->now_ns, closed);
        show_covered(kiosk); /* the mat's fault covers standing, not sitting */
        break;
    case LINE_MAT:
        pass_mat_contact(kiosk, at_ns, closed, relay);
        silence_take_mat(&kiosk->silence, at_ns);
        if (kiosk->setup.has_picture)
            live_take_mat(&kiosk->live, at_ns, kiosk->now_ns, closed, relay);
        break;
    case LINE_PLUG:
        contact_push(queue, at_ns, closed ? CONTACT_FAULT_END : CONTACT_FAULT_BEGIN,
                     CONTACT_FAULT_CHAIR_UNPLUGGED);
        show_covered(kiosk);
        break;
    case LINE_COUNT:
        break;
    }
}

static void take_output(struct kiosk *kiosk, enum line line, const struct debounce_output *output,
                        int32_t cause, const struct effects *relay)
{
    switch (output->kind) {
    case DEBOUNCE_NOTHING:
        break;
    case DEBOUNCE_CONTACT:
        push_contact(kiosk, line, output->at_ns, output->closed, relay);
        break;
    case DEBOUNCE_FAULT_BEGIN:
        contact_push(&kiosk->queue, output->at_ns, CONTACT_FAULT_BEGIN, cause);
        break;
    case DEBOUNCE_FAULT_END:
        if (!kiosk->lines[line].bursting) /* else the contact comes when it has held */
            push_contact(kiosk, line, output->at_ns, output->closed, relay);
        contact_push(&kiosk->queue, output->at_ns, CONTACT_FAULT_END, cause);
        break;
    }
    show_covered(kiosk);
}

static void advance_line(struct kiosk *kiosk, enum line line, const struct effects *relay)
{
    struct debounce_output output;

    while (debounce_advance(&kiosk->lines[line], kiosk->now_ns, &output)) {
        if (output.kind == DEBOUNCE_CONTACT) {
            push_contact(kiosk, line, output.at_ns, output.closed, relay);
            continue;
        }
        if (output.kind == DEBOUNCE_FAULT_BEGIN)
            emit_log(relay, output.at_ns, "a line chatters: no level holds for 30 ms");
        take_output(kiosk, line, &output, line_causes[line].chattering, relay);
    }
}

static void advance_lines(struct kiosk *kiosk, const struct effects *relay)
{
    for (int line = 0; line < LINE_COUNT; line++) {
        if (!debounce_is_settled(&kiosk->lines[line]))
            advance_line(kiosk, (enum line)line, relay);
    }
}

static int64_t horizon_ns(const struct kiosk *kiosk)
{
    int64_t horizon = kiosk->now_ns;

    for (int line = 0; line < LINE_COUNT; line++) {
        int64_t line_horizon = debounce_horizon(&kiosk->lines[line], kiosk->now_ns);

        if (line_horizon < horizon)
            horizon = line_horizon;
    }
    return horizon;
}

/* ----------------------------------------------------------------------------------------- step */

static void tell_fault(struct kiosk *kiosk, enum line line, bool told, int32_t cause,
                       const struct effects *relay)
{
    struct debounce_output output;
    bool chattered = kiosk->lines[line].chattering;

    debounce_tell_fault(&kiosk->lines[line], kiosk->now_ns, told, &output);
    if (told && chattered) {
        /* Now at fault for another reason, so that the right one ends it. */
        contact_push(&kiosk->queue, kiosk->now_ns, CONTACT_FAULT_BEGIN, cause);
        contact_push(&kiosk->queue, kiosk->now_ns, CONTACT_FAULT_END, line_causes[line].chattering);
    }
    take_output(kiosk, line, &output, cause, relay);
}

static void tell_running(struct kiosk *kiosk, bool running, const struct effects *relay)
{
    if (!running) {
        /* One cause takes the place of all: which lines are missing is found anew afterwards. */
        contact_push(&kiosk->queue, kiosk->now_ns, CONTACT_FAULT_BEGIN, CONTACT_FAULT_NOT_RUNNING);
        contact_push(&kiosk->queue, kiosk->now_ns, CONTACT_FAULT_END,
                     CONTACT_FAULT_CHAIR_MISSING | CONTACT_FAULT_PLUG_MISSING |
                         CONTACT_FAULT_MAT_MISSING);
    }
    for (int line = 0; line < LINE_COUNT; line++)
        tell_fault(kiosk, (enum line)line, !running, CONTACT_FAULT_NOT_RUNNING, relay);
}

static int32_t quiet_min_of(const struct kiosk_event *event)
{
    const int32_t day_min = 24 * 60;

    if (event->quiet_min < 0)
        return -1;
    return event->quiet_min > day_min ? day_min : event->quiet_min;
}

static void apply(struct kiosk *kiosk, const struct kiosk_event *event, const struct effects *relay)
{
    switch (event->kind) {
    case KIOSK_LINE_FAULT:
    case KIOSK_LINE_OK:
        tell_fault(kiosk, event->line, event->kind == KIOSK_LINE_FAULT,
                   line_causes[event->line].missing, relay);
        break;
    case KIOSK_TOUCH:
        contact_push(&kiosk->queue, event->mono_ns, CONTACT_TOUCH,
                     contact_touch_value(event->touch, quiet_min_of(event)));
        break;
    case KIOSK_QUIET_HOURS:
        contact_push(&kiosk->queue, event->mono_ns, CONTACT_QUIET_HOURS, event->is_on);
        break;
    case KIOSK_BASELINE:
        contact_push(&kiosk->queue, event->mono_ns, CONTACT_BASELINE, event->is_on);
        break;
    case KIOSK_DAY_START:
        contact_push(&kiosk->queue, event->mono_ns, CONTACT_DAY, event->date);
        if (kiosk->setup.has_picture)
            live_begin_day(&kiosk->live);
        break;
    case KIOSK_STOPPED:
    case KIOSK_RESTARTED:
        tell_running(kiosk, event->kind == KIOSK_RESTARTED, relay);
        break;
    case KIOSK_EDGE:
    case KIOSK_TICK:
        break;
    }
}

/* Takes what has become certain since the last time. */
static void settle(struct kiosk *kiosk, const struct effects *relay)
{
    int64_t horizon = horizon_ns(kiosk);

    if (horizon == kiosk->horizon_ns)
        return; /* a bounce within a burst: nothing has become certain */
    kiosk->horizon_ns = horizon;
    settle_until(kiosk, horizon, false, relay);
    show_covered(kiosk); /* a pause may have begun or ended */
}

int kiosk_step(struct kiosk *kiosk, const struct kiosk_event *event, const struct effects *effects)
{
    struct relay self = {kiosk, effects};
    struct effects relay = {relay_effect, &self};
    int32_t lost = kiosk->queue.lost;

    if (event->mono_ns < kiosk->now_ns)
        return -ERR_BACKWARDS;
    kiosk->now_ns = event->mono_ns;
    if (kiosk->setup.has_picture)
        live_advance(&kiosk->live, event->mono_ns);
    advance_lines(kiosk, &relay);
    if (event->kind == KIOSK_EDGE) {
        debounce_edge(&kiosk->lines[event->line], event->mono_ns, event->closed);
        /* An edge alone makes nothing certain; what time does, the next tick or contact brings. */
        if (kiosk->queue.head == kiosk->queue.tail)
            return 0;
    } else {
        settle(kiosk, &relay); /* so that the coach has seen a touch before the next one comes */
        apply(kiosk, event, &relay);
    }
    if (kiosk->queue.lost != lost)
        emit_log(effects, event->mono_ns, "more touches at once than can be kept: one is dropped");
    settle(kiosk, &relay);
    return 0;
}

void kiosk_name_day(struct kiosk *kiosk, int date)
{
    kiosk->day.date = date;
}

void kiosk_set_protocol(struct kiosk *kiosk, const struct kiosk_setup *setup)
{
    kiosk->setup.break_interval_ns = setup->break_interval_ns;
    kiosk->setup.break_duration_ns = setup->break_duration_ns;
    kiosk->setup.break_raises = setup->break_raises;
    kiosk->setup.has_suggestions = setup->has_suggestions;
    kiosk->coach.setup = coach_setup_of(setup);
    coach_resume(&kiosk->coach);
}

static int64_t earlier_ns(int64_t a_ns, int64_t b_ns)
{
    return a_ns < b_ns ? a_ns : b_ns;
}

int64_t kiosk_next_deadline(const struct kiosk *kiosk)
{
    int64_t due_ns = TIME_NEVER;
    bool waits_for_time =
        kiosk->queue.released != kiosk->queue.tail && horizon_ns(kiosk) == kiosk->now_ns;
    int64_t later[] = {
        seat_commits_ns(&kiosk->seat),
        posture_next_deadline(&kiosk->posture),
        /* The coach decides for a moment when nothing of that moment can still come. */
        kiosk->coach.next_ns == TIME_NEVER ? TIME_NEVER : kiosk->coach.next_ns + 1,
        kiosk->setup.has_picture ? live_next_deadline(&kiosk->live) : TIME_NEVER,
        kiosk->setup.has_picture ? leg_series_end(&kiosk->leg) : TIME_NEVER,
        /* What came in at this very moment is released as soon as time has passed. */
        waits_for_time ? kiosk->now_ns + 1 : TIME_NEVER,
    };

    for (int line = 0; line < LINE_COUNT; line++)
        due_ns = earlier_ns(due_ns, debounce_next_deadline(&kiosk->lines[line]));
    for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
        /* A moment that has passed waits for something else, which has a deadline of its own. */
        if (later[i] > kiosk->now_ns)
            due_ns = earlier_ns(due_ns, later[i]);
    }
    return due_ns;
}

static void finish(struct kiosk *kiosk, int64_t end_ns, bool presume, const struct effects *effects)
{
    struct relay self = {kiosk, effects};
    struct effects relay = {relay_effect, &self};

    assert(end_ns >= kiosk->now_ns);
    kiosk->now_ns = end_ns;
    if (kiosk->setup.has_picture)
        live_advance(&kiosk->live, end_ns);
    advance_lines(kiosk, &relay);
    settle_finish(kiosk, end_ns, presume, &relay);
    show_covered(kiosk);
    emit_open_interval(&self);
}

void kiosk_finish(struct kiosk *kiosk, int64_t end_mono_ns, const struct effects *effects)
{
    finish(kiosk, end_mono_ns, false, effects);
}

void kiosk_presume(struct kiosk *kiosk, int64_t now_mono_ns, const struct effects *effects)
{
    finish(kiosk, now_mono_ns, true, effects);
}
