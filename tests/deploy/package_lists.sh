#!/usr/bin/env bash
# What the Debian packages say twice is the same in both places: package_lists.sh SECONDHEARTCTL.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
ctl=$1

fail() {
    printf '%s\n' "package_lists: $*" >&2
    exit 1
}

list_of() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$top/deploy/packages/$1.txt" | sort -u; }

# The names in a field of debian/control, of the source or of a package.
control_names() {
    awk -v wanted="$1" -v field="$2" '
        /^(Source|Package):/ { here = ($2 == wanted) }
        /^[A-Z]/ { in_field = (here && $1 == field ":") }
        in_field && /^ / { sub(/^ /, ""); sub(/[ ,:(|].*/, ""); print }' "$top/deploy/debian/control" |
        grep -v '^\$' | sort -u
}

# The lists that quickstart installs and what the packages ask for say the same.
lists_agree() {
    local missing
    missing=$(comm -3 <(list_of build | grep -vxE 'gcc|libc6-dev') \
        <(control_names second-heart Build-Depends | grep -vxE 'debhelper-compat|python3') | xargs)
    [[ -z $missing ]] || fail "deploy/packages/build.txt and debian/control differ: $missing"
    missing=$(comm -23 <(list_of run) <(control_names secondheart Depends) | xargs)
    [[ -z $missing ]] || fail "of deploy/packages/run.txt debian/control lacks: $missing"
    missing=$(comm -23 <(list_of office) <(control_names secondheart-office Depends) | xargs)
    [[ -z $missing ]] || fail "of deploy/packages/office.txt debian/control lacks: $missing"
}

# The shipped configuration file is the reference, kept since a cross-built program cannot print it.
configuration_is_the_reference() {
    LC_ALL=C "$ctl" config --reference | cmp --quiet - "$top/deploy/debian/secondheart.conf" ||
        fail "deploy/debian/secondheart.conf is not the reference any more:" \
            "secondheartctl config --reference >deploy/debian/secondheart.conf"
}

# Each man page belongs to a package.
man_pages_are_packaged() {
    local page
    for page in "$top"/deploy/man/*.1; do
        grep -qrxF --include='*.install' "usr/share/man/man1/${page##*/}" "$top/deploy/debian" ||
            fail "deploy/man/${page##*/} is in no package: deploy/debian/*.install"
    done
}

# Each file of the service belongs to a package.
system_files_are_packaged() {
    local file
    for file in "$top"/deploy/systemd/*; do
        [[ ${file##*/} == README.md ]] || grep -qF "[${file##*/}]=" "$top/deploy/package.sh" ||
            fail "deploy/systemd/${file##*/} is in no package: deploy/package.sh, system_files"
    done
}

lists_agree
configuration_is_the_reference
man_pages_are_packaged
system_files_are_packaged
