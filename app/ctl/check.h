/*
 * check.h - the looks that `secondheartctl check` takes at the machine.
 *
 * Each puts one or more findings into the sink and changes nothing. `root` is "" and stands in
 * front of every path, so that tests can show a machine made of files.
 *
 * One thread. Blocks on /sys, /dev and the state's disk for as long as they do.
 */
#ifndef SH_CTL_CHECK_H
#define SH_CTL_CHECK_H

#include "base/config.h"
#include "ctl/ctl.h"
#include "ports/clock.h"
#include "ports/findings.h"

/* Is there a desktop or a screen, and may we draw on it? */
void check_display(const char *root, struct finding_sink *sink);

/* Touchscreens, and whether they may be read. */
void check_touch(const char *root, struct finding_sink *sink);

/* The typeface's files. */
void check_fonts(const char *root, struct finding_sink *sink);

/* Can the screen speak the language that is configured? Tries it, and speaks English again. */
void check_language(const struct config *config, struct finding_sink *sink);

/* Is there something to chime with? Says nothing where the chime is off, as it is by default. */
void check_sound(const char *root, const struct config *config, struct finding_sink *sink);

/* Can the history be written, and is there room? */
void check_state(const struct config *config, struct finding_sink *sink);

/*
 * Is what is closed sent, if somebody wants that, and could it be? Reads the outbox, and of the
 * token and the certificates' files whether they can be used. Never says any of the token.
 */
void check_sync(const struct config *config, const struct ctl_drivers *drivers,
                struct finding_sink *sink);

void check_clock(const struct clock_port *clock, struct finding_sink *sink);

void check_zone(struct finding_sink *sink);

/* For the looks themselves: a finding of `format`; `fix` is "" unless there is something to mend.
 */
void check_put(struct finding_sink *sink, enum finding_weight weight, const char *subject,
               const char *fix, const char *format, ...) SH_PRINTF(5, 6);

#endif
