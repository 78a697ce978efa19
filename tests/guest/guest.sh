#!/usr/bin/env bash
# Runs the product in a QEMU guest: see README.md here. `--help` lists the options.
set -euo pipefail
exec python3 "$(dirname "${BASH_SOURCE[0]}")/run.py" "$@"
