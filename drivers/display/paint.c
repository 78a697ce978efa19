#include "drivers/display/paint.h"

#include <ft2build.h>
#include <math.h>
#include <stdlib.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_STROKER_H

/*
 * FreeType counts in 64ths. Strokes are made in the path's own space, whose unit may be several
 * pixels wide, so there a unit is this many 64ths more.
 */
#define FINER    8
#define SUBPATHS 64

/* A circle's quarter by a cubic: how far the handles reach, of the radius. */
#define QUARTER 0.5522847498

enum verb { VERB_MOVE, VERB_LINE, VERB_CUBIC, VERB_CLOSE };

struct point {
    double x, y;
};

struct paint {
    FT_Library library;
    FT_Stroker stroker;
    FT_Outline outline; /* room for the largest path */

    struct point points[PAINT_POINTS_MAX];
    uint8_t verbs[PAINT_POINTS_MAX];
    int point_count, verb_count;
    bool is_open; /* a subpath has begun */
    bool lost;    /* the path was longer than there is room for */
};

/* Colours from the top of the path's box to its foot, and where a pixel lies between them. */
#define RAMP 256

struct brush {
    SDL_Surface *target;
    uint32_t ramp[RAMP]; /* RGB */
    uint32_t alpha;      /* 0 to 255 */
    bool is_plain;
    double across, down, offset; /* place in the ramp = across x + down y + offset */
};

struct paint *paint_new(void)
{
    struct paint *paint = calloc(1, sizeof *paint);

    if (!paint)
        return NULL;
    if (FT_Init_FreeType(&paint->library) != 0)
        goto free_paint;
    if (FT_Stroker_New(paint->library, &paint->stroker) != 0)
        goto done_library;
    if (FT_Outline_New(paint->library, PAINT_POINTS_MAX, SUBPATHS, &paint->outline) != 0)
        goto done_stroker;
    return paint;

done_stroker:
    FT_Stroker_Done(paint->stroker);
done_library:
    FT_Done_FreeType(paint->library);
free_paint:
    free(paint);
    return NULL;
}

void paint_free(struct paint *paint)
{
    if (!paint)
        return;
    FT_Outline_Done(paint->library, &paint->outline);
    FT_Stroker_Done(paint->stroker);
    FT_Done_FreeType(paint->library);
    free(paint);
}

struct paint_matrix paint_matrix_then(struct paint_matrix inner, struct paint_matrix outer)
{
    return (struct paint_matrix){
        .xx = outer.xx * inner.xx + outer.xy * inner.yx,
        .xy = outer.xx * inner.xy + outer.xy * inner.yy,
        .yx = outer.yx * inner.xx + outer.yy * inner.yx,
        .yy = outer.yx * inner.xy + outer.yy * inner.yy,
        .dx = outer.xx * inner.dx + outer.xy * inner.dy + outer.dx,
        .dy = outer.yx * inner.dx + outer.yy * inner.dy + outer.dy,
    };
}

/* ------------------------------------------------------------------------------------- the path */

void paint_begin(struct paint *paint)
{
    paint->point_count = paint->verb_count = 0;
    paint->is_open = paint->lost = false;
}

static void add(struct paint *paint, enum verb verb, const struct point *points, int count)
{
    if (paint->point_count + count > PAINT_POINTS_MAX || paint->verb_count == PAINT_POINTS_MAX) {
        paint->lost = true;
        return;
    }
    paint->verbs[paint->verb_count++] = (uint8_t)verb;
    for (int i = 0; i < count; i++)
        paint->points[paint->point_count++] = points[i];
}

void paint_move(struct paint *paint, double x, double y)
{
    add(paint, VERB_MOVE, &(struct point){x, y}, 1);
    paint->is_open = true;
}

void paint_line(struct paint *paint, double x, double y)
{
    add(paint, VERB_LINE, &(struct point){x, y}, 1);
}

void paint_cubic(struct paint *paint, double x1, double y1, double x2, double y2, double x,
                 double y)
{
    const struct point points[] = {{x1, y1}, {x2, y2}, {x, y}};

    add(paint, VERB_CUBIC, points, 3);
}

