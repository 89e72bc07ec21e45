#include "model/prepared.h"

#include "model/own_int.h"

#include <assert.h>
#include <string.h>

// One pass over a thing, member by member, that writes it or reads it back. What is written is
// relative: formulas to where the thing's own begin, places to the compiled files.
struct carrier {
    struct linker *l;
    const struct prepared_pool *pool;  // NULL when reading
    struct text out;
    const unsigned char *at;
    struct {
        uint32_t nodes, kids, literals, refs, words, names;
    } base;
    uint8_t home;  // the currency that stands for money of any currency
    bool possible;
};

// A member that is added to one of these is carried by its function below; then the size that it
// has here is set right.
#define CARRIED(type, bytes)                                                                   \
    static_assert(sizeof(void *) != 8 || sizeof(type) == (bytes),                              \
                  #type " has changed: carry what is new")

CARRIED(struct ast, 40);
CARRIED(struct literal, 64);
CARRIED(struct ref, 48);
CARRIED(struct arg_name, 24);
CARRIED(struct field, 112);
CARRIED(struct column, 80);
CARRIED(struct cost, 72);
CARRIED(struct name, 328);
CARRIED(struct check, 64);
CARRIED(struct form, 144);
CARRIED(struct form_source, 32);

// ---- numbers, texts, places --------------------------------------------------------------------

static bool writing(const struct carrier *c)
{
    return c->pool != NULL;
}

static void write_uint(struct carrier *c, uint32_t v)
{
    for (; v > 127; v >>= 7)
        text_add_char(&c->out, (char)(unsigned char)(v & 127));
    text_add_char(&c->out, (char)(unsigned char)(v | 128));
}

// Seven bits a byte, the lowest first; the last byte has the eighth set.
static inline void carry_uint(struct carrier *c, uint32_t *v)
{
    if (writing(c)) {
        write_uint(c, *v);
        return;
    }
    uint32_t value = 0;
    int shift = 0;
    for (; *c->at < 128; shift += 7)
        value |= (uint32_t)*c->at++ << shift;
    *v = value | (uint32_t)(*c->at++ & 127) << shift;
}

static void carry_byte(struct carrier *c, uint8_t *v)
{
    if (writing(c))
        text_add_char(&c->out, (char)*v);
    else
        *v = *c->at++;
}

static void carry_bool(struct carrier *c, bool *v)
{
    uint8_t byte = *v;
    carry_byte(c, &byte);
    *v = byte != 0;
}

#define CARRY_ENUM(c, member)                                                                  \
    do {                                                                                       \
        uint32_t carried_ = (uint32_t)(member);                                                \
        carry_uint(c, &carried_);                                                              \
        if (!writing(c)) *(&(member)) = carried_;                                              \
    } while (0)

// An index that may be NO_NAME.
static void carry_index(struct carrier *c, uint32_t *v)
{
    uint32_t next = *v + 1;
    carry_uint(c, &next);
    *v = next - 1;
}

static void carry_double(struct carrier *c, double *v)
{
    if (writing(c))
        text_add(&c->out, (struct str){(const char *)v, sizeof *v});
    else
        memcpy(v, c->at, sizeof *v), c->at += sizeof *v;
}

static void carry_text(struct carrier *c, struct str *s)
{
    uint32_t size = s->at ? (uint32_t)s->len + 1 : 0, place = 0;
    if (writing(c) && size) place = c->pool->add(c->pool->context, *s);
    carry_uint(c, &size);
    if (size) carry_uint(c, &place);
    if (writing(c)) return;
    *s = size ? (struct str){c->l->t->builtin->text + place, size - 1} : STR_NONE;
}

static void carry_texts(struct carrier *c, const struct str **list, uint32_t *count)
{
    carry_uint(c, count);
    struct str *texts = ARENA_ARRAY(c->l->a, struct str, *count);
    for (uint32_t i = 0; i < *count; i++) {
        if (writing(c)) texts[i] = (*list)[i];
        carry_text(c, &texts[i]);
    }
    *list = texts;
}

// The text of a declared unit, which speaks of the scenario's currency.
static void carry_unit_text(struct carrier *c, struct str *s)
{
    carry_text(c, s);
    if (!writing(c) && c->l->p->units.home != c->home)
        *s = unit_in_currency(c->l->a, *s, c->l->p->units.home);
}

static void carry_node(struct carrier *c, uint32_t *node)
{
    carry_uint(c, node);
    if (!writing(c) && *node) *node |= NODE_BUILTIN;
}

static void carry_span(struct carrier *c, struct span *s)
{
    carry_uint(c, &s->source);
    carry_uint(c, &s->start);
    carry_uint(c, &s->end);
    if (!writing(c) && s->source) s->source += c->l->t->builtin_sources;
}

static void carry_dim(struct carrier *c, struct dim *d)
{
    uint8_t count = 0;
    for (uint32_t i = 0; i < KIND_COUNT && writing(c); i++)
        count = (uint8_t)(count + (d->exponent[i] != 0));
    carry_byte(c, &count);
    for (uint8_t i = 0, k = 0; k < count; k++) {
        while (writing(c) && d->exponent[i] == 0)
            i++;
        carry_byte(c, &i);
        uint8_t exponent = (uint8_t)d->exponent[i];
        carry_byte(c, &exponent);
        d->exponent[i++] = (int8_t)exponent;
    }
    uint8_t money = (uint8_t)d->currency[0].exponent;
    c->possible = c->possible && d->currency[1].exponent == 0 &&
                  (money == 0 || !writing(c) || d->currency[0].code == c->home);
    carry_byte(c, &money);
    if (!writing(c) && money)
        d->currency[0] = (struct dim_currency){c->l->p->units.home, (int8_t)money};
}

static void carry_unit(struct carrier *c, struct unit *u)
{
    carry_double(c, &u->factor);
    carry_dim(c, &u->dim);
}

// By its name: kinds are numbered in the order in which a run meets them.
static void carry_kind(struct carrier *c, uint32_t *kind)
{
    struct str name = STR_NONE;
    if (writing(c) && *kind != NO_NAME) name = c->l->p->kinds.at[*kind].name;
    carry_text(c, &name);
    if (!writing(c)) *kind = name.at ? form_kind(c->l, name) : NO_NAME;
}

// ---- formulas ----------------------------------------------------------------------------------

static void carry_formula(struct carrier *c, uint32_t *root)
{
    uint32_t place = writing(c) && *root ? *root - c->base.nodes + 1 : 0;
    carry_uint(c, &place);
    *root = place ? place - 1 + c->base.nodes : 0;
}

static void carry_ast(struct carrier *c, struct ast *n)
{
    uint32_t base = 0;
    carry_byte(c, &n->kind);
    carry_byte(c, &n->what);
    carry_byte(c, &n->flags);
    carry_byte(c, &n->depth);
    switch ((enum ast_kind)n->kind) {
    case AST_NUMBER: base = c->base.literals; break;
    case AST_WORD: base = c->base.words; break;
    case AST_NAME: base = c->base.refs; break;
    case AST_NONE:
    case AST_CALL:
    case AST_STEPPED:
    case AST_TABLE:
    case AST_CALC:
    case AST_LIST:
    case AST_DATE:
    case AST_NULL: break;
    case AST_DIST:
    case AST_RANGE:
    case AST_GROWTH:
    case AST_STEPS:
    case AST_CASES:
    case AST_SERIES: c->possible = false; break;  // draws and months are the scenario's
    }
    carry_node(c, &n->code);
    carry_uint(c, &n->start);
    carry_uint(c, &n->end);
    uint32_t first = n->first - c->base.kids, extra = n->extra - base;
    carry_uint(c, &first);
    carry_uint(c, &n->count);
    carry_uint(c, &extra);
    n->first = first + c->base.kids;
    n->extra = extra + base;
    if (n->kind == AST_NUMBER || n->kind == AST_DATE) carry_double(c, &n->number);
}

static void carry_literal(struct carrier *c, struct literal *v)
{
    carry_double(c, &v->value);
    carry_unit(c, &v->unit);
    if (writing(c) && dim_has_money(v->unit.dim)) c->possible = false;
    carry_text(c, &v->unit_text);
    carry_double(c, &v->period_months);
}

static void carry_ref(struct carrier *c, struct ref *r)
{
    carry_texts(c, &r->part, &r->part_count);
    c->possible = c->possible && r->workload.len == 0;
    CARRY_ENUM(c, r->kind);
    carry_index(c, &r->target);
    c->possible =
        c->possible && !(writing(c) && r->kind == REF_SCENARIO && str_is(r->part[0], "params"));
}

static void carry_arg_name(struct carrier *c, struct arg_name *n)
{
    uint32_t kid = n->kid - c->base.kids;
    carry_uint(c, &kid);
    n->kid = kid + c->base.kids;
    carry_text(c, &n->name);
}

// Each thing of a list: those from `from` on are written, what is read comes behind.
#define CARRY_LIST(c, list, from, carry)                                                       \
    do {                                                                                       \
        uint32_t count_ = writing(c) ? (list)->count - (from) : 0;                             \
        carry_uint(c, &count_);                                                                \
        uint32_t first_ = writing(c) ? (from) : (list)->count;                                 \
        if (!writing(c)) {                                                                     \
            VEC_RESERVE((c)->l->a, list, count_);                                              \
            (list)->count += count_;                                                           \
        }                                                                                      \
        for (uint32_t i_ = 0; i_ < count_; i_++)                                               \
            carry(c, &(list)->at[first_ + i_]);                                                \
    } while (0)

static void carry_base(struct carrier *c)
{
    const struct ast_store *s = &c->l->p->asts;
    c->base.nodes = s->nodes.count;
    c->base.kids = s->kids.count;
    c->base.literals = s->literals.count;
    c->base.refs = s->refs.count;
    c->base.words = s->words.count;
    c->base.names = s->arg_names.count;
}

// All formulas behind the base.
static void carry_formulas(struct carrier *c)
{
    struct ast_store *s = &c->l->p->asts;
    CARRY_LIST(c, &s->nodes, c->base.nodes, carry_ast);
    CARRY_LIST(c, &s->kids, c->base.kids, carry_formula);
    CARRY_LIST(c, &s->literals, c->base.literals, carry_literal);
    CARRY_LIST(c, &s->refs, c->base.refs, carry_ref);
    CARRY_LIST(c, &s->words, c->base.words, carry_text);
    CARRY_LIST(c, &s->arg_names, c->base.names, carry_arg_name);
}

// ---- kinds of entries --------------------------------------------------------------------------

static void carry_field(struct carrier *c, struct field *f)
{
    carry_text(c, &f->name);
    carry_bool(c, &f->text);
    carry_bool(c, &f->growth);
    carry_kind(c, &f->catalog);
    carry_unit(c, &f->unit);
    carry_unit_text(c, &f->unit_text);
    carry_formula(c, &f->formula);
    carry_text(c, &f->doc);
    carry_span(c, &f->where);
}

// ---- models ------------------------------------------------------------------------------------

static void carry_column(struct carrier *c, struct column *v)
{
    carry_text(c, &v->name);
    carry_unit(c, &v->unit);
    carry_unit_text(c, &v->unit_text);
    carry_span(c, &v->where);
}

static void carry_columns(struct carrier *c, struct name *n)
{
    carry_uint(c, &n->column_count);
    struct column *columns = ARENA_ARRAY(c->l->a, struct column, n->column_count);
    for (uint32_t i = 0; i < n->column_count; i++) {
        if (writing(c)) columns[i] = n->columns[i];
        carry_column(c, &columns[i]);
    }
    n->columns = columns;
}

static void carry_cost(struct carrier *c, struct cost *v)
{
    CARRY_ENUM(c, v->class);
    carry_text(c, &v->category);
    CARRY_ENUM(c, v->paid);
    carry_bool(c, &v->dated);
    carry_formula(c, &v->terms);
    carry_formula(c, &v->life);
    CARRY_ENUM(c, v->amortise);
    carry_formula(c, &v->wear);
    for (int part = 0; part < BOOK_PARTS; part++)
        carry_formula(c, &v->books[part]);
    carry_bool(c, &v->has_books);
    carry_index(c, &v->resale);
    carry_index(c, &v->quantity);
}

static void carry_path(struct carrier *c, struct name *n)
{
    carry_index(c, &n->parent);
    carry_texts(c, &n->field, &n->field_count);
}

static void carry_name(struct carrier *c, struct name *n)
{
    carry_text(c, &n->text);
    CARRY_ENUM(c, n->kind);
    carry_bool(c, &n->per_workload);
    carry_bool(c, &n->growth);
    carry_bool(c, &n->has_min);
    carry_bool(c, &n->has_max);
    CARRY_ENUM(c, n->statement);
    carry_unit(c, &n->unit);
    carry_unit_text(c, &n->unit_text);
    if (n->has_min) carry_double(c, &n->min);
    if (n->has_max) carry_double(c, &n->max);
    carry_text(c, &n->doc);
    carry_text(c, &n->standard);
    carry_text(c, &n->source);
    carry_text(c, &n->as_of);
    carry_span(c, &n->where);
    n->catalog = n->kind == NAME_ENTRY || !writing(c) ? n->catalog : NO_NAME;
    if (!writing(c)) {
        n->catalog = n->parent = NO_NAME;
        n->cost.resale = n->cost.quantity = NO_NAME;
    }
    switch (n->kind) {
    case NAME_FIELD: carry_path(c, n); return;
    case NAME_ENTRY: carry_kind(c, &n->catalog); break;
    case NAME_TABLE: carry_columns(c, n); break;
    case NAME_CHOICE: carry_texts(c, &n->choices, &n->choice_count); break;
    case NAME_COST: carry_cost(c, &n->cost); break;
    case NAME_INPUT:
    case NAME_ROW:
    case NAME_METER: break;
    }
    carry_formula(c, &n->formula);
}

static void carry_check(struct carrier *c, struct check *v)
{
    carry_bool(c, &v->is_error);
    carry_index(c, &v->meter);
    carry_formula(c, &v->formula);
    carry_text(c, &v->sentence);
    carry_text(c, &v->id);
    carry_index(c, &v->input);
    carry_span(c, &v->where);
}

static void carry_form(struct carrier *c, struct form *f)
{
    carry_text(c, &f->model);
    carry_text(c, &f->summary);
    CARRY_LIST(c, &f->names, 0, carry_name);
    CARRY_LIST(c, &f->checks, 0, carry_check);
    CARRY_LIST(c, &f->provides, 0, carry_text);
    carry_bool(c, &f->of_option);
    carry_bool(c, &f->serves);
    carry_bool(c, &f->learns);
    carry_index(c, &f->teacher);
    carry_index(c, &f->need);
    carry_formula(c, &f->capacity);
    carry_index(c, &f->takes);
    carry_index(c, &f->quality);
    carry_span(c, &f->where);
}

static void carry_source(struct carrier *c, struct form_source *s)
{
    carry_node(c, &s->root);
    CARRY_LIST(c, &s->decls, 0, carry_node);
}

// ---- writing -----------------------------------------------------------------------------------

static struct carrier writer(struct linker *l, const struct prepared_pool *pool)
{
    struct carrier c = {.l = l, .pool = pool, .possible = true};
    c.home = currency_code(STR("USD"));
    c.out.arena = l->a;
    return c;
}

static void keep(const struct carrier *c, struct text *out)
{
    if (c->possible) text_add(out, text_str(&c->out));
}

bool prepared_write_model(struct tree *t, struct library *lib, struct diags *d,
                          struct str model, const struct prepared_pool *pool, struct text *out)
{
    struct program p;
    struct scenario_info info = {0};
    struct linker l;
    uint32_t before = d->error_count;
    program_init(&p, t, d);
    linker_open_alone(&l, t, lib, &p, &info, NODE_NONE);
    struct names kinds = {0};
    library_kind_names(lib, t->arena, &kinds);
    for (uint32_t i = 0; i < kinds.list.count; i++)
        form_kind(&l, kinds.list.at[i]);
    struct carrier c = writer(&l, pool);
    carry_base(&c);
    uint32_t form = form_load(&l, model, SPAN_NONE);
    if (form == NO_NAME || !form_check_all(&l) || d->error_count > before) return false;
    c.possible = p.draws.count == 0 && p.units.home == c.home;
    carry_formulas(&c);
    carry_form(&c, &p.forms.at[form]);
    carry_source(&c, &l.sources.at[form]);
    keep(&c, out);
    return true;
}

bool prepared_write_kind(struct tree *t, struct library *lib, struct diags *d, struct str kind,
                         const struct prepared_pool *pool, struct text *out)
{
    struct program p;
    struct scenario_info info = {0};
    struct linker l;
    uint32_t before = d->error_count;
    program_init(&p, t, d);
    linker_open_alone(&l, t, lib, &p, &info, NODE_NONE);
    struct carrier c = writer(&l, pool);
    carry_base(&c);
    uint32_t at = form_kind(&l, kind);
    if (at == NO_NAME || d->error_count > before) return false;
    c.possible = p.draws.count == 0;
    carry_formulas(&c);
    CARRY_LIST(&c, &p.kinds.at[at].fields, 0, carry_field);
    keep(&c, out);
    return true;
}

// ---- reading -----------------------------------------------------------------------------------

static struct carrier reader(struct linker *l, struct str bytes)
{
    struct carrier c = {.l = l, .at = (const unsigned char *)bytes.at, .possible = true};
    c.home = currency_code(STR("USD"));
    carry_base(&c);
    return c;
}

// Months that last as long as they did when the models were written down, and no catalogue that
// may declare other fields.
static bool is_usual(const struct linker *l)
{
    const struct unit_system usual = UNIT_SYSTEM_DEFAULT;
    return l->p->units.hours_per_month == usual.hours_per_month && l->p->units.home &&
           l->lib->catalogs.count == 0;
}

bool prepared_find_kind(const struct linker *l, struct str kind, struct str *bytes)
{
    return is_usual(l) && library_prepared_kind(l->lib, kind, bytes);
}

void prepared_kind(struct linker *l, uint32_t kind, struct str bytes)
{
    struct carrier c = reader(l, bytes);
    struct entry_kind k = {.name = l->p->kinds.at[kind].name};
    carry_formulas(&c);
    CARRY_LIST(&c, &k.fields, 0, carry_field);
    l->p->kinds.at[kind] = k;
}

// Is it, and all that it is like, what was compiled in?
static bool is_shipped(const struct linker *l, struct str model)
{
    struct found found;
    for (int depth = 0; depth <= LIKE_DEPTH; depth++) {
        if (!library_model(l->lib, model, &found) || !found.shipped) return false;
        uint32_t like = node_get_c(l->t, found.node, "like");
        if (like == NODE_NONE) return true;
        model = node_text(l->t, like);
    }
    return false;
}

// It belongs to the kind of the entry that the path ends in.
static uint32_t default_of_field(const struct linker *l, const struct form *form,
                                 const struct name *n)
{
    uint32_t kind = form->names.at[n->parent].catalog, formula = 0;
    for (uint32_t i = 0; i < n->field_count; i++) {
        const struct entry_kind *k = &l->p->kinds.at[kind];
        for (uint32_t f = 0; f < k->fields.count; f++) {
            if (!str_eq(k->fields.at[f].name, n->field[i])) continue;
            formula = k->fields.at[f].formula;
            kind = k->fields.at[f].catalog;
            break;
        }
    }
    return formula;
}

bool prepared_form(struct linker *l, struct str model, struct form *form,
                   struct form_source *source)
{
    struct str bytes;
    if (!is_usual(l) || !is_shipped(l, model) || !library_prepared_model(l->lib, model, &bytes))
        return false;
    struct carrier c = reader(l, bytes);
    *form = (struct form){0};
    *source = (struct form_source){
        .shipped = true, .prepared = true, .first_ref = l->p->asts.refs.count};
    carry_formulas(&c);
    source->end_ref = l->p->asts.refs.count;
    carry_form(&c, form);
    carry_source(&c, source);
    map_reserve(l->a, &form->by_text, form->names.count);
    for (uint32_t i = 0; i < form->names.count; i++) {
        struct name *n = &form->names.at[i];
        map_put(l->a, &form->by_text, n->text, i);
        if (n->kind == NAME_FIELD) n->formula = default_of_field(l, form, n);
    }
    return true;
}
