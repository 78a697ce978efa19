/*
 * err.h - outcomes and the sentence that goes with them.
 *
 * A function that can fail returns 0 or one of the negative codes below, and, where a person must
 * be told more than the code, fills a `struct err` that its caller owns; whoever handles the error
 * logs or shows the text once. The form is `what failed: 'value': why; what to do`.
 *
 * Any thread; a `struct err` belongs to one. Nothing here allocates or blocks.
 */
#ifndef SH_BASE_ERR_H
#define SH_BASE_ERR_H

#include <stdarg.h>
#include <stddef.h>

#define SH_WARN_UNUSED      __attribute__((warn_unused_result))
#define SH_PRINTF(fmt, arg) __attribute__((format(printf, fmt, arg)))

enum err_code {
    ERR_INPUT = 1,   /* what we were given is malformed: trace, configuration, arguments */
    ERR_NOT_FOUND,   /* no such chip, line, file, font */
    ERR_PERMISSION,  /* there, but not for us */
    ERR_BUSY,        /* held by somebody else */
    ERR_GONE,        /* was there, is not any more: unplugged, unbound */
    ERR_FULL,        /* no space left: disk, queue, fixed capacity */
    ERR_READ_ONLY,   /* cannot be written */
    ERR_CORRUPT,     /* damaged: does not open, or does not add up */
    ERR_UNSUPPORTED, /* this kernel or library cannot do it */
    ERR_BACKWARDS,   /* time ran backwards */
    ERR_MEMORY,      /* no memory */
    ERR_IO,          /* anything else the operating system refused */
    ERR_COUNT
};

#define ERR_TEXT_MAX 512

/* An error's sentence. Zero-initialise it; `text` is always NUL-terminated, cut if too long. */
struct err {
    int code; /* 0 or an err_code (positive) */
    char text[ERR_TEXT_MAX];
};

/*
 * Fills `err` (which may be NULL) and returns -code, so that a failing function ends in
 * `return err_set(err, ERR_IO, ...)`.
 */
int err_set(struct err *err, enum err_code code, const char *format, ...) SH_PRINTF(3, 4);

/* The err_code for an errno value: ENOENT is ERR_NOT_FOUND, EACCES ERR_PERMISSION and so on. */
enum err_code err_from_errno(int errno_value);

/* Exit codes of every program. */
enum exit_code { EXIT_DONE = 0, EXIT_PROBLEM = 1, EXIT_INPUT = 2 };

#endif
