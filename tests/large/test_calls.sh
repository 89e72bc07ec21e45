#!/bin/sh
# test_calls.sh PROGRAM PROJECT: every system call after the scenario was opened fails with several
# errors: no crash, no other output with code 0, no silence.
. "$(dirname "$0")/lib.sh"
need strace
strace -o /dev/null true 2> /dev/null || { echo "not run: test_calls may not trace here"; exit 77; }
failed=0 runs=0
cd "$project" || exit 1
scenario=scenarios/small-team.yaml

sweep() {
    "$program" "$@" > "$work/want" 2> /dev/null
    for fault in openat:EMFILE openat:EACCES read:EIO read:EINTR write:ENOSPC write:EIO write:EINTR \
        write:EAGAIN close:EIO fsync:EIO rename:EXDEV newfstatat:EIO mmap:ENOMEM brk:ENOMEM; do
        call=${fault%:*} error=${fault#*:}
        strace -f -qq -o "$work/trace" -e trace=openat,$call "$program" "$@" > /dev/null 2>&1
        first=$(awk -v call=$call -v file=$scenario '
            { c = $2; sub(/\(.*/, "", c) } c == call { n++ }
            index($0, file) && c == "openat" { print (call == "openat" ? n : n + 1); exit }' "$work/trace")
        last=$(awk -v call=$call '{ c = $2; sub(/\(.*/, "", c) } c == call { n++ } END { print n + 0 }' "$work/trace")
        [ "$call" = brk ] && continue  # the C library has another way
        at=${first:-1}
        while [ "$at" -le "$last" ]; do
            strace -f -qq -o "$work/trace" -e trace=$call -e inject=$call:error=$error:when=$at \
                "$program" "$@" > "$work/got" 2> "$work/err"
            code=$?
            bad=
            [ $code -lt 120 ] || bad="crashes with code $code"
            [ $code -ne 0 ] || cmp -s "$work/got" "$work/want" || bad="prints something else with code 0"
            [ $code -eq 0 ] || [ -s "$work/err" ] || bad="fails without a word"
            # Nobody can be told that standard error is lost.
            [ "$call$bad" = "writefails without a word" ] && bad=
            [ -z "$bad" ] || { echo "tco $*: $call $error, call $at: $bad"; failed=1; }
            at=$((at + 1)) runs=$((runs + 1))
        done
    done
}
for format in table json csv; do
    sweep compare $scenario -f $format
done
sweep cashflow $scenario
sweep compare $scenario -o "$work/out.json"
sweep validate $scenario
echo "$runs failed calls"
exit $failed
