#!/bin/sh
# test_pipeline.sh PROGRAM PROJECT: the steps of docs/CI.md, run on a repository with a base and five
# heads. Each head gives its exit code, its comment and its annotations. Then what goes wrong around
# them: a scenario that is new, a branch that was not fetched, a wrong command line, no tco at all;
# and that the steps which install it name every package of the README.
. "$(dirname "$0")/lib.sh"
for program in git awk; do
    command -v $program > /dev/null || { echo "not run: needs $program"; exit 77; }
done
mkdir bin
ln -s "$tco" bin/tco
PATH=$work/bin:$PATH
export PATH HOME="$work" GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b

# The commands of a step by its name, and those of the job of GitLab.
step() {
    awk -v name="$1" '
        $0 == "      - name: " name { on = 1; next }
        on && /^      - / { exit }
        on && /^        run: \|$/ { take = 1; next }
        take && /^          / { print substr($0, 11); next }
        take { exit }' "$project/docs/CI.md"
}
gitlab() {
    awk '/^  script:$/ { on = 1; next } on && /^    - / { print substr($0, 7); next } on { exit }' "$project/docs/CI.md"
}
gitlab_install() {
    awk '/^  before_script:$/ { on = 1; next } on && /^    - / { print substr($0, 7); next } on { exit }' "$project/docs/CI.md"
}
[ -n "$(step check)" ] && [ -n "$(step comment)" ] && [ -n "$(gitlab)" ] || fail "docs/CI.md has no steps"
bash=$(command -v bash) || bash=sh

# Stands for the client of GitHub: a list of comments, and what was done to them.
cat > bin/gh <<'END'
#!/bin/sh
case "$*" in
*"--paginate"*) cat "$HOME/comments" 2> /dev/null ;;
*) echo "$@" >> "$HOME/posted" ;;
esac
END
chmod +x bin/gh

git init -q --bare -b main remote.git
git init -q -b main repo && cd repo || exit 1
cat > scenario.yaml <<'END'
tco: 1
name: Two ways
currency: USD
start: 2027-01
horizon: 12 months
as_of: 2027-01-01
options:
  rent:
    crew: {use: staff, people: 10 FTE, role: {cost: 120 kUSD/FTE/year}}
  own:
    crew: {use: staff, people: 12 FTE, role: {cost: 120 kUSD/FTE/year}}
END
cat > budget.yaml <<'END'
budgets:
  - {id: rent-2027, scope: {option: rent}, amount: 1.3 MUSD, thresholds: [{at: 95 %, level: warn}, {at: 100 %, level: deny}]}
END
git add . && git commit -qm base && git remote add origin ../remote.git && git push -q origin main && git fetch -q

# head NAME SED CODE COMMENT ANNOTATION: what stands in the comment and among the annotations, by a pattern; a
# dash where there is no annotation.
head_of() {
    name=$1 change=$2 want=$3 comment=$4 annotation=$5
    git checkout -q -b "$name" main
    sed -i "$change" scenario.yaml
    git commit -q --allow-empty -am "$name"
    : > "$work/summary"
    : > "$work/output"
    : > "$work/posted"
    GITHUB_ACTIONS=true GITHUB_BASE_REF=main GITHUB_STEP_SUMMARY=$work/summary GITHUB_OUTPUT=$work/output \
        $bash -e -c "$(step check)" > "$work/out" 2> "$work/err" || fail "$name: the step ended with $?"
    [ "$(cat "$work/output")" = "code=$want" ] || fail "$name: $(cat "$work/output") and not $want"
    cmp -s comment.md "$work/summary" || fail "$name: the summary is not the comment"
    [ "$(sed -n 1p comment.md)" = "<!-- tco:check -->" ] || fail "$name: the comment has no marker"
    grep -q -e "$comment" comment.md || fail "$name: the comment is $(cat comment.md)"
    if [ "$annotation" = - ]; then
        grep '^::' "$work/err" && fail "$name: there are annotations"
    else
        grep '^::' "$work/err" | grep -q -e "$annotation" || fail "$name: annotations are $(grep '^::' "$work/err")"
    fi
    GITHUB_REPOSITORY=a/b PR=7 $bash -e -c "$(step comment)" || fail "$name: the comment is not posted"
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main sh -e -c "$(gitlab)" > "$work/out" 2>&1
    code=$?
    [ "$code" = "$want" ] || fail "$name: the job of GitLab ends with $code"
    cmp -s comment.md note.md || fail "$name: the note is not the comment"
    [ -s gl-tco.json ] && [ -s tco.xml ] || fail "$name: reports are missing"
    rm -f comment.md note.md gl-tco.json tco.xml result.json
    git checkout -q main
}

head_of cheaper 's/people: 10 FTE/people: 9 FTE/' 0 'The total of rent falls by 120,000 USD (-10.0 %)\. The cheapest is still rent' -
grep -q 'pr comment 7 --body-file comment.md' "$work/posted" || fail "no comment was made: $(cat "$work/posted")"
echo 41 > "$work/comments"
head_of dearer 's/people: 10 FTE/people: 10.5 FTE/' 0 'The total of rent rises by 60,000 USD (+5.0 %)' \
    '^::warning title=budget,file=budget.yaml,line=2,col=10,endColumn=19::rent-2027: rent costs 1,260,000 USD of 1,300,000 USD, 96.9 %25, above the limit of 95 %25$'
