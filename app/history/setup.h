/*
 * setup.h - what the core must know of an installation, from its configuration.
 *
 * The kiosk, replay and report ask the same question here, so that all of them judge by the same
 * mat and the same protocol. Any thread. Blocks on nothing.
 */
#ifndef SH_HISTORY_SETUP_H
#define SH_HISTORY_SETUP_H

#include "base/config.h"
#include "core/kiosk.h"

/* `has_picture` is left false: only a kiosk that draws follows beats and the model. */
struct kiosk_setup setup_from_config(const struct config *config);

#endif
