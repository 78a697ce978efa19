#include "drivers/display/svg_text.h"

#include "drivers/display/palette.h"
#include "drivers/display/svg_path.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ATTRIBUTES_MAX 16
#define DEPTH_MAX      8
#define GRADIENTS_MAX  8

/* A part of the text. */
struct span {
    const char *at, *end;
};

struct element {
    struct span name;
    struct {
        struct span name, value;
    } attributes[ATTRIBUTES_MAX];
    int count;
    bool is_empty; /* <.../> */
    bool closes;   /* </...> */
};

struct reader {
    const char *at;
    struct paint *paint;
    SDL_Surface *target;
    struct paint_matrix matrices[DEPTH_MAX];
    int depth;
    enum draw_palette palette;
    struct {
        struct span id;
        struct paint_source source;
    } gradients[GRADIENTS_MAX];
    int gradient_count;
    char *wrong;
};

static bool refuse(struct reader *reader, struct span what, const char *why)
{
    snprintf(reader->wrong, SVG_TEXT_WRONG_SIZE, "'%.*s': %s", (int)(what.end - what.at), what.at,
             why);
    return false;
}

static bool is(struct span span, const char *text)
{
    size_t size = strlen(text);

    return (size_t)(span.end - span.at) == size && memcmp(span.at, text, size) == 0;
}

/* ------------------------------------------------------------------------------------- elements */

static bool is_name(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == ':' || c == '_';
}

static struct span read_name(struct reader *reader)
{
    struct span name = {reader->at, reader->at};

    while (is_name(*name.end))
        name.end++;
    reader->at = name.end;
    return name;
}

static void skip_blanks(struct reader *reader)
{
    while (isspace((unsigned char)*reader->at))
        reader->at++;
}

/* name="value"; false at anything else. */
static bool read_attribute(struct reader *reader, struct span *name, struct span *value)
{
    char quote;

    *name = read_name(reader);
    if (name->at == name->end || reader->at[0] != '=')
        return false;
    quote = reader->at[1];
    if (quote != '"' && quote != '\'')
        return false;
    value->at = reader->at + 2;
    value->end = strchr(value->at, quote);
    if (!value->end)
        return false;
    reader->at = value->end + 1;
    return true;
}

/* From behind a '<' to behind its '>'. */
static bool read_element(struct reader *reader, struct element *element)
{
    *element = (struct element){.closes = *reader->at == '/'};
    if (element->closes)
        reader->at++;
    element->name = read_name(reader);
    for (skip_blanks(reader); *reader->at != '>' && *reader->at != '/'; skip_blanks(reader)) {
        int i = element->count;

        if (i == ATTRIBUTES_MAX ||
            !read_attribute(reader, &element->attributes[i].name, &element->attributes[i].value))
            return refuse(reader, element->name, "its attributes cannot be read");
        element->count++;
    }
    element->is_empty = *reader->at == '/';
    reader->at = strchr(reader->at, '>');
    if (!reader->at)
        return refuse(reader, element->name, "it has no end");
    reader->at++;
    return true;
}

/* The value of an attribute; `at` is NULL if there is none. */
static struct span value_of(const struct element *element, const char *name)
{
    for (int i = 0; i < element->count; i++) {
        if (is(element->attributes[i].name, name))
            return element->attributes[i].value;
    }
    return (struct span){0};
}

static double number_of(const struct element *element, const char *name, double fallback)
{
    struct span value = value_of(element, name);
    double number;

    return value.at && svg_number(&value.at, value.end, &number) ? number : fallback;
}

/* --------------------------------------------------------------------------- paint and transform
 */

static bool read_color(const struct reader *reader, struct span span, struct draw_color *color)
{
    char text[8] = "";
    char *end;
    long value;

    if (span.end - span.at != 7 || *span.at != '#')
        return false;
    memcpy(text, span.at + 1, 6);
    value = strtol(text, &end, 16);
    *color = palette_color(
        reader->palette,
        (struct draw_color){(uint8_t)(value >> 16), (uint8_t)(value >> 8), (uint8_t)value, 255});
    return end == text + 6;
}

/* A colour, a gradient, or with `stops` 0 nothing. */
static bool read_source(struct reader *reader, struct span span, struct paint_source *source)
{
    *source = (struct paint_source){.opacity = 1};
    if (!span.at || is(span, "none"))
        return true;
    if (read_color(reader, span, &source->stop[0].color)) {
        source->stops = 1;
        return true;
    }
    for (int i = 0; i < reader->gradient_count; i++) {
        char url[64];

        snprintf(url, sizeof url, "url(#%.*s)",
                 (int)(reader->gradients[i].id.end - reader->gradients[i].id.at),
                 reader->gradients[i].id.at);
        if (is(span, url)) {
            *source = reader->gradients[i].source;
            return true;
        }
    }
    return refuse(reader, span, "neither a colour nor a gradient that stands before it");
}

