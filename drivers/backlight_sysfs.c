#include "drivers/backlight_sysfs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_SIZE 512

/* <linux/fb.h>: FB_BLANK_UNBLANK and FB_BLANK_POWERDOWN, which bl_power takes. */
#define POWER_ON  0
#define POWER_OFF 4

struct backlight {
    char dir[PATH_SIZE];
    long max;
    long found; /* the level before anybody touched it */
    bool is_on; /* as far as it was set from here */
    long level; /* likewise; -1: not set yet */
};

static int read_number(const char *dir, const char *name, long *value)
{
    char path[PATH_SIZE + 32];
    char text[32] = "";
    char *end;
    FILE *file;

    *value = 0;
    (void)snprintf(path, sizeof(path), "%s/%s", dir, name);
    file = fopen(path, "re");
    if (!file)
        return -err_from_errno(errno);
    if (!fgets(text, sizeof(text), file))
        text[0] = '\0';
    (void)fclose(file);
    *value = strtol(text, &end, 10);
    return end > text ? 0 : -ERR_IO;
}

static int write_number(const struct backlight *light, const char *name, long value,
                        struct err *err)
{
    char path[PATH_SIZE + 32];
    char text[24];
    int len = snprintf(text, sizeof(text), "%ld", value);
    int fd;
    int result = 0;

    (void)snprintf(path, sizeof(path), "%s/%s", light->dir, name);
    fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC);
    /* The attribute takes a number in one write or not at all. */
    if (fd < 0 || write(fd, text, (size_t)len) != len)
        result =
            err_set(err, err_from_errno(errno), "backlight: '%s': %s%s", path, strerror(errno),
                    errno == EACCES ? "; the user of the kiosk must be in the group video" : "");
    if (fd >= 0)
        (void)close(fd);
    return result;
}

/* Smaller is better. */
static int rank_of(const char *dir)
{
    static const char *const kinds[] = {"firmware", "platform", "raw"};
    const int count = (int)(sizeof(kinds) / sizeof(kinds[0]));
    char path[PATH_SIZE + 32];
    char kind[16] = "";
    FILE *file;
    int rank = 0;

    (void)snprintf(path, sizeof(path), "%s/type", dir);
    file = fopen(path, "re");
    if (file) {
        if (fscanf(file, "%15s", kind) != 1)
            kind[0] = '\0';
        (void)fclose(file);
    }
    while (rank < count && strcmp(kind, kinds[rank]) != 0)
        rank++;
    return rank;
}

/* The best light of the class, by kind and then by name, so that it is the same at every start. */
static bool find(const char *class_dir, struct backlight *light)
{
    struct dirent **entries = NULL;
    int count = scandir(class_dir, &entries, NULL, alphasort);
    int best = -1;

    for (int i = 0; i < count; i++) {
        char dir[PATH_SIZE];
        long max = 0;
        int len = snprintf(dir, sizeof(dir), "%s/%s", class_dir, entries[i]->d_name);

        if (entries[i]->d_name[0] != '.' && len < (int)sizeof(dir) &&
            read_number(dir, "max_brightness", &max) == 0 && max > 0 &&
            (best < 0 || rank_of(dir) < best)) {
            best = rank_of(dir);
            memcpy(light->dir, dir, sizeof(dir));
            light->max = max;
        }
        free(entries[i]);
    }
    free(entries);
    return best >= 0;
}

static long level_of(const struct backlight *light, int percent)
{
    long level = lround(pow(percent / 100.0, 3) * (double)light->max);

    return level < 1 ? 1 : level;
}

static int set(void *self, int percent, struct err *err)
{
    struct backlight *light = self;
    bool is_on = percent > 0;
    long level = is_on ? level_of(light, percent) : light->level;
    int result = 0;

    if (is_on && level != light->level)
        result = write_number(light, "brightness", level, err);
    if (result == 0)
        light->level = level;
    if (result == 0 && is_on != light->is_on)
        result = write_number(light, "bl_power", is_on ? POWER_ON : POWER_OFF, err);
    if (result == 0)
        light->is_on = is_on;
    return result;
}

static void close_light(void *self)
{
    struct backlight *light = self;
    struct err ignored = {0};

    /* Whoever comes after finds the panel as it was: a dark screen would look broken. */
    if (light->level >= 0)
        (void)write_number(light, "brightness", light->found, &ignored);
    if (!light->is_on)
        (void)write_number(light, "bl_power", POWER_ON, &ignored);
    free(light);
}

int backlight_sysfs_open(const char *class_dir, struct backlight_port *port, struct err *err)
{
    struct backlight *light = calloc(1, sizeof(*light));
    int result;

    if (!light)
        return err_set(err, ERR_MEMORY, "no memory for the backlight");
    light->is_on = true;
    light->level = -1;
    if (!find(class_dir, light)) {
        result = err_set(err, ERR_NOT_FOUND, "no backlight: nothing in %s", class_dir);
        goto free_light;
    }
    result = read_number(light->dir, "brightness", &light->found);
    /* What it has already is written once, to learn now rather than in the night if it may be. */
    if (result == 0)
        result = write_number(light, "brightness", light->found, err);
    else
        (void)err_set(err, -result, "backlight: '%s/brightness' cannot be read", light->dir);
    if (result < 0)
        goto free_light;
    *port =
        (struct backlight_port){.self = light, .can_dim = true, .set = set, .close = close_light};
    return 0;

free_light:
    free(light);
    return result;
}
