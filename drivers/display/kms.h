/*
 * kms.h - what SDL leaves out on a screen without a desktop: the connector, and descriptors to
 * poll.
 *
 * SDL reads the input devices itself; the descriptors here only wake the loop. Opened beside SDL's
 * own, they are emptied and never interpreted. New devices are noticed by inotify, screens coming
 * and going by the kernel's uevents. Owner: the polling thread.
 */
#ifndef SH_DRIVERS_DISPLAY_KMS_H
#define SH_DRIVERS_DISPLAY_KMS_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

struct kms;

/* NULL if there is no memory. Descriptors that cannot be had are left out. */
struct kms *kms_new(void);
void kms_free(struct kms *kms);

/* Fills `fds` and returns how many. */
size_t kms_poll_fds(struct kms *kms, struct pollfd *fds, size_t capacity);

/* Empties the descriptors. True if the kernel spoke of a connector: ask kms_connected_card(). */
bool kms_drain(struct kms *kms);

/* Where the kernel lists cards and their connectors. */
#define KMS_SYSFS "/sys/class/drm"

/*
 * The number N of the first /dev/dri/cardN with a connected screen under `sysfs_dir`
 * (KMS_SYSFS), or -1. `*found` (may be NULL): whether there is any connector at all.
 */
int kms_connected_card(const char *sysfs_dir, bool *found);

#endif
