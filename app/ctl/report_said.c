#include "ctl/report_said.h"

#include <inttypes.h>

static const struct {
    const char *name;
    const char *words;
} kinds[STORE_REPORTED_KINDS] = {
    [STORE_REPORTED_CALF_RAISES] = {"calf_raises", "calf raises"},
    [STORE_REPORTED_TOES_UP] = {"toes_up", "toes up"},
    [STORE_REPORTED_ANKLE_CIRCLES] = {"ankle_circles", "ankle circles"},
    [STORE_REPORTED_WATER] = {"water", "water"},
};

json_t *report_said_to_json(const int32_t said[STORE_REPORTED_KINDS])
{
    json_t *object = json_object();

    for (int i = 0; i < STORE_REPORTED_KINDS; i++)
        (void)json_object_set_new(object, kinds[i].name, json_integer(said[i]));
    return object;
}

void report_said_print(FILE *out, const int32_t said[STORE_REPORTED_KINDS])
{
    const char *separator = "";
    char text[160] = "";
    int used = 0;

    for (int i = 0; i < STORE_REPORTED_KINDS; i++) {
        if (said[i] == 0)
            continue;
        used += snprintf(text + used, sizeof(text) - (size_t)used, "%s%s %" PRId32, separator,
                         kinds[i].words, said[i]);
        separator = ", ";
    }
    if (used > 0)
        (void)fprintf(out, "\n  Reported by touch, seen by no sensor: %s\n", text);
}
