#include "ctl/figures_out.h"

#include <inttypes.h>
#include <math.h>

#include "base/units.h"

json_t *figures_json_seconds(int64_t ns)
{
    return json_real((double)ns / (double)NS_PER_S);
}

static json_t *number_or_null(double value)
{
    return isnan(value) ? json_null() : json_real(value);
}

static json_t *prolonged(int32_t bouts, int64_t ns)
{
    json_t *object = json_object();

    (void)json_object_set_new(object, "bouts", json_integer(bouts));
    (void)json_object_set_new(object, "s", figures_json_seconds(ns));
    return object;
}

static void set_date(json_t *object, int date)
{
    char text[32];

    (void)snprintf(text, sizeof(text), "%04d-%02d-%02d", date / 10000, date / 100 % 100,
                   date % 100);
    (void)json_object_set_new(object, "date", json_string(text));
}

static json_t *prompts_to_json(const struct day_figures *figures)
{
    json_t *object;

    if (!figures->has_prompts)
        return json_null();
    object = json_object();
    for (int i = 0; i < PROMPT_COUNTS; i++)
        (void)json_object_set_new(object, prompt_count_name((enum prompt_change)i),
                                  json_integer(figures->prompts[i]));
    return object;
}

json_t *figures_to_json(const struct day_figures *figures)
{
    json_t *object = json_object();
    const struct {
        const char *name;
        json_t *value;
    } fields[] = {
        {"sitting_s", figures_json_seconds(figures->posture_ns[POSTURE_SEATED])},
        {"standing_s", figures_json_seconds(figures->posture_ns[POSTURE_STANDING])},
        {"stepping_s", figures_json_seconds(figures->posture_ns[POSTURE_STEPPING])},
        {"away_s", figures_json_seconds(figures->posture_ns[POSTURE_AWAY])},
        {"unknown_s", figures_json_seconds(figures->posture_ns[POSTURE_UNKNOWN])},
        {"sedentary_bouts", json_integer(figures->sedentary_bouts)},
        {"breaks", json_integer(figures->breaks)},
        {"shifts", json_integer(figures->shifts)},
        {"breaks_per_sedentary_hour", number_or_null(figures->breaks_per_sedentary_hour)},
        {"prolonged_30", prolonged(figures->prolonged_30_bouts, figures->prolonged_30_ns)},
        {"prolonged_60", prolonged(figures->prolonged_60_bouts, figures->prolonged_60_ns)},
        {"longest_bout_s", figures_json_seconds(figures->longest_bout_ns)},
        {"mean_bout_s", number_or_null(figures->mean_bout_s)},
        {"median_bout_s", number_or_null(figures->median_bout_s)},
        {"usual_bout_s", number_or_null(figures->usual_bout_s)},
        {"alpha", number_or_null(figures->alpha)},
        {"gini", number_or_null(figures->gini)},
        {"steps", json_integer(figures->steps)},
        {"calf_raises", json_integer(figures->calf_raises)},
        {"leg_movement_s", figures_json_seconds(figures->leg_movement_ns)},
        {"second_heart_beats", json_integer(figures->second_heart_beats)},
        {"prompts", prompts_to_json(figures)},
    };

    if (!object)
        return NULL;
    if (figures->date != 0)
        set_date(object, figures->date);
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        if (json_object_set_new(object, fields[i].name, fields[i].value) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

/* "3 h 49 min", "12 min 5 s" or "8.25 s": what a person reads at a glance. */
static void format_duration(char text[32], double seconds)
{
    int64_t whole_s = (int64_t)(seconds + 0.5);

    if (isnan(seconds))
        (void)snprintf(text, 32, "-");
    else if (seconds < 60)
        (void)snprintf(text, 32, "%.10g s", seconds);
    else if (whole_s < S_PER_HOUR)
        (void)snprintf(text, 32, "%" PRId64 " min %" PRId64 " s", whole_s / 60, whole_s % 60);
    else
        (void)snprintf(text, 32, "%" PRId64 " h %02" PRId64 " min", whole_s / S_PER_HOUR,
                       whole_s / 60 % 60);
}

static void print_duration(FILE *out, const char *label, double seconds)
{
    char text[32];

    format_duration(text, seconds);
    (void)fprintf(out, "  %-28s%s\n", label, text);
}

static void print_ns(FILE *out, const char *label, int64_t ns)
{
    print_duration(out, label, (double)ns / (double)NS_PER_S);
}

static void print_count(FILE *out, const char *label, int64_t count)
{
    (void)fprintf(out, "  %-28s%" PRId64 "\n", label, count);
}

static void print_ratio(FILE *out, const char *label, double value)
{
    if (isnan(value))
        (void)fprintf(out, "  %-28s-\n", label);
    else
        (void)fprintf(out, "  %-28s%.3g\n", label, value);
}

static void print_prolonged(FILE *out, const char *label, int32_t bouts, int64_t ns)
{
    char text[32];

    format_duration(text, (double)ns / (double)NS_PER_S);
    (void)fprintf(out, "  %-28s%s in %" PRId32 "\n", label, text, bouts);
}

/* "3: verified 2, skipped 1; natural breaks 4": what came of them, and what took none. */
static void print_prompts(FILE *out, const struct day_figures *figures)
{
    const char *separator = ": ";

    if (!figures->has_prompts) {
        (void)fprintf(out, "  %-28s-\n", "prompts");
        return;
    }
    (void)fprintf(out, "  %-28s%" PRId64, "prompts", figures->prompts[PROMPT_RAISED]);
    for (int i = PROMPT_STARTED; i <= PROMPT_VERIFIED; i++) {
        if (figures->prompts[i] == 0)
            continue;
        (void)fprintf(out, "%s%" PRId64 " %s", separator, figures->prompts[i],
                      prompt_count_name((enum prompt_change)i));
        separator = ", ";
    }
    (void)fputc('\n', out);
    print_count(out, "breaks of one's own accord", figures->prompts[PROMPT_NATURAL]);
}

void figures_print(FILE *out, const struct day_figures *figures)
{
    print_ns(out, "sitting", figures->posture_ns[POSTURE_SEATED]);
    print_ns(out, "standing", figures->posture_ns[POSTURE_STANDING]);
    print_ns(out, "stepping", figures->posture_ns[POSTURE_STEPPING]);
    print_ns(out, "away from the desk", figures->posture_ns[POSTURE_AWAY]);
    print_ns(out, "unknown", figures->posture_ns[POSTURE_UNKNOWN]);
    print_count(out, "sedentary bouts", figures->sedentary_bouts);
    print_count(out, "breaks", figures->breaks);
    print_count(out, "shifts", figures->shifts);
    print_ratio(out, "breaks per sedentary hour", figures->breaks_per_sedentary_hour);
    print_prolonged(out, "in bouts of 30 min and more", figures->prolonged_30_bouts,
                    figures->prolonged_30_ns);
    print_prolonged(out, "in bouts of 60 min and more", figures->prolonged_60_bouts,
                    figures->prolonged_60_ns);
    print_ns(out, "longest bout", figures->longest_bout_ns);
    print_duration(out, "mean bout", figures->mean_bout_s);
    print_duration(out, "median bout", figures->median_bout_s);
    print_duration(out, "usual bout", figures->usual_bout_s);
    print_ratio(out, "alpha", figures->alpha);
    print_ratio(out, "gini", figures->gini);
    print_count(out, "steps", figures->steps);
    print_count(out, "calf raises", figures->calf_raises);
    print_ns(out, "leg movement", figures->leg_movement_ns);
    print_count(out, "second-heart beats", figures->second_heart_beats);
    print_prompts(out, figures);
}
