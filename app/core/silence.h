/*
 * silence.h - a sensor that has said nothing for days while the other one spoke.
 *
 * Only a card for the person, no fault: nothing is counted differently. The chair is silent after
 * three days without a contact of its own in which the mat had any; the mat after three days in
 * which the chair had twenty. Weekends, on which nobody comes, silence neither.
 *
 * Pure. Part of struct kiosk.
 */
#ifndef SH_CORE_SILENCE_H
#define SH_CORE_SILENCE_H

#include <stdint.h>

#define SILENCE_NS             (72 * 3600 * INT64_C(1000000000))
#define SILENCE_MAT_CONTACTS   1  /* of the mat, that make a quiet chair strange */
#define SILENCE_CHAIR_CONTACTS 20 /* of the chair, that make a quiet mat strange */

struct silence {
    int64_t chair_ns; /* the chair's last contact */
    int64_t mat_ns;
    int32_t chair_since_mat; /* the chair's contacts since the mat's last one */
    int32_t mat_since_chair;
};

void silence_init(struct silence *silence, int64_t now_ns);

/* A contact of the chair, or of the mat. */
void silence_take_chair(struct silence *silence, int64_t at_ns);
void silence_take_mat(struct silence *silence, int64_t at_ns);

/* Whole days without a contact, 3 or more, if that is strange; else 0. */
int32_t silence_chair_days(const struct silence *silence, int64_t now_ns);
int32_t silence_mat_days(const struct silence *silence, int64_t now_ns);

#endif
