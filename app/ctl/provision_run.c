#include "ctl/provision.h"

#include <errno.h>
#include <grp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/token_file.h"
#include "ctl/pem.h"
#include "ctl/provision_files.h"
#include "ctl/provision_source.h"

struct run {
    const struct provision_options *options;
    FILE *out;
    struct config_problems *problems;
    int exit_code;
    struct provision_folder boot;
    struct provision_folder into;
    struct provision_folder conf_d;
    struct provision_source conf;
    struct provision_source token;
    struct provision_source ca;
    bool is_token_wiped; /* of a removal that the power ended; it was imported before */
};

/* The code that an err has in it decides whose fault it is. */
static void complain(struct run *run, const struct err *err)
{
    int exit_code = err->code == ERR_INPUT ? EXIT_INPUT : EXIT_PROBLEM;

    config_problems_add(run->problems, "%s", err->text);
    run->exit_code = exit_code > run->exit_code ? exit_code : run->exit_code;
}

static void complain_of_source(struct run *run, const struct provision_source *source,
                               const char *what)
{
    struct err err = {0};

    (void)provision_source_fail(source, &run->boot, what, &err);
    complain(run, &err);
}

/* True if there is text to work with. */
static bool take(struct run *run, struct provision_source *source)
{
    struct err err = {0};
    int result = provision_source_take(source, &run->boot, &err);

    if (result < 0)
        complain(run, &err);
    return result == 1;
}

/* ---- the configuration ---- */

static bool is_among(const char *text, const struct config_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        if (strcmp(problems->texts[i], text) == 0)
            return true;
    return false;
}

/* Complains of all that is wrong with `after` and was not before: that came with the candidate. */
static bool brings_problems(struct run *run, const struct config_problems *before,
                            const struct config_problems *after)
{
    struct err err = {.code = ERR_INPUT};
    bool is_bad = after->lost > 0;

    for (size_t i = 0; i < after->count; i++) {
        if (is_among(after->texts[i], before))
            continue;
        (void)err_set(&err, ERR_INPUT, "%s", after->texts[i]);
        complain(run, &err);
        is_bad = true;
    }
    return is_bad;
}

/*
 * Is the text, in place, a configuration without a new mistake? The very bytes that were read are
 * looked at: a failing card may give others the next time. `config` is what would be in force.
 */
