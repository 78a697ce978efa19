#include "kiosk/diagnostics.h"

#include <qrencode.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "base/units.h"
#include "ports/outbox.h"
#include "ui/i18n.h"
#include "ui/locale_text.h"

static void add_row(struct diagnostics_shown *shown, const char *label, bool is_fault,
                    const char *format, ...) SH_PRINTF(4, 5);

static void add_row(struct diagnostics_shown *shown, const char *label, bool is_fault,
                    const char *format, ...)
{
    struct diagnostics_row *row = &shown->rows[shown->count++];
    va_list args;

    row->is_fault = is_fault;
    (void)snprintf(row->label, sizeof(row->label), "%s", label);
    va_start(args, format);
    (void)vsnprintf(row->value, sizeof(row->value), format, args);
    va_end(args);
}

/* "12 s", "5 min", "3 h", "2 days": since a moment. */
static void put_age(char *text, size_t size, int64_t age_ns)
{
    int64_t s = age_ns / NS_PER_S;

    if (s < 60)
        (void)snprintf(text, size, _("%d s ago"), (int)s);
    else if (s < 3600)
        (void)snprintf(text, size, _("%d min ago"), (int)(s / 60));
    else if (s < 48 * 3600)
        (void)snprintf(text, size, _("%d h ago"), (int)(s / 3600));
    else
        (void)snprintf(text, size,
                       ngettext("%d day ago", "%d days ago", (unsigned long)(s / 86400)),
                       (int)(s / 86400));
}

/* ------------------------------------------------------------------------------------ the rows */

static const char *const fault_words[VIEW_FAULT_COUNT] = {
    [VIEW_FAULT_NONE] = "",
    [VIEW_FAULT_MISSING] = N_("does not answer"),
    [VIEW_FAULT_UNPLUGGED] = N_("unplugged"),
    [VIEW_FAULT_CHATTERING] = N_("does not settle"),
    [VIEW_FAULT_SILENT] = N_("has not changed for days"),
};

static void add_sensor(struct diagnostics_shown *shown, const char *label,
                       const struct view_sensor *sensor, int64_t edge_ns, int64_t now_ns)
{
    char age[LOCALE_TEXT_SIZE];

    if (!sensor || !sensor->present) {
        add_row(shown, label, false, "%s", _("none"));
        return;
    }
    if (edge_ns == TIME_NEVER)
        (void)snprintf(age, sizeof(age), "%s", _("no edge yet"));
    else
        put_age(age, sizeof(age), now_ns - edge_ns);
    if (sensor->fault != VIEW_FAULT_NONE)
        add_row(shown, label, true, "%s, %s", _(fault_words[sensor->fault]), age);
    else
        /* TRANSLATORS: a switch's level, and when it last changed: closed, 12 s ago. */
        add_row(shown, label, false, _("%s, %s"), sensor->closed ? _("closed") : _("open"), age);
}

static void add_clock(struct diagnostics_shown *shown, const struct diagnostics_facts *facts)
{
    static const char *const labels[] = {
        [WALL_NONE] = N_("not set"),
        [WALL_PERSON] = N_("set by hand"),
        [WALL_RTC] = N_("not synchronised"),
        [WALL_KERNEL] = N_("synchronised"),
    };
    struct wall_local local = wall_local_at(facts->wall, facts->now_mono_ns);
    char date[LOCALE_TEXT_SIZE];
    char clock[LOCALE_TEXT_SIZE];

    if (local.second < 0) {
        add_row(shown, N_("Clock"), true, "%s", _(labels[WALL_NONE]));
        return;
    }
    locale_date(date, sizeof(date), local.date, LANGUAGE_DATE_SHORT);
    locale_clock(clock, sizeof(clock), local.second / 60);
    add_row(shown, N_("Clock"), facts->wall->label != WALL_KERNEL, "%s %s, %s", date, clock,
            _(labels[facts->wall->label]));
}

static void add_history(struct diagnostics_shown *shown, const struct diagnostics_facts *facts)
{
    char age[LOCALE_TEXT_SIZE];

    if (facts->store_note[0] != '\0') {
        add_row(shown, N_("History"), true, "%s", facts->store_note);
        return;
    }
    if (facts->written_mono_ns == TIME_NEVER) {
        add_row(shown, N_("History"), false, "%s", _("nothing written yet"));
        return;
    }
    put_age(age, sizeof(age), facts->now_mono_ns - facts->written_mono_ns);
    add_row(shown, N_("History"), false, _("written %s"), age);
}

static const char *const sync_words[SYNC_STATES] = {
    [SYNC_NOWHERE] = N_("off"),  [SYNC_LOCKED] = N_("off"), [SYNC_SIMULATED] = N_("off"),
    [SYNC_NO_CLOCK] = N_("off"), [SYNC_OFF] = N_("off"),    [SYNC_ON] = N_("on"),
    [SYNC_ASKS_ANEW] = N_("on"),
};

/* What the last attempt came to, in the code's words. */
static const char *const outcome_words[OUTBOX_OUTCOMES] = {
    [OUTBOX_NEVER_TRIED] = "never tried",
    [OUTBOX_DELIVERED] = "delivered",
    [OUTBOX_WAITING] = "tried again",
    [OUTBOX_SETUP] = "setup problem",
};

