#!/usr/bin/env bash
# render.sh DEST: the whole theme into the folder DEST, its pictures drawn by rsvg-convert (Debian:
# librsvg2-bin). The same files give the same bytes.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [[ $# -ne 1 ]]; then
    echo 'usage: render.sh DEST' >&2
    exit 2
fi
dest=$1

# What the display's shorter side is, as secondheart.script has them; the art is drawn for 480.
sizes=(480 600 720 800 1080)
# The heart's size and how much it is lit, for each level of a beat: 6 % more at most.
levels=('1 0' '1.012 0.2' '1.024 0.4' '1.036 0.6' '1.048 0.8' '1.06 1')

# draw NAME LENGTH: the SVG of standard input, a square of LENGTH at 480, in every size. 192 and 72
# give even lengths in each, so that a picture's middle lies on the display's.
draw() {
    local size svg
    svg=$(</dev/stdin)
    for size in "${sizes[@]}"; do
        rsvg-convert --width $(($2 * size / 480)) --height $(($2 * size / 480)) \
            --output "$dest/$1-$size.png" <<<"$svg"
    done
}

install -d "$dest"
install -m 0644 "$here/secondheart.plymouth" "$here/secondheart.script" "$dest"
draw ground 192 <"$here/ground.svg"
for level in "${!levels[@]}"; do
    read -r scale light <<<"${levels[level]}"
    sed "s/<g transform=\"scale(1)\"/<g transform=\"scale($scale)\"/
        s/ opacity=\"0\"/ opacity=\"$light\"/" "$here/heart.svg" | draw "heart-$level" 72
done
chmod 0644 "$dest"/*.png
