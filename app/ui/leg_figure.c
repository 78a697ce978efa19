/* The leg: panel, still layers, and the beat. Places are in art units (box 272 x 480). */
#include <math.h>
#include <stdio.h>

#include "base/units.h"
#include "ui/i18n.h"
#include "ui/leg_figure.h"

/* The gauge's ends: where the column's top is when the leg is as empty, as full as it can be. */
#define LEVEL_EMPTY_Y 362.0F
#define LEVEL_FULL_Y  140.0F

#define VALVE_APART 54.0F /* from one valve to the next */
#define OPEN_DEG    44.0F /* how far a leaf swings */

#define PACKET_WIDTH  15.0F
#define PACKET_LENGTH 22.0F /* between the middles of its round ends */
#define PACKETS       5
#define PACKET_LOW_Y  349.0F /* the lowest packet's middle: below the lowest valve */

/* The vein's middle line: x every 16 units from the ankle up. */
#define VEIN_FIRST_Y 368.0F
#define VEIN_STEP    16.0F
#define VEIN_POINTS  17

static const float vein_x[2][VEIN_POINTS] = {
    {154.0F, 151.6F, 149.0F, 146.2F, 143.1F, 140.3F, 138.2F, 136.5F, 135.0F, 133.6F, 132.5F, 131.9F,
     131.8F, 132.7F, 135.2F, 139.9F, 153.3F},
    {154.0F, 151.6F, 149.0F, 146.2F, 143.1F, 140.3F, 138.2F, 136.5F, 135.0F, 133.6F, 132.5F, 131.9F,
     132.0F, 132.9F, 134.3F, 136.3F, 138.7F},
};

/* A leaf turns about its hinge; the right one is the left one mirrored. The lowest pair first. */
struct leaf {
    float x, y, closed_deg;
    bool mirrored;
};

static const struct leaf leaves[2][ANIM_VALVES][2] = {
    {
        {{157.7F, 319.3F, 203.3F, true}, {135.1F, 323.6F, -44.7F, false}},
        {{149.1F, 265.8F, 207.7F, true}, {126.2F, 268.3F, -40.3F, false}},
        {{144.3F, 212.7F, 210.2F, true}, {121.4F, 214.2F, -37.8F, false}},
        {{144.2F, 161.3F, 220.9F, true}, {121.3F, 158.5F, -27.1F, false}},
    },
    {
        {{157.7F, 319.3F, 203.3F, true}, {135.1F, 323.6F, -44.7F, false}},
        {{149.1F, 265.8F, 207.7F, true}, {126.2F, 268.3F, -40.3F, false}},
        {{144.3F, 212.7F, 210.2F, true}, {121.4F, 214.2F, -37.8F, false}},
        {{144.4F, 159.9F, 218.2F, true}, {121.5F, 158.2F, -29.8F, false}},
    },
};

/* Which part of a picture holds anything: nothing beyond it need be rasterised. */
static const struct draw_rect boxes[ART_COUNT] = {
    [ART_LEG_SIT] = {10, 48, 550, 362},       [ART_LEG_STAND] = {10, -20, 270, 430},
    [ART_TIBIA] = {98, 108, 34, 206},         [ART_TENDON] = {174, 256, 26, 126},
    [ART_CALF_HEART] = {136, 138, 84, 180},   [ART_CALF_HEART_LIT] = {136, 138, 84, 180},
    [ART_CALF_OUTLINE] = {136, 138, 84, 180}, [ART_VEIN_SIT] = {114, 84, 446, 302},
    [ART_VEIN_STAND] = {114, -20, 56, 406},   [ART_BLOOD_SIT] = {119, 132, 48, 252},
    [ART_BLOOD_STAND] = {119, -20, 48, 404},  [ART_VALVE_LEAF] = {0, 0, 24, 16},
};

static struct draw_point leg_point(const struct scene *scene, float x, float y)
{
    const struct layout *layout = scene->layout;

    return (struct draw_point){layout->leg.x + x * layout->leg_scale,
                               layout->leg.y + y * layout->leg_scale};
}

static float leg_vein_x(bool stands, float y)
{
    float place = (VEIN_FIRST_Y - y) / VEIN_STEP;
    int i = (int)fmaxf(0, fminf(place, VEIN_POINTS - 2));
    float rest = fmaxf(0, place - (float)i);

    return vein_x[stands][i] + (vein_x[stands][i + 1] - vein_x[stands][i]) * fminf(1, rest);
}

