#include "sync/dry_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "sync/batch.h"
#include "sync/drain.h"

struct page {
    struct summary summaries[BATCH_MAX];
    int64_t keys[BATCH_MAX];
};

static void print_request(const struct dry_run *run, const struct uplink_request *request,
                          const char *text, FILE *out)
{
    const char *host = strstr(run->url, "://");
    const char *path;
    char version[VERSION_RELEASE_SIZE];

    version_write_release(SECONDHEART_VERSION, version);
    host = host ? host + 3 : run->url;
    path = strchr(host, '/');
    (void)fprintf(out, "POST %s HTTP/1.1\n", path ? path : "/");
    (void)fprintf(out, "Host: %.*s\n", (int)strcspn(host, "/"), host);
    (void)fprintf(out, "User-Agent: secondheart-sync/%s\nAccept: */*\n", version);
    (void)fprintf(out, "Content-Type: %s\n", request->content_type);
    if (request->is_gzip)
        (void)fprintf(out, "Content-Encoding: gzip\n");
    if (request->idempotency_key)
        (void)fprintf(out, "Idempotency-Key: %s\n", request->idempotency_key);
    if (run->scheme[0])
        (void)fprintf(out, "Authorization: %s (token)\n", run->scheme);
    (void)fprintf(out, "Content-Length: %zu\n\n%s%s\n", request->size, text,
                  request->is_gzip ? "" : "\n");
}

static int print_batches(const struct dry_run *run, struct page *page, struct batch *batch,
                         FILE *out, struct err *err)
{
    size_t room = batch_room(batch);
    struct uplink_request request;
    int64_t after = 0;
    size_t count;
    int result;

    do {
        size_t ended = 0;

        result = run->outbox->read_queued(run->outbox->self, &after, page->summaries, page->keys,
                                          room, &count, err);
        if (result < 0)
            return result;
        for (size_t i = 0; i < count; i++)
            if (drain_has_ended(&page->summaries[i], run->now_s))
                page->summaries[ended++] = page->summaries[i];
        if (ended == 0)
            continue;
        result = batch_encode(batch, page->summaries, ended, &request, err);
        if (result < 0)
            return result;
        print_request(run, &request, batch_text(batch), out);
    } while (count == room);
    return 0;
}

int dry_run_print(const struct dry_run *run, FILE *out, struct err *err)
{
    struct page *page = calloc(1, sizeof(*page));
    struct batch *batch = batch_new(run->format);
    int result;

    if (page && batch)
        result = print_batches(run, page, batch, out, err);
    else
        result = err_set(err, ERR_MEMORY, "no memory for the summaries");
    if (result == 0 && (fflush(out) != 0 || ferror(out)))
        result = err_set(err, ERR_IO, "the requests cannot be written");
    batch_free(batch);
    free(page);
    return result;
}
