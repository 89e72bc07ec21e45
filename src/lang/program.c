#include "lang/program.h"

uint32_t form_find(const struct form *f, struct str text)
{
    uint32_t at = map_get(&f->by_text, text);
    return at == MAP_NONE ? NO_NAME : at;
}

uint32_t form_add(struct program *p, uint32_t form, struct name name)
{
    struct form *f = &p->forms.at[form];
    if (!map_put(p->arena, &f->by_text, name.text, f->names.count)) return NO_NAME;
    return VEC_PUSH(p->arena, &f->names, name);
}

const struct name *row_name(const struct program *p, uint32_t row)
{
    const struct row *r = &p->rows.at[row];
    return &p->forms.at[p->sheets.at[r->sheet].form].names.at[r->name];
}

struct origin row_origin(const struct program *p, uint32_t row)
{
    const struct row *r = &p->rows.at[row];
    if (r->origin) return p->own_origins.at[r->origin];
    return (struct origin){.where = row_is_share(r) ? SPAN_NONE : row_name(p, row)->where};
}

bool row_is_share(const struct row *r)
{
    return r->name == NAME_SERVED || r->name == NAME_OFFERED || r->name == NAME_PASSED;
}

// The scenario's own names already tell the section that they stand in.
static struct str scenario_address(struct arena *a, const struct program *p,
                                   const struct row *r, struct str text)
{
    if (r->workload == NO_WORKLOAD) return text;
    struct str workload = p->workloads.at[r->workload].name;
    struct str key = str_cut(text, 2, text.len);  // behind "w."
    return str_format(a, "workloads.%.*s.%.*s", STR_ARG(workload), STR_ARG(key));
}

struct str row_address(struct arena *a, const struct program *p, uint32_t row)
{
    const struct row *r = &p->rows.at[row];
    struct str text = r->name == NAME_SERVED    ? STR("served")
                      : r->name == NAME_OFFERED ? STR("offered")
                      : r->name == NAME_PASSED  ? STR("passed")
                                                : row_name(p, row)->text;
    if (r->sheet == 0) return scenario_address(a, p, r, text);
    struct str sheet = p->sheets.at[r->sheet].address;
    if (r->workload == NO_WORKLOAD) return STR_JOINED(a, sheet, STR("."), text);
    struct str workload = p->workloads.at[r->workload].name;
    size_t dot = str_find(text, '.');  // throughput[chat].decode
    return str_format(a, "%.*s.%.*s[%.*s]%.*s", STR_ARG(sheet), STR_ARG(str_cut(text, 0, dot)),
                      STR_ARG(workload), STR_ARG(str_cut(text, dot, text.len)));
}

struct str month_text(struct arena *a, const struct program *p, uint32_t month)
{
    int at = p->start + (month ? (int)month - 1 : 0);
    return str_format(a, "%04d-%02d", at / 12, at % 12 + 1);
}

const char *class_word(enum cost_class c)
{
    switch (c) {
    case CLASS_CAPEX: return "capex";
    case CLASS_OPEX: return "opex";
    case CLASS_RISK: return "risk";
    case CLASS_BENEFIT: return "benefit";
    case CLASS_FINANCING: return "financing";
    }
    return "";
}

const char *origin_word(enum origin_kind k)
{
    switch (k) {
    case ORIGIN_FORMULA: return "formula";
    case ORIGIN_SCENARIO: return "scenario";
    case ORIGIN_CASE: return "case";
    case ORIGIN_SET: return "set";
    case ORIGIN_DEFAULT: return "default";
    case ORIGIN_CATALOG: return "catalog";
    case ORIGIN_OVERRIDE: return "override";
    case ORIGIN_NOT_GIVEN: return "missing";
    }
    return "";
}

// ---- draws -------------------------------------------------------------------------------------

static void add_draws(struct program *p, uint32_t id, struct str address, uint32_t *count);

// A month's draw has the month in its name: another start or horizon leaves it as it is.
static void add_walk(struct program *p, uint32_t id, struct str name)
{
    struct ast *n = &p->asts.nodes.at[id];
    if (n->count < 3 || n->number > 0) return;
    n->number = p->draws.count + 1;
    int base = (int32_t)n->extra;
    for (int m = base + 1; m <= (int)p->months; m++) {
        int month = p->start + m - 1;
        struct str own =
            str_format(p->arena, "%.*s@%04d-%02d", STR_ARG(name), month / 12, month % 12 + 1);
        VEC_PUSH(p->arena, &p->draws, (struct draw){id, own, month});
    }
}

