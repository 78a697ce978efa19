#!/usr/bin/env bash
# deploy/hardware.sh on machines laid out in a folder: a Pi 4 on which all is well, what is wrong with
# it one thing at a time, and a bare PC. The commands that it asks are fakes, nothing else is in its
# PATH, and sleeping is what lets time go by in the files.
set -euo pipefail

script=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/deploy/hardware.sh
tools=(bash env cat tr sed awk grep readlink sort paste head tail stat timeout dirname)
# Of the Pi's owner: none of it may be in what is written.
private=(alind7 Anna Lindqvist blue-desk bernd 10000000abcdef12 0x7d3f2a11 7d3f2a11 b8:27:eb:01:02:03
    B8-27-EB-01-02-03 192.168.17.23 fe80::ba27:ebff:fe01:203 2001:db8:1:2:3:4:5:6 office.example
    d41d8cd98f00b204e9800998ecf8427e 5f0c1a3e-1b2c-4d5e-8f90-a1b2c3d4e5f6 third-floor
    '17 were delivered' history.db)

# put FILE TEXT: with \n, and \0 as in a device tree.
put() {
    mkdir -p "$(dirname "$pi/$1")"
    printf '%b' "$2" >"$pi/$1"
}

link() {
    mkdir -p "$(dirname "$pi/$1")"
    ln -sfn "$2" "$pi/$1"
}

fake() {
    printf '#!/bin/bash\n%s\n' "$2" >"$world/bin/$1"
    chmod +x "$world/bin/$1"
}

# The fakes' own words stay unexpanded until they run.
# shellcheck disable=SC2016
make_fakes() {
    local tool
    mkdir -p "$world/bin"
    for tool in "${tools[@]}"; do
        ln -s "$(command -v "$tool")" "$world/bin/$tool"
    done
    fake uname 'echo aarch64'
    fake secondheart 'echo "secondheart 0.1.0~git20261123074407.a1cfeac~deb13u1"'
    fake runuser 'while [[ $1 != env ]]; do shift; done; exec "$@"'
    fake timedatectl 'echo yes'
    fake systemctl 'case "$*" in
        *ActiveState*) echo active ;; *NRestarts*) echo "${RESTARTS:-0}" ;;
        *MainPID*) cat "$PI/main-pid" ;; *RuntimeWatchdogUSec) echo "${WATCHDOG:-14s}" ;;
        *ActiveEnter*) echo "${READY_US:-14200000}" ;; *ExecMainStart*) echo 12900000 ;;
        --failed*) printf "%s" "${FAILED:-}" ;;
        esac'
    fake systemd-analyze 'case "$*" in
        *secondheart-sync*) echo "-> Overall exposure level for secondheart-sync.service: 1.3 OK" ;;
        security*) echo "-> Overall exposure level for secondheart.service: ${EXPOSURE:-1.9} OK" ;;
        *) echo "Startup finished in 3.1s (kernel) + 11.0s (userspace) = 14.1s on blue-desk" ;;
        esac'
    fake secondheartctl 'cat "$PI/findings"'
    # A while: CPU_CS, SWITCHES, SECTORS and FRAMES are how much of each a second brings.
    fake sleep 'echo "sleep $1" >>"$PI/slept"
        [[ -z ${NEXT_PID:-} ]] || echo "$NEXT_PID" >"$PI/main-pid"
        awk -v s="$1" "{ printf \"%.2f 9.00\n\", \$1 + s }" "$PI/proc/uptime" >"$PI/new"
        cat "$PI/new" >"$PI/proc/uptime"
        [[ -d $PI/proc/4242 ]] || exit 0
        echo "4242 (second heart) S 1 1 1 0 0 0 0 0 0 0 $((500 + $1 * ${CPU_CS:-0})) 10 0" \
            >"$PI/proc/4242/stat"
        echo "voluntary_ctxt_switches: $((100 + $1 * ${SWITCHES:-3} / 10))" \
            >"$PI/proc/4242/task/4243/status"
        echo " 1 2 3 4 5 6 $((8000 + $1 * ${SECTORS:-1})) 8" >"$PI/sys/block/mmcblk0/stat"
        if [[ $(<"$PI/sys/kernel/tracing/events/drm/drm_vblank_event_delivered/enable") == 1 ]]; then
            for ((i = 0; i < $1 * ${FRAMES:-60}; i++)); do
                echo "kworker-7 [000] 12.3: drm_vblank_event_delivered: crtc=0, seq=1"
            done >>"$PI/sys/kernel/tracing/trace"
        fi'
}

