#!/bin/sh
# test_smoke.sh PROGRAM PROJECT: the scenarios of the benchmarks hold what they say. Nothing is timed.
program=$(realpath "$1") failed=0
cd "$2" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# total NAME=VALUE..: the sum of the options' totals.
total() {
    settings=
    for setting; do settings="$settings -v $setting"; done
    # shellcheck disable=SC2086  # one word each
    awk $settings -v months=12 -f tests/bench/generate.awk > "$work/scenario.yaml"
    timeout 20 "$program" compare "$work/scenario.yaml" -q -f csv > "$work/out" || exit 1
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
             { sum += $at["total"] }
             END { printf "%.2f\n", sum }' "$work/out"
}
# same WHAT LEFT RIGHT: two totals agree, and are not nothing.
same() {
    awk -v a="$2" -v b="$3" 'BEGIN { exit !(a > 0 && a - b < 0.1 && b - a < 0.1) }' && return
    echo "$1: $2 and $3 differ"
    failed=1
}

for model in api rented-fleet owned-fleet; do
    one=$(total count=1 "model=$model")
    ten=$(total count=10 each=1 "model=$model")
    same "$model, an option each" "$(awk -v a="$one" 'BEGIN { printf "%.2f", a * 10 }')" "$ten"
done
same "api, one option" "$(total count=1 model=api)" "$(total count=10 model=api)"
same "like" "$(total count=10 model=owned-fleet)" "$(total count=10 model=like)"
for curve in flat day week; do
    same "api, $curve" "$(total count=1 model=api)" "$(total count=1 model=api "curve=$curve")"
done
exit $failed
