#!/usr/bin/env bash
# secondheartctl as a person types it: exit codes, what goes where, no driver needed.
# Usage: tests/ctl/test_cli.sh SECONDHEARTCTL
set -euo pipefail

ctl=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

# expect CODE WHERE PATTERN ARGUMENTS...: runs, compares the exit code, and looks for PATTERN in
# WHERE (out or err); the other stream must be empty after a failure of usage.
expect() {
    local code=$1 where=$2 pattern=$3 got=0
    shift 3
    "$ctl" "$@" >"$folder/out" 2>"$folder/err" </dev/null || got=$?
    if [ "$got" != "$code" ] || ! grep -q -- "$pattern" "$folder/$where"; then
        printf 'FAILED: secondheartctl %s: exit %s, expected %s with /%s/ on %s\n' \
            "$*" "$got" "$code" "$pattern" "$where"
        cat "$folder/out" "$folder/err"
        failures=$((failures + 1))
    elif [ "$code" = 2 ] && [ -s "$folder/out" ] && [ "$1" != check ]; then
        printf 'FAILED: secondheartctl %s: output despite wrong input\n' "$*"
        failures=$((failures + 1))
    fi
}

expect 2 err 'Usage: secondheartctl COMMAND'
expect 0 out 'Usage: secondheartctl COMMAND' --help
expect 0 out '^secondheartctl [0-9]' --version
expect 2 err "no command 'dance'" dance
for command in calibrate check config record replay report; do
    expect 0 out "Usage: secondheartctl $command" "$command" --help
    expect 2 err "secondheartctl $command: unknown option: '--no-such-option'" \
        "$command" --no-such-option
done
for command in calibrate check record replay report; do
    expect 2 err "secondheartctl $command: a value is missing after: '--config'" \
        "$command" --config
done

# The reference is a configuration itself, and says nothing but defaults.
expect 0 out '^;chair_line = GPIO17$' config --reference
cp "$folder/out" "$folder/reference.conf"
expect 0 out '^configuration: good$' config --check --config "$folder/reference.conf"
sed 's/^;//' "$folder/reference.conf" >"$folder/live.conf"
expect 0 out '^configuration: good$' config --check --config "$folder/live.conf"

printf '[day]\nday_start = noon\n[sensors]\nchair = GPIO4\n' >"$folder/bad.conf"
expect 2 err "bad.conf:2: day.day_start: 'noon' is not allowed" config --check --config "$folder/bad.conf"
expect 2 err 'bad.conf:4: sensors.chair: unknown key' config --check --config "$folder/bad.conf"
expect 2 out 'bad.conf:2: day.day_start' check --config "$folder/bad.conf"
expect 2 err 'bad.conf:2: day.day_start' record --config "$folder/bad.conf"
expect 2 err 'cannot be opened' config --check --config "$folder/absent.conf"

# On a machine without the lines, recording says what is missing and leaves no file behind.
printf '[sensors]\nchair_line = NO_SUCH_LINE\n' >"$folder/lines.conf"
expect 1 err 'secondheartctl record: ' record --config "$folder/lines.conf" -o "$folder/new.trace"
if [ -e "$folder/new.trace" ]; then
    echo 'FAILED: record left a file without having recorded'
    failures=$((failures + 1))
fi

# A calibration on a trace in which nobody walks ends with what is to be mended, on standard output.
printf '# secondheart trace v1\n# start: 2026-03-02T08:55:00Z\n0 chair 1\n9 chair 0\n600 end\n' \
    >"$folder/idle.trace"
expect 1 out '20 steps, and the mat never closed' calibrate --sensors "trace:$folder/idle.trace"
expect 2 err 'takes gpio, sim or trace:FILE' calibrate --sensors nowhere
expect 2 err 'absent.trace' calibrate --sensors "trace:$folder/absent.trace"

if [ "$failures" -gt 0 ]; then
    exit 1
fi
echo "all as expected"
