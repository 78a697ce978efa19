#include "core/posture.h"

#include "base/units.h"

static int64_t max_ns(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int64_t min_ns(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

void posture_init(struct posture_machine *machine, bool has_mat, int steps_per_closure,
                  int64_t start_ns)
{
    *machine = (struct posture_machine){
        .has_mat = has_mat,
        .steps_per_closure = steps_per_closure,
        .decided_ns = start_ns,
        .vacated_ns = start_ns,
        .mat_changed_ns = start_ns,
        .evidence_ns = start_ns,
        .tell_by_ns = TIME_NEVER,
        .presence_earlier_until_ns = start_ns,
        .presence_from_ns = start_ns,
        .presence_until_ns = start_ns,
    };
}

/* ------------------------------------------------------------------ what is unknown over it all */

static int64_t next_toggle_ns(const struct posture_machine *machine)
{
    if (machine->toggle_head == machine->toggle_tail)
        return TIME_NEVER;
    return machine->toggle_ns[machine->toggle_head % POSTURE_TOGGLES_MAX];
}

static int64_t last_toggle_ns(const struct posture_machine *machine)
{
    if (machine->toggle_head == machine->toggle_tail)
        return TIME_NEVER;
    return machine->toggle_ns[(machine->toggle_tail - 1) % POSTURE_TOGGLES_MAX];
}

/* Emits `posture` from what is decided to `until_ns`, unknown where something lies over it. */
static void decide(struct posture_machine *machine, enum posture posture, int64_t until_ns,
                   const struct effects *effects)
{
    while (machine->decided_ns < until_ns) {
        int64_t toggle_ns = next_toggle_ns(machine);
        struct effect effect = {.kind = EFFECT_INTERVAL, .start_ns = machine->decided_ns};

        if (toggle_ns <= machine->decided_ns) {
            machine->covered_when_decided = !machine->covered_when_decided;
            machine->toggle_head++;
            continue;
        }
        effect.end_ns = min_ns(until_ns, toggle_ns);
        effect.posture = machine->covered_when_decided ? POSTURE_UNKNOWN : posture;
        effects->emit(effects->self, &effect);
        machine->decided_ns = effect.end_ns;
    }
}

/* Seated time waits for the leg's pending series, so that no count comes after its day. */
static void decide_seated(struct posture_machine *machine, struct leg *leg, int64_t until_ns,
                          int64_t now_ns, const struct effects *effects)
{
    decide(machine, POSTURE_SEATED, min_ns(until_ns, leg_pending_since(leg, now_ns)), effects);
}

static bool in_presence(const struct posture_machine *machine, int64_t at_ns, int64_t *until_ns)
{
    if (at_ns < machine->presence_earlier_until_ns) {
        *until_ns = machine->presence_earlier_until_ns;
        return true;
    }
    if (at_ns < machine->presence_from_ns) {
        *until_ns = machine->presence_from_ns;
        return false;
    }
    *until_ns = at_ns < machine->presence_until_ns ? machine->presence_until_ns : TIME_NEVER;
    return at_ns < machine->presence_until_ns;
}

static void decide_away(struct posture_machine *machine, int64_t until_ns,
                        const struct effects *effects)
{
    while (machine->decided_ns < until_ns) {
        int64_t piece_end_ns;
        bool present = in_presence(machine, machine->decided_ns, &piece_end_ns);

        decide(machine, present ? POSTURE_STANDING : POSTURE_AWAY, min_ns(until_ns, piece_end_ns),
               effects);
    }
}

/* ------------------------------------------------------------------------------------- vacated */

static int64_t run_gap_max_ns(const struct posture_machine *machine)
{
    return POSTURE_STEP_MAX_NS * machine->steps_per_closure;
}

/* No further footfall can belong to the run: what followed its last one was standing. */
static void end_run(struct posture_machine *machine, const struct effects *effects)
{
    if (machine->run_footfalls == 0)
        return;
    if (machine->run_footfalls >= POSTURE_RUN_FOOTFALLS)
        decide(machine, POSTURE_STEPPING, machine->run_last_ns, effects);
    decide(machine, POSTURE_STANDING, machine->mat_changed_ns, effects);
    machine->run_footfalls = 0;
}

static void count_footfalls(struct posture_machine *machine, int64_t at_ns, int32_t footfalls,
                            const struct effects *effects)
{
    struct effect effect = {
        .kind = EFFECT_COUNT,
        .start_ns = at_ns,
        .end_ns = at_ns,
        .count = DAY_STEPS,
        .amount = (int64_t)footfalls * machine->steps_per_closure,
    };

    if (footfalls > 0)
        effects->emit(effects->self, &effect);
}

static void take_footfall(struct posture_machine *machine, int64_t at_ns,
                          const struct effects *effects)
{
    if (machine->run_footfalls == 0) {
        machine->run_footfalls = 1;
        machine->run_first_ns = at_ns;
        machine->run_last_ns = at_ns;
        machine->run_uncounted = machine->covered ? 1 : 0;
        return;
    }
    if (at_ns - machine->run_last_ns < POSTURE_STEP_MIN_NS * machine->steps_per_closure)
        return;
    machine->run_footfalls++;
    if (machine->run_footfalls < POSTURE_RUN_FOOTFALLS) {
        machine->run_uncounted += machine->covered ? 1 : 0;
        machine->run_last_ns = at_ns;
        return;
    }
    if (machine->run_footfalls == POSTURE_RUN_FOOTFALLS) {
        bool first_counts = machine->run_uncounted < POSTURE_RUN_FOOTFALLS - 1;
        bool second_counts = machine->run_uncounted == 0;

        count_footfalls(machine, machine->run_first_ns, first_counts ? 1 : 0, effects);
        count_footfalls(machine, machine->run_last_ns, second_counts ? 1 : 0, effects);
    }
    count_footfalls(machine, at_ns, machine->covered ? 0 : 1, effects);
    machine->run_last_ns = at_ns;
    if (at_ns - machine->decided_ns >= POSTURE_DECIDE_EVERY_NS || at_ns >= machine->tell_by_ns)
        decide(machine, POSTURE_STEPPING, at_ns, effects);
}

static int64_t still_since_ns(const struct posture_machine *machine)
{
    return max_ns(machine->mat_changed_ns, machine->vacated_ns);
}

int64_t posture_away_known_ns(const struct posture_machine *machine)
{
    return still_since_ns(machine) + (machine->has_mat ? POSTURE_AWAY_AFTER_NS : 0);
}

static void advance_vacated(struct posture_machine *machine, int64_t now_ns,
                            const struct effects *effects)
{
    if (!machine->has_mat) {
        decide_away(machine, now_ns, effects);
        return;
    }
    if (machine->run_footfalls > 0) {
        if (now_ns - machine->run_last_ns <= run_gap_max_ns(machine))
            return;
        end_run(machine, effects);
    }
    if (machine->mat_closed) {
        if (now_ns - still_since_ns(machine) >= POSTURE_PUSHED_CHAIR_NS)
            machine->pushed_chair = true;
        if (machine->pushed_chair)
            decide(machine, POSTURE_UNKNOWN, now_ns, effects);
    } else {
        if (now_ns - still_since_ns(machine) > POSTURE_AWAY_AFTER_NS)
            machine->away = true;
        if (machine->away)
            decide_away(machine, now_ns, effects);
    }
}

static void take_mat_vacated(struct posture_machine *machine, int64_t at_ns,
                             const struct effects *effects)
{
    machine->away = false;
    machine->pushed_chair = false;
    if (machine->run_footfalls == 0)
        decide(machine, POSTURE_STANDING, at_ns, effects);
    machine->mat_changed_ns = at_ns;
    if (machine->mat_closed && !(machine->faults & CONTACT_FAULT_MAT_ANY))
        take_footfall(machine, at_ns, effects);
}

static void finish_vacated(struct posture_machine *machine, int64_t end_ns, bool presume,
                           const struct effects *effects)
{
    if (presume && machine->run_footfalls > 0)
        decide(machine, POSTURE_STEPPING, end_ns, effects);
    end_run(machine, effects);
    decide(machine, POSTURE_STANDING, end_ns, effects);
}

/* -------------------------------------------------------------------------------------- seated */

static void take_evidence(struct posture_machine *machine, struct leg *leg, int64_t at_ns,
                          const struct effects *effects)
{
    machine->unattended = false;
    machine->evidence_ns = at_ns;
    if (at_ns - machine->decided_ns >= POSTURE_DECIDE_EVERY_NS)
        decide_seated(machine, leg, at_ns, at_ns, effects);
}

static void advance_seated(struct posture_machine *machine, struct leg *leg, int64_t now_ns,
                           const struct effects *effects)
{
    if (!machine->unattended && machine->chair_closed &&
        now_ns - machine->evidence_ns >= POSTURE_UNATTENDED_NS) {
        leg_drop(leg);
        decide(machine, POSTURE_SEATED, machine->evidence_ns, effects);
        machine->unattended = true;
    }
    if (machine->unattended)
        decide(machine, POSTURE_UNKNOWN, now_ns, effects);
}

static void sit_down(struct posture_machine *machine, struct leg *leg, int64_t at_ns,
                     const struct effects *effects)
{
    finish_vacated(machine, at_ns, false, effects);
    leg_drop(leg);
    machine->seated = true;
    machine->unattended = false;
    machine->evidence_ns = at_ns;
}

static void get_up(struct posture_machine *machine, struct leg *leg, int64_t at_ns,
                   const struct effects *effects)
{
    leg_set_guided(leg, false, at_ns);
    leg_drop(leg);
    decide(machine, POSTURE_SEATED, at_ns, effects);
    machine->seated = false;
    machine->vacated_ns = at_ns;
    machine->away = false;
    machine->pushed_chair = false;
    machine->run_footfalls = 0;
}

/* ------------------------------------------------------------------------------------- entries */

static void update_covered(struct posture_machine *machine, struct leg *leg, int64_t at_ns,
                           const struct effects *effects)
{
    bool mat_unknown =
        machine->has_mat && !machine->seated && (machine->faults & CONTACT_FAULT_MAT_ANY);
    bool covered = machine->paused || (machine->faults & CONTACT_FAULT_CHAIR_ANY) || mat_unknown;

    if (covered == machine->covered)
        return;
    machine->covered = covered;
    if (covered)
        leg_drop(leg);
    if (last_toggle_ns(machine) == at_ns) {
        machine->toggle_tail--; /* there and back within no time */
        return;
    }
    if (machine->toggle_tail - machine->toggle_head == POSTURE_TOGGLES_MAX) {
        decide(machine, machine->seated ? POSTURE_SEATED : POSTURE_STANDING, at_ns, effects);
        machine->forced++;
    }
    machine->toggle_ns[machine->toggle_tail % POSTURE_TOGGLES_MAX] = at_ns;
    machine->toggle_tail++;
}

static void take_chair(struct posture_machine *machine, struct leg *leg,
                       const struct contact *entry, const struct effects *effects)
{
    bool closed = entry->value != 0;

    if (closed == machine->chair_closed)
        return;
    machine->chair_closed = closed;
    if (!closed)
        leg_chair_opens(leg);
    if (machine->seated)
        take_evidence(machine, leg, entry->at_ns, effects);
    if (entry->verdict == CONTACT_SHIFT && !machine->covered) {
        struct effect effect = {
            .kind = EFFECT_COUNT,
            .start_ns = entry->at_ns,
            .end_ns = entry->at_ns,
            .count = DAY_SHIFTS,
            .amount = 1,
        };

        effects->emit(effects->self, &effect);
    }
}

static void take_mat(struct posture_machine *machine, struct leg *leg, const struct contact *entry,
                     const struct effects *effects)
{
    bool closed = entry->value != 0;
    bool feet_count = !machine->covered && !(machine->faults & CONTACT_FAULT_MAT_ANY);

    if (closed == machine->mat_closed || !machine->has_mat)
        return;
    machine->mat_closed = closed;
    if (!machine->seated) {
        take_mat_vacated(machine, entry->at_ns, effects);
        return;
    }
    machine->mat_changed_ns = entry->at_ns;
    if (machine->unattended)
        return;
    if (feet_count)
        leg_take_mat(leg, entry->at_ns, closed, machine->chair_closed, effects);
    take_evidence(machine, leg, entry->at_ns, effects);
}

static void take_presence(struct posture_machine *machine, int64_t at_ns)
{
    if (at_ns > machine->presence_until_ns) {
        machine->presence_earlier_until_ns = machine->presence_until_ns;
        machine->presence_from_ns = at_ns;
    }
    machine->presence_until_ns = at_ns + POSTURE_PRESENCE_NS;
}

static void take_touch(struct posture_machine *machine, struct leg *leg,
                       const struct contact *entry, const struct effects *effects)
{
    if (machine->seated)
        take_evidence(machine, leg, entry->at_ns, effects);
    else
        take_presence(machine, entry->at_ns);
    switch (contact_touch(entry->value)) {
    case TOUCH_PAUSE:
        machine->paused = true;
        leg_set_guided(leg, false, entry->at_ns);
        break;
    case TOUCH_RESUME:
        machine->paused = false;
        break;
    case TOUCH_EXERCISE:
        leg_set_guided(leg, true, entry->at_ns);
        break;
    case TOUCH_STOP:
        leg_set_guided(leg, false, entry->at_ns);
        break;
    case TOUCH_START:
    case TOUCH_SNOOZE:
    case TOUCH_SKIP:
    case TOUCH_QUIET:
    case TOUCH_OTHER:
    case TOUCH_COUNT:
        break;
    }
}

/*
 * The kiosk stops or runs again: what stands still while it does not run is no evidence of
 * anything, so what went on before is decided as it looks, and what follows begins anew.
 */
static void begin_anew(struct posture_machine *machine, int64_t now_ns,
                       const struct effects *effects)
{
    if (machine->seated) {
        decide(machine, POSTURE_SEATED, now_ns, effects);
        machine->unattended = false;
        machine->evidence_ns = now_ns;
        return;
    }
    finish_vacated(machine, now_ns, false, effects);
    machine->pushed_chair = false;
    machine->away = false;
    machine->vacated_ns = now_ns;
}

static void take_fault(struct posture_machine *machine, struct leg *leg,
                       const struct contact *entry, const struct effects *effects)
{
    unsigned bits = (unsigned)entry->value;

    /* The plug's contact has changed: whoever held the cable was there. */
    if ((bits & CONTACT_FAULT_CHAIR_UNPLUGGED) && machine->seated && !machine->unattended)
        take_evidence(machine, leg, entry->at_ns, effects);
    if (entry->kind == CONTACT_FAULT_END) {
        machine->faults &= ~bits;
    } else {
        machine->faults |= bits;
        if (bits & CONTACT_FAULT_MAT_ANY) {
            leg_drop(leg);
            end_run(machine, effects);
        }
    }
    if (bits & CONTACT_FAULT_NOT_RUNNING)
        begin_anew(machine, entry->at_ns, effects);
}

/* The day's start ends a pause, which is decided while it is known as one: it may be a break. */
static void end_pause(struct posture_machine *machine, int64_t at_ns, const struct effects *effects)
{
    if (machine->paused && machine->seated)
        decide(machine, POSTURE_SEATED, at_ns, effects);
    machine->paused = false;
}

void posture_take(struct posture_machine *machine, struct leg *leg, const struct contact *entry,
                  const struct effects *effects)
{
    posture_advance(machine, leg, entry->at_ns, effects);
    switch ((enum contact_kind)entry->kind) {
    case CONTACT_DAY:
        end_pause(machine, entry->at_ns, effects);
        leg_cut_day(leg, entry->at_ns);
        break;
    case CONTACT_FAULT_BEGIN:
    case CONTACT_FAULT_END:
        take_fault(machine, leg, entry, effects);
        break;
    case CONTACT_CHAIR:
        take_chair(machine, leg, entry, effects);
        break;
    case CONTACT_MAT:
        take_mat(machine, leg, entry, effects);
        return; /* it decides nothing about the seat, and covers nothing */
    case CONTACT_TOUCH:
        take_touch(machine, leg, entry, effects);
        break;
    case CONTACT_QUIET_HOURS:
    case CONTACT_BASELINE:
    case CONTACT_KINDS:
        break;
    }
    if (entry->verdict == CONTACT_SEATED)
        sit_down(machine, leg, entry->at_ns, effects);
    else if (entry->verdict == CONTACT_VACATED)
        get_up(machine, leg, entry->at_ns, effects);
    update_covered(machine, leg, entry->at_ns, effects);
}

/* ---------------------------------------------------------------------------------------- time */

void posture_advance(struct posture_machine *machine, struct leg *leg, int64_t now_ns,
                     const struct effects *effects)
{
    if (machine->seated)
        advance_seated(machine, leg, now_ns, effects);
    else
        advance_vacated(machine, now_ns, effects);
}

void posture_finish(struct posture_machine *machine, struct leg *leg, int64_t end_ns, bool presume,
                    const struct effects *effects)
{
    posture_advance(machine, leg, end_ns, effects);
    if (machine->seated) {
        leg_drop(leg);
        decide(machine, POSTURE_SEATED, end_ns, effects);
    } else {
        finish_vacated(machine, end_ns, presume, effects);
    }
}

int64_t posture_next_deadline(const struct posture_machine *machine)
{
    if (machine->seated) {
        if (machine->unattended || !machine->chair_closed)
            return TIME_NEVER;
        return machine->evidence_ns + POSTURE_UNATTENDED_NS;
    }
    if (!machine->has_mat)
        return TIME_NEVER;
    if (machine->run_footfalls > 0)
        return machine->run_last_ns + run_gap_max_ns(machine) + 1;
    if (machine->mat_closed)
        return machine->pushed_chair ? TIME_NEVER
                                     : still_since_ns(machine) + POSTURE_PUSHED_CHAIR_NS;
    return machine->away ? TIME_NEVER : still_since_ns(machine) + POSTURE_AWAY_AFTER_NS + 1;
}
