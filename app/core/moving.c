#include "core/moving.h"

#include "base/units.h"

void moving_begin_vacancy(struct moving *moving)
{
    moving->vacancy_ns = 0;
    moving->standing_ns = 0;
    moving->unknown_ns = 0;
    moving->has_qualified = false;
}

void moving_end_vacancy(struct moving *moving, bool carries)
{
    moving->carried_ns = carries ? moving->carried_ns + moving->vacancy_ns : 0;
    moving_begin_vacancy(moving);
}

/* Standing since the last movement, if it counts along with a movement that follows now. */
static int64_t standing_between_ns(const struct moving *moving)
{
    bool counts = moving->vacancy_ns > 0 && moving->standing_ns <= MOVING_STANDING_NS;

    return counts ? moving->standing_ns : 0;
}

int64_t moving_earliest_ns(const struct moving *moving, int64_t from_ns, int64_t duration_ns)
{
    if (moving->has_qualified)
        return TIME_NEVER;
    return from_ns + duration_ns - moving->carried_ns - moving->vacancy_ns -
           standing_between_ns(moving);
}

static int64_t add_movement(struct moving *moving, int64_t start_ns, int64_t end_ns,
                            int64_t known_ns, int64_t duration_ns)
{
    int64_t reached_ns = moving_earliest_ns(moving, start_ns, duration_ns);

    moving->vacancy_ns += standing_between_ns(moving) + (end_ns - start_ns);
    moving->standing_ns = 0;
    if (reached_ns > end_ns)
        return TIME_NEVER;
    moving->has_qualified = true;
    return reached_ns > known_ns ? reached_ns : known_ns;
}

int64_t moving_add(struct moving *moving, enum posture posture, int64_t start_ns, int64_t end_ns,
                   int64_t known_ns, int64_t duration_ns)
{
    if (posture != POSTURE_UNKNOWN)
        moving->unknown_ns = 0;
    switch (posture) {
    case POSTURE_STEPPING:
    case POSTURE_AWAY:
        return add_movement(moving, start_ns, end_ns, known_ns, duration_ns);
    case POSTURE_STANDING:
        moving->standing_ns += end_ns - start_ns;
        break;
    case POSTURE_UNKNOWN:
        moving->unknown_ns += end_ns - start_ns;
        moving->standing_ns = MOVING_STANDING_NS + 1; /* nothing lies directly between any more */
        break;
    case POSTURE_SEATED:
    case POSTURE_COUNT:
        break;
    }
    return TIME_NEVER;
}
