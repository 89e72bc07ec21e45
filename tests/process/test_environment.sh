# The same bytes in every environment; low limits end in a clean refusal.
. "$(dirname "$0")/lib.sh"

everything() {
    "$@" "$tco" compare "$good" -f json 2>&1 < /dev/null
    "$@" "$tco" cashflow "$good" -f csv 2>&1 < /dev/null
    "$@" "$tco" simulate "$good" --samples 100 --seed 7 -f json 2>&1 < /dev/null
    "$@" "$tco" eval '1.5 kWh * 0.25 USD/kWh' 2>&1 < /dev/null
}
everything env -i LC_ALL=C.UTF-8 > want
grep -q . want || fail "nothing printed"
same() {
    everything "$@" > got
    cmp want got > /dev/null || fail "other bytes under: $*"
}
same env -i
for name in C POSIX de_DE.UTF-8 de_DE tr_TR.UTF-8 ja_JP.eucJP xx_XX; do
    same env LC_ALL=$name
    same env -u LC_ALL LANG=$name LC_NUMERIC=$name LANGUAGE=de
done
for zone in UTC Pacific/Kiritimati Etc/GMT+12 :/etc/passwd ''; do
    same env "TZ=$zone"
done
same env HOME=/nowhere XDG_CONFIG_HOME=/etc TMPDIR=/nowhere
same env COLUMNS=-1 NO_COLOR=1 TERM=dumb CI=true
same env POSIXLY_CORRECT=1 MALLOC_PERTURB_=85
have=$(locale -a 2> /dev/null | grep -c '^de_DE') || have=0
[ "$have" -gt 0 ] || not_run "a locale with a decimal comma: none is installed"

for columns in 0 -1 1 99999999999999999999 abc '' 1e3; do
    COLUMNS=$columns timeout 10 "$tco" compare "$good" > out 2> err || fail "COLUMNS=$columns"
done
mkdir gone
(cd gone && rmdir ../gone && timeout 10 "$tco" validate "$good" > /dev/null 2>&1) || fail "no working folder"

# Limits. A sanitizer needs more of everything.
if [ -z "$TCO_SANITIZED" ]; then
(ulimit -s 256; timeout 10 "$tco" compare "$good" > out 2> err) || fail "256 kB of stack: $(cat err)"
deep=$(printf '%0150d' 0 | tr 0 '(')1$(printf '%0150d' 0 | tr 0 ')')
(ulimit -s 256; expect 0 -- "$tco" eval "$deep"; exit "$failed") || failed=1
deeper=$(printf '%03000d' 0 | tr 0 '(')
(ulimit -s 256; expect 3 -- "$tco" eval "$deeper"; exit "$failed") || failed=1
sh -c 'ulimit -n 8; exec "$@"' sh "$tco" compare "$good" > out 2> err || fail "eight descriptors: $(cat err)"
size=$(($(wc -c < "$tco") / 1024))
for more in 1500 3000 5000 9000 13000 29000; do
    limit=$((size + more))
    (ulimit -v $limit; timeout 10 "$tco" compare "$good" > out 2> err)
    code=$?
    case $code in 0|70|127) ;; *) fail "$limit kB of memory: code $code" ;; esac
    [ $code = 0 ] || [ -s err ] || fail "$limit kB of memory: code $code and not a word"
done
fi

# Command lines.
many=$(seq 1 20000 | tr '\n' ' ')
expect 4 -- "$tco" validate $many
[ "$(wc -c < err)" -lt 10000 ] || fail "a flood of messages"
expect 2 usage -- "$tco" compare "$good" "--format=$(printf '%0100000d' 0)"
[ "$(wc -c < err)" -lt 2000 ] || fail "a long argument is quoted whole"
expect 2 usage -- "$tco" compare "$good" --format json --format csv
for number in 1e3 0x10 -1 1_000 99999999999999999999 nan '' ' 5' 1.5; do
    expect 2 usage -- "$tco" simulate "$good" --samples "$number"
done
finish
