/* The sensor card: which sensor, what it means, what to do. */
#include <stdio.h>

#include "ui/i18n.h"
#include "ui/screens.h"

#define STEPS 3

struct card {
    const char *title;
    const char *meaning;
    const char *steps[STEPS];
    enum draw_art art;
};

static const struct card chair_cards[VIEW_FAULT_COUNT] = {
    [VIEW_FAULT_MISSING] = {N_("The sensors do not answer"),
                            N_("Nothing is counted until they do."),
                            {N_("Check the cable behind the display."),
                             N_("Switch the display off and on again."),
                             N_("Run secondheartctl check to see why.")},
                            ART_FAULT_CHIP},
    [VIEW_FAULT_UNPLUGGED] = {N_("The chair is unplugged"),
                              N_("Sitting is not counted until it is plugged in."),
                              {N_("Push the plug at the chair together."),
                               N_("Check the plug behind the display."),
                               N_("Look along the cable for a pinch or a cut.")},
                              ART_FAULT_CHAIR},
    [VIEW_FAULT_CHATTERING] = {N_("The chair switch does not settle"),
                               N_("Sitting is not counted until it does."),
                               {N_("Sit still for a moment."),
                                N_("Push the plugs together until they click."),
                                N_("Look along the cable for a pinch or a cut.")},
                               ART_FAULT_CHAIR},
    [VIEW_FAULT_SILENT] = {NULL,
                           N_("Sitting time may be wrong until it does."),
                           {N_("Stand up, then sit down again."),
                            N_("Check the plug behind the display."),
                            N_("Make sure the pad lies under the seat.")},
                           ART_FAULT_CHAIR},
};

static const struct card mat_cards[VIEW_FAULT_COUNT] = {
    [VIEW_FAULT_MISSING] = {N_("The mat does not answer"),
                            N_("Steps are not counted until it does. The chair works as usual."),
                            {N_("Check the plug behind the display."),
                             N_("Switch the display off and on again."),
                             N_("Run secondheartctl check to see why.")},
                            ART_FAULT_MAT},
    [VIEW_FAULT_UNPLUGGED] = {N_("The mat is unplugged"),
                              N_("Steps are not counted. The chair works as usual."),
                              {N_("Check the plug at the mat."),
                               N_("Check the plug behind the display."),
                               N_("Look along the cable for a pinch or a cut.")},
                              ART_FAULT_MAT},
    [VIEW_FAULT_CHATTERING] = {N_("The mat does not settle"),
                               N_("Steps are not counted until it does. The chair works as usual."),
                               {N_("Take everything off the mat."),
                                N_("Push the plug behind the display in."),
                                N_("Look for a fold or a chair leg on it.")},
                               ART_FAULT_MAT},
    [VIEW_FAULT_SILENT] = {NULL,
                           N_("Steps are not counted until it does. The chair works as usual."),
                           {N_("Step on the mat with one foot."),
                            N_("Check the plug behind the display."),
                            N_("Look for a fold or a chair leg on it.")},
                           ART_FAULT_MAT},
};

struct fault_shown screen_fault_of(const struct view *view)
{
    if (view->chair.fault != VIEW_FAULT_NONE)
        return (struct fault_shown){true, (enum view_fault)view->chair.fault};
    return (struct fault_shown){false, (enum view_fault)view->mat.fault};
}

static void title_of(const struct view *view, struct fault_shown shown, const struct card *card,
                     char *text, size_t size)
{
    unsigned long days = (unsigned long)(shown.is_chair ? view->chair : view->mat).silent_days;

    if (card->title)
        snprintf(text, size, "%s", _(card->title));
    else if (shown.is_chair)
        snprintf(text, size,
                 ngettext("The chair has not changed for %lu day",
                          "The chair has not changed for %lu days", days),
                 days);
    else
        snprintf(text, size,
                 ngettext("The mat has not changed for %lu day",
                          "The mat has not changed for %lu days", days),
                 days);
}

static void draw_head(const struct scene *scene, const char *title, const char *meaning)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    int32_t room = layout->w - layout_px(layout, 104 + 24);
    struct text_at at = {layout_exact(layout, 104), layout_exact(layout, 60), ALIGN_LEFT, room};
    int32_t lines;

    drawlist_box(scene->list, layout_rect(layout, 28, 36, 56, 56), layout_exact(layout, 28), 0,
                 theme_mix(theme->bg, theme->fault, 22));
    drawlist_box(scene->list, layout_rect(layout, 53.5, 48, 5, 20), layout_exact(layout, 2.5), 0,
                 theme->fault);
    drawlist_ellipse(scene->list, layout_exact(layout, 56), layout_exact(layout, 77),
                     layout_exact(layout, 3.4), layout_exact(layout, 3.4), theme->fault);
    if (!layout->landscape)
        at.y = layout_exact(layout, 54);
    lines = text_wrap(scene, TEXT_FIGURE, at, layout_px(layout, 32), layout->landscape ? 1 : 2,
                      theme->hi, title);
    at.y += layout_exact(layout, 32 * lines - 4);
    text_wrap(scene, TEXT_LABEL, at, layout_px(layout, 20), layout->landscape ? 1 : 2, theme->mid,
              meaning);
}

