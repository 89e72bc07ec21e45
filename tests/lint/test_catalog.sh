#!/bin/sh
# test_catalog.sh PROGRAM PROJECT: every figure of the shipped catalogue is complete, in range and
# sourced: of the files, and of what was compiled from them.
program=$(realpath "$1")
cd "$2" || exit 1
"$program" catalog check > /dev/null && "$program" catalog check models > /dev/null
