#!/bin/sh
# test_workbook_library.sh PROGRAM PROJECT: what is asked of the library that writes workbooks. Names come
# from the last to the first, since it looks for the place of each from the first on; after a signal no
# further sheet is begun, and the file stays as it was.
. "$2/tests/process/lib.sh"
[ -z "$TCO_SANITIZED" ] || { not_run "a sanitizer wants to be loaded first"; exit 77; }

# The program finds the library's functions by dlsym(), which this answers for two of them.
cat > between.c <<'END'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static int (*define)(void *, const char *, const char *);
static void (*freeze)(void *, unsigned, unsigned short);
static int sheets;
static int logged_define(void *book, const char *name, const char *place)
{
    fprintf(stderr, "name %s\n", name);
    return define(book, name, place);
}
static void counted_freeze(void *sheet, unsigned row, unsigned short column)
{
    fprintf(stderr, "sheet %d\n", ++sheets);
    freeze(sheet, row, column);
    if (!getenv("AT_SHEET") || sheets != atoi(getenv("AT_SHEET"))) return;
    kill(getppid(), SIGTERM);  // as from a terminal: to the program and to the process that writes
    raise(SIGTERM);
}
void *dlsym(void *handle, const char *name)
{
    static void *(*real)(void *, const char *);
    if (!real) real = (void *(*)(void *, const char *))dlvsym(RTLD_NEXT, "dlsym", BASE);
    void *found = real(handle, name);
    if (strcmp(name, "workbook_define_name") == 0) return memcpy(&define, &found, sizeof found), (void *)logged_define;
    if (strcmp(name, "worksheet_freeze_panes") == 0) return memcpy(&freeze, &found, sizeof found), (void *)counted_freeze;
    return found;
}
END
for base in GLIBC_2.2.5 GLIBC_2.17 GLIBC_2.34; do
    ${CC:-cc} -shared -fPIC -w -DBASE="\"$base\"" -o between.so between.c 2> /dev/null ||
        { not_run "needs a C compiler"; exit 77; }
    LD_PRELOAD="$work/between.so" "$tco" compare "$good" -q -o a.xlsx 2> log && grep -q '^sheet 3$' log && break
done
grep -q '^sheet 3$' log || { not_run "needs the dlsym() of glibc"; exit 77; }

sed -n 's/^name //p' log > names
[ "$(wc -l < names)" -gt 100 ] || fail "only $(wc -l < names) names"
# As the library compares them: without regard to case.
tr A-Z a-z < names > folded
LC_ALL=C sort -r folded | cmp -s - folded || fail "names do not come from the last to the first"

all=$(grep -c '^sheet ' log)
scenario=$project/scenarios/regulated-insurer.yaml
mkdir here
for old in none kept; do
    for at in 2 9 20; do
        rm -f here/*
        [ $old = none ] || echo old > here/a.xlsx
        LD_PRELOAD="$work/between.so" AT_SHEET=$at timeout --preserve-status 60 "$tco" compare "$scenario" -q -o here/a.xlsx > out 2> log
        code=$?
        name="SIGTERM in sheet $at, old file $old"
        [ $code = 143 ] || fail "$name: code $code, not 143"
        [ "$(grep -c '^sheet ' log)" -eq $at ] || fail "$name: $(grep -c '^sheet ' log) sheets were begun"
        if [ $old = none ]; then
            [ -z "$(ls -A here)" ] || fail "$name: left $(ls -A here)"
        else
            only_files here a.xlsx
            [ "$(cat here/a.xlsx)" = old ] || fail "$name: the old file is gone"
        fi
    done
done
[ "$all" -gt 9 ] || fail "only $all sheets"
finish
