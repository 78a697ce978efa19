#include "ctl/outbox_place.h"

#include <stdio.h>
#include <string.h>

#include "base/state_folder.h"

#define SIMULATED_FOLDER "outbox-simulated"

int outbox_place_open(const struct config *config, const char *history_path, bool is_simulated,
                      outbox_open_fn *open, struct outbox *outbox, struct err *err)
{
    const char *slash = strrchr(history_path, '/');
    char state[HISTORY_PATH_SIZE];
    char folder[HISTORY_PATH_SIZE];
    char path[HISTORY_PATH_SIZE + sizeof(SIMULATED_FOLDER) + sizeof(OUTBOX_FILE) + 2];
    int result;

    (void)snprintf(state, sizeof(state), "%.*s", slash ? (int)(slash - history_path) : 1,
                   slash ? history_path : ".");
    if (is_simulated) {
        (void)snprintf(path, sizeof(path), "%s/" SIMULATED_FOLDER "/" OUTBOX_FILE, state);
    } else {
        result = outbox_folder(config->sync.outbox_dir, state, folder, sizeof(folder), err);
        if (result < 0)
            return result;
        (void)snprintf(path, sizeof(path), "%s/" OUTBOX_FILE, folder);
    }
    return open(path, outbox, err);
}
