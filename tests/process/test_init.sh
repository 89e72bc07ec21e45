#!/bin/sh
# test_init.sh PROGRAM PROJECT: what tco init writes compares without a warning, each example is
# copied byte by byte, and a terminal is asked.
program=$(realpath "$1") project=$(realpath "$2") failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work" || exit 1
miss() { echo "$1"; failed=1; }

"$program" init plain.yaml > /dev/null || miss "no scenario is written"
"$program" compare plain.yaml > out 2> err || miss "it does not compare"
[ -s err ] && { cat err; failed=1; }
"$program" schema scenario | cmp - scenario-1.json || miss "the schema that the first line names is not beside it"
echo mine > scenario-1.json
"$program" init other.yaml > /dev/null && [ "$(cat scenario-1.json)" = mine ] || miss "a schema that was there is touched"
for example in "$project"/scenarios/*.yaml; do
    name=$(basename "$example" .yaml)
    "$program" init "$name.yaml" --from "$name" > /dev/null && tail -n +2 "$name.yaml" | cmp "$example" - || miss "$name is not copied"
    [ "$(head -n 1 "$name.yaml")" = '# yaml-language-server: $schema=scenario-1.json' ] || miss "$name has no modeline"
    [ -s scenario-1.json ] || miss "the schema of $name is not written"
    rm -f scenario-1.json
done
if script -qec true /dev/null > /dev/null 2>&1; then
    # The second answer can't be one, and is asked for again.
    printf 'Mine\n\\\n2028-01\n24 months\n\n\n7 Gtoken/month\n\n\n\n\n\n\n' |
        script -qec "$program init asked.yaml" /dev/null > out
    for line in 'name: "Mine"' 'start: 2028-01' 'horizon: 24 months' '    input: 7 Gtoken/month'; do
        grep -qxF "$line" asked.yaml || miss "the answer is not in the file: $line"
    done
    printf 'Mine\n' | script -qec "$program init ended.yaml" /dev/null > out
    [ ! -e ended.yaml ] || miss "a file is written though the questions were not answered"
else
    echo "not run: the questions, without a terminal of script"
fi
exit $failed
