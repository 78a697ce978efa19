/* What a kiosk needs to be seen and touched: display, touchscreen, fonts. */
#include "ctl/check.h"

#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/font_files.h"
#include "base/language.h"

/* The first line of a small file, "" if it cannot be read. */
static void read_line(const char *path, char *text, size_t size)
{
    FILE *file = fopen(path, "re");

    text[0] = '\0';
    if (!file)
        return;
    if (!fgets(text, (int)size, file))
        text[0] = '\0';
    text[strcspn(text, "\n")] = '\0';
    (void)fclose(file);
}

static void find(const char *root, const char *pattern, glob_t *found)
{
    char path[PATH_MAX];

    (void)snprintf(path, sizeof(path), "%s%s", root, pattern);
    if (glob(path, 0, NULL, found) != 0)
        found->gl_pathc = 0;
}

/* Puts the screens that hang on the cards; true if there is one. */
static bool put_connected(const char *root, struct finding_sink *sink)
{
    glob_t found = {0};
    bool is_connected = false;

    find(root, "/sys/class/drm/card*-*/status", &found);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char status[32];
        char *name = found.gl_pathv[i];

        read_line(name, status, sizeof(status));
        if (strcmp(status, "connected") != 0)
            continue;
        is_connected = true;
        *strrchr(name, '/') = '\0';
        check_put(sink, FINDING_GOOD, "display", "", "a screen is connected to %s",
                  strrchr(name, '/') + 1);
    }
    globfree(&found);
    return is_connected;
}

/* Puts the cards' nodes that may not be used; true if one may be. */
static bool put_cards(const char *root, struct finding_sink *sink, size_t *count)
{
    glob_t found = {0};
    bool is_usable = false;

    find(root, "/dev/dri/card*", &found);
    *count = found.gl_pathc;
    for (size_t i = 0; i < found.gl_pathc; i++)
        is_usable = is_usable || access(found.gl_pathv[i], R_OK | W_OK) == 0;
    if (!is_usable && found.gl_pathc > 0)
        check_put(
            sink, FINDING_PROBLEM, "display",
            "add the user to the groups video and render (usermod -aG video,render USER, then "
            "log in again)",
            "no permission for %s", found.gl_pathv[0]);
    globfree(&found);
    return is_usable;
}

void check_display(const char *root, struct finding_sink *sink)
{
    const char *x11 = getenv("DISPLAY");
    const char *wayland = getenv("WAYLAND_DISPLAY");
    size_t cards = 0;
    bool is_usable;

    if ((x11 && *x11) || (wayland && *wayland)) {
        check_put(sink, FINDING_GOOD, "display", "", "a desktop is running at %s",
                  wayland && *wayland ? wayland : x11);
        return;
    }
    is_usable = put_cards(root, sink, &cards);
    if (cards == 0)
        check_put(sink, FINDING_PROBLEM, "display",
                  "start it from a desktop, or enable the display's driver (on a Raspberry Pi: "
                  "dtoverlay=vc4-kms-v3d in config.txt)",
                  "no desktop (DISPLAY and WAYLAND_DISPLAY are empty) and no graphics card under "
                  "/dev/dri");
    else if (!put_connected(root, sink))
        check_put(sink, FINDING_PROBLEM, "display",
                  "check the cable and the screen's power; a screen that was plugged in late may "
                  "need a restart",
                  "no screen is connected to any of the %zu graphics cards", cards);
    else if (is_usable)
        check_put(sink, FINDING_GOOD, "display", "", "the graphics card may be used");
}

/*
 * INPUT_PROP_DIRECT (bit 1 of the properties) is what makes a device a touchscreen: a finger lands
 * where it points. A touchpad or a mouse has it not.
 */
static bool is_touchscreen(const char *folder)
{
    char path[PATH_MAX];
    char properties[64];

    (void)snprintf(path, sizeof(path), "%s/device/properties", folder);
    read_line(path, properties, sizeof(properties));
    return strtoul(properties, NULL, 16) & 2;
}

void check_touch(const char *root, struct finding_sink *sink)
{
    glob_t found = {0};
    size_t count = 0;

    find(root, "/sys/class/input/event*", &found);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        const char *folder = found.gl_pathv[i];
        char path[PATH_MAX];
        char name[128];

        if (!is_touchscreen(folder))
            continue;
        count++;
        (void)snprintf(path, sizeof(path), "%s/device/name", folder);
        read_line(path, name, sizeof(name));
        (void)snprintf(path, sizeof(path), "%s/dev/input/%s", root, strrchr(folder, '/') + 1);
        if (access(path, R_OK) == 0)
            check_put(sink, FINDING_GOOD, "touch", "", "'%s' at %s may be read", name, path);
        else
            check_put(
                sink, FINDING_PROBLEM, "touch",
                "add the user to the group input (usermod -aG input USER, then log in again); "
                "under a desktop that is not needed",
                "no permission for the touchscreen '%s' at %s", name, path);
    }
    globfree(&found);
    if (count == 0)
        check_put(sink, FINDING_NOTE, "touch", "",
                  "no touchscreen was found; a mouse can do all that a finger can");
}

static bool has_font(const char *root, const char *name)
{
    char path[PATH_MAX];

    return font_files_find(root, NULL, name, path, sizeof(path));
}

void check_fonts(const char *root, struct finding_sink *sink)
{
    static const char fix[] = "install the package fonts-inter";

    if (has_font(root, "Inter-Regular"))
        check_put(sink, FINDING_GOOD, "fonts", "", "Inter is installed");
    else if (has_font(root, "DejaVuSans"))
        check_put(sink, FINDING_PROBLEM, "fonts", fix,
                  "Inter is missing; DejaVu stands in, and texts may be cut");
    else
        check_put(sink, FINDING_PROBLEM, "fonts", fix,
                  "neither Inter nor DejaVu is installed: the kiosk cannot start");
}

void check_language(const struct config *config, struct finding_sink *sink)
{
    struct err err = {0};
    int result = language_start(NULL, &err);
    char *fix;

    if (result == 0)
        result = language_use(config_languages[config->display.language], &err);
    if (result == 0) {
        check_put(sink, FINDING_GOOD, "language", "", "the screen speaks %s",
                  language_current()->name);
    } else {
        /* The sentence ends in what to do. */
        fix = strstr(err.text, "; ");
        if (fix)
            *fix = '\0';
        check_put(sink, FINDING_PROBLEM, "language", fix ? fix + 2 : "", "%s", err.text);
    }
    /* What is printed here is in English; that needs no catalogue. */
    (void)!language_use(languages[0].code, &err);
}
