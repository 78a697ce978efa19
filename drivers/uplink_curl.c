#include "drivers/uplink_curl.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"

/* A server that is there says so in a few seconds. */
#define CONNECT_TIMEOUT_MAX_S 15
/* Slower than this for so long is not worth waiting for. */
#define LOW_SPEED_BYTES_S    10
#define LOW_SPEED_TIME_MAX_S 20
/* All heads and trailers of an answer. libcurl keeps each line, and of trailers any number. */
#define HEADS_SIZE_MAX (256 * 1024)

struct uplink_curl {
    CURL *model;                /* all that requests have in common */
    CURLSH *share;              /* the connection, kept from one to the next */
    CURL *easy;                 /* of the request in hand */
    struct curl_slist *headers; /* of the request in hand */
    char *authorization;        /* a header line, or NULL */
    bool has_proxy;

    /* Of the answer in hand. */
    bool is_head_whole;
    int status;        /* 0: none yet */
    size_t heads_size; /* of all heads and trailers */
    const char *wrong; /* with its head; NULL: nothing yet */
    char error[CURL_ERROR_SIZE];
};

/* Overwrites a text that may hold a secret. */
static void wipe(char *text)
{
    if (text)
        explicit_bzero(text, strlen(text));
}

static void free_headers(struct uplink_curl *uplink)
{
    for (struct curl_slist *header = uplink->headers; header; header = header->next)
        wipe(header->data);
    curl_slist_free_all(uplink->headers);
    uplink->headers = NULL;
}

static void close_uplink(void *self)
{
    struct uplink_curl *uplink = self;

    curl_easy_cleanup(uplink->model);
    if (uplink->share)
        (void)curl_share_cleanup(uplink->share);
    free_headers(uplink);
    wipe(uplink->authorization);
    free(uplink->authorization);
    free(uplink);
    curl_global_cleanup();
}

/* A short return ends the transfer: nothing else stops an endless chunked body. */
static size_t take_body(char *bytes, size_t size, size_t count, void *self)
{
    struct uplink_answer *answer = self;
    size_t room = UPLINK_BODY_SIZE - answer->body_size;
    size_t taken = size * count < room ? size * count : room;

    memcpy(answer->body + answer->body_size, bytes, taken);
    answer->body_size += taken;
    answer->is_cut = taken < size * count;
    return taken;
}

/* "HTTP/1.1 204 No Content" is 204; -1 if the line is none that begins a head. */
static int parse_status(const char *line, size_t len)
{
    static const char pattern[] = "HTTP/9.9 999 ";
    size_t end = sizeof(pattern) - 1;

    if (len < end)
        return -1;
    for (size_t i = 0; i < end; i++) {
        bool is_digit = line[i] >= '0' && line[i] <= '9';
        bool ends_bare = i == end - 1 && (line[i] == '\r' || line[i] == '\n');

        if (pattern[i] == '9' ? !is_digit : line[i] != pattern[i] && !ends_bare)
            return -1;
    }
    return (line[9] - '0') * 100 + (line[10] - '0') * 10 + (line[11] - '0');
}

static size_t refuse_head(struct uplink_curl *uplink, const char *why)
{
    uplink->wrong = why;
    return 0;
}

/*
 * libcurl takes a head that breaks off, even behind its first line, for a good one without a body,
 * and a first line that it cannot read for "200". A line a call; the blank one ends a head; an
 * interim one (1xx) is followed by another, the last by the body's trailers, which do not count.
 */
static size_t take_head(char *line, size_t size, size_t count, void *self)
{
    struct uplink_curl *uplink = self;
    size_t len = size * count;

    uplink->heads_size += len;
    if (uplink->heads_size > HEADS_SIZE_MAX)
        return refuse_head(uplink, "its answer's head does not end");
    if (uplink->status == 0 || (uplink->is_head_whole && uplink->status < 200)) {
        uplink->status = parse_status(line, len);
        uplink->is_head_whole = false;
        if (uplink->status < 0)
            return refuse_head(uplink, "its answer is not HTTP, or breaks off");
    } else if (len > 0 && (line[0] == '\r' || line[0] == '\n')) {
        uplink->is_head_whole = true;
    }
    return len;
}

static bool add_header(struct uplink_curl *uplink, const char *line)
{
    struct curl_slist *longer = curl_slist_append(uplink->headers, line);

    if (longer)
        uplink->headers = longer;
    return longer != NULL;
}

