# agree.sh - sourced with $program and $project: does tco agree with what a numpy program found?

# agree SCENARIO TABLE: every mean and quantile of the table lies within four standard errors, tco
# taken to be as unsure as the other program.
agree() {
    metric=total file=tests/agreement/$1.yaml
    [ "$1" = bvb ] && metric=npv file=tests/bench/bvb-60x4.yaml
    timeout 60 "$program" simulate "$file" --samples 262144 -f csv -q |
        awk -F, -v metric="$metric" -v scenario="$1" '
            /^#/ { next }
            { sub(/\r$/, "") }
            NR == FNR {
                if ($1 != "option") { value[$1, $2] = $3; error[$1, $2] = $4; wanted++ }
                next
            }
            FNR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
            $2 == metric {
                for (i = 4; i <= NF; i++) {
                    if (!(($1, name[i]) in value)) continue
                    compared++
                    off = ($i - value[$1, name[i]]) / (error[$1, name[i]] * sqrt(2))
                    if (off <= 4 && off >= -4) continue
                    printf "%s: %s of %s is %s, numpy has %s: %.1f standard errors\n",
                        scenario, name[i], $1, $i, value[$1, name[i]], off
                    bad = 1
                }
            }
            END {
                if (wanted == 0 || compared != wanted) {
                    printf "%s: %d of %d figures were compared\n", scenario, compared, wanted
                    bad = 1
                }
                exit bad
            }' "$2" -
}
