/*
 * store.h - where the history is kept: the port between the ledger or a report and a database.
 *
 * Plain data only. Every record carries the boot it was made in and the monotonic time of that
 * boot; wall time is a label of the boot (`struct store_boot`), joined on reading, so that learning
 * the right time later corrects all earlier records of that boot at once.
 *
 * One thread at a time may call a store; nothing here is thread-safe. Every call may block for as
 * long as the disk does: on the kiosk only the ledger's thread calls it once the loop runs. A store
 * never shows anything; what a person must know is in the `struct err` and in `set_aside_name`.
 */
#ifndef SH_PORTS_STORE_H
#define SH_PORTS_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/terms.h"

/* A boot's id: the 36 characters of /proc/sys/kernel/random/boot_id, or any other name as short. */
#define STORE_BOOT_ID_SIZE 37
/* Names of open-state fields and of a day's figures, with the ending NUL. */
#define STORE_FIELD_NAME_SIZE  40
#define STORE_FIGURE_NAME_SIZE 32
/* Room for a day's figures; those there are by now (core/figures.h) are about half of it. */
#define STORE_FIGURES_MAX 48

/* Who said what time it is. Only the kernel's word counts as synchronised. */
enum store_label {
    STORE_LABEL_NONE,   /* nobody: records of this boot have no date */
    STORE_LABEL_RTC,    /* a battery-backed clock, unchecked */
    STORE_LABEL_PERSON, /* set on the screen */
    STORE_LABEL_KERNEL, /* the kernel says the clock is synchronised */
    STORE_LABEL_COUNT
};

/*
 * A boot and its label: UTC in ns since 1970 = monotonic ns + wall_offset_ns. `wall_offset_ns` has
 * no meaning with STORE_LABEL_NONE.
 */
struct store_boot {
    char boot_id[STORE_BOOT_ID_SIZE];
    enum store_label label;
    int64_t wall_offset_ns;
};

/*
 * A closed stretch of one posture, start <= end. `start_mono_ns` may be negative: time before a
 * boot, told on that boot's clock. Time that no interval covers is unknown.
 */
struct store_interval {
    char boot_id[STORE_BOOT_ID_SIZE];
    int64_t start_mono_ns;
    int64_t end_mono_ns;
    enum posture posture;
};

/* What is counted rather than timed. */
enum store_count_kind {
    STORE_COUNT_STEP,
    STORE_COUNT_CALF_RAISE,
    STORE_COUNT_SHIFT,
    STORE_COUNT_LEG_MOVEMENT_NS, /* `amount` is a duration in ns */
    STORE_COUNT_KINDS
};

/*
 * `amount` of `kind` seen at, or shortly after, `mono_ns`. A boot has at most one count of a kind
 * at a moment: the caller adds them up. Nor do two intervals of a boot start at the same moment.
 */
struct store_count {
    char boot_id[STORE_BOOT_ID_SIZE];
    int64_t mono_ns;
    enum store_count_kind kind;
    int64_t amount;
};

/* What happened to a prompt, or a break that nobody asked for. */
enum store_prompt_change {
    STORE_PROMPT_RAISED,
    STORE_PROMPT_STARTED, /* the person's answers: started, snoozed, skipped */
    STORE_PROMPT_SNOOZED,
    STORE_PROMPT_SKIPPED, /* from here to VERIFIED: outcomes, one for each prompt */
    STORE_PROMPT_IGNORED,
    STORE_PROMPT_UNFINISHED,
    STORE_PROMPT_VERIFIED,
    STORE_PROMPT_NATURAL, /* no prompt: a break of the person's own */
    STORE_PROMPT_CHANGES
};

/*
 * One change of a prompt at `mono_ns`. Those from a raised to an outcome that carry the same number
 * are one prompt's, whose snoozes are so many rows; numbers count up, and begin again with a fresh
 * history. A boot has a change of a kind at most once at a moment.
 */
struct store_prompt {
    char boot_id[STORE_BOOT_ID_SIZE];
    int64_t mono_ns;
    enum store_prompt_change change;
    int32_t number;         /* 0: STORE_PROMPT_NATURAL */
    int64_t raised_mono_ns; /* negative: before this boot */
    int64_t moved_ns;       /* towards what the protocol asks for, up to then */
    bool is_reported;       /* a break that was said, not seen */
};

/* What a person says they did; no sensor can see it. */
enum store_reported_kind {
    STORE_REPORTED_CALF_RAISES, /* where no mat counts */
    STORE_REPORTED_TOES_UP,
    STORE_REPORTED_ANKLE_CIRCLES,
    STORE_REPORTED_WATER,
    STORE_REPORTED_KINDS
};

