#!/bin/sh
# test_format.sh PROGRAM PROJECT: the code is laid out as .clang-format says.
command -v clang-format > /dev/null || { echo "not run: needs clang-format"; exit 77; }
cd "$2" || exit 1
find src include tests -name '*.[ch]' | sort | xargs clang-format --dry-run -Werror
