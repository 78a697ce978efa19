#include "kiosk/pictures.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include "base/units.h"

int pictures_init(struct pictures *pictures, const char *dir, struct display_port *display,
                  pictures_save_fn *save, FILE *out, int64_t now_mono_ns, struct err *err)
{
    *pictures = (struct pictures){
        .dir = dir,
        .display = display,
        .save = save,
        .out = out,
        .next_ns = now_mono_ns,
        .look_ns = now_mono_ns,
        .settle_ns = TIME_NEVER,
        .shown = {.posture = POSTURE_COUNT},
    };
    if (mkdir(dir, 0777) < 0 && errno != EEXIST)
        return err_set(err, err_from_errno(errno),
                       "pictures: '%s': cannot be made: %s; name a folder in one that can be "
                       "written",
                       dir, strerror(errno));
    return 0;
}

static int64_t due_ns(const struct pictures *pictures)
{
    return time_earlier(pictures->settle_ns, pictures->next_ns);
}

int64_t pictures_next_deadline(const struct pictures *pictures)
{
    return time_earlier(pictures->look_ns, due_ns(pictures));
}

static const char *screen_name(enum ui_screen screen)
{
    static const char *const names[UI_SCREEN_COUNT] = {
        [UI_HOME] = "home",         [UI_BANNER] = "banner",
        [UI_MENU] = "menu",         [UI_EXERCISES] = "moves",
        [UI_QUIET] = "quiet",       [UI_PROMPT] = "prompt",
        [UI_LIVE] = "live",         [UI_EXERCISE] = "exercise",
        [UI_DONE] = "done",         [UI_PAUSED] = "paused",
        [UI_FAULT] = "fault",       [UI_SENSORS] = "sensors",
        [UI_SYSTEM] = "system",     [UI_DIAGNOSTICS] = "diagnostics",
        [UI_AMBIENT] = "ambient",   [UI_LEARN] = "learn",
        [UI_LEARN_CARD] = "card",   [UI_PROFESSIONAL] = "professional",
        [UI_ABOUT] = "about",       [UI_SETTINGS] = "settings",
        [UI_CHOICES] = "choices",   [UI_KEYPAD] = "keypad",
        [UI_ERASE] = "erase",       [UI_SYNC] = "sync",
        [UI_HISTORY] = "history",   [UI_TIME] = "time",
        [UI_CLEANING] = "cleaning", [UI_SETUP] = "setup",
    };

    return names[screen];
}

static int save_picture(struct pictures *pictures, struct appliance *appliance, int64_t now_mono_ns,
                        struct err *err)
{
    struct wall_local local = wall_local_at(&appliance->wall, now_mono_ns);
    const struct kiosk_glance *glance = &appliance->glance;
    int32_t second = local.second >= 0 ? local.second : 0;
    char path[512];
    int length =
        snprintf(path, sizeof(path), "%s/%03" PRId32 "-%02" PRId32 "%02" PRId32 "-%s-%s.png",
                 pictures->dir, pictures->count, second / 3600, second / 60 % 60,
                 posture_name(glance->posture), screen_name(ui_shown(&appliance->ui)));
    int result;

    if (length < 0 || (size_t)length >= sizeof(path))
        return err_set(err, ERR_INPUT, "pictures: '%s': the folder's name is too long",
                       pictures->dir);
    result = pictures->save(pictures->display, path, err);
    if (result < 0)
        return result;
    pictures->count++;
    (void)fprintf(pictures->out,
                  "%02" PRId32 ":%02" PRId32 "  %-8s  sitting %3" PRId64 " min, %2" PRId32
                  " breaks, %4" PRId64 " beats  %s\n",
                  second / 3600, second / 60 % 60, posture_name(glance->posture),
                  glance->today.posture_ns[POSTURE_SEATED] / NS_PER_MIN, glance->today.breaks,
                  glance->today.second_heart_beats, path);
    return 0;
}

static struct pictures_shown look(const struct appliance *appliance)
{
    return (struct pictures_shown){
        .posture = appliance->glance.posture,
        .screen = ui_shown(&appliance->ui),
        .stage = appliance->glance.coach.state,
        .suggestion = appliance->glance.coach.suggestion,
    };
}

static bool is_other(const struct pictures_shown *a, const struct pictures_shown *b)
{
    return a->posture != b->posture || a->screen != b->screen || a->stage != b->stage ||
           a->suggestion != b->suggestion;
}

int pictures_take(struct pictures *pictures, struct appliance *appliance, int64_t now_mono_ns,
                  bool is_last, struct err *err)
{
    struct pictures_shown shown = look(appliance);
    struct ui_frame frame;

    if (is_other(&shown, &pictures->shown)) {
        pictures->shown = shown;
        pictures->settle_ns = now_mono_ns + PICTURES_SETTLE_NS;
    }
    pictures->look_ns = now_mono_ns + PICTURES_LOOK_NS;
    if (!is_last && now_mono_ns < due_ns(pictures))
        return 0;

    while (pictures->next_ns <= now_mono_ns)
        pictures->next_ns += PICTURES_EVERY_NS;
    pictures->settle_ns = TIME_NEVER;
    if (ui_frame(&appliance->ui, now_mono_ns, &frame)) {
        int result =
            pictures->display->present(pictures->display->self, frame.list, frame.damage, err);

        if (result < 0)
            return result;
    }
    return save_picture(pictures, appliance, now_mono_ns, err);
}

void pictures_summary(const struct pictures *pictures, const struct appliance *appliance)
{
    const struct day_figures *today = &appliance->glance.today;

    (void)fprintf(pictures->out,
                  "%" PRIu64 " edges, %" PRId32 " pictures in %s; the last day: sitting %" PRId64
                  " min in %" PRId32 " bouts, %" PRId32 " breaks, %" PRId64 " second-heart beats\n",
                  appliance->edges, pictures->count, pictures->dir,
                  today->posture_ns[POSTURE_SEATED] / NS_PER_MIN, today->sedentary_bouts,
                  today->breaks, today->second_heart_beats);
}
