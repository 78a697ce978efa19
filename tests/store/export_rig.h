/* export_rig.h - histories made at random, and the commands that copy and erase them. */
#ifndef SH_TESTS_EXPORT_RIG_H
#define SH_TESTS_EXPORT_RIG_H

#include "ports/store.h"
#include "store/scratch.h"

/* What every history made here has as a setting, and no export may hold. */
#define PIN_HASH "$y$a-hash-that-nobody-must-see"

/*
 * Runs "export", "restore", "erase" or "report" with `words`, in which @ is the scratch folder;
 * what it prints is in the folder's file "out", its mistakes in "err". Its exit code.
 */
int export_run(const struct scratch *scratch, const char *words);

/* A file of the scratch folder as text, for test_free; NULL if there is none. */
char *export_read_text(const struct scratch *scratch, const char *name);
void export_write_text(const struct scratch *scratch, const char *name, const char *text);

/* Fails the test unless the file holds `part`, or is the same as the other. */
void export_assert_holds(const struct scratch *scratch, const char *name, const char *part);
void export_assert_same(const struct scratch *scratch, const char *name, const char *other);

/* The history in `folder` of the scratch folder, for writing; and one of 40 minutes and two days.
 */
struct store export_open_history(const struct scratch *scratch, const char *folder);
void export_make_history(const struct scratch *scratch, const char *folder, unsigned seed);

#endif
