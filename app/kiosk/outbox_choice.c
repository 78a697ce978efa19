#include "kiosk/outbox_choice.h"

#include <stdio.h>

#include "base/state_folder.h"
#include "ports/outbox.h"

static int find_file(const struct options *options, const struct config *config, const char *state,
                     char path[OUTBOX_PATH_SIZE], struct err *err)
{
    char folder[OUTBOX_PATH_SIZE];
    int length;

    if (options->test_endpoint) {
        length = snprintf(path, OUTBOX_PATH_SIZE, "%s/outbox-%s/" OUTBOX_FILE, state,
                          options->sensors == OPTIONS_TRACE ? "trace" : "simulated");
    } else {
        int result = outbox_folder(config->sync.outbox_dir, state, folder, sizeof(folder), err);

        if (result < 0)
            return result;
        length = snprintf(path, OUTBOX_PATH_SIZE, "%s/" OUTBOX_FILE, folder);
    }
    return length < OUTBOX_PATH_SIZE
               ? 0
               : err_set(err, ERR_INPUT, "outbox folder: the path is longer than %d bytes",
                         OUTBOX_PATH_SIZE - 1);
}

int outbox_choose(struct outbox_choice *choice, const struct options *options,
                  const struct config *config, const char *state, struct err *err)
{
    bool is_made_up = options->sensors == OPTIONS_SIM || options->sensors == OPTIONS_TRACE;

    *choice = (struct outbox_choice){.url = "", .test_endpoint = ""};
    choice->without = is_made_up ? SYNC_SIMULATED : SYNC_NOWHERE;
    if (options->test_endpoint)
        choice->url = choice->test_endpoint = options->test_endpoint;
    else if (!is_made_up)
        choice->url = config->sync.url;
    return choice->url[0] == '\0' ? 0 : find_file(options, config, state, choice->path, err);
}
