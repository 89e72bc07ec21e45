#!/bin/sh
# test_models.sh PROGRAM PROJECT: every shipped model has a sentence, and each of its inputs, rows,
# costs and meters a unit and a sentence. Nobody reads a sheet whose rows are not named.
command -v jq > /dev/null || { echo "not run: needs jq"; exit 77; }
program=$1 failed=0 count=0
for model in $("$program" models --json | jq -r '.models[].model'); do
    count=$((count + 1))
    found=$("$program" models show "$model" --json | jq -r '
        (if (.summary // "") == "" then "has no summary" else empty end),
        (.names[] | select((.doc // "") == "" or (.doc | endswith(".") | not)) | "\(.name): no sentence"),
        (.names[] | select((.unit // "") == "") | "\(.name): no unit")')
    [ -z "$found" ] || { printf '%s: %s\n' "$model" "$found"; failed=1; }
done
[ $count -ge 10 ] || { echo "only $count models"; failed=1; }
exit $failed
