/*
 * terms.h - the field's own words, once: lines, postures, faults and touches.
 *
 * Every layer speaks of the same few things, so their names live below all of them. The texts are
 * those of the trace format, of JSON and of the logs; they are identifiers, never shown to a
 * person (the screens have translated words of their own).
 *
 * Any thread. Pure.
 */
#ifndef SH_BASE_TERMS_H
#define SH_BASE_TERMS_H

#include <stddef.h>

/* A sensor line. `plug` is the optional loop through the chair's connector. */
enum line { LINE_CHAIR, LINE_MAT, LINE_PLUG, LINE_COUNT };

/* What the person does now (SBRN terms, Tremblay 2017). */
enum posture {
    POSTURE_UNKNOWN,
    POSTURE_SEATED,
    POSTURE_STANDING,
    POSTURE_STEPPING,
    POSTURE_AWAY,
    POSTURE_COUNT
};

/* Why a line cannot be believed. Several may hold at once, hence bits. */
enum line_fault {
    LINE_FAULT_NONE = 0,
    LINE_FAULT_CHATTERING = 1 << 0, /* does not settle: found by the debounce */
    LINE_FAULT_MISSING = 1 << 1,    /* its chip is gone: told by the driver */
    LINE_FAULT_UNPLUGGED = 1 << 2   /* the plug line is open: told by that line */
};

/* What a person's touch asked for. `other` only proves that somebody is there. */
enum touch {
    TOUCH_START,
    TOUCH_SNOOZE,
    TOUCH_SKIP,
    TOUCH_QUIET,
    TOUCH_PAUSE,
    TOUCH_RESUME,
    TOUCH_EXERCISE,
    TOUCH_STOP,
    TOUCH_OTHER,
    TOUCH_COUNT
};

/* The identifier of a value, such as "chair" or "seated"; never NULL for a value of the enum. */
const char *line_name(enum line line);
const char *posture_name(enum posture posture);
const char *touch_name(enum touch touch);

/*
 * The value that `text` (`len` bytes, not necessarily ended by NUL) names, or -1 if none: compared
 * exactly, case included.
 */
int line_from_name(const char *text, size_t len);
int posture_from_name(const char *text, size_t len);
int touch_from_name(const char *text, size_t len);

#endif
