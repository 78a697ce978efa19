/*
 * sensor_sim.h - the sensors port moved by keys, for trying the kiosk out on any computer.
 *
 * C sits down or gets up; the space bar is one footfall on the mat; M holds the mat closed while it
 * is down; R is ten calf raises, for which the feet are put on the mat if they are not there. All
 * of it becomes edges on the loop's own (perhaps faster) clock, clean ones without bounce.
 *
 * Owner: the polling thread. Nothing blocks.
 */
#ifndef SH_DRIVERS_SENSOR_SIM_H
#define SH_DRIVERS_SENSOR_SIM_H

#include "ports/sensors.h"

enum sensor_sim_key {
    SENSOR_SIM_CHAIR,
    SENSOR_SIM_FOOTFALL,
    SENSOR_SIM_MAT_DOWN,
    SENSOR_SIM_MAT_UP,
    SENSOR_SIM_RAISES
};

struct sensor_sim;

/* Chair and mat open. NULL only if there is no memory. To be released by the port's close(). */
struct sensor_sim *sensor_sim_new(void);

/* The port; belongs to `sim`. */
struct sensors_port sensor_sim_port(struct sensor_sim *sim);

/*
 * A key at `now_mono_ns`; its first edge is due at once. While the mat is busy with a footfall or
 * with raises, further keys for the mat are ignored: a foot cannot do two things.
 */
void sensor_sim_press(struct sensor_sim *sim, enum sensor_sim_key key, int64_t now_mono_ns);

/*
 * The same for a key of the keyboard: c the chair, space a footfall, m the mat while it is held, r
 * raises; others do nothing.
 */
void sensor_sim_take_key(struct sensor_sim *sim, char key, bool is_down, int64_t now_mono_ns);

#endif
