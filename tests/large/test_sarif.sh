#!/bin/sh
# test_sarif.sh PROGRAM PROJECT: the SARIF of reports is valid to the schema of SARIF 2.1.0, which a
# package of the npm registry holds; without it nothing is tested.
cd "$2" || exit 1
python3 -c 'import jsonschema' 2> /dev/null && command -v npm > /dev/null ||
    { echo "not run: this needs npm and python3-jsonschema"; exit 77; }
project=$PWD work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
cd "$work" || exit 1
timeout 120 npm pack --silent @microsoft/jest-sarif@1.0.0-beta.0 > /dev/null 2>&1 && tar xzf ./*.tgz ||
    { echo "not run: the registry can't be reached"; exit 77; }
exec python3 - package/lib/schemas/sarif-2.1.0-rtm.5.json "$project"/tests/golden/*/*/out.*sarif << 'CHECK'
import json, sys, jsonschema
validator = jsonschema.Draft7Validator(json.load(open(sys.argv[1])))
failed = len(sys.argv) < 4
for name in sys.argv[2:]:
    for error in validator.iter_errors(json.load(open(name))):
        print(name, list(error.absolute_path), error.message[:120])
        failed = True
sys.exit(failed)
CHECK
