#include "base/token_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MODE_MAX 0640

static int fail(struct err *err, const char *path, enum err_code code, const char *why)
{
    return err_set(err, code, "sync.token_file: '%s': %s", path, why);
}

const char *token_judge(char token[TOKEN_SIZE], size_t size)
{
    if (size >= TOKEN_SIZE)
        return "longer than any token; write the token alone into it";
    while (size > 0 && strchr(" \t\r\n", token[size - 1]))
        size--;
    if (size == 0)
        return "empty; write the server's token into it";
    /* One word of printable ASCII: what may stand in a header. */
    for (size_t i = 0; i < size; i++)
        if (token[i] <= ' ' || token[i] > '~')
            return "holds blanks, several lines or other than ASCII; write the token alone into "
                   "it, as one word";
    memset(token + size, 0, TOKEN_SIZE - size);
    return NULL;
}

static int read_open(int fd, const char *path, char token[TOKEN_SIZE], struct err *err)
{
    const char *why;
    struct stat stat;
    ssize_t size;

    if (fstat(fd, &stat) < 0)
        return fail(err, path, err_from_errno(errno), strerror(errno));
    if (!S_ISREG(stat.st_mode))
        return fail(err, path, ERR_INPUT, "not a file; write the token into one, of mode 0640");
    if ((stat.st_mode & 07777 & ~(mode_t)MODE_MAX) != 0)
        return err_set(err, ERR_INPUT,
                       "sync.token_file: '%s': mode %04o lets others at the token; chmod 0640 %s",
                       path, (unsigned)(stat.st_mode & 07777), path);
    size = read(fd, token, TOKEN_SIZE);
    if (size < 0)
        return fail(err, path, err_from_errno(errno), strerror(errno));
    why = token_judge(token, (size_t)size);
    if (why)
        return fail(err, path, ERR_INPUT, why);
    return 0;
}

int token_file_read(const char *path, char token[TOKEN_SIZE], struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    int result;

    memset(token, 0, TOKEN_SIZE);
    if (fd < 0 && errno == ENOENT)
        return fail(err, path, ERR_NOT_FOUND,
                    "no such file; write the server's token into it, mode 0640");
    if (fd < 0)
        return fail(err, path, err_from_errno(errno), strerror(errno));
    result = read_open(fd, path, token, err);
    (void)close(fd);
    if (result < 0)
        explicit_bzero(token, TOKEN_SIZE);
    return result;
}
