#!/usr/bin/env bash
# What commands can tell of a kiosk on real hardware, as one text file to send back. The hands' part
# of it is in HARDWARE.md.
set -euo pipefail

# Stands before /proc, /sys and /etc: the tests lay out machines of their own.
root=${SECONDHEART_HARDWARE_ROOT:-}
output=secondheart-hardware.txt
watch_min=10
frames_s=0

# By board: the label of the chip that has the header's lines, and who renders.
declare -A gpio_labels=(
    [pi3]=pinctrl-bcm2835 [zero2]=pinctrl-bcm2835 [pi4]=pinctrl-bcm2711 [pi5]=pinctrl-rp1
)
declare -A renderers=([pi3]=vc4-drm [zero2]=vc4-drm [pi4]=v3d [pi5]=v3d)

# Of secondheartctl check, the subjects whose words are about hardware; of others only the weight is
# taken, since sync names servers, and config what somebody wrote.
check_subjects=' gpio display touch fonts sound clock '

# Names that thousands of machines have, or that the report itself uses.
common_names=' pi raspberry raspberrypi debian localhost root secondheart kiosk user admin '

not_there='not there'
table=''
details=''
findings=''
sed_words=()
tracing_event=''
board=other

usage() {
    cat <<'TEXT'
Usage: sudo deploy/hardware.sh [--watch MINUTES] [--frames SECONDS] [-o | --output FILE]

Run on a kiosk while it runs: collects what commands can tell of it for HARDWARE.md, prints a table
(item, value, what was expected, ok or look) and writes table and details to a text file.

  --watch MINUTES    count card writes, CPU time and wake-ups for so long, 0 to 1440 (10); 0 leaves
                     that out. Sit still meanwhile: the figures are those of a kiosk at rest
  --frames SECONDS   then count the pictures shown for so long, 0 to 60 (0: not). Walk on the mat
                     from the moment it says so
  -o, --output FILE  the text file (secondheart-hardware.txt, here); one that is there is replaced.
                     A hyphen: all of it to standard output
  --help             this text

Without root some items are "not there". What is missing never stops it. It needs no network and
changes nothing, but that --frames switches one kernel trace event on and off again.

It never collects: the history or anything counted from a person, names of people, users, hosts,
networks or servers, serial numbers, MAC or IP addresses, tokens, configuration or journal lines,
times of day. It asks for none of that, and what has its form is taken out of the file at the end.
Read the file before you send it: it is short.

Exit codes: 0 the file was written, whatever it says; 1 it could not be; 2 wrong usage.
TEXT
}

say() { printf '%s\n' "hardware: $*" >&2; }

fail() {
    local code=$1
    shift
    say "$@"
    exit "$code"
}

# --- Reading ---

# A file's text on one line, without the zeros that end a device tree's strings; '' if it cannot be.
text_of() { { tr -d '\0' <"$root$1" | tr '\n\t' '  ' | sed 's/ *$//'; } 2>/dev/null || true; }

# Those of all files that match, a line each.
texts_of() {
    local file
    for file in "$root"$1; do
        text_of "${file#"$root"}"
        echo
    done | sed '/^$/d'
}

# The name behind a symbolic link's last slash, such as a device's driver.
link_name() {
    local target
    target=$(readlink "$root$1" 2>/dev/null) || true
    printf '%s' "${target##*/}"
}

# A command's output, '' if it is not there, fails or hangs.
output_of() {
    command -v "$1" >/dev/null || return 0
    timeout 60 "$@" 2>/dev/null </dev/null || true
}

# unit_value UNIT PROPERTY; '' for the manager's own.
unit_value() { output_of systemctl show --value -p "$2" ${1:+"$1"}; }

join() { paste -sd, - | sed 's/,/, /g'; }

number() { [[ $1 =~ ^[0-9]+$ ]]; }

# --- What is found ---

# item NAME VALUE EXPECTED is_fine?: the last is a command.
item() {
    local name=$1 value=$2 expected=$3 verdict=look
    shift 3
    [[ -n $value ]] || value=$not_there
    ! "$@" || verdict=ok
    table+="$name"$'\t'"$value"$'\t'"$expected"$'\t'"$verdict"$'\n'
}

