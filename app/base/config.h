/*
 * config.h - what the person who sets a kiosk up can choose in a file.
 *
 * INI files, read once at start: `/etc/secondheart/secondheart.conf`, then the files of `conf.d`
 * beside it that end in .conf, by name; a later value replaces an earlier one. Keys, ranges,
 * defaults and help live in one table (option_table.h), from which the reference is printed too.
 *
 * Loading never stops at a mistake: every problem is collected as `FILE:LINE: section.key: what is
 * wrong, what is allowed`, the key in question keeps its default, and everything else applies. So a
 * kiosk starts whatever is in the file, and `secondheartctl check` shows all there is to mend.
 *
 * One thread, at start. Blocks on the files.
 */
#ifndef SH_BASE_CONFIG_H
#define SH_BASE_CONFIG_H

#include "base/err.h"
#include "base/protocol.h"
#include "base/quiet_hours.h"
#include "base/terms.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define CONFIG_FOLDER "/etc/secondheart"

/* A GPIO line's name or a chip's label; the kernel's own limit is 32 with the NUL. */
#define CONFIG_NAME_SIZE 33
#define CONFIG_PATH_SIZE 192
/* Names on a server; and two pinned keys, "sha256//" and 44 characters of Base64 each, and a ";".
 */
#define CONFIG_LABEL_SIZE 65
#define CONFIG_PIN_SIZE   108

/* The value of an offset that is not configured. */
#define CONFIG_NONE (-1)

enum config_source { CONFIG_SOURCE_AUTO, CONFIG_SOURCE_GPIO, CONFIG_SOURCE_SIM };
enum config_bias { CONFIG_BIAS_PULL_UP, CONFIG_BIAS_PULL_DOWN, CONFIG_BIAS_NONE };
enum config_mat { CONFIG_MAT_YES, CONFIG_MAT_NONE };
enum config_theme { CONFIG_THEME_DARK, CONFIG_THEME_LIGHT, CONFIG_THEME_CONTRAST };
enum config_text_size { CONFIG_TEXT_NORMAL, CONFIG_TEXT_LARGE };
enum config_sync_format { CONFIG_SYNC_INFLUX, CONFIG_SYNC_JSON };
enum config_influx_api { CONFIG_INFLUX_V1, CONFIG_INFLUX_V2 };

/* Quarter turns clockwise. */
enum config_rotation { CONFIG_UPRIGHT, CONFIG_RIGHT, CONFIG_UPSIDE_DOWN, CONFIG_LEFT };

/* How one sensor line is found and read. Choices are kept as int, since the table writes them. */
struct config_line {
    char name[CONFIG_NAME_SIZE]; /* such as "GPIO17"; "" for none */
    int offset;                  /* on the chip labelled `chip_label`; CONFIG_NONE for none */
    bool is_active_low;          /* closed pulls the line to ground */
};

struct config {
    struct {
        int source; /* enum config_source */
        struct config_line line[LINE_COUNT];
        char chip_label[CONFIG_NAME_SIZE]; /* "" for none */
        int bias;                          /* enum config_bias */
        int mat;                           /* enum config_mat */
        int steps_per_closure;             /* 1 or 2 */
    } sensors;
    struct {
        int start_min; /* minutes after local midnight */
    } day;
    struct {
        int preset;       /* enum protocol_preset */
        int interval_min; /* these two for PROTOCOL_CUSTOM */
        int duration_s;
    } protocol;
    struct {
        struct quiet_hours quiet_hours;
        int baseline_days;
        bool has_suggestions;
        bool has_chime;
    } coach;
    struct {
        bool is_fullscreen;
        int width_px;
        int height_px;
        bool has_reduced_motion;
        int theme;      /* enum config_theme */
        int text_size;  /* enum config_text_size */
        int rotation;   /* enum config_rotation */
        int language;   /* 0: that of the environment; else an index into config_languages */
        int brightness; /* percent of what the panel can do, somebody there */
        int brightness_away;
        int brightness_night;
        struct quiet_hours night_hours; /* spans of the week, as quiet hours are */
    } display;
    struct {
        char locked[CONFIG_PATH_SIZE]; /* keys that the screen may not change, or "all" */
        bool has_first_run;            /* a new kiosk begins with its setup */
    } settings;
    struct {
        char url[CONFIG_PATH_SIZE]; /* "" for none, as for the rest */
        int format;                 /* enum config_sync_format */
        int api;                    /* enum config_influx_api */
        char database[CONFIG_LABEL_SIZE];
        char org[CONFIG_LABEL_SIZE];
        char bucket[CONFIG_LABEL_SIZE];
        char token_file[CONFIG_PATH_SIZE];
        char ca_file[CONFIG_PATH_SIZE];
        char pinned_key[CONFIG_PIN_SIZE];
        char client_cert[CONFIG_PATH_SIZE];
        char client_key[CONFIG_PATH_SIZE];
        char proxy[CONFIG_PATH_SIZE];
        bool allows_plaintext;
        char team[CONFIG_NAME_SIZE];
        int detail; /* enum summary_detail */
        char outbox_dir[CONFIG_PATH_SIZE];
    } sync;
    struct {
        char dir[CONFIG_PATH_SIZE]; /* "" for the usual place */
    } state;

    /* A file named a line, a chip or an offset: `auto` then means `gpio`, never a simulation. */
    bool names_lines;
};

/* Codes of the languages, "auto" first, as they stand in a file; NULL ends. */
extern const char *const config_languages[];

/* Problems in the order they were found. Zero-initialise; config_problems_free when done. */
struct config_problems {
    char **texts;
    size_t count;
    size_t lost; /* problems for which there was no memory */
};

void config_problems_free(struct config_problems *problems);

/* One more; without memory for it `lost` counts it. */
void config_problems_add(struct config_problems *problems, const char *format, ...) SH_PRINTF(2, 3);

/* True if nothing was found wrong. */
bool config_problems_none(const struct config_problems *problems);

/* Every key at its default. */
void config_set_defaults(struct config *config);

/*
 * Defaults, then `path` alone (`--config F`; a file that cannot be read is a problem), then what
 * has to fit together. Adds to `problems`.
 */
void config_load_file(struct config *config, const char *path, struct config_problems *problems);

/* Defaults, then `folder`/secondheart.conf and the .conf files of `folder`/conf.d; each may be
 * absent. */
void config_load_folder(struct config *config, const char *folder,
                        struct config_problems *problems);

/* A file that is to be tried before it is put into conf.d. */
struct config_candidate {
    const char *name; /* in conf.d, such as "50-local.conf", whose file there is passed over */
    const char *path; /* read in its place */
    const char *said; /* what messages call it */
};

/* As config_load_folder, as if the candidate (NULL: none) were in place already. */
void config_load_folder_with(struct config *config, const char *folder,
                             const struct config_candidate *candidate,
                             struct config_problems *problems);

/* As config_load_file if `path_or_null` names a file, else the usual folder. */
void config_load(struct config *config, const char *path_or_null, struct config_problems *problems);

/*
 * Every key with help, what is allowed and default, as a configuration file in which all keys are
 * commented out by a `;`. Returns 0 or -ERR_IO.
 */
int config_print_reference(FILE *out) SH_WARN_UNUSED;

/* The protocol in force; what `custom` says comes from the keys. */
struct protocol config_protocol(const struct config *config);

#endif
