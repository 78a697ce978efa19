#!/usr/bin/env bash
# The splash: that it has the pictures its script names, whole ones, and home's colour.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
splash=$top/deploy/image/splash
script=$splash/secondheart.script
world=$(mktemp -d)
trap 'rm -rf --one-file-system "$world"' EXIT

complain() {
    echo "FAILED $*" >&2
    exit 1
}

# The value of a line of the script as `NAME = 7;`.
value() { sed -n "s/^$1 = \([0-9]*\);\$/\1/p" "$script"; }

# Those of its lines as `NAME[0] = 7;`.
values() { sed -n "s/^$1\[[0-9]*\] = \([0-9]*\);\$/\1/p" "$script"; }

dusk() {
    sed -n '/\[THEME_DUSK\]/,/},/s/^ *\.bg = RGB(0x\([0-9a-f]\{6\}\)),$/\1/p' "$top/app/ui/theme.c"
}

test_the_same_files_give_the_same_bytes() {
    "$splash/render.sh" "$world/theme"
    "$splash/render.sh" "$world/again"
    diff -r "$world/theme" "$world/again" ||
        complain 'render.sh makes something else the second time'
}

test_pictures_are_the_ones_the_script_names() {
    local size level different
    [[ $(values sizes | wc -l) -eq $(value size_count) ]] ||
        complain 'size_count is not that of sizes'
    [[ $(values sizes) == "$(values sizes | sort -n)" ]] || complain 'the sizes are not in order'
    for size in $(values sizes); do
        echo "ground-$size.png"
        for ((level = 0; level < $(value level_count); level++)); do
            echo "heart-$level-$size.png"
        done
    done | sort >"$world/named"
    [[ -s $world/named ]] || complain 'the script names no sizes'
    (cd "$world/theme" && ls -- *.png) | sort | diff "$world/named" - ||
        complain 'the script names (<) other pictures than render.sh makes (>)'
    different=$(sha256sum "$world"/theme/*.png | cut -c1-64 | sort -u | wc -l)
    [[ $different -eq $(wc -l <"$world/named") ]] ||
        complain 'two pictures are the same: render.sh did not find what it sets in heart.svg'
}

# At a square's edge nothing is drawn, nor cut off, and its middle lies between pixels. The ground's
# edge is the screen's.
test_pictures_are_whole() {
    python3 - "$(dusk)" "$world"/theme/*.png <<'PY'
import sys, zlib

def rows(png):
    """The rows of a PNG of 8 bits as RGBA. Its header ends with depth, colour type and more."""
    at, data = 8, b''
    while at < len(png):
        length, kind = int.from_bytes(png[at:at + 4], 'big'), png[at + 4:at + 8]
        body = png[at + 8:at + 8 + length]
        if kind == b'IHDR':
            width = int.from_bytes(body[:4], 'big')
            parts = {'0802000000': 3, '0806000000': 4}[body[8:].hex()]
        data += body if kind == b'IDAT' else b''
        at += 12 + length
    data, stride = zlib.decompress(data), parts * width
    above = bytes(stride)
    for start in range(0, len(data), stride + 1):
        kind, row = data[start], bytearray(data[start + 1:start + 1 + stride])
        for i in range(stride if kind else 0):
            a, b, c = row[i - parts], above[i], above[i - parts]
            if i < parts:
                a = c = 0
            if kind == 4:
                guess = min((a, b, c), key=lambda x: abs(a + b - c - x))
            else:
                guess = (a, b, (a + b) // 2)[kind - 1]
            row[i] = row[i] + guess & 255
        above = row
        yield row if parts == 4 else b''.join(row[i:i + 3] + b'\xff' for i in range(0, stride, 3))

for name in sys.argv[2:]:
    picture = list(rows(open(name, 'rb').read()))
    size = len(picture)
    assert size == len(picture[0]) // 4 and size % 2 == 0, f'FAILED {name} is no even square'
    sides = [picture[0], picture[-1], *(row[:4] + row[-4:] for row in picture)]
    edge = {bytes(side[i:i + 4]).hex() for side in sides for i in range(0, len(side), 4)}
    wanted = sys.argv[1] + 'ff' if '/ground-' in name else '00000000'
    assert edge == {wanted}, f'FAILED {name} has {sorted(edge)} at its edge instead of {wanted}'
    middle = picture[size // 2][size // 2 * 4:][:4]
    assert middle.hex() != wanted, f'FAILED {name} is empty'
PY
}

test_colour_is_the_one_of_home() {
    local dusk red green blue side
    dusk=$(dusk)
    [[ $dusk ]] || complain 'app/ui/theme.c has no bg where it is looked for'
    red=$((16#${dusk:0:2})) green=$((16#${dusk:2:2})) blue=$((16#${dusk:4:2}))
    for side in Top Bottom; do
        grep -qxF "Window.SetBackground${side}Color($red.5 / 255, $green.5 / 255, $blue.5 / 255);" \
            "$script" || complain "the splash's $side is not Dusk's #$dusk"
    done
}

test_beat_is_one_a_second_and_ends_at_rest() {
    local beats ticks ms
    mapfile -t beats < <(values beat)
    ticks=$(value beat_count)
    [[ ${#beats[@]} -eq $ticks && ${beats[-1]} -eq 0 ]] || complain 'the beat does not end at rest'
    # One of its ticks is followed by the rest.
    ms=$(((ticks - 1) * 1000 / $(value beat_hz) + 1000 / $(value rest_hz)))
    ((ms >= 850 && ms <= 1150)) || complain "a beat each $ms ms"
}

test_theme_lies_where_it_says() {
    local place key file
    # shellcheck disable=SC2016  # the words of install.sh
    place=$(sed -n 's|^"$here/splash/render.sh" "$dest\(/.*\)"$|\1|p' \
        "$top/deploy/image/install.sh")
    [[ $place == */themes/secondheart ]] || complain "install.sh puts it into '$place'"
    for key in "ImageDir=$place" "ScriptFile=$place/secondheart.script" ModuleName=script; do
        grep -qxF "$key" "$world/theme/secondheart.plymouth" || complain "the theme lacks '$key'"
    done
    for file in secondheart.plymouth secondheart.script; do
        cmp "$splash/$file" "$world/theme/$file" || complain "render.sh does not put $file there"
    done
}

test_the_same_files_give_the_same_bytes
test_pictures_are_the_ones_the_script_names
test_pictures_are_whole
test_colour_is_the_one_of_home
test_beat_is_one_a_second_and_ends_at_rest
test_theme_lies_where_it_says
echo 'splash: six checks passed'
