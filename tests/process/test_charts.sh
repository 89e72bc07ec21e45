#!/bin/sh
# test_charts.sh PROGRAM PROJECT: every chart that is told of is drawn, and can be read: each name stands
# beside a piece of its line, no name lies on another, and no text of a range on its name.
command -v jq > /dev/null || { echo "not run: needs jq"; exit 77; }
. "$(dirname "$0")/lib.sh"
cd "$project" || exit 1
COLUMNS=80
export COLUMNS
s=scenarios/support-assistant.yaml m=docs/examples/methods.yaml

# ---- compare draws all of them --------------------------------------------------------------------

for chart in cumulative category tornado histogram fan breakeven; do
    "$tco" compare $s -q -f svg --chart $chart > "$work/$chart.svg" || fail "compare has no $chart as SVG"
    tail -1 "$work/$chart.svg" | grep -q '</svg>' || fail "$chart is not whole"
    "$tco" compare $s -q --plot --chart $chart > "$work/plot" || fail "compare has no $chart on a terminal"
done
[ "$(grep -c '<path class="f.*fill-opacity="1"' "$work/histogram.svg")" -eq 4 ] || fail "the histogram has not a hill for each option"

# titles FILE: of the pictures below a table.
titles() { grep -oE '^(Cumulative cash, and how|Cumulative cash|Cost by category|What moves|How the answer spreads|Saved against)' "$1" | tr '\n' ';'; }
"$tco" compare $s -q --plot > "$work/plot"
[ "$(titles "$work/plot")" = "Cumulative cash;Cost by category;What moves;How the answer spreads;Cumulative cash, and how;Saved against;" ] ||
    fail "--plot draws $(titles "$work/plot")"
"$tco" compare $m -q --plot > "$work/plot"  # where nothing is uncertain
[ "$(titles "$work/plot")" = "Cumulative cash;Cost by category;What moves;Saved against;" ] || fail "--plot of a certain scenario draws $(titles "$work/plot")"
"$tco" compare $m -q -f svg --chart histogram > /dev/null 2>&1
[ $? -eq 2 ] || fail "a histogram of what is certain"

# ---- the page has their figures in tables ---------------------------------------------------------

"$tco" compare $s -q -f html > "$work/page.html" || fail "no page"
[ "$(awk '/id="histogram-t"/ { in_it = 1 } /id="fan-t"/ { in_it = 0 } in_it' "$work/page.html" | grep -c '<tr>.*cloud')" -ge 10 ] ||
    fail "the bins of the histogram are not on the page"
[ "$(awk '/id="fan-t"/ { in_it = 1 } in_it' "$work/page.html" | grep -c '<tr>.*cloud.*20[0-9][0-9]-12')" -eq 3 ] ||
    fail "the years of the fan are not on the page"
[ "$(grep -c '<details>' "$work/page.html")" -eq "$(grep -c '</details>' "$work/page.html")" ] || fail "a fold does not end"

# The page of a simulation draws all it has, and folds what is long.
"$tco" simulate $s -q -f html > "$work/simulated.html" || fail "no page of a simulation"
for chart in tornado histogram fan; do
    grep -q "id=\"$chart-t\"" "$work/simulated.html" || fail "the page of a simulation has no $chart"
done
grep -qE '<details><summary>[0-9]{2,} rows; money in USD</summary>' "$work/simulated.html" || fail "the bins of a simulation are not folded"

# ---- names of lines -------------------------------------------------------------------------------

"$tco" breakeven $s -q --vary volume -f svg > "$work/frontier.svg" || fail "no frontier"
for chart in cumulative breakeven fan frontier; do
    lines=$(grep -c 'class="s[0-9]" fill="none".*stroke-width.*L.*L' "$work/$chart.svg")
    awk -v lines="$lines" '
        function value(name) { match($0, name "=\"[^\"]*"); return substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 2) }
        function ink(line, letter) { return match(line, "class=\"" letter "[0-9]") ? substr(line, RSTART + 8, 1) : "none" }
        /font-weight="600"/ && !/font-size="18"/ {
            names++
            if (ink(leader, "s") != ink(swatch, "s") || ink(swatch, "s") != ink(marker, "f") || ink(marker, "f") == "none" || swatch !~ /stroke-width/)
                print "no swatch: " $0
            if (names > 1 && value("y") - last < 17) print "on another: " $0
            last = value("y")
            inks[ink(marker, "f")]
        }
        { leader = swatch; swatch = marker; marker = $0 }
        END {
            for (i in inks) told++
            if (names < 3 || told != names || names != lines) print names " names, " told " inks, " lines " lines"
        }' "$work/$chart.svg" > "$work/found"
    [ -s "$work/found" ] && { cat "$work/found"; fail "names of $chart"; }
