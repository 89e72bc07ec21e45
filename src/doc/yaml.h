// yaml.h - reading a YAML text into a tree.
//
// The YAML is YAML as its users know it, without its traps: anchors, aliases and merge keys work
// within a budget; tags, directives, second documents, duplicate keys and keys that are not plain
// text are refused; scalars stay text. Every refusal has a place. Reading goes on after mistakes
// that leave the tree whole (duplicate keys, split values), so that one run shows several.
#ifndef TCO_DOC_YAML_H
#define TCO_DOC_YAML_H

#include "doc/tree.h"

enum {
    YAML_DEPTH = 64,         // libyaml is quadratic in open flow levels and has no limit itself
    YAML_NODES = 500000,     // in one file, aliases expanded: a few seconds of work at the most
    YAML_KEY = 256,          // bytes of a key
    YAML_SCALAR = 64 * 1024  // bytes of a scalar
};

// Parses a registered source. False after any mistake; *root is NODE_NONE when there is no tree.
bool yaml_parse(struct tree *t, uint32_t source, struct diags *d, uint32_t *root);
// The same for what stands behind the first bytes of a source: the value of an option.
bool yaml_parse_from(struct tree *t, uint32_t source, uint32_t from, struct diags *d,
                     uint32_t *root);

// The version of the library that parses.
const char *yaml_library_version(void);

#endif
