# Standard streams that are full, closed, or whose reader goes away.
. "$(dirname "$0")/lib.sh"

for args in "compare" "compare -f json" "compare -f csv" "cashflow" "simulate --samples 20" \
            "explain" "validate"; do
    set -- $args
    word=$1
    shift
    address=
    [ "$word" = explain ] && address=api.npv
    timeout 10 "$tco" "$word" "$good" $address "$@" > /dev/full 2> err
    code=$?
    judge 4 cannot-write "$args > /dev/full"
    timeout 10 "$tco" "$word" "$good" $address "$@" 2> err >&-
    code=$?
    judge 4 cannot-write "$args with standard output closed"
done
for args in help --help --version "models" "catalog" "eval 1+1"; do
    timeout 10 "$tco" $args > /dev/full 2> err
    code=$?
    judge 4 cannot-write "$args > /dev/full"
done

# The reader of a pipe goes away: code 4, and not a word.
timeout 10 sh -c '"$1" compare "$2" --rows -f csv 2> err; echo $? > code' sh "$tco" "$good" | :
sleep 0.2
[ "$(cat code)" = 4 ] || [ "$(cat code)" = 0 ] || fail "broken pipe: code $(cat code)"
[ -s err ] && fail "broken pipe: $(cat err)"
# The reader is gone for certain before the program starts.
mkfifo pipe
(exec 3< pipe; sleep 0.1) &
reader=$!
(
    exec > pipe
    wait_for=50
    while kill -0 "$reader" 2> /dev/null && [ $wait_for -gt 0 ]; do
        sleep 0.05
        wait_for=$((wait_for - 1))
    done
    timeout 10 "$tco" compare "$good" 2> err
    echo $? > code
)
[ "$(cat code)" = 4 ] || fail "pipe without a reader: code $(cat code)"
[ -s err ] && fail "pipe without a reader: $(cat err)"

# A slow reader gets everything.
"$tco" compare "$good" --rows -f csv > whole
"$tco" compare "$good" --rows -f csv | (sleep 0.3; cat) > slow
cmp whole slow || fail "slow reader"

# Closed input matters only when it is asked for; closed diagnostics never change the outcome.
"$tco" compare "$good" > whole
timeout 10 "$tco" compare "$good" > out <&- 2> err || fail "input closed"
cmp whole out || fail "input closed: other output"
timeout 10 "$tco" compare "$good" > out 2>&- < /dev/null || fail "standard error closed"
cmp whole out || fail "standard error closed: other output"
timeout 10 "$tco" validate - <&- > out 2> err
code=$?
[ "$code" = 3 ] || [ "$code" = 4 ] || fail "- with input closed: code $code"
timeout 10 "$tco" compare "$good" <&- >&- 2>&-
[ $? = 4 ] || fail "all closed"
echo 'tco: 2' > bad.yaml
timeout 10 "$tco" validate bad.yaml 2> /dev/full
[ $? = 3 ] || fail "standard error full"
timeout 10 "$tco" validate bad.yaml 2>&-
[ $? = 3 ] || fail "standard error closed, bad scenario"
finish
