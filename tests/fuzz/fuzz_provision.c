/*
 * A boot partition with a configuration, a token and an authority on it, whatever they hold: what
 * is installed is right as a whole, the token is in no message, and a second import changes
 * nothing.
 *
 * The three files' contents, parted by a byte 0x1f.
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/config.h"
#include "ctl/provision.h"
#include "fuzz/fuzz.h"
#include "fuzz/one_folder.h"

#define SEPARATOR 0x1f
/* A shorter one may well be part of an honest message. */
#define TOKEN_TOLD 16

static char boot[ONE_FOLDER_SIZE + 8];
static char into[ONE_FOLDER_SIZE + 8];
static char state[ONE_FOLDER_SIZE + 8];

static void make_folders(void)
{
    const char *folder = one_folder();

    (void)snprintf(boot, sizeof(boot), "%s/boot", folder);
    (void)snprintf(into, sizeof(into), "%s/etc", folder);
    (void)snprintf(state, sizeof(state), "%s/state", folder);
    must(mkdir(boot, 0700) == 0 && mkdir(into, 0700) == 0 && mkdir(state, 0700) == 0);
}

/* Returns where the next one begins. */
static size_t put(const char *name, const uint8_t *data, size_t size, size_t from)
{
    const uint8_t *end = from < size ? memchr(data + from, SEPARATOR, size - from) : NULL;
    size_t until = end ? (size_t)(end - data) : size;
    char path[128];
    FILE *file;

    if (from >= size)
        return size;
    (void)snprintf(path, sizeof(path), "%s/%s", boot, name);
    file = fopen(path, "wb");
    must(file && fwrite(data + from, 1, until - from, file) == until - from);
    must(fclose(file) == 0);
    return until + 1;
}

static int provision(struct config_problems *problems)
{
    const struct provision_options options = {
        .from = boot, .into = into, .state = state, .group = "root"};
    FILE *out = fopen("/dev/null", "w");
    int exit_code;

    must(out);
    exit_code = provision_run(&options, out, problems);
    (void)fclose(out);
    must(exit_code == EXIT_DONE || exit_code == EXIT_INPUT);
    must((exit_code == EXIT_DONE) == config_problems_none(problems));
    return exit_code;
}

static void check_installed(void)
{
    static struct config config;
    struct config_problems problems = {0};

    config_load_folder(&config, into, &problems);
    for (size_t i = 0; i < problems.count; i++)
        (void)fprintf(stderr, "%s\n", problems.texts[i]);
    must(config_problems_none(&problems));
    config_problems_free(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct config_problems first = {0};
    struct config_problems second = {0};
    size_t token_at, token_end;
    int exit_code;

    make_folders();
    token_at = put(PROVISION_CONF, data, size, 0);
    token_end = put(PROVISION_TOKEN, data, size, token_at);
    (void)put(PROVISION_CA, data, size, token_end);
    exit_code = provision(&first);
    if (token_at < size && token_end - 1 - token_at >= TOKEN_TOLD) {
        char *token = strndup((const char *)data + token_at, token_end - 1 - token_at);

        must(token);
        for (size_t i = 0; strlen(token) >= TOKEN_TOLD && i < first.count; i++)
            must(!strstr(first.texts[i], token));
        free(token);
    }
    check_installed();
    must(provision(&second) == exit_code && second.count == first.count);
    check_installed();
    config_problems_free(&first);
    config_problems_free(&second);
    return 0;
}
