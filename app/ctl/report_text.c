#include "ctl/report_text.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include <time.h>

#include "core/seat.h"
#include "ctl/figures_out.h"
#include "ctl/report_said.h"

#define STRIP_CELLS_MAX 64
#define BAR_CELLS       10

/* A cell or a bar filled by eighths. */
static const char *const eighths_up[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
static const char *const eighths_right[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"};

static struct tm tm_of_date(int date)
{
    struct tm tm = {.tm_year = date / 10000 - 1900,
                    .tm_mon = date / 100 % 100 - 1,
                    .tm_mday = date % 100,
                    .tm_hour = 12};

    (void)timegm(&tm); /* fills in the weekday */
    return tm;
}

void report_print_date(FILE *out, int date)
{
    struct tm tm = tm_of_date(date);
    char weekday[32];
    char month[32];

    (void)strftime(weekday, sizeof(weekday), "%A", &tm);
    (void)strftime(month, sizeof(month), "%B %Y", &tm);
    (void)fprintf(out, "%s, %d %s", weekday, tm.tm_mday, month);
}

static void local_time(int64_t wall_ns, struct tm *tm)
{
    time_t wall_s = (time_t)(wall_ns / NS_PER_S);

    (void)localtime_r(&wall_s, tm);
}

/* ---- the strip ---- */

/* What the strip shows: slots first to last (without), `per_cell` to a character. */
struct strip {
    int first;
    int last;
    int per_cell;
};

static bool slot_is_empty(const struct report_day *day, int slot)
{
    const int64_t *ns = day->slot_ns[slot];

    return ns[POSTURE_SEATED] + ns[POSTURE_STANDING] + ns[POSTURE_STEPPING] == 0;
}

/* From the hour of the first posture at the desk to that of the last, as finely as there is room.
 */
static bool plan_strip(const struct report_day *day, struct strip *strip)
{
    static const int grains[] = {2, 3, 4, 6, 12};
    const int hour = 12;
    int first = 0;
    int last = REPORT_SLOTS_MAX;

    while (first < last && slot_is_empty(day, first))
        first++;
    while (last > first && slot_is_empty(day, last - 1))
        last--;
    if (first == last)
        return false;
    strip->first = first / hour * hour;
    strip->last = (last + hour - 1) / hour * hour;
    for (size_t i = 0; i < sizeof(grains) / sizeof(grains[0]); i++) {
        strip->per_cell = grains[i];
        if ((strip->last - strip->first) / grains[i] <= STRIP_CELLS_MAX)
            break;
    }
    return true;
}

static void print_hours(FILE *out, const struct report_day *day, const struct strip *strip)
{
    int cells_an_hour = 12 / strip->per_cell;
    int hours_a_label = (3 + cells_an_hour - 1) / cells_an_hour;
    int slots_a_label = 12 * hours_a_label;

    (void)fprintf(out, "  %-12s", "");
    for (int slot = strip->first; slot < strip->last; slot += slots_a_label) {
        struct tm tm;

        local_time(day->kept.start_wall_ns + slot * REPORT_SLOT_NS, &tm);
        if (slot + slots_a_label < strip->last)
            (void)fprintf(out, "%-*d", slots_a_label / strip->per_cell, tm.tm_hour);
        else
            (void)fprintf(out, "%d", tm.tm_hour);
    }
    (void)fputc('\n', out);
}

/* A row of bars: how much of each cell's time was in the postures of the bit set `postures`. */
static void print_row(FILE *out, const struct report_day *day, const struct strip *strip,
                      const char *label, unsigned postures)
{
    int64_t cell_ns = strip->per_cell * REPORT_SLOT_NS;
    int blanks = 0;

    (void)fprintf(out, "  %-12s", label);
    for (int slot = strip->first; slot < strip->last; slot += strip->per_cell) {
        int64_t ns = 0;

        for (int i = slot; i < slot + strip->per_cell && i < REPORT_SLOTS_MAX; i++) {
            for (int posture = 0; posture < POSTURE_COUNT; posture++)
                ns += (postures & 1U << posture) ? day->slot_ns[i][posture] : 0;
        }
        if (ns == 0) {
            blanks++;
            continue;
        }
        (void)fprintf(out, "%*s%s", blanks, "", eighths_up[1 + 7 * ns / cell_ns]);
        blanks = 0;
    }
    (void)fputc('\n', out);
}

static void print_strip(FILE *out, const struct report_day *day)
{
    static const struct {
        const char *label;
        unsigned postures;
    } rows[] = {
        {"sitting", 1U << POSTURE_SEATED},
        {"on the feet", 1U << POSTURE_STANDING | 1U << POSTURE_STEPPING},
        {"away", 1U << POSTURE_AWAY},
    };
    struct strip strip;

    if (!plan_strip(day, &strip))
        return;
    print_hours(out, day, &strip);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        print_row(out, day, &strip, rows[i].label, rows[i].postures);
    (void)fputc('\n', out);
}

/* ---- a day ---- */

static void print_notes(FILE *out, const struct report_day *day)
{
    struct tm tm;

    if (day->kept.source == SPAN_RECORDS && !day->is_over) {
        local_time(day->known_until_wall_ns, &tm);
        (void)fprintf(out, "  Up to %02d:%02d; the day is not over.\n", tm.tm_hour, tm.tm_min);
    }
    if (day->kept.source == SPAN_RECORDS && day->kept.is_unsynchronised)
        (void)fputs("  The clock was not synchronised: times of day may be off.\n", out);
    if (day->kept.source == SPAN_STORED)
        (void)fputs(
            "  From the day's stored figures; its single intervals are not kept that long.\n", out);
    (void)fprintf(out,
                  "  Sitting and vacancy count after a hold-off of %" PRId64
                  " s; breaks depend on it.\n",
                  SEAT_HOLD_OFF_NS / NS_PER_S);
}

void report_print_reported(FILE *out, int32_t reported)
{
    if (reported > 0)
        (void)fprintf(out, "  %-28s%" PRId32 "\n", "of these breaks, reported", reported);
}

void report_print_day(FILE *out, const struct report_day *day)
{
    report_print_date(out, day->kept.figures.date);
    (void)fputs("\n\n", out);
    if (day->kept.source == SPAN_NOTHING) {
        (void)fputs("  Nothing was recorded.\n", out);
        return;
    }
    print_strip(out, day);
    figures_print(out, &day->kept.figures);
    report_print_reported(out, day->prompts.reported);
    report_prompts_print(out, &day->prompts);
    report_said_print(out, day->kept.said);
    (void)fputc('\n', out);
    print_notes(out, day);
}

/* ---- a week ---- */

/* "6 h 02" or "45 min", right-aligned in nine columns; a dash for none. */
static void print_short_time(FILE *out, double seconds)
{
    char text[32];
    int64_t min = isnan(seconds) ? 0 : (int64_t)(seconds / 60 + 0.5);

    if (isnan(seconds))
        (void)snprintf(text, sizeof(text), "-");
    else if (min < 60)
        (void)snprintf(text, sizeof(text), "%" PRId64 " min", min);
    else
        (void)snprintf(text, sizeof(text), "%" PRId64 " h %02" PRId64, min / 60, min % 60);
    (void)fprintf(out, "%9s", text);
}

void report_print_week_head(FILE *out)
{
    (void)fprintf(out, "  %-11s%9s%7s%9s%9s%8s%8s\n", "", "sitting", "bouts", "longest", "usual",
                  "breaks", "beats");
}

void report_print_week_day(FILE *out, const struct report_day *day)
{
    const struct day_figures *figures = &day->kept.figures;
    double sitting_s = (double)figures->posture_ns[POSTURE_SEATED] / (double)NS_PER_S;
    struct tm tm = tm_of_date(figures->date);
    /* A full bar is ten hours, beyond which it grows no more. */
    int eighths = (int)(sitting_s / (10 * S_PER_HOUR) * BAR_CELLS * 8);
    char name[32];

    (void)strftime(name, sizeof(name), "%a %e %b", &tm);
    (void)fprintf(out, "  %-11s", name);
    if (day->kept.source == SPAN_NOTHING) {
        (void)fprintf(out, "%9s\n", "-");
        return;
    }
    print_short_time(out, sitting_s);
    (void)fprintf(out, "%7" PRId32, figures->sedentary_bouts);
    print_short_time(out, (double)figures->longest_bout_ns / (double)NS_PER_S);
    print_short_time(out, figures->usual_bout_s);
    (void)fprintf(out, "%8" PRId32 "%8" PRId64 "  ", figures->breaks, figures->second_heart_beats);
    if (eighths > BAR_CELLS * 8)
        eighths = BAR_CELLS * 8;
    for (; eighths >= 8; eighths -= 8)
        (void)fputs(eighths_right[8], out);
    (void)fprintf(out, "%s\n", eighths_right[eighths]);
}
