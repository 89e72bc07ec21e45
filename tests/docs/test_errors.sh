#!/bin/sh
# test_errors.sh PROGRAM PROJECT: docs/ERRORS.md has a section on every rule id, and its example
# shows that id.
program=$1 page=$2/docs/ERRORS.md failed=0
ids=$("$program" help errors | sed -n 's/^  \([a-z-]*\) .*/\1/p')
[ -n "$ids" ] || { echo "tco help errors lists no ids"; exit 1; }
for id in $ids; do
    awk -v id="$id" '
        /^##/ { on = $0 == "### " id }
        on && index($0, "[" id "]") { found = 1 }
        END { exit !found }' "$page" && continue
    echo "docs/ERRORS.md: no example that shows [$id]"
    failed=1
done
exit $failed
