#include "drivers/display/fonts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/font_files.h"

/* A screen uses at most six sizes and weights at once; a handle holds its rendered glyphs. */
#define OPEN_MAX       12
#define PATH_MAX_BYTES 512

struct open_font {
    TTF_Font *ttf;
    enum draw_font font;
    int size_px;
    unsigned used;
};

/* A font's file in memory: read through stdio, each glyph costs several system calls. */
struct font_file {
    void *bytes; /* NULL before its first use */
    size_t size;
};

struct fonts {
    char paths[FONT_COUNT][PATH_MAX_BYTES];
    struct font_file files[FONT_COUNT];
    char note[256];
    struct open_font open[OPEN_MAX];
    unsigned uses;
};

/* Names without their ending, in the order of preference. */
static const struct {
    const char *inter;
    const char *dejavu;
} font_files[FONT_COUNT] = {
    [FONT_TEXT] = {"Inter-Regular", "DejaVuSans"},
    [FONT_TEXT_MEDIUM] = {"Inter-Medium", "DejaVuSans"},
    [FONT_TEXT_SEMIBOLD] = {"Inter-SemiBold", "DejaVuSans-Bold"},
    [FONT_DISPLAY_LIGHT] = {"InterDisplay-Light", "DejaVuSans"},
    [FONT_DISPLAY_MEDIUM] = {"InterDisplay-Medium", "DejaVuSans"},
    [FONT_DISPLAY_SEMIBOLD] = {"InterDisplay-SemiBold", "DejaVuSans-Bold"},
};

static bool find_file(const char *dir, const char *name, char path[PATH_MAX_BYTES])
{
    return font_files_find("", dir, name, path, PATH_MAX_BYTES);
}

static int find_all(struct fonts *fonts, const char *dir, struct err *err)
{
    const char *own_dir = dir ? dir : getenv(FONT_FILES_VARIABLE);

    for (int i = 0; i < FONT_COUNT; i++) {
        if (find_file(dir, font_files[i].inter, fonts->paths[i]))
            continue;
        if (find_file(dir, font_files[i].dejavu, fonts->paths[i])) {
            snprintf(fonts->note, sizeof fonts->note,
                     "font missing: '%s': DejaVu stands in; install the package fonts-inter",
                     font_files[i].inter);
            continue;
        }
        return err_set(err, ERR_NOT_FOUND,
                       "no font: '%s.otf' and '%s.ttf': not in %s; install the package fonts-inter",
                       font_files[i].inter, font_files[i].dejavu,
                       own_dir && *own_dir ? own_dir : "/usr/share/fonts");
    }
    return 0;
}

int fonts_new(const char *dir, struct fonts **out, struct err *err)
{
    struct fonts *fonts = calloc(1, sizeof *fonts);
    int rc;

    if (!fonts)
        return err_set(err, ERR_MEMORY, "fonts: no memory");
    rc = find_all(fonts, dir, err);
    if (rc == 0 && TTF_Init() != 0)
        rc = err_set(err, ERR_IO, "fonts: the font library does not start: %s", TTF_GetError());
    if (rc != 0) {
        free(fonts);
        return rc;
    }
    *out = fonts;
    return 0;
}

void fonts_close(struct fonts *fonts)
{
    for (int i = 0; i < OPEN_MAX; i++) {
        if (fonts->open[i].ttf)
            TTF_CloseFont(fonts->open[i].ttf);
        fonts->open[i] = (struct open_font){0};
    }
    for (int i = 0; i < FONT_COUNT; i++) {
        if (fonts->files[i].bytes)
            (void)munmap(fonts->files[i].bytes, fonts->files[i].size);
        fonts->files[i] = (struct font_file){0};
    }
}

void fonts_free(struct fonts *fonts)
{
    if (!fonts)
        return;
    fonts_close(fonts);
    TTF_Quit();
    free(fonts);
}

const char *fonts_note(const struct fonts *fonts)
{
    return fonts->note;
}

static bool map_file(const char *path, struct font_file *file)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    void *bytes = MAP_FAILED;

    if (fd < 0)
        return false;
    if (fstat(fd, &status) == 0 && status.st_size > 0)
        bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    (void)close(fd);
    if (bytes == MAP_FAILED)
        return false;
    *file = (struct font_file){.bytes = bytes, .size = (size_t)status.st_size};
    return true;
}

static TTF_Font *open_font(struct fonts *fonts, enum draw_font font, int size_px)
{
    struct font_file *file = &fonts->files[font];
    SDL_RWops *source;

    if (!file->bytes && !map_file(fonts->paths[font], file))
        return NULL;
    source = SDL_RWFromConstMem(file->bytes, (int)file->size);
    return source ? TTF_OpenFontRW(source, 1, size_px) : NULL;
}

TTF_Font *fonts_get(struct fonts *fonts, enum draw_font font, int size_px)
{
    struct open_font *slot = &fonts->open[0];
    TTF_Font *ttf;

    for (int i = 0; i < OPEN_MAX; i++) {
        struct open_font *open = &fonts->open[i];

        if (open->ttf && open->font == font && open->size_px == size_px) {
            open->used = ++fonts->uses;
            return open->ttf;
        }
        if (open->used < slot->used)
            slot = open;
    }
    ttf = open_font(fonts, font, size_px);
    if (!ttf)
        return NULL;
    /* Glyphs at fractions of a pixel: words keep the designer's spacing at small sizes. */
    TTF_SetFontHinting(ttf, TTF_HINTING_LIGHT_SUBPIXEL);
    if (slot->ttf)
        TTF_CloseFont(slot->ttf);
    *slot = (struct open_font){.ttf = ttf, .font = font, .size_px = size_px, .used = ++fonts->uses};
    return ttf;
}
