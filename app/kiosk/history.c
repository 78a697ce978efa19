#include "kiosk/history.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "core/figures.h"
#include "core/state.h"

/* Without a clock to ask, a gap is taken as long enough to end a bout. */
#define UNKNOWN_GAP_MIN_NS DAY_BOUT_GAP_NS

void history_init(struct history *history, const struct kiosk *kiosk, const char *boot_id)
{
    history->ledger = NULL;
    history->kiosk = kiosk;
    (void)snprintf(history->boot_id, sizeof(history->boot_id), "%s", boot_id);
}

void history_start(struct history *history, struct ledger *ledger)
{
    history->ledger = ledger;
}

/* ---------------------------------------------------------------------------------- open state */

/* An element of an array is "name.index"; the first one, and a scalar, is the name itself. */
static void field_name(char name[STORE_FIELD_NAME_SIZE], const char *group, int32_t index)
{
    int length = index == 0 ? snprintf(name, STORE_FIELD_NAME_SIZE, "%s", group)
                            : snprintf(name, STORE_FIELD_NAME_SIZE, "%s.%" PRId32, group, index);

    if (length < 0 || length >= STORE_FIELD_NAME_SIZE)
        abort(); /* a field's name in core/state.c is too long: the tests save every field */
}

static void put_field(void *self, const char *group, int32_t index, int64_t value)
{
    char name[STORE_FIELD_NAME_SIZE];

    field_name(name, group, index);
    ledger_put_field(self, name, value);
}

static void save(void *self, struct ledger *ledger)
{
    const struct history *history = self;
    const struct kiosk *kiosk = history->kiosk;
    struct store_interval current = {
        .start_mono_ns = kiosk->open_start_ns,
        .end_mono_ns = kiosk->open_end_ns,
        .posture = kiosk->open_posture,
    };

    memcpy(current.boot_id, history->boot_id, sizeof(current.boot_id));
    ledger_put_current(ledger, &current);
    ledger_put_field(ledger, "state_version", STATE_VERSION);
    kiosk_state_save(kiosk, put_field, ledger);
}

struct ledger_source history_source(struct history *history)
{
    return (struct ledger_source){.self = history, .save = save};
}

/* ------------------------------------------------------------------------------------- records */

static void take_interval(struct history *history, const struct effect *effect)
{
    struct store_interval interval = {
        .start_mono_ns = effect->start_ns,
        .end_mono_ns = effect->end_ns,
        .posture = effect->posture,
    };

    memcpy(interval.boot_id, history->boot_id, sizeof(interval.boot_id));
    ledger_add_interval(history->ledger, &interval);
}

static void take_count(struct history *history, const struct effect *effect)
{
    static const enum store_count_kind kinds[DAY_COUNT_KINDS] = {
        [DAY_STEPS] = STORE_COUNT_STEP,
        [DAY_CALF_RAISES] = STORE_COUNT_CALF_RAISE,
        [DAY_SHIFTS] = STORE_COUNT_SHIFT,
        [DAY_LEG_MOVEMENT_NS] = STORE_COUNT_LEG_MOVEMENT_NS,
    };
    struct store_count count = {
        .mono_ns = effect->end_ns,
        .kind = kinds[effect->count],
        .amount = effect->amount,
    };

    memcpy(count.boot_id, history->boot_id, sizeof(count.boot_id));
    ledger_add_count(history->ledger, &count);
}

static void add_figure(void *self, const char *name, double value)
{
    struct store_day *day = self;
    struct store_figure *figure = &day->figures[day->figures_len++];

    (void)snprintf(figure->name, sizeof(figure->name), "%s", name);
    figure->is_null = isnan(value);
    figure->value = figure->is_null ? 0 : value;
}

static void take_day(struct history *history, const struct effect *effect)
{
    struct day_figures figures;
    struct store_day day = {
        .date = effect->day->date,
        .start_mono_ns = effect->start_ns,
        .end_mono_ns = effect->end_ns,
    };

    if (day.date == 0)
        return; /* a day without a name: its intervals are kept, and labelled when a clock can */
    memcpy(day.boot_id, history->boot_id, sizeof(day.boot_id));
    figures_of_day(effect->day, history->scratch_ns, &figures);
    figures_visit(&figures, add_figure, &day);
    ledger_add_day(history->ledger, &day);
}

void history_take(struct history *history, const struct effect *effect)
{
    if (!history->ledger)
        return;
    switch (effect->kind) {
    case EFFECT_INTERVAL:
        take_interval(history, effect);
        break;
    case EFFECT_COUNT:
        take_count(history, effect);
        break;
    case EFFECT_DAY:
        take_day(history, effect);
        break;
    case EFFECT_BEAT:
    case EFFECT_LOG:
        break;
    }
}

