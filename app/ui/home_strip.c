/* The rows at the foot of home: the day as blocks, or the last half minute as beats. */
#include <math.h>
#include <stdio.h>

#include "base/units.h"
#include "ui/i18n.h"
#include "ui/posture_kind.h"
#include "ui/screens.h"

#define STEPS_PER_HOUR ((double)NS_PER_HOUR / (double)VIEW_STRIP_STEP_NS)

#define LAST_BEATS_NS (30 * NS_PER_S)

static void draw_legend(const struct scene *scene)
{
    const struct layout *layout = scene->layout;
    float x = (float)layout->left;
    int32_t dot = layout_px(layout, 8);

    for (int i = 0; i < POSTURE_KINDS; i++) {
        int32_t h = layout_px(layout, fmax(3, 16 * posture_kinds[i].height_percent / 100.0));
        struct draw_rect rect = {(int32_t)lround((double)x),
                                 layout->legend_y + layout_px(layout, 1) - h, dot, h};
        struct text_at at = {x + layout_exact(layout, 14), (float)layout->legend_y, ALIGN_LEFT,
                             layout_px(layout, 104)};

        drawlist_box(scene->list, rect, layout_exact(layout, 2), 0,
                     posture_kind_color(scene->theme, posture_kinds[i].posture));
        x = at.x + layout_exact(layout, 20) +
            (float)text_put(scene, TEXT_LABEL, at, scene->theme->mid, _(posture_kinds[i].name));
    }
}

/* Says in the legend's place what is wrong with the store. */
static void draw_note(const struct scene *scene, const char *note)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->left + layout_exact(layout, 18), (float)layout->legend_y,
                         ALIGN_LEFT, layout->right - layout->left - layout_px(layout, 18)};

    drawlist_ellipse(scene->list, (float)layout->left + layout_exact(layout, 5),
                     (float)layout->legend_y - layout_exact(layout, 5.5), layout_exact(layout, 5),
                     layout_exact(layout, 5), scene->theme->fault);
    if (text_width(scene, TEXT_FINE, note) <= at.max_px) {
        text_put(scene, TEXT_LABEL, at, scene->theme->hi, note);
        return;
    }
    at.y -= layout_exact(layout, 12);
    text_wrap(scene, TEXT_FINE, at, layout_px(layout, 18), 2, scene->theme->hi, note);
}

bool home_has_suggestion(const struct view *view)
{
    return view->coach.suggestion != SUGGESTION_NONE && view->state == VIEW_SITTING &&
           !view->note[0];
}

/* A pill as wide as its words, and a target as high as a finger needs. */
void home_suggestion(const struct scene *scene, const struct screen_input *in,
                     struct targets *targets)
{
    static const struct {
        const char *words;
        enum draw_art icon;
    } kinds_of[SUGGESTION_KINDS] = {
        [SUGGESTION_NONE] = {"", ART_ICON_HEART},
        [SUGGESTION_CALF_RAISES] = {N_("15 calf raises, seated?"), ART_ICON_RAISE},
        [SUGGESTION_TOES_UP] = {N_("15 times toes up?"), ART_ICON_TOES},
        [SUGGESTION_ANKLE_CIRCLES] = {N_("10 ankle circles each way?"), ART_ICON_CIRCLES},
        [SUGGESTION_WATER] = {N_("A glass of water?"), ART_ICON_DROP},
    };
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    int32_t kind = in->view->coach.suggestion, y = layout->legend_y;
    int32_t room = layout->right - layout->left - layout_px(layout, 64);
    const char *words = _(kinds_of[kind].words);
    struct draw_rect pill = {layout->left, y - layout_px(layout, 28), 0, layout_px(layout, 42)};
    struct draw_rect target = pill;
    struct text_at at = {(float)pill.x + layout_exact(layout, 46),
                         (float)y - layout_exact(layout, 1), ALIGN_LEFT, room};
    struct drawlist_pose pose = {
        .box = {0, 0, 32, 32},
        .pivot = {16, 16},
        .at = {(float)pill.x + layout_exact(layout, 25), (float)y - layout_exact(layout, 7)},
        .scale = {0.72F * layout->unit_px, 0.72F * layout->unit_px},
    };
    int32_t words_w = text_put_width(scene, TEXT_LABEL_MEDIUM, room, words);

    pill.w = words_w + layout_px(layout, 64);
    drawlist_box(scene->list, pill, layout_exact(layout, 21), 0,
                 in->pressed == TARGET_SUGGESTION ? theme_mix(theme->card, theme->bg, 40)
                                                  : theme->card);
    drawlist_art(scene->list, kinds_of[kind].icon, &pose, pill, true,
                 kind == SUGGESTION_WATER ? theme->stand : theme->blood);
    text_put(scene, TEXT_LABEL_MEDIUM, at, theme->hi, words);
    target.y = y - layout_px(layout, 40);
    target.w = pill.w;
    target.h = layout_px(layout, 60);
    targets_add(targets, target, TARGET_SUGGESTION);
}

static int32_t strip_x(const struct layout *layout, const struct view_strip *strip, double steps)
{
    double all = strip->hours * STEPS_PER_HOUR;

    return layout->left + (int32_t)lround((layout->right - layout->left) * steps / all);
}

