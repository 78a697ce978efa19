/*
 * sound_sdl.h - the chime through SDL's audio (ports/sound.h): ALSA, PulseAudio, PipeWire.
 *
 * The device is opened to play and closed afterwards, so that a silent kiosk holds none and wakes
 * for none. Opening one may take as long as a sound server likes: that is done in a thread which
 * lives as long as the chime. SDL_AudioInit is called rather than SDL_InitSubSystem, whose counts
 * belong to the display's thread.
 *
 * `SDL_AUDIODRIVER` in the environment chooses a driver, as in every SDL program.
 */
#ifndef SH_DRIVERS_SOUND_SDL_H
#define SH_DRIVERS_SOUND_SDL_H

#include "ports/sound.h"

/* Opens nothing yet. False without memory; `port` is untouched then. */
bool sound_sdl_new(struct sound_port *port);

#endif
