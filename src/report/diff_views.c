// diff_views.c - how costs moved, and why, as tables.
#include "report/diff_views.h"
#include "report/shape.h"

static struct str change_word(bool in_base, bool in_head)
{
    return !in_base ? STR("added") : !in_head ? STR("removed") : STR("changed");
}

static struct table_cell location(const struct session *s, struct arena *a, struct span where)
{
    struct text shown = {.arena = a};
    text_add_visible(&shown, source_location(a, &s->sources, where), 4096);
    return cell_text(text_str(&shown));
}

static struct diff_page *keep(const struct diff_page *p)
{
    struct diff_page *k = ARENA_NEW(p->head->session->diags.arena, struct diff_page);
    *k = *p;
    return k;
}

// ---- options -----------------------------------------------------------------------------------

static const struct table_column SUMMARY[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("change", "", EXACT, DATA),
    COLUMN("base_total", "Total before", MONEY, NUMBER),
    COLUMN("head_total", "Total", MONEY, NUMBER),
    COLUMN("delta", "Change", MONEY, NUMBER),
    COLUMN("delta_ratio", "Ratio", RATE, NUMBER),
    COLUMN("base_npv", "NPV before", MONEY, NUMBER),
    COLUMN("head_npv", "NPV", MONEY, NUMBER),
    COLUMN("delta_npv", "Change of NPV", MONEY, NUMBER),
};
TABLE_COLUMNS_OF(moved_options, SUMMARY)

static void summary_row(const void *context, struct arena *a, uint32_t row,
                        struct table_cell *c)
{
    const struct moved_option *m = &((const struct diff_page *)context)->diff->options.at[row];
    bool both = m->in_base && m->in_head;
    double delta = m->head_total - m->base_total;
    (void)a;
    c[0] = cell_text(m->name);
    c[1] = cell_text(m->same ? STR("same") : change_word(m->in_base, m->in_head));
    c[2] = cell_maybe(m->in_base, m->base_total);
    c[3] = cell_maybe(m->in_head, m->head_total);
    c[4] = cell_maybe(both, delta);
    c[5] = cell_maybe(both && m->base_total != 0, delta / m->base_total);
    c[6] = cell_maybe(m->base_npv.known, m->base_npv.value);
    c[7] = cell_maybe(m->head_npv.known, m->head_npv.value);
    c[8] = cell_maybe(m->base_npv.known && m->head_npv.known,
                      m->head_npv.value - m->base_npv.value);
}

struct table view_moved_options(const struct diff_page *p)
{
    return (struct table){STR("summary"),         SUMMARY, COUNT_OF(SUMMARY),
                          p->diff->options.count, keep(p), summary_row};
}

// ---- causes ------------------------------------------------------------------------------------

static const struct table_column CAUSES[] = {
    COLUMN("option", "Option", EXACT, NAME),
    COLUMN("cause", "Kind", EXACT, NAME),
    COLUMN("address", "Because of", EXACT, PROSE),
    COLUMN("base", "Before", EXACT, PROSE),
    COLUMN("head", "Now", EXACT, PROSE),
    COLUMN("delta", "Change", MONEY, NUMBER),
    COLUMN("share", "Share", RATE, NUMBER),
    COLUMN("delta_npv", "Change of NPV", MONEY, NUMBER),
    COLUMN("location", "Location", EXACT, DATA),
};
TABLE_COLUMNS_OF(causes, CAUSES)

struct caused {
    uint32_t option, cause;
};

struct cause_list {
    struct diff_page page;
    VEC(struct caused) rows;
};

// Does the total of an option move, or only what it is worth today?
static bool total_moves(const struct moved_option *m)
{
    return num_round(m->head_total - m->base_total, 2) != 0;
}

static double effect(const struct diff *d, const struct caused *c)
{
    const struct cause *cause = &d->causes.at[c->cause];
    return total_moves(&d->options.at[c->option]) ? cause->total[c->option]
                                                  : cause->npv[c->option];
}

static double size(double v)
{
    return v < 0 ? -v : v;
}

// The largest effect first, inside each option; equal ones in the order of the file.
static void insert(struct cause_list *l, struct arena *a, uint32_t from, struct caused c)
{
    const struct diff *d = l->page.diff;
    VEC_PUSH(a, &l->rows, c);
    uint32_t at = l->rows.count - 1;
    while (at > from && size(effect(d, &l->rows.at[at - 1])) < size(effect(d, &c))) {
        l->rows.at[at] = l->rows.at[at - 1];
        at--;
    }
    l->rows.at[at] = c;
}

static bool has_effect(const struct cause *c, uint32_t option)
{
    return num_round(c->total[option], 2) != 0 || num_round(c->npv[option], 2) != 0;
}

static void list_option(struct cause_list *l, struct arena *a, uint32_t option)
{
    uint32_t from = l->rows.count;
    for (uint32_t i = 0; i < l->page.diff->causes.count; i++)
        if (has_effect(&l->page.diff->causes.at[i], option))
            insert(l, a, from, (struct caused){option, i});
}

// What edits of one cause say, one after another.
static struct str joined(const struct diff *d, struct arena *a, uint32_t cause,
                         struct str (*part)(const struct edit *))
{
    struct text t = {.arena = a};
    for (uint32_t i = 0; i < d->edits.list.count; i++) {
        struct str one = part(&d->edits.list.at[i]);
        if (d->group[i] == cause)
            text_addf(&t, "%s%.*s", t.len ? "; " : "", STR_ARG(one.len ? one : STR("-")));
    }
    return text_str(&t);
}

static struct str part_address(const struct edit *e)
{
    return e->address;
}

