#!/bin/sh
# test_numpy.sh PROGRAM PROJECT: tco agrees with agreement.py, run here with other random numbers.
program=$(realpath "$1") project=$(realpath "$2") failed=0
cd "$project" || exit 1
. tests/agreement/agree.sh
for python in python3 /usr/bin/python3; do
    "$python" -c 'import numpy' 2> /dev/null && break
    python=
done
if [ -z "$python" ]; then
    echo "not run: test_numpy needs python3 with numpy"
    exit 77
fi
table=$(mktemp)
trap 'rm -f "$table"' EXIT INT TERM
for scenario in bvb shapes walks; do
    timeout 120 "$python" tests/agreement/agreement.py "$scenario" 100000 16384 7 > "$table" &&
        agree "$scenario" "$table" || failed=1
done
exit $failed
