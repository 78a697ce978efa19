/* The chime: what its samples are, and that playing them opens, writes and closes as it should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/sound_chime.h"
#include "drivers/sound_sdl.h"
#include "store/scratch.h"

#define RATE_HZ   48000 /* of the driver */
#define SAMPLES   (RATE_HZ * CHIME_LENGTH_MS / 1000)
#define FILE_MAX  (64 * 1024 * 1024)
#define PEAK_MAX  (INT16_MAX / 4)
#define QUIET_MAX 16 /* of 32767: not to be heard */

/* ---- the samples ---- */

static const int32_t rates_hz[] = {8000, 22050, 44100, 48000, 96000, 192000};
#define RATES (sizeof(rates_hz) / sizeof(rates_hz[0]))

static int16_t *render(int32_t rate_hz)
{
    int16_t *samples = test_malloc(chime_samples(rate_hz) * sizeof(*samples));

    chime_render(samples, rate_hz);
    return samples;
}

/* The largest value from `from_ms` to `to_ms`. */
static int loudest(const int16_t *samples, int32_t rate_hz, int32_t from_ms, int32_t to_ms)
{
    int most = 0;

    for (int32_t i = from_ms * (rate_hz / 50) / 20; i < to_ms * (rate_hz / 50) / 20; i++)
        most = abs(samples[i]) > most ? abs(samples[i]) : most;
    return most;
}

static void it_is_heard_and_shorter_than_a_second_and_a_half(void **state)
{
    for (size_t i = 0; i < RATES; i++) {
        size_t count = chime_samples(rates_hz[i]);

        assert_in_range(count, (size_t)rates_hz[i], (size_t)rates_hz[i] * 3 / 2);
    }
}

static void it_begins_and_ends_in_silence_without_a_click(void **state)
{
    for (size_t i = 0; i < RATES; i++) {
        int32_t rate_hz = rates_hz[i];
        int32_t count = (int32_t)chime_samples(rate_hz);
        int16_t *samples = render(rate_hz);
        /* The steepest that its partials can be at their loudest. */
        int step_max = (int)(PEAK_MAX * 6.3 * 700 / rate_hz) + 2;

        assert_int_equal(samples[0], 0);
        assert_int_equal(samples[count - 1], 0);
        assert_true(loudest(samples, rate_hz, 0, 1) <= QUIET_MAX);
        assert_true(loudest(samples, rate_hz, CHIME_LENGTH_MS - 5, CHIME_LENGTH_MS) <= QUIET_MAX);
        for (int32_t at = 1; at < count; at++)
            assert_true(abs(samples[at] - samples[at - 1]) <= step_max);
        test_free(samples);
    }
}

static void it_stays_soft_and_does_not_clip(void **state)
{
    for (size_t i = 0; i < RATES; i++) {
        int16_t *samples = render(rates_hz[i]);

        assert_in_range(loudest(samples, rates_hz[i], 0, CHIME_LENGTH_MS), PEAK_MAX / 2, PEAK_MAX);
        test_free(samples);
    }
}

static void it_swells_gently_and_dies_away(void **state)
{
    int16_t *samples = render(RATE_HZ);
    int before = INT16_MAX;

    assert_true(loudest(samples, RATE_HZ, 0, 5) < PEAK_MAX / 5);
    for (int from_ms = 100; from_ms + 100 <= CHIME_LENGTH_MS; from_ms += 100) {
        int now = loudest(samples, RATE_HZ, from_ms, from_ms + 100);

        assert_true(now < before);
        before = now;
    }
    test_free(samples);
}

/* ---- playing ---- */

static struct sound_port sound;

/* SDL's driver that writes to a file what would be heard, `block_ms` for 21 ms of it. */
static void use_disk(const char *path, const char *block_ms)
{
    (void)setenv("SDL_AUDIODRIVER", "disk", 1);
    (void)setenv("SDL_DISKAUDIOFILE", path, 1);
    (void)setenv("SDL_DISKAUDIODELAY", block_ms, 1);
    assert_true(sound_sdl_new(&sound));
}

