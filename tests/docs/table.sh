#!/bin/sh
# table.sh WHAT [NAME]: tables of the documents, in Markdown, from what the program says of itself.
#
#   functions, finance, distributions, units, currencies, errors, checks     from `tco help`
#   keys TITLE                                   one map of `tco help keys`
#   commands                                     from `tco help`
#   model NAME                                   from `tco models show`
#   kinds, models                                from `tco catalog`, `tco models`
#   fields KIND                                  what an entry of the catalogue may hold
#   man-commands, man-options                    for the manual page
what=$1 name=$2

# Lines of three: a name, what it is, an example.
threes() {
    awk -v part="$1" '
        /^Functions/ { at = "functions"; next }
        /^Finance/ { at = "finance"; next }
        /^Distributions/ { at = "distributions"; next }
        at != part { next }
        /^  [^ ]/ { name = substr($0, 3); n = 0 }
        /^      / { n++; text[n] = substr($0, 7); if (n == 2) row() }
        function row() {
            gsub(/\|/, "\\|", name)
            print "| `" name "` | " text[1] " | `" text[2] "` |"
        }'
}

# Lines of two: a name, blanks, what it is; behind a title if one is given.
twos() {
    awk -v title="$1" '
        BEGIN { on = title == "" }
        /^[^ ].*:$/ && title != "" { on = $0 == title ":"; next }
        on && /^  [^ ]/ {
            line = substr($0, 3)
            match(line, /  +| [^ ,]/)
            if (match(line, /  +/) == 0) match(line, / /)
            print "| `" substr(line, 1, RSTART - 1) "` | " substr(line, RSTART + RLENGTH) " |"
        }'
}

roff() {
    sed 's/\\/\\e/g; s/-/\\-/g; s/^\./\\\&./; s/^'"'"'/\\\&&/'
}

case $what in
functions)
    echo '| function | what it is | example |'; echo '| --- | --- | --- |'
    tco help functions | threes functions ;;
finance)
    echo '| function | what it is | example |'; echo '| --- | --- | --- |'
    tco help functions | threes finance ;;
distributions)
    echo '| distribution | what it is | example |'; echo '| --- | --- | --- |'
    tco help functions | threes distributions ;;
units)
    echo '| unit | what it is |'; echo '| --- | --- |'
    tco help units | twos ;;
checks)
    echo '| id | what is checked |'; echo '| --- | --- |'
    tco help checks | twos ;;
errors)
    echo '| id | what it means |'; echo '| --- | --- |'
    tco help errors | twos ;;
keys)
    echo '| key | what it is |'; echo '| --- | --- |'
    tco help keys | twos "$name" ;;
commands)
    echo '| command | what it does |'; echo '| --- | --- |'
    tco help | awk '/^Commands:/ { on = 1 } /^$/ { on = 0 } on' | twos ;;
model)
    tco models show "$name" --json | jq -r '
        def cell: if . == null then "" else gsub("\\s+"; " ") | gsub("\\|"; "\\|") end;
        def code: if . == null then "" else "`" + cell + "`" end;
        def part(s): [.names[] | select(.section == s)];
        def origin: if (.source // "") == "" then "" else
            " Source of the default: \(.source | cell)\(if (.as_of // "") == "" then "" else " (\(.as_of))" end)." end;
        def block(s; heading; row): part(s) | if length == 0 then empty else "", heading, (.[] | row) end;
        .summary,
        block("inputs"; "| input | unit | default | what it is |\n| --- | --- | --- | --- |";
            "| `\(.name)` | \(.unit | cell) | \(.formula | code) | \(.doc | cell)\(origin) |"),
        block("rows"; "| row | unit | formula | what it is |\n| --- | --- | --- | --- |";
            "| `\(.name)` | \(.unit | cell) | \(.formula | code) | \(.doc | cell) |"),
        block("costs"; "| cost | class, category | paid | formula | what it is |\n| --- | --- | --- | --- | --- |";
            "| `\(.name)` | \(.class), \(.category) | \(.paid | cell) | \(.formula | code) | \(.doc | cell) |"),
        block("meters"; "| meter | unit | formula | what it is |\n| --- | --- | --- | --- |";
            "| `\(.name)` | \(.unit | cell) | \(.formula | code) | \(.doc | cell) |")' ;;
models)
    echo '| model | what it is |'; echo '| --- | --- |'
    tco models --json | jq -r '.models[] | "| [`\(.model)`](#\(.model)) | \(.summary) |"' ;;
kinds)
    echo '| kind | entries | what they are |'; echo '| --- | --- | --- |'
    tco catalog --json | jq -r '.kinds[] | "| `\(.kind)` | \(.entries) | \(.doc) |"' ;;
fields)
    echo '| field | unit | what it is |'; echo '| --- | --- | --- |'
    awk '
        /^fields:/ { on = 1; next }
        /^[^ ]/ { on = 0 }
        on && /^  [a-z]/ {
            name = $1; sub(/:$/, "", name)
            unit = doc = $0
            if (!sub(/.*unit: */, "", unit) && !sub(/.*catalog: */, "entry of ", unit)) unit = ""
            sub(/ *[,}].*/, "", unit)
            if (!sub(/.*doc: */, "", doc)) doc = ""
            sub(/} *$/, "", doc); gsub(/^"|"$/, "", doc); gsub(/\|/, "\\|", doc)
            print "| `" name "` | " unit " | " doc " |"
        }' "models/catalog/$name.yaml" ;;
man-commands)
    tco help | awk '/^Commands:/ { on = 1 } /^$/ { on = 0 } on && /^  /' | while read -r command doc; do
        takes=$(tco help "$command" | sed -n "1s/^tco $command *//p" | roff)
        printf '.TP\n.B %s\n%s.\n' "$command $takes" "$(printf %s "$doc" | roff)"
    done ;;
man-options)
    tco help | awk '/^Commands:/ { on = 1 } /^$/ { on = 0 } on && /^  / { print $1 }' | while read -r command; do
        tco help "$command" | sed -n '/^Options:/,$p' | sed 1d
    done | awk '!seen[$0]++' | sed 's/^  *//' | while IFS= read -r line; do
        option=$(printf %s "$line" | sed 's/   *.*//')
        doc=$(printf %s "$line" | sed 's/^.*   *//')
        [ "$doc" != "$line" ] || { option=${line%% *}; doc=${line#* }; }
        printf '.TP\n.B %s\n%s.\n' "$(printf %s "$option" | roff)" "$(printf %s "$doc" | roff)"
    done ;;
*) echo "table.sh: unknown table $what" >&2; exit 2 ;;
esac
