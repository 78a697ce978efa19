#include "core/settle.h"

#include "base/units.h"

static int64_t later_ns(int64_t a_ns, int64_t b_ns)
{
    return a_ns > b_ns ? a_ns : b_ns;
}

/* No hold-off stands before the postures: they go with the time. */
static bool postures_are_free(const struct kiosk *kiosk)
{
    return kiosk->queue.head == kiosk->queue.released;
}

/* ------------------------------------------------------------------------------------- judging */

void settle_judge(struct kiosk *kiosk, const struct effect *interval, const struct effects *relay)
{
    struct moving *moving = &kiosk->coach.moving;
    int64_t duration_ns = kiosk->setup.break_duration_ns;
    int64_t known_ns = interval->end_ns;
    int64_t qualified_ns;

    if (kiosk->posture.seated)
        return;
    if (interval->posture == POSTURE_AWAY)
        known_ns = posture_away_known_ns(&kiosk->posture);
    qualified_ns = moving_add(moving, interval->posture, interval->start_ns, interval->end_ns,
                              later_ns(known_ns, moving->known_from_ns), duration_ns);
    kiosk->posture.tell_by_ns = moving_earliest_ns(moving, interval->end_ns, duration_ns);
    if (kiosk->is_finished)
        return;
    if (qualified_ns != TIME_NEVER)
        coach_qualify(&kiosk->coach, qualified_ns, relay);
    if (moving->unknown_ns >= duration_ns)
        coach_restart_unseen(&kiosk->coach);
}

/* The bag on the chair is known four hours after the last evidence: until then it was sitting. */
static void tell_unattended(struct kiosk *kiosk, const struct effects *relay)
{
    int64_t known_ns = kiosk->posture.evidence_ns + POSTURE_UNATTENDED_NS;

    if (!kiosk->posture.unattended || kiosk->coach.unattended)
        return;
    coach_advance(&kiosk->coach, known_ns, true, relay);
    coach_set_unattended(&kiosk->coach, known_ns, true);
}

static void advance(struct kiosk *kiosk, int64_t until_ns, bool inclusive,
                    const struct effects *relay)
{
    if (postures_are_free(kiosk)) {
        posture_advance(&kiosk->posture, &kiosk->leg, until_ns, relay);
        tell_unattended(kiosk, relay);
    }
    coach_advance(&kiosk->coach, until_ns, inclusive, relay);
}

/* ------------------------------------------------------------------------------------ postures */

/* Gives every released and decided entry to the postures. */
static void drain(struct kiosk *kiosk, const struct effects *relay)
{
    struct contact_queue *queue = &kiosk->queue;
    struct moving *moving = &kiosk->coach.moving;

    while (queue->head != queue->released) {
        const struct contact *entry = contact_at(queue, queue->head);

        if (entry->verdict == CONTACT_WAITING)
            return;
        posture_take(&kiosk->posture, &kiosk->leg, entry, relay);
        if (entry->verdict == CONTACT_SEATED) {
            moving_end_vacancy(moving, coach_has_open_prompt(&kiosk->coach));
        } else if (entry->verdict == CONTACT_VACATED) {
            moving_begin_vacancy(moving);
            kiosk->posture.tell_by_ns =
                moving_earliest_ns(moving, entry->at_ns, kiosk->setup.break_duration_ns);
        }
        queue->head++;
    }
}

void settle_mat_contact(struct kiosk *kiosk, const struct contact *entry,
                        const struct effects *relay)
{
    if (kiosk->coach.next_ns <= entry->at_ns)
        advance(kiosk, entry->at_ns, true, relay);
    posture_take(&kiosk->posture, &kiosk->leg, entry, relay);
    if (kiosk->posture.unattended != kiosk->coach.unattended)
        tell_unattended(kiosk, relay);
}

/* ------------------------------------------------------------------------------------- entries */

/* The hold-off that was pending since `since_ns` has come to something, or to nothing. */
static void tell_settled(struct kiosk *kiosk, int64_t at_ns, int64_t since_ns,
                         const struct effects *relay)
{
    kiosk->coach.moving.known_from_ns = at_ns;
    coach_settle(&kiosk->coach, at_ns, since_ns, kiosk->seat.seated, relay);
}

static void tell_fault(struct kiosk *kiosk, const struct contact *entry)
{
    struct coach *coach = &kiosk->coach;

    if ((unsigned)entry->value & CONTACT_FAULT_NOT_RUNNING) {
        coach_set_running(coach, entry->at_ns, entry->kind == CONTACT_FAULT_END);
        coach_set_unattended(coach, entry->at_ns, false);
    }
    coach_set_fault(coach, entry->at_ns, kiosk->seat.faults != 0);
}

