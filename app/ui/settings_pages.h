/*
 * settings_pages.h - the pages of what a person may choose: each one's drawing, and what its
 * targets do. ui.c and acts.c name them in their tables.
 *
 * Pure; the thread that draws.
 */
#ifndef SH_UI_SETTINGS_PAGES_H
#define SH_UI_SETTINGS_PAGES_H

#include "ui/screens.h"
#include "ui/ui.h"

/* The two lists: what is the person's, and what is the kiosk's. */
enum settings_list { SETTINGS_OF_PERSON, SETTINGS_OF_KIOSK };

/* What is to go. */
enum erase_kind { ERASE_HISTORY, ERASE_PERSON };

screen_draw_fn settings_draw, choices_draw, keypad_draw, erase_draw, cleaning_draw, time_draw,
    setup_draw, sync_draw;

/* settings_act takes every target of these pages, and gives each page its own. */
ui_page_act_fn settings_act, choices_act, keypad_act, erase_act, time_act, setup_act, sync_act;

/* Part of ui_update(): what time and the shell's answers change; what is shown of it is added. */
void settings_follow(struct ui *ui, struct view *view, int64_t now_mono_ns);
int64_t settings_next_change_mono_ns(const struct ui *ui, int64_t now_mono_ns);

/* The row at `place` of the lists was tapped. */
void settings_open_row(struct ui *ui, int32_t place, int64_t now_ns, struct ui_asks *asks);

/* The choices of a setting as cells within a box of units, for its page and for the setup. */
void choice_cells(const struct scene *scene, const struct screen_input *in, enum setting setting,
                  double x, double y, double w, double h, struct targets *targets);

/* The fields of date and time within a box of units, likewise; and what they say, asked for. */
void time_fields(const struct scene *scene, const struct screen_input *in, double x, double y,
                 double w, double h, struct targets *targets);
void time_ask(const struct time_page *page, struct ui_asks *asks);

/*
 * A tap wants `opens`, which the history stands on: false if it may be seen. If it is hidden, the
 * keypad opens instead, and `opens` after the right PIN.
 */
bool settings_ask_pin(struct ui *ui, enum ui_screen opens);

/* The setting that a step of the setup asks for. */
enum setting setup_setting(int32_t step);

/* From a page to the list that it was opened from; a rotation on trial turns back. */
void settings_go_back(struct ui *ui, struct ui_asks *asks);

#endif
