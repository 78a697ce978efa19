#include "fuzz/one_folder.h"

#include <ftw.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz/fuzz.h"

static char folder[ONE_FOLDER_SIZE];

static int remove_entry(const char *name, const struct stat *about, int kind, struct FTW *place)
{
    return remove(name);
}

static void remove_folder(void)
{
    (void)nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

const char *one_folder(void)
{
    if (folder[0] == '\0') {
        (void)snprintf(folder, sizeof(folder), "/dev/shm/fuzz.%d", (int)getpid());
        (void)atexit(remove_folder);
    }
    remove_folder();
    must(mkdir(folder, 0700) == 0);
    return folder;
}
