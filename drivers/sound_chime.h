/*
 * sound_chime.h - the chime as samples: three decaying sines, computed, not recorded.
 *
 * A fifth and an octave above C5, each softer and shorter than the one below; it swells in and
 * fades out along half a cosine, so that neither end clicks. Pitch, length and loudness are ours
 * [A]: soft enough for an open office, long enough to be told from a click.
 *
 * Pure. Any thread.
 */
#ifndef SH_DRIVERS_SOUND_CHIME_H
#define SH_DRIVERS_SOUND_CHIME_H

#include <stddef.h>
#include <stdint.h>

#define CHIME_LENGTH_MS 1400
#define CHIME_PEAK      0.25 /* of full scale, never more */

/* How many samples of one channel it has at `rate_hz` (8000 to 192000). */
size_t chime_samples(int32_t rate_hz);

/* Fills `samples`, of which there are chime_samples(rate_hz). The first and the last are 0. */
void chime_render(int16_t *samples, int32_t rate_hz);

#endif
