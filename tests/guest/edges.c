/*
 * edges - plays a script of level changes on gpio-sim lines, in the guest.
 *
 *   edges [--stop PID] NAME=OFFSET... <SCRIPT
 *
 * SCRIPT: `SECONDS NAME LEVEL` a line, seconds since the start and never decreasing, level 1 for
 * closed. The lines are wired as the product's are, a switch to ground: closed pulls down. A whole
 * script is played here because one round trip of the agent an edge would cost milliseconds, and
 * contact bounce happens within tens of microseconds.
 *
 * --stop stops a process while a script is played: the one that keeps a guest busy whose idle time
 * is skipped.
 *
 * Prints `start_mono_ns N` before the first edge and `played N failed N late_us_max N` at the end.
 * A write fails while the chip is unbound; the line is looked up again for the next edge.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S 1000000000LL
/* A sleeping process wakes late by the timer's slack and the scheduler; the rest is spun away. */
#define SPIN_NS   300000
#define LINES_MAX 8

struct sim_line {
    char name[16];
    unsigned offset;
    int fd; /* of the line's `pull` attribute, or -1 */
};

struct player {
    struct sim_line lines[LINES_MAX];
    size_t count;
    pid_t stopped; /* or 0 */
    int64_t start_mono_ns;
    int64_t late_max_ns;
    unsigned long played;
    unsigned long failed;
};

static int64_t now_mono_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * NS_PER_S + now.tv_nsec;
}

static void wait_until(int64_t due_mono_ns)
{
    int64_t wake_ns = due_mono_ns - SPIN_NS;
    struct timespec wake = {.tv_sec = wake_ns / NS_PER_S, .tv_nsec = wake_ns % NS_PER_S};

    if (wake_ns > now_mono_ns()) {
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &wake, NULL) == EINTR)
            continue;
    }
    while (now_mono_ns() < due_mono_ns)
        continue;
}

/* The numbers of the platform device and of the chip change whenever the chip comes back. */
static int open_pull(unsigned offset)
{
    char pattern[128];
    glob_t found;
    int fd = -1;

    snprintf(pattern, sizeof(pattern), "/sys/devices/platform/gpio-sim.*/gpiochip*/sim_gpio%u/pull",
             offset);
    if (glob(pattern, 0, NULL, &found) == 0) {
        fd = open(found.gl_pathv[0], O_WRONLY | O_CLOEXEC);
        globfree(&found);
    }
    return fd;
}

static bool set_level(struct sim_line *line, bool closed)
{
    const char *pull = closed ? "pull-down" : "pull-up";

    if (line->fd < 0)
        line->fd = open_pull(line->offset);
    if (line->fd < 0)
        return false;
    if (pwrite(line->fd, pull, strlen(pull), 0) < 0) {
        close(line->fd);
        line->fd = -1;
        return false;
    }
    return true;
}

static struct sim_line *find_line(struct player *player, const char *name)
{
    for (size_t i = 0; i < player->count; i++) {
        if (strcmp(player->lines[i].name, name) == 0)
            return &player->lines[i];
    }
    return NULL;
}

static int play_edge(struct player *player, double at_s, const char *name, bool closed)
{
    struct sim_line *line = find_line(player, name);
    int64_t due_ns = player->start_mono_ns + (int64_t)(at_s * (double)NS_PER_S);
    int64_t late_ns;

    if (!line) {
        fprintf(stderr, "edges: no line '%s' was given\n", name);
        return -1;
    }
    wait_until(due_ns);
    late_ns = now_mono_ns() - due_ns;
    if (late_ns > player->late_max_ns)
        player->late_max_ns = late_ns;
    if (set_level(line, closed))
        player->played++;
    else
        player->failed++;
    return 0;
}

static int play_script(struct player *player)
{
    char text[128];
    char name[16];
    double at_s;
    int level;

    while (fgets(text, sizeof(text), stdin)) {
        if (text[0] == '#' || text[0] == '\n')
            continue;
        if (sscanf(text, "%lf %15s %d", &at_s, name, &level) != 3) {
            fprintf(stderr, "edges: malformed line: %s", text);
            return -1;
        }
        if (play_edge(player, at_s, name, level != 0) < 0)
            return -1;
    }
    return 0;
}

static int parse_arguments(struct player *player, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct sim_line *line = &player->lines[player->count];

        if (strcmp(argv[i], "--stop") == 0 && i + 1 < argc) {
            player->stopped = (pid_t)strtol(argv[++i], NULL, 10);
        } else if (player->count < LINES_MAX &&
                   sscanf(argv[i], "%15[^=]=%u", line->name, &line->offset) == 2) {
            line->fd = -1;
            player->count++;
        } else {
            return -1;
        }
    }
    return player->count > 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
    struct player player = {.count = 0};
    int outcome;

    if (parse_arguments(&player, argc, argv) < 0) {
        fprintf(stderr, "usage: edges [--stop PID] NAME=OFFSET... <SCRIPT\n");
        return 2;
    }
    for (size_t i = 0; i < player.count; i++)
        player.lines[i].fd = open_pull(player.lines[i].offset);
    /* Waiting for a page of this program, too, would be idle time. */
    mlockall(MCL_CURRENT | MCL_FUTURE);
    if (player.stopped)
        kill(player.stopped, SIGSTOP);
    player.start_mono_ns = now_mono_ns();
    printf("start_mono_ns %lld\n", (long long)player.start_mono_ns);
    fflush(stdout);
    outcome = play_script(&player);
    if (player.stopped)
        kill(player.stopped, SIGCONT);
    printf("played %lu failed %lu late_us_max %lld\n", player.played, player.failed,
           (long long)(player.late_max_ns / 1000));
    return outcome < 0 ? 2 : 0;
}
