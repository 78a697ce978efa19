"""What is wrong with lines and chips is said in one clear sentence with the right exit code."""


def _refuses(guest, command, status, *words):
    result = guest.run(command)
    missing = [word for word in words if word not in result.output]
    assert result.status == status and not missing, f"{result!r} lacks {missing}"


def a_wrong_line_name_is_named(guest):
    guest.write("/run/wrong.conf", "[sensors]\nchair_line = GPIO99\n")
    _refuses(guest, "secondheartctl record --duration 1 --config /run/wrong.conf", 1, "GPIO99")


def a_line_in_use_names_its_user(guest):
    user = ("gpiomon pinctrl-bcm2711 17" if guest.made_of.libgpiod == 1 else "gpiomon GPIO17")
    guest.spawn(user, "/dev/null")
    guest.wait_for("gpioinfo | grep GPIO17 | grep -q gpiomon")
    _refuses(guest, "secondheartctl record --duration 1", 1, "GPIO17", "gpiomon")


def a_chip_that_may_not_be_opened_names_the_group(guest):
    guest.check("chgrp video /dev/gpiochip*; chmod 660 /dev/gpiochip*")
    _refuses(guest, "setpriv --reuid 65534 --regid 65534 --clear-groups "
             "secondheartctl record --duration 1", 1, "group")


def without_the_pis_chip_the_error_says_what_was_looked_for_and_what_was_found(guest):
    guest.unbind_chip()
    own_chip = guest.made_of.machine.own_chip
    _refuses(guest, "secondheartctl record --duration 1", 1, "'GPIO17'",
             *(["no line named", f"[{own_chip}]"] if own_chip else ["no GPIO chip", "found none"]))
