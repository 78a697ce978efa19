/* The figure in layers: limbs laid between the joints, from the far side to the near one. */
#include <math.h>

#include "ui/figure.h"
#include "ui/figure_size.h"

/* Shades: how much of the light colour is mixed into the ground, percent. */
#define SHADE_NEAR  88
#define SHADE_ARM   72
#define SHADE_TRUNK 88
#define SHADE_FAR   46
#define SHADE_SAT   50 /* head and trunk of the seated figure: its legs are what matters */
#define SHADE_CHAIR 24
#define SHADE_FLOOR 20

#define HEART_ALONG_SHANK 34.0F
#define HEART_BESIDE      4.0F
#define HEART_SIZE        26.0F /* figure units; the picture is 32 wide */

#define MAT_X     (-112.0F)
#define MAT_WIDTH 72.0F

#define MARKS_MAX 3

/* What a picture holds, in its own units: nothing beyond it need be rasterised. */
static const struct draw_rect boxes[ART_COUNT] = {
    [ART_FIGURE_THIGH] = {-26, -26, 53, 162},     [ART_FIGURE_SHANK] = {-20, -20, 48, 140},
    [ART_FIGURE_CALF] = {0, 4, 26, 84},           [ART_FIGURE_FOOT] = {-52, -16, 70, 40},
    [ART_FIGURE_TOES] = {-27, -10, 36, 20},       [ART_FIGURE_TRUNK] = {-36, -33, 70, 196},
    [ART_FIGURE_UPPER_ARM] = {-17, -17, 34, 106}, [ART_FIGURE_FOREARM] = {-14, -14, 28, 94},
    [ART_FIGURE_CHAIR] = {-68, -247, 136, 250},   [ART_FIGURE_GLASS] = {-18, -24, 36, 48},
    [ART_FIGURE_WATER] = {-18, -24, 36, 48},      [ART_ICON_HEART] = {0, 0, 32, 32},
};

/* What every part is drawn with. */
struct stage {
    const struct scene *scene;
    const struct figure_place *place;
    bool looks_right;
};

static struct draw_point on_canvas(const struct stage *stage, struct draw_point at)
{
    float x = stage->looks_right ? -at.x : at.x;

    return (struct draw_point){stage->place->x + x * stage->place->scale,
                               stage->place->floor_y + at.y * stage->place->scale};
}

static struct draw_color shade(const struct stage *stage, int percent)
{
    int least = stage->scene->theme->least_shade;

    return theme_mix(stage->place->ground, stage->scene->theme->hi,
                     least + percent * (100 - least) / 100);
}

/* A picture with its point `pivot` on `at`, turned clockwise as the person looks to the left. */
static void part(const struct stage *stage, enum draw_art art, struct draw_point pivot,
                 struct draw_point at, struct draw_point size, float turn_deg,
                 struct draw_color color)
{
    float scale = stage->place->scale, side = stage->looks_right ? -1.0F : 1.0F;
    const struct draw_rect whole = {0, 0, stage->scene->list->w, stage->scene->list->h};
    struct drawlist_pose pose = {
        .box = boxes[art],
        .pivot = pivot,
        .at = on_canvas(stage, at),
        .scale = {side * scale * size.x, scale * size.y},
        .rotate_deg = side * turn_deg,
    };

    drawlist_art(stage->scene->list, art, &pose, whole, true, color);
}

/* A limb hangs from `a` towards `b`. */
static void limb(const struct stage *stage, enum draw_art art, struct draw_point a,
                 struct draw_point b, struct draw_color color)
{
    float turn_deg = atan2f(a.x - b.x, b.y - a.y) * 180 / (float)M_PI;

    part(stage, art, (struct draw_point){0, 0}, a, (struct draw_point){1, 1}, turn_deg, color);
}

static void foot(const struct stage *stage, const struct figure_leg *leg, struct draw_color color)
{
    struct draw_point size = {leg->foot_length, 1};

    part(stage, ART_FIGURE_TOES, (struct draw_point){0, 0}, leg->ball, size, -leg->toes_deg, color);
    part(stage, ART_FIGURE_FOOT, (struct draw_point){0, 0}, leg->ankle, size, -leg->foot_deg,
         color);
}

static void leg(const struct stage *stage, const struct figure_leg *leg, struct draw_color color)
{
    foot(stage, leg, color);
    limb(stage, ART_FIGURE_SHANK, leg->knee, leg->ankle, color);
    limb(stage, ART_FIGURE_THIGH, leg->hip, leg->knee, color);
}

static void arm(const struct stage *stage, const struct figure_arm *arm, struct draw_color color)
{
    limb(stage, ART_FIGURE_FOREARM, arm->elbow, arm->hand, color);
    limb(stage, ART_FIGURE_UPPER_ARM, arm->shoulder, arm->elbow, color);
}

