/*
 * findings.h - what an inspection found, one sentence each, with the fix where there is something
 * to mend.
 *
 * `secondheartctl check` collects them from drivers and from its own looks at the machine. A
 * finding is for the person who sets the kiosk up: it names what was looked for and what was found.
 *
 * Any thread; plain data.
 */
#ifndef SH_PORTS_FINDINGS_H
#define SH_PORTS_FINDINGS_H

#include "base/err.h"

enum finding_weight {
    FINDING_GOOD,    /* as it should be */
    FINDING_NOTE,    /* worth knowing, nothing to mend: the kiosk works */
    FINDING_PROBLEM, /* something does not work until it is mended */
    FINDING_INPUT    /* the configuration itself is wrong */
};

struct finding {
    enum finding_weight weight;
    const char *subject; /* static: "gpio", "display", ... */
    char text[ERR_TEXT_MAX];
    char fix[ERR_TEXT_MAX]; /* "" for GOOD and NOTE */
};

/* Where findings go. `put` copies what it keeps. */
struct finding_sink {
    void *self;
    void (*put)(void *self, const struct finding *finding);
};

#endif
