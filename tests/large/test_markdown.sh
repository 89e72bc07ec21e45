#!/bin/sh
# test_markdown.sh PROGRAM PROJECT: Markdown says the same to readers of GitHub's and of Pandoc's
# kind, and text of a file stays text in both.
program=$1
command -v pandoc > /dev/null || { echo "not run: needs pandoc"; exit 77; }
command -v jq > /dev/null || { echo "not run: needs jq"; exit 77; }
cd "$2" || exit 1
work=$(mktemp -d) failed=0
trap 'rm -rf "$work"' EXIT INT TERM
hostile=tests/golden/compare/hostile-names/in/s.yaml

# kinds READER FILE: what the document is made of.
kinds() { pandoc -f "$1" -t json "$2" | jq -r '.. | objects | .t? // empty' | sort -u; }
# words READER FILE: what it says.
words() { pandoc -f "$1-smart" -t plain --columns=2000 "$2" | tr -d '\342\200\213' | tr -s ' \n-' '\n'; }

for scenario in scenarios/*.yaml $hostile; do
    timeout 60 "$program" compare "$scenario" -q -f md > "$work/page.md" || exit 1
    for reader in gfm markdown commonmark_x; do
        if kinds $reader "$work/page.md" | grep -E '^(Raw|Emph|Strong|Strikeout|Code|Math|Image|Note|BlockQuote|Div|Span|HorizontalRule)'; then
            echo "FAILED $scenario: $reader takes text for more than text"
            failed=1
        fi
        [ "$(pandoc -f $reader -t json "$work/page.md" | jq '[.. | objects | select(.t? == "Table")] | length')" -ge 4 ] ||
            { echo "FAILED $scenario: $reader sees fewer than 4 tables"; failed=1; }
    done
    words gfm "$work/page.md" > "$work/gfm"
    words markdown "$work/page.md" > "$work/markdown"
    diff "$work/gfm" "$work/markdown" || { echo "FAILED $scenario: the readers differ"; failed=1; }
done

# The name of the hostile scenario is read back as it stands in the file.
timeout 60 "$program" compare $hostile -q -f md > "$work/page.md"
name=$(timeout 60 "$program" compare $hostile -q --json | jq -r .scenario.name)
read_back=$(pandoc -f gfm -t json "$work/page.md" | jq -r '
    def plain: if .t == "Str" then .c elif .t == "Space" or .t == "SoftBreak" then " " elif .t == "Link" then (.c[1] | map(plain) | add) else "<" + .t + ">" end;
    .blocks[0].c[2] | map(plain) | add' | sed 's/\xe2\x80\x8b//g')
[ "$name: comparison of costs" = "$read_back" ] || { echo "FAILED: '$name' is read as '$read_back'"; failed=1; }
exit $failed
