/*
 * appliance_parts.h - what the appliance's own files share; nobody else includes it.
 *
 * The loop's thread.
 */
#ifndef SH_KIOSK_APPLIANCE_PARTS_H
#define SH_KIOSK_APPLIANCE_PARTS_H

#include "base/units.h"
#include "kiosk/appliance.h"

/* How often to ask whether the kernel calls the clock synchronised: there is no event for it. */
#define APPLIANCE_REFRESH_NS NS_PER_MIN

/* The core takes an event; what it decides goes to screen, history and loudspeaker. */
void appliance_step(struct appliance *appliance, const struct kiosk_event *event);

/* The same for an event that only switches something. */
void appliance_tell(struct appliance *appliance, enum kiosk_event_kind kind, int64_t at_ns,
                    bool is_on);

/* What was kept is gone: core, screen and labels begin anew, with the levels as they are. */
void appliance_begin_afresh(struct appliance *appliance, int64_t now_mono_ns);

/* Kiosk days and quiet hours, as the wall clock has them. */
void appliance_plan_next_day(struct appliance *appliance, int64_t now_mono_ns);
void appliance_begin_days_until(struct appliance *appliance, int64_t now_mono_ns);
void appliance_tell_quiet_hours(struct appliance *appliance, int64_t at_ns);
void appliance_follow_clock_until(struct appliance *appliance, int64_t now_mono_ns);

#endif
