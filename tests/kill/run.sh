#!/usr/bin/env bash
# Builds the programs, and kills them a thousand times: README.md beside this says how.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build/kill

if [[ ${1:-} == --help ]]; then
    printf '%s\n' "Usage: tests/kill/run.sh [OPTION...], as of:"
    exec python3 "$top/tests/kill/kill.py" --help
fi
"$top/deploy/packages/install.sh" build run test
cmake -S "$top" -B "$build" -G Ninja --log-level=NOTICE -DCMAKE_BUILD_TYPE=RelWithDebInfo
cmake --build "$build" -j "$(nproc)" --target fast_clock make_history queue_weeks secondheart \
    secondheart-sync secondheartctl
exec python3 -B "$top/tests/kill/kill.py" --build "$build" "$@"
