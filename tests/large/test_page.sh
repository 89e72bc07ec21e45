#!/bin/sh
# test_page.sh PROGRAM PROJECT: the page loads from a file without the network, says nothing on the
# console, holds the result, and axe-core finds nothing that keeps anybody from reading it.
program=$1
command -v chromium > /dev/null || { echo "not run: needs chromium"; exit 77; }
command -v jq > /dev/null || { echo "not run: needs jq"; exit 77; }
cd "$2" || exit 1
work=$(mktemp -d) failed=0 scrolls=no
trap 'rm -rf "$work"' EXIT INT TERM

# browse WINDOW FILE [OPTION..]: the page as it stands after loading, and the console.
browse() {
    window=$1 page=$2
    shift 2
    timeout 120 chromium --headless --no-sandbox --disable-gpu --window-size="$window" --user-data-dir="$work/profile" \
        --host-resolver-rules='MAP * ~NOTFOUND' --enable-logging=stderr --virtual-time-budget=20000 "$@" \
        --dump-dom "file://$page" 2> "$work/log"
}

fail() { echo "FAILED $1: $2"; failed=1; }

if command -v npm > /dev/null; then
    (cd "$work" && timeout 120 npm install --no-audit --no-fund --silent axe-core > /dev/null 2>&1)
fi
axe=$work/node_modules/axe-core/axe.min.js
[ -f "$axe" ] || echo "not looked at: accessibility, which needs npm and axe-core"

# look WIDTH EDITS [OPTION..]: what the page, edited, says of itself in a frame so wide: windows are no
# narrower than 500 pixels. A script in it reports how far it scrolls aside, and what axe-core finds.
look() {
    width=$1 edits=$2
    shift 2
    cat > "$work/look.js" << 'end'
const shown = e => e && getComputedStyle(e).display !== "none";
const charts = ["broad", "narrow"].filter(c => shown(document.querySelector("figure svg." + c))).join();
// How far the widest table that is not folded reaches out of its place.
const beyond = Math.max(0, ...[...document.querySelectorAll(".wide")].filter(e => !e.closest("details")).map(e => e.scrollWidth - e.clientWidth));
const report = r => parent.postMessage({beyond, wide: document.documentElement.scrollWidth - document.documentElement.clientWidth, charts, ...r}, "*");
const short = r => ({axe: r.violations.length + " of " + r.passes.length, found: JSON.stringify(r.violations.map(v => [v.id, v.nodes.map(n => n.target)]))});
window.axe ? axe.run({iframes: false}).then(r => report(short(r))) : report({});
end
    sed "$edits"'; /Content-Security-Policy/d; s|</body>|<script src="node_modules/axe-core/axe.min.js"></script><script src="look.js"></script></body>|' \
        "$work/page.html" > "$work/looked.html"
    cat > "$work/frame.html" << end
<!DOCTYPE html><html lang="en"><body><script>onmessage = e => Object.entries(e.data).forEach(([k, v]) => document.body.setAttribute("data-" + k, v))</script>
<iframe src="looked.html" style="width: ${width}px; height: 800px; border: 0"></iframe></body></html>
end
    # On a busy machine the browser may end before the page has spoken: then it is asked again.
    for attempt in 1 2 3; do
        browse 1300,900 "$work/frame.html" "$@" > "$work/dom.html"
        [ -z "$(said wide)" ] || break
    done
}

# said NAME: of what the page said.
said() { sed -n 's/.*data-'"$1"'="\([^"]*\)".*/\1/p' "$work/dom.html" | head -c 2000; }

# readable NAME: on a desk's screen, on paper, and on phones in dark and light, axe-core finds nothing in
# the page, and it does not scroll aside. Paper lies where tables ask for it. Phones have narrow charts.
readable() {
    sheet=703
    grep -q 'size:A4 landscape' "$work/page.html" && sheet=1032
    while read -r how width edits option; do
        # shellcheck disable=SC2086  # none, or one
        look "$width" "$edits" $option
        chart=broad
        [ "$how" = phone ] && chart=narrow
        grep -q '<figure' "$work/page.html" || chart=
        [ "$(said charts)" = "$chart" ] || fail "$1" "$how, $width wide: its charts are '$(said charts)'"
        [ "$(said wide)" = 0 ] || fail "$1" "$how, $width wide: it is '$(said wide)' pixels too wide"
        [ "$how" != light ] || [ $scrolls = yes ] || [ "$(said beyond)" = 0 ] || fail "$1" "$how, $width wide: a table is '$(said beyond)' pixels too wide"
        [ -f "$axe" ] || continue
        case $(said axe) in
        "0 of "[1-9]*) ;;
        *) fail "$1" "$how, $width wide: axe-core '$(said axe)' $(said found)" ;;
        esac
    done << end
light 1200 s/x/x/
paper $sheet s/@media.screen/@media\x20speech/;s/@media.print/@media\x20all/
phone 390 s/x/x/ --blink-settings=preferredColorScheme=0
phone 320 s/x/x/
end
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
    readable "$scenario"
done
scrolls=yes # statements of many months
while read -r file view period; do
    timeout 120 "$program" cashflow "$file" -q --view "$view" --period "$period" -f html > "$work/page.html" || fail "$view" "no page"
    browse 1200,900 "$work/page.html" > "$work/dom.html"
    grep CONSOLE "$work/log" && fail "$view" "the console is not empty"
    readable "$view of $file by $period"
done << end
docs/examples/statements.yaml book month
docs/examples/statements.yaml tax month
scenarios/support-assistant.yaml book month
scenarios/regulated-bank.yaml cash quarter
end
scrolls=no s=scenarios/support-assistant.yaml
while read -r words; do
    # shellcheck disable=SC2086  # words of a command
    timeout 120 "$program" $words -q -f html > "$work/page.html" || fail "$words" "no page"
    browse 1200,900 "$work/page.html" > "$work/dom.html"
    grep CONSOLE "$work/log" && fail "$words" "the console is not empty"
    readable "$words"
done << end
sensitivity $s
simulate $s --samples 4096
explain $s hybrid.npv
explain $s own.hgx.electricity --month 2027-06
sweep $s --vary volume=0.5,1,2 --vary own.hgx.resale_share=0.25,0.5
optimize $s --vary own.hgx.server.gpus=4:12:4
breakeven $s --vary volume
check $s
diff scenarios/small-team.yaml $s
compare scenarios/gpu-cluster-10k.yaml
compare scenarios/regulated-bank.yaml
end
exit $failed
