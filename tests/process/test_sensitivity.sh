# Sensitivities by hand: indices of a sum are the shares of its terms, a flip is where --set turns
# the answer, and neither the order of the inputs nor one that nothing uses changes a figure.
. "$(dirname "$0")/lib.sh"
command -v jq > /dev/null || { echo "not run: needs jq"; exit 77; }

write() {
    printf 'tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 12 months\nparams:\n'
    printf '  %s\n' "$@"
    printf '%s\n' 'options:' \
        '  flat:  {it: {use: staff, people: 1 FTE, salary: params.fixed * 1 USD/FTE/month}}' \
        '  moved: {it: {use: staff, people: 1 FTE, salary: (params.x + 2 * params.y) * 1 USD/FTE/month}}'
}
write 'x: uniform(1, 3)' 'y: uniform(0, 2)' 'fixed: 5' > one.yaml
write 'fixed: 5' 'z: 1 to 2' 'y: uniform(0, 2)' 'x: uniform(1, 3)' > two.yaml
"$tco" sensitivity one.yaml -q --samples 16384 --json > one.json || fail "sensitivity one.yaml"
"$tco" sensitivity two.yaml -q --samples 16384 --json > two.json || fail "sensitivity two.yaml"

# The variances of x and 2 y are as 1 to 4; their shares are 0.2 and 0.8, alone and in all.
for pair in "params.x 0.2" "params.y 0.8"; do
    jq -e --arg at "${pair% *}" --argjson want "${pair#* }" '
        .importance[] | select(.address == $at and .option == "moved" and .of == "cost")
        | (.sobol_first - $want | fabs) < 5 * .sobol_first_stderr and .sobol_first_stderr < 0.02
          and (.sobol_total - $want | fabs) < 5 * .sobol_total_stderr and .sobol_total_stderr < 0.02
        ' one.json > /dev/null || fail "${pair% *}: $(jq -c '.importance' one.json)"
done
# P10 and P90 of y are 0.2 and 1.8: 12 (2 + 0.4) and 12 (2 + 3.6).
jq -e '.sensitivity[] | select(.address == "params.y")
    | .low == 0.2 and .high == 1.8 and .flips_at > 1.4999 and .flips_at < 1.5001' one.json > /dev/null ||
    fail "params.y: $(jq -c '.sensitivity' one.json)"
jq -e '.effects[] | select(.address == "params.y" and .option == "moved")
    | .cost_low == 28.8 and .cost_high == 67.2 and .delta_low == -31.2' one.json > /dev/null ||
    fail "params.y: $(jq -c '.effects' one.json)"

for list in sensitivity effects importance; do
    for file in one two; do jq -c ".$list | sort_by(.address, .option, .of)[]" $file.json > $file.$list; done
    cmp one.$list two.$list || fail "$list hangs on the order of inputs"
done
jq -e '.inert[] | select(.address == "params.z") | .reason == "unused"' two.json > /dev/null ||
    fail "an input that nothing uses is not listed"

# Of a flip on either side the nearer one is told.
for side in 'above: max(params.x, 4 - 2 * params.x)' 'below: max(4 - params.x, 2 * params.x - 4)'; do
    write 'x: uniform(0, 4)' "c: ${side#*: }" 'fixed: 3' | sed 's/(params.x + 2 .*y)/params.c/' > "${side%%:*}.yaml"
done
for pair in "above 3" "below 1"; do
    "$tco" sensitivity "${pair% *}.yaml" -q --no-shares --json | jq -e --argjson want "${pair#* }" '
        .sensitivity[] | select(.address == "params.x") | (.flips_at - $want | fabs) < 1e-6' > /dev/null ||
        fail "${pair% *}: the other flip"
done

# The shares of a product by hand: the price alone makes 4.0 % of the spread, with the demand 14.3 %.
# At the median demand it moves nothing.
golden=$project/tests/golden/sensitivity/uncertain/in
"$tco" sensitivity $golden/overflow.yaml -q --json > overflow.json || fail "sensitivity overflow.yaml"
jq -e '[.importance[] | select(.option == "own" and .of == "cost")] as $i
    | [["params.demand", 0.8569, 0.9598], ["params.overflow_price", 0.0402, 0.1431]]
    | all(. as [$at, $first, $total] | $i[] | select(.address == $at)
        | (.sobol_first - $first | fabs) < 0.002 and (.sobol_total - $total | fabs) < 0.002
          and .sobol_first_stderr < 0.002 and .sobol_total_stderr < 0.002)' overflow.json > /dev/null ||
    fail "shares of a product: $(jq -c '.importance' overflow.json)"
jq -e '[.inert[] | select(.reason != "zero") | [.address, .reason]] | index([["params.nothing", "no_effect"]])
    and (tostring | contains("overflow_price") | not)' overflow.json > /dev/null ||
    fail "inert: $(jq -c '.inert' overflow.json)"
