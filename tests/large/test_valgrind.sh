#!/bin/sh
# test_valgrind.sh PROGRAM PROJECT: every command on every scenario under memcheck: no error, no leak.
. "$(dirname "$0")/lib.sh"
need valgrind
build "$work/build" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DTCO_TESTS=OFF
failed=0
run() {
    valgrind --quiet --error-exitcode=125 --leak-check=full --errors-for-leak-kinds=definite,indirect,possible \
        "$work/build/tco" "$@" > /dev/null 2> "$work/err" < /dev/null
    code=$?
    [ $code -ge 120 ] || return 0
    echo "tco $*: code $code"
    head -40 "$work/err"
    failed=1
}
cd "$project" || exit 1
for scenario in scenarios/*.yaml; do
    for format in table json csv; do
        run compare "$scenario" -f $format
    done
    run cashflow "$scenario" --period year
    run validate "$scenario"
    run simulate "$scenario" --samples 200
done
run explain scenarios/support-assistant.yaml own.hgx.electricity --month 2027-06
run eval 'irr(flows=[-100, 39, 59])'
run models show owned-fleet
run catalog search h100
for broken in tests/golden/diagnostics/*/in/*.yaml; do
    run validate "$broken"
done
exit $failed
