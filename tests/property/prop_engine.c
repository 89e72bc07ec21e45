// prop_engine.c - the engine against a plain evaluator, and laws of whole scenarios.
//
// A random model is made twice from one tree: as text that tco reads, and as values that a few
// lines compute here, by recursion over rows and months. The two must agree in every cell. Rows are
// pure numbers between -1000 and 1000, and look back through prev and lag at themselves and at rows
// before them, so that no row needs itself in the same month.
#define _POSIX_C_SOURCE 200809L
#include "support/check.h"
#include "support/gen.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROWS = 8, NODES = 400, MONTHS = 30, TEXT = 1 << 16 };

enum kind {
    NUMBER,
    ELAPSED,
    ROW,
    ADD,
    SUB,
    MUL,
    LEAST,
    MOST,
    CHOOSE,
    ROUND_UP,
    PREV,
    PREV_FROM,
    LAG,
    AT,
    SUM_SO_FAR,
    SUM_OF_ALL,
    COHORTS,
    ONCE,
    AT_END,
    KINDS
};

struct piece {
    enum kind kind;
    int a, b, c, d;  // operands: nodes, a row, or a count of months
    double number;
};

struct model {
    struct piece nodes[NODES];
    int node_count;
    int root[ROWS];
    int months;
    double value[ROWS][MONTHS];
    bool known[ROWS][MONTHS];
};

static int add_node(struct model *m, struct piece n)
{
    m->nodes[m->node_count] = n;
    return m->node_count++;
}

// A formula of row `row`; what stands in the same month are rows before it.
static int make_formula(struct gen *g, struct model *m, int row, int depth)
{
    struct piece n = {.kind = (enum kind)gen_whole(g, 0, KINDS - 1)};
    bool leaf = depth == 0 || m->node_count > NODES - 40;
    if (leaf) n.kind = gen_chance(g, 0.4) ? NUMBER : ROW;
    if (row == 0 && (n.kind == ROW || n.kind == AT || n.kind == SUM_OF_ALL)) n.kind = ELAPSED;
    int earlier = row ? (int)gen_whole(g, 0, row - 1) : 0, upto = (int)gen_whole(g, 0, row);
    switch (n.kind) {
    case NUMBER: n.number = (double)gen_whole(g, -40, 40) / 8; break;
    case ELAPSED: break;
    case ROW:
    case SUM_OF_ALL: n.a = earlier; break;
    case SUM_SO_FAR:
        n.a = earlier;
        if (row == 0) n.kind = ELAPSED;
        break;
    case AT:
        n.a = earlier;
        n.b = (int)gen_whole(g, 0, m->months - 1);
        break;
    case PREV: n.a = upto; break;
    case PREV_FROM:
        n.a = upto;
        n.number = (double)gen_whole(g, -9, 9);
        break;
    case LAG:
        n.a = upto;
        n.b = (int)gen_whole(g, 1, 14);
        break;
    case COHORTS:
        n.a = earlier;
        n.b = (int)gen_whole(g, 1, 14);
        if (row == 0) n.kind = ELAPSED;
        break;
    case ONCE:
    case AT_END:
    case ROUND_UP: n.a = make_formula(g, m, row, depth - 1); break;
    case ADD:
    case SUB:
    case MUL:
    case LEAST:
    case MOST:
        n.a = make_formula(g, m, row, depth - 1);
        n.b = make_formula(g, m, row, depth - 1);
        break;
    case CHOOSE:
        n.a = make_formula(g, m, row, depth - 1);
        n.b = make_formula(g, m, row, depth - 1);
        n.c = make_formula(g, m, row, depth - 1);
        n.d = make_formula(g, m, row, depth - 1);
        break;
    case KINDS: break;
    }
    return add_node(m, n);
}

static void make_model(struct gen *g, struct model *m)
{
    memset(m, 0, sizeof *m);
    m->months = (int)gen_whole(g, 1, MONTHS);
    for (int r = 0; r < ROWS; r++)
        m->root[r] = make_formula(g, m, r, 3);
}

// ---- the plain evaluator -----------------------------------------------------------------------