// What a path starts from, its growth and its volatility may be uncertain too.
static void add_path_draws(struct program *p, uint32_t id, struct str address, uint32_t *count)
{
    static const char *const parts[] = {"", ".growth", ".volatility"};
    for (uint32_t i = 0; i < ast_get(&p->asts, id)->count; i++) {
        uint32_t kid = ast_kid(&p->asts, id, i), others = 0;
        struct str name = STR_JOINED(p->arena, address, str_of(parts[i]));
        if (kid) add_draws(p, kid, name, i ? &others : count);
    }
    add_walk(p, id, address);
}

static void add_draws(struct program *p, uint32_t id, struct str address, uint32_t *count)
{
    struct ast *n = &p->asts.nodes.at[id];
    if (n->kind == AST_DIST || n->kind == AST_RANGE) {
        if (n->extra) return;
        struct str name = *count == 0 ? address
                                      : str_format(p->arena, "%.*s#%u", STR_ARG(address),
                                                   (unsigned)*count + 1);
        (*count)++;
        n->extra = VEC_PUSH(p->arena, &p->draws, (struct draw){id, name, -1}) + 1;
        return;
    }
    if (n->kind == AST_GROWTH) {
        add_path_draws(p, id, address, count);
        return;
    }
    for (uint32_t i = 0; i < ast_get(&p->asts, id)->count; i++) {
        uint32_t kid = ast_kid(&p->asts, id, i);
        if (kid) add_draws(p, kid, address, count);
    }
}

void program_add_draws(struct program *p, uint32_t formula, struct str address)
{
    uint32_t count = 0;
    add_draws(p, formula, address, &count);
}

uint32_t program_draws_of_input(const struct program *p, uint32_t first)
{
    const struct draw *d = p->draws.at;
    uint32_t end = first + 1;
    while (end < p->draws.count && d[end].month >= 0 && d[end].node == d[first].node)
        end++;
    return end - first;
}

uint32_t program_uncertain_inputs(const struct program *p)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->draws.count; i += program_draws_of_input(p, i))
        count++;
    return count;
}

static bool holds_draw(const struct program *p, uint32_t id)
{
    const struct ast *n = ast_get(&p->asts, id);
    bool holds =
        n->kind == AST_DIST || n->kind == AST_RANGE || (n->kind == AST_GROWTH && n->number > 0);
    for (uint32_t i = 0; i < n->count && !holds; i++) {
        uint32_t kid = ast_kid(&p->asts, id, i);
        holds = kid && holds_draw(p, kid);
    }
    return holds;
}

bool program_is_uncertain(const struct program *p)
{
    for (uint32_t i = 0; i < p->rows.count && p->draws.count > 0; i++)
        if (p->rows.at[i].needed && p->rows.at[i].formula &&
            holds_draw(p, p->rows.at[i].formula))
            return true;
    return false;
}

struct str draw_address(struct str name)
{
    size_t month = str_find(name, '@'), number = str_find(name, '#');
    return str_cut(name, 0, month < number ? month : number);
}

// ---- what is needed ----------------------------------------------------------------------------

struct closer {
    struct program *p;
    VEC(uint32_t) waiting;  // rows whose formulas were not walked yet
    struct map reported;    // missing names, once for each sheet
    bool ok;
};

static void need(struct closer *c, uint32_t row)
{
    if (row == NO_NAME || c->p->rows.at[row].needed) return;
    c->p->rows.at[row].needed = true;
    VEC_PUSH(c->p->arena, &c->waiting, row);
}

// What a condition is before anything is computed: 0, 1, or -1 for "it depends".
const char *row_origin_word(const struct program *p, uint32_t row)
{
    enum origin_kind kind = row_origin(p, row).kind;
    const struct sheet *s = &p->sheets.at[p->rows.at[row].sheet];
    bool own = kind == ORIGIN_DEFAULT && p->forms.at[s->form].shadows;
    return origin_word(own ? ORIGIN_OVERRIDE : kind);
}

bool row_is_text(const struct program *p, uint32_t row, struct str *word)
{
    const struct row *r = &p->rows.at[row];
    const struct ast *n = ast_get(&p->asts, r->formula);
    *word = r->word;
    if (row_is_share(r)) return false;
    if (n->kind == AST_WORD) *word = p->asts.words.at[n->extra];
    enum name_kind kind = row_name(p, row)->kind;
    return n->kind == AST_WORD || kind == NAME_CHOICE || kind == NAME_ENTRY;
}

