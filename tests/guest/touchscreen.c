/*
 * touchscreen - a direct multitouch screen made with uinput, in the guest.
 *
 *   touchscreen FIFO WIDTH HEIGHT
 *
 * Reads commands from the FIFO, one a line: `down X Y [FINGER]`, `move X Y [FINGER]`,
 * `up [FINGER]`, `tap X Y` (down, 60 ms, up). Multitouch protocol B with ten slots, like the
 * kernel's driver for the Raspberry Pi's panel. Prints `ready` once the device exists.
 *
 * QEMU 7's own tablet is a pointer whose range SDL does not scale, hence no touchscreen.
 */
#include <fcntl.h>
#include <linux/uinput.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FINGERS_MAX 10
#define TAP_NS      60000000

struct screen {
    int fd;
    int fingers_down;
    int next_tracking_id;
};

static int emit(const struct screen *screen, int type, int code, int value)
{
    struct input_event event = {.type = type, .code = code, .value = value};

    return write(screen->fd, &event, sizeof(event)) == (ssize_t)sizeof(event) ? 0 : -1;
}

static void emit_position(const struct screen *screen, int finger, int x, int y)
{
    emit(screen, EV_ABS, ABS_MT_POSITION_X, x);
    emit(screen, EV_ABS, ABS_MT_POSITION_Y, y);
    if (finger == 0) {
        emit(screen, EV_ABS, ABS_X, x);
        emit(screen, EV_ABS, ABS_Y, y);
    }
}

static void finger_down(struct screen *screen, int finger, int x, int y)
{
    emit(screen, EV_ABS, ABS_MT_SLOT, finger);
    emit(screen, EV_ABS, ABS_MT_TRACKING_ID, screen->next_tracking_id++);
    emit_position(screen, finger, x, y);
    if (screen->fingers_down++ == 0)
        emit(screen, EV_KEY, BTN_TOUCH, 1);
    emit(screen, EV_SYN, SYN_REPORT, 0);
}

static void finger_move(struct screen *screen, int finger, int x, int y)
{
    emit(screen, EV_ABS, ABS_MT_SLOT, finger);
    emit_position(screen, finger, x, y);
    emit(screen, EV_SYN, SYN_REPORT, 0);
}

static void finger_up(struct screen *screen, int finger)
{
    emit(screen, EV_ABS, ABS_MT_SLOT, finger);
    emit(screen, EV_ABS, ABS_MT_TRACKING_ID, -1);
    if (--screen->fingers_down == 0)
        emit(screen, EV_KEY, BTN_TOUCH, 0);
    emit(screen, EV_SYN, SYN_REPORT, 0);
}

static int add_axis(int fd, int code, int maximum)
{
    struct uinput_abs_setup axis = {.code = code, .absinfo = {.maximum = maximum}};

    return ioctl(fd, UI_ABS_SETUP, &axis);
}

static int create_device(int fd, int width, int height)
{
    struct uinput_setup setup = {
        .id = {.bustype = BUS_VIRTUAL, .vendor = 0x1209, .product = 0x5348},
        .name = "Second Heart test touchscreen",
    };

    if (ioctl(fd, UI_SET_EVBIT, EV_KEY) < 0 || ioctl(fd, UI_SET_KEYBIT, BTN_TOUCH) < 0 ||
        ioctl(fd, UI_SET_EVBIT, EV_ABS) < 0 || ioctl(fd, UI_SET_PROPBIT, INPUT_PROP_DIRECT) < 0)
        return -1;
    if (add_axis(fd, ABS_X, width - 1) < 0 || add_axis(fd, ABS_Y, height - 1) < 0 ||
        add_axis(fd, ABS_MT_POSITION_X, width - 1) < 0 ||
        add_axis(fd, ABS_MT_POSITION_Y, height - 1) < 0 ||
        add_axis(fd, ABS_MT_SLOT, FINGERS_MAX - 1) < 0 ||
        add_axis(fd, ABS_MT_TRACKING_ID, 65535) < 0)
        return -1;
    if (ioctl(fd, UI_DEV_SETUP, &setup) < 0 || ioctl(fd, UI_DEV_CREATE) < 0)
        return -1;
    return 0;
}

static void obey(struct screen *screen, const char *command)
{
    const struct timespec tap = {.tv_nsec = TAP_NS};
    int x;
    int y;
    int finger = 0;

    if (sscanf(command, "down %d %d %d", &x, &y, &finger) >= 2) {
        finger_down(screen, finger, x, y);
    } else if (sscanf(command, "move %d %d %d", &x, &y, &finger) >= 2) {
        finger_move(screen, finger, x, y);
    } else if (strncmp(command, "up", 2) == 0) {
        sscanf(command, "up %d", &finger);
        finger_up(screen, finger);
    } else if (sscanf(command, "tap %d %d", &x, &y) == 2) {
        finger_down(screen, 0, x, y);
        nanosleep(&tap, NULL);
        finger_up(screen, 0);
    } else {
        fprintf(stderr, "touchscreen: unknown command: %s", command);
    }
}

int main(int argc, char **argv)
{
    struct screen screen = {.fd = -1};
    char command[80];
    FILE *fifo;

    if (argc != 4) {
        fprintf(stderr, "usage: touchscreen FIFO WIDTH HEIGHT\n");
        return 2;
    }
    screen.fd = open("/dev/uinput", O_WRONLY | O_CLOEXEC);
    if (screen.fd < 0 || create_device(screen.fd, atoi(argv[2]), atoi(argv[3])) < 0) {
        perror("touchscreen: /dev/uinput");
        return 1;
    }
    mkfifo(argv[1], 0666);
    /* Open for writing too: reading would otherwise end with every writer. */
    fifo = fopen(argv[1], "r+");
    if (!fifo) {
        perror(argv[1]);
        return 1;
    }
    puts("ready");
    fflush(stdout);
    while (fgets(command, sizeof(command), fifo))
        obey(&screen, command);
    fclose(fifo);
    close(screen.fd);
    return 0;
}
