/*
 * requests.h - what a tap asks the kiosk for, beside the core: choices, the PIN, the time, erasing.
 *
 * What a person decides is in force at once and on disk with the next commit, which is asked for
 * at once too. The loop's thread; hashing a PIN and reading a language's catalogue take some tens
 * of milliseconds, nothing else blocks.
 */
#ifndef SH_KIOSK_REQUESTS_H
#define SH_KIOSK_REQUESTS_H

#include "kiosk/appliance.h"

/* Does what `request` asks for at `now_mono_ns`. */
void requests_take(struct appliance *appliance, const struct ui_request *request,
                   int64_t now_mono_ns);

/* Once the outbox has heard of an erasing, that is no longer owed. */
void requests_note_withdrawal(struct appliance *appliance, int64_t now_mono_ns);

/* Fills what the screen's pages show of it. */
void requests_show(const struct appliance *appliance, int64_t now_mono_ns,
                   struct settings_shown *shown);

/* Brings everything in line with what was chosen: once, when that has been read. */
void requests_apply_all(struct appliance *appliance);

#endif
