# Interrupted, sweep and optimize print what is there, marked as a part; files stay as they are, and
# the process ends by the signal.
. "$(dirname "$0")/lib.sh"
command -v jq > /dev/null || { echo "not run: needs jq"; exit 77; }
echo before > old.json

interrupt() {
    # A shell's background job ignores SIGINT; env gives it back.
    env --default-signal=INT "$tco" "$@" --json -o old.json > part.json 2> err &
    runner=$!
    sleep 0.5
    kill -0 "$runner" 2> /dev/null || { not_run "$1: the run was over too soon"; return; }
    kill -s INT "$runner"
    (sleep 20; kill -9 "$runner") > /dev/null 2>&1 &
    guard=$!
    wait "$runner" 2> /dev/null
    code=$?
    kill "$guard" 2> /dev/null
    [ "$code" = 130 ] || fail "$1: code $code, not 130"
    jq -e '.complete == false and .points_done > 0 and .points_done < .points' part.json > /dev/null ||
        fail "$1: no part was printed: $(head -c 300 part.json)"
    [ "$(cat old.json)" = before ] || fail "$1: the file was touched"
}

scenario=$project/scenarios/support-assistant.yaml
interrupt sweep "$scenario" --vary hybrid.hgx.gpus=0:400:1 --for p90 --samples 20000
[ "$(jq '.points_done * 4 == (.sweep | length)' part.json)" = true ] || fail "rows of other points"
interrupt optimize "$scenario" --vary hybrid.hgx.gpus=0:400:1 --for p90 --samples 20000
finish
