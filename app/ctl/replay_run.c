#include "ctl/replay_run.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "base/trace.h"
#include "base/units.h"
#include "history/setup.h"

struct replay *replay_new(bool keeps_events)
{
    struct replay *replay = calloc(1, sizeof(*replay));

    if (replay)
        replay->keeps_events = keeps_events;
    return replay;
}

void replay_free(struct replay *replay)
{
    if (!replay)
        return;
    free(replay->days);
    free(replay->postures);
    free(replay->prompts);
    free(replay->bouts_ns);
    free(replay);
}

/* Room for `more` items after `count` in `*items`; false without memory (nothing is lost then). */
static bool make_room(void **items, size_t *room, size_t count, size_t more, size_t item_size)
{
    size_t new_room = *room ? *room : 64;
    void *new_items;

    if (count + more <= *room)
        return true;
    while (new_room < count + more)
        new_room *= 2;
    new_items = reallocarray(*items, new_room, item_size);
    if (!new_items)
        return false;
    *items = new_items;
    *room = new_room;
    return true;
}

static void keep_day(struct replay *replay, const struct day *day)
{
    size_t bouts = (size_t)day->bouts;
    struct day_figures *figures;

    if (!make_room((void **)&replay->days, &replay->day_room, replay->day_count, 1,
                   sizeof(replay->days[0])) ||
        !make_room((void **)&replay->bouts_ns, &replay->bout_room, replay->bout_count, bouts,
                   sizeof(replay->bouts_ns[0]))) {
        replay->out_of_memory = true;
        return;
    }
    figures = &replay->days[replay->day_count++];
    figures_of_day(day, replay->scratch_ns, figures);
    figures_add(&replay->total, figures);
    for (size_t i = 0; i < bouts; i++)
        replay->bouts_ns[replay->bout_count++] = day->bout_ns[i];
    replay->lost += day->lost_bouts;
}

static void keep_posture(struct replay *replay, const struct effect *effect)
{
    if (!make_room((void **)&replay->postures, &replay->posture_room, replay->posture_count, 1,
                   sizeof(replay->postures[0]))) {
        replay->out_of_memory = true;
        return;
    }
    replay->postures[replay->posture_count++] =
        (struct replay_posture){effect->start_ns, effect->end_ns, effect->posture};
}

static void keep_prompt(struct replay *replay, const struct effect *effect)
{
    const struct prompt *prompt = effect->prompt;

    if (prompt_change_is_outcome(prompt->change)) {
        /* One is open at a time: the last. */
        if (replay->prompt_count > 0 && !replay->out_of_memory) {
            replay->prompts[replay->prompt_count - 1].end_ns = effect->end_ns;
            replay->prompts[replay->prompt_count - 1].outcome = prompt->change;
        }
        return;
    }
    if (prompt->change != PROMPT_RAISED)
        return;
    if (!make_room((void **)&replay->prompts, &replay->prompt_room, replay->prompt_count, 1,
                   sizeof(replay->prompts[0]))) {
        replay->out_of_memory = true;
        return;
    }
    replay->prompts[replay->prompt_count++] =
        (struct replay_prompt){.id = prompt->id, .start_ns = effect->end_ns, .end_ns = TIME_NEVER};
}

static void take_effect(void *self, const struct effect *effect)
{
    struct replay *replay = self;

    if (effect->kind == EFFECT_DAY)
        keep_day(replay, effect->day);
    else if (effect->kind == EFFECT_INTERVAL && replay->keeps_events)
        keep_posture(replay, effect);
    else if (effect->kind == EFFECT_PROMPT && replay->keeps_events)
        keep_prompt(replay, effect);
}

/* The trace's own clock: when its kiosk days and quiet hours begin, in its virtual time. */
struct trace_clock {
    struct calendar calendar;
    const struct quiet_hours *quiet_hours;
    int64_t start_wall_s;
    int32_t start_wall_ns;
    int64_t next_day_wall_s;
    int64_t next_day_ns;
    int64_t next_quiet_wall_s; /* when quiet hours may begin or end; INT64_MAX if never */
    int64_t next_quiet_ns;
    int64_t next_ns;   /* the earlier of the two */
    int baseline_days; /* that are left */
};

static int64_t virtual_ns(const struct trace_clock *clock, int64_t wall_s)
{
    if (wall_s == INT64_MAX)
        return TIME_NEVER;
    return (wall_s - clock->start_wall_s) * NS_PER_S - clock->start_wall_ns;
}

static void plan_day(struct trace_clock *clock, int64_t wall_s)
{
    clock->next_day_wall_s = calendar_next_start_s(&clock->calendar, wall_s);
    clock->next_day_ns = virtual_ns(clock, clock->next_day_wall_s);
    clock->next_ns = time_earlier(clock->next_day_ns, clock->next_quiet_ns);
}

static void plan_quiet(struct trace_clock *clock, int64_t wall_s)
{
    clock->next_quiet_wall_s = quiet_hours_next_s(clock->quiet_hours, &clock->calendar, wall_s);
    clock->next_quiet_ns = virtual_ns(clock, clock->next_quiet_wall_s);
    clock->next_ns = time_earlier(clock->next_day_ns, clock->next_quiet_ns);
}

static struct trace_clock clock_of(const struct trace_header *header, const struct config *config)
{
    struct trace_clock clock = {
        .calendar =
            {
                .is_fixed = header->tz[0] == '\0',
                .utc_offset_s = header->utc_offset_s,
                .day_start_min = config->day.start_min,
            },
        .quiet_hours = &config->coach.quiet_hours,
        .start_wall_s = header->start_wall_s,
        .start_wall_ns = header->start_wall_ns,
        .baseline_days = config->coach.baseline_days,
    };

