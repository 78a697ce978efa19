/* The system card: what is wrong with the kiosk itself, what it means, what to do. */
#include "ui/card.h"
#include "ui/i18n.h"

#define RUN_CHECK N_("Run secondheartctl check to see why.")

static const struct card cards[VIEW_TROUBLE_COUNT] = {
    [VIEW_TROUBLE_FULL] = {N_("The card is full"),
                           N_("Today is kept in memory. Earlier days are safe."),
                           {N_("Run secondheartctl check: it tells what takes the room."),
                            N_("Make room, or put in a larger card."),
                            N_("Writing goes on by itself then.")},
                           ART_FAULT_CARD},
    [VIEW_TROUBLE_READ_ONLY] = {N_("The card cannot be written"),
                                N_("Today is kept in memory. Earlier days are safe."),
                                {N_("Switch the display off and on again."),
                                 N_("If it stays so, save the history: secondheartctl export."),
                                 N_("Then put in another card.")},
                                ART_FAULT_CARD},
    [VIEW_TROUBLE_PERMISSION] = {N_("The history may not be written"),
                                 N_("Today is kept in memory. Earlier days are safe."),
                                 {N_("Run secondheartctl check: it names the folder."),
                                  N_("Let the kiosk's user write there."),
                                  N_("Switch the display off and on again.")},
                                 ART_FAULT_CARD},
    [VIEW_TROUBLE_BUSY] = {N_("Another kiosk writes this history"),
                           N_("Today is kept in memory. Earlier days are safe."),
                           {N_("Close the other kiosk."),
                            N_("Or give this one a folder of its own."),
                            N_("Switch the display off and on again.")},
                           ART_FAULT_CARD},
    [VIEW_TROUBLE_NEWER] = {N_("The history is a newer version's"),
                            N_("It is left as it is. Today is kept in memory."),
                            {N_("Install the newer version again."), RUN_CHECK,
                             N_("Switch the display off and on again.")},
                            ART_FAULT_CARD},
    [VIEW_TROUBLE_DAMAGED] = {N_("The history was damaged"),
                              N_("It was put aside, and a new one has begun. Counting goes on."),
                              {N_("Run secondheartctl check: it names the file."),
                               N_("Keep that file: much of it may be saved."),
                               N_("If it happens again, put in another card.")},
                              ART_FAULT_CARD},
    [VIEW_TROUBLE_STORE] = {N_("The history cannot be kept"),
                            N_("Today is kept in memory. Counting goes on."),
                            {RUN_CHECK, N_("Switch the display off and on again."),
                             N_("If it stays so, put in another card.")},
                            ART_FAULT_CARD},
    [VIEW_TROUBLE_CONFIG] = {N_("The configuration has mistakes"),
                             N_("The keys in question keep their defaults."),
                             {N_("Run secondheartctl check: it names file and line."),
                              N_("Mend what it names."),
                              N_("Switch the display off and on again.")},
                             ART_FAULT_CHIP},
};

void screen_system_draw(const struct scene *scene, const struct screen_input *in,
                        struct targets *targets)
{
    static const struct card_button buttons[] = {
        {N_("Details"), TARGET_DIAGNOSTICS},
        {N_("Remind me tomorrow"), TARGET_REMIND_SYSTEM},
    };
    const struct card *card = &cards[in->view->trouble];

    card_draw(scene, in, card, _(card->title), buttons, targets);
}
