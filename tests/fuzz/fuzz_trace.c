/* A trace: read to its end or refused with its line; what was read can be written and read again.
 */
#include <string.h>
#include <unistd.h>

#include "base/trace.h"
#include "fuzz/fuzz.h"
#include "fuzz/one_file.h"

#define COPY "/dev/shm/fuzz-trace"

static bool same(const struct trace_item *a, const struct trace_item *b)
{
    return a->at_ns == b->at_ns && a->kind == b->kind &&
           (a->kind == TRACE_END ||
            (a->kind == TRACE_TOUCH
                 ? a->touch == b->touch
                 : a->line == b->line && (a->kind != TRACE_EDGE || a->closed == b->closed)));
}

/* A refusal names the file, and says more. */
static void check_refusal(const char *path, int result, const struct err *err)
{
    must(err->code == -result);
    must(strncmp(err->text, path, strlen(path)) == 0 && strlen(err->text) > strlen(path) + 4);
}

/* Reads both side by side; the copy holds what has been read of the first. */
static void check_copy(const char *path, const char *copy)
{
    struct trace_reader *first;
    struct trace_reader *second;
    struct trace_item a;
    struct trace_item b;
    struct err err = {0};

    must(trace_reader_new(path, &first, &err) == 0);
    must(trace_reader_new(copy, &second, &err) == 0);
    must(trace_reader_header(first)->start_wall_s == trace_reader_header(second)->start_wall_s);
    must(trace_reader_header(first)->start_wall_ns == trace_reader_header(second)->start_wall_ns);
    while (trace_reader_next(first, &a, &err) == 1) {
        must(trace_reader_next(second, &b, &err) == 1);
        must(same(&a, &b));
    }
    trace_reader_free(first);
    trace_reader_free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *path = one_file(data, size);
    struct trace_reader *reader = NULL;
    struct trace_writer *writer = NULL;
    struct trace_item item = {.kind = TRACE_EDGE};
    struct err err = {0};
    char copy[64];
    int64_t before_ns = 0;
    int result = trace_reader_new(path, &reader, &err);

    if (result != 0) {
        check_refusal(path, result, &err);
        return 0;
    }
    (void)snprintf(copy, sizeof(copy), COPY ".%d", (int)getpid());
    (void)unlink(copy);
    must(trace_writer_new(copy, trace_reader_header(reader), &writer, &err) == 0);
    while ((result = trace_reader_next(reader, &item, &err)) == 1) {
        must(item.at_ns >= before_ns);
        before_ns = item.at_ns;
        must(trace_writer_put(writer, &item, &err) == 0);
    }
    must(trace_writer_close(writer, &err) == 0);
    trace_reader_free(reader);
    if (result == 0) {
        must(item.kind == TRACE_END);
        check_copy(path, copy);
    } else {
        check_refusal(path, result, &err);
    }
    (void)unlink(copy);
    return 0;
}
