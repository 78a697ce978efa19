/*
 * desk.h - a desk with a kiosk on it, for tests: the real appliance, ledger and database on virtual
 * time, with a person who sits, stands and steps, and a machine that is switched off and on.
 *
 * Every failure ends the test.
 */
#ifndef SH_TESTS_KIOSK_DESK_H
#define SH_TESTS_KIOSK_DESK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/units.h"
#include "kiosk/appliance.h"
#include "ports/clock.h"
#include "ports/store.h"

struct desk {
    /* The machine's clock: a boot's monotonic time, and the true time that a test may hide. */
    int64_t mono_ns;
    int64_t true_wall_ns;
    int64_t wall_error_ns; /* what the wall clock shows too much */
    bool is_synchronised;
    bool has_rtc;
    char boot_id[CLOCK_BOOT_ID_SIZE];
    int boots;

    struct kiosk_setup appliance_setup;
    struct calendar calendar;       /* UTC unless changed */
    struct quiet_hours quiet_hours; /* none unless changed */
    int baseline_days;
    const struct sound_port *sound; /* none unless changed */
    bool has_config;                /* else nothing is chosen, and the setup above holds */
    struct config config;
    const char *database;
    const char *vfs;             /* SQLite's name of the disk it is on; NULL: the usual one */
    const struct outbox *outbox; /* none unless changed; for what `config` says, to `url` */
    const char *url;
    struct store store;
    struct ledger *ledger;
    struct appliance *appliance;
    bool closed[LINE_COUNT];
    bool waits_for_disk; /* after each event: what was handed over is written before the next */
    int64_t handed_ns;   /* the ledger's last commit, TIME_NEVER before the first */
    int64_t commits;     /* while waiting for the disk */
    int log_lines;
    char log[512]; /* the last line */
};

/* A desk at the UTC moment `wall_s`, synchronised, with nothing running yet; zone UTC. */
void desk_init(struct desk *desk, const char *database, int64_t wall_s);

/* Switches the kiosk on, on this boot or (after desk_reboot) the next; levels follow. */
void desk_start(struct desk *desk);

/* Ends it in order; the second: if the disk takes it. */
void desk_stop(struct desk *desk);
bool desk_try_stop(struct desk *desk);

/*
 * Cuts it off `after` which nothing has reached the disk: the ledger's last commits are waited for
 * first, so that it is known which state is there.
 */
void desk_cut(struct desk *desk);

/* The power goes: the disk (fake_disk_cut_after) takes nothing more. */
void desk_lose_power(struct desk *desk);

/* The machine's clock as a port, for as long as the desk stays where it is. */
struct clock_port desk_clock(struct desk *desk);

/*
 * The loop's turns until the outbox has what is due: what was asked for is done, or has failed. The
 * moment stays the same.
 */
void desk_follow_outbox(struct desk *desk);

/* Time passes without the kiosk, in this boot or with a new one. */
void desk_sleep(struct desk *desk, int64_t seconds);
void desk_reboot(struct desk *desk, int64_t seconds);

/* Time passes with it: a tick at each of its deadlines. */
void desk_wait(struct desk *desk, int64_t seconds);

/* Sits, and waits for half a minute of a prompt's banner. */
void desk_sit_until_prompted(struct desk *desk);

void desk_set(struct desk *desk, enum line line, bool closed);

/* A touch that asks for something, and the moment after it in which that is decided. */
void desk_touch(struct desk *desk, enum touch touch);

/* `footfalls` on the mat, one each 1.2 s. */
void desk_walk(struct desk *desk, int footfalls);

/* The day's figures as the screen has them. */
const struct day_figures *desk_today(struct desk *desk);

/* What the coach does, as the screen has it. */
const struct coach_glance *desk_coach(struct desk *desk);

/* Until the disk has what the ledger was handed; false if it cannot take it. */
bool desk_wait_for_disk(struct desk *desk);

/* The database, for reading; to be closed. */
struct store desk_open_store(struct desk *desk);

/* Switched off, looks at the database: seconds in a posture, and figures of closed days. */
int64_t desk_stored_s(struct desk *desk, enum posture posture);
bool desk_stored_figure(struct desk *desk, int date, const char *name, double *value);

#endif
