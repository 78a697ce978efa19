#include "ui/learn_picture.h"

#include <math.h>

#include "base/units.h"
#include "ui/figure.h"
#include "ui/i18n.h"
#include "ui/learn_cards.h"
#include "ui/leg_figure.h"

/* The moments of the beats that the leg and the veins show, and how many. */
#define FIRST_BEAT_NS (700 * NS_PER_MS)
#define BEAT_NS       (1200 * NS_PER_MS)
#define BEATS         3

/* A squeeze of the vein, slower than life so that the gates are seen: in, held, out. */
#define SQUEEZE_IN_NS   (240 * NS_PER_MS)
#define SQUEEZE_HELD_NS (420 * NS_PER_MS)
#define SQUEEZE_OUT_NS  (360 * NS_PER_MS)
#define SQUEEZE_STEPS   12.0F

/* A raise and the way up again; a circle and an eighth; four steps. */
#define RAISE_NS  (GUIDE_WHOLE_NS + GUIDE_UP_NS)
#define CIRCLE_NS (3375 * NS_PER_MS)
#define STRIDE_NS (2 * WALK_STEP_NS)
#define STRIDES   2

#define ART_SIDE  320 /* of the square pictures, art units */
#define ART_ABOVE 150 /* what bleeds off the upper edge reaches so far above */

/* The leg's, as on home: its box, and where its caption begins. */
#define LEG_HEIGHT 480.0F
#define CAPTION_Y  436.0F

/* The veins' picture: units of its own, two veins 164 apart. */
#define VEINS_WIDTH 320.0F
#define VEINS_TOP   64.0F
#define VEIN_TOP    66.0F
#define VEIN_FOOT   346.0F
#define WORDS_FOOT  416.0F
#define SQUEEZED_X  80.0F
#define RESTING_X   244.0F

/* Within which a topic's picture is drawn: what it is of, and how. */
struct frame {
    const struct scene *scene;
    struct draw_rect rect;
    struct draw_color ground;
    const struct learn_moment *moment;
};

typedef void picture_fn(const struct frame *frame, int32_t topic);

struct picture {
    picture_fn *draw;
    enum draw_art art; /* of those that are one picture */
    int64_t moves_ns;  /* for so long after it came */
    bool bleeds;       /* off the panel's edges */
};

static const struct picture pictures[LEARN_TOPICS];

static float middle_x(const struct frame *frame)
{
    return (float)frame->rect.x + (float)frame->rect.w / 2;
}

static float middle_y(const struct frame *frame)
{
    return (float)frame->rect.y + (float)frame->rect.h / 2;
}

/* --------------------------------------------------------------------------- one picture of art
 */

static void draw_art(const struct frame *frame, int32_t topic)
{
    float side = (float)(frame->rect.w < frame->rect.h ? frame->rect.w : frame->rect.h);
    float scale = side * (frame->moment->is_large ? 0.93F : 1) / ART_SIDE;
    struct drawlist_pose pose = {
        .box = {0, -ART_ABOVE, ART_SIDE, ART_SIDE + ART_ABOVE},
        .pivot = {ART_SIDE / 2.0F, ART_SIDE / 2.0F},
        .at = {middle_x(frame), middle_y(frame)},
        .scale = {scale, scale},
    };

    drawlist_art(frame->scene->list, pictures[topic].art, &pose, frame->rect, false,
                 (struct draw_color){255, 255, 255, 255});
}

/* ---------------------------------------------------------------------------------------- the leg
 */

/* The leg of home in a frame of another size; the beats are drawn one after the other. */
static void draw_leg(const struct frame *frame, bool stands, float level)
{
    struct layout layout = *frame->scene->layout;
    struct scene scene = *frame->scene;
    struct anim anim;
    struct anim_pose pose;

    layout.panel = frame->rect;
    layout.leg_scale = (float)frame->rect.h / (frame->moment->is_large ? LEG_HEIGHT : 420.0F);
    layout.leg.x = middle_x(frame) - (stands ? 140.0F : 130.0F) * layout.leg_scale;
    layout.leg.y = (float)frame->rect.y + (stands ? 8.0F : -12.0F) * layout.leg_scale;
    layout.leader_x = frame->rect.x + layout_px(&layout, 16);
    layout.caption_y =
        frame->rect.y + (int32_t)lroundf((float)frame->rect.h * CAPTION_Y / LEG_HEIGHT);
    scene.layout = &layout;
    anim_init(&anim, frame->moment->reduced_motion);
    for (int i = 0; i < BEATS && stands && !anim.reduced; i++) {
        int64_t beat_ns = FIRST_BEAT_NS + i * BEAT_NS;

        if (beat_ns <= frame->moment->elapsed_ns)
            anim_beat(&anim, beat_ns);
    }
    anim_pose(&anim, frame->moment->elapsed_ns, &pose);
    pose.leg_fade = 1;
    leg_figure_bare(&scene, &pose, stands, level, stands);
    if (frame->moment->is_large)
        leg_figure_caption(&scene);
}

