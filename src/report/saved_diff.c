#include "report/saved_diff.h"

#include "base/map.h"
#include "report/shape.h"

#include <stdlib.h>

// A table that is filled before it is written.
struct filled {
    VEC(struct table_cell) cells;
    uint32_t columns;
};

static void filled_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct filled *f = context;
    (void)a;
    for (uint32_t i = 0; i < f->columns; i++)
        c[i] = f->cells.at[(size_t)row * f->columns + i];
}

struct differ {
    struct saved *base, *head;
    struct arena *a;
    struct filled options, causes, lines, edits;
    bool moved, with_lines;
};

static void put(struct differ *d, struct filled *f, const struct table_cell *cells,
                uint32_t count)
{
    f->columns = count;
    for (uint32_t i = 0; i < count; i++)
        VEC_PUSH(d->a, &f->cells, cells[i]);
}

static void add(struct report *out, const char *name, struct filled *f,
                const struct table_columns *columns)
{
    report_add(out, (struct table){str_of(name), columns->at, columns->count,
                                   f->cells.count / columns->count, f, filled_row});
}

static double number(struct table_cell c)
{
    return c.kind == CELL_NUMBER ? c.number : 0;
}

static struct table_cell difference(struct table_cell before, struct table_cell now)
{
    bool both = before.kind == CELL_NUMBER && now.kind == CELL_NUMBER;
    return cell_maybe(both, num_round(number(now) - number(before), 2));
}

// ---- edits -------------------------------------------------------------------------------------

// A value with its unit, as people write it.
static struct str value_text(struct differ *d, struct table_cell value, struct table_cell unit)
{
    struct text t = {.arena = d->a};
    char digits[NUM_TEXT];
    if (value.kind == CELL_NULL) return STR_NONE;
    if (value.kind == CELL_BOOL) return value.number != 0 ? STR("true") : STR("false");
    if (value.kind == CELL_TEXT) return value.text;
    num_write_tidy(digits, value.number);
    text_add_c(&t, digits);
    if (unit.kind == CELL_TEXT && !str_is(unit.text, "1"))
        text_addf(&t, " %.*s", STR_ARG(unit.text));
    return text_str(&t);
}

static void add_edit(struct differ *d, struct str address, const char *cause, struct str before,
                     struct str now, struct str location)
{
    if (str_eq(before, now)) return;
    const struct table_cell cells[] = {cell_text(address), cell_text(str_of(cause)),
                                       cell_text(before), cell_text(now), cell_text(location)};
    put(d, &d->edits, cells, COUNT_OF(cells));
}

// Of the same program and models a default that differs follows from other inputs.
static bool same_models(const struct differ *d)
{
    return str_eq(d->base->tool_version, d->head->tool_version) &&
           str_eq(d->base->session->models_sha256, d->head->session->models_sha256);
}

// What is of the catalogue is a price, what is of a model its default.
static const char *cause_of(struct str origin)
{
    if (str_is(origin, "catalog") || str_is(origin, "override")) return "price";
    return str_is(origin, "default") ? "model" : "input";
}

static struct table_cell figure(const struct saved *r, struct str option, const char *key)
{
    const struct table *t = report_table(&r->report, STR("summary"));
    for (uint32_t i = 0; t && i < t->row_count; i++)
        if (str_eq(saved_cell(r, t, i, "option").text, option)) return saved_cell(r, t, i, key);
    return cell_null();
}

static bool has_option(const struct saved *r, struct str option)
{
    return figure(r, option, "option").kind == CELL_TEXT;
}

// The inputs of an option that only one side has are new or gone with it.
static bool comes_or_goes(const struct differ *d, struct str address)
{
    struct str option = str_cut(address, 0, str_find(address, '.'));
    return has_option(d->base, option) != has_option(d->head, option);
}

static struct str assumed(struct differ *d, const struct saved *r, const struct table *t,
                          uint32_t row)
{
    if (row == MAP_NONE) return STR_NONE;
    return value_text(d, saved_cell(r, t, row, "value"), saved_cell(r, t, row, "unit"));
}

static void find_rows(struct differ *d, const struct saved *r, const struct table *t,
                      struct map *rows)
{
    for (uint32_t i = 0; t && i < t->row_count; i++)
        map_put(d->a, rows, saved_cell(r, t, i, "address").text, i);
}

static void find_assumptions(struct differ *d)
{
    const struct table *base = report_table(&d->base->report, STR("assumptions")),
                       *head = report_table(&d->head->report, STR("assumptions"));
    struct map old = {0}, new = {0};
    find_rows(d, d->base, base, &old);
    find_rows(d, d->head, head, &new);
    for (uint32_t i = 0; head && base && i < head->row_count; i++) {
        struct str address = saved_cell(d->head, head, i, "address").text,
                   origin = saved_cell(d->head, head, i, "origin").text;
        if (comes_or_goes(d, address)) continue;
        bool follows = str_is(origin, "default") && map_get(&old, address) != MAP_NONE;
        if (follows && same_models(d)) continue;
        add_edit(d, address, cause_of(origin),
                 assumed(d, d->base, base, map_get(&old, address)),
                 assumed(d, d->head, head, i), saved_cell(d->head, head, i, "location").text);
    }
    for (uint32_t i = 0; head && base && i < base->row_count; i++) {
        struct str address = saved_cell(d->base, base, i, "address").text;
        if (map_get(&new, address) == MAP_NONE && !comes_or_goes(d, address))
            add_edit(d, address, cause_of(saved_cell(d->base, base, i, "origin").text),
                     assumed(d, d->base, base, i), STR_NONE,
                     saved_cell(d->base, base, i, "location").text);
    }
}

