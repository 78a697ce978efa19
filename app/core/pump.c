#include "core/pump.h"

#include <math.h>

#include "base/units.h"

void pump_init(struct pump *pump)
{
    pump->fill = PUMP_RESIDUAL;
    pump->swelling_percent = 0;
}

/* Exponential approach from `value` to `target` with the given time constant. */
static double approach(double value, double target, double elapsed, double constant)
{
    return target + (value - target) * exp(-elapsed / constant);
}

void pump_advance(struct pump *pump, enum pump_mode mode, int64_t duration_ns)
{
    double elapsed_s = (double)duration_ns / (double)NS_PER_S;
    double elapsed_min = elapsed_s / 60;
    double *swelling = &pump->swelling_percent;

    if (mode == PUMP_HOLD || duration_ns <= 0)
        return;
    pump->fill = approach(pump->fill, 1, elapsed_s, PUMP_REFILL_S);
    switch (mode) {
    case PUMP_STILL:
        *swelling = approach(*swelling, PUMP_STILL_PERCENT, elapsed_min, PUMP_STILL_MIN);
        break;
    case PUMP_LEG_MOVEMENT:
        if (*swelling > PUMP_MOVEMENT_PERCENT)
            *swelling = approach(*swelling, PUMP_MOVEMENT_PERCENT, elapsed_min, PUMP_ACTIVE_MIN);
        break;
    case PUMP_RAISES:
        if (*swelling > PUMP_RAISES_PERCENT)
            *swelling = approach(*swelling, PUMP_RAISES_PERCENT, elapsed_min, PUMP_ACTIVE_MIN);
        break;
    case PUMP_STEPPING:
        *swelling = approach(*swelling, 0, elapsed_min, PUMP_STEPPING_MIN);
        break;
    case PUMP_HOLD:
        break;
    }
}

void pump_beat(struct pump *pump, bool upright)
{
    double ejection = upright ? PUMP_EJECTION_UPRIGHT : PUMP_EJECTION_SEATED;

    if (pump->fill > PUMP_RESIDUAL)
        pump->fill = PUMP_RESIDUAL + (pump->fill - PUMP_RESIDUAL) * (1 - ejection);
}

double pump_gauge_level(const struct pump *pump)
{
    return PUMP_GAUGE_FILL_SHARE * pump->fill +
           PUMP_GAUGE_SWELLING_SHARE * pump->swelling_percent / PUMP_STILL_PERCENT;
}
