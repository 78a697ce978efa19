/* What reaches systemd's end of the notification socket: a real datagram socket. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/units.h"
#include "drivers/notify_systemd.h"

#define MESSAGE_MAX 2048

/* The manager: a socket at an abstract address, which needs no file. */
struct manager {
    int fd;
    char message[MESSAGE_MAX];
};

static int begin(void **state)
{
    struct manager *manager = calloc(1, sizeof(*manager));
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char name[64];
    int len;

    assert_non_null(manager);
    len = snprintf(name, sizeof(name), "@secondheart-test-%d", (int)getpid());
    memcpy(address.sun_path, name, (size_t)len);
    address.sun_path[0] = '\0';
    manager->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    assert_true(manager->fd >= 0);
    assert_int_equal(bind(manager->fd, (const struct sockaddr *)&address,
                          (socklen_t)(offsetof(struct sockaddr_un, sun_path) + (size_t)len)),
                     0);
    assert_int_equal(setenv("NOTIFY_SOCKET", name, 1), 0);
    *state = manager;
    return 0;
}

static int end(void **state)
{
    struct manager *manager = *state;

    (void)unsetenv("NOTIFY_SOCKET");
    (void)unsetenv("WATCHDOG_USEC");
    (void)unsetenv("WATCHDOG_PID");
    (void)close(manager->fd);
    free(manager);
    return 0;
}

/* The next message, "" if there is none. */
static const char *heard(struct manager *manager)
{
    ssize_t len = recv(manager->fd, manager->message, sizeof(manager->message) - 1, 0);

    manager->message[len > 0 ? len : 0] = '\0';
    return manager->message;
}

static void each_state_is_one_message(void **state)
{
    struct manager *manager = *state;
    struct notify_port port = notify_systemd_port();

    port.ready(port.self);
    assert_string_equal(heard(manager), "READY=1");
    port.feed(port.self);
    assert_string_equal(heard(manager), "WATCHDOG=1");
    port.status(port.self, "The mat is unplugged");
    assert_string_equal(heard(manager), "STATUS=The mat is unplugged");
    port.stopping(port.self);
    assert_string_equal(heard(manager), "STOPPING=1");
    assert_string_equal(heard(manager), "");
}

static void a_sentence_of_two_lines_sets_no_second_variable(void **state)
{
    struct manager *manager = *state;
    struct notify_port port = notify_systemd_port();

    port.status(port.self, "cannot open 'a\nREADY=1'");
    assert_string_equal(heard(manager), "STATUS=cannot open 'a READY=1'");
}

static void a_long_sentence_is_cut_between_two_characters(void **state)
{
    struct manager *manager = *state;
    struct notify_port port = notify_systemd_port();
    char sentence[2 * NOTIFY_STATUS_SIZE] = "x";
    const char *text;

    /* An odd beginning, then characters of two bytes: the limit falls into one of them. */
    for (size_t i = 0; i < NOTIFY_STATUS_SIZE / 2 + 8; i++)
        memcpy(sentence + 1 + 2 * i, "\xc3\xa4", 2);
    sentence[1 + 2 * (NOTIFY_STATUS_SIZE / 2 + 8)] = '\0';
    port.status(port.self, sentence);
    text = heard(manager) + strlen("STATUS=");
    assert_int_equal(strlen(text), NOTIFY_STATUS_SIZE - 1);
    port.status(port.self, sentence + 1);
    text = heard(manager) + strlen("STATUS=");
    assert_int_equal(strlen(text), NOTIFY_STATUS_SIZE - 2);
}

static void the_watchdog_is_that_of_this_process(void **state)
{
    char pid[16];

    (void)state;
    assert_int_equal(notify_systemd_port().watchdog_ns, 0);
    (void)setenv("WATCHDOG_USEC", "30000000", 1);
    assert_int_equal(notify_systemd_port().watchdog_ns, 30 * NS_PER_S);
    (void)snprintf(pid, sizeof(pid), "%d", (int)getppid());
    (void)setenv("WATCHDOG_PID", pid, 1);
    assert_int_equal(notify_systemd_port().watchdog_ns, 0);
}

static void without_a_manager_nothing_happens(void **state)
{
    struct manager *manager = *state;
    struct notify_port port = notify_systemd_port();

    (void)unsetenv("NOTIFY_SOCKET");
    port.ready(port.self);
    port.status(port.self, "All is well.");
    port.feed(port.self);
    port.stopping(port.self);
    assert_string_equal(heard(manager), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_state_is_one_message, begin, end),
        cmocka_unit_test_setup_teardown(a_sentence_of_two_lines_sets_no_second_variable, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_long_sentence_is_cut_between_two_characters, begin, end),
        cmocka_unit_test_setup_teardown(the_watchdog_is_that_of_this_process, begin, end),
        cmocka_unit_test_setup_teardown(without_a_manager_nothing_happens, begin, end),
    };

    return cmocka_run_group_tests_name("notify", tests, NULL, NULL);
}
