#!/usr/bin/env bash
# Makes this release's kept pictures anew from a build; run it on each release that has a set.
# Look at each picture before committing it, and say why it changed.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

if [[ ${1:-} == --help || $# -ne 1 ]]; then
    printf 'Usage: tests/ui/update_golden.sh BUILD-FOLDER\n'
    [[ ${1:-} == --help ]] && exit 0
    exit 2
fi

render=$1/tests/render_screen
[[ -x $render ]] || {
    printf 'update_golden.sh: no %s: build it first\n' "$render" >&2
    exit 2
}
# shellcheck source=/dev/null
release=$(. /etc/os-release && printf '%s\n' "$VERSION_CODENAME")
golden=$top/tests/ui/golden/$release
mkdir -p "$golden"
rm -f "$golden"/*.png
"$render" --kept | while read -r scene; do
    "$render" "$scene" "$golden/$scene.png"
done
"${render%screen}moment" --list | while read -r moment; do
    "${render%screen}moment" "$moment" "$golden/$moment.png"
done
"${render%screen}look" --list | while read -r look; do
    "${render%screen}look" "$look" "$golden/$look.png"
done
"$render" --made-with >"$golden/made-with.txt"
printf 'wrote %s pictures to %s\n' "$(find "$golden" -name '*.png' | wc -l)" "$golden"