static void draw_pump(const struct frame *frame, int32_t topic)
{
    (void)topic;
    draw_leg(frame, true, 0.3F);
}

static void draw_full_leg(const struct frame *frame, int32_t topic)
{
    (void)topic;
    draw_leg(frame, false, 0.94F);
}

/* -------------------------------------------------------------------------------------- the veins
 */

/* Where the veins' picture lies. */
struct veins {
    float x, y, scale;
};

static struct draw_point on_veins(const struct veins *veins, float x, float y)
{
    return (struct draw_point){veins->x + x * veins->scale,
                               veins->y + (y - VEINS_TOP) * veins->scale};
}

/* 0: at rest, the gates shut; 1: squeezed, the gates open. It ends squeezed, as its words say. */
static float squeeze_at(const struct learn_moment *moment)
{
    int64_t in_ns = moment->elapsed_ns - FIRST_BEAT_NS, back_ns;
    float squeeze;

    if (moment->reduced_motion || in_ns >= (BEATS - 1) * BEAT_NS + SQUEEZE_IN_NS)
        return 1;
    if (in_ns < 0)
        return 0;
    in_ns %= BEAT_NS;
    back_ns = in_ns - SQUEEZE_IN_NS - SQUEEZE_HELD_NS;
    if (in_ns < SQUEEZE_IN_NS)
        squeeze = (float)in_ns / SQUEEZE_IN_NS;
    else
        squeeze = back_ns < 0 ? 1 : 1 - fminf(1, (float)back_ns / SQUEEZE_OUT_NS);
    squeeze = (1 - cosf((float)M_PI * squeeze)) / 2;
    return roundf(squeeze * SQUEEZE_STEPS) / SQUEEZE_STEPS;
}

static void vein_layer(const struct frame *frame, const struct veins *veins, enum draw_art art,
                       float x, float alpha)
{
    struct drawlist_pose pose = {
        .box = {0, 0, 120, 280},
        .pivot = {60, 0},
        .at = on_veins(veins, x, VEIN_TOP),
        .scale = {veins->scale, veins->scale},
    };

    drawlist_art(frame->scene->list, art, &pose, frame->rect, false,
                 (struct draw_color){255, 255, 255, (uint8_t)lroundf(alpha * 255)});
}

/* The pair of leaves at the top of a column; they hang on the vein's walls. */
static void gate(const struct frame *frame, const struct veins *veins, float x, float open)
{
    const float turn_deg = 34 + 40 * open, size = 2.24F * veins->scale;

    for (int side = -1; side <= 1; side += 2) {
        struct drawlist_pose pose = {
            .box = {0, 0, 24, 16},
            .pivot = {4, 8},
            .at = on_veins(veins, x + (float)side * 28, 212),
            .scale = {-(float)side * size, size},
            .rotate_deg = (float)side * turn_deg,
        };

        drawlist_art(frame->scene->list, ART_VALVE_LEAF, &pose, frame->rect, false,
                     (struct draw_color){255, 255, 255, 255});
    }
}

static void chevron(const struct frame *frame, const struct veins *veins, float x, float y,
                    float rise, struct draw_color color)
{
    float width = 3.8F * veins->scale;
    struct draw_point tip = on_veins(veins, x, y - rise);

    for (int side = -1; side <= 1; side += 2)
        drawlist_stroke(frame->scene->list, on_veins(veins, x + (float)side * 8, y), tip, width,
                        color);
}

