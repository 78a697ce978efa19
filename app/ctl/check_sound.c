/* What a kiosk needs to be heard, where its chime is switched on. */
#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/check.h"

/* PulseAudio's, which PipeWire has as well. True if there is one that may be used. */
static bool put_server(const char *root, struct finding_sink *sink)
{
    const char *folder = getenv("XDG_RUNTIME_DIR");
    char path[PATH_MAX];

    if (!folder)
        return false;
    (void)snprintf(path, sizeof(path), "%s%s/pulse/native", root, folder);
    if (access(path, R_OK | W_OK) != 0)
        return false;
    check_put(sink, FINDING_GOOD, "sound", "", "the chime is played by the sound server at %s",
              path);
    return true;
}

/* The first card's output that may be played to, or why the last one may not. */
static void put_cards(const char *root, struct finding_sink *sink)
{
    char path[PATH_MAX];
    const char *name = NULL;
    glob_t found = {0};
    int errno_value = 0;

    (void)snprintf(path, sizeof(path), "%s/dev/snd/pcmC*D*p", root);
    if (glob(path, 0, NULL, &found) != 0)
        found.gl_pathc = 0;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        name = found.gl_pathv[i];
        errno_value = access(name, R_OK | W_OK) == 0 ? 0 : errno;
        if (errno_value == 0)
            break;
    }
    if (!name)
        check_put(sink, FINDING_NOTE, "sound", "",
                  "no sound device: the chime is switched on and nobody will hear it; connect a "
                  "loudspeaker, or switch coach.chime off");
    else if (errno_value != 0)
        check_put(sink, FINDING_PROBLEM, "sound",
                  "let the kiosk's user into the group audio (usermod -aG audio USER), or switch "
                  "coach.chime off",
                  "the chime cannot be played: %s: %s", name, strerror(errno_value));
    else
        check_put(sink, FINDING_GOOD, "sound", "", "the chime can be played by %s", name);
    globfree(&found);
}

void check_sound(const char *root, const struct config *config, struct finding_sink *sink)
{
    if (config->coach.has_chime && !put_server(root, sink))
        put_cards(root, sink);
}
