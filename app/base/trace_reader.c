#include "base/trace.h"

#include "base/text_lines.h"
#include "base/trace_time.h"
#include "base/units.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

static const char header_line[] = "# secondheart trace v1";
static const char byte_order_mark[] = "\xef\xbb\xbf";

struct trace_reader {
    struct trace_header header;
    bool has_start;
    bool has_event; /* the first event line has been seen */
    bool has_item;  /* `item`, read ahead by trace_reader_new, has not been handed out yet */
    bool has_ended;
    struct trace_item item;
    int64_t last_at_ns;
    struct text_lines lines;
};

static bool is_digit(char c)
{
    return (unsigned char)(c - '0') < 10;
}

/* If `comment` says `name` and a colon, the value after it. */
static bool comment_value(struct text_field comment, const char *name, struct text_field *value)
{
    size_t len = strlen(name);

    if (comment.len <= len || memcmp(comment.text, name, len) != 0 || comment.text[len] != ':')
        return false;
    *value = text_field_trim((struct text_field){comment.text + len + 1, comment.len - len - 1});
    return true;
}

static int parse_start(struct trace_reader *reader, struct text_field value, struct err *err)
{
    const char *wrong;

    if (reader->has_start)
        return text_lines_fail(&reader->lines, err, "a second '# start': a trace has exactly one");
    wrong = trace_start_parse(value.text, value.len, &reader->header);
    if (wrong)
        return text_lines_fail_at(&reader->lines, err, value, wrong);
    reader->has_start = true;
    return 0;
}

static int parse_tz(struct trace_reader *reader, struct text_field value, struct err *err)
{
    char *tz = reader->header.tz;

    if (tz[0])
        return text_lines_fail(&reader->lines, err, "a second '# tz': at most one is allowed");
    if (reader->has_event)
        return text_lines_fail(&reader->lines, err,
                               "'# tz' comes too late: before the first event is allowed");
    if (value.len < ZONE_NAME_SIZE && !memchr(value.text, '\0', value.len)) {
        memcpy(tz, value.text, value.len);
        tz[value.len] = '\0';
        if (zone_is_known(tz))
            return 0;
    }
    return text_lines_fail_at(&reader->lines, err, value,
                              "not a time zone of this machine (package tzdata): a name such as "
                              "Europe/Berlin is allowed");
}

static int parse_comment(struct trace_reader *reader, struct text_field line, struct err *err)
{
    struct text_field comment = text_field_trim((struct text_field){line.text + 1, line.len - 1});
    struct text_field value;

    if (!utf8_is_valid(line.text, line.len))
        return text_lines_fail(&reader->lines, err, "not UTF-8 text, or a NUL byte");
    if (comment_value(comment, "start", &value))
        return parse_start(reader, value, err);
    if (comment_value(comment, "tz", &value))
        return parse_tz(reader, value, err);
    return 0;
}

/* What happened to a line: `chair 1`. */
static int parse_line_event(struct trace_reader *reader, enum line line, struct text_field level,
                            struct trace_item *item, struct err *err)
{
    item->line = line;
    item->kind = TRACE_EDGE;
    item->closed = level.len == 1 && level.text[0] == '1';
    if (level.len == 1 && (level.text[0] == '0' || level.text[0] == '1'))
        return 0;
    item->kind = TRACE_FAULT;
    if (text_field_is(level, "fault"))
        return 0;
    item->kind = TRACE_OK;
    if (text_field_is(level, "ok"))
        return 0;
    return text_lines_fail_at(&reader->lines, err, level,
                              "unknown level: allowed are 0, 1, fault and ok");
}

static int parse_touch(struct trace_reader *reader, struct text_field verb, struct trace_item *item,
                       struct err *err)
{
    int touch = touch_from_name(verb.text, verb.len);

    item->kind = TRACE_TOUCH;
    if (touch < 0)
        return text_lines_fail_at(
            &reader->lines, err, verb,
            "unknown touch: allowed are start, snooze, skip, quiet, pause, resume, "
            "exercise, stop and other");
    item->touch = (enum touch)touch;
    return 0;
}

/* `what` is the field after the time; `line` is what follows it. */
static int parse_what(struct trace_reader *reader, struct text_field what, struct text_field line,
                      struct trace_item *item, struct err *err)
{
    int name = line_from_name(what.text, what.len);
    struct text_field rest;
    int outcome = 0;

    if (name >= 0)
        outcome = parse_line_event(reader, (enum line)name, text_field_take(&line), item, err);
    else if (text_field_is(what, "touch"))
        outcome = parse_touch(reader, text_field_take(&line), item, err);
    else if (text_field_is(what, "end"))
        item->kind = TRACE_END;
    else
        outcome = text_lines_fail_at(&reader->lines, err, what,
                                     "unknown: allowed are chair, mat, plug, touch and end");
    if (outcome)
        return outcome;
    rest = text_field_trim(line);
    if (rest.len > 0)
        return text_lines_fail_at(&reader->lines, err, rest, "nothing is allowed here any more");
    return 0;
}

/*
 * Nearly all lines of a long trace are `1234.567 chair 1`. Those are taken in one pass without
 * looking at anything twice; whatever deviates in the least is left, untouched, to the rules.
 */
