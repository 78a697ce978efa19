/*
 * floor.c - the plainest honest SDL2 program, to hold the kiosk's costs against.
 *
 * A window of the kiosk's size, the software renderer, one font; one line of text a second, asleep
 * in between. No cleverness in either direction: what SDL's own example programs do.
 */
#include <SDL.h>
#include <SDL_ttf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define FONT_FILE "/usr/share/fonts/opentype/inter/Inter-Regular.otf"
#define FONT_PX   32
#define PERIOD_MS 1000

static int fail(const char *what)
{
    (void)fprintf(stderr, "floor: %s: %s\n", what, SDL_GetError());
    return EXIT_FAILURE;
}

static bool draw(SDL_Renderer *renderer, TTF_Font *font, Uint32 seconds)
{
    const SDL_Color white = {255, 255, 255, 255};
    char text[64];
    SDL_Surface *surface;
    SDL_Texture *texture;
    SDL_Rect where = {40, 40, 0, 0};

    (void)snprintf(text, sizeof(text), "%u s of sitting", (unsigned)seconds);
    surface = TTF_RenderUTF8_Blended(font, text, white);
    if (!surface)
        return false;
    texture = SDL_CreateTextureFromSurface(renderer, surface);
    SDL_FreeSurface(surface);
    if (!texture)
        return false;
    (void)SDL_QueryTexture(texture, NULL, NULL, &where.w, &where.h);
    (void)SDL_RenderClear(renderer);
    (void)SDL_RenderCopy(renderer, texture, NULL, &where);
    SDL_RenderPresent(renderer);
    SDL_DestroyTexture(texture);
    return true;
}

static int run(SDL_Renderer *renderer, TTF_Font *font)
{
    Uint32 due_ms = SDL_GetTicks();
    SDL_Event event;

    for (;;) {
        Uint32 now_ms = SDL_GetTicks();

        if (SDL_TICKS_PASSED(now_ms, due_ms)) {
            if (!draw(renderer, font, now_ms / 1000))
                return fail("drawing");
            due_ms += PERIOD_MS;
            continue;
        }
        if (SDL_WaitEventTimeout(&event, (int)(due_ms - now_ms)) && event.type == SDL_QUIT)
            return EXIT_SUCCESS;
    }
}

int main(int argc, char **argv)
{
    SDL_Window *window;
    SDL_Renderer *renderer;
    TTF_Font *font;

    (void)argc;
    (void)argv;
    if (SDL_Init(SDL_INIT_VIDEO) != 0 || TTF_Init() != 0)
        return fail("starting");
    window = SDL_CreateWindow("floor", SDL_WINDOWPOS_UNDEFINED, SDL_WINDOWPOS_UNDEFINED, 800, 480,
                              SDL_WINDOW_SHOWN);
    renderer = window ? SDL_CreateRenderer(window, -1, SDL_RENDERER_SOFTWARE) : NULL;
    font = TTF_OpenFont(FONT_FILE, FONT_PX);
    if (!renderer || !font)
        return fail("opening");
    return run(renderer, font);
}
