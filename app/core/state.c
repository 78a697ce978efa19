#include "core/state.h"

#include <stddef.h>
#include <string.h>

#include "base/units.h"

enum field_type {
    FIELD_INT32,
    FIELD_INT64,
    FIELD_TIME, /* a moment, moved by a shift; TIME_NEVER stays */
    FIELD_BOOL,
    FIELD_DOUBLE
};

struct field {
    const char *name;
    enum field_type type;
    size_t offset;
    int32_t count; /* elements beside each other */
};

#define FIELD(type, struct_type, member) FIELDS(type, struct_type, member, 1)
#define FIELDS(type, struct_type, member, count)                                                   \
    {                                                                                              \
#member, type, offsetof(struct_type, member), count                                        \
    }

_Static_assert(sizeof(enum posture) == sizeof(int32_t), "enums are saved as int32_t");
_Static_assert(sizeof(int) == sizeof(int32_t) && sizeof(unsigned) == sizeof(int32_t),
               "ints are saved as int32_t");

static const struct field debounce_fields[] = {
    FIELD(FIELD_BOOL, struct debounce, closed),
    FIELD(FIELD_BOOL, struct debounce, raw_closed),
    FIELD(FIELD_BOOL, struct debounce, bursting),
    FIELD(FIELD_BOOL, struct debounce, chattering),
    FIELD(FIELD_BOOL, struct debounce, told),
    FIELD(FIELD_TIME, struct debounce, burst_ns),
    FIELD(FIELD_TIME, struct debounce, last_edge_ns),
};

