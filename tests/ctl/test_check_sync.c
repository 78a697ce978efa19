/* What `check` says of the files that sync needs: what is wrong, what to do, and no secret. */
#include "ctl/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/token_file.h"
#include "drivers/outbox_sqlite.h"
#include "store/scratch.h"

#define SECRET "t0p-Secret"

static struct config config;
static char path[160];
static struct finding findings[8];
static size_t count;

static int open_outbox(const char *name, struct outbox *outbox, struct err *err)
{
    const struct outbox_sqlite_config settings = {.path = name, .read_only = true};

    return outbox_sqlite_new(outbox, &settings, err);
}

static const struct ctl_drivers drivers = {.open_outbox = open_outbox};

static int begin(void **state)
{
    int result = scratch_setup(state);
    const struct scratch *scratch = *state;

    config_set_defaults(&config);
    (void)snprintf(config.state.dir, sizeof(config.state.dir), "%s", scratch->folder);
    (void)snprintf(config.sync.url, sizeof(config.sync.url), "https://office.example");
    (void)snprintf(path, sizeof(path), "%s/file", scratch->folder);
    return result;
}

static void write_file(const char *text, size_t size, mode_t mode)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, mode), 0);
}

static void keep(void *self, const struct finding *finding)
{
    (void)self;
    assert_true(count < sizeof(findings) / sizeof(findings[0]));
    findings[count++] = *finding;
}

/* The first finding; the last one says how it goes, and is not of the files. */
static const struct finding *look(void)
{
    struct finding_sink sink = {.put = keep};

    count = 0;
    check_sync(&config, &drivers, &sink);
    for (size_t i = 0; i < count; i++) {
        assert_null(strstr(findings[i].text, SECRET));
        assert_null(strstr(findings[i].fix, SECRET));
    }
    return &findings[0];
}

static void assert_problem(const struct finding *finding, const char *what, const char *fix)
{
    assert_int_equal(finding->weight, FINDING_PROBLEM);
    assert_non_null(strstr(finding->text, path));
    if (!strstr(finding->text, what) || !strstr(finding->fix, fix))
        fail_msg("'%s' ('%s')", finding->text, finding->fix);
}

static void take_token_file(void)
{
    (void)snprintf(config.sync.token_file, sizeof(config.sync.token_file), "%s", path);
}

static void without_files_nothing_is_said_of_them(void **state)
{
    (void)state;
    (void)look();
    assert_int_equal(count, 1);
}

static void a_good_token_file_is_good(void **state)
{
    (void)state;
    take_token_file();
    write_file(SECRET "\n", sizeof(SECRET), 0640);
    assert_int_equal(look()->weight, FINDING_GOOD);
    assert_int_equal(count, 2);
}

static void a_token_file_that_is_missing_is_a_problem(void **state)
{
    (void)state;
    take_token_file();
    assert_problem(look(), "no such file", "0640");
}

static void a_token_file_for_everybody_is_a_problem(void **state)
{
    (void)state;
    take_token_file();
    write_file(SECRET "\n", sizeof(SECRET), 0644);
    assert_problem(look(), "mode 0644", "chmod 0640");
}

static void an_empty_token_file_is_a_problem(void **state)
{
    (void)state;
    take_token_file();
    write_file("\n", 1, 0640);
    assert_problem(look(), "empty", "write the server's token");
}

static void a_token_file_that_is_no_token_is_a_problem(void **state)
{
    static char many[TOKEN_SIZE + 1];

    (void)state;
    take_token_file();
    memset(many, 'x', sizeof(many));
    memcpy(many, SECRET, sizeof(SECRET) - 1);
    write_file(many, sizeof(many), 0640);
    assert_problem(look(), "longer", "alone");
    write_file(SECRET " and more\n", sizeof(SECRET " and more"), 0640);
    assert_problem(look(), "blanks", "one word");
}

static void a_file_that_this_user_may_not_read_is_nothing_to_mend(void **state)
{
    (void)state;
    take_token_file();
    (void)snprintf(config.sync.client_key, sizeof(config.sync.client_key), "%s", path);
    write_file(SECRET "\n", sizeof(SECRET), 0600);
    if (geteuid() == 0) { /* may read everything: another user looks */
        assert_int_equal(chmod(((const struct scratch *)*state)->folder, 0755), 0);
        assert_int_equal(seteuid(65534), 0);
    } else {
        assert_int_equal(chmod(path, 0), 0);
    }
    assert_int_equal(look()->weight, FINDING_NOTE);
    assert_non_null(strstr(findings[0].text, "sudo -u secondheart-sync"));
    assert_int_equal(findings[1].weight, FINDING_NOTE);
    assert_non_null(strstr(findings[1].text, "sync.client_key"));
    (void)seteuid(getuid());
}