/* What the squeeze sends up through the gates. */
static void plume(const struct frame *frame, const struct veins *veins, float squeeze)
{
    const struct theme *theme = frame->scene->theme;
    float top = 204 - 84 * squeeze;

    if (squeeze < 0.2F)
        return;
    drawlist_stroke(frame->scene->list, on_veins(veins, SQUEEZED_X, top),
                    on_veins(veins, SQUEEZED_X, 204), 30 * veins->scale, theme->blood);
    if (squeeze < 1)
        return;
    chevron(frame, veins, SQUEEZED_X, 136, 9, theme->ink);
    chevron(frame, veins, SQUEEZED_X, 168, 9, theme->ink);
}

/* The calf from both sides. */
static void press(const struct frame *frame, const struct veins *veins, float squeeze)
{
    const struct draw_color color = frame->scene->theme->hi;
    float width = 3 * veins->scale;

    for (int side = -1; side <= 1; side += 2) {
        float out = (float)side, tip = SQUEEZED_X + out * (63 - 5 * squeeze);
        struct draw_point at = on_veins(veins, tip, 280);

        drawlist_stroke(frame->scene->list, on_veins(veins, tip + out * 18, 280), at, width, color);
        for (int i = -1; i <= 1; i += 2)
            drawlist_stroke(frame->scene->list, on_veins(veins, tip + out * 7, 280 + (float)i * 7),
                            at, width, color);
    }
}

static void vein_words(const struct frame *frame, const struct veins *veins, float x,
                       const char *what, const char *gates)
{
    const struct scene *scene = frame->scene;
    struct draw_point at = on_veins(veins, x, 382);
    struct text_at put = {at.x, at.y, ALIGN_CENTRE, (int32_t)(152 * veins->scale)};

    text_put(scene, TEXT_ACTION_SMALL, put, scene->theme->hi, what);
    put.y += layout_exact(scene->layout, 25);
    text_put(scene, TEXT_FINE, put, scene->theme->mid, gates);
}

static void draw_veins(const struct frame *frame, int32_t topic)
{
    const struct theme *theme = frame->scene->theme;
    float height = (frame->moment->is_large ? WORDS_FOOT : VEIN_FOOT) - VEINS_TOP;
    struct veins veins = {
        .scale = fminf((float)frame->rect.w / VEINS_WIDTH, (float)frame->rect.h / height)};
    float squeeze = squeeze_at(frame->moment);

    (void)topic;
    veins.x = middle_x(frame) - (SQUEEZED_X + RESTING_X) / 2 * veins.scale;
    veins.y = middle_y(frame) - height / 2 * veins.scale;
    vein_layer(frame, &veins, ART_LEARN_VEIN_SHUT, RESTING_X, 1);
    chevron(frame, &veins, RESTING_X, 120, -9, theme->low);
    chevron(frame, &veins, RESTING_X, 146, -9, theme->low);
    gate(frame, &veins, RESTING_X, 0);
    if (squeeze < 1)
        vein_layer(frame, &veins, ART_LEARN_VEIN_SHUT, SQUEEZED_X, 1);
    vein_layer(frame, &veins, ART_LEARN_VEIN_OPEN, SQUEEZED_X, squeeze);
    plume(frame, &veins, squeeze);
    gate(frame, &veins, SQUEEZED_X, squeeze);
    press(frame, &veins, squeeze);
    if (!frame->moment->is_large)
        return;
    vein_words(frame, &veins, SQUEEZED_X, _("Squeeze"), _("gates open"));
    vein_words(frame, &veins, RESTING_X, _("Rest"), _("gates closed"));
}

/* ------------------------------------------------------------------------------------- the figure
 */

static struct figure_place stand_place(const struct frame *frame)
{
    struct figure_place place = {
        .scale = fminf((float)frame->rect.w / 350, (float)frame->rect.h / 510),
        .ground = frame->ground,
    };

    place.x = middle_x(frame) - 4 * place.scale;
    place.floor_y = middle_y(frame) + 230 * place.scale;
    return place;
}

