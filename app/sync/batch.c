#include "sync/batch.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* zlib's deflateBound() is larger than the text by less than this for texts of this size. */
#define PACKED_SIZE (BATCH_TEXT_SIZE + 4096)
/* The largest window, and a gzip header instead of zlib's. */
#define GZIP_WINDOW_BITS (15 + 16)
#define GZIP_MEMORY      8

struct batch {
    enum config_sync_format format;
    size_t text_size;
    char key[BATCH_KEY_SIZE];
    char text[BATCH_TEXT_SIZE + 1];
    unsigned char packed[PACKED_SIZE];
};

struct batch *batch_new(enum config_sync_format format)
{
    struct batch *batch = calloc(1, sizeof(*batch));

    if (batch)
        batch->format = format;
    return batch;
}

void batch_free(struct batch *batch)
{
    free(batch);
}

size_t batch_room(const struct batch *batch)
{
    return batch->format == CONFIG_SYNC_JSON ? 1 : BATCH_MAX;
}

const char *batch_text(const struct batch *batch)
{
    return batch->text;
}

static int pack(struct batch *batch, size_t *size, struct err *err)
{
    z_stream stream = {0};
    int result;

    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW_BITS, GZIP_MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return err_set(err, ERR_MEMORY, "no memory to pack the summaries");
    stream.next_in = (Bytef *)batch->text;
    stream.avail_in = (uInt)batch->text_size;
    stream.next_out = batch->packed;
    stream.avail_out = (uInt)sizeof(batch->packed);
    result = deflate(&stream, Z_FINISH);
    *size = stream.total_out;
    (void)deflateEnd(&stream);
    return result == Z_STREAM_END ? 0 : err_set(err, ERR_IO, "the summaries cannot be packed");
}

static int encode_influx(struct batch *batch, const struct summary *summaries, size_t count,
                         struct uplink_request *request, struct err *err)
{
    batch->text_size = 0;
    for (size_t i = 0; i < count; i++)
        batch->text_size += summary_write_influx(&summaries[i], batch->text + batch->text_size);
    *request = (struct uplink_request){
        .bytes = batch->packed,
        .content_type = "text/plain; charset=utf-8",
        .is_gzip = true,
    };
    return pack(batch, &request->size, err);
}

static void encode_json(struct batch *batch, const struct summary *summary,
                        struct uplink_request *request)
{
    batch->text_size = summary_write_json(summary, batch->text);
    (void)snprintf(batch->key, sizeof(batch->key), "%.32s-%s-%" PRId64, summary->pseudonym,
                   summary_detail_name(summary->detail), summary->start_s);
    /* It becomes a header: a damaged queue must not write another one. */
    for (char *c = batch->key; *c; c++)
        if ((*c < '0' || *c > '9') && (*c < 'a' || *c > 'z') && *c != '-')
            *c = '_';
    *request = (struct uplink_request){
        .bytes = batch->text,
        .size = batch->text_size,
        .content_type = "application/json",
        .idempotency_key = batch->key,
    };
}

int batch_encode(struct batch *batch, const struct summary *summaries, size_t count,
                 struct uplink_request *request, struct err *err)
{
    assert(count >= 1 && count <= batch_room(batch));
    if (batch->format == CONFIG_SYNC_INFLUX)
        return encode_influx(batch, summaries, count, request, err);
    encode_json(batch, summaries, request);
    return 0;
}