static void certificates_must_be_there(void **state)
{
    static const struct {
        const char *key;
        size_t offset;
    } keys[] = {
        {"sync.ca_file", offsetof(struct config, sync.ca_file)},
        {"sync.client_cert", offsetof(struct config, sync.client_cert)},
        {"sync.client_key", offsetof(struct config, sync.client_key)},
    };

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        char *field = (char *)&config + keys[i].offset;

        (void)unlink(path);
        (void)snprintf(field, sizeof(config.sync.ca_file), "%s", path);
        assert_problem(look(), keys[i].key, "PEM");
        write_file("", 0, 0640);
        assert_problem(look(), "empty", "PEM");
        write_file("-----BEGIN", 10, 0640);
        (void)look();
        assert_int_equal(count, 1); /* nothing but how it goes */
        (void)snprintf(field, sizeof(config.sync.ca_file), "%s",
                       ((const struct scratch *)*state)->folder);
        assert_non_null(strstr(look()->text, "not a file"));
        field[0] = '\0';
    }
}

static void a_key_for_everybody_is_a_problem(void **state)
{
    (void)state;
    (void)snprintf(config.sync.client_key, sizeof(config.sync.client_key), "%s", path);
    write_file("-----BEGIN", 10, 0644);
    assert_problem(look(), "mode 0644", "chmod 0640");
}

static void agree(const char *host, const char *team, enum summary_detail detail)
{
    struct outbox outbox;
    struct consent given = {.detail = detail};
    char name[sizeof(config.state.dir) + sizeof(OUTBOX_FILE) + 1];
    struct err err = {0};

    (void)snprintf(given.host, sizeof(given.host), "%s", host);
    (void)snprintf(given.team, sizeof(given.team), "%s", team);
    (void)snprintf(config.sync.outbox_dir, sizeof(config.sync.outbox_dir), "%s", config.state.dir);
    (void)snprintf(name, sizeof(name), "%s/" OUTBOX_FILE, config.state.dir);
    assert_int_equal(outbox_sqlite_new(&outbox, &(struct outbox_sqlite_config){.path = name}, &err),
                     0);
    assert_int_equal(outbox.give_consent(outbox.self, &given, 1000, &err), 0);
    outbox.close(outbox.self);
}

static void what_the_person_agreed_to_is_nothing_to_say(void **state)
{
    (void)state;
    agree("office.example", "", SUMMARY_WEEK);
    assert_int_equal(look()->weight, FINDING_GOOD);
    assert_int_equal(count, 1);
}

static void another_server_team_or_detail_is_said_to_ask_anew(void **state)
{
    static const struct {
        const char *host;
        const char *team;
        const char *what;
    } rows[] = {
        {"elsewhere.example", "", "another server"},
        {"office.example", "red", "another team"},
        {"office.example", "", "a finer detail"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        agree(rows[i].host, rows[i].team, SUMMARY_WEEK);
        config.sync.detail = i == 2 ? SUMMARY_HOUR : SUMMARY_WEEK;
        assert_int_equal(look()->weight, FINDING_NOTE);
        assert_non_null(strstr(findings[0].text, rows[i].what));
        assert_non_null(strstr(findings[0].fix, "on the screen"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, scratch_teardown)
        TEST(without_files_nothing_is_said_of_them),
        TEST(a_good_token_file_is_good),
        TEST(a_token_file_that_is_missing_is_a_problem),
        TEST(a_token_file_for_everybody_is_a_problem),
        TEST(an_empty_token_file_is_a_problem),
        TEST(a_token_file_that_is_no_token_is_a_problem),
        TEST(a_file_that_this_user_may_not_read_is_nothing_to_mend),
        TEST(certificates_must_be_there),
        TEST(a_key_for_everybody_is_a_problem),
        TEST(what_the_person_agreed_to_is_nothing_to_say),
        TEST(another_server_team_or_detail_is_said_to_ask_anew),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
