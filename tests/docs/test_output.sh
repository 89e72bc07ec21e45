#!/bin/sh
# test_output.sh PROGRAM PROJECT: docs/OUTPUT.md names every key that JSON results hold.
program=$1 page=$2/docs/OUTPUT.md failed=0
command -v jq > /dev/null || { echo "not run: needs jq"; exit 77; }
cd "$2" || exit 1
scenario=docs/examples/methods.yaml
show() {
    timeout 20 "$program" "$@" --json 2> /dev/null |
        jq -r 'paths | map(select(type == "string")) | .[-1] // empty'
}
keys=$({
    show compare $scenario --rows
    show compare scenarios/small-team.yaml
    show compare missing.yaml
    show breakeven $scenario --vary buy.it.price
    show sensitivity $scenario
    show sweep $scenario --vary buy.it.price=4000,8000
    show optimize $scenario --vary buy.it.price=4000:8000:2000 --at-most capex=7000
    show cashflow $scenario
    show cashflow docs/examples/statements.yaml --view book
    show simulate $scenario --samples 100 --fan
    show explain $scenario buy.it.running
    show validate $scenario
    show models
    show models show staff
    show catalog
    show catalog list roles
    show catalog show roles/it-generalist
    show eval '1 + 1'
} | grep -vx -e rent -e buy -e 'buy\.it\.price' | sort -u)  # keys that are addresses
[ "$(printf '%s\n' "$keys" | wc -l)" -gt 80 ] || { echo "too few keys were found"; exit 1; }
for key in $keys; do
    grep -q "\`$key\`" "$page" && continue
    echo "docs/OUTPUT.md says nothing of \`$key\`"
    failed=1
done
exit $failed
