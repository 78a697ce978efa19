# bash completion for secondheart, secondheartctl and secondheart-sync, under each of whose names
# it is installed. It knows no option: it asks the program's --help, which is made of the very
# tables that read the options.

_secondheart_commands() { "$1" --help 2>/dev/null | sed -n 's/^  \([a-z][a-z-]*\)  *[a-z].*/\1/p'; }

_secondheart() {
    local cur prev words cword program=$1 command='' options i
    _init_completion || return

    if [[ ${program##*/} == secondheartctl ]]; then
        for ((i = 1; i < cword; i++)); do
            [[ ${words[i]} == -* ]] || {
                command=${words[i]}
                break
            }
        done
        if [[ -z $command && $cur != -* ]]; then
            mapfile -t COMPREPLY < <(compgen -W "$(_secondheart_commands "$program")" -- "$cur")
            return
        fi
    fi
    case $prev in
    --state | --outbox | --offscreen)
        _filedir -d
        return
        ;;
    --config | --output | --export | -o)
        _filedir
        return
        ;;
    --format)
        mapfile -t COMPREPLY < <(compgen -W 'text json csv' -- "$cur")
        return
        ;;
    --sensors)
        mapfile -t COMPREPLY < <(compgen -W 'auto gpio sim trace:' -- "$cur")
        return
        ;;
    esac
    if [[ $cur == -* ]]; then
        options=$("$program" ${command:+"$command"} --help 2>/dev/null |
            grep -oE -- '--[a-z][a-z-]*' | sort -u)
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$cur")
    else
        _filedir
    fi
}
complete -F _secondheart secondheart secondheartctl secondheart-sync
