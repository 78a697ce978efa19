/*
 * coach_table.h - what the coach does in each state with each input: the transition table.
 *
 * A row for every state and input, as data. Conditions (may a prompt be raised now, is a snooze
 * left) are decided before an input is given: see coach.h.
 *
 * Pure, constant. Any thread.
 */
#ifndef SH_CORE_COACH_TABLE_H
#define SH_CORE_COACH_TABLE_H

#include <stdint.h>

#include "core/prompt.h"

enum coach_input {
    COACH_IN_DUE,        /* the interval has been sat, and nothing stands in the way */
    COACH_IN_STAGE_OVER, /* the state's seated time has passed */
    COACH_IN_TIME_OVER,  /* the state's time by the clock has passed, and the person sits */
    COACH_IN_START,      /* touches */
    COACH_IN_SNOOZE,
    COACH_IN_SKIP,
    COACH_IN_QUIET,
    COACH_IN_PAUSE,
    COACH_IN_GOT_UP,    /* a vacancy has committed */
    COACH_IN_SAT_DOWN,  /* a sitting has committed */
    COACH_IN_QUALIFIED, /* the break qualifies: the sensors saw it */
    COACH_IN_REPORTED,  /* a whole guided set that nobody counted: said by touch */
    COACH_INPUT_COUNT
};

enum coach_action {
    COACH_DOES_NOTHING = 1, /* not 0: a row that is missing shows */
    COACH_RAISES,
    COACH_MOVES_ON,   /* the next stage, or after a snooze a banner again */
    COACH_COMES_BACK, /* not to `next`, but to the stage that was hidden */
    COACH_STARTS,
    COACH_SNOOZES,
    COACH_ENDS_SKIPPED,
    COACH_ENDS_IGNORED,
    COACH_ENDS_UNFINISHED,
    COACH_ENDS_VERIFIED,
    COACH_ENDS_REPORTED, /* verified as its outcome, but told apart: not seen */
    COACH_NOTES_NATURAL, /* a qualified break, no prompt open */
    COACH_PROLONGS,      /* what is missing stays on offer for as long as getting up may take */
    COACH_ACTION_COUNT
};

struct coach_row {
    uint8_t action; /* enum coach_action */
    uint8_t next;   /* enum coach_state */
};

/* Never NULL for values of the enums. */
const struct coach_row *coach_row(enum coach_state state, enum coach_input input);

#endif
