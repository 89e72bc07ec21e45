#!/bin/sh
# test_workbook_recalculated.sh PROGRAM PROJECT: LibreOffice computes the figures of tco, and those
# of another run where inputs are changed. The other scenarios: large/test_workbooks.sh.
. "$2/tests/process/lib.sh"
. "$project/tests/support/recalculate.sh"

write plain "$good"
write wanted "$good" --set 'finance.discount_rate=12 %/year' --set 'owned.box.server.price=70 kUSD/server' \
    --set 'owned.box.min_gpus=9 gpu' --set 'workloads.summaries.growth=35 %/year'
$book change plain.xlsx same.xlsx
$book change plain.xlsx other.xlsx finance.discount_rate=0.12 owned.box.server.price=70 \
    owned.box.min_gpus=9 workloads.summaries.growth=0.35

# Every number that has a name, those too that nobody states and those that are 0.
$book nudge plain.xlsx nudged.xlsx all > settings
[ "$(wc -l < settings)" -gt 100 ] || fail "only $(wc -l < settings) inputs were changed"
set --
while IFS= read -r setting; do set -- "$@" --set "$setting"; done < settings
write nudged-wanted "$good" "$@"

# A scenario with every function of the language.
all=$project/tests/process/workbook/everything.yaml
{
    sed -n 's/^FUNC([A-Z_]*, *"\([a-z_]*\)".*/\1/p' "$project/src/lang/funcs.def" | grep -vx neg
    sed -n 's/^CALC([A-Z_]*, *"\([a-z_]*\)", *\([A-Z]*\),.*/\2 \1/p' "$project/src/lang/calcs.def" |
        sed -n '/^FIELDS/!s/.* //p'  # those that answer more than one number stand in no formula
} | while read -r function; do
    grep -qw -- "$function" "$project"/tests/process/workbook/models/*.yaml || echo "$function"
done > missing
[ ! -s missing ] || fail "no formula has $(cat missing)"
write all "$all"
# Its savings turn several times, so that it has no one rate of return.
[ "$($book left all.xlsx | grep -v '^[a-z]*\.rest\.')" = "one: Internal rate of return a year" ] ||
    fail "values only: $($book left all.xlsx)"
write all-wanted "$all" --set 'one.a.life=4 months' --set 'one.a.delay=3 months' \
    --set 'one.a.drift=10 %/year' --set 'one.a.wait=2.4 months' --set params.speed=2 \
    --set workloads.chat.peak_to_mean=1.8 --set 'one.a.jumps=12 %/year stepped'
$book change all.xlsx all-same.xlsx
$book change all.xlsx all-other.xlsx one.a.life=4 one.a.delay=3 one.b.delay=3 one.a.drift=0.1 \
    one.b.drift=0.1 one.a.wait=2.4 one.b.wait=2.4 params.speed=2 workloads.chat.peak_to_mean=1.8 \
    one.a.jumps=0.12 one.b.jumps=0.12

# Books and tax, with a loan; constant money.
books=$project/docs/examples/statements.yaml
write books "$books" --set 'finance.inflation=2.5 %/year'
write books-wanted "$books" --set 'buy.it.price=40 kUSD' --set 'buy.it.life=30 months' --set 'buy.loan.apr=10 %/year' \
    --set 'buy.tax.rate=30 %' --set 'finance.inflation=3 %/year'
$book change books.xlsx books-same.xlsx
$book change books.xlsx books-other.xlsx buy.it.price=40 buy.it.life=30 buy.loan.apr=0.1 buy.tax.rate=0.3 \
    finance.inflation=0.03
$book rules books.xlsx || fail "the rules of a workbook, books and tax"
[ "$($book left books.xlsx)" = "Nothing: every figure is a formula." ] || fail "values only: $($book left books.xlsx)"

# Levelised cost before tax, at one rate and at one that changes.
sed -e 's/^    gpus: {use: rented/    tax: {use: income-tax, rate: 25 %}\n&/' -e \
    's/^    box:/    tax: {use: income-tax, rate: {2027-01: 25 %, 2028-01: 30 %}, method: straight_line}\n&/' "$good" > taxed.yaml
write taxed taxed.yaml
write taxed-wanted taxed.yaml --set 'rented.tax.rate=28 %'
python3 -m zipfile -e taxed.xlsx taxed
[ "$(grep -o ', before tax<' taxed/xl/worksheets/sheet2.xml | wc -l)" -eq 4 ] ||
    fail "the comparison lacks levelised costs before tax"
$book change taxed.xlsx taxed-same.xlsx
$book change taxed.xlsx taxed-other.xlsx rented.tax.rate=0.28
$book rules taxed.xlsx || fail "the rules of a workbook, taxed"

$book rules plain.xlsx || fail "the rules of a workbook"
$book rules all.xlsx || fail "the rules of a workbook, every function"

# Every figure that a scenario states is an input, 0 and 1 too, wherever it stands: changed one by one, it gives
# what the edited scenario gives.
ones=$project/tests/process/workbook/ones
write ones $ones.yaml
write ones-wanted $ones-edited.yaml
set --
while IFS= read -r one; do set -- "$@" "$one"; done < $ones-edited.txt
$book change ones.xlsx ones-same.xlsx
$book change ones.xlsx ones-other.xlsx "$@"
$book rules ones.xlsx || fail "the rules of a workbook, ones"
$book inputs ones.xlsx > inputs
grep -q '^exchange.GBP|settled, since units convert by it' inputs || fail "a settled rate is no input"
grep -q 'between units\|: [0-9]' inputs && fail "an input is called by its value, or not at all: $(cat inputs)"
grep -q '^USD in GBP' inputs && fail "a rate of 1 is a convention"

# A price for each month of ten years: more choices than programs nest in a formula.
{
    printf 'tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 120 months\nworkloads:\n  chat: {input: 6 Gtoken/month, output: 1 Gtoken/month}\n'
    printf 'options:\n  api:\n    vendor: {use: api, price: {input: 3 USD/Mtoken, output: {'
    awk 'BEGIN { for (m = 0; m < 120; m++) printf "%s%d-%02d: %.2f USD/Mtoken", m ? ", " : "", 2027 + int(m / 12), m % 12 + 1, 9 + m / 100 }'
    printf '}}}\n'
} > dated.yaml
sed 's/2031-05: [0-9.]*/2031-05: 20/' dated.yaml > dated-edited.yaml
write dated dated.yaml
write dated-wanted dated-edited.yaml
$book change dated.xlsx dated-same.xlsx
$book change dated.xlsx dated-other.xlsx 'api.vendor.price.output from 2031-05=20'
$book rules dated.xlsx || fail "the rules of a workbook, many dates"

