# An output file is the old one or the new one, whole, whatever happens.
. "$(dirname "$0")/lib.sh"
mkdir here
cd here || exit 1
out() { expect "$1" "$2" -- "$tco" compare "$good" -o "$3"; }

expect 0 -- "$tco" compare "$good" -o new.json
cp new.json ../whole.json
only_files . new.json
echo old > new.json
expect 0 -- "$tco" compare "$good" -o new.json
cmp new.json ../whole.json || fail "an old file is not replaced"
only_files . new.json

# An input is never overwritten, by whatever name.
cp "$good" in.json
ln in.json hard.json
ln -s in.json soft.json
for name in in.json ./in.json ../here/in.json hard.json soft.json; do
    expect 2 output-is-input -- "$tco" compare in.json -o "$name"
done
cmp "$good" in.json || fail "the input was changed"
mkdir models
cp "$project/models/staff.yaml" models/staff.yaml
ln models/staff.yaml model.json
expect 2 output-is-input -- "$tco" compare in.json -o model.json
cmp "$project/models/staff.yaml" models/staff.yaml || fail "a model was overwritten"
rm -r in.json hard.json soft.json models model.json

# A failing run leaves the old file, and no other.
echo 'tco: 1' > bad.yaml
echo old > old.json
expect 3 -- "$tco" compare bad.yaml -o old.json
[ "$(cat old.json)" = old ] || fail "a refused scenario changed the output"
expect 2 -- "$tco" compare "$good" -o old.json -f nothing
[ "$(cat old.json)" = old ] || fail "a wrong option changed the output"
expect 2 -- "$tco" compare "$good" -o old.json -o table
[ "$(cat old.json)" = old ] || fail "a second output without a format changed the first"
(ulimit -f 1; expect 4 cannot-write -- "$tco" compare "$good" --rows -o old.json; exit "$failed") || failed=1
[ "$(cat old.json)" = old ] || fail "a file size limit changed the output"
only_files . bad.yaml new.json old.json
rm -f bad.yaml new.json old.json

# Places that can't be written.
mkdir dir.json
expect 4 cannot-write -- "$tco" compare "$good" -o dir.json
expect 4 cannot-write -- "$tco" compare "$good" -o nowhere/a.json
mkfifo pipe.json
expect 4 cannot-write -- "$tco" compare "$good" -o pipe.json
ln -s /dev/full full.json
ln -s loop.json loop.json
rmdir dir.json
rm pipe.json full.json loop.json
expect 0 -- "$tco" compare "$good" -o "$(printf 'a\nb.json')"
rm -f ./*.json
# A link is replaced, what it points to stays.
echo victim > ../victim
ln -s ../victim link.json
expect 0 -- "$tco" compare "$good" -o link.json
[ "$(cat ../victim)" = victim ] || fail "written through a link"
rm -f link.json
if [ "$(id -u)" != 0 ]; then
    mkdir closed
    chmod 555 closed
    expect 4 cannot-write -- "$tco" compare "$good" -o closed/a.json
    rmdir closed
fi
(umask 077; "$tco" compare "$good" -o mode.json)
[ "$(stat -c %a mode.json)" = 600 ] || fail "the mode does not follow umask"
rm -f mode.json
only_files .  | true

# The mode of what is replaced stays.
echo old > mode.json && chmod 600 mode.json
"$tco" compare "$good" -o mode.json 2> /dev/null
[ "$(ls -l mode.json | cut -c1-10)" = -rw------- ] || fail "the mode of a file"
rm -f mode.json

# Twenty writers of one file: it is one whole report.
i=0
while [ $i -lt 20 ]; do
    "$tco" compare "$good" -o one.json 2> /dev/null &
    i=$((i + 1))
done
wait
cmp one.json ../whole.json || fail "twenty writers"
only_files . one.json

# Killed at any moment: the old file or the new one.
i=0
while [ $i -lt 30 ]; do
    echo old > one.json
    "$tco" compare "$good" --rows -o one.json 2> /dev/null &
    victim=$!
    sleep "0.00$((i / 3))"
    kill -9 "$victim" 2> /dev/null
    wait "$victim" 2> /dev/null
    [ "$(cat one.json)" = old ] || [ "$(tail -c 2 one.json)" = '}' ] || fail "killed: a part of a file"
    rm -f one.json.tmp*
    i=$((i + 1))
done
finish
