/* What waits to be sent, byte by byte, and what `check` makes of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/check.h"
#include "ctl/ctl.h"
#include "drivers/outbox_sqlite.h"
#include "store/scratch.h"

#define MONDAY INT64_C(1772409600)
#define WEEK   INT64_C(604800)
#define COUNT  70 /* more than are read at once */

static char output[65536];
static struct outbox outbox;

static int open_outbox(const char *path, struct outbox *to, struct err *err)
{
    const struct outbox_sqlite_config config = {.path = path, .read_only = true};

    return outbox_sqlite_new(to, &config, err);
}

static const struct ctl_drivers drivers = {.open_outbox = open_outbox};

static int begin(void **state)
{
    struct outbox_sqlite_config config = {0};
    char path[256];
    int result = scratch_setup(state);

    (void)snprintf(path, sizeof(path), "%s/outbox/outbox.db",
                   ((const struct scratch *)*state)->folder);
    config.path = path;
    return result < 0 ? result : outbox_sqlite_new(&outbox, &config, NULL);
}

static int end(void **state)
{
    outbox.close(outbox.self);
    return scratch_teardown(state);
}

static void fill(void)
{
    const struct consent given = {.host = "office.example", .team = "blue"};
    static struct summary weeks[COUNT];

    for (int i = 0; i < COUNT; i++)
        weeks[i] = (struct summary){.detail = SUMMARY_WEEK,
                                    .start_s = MONDAY + i * WEEK,
                                    .team = "blue",
                                    .version = "1.0",
                                    .figures = {[SUMMARY_SITTING_S] = 1000 + i}};
    assert_int_equal(outbox.give_consent(outbox.self, &given, MONDAY, NULL), 0);
    assert_int_equal(
        outbox.queue(outbox.self, SUMMARY_WEEK, weeks, COUNT, MONDAY + COUNT * WEEK, NULL), 0);
}

/* All of them as they would be sent, one after the other. */
static void write_all(char *text)
{
    int64_t after = 0, key;
    struct summary summary;
    size_t count;

    do {
        assert_int_equal(outbox.read_queued(outbox.self, &after, &summary, &key, 1, &count, NULL),
                         0);
        if (count == 1)
            text += summary_write_influx(&summary, text);
    } while (count == 1);
}

/* Runs it on the scratch's folder; what it printed is in `output`. */
static int run(const struct scratch *scratch, const char *format)
{
    char words[3][16] = {"sync-preview", "--format", "--state"};
    char form[8], folder[160];
    char *argv[] = {words[0], words[1], form, words[2], folder, NULL};
    FILE *file = tmpfile();
    int saved_fd, result;

    assert_non_null(file);
    (void)snprintf(form, sizeof(form), "%s", format);
    (void)snprintf(folder, sizeof(folder), "%s", scratch->folder);
    (void)fflush(stdout);
    saved_fd = dup(STDOUT_FILENO);
    assert_true(dup2(fileno(file), STDOUT_FILENO) >= 0);
    result = ctl_sync_preview_main(5, argv, &drivers);
    (void)fflush(stdout);
    assert_true(dup2(saved_fd, STDOUT_FILENO) >= 0);
    (void)close(saved_fd);
    rewind(file);
    output[fread(output, 1, sizeof(output) - 1, file)] = '\0';
    (void)fclose(file);
    return result;
}

static void it_prints_the_very_bytes_that_wait(void **state)
{
    static char expected[65536];

    fill();
    write_all(expected);
    assert_int_equal(run(*state, "text"), EXIT_DONE);
    assert_string_equal(output, expected);
}

static void as_json_it_counts_them_too(void **state)
{
    static char expected[65536], joined[65536];
    json_t *object, *period;
    size_t i;

    fill();
    write_all(expected);
    assert_int_equal(run(*state, "json"), EXIT_DONE);
    object = json_loads(output, 0, NULL);
    assert_non_null(object);
    assert_true(json_is_true(json_object_get(object, "consent")));
    assert_int_equal(json_integer_value(json_object_get(object, "waiting")), COUNT);
    joined[0] = '\0';
    json_array_foreach(json_object_get(object, "periods"), i, period)
    {
        strcat(joined, json_string_value(period));
    }
    assert_string_equal(joined, expected);
    json_decref(object);
}

static void without_an_outbox_nothing_waits_and_none_is_made(void **state)
{
    const struct scratch *scratch = *state;
    char path[256];

    assert_int_equal(run(scratch, "text"), EXIT_DONE);
    assert_string_equal(output, "");
    (void)snprintf(path, sizeof(path), "%s/outbox", scratch->folder);
    assert_int_not_equal(access(path, F_OK), 0);
}

/* ---- check ---- */

static struct finding last;
static int findings;

static void put(void *self, const struct finding *finding)
{
    (void)self;
    last = *finding;
    findings++;
}

/* The last finding; `findings` counts them. */
static enum finding_weight look(const struct scratch *scratch, const char *url)
{
    struct finding_sink sink = {.put = put};
    struct config config;

    config_set_defaults(&config);
    (void)snprintf(config.state.dir, sizeof(config.state.dir), "%s", scratch->folder);
    (void)snprintf(config.sync.url, sizeof(config.sync.url), "%s", url);
    (void)snprintf(config.sync.team, sizeof(config.sync.team), "blue");
    findings = 0;
    check_sync(&config, &drivers, &sink);
    return last.weight;
}

static void check_says_how_it_stands(void **state)
{
    struct outbox_attempt attempt = {.outcome = OUTBOX_SETUP, .reason = "the token is wrong"};
    int64_t after = 0, key;
    struct summary summary;
    size_t count;

    assert_int_equal(look(*state, ""), FINDING_NOTE);
    assert_int_equal(look(*state, "https://office.example"), FINDING_NOTE);
    assert_non_null(strstr(last.text, "nobody"));
    fill();
    assert_int_equal(look(*state, "https://office.example"), FINDING_GOOD);
    assert_non_null(strstr(last.text, "periods that wait: 70"));
    assert_int_equal(outbox.note_attempt(outbox.self, &attempt, NULL), 0);
    assert_int_equal(look(*state, "https://office.example"), FINDING_PROBLEM);
    assert_string_equal(last.text, "the token is wrong");
    attempt.outcome = OUTBOX_DELIVERED;
    attempt.reason[0] = '\0';
    assert_int_equal(outbox.note_attempt(outbox.self, &attempt, NULL), 0);
    assert_int_equal(outbox.read_queued(outbox.self, &after, &summary, &key, 1, &count, NULL), 0);
    assert_int_equal(outbox.quarantine(outbox.self, key, "no", NULL), 0);
    assert_int_equal(look(*state, "https://office.example"), FINDING_GOOD);
    assert_int_equal(findings, 2); /* what is refused, and how it goes */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
        TEST(it_prints_the_very_bytes_that_wait),
        TEST(as_json_it_counts_them_too),
        TEST(without_an_outbox_nothing_waits_and_none_is_made),
        TEST(check_says_how_it_stands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