static const struct field kiosk_fields[] = {
    FIELD(FIELD_TIME, struct kiosk, now_ns),
    FIELD(FIELD_TIME, struct kiosk, horizon_ns),
    FIELD(FIELD_INT32, struct kiosk, queue.head),
    FIELD(FIELD_INT32, struct kiosk, queue.released),
    FIELD(FIELD_INT32, struct kiosk, queue.tail),
    FIELD(FIELD_INT32, struct kiosk, queue.lost),

    FIELD(FIELD_BOOL, struct kiosk, seat.seated),
    FIELD(FIELD_BOOL, struct kiosk, seat.chair_closed),
    FIELD(FIELD_BOOL, struct kiosk, seat.pending),
    FIELD(FIELD_TIME, struct kiosk, seat.since_ns),
    FIELD(FIELD_INT32, struct kiosk, seat.position),
    FIELD(FIELD_INT32, struct kiosk, seat.faults),

    FIELD(FIELD_TIME, struct kiosk, posture.decided_ns),
    FIELD(FIELD_BOOL, struct kiosk, posture.seated),
    FIELD(FIELD_BOOL, struct kiosk, posture.chair_closed),
    FIELD(FIELD_BOOL, struct kiosk, posture.mat_closed),
    FIELD(FIELD_BOOL, struct kiosk, posture.paused),
    FIELD(FIELD_INT32, struct kiosk, posture.faults),
    FIELD(FIELD_TIME, struct kiosk, posture.evidence_ns),
    FIELD(FIELD_BOOL, struct kiosk, posture.unattended),
    FIELD(FIELD_TIME, struct kiosk, posture.vacated_ns),
    FIELD(FIELD_TIME, struct kiosk, posture.mat_changed_ns),
    FIELD(FIELD_BOOL, struct kiosk, posture.away),
    FIELD(FIELD_BOOL, struct kiosk, posture.pushed_chair),
    FIELD(FIELD_TIME, struct kiosk, posture.tell_by_ns),
    FIELD(FIELD_INT32, struct kiosk, posture.run_footfalls),
    FIELD(FIELD_INT32, struct kiosk, posture.run_uncounted),
    FIELD(FIELD_TIME, struct kiosk, posture.run_first_ns),
    FIELD(FIELD_TIME, struct kiosk, posture.run_last_ns),
    FIELD(FIELD_TIME, struct kiosk, posture.presence_earlier_until_ns),
    FIELD(FIELD_TIME, struct kiosk, posture.presence_from_ns),
    FIELD(FIELD_TIME, struct kiosk, posture.presence_until_ns),
    FIELD(FIELD_BOOL, struct kiosk, posture.covered_when_decided),
    FIELD(FIELD_BOOL, struct kiosk, posture.covered),
    FIELD(FIELD_INT32, struct kiosk, posture.toggle_head),
    FIELD(FIELD_INT32, struct kiosk, posture.toggle_tail),
    FIELD(FIELD_INT32, struct kiosk, posture.forced),

    FIELD(FIELD_BOOL, struct kiosk, leg.guided),
    FIELD(FIELD_BOOL, struct kiosk, leg.opening),
    FIELD(FIELD_TIME, struct kiosk, leg.opened_ns),
    FIELD(FIELD_INT32, struct kiosk, leg.raises),
    FIELD(FIELD_INT32, struct kiosk, leg.uncounted),
    FIELD(FIELD_INT32, struct kiosk, leg.before_cut),
    FIELD(FIELD_TIME, struct kiosk, leg.cut_ns),
    FIELD(FIELD_BOOL, struct kiosk, leg.qualified),
    FIELD(FIELD_TIME, struct kiosk, leg.first_ns),
    FIELD(FIELD_TIME, struct kiosk, leg.last_ns),
    FIELD(FIELD_DOUBLE, struct kiosk, leg.period_sum_s),
    FIELD(FIELD_DOUBLE, struct kiosk, leg.period_square_sum_s2),
    FIELD(FIELD_INT32, struct kiosk, leg.closings),
    FIELD(FIELD_TIME, struct kiosk, leg.first_closing_ns),
    FIELD(FIELD_TIME, struct kiosk, leg.last_closing_ns),

    FIELD(FIELD_TIME, struct kiosk, coach.now_ns),
    FIELD(FIELD_INT64, struct kiosk, coach.seated.total_ns),
    FIELD(FIELD_INT64, struct kiosk, coach.seated.maybe_ns),
    FIELD(FIELD_TIME, struct kiosk, coach.seated.run_from_ns),
    FIELD(FIELD_BOOL, struct kiosk, coach.seated.seated),
    FIELD(FIELD_BOOL, struct kiosk, coach.seated.pending),
    FIELD(FIELD_BOOL, struct kiosk, coach.seated.covered),
    FIELD(FIELD_INT64, struct kiosk, coach.moving.vacancy_ns),
    FIELD(FIELD_INT64, struct kiosk, coach.moving.carried_ns),
    FIELD(FIELD_INT64, struct kiosk, coach.moving.standing_ns),
    FIELD(FIELD_INT64, struct kiosk, coach.moving.unknown_ns),
    FIELD(FIELD_TIME, struct kiosk, coach.moving.known_from_ns),
    FIELD(FIELD_BOOL, struct kiosk, coach.moving.has_qualified),
    FIELD(FIELD_INT32, struct kiosk, coach.state),
    FIELD(FIELD_TIME, struct kiosk, coach.since_ns),
    FIELD(FIELD_INT64, struct kiosk, coach.stage_end_seated_ns),
    FIELD(FIELD_TIME, struct kiosk, coach.until_ns),
    FIELD(FIELD_INT32, struct kiosk, coach.hidden_state),
    FIELD(FIELD_INT64, struct kiosk, coach.hidden_left_ns),
    FIELD(FIELD_INT64, struct kiosk, coach.clock_from_seated_ns),
    FIELD(FIELD_INT64, struct kiosk, coach.base_seated_ns),
    FIELD(FIELD_INT64, struct kiosk, coach.sat_seated_ns),
    FIELD(FIELD_INT32, struct kiosk, coach.prompts),
    FIELD(FIELD_INT32, struct kiosk, coach.snoozes),
    FIELD(FIELD_TIME, struct kiosk, coach.raised_ns),
    FIELD(FIELD_INT32, struct kiosk, coach.outcome),
    FIELD(FIELD_TIME, struct kiosk, coach.outcome_ns),
    FIELD(FIELD_INT64, struct kiosk, coach.outcome_moved_ns),
    FIELD(FIELD_BOOL, struct kiosk, coach.outcome_is_reported),
    FIELD(FIELD_INT32, struct kiosk, coach.ignored_row),
    FIELD(FIELD_BOOL, struct kiosk, coach.is_doubled),
    FIELD(FIELD_BOOL, struct kiosk, coach.natural_pending),
    FIELD(FIELD_TIME, struct kiosk, coach.vacated_ns),
    FIELD(FIELD_TIME, struct kiosk, coach.day_start_ns),
    FIELD(FIELD_TIME, struct kiosk, coach.guided_since_ns),
    FIELD(FIELD_INT32, struct kiosk, coach.set_raises),
    FIELD(FIELD_BOOL, struct kiosk, coach.paused),
    FIELD(FIELD_BOOL, struct kiosk, coach.at_fault),
    FIELD(FIELD_BOOL, struct kiosk, coach.unattended),
    FIELD(FIELD_BOOL, struct kiosk, coach.is_stopped),
    FIELD(FIELD_BOOL, struct kiosk, coach.in_quiet_hours),
    FIELD(FIELD_BOOL, struct kiosk, coach.in_baseline),
    FIELD(FIELD_TIME, struct kiosk, coach.quiet_until_ns),
    FIELD(FIELD_TIME, struct kiosk, coach.blind_since_ns),
    FIELD(FIELD_INT32, struct kiosk, coach.suggestion.shown),
    FIELD(FIELD_TIME, struct kiosk, coach.suggestion.since_ns),
    FIELD(FIELD_INT32, struct kiosk, coach.suggestion.turn),
    FIELD(FIELD_BOOL, struct kiosk, coach.suggestion.is_told),
    FIELD(FIELD_TIME, struct kiosk, coach.suggestion.water_from_ns),

    FIELD(FIELD_INT64, struct kiosk, bout.length_ns),
    FIELD(FIELD_INT64, struct kiosk, bout.gap_ns),

    FIELD(FIELD_TIME, struct kiosk, live.now_ns),
    FIELD(FIELD_BOOL, struct kiosk, live.chair_closed),
    FIELD(FIELD_BOOL, struct kiosk, live.mat_closed),
    FIELD(FIELD_BOOL, struct kiosk, live.covered),
    FIELD(FIELD_TIME, struct kiosk, live.chair_changed_ns),
    FIELD(FIELD_TIME, struct kiosk, live.mat_changed_ns),
    FIELD(FIELD_TIME, struct kiosk, live.raises_until_ns),
    FIELD(FIELD_TIME, struct kiosk, live.movement_until_ns),
    FIELD(FIELD_INT32, struct kiosk, live.quick_closings),
    FIELD(FIELD_INT32, struct kiosk, live.run_footfalls),
    FIELD(FIELD_INT32, struct kiosk, live.run_beats),
    FIELD(FIELD_TIME, struct kiosk, live.last_footfall_ns),
    FIELD(FIELD_BOOL, struct kiosk, live.opening_beats),
    FIELD(FIELD_INT32, struct kiosk, live.vacancy_beats),
    FIELD(FIELD_DOUBLE, struct kiosk, live.pump.fill),
    FIELD(FIELD_DOUBLE, struct kiosk, live.pump.swelling_percent),

    FIELD(FIELD_TIME, struct kiosk, silence.chair_ns),
    FIELD(FIELD_TIME, struct kiosk, silence.mat_ns),
    FIELD(FIELD_INT32, struct kiosk, silence.chair_since_mat),
    FIELD(FIELD_INT32, struct kiosk, silence.mat_since_chair),

    FIELD(FIELD_INT32, struct kiosk, open_posture),
    FIELD(FIELD_TIME, struct kiosk, open_start_ns),
    FIELD(FIELD_TIME, struct kiosk, open_end_ns),

    FIELD(FIELD_INT32, struct kiosk, day.date),
    FIELD(FIELD_TIME, struct kiosk, day.start_ns),
    FIELD(FIELD_TIME, struct kiosk, day.now_ns),
    FIELDS(FIELD_INT64, struct kiosk, day.posture_ns, POSTURE_COUNT),
    FIELDS(FIELD_INT64, struct kiosk, day.counts, DAY_COUNT_KINDS),
    FIELDS(FIELD_INT64, struct kiosk, day.prompts, PROMPT_COUNTS),
    FIELD(FIELD_INT32, struct kiosk, day.breaks),
    FIELD(FIELD_INT64, struct kiosk, day.gap_away_ns),
    FIELD(FIELD_INT64, struct kiosk, day.gap_unknown_ns),
    FIELD(FIELD_INT64, struct kiosk, day.unknown_run_ns),
    FIELD(FIELD_BOOL, struct kiosk, day.gap_has_unknown),
    FIELD(FIELD_BOOL, struct kiosk, day.gap_has_other),
    FIELD(FIELD_BOOL, struct kiosk, day.bout_open),
    FIELD(FIELD_INT32, struct kiosk, day.starts),
    FIELD(FIELD_INT32, struct kiosk, day.lost_bouts),
    FIELD(FIELD_INT32, struct kiosk, day.bouts),
};

