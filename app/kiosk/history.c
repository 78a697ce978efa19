#include "kiosk/history.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "core/figures.h"
#include "core/state.h"
#include "history/saved_state.h"

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

static void put_field(void *self, const char *name, int64_t value)
{
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
    saved_state_put(kiosk, put_field, ledger);
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

static void take_prompt(struct history *history, const struct effect *effect)
{
    static const enum store_prompt_change changes[PROMPT_COUNTS] = {
        [PROMPT_RAISED] = STORE_PROMPT_RAISED,     [PROMPT_STARTED] = STORE_PROMPT_STARTED,
        [PROMPT_SNOOZED] = STORE_PROMPT_SNOOZED,   [PROMPT_SKIPPED] = STORE_PROMPT_SKIPPED,
        [PROMPT_IGNORED] = STORE_PROMPT_IGNORED,   [PROMPT_UNFINISHED] = STORE_PROMPT_UNFINISHED,
        [PROMPT_VERIFIED] = STORE_PROMPT_VERIFIED, [PROMPT_NATURAL] = STORE_PROMPT_NATURAL,
    };
    const struct prompt *prompt = effect->prompt;
    struct store_prompt row = {
        .mono_ns = effect->end_ns,
        .number = prompt->id,
        .raised_mono_ns = prompt->raised_ns,
        .moved_ns = prompt->moved_ns,
        .is_reported = prompt->is_reported,
    };

    if (prompt->change >= PROMPT_COUNTS)
        return; /* another stage, which time alone brings */
    row.change = changes[prompt->change];
    memcpy(row.boot_id, history->boot_id, sizeof(row.boot_id));
    ledger_add_prompt(history->ledger, &row);
}

_Static_assert(FIGURES_COUNT <= STORE_FIGURES_MAX, "a stored day holds all figures");

static void add_figures(struct store_day *day, const struct day_figures *figures)
{
    for (int i = 0; i < FIGURES_COUNT; i++) {
        struct store_figure *figure = &day->figures[day->figures_len++];
        double value = figures_value(figures, i);

        (void)snprintf(figure->name, sizeof(figure->name), "%s", figures_name(i));
        figure->is_null = isnan(value);
        figure->value = figure->is_null ? 0 : value;
    }
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
    add_figures(&day, &figures);
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
    case EFFECT_PROMPT:
        take_prompt(history, effect);
        break;
    case EFFECT_BEAT:
    case EFFECT_LOG:
        break;
    }
}

void history_take_reported(struct history *history, enum suggestion_kind kind, int64_t mono_ns)
{
    static const enum store_reported_kind kinds[] = {
        [SUGGESTION_CALF_RAISES] = STORE_REPORTED_CALF_RAISES,
        [SUGGESTION_TOES_UP] = STORE_REPORTED_TOES_UP,
        [SUGGESTION_ANKLE_CIRCLES] = STORE_REPORTED_ANKLE_CIRCLES,
        [SUGGESTION_WATER] = STORE_REPORTED_WATER,
    };
    struct store_reported reported = {.mono_ns = mono_ns, .kind = kinds[kind]};

    if (!history->ledger || kind == SUGGESTION_NONE)
        return;
    memcpy(reported.boot_id, history->boot_id, sizeof(reported.boot_id));
    ledger_add_reported(history->ledger, &reported);
}

void history_label(struct history *history, const struct wall *wall)
{
    static const enum store_label labels[] = {
        [WALL_NONE] = STORE_LABEL_NONE,
        [WALL_PERSON] = STORE_LABEL_PERSON,
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

int history_load(const struct store *store, struct kiosk *kiosk, const struct wall *wall,
                 int64_t now_mono_ns, struct history_loaded *loaded, struct err *err)
{
    struct store_resume resume;
    int64_t gap;
    int result = saved_state_load(store, kiosk, &resume, err);

    *loaded = (struct history_loaded){.has_state = result == 0};
    if (result < 0)
        return result == -ERR_NOT_FOUND ? 0 : result;
    loaded->boot = resume.boot;
    gap = gap_ns(&resume, wall, now_mono_ns, &loaded->gap_is_known);
    kiosk_state_shift(kiosk, now_mono_ns - gap - resume.saved_mono_ns);
    loaded->stopped_ns = now_mono_ns - gap;
    if (loaded->stopped_ns < kiosk->now_ns)
        loaded->stopped_ns = kiosk->now_ns;
    return 0;
}