static bool add_headers(struct uplink_curl *uplink, const struct uplink_request *request)
{
    char line[192];
    bool is_good;

    (void)snprintf(line, sizeof(line), "Content-Type: %s", request->content_type);
    /* Without "Expect:" libcurl may ask for leave first, and waits a second for those who do not
     * know that question. */
    is_good = add_header(uplink, line) && add_header(uplink, "Expect:");
    if (request->is_gzip)
        is_good = is_good && add_header(uplink, "Content-Encoding: gzip");
    if (request->idempotency_key) {
        (void)snprintf(line, sizeof(line), "Idempotency-Key: %s", request->idempotency_key);
        is_good = is_good && add_header(uplink, line);
    }
    if (uplink->authorization)
        is_good = is_good && add_header(uplink, uplink->authorization);
    return is_good;
}

static enum uplink_failure failure_of(CURLcode code)
{
    static const struct {
        CURLcode code;
        enum uplink_failure failure;
    } table[] = {
        {CURLE_OPERATION_TIMEDOUT, UPLINK_TIMED_OUT},
        {CURLE_PEER_FAILED_VERIFICATION, UPLINK_UNTRUSTED},
        {CURLE_SSL_CONNECT_ERROR, UPLINK_UNTRUSTED},
        {CURLE_SSL_PINNEDPUBKEYNOTMATCH, UPLINK_UNTRUSTED},
        {CURLE_SSL_INVALIDCERTSTATUS, UPLINK_UNTRUSTED},
        {CURLE_SSL_ISSUER_ERROR, UPLINK_UNTRUSTED},
        {CURLE_SSL_CERTPROBLEM, UPLINK_LOCAL},
        {CURLE_SSL_CACERT_BADFILE, UPLINK_LOCAL},
        {CURLE_SSL_CRL_BADFILE, UPLINK_LOCAL},
        {CURLE_URL_MALFORMAT, UPLINK_LOCAL},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (table[i].code == code)
            return table[i].failure;
    return UPLINK_UNREACHABLE;
}

/* libcurl's words, on one line and in ASCII: a hostile certificate has a say in them. */
static void write_reason(const struct uplink_curl *uplink, CURLcode code,
                         char reason[UPLINK_REASON_SIZE])
{
    const char *by_way = uplink->has_proxy ? "by way of sync.proxy: " : "";

    (void)snprintf(reason, UPLINK_REASON_SIZE, "%.24s%.*s", by_way, UPLINK_REASON_SIZE - 25,
                   uplink->error[0] ? uplink->error : curl_easy_strerror(code));
    for (char *c = reason; *c; c++)
        if (*c < ' ' || *c > '~')
            *c = '?';
}

/* One that has trouble of its own (5xx) may be well again soon; one that refuses has its reason. */
static bool refuses_proxy(const struct uplink_curl *uplink)
{
    long status = 0;

    (void)curl_easy_getinfo(uplink->easy, CURLINFO_HTTP_CONNECTCODE, &status);
    return status >= 400 && status < 500;
}

static void take_answer(struct uplink_curl *uplink, CURLcode code, struct uplink_answer *answer)
{
    curl_off_t retry_after_s = 0;

    (void)curl_easy_getinfo(uplink->easy, CURLINFO_RETRY_AFTER, &retry_after_s);
    answer->retry_after_s = retry_after_s > 0 ? retry_after_s : 0;
    if (code == CURLE_OK && !uplink->is_head_whole)
        uplink->wrong = "its answer breaks off";
    if (uplink->wrong) {
        answer->failure = UPLINK_UNREACHABLE;
        (void)snprintf(answer->reason, UPLINK_REASON_SIZE, "%s", uplink->wrong);
    } else if (code == CURLE_OK || (code == CURLE_WRITE_ERROR && answer->is_cut)) {
        /* Too long a body is our doing; what the server said before it counts. */
        answer->status = uplink->status;
    } else {
        answer->failure = refuses_proxy(uplink) ? UPLINK_PROXY : failure_of(code);
        write_reason(uplink, code, answer->reason);
    }
}

/*
 * A handle a request: what libcurl notes of an answer's head ends with it. Before 8.1.0 (its pull
 * request 11103) a used handle looks at what it has freed if the next head begins with a folded
 * line.
 */
static bool open_request(struct uplink_curl *uplink)
{
    uplink->easy = curl_easy_duphandle(uplink->model);
    return uplink->easy && curl_easy_setopt(uplink->easy, CURLOPT_SHARE, uplink->share) == CURLE_OK;
}

static void post(void *self, const struct uplink_request *request, struct uplink_answer *answer)
{
    struct uplink_curl *uplink = self;
    CURLcode code = CURLE_OUT_OF_MEMORY;

    memset(answer, 0, sizeof(*answer));
    uplink->error[0] = '\0';
    uplink->is_head_whole = false;
    uplink->status = 0;
    uplink->heads_size = 0;
    uplink->wrong = NULL;
    if (open_request(uplink) && add_headers(uplink, request)) {
        CURL *easy = uplink->easy;

        (void)curl_easy_setopt(easy, CURLOPT_HTTPHEADER, uplink->headers);
        (void)curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->bytes);
        (void)curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->size);
        (void)curl_easy_setopt(easy, CURLOPT_WRITEDATA, answer);
        code = curl_easy_perform(easy);
    }
    take_answer(uplink, code, answer);
    curl_easy_cleanup(uplink->easy);
    uplink->easy = NULL;
    free_headers(uplink);
}

