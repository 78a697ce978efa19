#include "kiosk/store_file.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

const char *store_file_name(enum options_sensors sensors)
{
    static const char *const names[] = {
        [OPTIONS_AUTO] = "history.db",
        [OPTIONS_GPIO] = "history.db",
        [OPTIONS_SIM] = "history-simulated.db",
        [OPTIONS_TRACE] = "history-trace.db",
    };

    return names[sensors];
}

void store_file_remove(const char *path)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        char file[PATH_MAX];

        (void)snprintf(file, sizeof(file), "%s%s", path, suffixes[i]);
        (void)unlink(file);
    }
}
