#!/bin/sh
# test_heeded.sh PROGRAM PROJECT: an option that says how to write is heeded or refused, never passed
# over.
. "$(dirname "$0")/lib.sh"
sa=$project/scenarios/support-assistant.yaml

# A table that is asked for by name is what a terminal shows, of every command.
asked() {
    heading=$1 table=$2
    shift 2
    "$tco" "$@" -q --table "$table" > out 2> err || fail "$*: $(head -c 200 err)"
    sed -n 5p out | grep -q "^$heading" || fail "$* --table $table shows: $(sed -n 5p out)"
}
asked 'Option *Against *Metric' metrics compare "$good"
asked 'Address *Value' assumptions compare "$good"
asked 'Option *Against' breakeven compare "$good"
asked 'Option *Metric' distribution simulate "$sa" --samples 64
asked 'Input *Low' sensitivity sensitivity "$good" --no-shares
asked 'Address *Value' assumptions check "$good"
"$tco" optimize "$sa" -q --vary own.hgx.server.gpus=8:16:8 --table flatness | grep -q '^Option *Address *Best at' ||
    fail "optimize --table flatness"

# A chart that is asked for by name is drawn on a terminal.
"$tco" compare "$good" -q --chart category > drawn
"$tco" compare "$good" -q --chart category --plot | cmp -s - drawn || fail "--chart draws no chart"
grep -q 'Cost by category' drawn || fail "--chart draws nothing"

expect 2 usage -- "$tco" compare "$good" --csv-dialect excel
expect 2 usage -- "$tco" compare "$good" --plot -f csv
expect 2 usage -- "$tco" compare "$good" --plot --json
expect 2 usage -- "$tco" compare "$good" --chart category -f md
expect 0 -- "$tco" compare "$good" -q --csv-dialect excel -o out.csv
expect 0 -- "$tco" compare "$good" -q --chart category --json -o out.svg
expect 0 -- "$tco" compare "$good" -q --plot -o out.txt
grep -q '█' out.txt || grep -q '#' out.txt || fail "a text file has no plot"

# What writes CSV writes it in each dialect.
mark=$(printf '\357\273\277')
"$tco" explain "$good" api.npv -q -f csv --csv-dialect excel | head -c 3 | grep -q "$mark" || fail "explain knows no dialect"
"$tco" validate "$good" -q -f csv --csv-dialect excel | head -c 3 | grep -q "$mark" || fail "validate knows no dialect"

# Numbers are never touched, wherever they stand: in headings and in texts they have the point of the
# dialect and no apostrophe; what could act has one.
cat > fee.yaml <<'Y'
tco: 1
currency: USD
start: 2027-01
horizon: 12 months
options:
  api: {it: {use: fee-of, fee: 100 USD/month}}
  own: {it: {use: fee-of, fee: 80 USD/month}}
Y
mkdir models
cat > models/fee-of.yaml <<'Y'
model: fee-of
summary: A fee.
inputs:
  fee: {unit: USD/month, doc: The fee.}
costs:
  paid: {class: opex, category: support, is: fee * month, doc: The fee.}
Y
grid() { "$tco" sweep fee.yaml --models models -q -f csv --table grid "$@" | head -1 | tr -d '\r'; }
found=$(grid --vary own.it.fee=1:2:1 --vary api.it.fee=-1:1:1)
[ "$found" = 'option,own.it.fee,-1 USD/month,0 USD/month,1 USD/month' ] || fail "headings are $found"
found=$(grid --vary own.it.fee=1:2:1 --vary api.it.fee='-5000 USD/month,-4000 USD/month')
[ "$found" = 'option,own.it.fee,-5000 USD/month,-4000 USD/month' ] || fail "headings are $found"
found=$(grid --vary own.it.fee=1:2:1 --vary api.it.fee=0.25,0.5 --csv-dialect excel-eu | sed "s/^$mark//")
[ "$found" = 'option;own.it.fee;0,25 USD/month;0,5 USD/month' ] || fail "headings are $found"
found=$("$tco" sweep "$sa" -q --vary volume=0.5,1.5 --vary own.hgx.resale_share=0.25,0.5 -f csv --table grid --csv-dialect excel-eu | sed -n 1p)
case $found in *";0,25;0,5"*) ;; *) fail "headings are $found" ;; esac
"$tco" catalog show sites/colo-us -f csv --csv-dialect excel-eu | grep -q '^pue;1,[0-9]*;' || fail "the catalogue has points"
sed 's/  own:/  "-1+cmd":/' fee.yaml > acts.yaml
"$tco" compare acts.yaml --models models -q -f csv 2> err | grep -q "^\"'-1+cmd" || grep -q error err || fail "what could act is not guarded"
finish
