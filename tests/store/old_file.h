/* old_file.h - databases as older programs wrote them. What fails, fails the test. */
#ifndef SH_TESTS_STORE_OLD_FILE_H
#define SH_TESTS_STORE_OLD_FILE_H

/* Makes `path` by `name`, such as "version_1.sql", of this folder; `vfs`: NULL for the usual one.
 */
void write_old_file(const char *path, const char *vfs, const char *name);

#endif
