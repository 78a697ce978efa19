#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/consent.h"
#include "base/token_file.h"
#include "ctl/check.h"
#include "ctl/outbox_place.h"

#define SUBJECT "sync"

/* The kiosk's user may read none of them, and need not. */
#define ASK_AS_SENDER                                                                              \
    "this user may not read it; whether secondheart-sync may: sudo -u secondheart-sync "           \
    "secondheartctl check"

/* ---- the files it needs ---- */

static void check_token(const char *path, struct finding_sink *sink)
{
    char token[TOKEN_SIZE];
    struct err err = {0};
    char *fix;
    int result = token_file_read(path, token, &err);

    explicit_bzero(token, sizeof(token));
    if (result == 0) {
        check_put(sink, FINDING_GOOD, SUBJECT, "", "sync.token_file: '%s' holds a token", path);
        return;
    }
    if (result == -ERR_PERMISSION) {
        check_put(sink, FINDING_NOTE, SUBJECT, "", "sync.token_file: '%s': " ASK_AS_SENDER, path);
        return;
    }
    /* "what is wrong; what to do" */
    fix = strstr(err.text, "; ");
    if (fix)
        *fix = '\0';
    check_put(sink, FINDING_PROBLEM, SUBJECT,
              fix ? fix + 2 : "let secondheart-sync read it: a file of mode 0640", "%s", err.text);
}

struct needed_file {
    const char *key;
    const char *path;
    mode_t most; /* what its mode may allow */
    const char *fix;
};

/* NULL if it can be read, else why not. */
static const char *why_unreadable(const struct needed_file *file, mode_t *mode)
{
    struct stat stat;
    const char *why = NULL;
    int fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

    if (fd < 0 || fstat(fd, &stat) < 0)
        why = strerror(errno);
    else if (!S_ISREG(stat.st_mode))
        why = "not a file";
    else if (stat.st_size == 0)
        why = "empty";
    else
        *mode = stat.st_mode & 07777;
    if (fd >= 0)
        (void)close(fd);
    return why;
}

static void check_needed(const struct needed_file *file, struct finding_sink *sink)
{
    mode_t mode = 0;
    const char *why;

    if (file->path[0] == '\0')
        return;
    errno = 0;
    why = why_unreadable(file, &mode);
    if (why && errno == EACCES)
        check_put(sink, FINDING_NOTE, SUBJECT, "", "%s: '%s': " ASK_AS_SENDER, file->key,
                  file->path);
    else if (why)
        check_put(sink, FINDING_PROBLEM, SUBJECT, file->fix, "%s: '%s': %s", file->key, file->path,
                  why);
    else if ((mode & ~file->most) != 0)
        check_put(sink, FINDING_PROBLEM, SUBJECT, "chmod 0640 it",
                  "%s: '%s': mode %04o lets others at the key", file->key, file->path,
                  (unsigned)mode);
}

static void check_files(const struct config *config, struct finding_sink *sink)
{
    const struct needed_file files[] = {
        {"sync.ca_file", config->sync.ca_file, 07777,
         "put the authority's certificate there, in PEM, for everybody to read"},
        {"sync.client_cert", config->sync.client_cert, 07777,
         "put the team's certificate there, in PEM"},
        {"sync.client_key", config->sync.client_key, 0640,
         "put the certificate's key there, in PEM, mode 0640, group secondheart-sync"},
    };

    if (config->sync.token_file[0] != '\0')
        check_token(config->sync.token_file, sink);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
        check_needed(&files[i], sink);
}

/* ---- how it goes ---- */

/* What differs from what the person agreed to; NULL: nothing that asks anew. */
static const char *difference(const struct config *config, const struct consent *given)
{
    static const char *const differences[CONSENT_MATCHES] = {
        [CONSENT_OTHER_SERVER] = "another server",
        [CONSENT_OTHER_TEAM] = "another team",
        [CONSENT_FINER] = "a finer detail",
    };
    struct consent asked;

    consent_ask(&asked, config, config->sync.url);
    return differences[consent_match(given, &asked)];
}

static void tell(const struct config *config, const struct outbox_status *status,
                 struct finding_sink *sink)
{
    const struct outbox_attempt *last = &status->last;
    const char *differs;

    if (!status->has_consent) {
        check_put(sink, FINDING_NOTE, SUBJECT, "",
                  "a server is named, and nobody has turned sync on at the screen");
        return;
    }
    differs = difference(config, &status->consent);
    if (differs)
        check_put(sink, FINDING_NOTE, SUBJECT, "on the screen: settings, sync",
                  "the configuration names %s than the person agreed to: the screen asks anew",
                  differs);
    if (status->quarantined > 0)
        check_put(sink, FINDING_PROBLEM, SUBJECT,
                  "see what it says of them, mend that, then: secondheart-sync --help",
                  "periods that the server refuses: %lld; they are kept",
                  (long long)status->quarantined);
    if (last->outcome == OUTBOX_SETUP)
        check_put(sink, FINDING_PROBLEM, SUBJECT,
                  "correct what it names; it is tried again every hour", "%s", last->reason);
    else
        check_put(sink, last->outcome == OUTBOX_WAITING ? FINDING_NOTE : FINDING_GOOD, SUBJECT, "",
                  "on; periods that wait: %lld, delivered: %lld%s%s", (long long)status->queued,
                  (long long)status->delivered, last->reason[0] != '\0' ? "; " : "", last->reason);
}

void check_sync(const struct config *config, const struct ctl_drivers *drivers,
                struct finding_sink *sink)
{
    static char path[HISTORY_PATH_SIZE];
    struct history_options options = {.config = NULL};
    struct outbox_status status = {.has_consent = false};
    struct config unused;
    struct outbox outbox = {.self = NULL};
    struct err err = {0};
    int result;

    if (config->sync.url[0] == '\0') {
        check_put(sink, FINDING_NOTE, SUBJECT, "", "off: sync.url names no server");
        return;
    }
    check_files(config, sink);
    options.state = config->state.dir[0] != '\0' ? config->state.dir : NULL;
    result = history_place_find(&options, &unused, path, &err);
    if (result == 0)
        result = outbox_place_open(config, path, false, drivers->open_outbox, &outbox, &err);
    if (result == 0) {
        result = outbox.read_status(outbox.self, &status, &err);
        outbox.close(outbox.self);
    }
    if (result < 0)
        check_put(sink, FINDING_PROBLEM, SUBJECT,
                  "give the kiosk and secondheart-sync a folder that both may write", "%s",
                  err.text);
    else
        tell(config, &status, sink);
}