static double cell(struct model *m, int row, int month);

static double up(double x)
{
    double near = round(x);
    return fabs(x - near) <= 1e-9 * fmax(1, fabs(x)) ? near : ceil(x);
}

static double plain(struct model *m, int id, int month)
{
    const struct piece n = m->nodes[id];
    double sum = 0;
    switch (n.kind) {
    case NUMBER: return n.number;
    case ELAPSED: return month;
    case ROW: return cell(m, n.a, month);
    case ADD: return plain(m, n.a, month) + plain(m, n.b, month);
    case SUB: return plain(m, n.a, month) - plain(m, n.b, month);
    case MUL: return plain(m, n.a, month) * plain(m, n.b, month);
    case LEAST: return fmin(plain(m, n.a, month), plain(m, n.b, month));
    case MOST: return fmax(plain(m, n.a, month), plain(m, n.b, month));
    case CHOOSE:
        return plain(m, plain(m, n.a, month) < plain(m, n.b, month) ? n.c : n.d, month);
    case ROUND_UP: return up(plain(m, n.a, month));
    case PREV: return month ? cell(m, n.a, month - 1) : 0;
    case PREV_FROM: return month ? cell(m, n.a, month - 1) : n.number;
    case LAG: return month >= n.b ? cell(m, n.a, month - n.b) : 0;
    case AT: return cell(m, n.a, n.b);
    case SUM_SO_FAR:
        for (int k = 0; k <= month; k++)
            sum += cell(m, n.a, k);
        return sum;
    case SUM_OF_ALL:
        for (int k = 0; k < m->months; k++)
            sum += cell(m, n.a, k);
        return sum;
    case COHORTS:
        for (int k = 0; k <= month; k++)
            if (month - k < n.b) sum += cell(m, n.a, k) * (1 - (double)(month - k) / n.b);
        return sum;
    case ONCE: return month == 0 ? plain(m, n.a, month) : 0;
    case AT_END: return month == m->months - 1 ? plain(m, n.a, month) : 0;
    case KINDS: break;
    }
    return 0;
}

static double cell(struct model *m, int row, int month)
{
    if (!m->known[row][month]) {
        m->value[row][month] = fmax(-1000, fmin(1000, plain(m, m->root[row], month)));
        m->known[row][month] = true;
    }
    return m->value[row][month];
}

// ---- the same as text --------------------------------------------------------------------------

struct out {
    char text[TEXT];
    size_t len;
};

static void put(struct out *o, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct out *o, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    o->len += (size_t)vsnprintf(o->text + o->len, TEXT - o->len, format, args);
    va_end(args);
    assert_true(o->len < TEXT);
}

static void write_formula(const struct model *m, int id, struct out *o);

static void write_pair(const struct model *m, const char *before, const struct piece *n,
                       const char *between, struct out *o)
{
    put(o, "%s", before);
    write_formula(m, n->a, o);
    put(o, "%s", between);
    write_formula(m, n->b, o);
    put(o, ")");
}

static void write_formula(const struct model *m, int id, struct out *o)
{
    const struct piece n = m->nodes[id];
    switch (n.kind) {
    case NUMBER: put(o, "(%.17g)", n.number); return;
    case ELAPSED: put(o, "elapsed / month"); return;
    case ROW: put(o, "r%d", n.a); return;
    case ADD: write_pair(m, "(", &n, " + ", o); return;
    case SUB: write_pair(m, "(", &n, " - ", o); return;
    case MUL: write_pair(m, "(", &n, " * ", o); return;
    case LEAST: write_pair(m, "min(", &n, ", ", o); return;
    case MOST: write_pair(m, "max(", &n, ", ", o); return;
    case CHOOSE:
        write_pair(m, "if((", &n, " < ", o);
        put(o, ", ");
        write_formula(m, n.c, o);
        put(o, ", ");
        write_formula(m, n.d, o);
        put(o, ")");
        return;
    case PREV: put(o, "prev(r%d)", n.a); return;
    case PREV_FROM: put(o, "prev(r%d, %.17g)", n.a, n.number); return;
    case LAG: put(o, "lag(r%d, %d months)", n.a, n.b); return;
    case AT: put(o, "at(r%d, %d months)", n.a, n.b); return;
    case SUM_SO_FAR: put(o, "cumulative(r%d)", n.a); return;
    case SUM_OF_ALL: put(o, "total(r%d)", n.a); return;
    case COHORTS:
        put(o, "cohorts(r%d, if(age < %d months, 1 - age / %d months, 0))", n.a, n.b, n.b);
        return;
    case ROUND_UP: put(o, "ceil("); break;
    case ONCE: put(o, "once("); break;
    case AT_END: put(o, "at_end("); break;
    case KINDS: return;
    }
    write_formula(m, n.a, o);
    put(o, ")");
}

