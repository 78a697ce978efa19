#include "store/fake_disk.h"

#include <assert.h>
#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILES_MAX   8
#define REGIONS_MAX 16
#define SECTOR      512

struct bytes {
    unsigned char *data;
    int64_t len;
    int64_t capacity;
};

/* A write or (data NULL) a truncation to `offset` that has not been synced. */
struct pending {
    struct pending *next;
    int64_t offset;
    struct bytes bytes;
};

struct disk_file {
    char name[512]; /* "": free */
    struct bytes now;
    struct bytes synced;
    struct pending *first;
    struct pending *last;
    void *regions[REGIONS_MAX]; /* the log's index, which real systems share in memory */
};

struct fake_disk {
    sqlite3_vfs vfs; /* pAppData points back */
    struct disk_file files[FILES_MAX];
    int64_t operations_left; /* -1: power stays */
    bool is_cut;
    int64_t quota;
    bool read_only;
    void (*on_write)(void *context);
    void *on_write_context;
    struct fake_disk_counts counts;
};

struct fake_disk_image {
    struct disk_file files[FILES_MAX]; /* only name and now */
};

struct open_file {
    sqlite3_file base;
    struct fake_disk *disk;
    struct disk_file *file;
    bool delete_on_close;
};

/* ---- bytes ---- */

static void bytes_resize(struct bytes *bytes, int64_t len)
{
    if (len >= bytes->capacity) {
        bytes->capacity = len + len / 2 + 1;
        bytes->data = realloc(bytes->data, (size_t)bytes->capacity);
        if (!bytes->data)
            abort();
    }
    if (len > bytes->len)
        memset(bytes->data + bytes->len, 0, (size_t)(len - bytes->len));
    bytes->len = len;
}

static void bytes_copy(struct bytes *to, const struct bytes *from)
{
    bytes_resize(to, from->len);
    if (from->len)
        memcpy(to->data, from->data, (size_t)from->len);
}

static void apply(struct bytes *bytes, const struct pending *pending, int64_t len)
{
    if (!pending->bytes.data) {
        bytes_resize(bytes, pending->offset);
        return;
    }
    if (pending->offset + len > bytes->len)
        bytes_resize(bytes, pending->offset + len);
    if (len == 0)
        return;
    memcpy(bytes->data + pending->offset, pending->bytes.data, (size_t)len);
}

static void forget_pending(struct disk_file *file)
{
    while (file->first) {
        struct pending *next = file->first->next;

        free(file->first->bytes.data);
        free(file->first);
        file->first = next;
    }
    file->last = NULL;
}

static void clear_file(struct disk_file *file)
{
    forget_pending(file);
    free(file->now.data);
    free(file->synced.data);
    for (int i = 0; i < REGIONS_MAX; i++)
        free(file->regions[i]);
    memset(file, 0, sizeof(*file));
}

static void add_pending(struct disk_file *file, const void *data, int64_t len, int64_t offset)
{
    struct pending *pending = calloc(1, sizeof(*pending));

    assert(pending);
    pending->offset = offset;
    if (data) {
        bytes_resize(&pending->bytes, len);
        memcpy(pending->bytes.data, data, (size_t)len);
    }
    if (file->last)
        file->last->next = pending;
    else
        file->first = pending;
    file->last = pending;
    apply(&file->now, pending, len);
}

/* ---- the disk ---- */

static struct disk_file *find_file(struct fake_disk *disk, const char *name, bool create)
{
    for (int i = 0; i < FILES_MAX; i++) {
        if (strcmp(disk->files[i].name, name) == 0)
            return &disk->files[i];
    }
    for (int i = 0; create && i < FILES_MAX; i++) {
        if (!disk->files[i].name[0]) {
            assert(strlen(name) < sizeof(disk->files[i].name));
            sqlite3_snprintf(sizeof(disk->files[i].name), disk->files[i].name, "%s", name);
            return &disk->files[i];
        }
    }
    assert(!create);
    return NULL;
}

