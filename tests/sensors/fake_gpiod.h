/*
 * fake_gpiod.h - a machine's GPIO chips without a kernel, behind the calls of libgpiod.
 *
 * The driver under test is the real one, down to its calls into the library; fake_gpiod_v1.c and
 * fake_gpiod_v2.c answer those from the model here, with the traits of the kernel that matter:
 * queues of limited length that lose edges, one descriptor a line or a request, errors by errno, a
 * hang-up (or none, as before Linux 6.6) when a chip goes.
 *
 * One test at a time: the chips are the process's, as a machine's are.
 */
#ifndef SH_TESTS_FAKE_GPIOD_H
#define SH_TESTS_FAKE_GPIOD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FAKE_CHIPS_MAX 4
#define FAKE_LINES_MAX 64
#define FAKE_QUEUE_MAX 256

struct fake_edge {
    int64_t mono_ns;
    unsigned offset;
    bool is_rising; /* logical */
    uint32_t seqno;
};

/* What poll() sees of a request: a pipe that holds a byte as long as the queue is not empty. */
struct fake_queue {
    int read_fd;
    int write_fd;
    size_t limit;
    bool drops_oldest; /* else the newest */
    struct fake_edge edges[FAKE_QUEUE_MAX];
    size_t count;
};

struct fake_line {
    char name[32];
    char consumer[32];
    bool is_used;
    bool is_high;
    bool is_active_low;
    int bias; /* as the library's constants say it */
    uint32_t seqno;
    struct fake_queue *queue; /* while requested */
};

struct fake_chip {
    char path[256];
    char label[32];
    unsigned line_count;
    struct fake_line lines[FAKE_LINES_MAX];
    int open_errno;
    int info_errno;
    int request_errno;
    bool is_gone; /* whatever was open answers ENODEV */
};

/* Makes an empty folder to stand in for /dev, and forgets all chips. */
void fake_machine_new(void);
void fake_machine_free(void);
const char *fake_dev_folder(void);

/* A chip whose lines are all high (pulled up, open) and unnamed, with its node `gpiochipNUMBER`. */
struct fake_chip *fake_chip_add(int number, const char *label, unsigned line_count);

/* A link `gpiochipNUMBER` that leads to the same chip. */
void fake_chip_link(const struct fake_chip *chip, int number);

/* Unbinds: open descriptors fail and hang up (since Linux 6.6); the node is still there. */
void fake_chip_hang_up(struct fake_chip *chip);

/* Unbinds as kernels before 6.6 do: open descriptors fail, the node goes, nobody is woken. */
void fake_chip_remove(struct fake_chip *chip);

/* Back again, as `gpiochipNUMBER`. */
void fake_chip_return(struct fake_chip *chip, int number);

/* The wire's voltage changes at `mono_ns`; an edge is queued if the line is requested. */
void fake_line_set(struct fake_chip *chip, unsigned offset, bool is_high, int64_t mono_ns);

/* For the library's side: the chip of a path (NULL with errno set), queues. */
struct fake_chip *fake_chip_of(const char *path);
struct fake_queue *fake_queue_new(size_t limit, bool drops_oldest);
void fake_queue_free(struct fake_queue *queue);
size_t fake_queue_take(struct fake_queue *queue, struct fake_edge *edges, size_t capacity);

#endif
