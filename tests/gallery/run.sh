#!/usr/bin/env bash
# Plays a day through the whole kiosk off screen, then once more with a finger on the screen, then draws
# every screen in every look, and puts the pictures on contact sheets: to be looked at by a person.
# Fails only if a screen is missing or cannot be drawn.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build/gallery
size=800x480
columns=5
screens=(home banner prompt live "done" paused fault ambient)
tapped_screens=(menu moves quiet exercise sensors learn card professional about)

usage() {
    cat <<'TEXT'
Usage: tests/gallery/run.sh [--size WIDTHxHEIGHT]

Plays tests/gallery/day.trace off screen. Leaves a picture for every quarter of an hour of that day
and at each change of what is shown in build/gallery/pictures; of the same day with taps
(tests/gallery/tour.c) in build/gallery/tour; and all of the first with the second's screens that
only a tap opens on one sheet, build/gallery/contact-sheet.png, named by number, time, posture and
screen. Then every screen in each theme, text size, language, panel size and rotation
(tests/gallery/screens.c): build/gallery/screens/LOOK/SCREEN.png, and a sheet build/gallery/LOOK.png.

  --size    of the kiosk's screen (800x480); the tour's is always that
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
    rm -rf "$build/pictures" "$build/tour"
    "$build/bin/secondheart" --sensors "trace:$top/tests/gallery/day.trace" --speed 60 \
        --config /dev/null --state "$state" --size "$size" \
        --offscreen "$build/pictures" || fail 1 "the day could not be played"
    rm -rf "$state"
    "$build/bin/gallery_tour" "$top/tests/gallery/day.trace" "$build/tour" >/dev/null ||
        fail 1 "the tour with taps did not come to its end"
}

check_screens() {
    local screen missing=()
    for screen in "${screens[@]}"; do
        compgen -G "$build/pictures/*-$screen.png" >/dev/null || missing+=("$screen")
    done
    for screen in "${tapped_screens[@]}"; do
        compgen -G "$build/tour/*-$screen.png" >/dev/null || missing+=("$screen")
    done
    [[ ${#missing[@]} -eq 0 ]] || fail 1 "the day did not lead to: ${missing[*]}"
}

make_sheet() {
    local screen tapped=()
    for screen in "${tapped_screens[@]}"; do
        tapped+=("$build"/tour/*-"$screen".png)
    done
    montage -font "$(font)" -pointsize 13 -label '%t' "$build"/pictures/*.png "${tapped[@]}" \
        -tile "${columns}x" -geometry '400x>+8+8' -background '#f4f1ec' -fill '#3a3632' \
        -depth 8 "$build/contact-sheet.png"
}

draw_looks() {
    rm -rf "$build/screens"
    mkdir -p "$build/screens"
    "$build/bin/gallery_screens" "$build/screens" || fail 1 "a screen cannot be drawn"
}

# One sheet a look.
make_look_sheets() {
    local look picture pictures
    for look in "$build"/screens/*/; do
        look=$(basename "$look")
        pictures=()
        # Made small as each is read: all of them at full size are more than ImageMagick may hold.
        for picture in "$build/screens/$look"/*.png; do
            pictures+=("${picture}[400x400>]")
        done
        montage -font "$(font)" -pointsize 13 -label '%t' "${pictures[@]}" \
            -tile 8x -geometry '+8+8' -background '#f4f1ec' -fill '#3a3632' \
            -depth 8 "$build/$look.png"
    done
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
    cmake --build "$build" -j "$(nproc)" --target secondheart gallery_tour gallery_screens catalogues
    take_pictures
    check_screens
    make_sheet
    draw_looks
    make_look_sheets
    printf '%s\n' "gallery: look at $build/contact-sheet.png and the sheets of the looks beside it"
}

main "$@"