static void add_sync(struct diagnostics_shown *shown, const struct sync_shown *sync)
{
    char number[LOCALE_TEXT_SIZE];

    if (sync->state < SYNC_ON) {
        add_row(shown, N_("Sync"), false, "%s", _(sync_words[sync->state]));
        return;
    }
    if (sync->reason[0] != '\0') {
        add_row(shown, N_("Sync"), sync->outcome == OUTBOX_SETUP, "%s", sync->reason);
        return;
    }
    locale_number(number, sizeof(number), sync->queued);
    /* TRANSLATORS: on or off, and how many weeks, days or hours are to be sent. */
    add_row(shown, N_("Sync"), false, _("%s, waiting: %s"), _(sync_words[sync->state]), number);
}

static const char *const sources[] = {
    [VIEW_GPIO] = N_("GPIO"),
    [VIEW_SIM] = N_("simulated"),
    [VIEW_TRACE] = N_("a trace"),
};

static void add_rows(struct diagnostics_shown *shown, const struct diagnostics_facts *facts)
{
    char number[LOCALE_TEXT_SIZE];
    char age[LOCALE_TEXT_SIZE];
    struct utsname system = {0};

    (void)uname(&system);
    add_sensor(shown, N_("Chair"), facts->sensors[LINE_CHAIR], facts->edge_mono_ns[LINE_CHAIR],
               facts->now_mono_ns);
    add_sensor(shown, N_("Mat"), facts->sensors[LINE_MAT], facts->edge_mono_ns[LINE_MAT],
               facts->now_mono_ns);
    locale_number(number, sizeof(number), (int64_t)facts->edges);
    add_row(shown, N_("Sensors"), false,
            ngettext("%s, %s edge", "%s, %s edges", (unsigned long)facts->edges),
            _(sources[facts->source]), number);
    add_clock(shown, facts);
    add_history(shown, facts);
    add_sync(shown, facts->sync);
    put_age(age, sizeof(age), facts->now_mono_ns - facts->started_mono_ns);
    add_row(shown, N_("Started"), false, "%s", age);
    add_row(shown, N_("Screen"), false, "%d \xc3\x97 %d, %s", (int)facts->w_px, (int)facts->h_px,
            facts->display_driver);
    add_row(shown, N_("Version"), false, "%s, Linux %s", SECONDHEART_VERSION, system.release);
}

/* ------------------------------------------------------------------------------------ the code */

/* A level and the moment of its last edge, which stand still while nothing happens. */
static int put_sensor(char *text, size_t size, const char *name,
                      const struct diagnostics_facts *facts, enum line line)
{
    const struct view_sensor *sensor = facts->sensors[line];
    int64_t edge_ns = facts->edge_mono_ns[line];

    if (!sensor || !sensor->present)
        return snprintf(text, size, "%s: none\n", name);
    return snprintf(text, size, "%s: %s, fault %d, edge at %lld s\n", name,
                    sensor->closed ? "closed" : "open", sensor->fault,
                    edge_ns == TIME_NEVER ? -1LL : (long long)(edge_ns / NS_PER_S));
}

static void put_text(char text[DIAGNOSTICS_QR_BYTES + 1], const struct diagnostics_facts *facts)
{
    static const char *const labels[] = {
        [WALL_NONE] = "none", [WALL_RTC] = "unsynchronised", [WALL_KERNEL] = "synchronised"};
    static const char *const names[] = {
        [VIEW_GPIO] = "gpio", [VIEW_SIM] = "sim", [VIEW_TRACE] = "trace"};
    const size_t size = DIAGNOSTICS_QR_BYTES + 1;
    struct utsname system = {0};
    size_t used;

    (void)uname(&system);
    used =
        (size_t)snprintf(text, size, "Second Heart %s\nLinux %.40s %.12s\nsensors: %s\n",
                         SECONDHEART_VERSION, system.release, system.machine, names[facts->source]);
    used += (size_t)put_sensor(text + used, size - used, "chair", facts, LINE_CHAIR);
    used += (size_t)put_sensor(text + used, size - used, "mat", facts, LINE_MAT);
    (void)snprintf(text + used, size - used,
                   "clock: %s\nhistory: %s\nsync: %s%s%s\nstarted at %lld s\nscreen: %dx%d %.16s\n",
                   labels[facts->wall->label], facts->store_note[0] ? "in trouble" : "kept",
                   facts->sync->state >= SYNC_ON ? "on" : "off",
                   facts->sync->state >= SYNC_ON ? ", " : "",
                   facts->sync->state >= SYNC_ON ? outcome_words[facts->sync->outcome] : "",
                   (long long)(facts->started_mono_ns / NS_PER_S), (int)facts->w_px,
                   (int)facts->h_px, facts->display_driver);
}

static void encode(struct diagnostics_shown *shown, const char *text)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);

    shown->side = 0;
    memset(shown->modules, 0, sizeof(shown->modules));
    if (!code)
        return;
    if (code->width <= DIAGNOSTICS_QR_SIDE) {
        shown->side = code->width;
        for (int i = 0; i < code->width * code->width; i++)
            shown->modules[i] = code->data[i] & 1 ? '1' : '0';
    }
    QRcode_free(code);
}

void diagnostics_fill(struct diagnostics *diagnostics, const struct diagnostics_facts *facts)
{
    char text[DIAGNOSTICS_QR_BYTES + 1];

    memset(diagnostics->shown.rows, 0, sizeof(diagnostics->shown.rows));
    diagnostics->shown.count = 0;
    add_rows(&diagnostics->shown, facts);
    put_text(text, facts);
    if (strcmp(text, diagnostics->text) == 0)
        return;
    memcpy(diagnostics->text, text, sizeof(text));
    encode(&diagnostics->shown, text);
}
