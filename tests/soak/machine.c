#include "soak/machine.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "soak/figures.h"
#include "soak/machine_pace.h"
#include "soak/machine_screen.h"

#define CHAIR_OFFSET 17
#define MAT_OFFSET   27
#define CHIP_LINES   58

#define FIRST_MONO_NS (15 * NS_PER_S) /* of a boot, when the kiosk starts */
/* A loop that turns so often at one moment has a deadline that it does not do away with. */
#define TURNS_IN_PLACE_MAX 10000
#define WATCHDOG_NS        (30 * NS_PER_S)

_Noreturn void machine_fail(const struct machine *machine, const char *what)
{
    (void)printf("failure %" PRId64 " %s\n", machine->true_ns, what);
    (void)fflush(stdout);
    exit(1);
}

/* ----------------------------------------------------------------------------------- the script
 */

static void read_line(struct machine *machine)
{
    struct machine_line *line = &machine->next;
    char text[160];
    int got;

    memset(line, 0, sizeof(*line));
    machine->has_next = fgets(text, sizeof(text), machine->script) != NULL;
    if (!machine->has_next)
        return;
    got = sscanf(text, "%" SCNd64 " %15s %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64,
                 &line->at_ns, line->word, &line->numbers[0], &line->numbers[1], &line->numbers[2],
                 &line->numbers[3]);
    if (got < 2)
        machine_fail(machine, "a line of the script is none");
}

static void set_chair(struct machine *machine, const int64_t numbers[])
{
    fake_line_set(machine->chip, CHAIR_OFFSET, !numbers[0], machine->mono_ns);
}

static void set_mat(struct machine *machine, const int64_t numbers[])
{
    fake_line_set(machine->chip, MAT_OFFSET, !numbers[0], machine->mono_ns);
}

/* 1: as kernels from 6.6 on tell it, by a hang-up; 0: the node is gone, and nobody is woken. */
static void lose_chip(struct machine *machine, const int64_t numbers[])
{
    if (numbers[0])
        fake_chip_hang_up(machine->chip);
    fake_chip_remove(machine->chip);
}

static void return_chip(struct machine *machine, const int64_t numbers[])
{
    fake_chip_return(machine->chip, (int)numbers[0]);
}

/* The kernel wakes the loop for it by a timer, which only a real clock can cancel. */
static void set_wall(struct machine *machine, const int64_t numbers[])
{
    machine->wall_error_ns = numbers[0] * NS_PER_S;
    if (machine->appliance)
        appliance_clock_changed(machine->appliance, machine->mono_ns);
    machine->must_turn = true;
}

static void synchronise(struct machine *machine, const int64_t numbers[])
{
    (void)numbers;
    machine->is_synchronised = true;
    machine->wall_error_ns = 0;
}

enum disk_mood { DISK_WELL, DISK_FULL, DISK_READ_ONLY, DISK_SLOW };

static void set_disk(struct machine *machine, const int64_t numbers[])
{
    fake_disk_set_quota(machine->disk, numbers[0] == DISK_FULL ? 0 : -1);
    fake_disk_set_read_only(machine->disk, numbers[0] == DISK_READ_ONLY);
    pthread_mutex_lock(&machine->lock);
    machine->is_slow = numbers[0] == DISK_SLOW;
    pthread_cond_broadcast(&machine->has_changed);
    pthread_mutex_unlock(&machine->lock);
}

/* Seconds off, and whether it is another boot afterwards. */
static void stop(struct machine *machine, const int64_t numbers[])
{
    machine->end = MACHINE_STOPS;
    machine->off_ns = numbers[0] * NS_PER_S;
    machine->is_other_boot = numbers[1] != 0;
}

/* Seconds off, and the disk's operation at which it happens. */
static void arm(struct machine *machine, enum machine_end end, const int64_t numbers[])
{
    machine->end = end;
    machine->off_ns = numbers[0] * NS_PER_S;
    machine->is_armed = true;
    machine->armed_ns = machine->mono_ns;
    machine->is_other_boot = end == MACHINE_CUT;
    machine->loss = end == MACHINE_CUT ? (enum fake_disk_loss)numbers[2] : FAKE_DISK_LOSES_NONE;
    fake_disk_cut_after(machine->disk, numbers[1]);
}

static void kill_it(struct machine *machine, const int64_t numbers[])
{
    arm(machine, MACHINE_KILLED, numbers);
}

static void cut_power(struct machine *machine, const int64_t numbers[])
{
    arm(machine, MACHINE_CUT, numbers);
}