static int16_t *read_played(const char *path, size_t *count)
{
    int16_t *played = test_malloc(FILE_MAX);
    FILE *file = fopen(path, "r");

    assert_non_null(file);
    *count = fread(played, sizeof(*played), FILE_MAX / sizeof(*played), file);
    (void)fclose(file);
    return played;
}

/* How often the chime, whole and as rendered, is in what was played; all else must be silence. */
static int count_chimes(const char *path)
{
    int16_t *chime = render(RATE_HZ);
    size_t count;
    int16_t *played = read_played(path, &count);
    int chimes = 0;

    for (size_t at = 0; at < count; at++) {
        if (played[at] == 0)
            continue;
        /* The first that is not 0 stands where it does in the chime. */
        for (size_t lead = 0; chime[lead] == 0; lead++)
            at--;
        assert_true(at + SAMPLES <= count);
        assert_memory_equal(&played[at], chime, SAMPLES * sizeof(*chime));
        chimes++;
        at += SAMPLES - 1;
    }
    test_free(played);
    test_free(chime);
    return chimes;
}

static void the_device_gets_the_whole_chime_and_is_closed(void **state)
{
    const struct scratch *scratch = *state;
    struct err err = {0};

    use_disk(scratch->path, "30"); /* slower than it should be: all of it is waited for */
    assert_int_not_equal(access(scratch->path, F_OK), 0); /* nothing is opened to be silent */
    sound.play_chime(sound.self);
    sound.play_chime(sound.self); /* one at a time */
    assert_false(sound.take_problem(sound.self, &err));
    sound.close(sound.self);
    assert_int_equal(count_chimes(scratch->path), 1);
}

static void a_device_that_opens_slowly_does_not_hold_up_the_loop(void **state)
{
    const struct scratch *scratch = *state;
    char buffer[4096];
    int fd;

    assert_int_equal(mkfifo(scratch->path, 0600), 0);
    use_disk(scratch->path, "1");
    sound.play_chime(sound.self); /* opening waits for a reader: this returns, or hangs for ever */
    sound.play_chime(sound.self); /* so does this one, which is none too many */
    fd = open(scratch->path, O_RDONLY);
    assert_true(fd >= 0);
    while (read(fd, buffer, sizeof(buffer)) > 0) {
    }
    (void)close(fd);
    sound.close(sound.self);
}

static void no_sound_is_told_once(void **state)
{
    struct err err = {0};
    bool was_told = false;

    (void)setenv("SDL_AUDIODRIVER", "no-such-driver", 1);
    assert_true(sound_sdl_new(&sound));
    sound.play_chime(sound.self);
    while (!was_told) /* or the test hangs */
        was_told = sound.take_problem(sound.self, &err);
    assert_non_null(strstr(err.text, "the chime is silent"));
    sound.play_chime(sound.self);
    assert_false(sound.take_problem(sound.self, &err));
    sound.close(sound.self);
}

static void a_file_that_cannot_be_opened_is_no_device(void **state)
{
    struct err err = {0};
    bool was_told = false;

    use_disk("/no/such/folder/sound.raw", "1");
    sound.play_chime(sound.self);
    while (!was_told)
        was_told = sound.take_problem(sound.self, &err);
    assert_non_null(strstr(err.text, "no sound device"));
    sound.close(sound.self);
}

static void closing_without_a_chime_is_no_matter(void **state)
{
    assert_true(sound_sdl_new(&sound));
    sound.close(sound.self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_heard_and_shorter_than_a_second_and_a_half),
        cmocka_unit_test(it_begins_and_ends_in_silence_without_a_click),
        cmocka_unit_test(it_stays_soft_and_does_not_clip),
        cmocka_unit_test(it_swells_gently_and_dies_away),
        cmocka_unit_test_setup_teardown(the_device_gets_the_whole_chime_and_is_closed,
                                        scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_device_that_opens_slowly_does_not_hold_up_the_loop,
                                        scratch_setup, scratch_teardown),
        cmocka_unit_test(no_sound_is_told_once),
        cmocka_unit_test(a_file_that_cannot_be_opened_is_no_device),
        cmocka_unit_test(closing_without_a_chime_is_no_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
