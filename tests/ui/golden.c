#include "ui/golden.h"

#include <SDL_image.h>
#include <SDL_ttf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FONT_FILE      "/usr/share/fonts/opentype/inter/Inter-Regular.otf"
#define LINE_MAX_BYTES 256

/* SDL's blenders round by one or two levels, differently from version to version. */
#define PIXEL_LEVELS 6

#define BLOCK        32
#define BLOCK_LEVELS 48

/* The releases with pictures of their own, the oldest first. */
static const char *const sets[] = {"bookworm", "trixie"};

void golden_made_with(char *text, size_t size)
{
    FILE *file = fopen(FONT_FILE, "rbe");
    uint64_t hash = UINT64_C(14695981039346656037);
    int major, minor, patch, byte;

    text[0] = '\0';
    while (file && (byte = fgetc(file)) != EOF)
        hash = (hash ^ (uint64_t)byte) * UINT64_C(1099511628211);
    if (file)
        (void)fclose(file);
    /* The library knows its version only while it runs. */
    if (TTF_Init() != 0)
        return;
    TTF_GetFreeTypeVersion(&major, &minor, &patch);
    TTF_Quit();
    snprintf(text, size, "Inter %016llx, FreeType %d.%d", (unsigned long long)hash, major, minor);
}

static bool is_same_make(const char *set)
{
    char path[512], kept[LINE_MAX_BYTES] = "", here[LINE_MAX_BYTES];
    FILE *file;

    snprintf(path, sizeof path, "%s/made-with.txt", set);
    file = fopen(path, "re");
    if (!file)
        return false;
    if (!fgets(kept, sizeof kept, file))
        kept[0] = '\0';
    (void)fclose(file);
    kept[strcspn(kept, "\n")] = '\0';
    golden_made_with(here, sizeof here);
    return strcmp(kept, here) == 0;
}

bool golden_choose_set(const char *dir, char *set, size_t size)
{
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        snprintf(set, size, "%s/%s", dir, sets[i]);
        if (is_same_make(set))
            return true;
    }
    snprintf(set, size, "%s/%s", dir, sets[0]);
    return false;
}

static const uint8_t *pixel(const SDL_Surface *picture, int x, int y)
{
    return (const uint8_t *)picture->pixels + (ptrdiff_t)y * picture->pitch + (ptrdiff_t)x * 4;
}

/* The largest difference of the three channels' means over a block. */
static int block_difference(const SDL_Surface *a, const SDL_Surface *b, int x, int y, int size)
{
    int worst = 0, sums[3] = {0}, count = 0;

    for (int row = y; row < y + size && row < a->h; row++) {
        for (int column = x; column < x + size && column < a->w; column++, count++) {
            for (int c = 0; c < 3; c++)
                sums[c] += pixel(a, column, row)[c] - pixel(b, column, row)[c];
        }
    }
    for (int c = 0; c < 3 && count > 0; c++) {
        int mean = abs(sums[c]) / count;

        worst = mean > worst ? mean : worst;
    }
    return worst;
}

int golden_differences(SDL_Surface *before, SDL_Surface *after, bool same_make, SDL_Surface *diff)
{
    int size = same_make ? 1 : BLOCK, allowed = same_make ? PIXEL_LEVELS : BLOCK_LEVELS;
    int differences = 0;

    if (before->w != after->w || before->h != after->h)
        return before->w * before->h;
    if (diff)
        SDL_BlitSurface(after, NULL, diff, NULL);
    for (int y = 0; y < after->h; y += size) {
        for (int x = 0; x < after->w; x += size) {
            SDL_Rect rect = {x, y, size, size};

            if (block_difference(before, after, x, y, size) <= allowed)
                continue;
            differences++;
            if (diff)
                SDL_FillRect(diff, &rect, SDL_MapRGB(diff->format, 255, 0, 0));
        }
    }
    return differences;
}

SDL_Surface *golden_picture(const uint32_t *pixels, int32_t stride, int w, int h)
{
    SDL_Surface *copy = SDL_CreateRGBSurfaceWithFormat(0, w, h, 32, SDL_PIXELFORMAT_XRGB8888);

    for (int y = 0; copy && y < h; y++)
        memcpy((uint8_t *)copy->pixels + (ptrdiff_t)y * copy->pitch, pixels + (ptrdiff_t)y * stride,
               (size_t)w * 4);
    return copy;
}

static SDL_Surface *kept_picture(const char *set, const char *name)
{
    char path[512];
    SDL_Surface *raw, *kept;

    snprintf(path, sizeof path, "%s/%s.png", set, name);
    raw = IMG_Load(path);
    if (!raw)
        return NULL;
    kept = SDL_ConvertSurfaceFormat(raw, SDL_PIXELFORMAT_XRGB8888, 0);
    SDL_FreeSurface(raw);
    return kept;
}

static void save(SDL_Surface *picture, const char *out_dir, const char *name, const char *which)
{
    char path[512];

    (void)mkdir(out_dir, 0777);
    snprintf(path, sizeof path, "%s/%s-%s.png", out_dir, name, which);
    if (picture)
        (void)IMG_SavePNG(picture, path);
}

int golden_check(const char *dir, const char *out_dir, const char *name, SDL_Surface *after)
{
    char set[400];
    bool same_make = golden_choose_set(dir, set, sizeof set);
    SDL_Surface *before = kept_picture(set, name);
    SDL_Surface *diff = SDL_ConvertSurface(after, after->format, 0);
    int count = before ? golden_differences(before, after, same_make, diff) : -1;

    if (count != 0) {
        save(before, out_dir, name, "before");
        save(after, out_dir, name, "after");
        save(diff, out_dir, name, "diff");
    }
    SDL_FreeSurface(before);
    SDL_FreeSurface(diff);
    return count;
}
