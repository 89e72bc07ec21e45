#include "analysis/diff.h"

#include "analysis/stock.h"
#include "base/file.h"
#include "base/num.h"

#include <stdlib.h>

struct finder {
    const struct version *base, *head;
    struct arena *a;
    struct diff *out;
    uint32_t options, causes;
    uint32_t values;  // of one scenario: total and npv of each option
    // Where one side has other models and catalogues: the edits of both. Catalogues are taken
    // together, and count as none where nothing of them differs.
    uint32_t prices, price_count, models;
    uint32_t most;  // edits that may be causes of their own
};

static bool is_zero(double cents)
{
    return num_round(cents, 2) == 0;
}

// ---- substitution ------------------------------------------------------------------------------

static struct str beside_both(const struct finder *f)
{
    struct str beside = str_is(f->head->session->file, "<stdin>") ? f->base->session->file
                                                                  : f->head->session->file;
    return str_is(beside, "<stdin>") ? STR("-") : beside;
}

static struct str folder_of(const struct finder *f, const struct version *v)
{
    struct str beside = beside_both(f);
    if (v->models.len || str_is(beside, "-")) return v->models;
    return path_join(f->a, path_folder(beside), STR("models"));
}

// Models of one side and catalogues of the other may stand together.
static bool add_stock(const struct finder *f, struct session *x, const bool *taken)
{
    bool new_models = f->models == NO_NAME || taken[f->models],
         new_prices = f->price_count ? taken[f->prices] : new_models;
    if (f->models == NO_NAME && f->price_count) new_models = new_prices;
    const struct version *models = new_models ? f->head : f->base,
                         *prices = new_prices ? f->head : f->base;
    if (models == prices) return session_add_models(x, models->models, beside_both(f));
    struct str own = folder_of(f, models), other = folder_of(f, prices);
    return (own.len == 0 || library_add_models_of(&x->library, own)) &&
           (other.len == 0 || library_add_catalogs_of(&x->library, other));
}

static bool link_hybrid(const struct finder *f, struct session *x, const bool *taken)
{
    uint32_t base, head;
    return add_stock(f, x, taken) && session_read_again(x, f->base->session, &base) &&
           session_read_again(x, f->head->session, &head) &&
           session_link(x, hybrid_merge(&x->tree, base, head, taken, NULL, NULL),
                        f->head->settings) &&
           session_compute(x);
}

static uint32_t option_of(const struct session *s, struct str name)
{
    for (uint32_t i = 0; i < s->program.options.count; i++)
        if (str_eq(s->program.options.at[i].name, name)) return i;
    return NO_NAME;
}

static void read_values(const struct finder *f, const struct session *x, double *values)
{
    for (uint32_t i = 0; i < f->options; i++) {
        uint32_t at = option_of(x, f->head->session->program.options.at[i].name);
        values[2 * i] = values[2 * i + 1] = 0;
        if (at == NO_NAME) continue;
        values[2 * i] = val_double(x->ledger.tallies[at].total);
        if (x->ledger.discounted) values[2 * i + 1] = val_double(x->ledger.tallies[at].npv);
    }
}

// The base with the causes of a set. False where that is no scenario.
static bool evaluate(const struct finder *f, const bool *causes, double *values)
{
    uint32_t edits = f->out->edits.list.count;
    bool *taken = ARENA_ARRAY(f->a, bool, edits + 1);
    for (uint32_t i = 0; i < edits; i++)
        taken[i] = causes[f->out->group[i]];
    struct session *x = ARENA_NEW(f->a, struct session);
    session_open(x);
    bool ok = link_hybrid(f, x, taken);
    if (ok) read_values(f, x, values);
    session_close(x);
    return ok;
}

// ---- causes ------------------------------------------------------------------------------------

static void count_causes(struct finder *f)
{
    f->causes = 0;
    for (uint32_t i = 0; i < f->out->edits.list.count; i++)
        if (f->out->group[i] >= f->causes) f->causes = f->out->group[i] + 1;
}

