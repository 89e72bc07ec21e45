#!/bin/sh
# test_render.sh PROGRAM PROJECT: what tco render makes of a saved result are the bytes that the
# command itself writes, in every format whose figures stand in the result; a list that shapes.def
# lacks would be missing.
. "$(dirname "$0")/lib.sh"
cd "$project" || exit 1
COLUMNS=80
export COLUMNS
s=scenarios/support-assistant.yaml b=docs/examples/budgets/support-assistant.yaml m=docs/examples/methods.yaml
sed 's/growth: 3 %/growth: 2 %/; s/spares: 1 /spares: 0 /' $s > "$work/base.yaml"
count=0

# same FORMATS [-r OPTIONS of render --] COMMAND..
same() {
    formats=$1 own=
    shift
    if [ "$1" = -r ]; then own=$2; shift 2; fi
    "$tco" "$@" --json -q > "$work/saved.json" 2> /dev/null
    for format in $formats; do
        "$tco" "$@" $own -f "$format" -q > "$work/want" 2> /dev/null
        "$tco" render $own -f "$format" -q - < "$work/saved.json" > "$work/got" 2> "$work/err"
        count=$((count + 1))
        [ -s "$work/want" ] && cmp -s "$work/want" "$work/got" && continue
        fail "render of $* in $format $own:"
        cat "$work/err"
        diff "$work/want" "$work/got" | head -5
    done
}

all="table md csv jsonl json html"
for file in scenarios/*.yaml docs/examples/statements.yaml \
    docs/examples/lease-or-buy.yaml; do
    same "table md csv json" compare "$file"
done
same "table md csv jsonl json svg" compare $m --rows
for chart in cumulative category breakeven; do
    same svg -r "--chart $chart" compare $s
    same table -r "--plot --chart $chart" compare $s
done
for table in breakeven crossings meters categories cash assumptions; do
    same "csv md" -r "--table $table" compare $s
done
same "table csv" -r "--table metrics" compare $m --table metrics
same csv -r "--csv-dialect excel-eu" compare $m
same "table md csv jsonl json" cashflow $s
same "csv jsonl json" cashflow $m --view book
same "$all" check $s --budget $b
same "$all" check $s --budget $b --base "$work/base.yaml"
same "$all" diff "$work/base.yaml" $s
same "$all" diff $s $s
same "csv jsonl json" simulate $s
same "csv jsonl json" simulate $s --fan --limit '5 MUSD'
same "csv jsonl json" sensitivity $s
same "csv jsonl json" sweep $m --vary buy.it.price=4000:8000:2000
same "csv jsonl json" sweep $m --vary buy.it.price=4000:8000:2000 --vary finance.discount_rate=8%/year,12%/year
same "csv jsonl json" optimize $m --vary buy.it.price=4000:8000:2000
same "csv jsonl json" breakeven $s --vary workloads.chat.growth
same "csv jsonl json" explain $s own.hgx.electricity
# What an analysis answers rests on more than its lists: a document of its result has the same title and
# all lists, and no answer.
lists() {
    "$tco" "$@" --json -q > "$work/saved.json" 2> /dev/null
    "$tco" render -f md -q - < "$work/saved.json" > "$work/got" 2> "$work/err" || fail "render of $*"
    "$tco" "$@" -f md -q 2> /dev/null | head -3 > "$work/want"
    head -3 "$work/got" | cmp -s - "$work/want" || fail "render of $* begins $(head -3 "$work/got")"
    grep -q '^## ' "$work/got" || fail "render of $* has no lists"
}
lists simulate $s
lists sensitivity $s --no-shares
lists sweep $m --vary buy.it.price=4000:8000:2000
lists optimize $m --vary buy.it.price=4000:8000:2000
lists breakeven $s --vary workloads.chat.growth
lists explain $s own.hgx.electricity
[ $count -ge 90 ] || fail "only $count pairs were compared"
finish
