#!/bin/sh
# test_destinations.sh PROGRAM PROJECT: the commands of the documents that need LibreOffice, pandas
# and their like do what is written there.
PATH=/usr/bin:$PATH exec sh "$2/tests/docs/test_console.sh" "$1" "$2" --all
