#!/bin/sh
# test_unused_inputs.sh PROGRAM PROJECT: an uncertain input that nothing reads, and another order of
# the file, change no figure of simulate - with months, and in shards - whatever uncertainty stands there.
program=$(realpath "$1") failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work" || exit 1

head='tco: 1
currency: USD
start: 2027-01
horizon: 13 months'
a='  a: 1 to 3 kUSD' b='  b: {p10: 1 kUSD, p50: 2 kUSD, p90: 5 kUSD}'
c='  c: {from: 1 kUSD, growth: -20 to 5 %/year, volatility: 30 %/year}'
ab='  - {between: [params.a, params.b], rank: 0.7}'
options='options:
  one: {x: {use: staff, exit_cost: params.a + params.b + params.c}}
  two: {x: {use: staff, people: 1 FTE, exit_cost: "max(600 USD, normal(700 USD, 200 USD))"}}'
cases='  boom: {weight: 40 %, params.a: 4 to 6 kUSD}' calm='  calm: {weight: 60 %}'

# Every table with months, in one run and in shards.
simulated() {
    cat > s.yaml
    for table in distribution summary breakeven unknowns; do
        "$program" simulate s.yaml -q --samples 1024 --fan -f csv --table $table || echo "it fails"
    done
    for shard in 1/2 2/2; do
        "$program" simulate s.yaml -q --samples 1024 --shard $shard -o part-${shard%/2}.json || echo "it fails"
    done
    "$program" merge part-1.json part-2.json -q --fan -f csv || echo "it fails"
}
plain=$(printf '%s\n' "$head" params: "$a" "$b" "$c" correlations: "$ab" cases: "$cases" "$calm" "$options" | simulated)
printf '%s\n' "$plain" | grep -q '^two,total,' && ! printf '%s\n' "$plain" | grep -q 'it fails' || { echo "nothing is simulated: $plain"; exit 1; }

same() {
    [ "$2" = "$plain" ] && return
    echo "$1 changes a figure"
    failed=1
}
for more in '  aa: 1 to 2' '  z: "metalog(p10=1, p50=2, p90=5)"' '  b0: {from: 1, volatility: 9 %/month}'; do
    same "an unused input$more" "$(printf '%s\n' "$head" params: "$more" "$a" "$b" "$c" correlations: "$ab" cases: "$cases" "$calm" "$options" | simulated)"
done
same "an unused input that is correlated" "$(printf '%s\n' "$head" params: '  aa: 1 to 2' "$a" "$b" "$c" correlations: '  - {between: [params.aa, params.b], rank: 0.3}' "$ab" cases: "$cases" "$calm" "$options" | simulated)"
same "another order" "$(printf '%s\n' "$options" cases: "$calm" "$cases" correlations: "$ab" params: "$c" "$b" "$a" "$head" | simulated)"

# The test itself: what does change a figure is seen.
other=$(printf '%s\n' "$head" params: '  a: 1 to 4 kUSD' "$b" "$c" correlations: "$ab" cases: "$cases" "$calm" "$options" | simulated)
[ "$other" = "$plain" ] && { echo "another input changes no figure"; failed=1; }
exit $failed