static struct str count_text(struct differ *d, double v)
{
    return value_text(d, cell_number(v), cell_null());
}

// What stands in the head of a result.
static void find_conventions(struct differ *d)
{
    static const char *const timings[] = {"end", "mid", "start"};
    const struct session *b = d->base->session, *h = d->head->session;
    const struct program *p = &b->program, *q = &h->program;
    add_edit(d, STR("tco"), "tool", d->base->tool_version, d->head->tool_version, STR_NONE);
    add_edit(d, STR("models"), "model",
             b->models_sha256.len ? b->models_sha256 : STR("shipped"),
             h->models_sha256.len ? h->models_sha256 : STR("shipped"), STR_NONE);
    add_edit(d, STR("as_of"), "price", b->info.as_of, h->info.as_of, STR_NONE);
    add_edit(d, STR("case"), "input", b->info.case_name, h->info.case_name, STR_NONE);
    add_edit(d, STR("start"), "input", month_text(d->a, p, 1), month_text(d->a, q, 1),
             STR_NONE);
    add_edit(d, STR("horizon"), "input", str_format(d->a, "%u months", (unsigned)p->months),
             str_format(d->a, "%u months", (unsigned)q->months), STR_NONE);
    add_edit(d, STR("hours_per_month"), "input", count_text(d, p->units.hours_per_month),
             count_text(d, q->units.hours_per_month), STR_NONE);
    add_edit(d, STR("finance.timing"), "input", str_of(timings[p->timing]),
             str_of(timings[q->timing]), STR_NONE);
}

// ---- lines -------------------------------------------------------------------------------------

struct moved_cost {
    struct str address, option, class_word, category;
    bool in_base, in_head;
    double base, head;
};

struct cost_list {
    VEC(struct moved_cost) list;
    struct map seen;
};

static void add_costs(struct differ *d, struct cost_list *l, const struct saved *r, bool head)
{
    const struct table *t = report_table(&r->report, STR("rows"));
    for (uint32_t i = 0; t && i < t->row_count; i++) {
        struct str option = saved_cell(r, t, i, "option").text,
                   workload = saved_cell(r, t, i, "workload").text;
        struct str address =
            str_format(d->a, "%.*s.%.*s.%.*s%s%.*s%s", STR_ARG(option),
                       STR_ARG(saved_cell(r, t, i, "component").text),
                       STR_ARG(saved_cell(r, t, i, "line").text), workload.len ? "[" : "",
                       STR_ARG(workload), workload.len ? "]" : "");
        uint32_t at = map_get(&l->seen, address);
        if (at == MAP_NONE) {
            struct moved_cost m = {address,
                                   option,
                                   saved_cell(r, t, i, "class").text,
                                   saved_cell(r, t, i, "category").text,
                                   false,
                                   false,
                                   0,
                                   0};
            at = VEC_PUSH(d->a, &l->list, m);
            map_put(d->a, &l->seen, address, at);
        }
        struct moved_cost *m = &l->list.at[at];
        *(head ? &m->in_head : &m->in_base) = true;
        *(head ? &m->head : &m->base) += number(saved_cell(r, t, i, "billed_cost"));
    }
}

static double size_of(const struct moved_cost *m)
{
    return m->head < m->base ? m->base - m->head : m->head - m->base;
}

static int by_size(const void *x, const void *y)
{
    const struct moved_cost *a = x, *b = y;
    double p = size_of(a), q = size_of(b);
    return p > q ? -1 : p < q ? 1 : str_cmp(a->address, b->address);
}

static void find_lines(struct differ *d)
{
    struct cost_list l = {0};
    if (!d->with_lines) return;
    add_costs(d, &l, d->base, false);
    add_costs(d, &l, d->head, true);
    if (l.list.count) qsort(l.list.at, l.list.count, sizeof *l.list.at, by_size);
    for (uint32_t i = 0; i < l.list.count; i++) {
        const struct moved_cost *m = &l.list.at[i];
        if (num_round(size_of(m), 2) == 0) continue;
        const char *change = !m->in_base ? "added" : !m->in_head ? "removed" : "changed";
        const struct table_cell cells[] = {cell_text(m->option),
                                           cell_text(m->address),
                                           cell_text(m->class_word),
                                           cell_text(m->category),
                                           cell_text(str_of(change)),
                                           cell_maybe(m->in_base, m->base),
                                           cell_maybe(m->in_head, m->head),
                                           cell_number(m->head - m->base)};
        put(d, &d->lines, cells, COUNT_OF(cells));
    }
}

