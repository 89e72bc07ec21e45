#!/bin/sh
# test_fuzzers.sh PROGRAM PROJECT: a minute of every fuzzer, from its corpus.
. "$(dirname "$0")/lib.sh"
need clang
build "$work/build" -DCMAKE_C_COMPILER=clang -DCMAKE_BUILD_TYPE=RelWithDebInfo -DTCO_FUZZ=ON \
    -DTCO_SANITIZE=address,undefined
failed=0
for fuzzer in "$work"/build/tests/fuzz_*_run; do
    name=$(basename "$fuzzer" _run)
    mkdir "$work/$name"
    (cd "$work/$name" && timeout 120 "$fuzzer" -max_total_time="${FUZZ_SECONDS:-60}" -max_len=4096 \
        -timeout=5 -rss_limit_mb=1024 -dict="$project/tests/fuzz/tco.dict" \
        . "$project/tests/fuzz/corpus/${name#fuzz_}") > "$work/$name.log" 2>&1 && continue
    echo "$name found something:"
    grep -aE 'ERROR|SUMMARY|runtime error|Test unit' "$work/$name.log" | head
    find "$work/$name" -name 'crash-*' -o -name 'timeout-*' -o -name 'oom-*' | head -3 | while read -r found; do
        base64 "$found" | head -20
    done
    failed=1
done
exit $failed
