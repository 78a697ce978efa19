#include "drivers/display/sdl_window.h"

#include <SDL_syswm.h>
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/display/kms.h"

int sdl_window_fd(SDL_Window *window)
{
    SDL_SysWMinfo info;

    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info))
        return -1;
#ifdef SDL_VIDEO_DRIVER_X11
    if (info.subsystem == SDL_SYSWM_X11)
        return ConnectionNumber(info.info.x11.display);
#endif
#ifdef SDL_VIDEO_DRIVER_WAYLAND
    if (info.subsystem == SDL_SYSWM_WAYLAND) {
        void *library = dlopen("libwayland-client.so.0", RTLD_NOW | RTLD_NOLOAD);
        int (*get_fd)(void *) = NULL;
        int fd;

        if (!library)
            return -1;
        *(void **)&get_fd = dlsym(library, "wl_display_get_fd");
        fd = get_fd ? get_fd(info.info.wl.display) : -1;
        dlclose(library);
        return fd;
    }
#endif
    return -1;
}

int sdl_window_drm_fd(SDL_Window *window)
{
#ifdef SDL_VIDEO_DRIVER_KMSDRM
    SDL_SysWMinfo info;

    SDL_VERSION(&info.version);
    if (window && SDL_GetWindowWMInfo(window, &info) && info.subsystem == SDL_SYSWM_KMSDRM)
        return info.info.kmsdrm.drm_fd;
#endif
    return -1;
}

void sdl_window_set_hints(void)
{
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    /* X11's shared memory straight away: no GL library, no shader, a third of the memory. */
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    SDL_SetHint(SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "1");
    /* The loop handles SIGINT and SIGTERM itself, by signalfd. */
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    /* Nobody types here, and Xlib parses 7000 compose sequences first: a quarter of the start. */
    (void)setenv("XCOMPOSEFILE", "/dev/null", 0);
}

int sdl_window_no_display(struct err *err)
{
    const char *x11 = SDL_getenv("DISPLAY"), *wayland = SDL_getenv("WAYLAND_DISPLAY");
    bool connectors;
    int card = kms_connected_card(KMS_SYSFS, &connectors);

    return err_set(err, ERR_NOT_FOUND,
                   "no display: tried X11 (DISPLAY=%s), Wayland (WAYLAND_DISPLAY=%s) and KMSDRM "
                   "(%s): %s; start it inside a desktop session, or connect a screen and join the "
                   "groups video, render and input",
                   x11 ? x11 : "", wayland ? wayland : "",
                   card >= 0    ? "a screen is connected"
                   : connectors ? "no screen is connected"
                                : "no graphics card in " KMS_SYSFS,
                   SDL_GetError());
}

bool sdl_window_shows_nothing(const char *driver)
{
    static const char *const names[] = {"offscreen", "dummy", "evdev"};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(driver, names[i]) == 0)
            return true;
    }
    return false;
}