/* An option that is "" is not set. */
static CURLcode set_text(CURL *easy, CURLoption option, const char *text)
{
    return text[0] ? curl_easy_setopt(easy, option, text) : CURLE_OK;
}

static CURLcode set_protocols(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static CURLcode set_quick_exit(CURL *easy)
{
#if LIBCURL_VERSION_NUM >= 0x075700
    return curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
    return CURLE_OK;
#endif
}

static long smaller(long a, long b)
{
    return a < b ? a : b;
}

/* The release and no more, as in what is sent. */
static CURLcode set_user_agent(CURL *easy)
{
    char version[VERSION_RELEASE_SIZE];
    char text[sizeof("secondheart-sync/") + sizeof(version)];

    version_write_release(SECONDHEART_VERSION, version);
    (void)snprintf(text, sizeof(text), "secondheart-sync/%s", version);
    return curl_easy_setopt(easy, CURLOPT_USERAGENT, text);
}

static CURLcode set_up(struct uplink_curl *uplink, const struct uplink_curl_config *config)
{
    CURL *easy = uplink->model;
    long timeout_s = config->timeout_s;
    CURLcode codes[] = {
        curl_easy_setopt(easy, CURLOPT_URL, config->url),
        set_protocols(easy),
        curl_easy_setopt(easy, CURLOPT_POST, 1L),
        curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L),
        /* 204 and receipts need nothing newer, and a proxy in between least of all. */
        curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1),
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L),
        curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L),
        curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2),
        set_text(easy, CURLOPT_CAINFO, config->ca_file),
        set_text(easy, CURLOPT_PINNEDPUBLICKEY, config->pinned_key),
        set_text(easy, CURLOPT_SSLCERT, config->client_cert),
        set_text(easy, CURLOPT_SSLKEY, config->client_key),
        /* "" as well: it keeps libcurl from asking the environment. */
        curl_easy_setopt(easy, CURLOPT_PROXY, config->proxy),
        /* What a proxy answers to CONNECT is no answer of the server's. */
        curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L),
        curl_easy_setopt(easy, CURLOPT_NOPROXY, ""),
        curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED),
        /* Signals would be the process's; with it a slow name server is waited for in a thread. */
        curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L),
        /* And at the end that thread is not waited for: it may ask for half a minute more. */
        set_quick_exit(easy),
        curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, smaller(timeout_s, CONNECT_TIMEOUT_MAX_S)),
        curl_easy_setopt(easy, CURLOPT_TIMEOUT, timeout_s),
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)LOW_SPEED_BYTES_S),
        curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, smaller(timeout_s, LOW_SPEED_TIME_MAX_S)),
        set_user_agent(easy),
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body),
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_head),
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, uplink),
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, uplink->error),
    };

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
        if (codes[i] != CURLE_OK)
            return codes[i];
    return CURLE_OK;
}

int uplink_curl_new(struct uplink *uplink, const struct uplink_curl_config *config, struct err *err)
{
    struct uplink_curl *self;
    CURLcode code = CURLE_OUT_OF_MEMORY;

    assert(config->timeout_s >= 1);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return err_set(err, ERR_MEMORY, "libcurl does not start");
    self = calloc(1, sizeof(*self));
    if (!self) {
        curl_global_cleanup();
        return err_set(err, ERR_MEMORY, "no memory for the uplink");
    }
    self->model = curl_easy_init();
    self->share = curl_share_init();
    self->has_proxy = config->proxy[0] != '\0';
    if (config->authorization[0])
        self->authorization = strdup(config->authorization);
    if (self->model && (self->authorization || !config->authorization[0]) &&
        curl_share_setopt(self->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT) == CURLSHE_OK)
        code = set_up(self, config);
    if (code != CURLE_OK) {
        close_uplink(self);
        return err_set(err, code == CURLE_OUT_OF_MEMORY ? ERR_MEMORY : ERR_INPUT,
                       "libcurl does not take the sync settings: %s", curl_easy_strerror(code));
    }
    *uplink = (struct uplink){.self = self, .post = post, .close = close_uplink};
    return 0;
}
