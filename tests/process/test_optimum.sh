#!/bin/sh
# test_optimum.sh PROGRAM PROJECT: how flat an optimum is, by hand, also where costs are below zero: -1000 kUSD in
# the middle and 1 or 4 kUSD more around it are all within 1 %.
. "$(dirname "$0")/lib.sh"

mkdir models
cat > models/bowl.yaml <<'END'
model: bowl
summary: a cost that is least in the middle
inputs:
  at: {unit: 1, doc: where}
  size: {unit: 1, doc: how steep}
costs:
  paid: {is: "first * (size * (at - 3) * (at - 3) * 1 kUSD - 1000 kUSD)", class: opex, category: other, doc: what is paid}
END
printf '%s\n' 'tco: 1' 'currency: USD' 'start: 2027-01' 'horizon: 12 months' 'options:' \
    '  one: {x: {use: bowl, at: 3, size: 1}}' > s.yaml
flat() { "$tco" optimize s.yaml -q --vary one.x.at=1:4:1 --set one.x.size="$1" -f csv --table flatness | tr -d '\r' | tail -1; }
[ "$(flat 1)" = one,one.x.at,3,1,2,1000,4,1000,1,4, ] || fail "$(flat 1)"
[ "$(flat 4)" = one,one.x.at,3,1,2,4000,4,4000,2,4, ] || fail "$(flat 4)"
[ "$(flat 11)" = one,one.x.at,3,1,2,11000,4,11000,3,3, ] || fail "$(flat 11)"
finish
