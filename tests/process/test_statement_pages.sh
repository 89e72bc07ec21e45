#!/bin/sh
# test_statement_pages.sh PROGRAM PROJECT: terminal, Markdown and page show the same statement: the same
# lines with the same amounts, whatever the view and the period; data formats keep the long form.
program=$(realpath "$1") failed=0
cd "$2" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# Lines of tables, their words one blank apart.
lines() { tr -s ' ' | sed 's/^ //; s/ $//; s/^Item //' | grep .; }
terminal() { sed '1,/^Option/d' | grep -vE '^(Option |tax is|loan is|In every line)' | lines; }
markdown() { sed -n '/^| Item/,/^## Reconciliation/p' | grep '^|' | grep -v -e '---' | sed 's/\\//g; s/\xc2\xa0/ /g' | tr '|' ' ' | lines; }
page() {
    sed -n '/<th scope="col"[^>]*>Item</,/<h2[^>]*>Reconciliation</p' | grep '<tr>' |
        sed 's/&#160;/ /g; s/<[^>]*>/ /g; s/&#39;/'"'"'/g; s/&amp;/\&/g' | lines
}

for file in scenarios/support-assistant.yaml docs/examples/statements.yaml; do
    for view in cash book tax; do
        [ $view = tax ] && [ "$file" = scenarios/support-assistant.yaml ] && continue
        for period in year fiscal-quarter fiscal-year; do
            rm -f "$work"/s.*
            COLUMNS=1000 "$program" cashflow "$file" -q --view $view --period $period -o "$work/s.txt" -o "$work/s.md" -o "$work/s.html" || failed=1
            terminal < "$work/s.txt" > "$work/terminal"
            markdown < "$work/s.md" > "$work/markdown"
            page < "$work/s.html" > "$work/page"
            [ "$(wc -l < "$work/terminal")" -ge 10 ] || { echo "$file $view $period: no lines"; failed=1; }
            diff "$work/terminal" "$work/markdown" > "$work/diff" || { echo "$file $view $period, Markdown:"; head -5 "$work/diff"; failed=1; }
            diff "$work/terminal" "$work/page" > "$work/diff" || { echo "$file $view $period, page:"; head -5 "$work/diff"; failed=1; }
        done
    done
done

# By month a table has a year, the opening before the first, the totals behind the last.
"$program" cashflow scenarios/support-assistant.yaml -q --view book --option api --baseline api -f md | grep '^| Item' | tr -s ' -' > "$work/heads"
[ "$(wc -l < "$work/heads")" = 3 ] || { echo "36 months are not 3 tables"; failed=1; }
sed -n 1p "$work/heads" | grep -q '^| Item | Opening | 2027-01 | .* | 2027-12 |$' || { echo "first year: $(sed -n 1p "$work/heads")"; failed=1; }
sed -n 3p "$work/heads" | grep -q '^| Item | 2029-01 | .* | 2029-12 | Total | After | Cash |$' || { echo "last year: $(sed -n 3p "$work/heads")"; failed=1; }
# The table alone, and data.
"$program" cashflow docs/examples/statements.yaml -q --view book --period year --table statement -f md > "$work/alone.md"
head -1 "$work/alone.md" | grep -q '^Books: ' && ! grep -q Reconciliation "$work/alone.md" || { echo "--table statement is not the statement alone"; failed=1; }
"$program" cashflow docs/examples/statements.yaml -q --view book --period year -f csv | head -1 | grep -q '^option,view,section,item,kind,' || { echo "csv is no longer long"; failed=1; }
exit $failed