/* A layer as it lies in the box, turned or squeezed about `pivot`. */
static void layer(const struct scene *scene, enum draw_art art, struct draw_point pivot,
                  struct draw_point squeeze, struct draw_rect clip, float alpha)
{
    float scale = scene->layout->leg_scale;
    struct drawlist_pose pose = {
        .box = boxes[art],
        .pivot = pivot,
        .at = leg_point(scene, pivot.x, pivot.y),
        .scale = {scale * squeeze.x, scale * squeeze.y},
    };

    drawlist_art(scene->list, art, &pose, draw_rect_intersect(clip, scene->layout->panel), false,
                 (struct draw_color){255, 255, 255, (uint8_t)lround((double)alpha * 255)});
}

static void plain_layer(const struct scene *scene, enum draw_art art, float alpha)
{
    layer(scene, art, (struct draw_point){0, 0}, (struct draw_point){1, 1}, scene->layout->panel,
          alpha);
}

static void leg_layers(const struct scene *scene, bool stands, float alpha)
{
    plain_layer(scene, stands ? ART_LEG_STAND : ART_LEG_SIT, alpha);
}

void leg_figure_caption(const struct scene *scene)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->leader_x, (float)layout->caption_y, ALIGN_LEFT,
                         layout->panel.x + layout->panel.w - layout->leader_x -
                             layout_px(layout, 6)};

    const char *words = _("Illustration from published averages, not a measurement of you.");
    /* Large letters are not worth a line more: the edge of the glass is near. */
    int32_t lines = text_lines(scene, TEXT_FINE, at.max_px, words);

    text_wrap(scene, TEXT_FINE, at, layout_px(layout, 19), lines < 3 ? lines : 3, scene->theme->mid,
              words);
}

void leg_figure_still(const struct scene *scene, const struct screen_input *in)
{
    const struct draw_rect panel = scene->layout->panel;
    float x = (float)panel.x, y = (float)panel.y, w = (float)panel.w, h = (float)panel.h;

    screen_panel(scene, panel);
    drawlist_glow(scene->list, panel, x + w * 0.58F, y + h * 0.45F, w * 0.55F, h * 0.55F,
                  scene->theme->panel_glow);
    /* While one leg fades into the other both are drawn with what moves. */
    if (in->pose->leg_fade >= 1) {
        leg_layers(scene, in->view->leg_stands, 1);
        plain_layer(scene, ART_TIBIA, 1);
        plain_layer(scene, ART_TENDON, 1);
    }
    leg_figure_caption(scene);
}

static void heart(const struct scene *scene, float squeeze)
{
    const struct draw_point pivot = {178, 210};
    struct draw_point scale = {1 + 0.07F * squeeze, 1 - 0.05F * squeeze};

    layer(scene, ART_CALF_HEART, pivot, scale, scene->layout->panel, 1);
    layer(scene, ART_CALF_HEART_LIT, pivot, scale, scene->layout->panel, squeeze);
    layer(scene, ART_CALF_OUTLINE, pivot, scale, scene->layout->panel,
          (float)scene->theme->line.a / 255);
}

static void valve(const struct scene *scene, const struct leaf *leaf, float open)
{
    float scale = scene->layout->leg_scale;
    struct drawlist_pose pose = {
        .box = boxes[ART_VALVE_LEAF],
        .pivot = {4, 8},
        .at = leg_point(scene, leaf->x, leaf->y),
        .scale = {scale, leaf->mirrored ? -scale : scale},
        .rotate_deg = leaf->closed_deg + (leaf->mirrored ? OPEN_DEG : -OPEN_DEG) * open,
    };

    drawlist_art(scene->list, ART_VALVE_LEAF, &pose, scene->layout->panel, false,
                 (struct draw_color){255, 255, 255, 255});
}

/* What lies below the level, with the column's top as a flat ellipse. */
static void column(const struct scene *scene, bool stands, float level_y, bool flowing)
{
    enum draw_art art = stands ? ART_BLOOD_STAND : ART_BLOOD_SIT;
    struct draw_point top = leg_point(scene, leg_vein_x(stands, level_y), level_y);
    struct draw_rect below = scene->layout->panel;
    float scale = scene->layout->leg_scale;

    if (flowing)
        layer(scene, art, (struct draw_point){0, 0}, (struct draw_point){1, 1}, below, 0.38F);
    below.h -= (int32_t)lround((double)top.y) - below.y;
    below.y = (int32_t)lround((double)top.y);
    layer(scene, art, (struct draw_point){0, 0}, (struct draw_point){1, 1}, below, 1);
    drawlist_ellipse(scene->list, top.x, (float)below.y, 10.5F * scale, 3.5F * scale,
                     scene->theme->surface);
}

