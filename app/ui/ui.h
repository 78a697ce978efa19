/*
 * ui.h - everything from the core's glance to a draw list and its damage.
 *
 * The loop's part, each time it wakes:
 *
 *     for each display event:   ui_event(ui, &event, &asks); tell the core each of its touches
 *     for each EFFECT_BEAT:     ui_beat(ui, effect.end_ns)
 *     for each EFFECT_INTERVAL: ui_interval(ui, effect.start_ns, effect.end_ns, effect.posture)
 *     for each EFFECT_DAY:      ui_new_day(ui)
 *     when anything happened or ui_next_deadline_mono_ns() has come:
 *         kiosk_glance(...); ui_update(ui, &glance, &context, now)
 *         if (ui_frame(ui, now, &frame)) display.present(frame.list, frame.damage)
 *     poll() until the earliest of all deadlines, ui_next_deadline_mono_ns() among them
 *
 * Pure: no clock, no I/O, no allocation. A struct ui is large (two draw lists): keep it off the
 * stack. Owner: the thread that draws.
 */
#ifndef SH_UI_UI_H
#define SH_UI_UI_H

#include "ports/display.h"
#include "ui/anim.h"
#include "ui/course.h"
#include "ui/hold.h"
#include "ui/layout.h"
#include "ui/navigator.h"
#include "ui/screens.h"
#include "ui/settings.h"
#include "ui/setup.h"
#include "ui/shift.h"
#include "ui/theme.h"
#include "ui/touch.h"
#include "ui/transition.h"
#include "ui/view.h"

#define UI_TOUCHES_MAX 2

/* What a tap asks the shell for, where the core has no part in it. */
enum ui_request_kind {
    UI_REQUEST_NONE,
    UI_REQUEST_REPORT,     /* `number`: enum suggestion_kind, done as the person says */
    UI_REQUEST_SET,        /* `setting`: `number` is its value from now on; keep it */
    UI_REQUEST_TRY,        /* the same for a moment, not to be kept */
    UI_REQUEST_PIN_SET,    /* `text`: it hides the history */
    UI_REQUEST_PIN_TRY,    /* `text`: is it the PIN? The answer is counted, settings.h */
    UI_REQUEST_PIN_REMOVE, /* nothing is hidden any more */
    UI_REQUEST_SYNC,       /* `number`: 1: the person consents to what the page shows; 0: no more */
    UI_REQUEST_ERASE,      /* `number`: enum erase_kind */
    UI_REQUEST_TIME,  /* `number`: yyyymmdd by the clock on the wall, then 4 digits: its minute */
    UI_REQUEST_SETUP, /* `number`: the setup stands at this step, 0: it is over; keep it */
    UI_REQUEST_SETUP_ASIDE /* it steps aside until the next start */
};

struct ui_request {
    enum ui_request_kind kind;
    enum setting setting;
    int64_t number;
    char text[KEYPAD_SIZE];
};

/* What a finger asks for at the event's moment: the core for touches, in this order; the shell. */
struct ui_asks {
    int32_t count;
    enum touch touches[UI_TOUCHES_MAX];
    int32_t quiet_min; /* with TOUCH_QUIET: as in struct kiosk_event */
    struct ui_request request;
};

struct ui_frame {
    const struct draw_list *list;
    const struct draw_damage *damage;
};

/* Fields are private to ui.c. */
struct ui {
    struct layout layout;
    enum theme_id theme;
    struct text_port text;
    struct anim anim;
    struct touch_state touch;
    struct targets targets;
    struct transition transition;
    struct navigator navigator;
    struct course course;
    struct pages pages;
    struct hold hold;
    struct setup_live setup;
    struct ui_request due_request; /* that no tap asks for; kind NONE: none */
    struct view view;
    struct timeline timeline;
    int64_t beats_ns[LIVE_BEATS_KEPT];

    enum ui_screen screen;
    enum ui_screen sheet;   /* the one that is shown over home, or was last */
    int64_t view_change_ns; /* when the view changes by itself */
    int64_t drawn_ns;       /* the last frame's moment */
    int64_t verified_ns;    /* the last verified prompt that was seen; TIME_NEVER: none */
    int32_t date;           /* as of the last update, yyyymmdd or 0 */
    bool has_view;          /* there was an update */
    bool has_left_set;      /* an exercise closed by itself while the core still counts for it */
    bool is_dirty;          /* the view differs from the frame on the glass */
    int64_t retry_ns;       /* a frame failed and is due again; TIME_NEVER: none */
    bool is_whole;          /* the next frame must cover everything */

