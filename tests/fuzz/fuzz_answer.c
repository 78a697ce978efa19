/*
 * An answer of a server, byte by byte, to a real request by libcurl on loopback: no answer is read
 * beyond its room, none is taken for a delivery but the ones that are, and what is said of it is
 * one line.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "drivers/uplink_curl.h"
#include "fuzz/fuzz.h"
#include "sync/answer.h"

#define BODY "body"

static struct uplink uplink;
static int listener = -1;

#define ANSWER_MAX ((size_t)64 * 1024)

/* What the server answers next. An answer may still be on its way when the next one is due. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint8_t answer_bytes[ANSWER_MAX];
static size_t answer_size;

/* To the end of the request: closed earlier, the kernel would take back what we have answered. */
static void read_request(int fd)
{
    char text[4096];
    size_t used = 0;
    ssize_t count;

    do {
        count = read(fd, text + used, sizeof(text) - 1 - used);
        used += count > 0 ? (size_t)count : 0;
        text[used] = '\0';
    } while (count > 0 && !strstr(text, "\r\n\r\n" BODY));
}

static void set_answer(const uint8_t *data, size_t size)
{
    (void)pthread_mutex_lock(&lock);
    answer_size = size < ANSWER_MAX ? size : ANSWER_MAX;
    memcpy(answer_bytes, data, answer_size);
    (void)pthread_mutex_unlock(&lock);
}

static void *serve(void *unused)
{
    static uint8_t bytes[ANSWER_MAX];

    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        size_t size, sent = 0;
        ssize_t count = 0;

        if (fd < 0)
            return NULL;
        (void)pthread_mutex_lock(&lock);
        size = answer_size;
        memcpy(bytes, answer_bytes, size);
        (void)pthread_mutex_unlock(&lock);
        read_request(fd);
        while (sent < size && (count = send(fd, bytes + sent, size - sent, MSG_NOSIGNAL)) > 0)
            sent += (size_t)count;
        (void)close(fd);
    }
}

static void begin(void)
{
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof(place);
    pthread_t thread;
    char url[64];
    struct uplink_curl_config config = {
        .url = url,
        .authorization = "",
        .ca_file = "",
        .pinned_key = "",
        .client_cert = "",
        .client_key = "",
        .proxy = "",
        .timeout_s = 5,
    };

    listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    must(listener >= 0 && bind(listener, (struct sockaddr *)&place, sizeof(place)) == 0);
    must(listen(listener, 1) == 0);
    must(getsockname(listener, (struct sockaddr *)&place, &length) == 0);
    must(pthread_create(&thread, NULL, serve, NULL) == 0);
    (void)pthread_detach(thread);
    (void)snprintf(url, sizeof(url), "http://127.0.0.1:%d/write", ntohs(place.sin_port));
    must(uplink_curl_new(&uplink, &config, NULL) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct uplink_request request = {
        .bytes = BODY, .size = strlen(BODY), .content_type = "text/plain"};
    static struct uplink_answer answer;
    struct judgement judgement;

    if (listener < 0)
        begin();
    set_answer(data, size);
    memset(&answer, 0x5a, sizeof(answer));
    uplink.post(uplink.self, &request, &answer);
    must((int)answer.failure >= 0 && answer.failure < UPLINK_FAILURES);
    must(answer.body_size <= UPLINK_BODY_SIZE && answer.retry_after_s >= 0);
    must(answer.failure == UPLINK_ANSWERED ||
         (memchr(answer.reason, '\0', sizeof(answer.reason)) && !strchr(answer.reason, '\n')));
    for (enum config_sync_format format = CONFIG_SYNC_INFLUX; format <= CONFIG_SYNC_JSON;
         format++) {
        judgement = answer_judge(format, &answer);
        must(judgement.verdict < VERDICTS && !strchr(judgement.why, '\n'));
        if (judgement.verdict == VERDICT_DELIVERED)
            must(
                answer.failure == UPLINK_ANSWERED &&
                (answer.status == 204 || (format == CONFIG_SYNC_JSON && answer.status / 100 == 2)));
        else
            must(judgement.why[0] != '\0' && judgement.cause != OUTBOX_CAUSE_NONE);
    }
    return 0;
}
