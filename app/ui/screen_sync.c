/*
 * Consent to sync: the very text that would be sent, to where, what never is, and the two buttons.
 * The text is no sentence: it is broken where the room ends, best after a comma, and never cut.
 */
#include <stdio.h>
#include <string.h>

#include "ports/outbox.h"
#include "ui/i18n.h"
#include "ui/locale_text.h"
#include "ui/page.h"
#include "ui/settings_pages.h"

#define MARGIN   24.0
#define BUTTON_H 64.0
#define GAP      12.0
#define INSET    14.0
#define LINE_MAX 512
#define TEXT_MAX 512 /* two sentences, or a host's name and a team's */

enum answer { ANSWER_OFF, ANSWER_ON };

static const char *const state_words[SYNC_STATES] = {
    [SYNC_NOWHERE] = N_("Off: no server is set up here. Whoever looks after this kiosk can do it."),
    [SYNC_LOCKED] = N_("Off, and locked by whoever looks after this kiosk."),
    [SYNC_SIMULATED] = N_("Off: simulated figures are never sent."),
    [SYNC_NO_CLOCK] = N_("Off. It can be turned on once the clock is synchronised."),
    [SYNC_OFF] = N_("Off. Nothing leaves this kiosk."),
    [SYNC_ON] = N_("On. Nothing waits to be sent."),
};

/* With SYNC_ASKS_ANEW. */
static const char *const anew_words[CONSENT_MATCHES] = {
    [CONSENT_HOLDS] = "",
    [CONSENT_OTHER_SERVER] = N_("Another server than you agreed to would get this, and what "
                                "waits. Until you agree nothing is sent."),
    [CONSENT_OTHER_TEAM] = N_("Another team than you agreed to would be named in this. Until you "
                              "agree nothing is sent."),
    [CONSENT_FINER] = N_("Shorter periods would be sent than you agreed to. Nothing is added."),
};

/* Why the last attempt failed; without a cause, as an older version kept it, just that it did. */
static const char *const cause_words[OUTBOX_CAUSES] = {
    [OUTBOX_CAUSE_NONE] = N_("Sending did not work."),
    [OUTBOX_UNREACHABLE] = N_("The server cannot be reached."),
    [OUTBOX_TIMED_OUT] = N_("The server does not answer in time."),
    [OUTBOX_UNTRUSTED] = N_("The connection to the server is not safe, so nothing was sent."),
    [OUTBOX_LOCAL_FILE] = N_("A file that sending needs cannot be used."),
    [OUTBOX_NOT_IT] = N_("Something else answers in the server's place, perhaps a login page."),
    [OUTBOX_TOKEN] = N_("The server does not accept this kiosk's token."),
    [OUTBOX_NOT_FOUND] = N_("The server does not know this address."),
    [OUTBOX_TOO_LARGE] = N_("The server accepts nothing of this size."),
    [OUTBOX_BUSY] = N_("The server is busy."),
    [OUTBOX_FUTURE] = N_("Some periods end in the future: the clock is or was wrong."),
    [OUTBOX_SET_ASIDE] = N_("The server refuses some periods. They are kept."),
    [OUTBOX_REFUSED] = N_("The server refuses what is sent. It is kept."),
};

static const char *const next_words[OUTBOX_OUTCOMES] = {
    [OUTBOX_NEVER_TRIED] = "",
    [OUTBOX_DELIVERED] = "",
    [OUTBOX_WAITING] = N_("It is tried again by itself."),
    [OUTBOX_SETUP] = N_("Whoever looks after this kiosk can mend it."),
};

static const char *const caption_words[SUMMARY_DETAILS] = {
    [SUMMARY_WEEK] = N_("Your last whole week, just as it goes out:"),
    [SUMMARY_DAY] = N_("Your last whole day, just as it goes out:"),
    [SUMMARY_HOUR] = N_("An hour of your last whole day, just as it goes out:"),
};

static const char *const example_words[SUMMARY_DETAILS] = {
    [SUMMARY_WEEK] = N_("An example of a week, not your figures:"),
    [SUMMARY_DAY] = N_("An example of a day, not your figures:"),
    [SUMMARY_HOUR] = N_("An example of an hour, not your figures:"),
};

