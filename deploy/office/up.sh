#!/usr/bin/env bash
# Brings the office view up: two VictoriaMetrics, vmauth, nginx, the page, and the timer that
# records weeks. Running it again changes only what differs.
set -euo pipefail

# Through a link: the Debian package has this script in /usr/sbin.
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
top=$(cd "$here/../.." && pwd)
library=/usr/local/lib/secondheart-office
units=/etc/systemd/system
engines=(vmauth intake shown) # at the ports that follow the first
dir=''
port=8470
tls=no
page=yes
packages=yes
packaged=no
remove=no
init_options=()
pids=()

usage() {
    cat <<'TEXT'
Usage: deploy/office/up.sh [OPTION...]
       deploy/office/up.sh --here DIR [--port N] [--tls] [OPTION...]

Installs what is missing and brings the office view up on this machine (Debian 12 or 13, as root):
nginx at https port 443, everything else on loopback, as services of systemd.

  --here DIR       without root, in a folder and in the foreground: nginx at 127.0.0.1:N, the
                   others at the three ports after it; Ctrl-C ends it, the folder stays
  --port N         the first of four ports (8470)
  --tls            with --here: TLS here as well
  --settle-days N  how many days after its end a week is recorded, 0 to 28 (7)
  --since DATE     also record past weeks, from this date's on (this week)
  --no-page        without the page: the kiosks' door and the readers' queries only
  --no-packages    ask apt for nothing
  --remove         stop and remove the services; teams, tokens and weeks stay where they are
  --help           this text

Afterwards: office.py team add LABEL --kiosks N prints a team's token; office.py --help has the rest.
TEXT
}

say() { printf '%s\n' "office: $*"; }

fail() {
    local code=$1
    shift
    printf '%s\n' "office: $*" >&2
    exit "$code"
}

# Where the Debian package put this script, everything else is in its place already.
if [[ $here == /usr/share/secondheart-office ]]; then
    library=$here
    packages=no
    packaged=yes
fi

# The command lines, the same for services and for a folder: FOLDER-OF-CONFIG FOLDER-OF-STATE.
intake_command() {
    printf '%s\n' "$(command -v victoria-metrics)" "-httpListenAddr=127.0.0.1:$((port + 2))" \
        "-storageDataPath=$2/intake" -retentionPeriod=2y -dedup.minScrapeInterval=1ms \
        "-relabelConfig=$1/relabel.yml" -search.disableCache -loggerLevel=ERROR
}

shown_command() {
    printf '%s\n' "$(command -v victoria-metrics)" "-httpListenAddr=127.0.0.1:$((port + 3))" \
        "-storageDataPath=$2/shown" -retentionPeriod=5y -dedup.minScrapeInterval=1ms \
        -search.disableCache -loggerLevel=ERROR
}

vmauth_command() {
    printf '%s\n' "$(command -v vmauth)" "-httpListenAddr=127.0.0.1:$((port + 1))" \
        "-auth.config=$1/vmauth.yml" -loggerLevel=ERROR
}

install_packages() {
    local lists=(office)
    if [[ $packages == no ]]; then
        return
    fi
    if [[ $page == yes ]] && ! command -v npm >/dev/null; then
        lists+=(office-page)
    fi
    local engine_was_here=no door_was_here=no
    [[ ! -e /usr/bin/victoria-metrics ]] || engine_was_here=yes
    [[ ! -e /usr/sbin/nginx ]] || door_was_here=yes
    "$top/deploy/packages/install.sh" "${lists[@]}" ||
        fail 1 "without its packages there is no office: mend what is said above and run this again"
    if [[ -n $dir || ! -d /run/systemd/system ]]; then
        return
    fi
    # Each brings a server that is open to the network and that nobody asked for, if it is new here.
    [[ $engine_was_here == yes ]] || systemctl --quiet disable --now victoria-metrics.service
    [[ $door_was_here == yes ]] || rm -f /etc/nginx/sites-enabled/default
}

