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

/* Any: a face has the same signs at every size. */
#define SAMPLE_PX 16

/* Files are counted on: each cut of the typeface, then what has the signs of Japanese. */
enum { FILE_CJK_REGULAR = FONT_COUNT, FILE_CJK_BOLD, FILE_COUNT };

struct open_font {
    TTF_Font *ttf;
    int file;
    int size_px;
    unsigned used;
};

/* A font's file in memory: read through stdio, each glyph costs several system calls. */
struct font_file {
    void *bytes; /* NULL before its first use */
    size_t size;
};

struct fonts {
    char dir[PATH_MAX_BYTES]; /* "" for the usual folders */
    char paths[FILE_COUNT][PATH_MAX_BYTES];
    struct font_file files[FILE_COUNT];
    bool has_looked_for_cjk;
    char note[256];
    struct open_font open[OPEN_MAX];
    unsigned uses;
};

/* Names without their ending, in the order of preference. */
static const struct {
    const char *inter;
    const char *dejavu;
    int cjk; /* the nearest of the two weights that there are */
} font_files[FONT_COUNT] = {
    [FONT_TEXT] = {"Inter-Regular", "DejaVuSans", FILE_CJK_REGULAR},
    [FONT_TEXT_MEDIUM] = {"Inter-Medium", "DejaVuSans", FILE_CJK_REGULAR},
    [FONT_TEXT_SEMIBOLD] = {"Inter-SemiBold", "DejaVuSans-Bold", FILE_CJK_BOLD},
    [FONT_DISPLAY_LIGHT] = {"InterDisplay-Light", "DejaVuSans", FILE_CJK_REGULAR},
    [FONT_DISPLAY_MEDIUM] = {"InterDisplay-Medium", "DejaVuSans", FILE_CJK_BOLD},
    [FONT_DISPLAY_SEMIBOLD] = {"InterDisplay-SemiBold", "DejaVuSans-Bold", FILE_CJK_BOLD},
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
    if (dir)
        (void)snprintf(fonts->dir, sizeof fonts->dir, "%s", dir);
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
    for (int i = 0; i < FILE_COUNT; i++) {
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

/* -------------------------------------------------------------------- which face a text is set in
 */

/* Kana, ideographs and their marks, full-width forms: what the typeface has not got. */
static bool is_cjk(uint32_t sign)
{
    return (sign >= 0x2e80 && sign <= 0xd7ff) || (sign >= 0xf900 && sign <= 0xfaff) ||
           (sign >= 0xfe30 && sign <= 0xfe4f) || (sign >= 0xff00 && sign <= 0xffef) ||
           (sign >= 0x20000 && sign <= 0x3ffff);
}

/* Takes the next sign of valid UTF-8. */
static uint32_t next_sign(const char **utf8)
{
    const unsigned char *byte = (const unsigned char *)*utf8;
    int more = *byte >= 0xf0 ? 3 : *byte >= 0xe0 ? 2 : *byte >= 0xc0 ? 1 : 0;
    uint32_t sign = more > 0 ? *byte & (0x3fU >> (unsigned)more) : *byte;

    for (byte++; more > 0 && (*byte & 0xc0) == 0x80; more--, byte++)
        sign = sign << 6U | (*byte & 0x3fU);
    *utf8 = (const char *)byte;
    return sign;
}

static bool has_cjk(const char *utf8)
{
    while (*utf8 != '\0') {
        if (is_cjk(next_sign(&utf8)))
            return true;
    }
    return false;
}

static void look_for_cjk(struct fonts *fonts)
{
    const char *dir = fonts->dir[0] != '\0' ? fonts->dir : NULL;

    if (fonts->has_looked_for_cjk)
        return;
    fonts->has_looked_for_cjk = true;
    for (int i = FILE_CJK_REGULAR; i < FILE_COUNT; i++) {
        if (!font_files_find_cjk("", dir, i == FILE_CJK_BOLD, fonts->paths[i], PATH_MAX_BYTES))
            (void)snprintf(fonts->note, sizeof fonts->note,
                           "font missing: 'NotoSansCJK': Japanese signs show as boxes; install the "
                           "package fonts-noto-cjk");
    }
}

/*
 * A text is set in one face throughout: the Latin letters of Noto Sans CJK are drawn for the signs
 * around them, and one face is one shaping.
 */
static int file_for(struct fonts *fonts, enum draw_font font, const char *utf8)
{
    int cjk = font_files[font].cjk;

    if (!has_cjk(utf8))
        return (int)font;
    look_for_cjk(fonts);
    return fonts->paths[cjk][0] != '\0' ? cjk : (int)font;
}

const char *fonts_sample(const char *utf8)
{
    return has_cjk(utf8) ? "\xe6\x97\xa5" : "";
}

/* --------------------------------------------------------------------------------------- opening
 */

static bool is_cjk_file(int file)
{
    return file >= FILE_CJK_REGULAR;
}

static TTF_Font *open_font(struct fonts *fonts, int index, int size_px)
{
    struct font_file *file = &fonts->files[index];
    SDL_RWops *source;

    if (!file->bytes && !map_file(fonts->paths[index], file))
        return NULL;
    source = SDL_RWFromConstMem(file->bytes, (int)file->size);
    if (!source)
        return NULL;
    return is_cjk_file(index) ? TTF_OpenFontIndexRW(source, 1, size_px, FONT_FILES_CJK_FACE)
                              : TTF_OpenFontRW(source, 1, size_px);
}

/*
 * Each handle of Noto Sans CJK has tables of its own, some 2 MB: there is one for all sizes, and
 * changing its size costs the glyphs that it keeps, which the cache of whole texts makes up for.
 */
static TTF_Font *take(struct fonts *fonts, struct open_font *open, int size_px)
{
    if (open->size_px != size_px && TTF_SetFontSize(open->ttf, size_px) != 0)
        return NULL;
    open->size_px = size_px;
    open->used = ++fonts->uses;
    return open->ttf;
}

TTF_Font *fonts_get(struct fonts *fonts, enum draw_font font, int size_px, const char *utf8)
{
    struct open_font *slot = &fonts->open[0];
    int file = file_for(fonts, font, utf8);
    TTF_Font *ttf;

    for (int i = 0; i < OPEN_MAX; i++) {
        struct open_font *open = &fonts->open[i];

        if (open->ttf && open->file == file && (open->size_px == size_px || is_cjk_file(file)))
            return take(fonts, open, size_px);
        if (open->used < slot->used)
            slot = open;
    }
    ttf = open_font(fonts, file, size_px);
    if (!ttf)
        return NULL;
    /* Glyphs at fractions of a pixel: words keep the designer's spacing at small sizes. */
    TTF_SetFontHinting(ttf, TTF_HINTING_LIGHT_SUBPIXEL);
    if (slot->ttf)
        TTF_CloseFont(slot->ttf);
    *slot = (struct open_font){.ttf = ttf, .file = file, .size_px = size_px, .used = ++fonts->uses};
    return ttf;
}

uint32_t fonts_missing_sign(struct fonts *fonts, enum draw_font font, const char *utf8)
{
    TTF_Font *ttf = fonts_get(fonts, font, SAMPLE_PX, utf8);

    while (*utf8 != '\0') {
        uint32_t sign = next_sign(&utf8);

        if (sign != '\n' && (!ttf || !TTF_GlyphIsProvided32(ttf, sign)))
            return sign;
    }
    return 0;
}
