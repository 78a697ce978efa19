#include "ctl/provision_files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *what_to_do(enum err_code code)
{
    static const struct {
        enum err_code code;
        const char *text;
    } table[] = {
        {ERR_READ_ONLY, "mount it for writing (mount -o remount,rw) and start the kiosk again"},
        {ERR_FULL, "make room there and start the kiosk again"},
        {ERR_PERMISSION, "run it as root, as secondheart-provision.service does"},
        {ERR_NOT_FOUND, "see that it is mounted, and that the package is installed"},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (table[i].code == code)
            return table[i].text;
    return "start the kiosk again; if it stays so, put in another card";
}

static int fail(const struct provision_folder *folder, const char *name, const char *what,
                struct err *err)
{
    int reason = errno;
    enum err_code code = err_from_errno(reason);

    return err_set(err, code, "%s/%s: %s: %s; %s", folder->path, name, what, strerror(reason),
                   what_to_do(code));
}

int provision_folder_open(struct provision_folder *folder, const char *path, struct err *err)
{
    folder->fd = -1;
    if (strlen(path) >= sizeof(folder->path))
        return err_set(err, ERR_INPUT, "'%s': too long a path, allowed are %d bytes", path,
                       PROVISION_PATH_SIZE - 1);
    (void)snprintf(folder->path, sizeof(folder->path), "%s", path);
    folder->fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder->fd < 0) {
        enum err_code code = err_from_errno(errno);

        return err_set(err, code, "'%s': %s; %s", path, strerror(errno), what_to_do(code));
    }
    return 0;
}

void provision_folder_close(struct provision_folder *folder)
{
    if (folder->fd >= 0)
        (void)close(folder->fd);
    folder->fd = -1;
}

/* What was renamed or removed in it stays so only now. */
static int settle(const struct provision_folder *folder, const char *name, struct err *err)
{
    return fsync(folder->fd) < 0 ? fail(folder, name, "cannot be made to last", err) : 0;
}

/* ---- reading ---- */

static int read_all(int fd, char *bytes, size_t room, size_t *size)
{
    ssize_t got;

    *size = 0;
    do {
        got = read(fd, bytes + *size, room - *size);
        *size += got > 0 ? (size_t)got : 0;
    } while ((got > 0 && *size < room) || (got < 0 && errno == EINTR));
    return got < 0 ? -1 : 0;
}

static int read_open(int fd, const struct provision_folder *folder, const char *name, size_t most,
                     struct provision_text *text, struct err *err)
{
    struct stat status;

    if (fstat(fd, &status) < 0)
        return fail(folder, name, "cannot be read", err);
    if (!S_ISREG(status.st_mode))
        return err_set(err, ERR_INPUT, "%s/%s: not a file; write one in its place", folder->path,
                       name);
    /* Room for one more, which tells that it is too large; behind it the NUL. */
    text->bytes = calloc(1, most + 2);
    if (!text->bytes)
        return err_set(err, ERR_MEMORY, "%s/%s: no memory to read it", folder->path, name);
    if (read_all(fd, text->bytes, most + 1, &text->size) < 0)
        return fail(folder, name, "cannot be read", err);
    if (text->size > most)
        return err_set(err, ERR_INPUT, "%s/%s: too large, allowed are %zu bytes", folder->path,
                       name, most);
    return 0;
}

int provision_read(const struct provision_folder *folder, const char *name, size_t most,
                   struct provision_text *text, struct err *err)
{
    /* Not to wait for a pipe's other end. */
    int fd = openat(folder->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    int result;

    if (fd < 0 && errno == ELOOP)
        return err_set(err, ERR_INPUT, "%s/%s: a symbolic link; write a file in its place",
                       folder->path, name);
    if (fd < 0)
        return fail(folder, name, "cannot be opened", err);
    result = read_open(fd, folder, name, most, text, err);
    (void)close(fd);
    return result;
}

void provision_text_free(struct provision_text *text)
{
    if (text->bytes)
        explicit_bzero(text->bytes, text->size);
    free(text->bytes);
    *text = (struct provision_text){0};
}

/* ---- writing ---- */

static int write_all(int fd, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t put = write(fd, bytes, size);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -1;
        bytes += put;
        size -= (size_t)put;
    }
    return 0;
}

