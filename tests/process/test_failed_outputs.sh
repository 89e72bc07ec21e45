#!/bin/sh
# test_failed_outputs.sh PROGRAM PROJECT: what is left in the files of a pipeline when a run fails, and
# that no output hides another.
. "$(dirname "$0")/lib.sh"
sed 's/^currency: USD/currency: USDX/' "$good" > broken.yaml
cp "$good" s.yaml
printf 'budgets:\n  - {id: least, scope: {option: api}, amount: 1 USD}\n' > budget.yaml

# A result of an earlier run does not stay as if it were of this one, and can be rendered.
for run in 'check broken.yaml' 'diff broken.yaml s.yaml' 'diff s.yaml broken.yaml' 'validate broken.yaml'; do
    echo stale > r.json
    echo stale > r.md
    expect 3 -- "$tco" $run -o r.json
    "$tco" $run --json > same.json 2> /dev/null
    cmp -s r.json same.json || fail "tco $run: the file is not what --json prints"
    grep -q '"complete": false' r.json || fail "tco $run: the file does not tell that it is incomplete"
    expect 0 -- "$tco" render r.json
    [ "$run" = "validate broken.yaml" ] && continue
    grep -q 'is not a currency' "$work/out" || fail "tco render, after $run: $(cat "$work/out")"
done
expect 3 -- "$tco" check broken.yaml -o r.json -o r.md
"$tco" render r.json -f md | cmp -s - r.md || fail "the comment of the saved failure is another one"

# A wrong command line touches nothing, and neither does a failure touch its inputs.
echo kept > r.json
expect 2 usage -- "$tco" check s.yaml --set nonsense -o r.json
grep -qx kept r.json || fail "a wrong command line wrote a result"
"$tco" compare s.yaml --json > old.json
cp old.json before.json
expect 3 -- "$tco" diff old.json broken.yaml -o old.json
cmp -s old.json before.json || fail "a base was overwritten"
expect 3 -- "$tco" check broken.yaml --base old.json -o old.json
cmp -s old.json before.json || fail "a base of a check was overwritten"

# Two outputs to one file are a mistake, however it is spelled; devices take any number.
for pair in '--report sarif=x.out --report junit=x.out' '--report junit=x.md -o x.md' '-o x.md -o ./x.md' \
    '--report junit=a//x.md -o a/./x.md' '-o - --report junit=-' '--report junit=- --json'; do
    expect 2 usage -- "$tco" check s.yaml $pair
    [ -e x.out ] || [ -e x.md ] && fail "check $pair writes a file"
done
: > one.md && ln one.md other.md
expect 2 usage -- "$tco" check s.yaml -o one.md -o other.md
expect 0 -- "$tco" check s.yaml --report sarif=/dev/null --report junit=/dev/null

# - is standard output, which then holds the report alone.
expect 1 -- "$tco" check s.yaml --budget budget.yaml --report sarif=-
"$tco" check s.yaml --budget budget.yaml --report sarif=f.sarif > /dev/null 2>&1
cmp -s f.sarif "$work/out" || fail "standard output is not the report"
expect 0 -- "$tco" validate s.yaml --report junit=-
head -n 1 "$work/out" | grep -q '^<?xml' || fail "tco validate --report junit=- prints $(cat "$work/out")"
expect 3 -- "$tco" check broken.yaml --report github=-
grep -q '^::error title=unknown-unit,file=broken.yaml' "$work/out" || fail "a failure is not reported on standard output"
[ -e ./- ] && fail "a file called - was made"

# Names of files have one spelling, and standard input one name.
expect 1 -- "$tco" check ./s.yaml --budget .//budget.yaml --report github=-
grep -q ',file=budget.yaml,' "$work/out" || fail "a path is written as $(cat "$work/out")"
"$tco" check s.yaml --budget - < budget.yaml > "$work/out" 2>&1
grep -q '^<stdin>:2: denied: least' "$work/out" || fail "budgets of standard input are called $(tail -n 4 "$work/out")"
"$tco" diff s.yaml ./old.json --json | grep -q '"base_file": "s.yaml"' || fail "the base of a diff has another name"

sed 's/^horizon: .*/horizon: 24 months/' s.yaml > short.yaml
"$tco" diff short.yaml ./old.json | grep -q '^From short.yaml to old.json, in USD' || fail "the sides of a diff have other names"
"$tco" diff short.yaml ./old.json --json | "$tco" render - | grep -q '^From short.yaml to old.json' || fail "a saved diff forgets its sides"
"$tco" diff short.yaml s.yaml | grep -q '^From short.yaml to s.yaml, in USD' || fail "the sides of a diff have other names"

# A base in another currency is told at the base.
cat > eur.yaml <<'END'
tco: 1
currency: EUR
start: 2027-01
horizon: 36 months
as_of: 2026-11-01
options: {own: {crew: {use: staff, people: 1 FTE, role: {cost: 36 kEUR/FTE/year}}}}
END
"$tco" compare eur.yaml --json > eur.json 2> "$work/err" || fail "$(cat "$work/err")"
expect 3 no-base -- "$tco" diff eur.yaml s.yaml
grep -q '^eur.yaml: error: the base counts in EUR' "$work/err" || fail "another currency is told as $(cat "$work/err")"
expect 3 no-base -- "$tco" check s.yaml --base ./eur.json
grep -q '^eur.json: error: the base counts in EUR' "$work/err" || fail "another currency is told as $(cat "$work/err")"

# A result is a file that can be validated, by what tco render reads.
expect 0 -- "$tco" validate old.json
grep -qx 'old.json: valid result' "$work/out" || fail "$(cat "$work/out")"
sed 's/"months":36/"months":3.6/' old.json > bad.json
expect 3 wrong-result -- "$tco" validate bad.json
printf '{"tool": {"name": "tco"}, "format_version": "2.0"}' > two.json
expect 3 wrong-result -- "$tco" validate two.json
echo 'strange: 1' > strange.yaml
expect 3 unknown-kind -- "$tco" validate strange.yaml
grep -q 'waivers:.*format_version' "$work/err" || fail "the help does not name every first key"
finish
