/* Runs the inputs in the files and folders it is given: a corpus again, or what a fuzzer has found.
 */
#include <fts.h>
#include <string.h>
#include <sys/stat.h>

#include "fuzz/fuzz.h"

static void run_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(size + 1);

    must(file && bytes);
    must(fread(bytes, 1, size, file) == size);
    (void)fclose(file);
    (void)LLVMFuzzerTestOneInput(bytes, size);
    free(bytes);
}

int main(int argc, char **argv)
{
    FTS *tree;
    const FTSENT *entry;
    int count = 0;

    must(argc > 1);
    tree = fts_open(argv + 1, FTS_PHYSICAL, NULL);
    must(tree);
    while ((entry = fts_read(tree))) {
        must(entry->fts_info != FTS_NS && entry->fts_info != FTS_DNR);
        if (entry->fts_info != FTS_F)
            continue;
        /* Said first, so that a crash has its input's name in front. */
        (void)fprintf(stderr, "%s\n", entry->fts_path);
        run_file(entry->fts_accpath, (size_t)entry->fts_statp->st_size);
        count++;
    }
    (void)fts_close(tree);
    (void)printf("%d inputs\n", count);
    return count > 0 ? 0 : 1;
}
