/* What a kiosk needs to keep its history: a folder, room, and the right time. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/state_folder.h"
#include "base/zone.h"
#include "ctl/check.h"

/* Years of history fit; less is the sign of a card that is filling up with something else. */
#define FREE_BYTES_MIN (UINT64_C(50) * 1000 * 1000)

/* 2026-01-01: a clock before this program existed has not been set. */
#define WALL_MIN_S INT64_C(1767225600)

/* The folder, or of those above it the nearest that exists. */
static void find_existing(const char *folder, char *existing, size_t size)
{
    struct stat found;
    char *slash;

    (void)snprintf(existing, size, "%s", folder);
    while (stat(existing, &found) != 0 && (slash = strrchr(existing, '/')) != NULL) {
        /* The root keeps its slash. */
        slash[slash == existing] = '\0';
        if (slash == existing)
            return;
    }
}

void check_state(const struct config *config, struct finding_sink *sink)
{
    char folder[PATH_MAX];
    char existing[PATH_MAX];
    struct statvfs room;
    struct err err = {0};
    uint64_t free_bytes;

    if (state_folder(config->state.dir, folder, sizeof(folder), &err) != 0) {
        check_put(sink, FINDING_PROBLEM, "state", "set HOME, or state.dir in the configuration",
                  "%s", err.text);
        return;
    }
    find_existing(folder, existing, sizeof(existing));
    if (access(existing, W_OK | X_OK) != 0)
        check_put(sink, FINDING_PROBLEM, "state",
                  "give the folder to the user that runs the kiosk (chown), or name another one by "
                  "state.dir",
                  "%s cannot be written: %s", existing, strerror(errno));
    else
        check_put(sink, FINDING_GOOD, "state", "", "the history %s %s",
                  strcmp(existing, folder) == 0 ? "is kept in" : "will be kept in", folder);
    if (statvfs(existing, &room) != 0)
        return;
    free_bytes = (uint64_t)room.f_bavail * room.f_frsize;
    if (free_bytes < FREE_BYTES_MIN)
        check_put(sink, FINDING_PROBLEM, "state", "make room on the card",
                  "only %llu MB are free where the history is kept, 50 MB are wanted",
                  (unsigned long long)(free_bytes / 1000000));
    else
        check_put(sink, FINDING_GOOD, "state", "", "%llu MB are free there",
                  (unsigned long long)(free_bytes / 1000000));
}

void check_clock(const struct clock_port *clock, struct finding_sink *sink)
{
    static const char fix[] = "connect the network and switch time synchronisation on (timedatectl "
                              "set-ntp true), or fit a clock with a battery";
    bool is_plausible = clock->wall_now(clock->self).s >= WALL_MIN_S;

    if (clock->is_synchronised(clock->self))
        check_put(sink, FINDING_GOOD, "clock", "", "the kernel says the clock is synchronised");
    else if (clock->has_rtc(clock->self) && is_plausible)
        check_put(sink, FINDING_NOTE, "clock", "",
                  "not synchronised; days are labelled by the hardware clock's time and marked as "
                  "such until the kernel says otherwise");
    else
        check_put(
            sink, FINDING_PROBLEM, "clock", fix,
            "not synchronised, and no hardware clock has set the time: days get no date until "
            "then");
}

void check_zone(struct finding_sink *sink)
{
    static const char fix[] = "choose one: timedatectl set-timezone Europe/Berlin";
    char name[ZONE_NAME_SIZE];

    if (access(zone_folder(), R_OK) != 0)
        check_put(sink, FINDING_PROBLEM, "zone", "install the package tzdata",
                  "there are no time zones under %s", zone_folder());
    else if (zone_local_name(name))
        check_put(sink, FINDING_GOOD, "zone", "", "the time zone is %s", name);
    else
        check_put(sink, FINDING_NOTE, "zone", "",
                  "no time zone is set by name, days begin by %s time; %s", tzname[0], fix);
}
