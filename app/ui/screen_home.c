/* Home: the ring, the day's figures, the strip, the leg. */
#include <math.h>
#include <stdio.h>

#include "ports/outbox.h"
#include "ui/i18n.h"
#include "ui/locale_text.h"
#include "ui/petal.h"
#include "ui/screens.h"

/* From here on minutes are told as h:mm. */
#define LONG_MINUTES 100

#define NO_FIGURE "\xe2\x80\x93" /* an en dash */

static const char *const state_names[VIEW_STATE_COUNT] = {
    [VIEW_SITTING] = N_("Sitting"), [VIEW_STANDING] = N_("Standing"),
    [VIEW_MOVING] = N_("Moving"),   [VIEW_AWAY] = N_("Away"),
    [VIEW_PAUSED] = N_("Paused"),   [VIEW_UNSURE] = N_("Not sure"),
};

static struct draw_color state_color(const struct theme *theme, int32_t state)
{
    const struct draw_color colors[VIEW_STATE_COUNT] = {
        [VIEW_SITTING] = theme->sit, [VIEW_STANDING] = theme->stand, [VIEW_MOVING] = theme->move,
        [VIEW_AWAY] = theme->low,    [VIEW_PAUSED] = theme->mid,     [VIEW_UNSURE] = theme->mid,
    };

    return colors[state];
}

static void draw_clock(const struct scene *scene, const struct view *view)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->left, (float)layout->status_y, ALIGN_LEFT, 0};
    char text[96];

    if (view->clock_min < 0) {
        text_put(scene, TEXT_LABEL, at, scene->theme->low, _("Clock not set"));
        return;
    }
    locale_clock(text, sizeof text, view->clock_min);
    at.x += (float)text_put(scene, TEXT_LABEL_STRONG, at, scene->theme->hi, text);
    at.x += layout_exact(layout, 10);
    at.max_px =
        layout->right - layout_px(layout, view->sync.state >= SYNC_ON ? 100 : 72) - (int32_t)at.x;
    snprintf(text, sizeof text, view->unsynchronised ? _("%s, clock not synchronised") : "%s",
             locale_weekday(view->weekday));
    text_put(scene, TEXT_LABEL, at, scene->theme->low, text);
}

static void draw_icon(const struct scene *scene, enum draw_art art, float right_units,
                      struct draw_color color, bool has_fault)
{
    const struct layout *layout = scene->layout;
    float x = (float)layout->right - layout_exact(layout, right_units);
    float y = (float)layout->status_y - layout_exact(layout, 13);
    struct drawlist_pose pose = {
        .box = {0, 0, 16, 16},
        .at = {x, y},
        .scale = {layout->unit_px, layout->unit_px},
    };

    drawlist_art(scene->list, art, &pose, (struct draw_rect){0, 0, layout->w, layout->h}, true,
                 color);
    /* A fault has a second sign besides its colour. */
    if (has_fault)
        drawlist_ellipse(scene->list, x + layout_exact(layout, 17), y - layout_exact(layout, 1),
                         layout_exact(layout, 3.4), layout_exact(layout, 3.4), scene->theme->fault);
}

static void draw_sensor(const struct scene *scene, enum draw_art art, float right_units,
                        const struct view_sensor *sensor)
{
    draw_icon(scene, art, right_units,
              sensor->fault    ? scene->theme->fault
              : sensor->closed ? scene->theme->hi
                               : scene->theme->low,
              sensor->fault != 0);
}

/* Only once somebody has said yes; somebody has to change something: marked as a fault is. */
static void draw_sync(const struct scene *scene, const struct view *view)
{
    bool has_fault = view->sync.outcome == OUTBOX_SETUP || view->sync.state == SYNC_ASKS_ANEW;

    if (view->sync.state >= SYNC_ON)
        draw_icon(scene, ART_ICON_SYNC, view->mat.present ? 72 : 44,
                  has_fault ? scene->theme->fault : scene->theme->low, has_fault);
}

