/*
 * cut_case.h - one power cut of many, which can be run alone again.
 *
 * SECONDHEART_CUT=PART:WRITE:LOSS picks one: what is written is told apart in parts, the power goes
 * after so many writes of one, and `loss` is an enum fake_disk_loss.
 */
#ifndef SH_TESTS_STORE_CUT_CASE_H
#define SH_TESTS_STORE_CUT_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "store/fake_disk.h"

struct cut_case {
    int part;
    int64_t after;
    enum fake_disk_loss loss;
};

/* The one that is picked; false if none is. */
bool cut_case_chosen(struct cut_case *chosen);

/*
 * Around a case. A test that fails leaves by longjmp: then cut_case_tell, in its tear-down, prints
 * how to run just that one again.
 */
void cut_case_begin(const struct cut_case *cut);
void cut_case_end(void);
void cut_case_tell(const char *program);

#endif
