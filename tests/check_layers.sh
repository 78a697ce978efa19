#!/usr/bin/env bash
# Holds the layers: an include only points down, and the core and the user interface stay pure.
# Reads the sources of a tree; with --symbols also what the built libraries import.
set -euo pipefail

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage() {
    cat <<'TEXT'
Usage: tests/check_layers.sh [--root DIR] [--symbols BUILD]
       tests/check_layers.sh --self-test

Checks the includes of DIR (this tree unless given); with --symbols, by nm, the imports of
BUILD's libsh_core.a and libsh_ui.a, which must come from a build without sanitizers.
Exit 0: clean. 1: violations, one a line as FILE:LINE: what is wrong. 2: wrong usage.
TEXT
}

fail() {
    printf '%s\n' "check_layers: $*" >&2
    exit 2
}

# What a folder's files may include, as path prefixes; its own folder comes first. `main.c` of a
# program is its composition root, the only file there that may name a driver.
# folder      includes
layers='
app/base      base/
app/ports     ports/ base/
app/core      core/ base/
app/ui        ui/ core/ ports/ base/
app/history   history/ core/ ports/ base/
app/kiosk     kiosk/ ui/ history/ core/ ports/ base/
app/sync      sync/ ports/ base/
app/ctl       ctl/ ui/ history/ core/ ports/ base/
drivers       ports/ base/
'

# System headers of the pure layers: types, text in memory and mathematics, nothing that does
# anything. The user interface also writes text and asks for translations and line breaks.
core_headers='assert.h float.h inttypes.h limits.h math.h stdarg.h stdbool.h stddef.h stdint.h string.h'
ui_headers="$core_headers ctype.h libintl.h linebreak.h locale.h stdio.h stdlib.h unibreakdef.h"

# Libraries that only a driver may speak to.
driver_headers='^(SDL|gpiod|sqlite3|curl|systemd)'

# What the pure layers may import beyond the layers below: the four that a compiler emits of its
# own accord, assert, and mathematics.
core_symbols='memcpy|memmove|memset|memcmp|__assert_fail|_GLOBAL_OFFSET_TABLE_|__stack_chk_fail'
core_symbols+='|(log|log2|log1p|exp|exp2|expm1|sqrt|pow|fabs|floor|ceil|fmod|fmin|fmax|round|trunc)f?'
core_symbols+='|l?lroundf?|__(isnan|isinf|finite|fpclassify|signbit)f?'
ui_symbols="$core_symbols"'|strlen|strn?cmp|str(chr|rchr|str|spn|cspn)|strnlen|snprintf|vsnprintf'
ui_symbols+='|__v?snprintf_chk|(sin|cos|sincos|tan|atan2|hypot)f?|d?c?n?gettext|set_linebreaks_utf8(_per_code_point)?'
ui_symbols+='|is_(line|grapheme)_breakable|init_linebreak|qsort'