// Alone on the base, or missing from the head.
static bool stands(const struct finder *f, uint32_t cause, bool alone, double *values)
{
    bool *set = ARENA_ARRAY(f->a, bool, f->causes + 1);
    for (uint32_t i = 0; i < f->causes; i++)
        set[i] = (i == cause) == alone;
    return evaluate(f, set, values);
}

// Edits that can't stand alone, or without which the rest can't, are one cause.
static void join_dependent(struct finder *f)
{
    uint32_t joined = NO_NAME, next = 0;
    bool *depends = ARENA_ARRAY(f->a, bool, f->causes + 1);
    double *unused = ARENA_ARRAY(f->a, double, f->values);
    for (uint32_t i = 0; i < f->causes; i++)
        depends[i] = !stands(f, i, true, unused) || !stands(f, i, false, unused);
    uint32_t *number = ARENA_ARRAY(f->a, uint32_t, f->causes + 1);
    for (uint32_t i = 0; i < f->causes; i++) {
        if (depends[i] && joined == NO_NAME) joined = next++;
        number[i] = depends[i] ? joined : next++;
    }
    for (uint32_t i = 0; i < f->out->edits.list.count; i++)
        f->out->group[i] = number[f->out->group[i]];
    count_causes(f);
}

static void group_edits(struct finder *f)
{
    uint32_t edits = f->out->edits.list.count;
    f->out->group = ARENA_ARRAY(f->a, uint32_t, edits + 1);
    for (uint32_t i = 0, next = 0; i < edits; i++) {
        bool more = i > f->prices && i < f->prices + f->price_count;
        f->out->group[i] = more ? f->out->group[f->prices] : next < f->most ? next++ : next;
    }
    count_causes(f);
    if (f->causes > 1) join_dependent(f);
}

static struct cause *add_cause(struct finder *f, uint32_t first)
{
    struct cause c = {.first = first};
    if (first != NO_NAME) c.kind = f->out->edits.list.at[first].cause;
    c.total = ARENA_ARRAY(f->a, double, f->options);
    c.npv = ARENA_ARRAY(f->a, double, f->options);
    uint32_t at = VEC_PUSH(f->a, &f->out->causes, c);
    return &f->out->causes.at[at];
}

static void add_share(const struct finder *f, struct cause *c, const double *with,
                      const double *without, double weight)
{
    for (uint32_t i = 0; i < f->options; i++) {
        c->total[i] += weight * (with[2 * i] - without[2 * i]);
        c->npv[i] += weight * (with[2 * i + 1] - without[2 * i + 1]);
    }
}

// The weight of a set of k of the other causes: k! (n - 1 - k)! / n!
static double weight_of(uint32_t k, uint32_t n)
{
    double w = 1.0 / n;
    for (uint32_t i = 1; i <= k; i++)
        w = w * i / (n - i);
    return w;
}

static uint32_t bits_of(uint32_t set)
{
    uint32_t count = 0;
    for (; set; set &= set - 1)
        count++;
    return count;
}

// Every order; false where some set is no scenario.
static bool share_exactly(struct finder *f)
{
    uint32_t n = f->causes, sets = 1u << n;
    double *values = ARENA_ARRAY(f->a, double, (size_t)sets * f->values);
    for (uint32_t set = 0; set < sets; set++) {
        bool taken[DIFF_EXACT + 1] = {false};
        for (uint32_t i = 0; i < n; i++)
            taken[i] = set >> i & 1;
        if (!evaluate(f, taken, values + (size_t)set * f->values)) return false;
    }
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t set = 0; set < sets; set++) {
            if (set >> i & 1) continue;
            add_share(f, &f->out->causes.at[i], values + (size_t)(set | 1u << i) * f->values,
                      values + (size_t)set * f->values, weight_of(bits_of(set), n));
        }
    return true;
}