detail() {
    [[ -n $2 ]] || set -- "$1" "$not_there"
    printf -v details '%s\n-- %s\n%s\n' "$details" "$1" "$2"
}

matches() { [[ $1 =~ $2 ]]; }

# at_most VALUE LIMIT: numbers with decimals; no number is not.
at_most() {
    [[ $1 =~ ^[0-9]+([.][0-9]+)?$ ]] &&
        awk -v value="$1" -v limit="$2" 'BEGIN { exit !(value <= limit) }'
}

at_least() { [[ -n $1 ]] && ! at_most "$1" "$(ratio "$2" 1.000001 %.6f)"; }

# In awk a bare > would be a file to print to.
ratio() { awk -v n="$1" -v d="$2" -v f="${3:-%.2f}" 'BEGIN { printf f, (d > 0 ? n / d : 0) }'; }

find_machine() {
    local model kernel system

    model=$(text_of /proc/device-tree/model)
    [[ -n $model ]] || model=$(text_of /sys/class/dmi/id/product_name)
    case $model in
    *'Raspberry Pi 3'*) board=pi3 ;;
    *'Raspberry Pi Zero 2'*) board=zero2 ;;
    *'Raspberry Pi 4'*) board=pi4 ;;
    *'Raspberry Pi 5'*) board=pi5 ;;
    esac
    item model "$model" 'Raspberry Pi 3, 4, 5 or Zero 2 W' test "$board" != other
    kernel="$(text_of /proc/sys/kernel/osrelease) $(output_of uname -m)"
    item kernel "$kernel" '64 bit' matches "$kernel" 'aarch64|x86_64'
    system=$(sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\).*/\1/p' "$root/etc/os-release" 2>/dev/null) ||
        true
    item system "$system" 'Debian 12 or 13' matches "$system" ' 1[23]\b'
}

find_storage() {
    local place swaps
    place=$(awk '$2 == "/" { split($4, o, ","); found = $3 " " o[1] } END { print found }' \
        "$root/proc/mounts" 2>/dev/null) || true
    item 'root' "$place" 'ro or overlay in our image, else rw' test -n "$place"
    swaps=$(awk 'NR > 1 { sub(".*/", "", $1); print $1 }' "$root/proc/swaps" 2>/dev/null | join) ||
        true
    item swap "${swaps:-none}" 'none, or zram: not on the card' matches "${swaps:-none}" \
        '^(none|zram[0-9, zram]*)$'
}

# The kiosk's own findings, asked as its own user: '' if there is no such program.
check_findings() {
    local command=(secondheartctl check)
    if grep -q '^secondheart:' "$root/etc/passwd" 2>/dev/null && [[ $EUID -eq 0 ]]; then
        command=(runuser -u secondheart -- env STATE_DIRECTORY=/var/lib/secondheart
            "${command[@]}")
    fi
    output_of "${command[@]}" | awk -v subjects="$check_subjects" '
        # A finding: weight, subject, words; a fix has neither of the first two.
        /^(ok|note|PROBLEM) / {
            is_told = index(subjects, " " $2 " ")
            print is_told ? $0 : $1 " " $2 ": (its words are not collected)"
        }
        /^ +fix: / && is_told
        /^([0-9]+ to mend|all is well)$/'
}

find_kiosk() {
    local version state verdict failed
    version=$(output_of secondheart --version | head -n 1)
    item version "$version" 'the version you installed' test -n "$version"
    state=$(unit_value secondheart.service ActiveState)
    state+="${state:+, restarts: $(unit_value secondheart.service NRestarts)}"
    item service "$state" 'active, restarts: 0' test "$state" = 'active, restarts: 0'
    findings=$(check_findings)
    verdict=$(tail -n 1 <<<"$findings")
    item check "$verdict" 'all is well' test "$verdict" = 'all is well'
    detail 'secondheartctl check' "$findings"
    failed=$(output_of systemctl --failed --no-legend --plain)
    failed=$(grep -c . <<<"$failed" || true)
    [[ -n $state ]] || failed=''
    item 'failed units' "$failed" 0 test "$failed" = 0
}

