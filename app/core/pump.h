/*
 * pump.h - the model behind the picture of the leg: an illustration of published averages.
 *
 * Wherever it shows, it is captioned "Illustration from published averages, not a measurement of
 * you." Two pools, as plain numbers:
 *
 *   fill f, 0..1, of what the posture holds (changes of posture keep it): df/dt = (1 - f)/20 s.
 *     A beat: f <- 0.25 + (f - 0.25)(1 - e), e = 0.8 upright, 0.4 seated [A], never upward. From
 *     f = 1 ten beats at 1 Hz upright: the first ejects 0.60, the residual after the tenth is 0.26;
 *     90 % refill from 0 takes 46 s. Published ranges: ejection fraction > 0.60, residual < 0.35,
 *     filling index < 2 mL/s for 100 mL (Christopoulos 1987, J Vasc Surg 5:148).
 *   swelling S, in percent: seated or standing still dS/dt = (5 - S)/125 min; in a minute with leg
 *     movement towards 2.3, with calf raises towards 0.8, time constant 20 min [A], never upward
 *     (Winkel 1986: foot volume after 8 h 4.8 % still, 2.3 % free, 0.8 % active); stepping
 *     dS/dt = -S/8 min [A].
 *   gauge level = 0.35 f + 0.65 S/5 [A].
 *
 * [A] marks our assumptions; the rest is fitted to the sources named. Pure.
 */
#ifndef SH_CORE_PUMP_H
#define SH_CORE_PUMP_H

#include <stdbool.h>
#include <stdint.h>

#define PUMP_REFILL_S             20.0
#define PUMP_RESIDUAL             0.25
#define PUMP_EJECTION_UPRIGHT     0.8
#define PUMP_EJECTION_SEATED      0.4
#define PUMP_STILL_PERCENT        5.0
#define PUMP_STILL_MIN            125.0
#define PUMP_MOVEMENT_PERCENT     2.3
#define PUMP_RAISES_PERCENT       0.8
#define PUMP_ACTIVE_MIN           20.0
#define PUMP_STEPPING_MIN         8.0
#define PUMP_GAUGE_FILL_SHARE     0.35
#define PUMP_GAUGE_SWELLING_SHARE 0.65

enum pump_mode {
    PUMP_STILL,        /* seated or standing without leg movement */
    PUMP_LEG_MOVEMENT, /* seated, fidgeting */
    PUMP_RAISES,       /* seated, calf raises */
    PUMP_STEPPING,
    PUMP_HOLD /* nothing is known: both pools stay as they are */
};

struct pump {
    double fill;             /* f, 0..1 */
    double swelling_percent; /* S, 0..5 */
};

/* Arrived on foot: the veins as a stroll leaves them, no swelling [A]. */
void pump_init(struct pump *pump);

/* `duration_ns` >= 0 in one mode. Exact for any length: two halves give what the whole does. */
void pump_advance(struct pump *pump, enum pump_mode mode, int64_t duration_ns);

/* One contraction of the calf. */
void pump_beat(struct pump *pump, bool upright);

/* What the leg shows, 0..1. */
double pump_gauge_level(const struct pump *pump);

#endif