done
# The lines' markers stand in other months, so that one does not hide another.
grep -o 'class="f[0-9]" fill="[^"]*" transform="translate([0-9.]*' "$work/cumulative.svg" | sed 's/.*class="\(f.\)".*(/\1 /' |
    awk '$2 < 600 { if ($2 in at && at[$2] != $1) both++; at[$2] = $1; n++ } END { exit !(n > 12 && !both) }' ||
    fail "markers stand on each other"

# ---- ranges ---------------------------------------------------------------------------------------

for scenario in scenarios/*.yaml; do
    timeout 300 "$tco" compare "$scenario" -q -f svg --chart tornado > "$work/tornado.svg" || fail "$scenario has no tornado"
    awk '
        function value(name) { match($0, name "=\"[^\"]*"); return substr($0, RSTART + length(name) + 2, RLENGTH - length(name) - 2) }
        /text-anchor="end" class="ink"/ { edge = value("x") }
        /font-size="11"/ {
            text = $0; gsub(/<[^>]*>/, "", text)
            if (text ~ /…/) print "cut: " text
            if (text ~ /[0-9][0-9][0-9][0-9]/) print "no separator: " text
            wide = length(text) * 6.6
            if (/text-anchor="end"/ && value("x") > edge && value("x") - wide < edge) print "on the name: " text
            if (/text-anchor="start"/ && value("x") + wide > 840) print "outside: " text
            texts++
        }
        END { if (texts < 6) print texts " texts" }' "$work/tornado.svg" > "$work/found"
    [ -s "$work/found" ] && { cat "$work/found"; fail "tornado of $scenario"; }
done

# ---- phones ---------------------------------------------------------------------------------------

# Each chart stands in the page twice, the second time so narrow that a phone need not shrink it. No text of
# it, or of the broad one, leaves its picture.
"$tco" compare scenarios/regulated-bank.yaml -q -f html > "$work/page.html"
[ "$(grep -c '<svg .*class="broad" viewBox="0 0 840 ' "$work/page.html")" -eq 6 ] || fail "the page has not all broad charts"
[ "$(grep -c '<svg .*class="narrow" viewBox="0 0 360 ' "$work/page.html")" -eq 6 ] || fail "the page has not all narrow charts"
grep -q '@media screen and (max-width:48rem){figure .broad{display:none}figure .narrow{display:block' "$work/page.html" ||
    fail "phones do not switch to narrow charts"
[ -z "$(grep -o ' id="[^"]*"' "$work/page.html" | sort | uniq -d)" ] || fail "charts share ids"
awk '
    function value(name) { match($0, " " name "=\"[^\"]*"); return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) }
    /<svg / { width = /class="narrow"/ ? 360 : 840 }
    /<text / {
        text = $0; gsub(/<[^>]*>/, "", text); gsub(/&[#a-z0-9]*;/, "x", text)
        size = /font-size/ ? value("font-size") : 13; wide = length(text) * size * 0.52
        left = value("x") - (/text-anchor="end"/ ? wide : /text-anchor="middle"/ ? wide / 2 : 0)
        if (left < -4 || left + wide > width + 4) print width " wide: " text
    }' "$work/page.html" > "$work/found"
[ -s "$work/found" ] && { cat "$work/found"; fail "texts leave their pictures"; }

# ---- many options ---------------------------------------------------------------------------------

# Twelve options have a colour, a dash and a marker each. Of more, the baseline and the cheapest have them,
# and the rest is grey, which is said.
options() {
    printf 'tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 12 months\noptions:\n'
    i=0
    while [ $((i += 1)) -le "$1" ]; do
        printf '  way_%s:\n    it: {use: staff, people: %s FTE, salary: 100 kUSD/FTE/year}\n' $i $((1 + i * 7 % 19))
    done
}
strokes() { grep 'fill="none".*stroke-width.*L.*L' "$work/many.svg" | grep -o 'class="s[0-9]*"' | sort | uniq -c | sort -n | tr -s ' "' ' ' | tr '\n' ';'; }
options 12 > "$work/many.yaml"
"$tco" compare "$work/many.yaml" -q -f svg --chart cumulative > "$work/many.svg"
[ "$(strokes | tr ';' '\n' | grep -c ' 1 class=')" -eq 12 ] || fail "twelve options do not have twelve colours: $(strokes)"
grep -q 'Grey' "$work/many.svg" && fail "twelve options are too many"
options 18 > "$work/many.yaml"
"$tco" compare "$work/many.yaml" -q -f svg --chart cumulative > "$work/many.svg"
strokes | grep -q ' 6 class= s12 ;$' || fail "six of eighteen options are not grey: $(strokes)"
grep -q '<desc.*Grey: neither the baseline nor among the cheapest' "$work/many.svg" || fail "nobody says what grey is"
# names INK: of options in that colour, which stand behind their swatch and its marker.
names() { grep -A 2 "<path class=\"s$1\" fill=\"none\".*stroke-width" "$work/many.svg" | grep 'font-weight="600"' | sed 's/<[^>]*>//g' | sort | tr '\n' ' '; }
[ "$(names 0)" = "way_1 " ] || fail "the baseline is $(names 0)"
[ "$(names 1)" = "$("$tco" compare "$work/many.yaml" -q --json | jq -r '.summary[] | select(.rank == 1) | .option') " ] || fail "the cheapest is $(names 1)"
[ "$(names 12)" = "$("$tco" compare "$work/many.yaml" -q --json | jq -r '[.summary[] | select(.option != "way_1")] | sort_by(.rank)[11:] | map(.option) | sort | join(" ")') " ] ||
    fail "grey are $(names 12)"

# ---- long names, and what moves nothing ------------------------------------------------------------

{
    printf 'tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: 1 month\noptions:\n'
    for i in 1 2 3; do
        printf '  an_option_with_a_name_as_long_as_somebody_wrote_it_in_full_%s:\n' $i
        printf '    it: {use: staff, people: %s FTE, salary: 12e12 to 13e12 USD/FTE/year}\n' $i
    done
} > "$work/long.yaml"
for chart in cumulative category histogram tornado; do
    "$tco" compare "$work/long.yaml" -q -f svg --chart $chart > "$work/long.svg" || fail "no $chart of long names"
    [ $chart = tornado ] || for i in 1 2 3; do
        grep -q "…[a-z_]*_$i<" "$work/long.svg" || fail "$chart cuts what tells option $i from others"
    done
    grep -o '<text x="[^"]*" y="[^"]*"' "$work/long.svg" | sort | uniq -d | grep . && fail "$chart has texts on each other"
done
"$tco" compare "$work/long.yaml" -q -f svg --chart tornado > "$work/long.svg"
grep -qE '>an[^<]*_[23][.*]' "$work/long.svg" && fail "a tornado has inputs that don't move what it shows"
"$tco" compare "$work/long.yaml" -q -f svg --chart category > "$work/long.svg"
grep -q 'over 1 month;' "$work/long.svg" && grep -q 'trillion USD' "$work/long.svg" || fail "one month, or trillions"
COLUMNS=80 "$tco" compare "$work/long.yaml" -q --plot --chart cumulative | tail -3 | awk '{ print $1 }' | sort -u | grep -c '\.\.' > "$work/count"
[ "$(cat "$work/count")" -eq 3 ] || fail "names on a terminal are cut where they differ"

# ---- what crosses more than once -----------------------------------------------------------------

x=tests/golden/compare/crossings/in/s.yaml
"$tco" compare $x -q --json | jq '[.crossings[] | select(.value >= 0.05)] | length' > "$work/count"
for chart in cumulative breakeven; do
    "$tco" compare $x -q -f svg --chart $chart > "$work/x.svg"
    [ "$(grep -c '<circle' "$work/x.svg")" -eq "$(cat "$work/count")" ] || fail "$chart has not a ring for each crossing"
    for note in 'cheaper to month 16.0' 'even for good in month 22.5' 'beyond the horizon: month 25.0'; do
        grep -q ">$note<" "$work/x.svg" || fail "$chart does not say: $note"
    done
done
"$tco" compare $x -q --plot --chart breakeven | grep -q 'lagging, cheaper to month 10.2' || fail "a plot does not say what turns back"
"$tco" compare $x -q -f html > "$work/x.html"
for text in 'from 6.0 to 9.8, from 22.5' '<th scope="row">same</th><td>base</td><td>equal</td>' \
    'Cash so far, at the end of each year, in USD' 'Saved so far against base, at the end of each year, in USD'; do
    grep -q "$text" "$work/x.html" || fail "the page does not say: $text"
done

# ---- what can't do the work ------------------------------------------------------------------------

cat > "$work/unable.yaml" <<'E'
tco: 1
currency: USD
start: 2027-01
horizon: 12 months
as_of: 2026-11-01
workloads:
  chat: {model: llama-3.3-70b, input: 60 Gtoken/month, output: 12 Gtoken/month, requires: [nobody_has_this]}
options:
  api: {claude: {use: api, price: claude-sonnet-4.6}}
  own: {hgx: {use: owned-fleet, server: hgx-h100-8, site: colo-us}}
E
"$tco" compare "$work/unable.yaml" -q -f svg --chart category | grep -q '>infeasible<' || fail "a bar of what is infeasible looks like others"
"$tco" compare "$work/unable.yaml" -q --plot --chart category | grep -q '^api .* infeasible$' || fail ".. on a terminal"
"$tco" compare "$work/unable.yaml" -q --plot --chart cumulative | grep -q '^api .* infeasible$' || fail ".. as a sparkline"
"$tco" compare "$work/unable.yaml" -q -f html > "$work/unable.html"
grep -q '<th scope="col" class="n">api (infeasible)</th>' "$work/unable.html" || fail ".. in the tables of a page"
grep -q 'No option is feasible\. Each input alone' "$work/unable.html" || fail "what is moved is taken for the cheapest"
grep -qE 'Saved (so far )?against api' "$work/unable.html" && fail "savings against what can't do the work"
"$tco" compare "$work/unable.yaml" -q -f svg --chart breakeven > /dev/null 2>&1
[ $? -eq 2 ] || fail "a picture of savings against what can't do the work"

# ---- shares that lie further out -------------------------------------------------------------------

cp -R docs/examples/models "$work/models"
cat > "$work/walk.yaml" <<'E'
tco: 1
currency: USD
start: 2027-01
horizon: 60 months
options:
  rent: {it: {use: thing, fee: {from: 1000 USD/month, volatility: 80 %/year}}}
  buy: {it: {use: thing, price: 20000 to 90000 USD, fee: 100 USD/month}}
E
"$tco" compare "$work/walk.yaml" --models "$work/models" -q -f svg --chart histogram > "$work/walk.svg"
"$tco" simulate "$work/walk.yaml" --samples 4096 --models "$work/models" -q --json |
    jq -r '.histogram[] | select(.from == null or .to == null) | .share * 1000 | round / 10' > "$work/shares"
[ -s "$work/shares" ] || fail "no bin is open"
while read -r share; do
    grep -qE "font-size=\"11\">$share(\.0)? %<" "$work/walk.svg" || fail "$share % further out are drawn as if they were not"
done < "$work/shares"
"$tco" compare "$work/walk.yaml" --models "$work/models" -q --plot --chart histogram | tail -2 > "$work/plot"
grep -q ' % above$' "$work/plot" || fail "a plot ends where an open bin would"

# ---- signs and names on a terminal -----------------------------------------------------------------

COLUMNS=40 "$tco" compare $s -q --plot --chart tornado | sed -n '/^What moves/,$p' > "$work/plot"
grep '^[a-z]*\.' "$work/plot" | sort | uniq -d | grep . && fail "two inputs have one name"
grep -q 'own\.hgx\.takes\[chat\] \*' "$work/plot" || fail "an input is cut although another reads alike"
tr '\n' ' ' < "$work/plot" | grep -q 'from P10 to P90, others 10 % to both sides\. \* another option becomes the cheapest' || fail "signs of a plot have no words"
COLUMNS=40 LC_ALL=C "$tco" compare $s -q --plot --chart fan | sed -n '/^Cumulative/,$p' > "$work/plot"
grep '.\{41\}' "$work/plot" && fail "a plot is wider than the terminal"
grep -q '\. the band of one of them' "$work/plot" || fail "the shade of a plot has no words"

# ---- an axis of powers, and break-evens on it ------------------------------------------------------

grep -q 'volume, x (logarithmic' "$work/frontier.svg" || fail "the axis does not say that it is logarithmic"
"$tco" breakeven $s -q --vary volume --json > "$work/frontier.json"
least=$(jq '[.frontier[] | select(.breakeven_month) | .value] | min' "$work/frontier.json")
grep -oE 'text-anchor="middle" class="dim" fill="#555">[0-9.]+<' "$work/frontier.svg" | head -1 |
    sed 's/.*>\(.*\)</\1/' | awk -v least="$least" '{ told = $1 } END { exit !(told > 0 && told <= least) }' ||
    fail "the axis begins with no number"
[ "$(grep -c '<line.*stroke-dasharray' "$work/frontier.svg")" -eq "$(jq '[.breakeven[] | select(.value)] | length' "$work/frontier.json")" ] ||
    fail "break-evens are not marked"

# ---- bands without colours -------------------------------------------------------------------------

[ "$(grep -c '<path fill="url(#chart-h' "$work/fan.svg")" -eq 4 ] || fail "bands of a fan are not hatched"
[ "$(grep -o 'pattern id="chart-h.*path d="[^"]*"' "$work/fan.svg" | sed 's/.*path d=//' | sort -u | wc -l)" -eq 4 ] ||
    fail "bands of a fan differ by colour alone"

# ---- one unit of money -----------------------------------------------------------------------------

"$tco" compare scenarios/gpu-cluster-10k.yaml -q -f html | sed '/<h2[^>]*>Assumptions/,$d' > "$work/gpu.html"
grep -oE '<td class="n">[0-9]{1,3}(,[0-9]{3}){3,}<' "$work/gpu.html" && fail "a page mixes USD and thousands of them"
[ "$(grep -c 'in thousand USD' "$work/gpu.html")" -ge 9 ] || fail "tables of money without their unit"

# ---- what turns beside the present value -----------------------------------------------------------

grep -qE '<td>8 gpu/server</td>.*<td>just below 8 gpu/server</td>' "$work/page.html" || fail "an answer flips where it stands"
"$tco" sensitivity $s -q | grep -q 'own\.hgx\.server\.gpus: from just below 8 ' || fail ".. on a terminal"
finish