static void draw_ring(const struct scene *scene, const struct screen_input *in)
{
    const struct view *view = in->view;
    const struct theme *theme = scene->theme;
    struct draw_color lit = view->ring_moves ? theme->move : theme->sit;
    struct draw_point centre = {scene->layout->ring_x, scene->layout->ring_y};

    for (int i = 0; i < PETAL_RING; i++) {
        bool newest = i == view->petals - 1;
        double tilt = newest ? (double)in->pose->petal_tilt : i < view->petals ? 0 : 1;
        struct draw_color color = i < view->petals ? lit : theme->track;

        if (newest)
            color = theme_mix(lit, theme->track, (int)lround(tilt * 100));
        petal_on_ring(scene, centre, scene->layout->ring_scale, i,
                      view->ring_moves ? 0 : (float)tilt, color);
    }
}

/* What stands in the ring's middle, its unit, and how large. */
struct centre {
    char figure[16];
    const char *unit;
    enum text_role role;
};

static struct centre centre_of(const struct view *view)
{
    struct centre centre = {.role = TEXT_DISPLAY};
    int minutes = (int)view->minutes;

    if (view->state == VIEW_MOVING) {
        snprintf(centre.figure, sizeof centre.figure, "%d", (int)view->beats);
        centre.unit = ngettext("beat", "beats", (unsigned long)view->beats);
    } else if (view->state == VIEW_PAUSED || view->state == VIEW_UNSURE) {
        snprintf(centre.figure, sizeof centre.figure, NO_FIGURE);
        centre.unit = "";
    } else if (minutes >= LONG_MINUTES) {
        snprintf(centre.figure, sizeof centre.figure, "%d:%02d", minutes / 60, minutes % 60);
        centre.unit = _("hours");
    } else {
        snprintf(centre.figure, sizeof centre.figure, "%d", minutes);
        centre.unit = _("min");
    }
    if (minutes >= LONG_MINUTES || view->beats >= 1000)
        centre.role = TEXT_DISPLAY_LONG;
    return centre;
}

static void quiet_text(const struct view_coach *coach, char *text, size_t size)
{
    char end[LOCALE_TEXT_SIZE];

    if (coach->quiet_end_min >= 0) {
        locale_clock(end, sizeof end, coach->quiet_end_min);
        snprintf(text, size, _("Quiet until %s"), end);
    } else {
        snprintf(text, size, _("Quiet for %d min"), (int)coach->quiet_left_min);
    }
}

/* The line below the unit: what comes next. */
static void foot_text(const struct view *view, char *text, size_t size)
{
    if (view->state == VIEW_PAUSED) {
        snprintf(text, size, "%s", _("Nothing is counted"));
    } else if (view->state == VIEW_UNSURE) {
        snprintf(text, size, "%s",
                 view->unattended ? _("Tap if you are here") : _("Nothing is counted"));
    } else if (view->raises > 0) {
        snprintf(text, size,
                 ngettext("%d calf raise", "%d calf raises", (unsigned long)view->raises),
                 (int)view->raises);
    } else if (view->ring_moves && view->moved_s >= view->goal_s) {
        snprintf(text, size, "%s", _("A real break"));
    } else if (view->ring_moves) {
        /* TRANSLATORS: time moved of the time a break takes, as in 1:24 of 2:00. */
        snprintf(text, size, _("%d:%02d of %d:%02d"), (int)view->moved_s / 60,
                 (int)view->moved_s % 60, (int)view->goal_s / 60, (int)view->goal_s % 60);
    } else if (view->coach.is_quiet) {
        quiet_text(&view->coach, text, size);
    } else if (view->coach.in_baseline) {
        snprintf(text, size, "%s", _("Just watching"));
    } else if (view->coach.in_quiet_hours) {
        snprintf(text, size, "%s", _("Quiet hours"));
    } else if (view->stroll_min == 0) {
        snprintf(text, size, "%s", _("Ready when you are"));
    } else {
        snprintf(text, size,
                 view->coach.goal_raises > 0 ? _("Raises in %d min") : _("Stroll in %d min"),
                 (int)view->stroll_min);
    }
}

