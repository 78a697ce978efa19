#include "base/protocol.h"

#include <assert.h>

static const struct protocol protocols[PROTOCOL_COUNT] = {
    [PROTOCOL_HOURLY_STROLL] = {"hourly-stroll", 60 * 60, 2 * 60, 0,
                                "the customary hourly stroll; no trial of exactly this dose known "
                                "to us"},
    [PROTOCOL_HALF_HOUR] = {"half-hour", 30 * 60, 5 * 60, 0, "Duran 2023, MSSE 55:847, n = 11"},
    [PROTOCOL_TWENTY_TWO] = {"twenty-two", 20 * 60, 2 * 60, 0,
                             "Dunstan 2012, Diabetes Care, n = 19"},
    [PROTOCOL_HOUR_FIVE] = {"hour-five", 60 * 60, 5 * 60, 0, "Thosar 2015, MSSE 47:843, n = 12"},
    [PROTOCOL_ONE_FORTY] = {"one-forty", 30 * 60, 100, 0, "Peddie 2013, n = 70"},
    [PROTOCOL_SEATED] = {"seated", 60 * 60, 60, 15,
                         "for people who do not walk: a guided set is the break"},
    [PROTOCOL_CUSTOM] = {"custom", 60 * 60, 2 * 60, 0, ""},
};

const struct protocol *protocol_of(enum protocol_preset preset)
{
    assert(preset >= 0 && preset < PROTOCOL_COUNT);
    return &protocols[preset];
}
