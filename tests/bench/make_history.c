/*
 * make_history.c - a database of any number of office days, written through the real store.
 *
 *     make_history DATABASE DAYS   prints the day after the last of them, such as 1971-01-05
 *
 * The same days every time, from 1970-01-05 on: a hundred years before today would be before the
 * time that a history can have. Who reads it must believe that it is the day printed. A week is one
 * boot and one commit; what the store drops as too old it drops here too, so records are written
 * only for the days that it keeps and a month before them.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/units.h"
#include "core/figures.h"
#include "drivers/store_sqlite.h"

#define FIRST_DAY   4 /* since 1970-01-01: a Monday */
#define WEEK_DAYS   7
#define RECORD_DAYS (STORE_SQLITE_KEEP_DAYS + 30)

/* A day: sits with a walk after each. */
#define SITS          10
#define PIECES        (2 * SITS + 1)
#define WALK_MIN      4
#define STEPS_A_MIN   90
#define COUNTS        (SITS * (WALK_MIN + 2))
#define PROMPTS       (2 * SITS)
#define FIRST_SIT_MIN (9 * 60)

struct week {
    char boot_id[STORE_BOOT_ID_SIZE];
    struct store_interval intervals[WEEK_DAYS * PIECES];
    struct store_count counts[WEEK_DAYS * COUNTS];
    struct store_prompt prompts[WEEK_DAYS * PROMPTS];
    struct store_day days[WEEK_DAYS];
    struct store_batch batch; /* of the above */
    int32_t prompts_so_far;
    uint32_t random;
};

static int64_t vary(struct week *week, int64_t low, int64_t high)
{
    week->random = week->random * UINT32_C(1664525) + UINT32_C(1013904223);
    return low + (week->random >> 8) % (high - low + 1);
}

static void add_interval(struct week *week, int64_t start_ns, int64_t end_ns, enum posture posture)
{
    struct store_interval *row = &week->intervals[week->batch.intervals_len++];

    *row = (struct store_interval){
        .start_mono_ns = start_ns, .end_mono_ns = end_ns, .posture = posture};
    memcpy(row->boot_id, week->boot_id, sizeof(row->boot_id));
}

static void add_count(struct week *week, int64_t mono_ns, enum store_count_kind kind,
                      int64_t amount)
{
    struct store_count *row = &week->counts[week->batch.counts_len++];

    *row = (struct store_count){.mono_ns = mono_ns, .kind = kind, .amount = amount};
    memcpy(row->boot_id, week->boot_id, sizeof(row->boot_id));
}

static void add_prompt(struct week *week, int64_t mono_ns, enum store_prompt_change change,
                       int64_t raised_ns)
{
    struct store_prompt *row = &week->prompts[week->batch.prompts_len++];

    *row = (struct store_prompt){.mono_ns = mono_ns,
                                 .change = change,
                                 .number = week->prompts_so_far,
                                 .raised_mono_ns = raised_ns};
    memcpy(row->boot_id, week->boot_id, sizeof(row->boot_id));
}

/* A sit that ends with a prompt, and the walk that answers it. Returns when the walk ends. */
static int64_t add_sit(struct week *week, struct day *day, int64_t start_ns, bool has_records)
{
    int64_t sit_ns = vary(week, 1200, 3000) * NS_PER_S;
    int64_t up_ns = start_ns + sit_ns;
    int64_t back_ns = up_ns + WALK_MIN * NS_PER_MIN;

    day->bout_ns[day->bouts++] = sit_ns;
    day->posture_ns[POSTURE_SEATED] += sit_ns;
    day->posture_ns[POSTURE_STEPPING] += back_ns - up_ns;
    day->counts[DAY_STEPS] += (int64_t)WALK_MIN * STEPS_A_MIN;
    day->counts[DAY_SHIFTS]++;
    day->prompts[PROMPT_RAISED]++;
    day->prompts[PROMPT_VERIFIED]++;
    week->prompts_so_far++;
    if (!has_records)
        return back_ns;
    add_interval(week, start_ns, up_ns, POSTURE_SEATED);
    add_interval(week, up_ns, back_ns, POSTURE_STEPPING);
    for (int i = 1; i <= WALK_MIN; i++)
        add_count(week, up_ns + i * NS_PER_MIN, STORE_COUNT_STEP, STEPS_A_MIN);
    add_count(week, start_ns + sit_ns / 2, STORE_COUNT_SHIFT, 1);
    add_count(week, start_ns + sit_ns / 2, STORE_COUNT_LEG_MOVEMENT_NS, 20 * NS_PER_S);
    add_prompt(week, up_ns - NS_PER_MIN, STORE_PROMPT_RAISED, up_ns - NS_PER_MIN);
    add_prompt(week, back_ns, STORE_PROMPT_VERIFIED, up_ns - NS_PER_MIN);
    return back_ns;
}

