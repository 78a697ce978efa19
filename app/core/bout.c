#include "core/bout.h"

#include "core/day.h"

void bout_add(struct bout *bout, enum posture posture, int64_t length_ns)
{
    switch (posture) {
    case POSTURE_SEATED:
        bout->length_ns += length_ns;
        bout->gap_ns = 0;
        break;
    case POSTURE_UNKNOWN:
        bout->gap_ns += length_ns;
        if (bout->gap_ns >= DAY_BOUT_GAP_NS)
            bout->length_ns = 0;
        break;
    case POSTURE_STANDING:
    case POSTURE_STEPPING:
    case POSTURE_AWAY:
    case POSTURE_COUNT:
        bout->length_ns = 0;
        break;
    }
}
