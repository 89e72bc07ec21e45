#!/bin/sh
# test_statement_pages.sh PROGRAM PROJECT: terminal, Markdown and page show the same statement: the same
# lines with the same amounts, whatever the view and the period; data formats keep the long form.
program=$(realpath "$1") failed=0
cd "$2" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# Lines of tables, their words one blank apart.
lines() { tr -s ' ' | sed 's/^ //; s/ $//; s/^Item //' | grep .; }
# Where the totals stand in a table of their own, they are put behind the lines that they belong to.
joined() {
    awk '
        function flush() { for (i = 1; i <= n; i++) print row[i]; n = 0 }
        function label(s) { while (sub(/ -?[0-9][0-9,.]*$/, "", s)) ; return s }
        /^Total/ { totals = 1; at = 1; row[1] = row[1] " " $0; next }
        /^(Opening|[0-9][0-9][0-9][0-9]|FY[0-9])/ { flush(); totals = 0 }
        !totals { row[++n] = $0; next }
        {
            for (k = at + 1; k <= n && label(row[k]) != label($0); k++) ;
            if (k > n) row[at] = row[at] "\n" $0
            else row[at = k] = row[k] substr($0, length(label($0)) + 1)
        }
        END { flush() }'
}
terminal() { sed '1,/^Option/d' | grep -vE '^(Option |tax is|loan is|In every line)' | lines; }
markdown() { sed -n '/^| Item/,/^## Reconciliation/p' | grep '^|' | grep -v -e '---' | sed 's/\\//g; s/\xc2\xa0/ /g' | tr '|' ' ' | lines | joined; }
page() {
    sed -n '/<th scope="col"[^>]*>Item</,/<h2[^>]*>Reconciliation</p' | grep '<tr>' |
        sed 's/&#160;/ /g; s/<[^>]*>/ /g; s/&#39;/'"'"'/g; s/&amp;/\&/g' | lines | joined
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

# By month a table has a year, the opening before the first, the totals behind the last, or alone where
# they would make it wider than paper. Long amounts stand in half-years.
heads() { "$program" cashflow scenarios/support-assistant.yaml -q --view book "$@" -f md | grep '^| Item' | tr -s ' -'; }
heads --option cloud --baseline cloud > "$work/heads"
[ "$(wc -l < "$work/heads")" = 3 ] || { echo "36 months are not 3 tables"; failed=1; }
sed -n 1p "$work/heads" | grep -q '^| Item | Opening | 2027-01 | .* | 2027-12 |$' || { echo "first year: $(sed -n 1p "$work/heads")"; failed=1; }
sed -n 3p "$work/heads" | grep -q '^| Item | 2029-01 | .* | 2029-12 | Total | After | Cash |$' || { echo "last year: $(sed -n 3p "$work/heads")"; failed=1; }
heads --option api --baseline api > "$work/heads"
sed -n 4p "$work/heads" | grep -q '^| Item | Total | After | Cash |$' || { echo "long totals: $(sed -n 4p "$work/heads")"; failed=1; }
heads --option api --baseline api --set api.claude.uplift=10000 > "$work/heads"
sed -n 2p "$work/heads" | grep -q '^| Item | 2027-07 | .* | 2027-12 |$' || { echo "long amounts are not in half-years"; cat "$work/heads"; failed=1; }
# The table alone, and data.
"$program" cashflow docs/examples/statements.yaml -q --view book --period year --table statement -f md > "$work/alone.md"
head -1 "$work/alone.md" | grep -q '^Books: ' && ! grep -q Reconciliation "$work/alone.md" || { echo "--table statement is not the statement alone"; failed=1; }
"$program" cashflow docs/examples/statements.yaml -q --view book --period year -f csv | head -1 | grep -q '^option,view,section,item,kind,' || { echo "csv is no longer long"; failed=1; }
exit $failed
