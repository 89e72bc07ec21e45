#!/bin/sh
# test_page_print.sh PROGRAM PROJECT: every table of a page has a name that no other of its section has,
# and what a page folds stays out of print, which says so.
. "$(dirname "$0")/lib.sh"
for words in "compare $project/scenarios/support-assistant.yaml" "simulate $project/scenarios/support-assistant.yaml --samples 256" \
    "sensitivity $project/scenarios/support-assistant.yaml --no-shares" \
    "cashflow $project/docs/examples/statements.yaml --view book --period month"; do
    # shellcheck disable=SC2086  # words of a command
    "$tco" $words -q -f html > html || fail "no page of $words"
    [ "$(grep -c '<table>' html)" -gt 0 ] && [ "$(grep -c '<table>' html)" -eq "$(grep -c '^<caption' html)" ] ||
        fail "$words: $(grep -c '<table>' html) tables, $(grep -c '^<caption' html) captions"
    # The captions of each section.
    awk '/<h2/ { section++ } /^<caption/ { print section ": " $0 }' html | sort | uniq -d > twice
    [ ! -s twice ] || fail "$words: tables of one name: $(head -3 twice)"
done
"$tco" compare "$project/scenarios/support-assistant.yaml" -q -f html > html
grep -q '<summary>[0-9]* assumptions</summary>' html || fail "long assumptions are not folded"
grep -q '@media print.*' html && grep -q 'folded: open it to print it' html || fail "print does not say what it leaves out"
grep -q 'details-content' html && fail "print opens what is folded"
"$tco" compare "$project/docs/examples/methods.yaml" -q -f html | grep -q 'assumptions</summary>' && fail "short assumptions are folded"
finish
