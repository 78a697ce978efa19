/*
 * one_folder.h - a folder in memory, for what works on files by their names.
 *
 * The program's own: emptied by each call, gone when the program ends. What fails ends the program.
 */
#ifndef SH_TESTS_FUZZ_ONE_FOLDER_H
#define SH_TESTS_FUZZ_ONE_FOLDER_H

/* Its path, shorter than ONE_FOLDER_SIZE; there, and empty. Valid for as long as the program runs.
 */
#define ONE_FOLDER_SIZE 40

const char *one_folder(void);

#endif
