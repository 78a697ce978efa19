/*
 * coach_act.h - the coach's actions: what a row of its table does to the prompt and the clock.
 *
 * Pure. For coach.c only; the rules stand in coach.h.
 */
#ifndef SH_CORE_COACH_ACT_H
#define SH_CORE_COACH_ACT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/coach.h"

/* Gives one input to the table at `at_ns`: the next state is entered, then the action done. */
void coach_take(struct coach *coach, int64_t at_ns, enum coach_input input,
                const struct effects *effects);

/* Tells a change of the prompt, or a natural break. */
void coach_emit(struct coach *coach, int64_t at_ns, enum prompt_change change,
                const struct effects *effects);

/* Somebody has answered, or moved: the row of ignored prompts is over. */
void coach_answer(struct coach *coach);

/* The next prompt is due an interval after this mark on the odometer; the clock restarts at it. */
void coach_begin_interval(struct coach *coach, int64_t from_seated_ns);
void coach_restart_clock(struct coach *coach, int64_t from_seated_ns);

/* Does the state end after some seated time? */
bool coach_state_is_seated(enum coach_state state);

#endif
