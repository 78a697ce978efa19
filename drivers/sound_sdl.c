#include "drivers/sound_sdl.h"

#include <SDL.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>

#include "drivers/sound_chime.h"

#define RATE_HZ       48000
#define BLOCK_SAMPLES 1024 /* 21 ms: nobody waits for it, and fewer wake-ups */

/* A device that takes nothing for so long is stuck. */
#define STUCK_MS 3000
#define LOOK_MS  50

/* How long an end of the program waits for the chime's. */
#define CLOSE_S 4

struct sound_sdl {
    /* The loop's. */
    pthread_t thread;
    bool has_thread;
    bool is_told;

    /* Both's, under the lock. */
    pthread_mutex_t lock;
    bool plays;
    bool has_problem;
    struct err problem;
};

/* ----------------------------------------------------------------------------- the chime's thread
 */

/* The chime as one piece of memory, NULL without. The caller frees. */
static int16_t *make_chime(size_t *bytes)
{
    int16_t *samples = malloc(chime_samples(RATE_HZ) * sizeof(*samples));

    *bytes = chime_samples(RATE_HZ) * sizeof(*samples);
    if (samples)
        chime_render(samples, RATE_HZ);
    return samples;
}

static int play_samples(SDL_AudioDeviceID device, struct err *err)
{
    size_t bytes;
    int16_t *samples = make_chime(&bytes);
    int result = samples ? SDL_QueueAudio(device, samples, (Uint32)bytes) : -1;
    int waited_ms = 0;

    free(samples);
    if (result < 0)
        return err_set(err, ERR_MEMORY, "the chime is silent: no memory");
    SDL_PauseAudioDevice(device, 0);
    SDL_Delay(CHIME_LENGTH_MS);
    while (SDL_GetQueuedAudioSize(device) > 0) {
        if (waited_ms >= STUCK_MS)
            return err_set(err, ERR_IO, "the chime is silent: the sound device takes nothing");
        SDL_Delay(LOOK_MS);
        waited_ms += LOOK_MS;
    }
    return 0;
}

/* Closing the device plays what it has taken. */
static int play(struct err *err)
{
    SDL_AudioSpec wanted = {
        .freq = RATE_HZ, .format = AUDIO_S16SYS, .channels = 1, .samples = BLOCK_SAMPLES};
    SDL_AudioDeviceID device;
    int result;

    if (SDL_AudioInit(NULL) < 0)
        return err_set(err, ERR_NOT_FOUND,
                       "the chime is silent: no sound: %s; connect a loudspeaker, or switch "
                       "coach.chime off",
                       SDL_GetError());
    device = SDL_OpenAudioDevice(NULL, 0, &wanted, NULL, 0);
    if (device == 0)
        result = err_set(err, ERR_NOT_FOUND,
                         "the chime is silent: no sound device: %s; connect a loudspeaker, let the "
                         "kiosk's user into the group audio, or switch coach.chime off",
                         SDL_GetError());
    else
        result = play_samples(device, err);
    if (device != 0)
        SDL_CloseAudioDevice(device);
    SDL_AudioQuit();
    return result;
}

static void *run(void *context)
{
    struct sound_sdl *self = context;
    struct err err = {0};
    int result = play(&err);

    pthread_mutex_lock(&self->lock);
    if (result < 0 && !self->has_problem) {
        self->has_problem = true;
        self->problem = err;
    }
    self->plays = false;
    pthread_mutex_unlock(&self->lock);
    SDL_TLSCleanup(); /* SDL frees by itself only what belongs to threads of its own making */
    return NULL;
}

/* --------------------------------------------------------------------------------- the loop's side
 */

/* Signals are the loop's: the thread, and those that SDL starts from it, block them all. */
static bool start_thread(struct sound_sdl *self)
{
    sigset_t all;
    sigset_t before;
    int errno_value;

    (void)sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &before);
    errno_value = pthread_create(&self->thread, NULL, run, self);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return errno_value == 0;
}

static void play_chime(void *context)
{
    struct sound_sdl *self = context;
    bool plays;

    pthread_mutex_lock(&self->lock);
    plays = self->plays;
    self->plays = true;
    pthread_mutex_unlock(&self->lock);
    if (plays)
        return;
    if (self->has_thread)
        (void)pthread_join(self->thread, NULL); /* it has ended */
    self->has_thread = start_thread(self);
    if (!self->has_thread) {
        pthread_mutex_lock(&self->lock);
        self->plays = false;
        pthread_mutex_unlock(&self->lock);
    }
}

static bool take_problem(void *context, struct err *err)
{
    struct sound_sdl *self = context;
    bool has_problem;

    if (self->is_told)
        return false;
    pthread_mutex_lock(&self->lock);
    has_problem = self->has_problem;
    if (has_problem)
        *err = self->problem;
    pthread_mutex_unlock(&self->lock);
    self->is_told = has_problem;
    return has_problem;
}

static void close_sound(void *context)
{
    struct sound_sdl *self = context;
    struct timespec until;

    if (self->has_thread) {
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += CLOSE_S;
        /* One that hangs in a sound server is left behind with what it uses: the program ends. */
        if (pthread_timedjoin_np(self->thread, NULL, &until) != 0)
            return;
    }
    pthread_mutex_destroy(&self->lock);
    free(self);
}

bool sound_sdl_new(struct sound_port *port)
{
    struct sound_sdl *self = calloc(1, sizeof(*self));

    if (!self)
        return false;
    pthread_mutex_init(&self->lock, NULL);
    *port = (struct sound_port){
        .self = self,
        .play_chime = play_chime,
        .take_problem = take_problem,
        .close = close_sound,
    };
    return true;
}