# Prints every include of the tree as folder, file, line, quote or angle, path.
list_includes() {
    local root=$1 file
    (cd "$root" && find app drivers -name '*.[ch]' | sort) | while read -r file; do
        sed -nE 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*(["<])([^">]+)[">].*/\1 \2/
                 T; =; p' "$root/$file" | paste -d ' ' - - |
            while read -r line kind path; do
                printf '%s %s %s %s\n' "$file" "$line" "$kind" "$path"
            done
    done
}

check_includes() {
    list_includes "$1" | awk \
        -v layers="$layers" -v core_headers="$core_headers" -v ui_headers="$ui_headers" \
        -v driver_headers="$driver_headers" '
        function report(what) {
            printf "%s:%s: %s\n", $1, $2, what
            bad = 1
        }
        function has_word(words, word) {
            return index(" " words " ", " " word " ") > 0
        }
        # gpio for drivers/gpio_v2.c, drivers/gpio.h and everything in drivers/gpio/
        function driver_of(path) {
            sub(/^drivers\//, "", path)
            sub(/[\/_.].*/, "", path)
            return path
        }
        function folder_of(file, parts) {
            split(file, parts, "/")
            return parts[1] == "drivers" ? "drivers" : parts[1] "/" parts[2]
        }
        function starts_with_one_of(path, prefixes, n, i, list) {
            n = split(prefixes, list, " ")
            for (i = 1; i <= n; i++)
                if (index(path, list[i]) == 1)
                    return 1
            return 0
        }
        BEGIN {
            n = split(layers, rows, "\n")
            for (i = 1; i <= n; i++)
                if (match(rows[i], /^[^ ]+/))
                    allowed[substr(rows[i], 1, RLENGTH)] = substr(rows[i], RLENGTH + 1)
        }
        {
            folder = folder_of($1)
            if (!(folder in allowed)) {
                report("a folder without a row in the table of layers: " folder)
                next
            }
        }
        $3 == "<" {
            if (folder == "app/core" && !has_word(core_headers, $4))
                report("the core is pure and may not include <" $4 ">")
            else if (folder == "app/ui" && !has_word(ui_headers, $4))
                report("the user interface is pure and may not include <" $4 ">")
            else if (folder != "drivers" && $4 ~ driver_headers)
                report("only a driver may include <" $4 ">")
            next
        }
        $4 ~ /\.\.\// || $4 !~ /\// {
            report("write the path from app/ or the top: \"" $4 "\"")
            next
        }
        $4 ~ /^drivers\// {
            if (folder == "drivers") {
                # What two drivers are built of stands in a *_parts.h.
                if (driver_of($4) != driver_of($1) && $4 !~ /_parts\.h$/)
                    report("a driver may not know another driver: \"" $4 "\"")
            } else if ($1 !~ /^app\/(kiosk|ctl|sync)\/main\.c$/) {
                report("only the main.c of a program may name a driver: \"" $4 "\"")
            }
            next
        }
        !starts_with_one_of($4, allowed[folder]) {
            report(folder " may not include \"" $4 "\": it may include" allowed[folder])
        }
        END { exit bad }'
}

library() {
    local build=$1 name=$2 found
    found=$(find "$build" -name "lib$name.a" -print -quit)
    [[ -n $found ]] || fail "no lib$name.a under '$build': build it first"
    printf '%s\n' "$found"
}

# check_imports LIBRARY ALLOWED-REGEX LIBRARY-BELOW...
check_imports() {
    local lib=$1 allowed=$2 extra symbol status=0
    shift 2
    extra=$(comm -23 \
        <(nm --undefined-only --format=just-symbols "$lib" | grep -v ':$' | sed '/^$/d' | sort -u) \
        <(nm --defined-only --extern-only --format=just-symbols "$lib" "$@" | sort -u) |
        grep -vxE "$allowed") || status=$?
    # grep's 1 is "no line left", which is what we want.
    [[ $status -le 1 ]] || fail "nm could not read '$lib'"
    [[ -n $extra ]] || return 0
    while read -r symbol; do
        printf '%s: imports what its layer may not: %s\n' "$(basename "$lib")" "$symbol"
    done <<<"$extra"
    return 1
}

check_symbols() {
    local build=$1 base core ui bad=0
    # The caller tests the outcome, which switches errexit off in here.
    base=$(library "$build" sh_base) && core=$(library "$build" sh_core) &&
        ui=$(library "$build" sh_ui) || exit 2
    if nm "$core" 2>/dev/null | grep -q ' U __\(asan\|ubsan\|tsan\)_'; then
        fail "'$build' is built with sanitizers, whose symbols hide the imports: give a plain build"
    fi
    check_imports "$core" "$core_symbols" "$base" || bad=1
    check_imports "$ui" "$ui_symbols" "$base" "$core" || bad=1
    return "$bad"
}

# One line each: a file, the include it gets, and what must be said of it ("-": nothing).
self_test_includes='
app/base/a.c        "base/a.h"           -
app/base/b.c        "core/kiosk.h"       app/base may not include
app/ports/a.h       "base/err.h"         -
app/ports/b.h       "ui/draw.h"          app/ports may not include
app/core/a.c        <math.h>             -
app/core/b.c        <stdlib.h>           the core is pure
app/core/c.c        "ports/sensors.h"    app/core may not include
app/core/d.c        "drivers/gpio.h"     only the main.c of a program
app/core/e.c        "contact.h"          write the path from app/
app/core/f.c        "../base/err.h"      write the path from app/
app/ui/a.c          "core/kiosk.h"       -
app/ui/b.c          <SDL.h>              the user interface is pure
app/ui/c.c          "kiosk/loop.h"       app/ui may not include
app/kiosk/main.c    "drivers/gpio.h"     -
app/kiosk/loop.c    "drivers/gpio.h"     only the main.c of a program
app/kiosk/b.c       <sqlite3.h>          only a driver may include
app/kiosk/c.c       "ctl/replay.h"       app/kiosk may not include
app/ctl/main.c      "drivers/gpio.h"     -
app/ctl/b.c         "kiosk/loop.h"       app/ctl may not include
app/new/a.c         "base/err.h"         a folder without a row
drivers/gpio.h      "ports/sensors.h"    -
drivers/gpio_v2.c   "drivers/gpio.h"     -
drivers/gpio_b.c    "core/kiosk.h"       drivers may not include
drivers/store.c     "drivers/gpio.h"     a driver may not know another
drivers/store/a.c   "drivers/store/b.h"  -
drivers/store/b.c   "drivers/sqlite_parts.h" -
drivers/store/c.c   "drivers/gpio.h"     a driver may not know another
'

