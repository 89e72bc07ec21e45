#!/bin/sh
# test_page.sh PROGRAM PROJECT: the page loads from a file without the network, says nothing on the
# console, holds the result, and axe-core finds nothing that keeps anybody from reading it.
program=$1
command -v chromium > /dev/null || { echo "not run: needs chromium"; exit 77; }
command -v jq > /dev/null || { echo "not run: needs jq"; exit 77; }
cd "$2" || exit 1
work=$(mktemp -d) failed=0
trap 'rm -rf "$work"' EXIT INT TERM

# browse WINDOW FILE: the page as it stands after loading, and the console.
browse() {
    timeout 120 chromium --headless --no-sandbox --disable-gpu --window-size="$1" --user-data-dir="$work/profile" \
        --host-resolver-rules='MAP * ~NOTFOUND' --enable-logging=stderr --virtual-time-budget=20000 \
        --dump-dom "file://$2" 2> "$work/log"
}

fail() { echo "FAILED $1: $2"; failed=1; }

if command -v npm > /dev/null; then
    (cd "$work" && timeout 120 npm install --no-audit --no-fund --silent axe-core > /dev/null 2>&1)
fi
axe=$work/node_modules/axe-core/axe.min.js
[ -f "$axe" ] || echo "not looked at: accessibility, which needs npm and axe-core"

# accessible NAME: axe-core finds nothing in the page, as wide as a desk's screen and as a phone's.
accessible() {
    [ -f "$axe" ] || return
    for size in 1200,900 400,800; do
        sed '/Content-Security-Policy/d; s|</body>|<script src="node_modules/axe-core/axe.min.js"></script><script>axe.run().then(r => { document.body.setAttribute("data-axe", r.violations.length + " of " + r.passes.length); document.body.setAttribute("data-found", JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.target)]))); })</script></body>|' \
            "$work/page.html" > "$work/axe.html"
        browse $size "$work/axe.html" > "$work/dom.html"
        found=$(sed -n 's/.*data-axe="\([^"]*\)".*/\1/p' "$work/dom.html")
        case $found in
        "0 of "[1-9]*) ;;
        *) fail "$1" "axe-core at $size: '$found' $(sed -n 's/.*data-found="\([^"]*\)".*/\1/p' "$work/dom.html" | head -c 2000)" ;;
        esac
    done
}

for scenario in scenarios/support-assistant.yaml scenarios/regulated-insurer.yaml tests/golden/compare/hostile-names/in/s.yaml; do
    timeout 120 "$program" compare "$scenario" -q -f html > "$work/page.html" || { fail "$scenario" "no page"; continue; }
    grep -qE '<script>|src=|@import|url\(["'"'"']?(http|//)' "$work/page.html" && fail "$scenario" "it runs or fetches something"
    browse 1200,900 "$work/page.html" > "$work/dom.html"
    grep CONSOLE "$work/log" && fail "$scenario" "the console is not empty"
    grep -q '</footer>' "$work/dom.html" || fail "$scenario" "it was not loaded whole"
    # The result stands in it, byte for byte the same figures.
    sed -n '/id="tco-result"/,/<\/script>/p' "$work/page.html" | sed -e 1d -e 's/<\/script>//' | jq -S . > "$work/embedded.json" ||
        fail "$scenario" "the embedded result is no JSON"
    timeout 120 "$program" compare "$scenario" -q --json | jq -S . | cmp - "$work/embedded.json" || fail "$scenario" "another result is embedded"
    for chart in cumulative category breakeven tornado; do
        timeout 120 "$program" compare "$scenario" -q -f svg --chart $chart > "$work/chart.svg" || fail "$scenario" "no chart $chart"
        browse 900,600 "$work/chart.svg" > "$work/dom.html"
        grep -q '</svg>' "$work/dom.html" && ! grep -q parsererror "$work/dom.html" || fail "$scenario" "$chart is not drawn"
    done
    accessible "$scenario"
done
for view in book tax; do
    timeout 120 "$program" cashflow docs/examples/statements.yaml -q --view $view -f html > "$work/page.html" || fail $view "no page"
    browse 1200,900 "$work/page.html" > "$work/dom.html"
    grep CONSOLE "$work/log" && fail $view "the console is not empty"
    accessible $view
done
exit $failed
