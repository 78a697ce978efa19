#include "drivers/gpio_lines.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char chip_prefix[] = "gpiochip";

static int is_chip_node(const struct dirent *entry)
{
    const char *number = entry->d_name + sizeof(chip_prefix) - 1;

    return strncmp(entry->d_name, chip_prefix, sizeof(chip_prefix) - 1) == 0 && number[0] != '\0' &&
           number[strspn(number, "0123456789")] == '\0';
}

/* Is this node the device of an entry that is there already? */
static bool is_known(const struct gpio_chips *chips, const char *path, const struct stat *node)
{
    for (size_t i = 0; i < chips->count; i++) {
        struct stat other;

        if (strcmp(chips->entries[i].path, path) == 0)
            return true;
        /* A second node made with the same numbers is the same chip too. */
        if (S_ISCHR(node->st_mode) && stat(chips->entries[i].path, &other) == 0 &&
            S_ISCHR(other.st_mode) && other.st_rdev == node->st_rdev)
            return true;
    }
    return false;
}

static void add_chip(struct gpio_chips *chips, const char *dev_folder, const char *name)
{
    struct gpio_chip_entry *entry = &chips->entries[chips->count];
    char path[PATH_MAX];
    struct stat node;
    int outcome;

    if (chips->count == GPIO_CHIPS_MAX)
        return;
    (void)snprintf(path, sizeof(path), "%s/%s", dev_folder, name);
    entry->path = realpath(path, NULL);
    if (!entry->path)
        return;
    if (stat(entry->path, &node) != 0 || is_known(chips, entry->path, &node)) {
        free(entry->path);
        entry->path = NULL;
        return;
    }
    outcome = gpio_chip_open(entry->path, &entry->chip);
    entry->open_errno = -outcome;
    chips->count++;
}

static int scan(const char *dev_folder, struct dirent ***nodes)
{
    int count = scandir(dev_folder, nodes, is_chip_node, versionsort);

    return count < 0 ? 0 : count;
}

bool gpio_has_chip(const char *dev_folder)
{
    struct dirent **nodes = NULL;
    int count = scan(dev_folder, &nodes);

    for (int i = 0; i < count; i++)
        free(nodes[i]);
    free(nodes);
    return count > 0;
}

void gpio_chips_open(struct gpio_chips *chips, const char *dev_folder)
{
    struct dirent **nodes = NULL;
    int count = scan(dev_folder, &nodes);

    memset(chips, 0, sizeof(*chips));
    for (int i = 0; i < count; i++) {
        add_chip(chips, dev_folder, nodes[i]->d_name);
        free(nodes[i]);
    }
    free(nodes);
}

void gpio_chips_close(struct gpio_chips *chips)
{
    for (size_t i = 0; i < chips->count; i++) {
        gpio_chip_close(chips->entries[i].chip);
        free(chips->entries[i].path);
    }
    memset(chips, 0, sizeof(*chips));
}

/* Appends to a text of `size` bytes; what does not fit is cut. */
static void append(char *text, size_t size, const char *format, ...) SH_PRINTF(3, 4);

static void append(char *text, size_t size, const char *format, ...)
{
    size_t len = strlen(text);
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text + len, size - len, format, args);
    va_end(args);
}

/* "gpiochip0 [pinctrl-bcm2711] 58 lines, gpiochip1 ..." */
static void describe_chips(const struct gpio_chips *chips, char *text, size_t size)
{
    text[0] = '\0';
    for (size_t i = 0; i < chips->count; i++) {
        const struct gpio_chip_entry *entry = &chips->entries[i];
        const char *name = strrchr(entry->path, '/') + 1;

        append(text, size, "%s%s", i ? ", " : "", name);
        if (entry->chip)
            append(text, size, " [%s] %u lines", gpio_chip_label(entry->chip),
                   gpio_chip_line_count(entry->chip));
        else
            append(text, size, " (%s)", strerror(entry->open_errno));
    }
}

/* The group that may use the node, for the fix. */
static void describe_group(const char *path, char *text, size_t size)
{
    struct stat node;
    const struct group *group;

    (void)snprintf(text, size, "gpio");
    if (stat(path, &node) != 0 || node.st_gid == 0 || !(node.st_mode & S_IWGRP))
        return;
    group = getgrgid(node.st_gid);
    if (group)
        (void)snprintf(text, size, "%s", group->gr_name);
}

/* No chip could be opened at all: why. */
static int fail_without_chip(const struct gpio_chips *chips, const struct gpio_options *options,
                             enum line line, struct err *err)
{
    char group[64];
    size_t i = 0;

    if (chips->count == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "no GPIO chip: looked for line '%s' (%s) on %s/gpiochip*, found none; a "
                       "Raspberry Pi has one, elsewhere simulate with --sensors sim",
                       options->line[line].name, line_name(line), options->dev_folder);
    while (i + 1 < chips->count && chips->entries[i].open_errno != EACCES &&
           chips->entries[i].open_errno != EPERM)
        i++;
    if (err_from_errno(chips->entries[i].open_errno) == ERR_PERMISSION) {
        describe_group(chips->entries[i].path, group, sizeof(group));
        return err_set(
            err, ERR_PERMISSION,
            "no permission for %s; add the user to the group '%s' (usermod -aG %s USER, "
            "log in again), on plain Debian after a udev rule that gives gpiochip* to it",
            chips->entries[i].path, group, group);
    }
    return err_set(err, err_from_errno(chips->entries[i].open_errno), "%s: cannot be opened: %s",
                   chips->entries[i].path, strerror(chips->entries[i].open_errno));
}

