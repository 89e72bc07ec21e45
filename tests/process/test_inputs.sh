# Things that are not a plain readable file, names like options, standard input.
. "$(dirname "$0")/lib.sh"

expect 4 cannot-read -- "$tco" validate none.yaml
expect 4 cannot-read -- "$tco" validate ''
mkdir folder.yaml
expect 4 cannot-read -- "$tco" validate folder.yaml
mkfifo pipe.yaml
expect 4 cannot-read -- "$tco" validate pipe.yaml
ln -s b.yaml a.yaml
ln -s a.yaml b.yaml
expect 4 cannot-read -- "$tco" validate a.yaml
ln -s /dev/zero zero.yaml
expect 4 cannot-read -- "$tco" validate zero.yaml
truncate -s 1G sparse.yaml
(limit_memory 500000; expect 3 too-large -- "$tco" validate sparse.yaml; exit "$failed") || failed=1
truncate -s 10K nul.yaml
expect 3 encoding -- "$tco" validate nul.yaml
long=$(printf '%05000d' 0)
expect 4 cannot-read -- "$tco" validate "$long"
if [ "$(id -u)" != 0 ]; then
    cp "$good" closed.yaml
    chmod 0 closed.yaml
    expect 4 cannot-read -- "$tco" validate closed.yaml
fi

# Links to good files work; models beside a scenario may be missing.
ln -s "$good" link.yaml
expect 0 -- "$tco" validate link.yaml
mkdir other
expect 4 cannot-read -- "$tco" validate --models nowhere "$good"
expect 0 -- "$tco" validate --models other "$good"

# A copy of the project's own models replaces nothing, and is not told; one that was changed is.
mkdir project
cp -r "$project/models" project/models
cp "$project/scenarios/small-team.yaml" project/s.yaml
expect 0 -- "$tco" compare project/s.yaml
grep -q shadowed err && fail "copies of shipped models: $(head -3 err)"
echo '# changed' >> project/models/owned-fleet.yaml
expect 0 -- "$tco" compare project/s.yaml
[ "$(grep -c shadowed err)" = 1 ] || fail "one changed model: $(grep shadowed err | head -3)"
expect 0 -- "$tco" compare project/s.yaml --models "$project/models"
[ "$(grep -c shadowed err)" -gt 1 ] || fail "models that were asked for were not read"

# Names that look like options, hold line ends, controls, or bytes that are no text.
cp "$good" ./--output=x.yaml
expect 0 -- "$tco" validate ./--output=x.yaml
expect 0 -- "$tco" validate -- --output=x.yaml
expect 2 usage -- "$tco" validate --outptu=x.yaml
odd=$(printf 'a\nb\033[31m\377.yaml')
echo 'tco: 1' > "$odd"
expect 3 -- "$tco" validate "$odd"
grep -q '^a\\u{a}b\\u{1b}\[31m\\u{ff}.yaml:1:1: error' err || fail "odd name: $(cat err)"
expect 3 -- "$tco" validate --json "$odd"
iconv -f UTF-8 -t UTF-8 out > /dev/null || fail "JSON that is not UTF-8"
expect 2 -- "$tco" "$(printf -- '--f\377\033mat')"
LC_ALL=C grep -q "$(printf '[\033\377]')" err && fail "raw bytes in a message"

# Standard input.
timeout 10 "$tco" compare - < "$good" > out 2> err || fail "scenario from standard input"
grep -q . out || fail "nothing printed for standard input"
head -c 100000 /dev/zero | timeout 10 "$tco" validate - > out 2> err
code=$?
judge 3 encoding "NUL bytes from standard input"
yes 'a: b' | head -c 6000000 | (limit_memory 500000; timeout 10 "$tco" validate - > out 2> err)
code=$?
judge 3 too-large "six megabytes from standard input"
timeout 10 "$tco" validate - < /dev/null > out 2> err
code=$?
judge 3 yaml "empty standard input"

# A file that grows or shrinks while it is read gives an answer or a refusal.
cp "$good" moving.yaml
(i=0; while [ $i -lt 200 ]; do echo "# $i" >> moving.yaml; : $((i += 1)); done) &
writer=$!
for i in 1 2 3 4 5; do
    timeout 10 "$tco" validate moving.yaml > out 2> err
    code=$?
    [ "$code" = 0 ] || [ "$code" = 3 ] || fail "growing file: code $code"
done
wait "$writer"

# Nothing from outside is quoted.
expect 3 -- "$tco" validate /etc/passwd
grep -q ':0:0:' out && fail "/etc/passwd is in the output"
finish
