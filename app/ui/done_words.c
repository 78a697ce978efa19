#include "ui/done_words.h"

#include <stdio.h>

#include "ui/i18n.h"

/* The share of the level that is gone, percent: from here on the sentence says so much. */
static const struct {
    int32_t from_percent;
    const char *text;
} amounts[] = {
    {51, N_("In the model, more than half of the pooled blood has moved on. Some stays, and that "
            "is normal. The next stroll counts too.")},
    {40, N_("In the model, nearly half of the pooled blood has moved on. Some stays, and that is "
            "normal. The next stroll counts too.")},
    {26, N_("In the model, about a third of the pooled blood has moved on. Some stays, and that "
            "is normal. The next stroll counts too.")},
    {1, N_("In the model, a little of the pooled blood has moved on. Some stays, and that is "
           "normal. The next stroll counts too.")},
};

bool done_has_levels(const struct done_shown *shown)
{
    return shown->before_percent != BREAK_SHOWN_NO_LEVEL &&
           shown->after_percent != BREAK_SHOWN_NO_LEVEL;
}

const char *done_amount_text(const struct done_shown *shown)
{
    int32_t gone = done_has_levels(shown) ? (shown->before_percent - shown->after_percent) * 100 /
                                                shown->before_percent
                                          : 0;

    for (size_t i = 0; i < sizeof amounts / sizeof *amounts; i++) {
        if (gone >= amounts[i].from_percent)
            return _(amounts[i].text);
    }
    return _("In the model, the level is about where it was. The next stroll counts too.");
}

bool done_has_begun(const struct done_shown *shown)
{
    return shown->is_set ? shown->raises > 0 : shown->moved_s > 0;
}

static void so_far(const struct done_shown *shown, char *text, size_t size)
{
    if (shown->is_set)
        snprintf(text, size, _("%d of %d so far"), (int)shown->raises, (int)shown->goal_raises);
    else
        snprintf(text, size, _("%d:%02d of %d:%02d so far"), (int)shown->moved_s / 60,
                 (int)shown->moved_s % 60, (int)shown->goal_s / 60, (int)shown->goal_s % 60);
}

void done_title(const struct done_shown *shown, char *text, size_t size)
{
    if (shown->kind == DONE_UNFINISHED && done_has_begun(shown))
        so_far(shown, text, size);
    else
        snprintf(text, size, "%s",
                 shown->kind == DONE_VERIFIED   ? _("That was a real break")
                 : shown->kind == DONE_REPORTED ? _("Noted as a break")
                                                : _("Whenever it suits"));
}

const char *done_more(const struct done_shown *shown)
{
    static const struct {
        const char *stroll, *set;
    } begun[DONE_KIND_COUNT] = {
        [DONE_VERIFIED] = {N_("Your sensors saw it too."), N_("Your sensors saw it too.")},
        [DONE_REPORTED] = {N_("The mat did not see steps this time."),
                           N_("The mat did not count raises this time.")},
        [DONE_UNFINISHED] = {N_("The sensors saw this much."), N_("The mat counted this much.")},
    };

    if (shown->kind == DONE_UNFINISHED && !done_has_begun(shown))
        return shown->is_set ? _("The mat has not counted a raise yet.")
                             : _("The chair did not open this time.");
    return shown->is_set ? _(begun[shown->kind].set) : _(begun[shown->kind].stroll);
}

/* What makes an unfinished break a whole one. */
static void missing(const struct done_shown *shown, char *text, size_t size)
{
    int32_t left_s = shown->goal_s - shown->moved_s;
    int32_t raises = shown->goal_raises - shown->raises;

    if (shown->is_set)
        snprintf(text, size,
                 done_has_begun(shown)
                     ? ngettext("%d more calf raise makes it a whole break. Now, or whenever it "
                                "suits.",
                                "%d more calf raises make it a whole break. Now, or whenever it "
                                "suits.",
                                (unsigned long)raises)
                     : _("%d calf raises are a whole break. Now, or whenever it suits."),
                 (int)raises);
    else
        snprintf(text, size,
                 done_has_begun(shown)
                     ? _("%d:%02d more on the move make it a whole break. Now, or whenever it "
                         "suits.")
                     : _("%d:%02d on the move are a whole break. Now, or whenever it suits."),
                 (int)left_s / 60, (int)left_s % 60);
}

void done_sentence(const struct done_shown *shown, char *text, size_t size)
{
    if (shown->kind == DONE_UNFINISHED)
        missing(shown, text, size);
    else if (shown->kind == DONE_REPORTED && !done_has_levels(shown))
        snprintf(text, size, "%s",
                 _("It is kept as something you said, apart from what the sensors saw."));
    else
        snprintf(text, size, "%s", done_amount_text(shown));
}
