/*
 * machine.h - the machine under a kiosk that soaks: its time, its switches, its screen and its
 * disk, to which a script does what a month does.
 *
 * The kiosk waits by the machine's clock, on which waiting costs no time: it goes on to the kiosk's
 * next deadline or the script's next line, whichever is earlier, and what the line says happens
 * there. The GPIO chip is tests/sensors/fake_gpiod behind the real driver, the disk is
 * tests/store/fake_disk behind the real store, the glass is the real one without a screen.
 *
 * A line of the script: nanoseconds since its begin (the true time), a word, and up to four numbers
 * (machine.c has the table). Every failure ends the program. One thread, but for the disk's.
 */
#ifndef SH_TESTS_SOAK_MACHINE_H
#define SH_TESTS_SOAK_MACHINE_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "kiosk/appliance.h"
#include "ports/clock.h"
#include "ports/display.h"
#include "ports/notify.h"
#include "sensors/fake_gpiod.h"
#include "store/fake_disk.h"

#define MACHINE_DISK      "soak-disk"
#define MACHINE_HISTORY   "/history.db"
#define MACHINE_FINGERS   4096 /* of a storm, between two turns of the loop */
#define MACHINE_NUMBERS   4
#define MACHINE_WORD_SIZE 16

struct machine_line {
    int64_t at_ns;
    char word[MACHINE_WORD_SIZE];
    int64_t numbers[MACHINE_NUMBERS];
};

/* How a run of the kiosk's process ends. */
enum machine_end {
    MACHINE_RUNS,
    MACHINE_STOPS,  /* in order: SIGTERM */
    MACHINE_KILLED, /* SIGKILL: what the process had in memory is gone, the disk is as it is */
    MACHINE_CUT,    /* no power: of what was not synced something is gone as well */
    MACHINE_SCRIPT_ENDS
};

struct machine {
    /* The script. */
    FILE *script;
    struct machine_line next;
    bool has_next;

    /* Time. */
    int64_t start_wall_s;  /* when the script begins */
    int64_t true_ns;       /* since then */
    int64_t mono_ns;       /* of this boot */
    int64_t wall_error_ns; /* what the wall clock shows too much */
    bool is_synchronised;
    char boot_id[CLOCK_BOOT_ID_SIZE];
    int boots;

    /* The end that is under way. */
    enum machine_end end;
    bool is_armed;      /* it comes with one of the disk's next operations ... */
    int64_t armed_ns;   /* ... or, as that was a minute ago, now */
    int64_t off_ns;     /* how long nothing runs afterwards */
    bool is_other_boot; /* then */
    enum fake_disk_loss loss;

    /* The disk. */
    struct fake_disk *disk;
    pthread_mutex_t lock; /* of the three below */
    pthread_cond_t has_changed;
    bool is_slow;
    bool is_blocked; /* a write waits for its time */
    bool may_write;
    bool was_blocked;      /* as the loop saw it last */
    int64_t write_due_ns;  /* when that one is done */
    int64_t seen_deadline; /* the ledger's, as of the last settling */

    /* The chip, and the screen. */
    struct fake_chip *chip;
    struct display_port glass;
    bool has_screen;
    bool must_redraw; /* frames were left out since the last one that was drawn */
    int64_t drawn_ns; /* when that was */
    struct display_event fingers[MACHINE_FINGERS];
    size_t finger_first, finger_count;
    bool is_down; /* a finger that counts */

    /* The kiosk that runs now. */
    struct appliance *appliance;
    bool must_turn; /* the ledger has said something that the loop has not heard */

    /* The service manager. */
    int64_t fed_ns;
    bool is_watched;

    /* Figures. */
    int64_t waits, idle_turns, frames, touches, refused_touches;
    int64_t turns_in_place; /* without time going on */
};

/* Opens `script`, for a machine that is switched on at `start_wall_s`. */
void machine_init(struct machine *machine, const char *script, int64_t start_wall_s);
void machine_free(struct machine *machine);

struct clock_port machine_clock(struct machine *machine);
struct notify_port machine_notify(struct machine *machine);

/* `glass`, which the machine owns from here on until machine_close_display. */
struct display_port machine_display(struct machine *machine, const struct display_port *glass);

/* The kiosk's process has ended, of which nothing is left: the time until the next one passes. */
void machine_pass_off(struct machine *machine);

/* Says so and ends the program with exit code 1. */
_Noreturn void machine_fail(const struct machine *machine, const char *what);

#endif
