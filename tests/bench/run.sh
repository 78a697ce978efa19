#!/usr/bin/env bash
# Builds a release and measures it beside the floor and the peers: tests/bench/README.md.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=$top/build/bench

if [[ ${1:-} == --help ]]; then
    printf '%s\n' "Usage: tests/bench/run.sh [--long | --smoke] [--only SECTION]..."
    exec python3 "$top/tests/bench/bench.py" --help
fi
"$top/deploy/packages/install.sh" build run test bench
cmake -S "$top" -B "$build" -G Ninja --log-level=NOTICE -DCMAKE_BUILD_TYPE=Release
cmake --build "$build" -j "$(nproc)" --target secondheart secondheartctl bench_programs
# A folder for each run, so that runs can be compared.
exec python3 -B "$top/tests/bench/bench.py" --build "$build" \
    --results "$build/results/$(date -u +%Y-%m-%dT%H%M%SZ)" "$@"
