/*
 * machine_screen.h - the machine's screen: fingers of the script, and a plug that comes out.
 *
 * The words of the script that are about it, and the display port over the glass. Frames are drawn
 * for real, but not all of them: at most one in each SCREEN_EVERY_NS, so that a month takes
 * minutes. A touch on a target that would change what the month comes to (a pause, erasing, another
 * setting) is taken back: a storm is to shake the kiosk, and the truth is to stay known. One
 * thread.
 */
#ifndef SH_TESTS_SOAK_MACHINE_SCREEN_H
#define SH_TESTS_SOAK_MACHINE_SCREEN_H

#include "soak/machine.h"

/* Words: the finger, and where it is; and 1 or 0 for a screen that is connected. */
void screen_down(struct machine *machine, const int64_t numbers[]);
void screen_move(struct machine *machine, const int64_t numbers[]);
void screen_up(struct machine *machine, const int64_t numbers[]);
void screen_cancel(struct machine *machine, const int64_t numbers[]);
void screen_plug(struct machine *machine, const int64_t numbers[]);

/* The loop is to end. */
void screen_quit(struct machine *machine);

#endif