# self_test_expect WHAT EXPECTED COMMAND...: clean ("-") is silence and 0, else EXPECTED and 1.
self_test_expect() {
    local what=$1 expected=$2 output status=0
    shift 2
    output=$("$@" 2>&1) || status=$?
    case $expected in
    -) [[ -z $output && $status -eq 0 ]] && return ;;
    *) [[ $output == *"$expected"* && $status -eq 1 ]] && return ;;
    esac
    printf 'self-test: %s: expected "%s", got %s: "%s"\n' \
        "$what" "$expected" "$status" "$output" >&2
    return 1
}

self_test_symbols() {
    local dir=$1 bad=0 name
    printf 'int base_value(int x);\nint base_value(int x) { return x; }\n' >"$dir/base.c"
    printf '%s\n' '#include <math.h>' '#include <string.h>' 'int base_value(int x);' \
        'double core(void *p, double x);' \
        'double core(void *p, double x) { memset(p, base_value(1), 9); return exp(x); }' \
        >"$dir/clean.c"
    printf '%s\n' '#include <stdlib.h>' 'void *leak(void);' \
        'void *leak(void) { return malloc(1); }' >"$dir/dirty.c"
    for name in base clean dirty; do
        "${CC:-cc}" -O1 -c "$dir/$name.c" -o "$dir/$name.o"
    done
    ar rc "$dir/libsh_base.a" "$dir/base.o"
    ar rc "$dir/libsh_core.a" "$dir/clean.o"
    ar rc "$dir/libsh_ui.a" "$dir/clean.o"
    self_test_expect "pure libraries" - check_symbols "$dir" || bad=1
    ar rc "$dir/libsh_core.a" "$dir/dirty.o"
    self_test_expect "malloc in the core" "libsh_core.a: imports what its layer may not: malloc" \
        check_symbols "$dir" || bad=1
    return "$bad"
}

self_test() {
    local dir file include expected bad=0
    dir=$(mktemp -d)
    # shellcheck disable=SC2064  # the folder of now
    trap "rm -rf '$dir'" EXIT
    while read -r file include expected; do
        [[ -n $file ]] || continue
        rm -rf "$dir/tree"
        mkdir -p "$dir/tree/app" "$dir/tree/drivers" "$dir/tree/$(dirname "$file")"
        printf '#include %s\n' "$include" >"$dir/tree/$file"
        self_test_expect "$file including $include" "$expected" \
            check_includes "$dir/tree" || bad=1
    done <<<"$self_test_includes"
    mkdir "$dir/lib"
    self_test_symbols "$dir/lib" || bad=1
    [[ $bad -eq 0 ]] && printf 'check_layers: self-test passed\n'
    return "$bad"
}

main() {
    local root=$top build='' bad=0

    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --self-test)
            self_test
            exit
            ;;
        --root | --symbols)
            [[ $# -ge 2 ]] || fail "$1 wants a folder: see --help"
            [[ -d $2 ]] || fail "no such folder: '$2'"
            if [[ $1 == --root ]]; then root=$2; else build=$2; fi
            shift
            ;;
        *) fail "no such option: '$1': see --help" ;;
        esac
        shift
    done

    check_includes "$root" || bad=1
    if [[ -n $build ]]; then
        check_symbols "$build" || bad=1
    fi
    [[ $bad -eq 0 ]] && printf 'check_layers: includes%s point down\n' "${build:+ and imports}"
    return "$bad"
}

main "$@"
