/* scratch.h - a folder of one test's own, gone after it. */
#ifndef SH_TESTS_SCRATCH_H
#define SH_TESTS_SCRATCH_H

#include <stddef.h>

struct scratch {
    char folder[128];
    char path[160]; /* of a database in it */
};

/* cmocka's set-up and tear-down: *state is a struct scratch. */
int scratch_setup(void **state);
int scratch_teardown(void **state);

#endif
