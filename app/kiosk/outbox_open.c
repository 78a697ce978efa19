#include "kiosk/outbox_open.h"

#include <stdio.h>
#include <string.h>

#include "base/state_folder.h"
#include "drivers/outbox_sqlite.h"

#define PATH_SIZE 512

static int find_folder(const struct options *options, const struct config *config,
                       const char *state, char folder[PATH_SIZE], struct err *err)
{
    if (!options->test_endpoint)
        return outbox_folder(config->sync.outbox_dir, state, folder, PATH_SIZE, err);
    if (snprintf(folder, PATH_SIZE, "%s/outbox-%s", state,
                 options->sensors == OPTIONS_TRACE ? "trace" : "simulated") >= PATH_SIZE)
        return err_set(err, ERR_INPUT, "outbox folder: the path is longer than %d bytes",
                       PATH_SIZE - 1);
    return 0;
}

int outbox_open(struct outbox_opened *opened, const struct options *options,
                const struct config *config, const char *state, struct err *err)
{
    bool is_made_up = options->sensors == OPTIONS_SIM || options->sensors == OPTIONS_TRACE;
    char folder[PATH_SIZE];
    char path[PATH_SIZE + sizeof(OUTBOX_SQLITE_FILE) + 1];
    struct outbox_sqlite_config outbox_config = {
        .path = path, .test_endpoint = options->test_endpoint ? options->test_endpoint : ""};
    int result;

    *opened = (struct outbox_opened){.url = ""};
    opened->without = is_made_up ? SYNC_SIMULATED : SYNC_NOWHERE;
    if (options->test_endpoint)
        opened->url = options->test_endpoint;
    else if (!is_made_up)
        opened->url = config->sync.url;
    if (opened->url[0] == '\0')
        return 0;
    result = find_folder(options, config, state, folder, err);
    if (result < 0)
        return result;
    (void)snprintf(path, sizeof(path), "%s/%s", folder, OUTBOX_SQLITE_FILE);
    result = outbox_sqlite_new(&opened->outbox, &outbox_config, err);
    opened->has_outbox = result == 0;
    return result;
}
