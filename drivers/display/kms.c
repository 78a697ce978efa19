#include "drivers/display/kms.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <unistd.h>

#define INPUT_DIR  "/dev/input"
#define INPUTS_MAX 30

struct kms {
    int inotify; /* -1: none */
    int uevents;
    int inputs[INPUTS_MAX];
    size_t input_count;
};

static void close_inputs(struct kms *kms)
{
    for (size_t i = 0; i < kms->input_count; i++)
        close(kms->inputs[i]);
    kms->input_count = 0;
}

static void open_inputs(struct kms *kms)
{
    DIR *dir = opendir(INPUT_DIR);
    const struct dirent *node;
    char path[300];

    close_inputs(kms);
    while (dir && kms->input_count < INPUTS_MAX && (node = readdir(dir))) {
        int fd;

        if (strncmp(node->d_name, "event", 5) != 0)
            continue;
        snprintf(path, sizeof path, INPUT_DIR "/%s", node->d_name);
        fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        if (fd >= 0)
            kms->inputs[kms->input_count++] = fd;
    }
    if (dir)
        closedir(dir);
}

static int open_uevents(void)
{
    struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = 1};
    int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);

    if (fd < 0)
        return -1;
    if (bind(fd, (const struct sockaddr *)&address, sizeof address) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

struct kms *kms_new(void)
{
    struct kms *kms = calloc(1, sizeof *kms);

    if (!kms)
        return NULL;
    kms->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    /* A node is there before udev has given us the right to open it: IN_ATTRIB. */
    if (kms->inotify >= 0)
        (void)inotify_add_watch(kms->inotify, INPUT_DIR, IN_CREATE | IN_DELETE | IN_ATTRIB);
    kms->uevents = open_uevents();
    open_inputs(kms);
    return kms;
}

void kms_free(struct kms *kms)
{
    if (!kms)
        return;
    close_inputs(kms);
    if (kms->inotify >= 0)
        close(kms->inotify);
    if (kms->uevents >= 0)
        close(kms->uevents);
    free(kms);
}

static size_t add_fd(struct pollfd *fds, size_t used, size_t capacity, int fd)
{
    if (fd < 0 || used >= capacity)
        return used;
    fds[used] = (struct pollfd){.fd = fd, .events = POLLIN};
    return used + 1;
}

size_t kms_poll_fds(struct kms *kms, struct pollfd *fds, size_t capacity)
{
    size_t used = add_fd(fds, 0, capacity, kms->inotify);

    used = add_fd(fds, used, capacity, kms->uevents);
    for (size_t i = 0; i < kms->input_count; i++)
        used = add_fd(fds, used, capacity, kms->inputs[i]);
    return used;
}

/* Reads all there is; true if the device is gone. */
static bool empty(int fd, bool *had_any)
{
    char buffer[4096];
    ssize_t n;

    while ((n = read(fd, buffer, sizeof buffer)) > 0)
        *had_any = true;
    return n < 0 && errno == ENODEV;
}

static bool drain_uevents(int fd)
{
    char message[4096];
    bool drm = false;
    ssize_t n;

    /* A message is "action@path", then key=value lines, each ended by NUL. */
    while (fd >= 0 && (n = recv(fd, message, sizeof message - 1, 0)) > 0) {
        message[n] = '\0';
        for (const char *line = message; line < message + n; line += strlen(line) + 1)
            drm |= strcmp(line, "SUBSYSTEM=drm") == 0;
    }
    return drm;
}

bool kms_drain(struct kms *kms)
{
    bool changed = false, ignored = false;

    if (kms->inotify >= 0)
        (void)empty(kms->inotify, &changed);
    for (size_t i = 0; i < kms->input_count; i++)
        changed |= empty(kms->inputs[i], &ignored);
    if (changed)
        open_inputs(kms);
    return drain_uevents(kms->uevents);
}

static bool is_connected(const char *sysfs_dir, const char *connector)
{
    char path[512], status[32] = "";
    ssize_t n;
    int fd;

    snprintf(path, sizeof path, "%s/%s/status", sysfs_dir, connector);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    n = read(fd, status, sizeof status - 1);
    close(fd);
    return n > 0 && strncmp(status, "connected", strlen("connected")) == 0;
}

int kms_connected_card(const char *sysfs_dir, bool *found)
{
    DIR *dir = opendir(sysfs_dir);
    const struct dirent *entry;
    long card = -1;

    if (found)
        *found = false;
    while (dir && (entry = readdir(dir))) {
        char *end;
        long number;

        /* card1-HDMI-A-1: a connector of card1 */
        if (strncmp(entry->d_name, "card", 4) != 0)
            continue;
        number = strtol(entry->d_name + 4, &end, 10);
        if (*end != '-' || end == entry->d_name + 4)
            continue;
        if (found)
            *found = true;
        if (is_connected(sysfs_dir, entry->d_name) && (card < 0 || number < card))
            card = number;
    }
    if (dir)
        closedir(dir);
    return (int)card;
}
