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
for command in calibrate check config erase export provision record replay report restore \
    settings sync-preview; do
    expect 0 out "Usage: secondheartctl $command" "$command" --help
    expect 2 err "secondheartctl $command: unknown option: '--no-such-option'" \
        "$command" --no-such-option
done
for command in calibrate check erase export record replay report restore settings \
    sync-preview; do
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

# What destroys asks, and without a terminal there is nobody to ask; what is not there is told.
state="$folder/state"
mkdir "$state"
expect 1 err 'there is none' export --state "$state"
expect 2 err 'name-of-no-table' export --format csv --table name-of-no-table
expect 2 err 'not a date such as' export --from 2026-02-30
expect 0 out '^intervals' export --columns
expect 0 out 'nothing to erase' erase --yes --state "$state"
expect 2 err 'say which FILE' restore --state "$state"

# Rubbish is refused by its line before anything is written.
printf 'rubbish\n' >"$folder/rubbish.json"
expect 2 err 'rubbish.json:1: ' restore --state "$state" "$folder/rubbish.json"
printf '[\n' >"$folder/short.json"
expect 2 err 'short.json:1: the file ends here' restore --state "$state" "$folder/short.json"
expect 2 err 'absent.json' restore --state "$state" "$folder/absent.json"
if [ -e "$state/history.db" ]; then
    echo 'FAILED: a refused restore left a history behind'
    failures=$((failures + 1))
fi

# A history by hand goes in, comes out as the same bytes, is refused where one is, and erased.
version=$("$ctl" --version)
cat >"$folder/hand.json" <<END
[
{"type":"export","format":1,"program":"Second Heart ${version#* }","simulated":false,"whole":true},
{"type":"boot","boot_id":"by-hand","label":"kernel","wall_offset_ns":1772438400000000000},
{"type":"interval","boot_id":"by-hand","start_mono_ns":0,"end_mono_ns":60000000000,"posture":"seated"},
{"type":"end","rows":2}
]
END
expect 2 err 'add --simulated' restore --state "$state" <(sed 's/"simulated":false/"simulated":true/' "$folder/hand.json")
expect 0 out '1 intervals' restore --state "$state" "$folder/hand.json"
expect 0 out '"by-hand"' export --state "$state"
if ! cmp -s "$folder/out" "$folder/hand.json"; then
    echo 'FAILED: what was restored is exported as other bytes'
    diff "$folder/hand.json" "$folder/out" || true
    failures=$((failures + 1))
fi
expect 0 out ',seated,60,kernel,by-hand' export --state "$state" --format csv --table intervals
expect 1 err 'there is a history already' restore --state "$state" "$folder/hand.json"
expect 2 err 'say --yes' restore --replace --state "$state" "$folder/hand.json"
expect 2 err 'say --yes' erase --state "$state"
exec 9>"$state/history.db.lock"
flock -x 9
expect 1 err 'another Second Heart writes here' erase --yes --state "$state"
expect 1 err 'another Second Heart writes here' restore --yes --replace --state "$state" "$folder/hand.json"
exec 9>&-
expect 2 err 'hand.json.: there already' erase --yes --state "$state" --export "$folder/hand.json"
expect 0 out ',seated,60,' export --state "$state" --format csv --table intervals
expect 0 out 'erased from' erase --yes --state "$state" --export "$folder/kept.json"
if ! cmp -s "$folder/kept.json" "$folder/hand.json" || grep -q by-hand "$state"/*; then
    echo 'FAILED: erase did not keep the export, or left something in the files'
    failures=$((failures + 1))
fi

# More rows than are in memory at a time, through a pipe, which can be read only once.
{
    sed -n '1,3p' "$folder/hand.json"
    for ((minute = 0; minute < 1500; minute++)); do
        printf '{"type":"interval","boot_id":"by-hand","start_mono_ns":%d,"end_mono_ns":%d,' \
            "$minute" "$((minute + 1))"
        printf '"posture":"seated"},\n'
    done
    printf '{"type":"end","rows":1501}\n]\n'
} >"$folder/long.json"
mkdir "$folder/long"
expect 0 out ' 1500 intervals' restore --state "$folder/long" <(cat "$folder/long.json")
expect 0 out '"by-hand"' export --state "$folder/long"
if ! cmp -s "$folder/out" "$folder/long.json"; then
    echo 'FAILED: a long history did not come through the pipe as it was'
    failures=$((failures + 1))
fi

# What was chosen on the screen: listed, the PIN never shown, taken back by its name.
cat >"$folder/chosen.json" <<END
[
{"type":"export","format":1,"program":"Second Heart ${version#* }","simulated":false,"whole":true},
{"type":"setting","name":"display.theme","value":"light"},
{"type":"setting","name":"pin.hash","value":"\$y\$j9T\$secret"},
{"type":"end","rows":2}
]
END
expect 1 err 'there is no history yet' settings --state "$folder/nowhere"
expect 0 out 'restored' restore --state "$state" "$folder/chosen.json"
expect 0 out 'display.theme = light' settings --state "$state"
expect 0 out 'pin.hash = (set)' settings --state "$state"
if grep -q secret "$folder/out"; then
    echo 'FAILED: settings shows what the PIN is kept as'
    failures=$((failures + 1))
fi
expect 0 out 'taken back: pin.hash' settings --clear-pin --state "$state"
expect 2 err 'was not chosen' settings --clear-pin --state "$state"
expect 0 out 'display.theme = light' settings --state "$state"

# Nobody has consented: nothing waits, and it is said.
expect 0 err 'sync is off' sync-preview --state "$state"
expect 0 out '"waiting": 0' sync-preview --format json --state "$state"

if [ "$failures" -gt 0 ]; then
    exit 1
fi
echo "all as expected"
