#!/usr/bin/env bash
# The packages' life on one minimal system: run by packages.sh inside a root of the release, as root,
# with /src the project and /share the repository and what is kept from run to run. The root is
# thrown away afterwards.
set -euo pipefail

release=$1
repository=/share/repository
keyring=/usr/share/keyrings/secondheart-archive-keyring.gpg
source_list=/etc/apt/sources.list.d/secondheart.list
state=/var/lib/secondheart
example=/usr/share/secondheart/traces/example-day.trace
pids=()

say() { printf '   %s\n' "$release: $*"; }

fail() {
    printf '%s\n' "packages: $release: $*" >&2
    exit 1
}

expect() {
    local what=$1
    shift
    "$@" || fail "$what"
    say "$what"
}

# refused SENTENCE COMMAND...: it fails, and says that.
refused() {
    local sentence=$1 output
    shift
    if output=$("$@" 2>&1); then
        fail "'$*' was not refused; it should have said '$sentence'"
    fi
    grep -qF -- "$sentence" <<<"$output" || fail "'$*' does not say '$sentence', but: $output"
}

apt() {
    apt-get -q -y -o Dir::Cache::archives="/share/archives-$release" -o APT::Keep-Downloaded-Packages=true \
        -o Dpkg::Use-Pty=0 --no-install-recommends "$@" </dev/null
}

quiet() {
    local log
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        fail "'$*' failed"
    fi
    rm -f "$log"
}

# Everything there is but what dpkg, apt and the users' files note down about any package.
file_list() {
    find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /share -o -path /src -o -path /tmp \
        -o -path /var/cache -o -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/log \) -prune \
        -o ! -path '/etc/*-' ! -path '/run/unattended-upgrades.*' -print | sort
}

prepare() {
    mkdir -p "/share/archives-$release/partial"
    # The root leaves manuals and translations out; here they count.
    rm -f /etc/dpkg/dpkg.cfg.d/*
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    cp "$repository/secondheart-archive-keyring.gpg" "$keyring"
    cp "$repository/secondheart-$release.list" "$source_list"
    quiet apt update
}

# Another key, another byte: the copy of the repository is apt's only source while we look.
tampering_is_refused() {
    local bad=/tmp/bad options file
    cp -r "$repository" "$bad"
    echo "deb [signed-by=$keyring] file:$bad $release main" >/tmp/bad.list
    options=(-o Dir::Etc::sourcelist=/tmp/bad.list -o Dir::Etc::sourceparts=/nonexistent
        -o APT::Update::Error-Mode=any)
    sed -i 's/^Origin: .*/Origin: somebody else/' "$bad/dists/$release/InRelease"
    refused "$bad" apt "${options[@]}" update
    cp "$repository/dists/$release/InRelease" "$bad/dists/$release/InRelease"
    gzip -cd "$bad/dists/$release/main/binary-amd64/Packages.gz" | sed 's/^Size: 1/Size: 2/' \
        >"$bad/dists/$release/main/binary-amd64/Packages"
    gzip -9nf <"$bad/dists/$release/main/binary-amd64/Packages" \
        >"$bad/dists/$release/main/binary-amd64/Packages.gz"
    refused 'mismatch' apt "${options[@]}" update
    rm -rf "$bad"
    cp -r "$repository" "$bad"
    quiet apt "${options[@]}" update
    for file in "$bad/pool/$release"/secondheart_*; do
        printf x | dd of="$file" bs=1 seek=2000 conv=notrunc status=none
    done
    (cd /tmp && refused 'mismatch' apt "${options[@]}" download secondheart)
    quiet apt update
    say "a changed index, a changed package and a changed signature are refused"
}

dependencies() {
    dpkg-deb -f "$1" Depends | tr ',' '\n' |
        sed -e 's/|.*//' -e 's/(.*//' -e 's/[[:space:]]//g' -e '/^secondheart/d' -e '/^$/d'
}

first_version() { dpkg-query -W -f '${Version}' secondheart; }

both_are() {
    local package found
    for package in secondheart secondheart-sync; do
        found=$(dpkg-query -W -f '${db:Status-Status} ${Version}' "$package")
        [[ $found == "installed $1" ]] || fail "$package is '$found', not 'installed $1'"
    done
}

programs_run() {
    local program
    for program in secondheart secondheartctl secondheart-sync; do
        [[ $("$program" --version) == "$program $(first_version)" ]] ||
            fail "$program --version says '$("$program" --version)', not the package's $(first_version)"
        expect "$program has a manual" test -s "/usr/share/man/man1/$program.1.gz"
    done
    cmp -s /etc/secondheart/secondheart.conf <(secondheartctl config --reference) ||
        fail "the shipped configuration is not the reference: secondheartctl config" \
            "--reference >deploy/debian/secondheart.conf"
    expect "the shipped configuration says nothing yet" secondheartctl config --check
    refused GPIO runuser -u secondheart -- secondheartctl check
    say "secondheartctl check looks around"
}

