// sha256.h - the fingerprint of a file, as FIPS 180-4 defines it.
#ifndef TCO_BASE_SHA256_H
#define TCO_BASE_SHA256_H

#include "base/str.h"

// Of bytes that come in pieces: begins as {0}.
struct sha256 {
    uint32_t h[8];
    uint64_t total;
    unsigned char rest[64];  // total % 64 bytes that make no whole block yet
};

void sha256_add(struct sha256 *s, struct str bytes);
// 64 hexadecimal digits; nothing may be added behind it.
struct str sha256_end(struct sha256 *s, struct arena *a);

// 64 hexadecimal digits.
struct str sha256_hex(struct arena *a, struct str bytes);

#endif
