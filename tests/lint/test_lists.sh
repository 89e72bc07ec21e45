#!/bin/sh
# test_lists.sh PROGRAM PROJECT: every message, option, function, distribution and command of the
# program is documented, and tested by a golden.
program=$(realpath "$1") failed=0 count=0
cd "$2" || exit 1

# want WHAT NAME PATTERN PLACE..: a line of the places matches.
want() {
    what=$1 name=$2 pattern=$3
    shift 3
    count=$((count + 1))
    grep -rqE -e "$pattern" "$@" && return
    echo "$what $name stands nowhere in $*"
    failed=1
}

for id in $(sed -n 's/^DIAG([A-Z_]*, *"\([a-z-]*\)".*/\1/p' src/base/diag_codes.def); do
    want message "$id" "\[$id\]" docs/ERRORS.md
    want message "$id" "\[$id\]" tests/golden/diagnostics/"$id"/err
done
for name in $(sed -n 's/^OPTION([A-Z_]*, *"\([a-z-]*\)".*/\1/p' src/cli/options.def); do
    count=$((count + 1))
    tr -d '\\' < docs/tco.1 | grep -q -e "--$name" && continue
    echo "option --$name is not in docs/tco.1"
    failed=1
done
for name in $("$program" help functions | sed -n 's/^  \([a-z_]*\).*/\1/p' | sort -u); do
    [ -n "$name" ] && want function "$name" "(^|[^a-z_])$name([^a-z_]|$)" docs/LANGUAGE.md
done
for name in $("$program" help | sed -n '/^Commands/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
    want command "$name" "tco .*$name" tests/golden/"$name"
    want command "$name" "^(\.B )?$name" docs/tco.1
done
[ $count -ge 150 ] || { echo "only $count names were found"; failed=1; }
exit $failed
