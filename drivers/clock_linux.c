#include "drivers/clock_linux.h"

#include "base/units.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timex.h>
#include <time.h>

struct clock_linux {
    char boot_id[CLOCK_BOOT_ID_SIZE];
};

static int64_t mono_now_ns(void *self)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static struct wall_time wall_now(void *self)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (struct wall_time){.s = now.tv_sec, .ns = (int32_t)now.tv_nsec};
}

static int64_t real_ns_until(void *self, int64_t deadline_mono_ns)
{
    int64_t now_ns = mono_now_ns(self);

    if (deadline_mono_ns == TIME_NEVER)
        return TIME_NEVER;
    return deadline_mono_ns > now_ns ? deadline_mono_ns - now_ns : 0;
}

static bool is_synchronised(void *self)
{
    struct timex state = {0};

    /* The return value is TIME_ERROR for other reasons too; the status bit is the kernel's word. */
    return adjtimex(&state) >= 0 && !(state.status & STA_UNSYNC);
}

/* Did the kernel take its time from this hardware clock at boot? A dead battery shows as 0. */
static bool has_set_time(const char *path)
{
    FILE *file = fopen(path, "re");
    bool has_set = file && fgetc(file) == '1';

    if (file)
        (void)fclose(file);
    return has_set;
}

static bool has_rtc(void *self)
{
    glob_t found = {0};
    bool has_one = false;

    if (glob("/sys/class/rtc/rtc*/hctosys", 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++)
            has_one = has_one || has_set_time(found.gl_pathv[i]);
    }
    globfree(&found);
    return has_one;
}

static const char *boot_id(void *self)
{
    const struct clock_linux *clock = self;

    return clock->boot_id;
}

struct clock_linux *clock_linux_new(void)
{
    struct clock_linux *clock = calloc(1, sizeof(*clock));
    FILE *file;

    if (!clock)
        return NULL;
    file = fopen("/proc/sys/kernel/random/boot_id", "re");
    if (file) {
        if (!fgets(clock->boot_id, sizeof(clock->boot_id), file))
            clock->boot_id[0] = '\0';
        (void)fclose(file);
    }
    return clock;
}

void clock_linux_free(struct clock_linux *clock)
{
    free(clock);
}

struct clock_port clock_linux_port(struct clock_linux *clock)
{
    return (struct clock_port){
        .self = clock,
        .mono_now_ns = mono_now_ns,
        .wall_now = wall_now,
        .real_ns_until = real_ns_until,
        .is_synchronised = is_synchronised,
        .has_rtc = has_rtc,
        .boot_id = boot_id,
    };
}
