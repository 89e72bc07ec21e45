#!/bin/sh
# test_console.sh PROGRAM PROJECT [--update|--all]: what the README and docs/ show is what the program
# prints today.
#
# In a block that opens with ```console, a line "$ COMMAND" is run in the project's folder and the
# lines behind it must be its output, standard error included. Between a line with
# "generated: WHAT [NAME]" and one with "end of generated" stands the output of table.sh. A document
# with a line "<!-- needs: COMMAND -->" needs another program: it is looked at with --all and --update
# alone, where that command succeeds. --update also writes the schemas of docs/schema, which
# tests/schema compares.
program=$(realpath "$1") project=$2 update=$3
work=$(mktemp -d)
unset COLUMNS
trap 'rm -rf "$work"' EXIT INT TERM
mkdir "$work/bin"
ln -s "$program" "$work/bin/tco"
cd "$project" || exit 1

# Prints a document with what its commands print now.
rewrite() {
    inside=no
    while IFS= read -r line; do
        case $inside-$line in
        no-*'generated: '*)
            inside=generated what=${line#*generated: }
            printf '%s\n' "$line"
            (PATH="$work/bin:$PATH" LC_ALL=C.UTF-8 && export PATH LC_ALL &&
             eval "sh tests/docs/table.sh ${what% -->}") 2>&1
            continue
            ;;
        generated-*'end of generated'*) inside=no ;;
        generated-*) continue ;;
        no-'```console') inside=yes ;;
        yes-'```') inside=no ;;
        yes-'$ '*)
            printf '%s\n' "$line"
            env -i PATH="$work/bin:$PATH" HOME="$work" LC_ALL=C.UTF-8 COLUMNS=80 \
                timeout 180 sh -c "${line#??}" < /dev/null 2>&1 | cat
            continue
            ;;
        yes-*) continue ;;
        esac
        printf '%s\n' "$line"
    done < "$1"
}

missing=
for tool in jq; do
    command -v $tool > /dev/null || missing="$missing $tool"
done
if [ -n "$missing" ]; then
    echo "not run: the documents need$missing"
    exit 77
fi
failed=0
if [ "$update" = --update ]; then
    for schema in docs/schema/*-1.json; do
        name=$(basename "$schema" -1.json)
        "$program" schema "$name" > "$work/new" && cp "$work/new" "$schema"
    done
fi
for file in README.md docs/*.md docs/*/*.md docs/*.1; do
    [ -f "$file" ] && grep -q -e '^```console$' -e 'generated: ' "$file" || continue
    needs=$(sed -n 's/^<!-- needs: \(.*\) -->$/\1/p' "$file")
    [ -n "$needs" ] && [ -z "$update" ] && continue
    if [ -n "$needs" ] && ! HOME=$work timeout 180 sh -c "$needs" > /dev/null 2>&1; then
        echo "not run: $file needs $needs"
        continue
    fi
    rewrite "$file" > "$work/new"
    diff -u "$file" "$work/new" > "$work/diff" && continue
    if [ "$update" = --update ]; then
        cp "$work/new" "$file"
        echo "updated $file"
    else
        echo "FAILED $file"
        failed=1
    fi
    head -60 "$work/diff"
done
exit $failed