static void trunk(const struct stage *stage, const struct figure_joints *joints,
                  struct draw_color color)
{
    struct draw_point head = on_canvas(stage, joints->head);
    float radius = HEAD_RADIUS * stage->place->scale;

    limb(stage, ART_FIGURE_TRUNK, joints->shoulder, joints->hip, color);
    drawlist_ellipse(stage->scene->list, head.x, head.y, radius, radius, color);
}

/* The calf tightens (`squeeze` 0 to 1), and the heart in it with it. */
static void second_heart(const struct stage *stage, const struct figure_leg *leg, float squeeze)
{
    const struct theme *theme = stage->scene->theme;
    float dx = leg->ankle.x - leg->knee.x, dy = leg->ankle.y - leg->knee.y;
    float length = hypotf(dx, dy), along = HEART_ALONG_SHANK / length;
    float turn_deg = atan2f(-dx, dy) * 180 / (float)M_PI;
    float size = HEART_SIZE / 32 * (1 + 0.22F * squeeze);
    struct draw_point at = {leg->knee.x + dx * along + HEART_BESIDE * dy / length,
                            leg->knee.y + dy * along - HEART_BESIDE * dx / length};
    struct draw_color muscle = theme_fade(theme->blood2, (int)lroundf(120 * squeeze));

    part(stage, ART_FIGURE_CALF, (struct draw_point){0, 0}, leg->knee,
         (struct draw_point){1 + 0.1F * squeeze, 1}, turn_deg, muscle);
    part(stage, ART_ICON_HEART, (struct draw_point){16, 16}, at, (struct draw_point){size, size}, 0,
         theme->blood2);
}

/* An upright person from the far side to the near one; `squeeze` of the near calf. */
static void upright(const struct stage *stage, const struct figure_joints *joints, float squeeze)
{
    arm(stage, &joints->arm[FIGURE_FAR], shade(stage, SHADE_FAR));
    leg(stage, &joints->leg[FIGURE_FAR], shade(stage, SHADE_FAR));
    trunk(stage, joints, shade(stage, SHADE_TRUNK));
    leg(stage, &joints->leg[FIGURE_NEAR], shade(stage, SHADE_NEAR));
    second_heart(stage, &joints->leg[FIGURE_NEAR], squeeze);
    arm(stage, &joints->arm[FIGURE_NEAR], shade(stage, SHADE_ARM));
}

void figure_draw_walker(const struct scene *scene, const struct figure_place *place, float stride,
                        float beat)
{
    const struct stage stage = {scene, place, true};
    struct figure_joints joints;

    figure_walking(stride, &joints);
    upright(&stage, &joints, beat);
}

void figure_draw_standing(const struct scene *scene, const struct figure_place *place)
{
    const struct stage stage = {scene, place, true};
    struct figure_joints joints;

    figure_standing(&joints);
    upright(&stage, &joints, 0);
}

void figure_draw_water(const struct scene *scene, const struct figure_place *place)
{
    const struct stage stage = {scene, place, true};
    const struct draw_point middle = {0, 0}, size = {1.35F, 1.35F};
    struct figure_joints joints;
    struct draw_point glass;

    figure_carrying(&joints);
    upright(&stage, &joints, 0);
    glass = joints.arm[FIGURE_NEAR].hand;
    glass.x -= 12;
    glass.y -= 8;
    part(&stage, ART_FIGURE_WATER, middle, glass, size, 0, scene->theme->stand);
    part(&stage, ART_FIGURE_GLASS, middle, glass, size, 0, scene->theme->hi);
    /* The hand holds it from this side. */
    limb(&stage, ART_FIGURE_FOREARM, joints.arm[FIGURE_NEAR].elbow, joints.arm[FIGURE_NEAR].hand,
         shade(&stage, SHADE_ARM));
}

/* A bar on or in the floor, from x to x + w, its top at y; figure units. */
static void bar(const struct stage *stage, float x, float y, float w, float h,
                struct draw_color color)
{
    struct draw_point a = {x + h / 2, y + h / 2}, b = {x + w - h / 2, y + h / 2};

    drawlist_stroke(stage->scene->list, on_canvas(stage, a), on_canvas(stage, b),
                    h * stage->place->scale, color);
}

void figure_draw_floor(const struct scene *scene, const struct figure_place *place, int32_t marks)
{
    /* Behind the walker, from its feet backwards. */
    static const int mark_percent[MARKS_MAX] = {70, 46, 26};
    struct stage stage = {scene, place, true};

    bar(&stage, -166, 2, 192, 8, shade(&stage, SHADE_FLOOR));
    for (int i = 0; i < MARKS_MAX; i++)
        bar(&stage, 44 + 40.0F * (float)i, 2, 26, 8,
            i < marks ? theme_mix(place->ground, scene->theme->move, mark_percent[i])
                      : shade(&stage, SHADE_FLOOR / 2));
}

