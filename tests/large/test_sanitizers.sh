#!/bin/sh
# test_sanitizers.sh PROGRAM PROJECT: all tests of `check` without a report of the address, leak and
# undefined-behaviour sanitizers.
. "$(dirname "$0")/lib.sh"
need clang
echo 'int main(void) { return 0; }' > "$work/a.c"
clang -fsanitize=address,undefined "$work/a.c" -o "$work/a" 2> /dev/null && "$work/a" ||
    { echo "not run: test_sanitizers needs clang's sanitizer libraries"; exit 77; }
# A report ends the program with a code that no test expects.
export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1:exitcode=125
export UBSAN_OPTIONS=print_stacktrace=1:exitcode=125
build "$work/build" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_C_COMPILER=clang -DTCO_SANITIZE=address,undefined
# Limits on address space and stack mean something else here; the speed of a run too.
export TCO_SANITIZED=1
check "$work/build"
