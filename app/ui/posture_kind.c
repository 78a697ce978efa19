#include "ui/posture_kind.h"

#include "ui/i18n.h"

const struct posture_kind posture_kinds[POSTURE_KINDS] = {
    {POSTURE_SEATED, 36, N_("Sitting")},
    {POSTURE_STANDING, 64, N_("Standing")},
    {POSTURE_STEPPING, 100, N_("Moving")},
    {POSTURE_AWAY, 12, N_("Away")},
};

struct draw_color posture_kind_color(const struct theme *theme, enum posture posture)
{
    const struct draw_color colors[POSTURE_COUNT] = {
        [POSTURE_SEATED] = theme->sit,    [POSTURE_STANDING] = theme->stand,
        [POSTURE_STEPPING] = theme->move, [POSTURE_AWAY] = theme->away,
        [POSTURE_UNKNOWN] = theme->track,
    };

    return colors[posture];
}

int posture_kind_height_percent(int posture)
{
    for (int i = 0; i < POSTURE_KINDS; i++) {
        if ((int)posture_kinds[i].posture == posture)
            return posture_kinds[i].height_percent;
    }
    return 12;
}
