# A signal that comes while a file is written ends the program, leaves the old file as it was and
# no temporary one beside it.
. "$(dirname "$0")/lib.sh"
[ -z "$TCO_SANITIZED" ] || { not_run "a sanitizer wants to be loaded first"; exit 77; }

# The signal comes in the middle of the system call named CALL, when the temporary file exists.
interrupting() {
    cat > "$1.c" <<END
#define _GNU_SOURCE
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>
static void now(void) { if (getenv("AT_$1")) raise(atoi(getenv("AT_$1"))); }
int fsync(int fd) { (void)fd; if (getenv("AT_fsync")) now(); return 0; }
ssize_t write(int fd, const void *at, size_t n) { if (fd > 2) now(); return syscall(SYS_write, fd, at, n); }
END
    ${CC:-cc} -shared -fPIC -o "$1.so" "$1.c" 2> /dev/null
}
for call in write fsync; do
    interrupting $call || { not_run "needs a C compiler"; exit 77; }
done
mkdir here

for call in write fsync; do
    for signal in 2:130 15:143 1:129 3:131; do
        for old in none kept; do
            rm -f here/*
            [ $old = none ] || echo old > here/result.json
            # A shell's background jobs ignore SIGINT; env gives it back.
            env --default-signal LD_PRELOAD="$work/$call.so" "AT_$call=${signal%:*}" \
                timeout --preserve-status 10 "$tco" compare "$good" -q -o here/result.json \
                > out 2> err
            code=$?
            name="signal ${signal%:*} in $call, old file $old"
            [ $code = "${signal#*:}" ] || fail "$name: code $code, not ${signal#*:}: $(cat err)"
            if [ $old = none ]; then
                [ -z "$(ls -A here)" ] || fail "$name: left $(ls -A here)"
            else
                only_files here result.json
                [ "$(cat here/result.json)" = old ] || fail "$name: the old file is gone"
            fi
        done
    done
done

# A signal that is ignored disturbs nothing.
rm -f here/*
env --ignore-signal=INT LD_PRELOAD="$work/write.so" AT_write=2 "$tco" compare "$good" -q \
    -o here/result.json > out 2> err || fail "ignored: code $?"
only_files here result.json
finish