static void draw_block(const struct scene *scene, const struct view_strip *strip,
                       const struct strip_block *block)
{
    const struct layout *layout = scene->layout;
    bool moving = block->posture == POSTURE_STEPPING;
    int32_t x = strip_x(layout, strip, block->start), right = strip_x(layout, strip, block->end);
    int32_t least = layout_px(layout, moving ? 4 : 2), gap = layout_px(layout, 1.5);
    int32_t h =
        layout_px(layout, fmax(4, 36 * posture_kind_height_percent(block->posture) / 100.0));

    h = h * layout->strip_h / layout_px(layout, 36);
    if (moving && right - x < least)
        x = (x + right - least) / 2;
    else if (right - x > least + gap)
        right -= gap;
    if (right - x < least)
        right = x + least;
    drawlist_box(scene->list, (struct draw_rect){x, layout->strip_y - h, right - x, h},
                 layout_exact(layout, 3), 0,
                 posture_kind_color(scene->theme, (enum posture)block->posture));
}

static void draw_hours(const struct scene *scene, const struct view_strip *strip)
{
    const struct layout *layout = scene->layout;
    int step = strip->hours > 16 ? 4 : 2;
    char text[8];

    for (int hour = 0; hour <= strip->hours && strip->first_hour >= 0; hour += step) {
        struct text_at at = {(float)strip_x(layout, strip, hour * STEPS_PER_HOUR),
                             (float)layout->strip_y + layout_exact(layout, 22), ALIGN_CENTRE, 0};

        if (hour == 0)
            at.align = ALIGN_LEFT;
        else if (hour == strip->hours)
            at.align = ALIGN_RIGHT;
        snprintf(text, sizeof text, "%d", (int)(strip->first_hour + hour) % 24);
        text_put(scene, TEXT_LABEL, at, scene->theme->low, text);
    }
}

void home_day_strip(const struct scene *scene, const struct view *view)
{
    const struct layout *layout = scene->layout;
    const struct view_strip *strip = &view->strip;
    int32_t track_h = layout_px(layout, 4), now_w = layout_px(layout, 3), now_x;

    if (view->note[0])
        draw_note(scene, view->note);
    else if (!home_has_suggestion(view))
        draw_legend(scene);
    draw_hours(scene, strip);
    drawlist_box(scene->list,
                 (struct draw_rect){layout->left, layout->strip_y - track_h,
                                    layout->right - layout->left, track_h},
                 layout_exact(layout, 2), 0, scene->theme->track);
    /* Moving last: a stroll is narrower than its mark, which lies over its neighbours. */
    for (int pass = 0; pass < 2; pass++) {
        for (int32_t i = 0; i < strip->count; i++) {
            if ((strip->blocks[i].posture == POSTURE_STEPPING) == (pass == 1))
                draw_block(scene, strip, &strip->blocks[i]);
        }
    }
    now_x = strip_x(layout, strip, strip->now) - now_w / 2;
    drawlist_box(scene->list,
                 (struct draw_rect){now_x, layout->strip_y - layout->strip_h - layout_px(layout, 6),
                                    now_w, layout->strip_h + layout_px(layout, 6)},
                 layout_exact(layout, 1.5), 0, scene->theme->hi);
}

void home_beat_strip(const struct scene *scene, const struct screen_input *in)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->left, (float)layout->legend_y, ALIGN_LEFT,
                         layout->right - layout->left};
    double width = layout->right - layout->left - layout_px(layout, 8);
    int32_t bar_w = layout_px(layout, 5), base = layout->strip_y - layout_px(layout, 2);

    text_put(scene, TEXT_LABEL, at, scene->theme->mid, _("Last 30 seconds"));
    at.y = (float)layout->strip_y + layout_exact(layout, 22);
    text_put(scene, TEXT_LABEL, at, scene->theme->low, _("Left and right, one beat each"));
    drawlist_box(scene->list,
                 (struct draw_rect){layout->left, layout->strip_y - layout_px(layout, 3),
                                    layout->right - layout->left, layout_px(layout, 3)},
                 layout_exact(layout, 1.5), 0, scene->theme->track);
    for (int i = LIVE_BEATS_KEPT - 1; i >= 0; i--) {
        int64_t age_ns = in->now_mono_ns - in->beats_ns[i];
        double age = (double)age_ns / (double)LAST_BEATS_NS;
        /* The feet take turns, and so do the heights. */
        int32_t h = layout_px(layout, (in->view->beats - i) % 2 == 0 ? 34 : 26);
        int32_t x = layout->right - layout_px(layout, 8) - bar_w - (int32_t)lround(width * age);

        if (in->beats_ns[i] == TIME_NEVER || age_ns < 0 || age >= 1 || i >= in->view->beats ||
            x < layout->left)
            continue;
        drawlist_box(scene->list, (struct draw_rect){x, base - h, bar_w, h}, (float)bar_w / 2, 0,
                     i == 0 ? scene->theme->hi
                            : theme_fade(scene->theme->move, (int)lround(240 - 150 * age)));
    }
}