static int known_truth(const struct closer *c, uint32_t id, uint32_t sheet, uint32_t workload);

static const struct row *row_of_ref(const struct closer *c, const struct ref *r, uint32_t sheet,
                                    uint32_t workload)
{
    if (r->workload.len) workload = r->workload_id;
    uint32_t in = r->kind == REF_SCENARIO ? 0 : sheet;
    uint32_t row = sheet_row(c->p, in, r->target, workload);
    return row == NO_NAME ? NULL : &c->p->rows.at[row];
}

static int known_given(const struct closer *c, uint32_t arg, uint32_t sheet, uint32_t workload)
{
    const struct ref *r = &c->p->asts.refs.at[ast_get(&c->p->asts, arg)->extra];
    const struct row *row = row_of_ref(c, r, sheet, workload);
    return row ? row->given : 0;
}

// 'word' or the word of a choice.
static bool known_word(const struct closer *c, uint32_t id, uint32_t sheet, struct str *out)
{
    const struct ast *n = ast_get(&c->p->asts, id);
    if (n->kind == AST_WORD) *out = c->p->asts.words.at[n->extra];
    if (n->kind == AST_WORD) return true;
    if (n->kind != AST_NAME) return false;
    const struct ref *r = &c->p->asts.refs.at[n->extra];
    if (r->kind != REF_OWN && r->kind != REF_SCENARIO) return false;
    const struct row *row = row_of_ref(c, r, sheet, NO_WORKLOAD);
    if (!row || row->word.at == NULL) return false;
    *out = row->word;
    return true;
}

static int known_truth(const struct closer *c, uint32_t id, uint32_t sheet, uint32_t workload)
{
    const struct ast *n = ast_get(&c->p->asts, id);
    if (n->kind == AST_NUMBER) return n->number != 0;
    if (n->kind != AST_CALL) return -1;
    enum func f = (enum func)n->what;
    uint32_t a = n->count > 0 ? ast_kid(&c->p->asts, id, 0) : 0;
    uint32_t b = n->count > 1 ? ast_kid(&c->p->asts, id, 1) : 0;
    if (f == FUNC_GIVEN) return known_given(c, a, sheet, workload);
    struct str left_word, right_word;
    if ((f == FUNC_EQ || f == FUNC_NE) && known_word(c, a, sheet, &left_word) &&
        known_word(c, b, sheet, &right_word))
        return str_eq(left_word, right_word) == (f == FUNC_EQ);
    if (f == FUNC_NOT) {
        int truth = known_truth(c, a, sheet, workload);
        return truth < 0 ? truth : !truth;
    }
    if (f == FUNC_AND || f == FUNC_OR) {
        int left = known_truth(c, a, sheet, workload),
            right = known_truth(c, b, sheet, workload);
        int decides = f == FUNC_OR;
        if (left == decides || right == decides) return decides;
        return left < 0 || right < 0 ? -1 : !decides;
    }
    return -1;
}

static void walk(struct closer *c, uint32_t id, uint32_t sheet, uint32_t workload);

static void walk_kids(struct closer *c, uint32_t id, uint32_t sheet, uint32_t workload)
{
    uint32_t count = ast_get(&c->p->asts, id)->count;
    for (uint32_t i = 0; i < count; i++)
        walk(c, ast_kid(&c->p->asts, id, i), sheet, workload);
}

static void walk_workloads(struct closer *c, uint32_t id, uint32_t sheet)
{
    const struct sheet *s = &c->p->sheets.at[sheet];
    for (uint32_t i = 0; i < s->workload_count; i++)
        walk_kids(c, id, sheet, s->workloads[i]);
}

static void walk_if(struct closer *c, uint32_t id, uint32_t sheet, uint32_t workload)
{
    uint32_t condition = ast_kid(&c->p->asts, id, 0);
    int truth = known_truth(c, condition, sheet, workload);
    if (truth < 0) walk(c, condition, sheet, workload);
    if (truth != 0) walk(c, ast_kid(&c->p->asts, id, 1), sheet, workload);
    if (truth != 1) walk(c, ast_kid(&c->p->asts, id, 2), sheet, workload);
}

