/* fixture.h - a script and a record for each test, begun at 8:00:00 and freed at its end. */
#ifndef SH_TESTS_CORE_FIXTURE_H
#define SH_TESTS_CORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/script.h"

struct fixture {
    struct script script;
    struct record record;
};

static inline int fixture_setup(void **state)
{
    static struct fixture fixture;

    script_begin(&fixture.script, "8:00:00");
    *state = &fixture;
    return 0;
}

static inline int fixture_teardown(void **state)
{
    struct fixture *fixture = *state;

    script_free(&fixture->script);
    record_free(&fixture->record);
    return 0;
}

/* The script so far gives these postures; the figures of its last day. May be called again. */
static inline const struct day_figures *expect(struct fixture *fixture, const char *postures)
{
    record_free(&fixture->record);
    return expect_postures(&fixture->script, &fixture->record, postures);
}

/* The figures of the script's last day, whatever the postures. */
static inline const struct day_figures *figures_now(struct fixture *fixture)
{
    struct play play = {0};

    record_free(&fixture->record);
    script_play(&fixture->script, &play, &fixture->record);
    return &fixture->record.days[fixture->record.day_count - 1];
}

/* Sat at 9:00, got up at 9:30:00, the mat open. */
static inline struct script *got_up(struct fixture *fixture)
{
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    at(script, "9:30:00");
    stand(script);
    return script;
}

/* The postures until then, as expect() takes them. */
#define GOT_UP "8:00:00 away 9:00:00 seated 9:30:00 "

/* Seated since 9:00 with the heels on the mat; it is 9:01:00. */
static inline struct script *heels_on_mat(struct fixture *fixture)
{
    struct script *script = &fixture->script;

    at(script, "9:00:00");
    sit(script);
    wait_s(script, 20);
    mat_on(script);
    at(script, "9:01:00");
    return script;
}

/* Calf raises of the last day, a quiet minute later. */
static inline int64_t raises_now(struct fixture *fixture)
{
    wait_s(&fixture->script, 60);
    return figures_now(fixture)->calf_raises;
}

#define with_script(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

#endif
