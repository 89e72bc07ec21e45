#!/bin/sh
# test_information.sh PROGRAM PROJECT: what knowing is worth counts the options that can do the work in
# every trial, and no other: where that is one, all that is left to win is its regret. Where one input alone is
# uncertain, to know it is to know all.
. "$(dirname "$0")/lib.sh"
command -v jq > /dev/null || { not_run "needs jq"; exit 77; }

cat > s.yaml <<'END'
tco: 1
currency: USD
start: 2027-01
horizon: 36 months
workloads:
  chat: {input: 16 Gtoken/month, output: 1 to 20 Gtoken/month, peak_to_mean: 2}
catalog:
  servers:
    node: {gpus: 8 gpu/server, price: 200000 USD/server, power: 10 kW/server}
  throughput:
    measured: {output: 300 token/s/gpu}
  sites:
    room: {pue: 1.3, electricity: 0.1 USD/kWh, colocation: 120 USD/kW/month}
options:
  api: {vendor: {use: api, price: {input: 1 USD/Mtoken, output: 4 USD/Mtoken}}}
  own: {fleet: {use: owned-fleet, server: node, site: room, throughput: measured, gpus: 32 gpu, resale_share: 0, life: 48 months}}
baseline: api
END
"$tco" simulate s.yaml -q --json > s.json || fail "simulate"
jq -e '
    (.summary | map({(.option): .}) | add) as $of
    | ([.distribution[] | select(.metric == "total") | {(.option): .mean}] | add) as $mean
    | $of.api.p_feasible == 1 and $of.own.p_feasible > 0.05 and $of.own.p_feasible < 0.95
      and $mean.own < $mean.api and $of.api.regret > 1000
      and (.value_of_information / $of.api.regret - 1 | fabs) < 1e-6
      and (.value_of_information as $all | .unknowns | length == 1 and .[0].value == $all)' s.json > /dev/null ||
    fail "$(jq -c '.value_of_information, .unknowns, .summary, [.distribution[] | select(.metric == "total")]' s.json)"
finish