    int64_t begin_ns;   /* the first frame's moment; TIME_NEVER: nothing was drawn yet */
    struct shift shift; /* of the frame on the glass */

    int current; /* of lists: the one on the glass */
    struct draw_list lists[2];
    struct draw_damage damage;
};

/*
 * What a page makes of a tap on one of its targets, the one at `place` of a row, at `now_mono_ns`:
 * it changes its member of ui->pages, may open another screen, and adds what it asks for. Beside
 * its screen, named in the table of acts.c.
 */
typedef void ui_page_act_fn(struct ui *ui, enum target_id target, int32_t place,
                            int64_t now_mono_ns, struct ui_asks *asks);

/*
 * For ui.c and its acts.c: the tap on the target `id` (0: none) at `now_mono_ns`; what it asks for
 * is added.
 */
void ui_act(struct ui *ui, int32_t id, int64_t now_mono_ns, struct ui_asks *asks);

/*
 * Starts on home, with nothing drawn yet, for a canvas of w x h pixels; `text` is copied. Dark, in
 * the normal text size.
 */
void ui_init(struct ui *ui, int32_t w_px, int32_t h_px, const struct text_port *text,
             bool reduced_motion);

/* From the next frame on; what shows already is drawn anew. Nothing changes if it is the same. */
void ui_set_theme(struct ui *ui, enum theme_id theme);
void ui_set_text_size(struct ui *ui, enum text_size size);
void ui_set_motion(struct ui *ui, bool is_reduced);

/* Everything may read otherwise now: another language is in force. */
void ui_redraw(struct ui *ui);

/*
 * Takes a display's event and says what it asks the core for, if anything: a finger that comes down
 * proves that somebody is there (TOUCH_OTHER); one that lifts within a target asks for what stands
 * on it. Keys and the rest of what a display says are the loop's.
 */
void ui_event(struct ui *ui, const struct display_event *event, struct ui_asks *asks);

/* A beat to draw, at the moment it happened. */
void ui_beat(struct ui *ui, int64_t beat_mono_ns);

/* A posture that the core has decided: EFFECT_INTERVAL. The day's strip shows it. */
void ui_interval(struct ui *ui, int64_t start_mono_ns, int64_t end_mono_ns, enum posture posture);

/* A new kiosk day began: the strip starts afresh. */
void ui_new_day(struct ui *ui);

/* What was seen so far is gone: the strip, and the break that may be shown. */
void ui_forget(struct ui *ui);

/* What there is to show at `now_mono_ns`, the glance's moment. */
void ui_update(struct ui *ui, const struct kiosk_glance *glance, const struct view_context *context,
               int64_t now_mono_ns);

/*
 * True once after an exercise that nobody went on with has closed: its guided set is to be ended in
 * the core, as a TOUCH_STOP, else it would count what is no raise until the person gets up.
 */
bool ui_take_stop(struct ui *ui);

/*
 * What time alone asks the shell for after an update: a rotation on trial turns back, the setup
 * steps aside. False if nothing.
 */
bool ui_take_request(struct ui *ui, struct ui_request *request);

/*
 * Draws if anything looks otherwise than on the glass: true and `frame`, valid until the next call;
 * false if not. If presenting fails, call ui_expose() to have it all drawn again later.
 */
bool ui_frame(struct ui *ui, int64_t now_mono_ns, struct ui_frame *frame);

/*
 * The last frame did not arrive: everything is due again with the next change, or a second after
 * that frame. A screen that cannot be drawn must not be tried as fast as the processor can.
 */
void ui_expose(struct ui *ui);

/* When ui_update() and ui_frame() are due by themselves; TIME_NEVER if never. */
int64_t ui_next_deadline_mono_ns(const struct ui *ui, int64_t now_mono_ns);

/* The page is, or is about to be, shown: the next view_context is to carry it. */
bool ui_wants_diagnostics(const struct ui *ui);

/* Is the page open that shows what would be sent? */
bool ui_wants_sync(const struct ui *ui);

/* Nobody is there, as far as sensors and touches tell: the panel need not be bright. */
bool ui_is_alone(const struct ui *ui);

/* The screen as of the last ui_update(). */
enum ui_screen ui_shown(const struct ui *ui);

#endif
