#include "ui/setup.h"

#include <string.h>

#include "base/units.h"

enum { CHAIR_SAT, CHAIR_LEANED, CHAIR_STOOD };
enum { MAT_ON, MAT_OFF, MAT_WALKED };

static bool is_there(const struct setup_place *place, int32_t step)
{
    if (step == SETUP_MAT)
        return place->has_mat;
    return step != SETUP_TIME || place->can_set_time;
}

int32_t setup_next(const struct setup_place *place, int32_t step)
{
    do
        step++;
    while (step < SETUP_END && !is_there(place, step));
    return step < SETUP_END ? step : SETUP_END;
}

int32_t setup_previous(const struct setup_place *place, int32_t step)
{
    do
        step--;
    while (step > SETUP_NONE && !is_there(place, step));
    return step > SETUP_NONE ? step : SETUP_NONE;
}

int32_t setup_number(const struct setup_place *place, int32_t step)
{
    int32_t number = 0;

    for (int32_t i = SETUP_LANGUAGE; i <= step && i < SETUP_END; i++)
        number += is_there(place, i);
    return number;
}

int32_t setup_count(const struct setup_place *place)
{
    return setup_number(place, SETUP_PRIVACY);
}

static void chair_changed(struct setup_live *live)
{
    if (live->is_closed) {
        live->checks[CHAIR_SAT] = SETUP_SEEN;
        return;
    }
    live->checks[CHAIR_STOOD] = SETUP_SEEN;
    if (live->checks[CHAIR_SAT] == SETUP_SEEN && live->checks[CHAIR_LEANED] != SETUP_SEEN)
        live->checks[CHAIR_LEANED] = SETUP_OPENED;
}

static void mat_changed(struct setup_live *live)
{
    live->closings += live->is_closed != 0;
    live->checks[live->is_closed ? MAT_ON : MAT_OFF] = SETUP_SEEN;
    if (live->closings >= SETUP_FOOTFALLS)
        live->checks[MAT_WALKED] = SETUP_SEEN;
}

static bool is_leaning(const struct setup_live *live)
{
    return live->step == SETUP_CHAIR && live->is_closed != 0 &&
           live->checks[CHAIR_LEANED] != SETUP_SEEN;
}

void setup_follow(struct setup_live *live, int32_t step, bool is_closed, int64_t now_mono_ns)
{
    if (live->step != step) {
        memset(live, 0, sizeof *live);
        live->step = step;
        live->is_closed = is_closed;
        live->since_ns = now_mono_ns;
        return;
    }
    if (is_closed != (live->is_closed != 0)) {
        live->is_closed = is_closed;
        live->since_ns = now_mono_ns;
        if (step == SETUP_CHAIR)
            chair_changed(live);
        else if (step == SETUP_MAT)
            mat_changed(live);
    }
    if (is_leaning(live) && now_mono_ns - live->since_ns >= SETUP_LEAN_NS)
        live->checks[CHAIR_LEANED] = SETUP_SEEN;
}

bool setup_is_seen(const struct setup_live *live)
{
    for (int i = 0; i < SETUP_CHECKS; i++) {
        if (live->checks[i] != SETUP_SEEN)
            return false;
    }
    return true;
}

int64_t setup_next_change_mono_ns(const struct setup_live *live)
{
    return is_leaning(live) ? live->since_ns + SETUP_LEAN_NS : TIME_NEVER;
}