void paint_close(struct paint *paint)
{
    if (paint->is_open)
        add(paint, VERB_CLOSE, NULL, 0);
    paint->is_open = false;
}

void paint_arc(struct paint *paint, double x, double y, double rx, double ry, double from_deg,
               double to_deg)
{
    int parts = (int)ceil(fabs(to_deg - from_deg) / 90);
    double step = parts > 0 ? (to_deg - from_deg) / parts * M_PI / 180 : 0;
    double at = from_deg * M_PI / 180, reach = 4.0 / 3 * tan(step / 4);

    if (paint->is_open)
        paint_line(paint, x + rx * sin(at), y - ry * cos(at));
    else
        paint_move(paint, x + rx * sin(at), y - ry * cos(at));
    for (int i = 0; i < parts; i++, at += step) {
        double to = at + step;

        paint_cubic(paint, x + rx * (sin(at) + reach * cos(at)),
                    y - ry * (cos(at) - reach * sin(at)), x + rx * (sin(to) - reach * cos(to)),
                    y - ry * (cos(to) + reach * sin(to)), x + rx * sin(to), y - ry * cos(to));
    }
}

void paint_rounded_box(struct paint *paint, double x, double y, double w, double h, double radius)
{
    double r = fmin(radius, fmin(w, h) / 2);

    if (r <= 0) {
        paint_move(paint, x, y);
        paint_line(paint, x + w, y);
        paint_line(paint, x + w, y + h);
        paint_line(paint, x, y + h);
        paint_close(paint);
        return;
    }
    paint->is_open = false;
    paint_arc(paint, x + w - r, y + r, r, r, 0, 90);
    paint_arc(paint, x + w - r, y + h - r, r, r, 90, 180);
    paint_arc(paint, x + r, y + h - r, r, r, 180, 270);
    paint_arc(paint, x + r, y + r, r, r, 270, 360);
    paint_close(paint);
}

/* ------------------------------------------------------------------------------------ the brush */

static uint32_t mix(struct draw_color from, struct draw_color to, float t)
{
    const float parts[3] = {(float)from.r + ((float)to.r - (float)from.r) * t,
                            (float)from.g + ((float)to.g - (float)from.g) * t,
                            (float)from.b + ((float)to.b - (float)from.b) * t};

    return (uint32_t)lroundf(parts[0]) << 16 | (uint32_t)lroundf(parts[1]) << 8 |
           (uint32_t)lroundf(parts[2]);
}

static uint32_t color_at(const struct paint_source *source, float t)
{
    int next = 0;
    float from, to;

    while (next < source->stops && source->stop[next].offset < t)
        next++;
    if (next == 0)
        return mix(source->stop[0].color, source->stop[0].color, 0);
    if (next == source->stops)
        return mix(source->stop[next - 1].color, source->stop[next - 1].color, 0);
    from = source->stop[next - 1].offset;
    to = source->stop[next].offset;
    return mix(source->stop[next - 1].color, source->stop[next].color,
               to > from ? (t - from) / (to - from) : 1);
}

/* The upper and lower end of the curve itself: handles may lie far outside. */
static void vertical_extent(const struct paint *paint, double *top, double *foot)
{
    const struct point *point = paint->points;
    double y = 0;

    *top = INFINITY;
    *foot = -INFINITY;
    for (int i = 0; i < paint->verb_count; i++) {
        enum verb verb = (enum verb)paint->verbs[i];
        int pieces = verb == VERB_CUBIC ? 16 : 1;

        if (verb == VERB_CLOSE)
            continue;
        for (int piece = 1; piece <= pieces; piece++) {
            double t = (double)piece / pieces, u = 1 - t;
            double at = verb == VERB_CUBIC ? u * u * u * y + 3 * u * u * t * point[0].y +
                                                 3 * u * t * t * point[1].y + t * t * t * point[2].y
                                           : point[0].y;

            *top = fmin(*top, at);
            *foot = fmax(*foot, at);
        }
        point += verb == VERB_CUBIC ? 3 : 1;
        y = point[-1].y;
    }
}

