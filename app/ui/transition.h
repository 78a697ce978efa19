/*
 * transition.h - how one screen becomes another, on virtual time.
 *
 * Screens cross-fade within 240 ms. What lies over home, a banner or the menu's sheet, slides up by
 * 112 units while it fades in (280 ms), and back (200 ms). A prompt that has waited for long
 * breathes: the outline of its first button comes and goes every 2.4 s, slower than anything that
 * could be called a flash. With reduced motion every duration is 0 and the outline stays.
 *
 * Only draw-list work: the cross-fade is a number in the list (ports/draw.h). When nothing is under
 * way there is no next frame. Pure; the thread that draws.
 */
#ifndef SH_UI_TRANSITION_H
#define SH_UI_TRANSITION_H

#include <stdbool.h>
#include <stdint.h>

#define TRANSITION_SLIDE_UNITS 112

/* What lies over home. */
enum overlay { OVERLAY_NONE, OVERLAY_BANNER, OVERLAY_SHEET };

struct transition {
    bool reduced;
    int32_t fade_id;
    int64_t fade_start_ns; /* TIME_NEVER: none */
    enum overlay overlay;  /* shown, or on its way out */
    bool overlay_leaves;
    int64_t overlay_start_ns; /* of its way in or out; TIME_NEVER: it stands */
    int64_t pulse_start_ns;   /* TIME_NEVER: nothing breathes */
};

struct transition_pose {
    int32_t fade_id, fade_alpha; /* as in struct draw_list */
    enum overlay overlay;        /* to be drawn; OVERLAY_NONE: none */
    float overlay_in;            /* 0: gone, 1: in its place */
    float pulse;                 /* 0 to 1, of the outline */
};

void transition_init(struct transition *transition, bool reduced);

/* Another screen from now on. Whatever lay over the one before goes with it. */
void transition_change_screen(struct transition *transition, int64_t now_mono_ns);

/* Forgets a cross-fade: the screen changes at once. */
void transition_cut(struct transition *transition);

/* What lies over home from now on; the same again changes nothing. */
void transition_set_overlay(struct transition *transition, enum overlay overlay,
                            int64_t now_mono_ns);

/* A prompt breathes from now on, or no more; the same again changes nothing. */
void transition_set_pulse(struct transition *transition, bool breathes, int64_t now_mono_ns);

void transition_pose(const struct transition *transition, int64_t now_mono_ns,
                     struct transition_pose *pose);

/* When the next frame is due: soon while something is under way, TIME_NEVER when nothing is. */
int64_t transition_next_frame_mono_ns(const struct transition *transition, int64_t now_mono_ns);

#endif
