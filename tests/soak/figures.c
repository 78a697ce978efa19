#include "soak/figures.h"

#include <dirent.h>
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>

#define KIB 1024

static int64_t count_entries(const char *folder)
{
    DIR *dir = opendir(folder);
    int64_t count = 0;

    if (!dir)
        return -1;
    while (readdir(dir))
        count++;
    (void)closedir(dir);
    return count - 2; /* itself and its parent */
}

static int64_t pss_kib(void)
{
    FILE *file = fopen("/proc/self/smaps_rollup", "re");
    char line[128];
    int64_t kib = -1;

    while (file && kib < 0 && fgets(line, sizeof(line), file))
        (void)sscanf(line, "Pss: %" SCNd64, &kib);
    if (file)
        (void)fclose(file);
    return kib;
}

struct held {
    int64_t heap, disk, fds, threads;
};

static struct held read_held(const struct machine *machine)
{
    struct mallinfo2 info = mallinfo2();
    int64_t disk = fake_disk_memory(machine->disk);

    return (struct held){
        .heap = (int64_t)info.uordblks + (int64_t)info.hblkhd - disk,
        .disk = disk,
        .fds = count_entries("/proc/self/fd") - 1, /* the folder's own */
        .threads = count_entries("/proc/self/task"),
    };
}

void figures_print_sample(const struct machine *machine, int64_t number)
{
    struct held held = read_held(machine);
    struct fake_disk_counts disk = fake_disk_counts(machine->disk);

    (void)printf("sample %" PRId64 " heap=%" PRId64 " pss_kib=%" PRId64 " fds=%" PRId64
                 " threads=%" PRId64 " waits=%" PRId64 " frames=%" PRId64 " written=%" PRId64
                 " touches=%" PRId64 " stored=%" PRId64 "\n",
                 number, held.heap, pss_kib() - held.disk / KIB, held.fds, held.threads,
                 machine->waits, machine->frames, disk.bytes,
                 machine->touches - machine->refused_touches, fake_disk_used(machine->disk));
}

void figures_print_off(const struct machine *machine)
{
    struct held held = read_held(machine);

    (void)printf("off at=%" PRId64 " heap=%" PRId64 " fds=%" PRId64 " threads=%" PRId64 "\n",
                 machine->true_ns, held.heap, held.fds, held.threads);
}
