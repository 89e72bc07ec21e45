#!/bin/sh
# test_page_units.sh PROGRAM PROJECT: money of a page is all in one unit, and every table of money
# says which.
. "$(dirname "$0")/lib.sh"

# Where the options stand in thousands, all other tables do.
"$tco" compare "$project/scenarios/gpu-cluster-10k.yaml" -q -f html | sed '/id="tco-result"/q' > html
grep -q '>Money in thousand USD\.<' html || fail "the page is not in thousands: the scenario is too small for this test"
grep -o '\(summary\|class="note"\)>[^<]*USD[^<]*' html > notes
[ "$(wc -l < notes)" -ge 6 ] || fail "few notes tell a unit: $(cat notes)"
grep -vi "in thousand USD" notes && fail "a table is in another unit"
# Cells of ten digits are those of whole units.
grep -o '<td class="n">-*[0-9]*,[0-9]*,[0-9]*,[0-9]*</td>' html | head -3 | grep . && fail "cells are in whole units"

# Facts and tables of other pages name the currency.
"$tco" simulate "$project/scenarios/support-assistant.yaml" --samples 256 -q -f html > html
grep -q '<li>Value of information: [0-9,]* USD</li>' html || fail "what is worth knowing has no unit"
grep -q '<summary>[0-9]* rows; money in USD</summary>' html || fail "a folded table has no unit"
"$tco" sensitivity "$project/scenarios/support-assistant.yaml" --no-shares -q -f html > html
grep -q 'costs of hybrid in USD' html || fail "the inputs have no unit"
grep -c '<th scope="col">Winner</th>' html | grep -qx '[01]' || fail "two columns are called the same"

# Beside huge amounts a small one keeps its digits.
mkdir models
cat > models/fee-of.yaml <<'Y'
model: fee-of
summary: A fee.
inputs:
  fee: {unit: USD/month, doc: The fee.}
costs:
  paid: {class: opex, category: support, is: fee * month, doc: The fee.}
Y
cat > huge.yaml <<'Y'
tco: 1
currency: USD
start: 2027-01
horizon: 24 months
options:
  huge: {it: {use: fee-of, fee: 3e13 USD/month}}
  gain: {it: {use: fee-of, fee: -5000 USD/month}}
  zero: {it: {use: fee-of, fee: 0 USD/month}}
Y
"$tco" compare huge.yaml --models models -q > out
grep -q '^gain .* -0.120 ' out || fail "a small amount is nothing: $(cat out)"
grep -q '^zero .* 0 *0 ' out || fail "nothing is something: $(cat out)"
"$tco" compare huge.yaml --models models -q -f html | grep -A2 'scope="row">support<' | grep -q -- '>-0.12' || fail "a small amount is nothing on a page"
finish