is_listening() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# A port that is not free is found before anything is installed.
check_ports() {
    local i unit
    if [[ -n $dir ]]; then
        for i in 0 1 2 3; do
            ! is_listening $((port + i)) ||
                fail 1 "port $((port + i)) is taken: --port N takes another four"
        done
        return
    fi
    [[ -d /run/systemd/system ]] || return 0
    for i in 1 2 3; do
        unit=secondheart-office-${engines[i - 1]}.service
        if is_listening $((port + i)) && ! { systemctl --quiet is-active "$unit" &&
            grep -q "127.0.0.1:$((port + i))" "$units/$unit"; }; then
            fail 1 "port $((port + i)) is taken by another program: end it, or take another four" \
                "ports with --port N"
        fi
    done
    if is_listening 443 && ! systemctl --quiet is-active nginx.service; then
        fail 1 "port 443 is taken by a program other than nginx, and the office's door is there:" \
            "end that program first (ss -ltnp 'sport = :443' names it)"
    fi
}

# Somebody else's mistake is to be told from ours.
check_nginx() {
    if [[ -x /usr/sbin/nginx ]] && ! nginx -t -q; then
        fail 1 "nginx does not take its configuration as it is, before anything of ours is added:" \
            "mend what its message above names, then run this again"
    fi
}