static bool take_plain_edge(struct text_field line, struct trace_item *item)
{
    static const int32_t scale[] = {1000000000, 100000000, 10000000, 1000000, 100000,
                                    10000,      1000,      100,      10,      1};
    const char *p = line.text;
    const char *end = p + line.len;
    const char *decimals;
    int64_t seconds = 0;
    int32_t fraction = 0;
    size_t rest;

    for (; is_digit(*p) && p - line.text < 9; p++)
        seconds = seconds * 10 + (*p - '0');
    if (p == line.text || *p != '.')
        return false;
    decimals = ++p;
    for (; is_digit(*p) && p - decimals < 9; p++)
        fraction = fraction * 10 + (*p - '0');
    if (p == decimals || *p != ' ')
        return false;
    item->at_ns = seconds * NS_PER_S + (int64_t)fraction * scale[p - decimals];
    rest = (size_t)(end - p);
    if (rest == sizeof(" chair 1") - 1 && memcmp(p, " chair ", sizeof(" chair ") - 1) == 0)
        item->line = LINE_CHAIR;
    else if (rest == sizeof(" mat 1") - 1 && memcmp(p, " mat ", sizeof(" mat ") - 1) == 0)
        item->line = LINE_MAT;
    else
        return false;
    item->kind = TRACE_EDGE;
    item->closed = end[-1] == '1';
    return end[-1] == '0' || end[-1] == '1';
}

static int parse_fields(struct trace_reader *reader, struct text_field line,
                        struct trace_item *item, struct err *err)
{
    struct text_field time = text_field_take(&line);
    struct text_field what = text_field_take(&line);
    const char *wrong;

    memset(item, 0, sizeof(*item));
    wrong = trace_seconds_parse(time.text, time.text + time.len, &item->at_ns);
    if (wrong)
        return text_lines_fail_at(&reader->lines, err, time, wrong);
    return parse_what(reader, what, line, item, err);
}

static int parse_event(struct trace_reader *reader, struct text_field line, struct trace_item *item,
                       struct err *err)
{
    int outcome;

    *item = (struct trace_item){0};
    if (!take_plain_edge(line, item)) {
        outcome = parse_fields(reader, line, item, err);
        if (outcome)
            return outcome;
    }
    if (!reader->has_start)
        return text_lines_fail(&reader->lines, err,
                               "an event before '# start: TIME', which must come first, such as "
                               "# start: 2026-03-02T08:55:00+01:00");
    if (reader->has_ended)
        return text_lines_fail(&reader->lines, err,
                               "an event after 'end': only comments are allowed");
    if (item->at_ns < reader->last_at_ns)
        return text_lines_fail_at(
            &reader->lines, err, text_field_take(&line),
            "earlier than the line before: the same time or later is allowed");
    reader->last_at_ns = item->at_ns;
    reader->has_event = true;
    return 0;
}

/* As trace_reader_next, but without an END of its own making. */
static int next_event(struct trace_reader *reader, struct trace_item *item, struct err *err)
{
    struct text_field line;
    int outcome;

    while ((outcome = text_lines_next(&reader->lines, &line, err)) == 1) {
        /* A look at the first character spares the trimming for all but odd lines. */
        if (line.len == 0 || !is_digit(line.text[0]))
            line = text_field_trim(line);
        if (line.len == 0)
            continue;
        if (line.text[0] != '#') {
            outcome = parse_event(reader, line, item, err);
            return outcome ? outcome : 1;
        }
        outcome = parse_comment(reader, line, err);
        if (outcome)
            return outcome;
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
    struct text_field line;
    int outcome;

    outcome = text_lines_next(&reader->lines, &line, err);
    if (outcome < 0)
        return outcome;
    if (outcome == 0) {
        reader->lines.number = 1;
        return text_lines_fail(&reader->lines, err,
                               "empty: the first line must be '# secondheart trace v1'");
    }
    if (line.len >= 3 && memcmp(line.text, byte_order_mark, 3) == 0) {
        line.text += 3;
        line.len -= 3;
    }
    line = text_field_trim(line);
    if (!text_field_is(line, header_line))
        return text_lines_fail_at(&reader->lines, err, line,
                                  "the first line must be '# secondheart trace v1'");
    outcome = next_event(reader, &reader->item, err);
    if (outcome < 0)
        return outcome;
    if (!reader->has_start)
        return text_lines_fail(&reader->lines, err,
                               "the file ends without '# start: TIME', such as "
                               "# start: 2026-03-02T08:55:00+01:00");
    if (outcome == 0)
        reader->item = (struct trace_item){.kind = TRACE_END};
    reader->has_item = true;
    return 0;
}

int trace_reader_new(const char *path, struct trace_reader **result, struct err *err)
{
    struct trace_reader *reader;
    int outcome;

    *result = NULL;
    reader = calloc(1, sizeof(*reader));
    if (!reader)
        return err_set(err, ERR_MEMORY, "%s: no memory to read it", path);
    outcome = text_lines_open(&reader->lines, path, err);
    if (outcome == 0)
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
    text_lines_close(&reader->lines);
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
