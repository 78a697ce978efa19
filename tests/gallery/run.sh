#!/usr/bin/env bash
# Plays a day through the whole kiosk off screen and puts its pictures on one contact sheet: to be
# looked at by a person. Fails only if a screen that the day leads to was not among them.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build/gallery
size=800x480
columns=5
screens=(home banner prompt live "done" paused fault ambient)

usage() {
    cat <<'TEXT'
Usage: tests/gallery/run.sh [--size WIDTHxHEIGHT]

Plays tests/gallery/day.trace off screen. Leaves a picture for every quarter of an hour of that day
and at each change of what is shown in build/gallery/pictures, and all of them on one sheet,
build/gallery/contact-sheet.png, named by number, time, posture and screen.

  --size    of the kiosk's screen (800x480)
  --help    this text

Exit codes: 0 done, 1 a screen is missing or something failed, 2 wrong usage.
TEXT
}

fail() {
    local code=$1
    shift
    printf '%s\n' "gallery: $*" >&2
    exit "$code"
}

# A typeface for the names on the sheet: the kiosk's own.
font() {
    local file
    for file in /usr/share/fonts/{opentype/inter/Inter-Regular.otf,truetype/dejavu/DejaVuSans.ttf}; do
        if [[ -r $file ]]; then
            printf '%s\n' "$file"
            return
        fi
    done
    fail 1 "no typeface: install fonts-inter"
}

take_pictures() {
    local state
    state=$(mktemp -d)
    rm -rf "$build/pictures"
    "$build/bin/secondheart" --sensors "trace:$top/tests/gallery/day.trace" --speed 60 \
        --config /dev/null --state "$state" --size "$size" \
        --offscreen "$build/pictures" || fail 1 "the day could not be played"
    rm -rf "$state"
}

check_screens() {
    local screen missing=()
    for screen in "${screens[@]}"; do
        compgen -G "$build/pictures/*-$screen.png" >/dev/null || missing+=("$screen")
    done
    [[ ${#missing[@]} -eq 0 ]] || fail 1 "the day did not lead to: ${missing[*]}"
}

make_sheet() {
    montage -font "$(font)" -pointsize 13 -label '%t' "$build"/pictures/*.png \
        -tile "${columns}x" -geometry '400x>+8+8' -background '#f4f1ec' -fill '#3a3632' \
        -depth 8 "$build/contact-sheet.png"
}

main() {
    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --size)
            [[ $# -gt 1 ]] || fail 2 "--size needs a size: see --help"
            size=$2
            shift
            ;;
        *) fail 2 "unexpected: '$1': see --help" ;;
        esac
        shift
    done
    "$top/deploy/packages/install.sh" build run gallery
    cmake -S "$top" -B "$build" -G Ninja --log-level=NOTICE -DCMAKE_BUILD_TYPE=Release
    cmake --build "$build" -j "$(nproc)" --target secondheart
    take_pictures
    check_screens
    make_sheet
    printf '%s\n' "gallery: look at $build/contact-sheet.png"
}

main "$@"