static const struct field day_start_fields[] = {
    FIELD(FIELD_TIME, struct day_start, start_ns),
    FIELD(FIELD_INT32, struct day_start, date),
    FIELDS(FIELD_INT64, struct day_start, counts, DAY_COUNT_KINDS),
    FIELDS(FIELD_INT64, struct day_start, prompts, PROMPT_COUNTS),
};

static const struct field contact_fields[] = {
    FIELD(FIELD_TIME, struct contact, at_ns),
    FIELD(FIELD_INT32, struct contact, value),
};

static const struct field time_field = {"", FIELD_TIME, 0, 1};
static const struct field int64_field = {"", FIELD_INT64, 0, 1};
static const struct field int32_field = {"", FIELD_INT32, 0, 1};

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* ------------------------------------------------------------------------------------ one value */

static size_t size_of(enum field_type type)
{
    static const size_t sizes[] = {
        [FIELD_INT32] = sizeof(int32_t), [FIELD_INT64] = sizeof(int64_t),
        [FIELD_TIME] = sizeof(int64_t),  [FIELD_BOOL] = sizeof(bool),
        [FIELD_DOUBLE] = sizeof(double),
    };

    return sizes[type];
}

static int64_t read_value(enum field_type type, const void *from)
{
    int64_t value = 0;
    int32_t value32 = 0;
    bool flag = false;

    switch (type) {
    case FIELD_INT32:
        memcpy(&value32, from, sizeof(value32));
        return value32;
    case FIELD_BOOL:
        memcpy(&flag, from, sizeof(flag));
        return flag;
    case FIELD_INT64:
    case FIELD_TIME:
    case FIELD_DOUBLE:
        memcpy(&value, from, sizeof(value));
        break;
    }
    return value;
}

