#include "drivers/display/svg_path.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define ARGUMENTS_MAX 7 /* of an arc */

struct point {
    double x, y;
};

struct path {
    struct paint *paint;
    struct point at, start;
    struct point handle; /* the last curve's second, for S */
    char last;           /* the last command, in upper case */
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',';
}

static double read_digits(const char **at, const char *end, double value, int *count)
{
    for (*count = 0; *at < end && **at >= '0' && **at <= '9'; (*at)++, (*count)++)
        value = value * 10 + (**at - '0');
    return value;
}

bool svg_number(const char **at, const char *end, double *value)
{
    const char *p = *at;
    int whole, parts, sign = 1;

    while (p < end && is_blank(*p))
        p++;
    if (p < end && (*p == '-' || *p == '+'))
        sign = *p++ == '-' ? -1 : 1;
    *value = read_digits(&p, end, 0, &whole);
    parts = 0;
    if (p < end && *p == '.') {
        p++;
        *value = read_digits(&p, end, *value, &parts) / pow(10, parts);
    }
    if (whole + parts == 0)
        return false;
    *value *= sign;
    *at = p;
    return true;
}

/*
 * An arc between two points as SVG gives it, by its centre (SVG 1.1, appendix F.6.5), for ellipses
 * that are not turned.
 */
static void add_arc(struct path *path, const double *a, struct point to)
{
    double rx = fabs(a[0]), ry = fabs(a[1]);
    double x = (path->at.x - to.x) / 2 / rx, y = (path->at.y - to.y) / 2 / ry;
    double length = hypot(x, y), reach, cx, cy, from, sweep;

    if (rx == 0 || ry == 0 || length == 0) {
        paint_line(path->paint, to.x, to.y);
        return;
    }
    if (length > 1) { /* radii too short for the distance grow until they fit */
        rx *= length;
        ry *= length;
        x /= length;
        y /= length;
        length = 1;
    }
    reach = sqrt(1 / (length * length) - 1) * ((a[3] != 0) == (a[4] != 0) ? -1 : 1);
    cx = reach * y;
    cy = -reach * x;
    /* Degrees clockwise from up, as paint_arc counts them. */
    from = atan2(x - cx, -(y - cy)) * 180 / M_PI;
    sweep = atan2(-x - cx, -(-y - cy)) * 180 / M_PI - from;
    if (a[4] != 0 && sweep < 0)
        sweep += 360;
    if (a[4] == 0 && sweep > 0)
        sweep -= 360;
    paint_arc(path->paint, rx * cx + (path->at.x + to.x) / 2, ry * cy + (path->at.y + to.y) / 2, rx,
              ry, from, from + sweep);
}

static int arguments_of(char command)
{
    static const struct {
        char command;
        int8_t count;
    } counts[] = {{'M', 2}, {'L', 2}, {'H', 1}, {'V', 1}, {'C', 6},
                  {'S', 4}, {'Q', 4}, {'A', 7}, {'Z', 0}};

    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (counts[i].command == command)
            return counts[i].count;
    }
    return -1;
}

/* Relative coordinates count from where the path stands. */
static void make_absolute(const struct path *path, char command, double *a, int count)
{
    if (command == 'V')
        a[0] += path->at.y;
    else if (command == 'H')
        a[0] += path->at.x;
    else
        for (int i = command == 'A' ? 5 : 0; i + 1 < count; i += 2) {
            a[i] += path->at.x;
            a[i + 1] += path->at.y;
        }
}

static void curve(struct path *path, struct point first, const double *a)
{
    paint_cubic(path->paint, first.x, first.y, a[0], a[1], a[2], a[3]);
    path->handle = (struct point){a[0], a[1]};
}

static void add(struct path *path, char command, const double *a, int count)
{
    struct point from = path->at, to = from, first = from;

    if (count >= 2)
        to = (struct point){a[count - 2], a[count - 1]};
    switch (command) {
    case 'M':
        paint_move(path->paint, to.x, to.y);
        path->start = to;
        break;
    case 'H':
        to.x = a[0];
        paint_line(path->paint, to.x, to.y);
        break;
    case 'V':
        to.y = a[0];
        paint_line(path->paint, to.x, to.y);
        break;
    case 'L':
        paint_line(path->paint, to.x, to.y);
        break;
    case 'C':
        curve(path, (struct point){a[0], a[1]}, a + 2);
        break;
    case 'S':
        if (path->last == 'C' || path->last == 'S')
            first = (struct point){2 * from.x - path->handle.x, 2 * from.y - path->handle.y};
        curve(path, first, a);
        break;
    case 'Q': {
        const double rest[] = {to.x + (a[0] - to.x) * 2 / 3, to.y + (a[1] - to.y) * 2 / 3, to.x,
                               to.y};

        first = (struct point){from.x + (a[0] - from.x) * 2 / 3, from.y + (a[1] - from.y) * 2 / 3};
        curve(path, first, rest);
        break;
    }
    case 'A':
        add_arc(path, a, to);
        break;
    default: /* 'Z' */
        paint_close(path->paint);
        to = path->start;
        break;
    }
    path->at = to;
    path->last = command;
}

bool svg_path_add(const char *at, const char *end, struct paint *paint)
{
    struct path path = {.paint = paint};
    char command = '\0';

    for (;;) {
        double a[ARGUMENTS_MAX] = {0}; /* a close takes none: no path may read what is not set */
        int count, read = 0;
        bool has_letter;

        while (at < end && is_blank(*at))
            at++;
        if (at == end)
            return path.last != '\0';
        has_letter = isalpha((unsigned char)*at) != 0;
        if (has_letter)
            command = *at++;
        else if (toupper((unsigned char)command) == 'M')
            command = command == 'M' ? 'L' : 'l'; /* further points of a move are lines */
        count = arguments_of((char)toupper((unsigned char)command));
        if (count < 0 || (count == 0 && !has_letter) ||
            (path.last == '\0' && toupper((unsigned char)command) != 'M'))
            return false;
        while (read < count && svg_number(&at, end, &a[read]))
            read++;
        if (read < count || (count == ARGUMENTS_MAX && a[2] != 0 && a[0] != a[1]))
            return false;
        if (islower((unsigned char)command))
            make_absolute(&path, (char)toupper((unsigned char)command), a, count);
        add(&path, (char)toupper((unsigned char)command), a, count);
    }
}
