# recalculate.sh - source it behind process/lib.sh: workbooks through LibreOffice.
for program in soffice python3; do
    command -v $program > /dev/null || { not_run "needs $program"; exit 77; }
done
book="python3 $project/tests/support/workbook.py"
mkdir -p "$work/office/user" "$work/done"
cat > "$work/office/user/registrymodifications.xcu" <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
X

# recalculate FILE ..: computes every formula anew, into $work/done.
recalculate() {
    HOME=$work timeout 900 soffice "-env:UserInstallation=file://$work/office" --headless \
        --convert-to 'xlsx:Calc MS Excel 2007 XML' --outdir "$work/done" "$@" > "$work/office.log" 2>&1 ||
        fail "LibreOffice: $(cat "$work/office.log")"
}

# write NAME SCENARIO [OPTION ..]: a workbook NAME.xlsx.
write() {
    name=$1
    shift
    "$tco" compare "$@" -q -o "$work/$name.xlsx" 2> "$work/err" || fail "$name: $(cat "$work/err")"
}

agree() {
    $book agree "$1" "$2" || fail "$1 and $2 differ"
}
