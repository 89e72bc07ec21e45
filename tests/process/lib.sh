# lib.sh - what the process tests share. Source it with the program and the project's folder.
tco=$(realpath "$1")
project=$(realpath "$2")
good=$project/scenarios/small-team.yaml
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
failed=0
cd "$work" || exit 1
unset COLUMNS NO_COLOR FORCE_COLOR

fail() {
    echo "FAILED: $*"
    failed=$((failed + 1))
}

# expect CODE [ID] -- COMMAND ..: runs it for ten seconds at most; the exit code must be CODE and
# standard error must name the rule ID. What it printed is left in $work/out and $work/err.
expect() {
    want=$1 id=
    shift
    [ "$1" = -- ] || { id=$1; shift; }
    shift
    timeout 10 "$@" > "$work/out" 2> "$work/err" < /dev/null
    code=$?
    judge "$want" "$id" "$*"
}

judge() {
    [ "$code" = "$1" ] || fail "$3: code $code, not $1: $(head -c 400 "$work/err")"
    [ -z "$2" ] || grep -qF "[$2]" "$work/err" || fail "$3: no [$2] in: $(head -c 400 "$work/err")"
}

# Nothing but these files stands in a folder: no temporary file was left behind.
only_files() {
    folder=$1
    shift
    [ "$(ls -A "$folder" | sort | tr '\n' ' ')" = "$* " ] || fail "$folder holds $(ls -A "$folder")"
}

# limit_memory KILOBYTES, in a subshell. A sanitizer reserves far more than it uses.
limit_memory() {
    [ -n "$TCO_SANITIZED" ] || ulimit -v "$1"
}

not_run() {
    echo "not run: $*"
}

finish() {
    [ "$failed" -eq 0 ] || { echo "$failed failed"; exit 1; }
    exit 0
}
