#include "store/cut_case.h"

#include <stdio.h>
#include <stdlib.h>

static struct cut_case running;
static bool is_running;

bool cut_case_chosen(struct cut_case *chosen)
{
    const char *text = getenv("SECONDHEART_CUT");
    char *end;

    if (!text)
        return false;
    chosen->part = (int)strtol(text, &end, 10);
    if (*end != ':')
        return false;
    chosen->after = strtoll(end + 1, &end, 10);
    if (*end != ':')
        return false;
    chosen->loss = (enum fake_disk_loss)strtol(end + 1, &end, 10);
    return *end == '\0';
}

void cut_case_begin(const struct cut_case *cut)
{
    running = *cut;
    is_running = true;
}

void cut_case_end(void)
{
    is_running = false;
}

void cut_case_tell(const char *program)
{
    if (is_running)
        (void)printf("to run just this one again: SECONDHEART_CUT=%d:%lld:%d %s\n", running.part,
                     (long long)running.after, (int)running.loss, program);
    is_running = false;
}