void history_label(struct history *history, const struct wall *wall)
{
    static const enum store_label labels[] = {
        [WALL_NONE] = STORE_LABEL_NONE,
        [WALL_RTC] = STORE_LABEL_RTC,
        [WALL_KERNEL] = STORE_LABEL_KERNEL,
    };
    struct store_boot boot = {.label = labels[wall->label], .wall_offset_ns = wall->offset_ns};

    if (!history->ledger)
        return;
    memcpy(boot.boot_id, history->boot_id, sizeof(boot.boot_id));
    ledger_set_label(history->ledger, &boot);
}

/* ----------------------------------------------------------------------------------- taking up */

/* Fields as they were kept, sorted by name for looking up. */
struct fields {
    struct store_field *list;
    size_t count;
    size_t room;
    bool is_short; /* of memory */
};

static void keep_field(void *context, const char *name, int64_t value)
{
    struct fields *fields = context;

    if (fields->count == fields->room) {
        size_t room = fields->room ? 2 * fields->room : 512;
        struct store_field *list = reallocarray(fields->list, room, sizeof(*list));

        if (!list) {
            fields->is_short = true;
            return;
        }
        fields->list = list;
        fields->room = room;
    }
    (void)snprintf(fields->list[fields->count].name, STORE_FIELD_NAME_SIZE, "%s", name);
    fields->list[fields->count].value = value;
    fields->count++;
}

static int compare_fields(const void *a, const void *b)
{
    const struct store_field *field_a = a;
    const struct store_field *field_b = b;

    return strcmp(field_a->name, field_b->name);
}

static bool get_field(void *self, const char *group, int32_t index, int64_t *value)
{
    const struct fields *fields = self;
    struct store_field key = {.value = 0};
    const struct store_field *found;

    field_name(key.name, group, index);
    found = bsearch(&key, fields->list, fields->count, sizeof(key), compare_fields);
    if (found)
        *value = found->value;
    return found != NULL;
}

/* How long the kiosk did not run. */
static int64_t gap_ns(const struct store_resume *resume, const struct wall *wall,
                      int64_t now_mono_ns, bool *is_known)
{
    const char *boot_id = wall->clock.boot_id(wall->clock.self);
    int64_t gap;

    *is_known = true;
    if (strcmp(resume->boot.boot_id, boot_id) == 0 && now_mono_ns >= resume->saved_mono_ns)
        return now_mono_ns - resume->saved_mono_ns;
    if (resume->boot.label != STORE_LABEL_NONE && wall->label != WALL_NONE) {
        gap = wall_ns_at(wall, now_mono_ns) - (resume->saved_mono_ns + resume->boot.wall_offset_ns);
        if (gap >= 0)
            return gap;
    }
    /* No clock, or one that was set back in between. At least this boot has lasted until now. */
    *is_known = false;
    return now_mono_ns > UNKNOWN_GAP_MIN_NS ? now_mono_ns : UNKNOWN_GAP_MIN_NS;
}

static int load_state(struct kiosk *kiosk, struct fields *fields, struct err *err)
{
    int64_t version = 0;

    qsort(fields->list, fields->count, sizeof(fields->list[0]), compare_fields);
    if (!get_field(fields, "state_version", 0, &version) || version > STATE_VERSION)
        return err_set(err, ERR_UNSUPPORTED,
                       "history: the open state is of version %" PRId64
                       ", this program reads up to %d; today's figures begin anew",
                       version, STATE_VERSION);
    if (kiosk_state_load(kiosk, get_field, fields) < 0)
        return err_set(err, ERR_CORRUPT,
                       "history: the open state does not add up; today's figures begin anew");
    return 0;
}

int history_load(const struct store *store, struct kiosk *kiosk, const struct wall *wall,
                 int64_t now_mono_ns, struct history_loaded *loaded, struct err *err)
{
    struct store_resume resume;
    struct fields fields = {0};
    struct kiosk *carried = NULL;
    int64_t gap;
    int result;

    *loaded = (struct history_loaded){.has_state = false};
    result = store->load_open(store->self, &resume, keep_field, &fields, err);
    if (result == -ERR_NOT_FOUND)
        result = 0;
    else if (result == 0)
        carried = malloc(sizeof(*carried));
    if (fields.is_short || (fields.count > 0 && !carried && result == 0))
        result = err_set(err, ERR_MEMORY, "history: no memory to take up the open state");
    if (result < 0 || !carried)
        goto free_fields;

    *carried = *kiosk;
    result = load_state(carried, &fields, err);
    if (result < 0)
        goto free_carried;
    gap = gap_ns(&resume, wall, now_mono_ns, &loaded->gap_is_known);
    kiosk_state_shift(carried, now_mono_ns - gap - resume.saved_mono_ns);
    loaded->has_state = true;
    loaded->stopped_ns = now_mono_ns - gap;
    if (loaded->stopped_ns < carried->now_ns)
        loaded->stopped_ns = carried->now_ns;
    *kiosk = *carried;

free_carried:
    free(carried);
free_fields:
    free(fields.list);
    return result;
}
