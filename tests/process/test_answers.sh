#!/bin/sh
# test_answers.sh PROGRAM PROJECT: every page and every document of an analysis begins with the answer
# that the terminal prints, in the same words, and its title says which analysis it is.
. "$(dirname "$0")/lib.sh"
sa=$project/scenarios/support-assistant.yaml

plain() { sed -e 's/<[^>]*>//g' -e 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g' -e "s/&#39;/'/g" -e 's/&amp;/\&/g'; }
unescaped() { sed -e 's/\\\([^[:alnum:]]\)/\1/g'; }

# says TITLE WORDS COMMAND ..: the answer matches the words (an expression of grep), and stands in all.
says() {
    title=$1 words=$2
    shift 2
    "$tco" "$@" -q > table 2> err
    "$tco" "$@" -q -f html > html 2>> err
    "$tco" "$@" -q -f md > md 2>> err
    [ ! -s err ] || fail "$*: $(head -c 300 err)"
    answer=$(sed -n '/<p class="verdict">/ { p; q; }' html | plain)
    printf '%s\n' "$answer" | grep -q -- "$words" || fail "$*: the page says '$answer'"
    # Sentences that a page has in one line may be lines of the terminal.
    paste -sd ' ' table | grep -qF -- "$answer" || fail "$*: the terminal does not say '$answer'"
    # Of all that a page says after it, too.
    sed -n '/<p class="verdict">/,/<h2/ s,^<li>\(.*\)</li>$,\1,p' html | plain > beside
    while read -r line; do
        grep -qF -- "$line" table || fail "$*: the terminal does not say '$line'"
    done < beside
    grep -qF "<h1>" html && grep -q "<title>.*: $title</title>" html || fail "$*: $(grep '<title>' html)"
    grep -q "<h1>.*: $title</h1>" html || fail "$*: $(grep '<h1>' html)"
    case $1 in check|diff) return ;; esac # their Markdown is a comment
    head -1 md | grep -q ": $title\$" || fail "$*: $(head -1 md)"
    unescaped < md | sed -n 5p | grep -qxF -- "$answer" || fail "$*: the document says '$(sed -n 5p md)'"
}

cat > few.yaml <<'Y'
tco: 1
currency: USD
start: 2027-01
horizon: 12 months
options:
  api: {it: {use: fee-of, fee: 100 USD/month}}
  own: {it: {use: fee-of, fee: 80 USD/month}}
Y
sed 's/  own:/  owned:/' few.yaml > other.yaml
sed 's/80 USD/85 USD/' few.yaml > dearer.yaml
mkdir models
cat > models/fee-of.yaml <<'Y'
model: fee-of
summary: A fee.
inputs:
  fee: {unit: USD/month, doc: The fee.}
costs:
  paid: {class: opex, category: support, is: fee * month, doc: The fee.}
Y

says 'comparison of costs' '^Cheapest: hybrid, 4,009,689 USD' compare "$sa"
says 'cash flow' '^Cheapest: hybrid, 4,009,689 USD' cashflow "$sa" --period year
says 'cash flow' '^Cheapest: hybrid, 4,009,689 USD' cashflow "$sa" --view cash --period year
says simulation '^Cheapest most often: hybrid, in 6[0-9.]* % of the trials; it costs 4,0[0-9,]* USD on average' \
    simulate "$sa" --samples 1024
says sensitivity '^Cheapest: hybrid, 4,009,689 USD by present value of costs\.$' sensitivity "$sa" --no-shares
says break-even '^cloud and api cost the same where volume is 0.163081 x\. own and api cost the same where' breakeven "$sa" --vary volume
says sweep '^Cheapest: cloud at 2 of 4 points, own at 2\.$' \
    sweep "$sa" --vary volume=0.5,1.5 --vary own.hgx.resale_share=0.25,0.5
says sweep '^hybrid: present value of costs from 3,692,946 to 6,212,405 USD\.$' \
    sweep "$sa" --vary volume=0.5,1.5 --option hybrid
says optimum '^Cheapest: hybrid, 3,413,807 USD (present value of costs), where own.hgx.server.gpus is 12 gpu/server\.$' \
    optimize "$sa" --vary own.hgx.server.gpus=4:12:4
says 'where a figure comes from' '^hybrid.npv: 4009689' explain "$sa" hybrid.npv
says checks '^No checks are stated\.$' check "$sa"
says 'what changed' '^The total of own rises by 60 USD\.$' diff few.yaml dearer.yaml --models models --base-models models
says 'what changed' '^owned is added; it costs 960 USD\.' diff few.yaml other.yaml --models models --base-models models
grep -q '^own is removed; it cost 960 USD\.$' md || fail "the comment of a diff does not say what is removed"

# A page of a scenario that nobody named is called by its file.
grep -q '<h1>other.yaml: what changed</h1>' html || fail "without a name: $(grep '<h1>' html)"

# A table that the terminal shows stands on the page, and in front of the long lists.
"$tco" simulate "$sa" -q --samples 1024 -f html > html
sed -n '/<h2 id="s1">/,/<\/table>/p' html | grep -q 'At medians.*Mean.*P10.*P50.*P90' || fail "simulate: no table of its options"
"$tco" explain "$sa" hybrid.npv -q -f html > html
grep -q 'scope="col" class="p">Formula' html && ! grep -q 'Depth' html || fail "explain: $(grep '<thead>' html)"
finish
