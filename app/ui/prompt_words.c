#include "ui/prompt_words.h"

#include <stdio.h>

#include "ui/i18n.h"

#define VARIANTS 5

/* A protocol of walking, and one of a guided set. */
enum way { WAY_WALK, WAY_RAISE, WAYS };

/* TRANSLATORS: two short lines of a large headline; %d: how many calf raises. */
static const char *const headlines[WAYS][VARIANTS] = {
    [WAY_WALK] = {N_("Time for a\nstroll"), N_("Ready for\nsome steps?"),
                  N_("How about a\nlittle walk?"), N_("Your legs say\nlet us go"),
                  N_("A good moment\nto move")},
    [WAY_RAISE] = {N_("Time for\n%d raises"), N_("Heels up,\nheels down"),
                   N_("Your calves\nare ready"), N_("A good moment\nfor %d raises"),
                   N_("Let us wake\nthe calves")},
};

/* TRANSLATORS: %s is "Two minutes", "Five minutes" and so on; it opens the sentence. */
static const char *const bodies[WAYS][VARIANTS] = {
    [WAY_WALK] = {N_("%s on your feet gets your second heart going again."),
                  N_("%s around the room, and every step is a beat."),
                  N_("%s at your own pace. The desk will wait."),
                  N_("%s of easy walking, and your calves do the rest."),
                  N_("%s, perhaps by way of a glass of water.")},
    [WAY_RAISE] = {N_("Heels up, hold, slowly down: your second heart gets going."),
                   N_("Right where you sit: each raise is a beat of your second heart."),
                   N_("At your own pace, with a second's hold on top."),
                   N_("Slowly up and slowly down, and your calves do the rest."),
                   N_("Stay seated and let your heels do the walking.")},
};

static const char *const banner_titles[WAYS][VARIANTS] = {
    [WAY_WALK] = {N_("A stroll would feel good"), N_("Ready for some steps?"),
                  N_("A walk, perhaps?"), N_("How about a little walk?"),
                  N_("A good moment to move")},
    [WAY_RAISE] = {N_("Raises would feel good"), N_("Ready for some raises?"),
                   N_("Your calves want to move"), N_("How about a few raises?"),
                   N_("A good moment to move")},
};

static const char *const banner_bodies[VARIANTS] = {
    N_("Whenever it suits, in the next few minutes."),
    N_("Finish your thought first, it keeps."),
    N_("As soon as it suits you."),
    N_("At the next full stop, perhaps."),
    N_("There is no hurry."),
};

static enum way way_of(const struct view_coach *coach)
{
    return coach->goal_raises > 0 ? WAY_RAISE : WAY_WALK;
}

/* Prompts count from 1. Of the same way each its own turn, so that title and body vary apart. */
static unsigned turn_of(const struct view_coach *coach, unsigned every)
{
    return coach->prompt > 0 ? ((unsigned)coach->prompt - 1) / every % VARIANTS : 0;
}

/* A duration that opens a sentence. */
static void say_duration(int32_t seconds, char *text, size_t size)
{
    static const struct {
        int32_t seconds;
        const char *words;
    } known[] = {
        {60, N_("A minute")},       {100, N_("A minute and forty")}, {120, N_("Two minutes")},
        {180, N_("Three minutes")}, {300, N_("Five minutes")},       {600, N_("Ten minutes")},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].seconds == seconds) {
            snprintf(text, size, "%s", _(known[i].words));
            return;
        }
    }
    if (seconds % 60 == 0)
        snprintf(text, size, ngettext("%d minute", "%d minutes", (unsigned long)seconds / 60),
                 (int)seconds / 60);
    else
        /* TRANSLATORS: minutes and seconds, as in 1:40 minutes. */
        snprintf(text, size, _("%d:%02d minutes"), (int)seconds / 60, (int)seconds % 60);
}

/* The tables' formats have at most the one place that their way fills. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

void prompt_headline(const struct view_coach *coach, char *text, size_t size)
{
    snprintf(text, size, _(headlines[way_of(coach)][turn_of(coach, 1)]), (int)coach->goal_raises);
}

void prompt_body(const struct view_coach *coach, char *text, size_t size)
{
    char duration[64];

    say_duration(coach->goal_s, duration, sizeof duration);
    snprintf(text, size, _(bodies[way_of(coach)][turn_of(coach, 1)]), duration);
}

#pragma GCC diagnostic pop

const char *prompt_banner_title(const struct view_coach *coach)
{
    return _(banner_titles[way_of(coach)][turn_of(coach, 1)]);
}

const char *prompt_banner_body(const struct view_coach *coach)
{
    return _(banner_bodies[turn_of(coach, 2)]);
}

void prompt_dose(const struct view_coach *coach, char *text, size_t size)
{
    int minutes = (int)coach->goal_s / 60, seconds = (int)coach->goal_s % 60;

    if (coach->goal_raises > 0)
        snprintf(text, size, ngettext("%d raise", "%d raises", (unsigned long)coach->goal_raises),
                 (int)coach->goal_raises);
    else if (seconds == 0)
        snprintf(text, size, _("%d min stroll"), minutes);
    else
        /* TRANSLATORS: minutes and seconds, as in 1:40 min stroll. */
        snprintf(text, size, _("%d:%02d min stroll"), minutes, seconds);
}

void prompt_skip(const struct view_coach *coach, char *text, size_t size)
{
    if (coach->interval_min == 60)
        snprintf(text, size, "%s", _("until next hour"));
    else
        snprintf(text, size, _("for %d min"), (int)coach->interval_min);
}
