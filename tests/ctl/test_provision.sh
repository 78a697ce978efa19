#!/usr/bin/env bash
# secondheartctl provision as first boot runs it: what is imported, what is refused and how it is
# told, and that nothing is lost when any one call to the disk fails or is the last.
# Usage: tests/ctl/test_provision.sh SECONDHEARTCTL SECONDHEART
set -euo pipefail

ctl=$1
kiosk=$2
authority=$(dirname "${BASH_SOURCE[0]}")/authority.pem
group=$(id -gn)
secret=t0p-Secret-of-the-Office
export ASAN_OPTIONS=detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}

make_world() {
    world=$(mktemp -d)
    boot=$world/boot
    etc=$world/etc
    run=$world/run
    conf=$etc/conf.d/50-provisioned.conf
    mkdir "$boot" "$etc"
}

# As a Windows editor may save it, with words around that are nobody's business.
good_ca() { printf 'of the office\r\n' && sed 's/$/\r/' "$authority"; }
good_conf() { printf '[sync]\r\nurl = https://office.example\r\nteam = blue\r\n'; }

provision() {
    status=0
    output=$("$@" "$ctl" provision --from "$boot" --into "$etc" --state "$run" \
        --group "${with_group:-$group}" 2>&1) || status=$?
}

complain() {
    printf '%s\n' "$*" "-- exit code $status, output:" "$output" "-- files:" \
        "$(cd "$world" && find . -type f)" >&2
    exit 1
}

