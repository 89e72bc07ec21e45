#!/bin/sh
# test_flows.sh PROGRAM PROJECT: cash by category and period adds up, across and down, to the other
# lists of the result; and what documents show of it is the sum of the rows of the cash flow.
program=$(realpath "$1") failed=0
cd "$2" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

fail() { echo "FAILED: $1"; failed=1; }

# The largest difference of the sums of cash_by_category to categories, to cash and to the totals.
differences='
    def close(a; b): ((a - b) | fabs) <= 1e-9 * ([(a | fabs), (b | fabs), 1] | max);
    . as $r
    | [$r.categories[] as $c | close($c.cost; [$r.cash_by_category[] | select(.option == $c.option and .category == $c.category) | .cost] | add)]
    + [$r.cash_by_category | map(.period) | unique[] as $p | $r.summary[].option as $o
       | close([$r.cash_by_category[] | select(.option == $o and .period == $p) | .cost] | add;
               [$r.cash[] | select(.option == $o and (.period == $p or (.period | startswith($p + "-")))) | .cost] | add)]
    + [$r.summary[] as $s | (([$r.cash_by_category[] | select(.option == $s.option) | .cost] | add) - $s.total | fabs) < 0.006]
    | "\(length) \(all)"'

for file in scenarios/*.yaml docs/examples/methods.yaml docs/examples/lease-or-buy.yaml; do
    "$program" compare "$file" -q --json > "$work/result.json" 2> /dev/null || { fail "$file: no result"; continue; }
    said=$(jq -r "$differences" "$work/result.json")
    case $said in
    [1-9]*" true") ;;
    *) fail "$file: $said" ;;
    esac
done

# figures FILE: option, category and the cash of each year and of all of them, from the rows of the cash flow.
figures() {
    "$program" cashflow "$1" -q --json --period year 2> /dev/null | jq -r '
        .rows | map(select(.class == "capex" or .class == "opex"))
        | (map(.period) | unique) as $years
        | group_by(.option)[] | . as $own | .[0].option as $option
        | ((group_by(.category)[] | {name: .[0].category, list: .}), {name: "total", list: $own})
        | .name as $name | .list as $list
        | [$years[] as $y | [$list[] | select(.period == $y) | .billed_cost] | add] as $sums
        | select($sums | any(. != 0))
        | [$option, $name, ($sums + [$sums | add] | map(. + 0.0000001 | round))[]] | map(tostring) | join(" ")' | sort
}

# shown FILE: the same from the document.
shown() {
    "$program" compare "$1" -q -f md 2> /dev/null | awk -F '|' '
        /^## / { on = /^## Cash by category and year/ }
        !on || !/^\|/ || /^\| -/ { next }
        { gsub(/[ ,\\]/, "") }
        $3 ~ /^[0-9][0-9][0-9][0-9]$/ && $NF == "" && $(NF - 1) == "Total" { option = $2; next }
        { line = option; for (i = 2; i < NF; i++) line = line " " $i; print line }' | sort
}

for file in scenarios/small-team.yaml scenarios/support-assistant.yaml; do
    figures "$file" > "$work/want"
    shown "$file" > "$work/got"
    [ "$(wc -l < "$work/got")" -ge 10 ] || fail "$file: $(wc -l < "$work/got") lines were seen"
    diff "$work/want" "$work/got" || fail "$file: the document has other figures"
done

# A page folds what is long, and only that.
"$program" compare scenarios/regulated-bank.yaml -q -f html > "$work/long.html"
"$program" compare scenarios/small-team.yaml -q -f html > "$work/short.html"
[ "$(grep -c '<summary>Cash paid by' "$work/long.html")" -ge 5 ] || fail "long tables are not folded"
[ "$(grep -c '<p class="note">Cash paid by' "$work/short.html")" -eq 4 ] || fail "short tables are folded"
exit $failed
