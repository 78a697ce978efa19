/* Where files to import are looked for, and where what is wrong with them is told. */
#include "ctl/provision.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/first_boot.h"
#include "ctl/provision_files.h"

const char *provision_find_folder(void)
{
    /* Raspberry Pi OS since bookworm; before it, and where there is no such partition. */
    static const char *const folders[] = {"/boot/firmware", "/boot"};
    static const char *const names[] = {
        PROVISION_CONF, PROVISION_CONF ".txt", PROVISION_TOKEN,   PROVISION_TOKEN ".txt",
        PROVISION_CA,   PROVISION_CA ".txt",   PROVISION_PROBLEMS};
    char path[64];
    struct stat status;

    for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
        for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
            (void)snprintf(path, sizeof(path), "%s/%s", folders[i], names[k]);
            if (lstat(path, &status) == 0)
                return folders[i];
        }
    }
    return NULL;
}

/* `head`, and each problem with `end` behind it; NULL without memory. */
static char *join(const char *head, const struct config_problems *problems, const char *end,
                  size_t *size)
{
    char *text = NULL;
    FILE *file = open_memstream(&text, size);

    if (!file)
        return NULL;
    (void)fputs(head, file);
    for (size_t i = 0; i < problems->count; i++)
        (void)fprintf(file, "%s%s", problems->texts[i], end);
    if (fclose(file) != 0) {
        free(text);
        return NULL;
    }
    return text;
}

static int leave(const struct provision_folder *folder, const char *name, const char *head,
                 const char *end, const struct config_problems *problems, struct err *err)
{
    size_t size = 0;
    char *text;
    int result;

    if (config_problems_none(problems))
        return provision_remove(folder, name, err);
    text = join(head, problems, end, &size);
    if (!text)
        return err_set(err, ERR_MEMORY, "%s/%s: no memory to write it", folder->path, name);
    result = provision_leave(folder, name, text, size, err);
    free(text);
    return result;
}

static int leave_for_screen(const char *state, const struct config_problems *problems,
                            struct err *err)
{
    struct provision_folder folder = {.fd = -1};
    int result;

    if (config_problems_none(problems) && access(state, F_OK) < 0)
        return 0;
    if (mkdir(state, 0755) < 0 && errno != EEXIST)
        return err_set(err, err_from_errno(errno), "'%s': cannot be made: %s", state,
                       strerror(errno));
    result = provision_folder_open(&folder, state, err);
    if (result == 0)
        result = leave(&folder, FIRST_BOOT_PROBLEMS, "", "\n", problems, err);
    provision_folder_close(&folder);
    return result;
}

void provision_tell(const struct provision_folder *boot, const char *state,
                    struct config_problems *problems)
{
    /* CR LF: whoever reads it does so on any machine that takes the card. */
    static const char head[] = "Second Heart did not import all that is on this card.\r\n"
                               "Correct what is named here, put the card back and start the kiosk "
                               "again.\r\n\r\n";
    struct err err = {0};

    /* First, so that the screen can tell of it. */
    if (leave(boot, PROVISION_PROBLEMS, head, "\r\n", problems, &err) < 0)
        config_problems_add(problems, "%s", err.text);
    if (leave_for_screen(state, problems, &err) < 0)
        config_problems_add(problems, "%s", err.text);
}
