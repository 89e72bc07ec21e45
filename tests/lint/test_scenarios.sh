#!/bin/sh
# test_scenarios.sh PROGRAM PROJECT: every scenario of the project is valid and runs, and no line
# that it prints is wider than the terminal, whether 80 columns or 60.
program=$1 failed=0 count=0
cd "$2" || exit 1
for file in scenarios/*.yaml; do
    for width in 80 60; do
        for words in compare "cashflow --period year" "simulate --samples 100"; do
            count=$((count + 1))
            lines=$(COLUMNS=$width LC_ALL=C.UTF-8 timeout 20 "$program" $words "$file" -q) ||
                { echo "$file: tco $words failed"; failed=1; }
            [ "$(printf '%s\n' "$lines" | wc -l)" -gt 5 ] ||
                { echo "$file: tco $words prints no table"; failed=1; }
            wide=$(printf '%s\n' "$lines" | LC_ALL=C.UTF-8 awk -v w=$width 'length($0) > w')
            [ -z "$wide" ] || { echo "$file: tco $words at $width columns: $wide"; failed=1; }
        done
    done
done
timeout 20 "$program" validate -q scenarios/*.yaml > /dev/null || failed=1
[ $count -ge 30 ] || { echo "only $count runs"; failed=1; }
exit $failed
