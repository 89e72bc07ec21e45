#!/bin/sh
# test_workbooks.sh PROGRAM PROJECT: every shipped scenario as a workbook that LibreOffice computes
# to the figures of tco; and a change of inputs to those of another run.
. "$2/tests/process/lib.sh"
. "$project/tests/support/recalculate.sh"

for scenario in "$project"/scenarios/*.yaml; do
    name=$(basename "$scenario" .yaml)
    write "$name" "$scenario"
    $book change "$name.xlsx" "$name.same.xlsx"
done
recalculate ./*.same.xlsx
for scenario in "$project"/scenarios/*.yaml; do
    name=$(basename "$scenario" .yaml)
    agree "$name.xlsx" "done/$name.same.xlsx"
    $book rules "$name.xlsx" || fail "$name: the rules of a workbook"
    $book labels "$name.xlsx" || fail "$name: the labels of inputs"
    $book looks "$name.xlsx" || fail "$name: how a workbook looks"
done

# Every input that is stated, changed at once: as tco with --set. In two scenarios those too that nobody
# states, and zeros.
for scenario in "$project"/scenarios/*.yaml; do
    name=$(basename "$scenario" .yaml)
    which=stated
    case $name in small-team | support-assistant) which=all ;; esac
    $book nudge "$name.xlsx" "$name.nudged.xlsx" $which > settings
    [ "$(wc -l < settings)" -gt 20 ] || fail "$name: only $(wc -l < settings) inputs were changed"
    set --
    while IFS= read -r setting; do set -- "$@" --set "$setting"; done < settings
    write "$name.wanted" "$scenario" "$@"
done
recalculate ./*.nudged.xlsx
for scenario in "$project"/scenarios/*.yaml; do
    name=$(basename "$scenario" .yaml)
    agree "$name.wanted.xlsx" "done/$name.nudged.xlsx"
done

write wanted "$project/scenarios/support-assistant.yaml" --set 'finance.discount_rate=12 %/year' \
    --set 'workloads.chat.growth=5 %/month' --set 'hybrid.hgx.gpus=40' --set 'api.claude.price.input=4 USD/Mtoken'
$book change support-assistant.xlsx other.xlsx finance.discount_rate=0.12 workloads.chat.growth=0.05 \
    hybrid.hgx.gpus=40 api.claude.price.input=4 hybrid.rest.price.input=4
recalculate other.xlsx
agree wanted.xlsx done/other.xlsx
finish
