# The cheaper option of each interval of breakeven is the one that sweep has in its middle and near
# its ends, also where the input goes in whole steps; so is that of each row of the frontier.
. "$(dirname "$0")/lib.sh"
command -v jq > /dev/null || { echo "not run: needs jq"; exit 77; }
fleet=$project/tests/golden/breakeven/fleet/in/s.yaml

# same ADDRESS UNIT RANGE VALUES [LEAST COUNT OF INTERVALS]
same() {
    "$tco" breakeven "$fleet" -q --vary "$1=$3" --json > got.json || fail "breakeven $1=$3"
    jq -e ".intervals | length >= $5" got.json > /dev/null || fail "$1: too few intervals"
    jq -r '.intervals[] | .to as $to | .from as $from | select($to > $from)
        | "\(.from) \(.to) \(.cheaper)"' got.json > intervals
    "$tco" sweep "$fleet" -q --vary "$1=$4" --json |
        jq -r --arg at "$1" '.winners[] | "\(.[$at]) \(.cheapest)"' > winners || fail "sweep $1=$4"
    [ -s winners ] || fail "$1: no winners"
    awk -v times="$2" 'NR == FNR { from[NR] = $1; to[NR] = $2; who[NR] = $3; n = NR; next }
        { x = $1 * times
          for (i = 1; i <= n; i++)
              if (x > from[i] && x < to[i] && who[i] != $2) { print x, $2, who[i]; bad = 1 } }
        END { exit bad }' intervals winners > differ || { cat differ; fail "$1: sweep has others"; }
}

same own.fleet.life 1 1:96 1:96:1 2
same volume 1 0.05:5 0.05:5:0.05 2
same finance.discount_rate 100 "-20 %/year:300 %/year" "-20%/year:300%/year:8%/year" 2

# On a whole step the first value with another winner is the answer.
first=$("$tco" breakeven "$fleet" -q --vary own.fleet.life --json | jq '.breakeven[0].value')
for step in -1 0; do
    at=$(awk "BEGIN { print $first + $step }")
    "$tco" compare "$fleet" -q --set own.fleet.life="$at months" --json |
        jq -r '.summary[] | select(.rank == 1) | .option'
done > found
printf 'api\nown\n' | cmp -s - found || fail "own.fleet.life: $first is not where it turns"
finish
