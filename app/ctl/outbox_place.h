/*
 * outbox_place.h - which outbox a subcommand looks at.
 *
 * One thread. Opens nothing by itself: the outbox does when it is first used.
 */
#ifndef SH_CTL_OUTBOX_PLACE_H
#define SH_CTL_OUTBOX_PLACE_H

#include "ctl/ctl.h"
#include "ctl/history_place.h"

/*
 * Opens by `open`, one of struct ctl_drivers, the outbox that belongs to the history at
 * `history_path`; that of simulated figures is another one. Freed by its own close. -ERR_INPUT if
 * its path is too long, or as the driver fails.
 */
int outbox_place_open(const struct config *config, const char *history_path, bool is_simulated,
                      outbox_open_fn *open, struct outbox *outbox, struct err *err) SH_WARN_UNUSED;

#endif