find_gpio() {
    local labels wanted=${gpio_labels[$board]:-pinctrl-[a-z0-9]+}
    labels=$(texts_of '/sys/class/gpio/gpiochip*/label' | sort -u | join)
    # Not every kernel has that folder; our own program has asked the chips themselves.
    [[ -n $labels ]] || labels=$(sed -n "s/^ok *gpio *.* is '\([^']*\)' with .*/\1/p" \
        <<<"$findings" | sort -u | join)
    item gpio "$labels" "${gpio_labels[$board]:-pinctrl-bcm2835, -bcm2711 or -rp1}" \
        matches "$labels" "(^|, )$wanted(,|$)"
}

find_screen() {
    local folder name state modes shown='' all='' cards=''
    for folder in "$root"/sys/class/drm/card*; do
        name=${folder##*/}
        if [[ $name =~ ^card[0-9]+$ ]]; then
            cards+="$name $(link_name "/sys/class/drm/$name/device/driver"), "
        elif [[ -e $folder/status ]]; then
            state=$(text_of "/sys/class/drm/$name/status")
            modes=$(text_of "/sys/class/drm/$name/modes")
            all+="$name: $state, $(text_of "/sys/class/drm/$name/dpms"), modes: $modes"$'\n'
            [[ $state != connected ]] || shown+="$name ${modes%% *}, "
        fi
    done
    item screen "${shown%, }" 'one connected' test -n "$shown"
    item 'drm cards' "${cards%, }" '2 on a Pi 4 and 5' test -n "$cards"
    detail connectors "${all%$'\n'}"
}

kiosk_pid() {
    local pid folder
    pid=$(unit_value secondheart.service MainPID)
    if [[ ${pid:-0} != 0 ]]; then
        printf '%s' "$pid"
        return
    fi
    for folder in "$root"/proc/[0-9]*; do
        if [[ $(text_of "${folder#"$root"}/comm") == secondheart ]]; then
            printf '%s' "${folder##*/}"
            return
        fi
    done
}

# Mesa's software renderer has threads of that name; a GPU is behind a DRM file that is held open,
# on a Pi 4 and 5 the render node, as the card itself only shows.
renderer_of() {
    local entry target card='' render=''
    if grep -qs '^llvmpipe' "$root/proc/$1"/task/*/comm; then
        printf llvmpipe
        return
    fi
    for entry in "$root/proc/$1"/fd/*; do
        target=$(readlink "$entry" 2>/dev/null) || continue
        case $target in
        /dev/dri/renderD*) render=$(link_name "/sys/class/drm/${target##*/}/device/driver") ;;
        /dev/dri/card*) card=$(link_name "/sys/class/drm/${target##*/}/device/driver") ;;
        esac
    done
    printf '%s' "${render:-$card}"
}

find_renderer() {
    local found='' wanted
    [[ -z $1 ]] || found=$(renderer_of "$1")
    wanted=${renderers[$board]:-${found/llvmpipe/}}
    item renderer "$found" "${renderers[$board]:-a GPU, not llvmpipe}" \
        test "${found:--}" = "$wanted"
}

