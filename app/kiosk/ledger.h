/*
 * ledger.h - the kiosk's only other thread: a bounded queue into the store.
 *
 * The loop hands over what closed and, once a minute of its own time, the open state with it; the
 * ledger's thread writes that as one transaction. So a slow SD card never freezes a frame, and a
 * power cut loses at most a minute. What a person decides is written at once (ledger_commit_now).
 *
 * When the disk does not take it, everything is kept and tried again with the next minute: of the
 * open state only the newest, of intervals, counts, prompts and days as many as stated below (a
 * day's worth and more); beyond that the oldest go, and the status counts them.
 *
 * Every function here belongs to the loop's thread and none of them waits for the disk, but
 * ledger_free. The minute is counted on the time that the loop gives, so sped-up time works.
 * It does not decide what a fact is (the core's) and does not know what stores are made of.
 */
#ifndef SH_KIOSK_LEDGER_H
#define SH_KIOSK_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/units.h"
#include "ports/store.h"

/* One transaction a minute: what a power cut may cost, and what an SD card can bear. */
#define LEDGER_COMMIT_EVERY_NS NS_PER_MIN

/* Kept while the disk takes nothing: a day at almost three intervals a minute ... */
#define LEDGER_INTERVALS_MAX 4096
/* ... with counts of every kind in every minute (1440 * 4 = 5760) ... */
#define LEDGER_COUNTS_MAX 8192
/* ... with a prompt every five minutes, the shortest interval, in five changes (288 * 5 = 1440) ...
 */
#define LEDGER_PROMPTS_MAX 2048
/* ... with something reported every two minutes of a day ... */
#define LEDGER_REPORTED_MAX 1024
/* ... every setting there is, with room ... */
#define LEDGER_SETTINGS_MAX 64
/* ... and the days that close in one, whatever the clock does. */
#define LEDGER_DAYS_MAX 4
/* Boots whose labels can be waiting: this one and the one carried on from, with room. */
#define LEDGER_BOOTS_MAX 4
/* The core's scalars and a list of at most 4502 bouts. */
#define LEDGER_FIELDS_MAX 8192

/* A worn SD card can stall for tens of seconds, and several times in a row: that is no hang. */
#define LEDGER_PATIENCE_NS (10 * NS_PER_MIN)

struct ledger;

/* Where the open state comes from, when it is time to write it. */
struct ledger_source {
    void *self;
    /* Calls ledger_put_current once and ledger_put_field for each field; nothing else here. */
    void (*save)(void *self, struct ledger *ledger);
};

struct ledger_status {
    int code; /* 0: all is well; else the ERR_* of the last write */
    char text[ERR_TEXT_MAX];
    char set_aside[ERR_TEXT_MAX]; /* the name a damaged history was given; "" for none */
    int64_t written_mono_ns;      /* the open state on disk is of this moment; TIME_NEVER: none */
    int64_t dropped;              /* records that had to go, ever: 0 unless a day was not enough */
};

/*
 * Starts the thread. `store` is the ledger's alone until ledger_free, and must live as long;
 * `source` is copied. 0, -ERR_MEMORY or -ERR_IO (no thread, no eventfd).
 */
int ledger_new(struct ledger **ledger, struct store *store, const struct ledger_source *source,
               struct err *err) SH_WARN_UNUSED;

/*
 * Writes what is left with a last open state of `now_mono_ns` (TIME_NEVER: without one), then ends
 * the thread. Blocks as long as the disk does: once, without trying again. 0, or what the last
 * write said. The store is the caller's again.
 */
int ledger_free(struct ledger *ledger, int64_t now_mono_ns, struct err *err);

/*
 * Has the thread taken what it was handed? False once it has not for LEDGER_PATIENCE_NS: it hangs,
 * or the disk does. `now_mono_ns` is of the loop's time.
 */
bool ledger_answers(struct ledger *ledger, int64_t now_mono_ns);

/* Readable when the status has changed or a reading is done; ledger_read_status quiets it. */
int ledger_fd(const struct ledger *ledger);
void ledger_read_status(struct ledger *ledger, struct ledger_status *status);

/* Something to be read from the store on the ledger's thread, between two writes. */
struct ledger_reading {
    void *self;
    void (*read)(void *self, const struct store *store); /* on the ledger's thread */
};

/*
 * Asks for it (copied); false while another one is under way. `self` is the ledger's thread's until
 * ledger_take_reading has said so, or ledger_free has returned: then it may not have been made.
 */
bool ledger_read(struct ledger *ledger, const struct ledger_reading *reading);

/* True once after the one for `self` was made. */
bool ledger_take_reading(struct ledger *ledger, const void *self);

/* What closed. Copied; on disk with the next commit. */
void ledger_add_interval(struct ledger *ledger, const struct store_interval *interval);
void ledger_add_prompt(struct ledger *ledger, const struct store_prompt *prompt);
void ledger_add_reported(struct ledger *ledger, const struct store_reported *reported);

/* A choice on the screen, in the place of the last one of that name; to be committed at once. */
void ledger_set_setting(struct ledger *ledger, const struct store_setting *setting);

/*
 * Erases what has been kept, and what waits to be; what is added from here on begins a fresh
 * history. Give labels again. To be committed at once, with the state begun anew.
 */
void ledger_erase(struct ledger *ledger, enum store_erase erases);
void ledger_add_day(struct ledger *ledger, const struct store_day *day);

/*
 * Adds to the count of a kind in a minute of its boot's clock, dated to the earliest of them. A day
 * that is added in between ends the running minutes, so none holds counts of two days.
 */
void ledger_add_count(struct ledger *ledger, const struct store_count *count);

/* A boot's label, as often as it is learnt anew. */
void ledger_set_label(struct ledger *ledger, const struct store_boot *boot);

/* From ledger_source.save only. A name that is too long, or one field too many, is a caller's bug.
 */
void ledger_put_current(struct ledger *ledger, const struct store_interval *current);
void ledger_put_field(struct ledger *ledger, const char *name, int64_t value);

/* Hands over if a minute has passed since the last time; the first call starts the first minute. */
void ledger_tick(struct ledger *ledger, int64_t now_mono_ns);

/* Hands over now, and starts a new minute. */
void ledger_commit_now(struct ledger *ledger, int64_t now_mono_ns);

/* When ledger_tick has something to do; TIME_NEVER before its first call. */
int64_t ledger_next_deadline(const struct ledger *ledger);

#endif
