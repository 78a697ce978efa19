/*
 * secondheart-sync: drains the outbox and exits with what happened. This file names the drivers;
 * what a run does stands in sync/drain.h.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/config.h"
#include "base/state_folder.h"
#include "base/sync_setup.h"
#include "base/token_file.h"
#include "drivers/clock_linux.h"
#include "drivers/outbox_sqlite.h"
#include "drivers/uplink_curl.h"
#include "sync/drain.h"
#include "sync/dry_run.h"
#include "sync/options.h"
#include "sync/request.h"

#define PROGRAM   "secondheart-sync"
#define PATH_SIZE 512

/* What a run is made of. */
struct run {
    struct options options;
    struct config config;
    struct consent asked; /* what a person must have agreed to */
    char folder[PATH_SIZE];
    char url[REQUEST_URL_SIZE];
    char token[TOKEN_SIZE];
    char authorization[REQUEST_AUTHORIZATION_SIZE];
    struct outbox outbox;
    struct uplink uplink;
    struct clock_linux *clock;
};

static void say(void *self, const char *sentence)
{
    (void)fprintf(stderr, PROGRAM ": %s\n", sentence);
}

static int fail(const struct err *err)
{
    say(NULL, err->text);
    return err->code == ERR_INPUT ? EXIT_INPUT : EXIT_PROBLEM;
}

/* The token must not reach a file, nor another process of the same user by ptrace. */
static void keep_secrets(void)
{
    const struct rlimit none = {0, 0};

    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0);
    /* libcurl would write the keys of its connections into the file that this names. */
    (void)unsetenv("SSLKEYLOGFILE");
}

static uint64_t draw_random(void *self)
{
    uint64_t bits = 0;

    /* Early at boot there may be none yet: the herd is then parted by its process ids. */
    if (getrandom(&bits, sizeof(bits), GRND_NONBLOCK) != (ssize_t)sizeof(bits))
        bits = (uint64_t)getpid() * UINT64_C(0x9e3779b97f4a7c15);
    return bits;
}

static int load_config(struct run *run)
{
    struct config_problems problems = {0};
    bool is_good;

    config_load(&run->config, run->options.config_path, &problems);
    for (size_t i = 0; i < problems.count; i++)
        say(NULL, problems.texts[i]);
    is_good = config_problems_none(&problems);
    config_problems_free(&problems);
    return is_good ? 0 : -ERR_INPUT;
}

/* Where the kiosk that made this queue keeps it. */
static int find_folder(struct run *run, struct err *err)
{
    const struct options *options = &run->options;
    bool is_test = options->test_endpoint[0] != '\0';
    const char *configured = options->outbox_dir ? options->outbox_dir
                             : is_test           ? ""
                                                 : run->config.sync.outbox_dir;
    char state[PATH_SIZE];
    int result;

    if (configured[0])
        return outbox_folder(configured, "", run->folder, sizeof(run->folder), err);
    result = state_folder(options->state_dir ? options->state_dir : run->config.state.dir, state,
                          sizeof(state), err);
    if (result < 0)
        return result;
    if (!is_test)
        /* systemd names the one folder that this service may write: the queue's own. */
        return outbox_folder(strcmp(state, OUTBOX_FOLDER_SERVICE) == 0 ? state : "", state,
                             run->folder, sizeof(run->folder), err);
    if ((size_t)snprintf(run->folder, sizeof(run->folder), "%s/outbox-simulated", state) >=
        sizeof(run->folder))
        return err_set(err, ERR_INPUT, "outbox folder: the path is too long");
    return 0;
}

/* The address, what a person must have agreed to for it, and the token. */
static int make_request(struct run *run, struct err *err)
{
    bool is_test = run->options.test_endpoint[0] != '\0';
    const char *base = is_test ? run->options.test_endpoint : run->config.sync.url;
    const char *wrong;
    int result;

    if (base[0] == '\0')
        return err_set(err, ERR_INPUT,
                       "sync.url is empty: there is no server; name it in " CONFIG_FOLDER
                       "/secondheart.conf");
    wrong = sync_setup_judge_url(base, run->config.sync.allows_plaintext);
    if (wrong)
        return err_set(err, ERR_INPUT, "--test-endpoint: '%s': %s", base, wrong);
    consent_ask(&run->asked, &run->config, base);
    result = request_write_url(&run->config, base, run->url, err);
    if (result == 0 && run->config.sync.token_file[0]) {
        result = token_file_read(run->config.sync.token_file, run->token, err);
        /* Whatever keeps the token from us is mended where it is configured. */
        if (result < 0)
            err->code = ERR_INPUT;
    }
    if (result == 0)
        request_write_authorization(&run->config, run->token, run->authorization);
    explicit_bzero(run->token, sizeof(run->token));
    return result;
}

static int open_outbox(struct run *run, struct err *err)
{
    char path[PATH_SIZE + sizeof(OUTBOX_FILE) + 1];
    const struct outbox_sqlite_config config = {.path = path, .read_only = run->options.is_dry_run};

    (void)snprintf(path, sizeof(path), "%s/%s", run->folder, OUTBOX_FILE);
    return outbox_sqlite_new(&run->outbox, &config, err);
}

