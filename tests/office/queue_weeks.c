/*
 * queue_weeks.c - queues weeks as the kiosk does, for tests of what becomes of them afterwards.
 *
 * Usage: queue_weeks OUTBOX-DIR TEAM [HOST] < WEEKS
 *
 * HOST is the server that was agreed to, 127.0.0.1 if none is named.
 *
 * WEEKS: a line a week, oldest first: its Monday in seconds since 1970, then the nine figures in
 * the order of enum summary_figure. Prints a line each: the Monday and the pseudonym it goes under.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/summary.h"
#include "drivers/outbox_sqlite.h"

#define WEEK_S     (7 * 86400)
#define WEEKS_MOST 104

static int read_weeks(struct summary weeks[WEEKS_MOST], const char *team)
{
    int count = 0;

    while (count < WEEKS_MOST) {
        struct summary *week = &weeks[count];

        memset(week, 0, sizeof(*week));
        if (scanf("%" SCNd64, &week->start_s) != 1)
            break;
        for (int i = 0; i < SUMMARY_FIGURES; i++) {
            if (scanf("%" SCNd64, &week->figures[i]) != 1)
                return -1;
        }
        week->detail = SUMMARY_WEEK;
        (void)snprintf(week->team, sizeof(week->team), "%s", team);
        version_write_release(SECONDHEART_VERSION, week->version);
        count++;
    }
    return count;
}

static int queue(const struct outbox *outbox, const struct consent *given,
                 const struct summary *weeks, size_t count, struct err *err)
{
    static struct summary queued[WEEKS_MOST];
    static int64_t keys[WEEKS_MOST];
    int64_t after = 0;
    size_t found = 0;
    int result = outbox->give_consent(outbox->self, given, weeks[0].start_s, err);

    if (result == 0)
        result = outbox->queue(outbox->self, SUMMARY_WEEK, weeks, count,
                               weeks[count - 1].start_s + WEEK_S, err);
    if (result == 0)
        result = outbox->read_queued(outbox->self, &after, queued, keys, WEEKS_MOST, &found, err);
    for (size_t i = 0; i < found; i++)
        printf("%" PRId64 " %s\n", queued[i].start_s, queued[i].pseudonym);
    return result;
}

int main(int argc, char **argv)
{
    static struct summary weeks[WEEKS_MOST];
    struct consent given = {.detail = SUMMARY_WEEK};
    struct err err = {0};
    struct outbox outbox;
    char path[512];
    int count;
    int result;

    if (argc < 3 || argc > 4 || !summary_is_team(argv[2])) {
        (void)fprintf(stderr, "usage: queue_weeks OUTBOX-DIR TEAM [HOST] < WEEKS\n");
        return 2;
    }
    (void)snprintf(given.team, sizeof(given.team), "%s", argv[2]);
    (void)snprintf(given.host, sizeof(given.host), "%s", argc > 3 ? argv[3] : "127.0.0.1");
    count = read_weeks(weeks, argv[2]);
    if (count <= 0) {
        (void)fprintf(stderr, "queue_weeks: no weeks on standard input\n");
        return 2;
    }
    (void)snprintf(path, sizeof(path), "%s/" OUTBOX_FILE, argv[1]);
    result = outbox_sqlite_new(&outbox, &(struct outbox_sqlite_config){.path = path}, &err);
    if (result == 0) {
        result = queue(&outbox, &given, weeks, (size_t)count, &err);
        outbox.close(outbox.self);
    }
    if (result != 0) {
        (void)fprintf(stderr, "queue_weeks: %s\n", err.text);
        return 1;
    }
    return 0;
}