# Everything as it should be, and something private wherever there might be.
lay_pi_4() {
    local event=sys/kernel/tracing/events/drm/drm_vblank_event_delivered/enable
    put proc/device-tree/model 'Raspberry Pi 4 Model B Rev 1.4\0'
    put proc/device-tree/serial-number '10000000abcdef12\0'
    put proc/sys/kernel/osrelease '6.12.25+rpt-rpi-v8\n'
    put proc/sys/kernel/hostname 'blue-desk\n'
    put etc/machine-id 'd41d8cd98f00b204e9800998ecf8427e\n'
    put etc/os-release 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 13 (trixie) for alind7"\n'
    put etc/passwd 'root:x:0:0:root:/root:/bin/bash
secondheart:x:999:999:Second Heart kiosk:/var/lib/secondheart:/usr/sbin/nologin
alind7:x:1000:1000:Anna Lindqvist,,,:/home/alind7:/bin/bash\n'
    put proc/mounts 'proc /proc proc rw 0 0\n/dev/mmcblk0p2 / ext4 ro,noatime 0 0\n'
    put proc/swaps 'Filename Type Size Used Priority\n/dev/zram0 partition 1 0 100\n'
    put proc/uptime '1000.00 3000.00\n'
    put proc/meminfo 'MemTotal: 3900000 kB\nMemFree: 1 kB\nMemAvailable: 3750000 kB\n'
    put proc/asound/card0/id 'vc4hdmi0\n'
    put sys/class/gpio/gpiochip512/label 'pinctrl-bcm2711\n'
    put sys/class/gpio/gpiochip570/label 'raspberrypi-exp-gpio\n'
    link sys/class/drm/card0/device/driver ../../../bus/platform/drivers/v3d
    link sys/class/drm/card1/device/driver ../../../bus/platform/drivers/vc4-drm
    link sys/class/drm/renderD128/device/driver ../../../bus/platform/drivers/v3d
    put sys/class/drm/card1-HDMI-A-1/status 'connected\n'
    put sys/class/drm/card1-HDMI-A-1/dpms 'On\n'
    put sys/class/drm/card1-HDMI-A-1/modes '1920x1080\n1280x720\n'
    put sys/class/drm/card1-HDMI-A-2/status 'disconnected\n'
    put sys/class/input/event0/device/name 'Goodix b8:27:eb:01:02:03 of Anna Lindqvist\n'
    put sys/class/input/event0/device/properties '2\n'
    put sys/class/input/event1/device/name "alind7's keyboard\n"
    put sys/class/input/event1/device/properties '0\n'
    put sys/class/backlight/11-0045/brightness '16\n'
    put sys/class/backlight/11-0045/max_brightness '31\n'
    chmod 664 "$pi/sys/class/backlight/11-0045/brightness"
    put sys/class/watchdog/watchdog0/identity 'Broadcom BCM2835 Watchdog timer\n'
    put sys/devices/platform/soc/soc:firmware/get_throttled '0\n'
    put sys/class/thermal/thermal_zone0/temp '48200\n'
    put sys/block/mmcblk0/stat ' 1 2 3 4 5 6 8000 8\n'
    put sys/block/mmcblk0/device/serial '0x7d3f2a11\n'
    put sys/block/zram0/stat ' 1 2 3 4 5 6 7 8\n'
    put $event 0
    put sys/kernel/tracing/trace '# nothing\n'
    put main-pid '4242\n'
    put proc/4242/comm 'secondheart\n'
    put proc/4242/stat '4242 (second heart) S 1 1 1 0 0 0 0 0 0 0 500 10 0\n'
    put proc/4242/smaps_rollup 'aaaa-bbbb ---p 00000000 00:00 0 [rollup]\nRss: 40000 kB\nPss: 30720 kB\n'
    put proc/4242/task/4243/comm 'ledger\n'
    put proc/4242/task/4243/status 'voluntary_ctxt_switches: 100\nnonvoluntary_ctxt_switches: 9\n'
    link proc/4242/fd/3 /dev/dri/card1
    link proc/4242/fd/4 /dev/dri/renderD128
    put findings "ok       config   /home/alind7/secondheart.conf has no mistakes
ok       gpio     /dev/gpiochip0 is 'pinctrl-bcm2711' with 58 lines
ok       touch    'Goodix B8-27-EB-01-02-03' at 192.168.17.23, fe80::ba27:ebff:fe01:203 may be read
note     display  2001:db8:1:2:3:4:5:6, 7d3f2a11, 5f0c1a3e-1b2c-4d5e-8f90-a1b2c3d4e5f6
note     sync     on; periods that wait: 1, delivered: 17; third-floor
                  fix: ask for third-floor
note     clock    by https://time.office.example/ntp
                  fix: go to blue-desk, serial 10000000abcdef12, in /home/bernd
ok       state    the history is kept in /home/alind7/history.db

all is well\n"
}

