#include "drivers/store_sqlite_internal.h"

#include <assert.h>
#include <string.h>

static const char *const label_names[STORE_LABEL_COUNT] = {
    [STORE_LABEL_NONE] = "none",
    [STORE_LABEL_RTC] = "rtc",
    [STORE_LABEL_PERSON] = "person",
    [STORE_LABEL_KERNEL] = "kernel",
};

static const char *const count_names[STORE_COUNT_KINDS] = {
    [STORE_COUNT_STEP] = "step",
    [STORE_COUNT_CALF_RAISE] = "calf_raise",
    [STORE_COUNT_SHIFT] = "shift",
    [STORE_COUNT_LEG_MOVEMENT_NS] = "leg_movement_ns",
};

static const char *const prompt_names[STORE_PROMPT_CHANGES] = {
    [STORE_PROMPT_RAISED] = "raised",     [STORE_PROMPT_STARTED] = "started",
    [STORE_PROMPT_SNOOZED] = "snoozed",   [STORE_PROMPT_SKIPPED] = "skipped",
    [STORE_PROMPT_IGNORED] = "ignored",   [STORE_PROMPT_UNFINISHED] = "unfinished",
    [STORE_PROMPT_VERIFIED] = "verified", [STORE_PROMPT_NATURAL] = "natural",
};

static const char *const reported_names[STORE_REPORTED_KINDS] = {
    [STORE_REPORTED_CALF_RAISES] = "calf_raises",
    [STORE_REPORTED_TOES_UP] = "toes_up",
    [STORE_REPORTED_ANKLE_CIRCLES] = "ankle_circles",
    [STORE_REPORTED_WATER] = "water",
};

/* The index of `name` among `count` names; -1 if none. */
static int find_name(const char *const *names, int count, const char *name)
{
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0)
            return i;
    }
    return -1;
}

const char *store_label_name(enum store_label label)
{
    assert(label >= 0 && label < STORE_LABEL_COUNT);
    return label_names[label];
}

enum store_label store_label_from_name(const char *name)
{
    int label = find_name(label_names, STORE_LABEL_COUNT, name);

    return label < 0 ? STORE_LABEL_NONE : (enum store_label)label;
}

const char *store_count_name(enum store_count_kind kind)
{
    assert(kind >= 0 && kind < STORE_COUNT_KINDS);
    return count_names[kind];
}

int store_count_from_name(const char *name)
{
    return find_name(count_names, STORE_COUNT_KINDS, name);
}

const char *store_prompt_name(enum store_prompt_change change)
{
    assert(change >= 0 && change < STORE_PROMPT_CHANGES);
    return prompt_names[change];
}

int store_prompt_from_name(const char *name)
{
    return find_name(prompt_names, STORE_PROMPT_CHANGES, name);
}

const char *store_reported_name(enum store_reported_kind kind)
{
    assert(kind >= 0 && kind < STORE_REPORTED_KINDS);
    return reported_names[kind];
}

int store_reported_from_name(const char *name)
{
    return find_name(reported_names, STORE_REPORTED_KINDS, name);
}
