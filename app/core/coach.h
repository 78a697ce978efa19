/*
 * coach.h - from seated time to a prompt, and from a prompt to a verified break.
 *
 * A protocol is data: so much seated time, then so much moving (base/protocol.h names the doses
 * that were studied, and where). The coach counts seated time since the last qualified break or
 * arrival, raises a prompt when the interval has been sat, takes it through its stages, and watches
 * the sensors for the break: a touch alone never makes one. What it does in which state is a table
 * (coach_table.h); this file decides when an input is due.
 *
 *   raised       while seated, no hold-off pending, and not in quiet hours, quiet mode, pause or
 *                baseline. What becomes due meanwhile is raised when the obstacle ends
 *   stages       banner 60 s, full screen 3 min, pulse (and chime) 60 s, then ignored. They run
 *                only while seated: their times are marks on the odometer (seated_clock.h)
 *   snooze       five minutes by the clock, then the same prompt is a banner again once the person
 *                is seated; twice
 *   unfinished   after "Going now" not up within 3 min, or sitting again for 60 s before the break
 *                qualifies
 *   verified     the break qualifies (moving.h) while the prompt is open: raised, not yet ended;
 *                snoozed and hidden prompts are open too
 *   natural      a break qualifies with none open: the clock restarts at once, and it counts when
 *                the person sits down again, unless a day's start lies between
 *   next         one more interval of seated time after skipped, ignored or unfinished. Three
 *                ignored in a row double the interval, once, until a break qualifies or a prompt
 *                is answered
 *
 * The coach judges on what is known at the moment: contacts in the order of their dates (debounce
 * is over by then), hold-offs as pending or settled, away after its 5 s, stepping at a footfall. It
 * decides for a moment once nothing dated up to it can still come, and never takes anything back.
 *
 * Readings chosen where several were possible:
 *  - While a hold-off is pending nothing that depends on sitting is decided. A shift counts as
 *    seated throughout: what became due in it happens when the chair closes. A vacancy ends seated
 *    time at its first edge, a sitting begins it at its own; a prompt that has become due in the
 *    ten seconds of a sitting's hold-off is raised at their end. A stage that moves on late for
 *    such a reason is the shorter: all three together take five minutes of seated time. So the
 *    clock is the seated time of the finished bouts, and never goes back.
 *  - Four hours on a bag count until it is known for one; prompts raised on it stay as they ended.
 *  - Three minutes for getting up are by the clock, and judged while seated: a chair that is open
 *    at their end decides by what it turns out to be. `start` while vacated is up already; so it
 *    is while a sitting is pending that turns out to be none.
 *  - The live view is no stage: `start`, `snooze` and `skip` only prove presence in it. So they do
 *    while a prompt is snoozed or hidden, and a third `snooze`.
 *  - Quiet mode hides a visible prompt: its stage stands still, and goes on where it stood when
 *    quiet mode has ended and the person is seated. It does not interrupt the live view. A snooze
 *    goes on in it; its banner waits for the end as well. Quiet hours and baseline only keep new
 *    prompts from being raised.
 *  - `quiet` in a quiet mode begins it anew from the touch.
 *  - Moving time adds up over vacancies only while the prompt is open; a sitting of 60 s and more
 *    between them starts from nothing. Once it has ended only the vacancy itself counts.
 *  - Skipped by a pause is an answer, as a touch on the prompt is. A break that qualifies begins
 *    the row of ignored prompts anew, too.
 *  - `unknown` that restarts the clock: of at least the duration, with the chair open, in a pause,
 *    or with the kiosk not running (it was switched off: nobody can say what happened). The doubled
 *    interval stays doubled.
 *  - A natural break follows a bout: the first arrival counts none. Sitting down in a pause is seen
 *    at its end. A day's start at the very moment of getting up or sitting down lies between.
 *  - With a protocol of raises (`seated`) a guided set in which that many were counted is the
 *    break, at the closing of the last one. Where the mat cannot count (there is none, or it is at
 *    fault), one that has lasted for as long as its guide takes is one when `stop` ends it:
 *    reported, and told apart. Going then means three minutes since the last of start, exercise and
 *    raise. Natural counts at once there, and only if the mat counted; a reported set of one's own
 *    accord just restarts the clock. Getting up works as well.
 *  - Suggestions come at half the interval in force, when a prompt could be raised, once an
 *    interval; they go when a prompt is raised, the person gets up, or `stop` or `skip` is touched.
 *  - What is not settled when everything ends has not happened.
 *
 * Pure. Part of struct kiosk. Effects: EFFECT_PROMPT.
 */
#ifndef SH_CORE_COACH_H
#define SH_CORE_COACH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/terms.h"
#include "core/coach_table.h"
#include "core/effect.h"
#include "core/moving.h"
#include "core/prompt.h"
#include "core/seated_clock.h"
#include "core/suggestion.h"

#define COACH_BANNER_NS   (60 * INT64_C(1000000000))
#define COACH_FULL_NS     (180 * INT64_C(1000000000))
#define COACH_PULSE_NS    (60 * INT64_C(1000000000))
#define COACH_SNOOZE_NS   (300 * INT64_C(1000000000))
#define COACH_GET_UP_NS   (180 * INT64_C(1000000000))
#define COACH_BACK_NS     (60 * INT64_C(1000000000)) /* a sitting that ends what was moved */
#define COACH_OFFER_NS    (60 * INT64_C(1000000000)) /* [A] */
#define COACH_RAISE_NS    (3 * INT64_C(1000000000))  /* as guided: 0.9 s up, 1 held, 1.1 down */
#define COACH_SNOOZES_MAX 2
#define COACH_IGNORED_ROW 3
#define COACH_QUIET_MIN   30 /* of a `quiet` that names no time */

