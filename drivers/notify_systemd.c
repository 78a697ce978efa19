#include "drivers/notify_systemd.h"

#include <stdio.h>
#include <string.h>
#include <systemd/sd-daemon.h>

#include "base/units.h"

/* Whether it arrived is the manager's business: it ends a kiosk from which it hears nothing. */
static void tell(const char *state)
{
    (void)sd_notify(0, state);
}

static void ready(void *self)
{
    (void)self;
    tell("READY=1");
}

static void feed(void *self)
{
    (void)self;
    tell("WATCHDOG=1");
}

static void stopping(void *self)
{
    (void)self;
    tell("STOPPING=1");
}

/* A second line would be another variable, a torn character makes systemd drop the whole text. */
static void status(void *self, const char *sentence)
{
    static const char name[] = "STATUS=";
    char text[sizeof(name) - 1 + NOTIFY_STATUS_SIZE];
    char *value = text + sizeof(name) - 1;
    size_t len = strnlen(sentence, NOTIFY_STATUS_SIZE - 1);

    (void)self;
    /* What follows a first byte of UTF-8 begins with the bits 10. */
    if (sentence[len] != '\0')
        while (len > 0 && ((unsigned char)sentence[len] & 0xc0) == 0x80)
            len--;
    memcpy(text, name, sizeof(name) - 1);
    memcpy(value, sentence, len);
    value[len] = '\0';
    for (char *at = value; *at; at++)
        if ((unsigned char)*at < ' ')
            *at = ' ';
    tell(text);
}

struct notify_port notify_systemd_port(void)
{
    struct notify_port port = {
        .ready = ready, .status = status, .feed = feed, .stopping = stopping};
    uint64_t watchdog_us = 0;

    if (sd_watchdog_enabled(0, &watchdog_us) > 0)
        port.watchdog_ns = (int64_t)watchdog_us * NS_PER_US;
    return port;
}