static void add_figures(struct store_day *stored, const struct day *day)
{
    static int64_t scratch_ns[DAY_BOUTS_MAX];
    struct day_figures figures;

    figures_of_day(day, scratch_ns, &figures);
    for (int i = 0; i < FIGURES_COUNT; i++) {
        struct store_figure *figure = &stored->figures[stored->figures_len++];
        double value = figures_value(&figures, i);

        (void)snprintf(figure->name, sizeof(figure->name), "%s", figures_name(i));
        figure->is_null = isnan(value);
        figure->value = figure->is_null ? 0 : value;
    }
}

static void add_day(struct week *week, int date, int64_t midnight_ns, bool has_records)
{
    static struct day day;
    struct store_day *stored = &week->days[week->batch.days_len++];
    int64_t start_ns = midnight_ns + FIRST_SIT_MIN * NS_PER_MIN;
    int64_t now_ns = start_ns + vary(week, 0, 1200) * NS_PER_S;

    memset(&day, 0, sizeof(day));
    day.date = date;
    for (int i = 0; i < SITS; i++)
        now_ns = add_sit(week, &day, now_ns, has_records);
    day.breaks = SITS - 1;
    if (has_records)
        add_interval(week, now_ns, midnight_ns + 24 * NS_PER_HOUR, POSTURE_AWAY);
    *stored = (struct store_day){
        .date = date, .start_mono_ns = start_ns, .end_mono_ns = midnight_ns + 24 * NS_PER_HOUR};
    memcpy(stored->boot_id, week->boot_id, sizeof(stored->boot_id));
    add_figures(stored, &day);
}

/* From `first_day` of the days since 1970 on, `count` of them. */
static int write_week(const struct store *store, struct week *week, int64_t first_day, int count,
                      int64_t first_record_day, struct err *err)
{
    int64_t offset_ns = first_day * S_PER_DAY * NS_PER_S;
    struct store_boot boot = {.label = STORE_LABEL_KERNEL, .wall_offset_ns = offset_ns};

    (void)snprintf(week->boot_id, sizeof(week->boot_id), "week-%" PRId64, first_day);
    memcpy(boot.boot_id, week->boot_id, sizeof(boot.boot_id));
    week->batch = (struct store_batch){.boots = &boot,
                                       .boots_len = 1,
                                       .intervals = week->intervals,
                                       .counts = week->counts,
                                       .prompts = week->prompts,
                                       .days = week->days};
    for (int i = 0; i < count; i++)
        add_day(week, calendar_add_days(19700101, (int)first_day + i), i * S_PER_DAY * NS_PER_S,
                first_day + i >= first_record_day);
    return store->commit(store->self, &week->batch, err);
}

static void print_date(int date)
{
    (void)printf("%04d-%02d-%02d\n", date / 10000, date / 100 % 100, date % 100);
}

int main(int argc, char **argv)
{
    static struct week week = {.random = 1};
    long days = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    const int64_t today = FIRST_DAY + days;
    const struct store_sqlite_config config = {.path = argc == 3 ? argv[1] : ""};
    struct store store;
    struct err err = {0};
    int result;

    if (days <= 0) {
        (void)fprintf(stderr, "Usage: make_history DATABASE DAYS\n");
        return 2;
    }
    result = store_sqlite_new(&store, &config, &err);
    for (int64_t day = FIRST_DAY; result == 0 && day < today; day += WEEK_DAYS) {
        int count = today - day < WEEK_DAYS ? (int)(today - day) : WEEK_DAYS;

        result = write_week(&store, &week, day, count, today - RECORD_DAYS, &err);
    }
    if (result < 0)
        (void)fprintf(stderr, "make_history: %s\n", err.text);
    else
        print_date(calendar_add_days(19700101, (int)today));
    if (store.close)
        store.close(store.self);
    return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