struct coach_setup {
    int64_t interval_ns; /* > 0 */
    int64_t duration_ns; /* > 0 */
    int32_t raises;      /* of a guided set that is a break, or 0 */
    bool has_suggestions;
};

struct coach {
    struct coach_setup setup; /* no state */
    int64_t now_ns;           /* decided up to here at least */
    int64_t next_ns;          /* when time alone decides something, or TIME_NEVER */
    struct seated_clock seated;
    struct moving moving;

    enum coach_state state;
    int64_t since_ns;
    int64_t stage_end_seated_ns;   /* on the odometer */
    int64_t until_ns;              /* by the clock */
    enum coach_state hidden_state; /* the stage that is hidden, and what was left of it */
    int64_t hidden_left_ns;

    /* Marks on the odometer. */
    int64_t clock_from_seated_ns; /* the last qualified break or arrival */
    int64_t base_seated_ns;       /* where the interval in force began */
    int64_t sat_seated_ns;        /* where the last sitting began */

    /* The last prompt. */
    int32_t prompts; /* its number */
    int32_t snoozes;
    int64_t raised_ns;
    enum prompt_change outcome; /* valid once outcome_ns is not TIME_NEVER */
    int64_t outcome_ns;
    int64_t outcome_moved_ns;
    bool outcome_is_reported;
    int32_t ignored_row;
    bool is_doubled;

    /* Breaks. */
    bool natural_pending;
    int64_t vacated_ns; /* where the last bout ended; TIME_NEVER: nobody has sat and got up yet */
    int64_t day_start_ns;
    int64_t guided_since_ns; /* TIME_NEVER: no guided set */
    int32_t set_raises;

    /* What stands in the way. */
    bool paused;
    bool at_fault; /* the chair */
    bool unattended;
    bool is_stopped; /* the kiosk does not run */
    bool in_quiet_hours;
    bool in_baseline;
    int64_t quiet_until_ns; /* quiet mode, unless it is past */
    int64_t blind_since_ns; /* pause or not running, until it has restarted the clock; TIME_NEVER */

    struct suggestion suggestion;
};

/* Vacated at `at_ns`, nobody has sat yet. */
void coach_init(struct coach *coach, const struct coach_setup *setup, int64_t at_ns);

/* Its state has been loaded: what follows from state and setup is worked out anew. */
void coach_resume(struct coach *coach);

/*
 * Everything that is due before `until_ns`, and at it if `inclusive`. Cheap when nothing is: ask
 * `next_ns` first. Times of this and all that follows never decrease, but for coach_qualify.
 */
void coach_advance(struct coach *coach, int64_t until_ns, bool inclusive,
                   const struct effects *effects);

/* The chair's hold-off: begins; turns out at `at_ns`: seated or not, dated back to `since_ns`. */
void coach_begin_pending(struct coach *coach, int64_t at_ns);
void coach_settle(struct coach *coach, int64_t at_ns, int64_t since_ns, bool seated,
                  const struct effects *effects);

struct coach_touch {
    enum touch kind;
    int32_t quiet_min; /* TOUCH_QUIET: minutes, 0 for COACH_QUIET_MIN, below 0 ends quiet mode */
    bool mat_counts;   /* there is a mat, and it is not at fault */
};

void coach_take_touch(struct coach *coach, int64_t at_ns, const struct coach_touch *touch,
                      const struct effects *effects);

/* The chair at fault or not; a bag on it or not. */
void coach_set_fault(struct coach *coach, int64_t at_ns, bool at_fault);
void coach_set_unattended(struct coach *coach, int64_t at_ns, bool unattended);

/* The kiosk does not run from `at_ns` on, or does again. */
void coach_set_running(struct coach *coach, int64_t at_ns, bool running);

/* Quiet hours and baseline begin or end; a kiosk day begins. */
void coach_set_quiet_hours(struct coach *coach, int64_t at_ns, bool quiet);
void coach_set_baseline(struct coach *coach, int64_t at_ns, bool baseline);
void coach_begin_day(struct coach *coach, int64_t at_ns);

/* The break has qualified at `at_ns`; unknown in a vacancy has lasted for the duration. */
void coach_qualify(struct coach *coach, int64_t at_ns, const struct effects *effects);
void coach_restart_unseen(struct coach *coach);

/* Raises of a guided set were counted. */
void coach_take_raises(struct coach *coach, int64_t at_ns, int64_t raises,
                       const struct effects *effects);

/* A prompt is raised and has not ended. */
static inline bool coach_has_open_prompt(const struct coach *coach)
{
    return coach->state >= COACH_BANNER && coach->state <= COACH_BACK;
}

/* The mark on the odometer at which the next prompt is due. */
static inline int64_t coach_due_seated_ns(const struct coach *coach)
{
    return coach->base_seated_ns + coach->setup.interval_ns * (coach->is_doubled ? 2 : 1);
}

/*
 * Moved so far towards the protocol's duration, over all that adds up at `now_ns`, for a person who
 * is seated then or not: a screen knows it before the coach does.
 */
int64_t coach_moved_ns(const struct coach *coach, int64_t now_ns, bool is_seated);

/* When the state in force ends by time alone if nothing happens, or TIME_NEVER. */
int64_t coach_state_ends_ns(const struct coach *coach);

#endif