/* Within the ring's chord; what is longer takes two lines, the lower one where the ring narrows. */
static void draw_foot(const struct scene *scene, const char *text)
{
    const struct layout *layout = scene->layout;
    float scale = layout->ring_scale;
    struct text_at at = {layout->ring_x, layout->ring_y + 86 * scale, ALIGN_CENTRE,
                         (int32_t)lround(148 * (double)scale)};

    if (text_width(scene, TEXT_FINE, text) <= at.max_px) {
        text_put(scene, TEXT_LABEL_MEDIUM, at, scene->theme->hi, text);
        return;
    }
    at.y = layout->ring_y + 78 * scale;
    at.max_px = (int32_t)lround(118 * (double)scale);
    text_wrap(scene, TEXT_FINE, at, (int32_t)lround(17 * (double)scale), 2, scene->theme->hi, text);
}

static void draw_centre(const struct scene *scene, const struct view *view)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    float scale = layout->ring_scale / layout->unit_px;
    struct centre centre = centre_of(view);
    struct text_at at = {layout->ring_x, 0, ALIGN_CENTRE,
                         (int32_t)lround(190 * (double)layout->ring_scale)};
    char foot[96];

    at.y = layout->ring_y - 72 * layout->ring_scale;
    at.max_px = (int32_t)lround(152 * (double)layout->ring_scale); /* the chord up there */
    text_put(scene, TEXT_LABEL_MEDIUM, at, state_color(theme, view->state),
             _(state_names[view->state]));
    at.y = layout->ring_y + (centre.role == TEXT_DISPLAY ? 22 : 16) * layout->ring_scale;
    text_put_digits(scene, centre.role, at, scale, theme->hi, centre.figure);
    at.y = layout->ring_y + 52 * layout->ring_scale;
    text_put(scene, TEXT_LABEL, at, theme->mid, centre.unit);
    foot_text(view, foot, sizeof foot);
    draw_foot(scene, foot);
}

static void draw_stat(const struct scene *scene, int row, const char *figure, const char *label)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->stats_x, (float)layout->stats_y[row], ALIGN_LEFT,
                         layout->stats_right - layout->stats_x};

    text_put(scene, TEXT_FIGURE, at, scene->theme->hi, figure);
    at.y += layout_exact(layout, 24);
    text_put(scene, TEXT_LABEL, at, scene->theme->mid, label);
}

static void draw_stats(const struct scene *scene, const struct view *view)
{
    char text[32];

    if (view->sitting_min < 60)
        snprintf(text, sizeof text, _("%d min"), (int)view->sitting_min);
    else
        /* TRANSLATORS: hours and minutes, as in 3 h 49. */
        snprintf(text, sizeof text, _("%d h %02d"), (int)view->sitting_min / 60,
                 (int)view->sitting_min % 60);
    draw_stat(scene, 0, text, _("sitting today"));
    snprintf(text, sizeof text, "%d", (int)view->breaks);
    draw_stat(scene, 1, text, ngettext("break", "breaks", (unsigned long)view->breaks));
    locale_number(text, sizeof text, view->beats_today);
    draw_stat(
        scene, 2, text,
        ngettext("second-heart beat", "second-heart beats", (unsigned long)view->beats_today));
}

/* What the coach has to say that is no prompt, below the figures. */
static void draw_coach_note(const struct scene *scene, const struct view_coach *coach)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->stats_x,
                         (float)layout->stats_y[2] +
                             layout_exact(layout, layout->landscape ? 54 : 42),
                         ALIGN_LEFT, layout->stats_right - layout->stats_x};
    const char *text = coach->in_baseline  ? _("First days: I only watch.")
                       : coach->is_doubled ? _("I ask less often until your next break.")
                                           : NULL;

    /* A banner would cut it in two. */
    if (text && coach->state != COACH_BANNER)
        text_wrap(scene, TEXT_FINE, at, layout_px(layout, 18), 2, scene->theme->low, text);
}