/* A text below the last one. */
struct column {
    const struct scene *scene;
    struct text_at at;
};

static void add(struct column *column, enum text_role role, double line, double gap,
                struct draw_color color, const char *text)
{
    const struct layout *layout = column->scene->layout;
    int32_t lines =
        text_wrap(column->scene, role, column->at, layout_px(layout, line), 5, color, text);

    column->at.y += layout_exact(layout, lines * line + gap);
}

/* ---- the text that is sent ---- */

/* How many of its bytes fit into `max_px`; after a comma or a space if that is not too early. */
static size_t fitting(const struct scene *scene, const char *text, int32_t max_px)
{
    char line[LINE_MAX];
    size_t low = 1, high = strlen(text);

    if (high >= sizeof line)
        high = sizeof line - 1;
    while (low < high) {
        size_t middle = low + (high - low + 1) / 2;

        (void)snprintf(line, sizeof line, "%.*s", (int)middle, text);
        if (text_width(scene, TEXT_FINE, line) <= max_px)
            low = middle;
        else
            high = middle - 1;
    }
    if (text[low] == '\0')
        return low;
    for (size_t i = low; i > low / 2; i--) {
        if (text[i - 1] == ',' || text[i - 1] == ' ')
            return i;
    }
    return low;
}

/* Draws it, or only measures with `draws` false; how many lines. */
static int32_t put_text(const struct scene *scene, struct text_at at, const char *text, bool draws)
{
    int32_t lines = 0;

    while (text[0] != '\0' && text[0] != '\n') {
        char line[LINE_MAX];
        size_t len = fitting(scene, text, at.max_px);

        (void)snprintf(line, sizeof line, "%.*s", (int)len, text);
        line[strcspn(line, "\n")] = '\0';
        if (draws)
            (void)text_put(scene, TEXT_FINE, at, scene->theme->hi, line);
        at.y += layout_exact(scene->layout, 18);
        text += len;
        lines++;
    }
    return lines;
}

static void add_sent(struct column *column, const struct sync_shown *shown)
{
    const struct scene *scene = column->scene;
    const struct layout *layout = scene->layout;
    struct text_at at = column->at;
    struct draw_rect rect = {0};
    int32_t lines;

    at.x += layout_exact(layout, INSET);
    at.max_px -= layout_px(layout, 2 * INSET);
    lines = put_text(scene, at, shown->text, false);
    rect.x = (int32_t)column->at.x;
    rect.y = (int32_t)(column->at.y - layout_exact(layout, 18));
    rect.w = column->at.max_px;
    rect.h = layout_px(layout, lines * 18 + 14);
    screen_card(scene, rect, layout_exact(layout, 12));
    at.y += layout_exact(layout, 3);
    (void)put_text(scene, at, shown->text, true);
    column->at.y += layout_exact(layout, lines * 18 + 22);
}

/* ---- sentences ---- */

static void state_text(const struct sync_shown *shown, char *text, size_t size)
{
    char number[LOCALE_TEXT_SIZE];

    if (shown->state == SYNC_ASKS_ANEW) {
        (void)snprintf(text, size, "%s", _(anew_words[shown->match]));
        return;
    }
    if (shown->state != SYNC_ON || shown->queued == 0) {
        (void)snprintf(text, size, "%s", _(state_words[shown->state]));
        return;
    }
    locale_number(number, sizeof number, shown->queued);
    (void)snprintf(text, size,
                   /* TRANSLATORS: %s is a number of weeks, days or hours. */
                   ngettext("On. %s period waits to be sent.", "On. %s periods wait to be sent.",
                            (unsigned long)shown->queued),
                   number);
}

static void where_text(const struct sync_shown *shown, char *text, size_t size)
{
    if (shown->team[0] != '\0')
        /* TRANSLATORS: a computer's name, and a team's. */
        (void)snprintf(text, size, _("To: %s. Team: %s."), shown->host, shown->team);
    else
        (void)snprintf(text, size, _("To: %s. No team."), shown->host);
}

