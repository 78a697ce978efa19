#include "base/trace.h"

#include "base/trace_time.h"
#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Large enough that the system calls do not count, small enough to stay in a Pi's second cache. */
#define BUFFER_SIZE (256 * 1024)
#define QUOTE_MAX   48

static const char header_line[] = "# secondheart trace v1";
static const char byte_order_mark[] = "\xef\xbb\xbf";

struct trace_reader {
    struct trace_header header;
    bool has_start;
    bool has_event; /* the first event line has been seen */
    bool has_item;  /* `item`, read ahead by trace_reader_new, has not been handed out yet */
    bool has_ended;
    bool is_drained; /* the file has no more bytes than those in the buffer */
    struct trace_item item;
    int64_t last_at_ns;
    int64_t line_number;
    int fd;
    char *path; /* as said in messages */
    char *next; /* what has not been parsed yet: next .. end */
    char *end;
    char buffer[BUFFER_SIZE];
};

/* A piece of the line at hand. */
struct field {
    const char *text;
    size_t len;
};

static int fail(const struct trace_reader *reader, struct err *err, const char *what)
{
    return err_set(err, ERR_INPUT, "%s:%lld: %s", reader->path, (long long)reader->line_number,
                   what);
}

/* As fail, with the offending text in front, cut and made printable. */
static int fail_at(const struct trace_reader *reader, struct err *err, struct field field,
                   const char *what)
{
    char quote[QUOTE_MAX + 1];
    size_t len = field.len < QUOTE_MAX ? field.len : QUOTE_MAX;

    for (size_t i = 0; i < len; i++)
        quote[i] = field.text[i] >= ' ' && field.text[i] <= '~' ? field.text[i] : '?';
    quote[len] = '\0';
    return err_set(err, ERR_INPUT, "%s:%lld: '%s'%s: %s", reader->path,
                   (long long)reader->line_number, quote, len < field.len ? "..." : "", what);
}