/* Said at `mono_ns`. A boot has one of a kind at most once at a moment. */
struct store_reported {
    char boot_id[STORE_BOOT_ID_SIZE];
    int64_t mono_ns;
    enum store_reported_kind kind;
};

/* What a person chose on the screen: valid UTF-8, `name` not empty; `value` "" takes it back. */
#define STORE_SETTING_NAME_SIZE  64
#define STORE_SETTING_VALUE_SIZE 256

struct store_setting {
    char name[STORE_SETTING_NAME_SIZE];
    char value[STORE_SETTING_VALUE_SIZE];
};

/* What an erasing batch leaves standing. */
enum store_erase {
    STORE_ERASE_NOTHING,
    STORE_ERASE_REPLACED, /* as HISTORY, for the whole history that the batch brings instead; what
                             was set aside as damaged stays */
    STORE_ERASE_HISTORY,  /* all records, days and the open state; settings stay */
    STORE_ERASE_ALL
};

struct store_figure {
    char name[STORE_FIGURE_NAME_SIZE];
    double value;
    bool is_null; /* the figure has no value that day (no bouts, say); `value` is 0 */
};

/*
 * A closed kiosk day. `date` is the day's name as yyyymmdd, e.g. 20260302; a later day of the same
 * name replaces it.
 */
struct store_day {
    int date;
    char boot_id[STORE_BOOT_ID_SIZE]; /* of the times below */
    int64_t start_mono_ns;
    int64_t end_mono_ns;
    enum store_label label; /* of the boot; from read_days and read_first_days only */
    size_t figures_len;
    struct store_figure figures[STORE_FIGURES_MAX];
};

struct store_field {
    char name[STORE_FIELD_NAME_SIZE];
    int64_t value;
};

/*
 * What is not closed yet, so that a restart can carry on: all fields every time (the store finds
 * out which changed), and the posture that lasts, as far as it is decided.
 */
struct store_open {
    int64_t saved_mono_ns;         /* when this was true, on the clock of `current.boot_id` */
    struct store_interval current; /* end == start: nothing decided yet */
    const struct store_field *fields;
    size_t fields_len;
};

/*
 * One transaction: all of it lands or nothing does. Pointers belong to the caller.
 *
 * `erases` goes first, so the rest of the batch begins a fresh history. Of what was erased not a
 * byte stays in the database's files, nor do histories that were set aside as damaged; a power cut
 * on the way leaves either all of it, or work that the next batch finishes. (What a card's own
 * controller keeps of overwritten blocks nobody outside it can tell.)
 */
struct store_batch {
    enum store_erase erases;
    const struct store_boot *boots; /* labels that may have changed */
    size_t boots_len;
    const struct store_interval *intervals;
    size_t intervals_len;
    const struct store_count *counts;
    size_t counts_len;
    const struct store_prompt *prompts;
    size_t prompts_len;
    const struct store_reported *reported;
    size_t reported_len;
    const struct store_setting *settings; /* of two with one name the later counts */
    size_t settings_len;
    const struct store_day *days;
    size_t days_len;
    const struct store_open *open; /* NULL leaves the last one in place */

    /*
     * What does not fit into memory, in parts: NULL, or called within the commit after the above is
     * written. Fills `part` (whose `erases` and `next` mean nothing) until its next call and
     * returns 1; 0 after the last; or -ERR_*, but ERR_CORRUPT, which is then the commit's.
     * `is_first` begins with the first part, anew where the commit has to be tried again.
     */
    int (*next)(void *self, bool is_first, struct store_batch *part, struct err *err);
    void *next_self;
};

/* The head of the open state as it was last saved. */
struct store_resume {
    struct store_boot boot; /* the label as it is known now */
    int64_t saved_mono_ns;
    struct store_interval current;
};

/* An interval, a count or a prompt's change as a report reads it: with its boot's label. */
struct store_labelled_interval {
    struct store_interval interval;
    enum store_label label;
    int64_t start_wall_ns;
    int64_t end_wall_ns;
};

struct store_labelled_count {
    struct store_count count;
    enum store_label label;
    int64_t wall_ns;
};

struct store_labelled_prompt {
    struct store_prompt prompt;
    enum store_label label;
    int64_t wall_ns;
    int64_t raised_wall_ns;
};

struct store_labelled_reported {
    struct store_reported reported;
    enum store_label label;
    int64_t wall_ns;
};

/* Called once a row, in the order each reader promises; must not call the store. */
typedef void (*store_field_fn)(void *context, const char *name, int64_t value);
typedef void (*store_interval_fn)(void *context, const struct store_labelled_interval *row);
typedef void (*store_count_fn)(void *context, const struct store_labelled_count *row);
typedef void (*store_prompt_fn)(void *context, const struct store_labelled_prompt *row);
typedef void (*store_reported_fn)(void *context, const struct store_labelled_reported *row);
typedef void (*store_setting_fn)(void *context, const struct store_setting *setting);
typedef void (*store_day_fn)(void *context, const struct store_day *day);