// ---- options -----------------------------------------------------------------------------------

// All that differs, of which the first is named.
static struct str edits_text(struct differ *d, uint32_t column)
{
    uint32_t each = d->edits.columns, count = each ? d->edits.cells.count / each : 0;
    if (count == 0) return column ? STR_NONE : STR("what the result does not hold");
    struct str first = d->edits.cells.at[column].text;
    if (count == 1) return first;
    return column ? STR_NONE
                  : str_format(d->a, "%.*s and %u more", STR_ARG(first), (unsigned)(count - 1));
}

static void add_cause(struct differ *d, struct str option, struct table_cell delta,
                      struct table_cell delta_npv)
{
    const struct table_cell cells[] = {cell_text(option),
                                       cell_text(STR("together")),
                                       cell_text(edits_text(d, 0)),
                                       cell_text(edits_text(d, 2)),
                                       cell_text(edits_text(d, 3)),
                                       delta,
                                       cell_number(1),
                                       delta_npv,
                                       cell_null()};
    put(d, &d->causes, cells, COUNT_OF(cells));
}

static void add_option(struct differ *d, struct str option)
{
    bool in_base = has_option(d->base, option), in_head = has_option(d->head, option);
    struct table_cell before = figure(d->base, option, "total"),
                      now = figure(d->head, option, "total"),
                      npv_before = figure(d->base, option, "npv"),
                      npv = figure(d->head, option, "npv"), delta = difference(before, now),
                      delta_npv = difference(npv_before, npv);
    bool risk = d->head->session->program.rank_by == RANK_RISK_ADJUSTED;
    bool same =
        in_base && in_head && number(delta) == 0 && number(delta_npv) == 0 &&
        before.kind == now.kind && npv_before.kind == npv.kind &&
        figure(d->base, option, "feasible").number ==
            figure(d->head, option, "feasible").number &&
        (!risk || number(difference(figure(d->base, option, "risk_adjusted_total"),
                                    figure(d->head, option, "risk_adjusted_total"))) == 0);
    const char *change = same ? "same" : !in_base ? "added" : !in_head ? "removed" : "changed";
    bool ratio = delta.kind == CELL_NUMBER && number(before) != 0;
    const struct table_cell cells[] = {
        cell_text(option),
        cell_text(str_of(change)),
        before,
        now,
        delta,
        cell_maybe(ratio, ratio ? number(delta) / number(before) : 0),
        npv_before,
        npv,
        delta_npv};
    put(d, &d->options, cells, COUNT_OF(cells));
    d->moved = d->moved || !same;
    if (in_base && in_head && !same) add_cause(d, option, delta, delta_npv);
}

static void find_options(struct differ *d)
{
    const struct saved *sides[] = {d->head, d->base};
    for (int k = 0; k < 2; k++) {
        const struct table *t = report_table(&sides[k]->report, STR("summary"));
        for (uint32_t i = 0; t && i < t->row_count; i++) {
            struct str option = saved_cell(sides[k], t, i, "option").text;
            if (k == 0 || !has_option(d->head, option)) add_option(d, option);
        }
    }
}

// ---- the whole ---------------------------------------------------------------------------------

static void tell(struct differ *d, struct report *out)
{
    struct text t = {.arena = d->a};
    text_add_c(&t, "A saved result can't be computed again: what differs is listed by --table "
                   "edits, at its value in month 1, and has no shares.");
    if (!d->with_lines)
        text_add_c(&t,
                   " Without rows, which --rows saves on both sides, lines are not compared.");
    out->facts[out->fact_count++] =
        (struct fact){"not_separated", cell_text(text_str(&t)), NUMBER_EXACT};
}

static struct str winner_of(struct saved *r)
{
    struct comparison c = saved_comparison(r);
    return c.winner == NO_NAME ? STR_NONE : r->session->program.options.at[c.winner].name;
}

bool saved_diff(struct saved *base, struct saved *head, struct report *out)
{
    struct differ *d = ARENA_NEW(&head->session->arena, struct differ);
    *d = (struct differ){.base = base, .head = head, .a = &head->session->arena};
    d->with_lines =
        report_table(&base->report, STR("rows")) && report_table(&head->report, STR("rows"));
    struct str was = winner_of(base), now = winner_of(head);
    find_conventions(d);
    find_assumptions(d);
    find_options(d);
    find_lines(d);
    report_add_base(out, base->file, base->session->sha256, "result", base->tool_version,
                    head->file);
    report_add_winners(out, was, now);
    d->moved = d->moved || !str_eq(was, now);
    tell(d, out);
    add(out, "summary", &d->options, &COLUMNS_moved_options);
    add(out, "causes", &d->causes, &COLUMNS_causes);
    add(out, "lines", &d->lines, &COLUMNS_moved_lines);
    add(out, "edits", &d->edits, &COLUMNS_edits);
    return d->moved;
}
