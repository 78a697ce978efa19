/*
 * power_days.h - six days of a desk whose power may go at any write: what happens, and what is
 * true.
 *
 * One disk in memory holds both databases, made by the oldest programs there are. On it run, one
 * after the other as on a real machine, the kiosk (core, ledger, history and outbox, on virtual
 * time) and what sends. The days are cut into parts, each from one start of a program to its end,
 * so that a test can begin at any of them.
 *
 * Whatever is done here stops where the power goes. Every failure ends the test.
 */
#ifndef SH_TESTS_KIOSK_POWER_DAYS_H
#define SH_TESTS_KIOSK_POWER_DAYS_H

#include "kiosk/desk.h"
#include "kiosk/office_book.h"
#include "ports/outbox.h"
#include "store/fake_disk.h"

/* 2026-03-30, a Monday: the month, and with it the pseudonym, changes in the middle. */
#define POWER_DAYS_FIRST_S INT64_C(1774828800)
#define POWER_DAYS_DATES   12
#define POWER_DAYS_TEAM    "team-that-nobody-else-has"

struct power_days_truth {
    int64_t seated_ns[POWER_DAYS_DATES]; /* on each date, the first is 0 */
    int64_t kept_ns;                     /* of all of it, what a commit that returned has brought */
    int64_t written_ns;                  /* that commit, by this boot's clock */
    bool has_theme;                      /* the choice of one is kept */
    bool asks_consent;                   /* a person said yes ... */
    bool has_consent;                    /* ... and it is kept */
    bool asks_erase;
    bool has_erased;
};

struct power_days {
    struct fake_disk *disk;
    struct desk desk;
    struct outbox outbox; /* of the program that runs */
    bool is_seated;
    struct power_days_truth truth;
    struct office_book book;
};

/* A part: its name, and what it does from a machine that is off to one that is. */
struct power_days_part {
    const char *name;
    void (*run)(struct power_days *days);
};

extern const struct power_days_part power_days_parts[];
extern const int power_days_part_count;

/* The desk, with files of older programs on `disk`, which is the caller's, of the name `vfs`. */
void power_days_init(struct power_days *days, struct fake_disk *disk, const char *vfs);

/*
 * The kiosk is switched on so many seconds after it, or the sender, was off, and has done what is
 * due; time passes with it; it is switched off, in order or, where there is no power, as that is.
 */
void power_days_switch_on(struct power_days *days, int64_t after_s);
void power_days_live(struct power_days *days, int seconds);
void power_days_switch_off(struct power_days *days);

/* A run of what sends, while the kiosk is off; the office does as `mood` says. */
void power_days_send(struct power_days *days, enum office_mood mood);

/* Off, at that hour of the date. */
int64_t power_days_until(const struct power_days *days, int date, int hour);

/* The date it is, counted from the first. */
int power_days_date(const struct power_days *days);

#endif
