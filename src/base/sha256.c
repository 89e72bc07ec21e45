#include "base/sha256.h"

#include <string.h>

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
    0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
    0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
    0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
    0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
    0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
    0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
    0xc67178f2};

static uint32_t turn(uint32_t x, int by)
{
    return x >> by | x << (32 - by);
}

static void expand(uint32_t w[64], const unsigned char *block)
{
    for (int i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = turn(w[i - 15], 7) ^ turn(w[i - 15], 18) ^ w[i - 15] >> 3;
        uint32_t b = turn(w[i - 2], 17) ^ turn(w[i - 2], 19) ^ w[i - 2] >> 10;
        w[i] = w[i - 16] + a + w[i - 7] + b;
    }
}

static void take_block(uint32_t h[8], const unsigned char *block)
{
    uint32_t w[64], v[8];
    expand(w, block);
    memcpy(v, h, sizeof v);
    for (int i = 0; i < 64; i++) {
        uint32_t s1 = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25);
        uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t t1 = v[7] + s1 + choice + K[i] + w[i];
        uint32_t s0 = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22);
        uint32_t most = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += t1;
        v[0] = t1 + s0 + most;
    }
    for (int i = 0; i < 8; i++)
        h[i] += v[i];
}

static void take_last(uint32_t h[8], struct str rest, uint64_t total)
{
    unsigned char block[128] = {0};
    size_t size = rest.len < 56 ? 64 : 128;
    if (rest.len) memcpy(block, rest.at, rest.len);
    block[rest.len] = 0x80;
    for (size_t i = 0; i < 8; i++)
        block[size - 1 - i] = (unsigned char)(total * 8 >> (8 * i));
    take_block(h, block);
    if (size == 128) take_block(h, block + 64);
}

enum { BLOCK = sizeof((struct sha256 *)0)->rest };

static void begin(struct sha256 *s)
{
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    if (s->total == 0) memcpy(s->h, first, sizeof first);
}

void sha256_add(struct sha256 *s, struct str bytes)
{
    size_t kept = s->total % BLOCK, at = 0;
    begin(s);
    if (bytes.len == 0) return;
    s->total += bytes.len;
    if (kept) {
        at = bytes.len < BLOCK - kept ? bytes.len : BLOCK - kept;
        memcpy(s->rest + kept, bytes.at, at);
        if (kept + at < BLOCK) return;
        take_block(s->h, s->rest);
    }
    for (; bytes.len - at >= BLOCK; at += BLOCK)
        take_block(s->h, (const unsigned char *)bytes.at + at);
    if (at < bytes.len) memcpy(s->rest, bytes.at + at, bytes.len - at);
}

struct str sha256_end(struct sha256 *s, struct arena *a)
{
    begin(s);
    take_last(s->h, (struct str){(const char *)s->rest, s->total % BLOCK}, s->total);
    struct text t = {.arena = a};
    for (int i = 0; i < 8; i++)
        text_addf(&t, "%08x", (unsigned)s->h[i]);
    return text_str(&t);
}

struct str sha256_hex(struct arena *a, struct str bytes)
{
    struct sha256 s = {0};
    sha256_add(&s, bytes);
    return sha256_end(&s, a);
}
