"""What breaks while it runs: the program, its loop, the touchscreen, the GPIO chip, systemd, the kernel."""

import hand
import service
import test_service


def a_killed_kiosk_comes_back(machine):
    test_service.a_killed_kiosk_comes_back_by_itself_with_its_history(machine)


def a_hung_kiosk_is_started_again_by_its_watchdog(machine):
    test_service.a_kiosk_that_hangs_is_ended_by_the_watchdog(machine)


def a_touchscreen_is_pulled_and_plugged(machine):
    machine.wait_for_picture(hand.is_home, timeout=service.START_TIMEOUT_S)
    test_service.a_touchscreen_that_was_pulled_works_again_once_plugged(machine)


def the_gpio_chip_is_pulled_and_plugged(machine):
    pid = service.start(machine)
    machine.unbind_chip()
    service.wait_for(machine, "StatusText", "Die Sensoren antworten nicht")
    machine.bind_chip()
    service.wait_for(machine, "StatusText", "All is well.")
    before = service.report(machine)["sitting_s"]
    machine.play([(0.1, "chair", 1), (80, "chair", 0), (81, "chair", 0)])
    assert service.report(machine)["sitting_s"] >= before + 15
    assert service.shown(machine, "MainPID") == pid


def _comes_back(machine, command):
    """Runs what ends the system, and waits for the next one: on the screen, with no hand on it, and
    at once: a watchdog that has no patience with a start would reset that as well."""
    before, starts = machine.read("/proc/sys/kernel/random/boot_id"), machine.firmware_starts()
    machine.check(f"sync; setsid bash -c 'sleep 1; {command}' >/dev/null 2>&1 </dev/null &")
    machine.wait_for_boot()
    assert machine.read("/proc/sys/kernel/random/boot_id") != before
    service.wait_for(machine, "ActiveState", "active")
    machine.wait_for_picture(hand.is_home, timeout=service.START_TIMEOUT_S)
    assert machine.firmware_starts() == starts + 1


def a_hung_systemd_is_reset_by_the_hardware(machine):
    _comes_back(machine, "kill -SEGV 1")


def a_kernel_that_gives_up_starts_again(machine):
    _comes_back(machine, "echo c >/proc/sysrq-trigger")
