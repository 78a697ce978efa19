#include "core/prompt.h"

const char *prompt_count_name(enum prompt_change change)
{
    static const char *const names[PROMPT_COUNTS] = {
        [PROMPT_RAISED] = "raised",     [PROMPT_STARTED] = "started",
        [PROMPT_SNOOZED] = "snoozed",   [PROMPT_SKIPPED] = "skipped",
        [PROMPT_IGNORED] = "ignored",   [PROMPT_UNFINISHED] = "unfinished",
        [PROMPT_VERIFIED] = "verified", [PROMPT_NATURAL] = "natural",
    };

    return change < PROMPT_COUNTS ? names[change] : "moved on";
}
