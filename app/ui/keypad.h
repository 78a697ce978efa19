/*
 * keypad.h - digits on their way to a PIN: a new one twice, the one in force once.
 *
 * The digits are here only until they are asked about; what they are compared with is the shell's,
 * which answers by counting (struct settings_shown). Flat, for the view. Pure; the thread that
 * draws.
 */
#ifndef SH_UI_KEYPAD_H
#define SH_UI_KEYPAD_H

#include <stdbool.h>
#include <stdint.h>

#define KEYPAD_LEAST 4
#define KEYPAD_MOST  8
#define KEYPAD_SIZE  12 /* KEYPAD_MOST with its NUL, and no gap behind it */

/* How a PIN that is entered is meant. */
enum keypad_purpose {
    KEYPAD_CHOOSE, /* there is none yet */
    KEYPAD_CHANGE, /* there is one: it is asked for first */
    KEYPAD_OPEN    /* to see what it hides */
};

enum keypad_stage {
    KEYPAD_NEW,
    KEYPAD_AGAIN,
    KEYPAD_CURRENT,
    KEYPAD_WAITING, /* for the shell's answer */
    KEYPAD_OPENED   /* it was the right one: change it or remove it */
};

enum keypad_note { KEYPAD_NOTE_NONE, KEYPAD_NOTE_DIFFERS, KEYPAD_NOTE_WRONG };

struct keypad_page {
    int32_t purpose; /* enum keypad_purpose */
    int32_t stage;   /* enum keypad_stage */
    int32_t note;    /* enum keypad_note */
    int32_t opens;   /* with KEYPAD_OPEN: enum ui_screen that the right PIN opens */
    int32_t answers; /* that the shell had given when the last PIN was asked about */
    int32_t count;   /* of digits */
    char digits[KEYPAD_SIZE];
    char first[KEYPAD_SIZE]; /* the new one, as it was entered the first time */
};

/* What a key leads to. */
enum keypad_result {
    KEYPAD_GOES_ON,
    KEYPAD_ASKS, /* is `pin` the one in force? */
    KEYPAD_SETS  /* `pin` is the new one */
};

/* The keys besides the digits 0 to 9. */
#define KEYPAD_DELETE 10
#define KEYPAD_ENTER  11
#define KEYPAD_KEYS   12

void keypad_begin(struct keypad_page *page, enum keypad_purpose purpose);

/* Takes a key; with KEYPAD_ASKS and KEYPAD_SETS the digits are in `pin`, and nowhere else. */
enum keypad_result keypad_press(struct keypad_page *page, int32_t key, int32_t answers,
                                char pin[KEYPAD_SIZE]);

/* The shell's answers so far, and the last; true once when it was the right PIN. */
bool keypad_follow(struct keypad_page *page, int32_t answers, bool is_right);

#endif