# run OPTION...: sets `output`, `status` and `file`, what was written.
run() {
    status=0
    output=$(cd "$world" && PATH="$world/bin" PI="$pi" SECONDHEART_HARDWARE_ROOT="$pi" \
        "$script" --output "$world/report.txt" "$@" 2>&1 </dev/null) || status=$?
    file=$(cat "$world/report.txt" 2>/dev/null || true)
}

complain() {
    printf '%s\n' "$*" "-- output:" "$output" "-- file:" "$file" >&2
    exit 1
}

expect_status() { [[ $status -eq $1 ]] || complain "exit code $status instead of $1"; }
expect_output() { [[ $output == *"$1"* ]] || complain "output lacks '$1'"; }

# expect_row ITEM VALUE VERDICT, in the table and in the file.
expect_row() {
    local text
    for text in "$output" "$file"; do
        grep -qE "^$1 +$2 .* $3\$" <<<"$text" || complain "no row '$1' with '$2' and '$3'"
    done
}

test_a_pi_that_is_well_has_nothing_to_look_at() {
    run --frames 5
    expect_status 0
    ! grep ' look$' <<<"$file" || complain "there is something to look at"
    expect_row model 'Raspberry Pi 4 Model B Rev 1.4' ok
    expect_row gpio 'pinctrl-bcm2711, raspberrypi-exp-gpio' ok
    expect_row screen 'card1-HDMI-A-1 1920x1080' ok
    expect_row renderer v3d ok
    expect_row backlight '11-0045 16/31 mode 664' ok
    expect_row 'kernel to picture' '14.20 s' ok
    expect_row 'kiosk to picture' '1.30 s' ok
    expect_row 'kiosk memory' '30.0 MB' ok
    expect_row 'machine memory' '146.5 of 3808.6 MB' ok
    grep -qF "'pinctrl-bcm2711' with 58 lines" <<<"$file" || complain "check's words are not there"
}

test_what_a_while_brings_is_counted() {
    CPU_CS=2 SWITCHES=9 SECTORS=3 run --watch 20 # SWITCHES a tenth of a second each
    grep -qx 'sleep 1200' "$pi/slept" || complain "not twenty minutes"
    expect_row 'mmcblk0 writes' '5.53 MB/h' look
    expect_row 'kiosk CPU' '2.00 % of a core' look
    expect_row 'kiosk wake-ups' '0.90/s' look
    ! grep zram0 <<<"$file" | grep writes || complain "memory is no card"
}

test_watching_can_be_left_out() {
    run --watch 0
    expect_status 0
    [[ ! -e $pi/slept ]] || complain "it slept"
    [[ $output != *wake-ups* ]] || complain "wake-ups of no time"
}

test_a_kiosk_that_started_again_has_no_figures_of_its_own() {
    NEXT_PID=5555 run
    expect_row 'kiosk CPU' 'not there' look
    expect_row 'kiosk wake-ups' 'not there' look
    expect_row 'mmcblk0 writes' '[0-9.]+ MB/h' ok
}

test_pictures_are_counted_and_tracing_is_switched_off_again() {
    FRAMES=24 run --watch 0 --frames 5
    expect_row frames '24.0/s' look
    [[ $(<"$pi/sys/kernel/tracing/events/drm/drm_vblank_event_delivered/enable") == 0 ]] ||
        complain "still tracing"
    FRAMES=30 run --watch 0 --frames 5
    expect_row frames '30.0/s' ok
}

# expect_look ITEM VALUE FILE TEXT: one file is another.
expect_look() {
    put "$3" "$4"
    run --watch 0
    expect_status 0
    expect_row "$1" "$2" look
    rm -r "$pi"
    lay_pi_4
}

