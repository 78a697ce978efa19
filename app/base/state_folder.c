#include "base/state_folder.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An environment variable that holds an absolute path; anything else counts as unset. */
static const char *folder_from(const char *variable)
{
    const char *folder = getenv(variable);

    return folder && folder[0] == '/' ? folder : NULL;
}

int state_folder(const char *configured, char *path, size_t size, struct err *err)
{
    const char *service = folder_from("STATE_DIRECTORY");
    const char *state_home = folder_from("XDG_STATE_HOME");
    const char *home = folder_from("HOME");
    int len;

    if (configured && configured[0] != '\0') {
        len = snprintf(path, size, "%s", configured);
    } else if (service) {
        /* systemd parts several folders by colons; the first is ours. */
        len = snprintf(path, size, "%.*s", (int)strcspn(service, ":"), service);
    } else if (state_home) {
        len = snprintf(path, size, "%s/secondheart", state_home);
    } else if (home) {
        len = snprintf(path, size, "%s/.local/state/secondheart", home);
    } else {
        return err_set(err, ERR_INPUT,
                       "state folder: neither XDG_STATE_HOME nor HOME is set; set state.dir in the "
                       "configuration");
    }
    if (len < 0 || (size_t)len >= size)
        return err_set(err, ERR_INPUT, "state folder: the path is longer than %zu bytes", size - 1);
    return 0;
}

int outbox_folder(const char *configured, const char *state, char *path, size_t size,
                  struct err *err)
{
    bool is_service = strcmp(state, STATE_FOLDER_SERVICE) == 0;
    int len = configured[0] != '\0' ? snprintf(path, size, "%s", configured)
              : is_service          ? snprintf(path, size, "%s", OUTBOX_FOLDER_SERVICE)
                                    : snprintf(path, size, "%s/outbox", state);

    if (len < 0 || (size_t)len >= size)
        return err_set(err, ERR_INPUT, "outbox folder: the path is longer than %zu bytes",
                       size - 1);
    return 0;
}
