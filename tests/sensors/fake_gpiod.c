#include "fake_gpiod.h"

#include "../temp_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char dev_folder[TEMP_PATH_SIZE];
static struct fake_chip chips[FAKE_CHIPS_MAX];
static size_t chip_count;

static void must(bool is_good, const char *what)
{
    if (!is_good) {
        perror(what);
        abort();
    }
}

void fake_machine_new(void)
{
    temp_file_name(dev_folder);
    must(mkdir(dev_folder, 0700) == 0, dev_folder);
    memset(chips, 0, sizeof(chips));
    chip_count = 0;
}

void fake_machine_free(void)
{
    char path[TEMP_PATH_SIZE + 32];

    for (int number = 0; number < 10; number++) {
        (void)snprintf(path, sizeof(path), "%s/gpiochip%d", dev_folder, number);
        (void)unlink(path);
    }
    must(rmdir(dev_folder) == 0, dev_folder);
}

const char *fake_dev_folder(void)
{
    return dev_folder;
}

static void make_node(struct fake_chip *chip, int number)
{
    char path[TEMP_PATH_SIZE + 32];
    char resolved[PATH_MAX];
    int fd;

    (void)snprintf(path, sizeof(path), "%s/gpiochip%d", dev_folder, number);
    fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    must(fd >= 0 && close(fd) == 0, path);
    must(realpath(path, resolved) && strlen(resolved) < sizeof(chip->path), path);
    (void)snprintf(chip->path, sizeof(chip->path), "%.255s", resolved);
}

struct fake_chip *fake_chip_add(int number, const char *label, unsigned line_count)
{
    struct fake_chip *chip = &chips[chip_count++];

    make_node(chip, number);
    (void)snprintf(chip->label, sizeof(chip->label), "%s", label);
    chip->line_count = line_count;
    for (unsigned i = 0; i < line_count; i++)
        chip->lines[i].is_high = true;
    return chip;
}

void fake_chip_link(const struct fake_chip *chip, int number)
{
    char path[TEMP_PATH_SIZE + 32];

    (void)snprintf(path, sizeof(path), "%s/gpiochip%d", dev_folder, number);
    must(symlink(chip->path, path) == 0, path);
}

void fake_chip_hang_up(struct fake_chip *chip)
{
    chip->is_gone = true;
    for (unsigned i = 0; i < chip->line_count; i++) {
        struct fake_queue *queue = chip->lines[i].queue;

        if (queue && queue->write_fd >= 0) {
            (void)close(queue->write_fd);
            queue->write_fd = -1;
        }
    }
}

void fake_chip_remove(struct fake_chip *chip)
{
    must(unlink(chip->path) == 0, chip->path);
    chip->is_gone = true;
}

void fake_chip_return(struct fake_chip *chip, int number)
{
    chip->is_gone = false;
    make_node(chip, number);
}

struct fake_chip *fake_chip_of(const char *path)
{
    for (size_t i = 0; i < chip_count; i++) {
        if (strcmp(chips[i].path, path) != 0)
            continue;
        errno = chips[i].is_gone ? ENOENT : chips[i].open_errno;
        return errno ? NULL : &chips[i];
    }
    errno = ENOENT;
    return NULL;
}

static void queue_edge(struct fake_queue *queue, struct fake_edge edge)
{
    if (queue->count == queue->limit) {
        if (!queue->drops_oldest)
            return;
        memmove(queue->edges, queue->edges + 1, (queue->limit - 1) * sizeof(edge));
        queue->count--;
    }
    if (queue->count == 0)
        must(write(queue->write_fd, "x", 1) == 1, "pipe");
    queue->edges[queue->count++] = edge;
}

void fake_line_set(struct fake_chip *chip, unsigned offset, bool is_high, int64_t mono_ns)
{
    struct fake_line *line = &chip->lines[offset];

    if (line->is_high == is_high)
        return;
    line->is_high = is_high;
    if (line->queue)
        queue_edge(line->queue, (struct fake_edge){.mono_ns = mono_ns,
                                                   .offset = offset,
                                                   .is_rising = is_high != line->is_active_low,
                                                   .seqno = ++line->seqno});
}

struct fake_queue *fake_queue_new(size_t limit, bool drops_oldest)
{
    struct fake_queue *queue = calloc(1, sizeof(*queue));
    int fds[2];

    must(queue && pipe2(fds, O_CLOEXEC) == 0, "pipe");
    queue->read_fd = fds[0];
    queue->write_fd = fds[1];
    queue->limit = limit;
    queue->drops_oldest = drops_oldest;
    return queue;
}

void fake_queue_free(struct fake_queue *queue)
{
    (void)close(queue->read_fd);
    if (queue->write_fd >= 0)
        (void)close(queue->write_fd);
    free(queue);
}

size_t fake_queue_take(struct fake_queue *queue, struct fake_edge *edges, size_t capacity)
{
    size_t count = queue->count < capacity ? queue->count : capacity;
    char byte;

    memcpy(edges, queue->edges, count * sizeof(*edges));
    memmove(queue->edges, queue->edges + count, (queue->count - count) * sizeof(*edges));
    queue->count -= count;
    if (count > 0 && queue->count == 0)
        must(read(queue->read_fd, &byte, 1) == 1, "pipe");
    return count;
}
