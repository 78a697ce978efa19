#!/usr/bin/env bash
# Publishes packages as an office does, and again a release later, for tests to install from.
#
#   publish.sh PACKAGES FOLDER URL RELEASE...
#
# PACKAGES is what deploy/package.sh made. FOLDER/repository then holds them, FOLDER/repository-next
# a later version of kiosk and sync beside them, FOLDER/keys what signs both; URL is where a machine
# will find FOLDER. What FOLDER had of these is replaced.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

fail() {
    local code=$1
    shift
    printf '%s\n' "publish: $*" >&2
    exit "$code"
}

# The same packages under a later version, without another build.
next_version() {
    local release=$1 into=$2 deb folder
    folder=$(mktemp -d)
    mkdir -p "$into/$release"
    for deb in "$packages/$release"/secondheart{,-sync}_*_amd64.deb; do
        dpkg-deb -R "$deb" "$folder/tree"
        sed -i -E 's/(~deb1[23]u1)/+next\1/' "$folder/tree/DEBIAN/control"
        # As if a default had changed: the administrator's own lines must survive it.
        [[ ! -e $folder/tree/etc ]] || echo '# next' >>"$folder/tree/etc/secondheart/secondheart.conf"
        find "$folder/tree" -exec chown 0:0 {} +
        dpkg-deb -b "$folder/tree" "$into/$release" >/dev/null
        rm -rf "$folder/tree"
    done
    rm -rf "$folder"
}

put_into() {
    "$top/deploy/repository.sh" --packages "$1" --keys "$kept/keys" --url "$url/$2" "$kept/$2" \
        >/dev/null
}

[[ $# -ge 4 ]] || {
    sed -n '4,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}
packages=$1
kept=$2
url=$3
shift 3
mkdir -p "$kept"
rm -rf "${kept:?}"/repository{,-next} "${kept:?}/keys" "${kept:?}/next"
for release in "$@"; do
    next_version "$release" "$kept/next"
done
# Twice: what is published already is left as it is.
for _ in 1 2; do
    put_into "$packages" repository
done
cp -r "$kept/repository" "$kept/repository-next"
put_into "$kept/next" repository-next
[[ $(stat -c %a "$kept/keys") == 700 ]] || fail 1 "others may read the signing key"
if find "$kept/keys/private-keys-v1.d" -type f -perm /077 | grep .; then
    fail 1 "others may read the signing key"
fi
