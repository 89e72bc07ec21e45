"""mutate.py RESULT SCHEMA PROGRAM: edits of a result, judged by the schema and by tco validate.

Up to 40 places of the result, evenly spread, each get five edits: another type in both directions,
null, a value that is none, and nothing. Prints each edit of which only one of both approves.
"""
import copy
import json
import subprocess
import sys

import jsonschema

EDITS = ("x", -3, None, [], "gone")
MOST = 40
BATCH = 100


def places(value, path=()):
    keys = value if isinstance(value, dict) else range(min(len(value), 2)) if isinstance(value, list) else ()
    for key in keys:
        yield path + (key,)
        yield from places(value[key], path + (key,))


def edited(root, path, edit):
    root = copy.deepcopy(root)
    place = root
    for key in path[:-1]:
        place = place[key]
    if edit == "gone":
        del place[path[-1]]
    else:
        place[path[-1]] = edit
    return root


def taken(program, folder, results):
    """Which of them tco validate calls valid, in as few runs as there are batches."""
    valid = set()
    for first in range(0, len(results), BATCH):
        names = []
        for i, result in enumerate(results[first:first + BATCH], first):
            names.append("%s/edit%d.json" % (folder, i))
            with open(names[-1], "w") as file:
                json.dump(result, file)
        run = subprocess.run([program, "validate", "--json", "-q"] + names, capture_output=True, timeout=120)
        valid |= {f["file"] for f in json.loads(run.stdout)["files"] if f["valid"]}
    return [("%s/edit%d.json" % (folder, i)) in valid for i in range(len(results))]


def main():
    name, schema, program, folder = sys.argv[1:]
    with open(name) as file:
        root = json.load(file)
    with open(schema) as file:
        validator = jsonschema.Draft7Validator(json.load(file))
    every = [p for p in places(root) if p != ("format_version",)]
    some = [every[i * len(every) // MOST] for i in range(MOST)] if len(every) > MOST else every
    edits = [(path, edit) for path in some for edit in EDITS]
    results = [edited(root, path, edit) for path, edit in edits]
    differ = 0
    for (path, edit), result, loads in zip(edits, results, taken(program, folder, results)):
        if loads == validator.is_valid(result):
            continue
        differ += 1
        print("%s: %s = %r: tco %s it" % (name, ".".join(map(str, path)), edit, "takes" if loads else "refuses"))
    print("%d edits" % len(edits))
    sys.exit(differ > 0)


main()