static void walk_across(struct closer *c, uint32_t id, uint32_t sheet)
{
    uint32_t arg = ast_kid(&c->p->asts, id, 0);
    struct str text = c->p->asts.refs.at[ast_get(&c->p->asts, arg)->extra].part[0];
    const struct option *o = &c->p->options.at[c->p->sheets.at[sheet].option];
    for (uint32_t i = o->first_sheet; i < o->first_sheet + o->sheet_count; i++) {
        uint32_t name = form_find(&c->p->forms.at[c->p->sheets.at[i].form], text);
        if (i != sheet && name != NO_NAME) need(c, sheet_row(c->p, i, name, NO_WORKLOAD));
    }
}

// need[chat] in a component that does not serve the workload chat.
static void report_unserved(struct closer *c, uint32_t id, const struct ref *r, uint32_t sheet)
{
    const struct sheet *s = &c->p->sheets.at[sheet];
    c->ok = diag_fail(c->p->diags, ast_place(&c->p->asts, c->p->placer, id), DIAG_MISSING_VALUE,
                      "%.*s does not serve the workload %.*s, so it has no %.*s[%.*s]",
                      STR_ARG(s->address), STR_ARG(r->workload), STR_ARG(r->part[0]),
                      STR_ARG(r->workload));
    diag_note(c->p->diags, s->where, "%.*s is this component", STR_ARG(s->address));
}

static void walk_name(struct closer *c, uint32_t id, uint32_t sheet, uint32_t workload)
{
    const struct ref *r = &c->p->asts.refs.at[ast_get(&c->p->asts, id)->extra];
    if (r->kind != REF_OWN && r->kind != REF_SCENARIO) return;
    if (r->workload.len) workload = r->workload_id;
    uint32_t row = sheet_row(c->p, r->kind == REF_SCENARIO ? 0 : sheet, r->target, workload);
    if (row == NO_NAME && r->workload.len) report_unserved(c, id, r, sheet);
    need(c, row);
}

static void walk(struct closer *c, uint32_t id, uint32_t sheet, uint32_t workload)
{
    const struct ast *n = ast_get(&c->p->asts, id);
    if (n->kind == AST_NAME) {
        walk_name(c, id, sheet, workload);
        return;
    }
    if (n->kind != AST_CALL) {
        walk_kids(c, id, sheet, workload);
        return;
    }
    enum func f = (enum func)n->what;
    struct str unused;
    if (f == FUNC_GIVEN || f == FUNC_LINES) return;
    if ((f == FUNC_EQ || f == FUNC_NE) &&
        known_word(c, ast_kid(&c->p->asts, id, 0), sheet, &unused))
        return;
    if (f == FUNC_IF)
        walk_if(c, id, sheet, workload);
    else if (f == FUNC_SUM || f == FUNC_PEAK)
        walk_workloads(c, id, sheet);
    else if (f == FUNC_ACROSS)
        walk_across(c, id, sheet);
    else
        walk_kids(c, id, sheet, workload);
}

// One mistake is one report: a component that is like another one repeats what it refers to.
static bool first_report(struct closer *c, struct span where, struct str text)
{
    struct str key = str_format(c->p->arena, "%u:%u:%u %.*s", (unsigned)where.source,
                                (unsigned)where.start, (unsigned)where.end, STR_ARG(text));
    return map_put(c->p->arena, &c->reported, key, 0);
}

// Writes how to give a field: site: colo-us, or server: {like: hgx-h100-8, price: ..}.
static void help_with_field(struct closer *c, const struct name *n, const struct origin *o)
{
    size_t dot = str_find(n->text, '.');
    struct str head = str_cut(n->text, 0, dot), path = str_cut(n->text, dot + 1, n->text.len);
    if (o->entry.len)
        diag_help(c->p->diags, "give it in the scenario: %.*s: {like: %.*s, %.*s: .. %.*s}",
                  STR_ARG(head), STR_ARG(o->entry), STR_ARG(path), STR_ARG(n->unit_text));
    else
        diag_help(c->p->diags, "give it in the scenario: %.*s: ID, or %.*s: {%.*s: .. %.*s}",
                  STR_ARG(head), STR_ARG(head), STR_ARG(path), STR_ARG(n->unit_text));
}

