/*
 * text_lines.h - a text file, line by line and in fields, with errors that name FILE:LINE.
 *
 * What the readers of traces and of configurations share. Built for long files: one large buffer,
 * no copy of a line, memory flat. It knows nothing of what the lines mean.
 *
 * One thread. Blocks on its file only. A line's fields point into the buffer and die with the next
 * line.
 */
#ifndef SH_BASE_TEXT_LINES_H
#define SH_BASE_TEXT_LINES_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A longer line is an error: no sensible file has one, and a damaged one must not fill memory. */
#define TEXT_LINE_MAX 4096

/* Large enough that the system calls do not count, small enough for a Pi's second-level cache. */
#define TEXT_BUFFER_SIZE ((size_t)256 * 1024)

/* A piece of a line; not ended by NUL, but the character behind it may be read. */
struct text_field {
    const char *text;
    size_t len;
};

/* Zero-initialise it before text_lines_open; large, so keep it on the heap. */
struct text_lines {
    char *path;     /* as messages say it */
    int64_t number; /* of the line read last, from 1 */
    int fd;
    bool is_drained; /* the file has no more bytes than those in the buffer */
    char *next;      /* what has not been handed out yet: next .. end */
    char *end;
    char buffer[TEXT_BUFFER_SIZE + 1]; /* a newline always stands behind what was read */
};

/* Opens `path` ("-": standard input). Call text_lines_close whatever comes out. */
int text_lines_open(struct text_lines *lines, const char *path, struct err *err) SH_WARN_UNUSED;
void text_lines_close(struct text_lines *lines);

/* Messages call the file `said` from here on. 0 or -ERR_MEMORY, with the name unchanged. */
int text_lines_rename(struct text_lines *lines, const char *said, struct err *err) SH_WARN_UNUSED;

/*
 * The next line without its LF or CR LF: 1 and `*line` filled, 0 at the end of the file. ERR_INPUT
 * for a line longer than TEXT_LINE_MAX, else the code for errno.
 */
int text_lines_next(struct text_lines *lines, struct text_field *line,
                    struct err *err) SH_WARN_UNUSED;

/* ERR_INPUT with `FILE:LINE: what`, for the line read last. */
int text_lines_fail(const struct text_lines *lines, struct err *err, const char *what);

/* The same with the offending text in front: `FILE:LINE: 'text': what`, cut and made printable. */
int text_lines_fail_at(const struct text_lines *lines, struct err *err, struct text_field field,
                       const char *what);

/* Takes the next field, parted by blanks and tabs, off the front of `line`; empty if none is left.
 */
struct text_field text_field_take(struct text_field *line);

/* `field` without the blanks and tabs around it. */
struct text_field text_field_trim(struct text_field field);

bool text_field_is(struct text_field field, const char *text);

#endif