grep -q 'PATCH repos/a/b/issues/comments/41 -F body=@comment.md' "$work/posted" || fail "the comment was not found again"
head_of over 's/people: 10 FTE/people: 15 FTE/' 1 'The cheapest is now own, before it was rent' \
    '^::error title=budget,file=budget.yaml,line=2,'
head_of broken 's/people: 10 FTE/people: 10 FTEE/' 3 '^- \*\*error\*\* scenario.yaml:9: unknown unit ' \
    '^::error title=unknown-unit,file=scenario.yaml,line=9,col=35,'
head_of unchanged 's/^name: .*/name: The same two ways/' 0 '^No option changes its cost\. 1 check: 1 passed\.$' -

# ---- what goes wrong around a check -----------------------------------------------------------

# around CODE WHAT STEP: the step writes its code, and ends well; nothing is left to publish, and the
# job of GitLab ends with the code itself.
around() {
    want=$1 what=$2 job=$4
    echo stale > comment.md
    cp comment.md result.json
    : > "$work/summary"
    : > "$work/output"
    : > "$work/posted"
    GITHUB_BASE_REF=main GITHUB_STEP_SUMMARY=$work/summary GITHUB_OUTPUT=$work/output \
        PATH=$path $bash -e -c "$3" > "$work/out" 2> "$work/err" || fail "$what: the step ended with $?: $(cat "$work/err")"
    [ "$(cat "$work/output")" = "code=$want" ] || fail "$what: $(cat "$work/output") and not $want"
    [ -e comment.md ] && fail "$what: an old comment is left"
    [ -e result.json ] && fail "$what: an old result is left"
    [ -s "$work/summary" ] && fail "$what: there is a summary"
    grep -q 'cat: ' "$work/err" && fail "$what: $(cat "$work/err")"
    GITHUB_REPOSITORY=a/b PR=7 $bash -e -c "$(step comment)" || fail "$what: the step comment fails"
    [ -s "$work/posted" ] && fail "$what: a comment was posted"
    echo stale > note.md
    CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main PATH=$path sh -e -c "$job" > "$work/out" 2>&1
    code=$?
    [ "$code" = "$want" ] || fail "$what: the job of GitLab ends with $code"
    [ -e note.md ] && fail "$what: an old note is left"
    return 0
}
path=$PATH
around 2 "a wrong command line" "$(step check | sed 's/--budget/--budgets/')" "$(gitlab | sed 's/--budget/--budgets/')"
mkdir "$work/few"
for program in git cat rm; do ln -s "$(command -v $program)" "$work/few/$program"; done
bash=$(command -v "$bash")
ln -s "$(command -v sh)" "$work/few/sh"
path=$work/few
around 127 "no tco" "$(step check)" "$(gitlab)"
path=$PATH

# A branch that was not fetched is no scenario that is new.
GITHUB_BASE_REF=elsewhere GITHUB_STEP_SUMMARY=$work/summary GITHUB_OUTPUT=$work/output \
    $bash -e -c "$(step check)" > "$work/out" 2>&1 && fail "a branch that was not fetched passes"

# The change that adds the scenario has no base, and is judged without one.
git rm -q scenario.yaml && git commit -qm none && git push -q origin HEAD:main && git fetch -q
git checkout -q -b new && git checkout -q HEAD~1 -- scenario.yaml
cat >> budget.yaml <<'END'
changes:
  - {id: jump, scope: {option: rent}, max_increase: {ratio: 5 %}}
END
git add . && git commit -qm new
GITHUB_BASE_REF=main GITHUB_STEP_SUMMARY=$work/summary GITHUB_OUTPUT=$work/output \
    $bash -e -c "$(step check)" > "$work/out" 2> "$work/err" || fail "new: the step ended with $?"
tail -n 1 "$work/output" | grep -qx 'code=0' || fail "new: $(cat "$work/output" "$work/err")"
grep -q '^scenario.yaml is new' "$work/out" || fail "new: it does not say so"
grep -q 'no base was given' comment.md || fail "new: the comment does not tell that the limit is skipped"
CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main sh -e -c "$(gitlab)" > "$work/out" 2>&1 || fail "new: the job of GitLab ends with $?"

# An empty base, as a git that found no file gives it, is told in these words.
expect 3 -- sh -c "tco check scenario.yaml --base - < /dev/null"
grep -q 'standard input is empty' "$work/err" || fail "an empty base is told as $(cat "$work/err")"

# What is installed builds it: the packages are those of the README.
for package in $(sed -n 's/.*apt-get install -y \(gcc .*libcmocka-dev\) && .*/\1/p' "$project/README.md" | head -n 1); do
    step install | grep -qw -e "$package" || fail "the step install lacks $package"
    gitlab_install | grep -qw -e "$package" || fail "before_script lacks $package"
done
step install | grep -q 'cmake --build' || fail "the step install builds nothing"
gitlab_install | grep -q 'cmake --build' || fail "before_script builds nothing"
[ "$failed" -eq 0 ]
