#include "ctl/report_prompts.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "base/units.h"
#include "ctl/figures_out.h"

static bool is_outcome(enum store_prompt_change change)
{
    return change >= STORE_PROMPT_SKIPPED && change <= STORE_PROMPT_VERIFIED;
}

/* ---------------------------------------------------------------------------------- collecting */

static struct report_prompt *add(struct report_prompts *prompts,
                                 const struct store_labelled_prompt *row)
{
    struct report_prompt *prompt;

    if (prompts->count == REPORT_PROMPTS_MAX) {
        prompts->lost++;
        return NULL;
    }
    prompt = &prompts->all[prompts->count++];
    *prompt = (struct report_prompt){
        .number = row->prompt.number,
        .raised_wall_ns = row->raised_wall_ns,
    };
    return prompt;
}

/* The prompt that the row belongs to: the last one of its number. */
static struct report_prompt *find(struct report_prompts *prompts,
                                  const struct store_labelled_prompt *row)
{
    for (int32_t i = prompts->count; i > 0; i--) {
        if (prompts->all[i - 1].number == row->prompt.number)
            return &prompts->all[i - 1];
    }
    return NULL;
}

void report_prompts_add(struct report_prompts *prompts, const struct store_labelled_prompt *row)
{
    enum store_prompt_change change = row->prompt.change;
    bool begins = change == STORE_PROMPT_RAISED || change == STORE_PROMPT_NATURAL;
    struct report_prompt *prompt = begins ? NULL : find(prompts, row);

    prompts->reported += row->prompt.is_reported;
    if (!prompt)
        prompt = add(prompts, row);
    if (!prompt)
        return;
    prompt->snoozes += change == STORE_PROMPT_SNOOZED;
    if (!is_outcome(change) && change != STORE_PROMPT_NATURAL)
        return;
    prompt->has_ended = true;
    prompt->outcome = change;
    prompt->ended_wall_ns = row->wall_ns;
    prompt->moved_ns = row->prompt.moved_ns;
    prompt->is_reported = row->prompt.is_reported;
}

/* ------------------------------------------------------------------------------------ as JSON */

/* "2026-03-02T10:00:00+01:00" */
static json_t *moment(int64_t wall_ns)
{
    time_t wall_s = (time_t)(wall_ns / NS_PER_S);
    struct tm tm;
    char text[40];
    size_t len;

    (void)localtime_r(&wall_s, &tm);
    len = strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S%z", &tm);
    /* +0100 is not +01:00. */
    memmove(text + len - 1, text + len - 2, 3);
    text[len - 2] = ':';
    return json_string(text);
}

static const char *outcome_name(const struct report_prompt *prompt)
{
    static const char *const names[STORE_PROMPT_CHANGES] = {
        [STORE_PROMPT_SKIPPED] = "skipped",       [STORE_PROMPT_IGNORED] = "ignored",
        [STORE_PROMPT_UNFINISHED] = "unfinished", [STORE_PROMPT_VERIFIED] = "verified",
        [STORE_PROMPT_NATURAL] = "natural",
    };

    /* What was only said is never told as seen. */
    return prompt->is_reported ? "reported" : names[prompt->outcome];
}

json_t *report_prompts_to_json(const struct report_prompts *prompts)
{
    json_t *array = json_array();

    for (int32_t i = 0; i < prompts->count; i++) {
        const struct report_prompt *prompt = &prompts->all[i];
        bool is_natural = prompt->number == 0;
        json_t *object = json_object();

        (void)json_object_set_new(object, "raised",
                                  is_natural ? json_null() : moment(prompt->raised_wall_ns));
        (void)json_object_set_new(object, "ended",
                                  prompt->has_ended ? moment(prompt->ended_wall_ns) : json_null());
        (void)json_object_set_new(
            object, "outcome", prompt->has_ended ? json_string(outcome_name(prompt)) : json_null());
        (void)json_object_set_new(object, "snoozes", json_integer(prompt->snoozes));
        (void)json_object_set_new(object, "moved_s", figures_json_seconds(prompt->moved_ns));
        (void)json_array_append_new(array, object);
    }
    return array;
}

/* -------------------------------------------------------------------------------- for reading */

static void print_time(FILE *out, int64_t wall_ns)
{
    time_t wall_s = (time_t)(wall_ns / NS_PER_S);
    struct tm tm;

    (void)localtime_r(&wall_s, &tm);
    (void)fprintf(out, "%02d:%02d", tm.tm_hour, tm.tm_min);
}

static void print_moved(FILE *out, int64_t moved_ns)
{
    int64_t moved_s = moved_ns / NS_PER_S;

    if (moved_s >= S_PER_MIN)
        (void)fprintf(out, "%" PRId64 " min", moved_s / S_PER_MIN);
    if (moved_s >= S_PER_MIN && moved_s % S_PER_MIN != 0)
        (void)fputc(' ', out);
    if (moved_s < S_PER_MIN || moved_s % S_PER_MIN != 0)
        (void)fprintf(out, "%" PRId64 " s", moved_s % S_PER_MIN);
}

static void print_outcome(FILE *out, const struct report_prompt *prompt)
{
    static const char *const words[STORE_PROMPT_CHANGES] = {
        [STORE_PROMPT_SKIPPED] = "left for another time",
        [STORE_PROMPT_IGNORED] = "passed by",
        [STORE_PROMPT_UNFINISHED] = "a start",
        [STORE_PROMPT_VERIFIED] = "a break, seen by the sensors",
        [STORE_PROMPT_NATURAL] = "a break of your own, seen by the sensors",
    };

    if (prompt->is_reported)
        (void)fputs("a break, reported by touch", out);
    else
        (void)fputs(words[prompt->outcome], out);
    if (prompt->outcome == STORE_PROMPT_UNFINISHED && prompt->moved_ns >= NS_PER_S) {
        (void)fputs(": ", out);
        print_moved(out, prompt->moved_ns);
        (void)fputs(" moving", out);
    }
}

void report_prompts_print(FILE *out, const struct report_prompts *prompts)
{
    if (prompts->count == 0)
        return;
    (void)fputs("\n  Prompts and breaks\n", out);
    for (int32_t i = 0; i < prompts->count; i++) {
        const struct report_prompt *prompt = &prompts->all[i];

        (void)fputs("    ", out);
        print_time(out, prompt->raised_wall_ns);
        (void)fputs("  ", out);
        if (prompt->has_ended)
            print_outcome(out, prompt);
        else
            (void)fputs("still open", out);
        if (prompt->has_ended && prompt->number != 0 && prompt->outcome == STORE_PROMPT_VERIFIED) {
            (void)fputs(" at ", out);
            print_time(out, prompt->ended_wall_ns);
        }
        if (prompt->snoozes > 0)
            (void)fprintf(out, ", snoozed %s", prompt->snoozes == 1 ? "once" : "twice");
        (void)fputc('\n', out);
    }
    if (prompts->lost > 0)
        (void)fprintf(out, "    and %" PRId32 " more\n", prompts->lost);
}