"$tco" sensitivity $golden/overflow.yaml -q --no-shares --json | jq -e '.inert[]
    | select(.address == "params.overflow_price") | .reason == "no_effect_at_medians"' > /dev/null ||
    fail "without trials it is not known that an input has no effect"

# One input makes all of it, exactly, with a certain option beside it or without.
"$tco" sensitivity $golden/one.yaml -q --json | jq -e '.importance[0]
    | [.spearman, .sobol_first, .sobol_first_stderr, .sobol_total, .sobol_total_stderr] == [1, 1, 0, 1, 0]' > /dev/null ||
    fail "one input does not make all of the spread"

# A walk is one input. It and the fee are added up, so that their shares make all of the spread.
"$tco" sensitivity $golden/walk.yaml -q --json > walk.json || fail "sensitivity walk.yaml"
jq -e '([.sensitivity, .importance, .inert] | tostring | contains("@") | not) and
    ([.importance[] | select(.option == "spot" and .of == "cost")] | length == 2
     and (map(.sobol_first) | add | . > 0.998 and . < 1.002)
     and (map(select(.address == "params.price")) | .[0].sobol_first > 0.99 and .[0].spearman > 0.98))' walk.json > /dev/null ||
    fail "a walk: $(jq -c '.importance' walk.json)"

# Beyond the flip of a walk the other option wins: along the likeliest path to this level.
jq -e '.sensitivity[] | select(.address == "params.price") | .unit == "percentile" and .low == 10
    and .now == 50 and .high == 90 and .flips_at < 50 and .winner == "spot"' walk.json > /dev/null ||
    fail "range of a walk: $(jq -c '.sensitivity' walk.json)"

# Cases go by their names, each alone.
"$tco" sensitivity $golden/cases.yaml -q --json > cases.json || fail "sensitivity cases.yaml"
jq -e '.sensitivity[] | select(.address == "cases") | .low == "bust" and .high == "boom" and .now == null
    and .range == "cases" and .cost_low == 60 and .cost_high == 1800 and .flips_at == "boom" and .winner == "other"' cases.json > /dev/null ||
    fail "cases: $(jq -c '.sensitivity' cases.json)"
jq -e '[.importance[] | select(.option == "own" and .of == "cost")]
    | (map(select(.address == "cases")) | .[0].spearman == null)
    and (map(.sobol_first) | add < 1) and any(.address == "cases.boom.params.price")' cases.json > /dev/null ||
    fail "shares of cases: $(jq -c '.importance' cases.json)"
# What one input does while the others stand is what --set does.
jq -e '.effects[] | select(.address == "params.price" and .option == "own") | .cost_low == 110 and .cost_high == 190' \
    cases.json > /dev/null || fail "another input moves in a case, not in the scenario as it stands"

# On this side of a flip the winner is as before, beyond it the one named.
scenario=$project/scenarios/support-assistant.yaml
"$tco" sensitivity "$scenario" -q --no-shares -f csv | tr -d '\r' > flips.csv || fail "sensitivity"
first() { "$tco" compare "$scenario" -q --json --set "$1" | jq -r '.summary[] | select(.rank == 1) | .option'; }
for at in own.hgx.utilisation own.team.people; do
    flip=$(awk -F, -v a="$at" '$1 == a { print $6 }' flips.csv)
    now=$(awk -F, -v a="$at" '$1 == a { print $9 }' flips.csv)
    winner=$(awk -F, -v a="$at" '$1 == a { print $7 }' flips.csv)
    [ -n "$flip" ] || { fail "$at flips nowhere"; continue; }
    beyond=$(awk -v f="$flip" -v n="$now" 'BEGIN { printf "%.12g", f + (f - n) * 1e-3 }')
    before=$(awk -v f="$flip" -v n="$now" 'BEGIN { printf "%.12g", f - (f - n) * 1e-3 }')
    unit=$(awk -F, -v a="$at" '$1 == a && $8 != "1" { print " " $8 }' flips.csv)
    [ "$(first "$at=$beyond$unit")" = "$winner" ] || fail "$at=$beyond does not make $winner the cheapest"
    [ "$(first "$at=$before$unit")" = hybrid ] || fail "$at=$before is beyond the flip"
done
# A range ends at the bounds of its input: a share at 1, a number of attempts at 1 from above.
"$tco" sensitivity "$scenario" -q --no-shares --swing '60 %' -f csv | tr -d '\r' > wide.csv
for want in own.hgx.resale_kept,0.3,1, own.hgx.goodput,0.4,1, 'own.hgx.attempts[chat],1,1.6,'; do
    grep -qF "$want" wide.csv || fail "no range $want: $(grep -F "${want%%,*}" wide.csv)"
done
finish
