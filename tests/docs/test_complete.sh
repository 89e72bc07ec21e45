#!/bin/sh
# test_complete.sh PROGRAM PROJECT: the documents leave nothing out and lead nowhere wrong. Each
# model has its table in MODELS.md, each map of `tco help keys` one somewhere, each document is
# linked from the README or another one, and each link leads to a file and a heading.
program=$(realpath "$1")
cd "$2" || exit 1
failed=0
miss() { echo "$1"; failed=1; }

for model in $("$program" models -f csv | tr -d '\r' | sed 1d | cut -d, -f1); do
    grep -q "^<!-- generated: model $model -->" docs/MODELS.md || miss "docs/MODELS.md lacks the model $model"
done

"$program" help keys | sed -n 's/^\([^ ].*\):$/\1/p' > "${TMPDIR:-/tmp}/titles.$$"
while IFS= read -r title; do
    grep -qF -e "generated: keys \"$title\" " -e "generated: keys $title " docs/*.md ||
        miss "no document has the keys of: $title"
done < "${TMPDIR:-/tmp}/titles.$$"
[ -s "${TMPDIR:-/tmp}/titles.$$" ] || miss "tco help keys has no titles"
rm -f "${TMPDIR:-/tmp}/titles.$$"

# The anchors that a page of GitHub gives its headings.
anchors() {
    sed -n '/^```/,/^```/d; s/^##* //p' "$1" | tr 'A-Z' 'a-z' | sed 's/[^a-z0-9 _-]//g; s/ /-/g'
}
linked=
for page in README.md docs/*.md docs/adr/*.md; do
    folder=$(dirname "$page")
    for link in $(grep -o ']([^) ]*)' "$page" | sed 's/^](//; s/)$//' | grep -v '^https*:' | sort -u); do
        file=${link%%#*} anchor=${link#*#}
        target=$page
        [ -z "$file" ] || target=$folder/$file
        [ -e "$target" ] || { miss "$page: $link leads nowhere"; continue; }
        linked="$linked $(realpath "$target")"
        case $link in *'#'*)
            anchors "$target" | grep -qx -e "$anchor" || miss "$page: $target has no heading #$anchor" ;;
        esac
    done
done
for page in docs/*.md; do
    case " $linked " in *" $(realpath "$page") "*) ;; *) miss "nothing links to $page" ;; esac
done
exit $failed