static void draw_walk(const struct scene *scene, const struct view *view)
{
    const struct layout *layout = scene->layout;
    struct text_at at = {(float)layout->stats_x,
                         (float)layout->stats_y[0] + layout_exact(layout, 8), ALIGN_LEFT,
                         layout->stats_right - layout->stats_x};
    char text[16];

    text_put(scene, TEXT_FIGURE, at, scene->theme->hi, _("Every step"));
    at.y += layout_exact(layout, 32);
    at.max_px = layout_px(layout, 150);
    text_wrap(scene, TEXT_LABEL, at, layout_px(layout, 24), 3, scene->theme->mid,
              _("is a beat of your second heart."));
    if (view->pace == 0)
        return;
    at.y = (float)layout->stats_y[0] + layout_exact(layout, 128);
    snprintf(text, sizeof text, "%d", (int)view->pace);
    at.x += (float)text_put(scene, TEXT_FIGURE, at, scene->theme->hi, text);
    at.x += layout_exact(layout, 6);
    at.max_px = layout->stats_right - (int32_t)at.x;
    text_put(scene, TEXT_LABEL, at, scene->theme->mid, _("per min"));
    at.x = (float)layout->stats_x;
    at.y += layout_exact(layout, 24);
    text_put(scene, TEXT_LABEL, at, scene->theme->mid, _("your pace"));
}

/* Where a finger lifted: a ring that opens and fades. */
static void draw_ack(const struct scene *scene, const struct screen_input *in)
{
    int32_t radius = layout_px(scene->layout, 14 + 4 * lround((double)in->pose->ack * 6));
    struct draw_rect rect = {in->ack_x - radius, in->ack_y - radius, 2 * radius, 2 * radius};

    if (in->pose->ack < 1)
        drawlist_box(scene->list, rect, (float)radius, layout_exact(scene->layout, 2),
                     theme_fade(scene->theme->hi, (int)lround((1 - (double)in->pose->ack) * 150)));
}

/* A tall screen has room for what is asked for most, at its foot. */
static void draw_tall_foot(const struct scene *scene, const struct screen_input *in,
                           struct targets *targets)
{
    static const struct {
        const char *label;
        enum target_id target;
    } buttons[] = {{N_("Stroll"), TARGET_STROLL},
                   {N_("Exercise"), TARGET_EXERCISE},
                   {N_("More"), TARGET_MENU}};
    const struct layout *layout = scene->layout;
    int32_t gap = layout_px(layout, 12), w = (layout->right - layout->left - 2 * gap) / 3;
    struct draw_rect rect = {layout->left, layout->strip_y + layout_px(layout, 34), w,
                             layout_px(layout, 64)};

    /* A screen that is not tall enough for them has the menu. */
    if (layout->landscape || rect.y + rect.h > layout->h)
        return;
    for (int i = 0; i < 3; i++) {
        screen_button(scene, BUTTON_SECONDARY, rect, _(buttons[i].label), buttons[i].target,
                      in->pressed, targets);
        rect.x += w + gap;
    }
}

void screen_home_draw(const struct scene *scene, const struct screen_input *in,
                      struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct draw_rect whole = {0, 0, layout->w, layout->h};
    const struct view *view = in->view;
    int32_t sensors_w = layout_px(layout, 112);
    bool walks = view->state == VIEW_MOVING;

    drawlist_box(scene->list, whole, 0, 0, scene->theme->bg);
    leg_figure_still(scene, in);
    if (walks)
        drawlist_glow(scene->list, whole, layout->ring_x, layout->ring_y, 108 * layout->ring_scale,
                      108 * layout->ring_scale,
                      theme_mix(scene->theme->bg, scene->theme->move, 26));
    drawlist_end_still(scene->list);

    draw_clock(scene, view);
    draw_sync(scene, view);
    draw_sensor(scene, ART_ICON_CHAIR, view->mat.present ? 44 : 16, &view->chair);
    if (view->mat.present)
        draw_sensor(scene, ART_ICON_MAT, 16, &view->mat);
    draw_ring(scene, in);
    draw_centre(scene, view);
    if (walks)
        draw_walk(scene, view);
    else
        draw_stats(scene, view);
    if (!walks)
        draw_coach_note(scene, &view->coach);
    leg_figure_moving(scene, in);
    screen_notice(scene, view, false);
    draw_ack(scene, in);
    if (walks)
        home_beat_strip(scene, in);
    else
        home_day_strip(scene, view);

    targets_add(targets, whole, TARGET_MENU);
    targets_add(targets,
                (struct draw_rect){layout->right + layout_px(layout, 16) - sensors_w, 0, sensors_w,
                                   layout_px(layout, 68)},
                TARGET_SENSORS);
    draw_tall_foot(scene, in, targets);
    if (home_has_suggestion(view))
        home_suggestion(scene, in, targets);
}
