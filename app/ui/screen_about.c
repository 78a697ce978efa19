/* About: what this is and is not, what it sees, where that stays, what it is made of. */
#include <stdio.h>

#include "base/version.h"
#include "ui/i18n.h"
#include "ui/page_head.h"

#define MARGIN  24
#define GAP     16
#define CARDS   4
#define LINES   3 /* a card's words take */
#define CLOSE_W 176
#define CLOSE_H 80
#define FOOT    16

static const struct {
    const char *title, *words;
} cards[CARDS] = {
    {N_("What it is"), N_("General wellness, not a medical device. It measures no blood and judges "
                          "nobody's health.")},
    {N_("What it sees"), N_("A switch in the chair and one under the heels: sitting, getting up, "
                            "steps, calf raises.")},
    {N_("What it does not see"),
     N_("No camera, no microphone, nothing to wear. Away from the desk is "
        "just that.")},
    {N_("Where it stays"), N_("Nothing leaves this device unless someone here turns sync on.")},
};

/* One size for all: the larger if each takes three lines at it. */
static enum text_role role_of_cards(const struct scene *scene, int32_t room_px)
{
    for (int i = 0; i < CARDS; i++) {
        if (text_lines(scene, TEXT_BODY, room_px, _(cards[i].words)) > LINES)
            return TEXT_LABEL;
    }
    return TEXT_BODY;
}

static void draw_card(const struct scene *scene, struct draw_rect rect, int i)
{
    const struct layout *layout = scene->layout;
    int32_t room = rect.w - layout_px(layout, 36);
    enum text_role role = role_of_cards(scene, room);
    int32_t line = layout_px(layout, role == TEXT_BODY ? 25 : 21);
    struct text_at at = {(float)(rect.x + layout_px(layout, 20)),
                         (float)(rect.y + layout_px(layout, 34)), ALIGN_LEFT, room};

    screen_card(scene, rect, layout_exact(layout, 24));
    text_put(scene, TEXT_ACTION_SMALL, at, scene->theme->hi, _(cards[i].title));
    at.y += layout_exact(layout, 28);
    text_wrap(scene, role, at, line, role == TEXT_BODY ? LINES : LINES + 1, scene->theme->mid,
              _(cards[i].words));
}

/* Version and licence of the program, and of what it is set in and built on. */
static void draw_foot(const struct scene *scene, const struct screen_input *in,
                      struct targets *targets)
{
    const struct layout *layout = scene->layout;
    int32_t margin = layout_px(layout, MARGIN), height = layout_px(layout, CLOSE_H);
    struct draw_rect close = {layout->w - margin - layout_px(layout, CLOSE_W),
                              layout->h - layout_px(layout, FOOT) - height,
                              layout_px(layout, CLOSE_W), height};
    struct text_at at = {(float)layout_px(layout, 32), (float)(close.y + layout_px(layout, 24)),
                         ALIGN_LEFT, close.x - layout_px(layout, 48)};
    const char *made_of = _("Set in Inter (SIL Open Font License). Built on SDL, SQLite, libgpiod "
                            "and other free software.");
    enum text_role fine = page_fine_role(layout);
    char release[VERSION_RELEASE_SIZE];
    char text[160];

    if (!layout->landscape) {
        close.x = margin;
        close.w = layout->w - 2 * margin;
        at.y = (float)(close.y - layout_px(layout, 76));
        at.max_px = close.w - layout_px(layout, 16);
    }
    /* The whole of it, with a commit's name, is for whoever looks at the diagnostics. */
    version_write_release(SECONDHEART_VERSION, release);
    /* TRANSLATORS: %s: the program's version, as in 1.2.0. */
    snprintf(text, sizeof text, _("Version %s, MIT License"), release);
    text_put(scene, TEXT_LABEL_STRONG, at, scene->theme->hi, text);
    at.y += layout_exact(layout, 24);
    if (text_lines(scene, fine, at.max_px, made_of) > 2)
        fine = TEXT_FINE;
    text_wrap(scene, fine, at, layout_px(layout, 20), 2, scene->theme->mid, made_of);
    screen_button(scene, BUTTON_SECONDARY, close, _("Close"), TARGET_LEARN_BACK, in->pressed,
                  targets);
}

void screen_about_draw(const struct scene *scene, const struct screen_input *in,
                       struct targets *targets)
{
    const struct layout *layout = scene->layout;
    int32_t margin = layout_px(layout, MARGIN), gap = layout_px(layout, GAP);
    int32_t columns = layout->landscape ? 2 : 1;
    struct draw_rect card = {margin, layout_px(layout, PAGE_HEAD_UNITS),
                             (layout->w - 2 * margin - (columns - 1) * gap) / columns,
                             layout_px(layout, layout->landscape ? 130 : 120)};

    drawlist_box(scene->list, (struct draw_rect){0, 0, layout->w, layout->h}, 0, 0,
                 scene->theme->bg);
    drawlist_end_still(scene->list);
    page_head_draw(scene, in, _("About Second Heart"), layout->w - margin, TARGET_LEARN_BACK,
                   targets);
    for (int i = 0; i < CARDS; i++) {
        struct draw_rect rect = card;

        rect.x += i % columns * (card.w + gap);
        rect.y += i / columns * (card.h + layout_px(layout, 12));
        draw_card(scene, rect, i);
    }
    draw_foot(scene, in, targets);
    screen_notice(scene, in->view, false);
}
