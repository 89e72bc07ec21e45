#!/bin/sh
# test_compilers.sh PROGRAM PROJECT: gcc and clang, with and without optimisation, give the same bytes.
. "$(dirname "$0")/lib.sh"
need gcc clang
build "$work/gcc0" -DCMAKE_C_COMPILER=gcc -DCMAKE_BUILD_TYPE=Debug -DTCO_TESTS=OFF
build "$work/clang" -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=Release
check "$work/clang"
failed=0
cd "$project" || exit 1
for scenario in scenarios/*.yaml tests/reference/*/scenario.yaml; do
    for command in "compare -f json --rows" "cashflow -f csv" "simulate -f json --samples 2000"; do
        set -- $command
        word=$1
        shift
        "$program" "$word" "$scenario" "$@" > "$work/want" 2>&1
        for other in gcc0 clang; do
            "$work/$other/tco" "$word" "$scenario" "$@" 2>&1 | cmp - "$work/want" && continue
            echo "tco $word $scenario $*: $other prints other bytes"
            failed=1
        done
    done
done
exit $failed
