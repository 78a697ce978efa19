/*
 * settings.h - the settings that the screen offers: what each may be, and how that reads.
 *
 * A setting is a key that a person may choose (base/personal.h); its value is what the
 * configuration keeps: the index of a choice, 0 or 1, a number. Sentences are looked up here.
 * Pure; the thread that draws.
 */
#ifndef SH_UI_SETTINGS_H
#define SH_UI_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/protocol.h"

enum setting {
    SETTING_PROTOCOL,
    SETTING_SUGGESTIONS,
    SETTING_CHIME,
    SETTING_LANGUAGE,
    SETTING_THEME,
    SETTING_TEXT_SIZE,
    SETTING_MOTION,
    SETTING_ROTATION,
    SETTING_BRIGHTNESS,
    SETTING_COUNT
};

/* What the shell says of the settings; flat, for it is compared by memcmp. */
struct settings_shown {
    int32_t value[SETTING_COUNT];
    int32_t is_locked[SETTING_COUNT]; /* by the administrator */
    int32_t has_backlight;            /* else there is no brightness to set */
    int32_t has_pin;                  /* the history is hidden behind it */
    int32_t can_set_time;             /* neither the kernel nor a hardware clock says the time */
    int32_t lacks_cjk;                /* no typeface has the signs of such a language */
    int32_t custom_interval_s;        /* what PROTOCOL_CUSTOM means here */
    int32_t custom_duration_s;
    int32_t clock_date; /* yyyymmdd and minutes: where setting the time by hand begins */
    int32_t clock_min;
    int32_t kept_days;    /* closed days of the history */
    int32_t pin_answer;   /* counts the answers to a PIN that was entered */
    int32_t pin_is_right; /* the last one */
    int32_t pin_wait_s;   /* until the next may be tried; 0: at once */
    int32_t setup_step;   /* 1 and up: the first-run setup stands there; 0: it does not */
    int32_t can_rotate;   /* the display can be turned */
};

/* Longest sentence of a choice, with its NUL. */
#define SETTINGS_TEXT_MAX 160

/* The key in the configuration, such as "display.theme". */
const char *setting_key(enum setting setting);

/* What it is called, and a sentence on what it does. */
const char *setting_title(enum setting setting);
const char *setting_help(enum setting setting);

/*
 * How many choices it has here, 1 and up, and the value of the one at `place`. A language that
 * would be nothing but boxes is none, unless it was chosen before.
 */
int32_t setting_choices(const struct settings_shown *shown, enum setting setting);
int32_t setting_choice(const struct settings_shown *shown, enum setting setting, int32_t place);

/* How a value reads, and what is added to it in small letters ("" for nothing). */
void setting_text(const struct settings_shown *shown, enum setting setting, int32_t value,
                  char text[SETTINGS_TEXT_MAX]);
void setting_more(enum setting setting, int32_t value, char text[SETTINGS_TEXT_MAX]);

#endif