static void make_brush(const struct paint *paint, SDL_Surface *target, struct paint_matrix matrix,
                       const struct paint_source *source, struct brush *brush)
{
    double determinant = matrix.xx * matrix.yy - matrix.xy * matrix.yx;
    double top, foot, scale;

    *brush = (struct brush){.target = target,
                            .alpha = (uint32_t)lroundf(source->opacity * 255),
                            .is_plain = source->stops < 2 || determinant == 0};
    brush->ramp[0] = color_at(source, 0);
    if (brush->is_plain)
        return;
    for (int i = 0; i < RAMP; i++)
        brush->ramp[i] = color_at(source, (float)i / (RAMP - 1));
    vertical_extent(paint, &top, &foot);
    /* A pixel's y in the path's space, by the inverse of the matrix, as a place in the ramp. */
    scale = foot > top ? (RAMP - 1) / (foot - top) : 0;
    brush->across = -matrix.yx / determinant * scale;
    brush->down = matrix.xx / determinant * scale;
    brush->offset = ((matrix.yx * matrix.dx - matrix.xx * matrix.dy) / determinant - top) * scale +
                    (brush->across + brush->down) / 2; /* of the pixel's middle */
}

static uint32_t ramp_color(const struct brush *brush, int x, int y)
{
    double place = brush->across * x + brush->down * y + brush->offset;

    if (brush->is_plain || place <= 0)
        return brush->ramp[0];
    return brush->ramp[place >= RAMP - 1 ? RAMP - 1 : (int)(place + 0.5)];
}

/* `rgb` with `alpha` over `under`, alpha not multiplied in. */
static uint32_t over(uint32_t under, uint32_t rgb, uint32_t alpha)
{
    uint32_t below = (under >> 24) * (255 - alpha) / 255, sum = alpha + below, out = 0;

    if (alpha == 255 || below == 0)
        return alpha > 0 ? alpha << 24 | rgb : under;
    for (int shift = 0; shift < 24; shift += 8) {
        uint32_t part = (rgb >> shift & 255) * alpha + (under >> shift & 255) * below;

        out |= (part + sum / 2) / sum << shift;
    }
    return sum << 24 | out;
}

static void lay_spans(int y, int count, const FT_Span *spans, void *user)
{
    const struct brush *brush = user;
    uint32_t *row =
        (uint32_t *)((uint8_t *)brush->target->pixels + (ptrdiff_t)y * brush->target->pitch);

    for (int i = 0; i < count; i++) {
        uint32_t alpha = (spans[i].coverage * brush->alpha + 127) / 255;

        for (int x = spans[i].x; x < spans[i].x + spans[i].len; x++)
            row[x] = over(row[x], ramp_color(brush, x, y), alpha);
    }
}

static bool render(const struct paint *paint, FT_Outline *outline, struct brush *brush)
{
    FT_Raster_Params params = {
        .flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP,
        .gray_spans = lay_spans,
        .user = brush,
        .clip_box = {0, 0, brush->target->w, brush->target->h},
    };

    return FT_Outline_Render(paint->library, outline, &params) == 0;
}

/* ------------------------------------------------------------------------------ filling, stroking
 */

static FT_Vector fixed(struct point point, double scale)
{
    return (FT_Vector){lround(point.x * scale), lround(point.y * scale)};
}

static struct point carried(struct point point, const struct paint_matrix *matrix)
{
    return (struct point){matrix->xx * point.x + matrix->xy * point.y + matrix->dx,
                          matrix->yx * point.x + matrix->yy * point.y + matrix->dy};
}