/* A packet lies between each two valves above the level and, with the beat, moves up by one. */
static void packets(const struct scene *scene, bool stands, float level_y, float rise)
{
    float scale = scene->layout->leg_scale;

    for (int i = 0; i < PACKETS; i++) {
        float middle = PACKET_LOW_Y - VALVE_APART * ((float)i + rise);
        float low = fminf(middle + PACKET_LENGTH / 2, level_y - PACKET_WIDTH);
        float high = fmaxf(middle - PACKET_LENGTH / 2, stands ? 40 : LEVEL_FULL_Y - 20);
        struct draw_point a, b;

        if (high > low)
            continue;
        a = leg_point(scene, leg_vein_x(stands, low), low);
        b = leg_point(scene, leg_vein_x(stands, high), high);
        drawlist_stroke(scene->list, a, b, PACKET_WIDTH * scale, scene->theme->blood);
    }
}

/* Which way the blood goes, where the vein has no valve to show it. */
static void arrows(const struct scene *scene)
{
    static const float tips[2][2] = {{147.4F, 57}, {150.6F, 23}};
    float width = 3 * scene->layout->leg_scale;

    for (int i = 0; i < 2; i++) {
        float x = tips[i][0], y = tips[i][1];
        struct draw_point tip = leg_point(scene, x, y);

        if (tip.y - width < (float)scene->layout->panel.y)
            continue;
        drawlist_stroke(scene->list, leg_point(scene, x - 6, y + 7), tip, width,
                        scene->theme->leaf);
        drawlist_stroke(scene->list, tip, leg_point(scene, x + 6, y + 7), width,
                        scene->theme->leaf);
    }
}

static void arcs(const struct scene *scene, const struct anim_pose *pose)
{
    struct draw_point centre = leg_point(scene, 176, 188);
    float scale = scene->layout->leg_scale;

    for (int i = 0; i < ANIM_ARCS; i++) {
        float radius = (50 + 12 * (float)i) * scale, half_deg = 22 + 9 * (float)i;
        struct draw_color color =
            theme_fade(scene->theme->blood, (int)lround((double)pose->arc_alpha[i] * 255));

        drawlist_arc(scene->list, centre.x, centre.y, radius, 90 - half_deg, 90 + half_deg,
                     3 * scale, color);
    }
}

/* A level with its words. */
struct mark {
    float y, vein_x; /* pixels */
    char text[48];
};

static void leader(const struct scene *scene, const struct screen_input *in, float level_y)
{
    const struct layout *layout = scene->layout;
    bool stands = in->view->leg_stands;
    float y = leg_point(scene, 0, level_y).y;
    float end = leg_point(scene, leg_vein_x(stands, level_y) - 18, level_y).x;
    int32_t room = (int32_t)end - layout->leader_x;
    struct text_at at = {(float)layout->leader_x, y - layout_exact(layout, 8), ALIGN_LEFT, room};
    char text[48];

    drawlist_stroke(scene->list, (struct draw_point){(float)layout->leader_x + 0.75F, y},
                    (struct draw_point){end, y}, layout_exact(layout, 1.5),
                    theme_fade(scene->theme->blood, 204));
    text_put(scene, TEXT_LABEL_STRONG, at, scene->theme->hi, _("Pooled"));
    /* TRANSLATORS: how full the leg's veins are in the model; "easing": it is getting less. */
    snprintf(text, sizeof text, in->view->state == VIEW_MOVING ? _("%d %%, easing") : _("%d %%"),
             (int)in->view->pooled_percent);
    at.y = y + layout_exact(layout, 20);
    if (text_width(scene, TEXT_FINE, text) <= room)
        text_put(scene, TEXT_LABEL, at, scene->theme->mid, text);
    else
        text_wrap(scene, TEXT_LABEL, at, layout_px(layout, 20), 2, scene->theme->mid, text);
}

static float y_of(float level)
{
    return LEVEL_EMPTY_Y - (LEVEL_EMPTY_Y - LEVEL_FULL_Y) * level;
}

/* Everything of the leg that may move, with the column up to the level. */
static void draw_moving(const struct scene *scene, const struct anim_pose *pose, bool stands,
                        float level_y, bool flowing)
{
    if (pose->leg_fade < 1) {
        leg_layers(scene, !stands, 1 - pose->leg_fade);
        leg_layers(scene, stands, pose->leg_fade);
        plain_layer(scene, ART_TIBIA, 1);
        plain_layer(scene, ART_TENDON, 1);
    }
    arcs(scene, pose);
    heart(scene, pose->squeeze);
    plain_layer(scene, stands ? ART_VEIN_STAND : ART_VEIN_SIT, 1);
    column(scene, stands, level_y, flowing);
    if (flowing)
        packets(scene, stands, level_y, pose->packet_rise);
    if (flowing && stands)
        arrows(scene);
    for (int i = 0; i < ANIM_VALVES; i++) {
        for (int side = 0; side < 2; side++)
            valve(scene, &leaves[stands][i][side], pose->valve_open[i]);
    }
}

