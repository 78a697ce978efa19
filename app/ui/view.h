/*
 * view.h - what the screen says, as flat, rounded data.
 *
 * The view is made from the core's glance and what the shell knows besides (clock, store, source).
 * Numbers are rounded here and nowhere else, so two views that are equal byte for byte look the
 * same, and a frame is drawn only when the view differs. Provisional figures are shown at once.
 *
 * Pure; the thread that draws. It knows no pixels and no sentences.
 */
#ifndef SH_UI_VIEW_H
#define SH_UI_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "core/glance.h"
#include "ui/break_shown.h"
#include "ui/diagnostics.h"
#include "ui/exercise.h"
#include "ui/history_shown.h"
#include "ui/hold.h"
#include "ui/pages.h"
#include "ui/settings.h"
#include "ui/setup.h"
#include "ui/sync_shown.h"
#include "ui/timeline.h"

/* Where the edges come from. Anything but GPIO is said on screen the whole time. */
enum view_source { VIEW_GPIO, VIEW_SIM, VIEW_TRACE };

/* The longest sentence about the history that the screen shows, with its NUL. */
#define VIEW_NOTE_MAX 160

/* What is wrong with the kiosk itself; each has its card. */
enum view_trouble {
    VIEW_TROUBLE_NONE,
    VIEW_TROUBLE_FULL, /* the history: today is kept in memory */
    VIEW_TROUBLE_READ_ONLY,
    VIEW_TROUBLE_PERMISSION,
    VIEW_TROUBLE_BUSY,
    VIEW_TROUBLE_NEWER,
    VIEW_TROUBLE_DAMAGED, /* it was put aside */
    VIEW_TROUBLE_STORE,   /* any other reason */
    VIEW_TROUBLE_CONFIG,
    VIEW_TROUBLE_COUNT
};

/* What the shell adds to the glance. */
struct view_context {
    int32_t local_second;   /* since local midnight, 0 to 86399; -1 without any wall time */
    int32_t date;           /* local, yyyymmdd; 0 without any wall time */
    int32_t weekday;        /* 0 is Sunday; ignored without wall time */
    bool is_unsynchronised; /* the time comes from an RTC or a person, not from the kernel's word */
    enum view_source source;
    enum view_trouble trouble;
    const char *note; /* "" or a translated sentence that says what is wrong with the kiosk */
    const struct diagnostics_shown *diagnostics; /* NULL unless ui_wants_diagnostics() */
    int32_t chair_silent_days; /* without any edge though there should be; 0: all is well */
    int32_t mat_silent_days;
    bool dims_picture; /* while nobody is there, since the panel's light cannot be dimmed */
    struct settings_shown settings;
    const struct history_shown *history; /* NULL unless history_asks() */
    const struct sync_shown *sync;       /* NULL: as SYNC_NOWHERE */
};

/* What the person does, as the screen names it. */
enum view_state {
    VIEW_SITTING,
    VIEW_STANDING,
    VIEW_MOVING,
    VIEW_AWAY,
    VIEW_PAUSED,
    VIEW_UNSURE,
    VIEW_STATE_COUNT
};

/* What is wrong with a sensor; the worst first. */
enum view_fault {
    VIEW_FAULT_NONE,
    VIEW_FAULT_MISSING,
    VIEW_FAULT_UNPLUGGED,
    VIEW_FAULT_CHATTERING,
    VIEW_FAULT_SILENT,
    VIEW_FAULT_COUNT
};

struct view_sensor {
    uint8_t fault;   /* enum view_fault */
    uint8_t present; /* a kiosk may have no mat */
    uint8_t closed;  /* the contact */
    uint8_t padding;
    int32_t silent_days;
};

/* The strip's steps: minutes of the wall clock, or of the time since the first block. */
#define VIEW_STRIP_STEP_NS (60 * INT64_C(1000000000))

struct view_strip {
    int32_t first_hour; /* of the window, local; -1 without wall time */
    int32_t hours;      /* the window's length */
    int32_t now;        /* steps from the left end */
    int32_t count;
    struct strip_block blocks[STRIP_BLOCKS_MAX];
};

#define VIEW_STROLL_NONE (-1) /* nothing is counting towards a stroll */