static struct str part_base(const struct edit *e)
{
    return e->base;
}

static struct str part_head(const struct edit *e)
{
    return e->head;
}

static void cause_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct cause_list *l = context;
    const struct diff *d = l->page.diff;
    const struct caused *at = &l->rows.at[row];
    const struct cause *cause = &d->causes.at[at->cause];
    const struct moved_option *m = &d->options.at[at->option];
    bool total = total_moves(m);
    double moved =
        total ? m->head_total - m->base_total : m->head_npv.value - m->base_npv.value;
    bool joint = cause->first == NO_NAME;
    const struct edit *e = joint ? NULL : &d->edits.list.at[cause->first];
    c[0] = cell_text(m->name);
    c[1] = cell_text(joint ? STR("together") : str_of(edit_cause_word(cause->kind)));
    c[2] = joint ? cell_text(STR("several at once"))
                 : cell_text(joined(d, a, at->cause, part_address));
    c[3] = joint ? cell_null() : cell_text(joined(d, a, at->cause, part_base));
    c[4] = joint ? cell_null() : cell_text(joined(d, a, at->cause, part_head));
    c[5] = cell_number(cause->total[at->option]);
    c[6] = cell_maybe(num_round(moved, 2) != 0, effect(d, at) / moved);
    c[7] = cell_maybe(l->page.head->session->ledger.discounted, cause->npv[at->option]);
    c[8] = cell_null();
    if (e)
        c[8] = location(l->page.head->session, a,
                        span_is_none(e->head_where) ? e->base_where : e->head_where);
}

struct table view_causes(const struct diff_page *p, uint32_t option)
{
    struct arena *a = p->head->session->diags.arena;
    struct cause_list *l = ARENA_NEW(a, struct cause_list);
    l->page = *p;
    for (uint32_t i = 0; i < p->diff->options.count; i++)
        if (p->diff->options.at[i].in_base && p->diff->options.at[i].in_head &&
            (option == NO_NAME || option == i))
            list_option(l, a, i);
    return (struct table){STR("causes"), CAUSES, COUNT_OF(CAUSES), l->rows.count, l, cause_row};
}

// ---- lines -------------------------------------------------------------------------------------

static const struct table_column LINES[] = {
    COLUMN("option", "Option", EXACT, DATA),   COLUMN("line", "Line", EXACT, NAME),
    COLUMN("class", "Class", EXACT, NAME),     COLUMN("category", "Category", EXACT, DATA),
    COLUMN("change", "", EXACT, DATA),         COLUMN("base_cost", "Before", MONEY, NUMBER),
    COLUMN("head_cost", "Now", MONEY, NUMBER), COLUMN("delta", "Change", MONEY, NUMBER),
};
TABLE_COLUMNS_OF(moved_lines, LINES)

static void line_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct moved_line *m = &((const struct diff_page *)context)->diff->lines.at[row];
    (void)a;
    c[0] = cell_text(m->option);
    c[1] = cell_text(m->address);
    c[2] = cell_text(m->class_word);
    c[3] = cell_text(m->category);
    c[4] = cell_text(change_word(m->in_base, m->in_head));
    c[5] = cell_maybe(m->in_base, m->base_cost);
    c[6] = cell_maybe(m->in_head, m->head_cost);
    c[7] = cell_number(m->head_cost - m->base_cost);
}

struct table view_moved_lines(const struct diff_page *p)
{
    return (struct table){STR("lines"),         LINES,   COUNT_OF(LINES),
                          p->diff->lines.count, keep(p), line_row};
}

// ---- edits -------------------------------------------------------------------------------------

static const struct table_column EDITS[] = {
    COLUMN("address", "Address", EXACT, NAME),   COLUMN("cause", "Kind", EXACT, NAME),
    COLUMN("base", "Before", EXACT, PROSE),      COLUMN("head", "Now", EXACT, PROSE),
    COLUMN("location", "Location", EXACT, DATA),
};
TABLE_COLUMNS_OF(edits, EDITS)

static void edit_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct diff_page *p = context;
    const struct edit *e = &p->diff->edits.list.at[row];
    c[0] = cell_text(e->address);
    c[1] = cell_text(str_of(edit_cause_word(e->cause)));
    c[2] = cell_text(e->base);
    c[3] = cell_text(e->head);
    c[4] = location(p->head->session, a,
                    span_is_none(e->head_where) ? e->base_where : e->head_where);
}

struct table view_edits(const struct diff_page *p)
{
    return (struct table){STR("edits"), EDITS,   COUNT_OF(EDITS), p->diff->edits.list.count,
                          keep(p),      edit_row};
}

// ---- the base ----------------------------------------------------------------------------------

void report_add_base(struct report *r, struct str file, struct str sha256, const char *from,
                     struct str version, struct str head)
{
    const struct fact facts[] = {{"base_file", cell_text(file), NUMBER_EXACT},
                                 {"base_sha256", cell_text(sha256), NUMBER_EXACT},
                                 {"base_from", cell_text(str_of(from)), NUMBER_EXACT},
                                 {"base_version", cell_text(version), NUMBER_EXACT},
                                 {"head_file", cell_text(head), NUMBER_EXACT}};
    for (size_t i = 0; i < COUNT_OF(facts); i++)
        r->facts[r->fact_count++] = facts[i];
}

void report_add_winners(struct report *r, struct str base, struct str head)
{
    r->facts[r->fact_count++] =
        (struct fact){"base_winner", base.len ? cell_text(base) : cell_null(), NUMBER_EXACT};
    r->facts[r->fact_count++] =
        (struct fact){"head_winner", head.len ? cell_text(head) : cell_null(), NUMBER_EXACT};
}