/* Whoever started this program does something, such as running secondheart-sync, and says so. */
static void hand_over(struct machine *machine, const int64_t numbers[])
{
    char answer[16];

    (void)printf("send %" PRId64 "\n", numbers[0]);
    (void)fflush(stdout);
    if (!fgets(answer, sizeof(answer), stdin))
        machine_fail(machine, "nobody answers");
}

static void take_figures(struct machine *machine, const int64_t numbers[])
{
    figures_print_sample(machine, numbers[0]);
}

static void end_script(struct machine *machine, const int64_t numbers[])
{
    (void)numbers;
    machine->end = MACHINE_SCRIPT_ENDS;
}

static void run_line(struct machine *machine, const struct machine_line *line)
{
    static const struct {
        const char *word;
        void (*run)(struct machine *machine, const int64_t numbers[]);
    } table[] = {
        {"chair", set_chair},      {"mat", set_mat},
        {"gone", lose_chip},       {"back", return_chip},
        {"wall", set_wall},        {"known", synchronise},
        {"disk", set_disk},        {"stop", stop},
        {"kill", kill_it},         {"cut", cut_power},
        {"send", hand_over},       {"sample", take_figures},
        {"end", end_script},       {"down", screen_down},
        {"move", screen_move},     {"up", screen_up},
        {"cancel", screen_cancel}, {"screen", screen_plug},
    };

    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
        if (strcmp(table[i].word, line->word) == 0) {
            table[i].run(machine, line->numbers);
            return;
        }
    }
    machine_fail(machine, "the script has a word that nobody knows");
}

/* --------------------------------------------------------------------------------------- time
 */

static void pass(struct machine *machine, int64_t ns)
{
    machine->mono_ns += ns;
    machine->true_ns += ns;
    machine->turns_in_place = ns > 0 ? 0 : machine->turns_in_place + 1;
    if (machine->turns_in_place > TURNS_IN_PLACE_MAX)
        machine_fail(machine, "the loop spins");
}

static void run_due_lines(struct machine *machine)
{
    while (machine->has_next && machine->next.at_ns <= machine->true_ns &&
           (machine->end == MACHINE_RUNS || machine->is_armed)) {
        struct machine_line line = machine->next;

        read_line(machine);
        run_line(machine, &line);
    }
}

static int64_t next_line_ns(const struct machine *machine)
{
    return machine->has_next ? machine->mono_ns + machine->next.at_ns - machine->true_ns
                             : TIME_NEVER;
}

/* True if the process ends with this turn. */
static bool is_dying(struct machine *machine)
{
    if (machine->is_armed && !fake_disk_is_cut(machine->disk) &&
        machine->mono_ns >= machine->armed_ns + NS_PER_MIN)
        fake_disk_cut_after(machine->disk, 0);
    if (machine->is_armed && machine->mono_ns >= machine->armed_ns + NS_PER_MIN)
        return true;
    return machine->is_armed ? fake_disk_is_cut(machine->disk) : machine->end != MACHINE_RUNS;
}

static int64_t real_ns_until(void *self, int64_t deadline_mono_ns)
{
    struct machine *machine = self;
    int64_t due_ns = time_earlier(deadline_mono_ns, next_line_ns(machine));

    machine->waits++;
    pace_settle(machine);
    pace_watch_write(machine);
    if (machine->is_armed)
        due_ns = time_earlier(due_ns, machine->armed_ns + NS_PER_MIN);
    if (machine->was_blocked)
        due_ns = time_earlier(due_ns, machine->write_due_ns);
    if (is_dying(machine)) {
        screen_quit(machine);
    } else if (machine->must_turn || machine->finger_count > 0) {
        machine->must_turn = false;
        pass(machine, 0);
    } else if (due_ns == TIME_NEVER) {
        machine_fail(machine, "the script has no end");
    } else {
        pass(machine, due_ns > machine->mono_ns ? due_ns - machine->mono_ns : 0);
        run_due_lines(machine);
    }
    return 0;
}

static int64_t mono_now_ns(void *self)
{
    return ((struct machine *)self)->mono_ns;
}

static struct wall_time wall_now(void *self)
{
    const struct machine *machine = self;
    int64_t ns = machine->true_ns + machine->wall_error_ns;
    int64_t s = ns / NS_PER_S - (ns % NS_PER_S < 0);

    return (struct wall_time){.s = machine->start_wall_s + s, .ns = (int32_t)(ns - s * NS_PER_S)};
}