# A day played by the kiosk's user, on disk as a kiosk's own: what a person would not want to lose.
live_a_day() {
    install -d -m 0750 -o secondheart -g secondheart "$state"
    runuser -u secondheart -- secondheart --sensors "trace:$example" --offscreen /tmp/day --state "$state" \
        >/tmp/day.log
    expect "the kiosk plays a day off screen" test -n "$(find /tmp/day -name '*.png' -print -quit)"
    cp -p "$state/history-trace.db" "$state/history.db"
    report >/tmp/report
    expect "the day is in the history" grep -q '[1-9]' /tmp/report
}

report() { secondheartctl report "$(sed -n 's/^# start: \(.*\)T.*/\1/p' "$example")" --state "$state"; }

users_and_folders() {
    expect "the kiosk's user is in its groups" \
        grep -qE '\bgpio\b.*\bsecondheart-outbox\b|\bsecondheart-outbox\b.*\bgpio\b' <(id -Gn secondheart)
    expect "the outbox's folder belongs to both programs" \
        test "$(stat -c '%a %U %G' /var/lib/secondheart-outbox)" = '2770 secondheart secondheart-outbox'
    expect "the kiosk and the sync timer are enabled" test -L \
        /etc/systemd/system/multi-user.target.wants/secondheart.service -a -L \
        /etc/systemd/system/timers.target.wants/secondheart-sync.timer
}

