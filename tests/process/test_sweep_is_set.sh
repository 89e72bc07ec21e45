# A value of a sweep means what --set means: every figure of every option is the one that compare
# has with it, also for defaults, paths over time, what is `like` the address, and what can't be a
# lane. So do the quantiles of a sweep and those of simulate.
. "$(dirname "$0")/lib.sh"
command -v jq > /dev/null || { echo "not run: needs jq"; exit 77; }
scenario=$project/scenarios/support-assistant.yaml

# one ADDRESS VALUE TEXT: the sweep shows VALUE, --set takes TEXT.
one() {
    "$tco" compare "$scenario" -q --set "$1=$3" --json > want.json || fail "compare --set $1=$3"
    jq -e --arg at "$1" --arg value "$2" --slurpfile want want.json '
        [.sweep[] | select((.[$at] | tostring) == $value)] as $rows
        | ($rows | length) == 5 * ($want[0].summary | length) and all($rows[];
            . as $row | $want[0].summary[] | select(.option == $row.option)
            | .feasible == $row.feasible and (.[$row.metric] - $row.value | fabs) < 0.011)
        ' got.json > /dev/null || fail "$1=$3: the sweep differs from --set"
}

# same ADDRESS=VALUES "VALUE TEXT" ..
same() {
    values=$1
    "$tco" sweep "$scenario" -q --vary "$values" --json > got.json || fail "sweep $values"
    shift
    for pair in "$@"; do one "${values%%=*}" "${pair%% *}" "${pair#* }"; done
}

same own.hgx.utilisation=40%:80%:20% "0.4 40 %" "0.6 0.6" "0.8 80 %"
same own.hgx.spares=0:2:2 "0 0" "2 2"
same workloads.chat.input=0Gtoken/month:120Gtoken/month:60Gtoken/month "0 0 token/month" "60000000000 60 Gtoken/month"
same workloads.chat.growth=0%/month:6%/month:3%/month "0 0 %/month" "3 3 %/month"
same finance.discount_rate=4%/year:12%/year:8%/year "0.04 4 %/year" "0.12 12 %/year"
same own.hgx.life=24:36:12 "24 24 months" "36 36 months"
same own.hgx.order_ahead=0:6:6 "0 0 months" "6 6 months"
same own.hgx.tariff=0.05:0.25:0.1 "0.05 0.05 USD/kWh" "0.25 0.25 USD/kWh"
same own.hgx.server.price=200000,300000 "200000 200 kUSD/server" "300000 300 kUSD/server"
same api.claude.price_change=-20%/year,0%/year "-20 -20 %/year" "0 0 %/year"
same hybrid.hgx.gpus=16:48:16 "16 16 gpu" "48 48 gpu"
same cloud.p5.rate=aws-p5-on-demand,aws-p5-reserved-3y "aws-p5-reserved-3y aws-p5-reserved-3y"
same horizon=12months:24months:12months "12 12 months" "24 24 months"

"$tco" sweep "$scenario" -q --vary hybrid.hgx.gpus=16,48 --for p10,p90 --samples 500 --seed 7 --json > got.json
"$tco" simulate "$scenario" -q --set 'hybrid.hgx.gpus=48 gpu' --samples 500 --seed 7 --json > want.json
for option in api hybrid; do
    for level in p10 p90; do
        a=$(jq -r --arg o $option --arg q $level '.sweep[] | select(.["hybrid.hgx.gpus"] == 48 and .option == $o and .metric == $q) | .value' got.json)
        b=$(jq -r --arg o $option --arg q $level '.distribution[] | select(.option == $o and .metric == "npv") | .[$q]' want.json)
        [ -n "$a" ] && [ "$a" = "$b" ] || fail "$option $level: $a in the sweep, $b in simulate"
    done
done
finish
