/*
 * findings_out.h - findings as `check` and `calibrate` print them, to standard output.
 *
 * Each is printed at once, so that a look that hangs shows where. One thread.
 */
#ifndef SH_CTL_FINDINGS_OUT_H
#define SH_CTL_FINDINGS_OUT_H

#include "ports/findings.h"

/* Zero-initialise it; counts what was put into its sink. */
struct findings_out {
    int problems;
    int mistakes; /* of the configuration */
};

/* The sink that prints; it points to `out`. */
struct finding_sink findings_out_sink(struct findings_out *out);

/*
 * The last line (how many there are to mend, or that all is well), and the exit code: EXIT_INPUT
 * for mistakes, EXIT_PROBLEM for problems, else EXIT_DONE.
 */
int findings_out_end(const struct findings_out *out);

#endif
