#!/bin/sh
# test_recorded.sh PROGRAM PROJECT: tco agrees with what agreement.py found in a million trials.
program=$(realpath "$1") project=$(realpath "$2") failed=0
cd "$project" || exit 1
. tests/agreement/agree.sh
for scenario in bvb shapes walks; do
    agree "$scenario" "tests/agreement/$scenario.csv" || failed=1
done
exit $failed
