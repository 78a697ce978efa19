#include "store/outbox_rig.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/outbox_sqlite.h"

struct outbox open_outbox(const char *path, const char *vfs, const char *test_endpoint)
{
    struct outbox_sqlite_config config = {.path = path, .vfs = vfs, .test_endpoint = test_endpoint};
    struct outbox outbox;

    assert_int_equal(outbox_sqlite_new(&outbox, &config, NULL), 0);
    return outbox;
}

void close_outbox(struct outbox *outbox)
{
    outbox->close(outbox->self);
}

void consent(const struct outbox *outbox, enum summary_detail detail, int64_t now_s)
{
    agree(outbox, &(struct consent){.detail = detail, .host = HOST, .team = TEAM}, now_s);
}

void agree(const struct outbox *outbox, const struct consent *given, int64_t now_s)
{
    struct err err = {0};

    if (outbox->give_consent(outbox->self, given, now_s, &err) < 0)
        fail_msg("%s", err.text);
}

struct summary week(int index)
{
    struct summary summary = {.detail = SUMMARY_WEEK,
                              .start_s = MONDAY + index * WEEK,
                              .pseudonym = "ignored",
                              .team = TEAM,
                              .version = "1.2.3"};

    for (int i = 0; i < SUMMARY_FIGURES; i++)
        summary.figures[i] = 1000 * (index + 1) + i;
    return summary;
}

int queue_weeks(const struct outbox *outbox, int first, int last)
{
    struct summary weeks[ROOM];
    size_t count = 0;

    for (int i = first; i <= last; i++)
        weeks[count++] = week(i);
    return outbox->queue(outbox->self, SUMMARY_WEEK, weeks, count, MONDAY + (last + 1) * WEEK,
                         NULL);
}

struct outbox_status status_of(const struct outbox *outbox)
{
    struct outbox_status status;
    struct err err = {0};

    if (outbox->read_status(outbox->self, &status, &err) < 0)
        fail_msg("%s", err.text);
    return status;
}

size_t read_all(const struct outbox *outbox, struct summary *summaries, int64_t *keys)
{
    int64_t after = 0;
    size_t count;

    assert_int_equal(outbox->read_queued(outbox->self, &after, summaries, keys, ROOM, &count, NULL),
                     0);
    return count;
}

bool folder_holds(const char *path, const char *text)
{
    static const char *const suffixes[] = {"", "-wal", "-journal", "-shm"};
    static char bytes[1 << 20];
    bool holds = false;

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        char name[256];
        FILE *file;

        (void)snprintf(name, sizeof(name), "%s%s", path, suffixes[i]);
        file = fopen(name, "rb");
        if (!file)
            continue;
        holds |= memmem(bytes, fread(bytes, 1, sizeof(bytes), file), text, strlen(text)) != NULL;
        (void)fclose(file);
    }
    return holds;
}
