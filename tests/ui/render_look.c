/* Draws a kept look into a PNG file, without a display; see render_screen.c for scenes. */
#include <SDL_image.h>
#include <stdio.h>
#include <string.h>

#include "ui/looks.h"

static int usage(FILE *out)
{
    (void)fprintf(out,
                  "Usage: render_look LOOK FILE.png\n"
                  "       render_look --list\n"
                  "Draws LOOK, a theme, text size, panel or turn of a screen, into FILE.png.\n");
    return out == stdout ? EXIT_DONE : EXIT_INPUT;
}

static int list_looks(void)
{
    char name[LOOK_NAME_SIZE];

    for (int i = 0; look_name(i, name); i++)
        (void)printf("%s\n", name);
    return EXIT_DONE;
}

int main(int argc, char **argv)
{
    struct err err = {0};
    SDL_Surface *picture;
    int rc;

    if (argc == 2 && strcmp(argv[1], "--help") == 0)
        return usage(stdout);
    if (argc == 2 && strcmp(argv[1], "--list") == 0)
        return list_looks();
    if (argc != 3)
        return usage(stderr);
    picture = look_draw(argv[1], &err);
    rc = picture ? IMG_SavePNG(picture, argv[2]) : -1;
    if (picture && rc != 0)
        (void)err_set(&err, ERR_IO, "cannot write '%s': %s", argv[2], SDL_GetError());
    SDL_FreeSurface(picture);
    if (rc != 0) {
        (void)fprintf(stderr, "render_look: %s\n", err.text);
        return EXIT_PROBLEM;
    }
    return EXIT_DONE;
}