static bool is_good_conf(struct run *run, struct config *config)
{
    struct config_problems before = {0};
    struct config_problems after = {0};
    const struct provision_text *text = &run->conf.text;
    int fd = memfd_create("candidate", MFD_CLOEXEC);
    struct err err = {0};
    char path[64];
    char said[PROVISION_PATH_SIZE + PROVISION_NAME_SIZE];
    const struct config_candidate candidate = {PROVISION_INSTALLED, path, said};
    bool is_good = false;

    (void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    (void)snprintf(said, sizeof(said), "%s/%s", run->boot.path, run->conf.found);
    if (fd < 0 || write(fd, text->bytes, text->size) != (ssize_t)text->size) {
        (void)err_set(&err, ERR_MEMORY, "%s: no memory to check it: %s", said, strerror(errno));
        complain(run, &err);
    } else {
        config_load_folder(config, run->into.path, &before);
        config_load_folder_with(config, run->into.path, &candidate, &after);
        is_good = !brings_problems(run, &before, &after);
    }
    if (fd >= 0)
        (void)close(fd);
    config_problems_free(&before);
    config_problems_free(&after);
    return is_good;
}

static bool install_conf(struct run *run)
{
    const struct provision_place place = {&run->conf_d, PROVISION_INSTALLED, 0644, (gid_t)-1};
    struct err err = {0};

    if (provision_install(&place, run->conf.text.bytes, run->conf.text.size, &err) == 0)
        return true;
    complain(run, &err);
    return false;
}

/* ---- what a key of [sync] names ---- */

struct named {
    const struct provision_source *source;
    const char *key;
    const char *in_force; /* what the configuration says for it */
    const char *file;     /* the name that it gets */
    const char *naming;   /* of the configuration that says so */
    mode_t mode;
    gid_t group;
};

/* True if sync would take it from where it goes. */
static bool is_used(struct run *run, const struct named *named)
{
    char path[PROVISION_PATH_SIZE + 16];
    char what[2 * PROVISION_PATH_SIZE + CONFIG_PATH_SIZE];

    (void)snprintf(path, sizeof(path), "%s/%s", run->into.path, named->file);
    if (named->in_force[0] == '\0' || strcmp(named->in_force, path) == 0)
        return true;
    (void)snprintf(what, sizeof(what),
                   "nobody would read it: it goes to %s, and sync.%s says '%s'; leave that key out",
                   path, named->key, named->in_force);
    complain_of_source(run, named->source, what);
    return false;
}

/* The file, and then what names it. */
static bool put_named(struct run *run, const struct named *named, const char *text)
{
    const struct provision_place file = {&run->into, named->file, named->mode, named->group};
    const struct provision_place naming = {&run->conf_d, named->naming, 0644, (gid_t)-1};
    char line[PROVISION_PATH_SIZE + 128];
    struct err err = {0};

    (void)snprintf(line, sizeof(line), "# Written when %s was imported.\n[sync]\n%s = %s/%s\n",
                   named->source->name, named->key, run->into.path, named->file);
    if (provision_install(&file, text, strlen(text), &err) == 0 &&
        provision_install(&naming, line, strlen(line), &err) == 0)
        return true;
    complain(run, &err);
    return false;
}

/* ---- the token ---- */

/* Zeros are what a removal leaves that the power ended: of a token that is in already. */
static bool take_token(struct run *run)
{
    struct err err = {0};
    int result = provision_source_take(&run->token, &run->boot, &err);

    run->is_token_wiped =
        result < 0 && run->token.is_zeros && provision_is_there(&run->into, PROVISION_SECRET);
    if (result < 0 && !run->is_token_wiped)
        complain(run, &err);
    return result == 1;
}

/* Takes off what an editor put in front of it; the rest is token_judge's. */
static const char *trim_token(const struct provision_text *text, char token[TOKEN_SIZE])
{
    const char *from = text->bytes;
    size_t size = text->size;

    if (size >= 3 && memcmp(from, "\xef\xbb\xbf", 3) == 0) {
        from += 3;
        size -= 3;
    }
    memcpy(token, from, size);
    return token_judge(token, size);
}

static bool put_token(struct run *run, const struct config *config, const char *token)
{
    const struct group *group = getgrnam(run->options->group);
    struct named named = {.source = &run->token,
                          .key = "token_file",
                          .in_force = config->sync.token_file,
                          .file = PROVISION_SECRET,
                          .naming = PROVISION_NAMING_TOKEN,
                          .mode = 0640};
    char line[TOKEN_SIZE + 1];
    struct err err = {0};
    bool is_in;

    if (!is_used(run, &named))
        return false;
    if (!group) {
        (void)err_set(&err, ERR_NOT_FOUND,
                      "%s/%s: there is no group '%s' that may read it; install the package "
                      "secondheart-sync, or run systemd-sysusers",
                      run->boot.path, run->token.found, run->options->group);
        complain(run, &err);
        return false;
    }
    named.group = group->gr_gid;
    (void)snprintf(line, sizeof(line), "%s\n", token);
    is_in = put_named(run, &named, line);
    explicit_bzero(line, sizeof(line));
    return is_in;
}

static bool install_token(struct run *run, const struct config *config)
{
    char token[TOKEN_SIZE] = "";
    const char *why = trim_token(&run->token.text, token);
    bool is_in = false;

    if (why)
        complain_of_source(run, &run->token, why);
    else
        is_in = put_token(run, config, token);
    explicit_bzero(token, sizeof(token));
    return is_in;
}

/* ---- the authority that signed the office's certificate ---- */

static bool install_ca(struct run *run, const struct config *config)
{
    const struct provision_text *text = &run->ca.text;
    const struct named named = {.source = &run->ca,
                                .key = "ca_file",
                                .in_force = config->sync.ca_file,
                                .file = PROVISION_AUTHORITY,
                                .naming = PROVISION_NAMING_CA,
                                .mode = 0644,
                                .group = (gid_t)-1};
    char *certificates = malloc(PEM_ROOM(text->size));
    struct err err = {0};
    const char *why;
    bool is_in = false;

    if (!certificates) {
        (void)err_set(&err, ERR_MEMORY, "%s/%s: no memory to check it", run->boot.path,
                      run->ca.found);
        complain(run, &err);
        return false;
    }
    why = pem_write_certificates(text->bytes, text->size, certificates, PEM_ROOM(text->size));
    if (why)
        complain_of_source(run, &run->ca, why);
    else
        is_in = is_used(run, &named) && put_named(run, &named, certificates);
    free(certificates);
    return is_in;
}

/* ---- the boot partition afterwards ---- */

static void remove_token(struct run *run)
{
    struct err err = {0};

    (void)fprintf(run->out, "imported: %s/%s, to %s/" PROVISION_SECRET "\n", run->boot.path,
                  run->token.found, run->into.path);
    if (provision_wipe(&run->boot, run->token.found, &err) < 0)
        complain(run, &err);
}

/* The power went while it was being removed; or the card was pulled out too early. */
static void finish_removal(struct run *run)
{
    struct err err = {0};

    if (provision_wipe(&run->boot, run->token.found, &err) < 0)
        complain(run, &err);
    else
        (void)fprintf(run->out,
                      "removed: %s/%s, which held zeros; the token imported before stays\n",
                      run->boot.path, run->token.found);
}

/* No secret: whoever has the card may want to see what was on it. */
static void put_aside(struct run *run, const struct provision_source *source,
                      const struct provision_folder *folder, const char *installed)
{
    char aside[PROVISION_NAME_SIZE + sizeof(PROVISION_ASIDE)];
    struct err err = {0};

    (void)fprintf(run->out, "imported: %s/%s, to %s/%s\n", run->boot.path, source->found,
                  folder->path, installed);
    (void)snprintf(aside, sizeof(aside), "%s" PROVISION_ASIDE, source->name);
    if (provision_put_aside(&run->boot, source->found, aside, &err) < 0)
        complain(run, &err);
}

/* ---- all of it ---- */

static int open_folders(struct run *run, struct err *err)
{
    char path[PROVISION_PATH_SIZE + 8];
    int result = provision_folder_open(&run->into, run->options->into, err);

    if (result < 0)
        return result;
    (void)snprintf(path, sizeof(path), "%s/conf.d", run->into.path);
    if (mkdir(path, 0755) < 0 && errno != EEXIST)
        return err_set(err, err_from_errno(errno), "'%s': cannot be made: %s", path,
                       strerror(errno));
    /* Made or not: its name has to last as long as what is put into it. */
    if (fsync(run->into.fd) < 0)
        return err_set(err, err_from_errno(errno), "'%s': cannot be made to last: %s",
                       run->into.path, strerror(errno));
    return provision_folder_open(&run->conf_d, path, err);
}

static void import(struct run *run)
{
    struct config_problems unused = {0};
    struct config config;
    bool is_conf_good = take(run, &run->conf) && is_good_conf(run, &config);
    bool is_token_in, is_ca_in;

    if (!is_conf_good)
        config_load_folder(&config, run->into.path, &unused);
    config_problems_free(&unused);
    /* Sync may start as soon as the configuration names a server: what it wants comes first. */
    is_token_in = take_token(run) && install_token(run, &config);
    is_ca_in = take(run, &run->ca) && install_ca(run, &config);
    if (is_conf_good && install_conf(run))
        put_aside(run, &run->conf, &run->conf_d, PROVISION_INSTALLED);
    if (is_ca_in)
        put_aside(run, &run->ca, &run->into, PROVISION_AUTHORITY);
    if (is_token_in)
        remove_token(run);
    else if (run->is_token_wiped)
        finish_removal(run);
}

int provision_run(const struct provision_options *options, FILE *out,
                  struct config_problems *problems)
{
    struct run run = {
        .options = options,
        .out = out,
        .problems = problems,
        .exit_code = EXIT_DONE,
        .boot = {.fd = -1},
        .into = {.fd = -1},
        .conf_d = {.fd = -1},
        .conf = {.name = PROVISION_CONF, .most = PROVISION_CONF_MAX},
        .token = {.name = PROVISION_TOKEN, .most = TOKEN_SIZE - 1},
        .ca = {.name = PROVISION_CA, .most = PROVISION_CA_MAX},
    };
    struct err err = {0};

    if (provision_folder_open(&run.boot, options->from, &err) < 0) {
        complain(&run, &err);
    } else {
        if (open_folders(&run, &err) < 0)
            complain(&run, &err);
        else
            import(&run);
        provision_tell(&run.boot, options->state, problems);
    }
    if (!config_problems_none(problems) && run.exit_code == EXIT_DONE)
        run.exit_code = EXIT_PROBLEM;
    provision_source_free(&run.conf);
    provision_source_free(&run.token);
    provision_source_free(&run.ca);
    provision_folder_close(&run.conf_d);
    provision_folder_close(&run.into);
    provision_folder_close(&run.boot);
    return run.exit_code;
}