static void draw_seated(const struct frame *frame, enum suggestion_kind kind, int64_t moves_ns)
{
    const struct learn_moment *moment = frame->moment;
    bool is_still = moment->reduced_motion || moment->elapsed_ns >= moves_ns;
    struct guide guide = guide_at(kind, is_still ? moves_ns : moment->elapsed_ns, false);
    struct figure_place place = {
        .scale = fminf((float)frame->rect.w / 370, (float)frame->rect.h / 420),
        .ground = frame->ground,
    };

    /* As it is left: on its way up, the arrow says which way. */
    if (is_still && kind == SUGGESTION_CALF_RAISES)
        guide = (struct guide){.phase = GUIDE_UP, .lift = 1};
    place.x = middle_x(frame) + 56 * place.scale;
    place.floor_y = middle_y(frame) + 190 * place.scale;
    figure_draw_chair(frame->scene, &place);
    figure_draw_seated(frame->scene, &place, kind, &guide);
}

static void draw_raise(const struct frame *frame, int32_t topic)
{
    draw_seated(frame, SUGGESTION_CALF_RAISES, pictures[topic].moves_ns);
}

static void draw_circle(const struct frame *frame, int32_t topic)
{
    draw_seated(frame, SUGGESTION_ANKLE_CIRCLES, pictures[topic].moves_ns);
}

static void draw_walk(const struct frame *frame, int32_t topic)
{
    struct figure_place place = stand_place(frame);
    float stride = (float)frame->moment->elapsed_ns / STRIDE_NS;

    if (frame->moment->reduced_motion || frame->moment->elapsed_ns >= pictures[topic].moves_ns)
        stride = 0;
    stride = roundf((stride - floorf(stride)) * 24) / 24;
    figure_draw_floor(frame->scene, &place, 3);
    figure_draw_walker(frame->scene, &place, stride, 0);
}

static void draw_water(const struct frame *frame, int32_t topic)
{
    struct figure_place place = stand_place(frame);

    (void)topic;
    figure_draw_floor(frame->scene, &place, 0);
    figure_draw_water(frame->scene, &place);
}

/* ------------------------------------------------------------------------------------------------
 */

static const struct picture pictures[LEARN_TOPICS] = {
    [LEARN_PUMP] = {draw_pump, ART_COUNT, FIRST_BEAT_NS + BEATS *BEAT_NS, true},
    [LEARN_VALVES] = {draw_veins, ART_COUNT, FIRST_BEAT_NS + BEATS *BEAT_NS, false},
    [LEARN_STILLNESS] = {draw_full_leg, ART_COUNT, 0, true},
    [LEARN_STROLL] = {draw_walk, ART_COUNT, STRIDES *STRIDE_NS, false},
    [LEARN_RAISES] = {draw_raise, ART_COUNT, RAISE_NS, false},
    [LEARN_CIRCLES] = {draw_circle, ART_COUNT, CIRCLE_NS, false},
    [LEARN_WATER] = {draw_water, ART_COUNT, 0, false},
    [LEARN_SHOES] = {draw_art, ART_LEARN_SHOES, 0, true},
    [LEARN_SOCKS] = {draw_art, ART_LEARN_SOCK, 0, true},
    [LEARN_FOOD] = {draw_art, ART_LEARN_PLATE, 0, true},
    [LEARN_STAIRS] = {draw_art, ART_LEARN_STAIRS, 0, true},
    [LEARN_EVENING] = {draw_art, ART_LEARN_EVENING, 0, true},
    [LEARN_AGEING] = {draw_art, ART_LEARN_AGEING, 0, true},
};

void learn_picture_draw(const struct scene *scene, int32_t topic, struct draw_rect rect,
                        struct draw_color ground, const struct learn_moment *moment)
{
    struct frame frame = {scene, rect, ground, moment};

    if (moment->is_large && !pictures[topic].bleeds) {
        int32_t x = layout_px(scene->layout, 12);
        int32_t y = layout_px(scene->layout, scene->layout->landscape ? 28 : 12);

        frame.rect = (struct draw_rect){rect.x + x, rect.y + y, rect.w - 2 * x, rect.h - 2 * y};
    }
    pictures[topic].draw(&frame, topic);
}

int64_t learn_picture_next_frame_mono_ns(const struct learn_page *page, bool reduced_motion,
                                         int64_t after_ns)
{
    int64_t end_ns = page->shown_ns + pictures[page->topic].moves_ns;

    if (reduced_motion || after_ns >= end_ns)
        return TIME_NEVER;
    return time_earlier(after_ns + ANIM_FRAME_NS, end_ns);
}
