#!/bin/sh
# simulate.sh PROGRAM MEASURE FOLDER PROJECT [NUMPY]: prints what `tco simulate` costs, as ratios of one run.
#
# FOLDER holds the hand-written programs fused_v3 and fused_v4. NUMPY is the numpy program to beat: it
# is called with the trials and the size of a chunk; without it that is tests/agreement/agreement.py.
# Nothing is judged: times depend on the machine. numpy runs with its own choice of kernels.
unset OPENBLAS_CORETYPE OPENBLAS_L2_SIZE
program=$(realpath "$1") measure=$(realpath "$2") folder=$(realpath "$3") project=$(realpath "$4")
numpy="tests/agreement/agreement.py bvb"
[ $# -gt 4 ] && numpy=$(realpath "$5")
cd "$project" || exit 1
scenario=tests/bench/bvb-60x4.yaml million=1000000
for python in python3 /usr/bin/python3; do
    "$python" -c 'import numpy' 2> /dev/null && break
    python=
done

echo "Whole processes (medians of 21 runs, in turn)"
"$measure" 21 -- /bin/true -- "$program" compare $scenario -- "${python:-true}" -c pass \
    -- "$program" simulate $scenario -- "$program" simulate $scenario --jobs 2 |
    awk '
        { wall[NR] = $1; cpu[NR] = $2; peak[NR] = $3 / 1024 }
        END {
            if (NR < 5) exit
            printf "  compare %.1f ms, %.1f times /bin/true\n", wall[2], wall[2] / wall[1]
            for (i = 4; i <= 5; i++)
                printf "  the default answer, %d threads: wall %.1f ms, %.2f times python3 -c pass; cpu %.1f ms, %.2f times; %.1f MiB\n",
                    i - 3, wall[i], wall[i] / wall[3], cpu[i], cpu[i] / cpu[3], peak[i]
        }'

if [ -n "$python" ]; then
    echo "A million trials (medians of 3 runs, in turn)"
    best=0 least=
    for chunk in 4096 16384 65536; do
        # shellcheck disable=SC2086  # a program and its first argument
        cost=$("$measure" 3 -- "$python" $numpy 131072 $chunk | cut -d' ' -f2)
        echo "  numpy, chunks of $chunk: $cost ms of the processor for 131,072 trials"
        awk -v a="$cost" -v b="${least:-1e9}" 'BEGIN { exit a < b }' && continue
        best=$chunk least=$cost
    done
    # shellcheck disable=SC2086
    "$measure" 3 -- "$python" $numpy $million $best \
        -- "$program" simulate $scenario --samples $million --jobs 1 \
        -- "$program" simulate $scenario --samples $million --jobs 2 |
        awk '
            { wall[NR] = $1; cpu[NR] = $2; peak[NR] = $3 / 1024 }
            END {
                if (NR < 3) exit
                printf "  numpy: cpu %.2f s, wall %.2f s, %.0f MiB\n", cpu[1] / 1e3, wall[1] / 1e3, peak[1]
                for (i = 2; i <= 3; i++)
                    printf "  tco, %d threads: cpu %.2f s, %.1f times less; wall %.2f s, %.1f times less; %.1f MiB\n",
                        i - 1, cpu[i] / 1e3, cpu[1] / cpu[i], wall[i] / 1e3, wall[1] / wall[i], peak[i]
            }'
fi

echo "Evaluation, drawing included (ns of the processor for a trial, a month and an option; least of 30 rounds)"
for set in v3 v4; do
    [ $set = v4 ] && ! grep -q avx512dq /proc/cpuinfo && continue
    [ -x "$folder/fused_$set" ] && echo "  60 months:  $("$folder/fused_$set" $scenario 60 30)"
done
[ -x "$folder/fused_v3" ] && echo "  480 months: $("$folder/fused_v3" $scenario 480 8)"

# error TABLE ROWS COLUMN..: root of the mean square over 200 seeds of how far figures are from those of
# 4,194,304 trials, by column; ROWS is a pattern. Relative where the table has a metric.
error() {
    table=$1 rows=$2
    shift 2
    {
        "$program" simulate $scenario -q -f csv --table "$table" --samples 4194304
        for seed in $(seq 101 300); do
            "$program" simulate $scenario -q -f csv --table "$table" --seed "$seed"
        done
    } | tr -d '\r' | awk -F, -v columns="$*" -v rows="$rows" '
        BEGIN { n = split(columns, column, " ") }
        $1 == "option" { for (i = 1; i <= NF; i++) at[$i] = i; run++; next }
        $0 ~ rows && run == 1 { for (k = 1; k <= n; k++) want[$1, k] = $at[column[k]]; next }
        $0 ~ rows {
            seen++
            for (k = 1; k <= n; k++) {
                off = $at[column[k]] - want[$1, k]
                if ("metric" in at) off *= 100 / want[$1, k]
                sum[k] += off * off
            }
        }
        END { for (k = 1; k <= n; k++) printf "  %s %.4f", column[k], sqrt(sum[k] / seen); print "" }'
}
echo "Error of the default answer over 200 seeds: present values in %, probabilities"
error distribution ',npv,' mean p10 p50 p90
error summary '^' p_cheapest
