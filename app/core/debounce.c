#include "core/debounce.h"

#include "base/units.h"

void debounce_init(struct debounce *line)
{
    *line = (struct debounce){0};
}

int64_t debounce_next_deadline(const struct debounce *line)
{
    int64_t settles_ns = line->last_edge_ns + DEBOUNCE_HOLD_NS;
    int64_t chatters_ns = line->burst_ns + DEBOUNCE_CHATTER_NS;

    if (line->chattering)
        return line->last_edge_ns + DEBOUNCE_CHATTER_REST_NS;
    if (line->bursting)
        return settles_ns <= chatters_ns ? settles_ns : chatters_ns;
    return TIME_NEVER;
}

bool debounce_advance(struct debounce *line, int64_t now_ns, struct debounce_output *output)
{
    int64_t due_ns;

    if (!line->bursting && !line->chattering)
        return false;
    due_ns = debounce_next_deadline(line);
    if (now_ns < due_ns)
        return false;

    if (line->chattering) {
        line->chattering = false;
        line->closed = line->raw_closed;
        *output = (struct debounce_output){DEBOUNCE_FAULT_END, due_ns, line->closed};
        return true;
    }
    line->bursting = false;
    if (due_ns != line->last_edge_ns + DEBOUNCE_HOLD_NS) {
        line->chattering = true;
        *output = (struct debounce_output){DEBOUNCE_FAULT_BEGIN, due_ns, line->closed};
        return true;
    }
    if (line->raw_closed == line->closed) {
        *output = (struct debounce_output){DEBOUNCE_NOTHING, due_ns, line->closed};
        return true;
    }
    line->closed = line->raw_closed;
    *output = (struct debounce_output){DEBOUNCE_CONTACT, line->burst_ns, line->closed};
    return true;
}

void debounce_edge(struct debounce *line, int64_t at_ns, bool closed)
{
    /* Asked before anything is written: the flags lie in one word, and reading it right after one
     * of them was stored stalls the processor for longer than all the rest takes. */
    bool begins = !line->bursting && !debounce_at_fault(line);

    if (closed == line->raw_closed)
        return;
    if (begins) {
        line->bursting = true;
        line->burst_ns = at_ns;
    }
    line->raw_closed = closed;
    line->last_edge_ns = at_ns;
}

void debounce_tell_fault(struct debounce *line, int64_t at_ns, bool told,
                         struct debounce_output *output)
{
    bool was_at_fault = debounce_at_fault(line);

    *output = (struct debounce_output){DEBOUNCE_NOTHING, at_ns, line->closed};
    if (told == line->told)
        return;
    line->told = told;
    if (told) {
        line->bursting = false;
        line->chattering = false;
        if (!was_at_fault)
            output->kind = DEBOUNCE_FAULT_BEGIN;
        return;
    }
    if (line->raw_closed != line->closed) {
        /* Read afresh: a level found changed has to hold like any other. */
        line->bursting = true;
        line->burst_ns = at_ns;
        line->last_edge_ns = at_ns;
    }
    *output = (struct debounce_output){DEBOUNCE_FAULT_END, at_ns, line->closed};
}
