#!/bin/sh
# test_schema.sh PROGRAM PROJECT: the schemas say of files what the loader says. Every file of ours,
# and every input of a golden case, that the loader takes is valid to a validator of others; of each
# mistake in bad.txt, both underline the same line.
program=$(realpath "$1") project=$(realpath "$2") failed=0
here=$project/tests/schema
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$project" || exit 1
for name in scenario model catalog budget result; do
    "$program" schema $name > "$work/$name.json" || exit 1
    cmp -s "$work/$name.json" docs/schema/$name-1.json && continue
    echo "docs/schema/$name-1.json is not what tco schema $name prints; test_console.sh --update writes it"
    failed=1
done
if ! python3 -c 'import jsonschema, yaml' 2> /dev/null; then
    echo "not run: this needs python3-jsonschema and python3-yaml"
    exit $((failed ? 1 : 77))
fi
validate() { timeout 120 python3 "$here/validate.py" "$@"; }

# Good files, by what the loader takes them for.
list=$(ls scenarios/*.yaml docs/examples/*.yaml models/*.yaml models/catalog/*.yaml docs/examples/budgets/*.yaml \
    tests/golden/*/*/in/*.yaml tests/golden/*/*/in/models/*.yaml tests/reference/*/*.yaml)
"$program" validate $list 2> /dev/null | grep ': valid ' > "$work/good"
[ "$(wc -l < "$work/good")" -ge 140 ] || { echo "few good files were found"; failed=1; }
for name in scenario model catalog budget; do
    sed -n "s/: valid $name\(ue\|s\)*\$//p" "$work/good" | grep -vxF -f "$here/differs.txt" > "$work/list"
    [ -s "$work/list" ] || { echo "no good file is a $name"; failed=1; continue; }
    validate "$work/$name.json" $(cat "$work/list") | grep -v ' valid$' > "$work/refused"
    [ -s "$work/refused" ] || continue
    echo "the loader takes these, the schema of a $name does not:"
    cut -c1-200 "$work/refused"
    failed=1
done

# Bad files: a line of bad.txt is KIND, a file, an edit of it by sed, and what is wrong with that.
count=0
grep -v '^#' "$here/bad.txt" > "$work/bad.txt"
while IFS='|' read -r kind file edit what; do
    count=$((count + 1))
    mkdir "$work/$count"
    sed "$edit" "$file" > "$work/$count/$kind.yaml"
    cmp -s "$file" "$work/$count/$kind.yaml" && { echo "$what: the edit changes nothing"; failed=1; }
done < "$work/bad.txt"
for name in scenario model catalog budget; do
    validate "$work/$name.json" "$work"/*/$name.yaml >> "$work/underlined"
done
count=0
while IFS='|' read -r kind file edit what; do
    count=$((count + 1)) bad=$work/$count/$kind.yaml
    loader=$("$program" validate "$bad" 2>&1 | sed -n 's/^[^:]*yaml:\([0-9]*\):[0-9]*: error.*/\1/p' | head -1)
    schema=$(grep -F "$bad " "$work/underlined" | sed -n 's/^[^ ]* \([0-9][0-9]*\) .*/\1/p' | head -1)
    [ -n "$loader" ] && [ "$loader" = "$schema" ] && continue
    echo "$what: tco validate underlines line ${loader:-(none)}, the schema line ${schema:-(none)}"
    failed=1
done < "$work/bad.txt"

# Results: of every kind, and what the loader of saved ones refuses.
m=docs/examples/methods.yaml
sed 's/price: 6000 USD/price: 5000 USD/' $m > "$work/before.yaml"
save() { "$program" "$@" --json -q > "$work/$1.json" 2> /dev/null; }
save compare $m --rows; save cashflow $m; save simulate $m; save sensitivity $m; save explain $m buy.it.running
save breakeven $m --vary buy.it.price; save validate $m; save diff "$work/before.yaml" $m --models docs/examples/models
save sweep $m --vary buy.it.price=4000:8000:2000 --vary finance.discount_rate=8%/year,12%/year
save optimize $m --vary buy.it.price=4000:8000:2000
save check scenarios/support-assistant.yaml --budget docs/examples/budgets/support-assistant.yaml
for kind in compare cashflow simulate sensitivity explain breakeven validate diff sweep optimize check; do
    "$program" render "$work/$kind.json" > /dev/null 2>&1 || { echo "render refuses the result of $kind"; failed=1; }
    validate "$work/result.json" "$work/$kind.json" | grep -v ' valid$' > "$work/refused"
    [ -s "$work/refused" ] || continue
    echo "render takes this, the schema of a result does not:"
    cut -c1-200 "$work/refused"
    failed=1
done
for bad in tests/golden/render/wrong/in/*.json; do
    loads=yes valid=yes
    "$program" render "$bad" -f json > /dev/null 2>&1 || loads=no
    case $bad in */twice.json|*/nan.json|*/cut.json|*/empty.json) continue ;; esac  # no JSON
    validate "$work/result.json" "$bad" 2> /dev/null | grep -q ' valid$' || valid=no
    [ $loads = $valid ] || { echo "$bad: render takes it: $loads, the schema: $valid"; failed=1; }
done

# Results with one edit each: both approve, or neither.
mkdir "$work/edits"
for kind in compare check; do
    timeout 300 python3 "$here/mutate.py" "$work/$kind.json" "$work/result.json" "$program" "$work/edits" > "$work/differ" && continue
    head -n 20 "$work/differ"
    failed=1
done
exit $failed