/* The coach, as the screens tell of it. */
struct view_coach {
    int32_t state;  /* enum coach_state */
    int32_t prompt; /* its number, which chooses among its wordings */
    int32_t snoozes_left;
    int32_t interval_min; /* in force, so twice as long when it is doubled */
    int32_t goal_s;       /* of the break */
    int32_t goal_raises;  /* > 0: a guided set of so many is the break */
    int32_t sat_min;      /* since the last break, while a prompt is to be seen */
    int32_t is_doubled;
    int32_t in_baseline;
    int32_t in_quiet_hours;
    int32_t is_quiet;       /* quiet mode */
    int32_t quiet_end_min;  /* its end, minutes since local midnight; -1 without wall time */
    int32_t quiet_left_min; /* without wall time: until its end, rounded up; else 0 */
    int32_t suggestion;     /* enum suggestion_kind */
};

/* Zeroed before it is filled, so that it can be compared by memcmp. */
struct view {
    int32_t state;      /* enum view_state */
    int32_t leg_stands; /* which leg is drawn */
    int32_t minutes;    /* of the bout, or of the posture that holds now, rounded down */
    int32_t ring_moves; /* the ring shows the break, not the sitting */
    int32_t petals;     /* lit, 0 to 60 */
    int32_t stroll_min; /* until a stroll is due, rounded up; 0: due; or VIEW_STROLL_NONE */
    int32_t moved_s;    /* of the break, over what adds up, rounded down, at most goal_s */
    int32_t goal_s;
    int32_t beats;   /* since getting up */
    int32_t pace;    /* beats a minute, 0: none */
    int32_t raises;  /* of the running series of calf raises, 0: none */
    int32_t flowing; /* a beat within the last three seconds */
    int32_t unattended;

    int32_t sitting_min; /* today */
    int32_t breaks;
    int32_t beats_today;
    int32_t pooled_percent;

    int32_t clock_min; /* minutes since local midnight, -1 without wall time */
    int32_t weekday;
    int32_t unsynchronised;
    int32_t source;      /* enum view_source */
    int32_t away_long;   /* long enough for the ambient screen */
    int32_t away_dim;    /* long enough to save light */
    int32_t is_dimmed;   /* by a veil, since the panel's light cannot be set */
    int32_t ambient_min; /* counts minutes, so that the ambient clock moves without a wall clock */

    struct view_coach coach;
    struct view_sensor chair, mat;
    struct view_strip strip;

    /* From those who keep what came before (course.h); live and done while their screen stands. */
    struct live_shown live;
    struct exercise_shown exercise;
    struct done_shown done;
    struct pages pages;
    struct settings_shown settings;
    struct sync_shown sync;
    struct hold_shown hold;
    struct setup_live setup;
    struct history_shown history;
    int32_t history_is_hidden; /* behind a PIN that nobody has entered */
    struct diagnostics_shown diagnostics;
    int32_t trouble; /* enum view_trouble */
    char note[VIEW_NOTE_MAX];
    int32_t padding;
};

/* Away for this long, and the screen is dimmed. Chosen; not from a study. */
#define VIEW_DIM_AFTER_NS (INT64_C(60) * 1000000000)

/* Away for this long, and the screen goes dark. Chosen; not from a study. */
#define VIEW_AMBIENT_AFTER_NS (10 * INT64_C(60) * 1000000000)

/* Fills `view`. `now_mono_ns` is the glance's moment. */
void view_make(struct view *view, const struct kiosk_glance *glance,
               const struct view_context *context, const struct timeline *timeline,
               int64_t now_mono_ns);

/* What is said of the two sensors. */
void view_make_sensors(const struct kiosk_glance *glance, const struct view_context *context,
                       struct view_sensor *chair, struct view_sensor *mat);

bool view_equal(const struct view *a, const struct view *b);

/*
 * When the view will differ though nothing happens: the next minute of the clock, of the bout, of a
 * petal; every second during a break; every five while the gauge moves. Never before now.
 */
int64_t view_next_change_mono_ns(const struct kiosk_glance *glance,
                                 const struct view_context *context, int64_t now_mono_ns);

#endif
