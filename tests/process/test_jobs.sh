#!/bin/sh
# test_jobs.sh PROGRAM PROJECT: sweep, optimize, sensitivity and counted trials are the same bytes on any number of
# threads: points on lanes and in words, points with trials, and inputs that move alone.
. "$(dirname "$0")/lib.sh"
cd "$project" || exit 1
count=0

same() {
    timeout 60 "$tco" "$@" -q -f json --jobs 1 > "$work/one" || fail "tco $*"
    for jobs in 2 3 7; do
        timeout 60 "$tco" "$@" -q -f json --jobs $jobs | cmp - "$work/one" && continue
        fail "tco $* differs on $jobs threads"
    done
    count=$((count + $(grep -c '"option"' "$work/one")))
}

support=scenarios/support-assistant.yaml team=scenarios/small-team.yaml
same sweep $support --vary volume=0.5:2:0.01
same sweep $support --vary volume=0.5:2:0.1 --vary growth=0%/year:60%/year:5%/year
same sweep $team --vary volume=0.5:1.5:0.25 --for p10,p90 --samples 3000
same sweep $team --vary horizon=12months,24months --vary volume=0.1:3:0.02
same optimize $support --vary volume=0.5:2:0.02 --for total
same optimize $team --vary volume=0.5:1.5:0.5 --for p90 --samples 3000
same simulate $team --samples 300000
grep -q '"quantiles": "counted"' "$work/one" || fail "so few trials are all kept"
same sensitivity $support --samples 4096
same sensitivity tests/bench/bvb-60x4.yaml --samples 1000
[ $count -ge 1000 ] || fail "only $count rows"

for jobs in 0 257 2.5 many; do
    "$tco" sweep $team --vary volume=1,2 --jobs $jobs > "$work/out" 2>&1
    [ $? -eq 2 ] && grep -q -e '--jobs takes' "$work/out" && continue
    fail "--jobs $jobs: $(cat "$work/out")"
done
finish