/* Moves the unparsed rest to the front and reads more behind it. */
static int refill(struct trace_reader *reader, struct err *err)
{
    size_t rest = (size_t)(reader->end - reader->next);
    ssize_t got;

    memmove(reader->buffer, reader->next, rest);
    reader->next = reader->buffer;
    reader->end = reader->buffer + rest;
    do {
        got = read(reader->fd, reader->end, BUFFER_SIZE - rest);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return err_set(err, err_from_errno(errno), "%s: cannot be read: %s", reader->path,
                       strerror(errno));
    reader->end += got;
    reader->is_drained = got == 0;
    return 0;
}

/* The next line without its end: 1, 0 at the end of the file, or an error. */
static int next_line(struct trace_reader *reader, struct field *line, struct err *err)
{
    char *newline = NULL;
    size_t len;
    int outcome;

    for (;;) {
        len = (size_t)(reader->end - reader->next);
        newline = len > 0 ? memchr(reader->next, '\n', len) : NULL;
        if (newline || reader->is_drained || len > TRACE_LINE_MAX)
            break;
        outcome = refill(reader, err);
        if (outcome)
            return outcome;
    }
    if (!newline && len == 0)
        return 0;
    reader->line_number++;
    line->text = reader->next;
    line->len = newline ? (size_t)(newline - reader->next) : len;
    if (line->len > TRACE_LINE_MAX)
        return fail(reader, err, "the line is too long: at most 4096 bytes are allowed");
    reader->next = newline ? newline + 1 : reader->end;
    if (line->len > 0 && line->text[line->len - 1] == '\r')
        line->len--;
    return 1;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Takes the next blank-separated field off the front of `line`; empty if there is none. */
static struct field take_field(struct field *line)
{
    const char *p = line->text;
    const char *end = p + line->len;
    struct field field;

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

static bool field_is(struct field field, const char *text)
{
    return strlen(text) == field.len && memcmp(text, field.text, field.len) == 0;
}

static struct field trim(struct field field)
{
    while (field.len > 0 && is_blank(field.text[0])) {
        field.text++;
        field.len--;
    }
    while (field.len > 0 && is_blank(field.text[field.len - 1]))
        field.len--;
    return field;
}

/* If `comment` says `name` and a colon, the value after it. */
static bool comment_value(struct field comment, const char *name, struct field *value)
{
    size_t len = strlen(name);

    if (comment.len <= len || memcmp(comment.text, name, len) != 0 || comment.text[len] != ':')
        return false;
    *value = trim((struct field){comment.text + len + 1, comment.len - len - 1});
    return true;
}

static int parse_start(struct trace_reader *reader, struct field value, struct err *err)
{
    const char *wrong;

    if (reader->has_start)
        return fail(reader, err, "a second '# start': a trace has exactly one");
    wrong = trace_start_parse(value.text, value.len, &reader->header);
    if (wrong)
        return fail_at(reader, err, value, wrong);
    reader->has_start = true;
    return 0;
}

static int parse_tz(struct trace_reader *reader, struct field value, struct err *err)
{
    char *tz = reader->header.tz;

    if (tz[0])
        return fail(reader, err, "a second '# tz': at most one is allowed");
    if (reader->has_event)
        return fail(reader, err, "'# tz' comes too late: before the first event is allowed");
    if (value.len < ZONE_NAME_SIZE && !memchr(value.text, '\0', value.len)) {
        memcpy(tz, value.text, value.len);
        tz[value.len] = '\0';
        if (zone_is_known(tz))
            return 0;
    }
    return fail_at(reader, err, value,
                   "not a time zone of this machine (package tzdata): a name such as "
                   "Europe/Berlin is allowed");
}

static int parse_comment(struct trace_reader *reader, struct field line, struct err *err)
{
    struct field comment = trim((struct field){line.text + 1, line.len - 1});
    struct field value;

    if (!utf8_is_valid(line.text, line.len))
        return fail(reader, err, "not UTF-8 text, or a NUL byte");
    if (comment_value(comment, "start", &value))
        return parse_start(reader, value, err);
    if (comment_value(comment, "tz", &value))
        return parse_tz(reader, value, err);
    return 0;
}

/* What happened to a line: `chair 1`. */
static int parse_line_event(struct trace_reader *reader, enum line line, struct field level,
                            struct trace_item *item, struct err *err)
{
    item->line = line;
    item->kind = TRACE_EDGE;
    item->closed = level.len == 1 && level.text[0] == '1';
    if (level.len == 1 && (level.text[0] == '0' || level.text[0] == '1'))
        return 0;
    item->kind = TRACE_FAULT;
    if (field_is(level, "fault"))
        return 0;
    item->kind = TRACE_OK;
    if (field_is(level, "ok"))
        return 0;
    return fail_at(reader, err, level, "unknown level: allowed are 0, 1, fault and ok");
}

static int parse_touch(struct trace_reader *reader, struct field verb, struct trace_item *item,
                       struct err *err)
{
    int touch = touch_from_name(verb.text, verb.len);

    item->kind = TRACE_TOUCH;
    if (touch < 0)
        return fail_at(reader, err, verb,
                       "unknown touch: allowed are start, snooze, skip, quiet, pause, resume, "
                       "exercise, stop and other");
    item->touch = (enum touch)touch;
    return 0;
}

/* `what` is the field after the time; `line` is what follows it. */
static int parse_what(struct trace_reader *reader, struct field what, struct field line,
                      struct trace_item *item, struct err *err)
{
    int name = line_from_name(what.text, what.len);
    struct field rest;
    int outcome = 0;

    if (name >= 0)
        outcome = parse_line_event(reader, (enum line)name, take_field(&line), item, err);
    else if (field_is(what, "touch"))
        outcome = parse_touch(reader, take_field(&line), item, err);
    else if (field_is(what, "end"))
        item->kind = TRACE_END;
    else
        outcome =
            fail_at(reader, err, what, "unknown: allowed are chair, mat, plug, touch and end");
    if (outcome)
        return outcome;
    rest = trim(line);
    if (rest.len > 0)
        return fail_at(reader, err, rest, "nothing is allowed here any more");
    return 0;
}

static int parse_event(struct trace_reader *reader, struct field line, struct trace_item *item,
                       struct err *err)
{
    struct field time = take_field(&line);
    struct field what = take_field(&line);
    const char *wrong;
    int outcome;

    memset(item, 0, sizeof(*item));
    wrong = trace_seconds_parse(time.text, time.text + time.len, &item->at_ns);
    if (wrong)
        return fail_at(reader, err, time, wrong);
    outcome = parse_what(reader, what, line, item, err);
    if (outcome)
        return outcome;
    if (!reader->has_start)
        return fail(reader, err,
                    "an event before '# start: TIME', which must come first, such as "
                    "# start: 2026-03-02T08:55:00+01:00");
    if (reader->has_ended)
        return fail(reader, err, "an event after 'end': only comments are allowed");
    if (item->at_ns < reader->last_at_ns)
        return fail_at(reader, err, time,
                       "earlier than the line before: the same time or later is allowed");
    reader->last_at_ns = item->at_ns;
    reader->has_event = true;
    return 0;
}

/* As trace_reader_next, but without an END of its own making. */
static int next_event(struct trace_reader *reader, struct trace_item *item, struct err *err)
{
    struct field line;
    int outcome;

    while ((outcome = next_line(reader, &line, err)) == 1) {
        const char *p = line.text;
        const char *end = p + line.len;

        while (p < end && is_blank(*p))
            p++;
        if (p == end)
            continue;
        if (*p == '#')
            outcome = parse_comment(reader, (struct field){p, (size_t)(end - p)}, err);
        else
            outcome = parse_event(reader, line, item, err);
        if (outcome)
            return outcome;
        if (*p != '#')
            return 1;
    }
    return outcome;
}

/* After `end` nothing may come, and a malformed line there is as wrong as anywhere. */
static int check_after_end(struct trace_reader *reader, struct err *err)
{
    struct trace_item item;
    int outcome;

    reader->has_ended = true;
    outcome = next_event(reader, &item, err);
    return outcome < 0 ? outcome : 0;
}

static int read_header(struct trace_reader *reader, struct err *err)
{
    struct field line;
    int outcome;

    outcome = next_line(reader, &line, err);
    if (outcome < 0)
        return outcome;
    if (outcome == 0) {
        reader->line_number = 1;
        return fail(reader, err, "empty: the first line must be '# secondheart trace v1'");
    }
    if (line.len >= 3 && memcmp(line.text, byte_order_mark, 3) == 0) {
        line.text += 3;
        line.len -= 3;
    }
    line = trim(line);
    if (!field_is(line, header_line))
        return fail_at(reader, err, line, "the first line must be '# secondheart trace v1'");
    outcome = next_event(reader, &reader->item, err);
    if (outcome < 0)
        return outcome;
    if (!reader->has_start)
        return fail(reader, err,
                    "the file ends without '# start: TIME', such as "
                    "# start: 2026-03-02T08:55:00+01:00");
    if (outcome == 0)
        reader->item = (struct trace_item){.kind = TRACE_END};
    reader->has_item = true;
    return 0;
}

int trace_reader_new(const char *path, struct trace_reader **result, struct err *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    struct trace_reader *reader;
    int outcome;

    *result = NULL;
    reader = calloc(1, sizeof(*reader));
    if (!reader)
        return err_set(err, ERR_MEMORY, "%s: no memory to read it", path);
    reader->next = reader->buffer;
    reader->end = reader->buffer;
    reader->path = strdup(is_stdin ? "standard input" : path);
    reader->fd = is_stdin ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC);
    if (!reader->path)
        outcome = err_set(err, ERR_MEMORY, "%s: no memory to read it", path);
    else if (reader->fd < 0)
        outcome =
            err_set(err, err_from_errno(errno), "%s: cannot be opened: %s", path, strerror(errno));
    else
        outcome = read_header(reader, err);
    if (outcome) {
        trace_reader_free(reader);
        return outcome;
    }
    *result = reader;
    return 0;
}

void trace_reader_free(struct trace_reader *reader)
{
    if (!reader)
        return;
    if (reader->fd >= 0)
        (void)close(reader->fd);
    free(reader->path);
    free(reader);
}

const struct trace_header *trace_reader_header(const struct trace_reader *reader)
{
    return &reader->header;
}

int trace_reader_next(struct trace_reader *reader, struct trace_item *item, struct err *err)
{
    int outcome = 1;

    if (reader->has_ended)
        return 0;
    if (reader->has_item) {
        *item = reader->item;
        reader->has_item = false;
    } else {
        outcome = next_event(reader, item, err);
        if (outcome < 0)
            return outcome;
    }
    if (outcome == 0)
        *item = (struct trace_item){.kind = TRACE_END, .at_ns = reader->last_at_ns};
    if (item->kind == TRACE_END) {
        outcome = check_after_end(reader, err);
        if (outcome)
            return outcome;
    }
    return 1;
}
