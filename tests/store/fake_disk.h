/*
 * fake_disk.h - a disk in memory for SQLite, whose power can be cut at any write.
 *
 * It stands at SQLite's own edge (a VFS), so everything above is the real thing. What was written
 * but not synced may or may not survive a cut, whole or torn, as on a real disk: the caller chooses
 * how. Files exist by their path names, but only in here.
 *
 * One connection at a time; the thread that uses it. Any writer may call `on_write` from its
 * thread.
 */
#ifndef SH_TESTS_FAKE_DISK_H
#define SH_TESTS_FAKE_DISK_H

#include <stdbool.h>
#include <stdint.h>

struct fake_disk;
struct fake_disk_image;

/* What a cut leaves of writes that were not synced. */
enum fake_disk_loss {
    FAKE_DISK_LOSES_ALL,
    FAKE_DISK_LOSES_SOME, /* each by chance, and some torn */
    FAKE_DISK_LOSES_NONE,
    FAKE_DISK_LOSSES
};

/* Since the disk was made, or fake_disk_reset_counts. */
struct fake_disk_counts {
    int64_t operations; /* writes, truncations, syncs and deletions */
    int64_t bytes;
    int64_t syncs;
};

/* Registers the VFS `name`, which must live as long as the disk. Never NULL. */
struct fake_disk *fake_disk_new(const char *name);
void fake_disk_free(struct fake_disk *disk);

/* The power goes when `operations` more have been done: that many work, none after them. */
void fake_disk_cut_after(struct fake_disk *disk, int64_t operations);
bool fake_disk_is_cut(const struct fake_disk *disk);

/* Power is back. All files must be closed. */
void fake_disk_restart(struct fake_disk *disk, enum fake_disk_loss loss, uint64_t seed);

/* No file may grow while all of them together hold `bytes` or more; -1 for no limit. */
void fake_disk_set_quota(struct fake_disk *disk, int64_t bytes);
void fake_disk_set_read_only(struct fake_disk *disk, bool read_only);
void fake_disk_on_write(struct fake_disk *disk, void (*call)(void *context), void *context);

struct fake_disk_counts fake_disk_counts(const struct fake_disk *disk);
void fake_disk_reset_counts(struct fake_disk *disk);
int64_t fake_disk_used(const struct fake_disk *disk);

/* What the disk itself takes of the process's heap, bytes: not the growth of who writes to it. */
int64_t fake_disk_memory(const struct fake_disk *disk);

/* Copies the file `name` to `path` on the real disk; false if there is none or it cannot. */
bool fake_disk_export(const struct fake_disk *disk, const char *name, const char *path);

/* Is `text` in any of its files, be it in a page that is free? */
bool fake_disk_holds(const struct fake_disk *disk, const char *text);

/* A copy of all files as they are now, and back (all files closed). */
struct fake_disk_image *fake_disk_image_new(const struct fake_disk *disk);
void fake_disk_image_free(struct fake_disk_image *image);
void fake_disk_load(struct fake_disk *disk, const struct fake_disk_image *image);

#endif
