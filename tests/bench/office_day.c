/*
 * office_day.c - plays a trace through appliance, ledger and database on virtual time.
 *
 *     office_day TRACE DATABASE   prints how many commits there were, and the most in a minute
 *
 * Made to be run under strace, which counts what reaches the kernel. Virtual time would outrun the
 * ledger's thread, and what it has not yet written would be written at once: so after everything
 * that was handed over, this waits until it is in the database, as it would be a minute later.
 */
#include <inttypes.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "drivers/clock_virtual.h"
#include "drivers/sensor_trace.h"
#include "drivers/store_sqlite.h"
#include "kiosk/appliance.h"
#include "kiosk/ledger.h"

#define EVENTS 64

/* The store, with each commit told. */
struct counted_store {
    struct store real;
    sem_t committed;
};

struct office {
    struct clock_virtual *clock_virtual;
    struct clock_port clock;
    struct sensor_trace *trace;
    struct sensors_port sensors;
    struct counted_store store;
    struct store counting;
    struct ledger *ledger;
    struct appliance *appliance;

    int64_t commits;
    int64_t minute_start_ns; /* of the first commit in the last minute */
    int64_t minute_commits;
    int64_t most_in_a_minute;
};

/* ------------------------------------------------------------------------------------- the store
 */

static int commit(void *self, const struct store_batch *batch, struct err *err)
{
    struct counted_store *store = self;
    int result = store->real.commit(store->real.self, batch, err);

    if (result < 0)
        (void)fprintf(stderr, "office_day: %s\n", err->text);
    (void)sem_post(&store->committed);
    return result;
}

static int load_open(void *self, struct store_resume *resume, store_field_fn visit, void *context,
                     struct err *err)
{
    struct counted_store *store = self;

    return store->real.load_open(store->real.self, resume, visit, context, err);
}

static const char *set_aside_name(void *self)
{
    struct counted_store *store = self;

    return store->real.set_aside_name(store->real.self);
}

/* Only what a ledger and a start call. */
static struct store counting_port(struct counted_store *store)
{
    return (struct store){
        .self = store, .commit = commit, .load_open = load_open, .set_aside_name = set_aside_name};
}

/* --------------------------------------------------------------------------------------- the day
 */

static struct text_extent measure(void *self, enum draw_font font, int32_t size_px,
                                  const char *utf8)
{
    (void)self;
    (void)font;
    (void)size_px;
    (void)utf8;
    return (struct text_extent){0};
}

static int64_t now_ns(const struct office *office)
{
    return office->clock.mono_now_ns(office->clock.self);
}

/* Commits are due when the ledger has moved its deadline: each is waited for. */
static void wait_for_commit(struct office *office, int64_t deadline_before_ns)
{
    if (deadline_before_ns == TIME_NEVER ||
        ledger_next_deadline(office->ledger) == deadline_before_ns)
        return;
    while (sem_wait(&office->store.committed) != 0)
        continue;
    office->commits++;
    if (now_ns(office) >= office->minute_start_ns + NS_PER_MIN) {
        office->minute_start_ns = now_ns(office);
        office->minute_commits = 0;
    }
    if (++office->minute_commits > office->most_in_a_minute)
        office->most_in_a_minute = office->minute_commits;
}

static void take_sensors(struct office *office)
{
    struct sensor_event events[EVENTS];
    size_t count;

    do {
        count = office->sensors.read(office->sensors.self, now_ns(office), events, EVENTS);
        for (size_t i = 0; i < count; i++) {
            int64_t deadline_ns = ledger_next_deadline(office->ledger);

            appliance_take_sensor(office->appliance, &events[i]);
            wait_for_commit(office, deadline_ns);
        }
    } while (count == EVENTS);
}