static void write_value(enum field_type type, void *to, int64_t value)
{
    int32_t value32 = (int32_t)value;
    bool flag = value != 0;

    switch (type) {
    case FIELD_INT32:
        memcpy(to, &value32, sizeof(value32));
        break;
    case FIELD_BOOL:
        memcpy(to, &flag, sizeof(flag));
        break;
    case FIELD_INT64:
    case FIELD_TIME:
    case FIELD_DOUBLE:
        memcpy(to, &value, sizeof(value));
        break;
    }
}

/* --------------------------------------------------------------------------------- what to do */

/* Saving, loading and shifting walk the same fields in the same order. */
struct walk {
    kiosk_state_put_fn *put;
    kiosk_state_get_fn *get;
    int64_t shift_ns;
    void *self;
    bool *is_sound; /* in a load: false once a value was none */
};

/*
 * 36 years in ns: no moment of a boot and no sum of durations comes to more, and of four such the
 * sum is still a number.
 */
#define VALUE_MAX (INT64_C(1) << 60)

/* Larger by far than any sum of squares of a series' periods, or a share. */
#define REAL_MAX 1e12

static bool can_be(enum field_type type, int64_t value)
{
    double real;

    switch (type) {
    case FIELD_INT32:
        return value >= INT32_MIN && value <= INT32_MAX;
    case FIELD_BOOL:
        return true;
    case FIELD_INT64:
    case FIELD_TIME:
        return value == TIME_NEVER || (value >= -VALUE_MAX && value <= VALUE_MAX);
    case FIELD_DOUBLE:
        break;
    }
    memcpy(&real, &value, sizeof(real));
    return real >= -REAL_MAX && real <= REAL_MAX; /* which no NaN is */
}

