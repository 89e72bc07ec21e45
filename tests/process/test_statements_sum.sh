#!/bin/sh
# test_statements_sum.sh PROGRAM PROJECT: for every scenario and period, what the books hold of a
# line in all periods and after the horizon is its cash in the reconciliation, to the cent, and so is
# what the cash statement shows.
program=$1 failed=0 count=0
cd "$2" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
for file in scenarios/*.yaml docs/examples/statements.yaml \
    docs/examples/lease-or-buy.yaml; do
    for period in month quarter year fiscal-quarter fiscal-year; do
        for view in book cash; do
            for table in reconciliation statement; do
                timeout 20 "$program" cashflow "$file" -q -f csv --table $table --view $view \
                    --period $period --set finance.fiscal_year_start=4 |
                    tr -d '\r' > "$work/$table" || failed=1
            done
            awk -F, -v view=$view '
                FNR == 1 { for (i = 1; i <= NF; i++) at[FILENAME, $i] = i; next }
                {
                    name = FILENAME ~ /statement$/ ? $at[FILENAME, "item"] : $at[FILENAME, "line"]
                    key = $at[FILENAME, "option"] "." $at[FILENAME, "component"] "." name \
                        "[" $at[FILENAME, "workload"] "]"
                }
                FILENAME ~ /statement$/ {
                    if ($at[FILENAME, "kind"] == "line" && $at[FILENAME, "section"] != "further")
                        sum[key] += $at[FILENAME, "amount"]
                    next
                }
                {
                    cash = $at[FILENAME, "cash"]
                    if (view == "book") cash -= $at[FILENAME, "principal"]
                    if (sum[key] - cash > 0.01 || cash - sum[key] > 0.01) {
                        print key, "is", sum[key], "and not", cash
                        bad = 1
                    }
                    lines++
                }
                END { exit bad || lines < 3 }' "$work/statement" "$work/reconciliation" ||
                { echo "$file, $view by $period"; failed=1; }
            count=$((count + 1))
        done
    done
done
[ $count -ge 60 ] || { echo "only $count runs"; failed=1; }
exit $failed
