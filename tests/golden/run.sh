#!/bin/sh
# run.sh PROGRAM [GROUP[/CASE] ..]          compares
# run.sh --update PROGRAM GROUP[/CASE] ..   rewrites, and shows what changed
#
# A case is a folder GROUP/CASE that holds
#   cmd    a shell command; `tco` is the program under test
#   in/    files that it finds in its working folder (optional)
#   out    what it prints, `err` what it prints to standard error, `code` its exit code
#          (err and code may be left out: nothing and 0)
#   out.*  files that it must write, by their names behind `out.`
# Nothing else may stand in a case, so that no expectation is ever forgotten.
update=no
if [ "$1" = --update ]; then update=yes; shift; fi
program=$(realpath "$1")
shift
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || set -- $(cd "$here" && ls -d -- */ | tr -d /)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
mkdir "$work/bin"
ln -s "$program" "$work/bin/tco"
failed=0 count=0

known() {
    for file in "$1"/*; do
        case ${file##*/} in
        cmd|in|out|err|code|out.*) ;;
        *) echo "unknown file $file"; return 1 ;;
        esac
    done
}

run_case() {
    case_folder=$1 name=$2
    rm -rf "$work/in" "$work/got"
    mkdir "$work/in" "$work/got"
    [ -d "$case_folder/in" ] && cp -R "$case_folder/in/." "$work/in/"
    (cd "$work/in" && find . -type f | sort > "$work/before"
     exec env -i PATH="$work/bin:$PATH" HOME="$work" LC_ALL=C.UTF-8 COLUMNS=80 \
         sh "$case_folder/cmd" > "$work/got/out" 2> "$work/got/err" < /dev/null)
    code=$?
    (cd "$work/in" && find . -type f | sort > "$work/after")
    [ "$code" -eq 0 ] || echo "$code" > "$work/got/code"
    [ -s "$work/got/err" ] || rm -f "$work/got/err"
    for file in $(comm -13 "$work/before" "$work/after"); do
        cp "$work/in/$file" "$work/got/out.$(basename "$file")"
    done
    mkdir "$work/want"
    for file in "$case_folder"/out "$case_folder"/out.* "$case_folder"/err "$case_folder"/code; do
        [ -f "$file" ] && cp "$file" "$work/want/"
    done
    if ! diff -ru "$work/want" "$work/got" > "$work/diff"; then
        if [ $update = yes ]; then
            rm -f "$case_folder"/out "$case_folder"/out.* "$case_folder"/err "$case_folder"/code
            cp "$work/got/"* "$case_folder/"
            echo "updated $name"
        else
            echo "FAILED $name: $(cat "$case_folder/cmd")"
            failed=$((failed + 1))
        fi
        cat "$work/diff"
    fi
    rm -rf "$work/want"
}

for pattern in "$@"; do
    for cmd in "$here/$pattern"/cmd "$here/$pattern"/*/cmd; do
        [ -f "$cmd" ] || continue
        folder=${cmd%/cmd}
        count=$((count + 1))
        known "$folder" || failed=$((failed + 1))
        run_case "$folder" "${folder#"$here"/}"
    done
done
echo "$count cases, $failed failed"
[ "$failed" -eq 0 ] && [ "$count" -gt 0 ]