/* Counts an operation; false if there is no power for it. */
static bool operate(struct fake_disk *disk)
{
    if (disk->operations_left == 0)
        disk->is_cut = true;
    if (disk->is_cut)
        return false;
    if (disk->operations_left > 0)
        disk->operations_left--;
    disk->counts.operations++;
    if (disk->on_write)
        disk->on_write(disk->on_write_context);
    return true;
}

static uint64_t next_random(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

void fake_disk_restart(struct fake_disk *disk, enum fake_disk_loss loss, uint64_t seed)
{
    uint64_t random = seed;

    for (int i = 0; i < FILES_MAX; i++) {
        struct disk_file *file = &disk->files[i];

        for (struct pending *p = file->first; p; p = p->next) {
            uint64_t chance = loss == FAKE_DISK_LOSES_ALL    ? 0
                              : loss == FAKE_DISK_LOSES_NONE ? 1
                                                             : next_random(&random) % 4;

            if (chance == 3)
                apply(&file->synced, p, (int64_t)(next_random(&random) % (p->bytes.len + 1)));
            else if (chance > 0)
                apply(&file->synced, p, p->bytes.len);
        }
        forget_pending(file);
        bytes_copy(&file->now, &file->synced);
        for (int r = 0; r < REGIONS_MAX; r++) {
            free(file->regions[r]);
            file->regions[r] = NULL;
        }
    }
    disk->is_cut = false;
    disk->operations_left = -1;
}

void fake_disk_cut_after(struct fake_disk *disk, int64_t operations)
{
    disk->operations_left = operations;
}

bool fake_disk_is_cut(const struct fake_disk *disk)
{
    return disk->is_cut;
}

void fake_disk_set_quota(struct fake_disk *disk, int64_t bytes)
{
    disk->quota = bytes;
}

void fake_disk_set_read_only(struct fake_disk *disk, bool read_only)
{
    disk->read_only = read_only;
}

void fake_disk_on_write(struct fake_disk *disk, void (*call)(void *context), void *context)
{
    disk->on_write = call;
    disk->on_write_context = context;
}

struct fake_disk_counts fake_disk_counts(const struct fake_disk *disk)
{
    return disk->counts;
}

void fake_disk_reset_counts(struct fake_disk *disk)
{
    memset(&disk->counts, 0, sizeof(disk->counts));
}

int64_t fake_disk_used(const struct fake_disk *disk)
{
    int64_t used = 0;

    for (int i = 0; i < FILES_MAX; i++)
        used += disk->files[i].now.len;
    return used;
}

static int64_t heap_of(void *block)
{
    return (int64_t)malloc_usable_size(block);
}

int64_t fake_disk_memory(const struct fake_disk *disk)
{
    int64_t bytes = 0;

    for (int i = 0; i < FILES_MAX; i++) {
        const struct disk_file *file = &disk->files[i];

        bytes += heap_of(file->now.data) + heap_of(file->synced.data);
        for (int r = 0; r < REGIONS_MAX; r++)
            bytes += heap_of(file->regions[r]);
        for (struct pending *p = file->first; p; p = p->next)
            bytes += heap_of(p) + heap_of(p->bytes.data);
    }
    return bytes;
}

bool fake_disk_export(const struct fake_disk *disk, const char *name, const char *path)
{
    for (int i = 0; i < FILES_MAX; i++) {
        const struct bytes *now = &disk->files[i].now;
        FILE *file;
        bool is_whole;

        if (strcmp(disk->files[i].name, name) != 0)
            continue;
        file = fopen(path, "wb");
        if (!file)
            return false;
        is_whole = fwrite(now->data, 1, (size_t)now->len, file) == (size_t)now->len;
        return fclose(file) == 0 && is_whole;
    }
    return false;
}

bool fake_disk_holds(const struct fake_disk *disk, const char *text)
{
    for (int i = 0; i < FILES_MAX; i++) {
        const struct bytes *now = &disk->files[i].now;

        if (disk->files[i].name[0] && now->len > 0 &&
            memmem(now->data, (size_t)now->len, text, strlen(text)))
            return true;
    }
    return false;
}

struct fake_disk_image *fake_disk_image_new(const struct fake_disk *disk)
{
    struct fake_disk_image *image = calloc(1, sizeof(*image));

    assert(image);
    for (int i = 0; i < FILES_MAX; i++) {
        memcpy(image->files[i].name, disk->files[i].name, sizeof(image->files[i].name));
        bytes_copy(&image->files[i].now, &disk->files[i].now);
    }
    return image;
}

void fake_disk_image_free(struct fake_disk_image *image)
{
    if (!image)
        return;
    for (int i = 0; i < FILES_MAX; i++)
        clear_file(&image->files[i]);
    free(image);
}

void fake_disk_load(struct fake_disk *disk, const struct fake_disk_image *image)
{
    for (int i = 0; i < FILES_MAX; i++) {
        clear_file(&disk->files[i]);
        memcpy(disk->files[i].name, image->files[i].name, sizeof(disk->files[i].name));
        bytes_copy(&disk->files[i].now, &image->files[i].now);
        bytes_copy(&disk->files[i].synced, &image->files[i].now);
    }
    disk->is_cut = false;
    disk->operations_left = -1;
}

/* ---- SQLite's file ---- */

static int file_close(sqlite3_file *base)
{
    struct open_file *open = (struct open_file *)base;

    if (open->delete_on_close)
        clear_file(open->file);
    return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *buffer, int len, sqlite3_int64 offset)
{
    const struct bytes *bytes = &((struct open_file *)base)->file->now;
    int64_t there = bytes->len - offset;

    memset(buffer, 0, (size_t)len);
    if (there > len)
        there = len;
    if (there > 0)
        memcpy(buffer, bytes->data + offset, (size_t)there);
    return there == len ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *buffer, int len, sqlite3_int64 offset)
{
    struct open_file *open = (struct open_file *)base;
    struct fake_disk *disk = open->disk;

    if (disk->read_only)
        return SQLITE_READONLY;
    if (disk->quota >= 0 && offset + len > open->file->now.len &&
        fake_disk_used(disk) >= disk->quota)
        return SQLITE_FULL;
    if (!operate(disk))
        return SQLITE_IOERR_WRITE;
    disk->counts.bytes += len;
    add_pending(open->file, buffer, len, offset);
    return SQLITE_OK;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct open_file *open = (struct open_file *)base;

    if (open->disk->read_only)
        return SQLITE_READONLY;
    if (!operate(open->disk))
        return SQLITE_IOERR_TRUNCATE;
    add_pending(open->file, NULL, 0, size);
    return SQLITE_OK;
}

static int file_sync(sqlite3_file *base, int flags)
{
    struct open_file *open = (struct open_file *)base;

    (void)flags;
    if (!operate(open->disk))
        return SQLITE_IOERR_FSYNC;
    open->disk->counts.syncs++;
    for (struct pending *p = open->file->first; p; p = p->next)
        apply(&open->file->synced, p, p->bytes.len);
    forget_pending(open->file);
    return SQLITE_OK;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
    *size = ((struct open_file *)base)->file->now.len;
    return SQLITE_OK;
}

static int file_lock(sqlite3_file *base, int level)
{
    (void)base;
    (void)level;
    return SQLITE_OK;
}

static int file_check_reserved(sqlite3_file *base, int *result)
{
    (void)base;
    *result = 0;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int operation, void *argument)
{
    (void)base;
    (void)operation;
    (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector_size(sqlite3_file *base)
{
    (void)base;
    return SECTOR;
}

static int file_characteristics(sqlite3_file *base)
{
    (void)base;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int file_shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **region)
{
    struct disk_file *file = ((struct open_file *)base)->file;

    assert(page < REGIONS_MAX);
    if (!file->regions[page] && extend)
        file->regions[page] = calloc(1, (size_t)size);
    *region = file->regions[page];
    return SQLITE_OK;
}

static int file_shm_lock(sqlite3_file *base, int offset, int count, int flags)
{
    (void)base;
    (void)offset;
    (void)count;
    (void)flags;
    return SQLITE_OK;
}

static void file_shm_barrier(sqlite3_file *base)
{
    (void)base;
}

static int file_shm_unmap(sqlite3_file *base, int delete_flag)
{
    struct disk_file *file = ((struct open_file *)base)->file;

    (void)delete_flag;
    for (int i = 0; i < REGIONS_MAX; i++) {
        free(file->regions[i]);
        file->regions[i] = NULL;
    }
    return SQLITE_OK;
}

static const sqlite3_io_methods file_methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_lock,
    .xCheckReservedLock = file_check_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

/* ---- SQLite's file system ---- */

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags,
                     int *out_flags)
{
    struct fake_disk *disk = vfs->pAppData;
    struct open_file *open = (struct open_file *)base;
    bool is_new = !name || !find_file(disk, name, false);

    base->pMethods = NULL;
    if (disk->is_cut || (is_new && !(flags & SQLITE_OPEN_CREATE)) || (is_new && disk->read_only))
        return SQLITE_CANTOPEN;
    open->disk = disk;
    open->file = find_file(disk, name ? name : "temporary", true);
    open->delete_on_close = flags & SQLITE_OPEN_DELETEONCLOSE;
    base->pMethods = &file_methods;
    if (disk->read_only)
        flags = (flags & ~SQLITE_OPEN_READWRITE) | SQLITE_OPEN_READONLY;
    if (out_flags)
        *out_flags = flags;
    return SQLITE_OK;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
    struct fake_disk *disk = vfs->pAppData;
    struct disk_file *file = find_file(disk, name, false);

    (void)sync_folder;
    if (!file)
        return SQLITE_IOERR_DELETE_NOENT;
    if (!operate(disk))
        return SQLITE_IOERR_DELETE;
    clear_file(file);
    return SQLITE_OK;
}

static int disk_access(sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
    struct fake_disk *disk = vfs->pAppData;
    const struct disk_file *file = find_file(disk, name, false);

    *result = file && (file->now.len > 0 || flags != SQLITE_ACCESS_EXISTS);
    return SQLITE_OK;
}

static int disk_full_path(sqlite3_vfs *vfs, const char *name, int size, char *path)
{
    (void)vfs;
    sqlite3_snprintf(size, path, "%s", name);
    return SQLITE_OK;
}

struct fake_disk *fake_disk_new(const char *name)
{
    const sqlite3_vfs *usual = sqlite3_vfs_find(NULL);
    struct fake_disk *disk = calloc(1, sizeof(*disk));

    assert(disk && usual);
    disk->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = sizeof(struct open_file),
        .mxPathname = 500,
        .zName = name,
        .pAppData = disk,
        .xOpen = disk_open,
        .xDelete = disk_delete,
        .xAccess = disk_access,
        .xFullPathname = disk_full_path,
        .xRandomness = usual->xRandomness,
        .xSleep = usual->xSleep,
        .xCurrentTime = usual->xCurrentTime,
    };
    disk->operations_left = -1;
    disk->quota = -1;
    if (sqlite3_vfs_register(&disk->vfs, 0) != SQLITE_OK)
        abort();
    return disk;
}

void fake_disk_free(struct fake_disk *disk)
{
    if (!disk)
        return;
    sqlite3_vfs_unregister(&disk->vfs);
    for (int i = 0; i < FILES_MAX; i++)
        clear_file(&disk->files[i]);
    free(disk);
}
