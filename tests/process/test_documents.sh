#!/bin/sh
# test_documents.sh PROGRAM PROJECT: what tables of documents hold: no column is empty, small amounts
# keep their digits beside large ones, and what is left out is said.
. "$(dirname "$0")/lib.sh"
sa=$project/scenarios/support-assistant.yaml
mkdir models
cat > models/thing.yaml <<'M'
model: thing
summary: Something that is bought or rented.
inputs:
  price: {unit: USD, default: 0, doc: Paid on day one.}
  fee:   {unit: USD/month, default: 0, doc: Paid each month.}
costs:
  bought:  {class: capex, category: hardware, is: once(price), paid: start, doc: The price.}
  running: {class: opex, category: support, is: fee * month, doc: The fee.}
M
head='tco: 1
currency: USD
start: 2027-01
horizon: 36 months
finance: {discount_rate: 12 %/year}
options:'
option() { printf '  %s: {it: {use: thing, price: %s USD, fee: %s}}\n' "$@"; }

# Running sums keep the digits that what was paid keeps.
{ echo "$head"; option build 1200000000 '30 MUSD/month' pilot 0 '20 USD/month'; } > mid.yaml
"$tco" compare mid.yaml -q -f md > md || fail "mid: code $?"
[ "$(grep -c '^| 2029 *| 2,280,000 | 0.720 |$' md)" = 1 ] || fail "cash so far: $(grep '^| 2029' md)"
"$tco" compare mid.yaml -q -f md --baseline pilot > md
grep -q '^| 2027 *| -1,560,000 |$' md || fail "saved so far: $(grep '^| 2027' md)"
{ echo "$head"; option build 1200000000 '30 MUSD/month' pilot 0 '20 USD/month' other 0 '30 USD/month'; } |
    "$tco" compare - --models models -q -f md --baseline pilot | grep -q '^| 2027 *| -1,560,000 | -0.120 |$' ||
    fail "saved so far loses digits"

# Without a limit there is no chance to keep to it, but always a regret.
chances() { "$tco" "$@" -q -f html | grep '>P(feasible)<' | grep -o '>Regret<\|>P(within limit)<' | tr '\n' ' '; }
[ "$(chances compare "$sa")" = '>Regret< ' ] || fail "compare: $(chances compare "$sa")"
[ "$(chances simulate "$sa" --samples 64)" = '>Regret< ' ] || fail "simulate: $(chances simulate "$sa" --samples 64)"
[ "$(chances simulate "$sa" --samples 64 --limit 4MUSD)" = '>Regret< >P(within limit)< ' ] || fail "simulate --limit"

# What turns by present value is shown by present value.
{ echo "$head"; option rent 0 '1000 USD/month' buy 30000 '50 USD/month'; } > before.yaml
sed 's/fee: 50 /fee: 0 /' before.yaml > after.yaml
for format in table md; do
    "$tco" diff before.yaml after.yaml --base-models models -q -f $format > out || fail "diff: code $?"
    grep -q 'The cheapest is now buy, before it was rent' out || fail "diff -f $format: the cheapest stays"
    grep -q 'NPV before' out || fail "diff -f $format: no present values: $(grep Option out)"
done
for f in before after; do sed 's/^start/rank_by: total\n&/; s/price: 30000/price: 35000/; s/fee: 0 /fee: 20 /' $f.yaml > $f-total.yaml; done
"$tco" diff before-total.yaml after-total.yaml --base-models models -q > out
grep -q 'The cheapest is now buy' out || fail "diff by total: $(head -3 out)"
grep -q 'NPV before' out && fail "diff: present values, by which nothing is ranked"

# More options than stand side by side: charts stay, and the tables of each option are named.
{ echo "$head"; for i in $(seq 30); do option "o$i" 0 "$i USD/month"; done; } > many.yaml
"$tco" compare many.yaml -q -f html > html || fail "many: code $?"
for heading in 'Cost by category' 'Cash by year' 'Cash by category and year'; do
    grep -q "<h2[^>]*>$heading</h2>" html || fail "many: no $heading"
done
[ "$(grep -c '^<p>30 options are more than stand side by side in a table; the cash of each is under Cash by category and year\.</p>$' html)" = 2 ] ||
    fail "many: not said why tables are missing"
grep -q 'o30' html && [ "$(grep -c '<svg' html)" -ge 3 ] || fail "many: $(grep -c '<svg' html) charts"
sed '/^  o2[4-9]:/d; /^  o30:/d' many.yaml | "$tco" compare - --models models -q -f md > md
grep -q 'side by side' md && fail "23 options stand side by side"
grep -q '^| 2029 .*|' md || fail "23 options: no cash by year"

# Long lists of assumptions are folded on every page.
"$tco" cashflow "$project/scenarios/make-a-model.yaml" --view cash --period year -q -f html > html
grep -q '<details><summary>[0-9]* assumptions</summary>' html || fail "cashflow: assumptions are not folded"

# What moves costs is told of an option that something moves, by its name.
for format in table md html; do
    "$tco" simulate "$project/scenarios/small-team.yaml" -q --samples 64 -f $format > out
    grep -q 'No uncertain input moves the cost of api; what moves costs is shown for owned\.' out ||
        fail "simulate -f $format: what moves costs is that of nobody"
    "$tco" simulate "$sa" -q --samples 64 -f $format | grep -q 'No uncertain input' && fail "simulate -f $format: hybrid is moved"
done

# Words are for people; a month beyond the horizon is told like any other.
"$tco" sensitivity "$sa" -q -f md --samples 64 > md || fail "sensitivity: code $?"
grep -q '| Cost against the baseline |' md && ! grep -q 'delta_vs_baseline' md || fail "sensitivity: keys in words"
{ echo "$head"; option rent 0 '1000 USD/month' buy 36500 '0 USD/month'; } > late.yaml
"$tco" compare late.yaml -q -f md > md
grep -q '| beyond horizon | *36.5 |' md || fail "break-even: $(grep '^| buy' md)"
grep -q '(month 36.5) lies beyond the horizon' md || fail "options: $(grep 'beyond the' md)"
finish
