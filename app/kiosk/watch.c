#include "kiosk/watch.h"

#include <stdio.h>
#include <string.h>

#include "base/units.h"

void watch_init(struct watch *watch, const struct notify_port *notify)
{
    *watch = (struct watch){.notify = notify, .next_ns = TIME_NEVER};
}

static void say(struct watch *watch, const char *sentence)
{
    if (sentence[0] == '\0')
        sentence = "All is well.";
    if (strncmp(sentence, watch->said, sizeof(watch->said) - 1) == 0)
        return;
    (void)snprintf(watch->said, sizeof(watch->said), "%s", sentence);
    watch->notify->status(watch->notify->self, sentence);
}

/*
 * Due each half interval, as sd_watchdog_enabled(3) advises. A loop that is awake in the second
 * half of that half feeds then, instead of being woken for it soon after.
 */
static void feed(struct watch *watch, int64_t now_mono_ns, bool is_well)
{
    int64_t half_ns = watch->notify->watchdog_ns / 2;

    if (watch->next_ns == TIME_NEVER || now_mono_ns < watch->next_ns - half_ns / 2)
        return;
    watch->next_ns = now_mono_ns + half_ns;
    if (is_well)
        watch->notify->feed(watch->notify->self);
}

void watch_take_turn(struct watch *watch, int64_t now_mono_ns, bool shows_something, bool is_well,
                     const char *sentence)
{
    const struct notify_port *notify = watch->notify;

    if (!notify)
        return;
    if (!watch->is_ready && shows_something) {
        watch->is_ready = true;
        if (notify->watchdog_ns > 0)
            watch->next_ns = now_mono_ns;
        notify->ready(notify->self);
    }
    if (!watch->is_ready)
        return;
    say(watch, sentence);
    feed(watch, now_mono_ns, is_well);
}

void watch_end(struct watch *watch)
{
    if (watch->notify)
        watch->notify->stopping(watch->notify->self);
}

int64_t watch_next_deadline(const struct watch *watch)
{
    return watch->next_ns;
}
