#!/bin/sh
# test_completion.sh PROGRAM PROJECT: the completion scripts do in real shells what they promise.
# A shell that is missing is named; without any of them the test is not run.
program=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work" || exit 1
PATH=$(dirname "$program"):$PATH
export PATH
mkdir folder && : > 'my plan.yaml' && : > zoo.yaml
failed=0 shells=0

# want SHELL LINE ANSWER GOT
want() {
    [ "$3" = "$4" ] && return
    printf 'in %s, "%s" offers:\n%s\nand not:\n%s\n' "$1" "$2" "$4" "$3"
    failed=1
}

# Each shell gets these: a line to complete, and what it should offer, one a line.
cases() {
    ask=$1
    shell=$2
    check 'tco comple' completion
    check 'tco completion ' "$(printf 'bash\nfish\nzsh')"
    check 'tco compare --peri' --period
    check 'tco compare --period fiscal' "$(printf 'fiscal-quarter\nfiscal-year')"
    check 'tco cashflow --view b' book
    check 'tco compare zo' zoo.yaml
    check 'tco compare --models fol' folder
    check 'tco compare --json zo' zoo.yaml
    check 'tco compare --samp' ''
    check 'tco simulate --samp' "$(printf -- '--samples\n--sampling')"
    check 'tco help sw' sweep
    check 'tco compare my' 'my plan.yaml'
    check 'tco eval zo' ''
    check 'tco check --fail-on ' "$(printf 'deny\nnever\nwarn')"
    check 'tco check --fail-on n' never
    check 'tco check --report ' "$(printf 'codequality\ngithub\njunit\nsarif')"
    check 'tco validate --report j' junit
    check 'tco check --table b' base
    check 'tco diff --table c' causes
    check 'tco compare --format s' svg
    check 'tco init --from small' small-team
    check 'tco diff --plo' ''
}
check() { want "$shell" "$1" "$2" "$($ask "$1" | sed 's/[/=]*$//; s/\\//g' | sort -u)"; }

ask_bash() {
    bash --norc --noprofile -c '
        eval "$(tco completion bash)"
        read -ra COMP_WORDS <<< "$1"
        [[ $1 == *" " ]] && COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _tco
        [[ ${#COMPREPLY[@]} -eq 0 ]] || printf "%s\n" "${COMPREPLY[@]}"' bash "$1"
}
ask_fish() {
    HOME=$work timeout 20 fish -N -c 'tco completion fish | source; complete -C $argv[1]' "$1" | cut -f1
}
# What compadd is given while the line is completed on a terminal of its own.
ask_zsh() {
    cat > "$work/rc.zsh" << 'END'
autoload -Uz compinit && compinit -u -D
source <(tco completion zsh)
compadd() {
    local -a made
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
    builtin compadd -O made "$@"
    (( $#made )) && print -rl -- $made >> offered
    builtin compadd "$@"
}
report() { zle complete-word; print -r -- done >> offered; exit }
zle -N report
bindkey '^X' report
END
    rm -f offered
    LINE=$1 timeout 20 zsh -f -c '
        zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell "source ./rc.zsh; PS1=READY; print READY"
        zpty -r -m shell out "*READY*READY*"
        zpty -w -n shell "$LINE"$'"'\\x18'"'
        for ((i = 0; i < 100; i++)); do grep -qx done offered 2> /dev/null && break; sleep 0.1; done' > /dev/null 2>&1
    grep -vx done offered
}

for shell in bash zsh fish; do
    if ! command -v "$shell" > /dev/null; then
        echo "not run: no $shell here"
        continue
    fi
    shells=$((shells + 1))
    cases "ask_$shell" "$shell"
done
[ $shells -gt 0 ] || exit 77
exit $failed
