// sha256.h - the fingerprint of a file, as FIPS 180-4 defines it.
#ifndef TCO_BASE_SHA256_H
#define TCO_BASE_SHA256_H

#include "base/str.h"

// 64 hexadecimal digits.
struct str sha256_hex(struct arena *a, struct str bytes);

#endif