/* What has gone wrong, and who sees to it; "" if nothing has. */
static void trouble_text(const struct sync_shown *shown, char *text, size_t size)
{
    text[0] = '\0';
    if (shown->is_unkept)
        (void)snprintf(text, size, "%s %s", _("What is to be sent cannot be kept on the disk."),
                       _(next_words[OUTBOX_SETUP]));
    else if (shown->state == SYNC_ON && next_words[shown->outcome][0] != '\0')
        (void)snprintf(text, size, "%s %s", _(cause_words[shown->cause]),
                       _(next_words[shown->outcome]));
}

static void put_column(const struct scene *scene, const struct sync_shown *shown, double top)
{
    const struct layout *layout = scene->layout;
    const struct theme *theme = scene->theme;
    double width = layout->w / (double)layout->unit_px;
    struct column column = {scene,
                            {layout_exact(layout, MARGIN), layout_exact(layout, top + 26),
                             ALIGN_LEFT, layout_px(layout, width - 2 * MARGIN)}};
    char text[TEXT_MAX];

    state_text(shown, text, sizeof text);
    add(&column, TEXT_BODY, 24, 6, theme->hi, text);
    if (shown->state == SYNC_NOWHERE || shown->state == SYNC_SIMULATED)
        return;
    trouble_text(shown, text, sizeof text);
    if (text[0] != '\0')
        add(&column, TEXT_FINE, 18, 6, theme->mid, text);
    where_text(shown, text, sizeof text);
    add(&column, TEXT_LABEL, 20, 8, theme->mid, text);
    if (shown->text[0] != '\0') {
        add(&column, TEXT_LABEL, 20, 8, theme->mid,
            _(shown->is_example ? example_words[shown->detail] : caption_words[shown->detail]));
        add_sent(&column, shown);
    }
    add(&column, TEXT_FINE, 18, 4, theme->mid,
        _("The long name is random and new every month. Never sent: who you are, which desk, when "
          "you come or go, what you skip, what you read."));
}

void sync_draw(const struct scene *scene, const struct screen_input *in, struct targets *targets)
{
    const struct layout *layout = scene->layout;
    const struct sync_shown *shown = &in->view->sync;
    double width = layout->w / (double)layout->unit_px;
    double height = layout->h / (double)layout->unit_px, top;
    bool is_on = shown->state == SYNC_ON || shown->state == SYNC_ASKS_ANEW;
    struct cell_grid grid = {.x = MARGIN,
                             .y = height - MARGIN - BUTTON_H,
                             .w = width - 2 * MARGIN,
                             .h = BUTTON_H,
                             .count = 1,
                             .columns = 1,
                             .most = BUTTON_H};

    page_ground(scene);
    top = page_begin(scene, in, _("Sync"), NULL, targets);
    put_column(scene, shown, top);
    if (is_on && shown->may_agree) {
        grid.count = 2;
        grid.columns = layout->landscape ? 2 : 1;
        grid.h = layout->landscape ? BUTTON_H : 2 * BUTTON_H + GAP;
        grid.y = height - MARGIN - grid.h;
    }
    if (is_on)
        screen_button(scene, BUTTON_SECONDARY, cell_grid_rect(layout, &grid, grid.count - 1),
                      _("Turn off and delete what waits"), target_with(TARGET_ANSWER, ANSWER_OFF),
                      in->pressed, targets);
    if (shown->may_agree)
        screen_button(scene, BUTTON_PRIMARY, cell_grid_rect(layout, &grid, 0), _("Turn on"),
                      target_with(TARGET_ANSWER, ANSWER_ON), in->pressed, targets);
    screen_notice(scene, in->view, false);
}

void sync_act(struct ui *ui, enum target_id target, int32_t place, int64_t now_mono_ns,
              struct ui_asks *asks)
{
    (void)ui;
    (void)now_mono_ns;
    if (target == TARGET_ANSWER)
        asks->request = (struct ui_request){.kind = UI_REQUEST_SYNC, .number = place == ANSWER_ON};
}
