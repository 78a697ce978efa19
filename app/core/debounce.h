/*
 * debounce.h - one line's raw edges become a contact.
 *
 * A new level counts once it has held for 30 ms and is dated to the first edge of its burst (the
 * kernel's own debounce stamps late, so it is not used). A line on which no level holds for 30 ms
 * during 2 s is chattering: at fault from that moment until 1 s after its last edge.
 *
 * Readings chosen where several were possible:
 *  - A level that lasts exactly 30 ms has held. An edge at that very moment begins a new burst.
 *  - A burst begins with the first edge that leaves a settled level. If it settles on the level it
 *    left, nothing has changed.
 *  - A repeated level is no edge: it neither begins nor prolongs a burst.
 *  - A fault keeps the contact there was. The level on which chatter has come to rest counts from
 *    the fault's end on; one found changed when a line can be read again is an edge of that moment
 *    and has to hold like any other.
 *  - While the driver says that the line cannot be read (`told`), edges only note the level.
 *
 * Pure. Part of struct kiosk.
 */
#ifndef SH_CORE_DEBOUNCE_H
#define SH_CORE_DEBOUNCE_H

#include <stdbool.h>
#include <stdint.h>

#define DEBOUNCE_HOLD_NS         (30 * INT64_C(1000000))
#define DEBOUNCE_CHATTER_NS      (2 * INT64_C(1000000000))
#define DEBOUNCE_CHATTER_REST_NS (1 * INT64_C(1000000000))

struct debounce {
    bool closed;     /* the contact: the level that counts */
    bool raw_closed; /* the level of the last edge */
    bool bursting;   /* since burst_ns, not settled; never while chattering or told */
    bool chattering;
    bool told; /* the driver cannot read the line */
    int64_t burst_ns;
    int64_t last_edge_ns;
};

enum debounce_output_kind {
    DEBOUNCE_NOTHING,
    DEBOUNCE_CONTACT, /* `closed` since at_ns */
    DEBOUNCE_FAULT_BEGIN,
    DEBOUNCE_FAULT_END /* `closed` is the level found */
};

struct debounce_output {
    enum debounce_output_kind kind;
    int64_t at_ns;
    bool closed;
};

/* An open line that has settled. */
void debounce_init(struct debounce *line);

/*
 * What the passing of time up to `now_ns` brings, one output a call: call until it returns false.
 * Outputs come in the order in which they are decided; a contact is dated earlier.
 */
bool debounce_advance(struct debounce *line, int64_t now_ns, struct debounce_output *output);

/* A raw level at `at_ns`, to which the line has been advanced. */
void debounce_edge(struct debounce *line, int64_t at_ns, bool closed);

/*
 * The driver lost the line (`told` true) or has it again, at `at_ns`, to which the line has been
 * advanced. Fills `output` (DEBOUNCE_NOTHING if the line's standing does not change).
 */
void debounce_tell_fault(struct debounce *line, int64_t at_ns, bool told,
                         struct debounce_output *output);

static inline bool debounce_at_fault(const struct debounce *line)
{
    return line->chattering || line->told;
}

/* Nothing is pending: debounce_advance would say nothing at any time. */
static inline bool debounce_is_settled(const struct debounce *line)
{
    return !line->bursting && !line->chattering;
}

/* No contact dated before this can still come out; `now_ns` if no burst is pending. */
static inline int64_t debounce_horizon(const struct debounce *line, int64_t now_ns)
{
    return line->bursting ? line->burst_ns : now_ns;
}

/* When debounce_advance would next have something to say, or TIME_NEVER. */
int64_t debounce_next_deadline(const struct debounce *line);

#endif
