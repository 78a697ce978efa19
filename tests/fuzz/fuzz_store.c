/*
 * A history in which bytes have changed: it is read, written to or set aside, and never ends the
 * program; what can be read after that can be written to and read again.
 *
 * Three bytes are a change: where (of 64 KiB, from the end of the file on from its beginning again)
 * and what it is combined with. The first byte of all cuts the file: by so many 256ths, 0 by
 * nothing.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/store_sqlite.h"
#include "fuzz/fuzz.h"
#include "fuzz/one_folder.h"
#include "store/workload.h"

#define CHANGE_BYTES 3
#define MINUTES      100 /* with a day's row among them */

static char path[ONE_FOLDER_SIZE + 16];
static uint8_t *whole;
static size_t whole_size;

static struct store open_store(bool read_only)
{
    const struct store_sqlite_config config = {.path = path, .read_only = read_only};
    struct store store;

    must(store_sqlite_new(&store, &config, NULL) == 0);
    return store;
}

static void make_whole(void)
{
    struct store store;
    struct stat about;
    int fd;

    (void)snprintf(path, sizeof(path), "%s/history.db", one_folder());
    store = open_store(false);
    for (int minute = 0; minute < MINUTES; minute++)
        must(workload_commit(&store, minute, NULL) == 0);
    store.close(store.self);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    must(fd >= 0 && fstat(fd, &about) == 0);
    whole_size = (size_t)about.st_size;
    whole = malloc(whole_size);
    must(whole && read(fd, whole, whole_size) == (ssize_t)whole_size);
    (void)close(fd);
}

static void write_changed(const uint8_t *data, size_t size)
{
    size_t left = size > 0 ? whole_size - whole_size * data[0] / 256 : whole_size;
    uint8_t *changed = malloc(whole_size);
    int fd;

    must(changed);
    memcpy(changed, whole, whole_size);
    for (size_t at = 1; at + CHANGE_BYTES <= size; at += CHANGE_BYTES)
        changed[(data[at] | (size_t)data[at + 1] << 8) % whole_size] ^= data[at + 2];
    (void)one_folder();
    fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    must(fd >= 0 && write(fd, changed, left) == (ssize_t)left);
    (void)close(fd);
    free(changed);
}

static void check_boot(void *context, const struct store_boot *boot)
{
    must(memchr(boot->boot_id, '\0', sizeof(boot->boot_id)));
    must(boot->label < STORE_LABEL_COUNT);
}

static void check_interval(void *context, const struct store_interval *interval)
{
    must((int)interval->posture >= 0 && interval->posture < POSTURE_COUNT);
    must(interval->start_mono_ns <= interval->end_mono_ns);
}

static void check_count(void *context, const struct store_count *count)
{
    must((int)count->kind >= 0 && count->kind < STORE_COUNT_KINDS);
}

static void check_prompt(void *context, const struct store_prompt *prompt)
{
    must((int)prompt->change >= 0 && prompt->change < STORE_PROMPT_CHANGES);
}

static void check_reported(void *context, const struct store_reported *reported)
{
    must((int)reported->kind >= 0 && reported->kind < STORE_REPORTED_KINDS);
}

static void check_day(void *context, const struct store_day *day)
{
    must(day->figures_len <= STORE_FIGURES_MAX);
}

static void check_setting(void *context, const struct store_setting *setting)
{
    must(memchr(setting->name, '\0', sizeof(setting->name)) && setting->name[0] != '\0');
    must(memchr(setting->value, '\0', sizeof(setting->value)));
}

static void check_field(void *context, const char *name, int64_t value)
{
    must(strlen(name) < STORE_FIELD_NAME_SIZE);
}

static void check_open(void *context, const struct store_resume *resume)
{
    must(resume->boot.label < STORE_LABEL_COUNT);
}

static int read_all(const struct store *store)
{
    static const struct store_visitor visitor = {
        .boot = check_boot,
        .interval = check_interval,
        .count = check_count,
        .prompt = check_prompt,
        .reported = check_reported,
        .day = check_day,
        .setting = check_setting,
        .field = check_field,
        .open = check_open,
    };
    struct err err = {0};
    int damaged = 0;
    int result = store->read_all(store->self, &visitor, NULL, &damaged, &err);

    must(result == 0 || (err.code == -result && err.text[0] != '\0'));
    return result;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct store store;
    struct store_resume resume;
    struct err err = {0};
    int result;

    if (!whole)
        make_whole();
    write_changed(data, size);
    /* A report, which never changes anything. */
    store = open_store(true);
    (void)read_all(&store);
    store.close(store.self);
    /* The kiosk: what it read when it began, then minutes of its own. */
    store = open_store(false);
    (void)store.load_open(store.self, &resume, check_field, NULL, &err);
    result = workload_commit(&store, MINUTES, &err);
    if (result != 0)
        (void)fprintf(stderr, "%s\n", err.text);
    must(result == 0 || result == -ERR_UNSUPPORTED);
    if (result == 0) {
        must(workload_commit(&store, MINUTES + 1, &err) == 0);
        must(read_all(&store) == 0);
    }
    store.close(store.self);
    return 0;
}