    if (!clock.calendar.is_fixed)
        calendar_use_zone(header->tz);
    plan_day(&clock, header->start_wall_s);
    plan_quiet(&clock, header->start_wall_s);
    return clock;
}

static int step(struct replay *replay, const struct kiosk_event *event)
{
    struct effects effects = {take_effect, replay};

    return kiosk_step(&replay->kiosk, event, &effects);
}

static int tell(struct replay *replay, enum kiosk_event_kind kind, int64_t at_ns, bool is_on)
{
    struct kiosk_event event = {.kind = kind, .mono_ns = at_ns, .is_on = is_on};

    return step(replay, &event);
}

/* What the clock says when the trace begins. */
static int begin_clock(struct replay *replay, const struct trace_clock *clock)
{
    int result = 0;

    if (quiet_hours_contain(clock->quiet_hours, &clock->calendar, clock->start_wall_s))
        result = tell(replay, KIOSK_QUIET_HOURS, 0, true);
    if (result == 0 && clock->baseline_days > 0)
        result = tell(replay, KIOSK_BASELINE, 0, true);
    return result;
}

static int begin_day(struct replay *replay, struct trace_clock *clock)
{
    struct kiosk_event event = {
        .kind = KIOSK_DAY_START,
        .mono_ns = clock->next_day_ns,
        .date = calendar_date(&clock->calendar, clock->next_day_wall_s),
    };
    int result = step(replay, &event);

    if (result == 0 && clock->baseline_days > 0 && --clock->baseline_days == 0)
        result = tell(replay, KIOSK_BASELINE, clock->next_day_ns, false);
    plan_day(clock, clock->next_day_wall_s);
    return result;
}

static int change_quiet_hours(struct replay *replay, struct trace_clock *clock)
{
    int64_t wall_s = clock->next_quiet_wall_s;
    bool is_on = quiet_hours_contain(clock->quiet_hours, &clock->calendar, wall_s);
    int result = tell(replay, KIOSK_QUIET_HOURS, clock->next_quiet_ns, is_on);

    plan_quiet(clock, wall_s);
    return result;
}

/* What the clock says up to `until_ns`, itself included only if `inclusive`. */
static int run_clock(struct replay *replay, struct trace_clock *clock, int64_t until_ns,
                     bool inclusive)
{
    while (clock->next_ns < until_ns || (inclusive && clock->next_ns == until_ns)) {
        int result = clock->next_day_ns == clock->next_ns ? begin_day(replay, clock)
                                                          : change_quiet_hours(replay, clock);

        if (result < 0)
            return result;
    }
    return 0;
}

static int take_item(struct replay *replay, const struct trace_item *item)
{
    static const enum kiosk_event_kind kinds[] = {
        [TRACE_EDGE] = KIOSK_EDGE,   [TRACE_FAULT] = KIOSK_LINE_FAULT, [TRACE_OK] = KIOSK_LINE_OK,
        [TRACE_TOUCH] = KIOSK_TOUCH, [TRACE_END] = KIOSK_TICK,
    };
    struct kiosk_event event = {
        .kind = kinds[item->kind],
        .mono_ns = item->at_ns,
        .line = item->line,
        .closed = item->closed,
        .touch = item->touch,
    };

    return step(replay, &event);
}

static void finish(struct replay *replay, int64_t end_ns)
{
    struct effects effects = {take_effect, replay};

    kiosk_finish(&replay->kiosk, end_ns, &effects);
    keep_day(replay, &replay->kiosk.day);
    figures_of_bouts(replay->bouts_ns, (int64_t)replay->bout_count, &replay->total);
    replay->lost += replay->kiosk.queue.lost + replay->kiosk.posture.forced;
}

static int run_items(struct replay *replay, struct trace_reader *reader, struct trace_clock *clock,
                     struct err *err)
{
    struct trace_item item = {0};
    int result;

    while ((result = trace_reader_next(reader, &item, err)) > 0) {
        bool is_end = item.kind == TRACE_END;

        /* A day that would start at the very end has no time in it. */
        result = clock->next_ns > item.at_ns ? 0 : run_clock(replay, clock, item.at_ns, !is_end);
        if (result == 0)
            result = is_end ? 0 : take_item(replay, &item);
        if (result < 0)
            return err_set(err, ERR_BACKWARDS, "the core refused the time %lld ns",
                           (long long)item.at_ns);
    }
    if (result < 0)
        return result;
    finish(replay, item.at_ns);
    if (replay->out_of_memory)
        return err_set(err, ERR_MEMORY, "replay: no memory for the results");
    return 0;
}

int replay_run(struct replay *replay, const char *path, const struct config *config,
               struct err *err)
{
    struct kiosk_setup setup = setup_from_config(config);
    struct trace_reader *reader = NULL;
    struct trace_clock clock;
    int result;

    result = trace_reader_new(path, &reader, err);
    if (result < 0)
        return result;
    clock = clock_of(trace_reader_header(reader), config);
    kiosk_init(&replay->kiosk, &setup, 0,
               calendar_date(&clock.calendar, trace_reader_header(reader)->start_wall_s));
    result = begin_clock(replay, &clock);
    if (result == 0)
        result = run_items(replay, reader, &clock, err);
    trace_reader_free(reader);
    return result;
}