# What a check of a model refuses, tco computes nothing of: the workbook counts it, and leaves its option out until
# the input is what it was. What a model warns of changes no rank.
refused=$project/tests/process/workbook/refused.yaml
write checked "$refused"
expect 3 unit-steps -- "$tco" compare "$refused" -q --set units.u.units=5
expect 3 cache-shares -- "$tco" compare "$refused" -q --set api.v.cache_writes=0.9
expect 3 lease-amount -- "$tco" compare "$refused" -q --set 'own.lease.amount=99000 kUSD'
write warned-wanted "$refused" --set own.h.utilisation=0.95
$book change checked.xlsx warned.xlsx own.h.utilisation=0.95
$book change checked.xlsx refused.xlsx units.u.units=5
$book change refused.xlsx back.xlsx units.u.units=4
$book change checked.xlsx baseless.xlsx api.v.cache_writes=0.9 own.lease.amount=99000
$book rules checked.xlsx || fail "the rules of a workbook, checks"
$book looks checked.xlsx || fail "how a workbook looks, checks"

# So is every figure of a path, and nothing else that a path is made of; what is `like` another has its own.
paths=$project/tests/process/workbook/paths.yaml
write paths "$paths"
sed -e '/^  line:/s/from: 2/from: 2.2/; /^  line:/s/to: 3/to: 3.5/; /^  line:/s/6 months/7 months/' \
    -e '/^  later:/s/to: 7/to: 6/; /^  before:/s/20 months/15 months/; /^  grows:/s/3 %/4 %/' \
    -e '/^  walk:/s/from: 2/from: 2.5/; /^  soon:/s/top \* 2/top * 3/; /^  EUR:/s/1.3 USD/1.4 USD/' \
    -e '/^    reasoning:/s/from: 0/from: 0.1/; /^    output:/s/1 G/1.5 G/' \
    -e '/discount: {from: 0,/s/from: 0, to: 20 %/from: 2 %, to: 30 %/' \
    -e '/up_to/s/to: 5 %/to: 6 %/; /like: b.m/s/discount/rebates: [{up_to: 1 kUSD, share: {from: 0, to: 5 %, over: 3 months}}, {share: 1 % + 1 %}], &/' \
    "$paths" > paths-edited.yaml
write paths-wanted paths-edited.yaml
$book change paths.xlsx paths-same.xlsx
$book change paths.xlsx paths-other.xlsx 'params.line, from=2.2' 'params.line, to=3.5' 'params.line, over=7' \
    'params.later, to=6' 'params.before, over=15' 'params.grows, growth=0.04' 'params.walk, from=2.5' \
    'params.soon, to, 1st figure=3' 'exchange.EUR.spot, to=1.4' 'workloads.chat.reasoning, from=0.1' \
    'workloads.chat.output=1.5' 'a.m.discount, from=0.02' 'a.m.discount, to=0.3' 'b.m.rebates, band 1: share, to=0.06'
$book rules paths.xlsx || fail "the rules of a workbook, paths"
$book inputs paths.xlsx > inputs
grep -q '^params.walk, growth' inputs && fail "a growth that nobody states is an input"
grep '^params.line' inputs | cut -d'|' -f1 > line
printf 'params.line, %s\n' from to over | cmp - line || fail "a straight line has other inputs: $(cat line)"