static void play(struct office *office)
{
    while (!office->appliance->has_ended) {
        int64_t due_ns = appliance_next_deadline(office->appliance);
        int64_t edge_ns = office->sensors.next_deadline_mono_ns(office->sensors.self);
        int64_t deadline_ns;

        (void)office->clock.real_ns_until(office->clock.self, edge_ns < due_ns ? edge_ns : due_ns);
        take_sensors(office);
        deadline_ns = ledger_next_deadline(office->ledger);
        appliance_tick(office->appliance, now_ns(office));
        wait_for_commit(office, deadline_ns);
    }
}

/* ------------------------------------------------------------------------------ beginning and end
 */

static void log_line(void *self, const char *text)
{
    (void)self;
    (void)fprintf(stderr, "office_day: %s\n", text);
}

static int open_clock(struct office *office, const char *trace_path, struct calendar *calendar,
                      struct err *err)
{
    const struct trace_header *header;
    int result = sensor_trace_new(trace_path, 0, &office->trace, err);

    if (result < 0)
        return result;
    office->sensors = sensor_trace_port(office->trace);
    header = sensor_trace_header(office->trace);
    *calendar = (struct calendar){
        .is_fixed = true, .utc_offset_s = header->utc_offset_s, .day_start_min = 4 * 60};
    office->clock_virtual =
        clock_virtual_new((struct wall_time){.s = header->start_wall_s}, "office");
    if (!office->clock_virtual)
        return err_set(err, ERR_MEMORY, "no memory");
    office->clock = clock_virtual_port(office->clock_virtual);
    return 0;
}

static int begin(struct office *office, const char *trace_path, const char *database,
                 struct err *err)
{
    static const struct text_port text = {.measure = measure};
    const struct store_sqlite_config config = {.path = database};
    const struct kiosk_setup setup = {.has_mat = true,
                                      .steps_per_closure = 2,
                                      .break_interval_ns = NS_PER_HOUR,
                                      .break_duration_ns = 2 * NS_PER_MIN,
                                      .has_picture = true};
    struct calendar calendar;
    struct ledger_source source;
    struct wall wall;
    int result = open_clock(office, trace_path, &calendar, err);

    if (result < 0)
        return result;
    office->appliance = calloc(1, sizeof(*office->appliance));
    if (!office->appliance || sem_init(&office->store.committed, 0, 0) < 0)
        return err_set(err, ERR_MEMORY, "no memory");
    result = store_sqlite_new(&office->store.real, &config, err);
    if (result < 0)
        return result;
    office->counting = counting_port(&office->store);
    wall_init(&wall, office->clock, &calendar);
    appliance_init(office->appliance, &setup, &wall, VIEW_GPIO, &text, 800, 480, false, 0);
    office->appliance->log = log_line;
    source = history_source(&office->appliance->history);
    result = ledger_new(&office->ledger, &office->counting, &source, err);
    if (result == 0)
        appliance_begin(office->appliance, office->ledger, 0);
    return result;
}

static int end(struct office *office, struct err *err)
{
    int result = ledger_free(office->ledger, office->ledger ? now_ns(office) : 0, err);

    if (office->store.real.close)
        office->store.real.close(office->store.real.self);
    if (office->sensors.close)
        office->sensors.close(office->sensors.self);
    free(office->appliance);
    clock_virtual_free(office->clock_virtual);
    return result;
}

int main(int argc, char **argv)
{
    static struct office office;
    struct err err = {0};
    int result;
    int end_result;

    if (argc != 3) {
        (void)fprintf(stderr, "Usage: office_day TRACE DATABASE\n");
        return 2;
    }
    office.minute_start_ns = -NS_PER_MIN;
    result = begin(&office, argv[1], argv[2], &err);
    if (result == 0) {
        play(&office);
        (void)printf("commits %" PRId64 "\nmost_in_a_minute %" PRId64 "\nminutes %.1f\n",
                     office.commits, office.most_in_a_minute,
                     (double)now_ns(&office) / (double)NS_PER_MIN);
    }
    end_result = end(&office, result == 0 ? &err : NULL);
    if (result < 0 || end_result < 0)
        (void)fprintf(stderr, "office_day: %s\n", err.text);
    return result < 0 || end_result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
