#compdef secondheart secondheartctl secondheart-sync
# zsh completion. It knows no option: it asks the program's --help, which is made of the very
# tables that read the options.

local program=$words[1] command='' word
local -a commands options

if [[ ${program:t} == secondheartctl ]]; then
    for word in ${words[2,CURRENT-1]}; do
        [[ $word == -* ]] || { command=$word; break }
    done
    if [[ -z $command && $PREFIX != -* ]]; then
        commands=(${(f)"$($program --help 2>/dev/null |
            sed -n 's/^  \([a-z][a-z-]*\)  *\([a-z].*\)/\1:\2/p')"})
        _describe command commands
        return
    fi
fi
if [[ $PREFIX == -* ]]; then
    options=(${(f)"$($program ${command:+$command} --help 2>/dev/null |
        grep -oE -- '--[a-z][a-z-]*' | sort -u)"})
    compadd -a options
else
    _files
fi
