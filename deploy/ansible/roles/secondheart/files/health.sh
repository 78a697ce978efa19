#!/bin/sh
# health.sh SETTLE-S ACCEPTED: one line on this kiosk, as words with | between: version, state of the
# service, how sending ended, and, behind the third, what there is to mend. Reads only. Not a
# figure of the person: whether somebody has sync on is not told either, only that it is in trouble.
set -eu
settle_s=$1
accepted=" ${2:-} "

value_of() { systemctl show --property="$2" --value "$1"; }

version=$(dpkg-query -W -f '${Version}' secondheart 2>/dev/null || true)
state=$(value_of secondheart.service ActiveState)
trouble=''
mend() { trouble="$trouble${trouble:+; }$*"; }

if [ "$state" = active ]; then
    entered_us=$(value_of secondheart.service ActiveEnterTimestampMonotonic)
    up_s=$(cut -d. -f1 /proc/uptime)
    [ "$((up_s - entered_us / 1000000))" -ge "$settle_s" ] || mend "started a moment ago"
    sentence=$(value_of secondheart.service StatusText)
    [ "$sentence" = 'All is well.' ] || mend "${sentence:-the kiosk says nothing}"
else
    mend "the service is $state"
fi

if [ -x /usr/bin/secondheartctl ]; then
    checked=0
    found=$(runuser -u secondheart -- env STATE_DIRECTORY=/var/lib/secondheart LC_ALL=C \
        secondheartctl check 2>/dev/null) || checked=$?
    # Left by a check that could not be made: not exit code 1, there is something to mend.
    case $checked in 0 | 1 | 2) ;; *) mend "secondheartctl check ended with $checked" ;; esac
    for row in $(printf '%s\n' "$found" | sed -n 's/^PROBLEM *\([a-z]*\).*/\1/p' | sort -u); do
        case $accepted in *" $row "*) ;; *) mend "check: $row" ;; esac
    done
else
    mend "not installed"
fi

sync=well
result=$(value_of secondheart-sync.service Result)
if [ "$result" != success ]; then
    sync="kept ($result $(value_of secondheart-sync.service ExecMainStatus))"
fi
printf '%s|%s|%s|%s\n' "${version:-none}" "$state" "$sync" "$trouble"
