#include "base/summary.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define MEASUREMENT "secondheart_summary"

static const char *const detail_names[SUMMARY_DETAILS] = {
    [SUMMARY_WEEK] = "week",
    [SUMMARY_DAY] = "day",
    [SUMMARY_HOUR] = "hour",
};

static const char *const figure_names[SUMMARY_FIGURES] = {
    [SUMMARY_AWAY_S] = "away_s",
    [SUMMARY_BEATS] = "beats",
    [SUMMARY_BOUTS] = "bouts",
    [SUMMARY_BREAKS] = "breaks",
    [SUMMARY_PROLONGED_S] = "prolonged_s",
    [SUMMARY_PROMPTS_VERIFIED] = "prompts_verified",
    [SUMMARY_SITTING_S] = "sitting_s",
    [SUMMARY_STANDING_S] = "standing_s",
    [SUMMARY_STEPPING_S] = "stepping_s",
};

const char *summary_detail_name(enum summary_detail detail)
{
    assert(detail < SUMMARY_DETAILS);
    return detail_names[detail];
}

const char *summary_figure_name(enum summary_figure figure)
{
    assert(figure < SUMMARY_FIGURES);
    return figure_names[figure];
}

/* Not isalnum(), which asks the locale. */
static bool is_lower_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool summary_is_team(const char *team)
{
    size_t len = strlen(team);

    if (len == 0 || len >= SUMMARY_TEAM_SIZE)
        return false;
    for (size_t i = 0; i < len; i++)
        if (!is_lower_or_digit(team[i]) && team[i] != '-' && team[i] != '_')
            return false;
    return true;
}

/* A text being written; what does not fit is a bug in SUMMARY_TEXT_SIZE. */
struct writer {
    char *text;
    size_t len;
};

static void put(struct writer *writer, const char *format, ...) SH_PRINTF(2, 3);

static void put(struct writer *writer, const char *format, ...)
{
    size_t room = SUMMARY_TEXT_SIZE - writer->len;
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(writer->text + writer->len, room, format, args);
    va_end(args);
    assert(len >= 0 && (size_t)len < room);
    writer->len += (size_t)len;
}

/*
 * A name as neither format has to escape it. The kiosk makes no other; what a damaged queue holds
 * beyond that becomes "_", and so can never be read as a tag, a field or a key.
 */
static void put_name(struct writer *writer, const char *before, const char *name, size_t size,
                     const char *behind)
{
    size_t len = strnlen(name, size - 1);

    put(writer, "%s%.*s%s", before, (int)len, name, behind);
    for (char *c = writer->text + writer->len - strlen(behind) - len; len > 0; c++, len--)
        if (!is_lower_or_digit(*c) && (*c < 'A' || *c > 'Z') && !strchr("-_.", *c))
            *c = '_';
}

size_t summary_write_influx(const struct summary *summary, char text[SUMMARY_TEXT_SIZE])
{
    struct writer writer = {.text = text};

    put(&writer, MEASUREMENT ",detail=%s", summary_detail_name(summary->detail));
    put_name(&writer, ",kiosk=", summary->pseudonym, sizeof(summary->pseudonym), "");
    /* An empty tag is an error to the servers, so an office without teams sends none. */
    if (summary->team[0])
        put_name(&writer, ",team=", summary->team, sizeof(summary->team), "");
    put_name(&writer, ",version=", summary->version, sizeof(summary->version), "");
    for (size_t i = 0; i < SUMMARY_FIGURES; i++)
        put(&writer, "%c%s=%" PRId64 "i", i == 0 ? ' ' : ',', figure_names[i], summary->figures[i]);
    put(&writer, " %" PRId64 "\n", summary->start_s);
    return writer.len;
}

size_t summary_write_json(const struct summary *summary, char text[SUMMARY_TEXT_SIZE])
{
    struct writer writer = {.text = text};

    put(&writer, "{\"measurement\":\"" MEASUREMENT "\",\"schema\":1,\"detail\":\"%s\"",
        summary_detail_name(summary->detail));
    put(&writer, ",\"start_s\":%" PRId64, summary->start_s);
    put_name(&writer, ",\"kiosk\":\"", summary->pseudonym, sizeof(summary->pseudonym), "\"");
    put_name(&writer, ",\"team\":\"", summary->team, sizeof(summary->team), "\"");
    put_name(&writer, ",\"version\":\"", summary->version, sizeof(summary->version), "\"");
    for (size_t i = 0; i < SUMMARY_FIGURES; i++)
        put(&writer, "%s\"%s\":%" PRId64, i == 0 ? ",\"figures\":{" : ",", figure_names[i],
            summary->figures[i]);
    put(&writer, "}}");
    return writer.len;
}