static void begin_day(struct kiosk *kiosk, const struct contact *entry, const struct effects *relay)
{
    struct effect effect = {
        .kind = EFFECT_LOG,
        .start_ns = entry->at_ns,
        .end_ns = entry->at_ns,
        .text = "too many undecided kiosk days: one is merged",
    };

    if (!day_add_start(&kiosk->day, entry->value, entry->at_ns))
        relay->emit(relay->self, &effect);
    coach_begin_day(&kiosk->coach, entry->at_ns);
}

static void take_touch(struct kiosk *kiosk, const struct contact *entry,
                       const struct effects *relay)
{
    const struct coach_touch touch = {
        .kind = contact_touch(entry->value),
        .quiet_min = contact_touch_quiet_min(entry->value),
        .mat_counts = kiosk->setup.has_mat && (kiosk->posture.faults & CONTACT_FAULT_MAT_ANY) == 0,
    };

    coach_take_touch(&kiosk->coach, entry->at_ns, &touch, relay);
}

/* What an entry says besides what it means for the seat. */
static void tell_entry(struct kiosk *kiosk, const struct contact *entry,
                       const struct effects *relay)
{
    struct coach *coach = &kiosk->coach;

    switch ((enum contact_kind)entry->kind) {
    case CONTACT_DAY:
        begin_day(kiosk, entry, relay);
        break;
    case CONTACT_FAULT_BEGIN:
    case CONTACT_FAULT_END:
        tell_fault(kiosk, entry);
        break;
    case CONTACT_TOUCH:
        if (coach->unattended)
            coach_set_unattended(coach, entry->at_ns, false);
        take_touch(kiosk, entry, relay);
        break;
    case CONTACT_QUIET_HOURS:
        coach_set_quiet_hours(coach, entry->at_ns, entry->value != 0);
        break;
    case CONTACT_BASELINE:
        coach_set_baseline(coach, entry->at_ns, entry->value != 0);
        break;
    case CONTACT_CHAIR:
    case CONTACT_MAT:
    case CONTACT_KINDS:
        break;
    }
}

static void take_entry(struct kiosk *kiosk, const struct effects *relay)
{
    struct seat *seat = &kiosk->seat;
    const struct contact *entry = contact_at(&kiosk->queue, kiosk->queue.released);
    bool was_pending = seat->pending;
    int64_t since_ns = seat->since_ns;
    bool chair_changes = entry->kind == CONTACT_CHAIR && (entry->value != 0) != seat->chair_closed;

    seat_take(seat, &kiosk->queue);
    if (was_pending && !seat->pending)
        tell_settled(kiosk, entry->at_ns, since_ns, relay);
    if (chair_changes && kiosk->coach.unattended)
        coach_set_unattended(&kiosk->coach, entry->at_ns, false);
    tell_entry(kiosk, entry, relay);
    if (!was_pending && seat->pending)
        coach_begin_pending(&kiosk->coach, entry->at_ns);
    drain(kiosk, relay);
}

/* ---------------------------------------------------------------------------------------- time */

/* Does it take effect before all else that is decided at its moment? */
static bool comes_first(const struct contact *entry)
{
    return entry->kind == CONTACT_DAY || entry->kind == CONTACT_QUIET_HOURS ||
           entry->kind == CONTACT_BASELINE;
}

static const struct contact *next_entry(struct kiosk *kiosk, int64_t until_ns, bool inclusive)
{
    struct contact_queue *queue = &kiosk->queue;
    const struct contact *entry = contact_at(queue, queue->released);

    if (queue->released == queue->tail || entry->at_ns > until_ns ||
        (entry->at_ns == until_ns && !inclusive))
        return NULL;
    return entry;
}

void settle_until(struct kiosk *kiosk, int64_t until_ns, bool inclusive,
                  const struct effects *relay)
{
    for (;;) {
        const struct contact *entry = next_entry(kiosk, until_ns, inclusive);
        int64_t next_ns = entry ? entry->at_ns : until_ns;
        int64_t commits_ns = seat_commits_ns(&kiosk->seat);

        if (commits_ns <= next_ns) {
            int64_t since_ns = kiosk->seat.since_ns;

            advance(kiosk, commits_ns, false, relay);
            seat_resolve(&kiosk->seat, &kiosk->queue, true);
            tell_settled(kiosk, commits_ns, since_ns, relay);
            drain(kiosk, relay);
            continue;
        }
        advance(kiosk, next_ns, entry ? !comes_first(entry) : inclusive, relay);
        if (!entry)
            return;
        take_entry(kiosk, relay);
    }
}

void settle_finish(struct kiosk *kiosk, int64_t end_ns, bool presume, const struct effects *relay)
{
    settle_until(kiosk, end_ns, true, relay);
    kiosk->is_finished = true;
    if (kiosk->seat.pending)
        seat_resolve(&kiosk->seat, &kiosk->queue, presume);
    drain(kiosk, relay);
    posture_finish(&kiosk->posture, &kiosk->leg, end_ns, presume, relay);
}
