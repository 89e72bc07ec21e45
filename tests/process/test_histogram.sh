#!/bin/sh
# test_histogram.sh PROGRAM PROJECT: bins of one width reach as far beyond P5 and P95 as these are apart, the
# last one being open where trials lie further out; shares add up to 1, and counted ones are those of kept trials.
. "$(dirname "$0")/lib.sh"

printf '%s\n' 'tco: 1' 'currency: USD' 'start: 2027-01' 'horizon: 12 months' 'options:' \
    '  one: {x: {use: staff, exit_cost: 10 to 100 kUSD}}' > s.yaml
for samples in 8192 2097152; do
    "$tco" simulate s.yaml -q --samples $samples --json > s.json || fail "simulate"
    "$tco" simulate s.yaml -q --samples $samples -f csv --table distribution > distribution
    "$tco" simulate s.yaml -q --samples $samples -f csv --table histogram > $samples
    cat distribution $samples | tr -d '\r' | awk -F, '
        $1 == "option" { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $2 != "total" { next }
        !p5 { p5 = $at["p5"]; p95 = $at["p95"]; next }
        {
            if (bins++ && $at["from"] != to) print "a gap at " to
            from = $at["from"]; to = $at["to"]; share += $at["share"]
            if (to != "") width = to - from
        }
        END {
            if (from != int((2 * p95 - p5) / width) * width || to != "") print "the last bin: " from " to " to
            if (share < 0.999999 || share > 1.000001 || bins < 20) print bins " bins have " share
        }' > found
    [ -s found ] && fail "$samples: $(cat found)"
done
grep -q '"quantiles": "counted"' s.json || fail "so few trials are all kept"
paste -d, 8192 2097152 | tr -d '\r' | awk -F, 'NR > 1 && $4 != "" && $9 != "" && ($3 != $8 || $5 - $10 > 0.003 || $10 - $5 > 0.003)' > found
[ -s found ] && fail "counted and kept: $(head -3 found)"
finish