struct search {
    struct gpio_chips *chips;
    const struct gpio_options *options;
    enum line line;
    struct gpio_place *place;
    size_t matches; /* chips that have a line of the name */
    int info_errno; /* a line's information could not be read */
};

static bool has_label(struct gpio_chip *chip, const char *label)
{
    return label[0] != '\0' && strcmp(gpio_chip_label(chip), label) == 0;
}

static void search_chip_by_name(struct search *search, struct gpio_chip_entry *entry,
                                const char *name)
{
    unsigned count = gpio_chip_line_count(entry->chip);

    for (unsigned offset = 0; offset < count; offset++) {
        struct gpio_line_info info;
        int outcome = gpio_chip_line_info(entry->chip, offset, &info);

        if (outcome) {
            search->info_errno = -outcome;
            return;
        }
        if (strcmp(info.name, name) == 0) {
            search->matches++;
            *search->place = (struct gpio_place){entry, offset};
            return;
        }
    }
}

/* By name; of several chips that have it, the one with the configured label. */
static bool search_by_name(struct search *search)
{
    const char *name = search->options->line[search->line].name;
    const char *label = search->options->chip_label;
    struct gpio_chip_entry *entries = search->chips->entries;

    if (name[0] == '\0')
        return false;
    for (size_t i = 0; i < search->chips->count; i++) {
        if (!entries[i].chip)
            continue;
        search_chip_by_name(search, &entries[i], name);
        if (search->matches > 0 && search->place->entry == &entries[i] &&
            has_label(entries[i].chip, label)) {
            search->matches = 1;
            return true;
        }
    }
    return search->matches == 1;
}

static bool search_by_offset(struct search *search)
{
    const struct gpio_options *options = search->options;
    int offset = options->line[search->line].offset;
    struct gpio_chip_entry *entries = search->chips->entries;

    for (size_t i = 0; i < search->chips->count && offset != CONFIG_NONE; i++) {
        if (entries[i].chip && has_label(entries[i].chip, options->chip_label) &&
            (unsigned)offset < gpio_chip_line_count(entries[i].chip)) {
            *search->place = (struct gpio_place){&entries[i], (unsigned)offset};
            return true;
        }
    }
    return false;
}

static int fail_search(const struct search *search, struct err *err)
{
    const char *sensor = line_name(search->line);
    const struct gpio_options *options = search->options;
    const struct config_line *line = &options->line[search->line];
    char found[320];
    char offset[96] = "";

    describe_chips(search->chips, found, sizeof(found));
    if (search->info_errno == EINVAL || search->info_errno == ENOTTY)
        return err_set(err, ERR_UNSUPPORTED,
                       "%s: looked for line '%s' and found %s, but the kernel does not speak the "
                       "GPIO interface of %s: %s",
                       sensor, line->name, found, gpio_backend_name, gpio_backend_kernel_fix);
    if (search->matches > 1)
        return err_set(err, ERR_NOT_FOUND,
                       "%s: the name '%s' is on %zu chips: %s; name the right one by "
                       "sensors.chip_label",
                       sensor, line->name, search->matches, found);
    if (line->offset != CONFIG_NONE)
        (void)snprintf(offset, sizeof(offset), " nor offset %d on a chip labelled '%s'",
                       line->offset, options->chip_label);
    return err_set(
        err, ERR_NOT_FOUND,
        "%s: no line named '%s'%s; found %s; set sensors.%s_line to a name that gpioinfo "
        "shows, or chip_label and %s_offset",
        sensor, line->name, offset, found, sensor, sensor);
}

int gpio_line_find(struct gpio_chips *chips, const struct gpio_options *options, enum line line,
                   struct gpio_place *place, struct err *err)
{
    struct search search = {.chips = chips, .options = options, .line = line, .place = place};
    size_t open_count = 0;

    for (size_t i = 0; i < chips->count; i++)
        open_count += chips->entries[i].chip != NULL;
    if (open_count == 0)
        return fail_without_chip(chips, options, line, err);
    if (search_by_name(&search) || (search.matches == 0 && search_by_offset(&search)))
        return 0;
    return fail_search(&search, err);
}

int gpio_request_failed(const struct gpio_options *options, enum line line,
                        const struct gpio_place *place, int errno_value, struct err *err)
{
    struct gpio_line_info info = {0};
    const char *sensor = line_name(line);
    const char *chip = strrchr(place->entry->path, '/') + 1;
    const char *consumer;

    if (errno_value == EBUSY) {
        if (gpio_chip_line_info(place->entry->chip, place->offset, &info) != 0)
            info = (struct gpio_line_info){0};
        consumer = info.consumer[0] ? info.consumer : "a program the kernel does not name";
        return err_set(err, ERR_BUSY,
                       "%s: line %s (%s offset %u) is held by '%s'; stop that, or choose another "
                       "line by sensors.%s_line",
                       sensor, info.name, chip, place->offset, consumer, sensor);
    }
    if (errno_value == EINVAL || errno_value == ENOTTY)
        return err_set(err, ERR_UNSUPPORTED,
                       "%s: %s offset %u: the kernel refuses edges through %s: %s", sensor, chip,
                       place->offset, gpio_backend_name, gpio_backend_kernel_fix);
    return err_set(err, err_from_errno(errno_value),
                   "%s: %s offset %u cannot be watched for edges: %s; choose another line by "
                   "sensors.%s_line",
                   sensor, chip, place->offset, strerror(errno_value), sensor);
}
