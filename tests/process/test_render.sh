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
same "md csv jsonl json" simulate $s
same "md csv jsonl json" simulate $s --fan --limit '5 MUSD'
same "md csv jsonl json" sensitivity $s
same "md csv jsonl json html" sweep $m --vary buy.it.price=4000:8000:2000
same "md csv jsonl json" sweep $m --vary buy.it.price=4000:8000:2000 --vary finance.discount_rate=8%/year,12%/year
same "md csv jsonl json html" optimize $m --vary buy.it.price=4000:8000:2000
same "md csv jsonl json" breakeven $s --vary workloads.chat.growth
same "md csv jsonl json html" explain $s own.hgx.electricity
[ $count -ge 100 ] || fail "only $count pairs were compared"
finish