static bool read_transform(struct reader *reader, struct span span, struct paint_matrix *matrix)
{
    const char *at = span.at;

    *matrix = PAINT_IDENTITY;
    while (at && at < span.end) {
        struct span name = {at, at};
        double a[3];
        int count = 0;
        struct paint_matrix step = PAINT_IDENTITY;

        while (name.end < span.end && isalpha((unsigned char)*name.end))
            name.end++;
        at = name.end + 1;
        while (count < 3 && at < span.end && svg_number(&at, span.end, &a[count]))
            count++;
        if (name.end == span.end || *name.end != '(' || at >= span.end || *at++ != ')' ||
            count == 0)
            return refuse(reader, span, "not a transform that art may use");
        if (is(name, "translate")) {
            step.dx = a[0];
            step.dy = count > 1 ? a[1] : 0;
        } else if (is(name, "scale")) {
            step.xx = a[0];
            step.yy = count > 1 ? a[1] : a[0];
        } else if (is(name, "rotate") && count == 1) {
            step.xx = step.yy = cos(a[0] * M_PI / 180);
            step.yx = sin(a[0] * M_PI / 180);
            step.xy = -step.yx;
        } else {
            return refuse(reader, span, "not a transform that art may use");
        }
        *matrix = paint_matrix_then(step, *matrix);
        while (at < span.end && (isspace((unsigned char)*at) || *at == ','))
            at++;
    }
    return true;
}

/* --------------------------------------------------------------------------------- what is drawn
 */

static bool make_path(struct reader *reader, const struct element *element)
{
    struct span data = value_of(element, "d");
    struct paint *paint = reader->paint;
    double x = number_of(element, "cx", 0), y = number_of(element, "cy", 0);

    paint_begin(paint);
    if (is(element->name, "path")) {
        if (data.at && svg_path_add(data.at, data.end, paint))
            return true;
        return refuse(reader, element->name, "its 'd' is not path data that art may use");
    }
    if (is(element->name, "rect")) {
        paint_rounded_box(paint, number_of(element, "x", 0), number_of(element, "y", 0),
                          number_of(element, "width", 0), number_of(element, "height", 0),
                          number_of(element, "rx", 0));
    } else if (is(element->name, "line")) {
        paint_move(paint, number_of(element, "x1", 0), number_of(element, "y1", 0));
        paint_line(paint, number_of(element, "x2", 0), number_of(element, "y2", 0));
    } else {
        double radius = number_of(element, "r", 0);

        paint_arc(paint, x, y, number_of(element, "rx", radius), number_of(element, "ry", radius),
                  0, 360);
        paint_close(paint);
    }
    return true;
}

static bool draw_shape(struct reader *reader, const struct element *element)
{
    struct span fill = value_of(element, "fill");
    struct paint_source filling, stroking;
    struct paint_matrix matrix;
    struct paint_stroke stroke = {
        .width = number_of(element, "stroke-width", 1),
        .round_ends = is(value_of(element, "stroke-linecap"), "round"),
        .round_corners = is(value_of(element, "stroke-linejoin"), "round"),
    };
    float opacity = (float)number_of(element, "opacity", 1);
    bool done = true;

    if (!fill.at)
        return refuse(reader, element->name, "without 'fill'");
    if (!read_source(reader, fill, &filling) ||
        !read_source(reader, value_of(element, "stroke"), &stroking) ||
        !read_transform(reader, value_of(element, "transform"), &matrix) ||
        !make_path(reader, element))
        return false;
    matrix = paint_matrix_then(matrix, reader->matrices[reader->depth]);
    filling.opacity = stroking.opacity = opacity;
    if (filling.stops > 0)
        done = paint_fill(reader->paint, reader->target, matrix, &filling);
    if (stroking.stops > 0)
        done = paint_stroke(reader->paint, reader->target, matrix, &stroke, &stroking) && done;
    return done || refuse(reader, element->name, "too long a path, or no memory");
}

