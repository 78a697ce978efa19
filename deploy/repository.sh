#!/usr/bin/env bash
# A signed apt repository of the packages that deploy/package.sh has built: plain files for any web
# server. The key is made on first use and never leaves its folder.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
releases=(bookworm trixie)
packages=$top/build/packages
keys=${SECONDHEART_REPOSITORY_KEYS:-$HOME/.local/share/secondheart-repository}
owner='Second Heart packages'
keyring=/usr/share/keyrings/secondheart-archive-keyring.gpg
url=''

usage() {
    cat <<'TEXT'
Usage: deploy/repository.sh [--packages DIR] [--keys DIR] [--url URL] REPOSITORY

Takes the packages in DIR/bookworm and DIR/trixie into the apt repository in the folder REPOSITORY,
beside those that are there, and signs it. The new index takes the old one's place in one step. Then
prints what a kiosk needs to install from there and to update by itself.

  --packages DIR  what deploy/package.sh made (build/packages)
  --keys DIR      where the signing key is, made on first use: keep it, and keep it to yourself
                  (~/.local/share/secondheart-repository)
  --url URL       under which kiosks will find REPOSITORY; a file: address if not given
  --help          this text
TEXT
}

say() { printf '%s\n' "repository: $*"; }

fail() {
    local code=$1
    shift
    printf '%s\n' "repository: $*" >&2
    exit "$code"
}

with_key() { gpg --homedir "$keys" --batch --quiet --no-permission-warning "$@"; }

# A key that only signs, without a password: the script runs unattended, the folder's mode guards it.
make_key() {
    install -d -m 0700 "$keys"
    if [[ -z $(with_key --list-secret-keys --with-colons) ]]; then
        with_key --passphrase '' --quick-generate-key "$owner" ed25519 sign never ||
            fail 1 "no signing key could be made in $keys"
        say "made the signing key in $keys; a copy of that folder belongs into a safe"
    fi
}

# Files of one name are one package: what was published under a version stays what it is.
take_in() {
    local release=$1 pool=$2 deb name
    mkdir -p "$pool"
    while IFS= read -r -d '' deb; do
        name=${deb##*/}
        if [[ ! -e $pool/$name ]]; then
            install -m 0644 "$deb" "$pool/$name.new"
            mv "$pool/$name.new" "$pool/$name"
        elif ! cmp --quiet "$deb" "$pool/$name"; then
            fail 1 "'$name' is published already with other contents: build a new version"
        fi
    done < <(find "$packages/$release" -maxdepth 1 -name '*.deb' -print0 2>/dev/null)
}

# index RELEASE FOLDER: Packages and Release of a release, below the repository's top, signed.
index() {
    local release=$1 dist=$2 architecture folder
    for architecture in amd64 arm64; do
        folder=$dist/main/binary-$architecture
        mkdir -p "$folder"
        apt-ftparchive --arch "$architecture" packages "pool/$release" >"$folder/Packages"
        gzip -9n <"$folder/Packages" >"$folder/Packages.gz"
    done
    apt-ftparchive -o APT::FTPArchive::Release::Origin="$owner" \
        -o APT::FTPArchive::Release::Label="$owner" \
        -o APT::FTPArchive::Release::Suite="$release" \
        -o APT::FTPArchive::Release::Codename="$release" \
        -o APT::FTPArchive::Release::Components=main \
        -o APT::FTPArchive::Release::Architectures='amd64 arm64' \
        release "$dist" >"$dist/Release.new"
    mv "$dist/Release.new" "$dist/Release"
    with_key --yes --clearsign --output "$dist/InRelease" "$dist/Release"
    with_key --yes --armor --detach-sign --output "$dist/Release.gpg" "$dist/Release"
}

# A folder cannot be exchanged for another in one step, a link can.
publish() {
    local repository=$1 release generation
    cd "$repository"
    generation=dists-$(date -u +%Y%m%dT%H%M%S.%N)
    for release in "${releases[@]}"; do
        take_in "$release" "pool/$release"
        index "$release" "$generation/$release"
    done
    with_key --yes --export --output secondheart-archive-keyring.gpg
    write_settings
    chmod 0644 secondheart-archive-keyring.gpg secondheart-*.list 52secondheart
    ln -sfn "$generation" dists.new
    mv -T dists.new dists
    # Those who are reading the one before may finish.
    find . -maxdepth 1 -type d -name 'dists-*' ! -name "$generation" -mmin +60 -exec rm -r {} +
}

# What goes onto a kiosk: where the packages are, and that they are taken without being asked for.
write_settings() {
    local release
    for release in "${releases[@]}"; do
        echo "deb [signed-by=$keyring] $url $release main" >"secondheart-$release.list"
    done
    cat >52secondheart <<TEXT
// Beside what Debian's own settings take in (50unattended-upgrades).
Unattended-Upgrade::Origins-Pattern { "origin=$owner,codename=\${distro_codename}"; };
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
// A file that was changed on the kiosk stays as it is, and keeps no new version away.
Dpkg::Options { "--force-confdef"; "--force-confold"; };
TEXT
}

instructions() {
    local fingerprint
    fingerprint=$(with_key --list-keys --with-colons | sed -n '/^fpr/{s/[^0-9A-F]//gp;q}')
    cat <<TEXT

Onto a kiosk go, as root and readable for all (RELEASE is bookworm on Debian 12, trixie on 13):

  $url/secondheart-archive-keyring.gpg
      as $keyring;
      fingerprint $fingerprint
  $url/secondheart-RELEASE.list
      as /etc/apt/sources.list.d/secondheart.list
  $url/52secondheart
      as /etc/apt/apt.conf.d/52secondheart, if it is to update by itself

then: apt-get update && apt-get install secondheart secondheart-sync unattended-upgrades
TEXT
}

main() {
    local repository=''

    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --packages | --keys | --url)
            [[ $# -ge 2 ]] || fail 2 "$1 needs a value: see --help"
            case $1 in
            --packages) packages=$(realpath -m "$2") ;;
            --keys) keys=$(realpath -m "$2") ;;
            --url) url=${2%/} ;;
            esac
            shift
            ;;
        -*) fail 2 "no such option: '$1': see --help" ;;
        *)
            [[ -z $repository ]] || fail 2 "one folder, not '$repository' and '$1': see --help"
            repository=$1
            ;;
        esac
        shift
    done
    [[ -n $repository ]] || fail 2 "name the folder of the repository: see --help"
    [[ -n $(find "$packages" -name '*.deb' -print -quit 2>/dev/null) ]] ||
        fail 2 "no package in $packages: run deploy/package.sh first"
    "$top/deploy/packages/install.sh" package
    mkdir -p "$repository"
    repository=$(realpath "$repository")
    url=${url:-file:$repository}
    exec 5>"$repository/.lock"
    flock 5
    make_key
    # The agent that gpg starts would outlive us.
    trap 'gpgconf --homedir "$keys" --kill gpg-agent' EXIT
    (publish "$repository")
    say "$repository holds $(find "$repository/pool" -name '*.deb' | wc -l) packages, signed"
    instructions
}

main "$@"
