#!/bin/sh
# test_rows_sum.sh PROGRAM PROJECT: for every scenario and period, the rows of an option add up to
# its capex, opex and risk in the summary, to the cent.
program=$1 failed=0 count=0
cd "$2" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
for file in scenarios/*.yaml; do
    for period in month quarter year; do
        for table in summary rows; do
            timeout 20 "$program" cashflow "$file" -q -f csv --table $table --period $period |
                tr -d '\r' > "$work/$table" || failed=1
        done
        awk -F, '
            FNR == 1 { for (i = 1; i <= NF; i++) at[FILENAME, $i] = i; next }
            FILENAME ~ /rows$/ { sum[$at[FILENAME, "option"], $at[FILENAME, "class"]] += $at[FILENAME, "billed_cost"]; next }
            {
                for (k = split("capex opex risk", class, " "); k > 0; k--) {
                    off = sum[$1, class[k]] - $at[FILENAME, class[k]]
                    if (off > 0.01 || off < -0.01) { print $1, class[k], "differs by", off; bad = 1 }
                    seen += sum[$1, class[k]] != 0
                }
            }
            END { exit bad || seen < 2 }' "$work/rows" "$work/summary" ||
            { echo "$file by $period"; failed=1; }
        count=$((count + 1))
    done
done
[ $count -ge 15 ] || { echo "only $count runs"; failed=1; }
exit $failed
