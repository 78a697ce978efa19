#include "base/zone.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char name_characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                      "0123456789/_+-";

const char *zone_folder(void)
{
    const char *folder = getenv("TZDIR");

    return folder && folder[0] == '/' ? folder : "/usr/share/zoneinfo";
}

static bool is_well_formed(const char *name)
{
    size_t len = strlen(name);

    /* Without a dot in the alphabet there is no `..`. */
    return len > 0 && len < ZONE_NAME_SIZE && name[0] != '/' &&
           strspn(name, name_characters) == len;
}

bool zone_is_known(const char *name)
{
    static const char magic[] = {'T', 'Z', 'i', 'f'};
    char path[PATH_MAX];
    char start[sizeof(magic)];
    bool is_zone;
    int written;
    int fd;

    if (!is_well_formed(name))
        return false;
    written = snprintf(path, sizeof(path), "%s/%s", zone_folder(), name);
    if (written < 0 || (size_t)written >= sizeof(path))
        return false;
    fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    is_zone = read(fd, start, sizeof(start)) == (ssize_t)sizeof(start) &&
              memcmp(start, magic, sizeof(magic)) == 0;
    (void)close(fd);
    return is_zone;
}

bool zone_local_name(char name[ZONE_NAME_SIZE])
{
    static const char marker[] = "/zoneinfo/";
    const char *tz = getenv("TZ");
    const char *found = tz && tz[0] == ':' ? tz + 1 : tz;
    char path[PATH_MAX];

    name[0] = '\0';
    if (!found) {
        ssize_t len = readlink("/etc/localtime", path, sizeof(path) - 1);

        path[len > 0 ? len : 0] = '\0';
        found = strstr(path, marker);
        found = found ? found + sizeof(marker) - 1 : NULL;
    }
    if (!found || !zone_is_known(found))
        return false;
    (void)snprintf(name, ZONE_NAME_SIZE, "%s", found);
    return true;
}
