/* What the tallies of a calibration mean, and how to mend it. */
#include <inttypes.h>
#include <stdlib.h>

#include "base/units.h"
#include "core/seat.h"
#include "ctl/calibrate.h"
#include "ctl/check.h"

#define WALK_TOLERANCE  2
#define RAISE_TOLERANCE 1

#define FIX_WIRE                                                                                   \
    "look at the wire and its connector, keep it away from mains cables, and use the line's pull " \
    "resistor (sensors.bias)"
#define FIX_SEAT                                                                                   \
    "move the switch to the front third of the seat, where the weight stays when you lean forward"
#define FIX_MAT_WEIGHT                                                                             \
    "step on its middle; if that does not help, the mat needs less force: a thinner foam, or "     \
    "more "                                                                                        \
    "switches in parallel"

static bool is_about(int64_t number, int64_t asked, int64_t tolerance)
{
    return llabs(number - asked) <= tolerance;
}

/* False, after saying so, if the step never came: the sensors ended before it. */
static bool was_done(const struct calibrate_tallies *tallies, enum calibrate_step step,
                     const char *subject, const char *what, struct finding_sink *sink)
{
    if (!tallies->step[step].was_seen)
        check_put(sink, FINDING_PROBLEM, subject, "run calibrate again, to its end",
                  "%s: not reached, the sensors ended before", what);
    return tallies->step[step].was_seen;
}

static void judge_faults(const struct calibrate_tallies *tallies, struct finding_sink *sink)
{
    static const struct {
        enum line_fault fault;
        const char *text;
        const char *fix;
    } table[] = {
        {LINE_FAULT_CHATTERING, "it chattered: its contact did not settle for two seconds",
         FIX_WIRE},
        {LINE_FAULT_MISSING, "it could not be read", "run secondheartctl check"},
        {LINE_FAULT_UNPLUGGED, "its connector was pulled out", "push it in until it locks"},
    };
    unsigned chair = 0;
    unsigned mat = 0;

    for (int i = 0; i < CALIBRATE_STEPS; i++) {
        chair |= tallies->step[i].chair_faults;
        mat |= tallies->step[i].mat_faults;
    }
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (chair & table[i].fault)
            check_put(sink, FINDING_PROBLEM, "chair", table[i].fix, "%s", table[i].text);
        if (tallies->has_mat && (mat & table[i].fault))
            check_put(sink, FINDING_PROBLEM, "mat", table[i].fix, "%s", table[i].text);
    }
}

static void judge_empty(const struct calibrate_tallies *tallies, struct finding_sink *sink)
{
    const struct calibrate_tally *tally = &tallies->step[CALIBRATE_EMPTY];

    if (!was_done(tallies, CALIBRATE_EMPTY, "chair", "nobody there", sink))
        return;
    if (tally->chair_closed)
        check_put(sink, FINDING_PROBLEM, "chair",
                  "take off what lies on the seat; if the switch is of the other kind, change "
                  "sensors.chair_active_low",
                  "with nobody on the chair its switch is closed");
    if (tallies->has_mat && tally->mat_closed)
        check_put(sink, FINDING_PROBLEM, "mat",
                  "take off what stands on it; if the mat is of the other kind, change "
                  "sensors.mat_active_low",
                  "with nothing on the mat it is closed");
    if (!tally->chair_closed && (!tallies->has_mat || !tally->mat_closed))
        check_put(sink, FINDING_GOOD, "chair", "", "with nobody there everything is open");
}

/* The number of footfalls fits the other kind of mat; false if it does not. */
static bool judge_closures(int closings, int per_closure, struct finding_sink *sink)
{
    const int other = per_closure == 1 ? 2 : 1;

    if (!is_about((int64_t)closings * other, CALIBRATE_WALK_STEPS, WALK_TOLERANCE))
        return false;
    check_put(sink, FINDING_PROBLEM, "mat",
              other == 2 ? "set sensors.steps_per_closure = 2: one foot uses this mat"
                         : "set sensors.steps_per_closure = 1: both feet use this mat",
              "%d steps closed the mat %d times, and the configuration counts each as %d",
              CALIBRATE_WALK_STEPS, closings, per_closure);
    return true;
}

static void judge_walk(const struct calibrate_tallies *tallies, struct finding_sink *sink)
{
    const struct calibrate_tally *tally = &tallies->step[CALIBRATE_WALK];
    int64_t seen = (int64_t)tally->mat_closings * tallies->steps_per_closure;

    if (!was_done(tallies, CALIBRATE_WALK, "mat", "20 steps", sink))
        return;
    if (tally->chair_closed || tally->chair_closings > 0)
        check_put(sink, FINDING_PROBLEM, "chair",
                  "stay off the chair while you walk; if you did, see that nothing presses on the "
                  "seat's switch",
                  "the chair was closed while you walked");
    if (tally->mat_closings == 0)
        check_put(sink, FINDING_PROBLEM, "mat", FIX_MAT_WEIGHT "; run secondheartctl check",
                  "%d steps, and the mat %s", CALIBRATE_WALK_STEPS,
                  tally->mat_closed ? "never opened" : "never closed");
    else if (is_about(tally->steps, CALIBRATE_WALK_STEPS, WALK_TOLERANCE))
        check_put(sink, FINDING_GOOD, "mat", "", "%d steps asked for, %" PRId64 " counted",
                  CALIBRATE_WALK_STEPS, tally->steps);
    else if (judge_closures(tally->mat_closings, tallies->steps_per_closure, sink))
        return;
    else if (is_about(seen, CALIBRATE_WALK_STEPS, WALK_TOLERANCE))
        check_put(sink, FINDING_PROBLEM, "mat",
                  "walk on the spot at an easy pace, one to two steps a second, without a pause",
                  "%d steps asked for, %" PRId64 " seen but only %" PRId64 " counted: too slow or "
                  "too fast for walking",
                  CALIBRATE_WALK_STEPS, seen, tally->steps);
    else if (tally->steps < CALIBRATE_WALK_STEPS)
        check_put(sink, FINDING_PROBLEM, "mat", FIX_MAT_WEIGHT,
                  "%d steps asked for, only %" PRId64 " counted: the mat closed %d times",
                  CALIBRATE_WALK_STEPS, tally->steps, tally->mat_closings);
    else
        check_put(sink, FINDING_PROBLEM, "mat", "lift the foot clear of the mat; " FIX_WIRE,
                  "%d steps asked for, %" PRId64 " counted: the mat closes more than once a step",
                  CALIBRATE_WALK_STEPS, tally->steps);
}

