#include "drivers/sound_chime.h"

#include <math.h>

#define ATTACK_S 0.03
#define FADE_S   0.35

static const double pi = 3.14159265358979323846;

/* Parts sum to 1, so that the peak cannot be more than CHIME_PEAK wherever they meet. */
static const struct {
    double frequency_hz;
    double part;
    double decay_s;
} partials[] = {
    {523.25, 0.58, 0.50}, /* C5 */
    {783.99, 0.28, 0.35}, /* G5 */
    {1046.50, 0.14, 0.22} /* C6 */
};

/* From 0 to 1 along half a cosine: its slope is 0 at both ends. */
static double swell(double share)
{
    if (share >= 1)
        return 1;
    return share <= 0 ? 0 : (1 - cos(pi * share)) / 2;
}

size_t chime_samples(int32_t rate_hz)
{
    return (size_t)rate_hz * CHIME_LENGTH_MS / 1000;
}

void chime_render(int16_t *samples, int32_t rate_hz)
{
    size_t count = chime_samples(rate_hz);

    for (size_t i = 0; i < count; i++) {
        double at_s = (double)i / rate_hz;
        double left_s = (double)(count - 1 - i) / rate_hz;
        double sum = 0;

        for (size_t j = 0; j < sizeof(partials) / sizeof(partials[0]); j++)
            sum += partials[j].part * exp(-at_s / partials[j].decay_s) *
                   sin(2 * pi * partials[j].frequency_hz * at_s);
        sum *= swell(at_s / ATTACK_S) * swell(left_s / FADE_S);
        samples[i] = (int16_t)lround(sum * CHIME_PEAK * INT16_MAX);
    }
}