/*
 * Two at once would do no harm, but ask twice. The kernel takes the lock off whatever ends the
 * run. 0 and the folder in `*fd`, or -1 there if there is no folder and so nothing to lock.
 */
static int lock_folder(const struct run *run, int *fd, struct err *err)
{
    *fd = open(run->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*fd < 0 && errno == ENOENT)
        return 0;
    if (*fd < 0)
        return err_set(err, err_from_errno(errno), "outbox folder: '%s': %s", run->folder,
                       strerror(errno));
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
        return 0;
    (void)close(*fd);
    *fd = -1;
    return err_set(err, ERR_BUSY, "another " PROGRAM " is at work on '%s'; it goes on",
                   run->folder);
}

static int open_uplink(struct run *run, struct err *err)
{
    const struct uplink_curl_config config = {
        .url = run->url,
        .authorization = run->authorization,
        .ca_file = run->config.sync.ca_file,
        .pinned_key = run->config.sync.pinned_key,
        .client_cert = run->config.sync.client_cert,
        .client_key = run->config.sync.client_key,
        .proxy = run->config.sync.proxy,
        .timeout_s = run->options.timeout_s,
    };

    return uplink_curl_new(&run->uplink, &config, err);
}

static int print_requests(struct run *run)
{
    const struct clock_port clock = clock_linux_port(run->clock);
    struct outbox_status status;
    struct err err = {0};
    char scheme[16] = "";
    const struct dry_run dry_run = {
        .outbox = &run->outbox,
        .format = (enum config_sync_format)run->config.sync.format,
        .url = run->url,
        .scheme = scheme,
        .now_s = run->options.test_endpoint[0] ? INT64_MAX : clock.wall_now(clock.self).s,
    };

    (void)sscanf(run->authorization, "Authorization: %15s", scheme);
    if (run->outbox.read_status(run->outbox.self, &status, &err) < 0)
        return fail(&err);
    if (!status.has_consent) {
        say(NULL, "sync is off: nobody has turned it on at the screen, nothing would be sent");
        return EXIT_DONE;
    }
    if (drain_check_endpoint(&status, run->options.test_endpoint, &err) < 0 ||
        drain_check_consent(&status, &run->asked, &err) < 0 ||
        dry_run_print(&dry_run, stdout, &err) < 0)
        return fail(&err);
    return EXIT_DONE;
}

static int send_queue(struct run *run)
{
    const struct clock_port clock = clock_linux_port(run->clock);
    const struct drain_setup setup = {
        .format = (enum config_sync_format)run->config.sync.format,
        .asked = run->asked,
        .test_endpoint = run->options.test_endpoint,
        .is_now = run->options.is_now || run->options.is_release,
    };
    const struct drain_ports ports = {.outbox = &run->outbox,
                                      .uplink = &run->uplink,
                                      .clock = &clock,
                                      .random = draw_random,
                                      .say = say};
    struct drain_result result;
    struct err err = {0};

    if (run->options.is_release && run->outbox.release_quarantine(run->outbox.self, &err) < 0)
        return fail(&err);
    if (open_uplink(run, &err) < 0)
        return fail(&err);
    explicit_bzero(run->authorization, sizeof(run->authorization));
    result = drain_run(&ports, &setup);
    run->uplink.close(run->uplink.self);
    say(NULL, result.sentence);
    return result.exit_code;
}

static int run_all(struct run *run)
{
    struct err err = {0};
    int exit_code;
    int fd = -1;

    if (load_config(run) < 0)
        return EXIT_INPUT;
    if (find_folder(run, &err) < 0 || make_request(run, &err) < 0)
        return fail(&err);
    if (!run->options.is_dry_run && lock_folder(run, &fd, &err) < 0)
        return fail(&err);
    if (open_outbox(run, &err) < 0) {
        exit_code = fail(&err);
    } else {
        exit_code = run->options.is_dry_run ? print_requests(run) : send_queue(run);
        run->outbox.close(run->outbox.self);
    }
    if (fd >= 0)
        (void)close(fd);
    return exit_code;
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct run *run;
    int exit_code;

    keep_secrets();
    run = calloc(1, sizeof(*run));
    if (!run)
        return EXIT_PROBLEM;
    if (options_parse(&run->options, argc, argv, &err) < 0) {
        exit_code = fail(&err);
    } else if (run->options.wants_help) {
        options_print_help(stdout);
        exit_code = EXIT_DONE;
    } else if (run->options.wants_version) {
        (void)printf(PROGRAM " " SECONDHEART_VERSION "\n");
        exit_code = EXIT_DONE;
    } else {
        run->clock = clock_linux_new();
        exit_code = run->clock ? run_all(run) : EXIT_PROBLEM;
        clock_linux_free(run->clock);
    }
    explicit_bzero(run, sizeof(*run));
    free(run);
    return exit_code;
}