void leg_figure_moving(const struct scene *scene, const struct screen_input *in)
{
    float level_y = y_of(in->pose->gauge);

    draw_moving(scene, in->pose, in->view->leg_stands, level_y, in->view->flowing);
    leader(scene, in, level_y);
}

void leg_figure_bare(const struct scene *scene, const struct anim_pose *pose, bool stands,
                     float level, bool flowing)
{
    leg_layers(scene, stands, 1);
    plain_layer(scene, ART_TIBIA, 1);
    plain_layer(scene, ART_TENDON, 1);
    draw_moving(scene, pose, stands, y_of(level), flowing);
}

/* From the words to the vein, at a level. */
static void mark_line(const struct scene *scene, const struct mark *mark, bool is_dashed)
{
    const struct layout *layout = scene->layout;
    float width = layout_exact(layout, 1.5), dash = layout_exact(layout, 5);
    float x = (float)layout->leader_x + width / 2;

    if (!is_dashed) {
        drawlist_stroke(scene->list, (struct draw_point){x, mark->y},
                        (struct draw_point){mark->vein_x - 18 * layout->leg_scale, mark->y}, width,
                        theme_fade(scene->theme->blood, 204));
        return;
    }
    for (; x + dash < mark->vein_x - 18 * layout->leg_scale; x += 2 * dash)
        drawlist_stroke(scene->list, (struct draw_point){x, mark->y},
                        (struct draw_point){x + dash, mark->y}, width, scene->theme->low);
    drawlist_stroke(scene->list,
                    (struct draw_point){mark->vein_x - 17 * layout->leg_scale, mark->y},
                    (struct draw_point){mark->vein_x + 17 * layout->leg_scale, mark->y},
                    3 * layout->leg_scale, scene->theme->hi);
}

static void mark_words(const struct scene *scene, const struct mark *mark, bool is_below,
                       enum text_role role, struct draw_color color)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->leader_x,
                         mark->y + layout_exact(layout, is_below ? 20 : -8), ALIGN_LEFT,
                         (int32_t)(mark->vein_x - 15 * layout->leg_scale) - layout->leader_x};

    text_put(scene, role, at, color, mark->text);
}

/* Between the words of two levels that lie far enough apart. */
static void fall_arrow(const struct scene *scene, float from_y, float to_y)
{
    const struct layout *layout = scene->layout;
    float x = (float)layout->leader_x + layout_exact(layout, 8);
    float width = layout_exact(layout, 3), side = layout_exact(layout, 6);
    const struct draw_point tip = {x, to_y};

    drawlist_stroke(scene->list, (struct draw_point){x, from_y}, tip, width, scene->theme->move);
    drawlist_stroke(scene->list, (struct draw_point){x - side, to_y - side}, tip, width,
                    scene->theme->move);
    drawlist_stroke(scene->list, (struct draw_point){x + side, to_y - side}, tip, width,
                    scene->theme->move);
}

static struct mark mark_of(const struct scene *scene, bool stands, int32_t percent, bool is_before)
{
    float level_y = y_of((float)percent / 100);
    struct draw_point at = leg_point(scene, leg_vein_x(stands, level_y), level_y);
    struct mark mark = {.y = at.y, .vein_x = at.x};

    /* A model never empties a leg, whatever it rounds to. */
    snprintf(mark.text, sizeof mark.text, is_before ? _("Before %d %%") : _("Now %d %%"),
             (int)(percent < 1 ? 1 : percent));
    return mark;
}

void leg_figure_done(const struct scene *scene, const struct screen_input *in,
                     const struct leg_change *change)
{
    const struct layout *layout = scene->layout;
    bool stands = in->view->leg_stands;
    float from = (float)change->before_percent, to = (float)change->after_percent;
    struct mark before = mark_of(scene, stands, change->before_percent, true);
    struct mark now = mark_of(scene, stands, change->after_percent, false);
    float apart = now.y - before.y;

    draw_moving(scene, in->pose, stands, y_of((from + (to - from) * change->fall) / 100), false);
    mark_line(scene, &before, true);
    mark_line(scene, &now, false);
    /* Words keep out of each other's way: side by side above, or one above and one below. */
    mark_words(scene, &before, apart < 0, TEXT_LABEL, scene->theme->mid);
    mark_words(scene, &now, apart >= 0 && apart < layout_exact(layout, 30), TEXT_LABEL_STRONG,
               scene->theme->hi);
    if (apart >= layout_exact(layout, 56))
        fall_arrow(scene, before.y + layout_exact(layout, 12), now.y - layout_exact(layout, 28));
}
