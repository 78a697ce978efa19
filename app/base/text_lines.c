#include "base/text_lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define QUOTE_MAX 48

int text_lines_open(struct text_lines *lines, const char *path, struct err *err)
{
    bool is_stdin = strcmp(path, "-") == 0;

    lines->next = lines->buffer;
    lines->end = lines->buffer;
    lines->fd = -1;
    lines->path = strdup(is_stdin ? "standard input" : path);
    if (!lines->path)
        return err_set(err, ERR_MEMORY, "%s: no memory to read it", path);
    lines->fd = is_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (lines->fd < 0)
        return err_set(err, err_from_errno(errno), "%s: cannot be opened: %s", path,
                       strerror(errno));
    return 0;
}

int text_lines_rename(struct text_lines *lines, const char *said, struct err *err)
{
    char *path = strdup(said);

    if (!path)
        return err_set(err, ERR_MEMORY, "%s: no memory to read it", said);
    free(lines->path);
    lines->path = path;
    return 0;
}

void text_lines_close(struct text_lines *lines)
{
    if (lines->fd >= 0)
        (void)close(lines->fd);
    free(lines->path);
}

/* Moves the rest that was not handed out to the front and reads more behind it. */
static int refill(struct text_lines *lines, struct err *err)
{
    size_t rest = (size_t)(lines->end - lines->next);
    ssize_t got;

    memmove(lines->buffer, lines->next, rest);
    lines->next = lines->buffer;
    lines->end = lines->buffer + rest;
    do {
        got = read(lines->fd, lines->end, TEXT_BUFFER_SIZE - rest);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return err_set(err, err_from_errno(errno), "%s: cannot be read: %s", lines->path,
                       strerror(errno));
    lines->end += got;
    *lines->end = '\n';
    lines->is_drained = got == 0;
    return 0;
}

int text_lines_next(struct text_lines *lines, struct text_field *line, struct err *err)
{
    char *newline;
    size_t len;
    int outcome;

    for (;;) {
        len = (size_t)(lines->end - lines->next);
        newline = len > 0 ? memchr(lines->next, '\n', len) : NULL;
        if (newline || lines->is_drained || len > TEXT_LINE_MAX)
            break;
        outcome = refill(lines, err);
        if (outcome)
            return outcome;
    }
    if (!newline && len == 0)
        return 0;
    lines->number++;
    line->text = lines->next;
    line->len = newline ? (size_t)(newline - lines->next) : len;
    if (line->len > TEXT_LINE_MAX)
        return text_lines_fail(lines, err, "the line is too long: at most 4096 bytes are allowed");
    lines->next = newline ? newline + 1 : lines->end;
    if (line->len > 0 && line->text[line->len - 1] == '\r')
        line->len--;
    return 1;
}

int text_lines_fail(const struct text_lines *lines, struct err *err, const char *what)
{
    return err_set(err, ERR_INPUT, "%s:%lld: %s", lines->path, (long long)lines->number, what);
}

int text_lines_fail_at(const struct text_lines *lines, struct err *err, struct text_field field,
                       const char *what)
{
    char quote[QUOTE_MAX + 1];
    size_t len = field.len < QUOTE_MAX ? field.len : QUOTE_MAX;

    for (size_t i = 0; i < len; i++)
        quote[i] = field.text[i] >= ' ' && field.text[i] <= '~' ? field.text[i] : '?';
    quote[len] = '\0';
    return err_set(err, ERR_INPUT, "%s:%lld: '%s'%s: %s", lines->path, (long long)lines->number,
                   quote, len < field.len ? "..." : "", what);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct text_field text_field_take(struct text_field *line)
{
    const char *p = line->text;
    const char *end = p + line->len;
    struct text_field field;

    while (p < end && is_blank(*p))
        p++;
    field.text = p;
    while (p < end && !is_blank(*p))
        p++;
    field.len = (size_t)(p - field.text);
    line->text = p;
    line->len = (size_t)(end - p);
    return field;
}

struct text_field text_field_trim(struct text_field field)
{
    while (field.len > 0 && is_blank(field.text[0])) {
        field.text++;
        field.len--;
    }
    while (field.len > 0 && is_blank(field.text[field.len - 1]))
        field.len--;
    return field;
}

bool text_field_is(struct text_field field, const char *text)
{
    return strlen(text) == field.len && memcmp(text, field.text, field.len) == 0;
}
