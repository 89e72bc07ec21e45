#!/bin/sh
# run.sh PROGRAM MEASURE PROJECT: prints what `tco compare` costs, as ratios of one run.
#
# The tables of docs/BENCHMARKS.md come from here. Nothing is judged: times depend on the machine.
# us/cell is processor time in microseconds for one component and month.
program=$(realpath "$1") measure=$(realpath "$2") project=$(realpath "$3")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$project" || exit 1

# scenario NAME=VALUE..: writes $work/scenario.yaml.
scenario() {
    settings=
    for setting; do settings="$settings -v $setting"; done
    # shellcheck disable=SC2086  # one word each
    awk $settings -f tests/bench/generate.awk > "$work/scenario.yaml"
}

# cost RUNS [ARGUMENT..]: wall ms, processor ms and peak KiB of a comparison of that scenario.
cost() {
    runs=$1
    shift
    "$measure" "$runs" -- "$program" compare "$work/scenario.yaml" "$@" || echo "0 0 0"
}

# line COMPONENTS MONTHS: a line of a table from the three figures on stdin, after $title.
line() {
    awk -v title="$title" -v n="$1" -v months="$2" \
        '{ printf "  %-30s %6d %6d %9.1f %9.1f %8.2f %9.1f\n", title, n, months, $1, $2, $2 * 1e3 / n / months, $3 / 1024 }'
}
head() {
    printf '\n%s\n  %-30s %6s %6s %9s %9s %8s %9s\n' "$1" "" parts months "wall ms" "cpu ms" "us/cell" "peak MiB"
}

echo "A whole process against /bin/true (medians of 101 runs, in turn)"
for file in scenarios/*.yaml; do
    "$measure" 101 -- /bin/true -- "$program" --version -- "$program" compare "$file" |
        awk -v file="$file" '
            { wall[NR] = $1; peak = $3 }
            END {
                if (NR < 3) exit
                printf "  %-34s true %.2f ms, --version %.2f ms, compare %.2f ms = %.1f times, %.1f MiB\n", \
                    file, wall[1], wall[2], wall[3], wall[3] / wall[1], peak / 1024
            }'
done

head "By components (60 months)"
for model in api rented-fleet owned-fleet like; do
    for count in 10 100 1000 10000; do
        title="$model, one option"
        scenario "count=$count" months=60 "model=$model"
        cost $((count < 1000 ? 7 : count < 10000 ? 3 : 1)) | line "$count" 60
    done
done
for model in api rented-fleet owned-fleet; do
    for count in 10 100 1000 10000; do
        title="$model, an option each"
        scenario "count=$count" months=60 "model=$model" each=1
        cost $((count < 1000 ? 7 : count < 10000 ? 3 : 1)) | line "$count" 60
    done
done

head "By months (100 components)"
for model in api rented-fleet owned-fleet; do
    for months in 12 60 120 240 600; do
        title="$model, ten to an option"
        scenario count=100 "months=$months" "model=$model" each=10
        cost 3 | line 100 "$months"
    done
done

head "By load curve (100 components, ten to an option)"
for model in rented-fleet owned-fleet; do
    for curve in flat peak day week; do
        title="$model, $curve"
        scenario count=100 months=60 "model=$model" each=10 "curve=$curve"
        cost 3 | line 100 60
    done
done

head "With all rows in the output (1,000 components)"
for format in table json jsonl csv; do
    title="rented-fleet, $format"
    scenario count=1000 months=60 model=rented-fleet each=10
    cost 3 --rows -f "$format" | line 1000 60
done

head "As a workbook (fifty components to an option, flat load)"
title="support-assistant"
{ "$measure" 9 -- "$program" compare scenarios/support-assistant.yaml -q -o "$work/model.xlsx" || echo "0 0 0"; } | line 9 36
for model in rented-fleet owned-fleet; do
    for months in 12 24 120; do
        title="$model, fifty to an option"
        scenario count=200 "months=$months" "model=$model" each=50 curve=flat
        cost 1 -q -o "$work/model.xlsx" | line 200 "$months"
    done
done