expect_status() { [[ $status -eq $1 ]] || complain "exit code $status instead of $1"; }
expect_output() { [[ $output == *"$1"* ]] || complain "output lacks '$1'"; }
# In all the places where a person may look.
expect_told() {
    expect_output "$1"
    grep -qF -- "$1" "$run/problems" || complain "the screen does not tell '$1'"
    grep -qF -- "$1" "$boot/secondheart.problems.txt" || complain "the card does not tell '$1'"
}
expect_no_file() { [[ ! -e $1 ]] || complain "there is a ${1#"$world"/}"; }
expect_nothing_changed() { [[ -z $(find "$etc" -type f) ]] || complain 'something was installed'; }
expect_no_secret_told() {
    [[ $output != *"$secret"* ]] || complain 'the token was printed'
    ! grep -rqF -- "$secret" "$run" "$boot"/*.txt 2>/dev/null || complain 'the token was written'
}
expect_all_imported() {
    cmp -s <(good_conf) "$conf" || complain 'the configuration is not the one on the card'
    [[ $(<"$etc/token") == "$secret" ]] || complain 'the token is not the one on the card'
    [[ $(stat -c %a "$etc/token") == 640 ]] || complain 'the token has another mode than 0640'
    grep -qxF "token_file = $etc/token" "$etc/conf.d/40-provisioned-token.conf" ||
        complain 'nothing names the token'
    cmp -s "$authority" "$etc/ca.pem" || complain 'the authority is not the one on the card'
    [[ $(stat -c %a "$etc/ca.pem") == 644 ]] || complain 'the authority has another mode than 0644'
    grep -qxF "ca_file = $etc/ca.pem" "$etc/conf.d/40-provisioned-ca.conf" ||
        complain 'nothing names the authority'
    cmp -s <(good_conf) "$boot/secondheart.conf.imported" || complain 'nothing was put aside'
    cmp -s <(good_ca) "$boot/secondheart-ca.pem.imported" || complain 'the authority was not put aside'
    [[ $(cd "$boot" && echo *) == 'secondheart-ca.pem.imported secondheart.conf.imported' ]] ||
        complain 'something is left on the card'
    [[ $(cd "$etc" && find . -type f | sort | tr '\n' ' ') == './ca.pem ./conf.d/40-provisioned-ca.conf'\
' ./conf.d/40-provisioned-token.conf ./conf.d/50-provisioned.conf ./token ' ]] ||
        complain 'something else is installed'
}

put_all() {
    good_conf >"$boot/secondheart.conf"
    printf '%s\r\n' "$secret" >"$boot/secondheart.token"
    good_ca >"$boot/secondheart-ca.pem"
}

test_all_are_imported_and_taken_away() {
    put_all
    provision
    expect_status 0
    expect_all_imported
    expect_no_secret_told
    expect_no_file "$run/problems"
}

test_nothing_there_is_nothing_to_do() {
    provision
    expect_status 0
    expect_nothing_changed
}

test_the_ending_that_windows_hides_is_taken() {
    put_all
    mv "$boot/secondheart.conf" "$boot/secondheart.conf.txt"
    mv "$boot/secondheart.token" "$boot/secondheart.token.txt"
    mv "$boot/secondheart-ca.pem" "$boot/secondheart-ca.pem.txt"
    provision
    expect_status 0
    expect_all_imported
}

test_the_same_file_under_both_names_is_refused() {
    put_all
    good_conf >"$boot/secondheart.conf.txt"
    provision
    expect_status 2
    expect_told 'secondheart.conf: is there twice'
    expect_no_file "$conf"
}

test_mistakes_are_named_by_line_and_nothing_is_changed() {
    printf '[day]\nday_start = noon\n[sensors]\nchair = GPIO4\n' >"$boot/secondheart.conf"
    provision
    expect_status 2
    expect_told "$boot/secondheart.conf:2: day.day_start: 'noon' is not allowed"
    expect_told "$boot/secondheart.conf:4: sensors.chair: unknown key"
    expect_nothing_changed
    [[ -e $boot/secondheart.conf ]] || complain 'the configuration is gone'
}

# The pictures are named for the screen they show.
test_the_kiosk_shows_and_check_names_what_is_wrong() {
    local what="$boot/secondheart.conf:2: day.day_start: 'noon' is not allowed"
    printf '[day]\nday_start = noon\n' >"$boot/secondheart.conf"
    printf '# secondheart trace v1\n# start: 2026-03-02T08:55:00Z\n0 chair 1\n90 end\n' >"$world/t"
    provision
    mkdir "$world/pictures"
    output=$(SECONDHEART_FIRST_BOOT_DIR=$run "$kiosk" --sensors "trace:$world/t" \
        --offscreen "$world/pictures" --state "$world/state" 2>&1) || complain 'the kiosk ended'
    expect_output "$what"
    [[ -n $(find "$world/pictures" -name '*-system.png') ]] || complain 'no card was shown'
    output=$(SECONDHEART_FIRST_BOOT_DIR=$run "$ctl" check 2>&1) || status=$?
    expect_status 2
    expect_output "$what"
}

test_what_is_mended_is_told_no_more() {
    printf '[day]\nday_start = noon\n' >"$boot/secondheart.conf"
    provision
    expect_status 2
    put_all
    provision
    expect_status 0
    expect_all_imported
    expect_no_file "$run/problems"
}

test_a_good_token_is_taken_from_a_card_with_a_bad_configuration() {
    put_all
    printf 'nonsense\n' >"$boot/secondheart.conf"
    provision
    expect_status 2
    [[ $(<"$etc/token") == "$secret" ]] || complain 'the token was not imported'
    expect_no_file "$boot/secondheart.token"
    expect_no_file "$conf"
}

test_a_bad_token_stays_and_is_not_told() {
    put_all
    printf '%s and more\n' "$secret" >"$boot/secondheart.token"
    provision
    expect_status 2
    expect_told 'secondheart.token: holds blanks'
    expect_no_secret_told
    expect_no_file "$etc/token"
    cmp -s <(good_conf) "$conf" || complain 'the configuration was not imported'
}

test_a_mistake_that_was_there_before_is_not_the_cards() {
    mkdir "$etc/conf.d"
    printf '[day]\nday_start = noon\n' >"$etc/conf.d/10-old.conf"
    put_all
    provision
    expect_status 0
    cmp -s <(good_conf) "$conf" || complain 'the configuration was not imported'
}

test_what_does_not_fit_with_what_is_there_is_refused() {
    printf '[sensors]\nmat_line = GPIO5\n' >"$etc/secondheart.conf"
    printf '[sensors]\nchair_line = GPIO5\n' >"$boot/secondheart.conf"
    provision
    expect_status 2
    expect_told 'the same line twice'
    expect_no_file "$conf"
}

test_a_token_that_nobody_would_read_is_refused() {
    put_all
    printf 'token_file = /somewhere/else\n' >>"$boot/secondheart.conf"
    provision
    expect_status 2
    expect_told "sync.token_file says '/somewhere/else'"
    expect_no_file "$etc/token"
}

expect_authority_refused() {
    expect_status 2
    expect_told "secondheart-ca.pem: $1"
    expect_no_file "$etc/ca.pem"
    expect_no_file "$etc/conf.d/40-provisioned-ca.conf"
    [[ -e $boot/secondheart-ca.pem ]] || complain 'the authority is gone from the card'
}

test_a_private_key_beside_the_certificate_is_refused_and_not_told() {
    local key='-----BEGIN PRIVATE KEY-----'
    put_all
    printf '%s\n%s\n' "$key" "$secret" >>"$boot/secondheart-ca.pem"
    provision
    expect_authority_refused 'holds a private key'
    expect_no_secret_told
    # Each stands for itself.
    cmp -s <(good_conf) "$conf" || complain 'the configuration was not imported'
    [[ $(<"$etc/token") == "$secret" ]] || complain 'the token was not imported'
    good_ca >"$boot/secondheart-ca.pem"
    provision
    expect_status 0
    expect_all_imported
}

test_an_authority_that_is_none_is_refused() {
    head -c 300 "$authority" >"$boot/secondheart-ca.pem"
    provision
    expect_authority_refused 'a certificate in it is cut off or damaged'
    sed -n '2,10p' "$authority" | base64 -d >"$boot/secondheart-ca.pem"
    provision
    expect_authority_refused 'binary; save the certificate as PEM'
    sed 's/^/;/' "$authority" >"$boot/secondheart-ca.pem"
    provision
    expect_authority_refused 'holds no certificate'
    yes ';' | head -c 70000 >"$boot/secondheart-ca.pem"
    provision
    expect_authority_refused 'too large, allowed are 65536 bytes'
    rm "$boot/secondheart-ca.pem"
    ln -s /etc/passwd "$boot/secondheart-ca.pem"
    provision
    expect_authority_refused 'a symbolic link'
}

test_an_authority_that_nobody_would_read_is_refused() {
    put_all
    printf 'ca_file = /somewhere/else\n' >>"$boot/secondheart.conf"
    provision
    expect_authority_refused 'nobody would read it'
    expect_told "sync.ca_file says '/somewhere/else'"
}

test_another_authority_takes_the_place_of_the_first() {
    put_all
    provision
    cat "$authority" "$authority" >"$boot/secondheart-ca.pem"
    provision
    expect_status 0
    cmp -s <(cat "$authority" "$authority") "$etc/ca.pem" || complain 'the first one stayed'
    [[ $(cd "$boot" && echo *) == 'secondheart-ca.pem.imported secondheart.conf.imported' ]] ||
        complain 'something is left on the card'
    # What was imported once is not imported again.
    rm "$etc/ca.pem"
    provision
    expect_status 0
    expect_no_file "$etc/ca.pem"
}

test_marks_of_windows_editors_do_no_harm() {
    printf '\xef\xbb\xbf[day]\r\nday_start = 05:00\r\n' >"$boot/secondheart.conf"
    printf '\xef\xbb\xbf%s\r\n' "$secret" >"$boot/secondheart.token"
    provision
    expect_status 0
    [[ $(<"$etc/token") == "$secret" ]] || complain 'the token has a mark in front'
}

test_files_that_are_none_are_named() {
    local text
    for text in '' '\xff\xfe[\0d\0' '\0\0\0\0'; do
        # shellcheck disable=SC2059 # with its escapes
        printf "$text" >"$boot/secondheart.conf"
        provision
        expect_status 2
        case $text in
        '') expect_told 'secondheart.conf: empty' ;;
        *xff*) expect_told 'secondheart.conf: UTF-16' ;;
        *) expect_told 'secondheart.conf: zeros' ;;
        esac
    done
    head -c 70000 /dev/zero | tr '\0' '#' >"$boot/secondheart.conf"
    provision
    expect_told 'too large'
    rm "$boot/secondheart.conf"
    ln -s /etc/passwd "$boot/secondheart.conf"
    provision
    expect_told 'a symbolic link'
    rm "$boot/secondheart.conf"
    mkfifo "$boot/secondheart.conf"
    provision timeout 20
    expect_told 'not a file'
    expect_nothing_changed
}

test_a_missing_group_keeps_the_token() {
    put_all
    with_group=no-such-group provision
    expect_status 1
    expect_told "there is no group 'no-such-group'"
    [[ -e $boot/secondheart.token ]] || complain 'the token is gone'
    expect_no_file "$etc/token"
}

test_a_removal_that_the_power_ended_is_finished() {
    put_all
    provision
    head -c 24 /dev/zero >"$boot/secondheart.token"
    provision
    expect_status 0
    expect_all_imported
    rm "$etc/token"
    head -c 24 /dev/zero >"$boot/secondheart.token"
    provision
    expect_status 2
    expect_told 'secondheart.token: zeros'
}

# A file system that is read-only, or full, needs a mount.
can_mount() {
    mkdir -p "$world/try"
    unshare -m mount -t tmpfs none "$world/try" 2>/dev/null || {
        echo "  (skipped: mounting is not possible here)"
        return 1
    }
}

test_a_card_that_cannot_be_written_is_told() {
    can_mount || return 0
    put_all
    # shellcheck disable=SC2016 # expands inside
    provision unshare -m sh -ec 'mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"; exec "$@"' \
        "$boot"
    expect_status 1
    expect_output 'secondheart.token: cannot be removed: Read-only file system; mount it for writing'
    grep -q 'cannot be removed' "$run/problems" || complain 'the screen does not tell'
    [[ $(<"$etc/token") == "$secret" ]] || complain 'the token was not imported'
}

test_no_room_changes_nothing() {
    can_mount || return 0
    put_all
    # shellcheck disable=SC2016 # expands inside
    provision unshare -m sh -ec 'mount -t tmpfs -o size=4k none "$0"; mkdir "$0/conf.d"
        head -c 4096 /dev/zero >"$0/filler" || true; exec "$@"' "$etc"
    expect_status 1
    expect_told 'No space left on device; make room there'
    [[ $(<"$boot/secondheart.token") == "$secret"* ]] || complain 'the token is gone'
    cmp -s <(good_conf) "$boot/secondheart.conf" || complain 'the configuration is gone'
}

# Each file is the old one or the new one, whole, and the token is somewhere.
expect_nothing_lost() {
    [[ ! -e $conf ]] || cmp -s <(good_conf) "$conf" || complain "$1: half a configuration"
    [[ ! -e $etc/token || $(<"$etc/token") == "$secret" ]] || complain "$1: half a token"
    [[ -e $etc/token ]] || [[ $(<"$boot/secondheart.token") == "$secret"* ]] ||
        complain "$1: the token is lost"
    [[ -e $conf || -e $boot/secondheart.conf ]] || complain "$1: the configuration is lost"
    [[ ! -e $etc/ca.pem ]] || cmp -s "$authority" "$etc/ca.pem" || complain "$1: half an authority"
    [[ -e $etc/ca.pem || -e $boot/secondheart-ca.pem ]] || complain "$1: the authority is lost"
}

# try_each_call FAULT: every call to the disk in turn has that fault; the next run finishes.
try_each_call() {
    local fault=$1 call n
    strace -o /dev/null -e trace=none true 2>/dev/null || {
        echo "  (skipped: strace does not work here)"
        return 0
    }
    for call in write fsync renameat unlinkat fchmod fchown; do
        for ((n = 1; ; n++)); do
            rm -rf "$world"
            make_world
            put_all
            ASAN_OPTIONS=$ASAN_OPTIONS provision strace -f -qq -o "$world/trace" \
                -e "trace=$call" -e "inject=$call:$fault:when=$n"
            # Until there is no such call any more.
            [[ $(grep -c "$call(" "$world/trace") -ge $n ]] || break
            expect_nothing_lost "$call $n"
            provision
            [[ $status -eq 0 ]] || complain "after $call $n the next run fails"
            expect_all_imported
        done
        [[ $n -gt 1 ]] || complain "no $call was seen"
    done
}

test_killed_at_any_call_the_next_run_finishes() { try_each_call signal=SIGKILL; }
test_refused_at_any_call_the_next_run_finishes() { try_each_call error=EIO; }

# What is on the disk before what: a rename lasts before the source goes.
test_what_is_taken_away_is_on_the_disk_first() {
    strace -o /dev/null -e trace=none true 2>/dev/null || return 0
    put_all
    provision strace -qq -y -o "$world/trace" -e trace=write,fsync,renameat,unlinkat
    expect_status 0
    python3 - "$world/trace" <<'PY' || complain "$(<"$world/trace")"
import re, sys
calls = [line for line in open(sys.argv[1]) if re.match(r"(fsync|renameat|unlinkat|write)\(", line)]
at = lambda pattern: [i for i, line in enumerate(calls) if re.search(pattern, line)]
for new, folder in ((r"\.token\.new", r"/etc>"), (r"\.ca\.pem\.new", r"/etc>"),
                    (r"40-provisioned-ca\.conf\.new", r"/conf\.d>"),
                    (r"50-provisioned\.conf\.new", r"/conf\.d>")):
    written = [i for i in at(r"^write\(.*" + new)][-1]
    synced = [i for i in at(r"^fsync\(.*" + new)][-1]
    renamed = [i for i in at(r"^renameat\(.*" + new)][-1]
    assert written < synced < renamed, new
    assert any(renamed < i for i in at(r"^fsync\(\d+<[^>]*" + folder)), new
    settled = min(i for i in at(r"^fsync\(\d+<[^>]*" + folder) if i > renamed)
    assert settled < at(r"^write\(.*boot/secondheart\.token>.*\\0\\0")[0], "wiped too early"
    assert settled < at(r"^renameat\(.*\.imported")[0], "put aside too early"
zeros = at(r"^write\(.*boot/secondheart\.token>.*\\0\\0")[-1]
wiped = at(r"^fsync\(.*boot/secondheart\.token>")[0]
gone = at(r"^unlinkat\(.*\"secondheart\.token\"")[0]
assert zeros < wiped < gone, "removed before the zeros were on the disk"
PY
}

# The card's real file system, where this kernel has it and lets us.
test_on_a_real_fat_partition() {
    if ! command -v mkfs.vfat >/dev/null || ! truncate -s 40M "$world/fat" ||
        ! mkfs.vfat -F 32 "$world/fat" >/dev/null || ! mount -o loop "$world/fat" "$boot" 2>/dev/null; then
        echo "  (skipped: no FAT partition can be mounted here)"
        return 0
    fi
    put_all
    provision
    umount "$boot"
    mount -o loop,ro "$world/fat" "$boot"
    (expect_status 0 && expect_all_imported) || status=99
    umount "$boot"
    [[ $status -eq 0 ]] || complain 'on FAT'
    ! grep -qF "$secret" "$world/fat" || complain 'the token is still in the image'
}

main() {
    local test failed=0 count=0

    for test in $(declare -F | sed -n 's/^declare -f \(test_.*\)/\1/p'); do
        make_world
        count=$((count + 1))
        if ! (
            trap 'rm -rf "$world"' EXIT
            "$test"
        ); then
            printf 'FAILED %s\n' "$test"
            failed=$((failed + 1))
        fi
        rm -rf "$world"
    done
    printf '%s passed, %s failed\n' "$((count - failed))" "$failed"
    [[ $failed -eq 0 ]]
}

main
