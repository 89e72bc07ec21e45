#!/bin/sh
# test_workbook.sh PROGRAM PROJECT: a workbook is written whole or not at all, the same each time.
. "$2/tests/process/lib.sh"

expect 0 -- "$tco" compare "$good" -q -o a.xlsx
sleep 1  # what would take the time of day from the clock shows
expect 0 -- "$tco" compare "$good" -q -o b.xlsx
cmp a.xlsx b.xlsx || fail "the same files give other bytes"
[ "$(head -c 2 a.xlsx)" = PK ] || fail "a workbook is no archive"

expect 0 -- "$tco" compare "$good" -q -o c.XLSX
cmp a.xlsx c.XLSX || fail "an extension in capitals is another format"
expect 0 -- "$tco" compare "$good" -q -o c.Json
grep -q '^{' c.Json || fail "an extension in capitals is another format"

# What tells whether it is given, and is not, can't be given in a cell; what --set refuses is refused.
if command -v python3 > /dev/null; then
    book="python3 $project/tests/support/workbook.py"
    $book looks a.xlsx || fail "a workbook is not as readers want it"

    # Sums over many components, whatever they are called, are no longer than others.
    awk -v count=40 -v months=3 -v model=owned-fleet -v each=40 -v curve=flat -f "$project/tests/bench/generate.awk" |
        sed -E 's/^(    )c([0-9]+):/\1a_component_with_a_rather_long_name_\2:/' > many.yaml
    expect 0 -- "$tco" compare many.yaml -q -o many.xlsx
    $book rules many.xlsx || fail "the rules of a workbook, many components"
    python3 -m zipfile -e a.xlsx opened
    grep -q 'Formulas that recur' opened/xl/worksheets/sheet1.xml opened/xl/sharedStrings.xml 2> /dev/null ||
        fail "the cover does not say how to read formulas that recur"
    rm -rf opened
    $book left a.xlsx > left
    for input in owned.box.existing owned.box.lent owned.box.lent_idle api.mini.energy_rate api.mini.carbon \
        api.mini.carbon_price 'api: Energy in use'; do
        grep -qx "$input" left || fail "$input is not on the cover"
    done
    $book bounds a.xlsx > bounds
    for bound in 'finance.discount_rate -1 above' 'workloads.summaries.growth -1 above' \
        'workloads.summaries.input 0' 'workloads.summaries.output 0' \
        'owned.team.wage_growth -1 above' 'owned.box.utilisation 0.01'; do
        grep -qx "$bound" bounds || fail "no bound $bound"
    done
fi

# Names of inputs have an end, names of a scenario a later one: what is too long a name has none.
o=$(printf '%064d' 0 | tr 0 o) c=$(printf '%061d' 0 | tr 0 c)
cat > long.yaml <<END
tco: 1
currency: USD
start: 2027-01
horizon: 3 months
as_of: 2026-11-01
options:
  $o: {$c: {use: staff, people: 2 FTE, role: {cost: 36 kUSD/FTE/year}}}
  short: {crew: {use: staff, people: 3 FTE, role: {cost: 36 kUSD/FTE/year}}}
END
expect 0 -- "$tco" compare long.yaml -q -o long.xlsx
if command -v python3 > /dev/null; then
    python3 -c 'import sys, zipfile; print(zipfile.ZipFile(sys.argv[1]).read("xl/workbook.xml").decode())' long.xlsx > names
    grep -q 'name="in.short.crew.people"' names || fail "an input has no name"
    grep -q 'name="in.o*\.' names && fail "an input has a name that is too long"
fi

expect 2 usage -- "$tco" compare "$good" -f xlsx
expect 2 usage -- "$tco" cashflow "$good" -o c.xlsx
[ ! -e c.xlsx ] || fail "a workbook was written by cashflow"

# What is there stays as it was where nothing can be written.
mkdir full
cp a.xlsx full/kept.xlsx
if mount -t tmpfs -o size=64k tmpfs full 2> /dev/null; then
    echo kept > full/kept.xlsx
    expect 4 cannot-write -- "$tco" compare "$good" -q -o full/kept.xlsx
    [ "$(cat full/kept.xlsx)" = kept ] || fail "a full disk cost a file"
    grep '^\[ERROR\]' err && fail "a full disk: the library prints, too"
    grep -q "No space left on device" err || fail "a full disk is called: $(cat err)"
    only_files full kept.xlsx
    umount full
else
    not_run "a full disk: mounting needs the rights to"
fi
# Nor where memory ends, for the library too, which does not look.
mkdir short
kb=16000 code=
while [ $kb -lt 60000 ] && [ "$code" != 0 ]; do
    echo kept > short/kept.xlsx
    (limit_memory $kb; exec timeout 60 "$tco" compare "$good" -q -o short/kept.xlsx) > out 2> err
    code=$?
    [ "$code" = 0 ] || [ "$(cat short/kept.xlsx)" = kept ] || fail "$kb kB of memory: code $code, and the file is lost"
    case $code in 0 | 4 | 70) ;; *) fail "$kb kB of memory: code $code" ;; esac
    only_files short kept.xlsx
    kb=$((kb + 1000))
done
cmp a.xlsx short/kept.xlsx || fail "little memory: another workbook"

# Nor where what the library collects beforehand finds no room, or too little to be copied.
cp "$tco" "$good" .
echo kept > kept.xlsx
for room in 16 500 1500; do
    unshare -m sh -c "mount -t tmpfs -o size=${room}k tmpfs /tmp" 2> /dev/null ||
        { not_run "a full folder of temporary files: mounting needs the rights to"; break; }
    # /tmp may hold this folder: the command reaches it as the one that it stands in.
    expect 4 cannot-write -- unshare -m sh -c "exec 9< .; mount -t tmpfs -o size=${room}k tmpfs /tmp && cd /proc/self/fd/9 && exec ./tco compare small-team.yaml -q -o kept.xlsx"
    [ "$(cat kept.xlsx)" = kept ] || fail "a full folder of temporary files cost a file"
done
rm -f tco small-team.yaml kept.xlsx

expect 4 cannot-write -- "$tco" compare "$good" -q -o nowhere/a.xlsx
expect 4 cannot-write -- "$tco" compare "$good" -q -o /dev/null/a.xlsx
mkdir folder.xlsx
expect 4 cannot-write -- "$tco" compare "$good" -q -o folder.xlsx

# Names of people are text, however they look and however long they are.
for name in '=1+1' '+1' '-1' '@SUM(A1)' '<b>&amp;"' "$(head -c 990 /dev/zero | tr '\0' x)"; do
    sed "s/^name:.*/name: '$(printf %s "$name" | sed 's/[&\\/]/\\&/g')'/" "$good" > named.yaml
    expect 0 -- "$tco" compare named.yaml -q -o named.xlsx
    command -v python3 > /dev/null || continue
    found=$(python3 "$project/tests/support/workbook.py" holds named.xlsx Cover A1)
    [ "$found" = "$name" ] || fail "the name $name became $found"
done
sed "s/^name:.*/name: '$(head -c 40000 /dev/zero | tr '\0' x)'/" "$good" > named.yaml
rm -f named.xlsx
expect 3 too-large -- "$tco" compare named.yaml -q -o named.xlsx
[ ! -e named.xlsx ] || fail "a workbook was written of a name that is too long"
finish
