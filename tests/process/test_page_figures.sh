#!/bin/sh
# test_page_figures.sh PROGRAM PROJECT: the page of a simulation, for which less is computed, has the
# figures of its tables, which have all metrics; whichever metric ranks, and where values are counted.
program=$(realpath "$1") failed=0 seen=0
cd "$2" || exit 1

# Option, mean, P10, P50, P90 and P(cheapest) of a page on standard input, and the same of the tables.
page() { awk '/^Option/ { on = 1; next } !NF { on = 0 } on { gsub(",", ""); sub("infeasible", "0.0"); for (i = 3; i < 7; i++) if ($i == "-") $i = "0.0"; print $1, $3, $4, $5, $6, $7 }'; }
tables() {
    metric=$1 scale=$2
    shift 2
    "$program" simulate "$@" -q --json | jq -r --arg metric "$metric" '
        .distribution as $d | .summary[] | .option as $o | .p_cheapest as $p
        | $d[] | select(.option == $o and .metric == $metric) | "\($o) \(.mean) \(.p10) \(.p50) \(.p90) \($p)"' |
        awk -v s="$scale" '{ printf "%s %.1f %.1f %.1f %.1f %.2f\n", $1, $2 / s, $3 / s, $4 / s, $5 / s, $6 * 100 }'
}

# Whether the lines are those of the tables, rounded.
agree() {
    printf '%s\n' "$1" "$2" | awk '
        { line[NR] = $0 }
        END {
            half = NR / 2
            for (i = 1; i <= half; i++) {
                n = split(line[i], a, " ")
                if (split(line[i + half], b, " ") != n || a[1] != b[1]) exit 1
                for (k = 2; k <= n; k++) {
                    off = a[k] - b[k]
                    if (off * off > (k < n ? 0.56 * 0.56 : 0.056 * 0.056)) exit 1
                }
            }
            exit half < 1 || half != int(half)
        }'
}

for file in scenarios/*.yaml; do
    for how in "" "--sampling random --samples 2000" "--set rank_by=total" "--set rank_by=risk_adjusted_total"; do
        metric=npv
        case $how in *=total) metric=total ;; *risk*) metric=risk_adjusted_total ;; esac
        [ "$("$program" simulate "$file" -q --samples 8 --json | jq -r '.distribution[] | select(.metric == "npv" and .mean != null)' | head -1)" = "" ] &&
            [ $metric = npv ] && metric=total
        # shellcheck disable=SC2086  # options
        text=$("$program" simulate "$file" -q $how)
        scale=$(printf '%s\n' "$text" | awk '/, in thousand / { s = 1000 } END { print s ? s : 1 }')
        # shellcheck disable=SC2086
        shown=$(printf '%s\n' "$text" | page) wanted=$(tables $metric "$scale" "$file" $how)
        [ -n "$shown" ] && seen=$((seen + 1))
        agree "$shown" "$wanted" && continue
        printf '%s %s: the page has\n%s\nand the tables\n%s\n' "$file" "$how" "$shown" "$wanted"
        failed=1
    done
done
[ $seen -ge 8 ] || { echo "only $seen pages were seen"; exit 1; }
exit $failed
