#!/bin/sh
# test_banned.sh PROGRAM PROJECT: calls and habits that the code keeps away from.
cd "$2" || exit 1
failed=0

# refuse WHY PATTERN [FILE..]: no line of src and include matches, but in the files named.
refuse() {
    why=$1 pattern=$2
    shift 2
    found=$(grep -rnE --include='*.[ch]' "$pattern" src include)
    for file in "$@"; do found=$(printf '%s\n' "$found" | grep -v "^$file:"); done
    [ -z "$found" ] && return
    printf '%s\n  %s\n' "$found" "$why"
    failed=1
}

call='(^|[^A-Za-z0-9_])'
refuse "bounds are not known to it: use struct text or str_format" "$call(strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|stpcpy)\("
refuse "numbers are read and written by base/num alone" "$call(strtod|strtof|strtold|atof|atoi|atol|strtol|strtoul|strtoll|strtoull|sscanf|scanf|fscanf)\(" src/base/num.c
refuse "it holds state or differs between systems" "$call(strtok|qsort_r|alloca|localtime|gmtime|ctime|asctime|rand|srand|random|drand48|mktemp|tmpnam|system|popen)\("
refuse "no clock, no network" "$call(time|clock|gettimeofday|clock_gettime|socket|getaddrinfo|gethostname|getlogin|getuid)\("
refuse "memory comes from an arena" "$call(malloc|calloc|realloc|strdup|strndup|asprintf)\(" src/base/arena.c src/session/tco.c
refuse "numbers must not follow the locale" "setlocale\((LC_ALL|LC_NUMERIC)"
refuse "only text.c chooses the character set" "${call}setlocale\(" src/report/text.c
refuse "the environment changes no figure" "${call}getenv\(" src/cli/main.c src/cli/run.c
refuse "only main ends the program" "$call(exit|abort|_exit|quick_exit)\(" src/cli/main.c src/base/apart.c src/base/arena.c src/embed/embed.c
refuse "comments are written //" '^[[:space:]]*/\*|[;{}),] */\*'
refuse "a path of one machine" '"/(home|usr|tmp|work|opt|var|etc)/'
refuse "the last bits of the C library are those of the machine: use engine/vmath.h" "$call(pow|exp|exp2|log|log2|log10|expm1|log1p|cbrt|sin|cos|tan|tgamma|lgamma|erf|erfc|hypot|fmax|fmin)\("
refuse "it is a float, which clang refuses to widen: use HUGE_VAL" "${call}-?INFINITY"
refuse "fused operations change figures" '#pragma STDC FP_CONTRACT ON|ffast-math|Ofast'
found=$(grep -nE 'ffast-math|Ofast|march=native' CMakeLists.txt src/CMakeLists.txt tests/CMakeLists.txt)
[ -z "$found" ] || { echo "$found"; failed=1; }
grep -q -- '-Wvla' CMakeLists.txt || { echo "CMakeLists.txt: -Wvla keeps arrays of variable length out"; failed=1; }
grep -q -- '-ffp-contract=off' CMakeLists.txt || { echo "CMakeLists.txt: -ffp-contract=off is missing"; failed=1; }
exit $failed