// Alone and last; what is left over is a cause of its own.
static void share_nearly(struct finder *f)
{
    double *first = ARENA_ARRAY(f->a, double, f->values),
           *last = ARENA_ARRAY(f->a, double, f->values),
           *with = ARENA_ARRAY(f->a, double, f->values);
    bool *none = ARENA_ARRAY(f->a, bool, f->causes + 1),
         *all = ARENA_ARRAY(f->a, bool, f->causes + 1);
    for (uint32_t i = 0; i < f->causes; i++)
        all[i] = true;
    if (!evaluate(f, none, first) || !evaluate(f, all, last)) return;
    struct cause *rest = add_cause(f, NO_NAME);
    add_share(f, rest, last, first, 1);
    for (uint32_t i = 0; i < f->causes; i++) {
        struct cause *c = &f->out->causes.at[i];
        if (stands(f, i, true, with)) add_share(f, c, with, first, 0.5);
        if (stands(f, i, false, with)) add_share(f, c, last, with, 0.5);
        rest = &f->out->causes.at[f->causes];
        for (uint32_t o = 0; o < f->options; o++) {
            rest->total[o] -= c->total[o];
            rest->npv[o] -= c->npv[o];
        }
    }
}

static void find_causes(struct finder *f)
{
    group_edits(f);
    for (uint32_t g = 0; g < f->causes; g++) {
        uint32_t first = 0;
        while (f->out->group[first] != g)
            first++;
        struct cause *c = add_cause(f, first);
        for (uint32_t i = first; i < f->out->edits.list.count; i++)
            c->edit_count += f->out->group[i] == g;
    }
    if (f->causes > 0 && (f->causes > DIFF_EXACT || !share_exactly(f))) share_nearly(f);
}

// ---- what moved --------------------------------------------------------------------------------

static struct str winner_of(const struct version *v)
{
    uint32_t w = v->comparison->winner;
    return w == NO_NAME ? STR_NONE : v->session->program.options.at[w].name;
}

// No total, and nothing that options are ranked by, is another.
static bool is_same(const struct finder *f, const struct moved_option *m, uint32_t base,
                    uint32_t head)
{
    const struct option_figures *b = &f->base->comparison->options[base],
                                *h = &f->head->comparison->options[head];
    bool risk = f->head->session->program.rank_by == RANK_RISK_ADJUSTED;
    return is_zero(m->head_total - m->base_total) && b->feasible == h->feasible &&
           m->base_npv.known == m->head_npv.known &&
           (!m->head_npv.known || is_zero(m->head_npv.value - m->base_npv.value)) &&
           (!risk || is_zero(h->risk_adjusted_total - b->risk_adjusted_total));
}

static void find_options(struct finder *f)
{
    const struct version *sides[] = {f->head, f->base};
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i < sides[k]->comparison->count; i++) {
            struct moved_option m = {.name = sides[k]->session->program.options.at[i].name};
            uint32_t b = option_of(f->base->session, m.name),
                     h = option_of(f->head->session, m.name);
            m.in_base = b != NO_NAME;
            m.in_head = h != NO_NAME;
            if (k == 1 && m.in_head) continue;
            if (m.in_base) m.base_total = f->base->comparison->options[b].total;
            if (m.in_base) m.base_npv = f->base->comparison->options[b].npv;
            if (m.in_head) m.head_total = f->head->comparison->options[h].total;
            if (m.in_head) m.head_npv = f->head->comparison->options[h].npv;
            m.same = m.in_base && m.in_head && is_same(f, &m, b, h);
            f->out->moved = f->out->moved || !m.same;
            VEC_PUSH(f->a, &f->out->options, m);
        }
    f->out->base_winner = winner_of(f->base);
    f->out->head_winner = winner_of(f->head);
    if (!str_eq(f->out->base_winner, f->out->head_winner)) f->out->moved = true;
}

