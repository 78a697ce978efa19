/*
 * appliance.h - the core, the screen and the history held together.
 *
 * Knows what an event of a sensor, a finger or the clock means to each of them, and nothing of
 * descriptors: that is the loop's. Owner: the loop's thread. Nothing here blocks but
 * appliance_load, which is called before the loop runs.
 */
#ifndef SH_KIOSK_APPLIANCE_H
#define SH_KIOSK_APPLIANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/glance.h"
#include "core/kiosk.h"
#include "kiosk/choices.h"
#include "kiosk/diagnostics.h"
#include "kiosk/history.h"
#include "kiosk/history_pages.h"
#include "kiosk/lighting.h"
#include "kiosk/queueing.h"
#include "kiosk/trouble.h"
#include "kiosk/wall.h"
#include "ports/display.h"
#include "ports/sensors.h"
#include "ports/sound.h"
#include "ui/ui.h"

/* Writes what a maintainer should read; `text` is one line without its end. */
typedef void appliance_log_fn(void *self, const char *text);

struct appliance {
    struct kiosk kiosk;
    struct kiosk scratch; /* the glance's copy, to ask "what if" */
    int64_t bouts_ns[DAY_BOUTS_MAX];
    struct kiosk_glance glance;
    struct ui ui;
    struct wall wall;
    struct history history;
    struct history_loaded loaded;
    struct ledger *ledger;          /* the caller's; NULL: nothing is kept */
    const struct sound_port *sound; /* the caller's; NULL: no chime */
    enum view_source source;
    struct trouble trouble;
    struct lighting lighting;
    struct choices choices;
    bool has_config;                    /* else `choices` is only what is shown */
    const struct display_port *display; /* the caller's, to be turned; NULL: it cannot be */
    bool lacks_cjk;                     /* no typeface for such a language, as it was started */
    int32_t kept_days;                  /* closed days that the history has */
    struct diagnostics diagnostics;
    struct history_pages history_pages;
    struct queueing queueing;
    const char *display_driver; /* for its page: static text */
    char logged[ERR_TEXT_MAX];  /* the last line */
    appliance_log_fn *log;
    void *log_self;

    int date;              /* the kiosk day in force, yyyymmdd; 0 without wall time */
    int64_t next_day_ns;   /* when the next one starts */
    int64_t next_quiet_ns; /* when quiet hours may begin or end */
    struct quiet_hours quiet_hours;
    int baseline_days_left;      /* days that only observe, with the one in force */
    int64_t next_refresh_ns;     /* when to ask again whether the clock is synchronised */
    bool must_commit;            /* what this step brought a person has decided */
    bool has_ended;              /* the trace is over: time stands still */
    uint64_t edges;              /* taken so far */
    int64_t edge_ns[LINE_COUNT]; /* the last one of each; TIME_NEVER: none yet */
    int64_t started_ns;
    int64_t written_ns; /* the history's last commit; TIME_NEVER: none yet */
};

/*
 * Prepares core and screen for `now_mono_ns`; `text` measures for the screen. `wall` is copied.
 * `*appliance` is all zero: fresh from calloc(), so that the half megabyte which the history's
 * pages work in takes memory only once one was opened. appliance_begin follows.
 */
void appliance_init(struct appliance *appliance, const struct kiosk_setup *setup,
                    const struct wall *wall, enum view_source source, const struct text_port *text,
                    int32_t w_px, int32_t h_px, bool reduced_motion, int64_t now_mono_ns);

/*
 * Nobody is prompted in `quiet_hours` (copied), nor on the first `baseline_days` kiosk days that
 * there are. Without it there are no such hours and days; before appliance_load.
 */
void appliance_set_quiet(struct appliance *appliance, const struct quiet_hours *quiet_hours,
                         int baseline_days);

/*
 * How bright the panel is, with `backlight`, the caller's, which must live as long; NULL: the
 * picture is dimmed instead while nobody is there.
 */
void appliance_set_lighting(struct appliance *appliance, const struct backlight_port *backlight,
                            const struct config *config);

/*
 * What the files say (copied), over which the person's choices lie: those that the store has kept
 * are in force from appliance_load on. `display`, the caller's, which must live as long, is turned
 * by them. Without it nothing is chosen: the core has the setup it was given, and any sound plays.
 */
void appliance_set_config(struct appliance *appliance, const struct config *config,
                          const struct display_port *display);

/*
 * Where closed periods wait to be sent, `outbox`, the caller's, which must live as long as the
 * ledger; NULL: nowhere, for the reason `without`. `url` is where they would go. After
 * appliance_init; without it, it is as with SYNC_NOWHERE.
 */
void appliance_set_outbox(struct appliance *appliance, const struct outbox *outbox,
                          enum sync_state without, const struct config *config, const char *url);

/* Has nothing been kept yet, not even that a setup began? After appliance_load. */
bool appliance_is_new(const struct appliance *appliance);

/* The first-run setup stands from its beginning. After appliance_begin. */
void appliance_begin_setup(struct appliance *appliance, int64_t now_mono_ns);

/* A chime at a prompt's last stage, where it is chosen. `sound`, the caller's, must live as long;
 * NULL for none. */
void appliance_set_sound(struct appliance *appliance, const struct sound_port *sound);

/*
 * Reads what `store` has kept: the open state and the day's strip. Blocks on the store, before the
 * ledger has it; a state that cannot be read is logged and begun anew.
 */
void appliance_load(struct appliance *appliance, const struct store *store, int64_t now_mono_ns);

/*
 * Keeps with `ledger` (NULL: nothing is kept) from here on, and carries on from what was loaded.
 * Before anything is taken.
 */
void appliance_begin(struct appliance *appliance, struct ledger *ledger, int64_t now_mono_ns);

/* Says on the screen, and logs, that the history cannot be kept. */
void appliance_note_store(struct appliance *appliance, const struct err *err);

/* Says on the screen that the configuration has `mistakes`, where nothing graver is said. */
void appliance_note_config(struct appliance *appliance, size_t mistakes);

/*
 * Says on the screen that it cannot speak the language `code`, static text, where nothing graver is
 * said; NULL: that it can again.
 */
void appliance_note_language(struct appliance *appliance, const char *code);

/* Logs one line, unless it is the last one again. */
void appliance_log(struct appliance *appliance, const char *text);

/*
 * What the screen says is wrong with the kiosk, else with a sensor, into `text` of `size` bytes; ""
 * if all is well. After appliance_show.
 */
void appliance_write_trouble(struct appliance *appliance, char *text, size_t size);

/* The ledger's status may have changed: what is wrong with the history goes to the screen. */
void appliance_take_ledger(struct appliance *appliance);

/* Takes what a sensors port handed out. */
void appliance_take_sensor(struct appliance *appliance, const struct sensor_event *event);

/* Takes what a display handed out; DISPLAY_QUIT and keys are the loop's. */
void appliance_take_display(struct appliance *appliance, const struct display_event *event);

/* The wall clock may have been set. */
void appliance_clock_changed(struct appliance *appliance, int64_t now_mono_ns);

/* Time has come this far: days, hold-offs, the minute's commit. */
void appliance_tick(struct appliance *appliance, int64_t now_mono_ns);

/* Brings the view up to date; then ui_frame says whether there is something to draw. */
void appliance_show(struct appliance *appliance, int64_t now_mono_ns);

/*
 * The earliest moment at which time alone matters to core, clock and history; TIME_NEVER if none
 * does. The screen's is ui_next_deadline_mono_ns.
 */
int64_t appliance_next_deadline(const struct appliance *appliance);

#endif
