/*
 * bare_parser.c - reads a trace with the project's own reader and does nothing with it.
 *
 *     bare_parser FILE   prints how many items there were
 *
 * What `secondheartctl replay` needs beyond this is what the core costs.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/trace.h"

int main(int argc, char **argv)
{
    struct trace_reader *reader;
    struct trace_item item;
    struct err err = {0};
    uint64_t items = 0;
    int outcome;

    if (argc != 2)
        return 2;
    outcome = trace_reader_new(argv[1], &reader, &err);
    if (outcome == 0) {
        while ((outcome = trace_reader_next(reader, &item, &err)) == 1)
            items++;
        trace_reader_free(reader);
    }
    if (outcome < 0) {
        (void)fprintf(stderr, "%s\n", err.text);
        return EXIT_FAILURE;
    }
    (void)printf("%" PRIu64 "\n", items);
    return EXIT_SUCCESS;
}
