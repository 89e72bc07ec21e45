#!/bin/sh
# test_reports.sh PROGRAM PROJECT: reports hold what their readers ask of them, whatever names and
# messages are: XML is well-formed and counts its cases, SARIF has a rule for each result and places
# that exist, fingerprints of code quality are unique and stay where lines move.
program=$(realpath "$1") failed=0
command -v python3 > /dev/null || { echo "not run: this needs python3"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work" || exit 1
cat > s.yaml << 'END'
tco: 1
currency: USD
start: 2027-01
horizon: 12 months
as_of: 2027-01-01
options: {own: {crew: {use: staff, people: 2 FTE}}, rent: {crew: {use: staff, people: 1 FTE}}}
END
python3 - << 'END'
import json
nasty = ["]]>", "<b>&amp;\"'", "::error::x%0A", "\u202e\uffff\ufffe", "a\tb", "%25::add-mask::", "| `x` |\n<!-- -->"]
out = "budgets:\n"
for i, text in enumerate(nasty):
    for kind in ("a", "b"):
        out += "  - {id: c%d%s, scope: {option: own}, amount: 1 USD, message: %s}\n" % (i, kind, json.dumps(text))
out += "waivers: [{id: c0a, until: 2027-02-01, reason: %s}]\n" % json.dumps("\n::warning::" + nasty[1])
open("b.yaml", "w").write(out)
open("moved.yaml", "w").write("# one\n# line more\n" + out)
END
for f in b moved; do
    "$program" check s.yaml --budget $f.yaml --report sarif=$f.sarif --report junit=$f.xml \
        --report codequality=$f.json --report github=$f.txt -o $f.md -q > /dev/null 2>&1
    [ $? -eq 1 ] || { echo "the gate of $f.yaml does not deny"; failed=1; }
done
python3 - << 'END' || failed=1
import json, re, sys, xml.etree.ElementTree as xml
failed = False
def must(what, true):
    global failed
    if not true:
        print("not so:", what)
        failed = True
root = xml.parse("b.xml").getroot()
cases = root.findall(".//testcase")
must("a case for each check", len(cases) == 14)
for suite in root.iter("testsuite"):
    own = suite.findall("testcase")
    must("tests are counted", int(suite.get("tests")) == len(own))
    must("failures are counted", int(suite.get("failures")) == sum(c.find("failure") is not None for c in own))
run = json.load(open("b.sarif"))["runs"][0]
rules = [r["id"] for r in run["tool"]["driver"]["rules"]]
must("rules are unique", len(set(rules)) == len(rules))
must("a result for each check", len(run["results"]) >= 14)
lines = len(open("b.yaml").read().split("\n"))
for r in run["results"]:
    must("a rule by its number", rules[r["ruleIndex"]] == r["ruleId"])
    must("a level of SARIF", r["level"] in ("none", "note", "warning", "error"))
    must("a message", r["message"]["text"].strip() != "")
    for l in r.get("locations", []):
        at = l["physicalLocation"]
        must("a reference", re.fullmatch(r"[A-Za-z0-9._~/%-]+", at["artifactLocation"]["uri"]))
        region = at.get("region", {"startLine": 1, "startColumn": 1, "endColumn": 2})
        must("a place", 1 <= region["startLine"] <= lines and 1 <= region["startColumn"] < region["endColumn"])
must("what is waived is suppressed", sum("suppressions" in r for r in run["results"]) == 1)
prints = {f: [r["fingerprint"] for r in json.load(open(f + ".json"))] for f in ("b", "moved")}
must("fingerprints are unique", len(set(prints["b"])) == len(prints["b"]) >= 13)
text = open("b.txt").read()
must("each annotation is one line", all(re.match(r"::(error|warning|notice) ", l) for l in text.splitlines()))
lines = text.splitlines()
must("at most ten of a level", len([l for l in lines if l.startswith("::error")]) == 10)
must("a line of totals", lines[-1] == "::notice title=tco::13 errors, 1 note; at most 10 of each stand here")
comment = open("b.md").read()
must("one marker", len(re.findall(r"(?<!\\)<!--", comment)) == 1 and comment.startswith("<!-- tco:check -->"))
must("no command at the start of a line", not re.search(r"(?m)^::", comment))
place = lambda f: [(r["location"]["path"]) for r in json.load(open(f + ".json"))]
must("both files have places", set(place("b")) <= {"b.yaml", "s.yaml"})
sys.exit(failed)
END
cp b.json before.json
{ echo '# above'; cat b.yaml; } > b2.yaml && mv b2.yaml b.yaml
"$program" check s.yaml --budget b.yaml --report codequality=b.json -q > /dev/null 2>&1
python3 - << 'END' || failed=1
import json, sys
old, new = json.load(open("before.json")), json.load(open("b.json"))
same = [r["fingerprint"] for r in old] == [r["fingerprint"] for r in new]
moved = [r["location"] for r in old] != [r["location"] for r in new]
if not (same and moved):
    print("fingerprints move with lines" if not same else "no line moved")
    sys.exit(1)
END
exit $failed
