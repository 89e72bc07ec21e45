#include "base/map.h"

#include <string.h>

// SipHash-1-3: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF", 2012.
static inline uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static inline void sip_round(uint64_t v[4])
{
    v[0] += v[1], v[1] = rotate(v[1], 13), v[1] ^= v[0], v[0] = rotate(v[0], 32);
    v[2] += v[3], v[3] = rotate(v[3], 16), v[3] ^= v[2];
    v[0] += v[3], v[3] = rotate(v[3], 21), v[3] ^= v[0];
    v[2] += v[1], v[1] = rotate(v[1], 17), v[1] ^= v[2], v[2] = rotate(v[2], 32);
}

// Up to eight bytes, the first one lowest; the loop of eight becomes one load.
static inline uint64_t read_word(const char *at, size_t len)
{
    uint64_t word = 0;
    for (size_t i = 0; i < len; i++)
        word |= (uint64_t)(unsigned char)at[i] << (8 * i);
    return word;
}

static inline void sip_word(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    sip_round(v);
    v[0] ^= word;
}

uint64_t hash_bytes(struct str bytes, uint64_t key)
{
    uint64_t v[4] = {key ^ 0x736f6d6570736575u, 0x646f72616e646f6du, key ^ 0x6c7967656e657261u,
                     0x7465646279746573u};
    size_t whole = bytes.len / 8 * 8;
    for (size_t i = 0; i < whole; i += 8)
        sip_word(v, read_word(bytes.at + i, 8));
    sip_word(v, read_word(bytes.at + whole, bytes.len - whole) | (uint64_t)bytes.len << 56);
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static uint32_t hash_of(const struct map *m, struct str name)
{
    return (uint32_t)hash_bytes(name, m->key);
}

// The slot where a name stands or would stand. *steps counts the slots that were passed.
static uint32_t slot_of(const struct map *m, struct str name, uint32_t hash, uint32_t *steps)
{
    uint32_t i = hash & (m->size - 1);
    for (*steps = 0; m->slots[i].key.at; (*steps)++) {
        if (m->slots[i].hash == hash && str_eq(m->slots[i].key, name)) break;
        i = (i + 1) & (m->size - 1);
    }
    return i;
}

uint32_t map_get(const struct map *m, struct str name)
{
    if (m->size == 0) return MAP_NONE;
    uint32_t steps;
    const struct map_slot *s = &m->slots[slot_of(m, name, hash_of(m, name), &steps)];
    return s->key.at ? s->value : MAP_NONE;
}

static void rebuild(struct arena *a, struct map *m, uint32_t size, uint64_t key)
{
    struct map old = *m;
    m->slots = ARENA_ARRAY(a, struct map_slot, size);
    m->size = size;
    m->key = key;
    for (uint32_t i = 0; i < old.size; i++) {
        struct map_slot s = old.slots[i];
        if (!s.key.at) continue;
        uint32_t steps;
        if (key != old.key) s.hash = hash_of(m, s.key);
        m->slots[slot_of(m, s.key, s.hash, &steps)] = s;
    }
}

void map_reserve(struct arena *a, struct map *m, uint32_t count)
{
    uint32_t size = m->size ? m->size : 16;
    while (size / 2 <= count && size < UINT32_MAX / 4)
        size *= 2;
    if (size > m->size) rebuild(a, m, size, m->key);
}

void map_set(struct arena *a, struct map *m, struct str name, uint32_t value)
{
    uint32_t steps;
    if (map_put(a, m, name, value)) return;
    m->slots[slot_of(m, name, hash_of(m, name), &steps)].value = value;
}

bool map_put(struct arena *a, struct map *m, struct str name, uint32_t value)
{
    enum {
        LONG_WALK = 64
    };  // at half load chance walks are far shorter: somebody chose the keys
    if (name.at == NULL) name.at = "";
    if (m->count * 2 >= m->size) rebuild(a, m, m->size ? m->size * 2 : 16, m->key);
    uint32_t hash = hash_of(m, name), steps;
    struct map_slot *s = &m->slots[slot_of(m, name, hash, &steps)];
    if (s->key.at) return false;
    *s = (struct map_slot){name, value, hash};
    m->count++;
    if (steps > LONG_WALK) rebuild(a, m, m->size, m->key * 6364136223846793005u + 1);
    return true;
}
