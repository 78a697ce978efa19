/*
 * frame - the smallest SDL program that shows whether display and touch work, in the guest.
 *
 * Draws four quadrants (red, green / blue, white), prints `frame WIDTH HEIGHT` once they are on
 * the screen, then every finger as `down|up X Y` in pixels, until it is terminated.
 */
#include <SDL.h>
#include <stdio.h>

static void draw(SDL_Renderer *renderer, int width, int height)
{
    static const SDL_Color colours[] = {
        {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}, {255, 255, 255, 255}};

    for (int i = 0; i < 4; i++) {
        SDL_Rect quadrant = {i % 2 * width / 2, i / 2 * height / 2, width / 2, height / 2};

        SDL_SetRenderDrawColor(renderer, colours[i].r, colours[i].g, colours[i].b, 255);
        SDL_RenderFillRect(renderer, &quadrant);
    }
    SDL_RenderPresent(renderer);
}

int main(int argc, char **argv)
{
    SDL_Window *window;
    SDL_Renderer *renderer;
    SDL_Event event;
    int width;
    int height;

    (void)argc;
    (void)argv;
    setvbuf(stdout, NULL, _IOLBF, 0);
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    if (SDL_Init(SDL_INIT_VIDEO) < 0 ||
        SDL_CreateWindowAndRenderer(0, 0, SDL_WINDOW_FULLSCREEN_DESKTOP, &window, &renderer) < 0) {
        fprintf(stderr, "frame: %s\n", SDL_GetError());
        return 1;
    }
    SDL_GetRendererOutputSize(renderer, &width, &height);
    draw(renderer, width, height);
    draw(renderer, width, height);
    printf("frame %d %d\n", width, height);
    while (SDL_WaitEvent(&event)) {
        if (event.type == SDL_QUIT)
            break;
        if (event.type == SDL_FINGERDOWN || event.type == SDL_FINGERUP)
            printf("%s %.0f %.0f\n", event.type == SDL_FINGERDOWN ? "down" : "up",
                   event.tfinger.x * (float)width, event.tfinger.y * (float)height);
    }
    SDL_Quit();
    return 0;
}