test_each_thing_that_is_wrong_is_to_be_looked_at() {
    expect_look gpio pinctrl-bcm2835, sys/class/gpio/gpiochip512/label pinctrl-bcm2835
    expect_look system 'Debian GNU/Linux 11' etc/os-release 'PRETTY_NAME="Debian GNU/Linux 11"'
    expect_look screen 'not there' sys/class/drm/card1-HDMI-A-1/status disconnected
    expect_look renderer llvmpipe proc/4242/task/4244/comm llvmpipe-0
    expect_look touch 'not there' sys/class/input/event0/device/properties 0
    expect_look watchdog '14s by not there' sys/class/watchdog/watchdog0/identity ''
    expect_look throttled 0x50005 sys/devices/platform/soc/soc:firmware/get_throttled 50005
    expect_look temperature '81 C' sys/class/thermal/thermal_zone0/temp 81000
    expect_look swap mmcblk0p3 proc/swaps 'Filename\n/dev/mmcblk0p3 partition 1 0 1\n'
    expect_look check '2 to mend' findings 'PROBLEM  gpio     no chip\n\n2 to mend\n'
    expect_look rtc none proc/device-tree/model 'Raspberry Pi 5 Model B Rev 1.0\0'
    expect_look 'kiosk memory' '70.0 MB' proc/4242/smaps_rollup 'Pss: 71680 kB\n'
    expect_look 'machine memory' '341.8 of' proc/meminfo 'MemTotal: 400000 kB\nMemAvailable: 50000 kB\n'
    chmod 644 "$pi/sys/class/backlight/11-0045/brightness"
    WATCHDOG=0 RESTARTS=2 EXPOSURE=3.4 FAILED=$'a.service\n' READY_US=16000000 run --watch 0
    expect_row backlight '11-0045 16/31 mode 644' look
    expect_row watchdog '0 by' look
    expect_row service 'active, restarts: 2' look
    expect_row 'kiosk exposure' 3.4 look
    expect_row 'failed units' 1 look
    expect_row 'kiosk to picture' '3.10 s' look
    # After a restart that is not how long the machine took.
    expect_row 'kernel to picture' 'not there' look
}

test_a_file_more_or_less_is_no_reason_to_stop() {
    local name
    rm "$pi/sys/class/drm/card1-HDMI-A-1/modes" "$pi/sys/class/drm/card0/device/driver" \
        "$pi/sys/class/backlight/11-0045/max_brightness" "$pi/proc/4242/stat" \
        "$pi/sys/class/drm/renderD128/device/driver" "$pi/sys/class/input/event0/device/name"
    for name in etc/passwd proc/meminfo proc/swaps sys/block/mmcblk0/stat; do
        : >"$pi/$name"
    done
    run --watch 0
    expect_status 0
    expect_row screen card1-HDMI-A-1 ok
    expect_row 'machine memory' 'not there' look
}

test_each_board_has_its_chip_and_its_renderer() {
    put proc/device-tree/model 'Raspberry Pi Zero 2 W Rev 1.0\0'
    put sys/class/gpio/gpiochip512/label pinctrl-bcm2835
    link sys/class/drm/renderD128/device/driver ../vc4-drm
    run --watch 0
    expect_row gpio pinctrl-bcm2835, ok
    expect_row renderer vc4-drm ok
    put proc/device-tree/model 'Raspberry Pi 3 Model B Plus Rev 1.3\0'
    run --watch 0
    expect_row gpio pinctrl-bcm2835, ok
    put proc/device-tree/model 'Raspberry Pi 5 Model B Rev 1.0\0'
    put sys/class/rtc/rtc0/name 'rpi-rtc soc:rpi_rtc'
    put sys/class/rtc/rtc0/charging_voltage 0
    # A kernel without the folder of labels: what the kiosk's program saw counts.
    rm -r "$pi/sys/class/gpio"
    put findings "ok       gpio     /dev/gpiochip4 is 'pinctrl-rp1' with 54 lines\n\nall is well\n"
    link sys/class/drm/renderD128/device/driver ../v3d
    run --watch 0
    expect_row gpio pinctrl-rp1 ok
    expect_row renderer v3d ok
    expect_row rtc 'rpi-rtc soc:rpi_rtc, charging 0 uV' ok
}

test_nothing_private_is_told() {
    local word
    run
    for word in "${private[@]}"; do
        ! grep -qiF -- "$word" <<<"$output$file" || complain "'$word' is told"
    done
    # Taken out of where it was, rather than not there by chance.
    grep -qF 'Goodix [removed] of [removed]' <<<"$file" || complain "the touchscreen's name is gone"
    grep -qF 'note     clock    by [removed]' <<<"$file" || complain "the clock's finding is gone"
    grep -qF 'note sync: (its words are not collected)' <<<"$file" || complain "sync is gone"
    # What a report is for is not taken for something private.
    grep -qF 0.1.0~git20261123074407.a1cfeac~deb13u1 <<<"$file" || complain "the version is gone"
    grep -qF 'Raspberry Pi 4 Model B' <<<"$file" || complain "the model is gone"
}

