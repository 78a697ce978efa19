/*
 * sound.h - the port through which the kiosk is heard: one soft chime.
 *
 * Implemented by drivers/sound_sdl. A machine without sound is as good as any: playing then does
 * nothing, and says so once.
 *
 * Owner: the loop's thread. Nothing here blocks but close, for a moment.
 */
#ifndef SH_PORTS_SOUND_H
#define SH_PORTS_SOUND_H

#include <stdbool.h>

#include "base/err.h"

struct sound_port {
    void *self;

    /* Begins to play the chime, unless it plays already, and returns at once. */
    void (*play_chime)(void *self);

    /*
     * True, with the sentence in `err`, once after the first time that playing did not work out;
     * false for ever after. To be asked now and then.
     */
    bool (*take_problem)(void *self, struct err *err);

    /* Lets a chime that plays come to its end, then releases everything. */
    void (*close)(void *self);
};

#endif
