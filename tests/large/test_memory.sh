#!/bin/sh
# test_memory.sh PROGRAM PROJECT: allocations fail, once and for ever, in every command and format: no
# crash, no other output with code 0, no silence. Up to 300 points are tried in each run, all of them
# where there are no more.
. "$(dirname "$0")/lib.sh"
need gcc
gcc -shared -fPIC -O1 "$(dirname "$0")/failing_malloc.c" -o "$work/failing.so" 2> /dev/null ||
    { echo "not run: test_memory needs the GNU C library"; exit 77; }
failed=0 runs=0
cd "$project" || exit 1

sweep() {
    "$program" "$@" > "$work/want" 2> /dev/null
    env LD_PRELOAD="$work/failing.so" FAIL_COUNT="$work/count" "$program" "$@" > /dev/null 2>&1
    read -r count < "$work/count"
    step=$((count / 300 + 1))
    for sticky in '' FAIL_STICKY=1; do
        at=1
        while [ $at -le "$count" ]; do
            env LD_PRELOAD="$work/failing.so" FAIL_AT=$at $sticky "$program" "$@" > "$work/got" 2> "$work/err"
            code=$?
            bad=
            [ $code -lt 120 ] || bad="crashes with code $code"
            [ $code -ne 0 ] || cmp -s "$work/got" "$work/want" || bad="prints something else with code 0"
            [ $code -eq 0 ] || [ -s "$work/err" ] || bad="fails without a word"
            [ -z "$bad" ] || { echo "tco $*: allocation $at $sticky $bad"; failed=1; }
            at=$((at + step)) runs=$((runs + 1))
        done
    done
}
for format in table json jsonl csv; do
    sweep compare scenarios/small-team.yaml -f $format
done
sweep cashflow scenarios/small-team.yaml --period year
sweep validate scenarios/regulated-insurer.yaml
sweep validate tests/golden/diagnostics/unknown-key/in/s.yaml
sweep explain scenarios/small-team.yaml api.npv
sweep simulate scenarios/small-team.yaml --samples 64
sweep eval '1 kWh * 0.2 USD/kWh'
sweep models show api
sweep catalog search h100
echo "$runs failed allocations"
exit $failed
