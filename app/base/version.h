/*
 * version.h - which release a program is of.
 *
 * SECONDHEART_VERSION, what --version says, may be a package's version, which names a commit and a
 * distribution too: "0.1.0~git20261123071634.cd5d6bd~deb12u1" is of the release "0.1.0". Pure; any
 * thread.
 */
#ifndef SH_BASE_VERSION_H
#define SH_BASE_VERSION_H

/* A release's number, such as 0.1.0, and the NUL. */
#define VERSION_RELEASE_SIZE 16

/*
 * The release of `program_version`: what stands before the first "~", "+" or "-", at most
 * VERSION_RELEASE_SIZE - 1 characters.
 */
void version_write_release(const char *program_version, char text[VERSION_RELEASE_SIZE]);

#endif
