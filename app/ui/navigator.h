/*
 * navigator.h - which screen stands: one order for all that want to.
 *
 * The first that applies:
 *
 *   cleaning   for half a minute no touch counts, whatever else there is
 *   setup      until it is done or steps aside, and the keypad that it opens; not over ambient
 *   ambient    away for ten minutes, and no touch for a minute
 *   paused     until resumed: nothing else is counted or asked meanwhile
 *   prompt     its full stage and its pulse; once the person moves, the live view instead
 *   live       what the coach holds open: going now, up, sitting again for a moment; with a
 *              protocol of raises the guided set. Left by a tap, it stays left for that prompt
 *   asked      what a tap opened: a sheet over home, the live view of a stroll that nobody asked
 *              for, an exercise, the switches, a card
 *   banner     over home; and what is missing of a break that ended unfinished
 *   done       a break, until a minute after it or a tap
 *   card       of a faulty sensor, unless put off until tomorrow; then of what is wrong with the
 *              kiosk itself, likewise
 *   home
 *
 * So a prompt and a card never lie on each other: the card waits for the prompt, whose buttons are
 * all there; a chair that cannot be believed stops the prompt (the posture is unknown), and the
 * card has the screen. A prompt that arrives closes what was asked for; an exercise under way goes
 * on through the banner, not through the full stage. A menu that is opened while the banner stands
 * lies over it (quiet mode is in it) until it closes or the full stage comes.
 *
 * Nothing is a dead end: what a tap opened goes by itself, sheets 10 s and all else a minute after
 * the last touch, step or raise of a set.
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_NAVIGATOR_H
#define SH_UI_NAVIGATOR_H

#include "ui/screens.h"
#include "ui/view.h"

enum ui_screen {
    UI_HOME,
    UI_BANNER, /* over home, as the next three */
    UI_MENU,
    UI_EXERCISES,
    UI_QUIET,
    UI_PROMPT,
    UI_LIVE,
    UI_EXERCISE,
    UI_DONE,
    UI_PAUSED,
    UI_FAULT,
    UI_SENSORS,
    UI_SYSTEM,
    UI_DIAGNOSTICS,
    UI_LEARN,
    UI_LEARN_CARD,
    UI_PROFESSIONAL,
    UI_ABOUT,
    UI_HISTORY,
    UI_SETTINGS,
    UI_CHOICES,
    UI_KEYPAD,
    UI_ERASE,
    UI_SYNC,
    UI_TIME,
    UI_CLEANING,
    UI_SETUP,
    UI_AMBIENT,
    UI_SCREEN_COUNT
};

enum navigator_line { NAVIGATOR_CHAIR, NAVIGATOR_MAT, NAVIGATOR_LINES };

struct navigator {
    enum ui_screen shown;
    enum ui_screen asked; /* opened by a tap; UI_HOME: none */
    int64_t touched_ns;   /* the last touch; TIME_NEVER before the first */
    int64_t active_ns;    /* the last sign that what was asked for goes on; TIME_NEVER: none */
    int64_t done_ns;      /* the last sign of the break that is shown; TIME_NEVER: none is */
    bool is_alone;        /* away, and no touch for a minute: the screen need not be bright */
    int32_t state;        /* enum coach_state of the last view */
    int32_t set_done;     /* of the exercise of the last view */
    int32_t left_prompt;  /* the prompt whose live view was left; 0: none */
    int32_t rest_prompt;  /* the prompt whose missing rest was taken up; 0: none */
    int32_t reminded_date[NAVIGATOR_LINES]; /* the day on which a card was put off; -1: never */
    uint8_t reminded_fault[NAVIGATOR_LINES];
    int32_t reminded_trouble_date; /* likewise of the kiosk's own trouble */
    int32_t reminded_trouble;
};

void navigator_init(struct navigator *navigator);

/* A touch of any kind. */
void navigator_touch(struct navigator *navigator, int64_t now_mono_ns);

/* A tap opens `screen`; UI_HOME closes what is open. */
void navigator_open(struct navigator *navigator, enum ui_screen screen);

/* The view's live view is left by a tap; what is missing of a break is taken up. */
void navigator_leave_live(struct navigator *navigator, const struct view *view);
void navigator_take_rest(struct navigator *navigator, const struct view *view);

/* The card that is shown is put off until another `date` (yyyymmdd, 0 without wall time). */
void navigator_remind(struct navigator *navigator, const struct view *view, int32_t date);

/* The same for the card of what is wrong with the kiosk. */
void navigator_remind_trouble(struct navigator *navigator, const struct view *view, int32_t date);

/* A break is shown from now on. */
void navigator_open_done(struct navigator *navigator, int64_t now_mono_ns);
void navigator_close_done(struct navigator *navigator);

/* Takes the view of `now_mono_ns`, chooses, and returns what to show. */
enum ui_screen navigator_choose(struct navigator *navigator, const struct view *view, int32_t date,
                                int64_t now_mono_ns);

/* When it would choose otherwise by time alone; TIME_NEVER: not at all. */
int64_t navigator_next_change_mono_ns(const struct navigator *navigator, const struct view *view);

/* Does the screen lie over home, as a sheet or a banner? */
bool navigator_is_over_home(enum ui_screen screen);

#endif