static void visit(const struct walk *walk, const struct field *field, const char *name,
                  int32_t index, void *at)
{
    int64_t value;

    if (walk->put) {
        walk->put(walk->self, name, index, read_value(field->type, at));
    } else if (walk->get) {
        if (!walk->get(walk->self, name, index, &value))
            return;
        if (can_be(field->type, value))
            write_value(field->type, at, value);
        else
            *walk->is_sound = false;
    } else if (field->type == FIELD_TIME) {
        value = read_value(FIELD_TIME, at);
        if (value != TIME_NEVER)
            write_value(FIELD_TIME, at, value + walk->shift_ns);
    }
}

/* "lines" + "." + "closed" -> name; the parts are literals that fit. */
static void join_name(char name[STATE_NAME_MAX], const char *group, const char *member)
{
    size_t used = 0;

    for (const char *from = group; *from && used < STATE_NAME_MAX - 2; from++)
        name[used++] = *from;
    if (used > 0 && *member)
        name[used++] = '.';
    for (const char *from = member; *from && used < STATE_NAME_MAX - 1; from++)
        name[used++] = *from;
    name[used] = '\0';
}

/* Element `number` of a group of structs (or of plain values): indices count through them all. */
static void visit_struct(const struct walk *walk, const char *group, const struct field *fields,
                         size_t field_count, int32_t number, void *base)
{
    for (size_t i = 0; i < field_count; i++) {
        const struct field *field = &fields[i];
        char name[STATE_NAME_MAX];

        join_name(name, group, field->name);
        for (int32_t element = 0; element < field->count; element++)
            visit(walk, field, name, number * field->count + element,
                  (char *)base + field->offset + (size_t)element * size_of(field->type));
    }
}

static bool capacities_hold(const struct kiosk *kiosk)
{
    const struct contact_queue *queue = &kiosk->queue;
    const struct posture_machine *posture = &kiosk->posture;

    return queue->tail - queue->head <= CONTACT_QUEUE_SIZE &&
           queue->released - queue->head <= queue->tail - queue->head &&
           posture->toggle_tail - posture->toggle_head <= POSTURE_TOGGLES_MAX &&
           kiosk->day.starts >= 0 && kiosk->day.starts <= DAY_STARTS_MAX && kiosk->day.bouts >= 0 &&
           kiosk->day.bouts <= DAY_BOUTS_MAX && (unsigned)kiosk->open_posture < POSTURE_COUNT;
}

static bool coach_holds(const struct coach *coach)
{
    return (unsigned)coach->state < COACH_STATE_COUNT && coach->hidden_state >= COACH_BANNER &&
           coach->hidden_state <= COACH_PULSE && coach->snoozes >= 0 &&
           (unsigned)coach->outcome < PROMPT_COUNTS &&
           (unsigned)coach->suggestion.shown < SUGGESTION_KINDS && coach->suggestion.turn >= 0 &&
           coach->suggestion.turn < SUGGESTION_EXERCISES;
}

