/*
 * screens.h - each screen from view to draw list; the parts they share.
 *
 * A screen adds its still items, calls drawlist_end_still() once, then adds what may change, the
 * parts that come and go in number last. It keeps no state. Pure; the thread that draws.
 */
#ifndef SH_UI_SCREENS_H
#define SH_UI_SCREENS_H

#include "ui/anim.h"
#include "ui/text.h"
#include "ui/touch.h"
#include "ui/view.h"

/* What can be tapped, over all screens. */
enum target_id {
    TARGET_NONE,
    TARGET_ANYWHERE, /* somebody is there */
    TARGET_MENU,     /* home: anywhere */
    TARGET_CLOSE,    /* the menu: above its sheet */
    TARGET_BACK,     /* to home, or out of what the coach holds open */

    /* The menu's tiles; those of its pages are further down. */
    TARGET_STROLL,
    TARGET_EXERCISE,
    TARGET_DRINK,
    TARGET_QUIET,
    TARGET_PAUSE,

    /* A prompt. */
    TARGET_START,
    TARGET_SNOOZE,
    TARGET_SKIP,

    TARGET_SUGGESTION, /* home's small suggestion */

    /* A guided exercise; a break. */
    TARGET_PAUSE_SET, /* a set stops for a moment, or goes on */
    TARGET_STOP,
    TARGET_DONE,       /* "I did them": reported */
    TARGET_WATER,      /* "I had water": reported */
    TARGET_OFFER_REST, /* what is missing of a break */

    TARGET_RAISES,
    TARGET_TOES,
    TARGET_CIRCLES,
    TARGET_QUIET_30,
    TARGET_QUIET_60,
    TARGET_QUIET_90,
    TARGET_QUIET_END,
    TARGET_RESUME, /* ends the pause */

    TARGET_SENSORS,      /* home: the sensor icons */
    TARGET_TEST_SENSORS, /* a card: look at the switches live */
    TARGET_REMIND,       /* a card: tomorrow again */
    TARGET_REMIND_SYSTEM,
    TARGET_DIAGNOSTICS,

    /* Pages to read. */
    TARGET_LEARN,      /* the list of topics */
    TARGET_TOPIC,      /* the topic at the place */
    TARGET_LEARN_NEXT, /* the next page; the list after a topic's last card */
    TARGET_LEARN_BACK, /* the page before, or where it was opened from */
    TARGET_PROFESSIONAL,
    TARGET_ABOUT,

    /* Pages of what a person may choose. */
    TARGET_SETTINGS,  /* the person's list */
    TARGET_KIOSK,     /* the kiosk's */
    TARGET_ROW,       /* of a list, at the place */
    TARGET_CHOICE,    /* of a setting, at the place */
    TARGET_KEY,       /* of the keypad, at the place */
    TARGET_STEP,      /* of a field of date and time: up at its even place, down at the odd one */
    TARGET_ANSWER,    /* to what the page asks, at the place */
    TARGET_PAGE_BACK, /* to where the page was opened from */

    /* The history. */
    TARGET_HISTORY,
    TARGET_HISTORY_SCALE, /* day, week or trend, by its place */
    TARGET_HISTORY_OLDER,
    TARGET_HISTORY_NEWER,
    TARGET_HISTORY_CHART,   /* where the finger was tells what of it */
    TARGET_HISTORY_EARLIER, /* the block before the one that is chosen */
    TARGET_HISTORY_LATER,
    TARGET_HISTORY_BACK,
    TARGET_COUNT
};

/* One of a row of alike targets carries its place in the row, 0 to 65535. */
#define TARGET_KINDS 256

static inline int32_t target_with(enum target_id id, int32_t place)
{
    return (int32_t)id + place * TARGET_KINDS;
}

static inline enum target_id target_kind(int32_t id)
{
    return (enum target_id)(id % TARGET_KINDS);
}

static inline int32_t target_place(int32_t id)
{
    return id / TARGET_KINDS;
}

/* What a screen draws from besides the view. */
struct screen_input {
    const struct view *view;
    const struct anim_pose *pose;
    const int64_t *beats_ns; /* the beats of the last half minute, newest first, as in the glance */
    int64_t now_mono_ns;
    int32_t pressed;     /* target under the finger, or 0 */
    float pulse;         /* of a prompt that has waited for long, 0 to 1 */
    bool reduced_motion; /* poses are swapped */
    int32_t ack_x, ack_y;
};

/* Draws the screen and says what can be tapped on it. */
typedef void screen_draw_fn(const struct scene *scene, const struct screen_input *in,
                            struct targets *targets);

screen_draw_fn screen_home_draw, screen_fault_draw, screen_sensors_draw, screen_ambient_draw;
screen_draw_fn screen_prompt_draw, screen_paused_draw, screen_system_draw, screen_diagnostics_draw;

screen_draw_fn screen_learn_draw, screen_learn_card_draw;
screen_draw_fn screen_professional_draw, screen_about_draw;

/* What lies over home, in its place: the prompt's banner, and the sheet's pages. */
screen_draw_fn banner_draw, sheet_menu_draw, sheet_exercises_draw, sheet_quiet_draw;

/* Of several faults the one whose card is shown: the chair's first, then the worst. */
struct fault_shown {
    bool is_chair;
    enum view_fault fault; /* VIEW_FAULT_NONE: none */
};

struct fault_shown screen_fault_of(const struct view *view);

/* That card's title, translated, into `text` of `size` bytes; "" without a fault. */
void screen_fault_title(const struct view *view, char *text, size_t size);

/* The leg's panel with its still layers; then, above them, what moves. */
void leg_figure_still(const struct scene *scene, const struct screen_input *in);
void leg_figure_moving(const struct scene *scene, const struct screen_input *in);

/* The rows at the foot of home: the day's strip with its legend, or the last beats. */
void home_day_strip(const struct scene *scene, const struct view *view);
void home_beat_strip(const struct scene *scene, const struct screen_input *in);

/* The coach's small suggestion, in the legend's place: it is there while nothing graver is said. */
bool home_has_suggestion(const struct view *view);
void home_suggestion(const struct scene *scene, const struct screen_input *in,
                     struct targets *targets);

/*
 * The ground that a leg, a figure or a card stands on, with its line where the theme draws one:
 * a panel bleeds off the canvas's edges, a card is round.
 */
void screen_panel(const struct scene *scene, struct draw_rect rect);
void screen_card(const struct scene *scene, struct draw_rect rect, float radius_px);

/* Says on every screen that the edges are not real. */
void screen_notice(const struct scene *scene, const struct view *view, bool dim);

/* A button in the ways the design knows; registers its target. Exactly one a screen is primary. */
enum button_kind { BUTTON_PRIMARY, BUTTON_SECONDARY, BUTTON_GHOST };
void screen_button(const struct scene *scene, enum button_kind kind, struct draw_rect rect,
                   const char *label, int32_t target, int32_t pressed, struct targets *targets);

/* The same with a second line in small letters; `more` NULL: none. */
void screen_button_more(const struct scene *scene, enum button_kind kind, struct draw_rect rect,
                        const char *label, const char *more, int32_t target, int32_t pressed,
                        struct targets *targets);

void targets_add(struct targets *targets, struct draw_rect rect, int32_t id);

#endif