# The page and its chart library, by the lock file's hashes, into FOLDER.
install_page() {
    local into=$1 file
    mkdir -p "$into"
    if [[ $page == no ]]; then
        return
    fi
    if [[ $packaged == yes ]]; then
        cp "$here"/page/* "$into"
        return
    fi
    # The chart library stays as it is until the lock file names another.
    if ! (cd "$here/page" && sha256sum --check --status "$into/.lock.sha256" 2>/dev/null); then
        install_chart_library "$into"
    fi
    for file in "$here"/page/*.html "$here"/page/*.css "$here"/page/*.js; do
        cmp --quiet "$file" "$into/$(basename "$file")" || cp "$file" "$into"
    done
    chmod -R a+rX "$into"
}

install_chart_library() {
    local into=$1 built
    built=$(mktemp -d)
    cp "$here/page/package.json" "$here/page/package-lock.json" "$built"
    (cd "$built" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error \
        --fetch-retries=2 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=3000) ||
        fail 1 "npm could not fetch the chart library: is the package registry reachable?" \
            "--no-page goes without"
    cp "$built/node_modules/uplot/dist/uPlot.iife.min.js" \
        "$built/node_modules/uplot/dist/uPlot.min.css" "$into"
    cp "$built/node_modules/uplot/LICENSE" "$into/uPlot.LICENSE.txt"
    (cd "$here/page" && sha256sum package-lock.json) >"$into/.lock.sha256"
    rm -rf "$built"
}

make_certificate() {
    local folder=$1
    mkdir -p "$folder"
    if [[ -e $folder/server.pem ]]; then
        return
    fi
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 \
        -subj "/CN=$(hostname -f 2>/dev/null || hostname)" \
        -addext "subjectAltName=DNS:$(hostname -f 2>/dev/null || hostname),DNS:localhost,IP:127.0.0.1" \
        -keyout "$folder/server.key" -out "$folder/server.pem" 2>/dev/null
    chmod 0640 "$folder/server.key"
    say "made a certificate of our own in $folder: give server.pem to the kiosks as CA file, or put" \
        "your office's certificate in its place"
}

wait_until_up() {
    local engine tries
    for engine in 1 2 3; do
        tries=0
        until curl --silent --fail --output /dev/null "http://127.0.0.1:$((port + engine))/health" ||
            curl --silent --output /dev/null "http://127.0.0.1:$((port + engine))/metrics"; do
            tries=$((tries + 1))
            [[ $tries -lt 100 ]] || return 1
            sleep 0.1
        done
    done
}

start_here() {
    local name=$1
    shift
    "$@" >>"$dir/log/$name.log" 2>&1 &
    pids+=("$!")
    printf '%s\n' "$!" >"$dir/run/$name.pid"
}

stop_here() {
    rm -f "$dir/run/ready"
    if [[ ${#pids[@]} -gt 0 ]]; then
        kill "${pids[@]}" 2>/dev/null || true
        wait "${pids[@]}" 2>/dev/null || true
    fi
}

run_here() {
    local command user='' scheme=http
    mkdir -p "$dir"/{etc,state,run,log,page}
    dir=$(cd "$dir" && pwd)
    install_page "$dir/page"
    if [[ $tls == yes ]]; then
        make_certificate "$dir/etc/tls"
        init_options+=(--tls)
        scheme=https
    fi
    "$here/office.py" --here "$dir" init --port "$port" --page "$dir/page" \
        --error-log "$dir/log/nginx.log" "${init_options[@]}"
    [[ -e $dir/etc/readers.htpasswd ]] ||
        say "readers: $("$here/office.py" --here "$dir" reader-password)"
    # As root nginx would hand the folder's files to nobody, who may not read them.
    [[ $(id -u) -ne 0 ]] || user='user root;'
    sed -e "s|@DIR@|$dir|g" -e "s|@USER@|$user|" "$here/here.conf.in" >"$dir/etc/nginx.conf"

    trap stop_here EXIT
    trap 'exit 0' INT TERM
    mapfile -t command < <(intake_command "$dir/etc" "$dir/state")
    start_here intake "${command[@]}"
    mapfile -t command < <(shown_command "$dir/etc" "$dir/state")
    start_here shown "${command[@]}"
    mapfile -t command < <(vmauth_command "$dir/etc")
    start_here vmauth "${command[@]}"
    start_here nginx "$(PATH=$PATH:/usr/sbin command -v nginx)" -e "$dir/log/nginx.log" \
        -c "$dir/etc/nginx.conf"
    wait_until_up || fail 1 "an engine does not answer: see $dir/log"
    touch "$dir/run/ready"
    say "up at $scheme://127.0.0.1:$port/; Ctrl-C ends it"
    wait -n "${pids[@]}" || true
    fail 1 "an engine ended by itself: see $dir/log"
}

# Standard input into a unit's file, unless that is what it says.
put_unit() {
    local file=$units/secondheart-office-$1 text
    text=$(cat)
    [[ -e $file && $(<"$file") == "$text" ]] || printf '%s\n' "$text" >"$file"
}

write_unit() {
    local name=$1 what=$2
    shift 2
    sed -e "s|@WHAT@|$what|" -e "s|@COMMAND@|$*|" "$here/units/service.in" |
        put_unit "$name.service"
}

# What the engines are started with: only a change of it is worth a restart.
start_recipe() {
    cat "$units"/secondheart-office-{vmauth,intake,shown}.service \
        /etc/secondheart-office/relabel.yml | sha256sum
}

install_services() {
    local etc=/etc/secondheart-office state=/var/lib/secondheart-office command
    id secondheart-office >/dev/null 2>&1 ||
        useradd --system --home-dir "$state" --shell /usr/sbin/nologin secondheart-office
    install -d -m 0751 -o root -g secondheart-office "$etc"
    install -d -m 0750 -o secondheart-office -g secondheart-office "$state"
    if [[ $packaged == no ]]; then
        install -d "$library"
        install -C -m 0644 "$here"/*.in "$here/relabel.yml" "$library"
        install -C -m 0755 "$here/office.py" "$library"
        ln -sf "$library/office.py" /usr/local/sbin/secondheart-office
        install_page "$library/page"
    fi
    make_certificate "$etc/tls"
    "$library/office.py" init --port "$port" --tls --page "$library/page" \
        --error-log /var/log/nginx/secondheart-office.log "${init_options[@]}"
    [[ -e $etc/readers.htpasswd ]] || say "readers: $("$library/office.py" reader-password)"

    mapfile -t command < <(intake_command "$etc" "$state")
    write_unit intake "takes in what kiosks send" "${command[@]}"
    mapfile -t command < <(shown_command "$etc" "$state")
    write_unit shown "holds what may be seen" "${command[@]}"
    mapfile -t command < <(vmauth_command "$etc")
    write_unit vmauth "checks tokens" "${command[@]}"
    sed -e "s|@COMMAND@|$library/office.py record|" "$here/units/record.service.in" |
        put_unit record.service
    put_unit record.timer <"$here/units/record.timer"
    ln -sf "$etc/site.conf" /etc/nginx/sites-enabled/secondheart-office
    nginx -t -q ||
        fail 1 "nginx does not take the office's site: its message above names the file; was a" \
            "certificate in $etc/tls replaced?"
}

start_services() {
    local services=("${engines[@]/#/secondheart-office-}")
    local started_with=/var/lib/secondheart-office/started-with
    if [[ ! -d /run/systemd/system ]]; then
        say "installed; no systemd runs here, so nothing was started"
        return
    fi
    systemctl daemon-reload
    systemctl --quiet enable "${services[@]}" secondheart-office-record.timer nginx.service
    if [[ $(start_recipe) != "$(cat "$started_with" 2>/dev/null)" ]]; then
        systemctl stop "${services[@]}"
        start_recipe >"$started_with"
    fi
    systemctl start "${services[@]}" secondheart-office-record.timer
    systemctl reload secondheart-office-vmauth
    # Where it runs already, starting it would not have it read the site.
    systemctl reload-or-restart nginx.service ||
        fail 1 "nginx does not start: journalctl -u nginx says why"
    wait_until_up || fail 1 "an engine does not answer: journalctl -u 'secondheart-office-*'"
    door_is_ours ||
        fail 1 "at https port 443 something else answers, another program or another site of" \
            "nginx: the office needs that port for itself"
    say_what_is_open
    say "up at https://$(hostname -f 2>/dev/null || hostname)/"
    say "next: secondheart-office team add LABEL --kiosks N"
}

# For a second on end: just after a reload nginx's old processes may still answer.
door_is_ours() {
    local tries good=0
    for ((tries = 0; tries < 50 && good < 10; tries++)); do
        good=$((good + 1))
        curl --silent --insecure --head https://127.0.0.1/ |
            grep -q 'realm="Second Heart office view"' || good=0
        sleep 0.1
    done
    [[ $good -eq 10 ]]
}

# Installed as packages, both servers were there before this script could ask.
say_what_is_open() {
    if [[ $packaged == no ]]; then
        return
    fi
    if systemctl --quiet is-active victoria-metrics.service; then
        say "Debian's own victoria-metrics.service runs too, open to the network, and we do not use" \
            "it: unless you do, systemctl disable --now victoria-metrics.service"
    fi
    if [[ -e /etc/nginx/sites-enabled/default ]]; then
        say "nginx's own site is open at port 80, and we do not use it: unless you do," \
            "rm /etc/nginx/sites-enabled/default && systemctl reload nginx"
    fi
}

remove_services() {
    local names=("${engines[@]/#/secondheart-office-}" secondheart-office-record.timer)
    rm -f /etc/nginx/sites-enabled/secondheart-office
    if [[ -d /run/systemd/system ]]; then
        systemctl --quiet disable --now "${names[@]}" 2>/dev/null || true
        ! systemctl --quiet is-active nginx.service || systemctl reload nginx.service
    fi
    rm -f "$units"/secondheart-office-{vmauth,intake,shown,record}.service \
        "$units/secondheart-office-record.timer"
    if [[ $packaged == no ]]; then
        rm -f /usr/local/sbin/secondheart-office
        rm -rf /usr/local/lib/secondheart-office
    fi
    [[ ! -d /run/systemd/system ]] || systemctl daemon-reload
    say "removed; teams, tokens and weeks are still in /etc/secondheart-office and" \
        "/var/lib/secondheart-office: delete both folders to be rid of them"
}

main() {
    while [[ $# -gt 0 ]]; do
        case $1 in
        --help)
            usage
            exit 0
            ;;
        --here | --port | --settle-days | --since)
            [[ $# -ge 2 ]] || fail 2 "$1 needs a value: see --help"
            case $1 in
            --here) dir=$2 ;;
            --port) port=$2 ;;
            *) init_options+=("$1" "$2") ;;
            esac
            shift
            ;;
        --tls) tls=yes ;;
        --no-page) page=no ;;
        --no-packages) packages=no ;;
        --remove) remove=yes ;;
        *) fail 2 "no such option: '$1': see --help" ;;
        esac
        shift
    done
    [[ $port =~ ^[0-9]+$ && $port -ge 1024 && $port -le 65532 ]] ||
        fail 2 "--port $port: 1024 to 65532 are possible"

    if [[ -z $dir && $(id -u) -ne 0 ]]; then
        fail 2 "run as root, or with --here DIR"
    elif [[ $remove == yes ]]; then
        [[ -z $dir ]] || fail 2 "--remove: what was started with --here is a folder; delete it"
        remove_services
        return
    fi
    check_ports
    if [[ -n $dir ]]; then
        install_packages
        run_here
    else
        check_nginx
        install_packages
        install_services
        start_services
    fi
}

main "$@"
