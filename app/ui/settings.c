#include "ui/settings.h"

#include <assert.h>
#include <stdio.h>

#include "base/config.h"
#include "base/language.h"
#include "ui/i18n.h"

/* Steps that an eye tells apart. */
static const int32_t levels[] = {20, 40, 60, 80, 100};

#define COUNT(list) ((int32_t)(sizeof(list) / sizeof *(list)))

static const char *const yes_no[] = {N_("Off"), N_("On")};
static const char *const motions[] = {N_("Pictures move"), N_("Pictures stand still")};
static const char *const themes[] = {N_("Dark"), N_("Light"), N_("High contrast")};
static const char *const text_sizes[] = {N_("Normal"), N_("Large")};
static const char *const rotations[] = {N_("Upright"), N_("A quarter to the right"),
                                        N_("Upside down"), N_("A quarter to the left")};

static const struct setting_row {
    const char *key;
    const char *title;
    const char *help;
    const char *const *names; /* of the values 0 and up; NULL: told by setting_text */
    int32_t choices;
} rows[SETTING_COUNT] = {
    [SETTING_PROTOCOL] = {"protocol.preset", N_("Breaks"),
                          N_("How often to move, and for how long. Which is best for you, no study "
                             "can say."),
                          NULL, PROTOCOL_COUNT},
    [SETTING_SUGGESTIONS] = {"coach.suggestions", N_("Suggestions"),
                             N_("Something small between two breaks: calf raises, ankle circles, a "
                                "glass of water."),
                             yes_no, COUNT(yes_no)},
    [SETTING_CHIME] = {"coach.chime", N_("Sound"),
                       N_("A soft chime when a prompt has waited for four minutes."), yes_no,
                       COUNT(yes_no)},
    [SETTING_LANGUAGE] = {"display.language", N_("Language"),
                          N_("Translations are not yet reviewed by native speakers."), NULL,
                          LANGUAGE_COUNT + 1},
    [SETTING_THEME] = {"display.theme", N_("Colours"), N_("High contrast is for weak eyes."),
                       themes, COUNT(themes)},
    [SETTING_TEXT_SIZE] = {"display.text_size", N_("Text size"),
                           N_("Words grow where they have the room."), text_sizes,
                           COUNT(text_sizes)},
    [SETTING_MOTION] = {"display.reduced_motion", N_("Motion"),
                        N_("Whether pictures move, or change at once."), motions, COUNT(motions)},
    [SETTING_ROTATION] = {"display.rotation", N_("Rotation"),
                          N_("Turns the picture, and touches with it. You have 15 seconds to keep "
                             "it; else it turns back."),
                          rotations, COUNT(rotations)},
    [SETTING_BRIGHTNESS] = {"display.brightness", N_("Brightness"),
                            N_("While somebody is here, by day."), NULL, COUNT(levels)},
};

const char *setting_key(enum setting setting)
{
    return rows[setting].key;
}

const char *setting_title(enum setting setting)
{
    return _(rows[setting].title);
}

const char *setting_help(enum setting setting)
{
    return _(rows[setting].help);
}

/* Not where the configuration leaves it as it is shipped: then nobody has set it. */
static bool is_custom_set(const struct settings_shown *shown)
{
    const struct protocol *usual = protocol_of(PROTOCOL_CUSTOM);

    return shown->custom_interval_s != usual->interval_s ||
           shown->custom_duration_s != usual->duration_s;
}

/* `row`: of all that the setting has. */
static bool is_offered(const struct settings_shown *shown, enum setting setting, int32_t row)
{
    if (shown->value[setting] == row)
        return true;
    if (setting == SETTING_PROTOCOL && row == PROTOCOL_CUSTOM)
        return is_custom_set(shown);
    if (setting == SETTING_LANGUAGE && row > 0 && shown->lacks_cjk)
        return !languages[row - 1].is_cjk;
    return true;
}

int32_t setting_choices(const struct settings_shown *shown, enum setting setting)
{
    int32_t count = 0;

    for (int32_t row = 0; row < rows[setting].choices; row++)
        count += is_offered(shown, setting, row);
    return count;
}

int32_t setting_choice(const struct settings_shown *shown, enum setting setting, int32_t place)
{
    int32_t row = 0, before = place;

    assert(place >= 0 && place < setting_choices(shown, setting));
    while (!is_offered(shown, setting, row) || before-- > 0)
        row++;
    return setting == SETTING_BRIGHTNESS ? levels[row] : row;
}

/* "Every 60 min, 2 min on your feet", and its kin. */
static void protocol_text(const struct settings_shown *shown, int32_t preset,
                          char text[SETTINGS_TEXT_MAX])
{
    const struct protocol *protocol = protocol_of((enum protocol_preset)preset);
    bool is_custom = preset == PROTOCOL_CUSTOM;
    int every_min = (is_custom ? shown->custom_interval_s : protocol->interval_s) / 60;
    int for_s = is_custom ? shown->custom_duration_s : protocol->duration_s;

    if (protocol->raises > 0)
        (void)snprintf(text, SETTINGS_TEXT_MAX, _("Every %d min, %d calf raises"), every_min,
                       protocol->raises);
    else if (for_s % 60 == 0)
        (void)snprintf(text, SETTINGS_TEXT_MAX, _("Every %d min for %d min"), every_min,
                       for_s / 60);
    else
        /* TRANSLATORS: minutes between breaks; how long a break is, minutes:seconds. */
        (void)snprintf(text, SETTINGS_TEXT_MAX, _("Every %d min for %d:%02d"), every_min,
                       for_s / 60, for_s % 60);
}

void setting_text(const struct settings_shown *shown, enum setting setting, int32_t value,
                  char text[SETTINGS_TEXT_MAX])
{
    if (setting == SETTING_PROTOCOL)
        protocol_text(shown, value, text);
    else if (setting == SETTING_BRIGHTNESS)
        (void)snprintf(text, SETTINGS_TEXT_MAX, _("%d %%"), (int)value);
    else if (setting == SETTING_LANGUAGE)
        (void)snprintf(text, SETTINGS_TEXT_MAX, "%s",
                       value == 0 ? _("As the system") : languages[value - 1].name);
    else
        (void)snprintf(text, SETTINGS_TEXT_MAX, "%s", _(rows[setting].names[value]));
}

void setting_more(enum setting setting, int32_t value, char text[SETTINGS_TEXT_MAX])
{
    static const char *const protocols[PROTOCOL_COUNT] = {
        [PROTOCOL_HOURLY_STROLL] = N_("Customary; we know of no trial of it."),
        [PROTOCOL_SEATED] = N_("Without walking: the guided set is it."),
        [PROTOCOL_CUSTOM] = N_("As the administrator has set it."),
    };

    text[0] = '\0';
    if (setting != SETTING_PROTOCOL)
        return;
    if (protocols[value])
        (void)snprintf(text, SETTINGS_TEXT_MAX, "%s", _(protocols[value]));
    else
        /* TRANSLATORS: where this dose was tried: "Duran 2023, MSSE 55:847, n = 11". */
        (void)snprintf(text, SETTINGS_TEXT_MAX, _("Studied: %s"),
                       protocol_of((enum protocol_preset)value)->studied_in);
}