static void report_field(struct closer *c, const struct row *r, const struct name *n)
{
    const struct origin own = row_origin(c->p, (uint32_t)(r - c->p->rows.at)), *o = &own;
    const struct sheet *s = &c->p->sheets.at[r->sheet];
    struct str path = str_cut(n->text, str_find(n->text, '.') + 1, n->text.len);
    if (o->entry.len && o->note.len == 0)
        diag_fail(c->p->diags, o->where, DIAG_MISSING_VALUE,
                  "the catalogue entry '%.*s' has no %.*s", STR_ARG(o->entry), STR_ARG(path));
    else if (o->note.len)
        diag_fail(c->p->diags, o->where, DIAG_MISSING_VALUE, "%.*s needs %.*s: %.*s",
                  STR_ARG(s->address), STR_ARG(n->text), STR_ARG(o->note));
    else
        diag_fail(c->p->diags, o->where, DIAG_MISSING_VALUE,
                  "%.*s needs %.*s, which is not given", STR_ARG(s->address), STR_ARG(n->text));
    if (n->doc.len)
        diag_note(c->p->diags, s->where, "%.*s needs it: %.*s", STR_ARG(s->address),
                  STR_ARG(n->doc));
    help_with_field(c, n, o);
}

// Who lacks a figure, where that is written, and what the figure is called there.
struct lack {
    struct span where;
    struct str who, key;
};

static struct lack lack_of(const struct closer *c, const struct row *r, const struct name *n)
{
    const struct sheet *s = &c->p->sheets.at[r->sheet];
    if (r->sheet) return (struct lack){s->where, s->address, n->text};
    if (r->workload == NO_WORKLOAD)
        return (struct lack){n->where, STR("the scenario"), n->text};
    const struct workload *w = &c->p->workloads.at[r->workload];
    return (struct lack){w->where,
                         str_format(c->p->arena, "the workload '%.*s'", STR_ARG(w->name)),
                         str_cut(n->text, str_find(n->text, '.') + 1,
                                 n->text.len)};  // its rows are called w.KEY
}

static void report_key(struct closer *c, const struct name *n, const struct lack *lack)
{
    diag_fail(c->p->diags, lack->where, DIAG_MISSING_KEY, "%.*s needs '%.*s'",
              STR_ARG(lack->who), STR_ARG(lack->key));
    if (n->doc.len) diag_note(c->p->diags, SPAN_NONE, "%.*s", STR_ARG(n->doc));
    struct str unit = n->growth ? STR("%/year") : n->unit_text;
    diag_help(c->p->diags, "add %.*s: ... %.*s", STR_ARG(lack->key), STR_ARG(unit));
}

static void report_missing(struct closer *c, uint32_t row)
{
    const struct row *r = &c->p->rows.at[row];
    const struct name *n = row_name(c->p, row);
    c->ok = false;
    // One missing entry is one mistake, however many components need however many of its fields.
    const struct origin own = row_origin(c->p, row), *o = &own;
    struct lack lack = lack_of(c, r, n);
    if (n->kind == NAME_FIELD && r->sheet) lack.where = o->where;
    bool no_entry = o->note.len && !o->entry.len;
    if (!first_report(c, no_entry ? SPAN_NONE : lack.where, no_entry ? o->note : n->text))
        return;
    if (n->kind == NAME_FIELD)
        report_field(c, r, n);
    else
        report_key(c, n, &lack);
}

static void walk_row(struct closer *c, uint32_t row)
{
    const struct row r = c->p->rows.at[row];
    const struct name *n = row_name(c->p, row);
    bool has_value = r.formula || n->kind == NAME_CHOICE || n->kind == NAME_ENTRY;
    if (!has_value && row_origin(c->p, row).kind == ORIGIN_NOT_GIVEN) report_missing(c, row);
    if (r.formula) walk(c, r.formula, r.scope, r.workload);
}

static void need_all(struct closer *c, uint32_t sheet, uint32_t name)
{
    const struct sheet *s = &c->p->sheets.at[sheet];
    if (!c->p->forms.at[s->form].names.at[name].per_workload) {
        need(c, s->row_of[name]);
        return;
    }
    for (uint32_t i = 0; i < s->workload_count; i++)
        need(c, s->row_of[name] + i);
}