static void judge_sit(const struct calibrate_tallies *tallies, struct finding_sink *sink)
{
    const struct calibrate_tally *tally = &tallies->step[CALIBRATE_SIT];

    if (!was_done(tallies, CALIBRATE_SIT, "chair", "sitting down", sink))
        return;
    if (tally->chair_closed)
        check_put(sink, FINDING_GOOD, "chair", "", "it closes when you sit down");
    else
        check_put(sink, FINDING_PROBLEM, "chair",
                  FIX_SEAT "; a switch under a thick cushion needs a thinner one",
                  "you sat down and its switch did not close");
    if (tallies->has_mat && !tally->mat_closed)
        check_put(sink, FINDING_PROBLEM, "mat",
                  "put the mat under the heels; seated feet weigh little, and " FIX_MAT_WEIGHT,
                  "with the feet on it while seated it did not stay closed");
}

static void judge_raises(const struct calibrate_tallies *tallies, struct finding_sink *sink)
{
    const struct calibrate_tally *tally = &tallies->step[CALIBRATE_RAISE];
    const char *fix = "keep the toes down, lift both heels for a second, lower them slowly";

    if (!was_done(tallies, CALIBRATE_RAISE, "mat", "10 calf raises", sink))
        return;
    if (is_about(tally->raises, CALIBRATE_RAISES, RAISE_TOLERANCE))
        check_put(sink, FINDING_GOOD, "mat", "", "%d calf raises asked for, %" PRId64 " counted",
                  CALIBRATE_RAISES, tally->raises);
    else if (tally->mat_openings == 0)
        check_put(sink, FINDING_PROBLEM, "mat",
                  "move the mat back until it lies under the heels alone: the balls of the feet "
                  "must not press on it",
                  "%d calf raises, and the mat never opened", CALIBRATE_RAISES);
    else if (tally->chair_openings > 0)
        check_put(sink, FINDING_PROBLEM, "chair", FIX_SEAT,
                  "%d calf raises asked for, %" PRId64 " counted: the chair opened %d times "
                  "meanwhile",
                  CALIBRATE_RAISES, tally->raises, tally->chair_openings);
    else if (tally->mat_short_openings + tally->mat_long_openings > 0)
        check_put(sink, FINDING_PROBLEM, "mat", fix,
                  "%d calf raises asked for, %" PRId64 " counted: the heels were up for less than "
                  "0.4 s %d times, for more than 3 s %d times",
                  CALIBRATE_RAISES, tally->raises, tally->mat_short_openings,
                  tally->mat_long_openings);
    else
        check_put(sink, FINDING_PROBLEM, "mat", fix,
                  "%d calf raises asked for, %" PRId64 " counted: the mat opened %d times",
                  CALIBRATE_RAISES, tally->raises, tally->mat_openings);
}

static void judge_lean(const struct calibrate_tallies *tallies, struct finding_sink *sink)
{
    const struct calibrate_tally *tally = &tallies->step[CALIBRATE_LEAN];

    if (!was_done(tallies, CALIBRATE_LEAN, "chair", "leaning forward", sink))
        return;
    if (tally->chair_openings == 0 && tally->chair_closed)
        check_put(sink, FINDING_GOOD, "chair", "", "it stays closed when you lean forward");
    else if (tally->longest_chair_open_ns >= SEAT_HOLD_OFF_NS || tally->chair_openings == 0)
        check_put(sink, FINDING_PROBLEM, "chair", FIX_SEAT,
                  "leaning forward opens it for so long that it looks like getting up");
    else
        check_put(sink, FINDING_PROBLEM, "chair", FIX_SEAT,
                  "leaning forward opens it: openings %d, the longest %.1f s",
                  tally->chair_openings, (double)tally->longest_chair_open_ns / (double)NS_PER_S);
}

static void judge_rise(const struct calibrate_tallies *tallies, struct finding_sink *sink)
{
    if (!was_done(tallies, CALIBRATE_RISE, "chair", "getting up", sink))
        return;
    if (!tallies->step[CALIBRATE_RISE].chair_closed)
        check_put(sink, FINDING_GOOD, "chair", "", "it opens when you get up");
    else
        check_put(sink, FINDING_PROBLEM, "chair",
                  "see that nothing else presses on the switch: a tight cover, a heavy cushion",
                  "you got up and its switch stayed closed");
}

void calibrate_judge(const struct calibrate_tallies *tallies, struct finding_sink *sink)
{
    judge_faults(tallies, sink);
    judge_empty(tallies, sink);
    if (tallies->has_mat)
        judge_walk(tallies, sink);
    judge_sit(tallies, sink);
    if (tallies->has_mat)
        judge_raises(tallies, sink);
    judge_lean(tallies, sink);
    judge_rise(tallies, sink);
}
