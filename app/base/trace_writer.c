#include "base/trace.h"

#include "base/trace_time.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct trace_writer {
    int fd;
    char *path;
};

static int fail(const struct trace_writer *writer, int errno_value, struct err *err)
{
    return err_set(err, err_from_errno(errno_value), "%s: cannot be written: %s", writer->path,
                   strerror(errno_value));
}

/* A whole line in one write(): a killed recorder leaves no half line but its last. */
static int write_all(struct trace_writer *writer, const char *text, size_t len, struct err *err)
{
    while (len > 0) {
        ssize_t written = write(writer->fd, text, len);

        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return fail(writer, errno, err);
        text += written;
        len -= (size_t)written;
    }
    return 0;
}

/* A new file, or something that is there but keeps nothing (a pipe, a terminal). */
static int open_new(const char *path, struct err *err)
{
    struct stat found;
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

    if (fd < 0 && errno == EEXIST) {
        if (stat(path, &found) == 0 && S_ISREG(found.st_mode))
            return err_set(err, ERR_BUSY, "%s: exists already; choose another name or remove it",
                           path);
        fd = open(path, O_WRONLY | O_CLOEXEC);
    }
    if (fd < 0)
        return err_set(err, err_from_errno(errno), "%s: cannot be created: %s", path,
                       strerror(errno));
    return fd;
}

static int write_header(struct trace_writer *writer, const struct trace_header *header,
                        struct err *err)
{
    char start[TRACE_TIME_SIZE];
    char text[256];
    int len;

    trace_start_format(header, start);
    len = snprintf(text, sizeof(text), "# secondheart trace v1\n# start: %s\n", start);
    if (header->tz[0])
        len += snprintf(text + len, sizeof(text) - (size_t)len, "# tz: %s\n", header->tz);
    return write_all(writer, text, (size_t)len, err);
}

int trace_writer_new(const char *path, const struct trace_header *header,
                     struct trace_writer **result, struct err *err)
{
    bool is_stdout = strcmp(path, "-") == 0;
    struct trace_writer *writer;
    int outcome;

    *result = NULL;
    writer = calloc(1, sizeof(*writer));
    if (!writer)
        return err_set(err, ERR_MEMORY, "%s: no memory to write it", path);
    writer->fd = -1;
    writer->path = strdup(is_stdout ? "standard output" : path);
    if (!writer->path) {
        outcome = err_set(err, ERR_MEMORY, "%s: no memory to write it", path);
        goto free_writer;
    }
    writer->fd = is_stdout ? dup(STDOUT_FILENO) : open_new(path, err);
    if (writer->fd < 0) {
        outcome = is_stdout ? fail(writer, errno, err) : writer->fd;
        goto free_writer;
    }
    outcome = write_header(writer, header, err);
    if (outcome)
        goto free_writer;
    *result = writer;
    return 0;

free_writer:
    if (writer->fd >= 0)
        (void)close(writer->fd);
    free(writer->path);
    free(writer);
    return outcome;
}

int trace_writer_put(struct trace_writer *writer, const struct trace_item *item, struct err *err)
{
    char at[TRACE_TIME_SIZE];
    const char *subject = NULL;
    const char *what = NULL;
    char text[128];
    int len;

    assert(item->at_ns >= 0);
    trace_seconds_format(item->at_ns, at);
    switch (item->kind) {
    case TRACE_EDGE:
        subject = line_name(item->line);
        what = item->closed ? "1" : "0";
        break;
    case TRACE_FAULT:
        subject = line_name(item->line);
        what = "fault";
        break;
    case TRACE_OK:
        subject = line_name(item->line);
        what = "ok";
        break;
    case TRACE_TOUCH:
        subject = "touch";
        what = touch_name(item->touch);
        break;
    case TRACE_END:
        subject = "end";
        break;
    }
    len =
        snprintf(text, sizeof(text), "%s %s%s%s\n", at, subject, what ? " " : "", what ? what : "");
    return write_all(writer, text, (size_t)len, err);
}

int trace_writer_close(struct trace_writer *writer, struct err *err)
{
    int outcome = 0;

    /* A pipe or a terminal has no disk to reach, and says so by EINVAL or EROFS. */
    if (fsync(writer->fd) != 0 && errno != EINVAL && errno != EROFS)
        outcome = fail(writer, errno, err);
    if (close(writer->fd) != 0 && outcome == 0)
        outcome = fail(writer, errno, err);
    free(writer->path);
    free(writer);
    return outcome;
}
