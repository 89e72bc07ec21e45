# Interrupted, the program prints what it has, ends by the signal, and leaves no file behind.
. "$(dirname "$0")/lib.sh"
mkdir here
cd here || exit 1

for signal in INT TERM HUP; do
    # A shell's background job ignores SIGINT; env gives it back.
    env --default-signal=INT "$tco" simulate "$project/scenarios/gpu-cluster-10k.yaml" \
        --samples 1000000000 -o long.json > part.txt 2>&1 &
    runner=$!
    sleep 0.3
    kill -0 "$runner" 2> /dev/null || not_run "$signal: the run was over too soon"
    kill -s "$signal" "$runner"
    (sleep 5; kill -9 "$runner" 2> /dev/null) &
    guard=$!
    wait "$runner" 2> /dev/null
    code=$?
    kill "$guard" 2> /dev/null
    case $signal in INT) want=130 ;; TERM) want=143 ;; HUP) want=129 ;; esac
    [ "$code" = $want ] || fail "$signal: code $code, not $want"
    only_files . | true
    [ "$(ls -A)" = part.txt ] || fail "$signal: left $(ls -A)"
    grep -q 'Stopped before the end' part.txt || fail "$signal: no result so far: $(cat part.txt)"
    rm -f part.txt
done
finish
