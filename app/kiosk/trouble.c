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
    (void)snprintf(trouble->store_note, sizeof(trouble->store_note), "%s",
                   _(store_troubles[i].note));
}

void trouble_take_damage(struct trouble *trouble, const char *set_aside)
{
    trouble->store = VIEW_TROUBLE_DAMAGED;
    (void)snprintf(trouble->store_note, sizeof(trouble->store_note),
                   _("The history was damaged; it was put aside as %.*s"), VIEW_NOTE_MAX - 64,
                   set_aside);
}

void trouble_clear_store(struct trouble *trouble)
{
    trouble->store = VIEW_TROUBLE_NONE;
    trouble->store_note[0] = '\0';
}

void trouble_take_config(struct trouble *trouble, size_t mistakes)
{
    trouble->config = VIEW_TROUBLE_CONFIG;
    (void)snprintf(trouble->config_note, sizeof(trouble->config_note),
                   ngettext("%zu mistake in the configuration: secondheartctl check tells it.",
                            "%zu mistakes in the configuration: secondheartctl check tells them.",
                            mistakes),
                   mistakes);
}

void trouble_take_language(struct trouble *trouble, const char *code)
{
    /* TRANSLATORS: %s is a language's code, such as ja: its own name may lack the typeface. */
    (void)snprintf(trouble->language_note, sizeof(trouble->language_note),
                   _("The language '%s' cannot be shown: secondheartctl check tells why."), code);
}

void trouble_take_choices(struct trouble *trouble, size_t damaged)
{
    (void)snprintf(trouble->choices_note, sizeof(trouble->choices_note),
                   ngettext("%zu choice of the settings was damaged: please choose it again.",
                            "%zu choices of the settings were damaged: please choose them again.",
                            damaged),
                   damaged);
}

enum view_trouble trouble_shown(const struct trouble *trouble)
{
    return trouble->store != VIEW_TROUBLE_NONE ? trouble->store : trouble->config;
}

const char *trouble_note(const struct trouble *trouble)
{
    if (trouble->store != VIEW_TROUBLE_NONE)
        return trouble->store_note;
    if (trouble->config != VIEW_TROUBLE_NONE)
        return trouble->config_note;
    return trouble->language_note[0] != '\0' ? trouble->language_note : trouble->choices_note;
}

const char *trouble_store_note(const struct trouble *trouble)
{
    return trouble->store_note;
}
