// simulate_part.c - what a shard found, as words, and back.
//
// The words: first block and end, numbers of series and of sums; for each replicate the nodes of its
// tree of sums that the blocks touch, then those of the bins; for each series its values, or its
// counts by cell. Sums are added in the tree that the numbers of blocks fix (summary.h), and counts
// and values have no order, so that parts give the bits of one run.
#include "analysis/simulate_int.h"

uint64_t simulate_first_block(uint64_t blocks, struct sim_shard shard)
{
    uint64_t before = shard.number - 1;
    return blocks / shard.of * before + blocks % shard.of * before / shard.of;
}

// The trials of all blocks before one.
static uint64_t trials_before(const struct runner *r, uint64_t block)
{
    uint64_t each = study_blocks(&r->study) / r->study.replicates, replicate = block / each;
    return replicate * r->study.each + block % each * STUDY_BLOCK;
}

static uint64_t word_of(double x)
{
    uint64_t word;
    memcpy(&word, &x, sizeof word);
    return word;
}

// ---- writing -----------------------------------------------------------------------------------

static void put(struct runner *r, struct sim_words *w, uint64_t word)
{
    VEC_PUSH(&r->s->arena, &w->list, word);
}

static void put_tree(struct runner *r, struct sim_words *w, const struct sum_tree *t)
{
    put(r, w, t->nodes.count);
    for (uint32_t n = 0; n < t->nodes.count; n++) {
        put(r, w, t->nodes.at[n].level);
        put(r, w, t->nodes.at[n].index);
        for (uint32_t i = 0; i < t->width; i++)
            put(r, w, word_of(t->nodes.at[n].sums[i]));
    }
}

static void put_counts(struct runner *r, struct sim_words *w, struct series_of *s)
{
    struct histogram *h = &s->counts[0];
    for (uint32_t k = 1; k < r->study.jobs; k++)
        histogram_merge(h, &s->counts[k]);
    put(r, w, word_of(h->least));
    put(r, w, word_of(h->most));
    uint32_t cells = w->list.count;
    put(r, w, 0);
    for (uint64_t row = 0; row < HISTOGRAM_ROWS; row++)
        for (uint64_t c = 0; h->rows[row] && c < HISTOGRAM_CELLS; c++) {
            if (h->rows[row][c] == 0) continue;
            put(r, w, row * HISTOGRAM_CELLS + c);
            put(r, w, h->rows[row][c]);
            w->list.at[cells]++;
        }
}

void simulate_write_part(struct runner *r, struct sim_words *w)
{
    uint64_t from = trials_before(r, r->study.first), to = trials_before(r, r->study.end);
    put(r, w, r->study.first);
    put(r, w, r->study.end);
    put(r, w, r->series.count);
    put(r, w, r->sums);
    put(r, w, r->bin_sums);
    for (uint32_t k = 0; k < r->study.replicates; k++)
        put_tree(r, w, &r->trees[k]);
    put_tree(r, w, &r->bins);
    for (uint32_t i = 0; i < r->series.count; i++) {
        struct series_of *s = &r->series.at[i];
        if (r->out->streamed) put_counts(r, w, s);
        for (uint64_t t = from; t < to && !r->out->streamed; t++)
            put(r, w, word_of(s->kept[t]));
    }
}

// ---- reading -----------------------------------------------------------------------------------

struct reader {
    const struct sim_words *words;
    uint32_t at;
    bool ok;
};

static uint64_t next(struct reader *in)
{
    in->ok = in->ok && in->at < in->words->list.count;
    return in->ok ? in->words->list.at[in->at++] : 0;
}

static double next_number(struct reader *in)
{
    uint64_t word = next(in);
    double x;
    memcpy(&x, &word, sizeof x);
    in->ok = in->ok && isfinite(x);
    return in->ok ? x : 0;
}

// Adds the nodes of a tree, which hold blocks of the range from..to and no other ones, each once.
static void add_tree(struct reader *in, struct sum_tree *t, uint64_t from, uint64_t to)
{
    enum { LEVELS = 48 };
    double *sums = ARENA_ARRAY(t->arena, double, t->width);
    uint64_t nodes = next(in);
    for (uint64_t n = 0; n < nodes && in->ok; n++) {
        uint64_t level = next(in), index = next(in);
        in->ok = in->ok && level < LEVELS && index <= to >> level && index << level == from;
        for (uint32_t i = 0; i < t->width; i++)
            sums[i] = next_number(in);
        if (!in->ok) return;
        from += UINT64_C(1) << level;
        sum_tree_add_node(t, &(struct sum_node){(uint32_t)level, index, sums});
    }
    in->ok = in->ok && from == to;
}

static void add_counts(struct reader *in, struct histogram *h, uint64_t trials)
{
    double least = next_number(in), most = next_number(in);
    uint64_t cells = next(in), before = h->count;
    for (uint64_t i = 0; i < cells && in->ok; i++) {
        uint64_t cell = next(in), count = next(in);
        in->ok = in->ok && cell < (uint64_t)HISTOGRAM_ROWS * HISTOGRAM_CELLS && count <= trials;
        if (in->ok) histogram_add_count(h, cell, count);
    }
    in->ok = in->ok && h->count - before == trials;
    if (before == 0 || least < h->least) h->least = least;
    if (before == 0 || most > h->most) h->most = most;
}

static uint64_t within(uint64_t block, uint64_t from, uint64_t to)
{
    return block < from ? 0 : block > to ? to - from : block - from;
}

bool simulate_add_part(struct runner *r, const struct sim_words *part, struct sim_shard shard)
{
    struct reader in = {.words = part, .ok = true};
    uint64_t blocks = study_blocks(&r->study), each = blocks / r->study.replicates;
    uint64_t first = simulate_first_block(blocks, shard);
    shard.number++;
    uint64_t end = simulate_first_block(blocks, shard);
    bool same = next(&in) == first && next(&in) == end && next(&in) == r->series.count &&
                next(&in) == r->sums && next(&in) == r->bin_sums;
    if (!same) return false;
    for (uint32_t k = 0; k < r->study.replicates; k++)
        add_tree(&in, &r->trees[k], within(first, k * each, (k + 1) * each),
                 within(end, k * each, (k + 1) * each));
    add_tree(&in, &r->bins, within(first, 0, UNKNOWN_BLOCKS), within(end, 0, UNKNOWN_BLOCKS));
    uint64_t from = trials_before(r, first), to = trials_before(r, end);
    for (uint32_t i = 0; i < r->series.count; i++) {
        struct series_of *s = &r->series.at[i];
        if (r->out->streamed) add_counts(&in, &s->counts[0], to - from);
        for (uint64_t t = from; t < to && !r->out->streamed; t++)
            s->kept[t] = next_number(&in);
    }
    return in.ok && in.at == part->list.count;
}
