/*
 * posture_kind.h - how a posture looks in a strip of the day: its colour, its height, its name.
 *
 * Pure; any thread.
 */
#ifndef SH_UI_POSTURE_KIND_H
#define SH_UI_POSTURE_KIND_H

#include "base/terms.h"
#include "ui/theme.h"

/* All but `unknown`, which is a gap. */
#define POSTURE_KINDS 4

struct posture_kind {
    enum posture posture;
    int height_percent; /* of the strip's, so that it is not told by colour alone */
    const char *name;   /* to be translated */
};

extern const struct posture_kind posture_kinds[POSTURE_KINDS];

struct draw_color posture_kind_color(const struct theme *theme, enum posture posture);
int posture_kind_height_percent(int posture);

#endif
