/*
 * encode_weeks.c - weeks of many kiosks as the lines that they would send.
 *
 * Usage: encode_weeks TEAM < WEEKS > LINES
 *
 * WEEKS: a line a week: the pseudonym, its Monday in seconds since 1970, then the nine figures in
 * the order of enum summary_figure.
 */
#include <inttypes.h>
#include <stdio.h>

#include "base/summary.h"

/* 1: a week is in `summary`. 0: there is no more. -1: that is no week. */
static int read_week(struct summary *summary)
{
    if (scanf("%32s", summary->pseudonym) != 1)
        return 0;
    if (scanf("%" SCNd64, &summary->start_s) != 1)
        return -1;
    for (int i = 0; i < SUMMARY_FIGURES; i++) {
        if (scanf("%" SCNd64, &summary->figures[i]) != 1)
            return -1;
    }
    return 1;
}

int main(int argc, char **argv)
{
    struct summary summary = {.detail = SUMMARY_WEEK};
    char text[SUMMARY_TEXT_SIZE];
    int result;

    if (argc != 2 || !summary_is_team(argv[1])) {
        (void)fprintf(stderr, "usage: encode_weeks TEAM < WEEKS\n");
        return 2;
    }
    version_write_release(SECONDHEART_VERSION, summary.version);
    (void)snprintf(summary.team, sizeof(summary.team), "%s", argv[1]);
    while ((result = read_week(&summary)) > 0)
        (void)fwrite(text, 1, summary_write_influx(&summary, text), stdout);
    if (result < 0) {
        (void)fprintf(stderr, "encode_weeks: a line is no week\n");
        return 2;
    }
    return fflush(stdout) == 0 ? 0 : 1;
}