// How good the answers are matters only where a workload says how good they must be.
static void need_quality(struct closer *c, uint32_t sheet)
{
    const struct sheet *s = &c->p->sheets.at[sheet];
    uint32_t quality = c->p->forms.at[s->form].quality,
             required = form_find(&c->p->forms.at[0], STR("w.required_quality"));
    for (uint32_t i = 0; i < s->workload_count && required != NO_NAME; i++) {
        uint32_t wanted = sheet_row(c->p, 0, required, s->workloads[i]);
        if (!c->p->rows.at[wanted].given) continue;
        if (quality != NO_NAME)
            need(c, sheet_row(c->p, sheet, quality, s->workloads[i]));
        else
            c->ok = diag_fail(
                c->p->diags, s->where, DIAG_MISSING_VALUE,
                "the workload %.*s requires a quality, and the model %.*s does not say how "
                "good its answers are",
                STR_ARG(c->p->workloads.at[s->workloads[i]].name),
                STR_ARG(c->p->forms.at[s->form].model));
    }
}

// What of a line falls into each month, by its row of the model.
static void need_month(struct closer *c, const struct name *n, uint32_t formula, uint32_t sheet)
{
    const struct sheet *s = &c->p->sheets.at[sheet];
    if (!n->per_workload) walk(c, formula, sheet, NO_WORKLOAD);
    for (uint32_t i = 0; n->per_workload && i < s->workload_count; i++)
        walk(c, formula, sheet, s->workloads[i]);
}

static void need_sheet(struct closer *c, uint32_t sheet)
{
    const struct form *f = &c->p->forms.at[c->p->sheets.at[sheet].form];
    for (uint32_t i = 0; i < f->names.count; i++) {
        const struct name *n = &f->names.at[i];
        if (n->kind != NAME_COST && n->kind != NAME_METER) continue;
        need_all(c, sheet, i);
        if (n->cost.terms) walk(c, n->cost.terms, sheet, NO_WORKLOAD);
        if (n->cost.life) walk(c, n->cost.life, sheet, NO_WORKLOAD);
        if (n->cost.wear) need_month(c, n, n->cost.wear, sheet);
        for (int part = 0; part < BOOK_PARTS; part++)
            if (n->cost.books[part]) need_month(c, n, n->cost.books[part], sheet);
    }
    for (uint32_t i = 0; i < f->checks.count; i++)
        walk(c, f->checks.at[i].formula, sheet, NO_WORKLOAD);
    if (!f->serves) return;
    if (f->need != NO_NAME) need_all(c, sheet, f->need);
    if (f->takes != NO_NAME) need_all(c, sheet, f->takes);
    need_quality(c, sheet);
    if (f->capacity) walk(c, f->capacity, sheet, NO_WORKLOAD);
}

static void need_workloads(struct closer *c)
{
    const char *const keys[] = {"w.input", "w.output", "w.peak_to_mean"};
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        uint32_t name = form_find(&c->p->forms.at[0], str_of(keys[i]));
        if (name != NO_NAME) need_all(c, 0, name);
    }
    for (uint32_t i = 0; i < c->p->options.count; i++)
        if (c->p->options.at[i].adoption != NO_NAME)
            need_all(c, 0, c->p->options.at[i].adoption);
    uint32_t required = form_find(&c->p->forms.at[0], STR("w.required_quality"));
    for (uint32_t w = 0; w < c->p->workloads.count && required != NO_NAME; w++) {
        uint32_t row = sheet_row(c->p, 0, required, w);
        if (c->p->rows.at[row].given) need(c, row);
    }
}

bool program_close(struct program *p)
{
    struct closer c = {.p = p, .ok = true};
    for (uint32_t i = 1; i < p->sheets.count; i++)
        need_sheet(&c, i);
    need_workloads(&c);
    need(&c, p->discount_rate);
    need(&c, p->cost_of_capital);
    need(&c, p->inflation);
    need(&c, p->finance_rate);
    need(&c, p->reinvest_rate);
    need(&c, p->real_rate);
    need(&c, p->cost_of_equity);
    need(&c, p->equity_weight);
    need(&c, p->debt_weight);
    for (uint32_t i = 0; i < p->exchange.count; i++)
        need(&c, p->exchange.at[i]);
    for (uint32_t i = 0; i < c.waiting.count; i++)
        walk_row(&c, c.waiting.at[i]);
    return c.ok;
}

bool program_need(struct program *p, uint32_t row)
{
    struct closer c = {.p = p, .ok = true};
    need(&c, row);
    for (uint32_t i = 0; i < c.waiting.count; i++)
        walk_row(&c, c.waiting.at[i]);
    return c.ok;
}
