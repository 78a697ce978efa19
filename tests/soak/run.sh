#!/usr/bin/env bash
# Builds what is needed and lives through two months at a desk: README.md beside this says which.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build/soak

if [[ ${1:-} == --help ]]; then
    printf '%s\n' "Usage: tests/soak/run.sh [OPTION...], as of:"
    exec python3 "$top/tests/soak/soak.py" --help
fi
"$top/deploy/packages/install.sh" build run test
cmake -S "$top" -B "$build" -G Ninja --log-level=NOTICE -DCMAKE_BUILD_TYPE=RelWithDebInfo
cmake --build "$build" -j "$(nproc)" --target soak secondheart-sync secondheartctl
if [[ $# -gt 0 ]]; then
    exec python3 "$top/tests/soak/soak.py" --build "$build" "$@"
fi
# Every fault; and a month in which one process lives through whatever does not end it.
python3 "$top/tests/soak/soak.py" --build "$build" --seed 1
python3 "$top/tests/soak/soak.py" --build "$build" --seed 2 --one-process
