/*
 * repeat_trace.c - a trace again and again, each time later by its own length.
 *
 *     repeat_trace TRACE TIMES   writes the trace to standard output
 *
 * So that a hundred years need neither a hundred years' disk nor an interpreter's time. TRACE is
 * one of make_trace.py: comments first, then lines that begin with seconds and a dot, the last of
 * them `end`.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 256

/* Whole days, so that hours stay what they were. */
#define PERIOD_UNIT_S INT64_C(86400)

static bool is_end(const char *line)
{
    return strstr(line, " end\n") != NULL;
}

/* How much later the next time begins: where the trace ends, rounded up. */
static int64_t find_period_s(FILE *trace)
{
    char line[LINE_SIZE];
    int64_t end_s = -1;

    while (fgets(line, sizeof(line), trace)) {
        if (is_end(line))
            end_s = strtoll(line, NULL, 10) + 1;
    }
    return end_s < 0 ? -1 : (end_s + PERIOD_UNIT_S - 1) / PERIOD_UNIT_S * PERIOD_UNIT_S;
}

static bool copy(FILE *trace, int64_t later_s, bool is_first, bool is_last)
{
    char line[LINE_SIZE];

    rewind(trace);
    while (fgets(line, sizeof(line), trace)) {
        char *after;
        int64_t second_s;

        if (line[0] == '#') {
            if (is_first && fputs(line, stdout) < 0)
                return false;
            continue;
        }
        if (is_end(line) && !is_last)
            continue;
        second_s = strtoll(line, &after, 10);
        if (printf("%" PRId64 "%s", second_s + later_s, after) < 0)
            return false;
    }
    return true;
}

int main(int argc, char **argv)
{
    long times = argc == 3 ? strtol(argv[2], NULL, 10) : 0;
    FILE *trace = times > 0 ? fopen(argv[1], "re") : NULL;
    int64_t period_s;
    bool done = true;

    if (!trace) {
        (void)fprintf(stderr, "Usage: repeat_trace TRACE TIMES\n");
        return 2;
    }
    period_s = find_period_s(trace);
    for (long i = 0; i < times && done && period_s > 0; i++)
        done = copy(trace, i * period_s, i == 0, i == times - 1);
    (void)fclose(trace);
    return period_s > 0 && done && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
