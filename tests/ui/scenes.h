/*
 * scenes.h - named moments of a day, as glance and context, for golden images and layout tests.
 *
 * Test support: plain data on virtual time, nothing drawn here.
 */
#ifndef SH_TESTS_UI_SCENES_H
#define SH_TESTS_UI_SCENES_H

#include "ui/ui.h"

#define SCENE_TAPS_MAX 3

struct scene_setup {
    struct kiosk_glance glance;
    struct view_context context;
    struct timeline timeline;
    struct diagnostics_shown diagnostics; /* context.diagnostics, where it is one */
    int64_t now_mono_ns;
    int32_t taps[SCENE_TAPS_MAX]; /* enum target_id: how a finger gets there from home */
    bool beat_running; /* a beat 150 ms ago, so that everything that moves is on its way */
};

/* The names, in the order of the golden images; NULL ends. */
const char *const *scene_names(void);

/* The canvas that its picture is kept for. */
void scene_size(const char *name, int *w, int *h);

/* Is a picture of it kept? */
bool scene_is_kept(const char *name);

/* Fills `setup`; false if there is no such scene. */
bool scene_make(const char *name, struct scene_setup *setup);

/* Puts the scene into `ui`, which must have been initialised. */
void scene_show(struct ui *ui, const struct scene_setup *setup);

/* Taps the middle of the target; false if the screen has none such. */
bool scene_tap(struct ui *ui, const struct scene_setup *setup, int32_t target);

/* Does the scene's taps, and has the screen at rest. */
void scene_tap_through(struct ui *ui, const struct scene_setup *setup);

#endif