# Every model once: what is on the sheet of inputs is told from all else, and somebody wrote it.
models=$project/tests/process/workbook/models.yaml
"$tco" models list 2> /dev/null | sed -n 's/^\([a-z][a-z-]*\)  .*/\1/p' | while read -r model; do
    grep -q "use: $model\b" "$models" || echo "$model"
done > missing
[ ! -s missing ] || fail "no component uses $(cat missing)"
write models "$models"
for one in plain all books taxed ones paths models; do
    $book labels $one.xlsx || fail "the labels of inputs, $one"
done
$book inputs models.xlsx | grep -q '^provisioned-capacity.high-utilisation, 1st figure' || fail "a figure of a check has no name"

# Weights that do not make 1, which tco refuses, are red on every sheet.
sed 's|^  discount_rate:.*|  {equity_weight: 60 %, debt_weight: 40 %, cost_of_equity: 12 %/year, cost_of_debt: 8 %/year, interest_tax_rate: 25 %}|' \
    "$good" > weights.yaml
write weights weights.yaml
$book change weights.xlsx unweighed.xlsx finance.equity_weight=0.5
$book rules weights.xlsx || fail "the rules of a workbook, weights"

recalculate unweighed.xlsx warned.xlsx refused.xlsx back.xlsx baseless.xlsx same.xlsx other.xlsx nudged.xlsx \
    all-same.xlsx all-other.xlsx books-same.xlsx books-other.xlsx \
    taxed-same.xlsx taxed-other.xlsx ones-same.xlsx ones-other.xlsx \
    dated-same.xlsx dated-other.xlsx paths-same.xlsx paths-other.xlsx
agree paths.xlsx done/paths-same.xlsx
agree paths-wanted.xlsx done/paths-other.xlsx
agree dated.xlsx done/dated-same.xlsx
agree dated-wanted.xlsx done/dated-other.xlsx
agree warned-wanted.xlsx done/warned.xlsx
agree checked.xlsx done/back.xlsx

# says BOOK SHEET NAME VALUES
says() {
    found=$($book line "$1.xlsx" "$2" "$3")
    [ "$found" = "$4" ] || fail "$1, $2, $3: $found, not $4"
}
# counts BOOK ERRORS WARNINGS: on the cover, and the errors on top of each sheet too.
counts() {
    says "$1" Cover 'Errors of models: tco refuses these inputs' "$2"
    says "$1" Cover 'Warnings of models' "$3"
    $book tops "$1.xlsx" > tops
    [ "$(wc -l < tops)" -gt 20 ] || fail "$1: only $(wc -l < tops) sheets count checks that fail"
    grep -v "^$2 " tops && fail "$1: sheets that do not count the errors"
}
says weights Checks 'the weights of equity and debt make 1' '0: they agree||0'
says done/unweighed Checks 'the weights of equity and debt make 1' '0: they agree||1'
[ "$($book tops done/unweighed.xlsx | grep -vc '^1 ')" -eq 0 ] || fail "a sheet does not tell that weights do not make 1"
counts checked 0 4
says checked Compare Rank '3|1|2|-'
says checked Compare 'Compared: yes, infeasible or refused' 'yes|yes|yes|infeasible'
counts done/warned 0 5
says done/warned Compare Rank '3|1|2|-'
counts done/refused 1 4
says done/refused Cover 'Cheapest that can do the work' own
says done/refused Compare 'Errors of its models: tco refuses its inputs' '0|1|0|0'
says done/refused Compare 'Compared: yes, infeasible or refused' 'yes|refused|yes|infeasible'
says done/refused Compare Rank '2|-|1|-'
says done/refused Compare 'Break-even against the baseline, for good' '-|refused|3.59929|infeasible'
says done/refused Compare 'Break-even of present values, for good' '-|refused|3.66073|infeasible'
says done/refused Compare 'Modified internal rate of return a year' '-|none|1.69277|none'
counts done/baseless 2 4
says done/baseless Cover 'Cheapest that can do the work' units
says done/baseless Compare Rank '-|1|-|-'
says done/baseless Compare 'Break-even for the first time' '-|baseline_refused|refused|infeasible'
says done/baseless Compare 'Internal rate of return a year' '-|none|none|none'

agree ones.xlsx done/ones-same.xlsx
agree ones-wanted.xlsx done/ones-other.xlsx
agree taxed.xlsx done/taxed-same.xlsx
agree taxed-wanted.xlsx done/taxed-other.xlsx
agree books.xlsx done/books-same.xlsx
agree books-wanted.xlsx done/books-other.xlsx
agree all.xlsx done/all-same.xlsx
agree all-wanted.xlsx done/all-other.xlsx
agree plain.xlsx done/same.xlsx
agree wanted.xlsx done/other.xlsx
agree nudged-wanted.xlsx done/nudged.xlsx
finish