static void write_model(const struct model *m, struct out *o)
{
    put(o, "model: random\nrows:\n");
    for (int r = 0; r < ROWS; r++) {
        put(o, "  r%d: {unit: 1, is: \"max(-1000, min(1000, ", r);
        write_formula(m, m->root[r], o);
        put(o, "))\", doc: A row.}\n");
    }
    put(o, "costs:\n  line: {class: opex, category: other, is: \"(");
    for (int r = 0; r < ROWS; r++)
        put(o, "%sr%d", r ? " + " : "", r);
    put(o, ") * 1 USD\", doc: What makes every row needed.}\n");
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static bool run_model(struct session *s, const char *folder, const struct model *m)
{
    static struct out o;
    char path[400], scenario[400];
    o.len = 0;
    write_model(m, &o);
    snprintf(path, sizeof path, "%s/random.yaml", folder);
    write_file(path, o.text);
    o.len = 0;
    put(&o, "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: %d months\n", m->months);
    put(&o, "options: {o: {c: {use: random}}}\n");
    snprintf(scenario, sizeof scenario, "%s/scenario", folder);
    write_file(scenario, o.text);
    struct load_settings none = {0};
    session_open(s);
    return session_add_models(s, str_of(folder), str_of(scenario)) &&
           session_load(s, str_of(scenario), &none) && session_compute(s);
}

static void agrees_with_the_plain_evaluator(void **state)
{
    (void)state;
    static struct model m;
    char folder[] = "/tmp/tco-prop-XXXXXX", path[400];
    assert_non_null(mkdtemp(folder));
    for (uint64_t seed = 1, cases = gen_cases(150); seed <= cases; seed++) {
        struct gen g = gen_seeded(seed);
        struct session s;
        make_model(&g, &m);
        if (!run_model(&s, folder, &m)) {
            struct text t = {.arena = &s.arena};
            diag_print(&t, &s.diags, (struct diag_style){.quiet = true});
            fail_msg("seed %llu: %.*s", (unsigned long long)seed, STR_ARG(text_str(&t)));
        }
        for (int r = 0; r < ROWS; r++) {
            for (int k = 0; k < m.months; k++) {
                char address[20];
                snprintf(address, sizeof address, "o.c.r%d", r);
                double found = row_value(&s, address, (uint32_t)k + 1), wanted = cell(&m, r, k);
                if (!(fabs(found - wanted) <= 1e-9 * fmax(1, fabs(wanted))))
                    fail_msg("seed %llu: r%d in month %d is %.17g, not %.17g",
                             (unsigned long long)seed, r, k + 1, found, wanted);
            }
        }
        session_close(&s);
    }
    snprintf(path, sizeof path, "%s/random.yaml", folder);
    unlink(path);
    snprintf(path, sizeof path, "%s/scenario", folder);
    unlink(path);
    rmdir(folder);
}

// ---- laws of scenarios -------------------------------------------------------------------------

static double total_of(const char *yaml, uint32_t option)
{
    struct session s;
    if (!compute_text(&s, yaml)) {
        struct text t = {.arena = &s.arena};
        diag_print(&t, &s.diags, (struct diag_style){.quiet = true});
        fail_msg("%.*s\n%s", STR_ARG(text_str(&t)), yaml);
    }
    double total = val_double(s.ledger.tallies[option].total);
    session_close(&s);
    return total;
}

struct demand {
    double input, output, growth, peak, price_in, price_out, rate;
    int months, gpus;
};

static struct demand make_demand(struct gen *g)
{
    struct demand d;
    d.input = (double)gen_whole(g, 1, 4000);
    d.output = (double)gen_whole(g, 1, 900);
    d.growth = (double)gen_whole(g, -3, 6);
    d.peak = 1 + (double)gen_whole(g, 0, 20) / 10;
    d.price_in = (double)gen_whole(g, 1, 40) / 8;
    d.price_out = (double)gen_whole(g, 1, 200) / 8;
    d.rate = (double)gen_whole(g, 8, 64) / 8;
    d.months = (int)gen_whole(g, 1, 40);
    d.gpus = 8 * (int)gen_whole(g, 0, 6);
    return d;
}

// An API alone, and GPUs rented for the base load with the API behind them.
static const char *write_demand(const struct demand *d, double money, const char *tokens,
                                double per_unit, bool split)
{
    static struct out o;
    o.len = 0;
    put(&o, "tco: 1\ncurrency: USD\nstart: 2027-01\nhorizon: %d months\n", d->months);
    put(&o,
        "workloads: {chat: {input: %.17g %s, output: %.17g %s, growth: %.17g %%/month, peak_to_mean: %.17g}}\n",
        d->input * per_unit, tokens, d->output * per_unit, tokens, d->growth, d->peak);
    put(&o,
        "options:\n  api: {v: &v {use: api, price: {input: %.17g USD/Mtoken, output: %.17g USD/Mtoken}}}\n",
        d->price_in * money, d->price_out * money);
    put(&o, "  both:\n");
    for (int part = 0; part < (split ? 2 : 1); part++)
        put(&o,
            "    g%d: {use: rented-fleet, rate: {price: %.17g USD/gpu/hour, gpus: 1 gpu/server}, throughput: {blended: 400 token/s/gpu}, gpus: %d}\n",
            part, d->rate * money, split ? d->gpus / 2 : d->gpus);
    put(&o, "    v: *v\n");
    return o.text;
}

static void check_law(double found, double wanted, uint64_t seed, const char *law)
{
    if (!(fabs(found - wanted) <= 1e-9 * fmax(1, fabs(wanted))))
        fail_msg("seed %llu: %s: %.17g is not %.17g", (unsigned long long)seed, law, found,
                 wanted);
}

static void scenarios_keep_their_laws(void **state)
{
    (void)state;
    for (uint64_t seed = 1, cases = gen_cases(60); seed <= cases; seed++) {
        struct gen g = gen_seeded(seed);
        struct demand d = make_demand(&g);
        for (uint32_t option = 0; option < 2; option++) {
            double total = total_of(write_demand(&d, 1, "Mtoken/month", 1, false), option);
            check_law(total_of(write_demand(&d, 8, "Mtoken/month", 1, false), option),
                      8 * total, seed, "eight times the prices cost eight times as much");
            check_law(total_of(write_demand(&d, 1, "token/month", 1e6, false), option), total,
                      seed, "another prefix is the same volume");
            check_law(total_of(write_demand(&d, 1, "Mtoken/year", 12, false), option), total,
                      seed, "another time is the same volume");
            check_law(total_of(write_demand(&d, 1, "Mtoken/month", 1, true), option), total,
                      seed, "two halves of a fleet serve and cost what the whole does");
        }
    }
}

static void every_horizon_works(void **state)
{
    (void)state;
    struct gen g = gen_seeded(7);
    struct demand d = make_demand(&g);
    d.growth = 0;
    d.months = 1;
    double one = total_of(write_demand(&d, 1, "Mtoken/month", 1, false), 0);
    d.months = 600;
    check_law(total_of(write_demand(&d, 1, "Mtoken/month", 1, false), 0), 600 * one, 7,
              "without growth 600 months cost 600 times one");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_the_plain_evaluator),
        cmocka_unit_test(scenarios_keep_their_laws),
        cmocka_unit_test(every_horizon_works),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