/* The path on the picture as an outline; every subpath counts as closed. False: no room. */
static bool outline_of(struct paint *paint, const struct paint_matrix *matrix)
{
    const struct point *point = paint->points;
    FT_Outline *outline = &paint->outline;

    outline->n_points = outline->n_contours = 0;
    for (int i = 0; i < paint->verb_count; i++) {
        enum verb verb = (enum verb)paint->verbs[i];
        int count = verb == VERB_CLOSE ? 0 : verb == VERB_CUBIC ? 3 : 1;

        if (verb == VERB_MOVE && outline->n_contours++ == SUBPATHS)
            return false;
        for (int p = 0; p < count; p++) {
            outline->points[outline->n_points] = fixed(carried(*point++, matrix), 64);
            outline->tags[outline->n_points++] =
                p == count - 1 ? FT_CURVE_TAG_ON : FT_CURVE_TAG_CUBIC;
        }
        outline->contours[outline->n_contours - 1] = (short)(outline->n_points - 1);
    }
    return true;
}

bool paint_fill(struct paint *paint, SDL_Surface *target, struct paint_matrix matrix,
                const struct paint_source *source)
{
    struct brush brush;

    if (paint->lost || !outline_of(paint, &matrix))
        return false;
    make_brush(paint, target, matrix, source, &brush);
    return render(paint, &paint->outline, &brush);
}

/* A subpath of no length is a dot, which the stroker would leave out. */
static bool is_dot(const struct paint *paint, int verb, const struct point *from)
{
    return paint->verbs[verb] == VERB_LINE && from[0].x == from[1].x && from[0].y == from[1].y;
}

static FT_Error feed_stroker(struct paint *paint)
{
    const double unit = 64 * FINER;
    const struct point *point = paint->points;
    bool is_closed;
    FT_Error error = 0;

    for (int i = 0; i < paint->verb_count && error == 0;) {
        int end = i + 1;
        FT_Vector start = fixed(*point, unit);

        while (end < paint->verb_count && paint->verbs[end] != VERB_MOVE)
            end++;
        is_closed = paint->verbs[end - 1] == VERB_CLOSE;
        error = FT_Stroker_BeginSubPath(paint->stroker, &start, !is_closed);
        for (i++; i < end && error == 0; i++) {
            FT_Vector to[3];

            if (paint->verbs[i] == VERB_LINE) {
                to[0] = fixed(point[1], unit);
                to[0].x += is_dot(paint, i, point);
                error = FT_Stroker_LineTo(paint->stroker, &to[0]);
                point++;
            } else if (paint->verbs[i] == VERB_CUBIC) {
                for (int p = 0; p < 3; p++)
                    to[p] = fixed(point[p + 1], unit);
                error = FT_Stroker_CubicTo(paint->stroker, &to[0], &to[1], &to[2]);
                point += 3;
            }
        }
        if (error == 0)
            error = FT_Stroker_EndSubPath(paint->stroker);
        point++;
    }
    return error;
}

bool paint_stroke(struct paint *paint, SDL_Surface *target, struct paint_matrix matrix,
                  const struct paint_stroke *stroke, const struct paint_source *source)
{
    const double finer = 65536.0 / FINER;
    FT_Matrix turn = {lround(matrix.xx * finer), lround(matrix.xy * finer),
                      lround(matrix.yx * finer), lround(matrix.yy * finer)};
    FT_UInt points, contours;
    struct brush brush;
    FT_Outline outline;
    bool done;

    if (paint->lost)
        return false;
    FT_Stroker_Set(paint->stroker, lround(stroke->width / 2 * 64 * FINER),
                   stroke->round_ends ? FT_STROKER_LINECAP_ROUND : FT_STROKER_LINECAP_BUTT,
                   stroke->round_corners ? FT_STROKER_LINEJOIN_ROUND
                                         : FT_STROKER_LINEJOIN_MITER_FIXED,
                   4 * 65536);
    if (feed_stroker(paint) != 0 || FT_Stroker_GetCounts(paint->stroker, &points, &contours) != 0 ||
        FT_Outline_New(paint->library, points, (FT_Int)contours, &outline) != 0)
        return false;
    outline.n_points = outline.n_contours = 0;
    FT_Stroker_Export(paint->stroker, &outline);
    FT_Outline_Transform(&outline, &turn);
    FT_Outline_Translate(&outline, lround(matrix.dx * 64), lround(matrix.dy * 64));
    make_brush(paint, target, matrix, source, &brush);
    done = render(paint, &outline, &brush);
    FT_Outline_Done(paint->library, &outline);
    return done;
}