static bool begin_group(struct reader *reader, const struct element *element)
{
    struct paint_matrix matrix;

    if (element->closes) {
        if (reader->depth == 0)
            return refuse(reader, element->name, "ends though none has begun");
        reader->depth--;
        return true;
    }
    if (reader->depth + 1 == DEPTH_MAX)
        return refuse(reader, element->name, "too deep");
    if (!read_transform(reader, value_of(element, "transform"), &matrix))
        return false;
    matrix = paint_matrix_then(matrix, reader->matrices[reader->depth]);
    reader->matrices[++reader->depth] = matrix;
    return true;
}

static bool begin_gradient(struct reader *reader, const struct element *element)
{
    if (element->closes)
        return true;
    if (reader->gradient_count == GRADIENTS_MAX)
        return refuse(reader, element->name, "too many");
    reader->gradients[reader->gradient_count].id = value_of(element, "id");
    reader->gradients[reader->gradient_count].source = (struct paint_source){.opacity = 1};
    reader->gradient_count++;
    if (!is(value_of(element, "x1"), "0%") || !is(value_of(element, "x2"), "0%") ||
        !is(value_of(element, "y1"), "0%") || !is(value_of(element, "y2"), "100%"))
        return refuse(reader, element->name, "not from top (0%) to foot (100%)");
    return true;
}

static bool add_stop(struct reader *reader, const struct element *element)
{
    struct paint_source *source;
    int i;

    if (element->closes)
        return true;
    if (reader->gradient_count == 0)
        return refuse(reader, element->name, "outside a gradient");
    source = &reader->gradients[reader->gradient_count - 1].source;
    i = source->stops;
    if (i == PAINT_STOPS_MAX ||
        !read_color(reader, value_of(element, "stop-color"), &source->stop[i].color))
        return refuse(reader, element->name, "too many, or without a colour");
    source->stop[i].offset = (float)number_of(element, "offset", 0);
    source->stops++;
    return true;
}

static bool pass_over(struct reader *reader, const struct element *element)
{
    (void)reader;
    (void)element;
    return true;
}

/* Attributes that an element may have, each with a blank behind it. */
#define SHAPE "fill stroke stroke-width stroke-linecap stroke-linejoin opacity transform "

static const struct {
    const char *name;
    bool (*take)(struct reader *reader, const struct element *element);
    const char *attributes;
} elements[] = {
    {"svg", pass_over, "xmlns width height viewBox "},
    {"defs", pass_over, ""},
    {"linearGradient", begin_gradient, "id x1 y1 x2 y2 "},
    {"stop", add_stop, "offset stop-color "},
    {"g", begin_group, "transform "},
    {"path", draw_shape, SHAPE "d "},
    {"circle", draw_shape, SHAPE "cx cy r "},
    {"ellipse", draw_shape, SHAPE "cx cy rx ry "},
    {"rect", draw_shape, SHAPE "x y width height rx "},
    {"line", draw_shape, SHAPE "x1 y1 x2 y2 "},
};

static bool is_among(struct span name, const char *list)
{
    size_t size = (size_t)(name.end - name.at);

    for (const char *word = list; *word; word = strchr(word, ' ') + 1) {
        if (strncmp(word, name.at, size) == 0 && word[size] == ' ')
            return true;
    }
    return false;
}

static bool take_element(struct reader *reader, const struct element *element)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        if (!is(element->name, elements[i].name))
            continue;
        for (int a = 0; a < element->count; a++) {
            if (!is_among(element->attributes[a].name, elements[i].attributes))
                return refuse(reader, element->attributes[a].name,
                              "not among the attributes that art may use here");
        }
        if (element->closes && elements[i].take == draw_shape)
            return true;
        return elements[i].take(reader, element) &&
               (!element->is_empty || elements[i].take != begin_group ||
                begin_group(reader, &(struct element){.name = element->name, .closes = true}));
    }
    return refuse(reader, element->name, "not among the elements that art may use");
}

bool svg_text_draw(const char *text, struct paint *paint, SDL_Surface *target,
                   struct paint_matrix matrix, enum draw_palette palette,
                   char wrong[SVG_TEXT_WRONG_SIZE])
{
    struct reader reader = {
        .at = text, .paint = paint, .target = target, .palette = palette, .wrong = wrong};

    wrong[0] = '\0';
    reader.matrices[0] = matrix;
    while ((reader.at = strchr(reader.at, '<')) != NULL) {
        struct element element;

        reader.at++;
        if (*reader.at == '!' || *reader.at == '?') /* a comment, or what XML begins with */
            continue;
        if (!read_element(&reader, &element) || !take_element(&reader, &element))
            return false;
    }
    return true;
}
