#!/usr/bin/env bash
# Builds what is needed and sends a fleet's year: tests/fleet/fleet.py says how.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build/fleet

if [[ ${1:-} == --help ]]; then
    printf '%s\n' "Usage: tests/fleet/run.sh [--small]"
    exec python3 "$top/tests/fleet/fleet.py" --help
fi
"$top/deploy/packages/install.sh" build run test
cmake -S "$top" -B "$build" -G Ninja --log-level=NOTICE -DCMAKE_BUILD_TYPE=RelWithDebInfo
cmake --build "$build" -j "$(nproc)" --target secondheart-sync queue_weeks encode_weeks synchronised
exec python3 "$top/tests/fleet/fleet.py" --build "$build" "$@"