# Input devices that a finger touches directly: bit 1 of their properties.
find_touch() {
    local folder bits names='' others=0
    for folder in "$root"/sys/class/input/event*/device; do
        bits=$(text_of "${folder#"$root"}/properties")
        if [[ $bits =~ ^[0-9a-f]+$ ]] && (((16#$bits >> 1) & 1)); then
            names+="$(text_of "${folder#"$root"}/name"), "
        elif [[ -e $folder/name ]]; then
            others=$((others + 1))
        fi
    done
    item touch "${names%, }" 'one' test -n "$names"
    detail 'input devices without touch' "$others"
}

find_light_and_sound() {
    local folder light lights='' cards
    for folder in "$root"/sys/class/backlight/*; do
        light=${folder#"$root"}
        [[ -e $folder/brightness ]] || continue
        lights+="${folder##*/} $(text_of "$light/brightness")/$(text_of "$light/max_brightness")"
        lights+=" mode $(stat -c %a "$folder/brightness"), "
    done
    lights=${lights%, }
    item backlight "${lights:-none}" 'on a DSI panel; mode 664' \
        matches "${lights:-none}" '^none$|mode 66'
    cards=$(texts_of '/proc/asound/card[0-9]*/id' | join)
    item sound "${cards:-none}" 'a card, where the chime is wanted' test -n "$cards"
}

find_clock() {
    local name charging expected='none but on a Pi 5' wanted=. synchronised
    name=$(text_of /sys/class/rtc/rtc0/name)
    charging=$(text_of /sys/class/rtc/rtc0/charging_voltage)
    if [[ $board == pi5 ]]; then
        expected='rpi-rtc; charging 0 unless switched on'
        wanted=^rpi
    fi
    item rtc "${name:-none}${charging:+, charging $charging uV}" "$expected" \
        matches "${name:-none}" "$wanted"
    synchronised=$(output_of timedatectl show -p NTPSynchronized --value)
    item 'clock set' "$synchronised" 'yes, with a network' test "$synchronised" = yes
}

find_watchdog() {
    local interval device
    interval=$(unit_value '' RuntimeWatchdogUSec)
    device=$(text_of /sys/class/watchdog/watchdog0/identity)
    item watchdog "${interval:-unset} by ${device:-$not_there}" '14s by Broadcom BCM2835 Watchdog' \
        matches "$interval $device" '^14s .'
}

find_heat() {
    local throttled celsius
    throttled=$(texts_of '/sys/devices/platform/soc*/soc*firmware/get_throttled')
    [[ -n $throttled ]] || throttled=$(output_of vcgencmd get_throttled)
    throttled=${throttled#throttled=}
    throttled=${throttled#0x}
    item throttled "${throttled:+0x$throttled}" '0x0' test "$throttled" = 0
    celsius=$(text_of /sys/class/thermal/thermal_zone0/temp)
    ! number "$celsius" || celsius=$((celsius / 1000))
    item temperature "${celsius:+$celsius C}" 'at most 70 C (expectation)' at_most "$celsius" 70
}

find_memory() {
    local pss used total
    pss=$(awk '$1 == "Pss:" { printf "%.1f", $2 / 1024 }' "$root/proc/$1/smaps_rollup" \
        2>/dev/null) || true
    item 'kiosk memory' "${pss:+$pss MB}" 'PSS at most 64 MB (expectation)' at_most "$pss" 64
    read -r used total < <(awk '{ kb[$1] = $2 } END { if (kb["MemAvailable:"]) printf "%.1f %.1f\n",
        (kb["MemTotal:"] - kb["MemAvailable:"]) / 1024, kb["MemTotal:"] / 1024 }' \
        "$root/proc/meminfo" 2>/dev/null) || true
    item 'machine memory' "${used:+$used of $total MB}" 'at most 250 MB used (expectation)' \
        at_most "$used" 250
}

exposure_of() {
    output_of systemd-analyze security --no-pager "$1" |
        sed -n 's/.*Overall exposure level for .*: \([0-9.]*\) .*/\1/p'
}

find_start() {
    local ready_us started_us ready='' own='' restarts score
    ready_us=$(unit_value secondheart.service ActiveEnterTimestampMonotonic)
    started_us=$(unit_value secondheart.service ExecMainStartTimestampMonotonic)
    restarts=$(unit_value secondheart.service NRestarts)
    if number "$ready_us" && number "$started_us" && [[ $ready_us != 0 ]]; then
        own=$(ratio $((ready_us - started_us)) 1000000)
        # Of this start, which is the machine's only if it was the first.
        [[ $restarts != 0 ]] || ready=$(ratio "$ready_us" 1000000)
    fi
    item 'kernel to picture' "${ready:+$ready s}" 'at most 20 s (expectation)' at_most "$ready" 20
    item 'kiosk to picture' "${own:+$own s}" 'at most 3 s (expectation)' at_most "$own" 3
    detail 'systemd-analyze time' "$(output_of systemd-analyze time --no-pager)"
    score=$(exposure_of secondheart.service)
    item 'kiosk exposure' "$score" 'at most 2.0' at_most "$score" 2.0
    score=$(exposure_of secondheart-sync.service)
    item 'sync exposure' "$score" 'at most 1.5' at_most "$score" 1.5
}

# --- Over a while ---

uptime_s() {
    local up=''
    { read -r up _ <"$root/proc/uptime"; } 2>/dev/null || true
    printf '%s' "$up"
}

# A line "NAME SECTORS" for each disk that is not made of memory or of others.
sectors_written() {
    local folder name
    for folder in "$root"/sys/block/*; do
        name=${folder##*/}
        [[ ! $name =~ ^(loop|ram|zram|dm-|md|sr|fd)|boot[01]$ && -r $folder/stat ]] || continue
        awk -v name="$name" '{ print name, $7 }' "$folder/stat"
    done
}

# Hundredths of a second: the kernel's unit for programs, on every processor.
cpu_cs() {
    local line fields
    line=$(text_of "/proc/$1/stat")
    [[ -n $line ]] || return 0
    # Behind the program's name, which may hold blanks.
    read -ra fields <<<"${line##*) }"
    printf '%s' $((fields[11] + fields[12]))
}

switches() {
    { cat "$root/proc/$1"/task/*/status 2>/dev/null || true; } |
        awk '$1 == "voluntary_ctxt_switches:" { n += $2; is_any = 1 } END { if (is_any) print n }'
}

find_writes() {
    local before=$1 duration_s=$2 name sectors rate
    while read -r name sectors; do
        rate=$(sectors_written | awk -v name="$name" -v s="$duration_s" -v from="$sectors" '
            $1 == name && s > 0 { printf "%.2f", ($2 - from) * 512 / 1e6 * 3600 / s }')
        item "$name writes" "${rate:+$rate MB/h}" 'at most 2 MB/h (expectation)' at_most "$rate" 2
    done <<<"$before"
}

find_idle_use() {
    local pid=$1 from_s=$2 from_cpu='' from_switches writes duration_s cpu='' wakes=''

    writes=$(sectors_written)
    [[ -z $pid ]] || from_cpu=$(cpu_cs "$pid")
    from_switches=$(switches "$pid")
    say "watching for $watch_min min: sit still"
    sleep "$((watch_min * 60))"
    duration_s=$(awk -v from="$from_s" -v to="$(uptime_s)" 'BEGIN { printf "%.2f", to - from }')
    find_writes "$writes" "$duration_s"
    # Of one and the same process, from the first moment to the last.
    if [[ -n $from_cpu && $(kiosk_pid) == "$pid" ]]; then
        cpu=$(ratio "$(($(cpu_cs "$pid") - from_cpu))" "$duration_s")
        wakes=$(ratio "$(($(switches "$pid") - from_switches))" "$duration_s")
    fi
    item 'kiosk CPU' "${cpu:+$cpu % of a core}" 'at most 0.5 % (expectation)' at_most "$cpu" 0.5
    item 'kiosk wake-ups' "${wakes:+$wakes/s}" 'at most 0.5/s' at_most "$wakes" 0.5
    detail 'watched for' "$duration_s s"
}

stop_tracing() { [[ -z $tracing_event ]] || echo 0 >"$tracing_event"; }

# The kernel says of each picture that it has reached the screen.
find_frames() {
    local tracing=$root/sys/kernel/tracing count='' rate=''
    if [[ -w $tracing/events/drm/drm_vblank_event_delivered/enable && -w $tracing/trace ]]; then
        trap stop_tracing EXIT
        tracing_event=$tracing/events/drm/drm_vblank_event_delivered/enable
        : >"$tracing/trace"
        echo 1 >"$tracing_event"
        say "counting pictures for $frames_s s: walk on the mat, now"
        sleep "$frames_s"
        stop_tracing
        tracing_event=''
        count=$(grep -c 'drm_vblank_event_delivered:' "$tracing/trace" || true)
        rate=$(ratio "$count" "$frames_s" %.1f)
    fi
    item frames "${rate:+$rate/s}" 'at least 30/s (expectation)' at_least "$rate" 30
}

# --- Nothing private ---

# hide_word WORD: wherever it stands by itself, in small or large letters.
hide_word() {
    local word=$1
    [[ ${#word} -ge 2 && $common_names != *" ${word,,} "* ]] || return 0
    # shellcheck disable=SC2016 # the dollar is the expression's
    word=$(sed 's/[][\.*^$+?(){}|/]/\\&/g' <<<"$word")
    sed_words+=(-e "s/(^|[^[:alnum:]])$word([^[:alnum:]]|$)/\1[removed]\2/Ig")
    sed_words+=(-e "s/(^|[^[:alnum:]])$word([^[:alnum:]]|$)/\1[removed]\2/Ig")
}

# Read to be taken out, and never printed.
learn_private_words() {
    local file word login name
    for word in "$(text_of /proc/sys/kernel/hostname)" "$(text_of /etc/hostname)"; do
        hide_word "$word"
        hide_word "${word%%.*}"
    done
    # Those of a Pi and the machine's id are known by their form.
    for file in /sys/class/dmi/id/product_serial /sys/class/dmi/id/board_serial \
        /sys/block/mmcblk0/device/serial; do
        word=$(text_of "$file")
        # Not the "None" and "To be filled" of some makers.
        [[ ! $word =~ [0-9] || ${#word} -lt 6 ]] || hide_word "${word#0x}"
    done
    while IFS=: read -r login _ uid _ name _; do
        [[ $uid =~ ^[1-5][0-9]{3,4}$ ]] || continue
        hide_word "$login"
        for word in ${name//[,;]/ }; do
            [[ ${#word} -lt 3 ]] || hide_word "$word"
        done
    done < <(cat "$root/etc/passwd" 2>/dev/null)
}

# Addresses by their form: MAC, IPv4, IPv6, names of servers in addresses; and what is long and
# hexadecimal, as serial numbers, tokens and machine ids are.
without_private() {
    sed -E "${sed_words[@]}" \
        -e 's,[a-z]+://[^ ]+,[removed],Ig' \
        -e 's/[0-9a-f]{2}([:-][0-9a-f]{2}){5,}/[removed]/Ig' \
        -e 's/(^|[^0-9.])[0-9]{1,3}(\.[0-9]{1,3}){3}($|[^0-9.])/\1[removed]\3/g' \
        -e 's/([0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}/[removed]/Ig' \
        -e 's/([0-9a-f]{1,4}:)+(:[0-9a-f]{1,4})+/[removed]/Ig' \
        -e 's/[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}/[removed]/Ig' \
        -e 's/(^|[^0-9a-f])[0-9a-f]{16,}/\1[removed]/Ig' \
        -e 's,/home/[^ /]+,/home/[removed],g'
}

# Only now, since what is taken out has another width.
in_columns() {
    local name value expected verdict
    while IFS=$'\t' read -r name value expected verdict; do
        [[ -z $name ]] ||
            printf '%-18s %-46s %-38s %s\n' "$name" "$value" "$expected" "$verdict"
    done
}

collect() {
    local pid
    pid=$(kiosk_pid)
    find_machine
    find_storage
    find_kiosk
    find_gpio
    find_screen
    find_renderer "$pid"
    find_touch
    find_light_and_sound
    find_clock
    find_watchdog
    find_start
    find_memory "$pid"
    [[ $watch_min -eq 0 ]] || find_idle_use "$pid" "$(uptime_s)"
    find_heat
    [[ $frames_s -eq 0 ]] || find_frames
}

# whole_number OPTION TEXT MOST
whole_number() {
    if ! [[ $2 =~ ^[0-9]{1,4}$ ]] || ((10#$2 > $3)); then
        fail 2 "$1 takes a whole number from 0 to $3, not '$2': see --help"
    fi
    printf '%s' "$((10#$2))"
}

main() {
    local report
    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --watch | --frames | -o | --output)
            [[ $# -gt 1 ]] || fail 2 "'$1' needs a value: see --help"
            ;;&
        --watch) watch_min=$(whole_number --watch "$2" 1440) ;;
        --frames) frames_s=$(whole_number --frames "$2" 60) ;;
        -o | --output) output=$2 ;;
        *) fail 2 "no such option: '$1': see --help" ;;
        esac
        shift 2
    done
    # Before half an hour was spent, and without touching what an earlier run has left.
    [[ $output == - ]] || { : >>"$output"; } 2>/dev/null ||
        fail 1 "'$output' cannot be written: name another by --output"

    learn_private_words
    collect
    table=$(without_private <<<"$table" | in_columns)
    details=$(without_private <<<"$details")
    report=$(printf 'Second Heart on real hardware, report 1\n\n%s\n%s\n' "$table" "$details")
    if [[ $output == - ]]; then
        printf '%s\n' "$report"
    else
        printf '%s\n' "$report" >"$output"
        printf '%s\n\n' "$table"
        say "details in $output: read it, then send it back with HARDWARE.md's answers"
    fi
}

main "$@"