test_names_that_everybody_has_stay() {
    put proc/sys/kernel/hostname 'raspberrypi\n'
    put etc/passwd 'pi:x:1000:1000:,,,:/home/pi:/bin/bash\n'
    run --watch 0
    expect_row model 'Raspberry Pi 4 Model B Rev 1.4' ok
    expect_row gpio 'pinctrl-bcm2711, raspberrypi-exp-gpio' ok
}

test_a_bare_pc_has_nothing_and_is_no_reason_to_stop() {
    local name
    for name in systemctl systemd-analyze secondheart secondheartctl runuser timedatectl; do
        rm "$world/bin/$name"
    done
    fake uname 'echo x86_64'
    rm -r "$pi"
    put proc/sys/kernel/osrelease '6.1.0-41-amd64\n'
    put proc/uptime '5.00 1.00\n'
    put proc/stat 'cpu 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n' # of no program
    run --frames 1
    expect_status 0
    expect_row kernel '6.1.0-41-amd64 x86_64' ok
    for name in model system version service check gpio screen renderer touch throttled frames \
        temperature 'kernel to picture' 'kiosk exposure' 'kiosk memory' 'kiosk wake-ups'; do
        expect_row "$name" 'not there' look
    done
    expect_row rtc none ok
    [[ ! $output =~ (line [0-9]+:|awk:|sed:|cat:|grep:) ]] || complain "a command was complained about"
}

test_nothing_at_all_is_no_reason_to_stop() {
    rm -r "$pi"
    mkdir "$pi"
    rm "$world/bin/systemctl"
    run
    expect_status 0
    expect_row model 'not there' look
}

test_a_hyphen_is_standard_output() {
    run --watch 0 --output -
    expect_status 0
    [[ -z $file ]] || complain "there is a file as well"
    [[ $(grep -c '^model ' <<<"$output") == 1 ]] || complain "the table is not there once"
    expect_output '-- connectors'
}

# As HARDWARE.md does it, so that nothing has to lie on a card whose power is cut.
test_it_may_come_through_a_pipe() {
    output=$(PATH="$world/bin" PI="$pi" SECONDHEART_HARDWARE_ROOT="$pi" bash -s -- --watch 10 -o - \
        <"$script" 2>/dev/null) file=$output
    expect_row 'kiosk wake-ups' '0.30/s' ok
    expect_output '-- watched for'
}

test_help_says_what_is_never_collected() {
    run --help
    expect_status 0
    [[ -z $file ]] || complain "--help collects"
    for word in --watch --frames --output 'never collects' history serial MAC IP host token; do
        expect_output "$word"
    done
}

# expect_refused WORD OPTION...
expect_refused() {
    local word=$1
    shift
    run "$@"
    expect_status 2
    expect_output "'$word'"
    [[ -z $file && ! -e $pi/slept ]] || complain "it began all the same"
}

test_wrong_options_are_refused() {
    expect_refused --nonsense --nonsense
    expect_refused more more
    expect_refused --watch --watch
    expect_refused -5 --watch -5
    expect_refused 1441 --watch 1441
    expect_refused 1.5 --watch 1.5
    expect_refused 61 --frames 61
    expect_refused soon --frames soon
    expect_refused --frames --frames
}

test_a_file_that_cannot_be_written_is_told_before_watching() {
    mkdir "$world/report.txt"
    run
    expect_status 1
    expect_output "report.txt' cannot be written"
    [[ ! -e $pi/slept ]] || complain "ten minutes for nothing"
}

test_an_earlier_file_is_replaced() {
    echo earlier >"$world/report.txt"
    run --watch 0
    [[ $file != *earlier* ]] || complain "the earlier one is still there"
}

test_this_machine_too() {
    status=0
    output=$("$script" --watch 0 --output "$world/report.txt" 2>&1) || status=$?
    file=$(cat "$world/report.txt")
    expect_status 0
    expect_output 'machine memory'
}

main() {
    local test failed=0 count=0

    for test in $(declare -F | sed -n 's/^declare -f \(test_.*\)/\1/p'); do
        world=$(mktemp -d)
        pi=$world/pi
        make_fakes
        lay_pi_4
        count=$((count + 1))
        if ! ("$test"); then
            printf 'FAILED %s\n' "$test"
            failed=$((failed + 1))
        fi
        rm -rf --one-file-system "$world"
    done
    printf '%s passed, %s failed\n' "$((count - failed))" "$failed"
    [[ $failed -eq 0 ]]
}

main
