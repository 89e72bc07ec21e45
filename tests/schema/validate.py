"""validate.py SCHEMA FILE..: what a JSON Schema validator of others says of YAML files.

Prints "FILE valid", or "FILE LINE MESSAGE" for the place that the innermost error underlines: the
key that is not known, else the value. Scalars are read as editors read them, by the core rules of
YAML 1.2: `no` is a word and 2027-01-01 no date.
"""
import json
import re
import sys

import jsonschema
import yaml

NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$")


def scalar(node):
    text = node.value
    if node.style is not None:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if NUMBER.match(text):
        value = float(text)
        return int(text) if re.match(r"[-+]?[0-9]+$", text) else value
    return text


def merged(node, places, path):
    """A map with those that `<<` merges into it, and where each key stands."""
    out = {}
    for key, value in node.value:
        if key.value == "<<" and key.style is None:
            for below in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                for name, part in merged(below, places, path).items():
                    out.setdefault(name, part)
    for key, value in node.value:
        if key.value == "<<" and key.style is None:
            continue
        places[path + (key.value,)] = (key.start_mark.line + 1, value.start_mark.line + 1)
        out[key.value] = tree(value, places, path + (key.value,))
    return out


def tree(node, places, path=()):
    if isinstance(node, yaml.ScalarNode):
        return scalar(node)
    if isinstance(node, yaml.MappingNode):
        return merged(node, places, path)
    for i, item in enumerate(node.value):
        places[path + (i,)] = (item.start_mark.line + 1,) * 2
    return [tree(item, places, path + (i,)) for i, item in enumerate(node.value)]


def innermost(error):
    """Of alternatives, the error that lies deepest."""
    while error.context:
        error = max(error.context, key=lambda e: len(e.absolute_path))
    return error


def line_of(error, places):
    path = tuple(error.absolute_path)
    if error.validator in ("additionalProperties", "propertyNames"):
        known = error.schema.get("properties", {})
        for name in error.instance:
            if name not in known and path + (name,) in places:
                return places[path + (name,)][0]
    if "propertyNames" in error.absolute_schema_path and path + (error.instance,) in places:
        return places[path + (error.instance,)][0]
    return places[path][1]


def main():
    with open(sys.argv[1]) as file:
        validator = jsonschema.Draft7Validator(json.load(file))
    for name in sys.argv[2:]:
        places = {}
        with open(name, encoding="utf-8") as file:
            root = yaml.compose(file, Loader=yaml.SafeLoader)
        value = tree(root, places)
        places[()] = (root.start_mark.line + 1,) * 2
        errors = [innermost(e) for e in validator.iter_errors(value)]
        if not errors:
            print(name, "valid")
        for error in sorted(errors, key=lambda e: line_of(e, places)):
            print(name, line_of(error, places), error.message[:200].replace("\n", " "))


main()