/* Rights come before the contents, of which nobody else shall see any. */
static int fill(int fd, const struct provision_place *place, const char *bytes, size_t size)
{
    if (place->group != (gid_t)-1 && fchown(fd, (uid_t)-1, place->group) < 0)
        return -1;
    if (place->mode != 0 && fchmod(fd, place->mode) < 0)
        return -1;
    if (write_all(fd, bytes, size) < 0)
        return -1;
    return fsync(fd);
}

/* A new file `temporary` with all of it on the disk, or none. */
static int write_new(const struct provision_place *place, const char *temporary, const char *bytes,
                     size_t size, struct err *err)
{
    int dir = place->folder->fd;
    int result = 0;
    int fd;

    /* Of a run that the power ended; or a link that leads elsewhere. */
    (void)unlinkat(dir, temporary, 0);
    fd = openat(dir, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return fail(place->folder, place->name, "cannot be written", err);
    if (fill(fd, place, bytes, size) < 0)
        result = fail(place->folder, place->name, "cannot be written", err);
    if (close(fd) < 0 && result == 0)
        result = fail(place->folder, place->name, "cannot be written", err);
    if (result < 0)
        (void)unlinkat(dir, temporary, 0);
    return result;
}

int provision_install(const struct provision_place *place, const char *bytes, size_t size,
                      struct err *err)
{
    /* Hidden, and not ending in .conf: nobody reads it for a configuration. */
    char temporary[NAME_MAX];
    int dir = place->folder->fd;
    int result;

    (void)snprintf(temporary, sizeof(temporary), ".%s.new", place->name);
    result = write_new(place, temporary, bytes, size, err);
    if (result < 0)
        return result;
    if (renameat(dir, temporary, dir, place->name) < 0) {
        result = fail(place->folder, place->name, "cannot be put in place", err);
        (void)unlinkat(dir, temporary, 0);
        return result;
    }
    return settle(place->folder, place->name, err);
}

int provision_leave(const struct provision_folder *folder, const char *name, const char *bytes,
                    size_t size, struct err *err)
{
    const struct provision_place place = {.folder = folder, .name = name, .group = (gid_t)-1};
    int fd = openat(folder->fd, name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
    int result = 0;

    if (fd < 0)
        return fail(folder, name, "cannot be written", err);
    if (fill(fd, &place, bytes, size) < 0)
        result = fail(folder, name, "cannot be written", err);
    (void)close(fd);
    return result < 0 ? result : settle(folder, name, err);
}

/* ---- taking away ---- */

static int write_zeros(int fd)
{
    static const char zeros[512];
    struct stat status;
    off_t left;

    if (fstat(fd, &status) < 0)
        return -1;
    for (left = status.st_size; left > 0; left -= (off_t)sizeof(zeros)) {
        size_t size = left < (off_t)sizeof(zeros) ? (size_t)left : sizeof(zeros);

        if (write_all(fd, zeros, size) < 0)
            return -1;
    }
    return fsync(fd);
}

int provision_wipe(const struct provision_folder *folder, const char *name, struct err *err)
{
    int fd = openat(folder->fd, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    int result = 0;

    if (fd < 0)
        return fail(folder, name, "cannot be removed", err);
    if (write_zeros(fd) < 0)
        result = fail(folder, name, "cannot be overwritten", err);
    (void)close(fd);
    return result < 0 ? result : provision_remove(folder, name, err);
}

int provision_put_aside(const struct provision_folder *folder, const char *name, const char *aside,
                        struct err *err)
{
    if (renameat(folder->fd, name, folder->fd, aside) < 0)
        return fail(folder, name, "cannot be renamed", err);
    return settle(folder, name, err);
}

int provision_remove(const struct provision_folder *folder, const char *name, struct err *err)
{
    if (unlinkat(folder->fd, name, 0) == 0)
        return settle(folder, name, err);
    return errno == ENOENT ? 0 : fail(folder, name, "cannot be removed", err);
}
