#!/bin/sh
# test_install.sh PROGRAM PROJECT: an installation has a manual page of each command, which man
# formats without a warning, the completions where the shells look for them, and the schemas.
build=$(dirname "$(realpath "$1")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
failed=0
DESTDIR= cmake --install "$build" --prefix "$work" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
cd "$work" || exit 1
for file in share/bash-completion/completions/tco share/zsh/site-functions/_tco \
    share/fish/vendor_completions.d/tco.fish share/man/man1/tco.1 \
    share/tco/schema/scenario-1.json share/tco/schema/model-1.json share/tco/schema/catalog-1.json \
    share/tco/schema/budget-1.json share/tco/schema/result-1.json; do
    [ -s "$file" ] || { echo "$file is not installed"; failed=1; }
done
for command in $(bin/tco help | sed -n '/^Commands/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
    page=share/man/man1/tco-$command.1
    grep -q "^\.B tco $command" "$page" || { echo "there is no page of $command"; failed=1; continue; }
    command -v groff > /dev/null || continue
    groff -man -ww -Tutf8 "$page" 2> warnings > /dev/null
    [ -s warnings ] && { echo "$page:"; cat warnings; failed=1; }
done
exit $failed
