#include "store/scratch.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *ftw)
{
    (void)status;
    (void)type;
    (void)ftw;
    return remove(path);
}

int scratch_setup(void **state)
{
    struct scratch *scratch = calloc(1, sizeof(*scratch));
    const char *top = getenv("TMPDIR");

    if (!scratch)
        return -1;
    (void)snprintf(scratch->folder, sizeof(scratch->folder), "%s/secondheart-store-XXXXXX",
                   top && strlen(top) < 64 ? top : "/tmp");
    if (!mkdtemp(scratch->folder)) {
        free(scratch);
        return -1;
    }
    (void)snprintf(scratch->path, sizeof(scratch->path), "%s/history.db", scratch->folder);
    *state = scratch;
    return 0;
}

int scratch_teardown(void **state)
{
    struct scratch *scratch = *state;

    if (scratch) {
        (void)umount2(scratch->folder, MNT_DETACH); /* a test that failed may have left a mount */
        (void)nftw(scratch->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    }
    free(scratch);
    return 0;
}
