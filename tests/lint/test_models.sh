#!/bin/sh
# test_models.sh PROGRAM PROJECT: every shipped model has a sentence, and each of its inputs, rows,
# costs and meters a unit and a sentence. Nobody reads a sheet whose rows are not named. A default
# with a number other than 0 and 1 is found somewhere or planned with for a reason, and its source
# says which; those below are bounds of the arithmetic.
bounds='["api.rate_limit", "goodput", "income-tax.factor"]'
command -v jq > /dev/null || { echo "not run: needs jq"; exit 77; }
program=$1 failed=0 count=0
for model in $("$program" models --json | jq -r '.models[].model'); do
    count=$((count + 1))
    found=$("$program" models show "$model" --json | jq -r --arg model "$model" --argjson bounds "$bounds" '
        def figures: [(.formula // "") | scan("(?<![A-Za-z_0-9.])[0-9]+(?:[.][0-9]+)?(?:e[0-9]+)?") | tonumber |
            select(. != 0 and . != 1)];
        def bound: . as $n | any($bounds[]; . == $n or . == $model + "." + $n);
        (if (.summary // "") == "" then "has no summary" else empty end),
        (.names[] | select((.doc // "") == "" or (.doc | endswith(".") | not)) | "\(.name): no sentence"),
        (.names[] | select((.unit // "") == "") | "\(.name): no unit"),
        (.names[] | select(.section == "inputs" and (figures | length > 0) and (.name | bound | not)) |
            select((.source // "") == "" or (.as_of // "") == "") |
            "\(.name): the default \(.formula) has no source and day")')
    [ -z "$found" ] || { printf '%s: %s\n' "$model" "$found"; failed=1; }
done
[ $count -ge 10 ] || { echo "only $count models"; failed=1; }
exit $failed
