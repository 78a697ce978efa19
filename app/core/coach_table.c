#include "core/coach_table.h"

/* clang-format off */

/* Nothing happens, the state stays. */
#define STAY(state) {COACH_DOES_NOTHING, COACH_##state}

#define ROW(what, then) {COACH_##what, COACH_##then}

/* What holds for every state in which a prompt is open. */
#define OPEN_PROMPT                                                                                \
    [COACH_IN_PAUSE] = ROW(ENDS_SKIPPED, WATCHING),                                                \
    [COACH_IN_QUALIFIED] = ROW(ENDS_VERIFIED, WATCHING),                                           \
    [COACH_IN_REPORTED] = ROW(ENDS_REPORTED, WATCHING)

/* A visible stage: the three targets act, and quiet hides it. */
#define VISIBLE_STAGE(state)                                                                       \
    OPEN_PROMPT,                                                                                   \
    [COACH_IN_DUE] = STAY(state),                                                                  \
    [COACH_IN_TIME_OVER] = STAY(state),                                                            \
    [COACH_IN_START] = ROW(STARTS, GOING),                                                         \
    [COACH_IN_SNOOZE] = ROW(SNOOZES, SNOOZED),                                                     \
    [COACH_IN_SKIP] = ROW(ENDS_SKIPPED, WATCHING),                                                 \
    [COACH_IN_QUIET] = ROW(MOVES_ON, HIDDEN),                                                      \
    [COACH_IN_GOT_UP] = STAY(state),                                                               \
    [COACH_IN_SAT_DOWN] = STAY(state)

/* Open, but not to be seen: touches only prove presence. */
#define UNSEEN(state, back)                                                                        \
    OPEN_PROMPT,                                                                                   \
    [COACH_IN_DUE] = STAY(state),                                                                  \
    [COACH_IN_STAGE_OVER] = STAY(state),                                                           \
    [COACH_IN_TIME_OVER] = ROW(back, BANNER),                                                      \
    [COACH_IN_START] = STAY(state),                                                                \
    [COACH_IN_SNOOZE] = STAY(state),                                                               \
    [COACH_IN_SKIP] = STAY(state),                                                                 \
    [COACH_IN_QUIET] = STAY(state),                                                                \
    [COACH_IN_GOT_UP] = STAY(state),                                                               \
    [COACH_IN_SAT_DOWN] = STAY(state)

/* "Going now" was touched: quiet does not interrupt a walk. */
#define LIVE_VIEW(state)                                                                           \
    OPEN_PROMPT,                                                                                   \
    [COACH_IN_DUE] = STAY(state),                                                                  \
    [COACH_IN_START] = STAY(state),                                                                \
    [COACH_IN_SNOOZE] = STAY(state),                                                               \
    [COACH_IN_SKIP] = STAY(state),                                                                 \
    [COACH_IN_QUIET] = STAY(state)