static bool is_synchronised(void *self)
{
    return ((struct machine *)self)->is_synchronised;
}

static bool has_rtc(void *self)
{
    (void)self;
    return false;
}

static const char *boot_id(void *self)
{
    return ((struct machine *)self)->boot_id;
}

struct clock_port machine_clock(struct machine *machine)
{
    return (struct clock_port){machine,         mono_now_ns, wall_now, real_ns_until,
                               is_synchronised, has_rtc,     boot_id};
}

/* ------------------------------------------------------------------------- the service manager
 */

static void be_ready(void *self)
{
    struct machine *machine = self;

    machine->is_watched = true;
    machine->fed_ns = machine->mono_ns;
}

static void hear(void *self, const char *sentence)
{
    (void)self;
    (void)sentence;
}

static void be_fed(void *self)
{
    struct machine *machine = self;

    if (machine->mono_ns - machine->fed_ns > WATCHDOG_NS)
        machine_fail(machine, "the watchdog was not fed in time");
    machine->fed_ns = machine->mono_ns;
}

static void see_end(void *self)
{
    struct machine *machine = self;

    if (machine->is_watched && machine->mono_ns - machine->fed_ns > WATCHDOG_NS)
        machine_fail(machine, "the watchdog was not fed in time");
    machine->is_watched = false;
}

struct notify_port machine_notify(struct machine *machine)
{
    return (struct notify_port){machine, WATCHDOG_NS, be_ready, hear, be_fed, see_end};
}

/* --------------------------------------------------------------------------------- on and off
 */

static void name_boot(struct machine *machine)
{
    machine->boots++;
    (void)snprintf(machine->boot_id, sizeof(machine->boot_id), "00000000-0000-4000-8000-%012d",
                   machine->boots);
}

void machine_init(struct machine *machine, const char *script, int64_t start_wall_s)
{
    memset(machine, 0, sizeof(*machine));
    machine->start_wall_s = start_wall_s;
    machine->mono_ns = FIRST_MONO_NS;
    machine->is_synchronised = true;
    machine->has_screen = true;
    machine->seen_deadline = TIME_NEVER;
    name_boot(machine);
    machine->script = fopen(script, "re");
    if (!machine->script)
        machine_fail(machine, "the script cannot be read");
    read_line(machine);
    (void)pthread_mutex_init(&machine->lock, NULL);
    (void)pthread_cond_init(&machine->has_changed, NULL);
    machine->disk = fake_disk_new(MACHINE_DISK);
    fake_disk_on_write(machine->disk, pace_wait_for_disk, machine);
    fake_machine_new();
    machine->chip = fake_chip_add(0, "pinctrl-bcm2711", CHIP_LINES);
    for (unsigned i = 0; i < CHIP_LINES; i++)
        (void)snprintf(machine->chip->lines[i].name, sizeof(machine->chip->lines[i].name), "GPIO%u",
                       i);
}

void machine_free(struct machine *machine)
{
    fake_machine_free();
    fake_disk_free(machine->disk);
    (void)pthread_cond_destroy(&machine->has_changed);
    (void)pthread_mutex_destroy(&machine->lock);
    (void)fclose(machine->script);
}

/* A boot without a hardware clock begins at the time that was noted last, and nobody vouches. */
static void begin_boot(struct machine *machine)
{
    name_boot(machine);
    machine->mono_ns = FIRST_MONO_NS;
    machine->is_synchronised = false;
    machine->wall_error_ns = -machine->off_ns;
}

void machine_pass_off(struct machine *machine)
{
    int64_t on_ns = machine->true_ns + machine->off_ns;

    fake_disk_restart(machine->disk, machine->loss, (uint64_t)machine->true_ns);
    figures_print_off(machine);
    machine->is_armed = false;
    machine->end = MACHINE_RUNS;
    machine->seen_deadline = TIME_NEVER;
    machine->finger_count = 0;
    machine->must_turn = false;
    while (machine->has_next && machine->next.at_ns <= on_ns) {
        int64_t at_ns = machine->next.at_ns;

        pass(machine, at_ns > machine->true_ns ? at_ns - machine->true_ns : 0);
        run_due_lines(machine);
        if (machine->end != MACHINE_RUNS)
            machine_fail(machine, "the script ends what does not run");
    }
    pass(machine, on_ns - machine->true_ns);
    machine->loss = FAKE_DISK_LOSES_NONE;
    if (machine->is_other_boot)
        begin_boot(machine);
}
