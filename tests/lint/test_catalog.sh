#!/bin/sh
# test_catalog.sh PROGRAM PROJECT: every figure of the shipped catalogue is complete, in range and
# sourced: of the files, and of what was compiled from them. Every entry has a name to be read.
program=$(realpath "$1")
cd "$2" || exit 1
"$program" catalog check > /dev/null && "$program" catalog check models > /dev/null || exit 1
awk '
    function leave() {
        if (id != "" && !named) { print where ": " id " has no name"; bad = 1 }
        id = ""
    }
    FNR == 1 { leave(); inside = 0 }
    /^entries:/ { inside = 1; next }
    inside && /^  [^ ]/ { leave(); id = $1; where = FILENAME ":" FNR; named = 0 }
    inside && /^    name: ./ { named = 1 }
    END { leave(); exit bad }' models/catalog/*.yaml
