#include "kiosk/trouble.h"

#include <stdio.h>

#include "ui/i18n.h"

/* What a person at the desk is told; the log says the rest. */
static const struct {
    int code;
    enum view_trouble trouble;
    const char *note;
} store_troubles[] = {
    {ERR_FULL, VIEW_TROUBLE_FULL, N_("The card is full: today is kept in memory.")},
    {ERR_READ_ONLY, VIEW_TROUBLE_READ_ONLY,
     N_("The card cannot be written: today is kept in memory.")},
    {ERR_PERMISSION, VIEW_TROUBLE_PERMISSION,
     N_("The history may not be written: today is kept in memory.")},
    {ERR_BUSY, VIEW_TROUBLE_BUSY,
     N_("Another kiosk writes this history: today is kept in memory.")},
    {ERR_UNSUPPORTED, VIEW_TROUBLE_NEWER,
     N_("The history is a newer version's: today is kept in memory.")},
    {0, VIEW_TROUBLE_STORE, N_("The history cannot be kept: today is in memory.")},
};

void trouble_take_store(struct trouble *trouble, const struct err *err)
{
    size_t i = 0;

    while (store_troubles[i].code != 0 && store_troubles[i].code != err->code)
        i++;
    trouble->store = store_troubles[i].trouble;
}

void trouble_take_damage(struct trouble *trouble, const char *set_aside)
{
    trouble->store = VIEW_TROUBLE_DAMAGED;
    (void)snprintf(trouble->set_aside, sizeof(trouble->set_aside), "%s", set_aside);
}

void trouble_clear_store(struct trouble *trouble)
{
    trouble->store = VIEW_TROUBLE_NONE;
}

void trouble_take_config(struct trouble *trouble, size_t mistakes)
{
    trouble->config = VIEW_TROUBLE_CONFIG;
    trouble->mistakes = mistakes;
}

void trouble_take_language(struct trouble *trouble, const char *code)
{
    trouble->language = code;
}

void trouble_take_choices(struct trouble *trouble, size_t damaged)
{
    trouble->damaged = damaged;
}

enum view_trouble trouble_shown(const struct trouble *trouble)
{
    return trouble->store != VIEW_TROUBLE_NONE ? trouble->store : trouble->config;
}

const char *trouble_store_note(struct trouble *trouble)
{
    char *note = trouble->store_note;
    size_t i = 0;

    note[0] = '\0';
    if (trouble->store == VIEW_TROUBLE_NONE)
        return note;
    if (trouble->store == VIEW_TROUBLE_DAMAGED) {
        (void)snprintf(note, VIEW_NOTE_MAX, _("The history was damaged; it was put aside as %.*s"),
                       VIEW_NOTE_MAX - 64, trouble->set_aside);
        return note;
    }
    while (store_troubles[i].code != 0 && store_troubles[i].trouble != trouble->store)
        i++;
    (void)snprintf(note, VIEW_NOTE_MAX, "%s", _(store_troubles[i].note));
    return note;
}

const char *trouble_note(struct trouble *trouble)
{
    char *note = trouble->note;

    note[0] = '\0';
    if (trouble->store != VIEW_TROUBLE_NONE)
        return trouble_store_note(trouble);
    if (trouble->config != VIEW_TROUBLE_NONE)
        (void)snprintf(
            note, VIEW_NOTE_MAX,
            ngettext("%zu mistake in the configuration: secondheartctl check tells it.",
                     "%zu mistakes in the configuration: secondheartctl check tells them.",
                     trouble->mistakes),
            trouble->mistakes);
    else if (trouble->language)
        /* TRANSLATORS: %s is a language's code, such as ja: its own name may lack the typeface. */
        (void)snprintf(note, VIEW_NOTE_MAX,
                       _("The language '%s' cannot be shown: secondheartctl check tells why."),
                       trouble->language);
    else if (trouble->damaged > 0)
        (void)snprintf(
            note, VIEW_NOTE_MAX,
            ngettext("%zu choice of the settings was damaged: please choose it again.",
                     "%zu choices of the settings were damaged: please choose them again.",
                     trouble->damaged),
            trouble->damaged);
    return note;
}
