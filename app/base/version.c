#include "base/version.h"

#include <stdio.h>
#include <string.h>

void version_write_release(const char *program_version, char text[VERSION_RELEASE_SIZE])
{
    (void)snprintf(text, VERSION_RELEASE_SIZE, "%.*s", (int)strcspn(program_version, "~+-"),
                   program_version);
}