/* False, in a load, if an entry is none. */
static bool visit_contacts(const struct walk *walk, struct contact_queue *queue)
{
    for (uint32_t position = queue->head; position != queue->tail; position++) {
        struct contact *entry = contact_at(queue, position);
        int32_t number = (int32_t)(position - queue->head);
        int32_t kind = entry->kind;
        int32_t verdict = entry->verdict;

        visit_struct(walk, "queue.entries", contact_fields, COUNT_OF(contact_fields), number,
                     entry);
        visit(walk, &int32_field, "queue.entries.kind", number, &kind);
        visit(walk, &int32_field, "queue.entries.verdict", number, &verdict);
        if (!walk->get)
            continue;
        if (kind < 0 || kind >= CONTACT_KINDS || verdict < 0 || verdict > CONTACT_SHIFT)
            return false;
        entry->kind = (uint8_t)kind;
        entry->verdict = (uint8_t)verdict;
    }
    return true;
}

/* False, in a load, if a value is beyond what can be. */
static bool visit_kiosk(const struct walk *walk, struct kiosk *kiosk)
{
    struct posture_machine *posture = &kiosk->posture;

    visit_struct(walk, "", kiosk_fields, COUNT_OF(kiosk_fields), 0, kiosk);
    if (!capacities_hold(kiosk) || !coach_holds(&kiosk->coach))
        return false;
    for (int32_t line = 0; line < LINE_COUNT; line++)
        visit_struct(walk, "lines", debounce_fields, COUNT_OF(debounce_fields), line,
                     &kiosk->lines[line]);
    if (!visit_contacts(walk, &kiosk->queue))
        return false;
    for (uint32_t i = posture->toggle_head; i != posture->toggle_tail; i++)
        visit(walk, &time_field, "posture.toggle_ns", (int32_t)(i - posture->toggle_head),
              &posture->toggle_ns[i % POSTURE_TOGGLES_MAX]);
    for (int32_t i = 0; i < kiosk->day.starts; i++)
        visit_struct(walk, "day.next", day_start_fields, COUNT_OF(day_start_fields), i,
                     &kiosk->day.next[i]);
    for (int32_t i = 0; i < kiosk->day.bouts; i++)
        visit(walk, &int64_field, "day.bout_ns", i, &kiosk->day.bout_ns[i]);
    return true;
}

void kiosk_state_save(const struct kiosk *kiosk, kiosk_state_put_fn *put, void *self)
{
    const struct walk walk = {.put = put, .self = self};

    /* One walk serves reading and writing; this one only reads. NOLINTNEXTLINE(performance-*) */
    (void)visit_kiosk(&walk, (struct kiosk *)(uintptr_t)kiosk);
}

int kiosk_state_load(struct kiosk *kiosk, kiosk_state_get_fn *get, void *self)
{
    bool is_sound = true;
    const struct walk walk = {.get = get, .self = self, .is_sound = &is_sound};
    struct coach *coach = &kiosk->coach;

    coach->now_ns = TIME_NEVER;
    if (!visit_kiosk(&walk, kiosk) || !is_sound)
        return -ERR_CORRUPT;
    if (coach->now_ns == TIME_NEVER) {
        /* From a version without a coach: it begins here, with what the seat knows. */
        const struct coach_setup setup = coach->setup;

        coach_init(coach, &setup, kiosk->horizon_ns);
        coach->seated.seated = kiosk->seat.seated;
        coach->seated.pending = kiosk->seat.pending;
    }
    coach_resume(coach);
    return 0;
}

void kiosk_state_shift(struct kiosk *kiosk, int64_t delta_ns)
{
    const struct walk walk = {.shift_ns = delta_ns};

    (void)visit_kiosk(&walk, kiosk);
    coach_resume(&kiosk->coach);
}
