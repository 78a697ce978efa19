/*
 * diagnostics.h - what the page for whoever looks after a kiosk says, as rows and as a QR code.
 *
 * The shell fills it (kiosk/diagnostics.h); the words of a label are looked up here. The code has
 * the same in plain English, for a telephone's camera and a ticket: nothing of the history and no
 * name is in it. Flat and zeroed before it is filled: views are compared by memcmp.
 */
#ifndef SH_UI_DIAGNOSTICS_H
#define SH_UI_DIAGNOSTICS_H

#include <stdint.h>

#define DIAGNOSTICS_ROWS_MAX  10
#define DIAGNOSTICS_VALUE_MAX 96

/* Version 13 of a QR code (ISO/IEC 18004): 69 modules a side, 425 bytes at correction level L. */
#define DIAGNOSTICS_QR_VERSION 13
#define DIAGNOSTICS_QR_SIDE    69
#define DIAGNOSTICS_QR_BYTES   425

struct diagnostics_row {
    int32_t is_fault;
    char label[24]; /* N_() */
    char value[DIAGNOSTICS_VALUE_MAX];
};

struct diagnostics_shown {
    int32_t count;
    int32_t side; /* modules of the code; 0: there is none */
    struct diagnostics_row rows[DIAGNOSTICS_ROWS_MAX];
    /* As drawlist_modules() takes them; the rest keeps whole what is compared as bytes. */
    char modules[DIAGNOSTICS_QR_SIDE * DIAGNOSTICS_QR_SIDE + 3];
};

#endif