void figure_draw_chair(const struct scene *scene, const struct figure_place *place)
{
    struct stage stage = {scene, place, false};

    bar(&stage, -220, 0, 330, 7, shade(&stage, SHADE_FLOOR));
    part(&stage, ART_FIGURE_CHAIR, (struct draw_point){0, 0}, (struct draw_point){0, 0},
         (struct draw_point){1, 1}, 0, shade(&stage, SHADE_CHAIR));
}

/* The mat under the heels: lit while the heel is on it. */
static void mat(const struct stage *stage, bool is_pressed)
{
    bar(stage, MAT_X, -FIGURE_MAT_HEIGHT, MAT_WIDTH, FIGURE_MAT_HEIGHT + 2,
        theme_mix(stage->place->ground, stage->scene->theme->move, is_pressed ? 92 : 55));
}

/* With the toes up and in circles a heel stays on the mat. */
static bool is_heel_down(enum suggestion_kind kind, const struct guide *guide)
{
    return kind == SUGGESTION_TOES_UP || kind == SUGGESTION_ANKLE_CIRCLES || guide->lift <= 0;
}

/* Which way the heel, or the toes, are to go. */
static void arrow(const struct stage *stage, float x, bool is_up)
{
    struct draw_point low = {x, -14}, high = {x, -58}, tip = is_up ? high : low;
    float back = is_up ? 12.0F : -12.0F, width = 4.5F * stage->place->scale;
    const struct draw_point sides[2] = {{x - 10, tip.y + back}, {x + 10, tip.y + back}};
    struct draw_color color = stage->scene->theme->move;

    drawlist_stroke(stage->scene->list, on_canvas(stage, low), on_canvas(stage, high), width,
                    color);
    for (int i = 0; i < 2; i++)
        drawlist_stroke(stage->scene->list, on_canvas(stage, tip), on_canvas(stage, sides[i]),
                        width, color);
}

/* Which way round the foot goes: an open circle with its point. */
static void circle_arrow(const struct stage *stage, bool is_back)
{
    const struct draw_point middle = {CIRCLE_ANKLE_X - 40, CIRCLE_ANKLE_Y + 12};
    struct draw_point centre = on_canvas(stage, middle), tip;
    float radius = 40, scale = stage->place->scale, side = is_back ? -1.0F : 1.0F;
    struct draw_color color = theme_mix(stage->place->ground, stage->scene->theme->move, 80);

    drawlist_arc(stage->scene->list, centre.x, centre.y, radius * scale, 200, 520, 3.5F * scale,
                 theme_mix(stage->place->ground, stage->scene->theme->move, 34));
    tip = (struct draw_point){middle.x + side * 5, middle.y - radius};
    for (int i = -1; i <= 1; i += 2) {
        struct draw_point end = {tip.x - side * 11, tip.y + (float)i * 9};

        drawlist_stroke(stage->scene->list, on_canvas(stage, tip), on_canvas(stage, end),
                        4.5F * scale, color);
    }
}

static void hint(const struct stage *stage, enum suggestion_kind kind, const struct guide *guide)
{
    if (kind == SUGGESTION_ANKLE_CIRCLES)
        circle_arrow(stage, guide->is_back);
    else if (guide->phase == GUIDE_UP || guide->phase == GUIDE_DOWN)
        arrow(stage, kind == SUGGESTION_TOES_UP ? -204.0F : -66.0F, guide->phase == GUIDE_UP);
}

void figure_draw_seated(const struct scene *scene, const struct figure_place *place,
                        enum suggestion_kind kind, const struct guide *guide)
{
    struct stage stage = {scene, place, false};
    struct figure_joints joints;
    bool one_foot = kind == SUGGESTION_ANKLE_CIRCLES;

    figure_seated(kind, guide, &joints);
    mat(&stage, is_heel_down(kind, guide));
    trunk(&stage, &joints, shade(&stage, SHADE_SAT));
    /* Both feet go together but in circles, where the other one rests. */
    if (one_foot)
        leg(&stage, &joints.leg[FIGURE_FAR], shade(&stage, SHADE_FAR));
    leg(&stage, &joints.leg[FIGURE_NEAR], shade(&stage, SHADE_NEAR));
    second_heart(&stage, &joints.leg[FIGURE_NEAR],
                 kind == SUGGESTION_CALF_RAISES ? guide->lift : 0);
    arm(&stage, &joints.arm[FIGURE_NEAR], shade(&stage, SHADE_ARM));
    hint(&stage, kind, guide);
}
