#include "base/terms.h"

#include <assert.h>
#include <string.h>

static const char *const line_names[LINE_COUNT] = {
    [LINE_CHAIR] = "chair",
    [LINE_MAT] = "mat",
    [LINE_PLUG] = "plug",
};

static const char *const posture_names[POSTURE_COUNT] = {
    [POSTURE_UNKNOWN] = "unknown",   [POSTURE_SEATED] = "seated", [POSTURE_STANDING] = "standing",
    [POSTURE_STEPPING] = "stepping", [POSTURE_AWAY] = "away",
};

static const char *const touch_names[TOUCH_COUNT] = {
    [TOUCH_START] = "start",       [TOUCH_SNOOZE] = "snooze", [TOUCH_SKIP] = "skip",
    [TOUCH_QUIET] = "quiet",       [TOUCH_PAUSE] = "pause",   [TOUCH_RESUME] = "resume",
    [TOUCH_EXERCISE] = "exercise", [TOUCH_STOP] = "stop",     [TOUCH_OTHER] = "other",
};

static int find_name(const char *const *names, int count, const char *text, size_t len)
{
    for (int i = 0; i < count; i++) {
        if (strlen(names[i]) == len && memcmp(names[i], text, len) == 0)
            return i;
    }
    return -1;
}

const char *line_name(enum line line)
{
    assert(line >= 0 && line < LINE_COUNT);
    return line_names[line];
}

const char *posture_name(enum posture posture)
{
    assert(posture >= 0 && posture < POSTURE_COUNT);
    return posture_names[posture];
}

const char *touch_name(enum touch touch)
{
    assert(touch >= 0 && touch < TOUCH_COUNT);
    return touch_names[touch];
}

int line_from_name(const char *text, size_t len)
{
    return find_name(line_names, LINE_COUNT, text, len);
}

int posture_from_name(const char *text, size_t len)
{
    return find_name(posture_names, POSTURE_COUNT, text, len);
}

int touch_from_name(const char *text, size_t len)
{
    return find_name(touch_names, TOUCH_COUNT, text, len);
}
