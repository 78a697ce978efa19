#include "soak/machine_screen.h"

#include <inttypes.h>
#include <string.h>

#include "base/units.h"
#include "ui/screens.h"
#include "ui/shift.h"

#define SCREEN_EVERY_NS NS_PER_MIN

/* -------------------------------------------------------------------------------- fingers
 */

static void put(struct machine *machine, const struct display_event *event)
{
    size_t last = (machine->finger_first + machine->finger_count) % MACHINE_FINGERS;

    if (machine->finger_count == MACHINE_FINGERS)
        machine_fail(machine, "the loop takes no fingers");
    machine->fingers[last] = *event;
    machine->finger_count++;
}

static void put_finger(struct machine *machine, enum display_event_kind kind,
                       const int64_t numbers[])
{
    if (machine->appliance)
        put(machine, &(struct display_event){.kind = kind,
                                             .finger = numbers[0],
                                             .x_px = (int32_t)numbers[1],
                                             .y_px = (int32_t)numbers[2]});
}

void screen_down(struct machine *machine, const int64_t numbers[])
{
    put_finger(machine, DISPLAY_TOUCH_DOWN, numbers);
}

void screen_move(struct machine *machine, const int64_t numbers[])
{
    put_finger(machine, DISPLAY_TOUCH_MOVE, numbers);
}

void screen_up(struct machine *machine, const int64_t numbers[])
{
    put_finger(machine, DISPLAY_TOUCH_UP, numbers);
}

void screen_cancel(struct machine *machine, const int64_t numbers[])
{
    put_finger(machine, DISPLAY_TOUCH_CANCEL, numbers);
}

void screen_plug(struct machine *machine, const int64_t numbers[])
{
    machine->has_screen = numbers[0] != 0;
    if (machine->appliance)
        put(machine,
            &(struct display_event){.kind = machine->has_screen ? DISPLAY_EXPOSED : DISPLAY_LOST});
}

void screen_quit(struct machine *machine)
{
    machine->finger_count = 0;
    put(machine, &(struct display_event){.kind = DISPLAY_QUIT});
}

/* Pages to look at. All else may change the day's figures, or what the kiosk is set to. */
static bool is_harmless(int32_t id)
{
    static const bool harmless[TARGET_COUNT] = {
        [TARGET_NONE] = true,          [TARGET_ANYWHERE] = true,
        [TARGET_MENU] = true,          [TARGET_CLOSE] = true,
        [TARGET_BACK] = true,          [TARGET_EXERCISE] = true,
        [TARGET_QUIET] = true,         [TARGET_START] = true,
        [TARGET_SNOOZE] = true,        [TARGET_SKIP] = true,
        [TARGET_SENSORS] = true,       [TARGET_TEST_SENSORS] = true,
        [TARGET_REMIND] = true,        [TARGET_REMIND_SYSTEM] = true,
        [TARGET_DIAGNOSTICS] = true,   [TARGET_LEARN] = true,
        [TARGET_TOPIC] = true,         [TARGET_LEARN_NEXT] = true,
        [TARGET_LEARN_BACK] = true,    [TARGET_PROFESSIONAL] = true,
        [TARGET_ABOUT] = true,         [TARGET_SETTINGS] = true,
        [TARGET_KIOSK] = true,         [TARGET_PAGE_BACK] = true,
        [TARGET_HISTORY] = true,       [TARGET_HISTORY_SCALE] = true,
        [TARGET_HISTORY_OLDER] = true, [TARGET_HISTORY_NEWER] = true,
        [TARGET_HISTORY_CHART] = true, [TARGET_HISTORY_EARLIER] = true,
        [TARGET_HISTORY_LATER] = true, [TARGET_HISTORY_BACK] = true,
    };

    return harmless[target_kind(id)];
}

/* The target that a finger there would be on, where the picture now stands: a later one lies above.
 */
static int32_t target_at(const struct machine *machine, const struct display_event *event)
{
    const struct ui *ui = &machine->appliance->ui;
    const struct targets *targets = &ui->targets;
    struct display_event laid_out = *event;
    int32_t id = TARGET_NONE;

    shift_touch(ui->shift, &ui->layout, &laid_out);

    for (int32_t i = 0; i < targets->count; i++) {
        const struct draw_rect *rect = &targets->list[i].rect;

        if (draw_rect_contains(*rect, laid_out.x_px, laid_out.y_px))
            id = targets->list[i].id;
    }
    return id;
}

/* One event a turn, so that what is on the glass is what the next finger meets. */
static bool next_event(void *self, int64_t now_mono_ns, struct display_event *event)
{
    struct machine *machine = self;

    if (machine->glass.next_event(machine->glass.self, now_mono_ns, event))
        return true;
    if (machine->finger_count == 0)
        return false;
    *event = machine->fingers[machine->finger_first];
    machine->finger_first = (machine->finger_first + 1) % MACHINE_FINGERS;
    machine->finger_count--;
    event->mono_ns = now_mono_ns;
    if (event->kind == DISPLAY_TOUCH_DOWN) {
        machine->touches++;
        if (!is_harmless(target_at(machine, event))) {
            machine->refused_touches++;
            event->kind = DISPLAY_TOUCH_MOVE; /* of a finger that is not down: nothing */
        }
    }
    return true;
}

/* ------------------------------------------------------------------------------- the glass
 */

static void size(void *self, int32_t *w_px, int32_t *h_px)
{
    struct machine *machine = self;

    machine->glass.size(machine->glass.self, w_px, h_px);
}

static size_t poll_fds(void *self, struct pollfd *fds, size_t capacity)
{
    struct machine *machine = self;

    return machine->glass.poll_fds(machine->glass.self, fds, capacity);
}

static bool pending(void *self)
{
    struct machine *machine = self;

    return machine->finger_count > 0 || machine->glass.pending(machine->glass.self);
}

static int present(void *self, const struct draw_list *list, const struct draw_damage *damage,
                   struct err *err)
{
    struct machine *machine = self;
    struct draw_damage whole = {
        .still_changed = true, .count = 1, .rects = {{0, 0, list->w, list->h}}};
    int result;

    if (!machine->has_screen ||
        (machine->frames > 0 && machine->mono_ns - machine->drawn_ns < SCREEN_EVERY_NS)) {
        machine->must_redraw = true;
        return 0;
    }
    result = machine->glass.present(machine->glass.self, list,
                                    machine->must_redraw ? &whole : damage, err);
    machine->frames++;
    machine->drawn_ns = machine->mono_ns;
    machine->must_redraw = false;
    return result;
}

static void rotate(void *self, int32_t quarters)
{
    struct machine *machine = self;

    machine->glass.rotate(machine->glass.self, quarters);
}

static void rest(void *self)
{
    struct machine *machine = self;

    machine->glass.rest(machine->glass.self);
}

static void close_glass(void *self)
{
    struct machine *machine = self;

    machine->glass.close(machine->glass.self);
    memset(&machine->glass, 0, sizeof(machine->glass));
}

struct display_port machine_display(struct machine *machine, const struct display_port *glass)
{
    machine->glass = *glass;
    machine->must_redraw = true;
    machine->drawn_ns = -SCREEN_EVERY_NS;
    if (!machine->has_screen)
        put(machine, &(struct display_event){.kind = DISPLAY_LOST});
    return (struct display_port){
        .self = machine,
        .driver = glass->driver,
        .size = size,
        .text = glass->text,
        .poll_fds = poll_fds,
        .pending = pending,
        .next_event = next_event,
        .present = present,
        .rotate = rotate,
        .rest = rest,
        .close = close_glass,
    };
}
