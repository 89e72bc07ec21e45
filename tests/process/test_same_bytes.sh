#!/bin/sh
# test_same_bytes.sh PROGRAM PROJECT: two runs give the same bytes in every format, whatever the
# locale, the terminal and the rest of the environment. A locale that is not installed is left out.
program=$(realpath "$1") failed=0 count=0
cd "$2" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
locales=C.UTF-8
for name in C POSIX de_DE.UTF-8 fr_FR.UTF-8 tr_TR.UTF-8; do
    locale -a 2> /dev/null | tr -d - | grep -qix "$(echo $name | tr -d -)" && locales="$locales $name"
done

# run TO WORD..: without an environment of its own, then in each locale with a hostile one.
compare() {
    env -i LC_ALL=C.UTF-8 timeout 20 "$program" "$@" > "$work/one" 2> "$work/one.err"
    code=$?
    for locale in $locales; do
        env -i LC_ALL=$locale LC_NUMERIC=$locale LANG=$locale TZ=Asia/Tokyo POSIXLY_CORRECT=1 \
            TERM=xterm HOME=/nonexistent SOURCE_DATE_EPOCH=1 \
            timeout 20 "$program" "$@" > "$work/two" 2> "$work/two.err"
        [ $? -eq $code ] && cmp "$work/one" "$work/two" && cmp "$work/one.err" "$work/two.err" &&
            [ -s "$work/one" ] && continue
        echo "tco $* differs with LC_ALL=$locale"
        failed=1
    done
    # COLUMNS changes tables only.
    case " $* " in *" table "*) ;; *)
        env -i LC_ALL=C.UTF-8 COLUMNS=40 timeout 20 "$program" "$@" 2> /dev/null | cmp - "$work/one" ||
            { echo "tco $* differs with COLUMNS=40"; failed=1; } ;;
    esac
    count=$((count + 1))
}

for file in scenarios/*.yaml; do
    for format in table json jsonl csv; do
        compare compare "$file" -f $format
        compare cashflow "$file" -f $format --period quarter
    done
    compare simulate "$file" --samples 100 -f json
    for how in sobol random; do
        "$program" simulate "$file" -q --samples 9000 --sampling $how -f json --jobs 1 > "$work/one" 2>&1
        for jobs in 2 5; do
            "$program" simulate "$file" -q --samples 9000 --sampling $how -f json --jobs $jobs 2>&1 |
                cmp - "$work/one" && continue
            echo "tco simulate $file --sampling $how differs on $jobs threads"
            failed=1
        done
        count=$((count + 1))
    done
done
[ $count -ge 45 ] || { echo "only $count runs"; failed=1; }
exit $failed