# What Tab would offer after these words.
offered() {
    bash -c '. /usr/share/bash-completion/bash_completion
        . "/usr/share/bash-completion/completions/$1"
        COMP_WORDS=("$@" "") COMP_CWORD=$# COMP_LINE="$* " COMP_POINT=$((${#COMP_LINE}))
        [[ ${!#} != -- ]] || { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE=$*; COMP_POINT=${#COMP_LINE}; }
        _secondheart "$1" "" ""
        printf "%s\n" "${COMPREPLY[@]}"' complete "$@" 2>/dev/null | sort -u
}

completion_offers_what_there_is() {
    local program command
    # Every option of the --help texts, read in another way than the completion does.
    options_of() { "$@" --help | tr -c 'a-z0-9-' '\n' | sed -n '/^--[a-z]/p' | sort -u; }
    for program in secondheart secondheart-sync secondheartctl; do
        [[ -n $(offered "$program" --) && $(offered "$program" --) == "$(options_of "$program")" ]] ||
            fail "completion of $program: $(diff <(offered "$program" --) <(options_of "$program"))"
    done
    [[ $(offered secondheartctl | wc -l) -ge 11 ]] || fail "the commands are not all offered"
    for command in $(offered secondheartctl); do
        secondheartctl "$command" --help >/dev/null || fail "'$command' is offered and is no command"
        [[ $(offered secondheartctl "$command" --) == "$(options_of secondheartctl "$command")" ]] ||
            fail "completion of secondheartctl $command"
    done
    say "completion offers every option and every command"
}

upgrade_keeps() {
    local before
    before=$(first_version)
    report >/tmp/report-before
    printf '[protocol]\npreset = custom\ninterval_min = 45\n' >>/etc/secondheart/secondheart.conf
    cp "$repository-next/secondheart-$release.list" "$source_list"
    cp "$repository-next/52secondheart" /etc/apt/apt.conf.d/
    quiet apt update
    quiet unattended-upgrade --debug
    [[ $(first_version) != "$before" ]] || fail "unattended-upgrade left $before installed"
    both_are "$(first_version)"
    rm /etc/apt/apt.conf.d/52secondheart
    say "unattended-upgrade brings $(first_version)"
    expect "upgrade keeps the history" cmp -s /tmp/report-before <(report)
    expect "upgrade keeps a changed configuration" grep -q '^interval_min = 45' /etc/secondheart/secondheart.conf
}

# The tables' version is four bytes of the file: one more than any program knows.
set_version() { printf '%b' "\\0\\0\\0\\0$1" | dd of="$2" bs=1 seek=60 conv=notrunc status=none; }

downgrade_of_a_newer_history_is_refused() {
    local older newer known
    older=$(apt-cache madison secondheart | awk '{print $3}' | sort -V | head -n 1)
    newer=$(first_version)
    known=$(sed -n 's/^history //p' /usr/share/secondheart/schema)
    set_version $((known + 1)) "$state/history.db"
    refused 'was written by a newer version' apt install --allow-downgrades "secondheart=$older" \
        "secondheart-sync=$older"
    both_are "$newer"

    # Not closed: the newest version is in the log only, and the installed program says which.
    set_version "$known" "$state/history.db"
    echo "history $((known + 1))" >/usr/share/secondheart/schema
    echo log >"$state/history.db-wal"
    refused 'was written by a newer version' apt install --allow-downgrades "secondheart=$older" \
        "secondheart-sync=$older"
    both_are "$newer"
    rm "$state/history.db-wal"
    echo "history $known" >/usr/share/secondheart/schema
    say "downgrade below a newer history is refused"

    quiet apt install --allow-downgrades -o Dpkg::Options::=--force-confdef "secondheart=$older" \
        "secondheart-sync=$older"
    both_are "$older"
    expect "downgrade with the same tables keeps the history" cmp -s /tmp/report-before <(report)
}

remove_keeps_and_purge_does_not() {
    quiet apt remove secondheart secondheart-sync
    expect "remove takes the programs" test ! -e /usr/bin/secondheart -a ! -e /usr/bin/secondheart-sync
    expect "remove keeps history and configuration" test -e "$state/history.db" -a \
        -e /etc/secondheart/secondheart.conf
    quiet apt install -o Dpkg::Options::=--force-confdef secondheart secondheart-sync
    expect "reinstalled, it has the history again" cmp -s /tmp/report-before <(report)
    install -m 0640 -g secondheart-sync /dev/null /etc/secondheart/token
    quiet apt purge secondheart secondheart-sync
    file_list >/tmp/files-after
    diff /tmp/files-before /tmp/files-after >&2 || fail "purge left something, or took too much: see above"
    say "purge leaves nothing"
}

page_is_up() { curl --silent --fail --output /dev/null "http://127.0.0.1:8570/$1"; }

# The office view from the package: in a folder for real, then as services as far as a root without
# systemd goes.
office() {
    local tries=0 left
    quiet apt install secondheart-office
    expect "secondheart-office --help" grep -q team <(secondheart-office --help)
    secondheart-office-up --here /tmp/office --port 8570 >/tmp/office.log 2>&1 &
    pids+=($!)
    until [[ -e /tmp/office/run/ready ]]; do
        tries=$((tries + 1))
        if [[ $tries -gt 300 ]] || ! kill -0 "${pids[0]}" 2>/dev/null; then
            cat /tmp/office.log /tmp/office/log/* >&2
            fail "the office view did not come up"
        fi
        sleep 0.2
    done
    expect "the office view runs from its package" test -s /tmp/office/page/uPlot.iife.min.js
    kill "${pids[0]}"
    wait "${pids[0]}" || true
    pids=()

    quiet secondheart-office-up
    expect "its services are set up" test -e /etc/systemd/system/secondheart-office-vmauth.service -a \
        -L /etc/nginx/sites-enabled/secondheart-office -a -e /etc/secondheart-office/tls/server.pem
    expect "its services run what is installed" grep -q \
        '/usr/share/secondheart-office/office.py record' \
        /etc/systemd/system/secondheart-office-record.service
    quiet apt remove secondheart-office
    expect "remove keeps the office's data and tells nginx" test -d /var/lib/secondheart-office -a \
        ! -e /etc/nginx/sites-enabled/secondheart-office
    quiet apt purge secondheart-office
    left=$(file_list | grep secondheart-office) || true
    [[ -z $left ]] || fail "purge left files of the office: $left"
    say "purge leaves nothing of the office"
}

# A kiosk's packages on another processor; and apt's view of an arm64 kiosk: is there everything that
# the packages want?
arm64_can_be_installed() {
    refused "package architecture (arm64) does not match system (amd64)" \
        dpkg -i "$repository/pool/$release"/secondheart_*_arm64.deb
    say "arm64: refused here, with the reason"
    dpkg --add-architecture arm64
    quiet apt update
    expect "arm64: every dependency is there" grep -q '^Inst secondheart-sync:arm64' <(apt --simulate \
        install secondheart:arm64 secondheart-sync:arm64 2>&1)
    dpkg --remove-architecture arm64
}

trap '[[ ${#pids[@]} -eq 0 ]] || kill "${pids[@]}" 2>/dev/null || true' EXIT
prepare
tampering_is_refused
# shellcheck disable=SC2046 # a word a package
quiet apt install bash-completion unattended-upgrades $(for deb in "$repository/pool/$release"/secondheart{,-sync}_*_amd64.deb; do
    dependencies "$deb"
done)
# What Debian has brought since the root was made is not ours to be blamed for.
quiet apt full-upgrade
file_list >/tmp/files-before
quiet apt install secondheart secondheart-sync
say "installed $(first_version) from the signed repository"
programs_run
users_and_folders
completion_offers_what_there_is
live_a_day
upgrade_keeps
downgrade_of_a_newer_history_is_refused
remove_keeps_and_purge_does_not
arm64_can_be_installed
office