static const struct coach_row rows[COACH_STATE_COUNT][COACH_INPUT_COUNT] = {
    [COACH_WATCHING] = {
        [COACH_IN_DUE] = ROW(RAISES, BANNER),
        [COACH_IN_STAGE_OVER] = STAY(WATCHING),
        [COACH_IN_TIME_OVER] = STAY(WATCHING),
        [COACH_IN_START] = STAY(WATCHING),
        [COACH_IN_SNOOZE] = STAY(WATCHING),
        [COACH_IN_SKIP] = STAY(WATCHING),
        [COACH_IN_QUIET] = STAY(WATCHING),
        [COACH_IN_PAUSE] = STAY(WATCHING),
        [COACH_IN_GOT_UP] = STAY(WATCHING),
        [COACH_IN_SAT_DOWN] = STAY(WATCHING),
        [COACH_IN_QUALIFIED] = ROW(NOTES_NATURAL, WATCHING),
        [COACH_IN_REPORTED] = STAY(WATCHING),
    },
    [COACH_BANNER] = {
        VISIBLE_STAGE(BANNER),
        [COACH_IN_STAGE_OVER] = ROW(MOVES_ON, FULL),
    },
    [COACH_FULL] = {
        VISIBLE_STAGE(FULL),
        [COACH_IN_STAGE_OVER] = ROW(MOVES_ON, PULSE),
    },
    [COACH_PULSE] = {
        VISIBLE_STAGE(PULSE),
        [COACH_IN_STAGE_OVER] = ROW(ENDS_IGNORED, WATCHING),
    },
    [COACH_SNOOZED] = {UNSEEN(SNOOZED, MOVES_ON)},
    [COACH_HIDDEN] = {UNSEEN(HIDDEN, COMES_BACK)},
    [COACH_GOING] = {
        LIVE_VIEW(GOING),
        [COACH_IN_STAGE_OVER] = STAY(GOING),
        [COACH_IN_TIME_OVER] = ROW(ENDS_UNFINISHED, OFFER),
        [COACH_IN_GOT_UP] = ROW(MOVES_ON, UP),
        [COACH_IN_SAT_DOWN] = STAY(GOING),
    },
    [COACH_UP] = {
        LIVE_VIEW(UP),
        [COACH_IN_STAGE_OVER] = STAY(UP),
        [COACH_IN_TIME_OVER] = STAY(UP),
        [COACH_IN_GOT_UP] = STAY(UP),
        [COACH_IN_SAT_DOWN] = ROW(MOVES_ON, BACK),
    },
    [COACH_BACK] = {
        LIVE_VIEW(BACK),
        [COACH_IN_STAGE_OVER] = ROW(ENDS_UNFINISHED, OFFER),
        [COACH_IN_TIME_OVER] = STAY(BACK),
        [COACH_IN_GOT_UP] = ROW(MOVES_ON, UP),
        [COACH_IN_SAT_DOWN] = STAY(BACK),
    },
    [COACH_OFFER] = {
        [COACH_IN_DUE] = ROW(RAISES, BANNER),
        [COACH_IN_STAGE_OVER] = ROW(DOES_NOTHING, WATCHING),
        [COACH_IN_TIME_OVER] = STAY(OFFER),
        [COACH_IN_START] = ROW(PROLONGS, OFFER),
        [COACH_IN_SNOOZE] = ROW(DOES_NOTHING, WATCHING),
        [COACH_IN_SKIP] = ROW(DOES_NOTHING, WATCHING),
        [COACH_IN_QUIET] = ROW(DOES_NOTHING, WATCHING),
        [COACH_IN_PAUSE] = ROW(DOES_NOTHING, WATCHING),
        [COACH_IN_GOT_UP] = ROW(DOES_NOTHING, REST),
        [COACH_IN_SAT_DOWN] = STAY(OFFER),
        [COACH_IN_QUALIFIED] = ROW(NOTES_NATURAL, WATCHING),
        [COACH_IN_REPORTED] = ROW(DOES_NOTHING, WATCHING),
    },
    [COACH_REST] = {
        [COACH_IN_DUE] = ROW(RAISES, BANNER),
        [COACH_IN_STAGE_OVER] = STAY(REST),
        [COACH_IN_TIME_OVER] = STAY(REST),
        [COACH_IN_START] = STAY(REST),
        [COACH_IN_SNOOZE] = STAY(REST),
        [COACH_IN_SKIP] = ROW(DOES_NOTHING, WATCHING),
        [COACH_IN_QUIET] = ROW(DOES_NOTHING, WATCHING),
        [COACH_IN_PAUSE] = ROW(DOES_NOTHING, WATCHING),
        [COACH_IN_GOT_UP] = STAY(REST),
        [COACH_IN_SAT_DOWN] = ROW(DOES_NOTHING, OFFER),
        [COACH_IN_QUALIFIED] = ROW(NOTES_NATURAL, WATCHING),
        [COACH_IN_REPORTED] = ROW(DOES_NOTHING, WATCHING),
    },
};

/* clang-format on */

const struct coach_row *coach_row(enum coach_state state, enum coach_input input)
{
    return &rows[state][input];
}