static double cost_of(const struct session *s, const struct line *line)
{
    double sum = 0;
    for (uint32_t m = 0; m <= s->program.months; m++)
        sum += val_double(line->billed[m]);
    return sum;
}

static struct moved_line *line_of(struct finder *f, struct map *seen, const struct session *s,
                                  const struct line *line)
{
    struct str address = row_address(f->a, &s->program, line->row);
    uint32_t at = map_get(seen, address);
    if (at == MAP_NONE) {
        struct moved_line m = {.address = address,
                               .option = s->program.options.at[line->option].name,
                               .class_word = str_of(class_word(line->name->cost.class)),
                               .category = str_copy(f->a, line->name->cost.category)};
        at = VEC_PUSH(f->a, &f->out->lines, m);
        map_put(f->a, seen, address, at);
    }
    return &f->out->lines.at[at];
}

static double size_of(const struct moved_line *m)
{
    double d = m->head_cost - m->base_cost;
    return d < 0 ? -d : d;
}

static int by_size(const void *a, const void *b)
{
    const struct moved_line *x = a, *y = b;
    double p = size_of(x), q = size_of(y);
    return p > q ? -1 : p < q ? 1 : str_cmp(x->address, y->address);
}

static void find_lines(struct finder *f)
{
    struct map seen = {0};
    const struct session *head = f->head->session, *base = f->base->session;
    for (uint32_t i = 0; i < head->ledger.lines.count; i++) {
        struct moved_line *m = line_of(f, &seen, head, &head->ledger.lines.at[i]);
        m->in_head = true;
        m->head_cost += cost_of(head, &head->ledger.lines.at[i]);
    }
    for (uint32_t i = 0; i < base->ledger.lines.count; i++) {
        struct moved_line *m = line_of(f, &seen, base, &base->ledger.lines.at[i]);
        m->in_base = true;
        m->base_cost += cost_of(base, &base->ledger.lines.at[i]);
    }
    uint32_t kept = 0;
    for (uint32_t i = 0; i < f->out->lines.count; i++)
        if (!is_zero(size_of(&f->out->lines.at[i])))
            f->out->lines.at[kept++] = f->out->lines.at[i];
    f->out->lines.count = kept;
    if (kept) qsort(f->out->lines.at, kept, sizeof *f->out->lines.at, by_size);
}

// ---- both --------------------------------------------------------------------------------------

// Prices of a catalogue by their addresses, models by their folder.
static void find_stock(struct finder *f)
{
    struct edits *edits = &f->out->edits;
    f->prices = edits->list.count;
    bool models = stock_edits(f->base->session, f->head->session, f->a, edits);
    f->price_count = edits->list.count - f->prices;
    if (!models && f->price_count) return;
    struct edit e = {.cause = EDIT_MODEL, .address = STR("models")};
    e.base = f->base->models.len ? f->base->models : STR("at hand");
    e.head = f->head->models.len ? f->head->models : STR("at hand");
    f->models = VEC_PUSH(f->a, &edits->list, e);
}

// Places of edits are kept in the sources of a session that stays: the head's.
static void find_edits(struct finder *f)
{
    uint32_t base, head;
    struct session *s = f->head->session;
    if (session_read_again(s, f->base->session, &base) && session_read_again(s, s, &head))
        hybrid_merge(&s->tree, base, head, NULL, f->a, &f->out->edits);
    if (!str_eq(f->base->models, f->head->models)) find_stock(f);
}

struct diff diff_find(const struct version *base, const struct version *head, uint32_t most)
{
    struct diff out = {0};
    struct finder f = {.base = base, .head = head, .a = &head->session->arena, .out = &out};
    f.options = head->session->program.options.count;
    f.values = 2 * f.options;
    f.models = NO_NAME;
    f.most = most < DIFF_MOST ? most : DIFF_MOST;
    find_options(&f);
    find_lines(&f);
    find_edits(&f);
    if (out.moved) find_causes(&f);
    return out;
}
