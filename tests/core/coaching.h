/* coaching.h - what the coach's tests share: prompts as text, the coach as a screen sees it. */
#ifndef SH_TESTS_CORE_COACHING_H
#define SH_TESTS_CORE_COACHING_H

#include "core/fixture.h"
#include "core/glance.h"

/*
 * What happened to prompts if the script is played so, as "10:00:00 raised 10:05:00 ignored";
 * stages that only moved on are left out. Valid until the next call.
 */
const char *prompts_of(struct fixture *fixture, struct play play);

#define expect_prompts(fixture, text)                                                              \
    assert_string_equal(prompts_of((fixture), (struct play){0}), (text))

/* The coach as it stands at the script's end. */
struct coach_glance coach_now(struct fixture *fixture, struct play play);
enum coach_state state_now(struct fixture *fixture);

/* A script begun anew: sits from 9:00 and lets an hour pass; the prompt is there since 10:00:00. */
struct script *sat_an_hour(struct fixture *fixture);

/* `time`, and then that. */
void touch_at(struct script *script, const char *time, enum touch what);
void stand_at(struct script *script, const char *time);
void sit_at(struct script *script, const char *time);

#endif
