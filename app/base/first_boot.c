#include "base/first_boot.h"

#include <stdlib.h>
#include <string.h>

/* More would fit no screen and help nobody. */
#define PROBLEMS_MAX 100

static void add_lines(FILE *file, struct config_problems *problems)
{
    char *line = NULL;
    size_t size = 0;

    for (int i = 0; i < PROBLEMS_MAX && getline(&line, &size, file) > 0; i++) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '\0')
            config_problems_add(problems, "%s", line);
    }
    free(line);
}

void first_boot_load(struct config *config, const char *path_or_null,
                     struct config_problems *problems)
{
    const char *folder = getenv(FIRST_BOOT_VARIABLE);
    char path[512];
    FILE *file;

    config_load(config, path_or_null, problems);
    if (path_or_null)
        return;
    (void)snprintf(path, sizeof(path), "%s/" FIRST_BOOT_PROBLEMS,
                   folder ? folder : FIRST_BOOT_FOLDER);
    file = fopen(path, "re");
    if (!file)
        return;
    add_lines(file, problems);
    (void)fclose(file);
}