/* Takes a whole history; no function is NULL. */
struct store_visitor {
    void (*boot)(void *context, const struct store_boot *boot);
    void (*interval)(void *context, const struct store_interval *interval);
    void (*count)(void *context, const struct store_count *count);
    void (*prompt)(void *context, const struct store_prompt *prompt);
    void (*reported)(void *context, const struct store_reported *reported);
    store_day_fn day;
    store_setting_fn setting;
    store_field_fn field; /* of the open state, before its head */
    void (*open)(void *context, const struct store_resume *resume);
};

/*
 * The store. All `int` results are 0 or -ERR_* with the sentence in `err` (may be NULL); a failed
 * call has changed nothing and may be made again.
 */
struct store {
    void *self;

    /*
     * Writes `batch` in one transaction and returns once it is on disk. Making the same call again
     * after a failure is safe even if the first one did land.
     *
     * A label replaces the boot's earlier one, except that nothing replaces the kernel's word but
     * the kernel's, and "none" replaces nothing. When a day is in the batch, and it erases nothing,
     * records that have grown too old are dropped.
     *
     * -ERR_FULL, -ERR_READ_ONLY, -ERR_PERMISSION, -ERR_BUSY (somebody else writes here),
     * -ERR_UNSUPPORTED (written by a newer version, left untouched), -ERR_IO. A damaged file is no
     * error: it is set aside, and the batch lands in a fresh one.
     */
    int (*commit)(void *self, const struct store_batch *batch, struct err *err);

    /*
     * Between the two every read sees the history as it stood at the first of them, whatever
     * another program writes meanwhile; nothing may be committed here, and none is held within
     * another. What is held does not keep others from writing.
     */
    int (*hold_view)(void *self, struct err *err);
    void (*release_view)(void *self);

    /*
     * The last open state: its head into `resume`, its fields to `visit` (may be NULL) in the order
     * in which they were first seen. -ERR_NOT_FOUND if there is none.
     */
    int (*load_open)(void *self, struct store_resume *resume, store_field_fn visit, void *context,
                     struct err *err);

    /*
     * Intervals that touch [from_wall_ns, to_wall_ns), or counts, prompts' changes or what was
     * reported in it, by wall time. Records of boots without a label are not among them. The
     * interval still open is not either: see load_open.
     */
    int (*read_intervals)(void *self, int64_t from_wall_ns, int64_t to_wall_ns,
                          store_interval_fn visit, void *context, struct err *err);
    int (*read_counts)(void *self, int64_t from_wall_ns, int64_t to_wall_ns, store_count_fn visit,
                       void *context, struct err *err);
    int (*read_prompts)(void *self, int64_t from_wall_ns, int64_t to_wall_ns, store_prompt_fn visit,
                        void *context, struct err *err);

    int (*read_reported)(void *self, int64_t from_wall_ns, int64_t to_wall_ns,
                         store_reported_fn visit, void *context, struct err *err);

    /*
     * All settings, by name. A row that is none (too long, not UTF-8) is passed over and counted
     * in `damaged`.
     */
    int (*read_settings)(void *self, store_setting_fn visit, void *context, int *damaged,
                         struct err *err);

    /* Closed days, first_date <= date <= last_date (yyyymmdd), in order. */
    int (*read_days)(void *self, int first_date, int last_date, store_day_fn visit, void *context,
                     struct err *err);

    /* The first `most` closed days that there are, in order. */
    int (*read_first_days)(void *self, int most, store_day_fn visit, void *context,
                           struct err *err);

    /* How many closed days there are into `count`, which stops at `most`. */
    int (*read_day_count)(void *self, int most, int *count, struct err *err);

    /*
     * Everything, in the visitor's order and each kind in the order in which it was written, as it
     * stood at one moment: a batch that repeats it makes the same history. Rows that hold what this
     * version does not know are passed over and counted in `damaged`.
     */
    int (*read_all)(void *self, const struct store_visitor *visitor, void *context, int *damaged,
                    struct err *err);

    /* Time that was recorded in boots without a label, in ns, into `total_ns`. */
    int (*read_unlabelled)(void *self, int64_t *total_ns, struct err *err);

    /*
     * The name under which a damaged database was last put aside since this store was made; ""
     * if none was. Valid until the next call.
     */
    const char *(*set_aside_name)(void *self);

    /* Ends what is under way and frees `self`. */
    void (*close)(void *self);
};

#endif
