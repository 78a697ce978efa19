/*
 * protocol.h - the presets of the coach: how often to move, for how long, and where that was tried.
 *
 * A protocol is data. The presets are doses that were *studied*, never doses that were proven, and
 * every place that shows one shows `studied_in` with it. Sources, as cited there: Duran 2023 (Med
 * Sci Sports Exerc 55:847), Dunstan 2012 (Diabetes Care), Thosar 2015 (Med Sci Sports Exerc
 * 47:843), Peddie 2013.
 *
 * For `seated` the guided set itself is the break; somebody who does get up has a break after the
 * minute that 15 raises take at the slowest rhythm that counts, 4 s a raise [our assumption].
 *
 * Any thread; constant data.
 */
#ifndef SH_BASE_PROTOCOL_H
#define SH_BASE_PROTOCOL_H

enum protocol_preset {
    PROTOCOL_HOURLY_STROLL, /* the default */
    PROTOCOL_HALF_HOUR,
    PROTOCOL_TWENTY_TWO,
    PROTOCOL_HOUR_FIVE,
    PROTOCOL_ONE_FORTY,
    PROTOCOL_SEATED,
    PROTOCOL_CUSTOM,
    PROTOCOL_COUNT
};

struct protocol {
    const char *name;       /* as the configuration says it */
    int interval_s;         /* seated time after which a break is due */
    int duration_s;         /* moving time that makes a break qualify, more than 0 */
    int raises;             /* calf raises that make the set, 0 for protocols of walking */
    const char *studied_in; /* "" for `custom` */
};

/* Never NULL. `custom` carries the values it has when the configuration gives none. */
const struct protocol *protocol_of(enum protocol_preset preset);

#endif
