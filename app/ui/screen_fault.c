/* The sensor card: which sensor, what it means, what to do. */
#include <stdio.h>

#include "ui/card.h"
#include "ui/i18n.h"

static const struct card chair_cards[VIEW_FAULT_COUNT] = {
    [VIEW_FAULT_MISSING] = {N_("The sensors do not answer"),
                            N_("Nothing is counted until they do."),
                            {N_("Check the cable behind the display."),
                             N_("Switch the display off and on again."),
                             N_("Run secondheartctl check to see why.")},
                            ART_FAULT_CHIP},
    [VIEW_FAULT_UNPLUGGED] = {N_("The chair is unplugged"),
                              N_("Sitting is not counted until it is plugged in."),
                              {N_("Push the plug at the chair together."),
                               N_("Check the plug behind the display."),
                               N_("Look along the cable for a pinch or a cut.")},
                              ART_FAULT_CHAIR},
    [VIEW_FAULT_CHATTERING] = {N_("The chair switch does not settle"),
                               N_("Sitting is not counted until it does."),
                               {N_("Sit still for a moment."),
                                N_("Push the plugs together until they click."),
                                N_("Look along the cable for a pinch or a cut.")},
                               ART_FAULT_CHAIR},
    [VIEW_FAULT_SILENT] = {NULL,
                           N_("Sitting time may be wrong until it does."),
                           {N_("Stand up, then sit down again."),
                            N_("Check the plug behind the display."),
                            N_("Make sure the pad lies under the seat.")},
                           ART_FAULT_CHAIR},
};

static const struct card mat_cards[VIEW_FAULT_COUNT] = {
    [VIEW_FAULT_MISSING] = {N_("The mat does not answer"),
                            N_("Steps are not counted until it does. The chair works as usual."),
                            {N_("Check the plug behind the display."),
                             N_("Switch the display off and on again."),
                             N_("Run secondheartctl check to see why.")},
                            ART_FAULT_MAT},
    [VIEW_FAULT_UNPLUGGED] = {N_("The mat is unplugged"),
                              N_("Steps are not counted. The chair works as usual."),
                              {N_("Check the plug at the mat."),
                               N_("Check the plug behind the display."),
                               N_("Look along the cable for a pinch or a cut.")},
                              ART_FAULT_MAT},
    [VIEW_FAULT_CHATTERING] = {N_("The mat does not settle"),
                               N_("Steps are not counted until it does. The chair works as usual."),
                               {N_("Take everything off the mat."),
                                N_("Push the plug behind the display in."),
                                N_("Look for a fold or a chair leg on it.")},
                               ART_FAULT_MAT},
    [VIEW_FAULT_SILENT] = {NULL,
                           N_("Steps are not counted until it does. The chair works as usual."),
                           {N_("Step on the mat with one foot."),
                            N_("Check the plug behind the display."),
                            N_("Look for a fold or a chair leg on it.")},
                           ART_FAULT_MAT},
};

struct fault_shown screen_fault_of(const struct view *view)
{
    if (view->chair.fault != VIEW_FAULT_NONE)
        return (struct fault_shown){true, (enum view_fault)view->chair.fault};
    return (struct fault_shown){false, (enum view_fault)view->mat.fault};
}

static const struct card *card_of(struct fault_shown shown)
{
    return shown.is_chair ? &chair_cards[shown.fault] : &mat_cards[shown.fault];
}

void screen_fault_title(const struct view *view, char *text, size_t size)
{
    struct fault_shown shown = screen_fault_of(view);
    const struct card *card = card_of(shown);
    unsigned long days = (unsigned long)(shown.is_chair ? view->chair : view->mat).silent_days;

    if (shown.fault == VIEW_FAULT_NONE)
        snprintf(text, size, "%s", "");
    else if (card->title)
        snprintf(text, size, "%s", _(card->title));
    else if (shown.is_chair)
        snprintf(text, size,
                 ngettext("The chair has not changed for %lu day",
                          "The chair has not changed for %lu days", days),
                 days);
    else
        snprintf(text, size,
                 ngettext("The mat has not changed for %lu day",
                          "The mat has not changed for %lu days", days),
                 days);
}

void screen_fault_draw(const struct scene *scene, const struct screen_input *in,
                       struct targets *targets)
{
    struct fault_shown shown = screen_fault_of(in->view);
    const struct card_button buttons[] = {
        {shown.is_chair ? N_("Test the chair") : N_("Test the mat"), TARGET_TEST_SENSORS},
        {N_("Remind me tomorrow"), TARGET_REMIND},
    };
    char title[160];

    screen_fault_title(in->view, title, sizeof title);
    card_draw(scene, in, card_of(shown), title, buttons, targets);
}
