#!/bin/sh
# test_layers.sh PROGRAM PROJECT: rooms include only rooms below them, and each library of others
# has one or two files that are its door.
cd "$2/src" || exit 1
find . -name '*.[ch]' | sort | sed 's|^\./||' | xargs awk '
    BEGIN {
        may["base"] = "base"
        may["units"] = may["base"] " units"
        may["doc"] = may["base"] " doc"
        may["embed"] = may["units"] " doc lang model embed"
        may["lang"] = may["units"] " lang"
        may["model"] = may["lang"] " doc model"
        may["engine"] = may["lang"] " engine"
        may["session"] = may["model"] " engine session"
        may["analysis"] = may["session"] " analysis"
        may["workbook"] = may["analysis"] " workbook"
        may["report"] = may["workbook"] " report"
        may["cli"] = may["report"] " cli"
        door["yaml.h"] = "doc/yaml.c"
        door["cjson/cJSON.h"] = "report/json.c"
        door["libsmartcols/libsmartcols.h"] = "report/text.c"
        door["pthread.h"] = "base/par.c"
        door["getopt.h"] = "cli/opt.c"
        door["locale.h"] = "report/text.c"
        door["signal.h"] = "base/signals.c"
        door["xlsxwriter.h"] = "workbook/xlsx_int.h"
    }
    function fault(text) { print FILENAME ":" FNR ": " text; bad = 1 }
    { room = FILENAME; sub(/\/.*/, "", room) }
    FNR == 1 { files++; if (!(room in may)) fault("the room " room " has no place in the order") }
    /^#include "/ {
        split($0, part, "\""); file = part[2]
        if (file ~ /^tco\// ) { if (room != "session") fault("only session implements " file); next }
        if (file !~ /\//) next
        to = file; sub(/\/.*/, "", to)
        if (index(" " may[room] " ", " " to " ") == 0) fault(room " may not include " file)
        if (file ~ /_int\.h$/ && to != room) fault(file " belongs to the room " to)
        seen++
    }
    /^#include </ {
        file = $0; sub(/^[^<]*</, "", file); sub(/>.*/, "", file)
        if (file in door && index(door[file], FILENAME) == 0) fault("only " door[file] " includes <" file ">")
    }
    END {
        if (files < 50 || seen < 100) { print "only " files " files and " seen " includes were found"; bad = 1 }
        exit bad
    }'