/* One line, or two where a language needs them. */
static void draw_step(const struct scene *scene, struct text_at at, const char *text)
{
    if (text_width(scene, TEXT_LABEL, text) <= at.max_px) {
        text_put(scene, TEXT_BODY, at, scene->theme->hi, text);
        return;
    }
    at.y -= layout_exact(scene->layout, 12);
    text_wrap(scene, TEXT_BODY, at, layout_px(scene->layout, 24), 2, scene->theme->hi, text);
}

static void draw_steps(const struct scene *scene, const struct card *card, int32_t room_px)
{
    const struct layout *layout = scene->layout;
    char number[4];

    for (int i = 0; i < STEPS; i++) {
        double y = (layout->landscape ? 152 : 192) + 64.0 * i;
        struct text_at at = {layout_exact(layout, 48), layout_exact(layout, y + 7), ALIGN_CENTRE,
                             0};

        drawlist_box(scene->list, layout_rect(layout, 30, y - 18, 36, 36), layout_exact(layout, 18),
                     0, scene->theme->card);
        snprintf(number, sizeof number, "%d", i + 1);
        text_put(scene, TEXT_ACTION_SMALL, at, scene->theme->hi, number);
        at = (struct text_at){layout_exact(layout, 84), layout_exact(layout, y + 7), ALIGN_LEFT,
                              room_px - layout_px(layout, 84)};
        draw_step(scene, at, _(card->steps[i]));
    }
}

/* The picture at the right, or below the steps where it is narrow. */
static void draw_picture(const struct scene *scene, enum draw_art art)
{
    const struct layout *layout = scene->layout;
    double width = layout->w / (double)layout->unit_px;
    double x = layout->landscape ? width - 328 : (width - 304) / 2;
    double y = layout->landscape ? 112 : 384;
    struct drawlist_pose pose = {
        .box = {0, 0, 304, 216},
        .at = {layout_exact(layout, x), layout_exact(layout, y)},
        .scale = {layout->unit_px, layout->unit_px},
    };
    struct draw_rect whole = {0, 0, layout->w, layout->h};

    drawlist_glow(scene->list, whole, layout_exact(layout, x + 180), layout_exact(layout, y + 78),
                  layout_exact(layout, 190), layout_exact(layout, 190),
                  theme_mix(scene->theme->bg, scene->theme->fault, 22));
    drawlist_art(scene->list, art, &pose, whole, false, (struct draw_color){255, 255, 255, 255});
}

void screen_fault_draw(const struct scene *scene, const struct screen_input *in,
                       struct targets *targets)
{
    const struct layout *layout = scene->layout;
    struct fault_shown shown = screen_fault_of(in->view);
    const struct card *card = shown.is_chair ? &chair_cards[shown.fault] : &mat_cards[shown.fault];
    int32_t margin = layout_px(layout, 24), gap = layout_px(layout, 16);
    int32_t height = layout_px(layout, 96), top = layout->h - layout_px(layout, 16) - height;
    struct draw_rect test = {margin, top, layout_px(layout, 288), height}, remind = test;
    char title[160];

    if (layout->landscape) {
        remind.x += test.w + gap;
        remind.w = layout_px(layout, 552) - test.w - gap;
    } else {
        test.w = remind.w = layout->w - 2 * margin;
        test.y -= height + gap;
    }
    drawlist_box(scene->list, (struct draw_rect){0, 0, layout->w, layout->h}, 0, 0,
                 scene->theme->bg);
    draw_picture(scene, card->art);
    drawlist_end_still(scene->list);
    title_of(in->view, shown, card, title, sizeof title);
    draw_head(scene, title, _(card->meaning));
    draw_steps(scene, card, layout->landscape ? layout->w - layout_px(layout, 316) : layout->w);
    screen_notice(scene, in->view, false);
    screen_button(scene, BUTTON_PRIMARY, test,
                  shown.is_chair ? _("Test the chair") : _("Test the mat"), TARGET_TEST_SENSORS,
                  in->pressed, targets);
    screen_button(scene, BUTTON_SECONDARY, remind, _("Remind me tomorrow"), TARGET_REMIND,
                  in->pressed, targets);
}
