#include "core/coaching.h"

#include <inttypes.h>
#include <stdio.h>

static struct kiosk kiosk;
static struct kiosk scratch;
static int64_t bouts_ns[DAY_BOUTS_MAX];

const char *prompts_of(struct fixture *fixture, struct play play)
{
    static char text[4096];
    struct record *record = &fixture->record;
    size_t used = 0;

    record_free(record);
    script_play(&fixture->script, &play, record);
    text[0] = '\0';
    for (size_t i = 0; i < record->prompt_count; i++) {
        const struct fact *fact = &record->prompts[i];
        int64_t ms = fact->end_ns / NS_PER_MS;

        if (fact->what >= PROMPT_COUNTS)
            continue;
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%" PRId64 ":%02d:%02d",
                                 used ? " " : "", ms / 3600000, (int)(ms / 60000 % 60),
                                 (int)(ms / 1000 % 60));
        if (ms % 1000)
            used += (size_t)snprintf(text + used, sizeof(text) - used, ".%03d", (int)(ms % 1000));
        used += (size_t)snprintf(text + used, sizeof(text) - used, " %s",
                                 prompt_count_name((enum prompt_change)fact->what));
    }
    return text;
}

struct coach_glance coach_now(struct fixture *fixture, struct play play)
{
    struct kiosk_glance glance;

    record_free(&fixture->record);
    play.ticks = TICKS_AT_DEADLINES;
    script_play_open(&fixture->script, &play, &fixture->record, &kiosk);
    kiosk_glance(&kiosk, fixture->script.now_ns, &scratch, bouts_ns, &glance);
    return glance.coach;
}

enum coach_state state_now(struct fixture *fixture)
{
    return coach_now(fixture, (struct play){0}).state;
}

struct script *sat_an_hour(struct fixture *fixture)
{
    struct script *script = &fixture->script;

    script_free(script);
    script_begin(script, "8:00:00");
    at(script, "9:00:00");
    sit(script);
    at(script, "10:00:00");
    wait_s(script, 1);
    return script;
}

void touch_at(struct script *script, const char *time, enum touch what)
{
    at(script, time);
    touch(script, what);
}

void stand_at(struct script *script, const char *time)
{
    at(script, time);
    stand(script);
}

void sit_at(struct script *script, const char *time)
{
    at(script, time);
    sit(script);
}
