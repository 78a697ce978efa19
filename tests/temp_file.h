/*
 * temp_file.h - small files for tests, in a folder of the test's own choosing ($TMPDIR or /tmp).
 *
 * Every failure ends the test. Header only, so that each test program stays one source.
 */
#ifndef SH_TESTS_TEMP_FILE_H
#define SH_TESTS_TEMP_FILE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEMP_PATH_SIZE 256

/* A name that is not in use. */
static inline void temp_file_name(char path[TEMP_PATH_SIZE])
{
    const char *folder = getenv("TMPDIR");
    int fd;

    (void)snprintf(path, TEMP_PATH_SIZE, "%s/shtestXXXXXX", folder ? folder : "/tmp");
    fd = mkstemp(path);
    if (fd < 0 || close(fd) != 0 || unlink(path) != 0) {
        perror(path);
        abort();
    }
}

static inline void temp_file_new(char path[TEMP_PATH_SIZE], const char *text, size_t len)
{
    FILE *file;

    temp_file_name(path);
    file = fopen(path, "wb");
    if (!file || fwrite(text, 1, len, file) != len || fclose(file) != 0) {
        perror(path);
        abort();
    }
}

static inline void temp_file_remove(const char *path)
{
    (void)unlink(path);
}

/* `message` from behind the first temporary file's name on, or all of it if there is none. */
static inline const char *temp_file_without_path(const char *message)
{
    const char *name = strstr(message, "/shtest");

    return name ? name + strlen("/shtestXXXXXX") : message;
}

#endif
