#!/usr/bin/env bash
# What there is to translate, collected from the sources, and brought into the catalogues.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)

usage() {
    cat <<'TEXT'
Usage: assets/po/messages.sh template FILE
       assets/po/messages.sh update

template  Writes every marked sentence of app/ui and app/kiosk to FILE, a .pot file.
update    Brings the catalogues up to the sources: new sentences come without a translation, those
          that are gone are dropped. Afterwards translate what `msgattrib --untranslated` shows.
TEXT
}

template() {
    # Sorted, so that a template says the same on every machine.
    (cd "$top" && find app/ui app/kiosk -name '*.[ch]' | LC_ALL=C sort) |
        xgettext --directory="$top" --files-from=- --from-code=UTF-8 --language=C \
            --keyword=_ --keyword=N_ --keyword=ngettext:1,2 --add-comments=TRANSLATORS \
            --add-location=file --width=100 --package-name=secondheart --output="$1"
}

update() {
    local language scratch
    scratch=$(mktemp -d)
    # shellcheck disable=SC2064 # the folder of now
    trap "rm -r '$scratch'" EXIT
    template "$scratch/secondheart.pot"
    grep -v '^#' "$here/LINGUAS" | while read -r language; do
        msgmerge --quiet --no-fuzzy-matching --add-location=file --width=100 \
            --output-file="$scratch/$language.po" "$here/$language.po" "$scratch/secondheart.pot"
        msgattrib --no-obsolete --add-location=file --width=100 \
            --output-file="$here/$language.po" "$scratch/$language.po"
    done
}

case "${1-}" in
template)
    [[ $# -eq 2 ]] || { usage >&2; exit 2; }
    template "$2"
    ;;
update) update ;;
--help) usage ;;
*)
    usage >&2
    exit 2
    ;;
esac
