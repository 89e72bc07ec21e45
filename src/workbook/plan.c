#include "workbook/plan.h"

#include "base/num.h"
#include "lang/check.h"
#include "lang/show.h"
#include "workbook/formula.h"
#include "workbook/money.h"

#include <math.h>

// ---- units -------------------------------------------------------------------------------------

static bool is_call(const struct plan *p, uint32_t node, enum func f)
{
    const struct ast *n = plan_node(p, node);
    return n->kind == AST_CALL && n->what == f;
}

// What a straight line from its first operand reaches: see value.c of the model. 0 for all else.
static uint32_t end_of_line(const struct plan *p, uint32_t id)
{
    bool line =
        is_call(p, id, FUNC_ADD) && str_is(ast_arg_name(&p->program->asts, id, 0), "from");
    return line ? plan_kid(p, plan_kid(p, plan_kid(p, id, 1), 0), 0) : 0;
}

// The first number in a formula that was written with a unit, or 0. How long a line takes is no such.
static uint32_t number_with_unit(const struct plan *p, uint32_t id)
{
    const struct ast *n = plan_node(p, id);
    uint32_t end = end_of_line(p, id);
    if (end) {
        uint32_t first = number_with_unit(p, plan_kid(p, id, 0));
        return first ? first : number_with_unit(p, end);
    }
    if (n->kind == AST_NUMBER)
        return p->program->asts.literals.at[n->extra].unit_text.len ? id : 0;
    for (uint32_t i = 0; i < n->count; i++) {
        uint32_t found = number_with_unit(p, plan_kid(p, id, i));
        if (found) return found;
    }
    return 0;
}

// Shares and rates stand in cells as fractions and are shown as percent.
static void set_unit(struct quantity *q, double factor, struct str text)
{
    bool percent = text.len && text.at[0] == '%';
    q->scale = percent ? factor * 100 : factor;
    q->unit = text;
    if (percent) q->style = LOOK_PERCENT;
}

static void set_number_unit(const struct plan *p, struct quantity *q, uint32_t number)
{
    const struct literal *l = &p->program->asts.literals.at[plan_node(p, number)->extra];
    set_unit(q, l->unit_text.len ? l->unit.factor : 1, l->unit_text);
}

// A growth that moves once in its period says so, as in the language.
static void set_growth_unit(struct plan *p, struct quantity *q, uint32_t formula)
{
    bool stepped = plan_node(p, formula)->kind == AST_STEPPED;
    set_number_unit(p, q, number_with_unit(p, formula));
    if (stepped) q->unit = STR_JOINED(p->keep, q->unit, STR(" stepped"));
}

static void set_row_unit(struct plan *p, struct quantity *q, uint32_t row)
{
    const struct row *r = &p->program->rows.at[row];
    q->scale = 1;
    q->unit = STR("1");
    if (row_is_share(r)) return;
    const struct name *n = row_name(p->program, row);
    uint32_t number = r->formula ? number_with_unit(p, r->formula) : 0;
    if ((q->input || n->growth) && number) {
        set_growth_unit(p, q, r->formula);
        return;
    }
    if (n->infer && n->inferred) {
        struct unit unit;
        struct str text =
            unit_of_dim(p->keep, &p->program->units, n->inferred->dim, STR("month"), &unit);
        set_unit(q, unit.factor, text);
        return;
    }
    if (n->unit.factor > 0) set_unit(q, n->unit.factor, n->unit_text);
}

// ---- quantities --------------------------------------------------------------------------------

struct str plan_place(const struct plan *p, struct span where)
{
    const struct source *s = source_get(p->program->diags->sources, where.source);
    if (!s) return STR_NONE;
    return str_format(p->arena, "%.*s:%u", STR_ARG(s->name),
                      (unsigned)source_position(s, where.start).line);
}

uint32_t plan_page(struct plan *p, enum page_kind kind, uint32_t of, struct str title)
{
    struct page page = {.kind = kind, .of = of, .title = str_copy(p->keep, title)};
    return VEC_PUSH(p->keep, &p->pages, page);
}

static uint32_t page_beside(struct plan *p, uint32_t *list, uint32_t sheet, enum page_kind kind,
                            const char *word)
{
    if (list[sheet] != NO_NAME) return list[sheet];
    struct str title =
        STR_JOINED(p->arena, p->program->sheets.at[sheet].address, STR(" "), str_of(word));
    return list[sheet] = plan_page(p, kind, sheet, title);
}

static struct str key_text(const struct quantity_key *key)
{
    return (struct str){(const char *)key, sizeof *key};
}

static uint32_t add(struct plan *p, struct quantity q)
{
    uint32_t id = p->count++;
    if (id % PLAN_BLOCK == 0)
        VEC_PUSH(p->keep, &p->blocks, ARENA_ARRAY(p->keep, struct quantity, PLAN_BLOCK));
    struct quantity *kept = plan_at(p, id);
    *kept = q;
    VEC_PUSH(p->keep, &p->pages.at[q.page].quantities, id);
    if (q.key.kind == QUANTITY_ROW)
        p->of_row[q.key.node] = id;
    else if (q.key.kind < QUANTITY_OWN)
        map_put(p->keep, &p->by_key, key_text(&kept->key), id);
    return id;
}

static uint32_t find(const struct plan *p, struct quantity_key key)
{
    return map_get(&p->by_key, key_text(&key));
}

bool plan_is_number(const struct plan *p, uint32_t id)
{
    const struct ast *n = plan_node(p, id);
    if (n->kind == AST_NUMBER || n->kind == AST_DIST || n->kind == AST_RANGE) return true;
    if (n->kind == AST_CASES) return plan_is_number(p, plan_kid(p, id, 1));
    bool wraps = n->kind == AST_STEPPED || is_call(p, id, FUNC_NEG);
    return wraps && plan_is_number(p, plan_kid(p, id, 0));
}

uint32_t plan_unsigned(const struct plan *p, uint32_t id)
{
    while (is_call(p, id, FUNC_NEG))
        id = plan_kid(p, id, 0);
    return id;
}

bool plan_is_base(const struct plan *p, uint32_t formula, uint32_t number)
{
    const struct ast *n = plan_node(p, formula);
    uint32_t end = end_of_line(p, formula);
    if (formula == number || (end && end == number)) return true;
    bool steps = n->kind == AST_STEPS || n->kind == AST_SERIES;
    bool first = end || n->kind == AST_GROWTH || is_call(p, formula, FUNC_MUL);
    uint32_t count = first ? 1 : steps ? n->count : 0;
    for (uint32_t i = 0; i < count; i++)
        if (plan_is_base(p, plan_kid(p, formula, i), number)) return true;
    return false;
}

static bool is_list(const struct plan *p, uint32_t id)
{
    const struct ast *n = plan_node(p, id);
    if (n->kind != AST_SERIES) return false;
    for (uint32_t i = 0; i < n->count; i++)
        if (!plan_is_number(p, plan_kid(p, id, i))) return false;
    return true;
}

uint32_t plan_stated_by(const struct quantity *q)
{
    if (q->key.kind == QUANTITY_ROW) return q->key.node;
    return q->key.kind == QUANTITY_NUMBER ? q->owner : NO_NAME;
}

// "catalog hgx-h100-8, models/catalog/servers.yaml:12"
static struct str origin_text(const struct plan *p, uint32_t row, struct span where)
{
    struct origin o = row_origin(p->program, row);
    struct text t = {.arena = p->arena};
    text_add_c(&t, row_origin_word(p->program, row));
    if (o.entry.len) text_addf(&t, " %.*s", STR_ARG(o.entry));
    struct str at = plan_place(p, where);
    if (at.len) text_addf(&t, ", %.*s", STR_ARG(at));
    return text_str(&t);
}

uint32_t plan_row(struct plan *p, uint32_t row, uint32_t owner)
{
    struct quantity_key key = {QUANTITY_ROW, row, 0, NO_WORKLOAD, 0, NO_NAME, 0};
    (void)owner;
    if (p->of_row[row] != NO_NAME) return p->of_row[row];
    const struct row *r = &p->program->rows.at[row];
    struct quantity q = {.key = key, .owner = row, .fixed = !p->varies[row]};
    q.input = r->formula && (plan_is_number(p, r->formula) || is_list(p, r->formula));
    if (r->formula && !q.fixed && plan_is_number(p, r->formula)) q.input = false;  // a cost
    q.settled = q.input && p->asked[row] && !r->given;
    set_row_unit(p, &q, row);
    q.page = q.fixed && q.input ? p->inputs : p->sheet_page[r->sheet];
    if (!row_is_share(r) && row_name(p->program, row)->kind == NAME_COST) q.total = true;
    return add(p, q);
}

// ---- what stands beside them -------------------------------------------------------------------

static struct str in_hour(const struct plan *p, const struct quantity *q, struct str text)
{
    return str_format(p->arena, "hour %u: %.*s", (unsigned)q->key.index, STR_ARG(text));
}

int plan_step_month(const struct plan *p, uint32_t path, uint32_t i)
{
    const struct ast *n = plan_node(p, path);
    return n->kind == AST_SERIES ? (int)i + 1 : (int)p->program->asts.months.at[n->extra + i];
}

// "api.vendor.price.input before 2028-01", of the first values of a path of dates.
static struct str steps_label(const struct plan *p, const struct quantity *q)
{
    int month = plan_step_month(p, q->key.node, q->key.index - PART_STEPS);
    struct str path_of =
        q->owner == NO_NAME ? STR("a path") : row_address(p->arena, p->program, q->owner);
    return str_format(p->arena, "%.*s before %.*s", STR_ARG(path_of),
                      STR_ARG(plan_month(p, month)));
}

struct str plan_label(const struct plan *p, const struct quantity *q)
{
    struct arena *a = p->arena;
    enum quantity_kind kind = (enum quantity_kind)q->key.kind;
    if (kind >= QUANTITY_RATIO) return q->label;
    if (kind == QUANTITY_ROW) return row_address(a, p->program, q->key.node);
    if (kind == QUANTITY_NUMBER) return plan_number_label(p, q);
    if (kind == QUANTITY_SHARE) return in_hour(p, q, row_address(a, p->program, q->key.node));
    if (kind == QUANTITY_CURVE)
        return in_hour(
            p, q,
            STR_JOINED(a, STR("load of "), p->program->workloads.at[q->key.workload].name));
    if (kind == QUANTITY_PART && q->key.index > PART_STEPS) return steps_label(p, q);
    struct str text = formula_show(a, p->program, q->key.node);
    if (kind == QUANTITY_PART && q->key.line != NO_NAME)
        return str_format(a, "%.*s: %.*s", STR_ARG(row_address(a, p->program, q->key.line)),
                          STR_ARG(text));
    if (kind == QUANTITY_AGE) return STR_JOINED(a, STR("by age: "), text);
    if (kind == QUANTITY_HOUR) return in_hour(p, q, text);
    if (kind == QUANTITY_VINTAGE)
        return str_format(a, "of month %u: %.*s", (unsigned)q->key.index, STR_ARG(text));
    return text;
}

struct str plan_remark(const struct plan *p, const struct quantity *q)
{
    if (q->key.kind == QUANTITY_ROW)
        return origin_text(p, q->key.node, row_origin(p->program, q->key.node).where);
    if (q->key.kind != QUANTITY_NUMBER) return q->remark;
    struct span where = ast_place(&p->program->asts, p->program->placer, q->key.node);
    return q->owner == NO_NAME ? plan_place(p, where) : origin_text(p, q->owner, where);
}

struct str plan_formula_text(const struct plan *p, const struct quantity *q)
{
    uint32_t formula = p->program->rows.at[q->key.node].formula;
    return formula ? formula_show(p->arena, p->program, formula) : STR_NONE;
}

// ---- parts, numbers and our own ----------------------------------------------------------------

static void place_part(struct plan *p, struct quantity *q)
{
    uint32_t sheet = q->key.sheet;
    if (q->owner != NO_NAME) sheet = p->program->rows.at[q->owner].sheet;
    q->page = p->sheet_page[sheet];
    switch ((enum quantity_kind)q->key.kind) {
    case QUANTITY_HOUR:
    case QUANTITY_SHARE:
    case QUANTITY_CURVE:
        q->page = page_beside(p, p->hours_page, sheet, PAGE_HOURS, "hours");
        break;
    case QUANTITY_VINTAGE:
        q->page = page_beside(p, p->vintages_page, sheet, PAGE_VINTAGES, "by month bought");
        break;
    case QUANTITY_ROW:
    case QUANTITY_PART:
    case QUANTITY_AGE:
    case QUANTITY_NUMBER:
    case QUANTITY_RATIO:
    case QUANTITY_OWN:
    case QUANTITY_CHECK: break;
    }
}

// A part has the unit that its formula has; one that hangs on an age is left as it comes.
static void set_part_unit(struct plan *p, struct quantity *q)
{
    struct program *program = &p->session->program;
    struct diags *diags = program->diags,
                 silent = {.arena = p->arena, .sources = diags->sources};
    struct check_scope scope = {.form = program->sheets.at[q->key.sheet].form,
                                .per_workload = q->key.workload != NO_WORKLOAD};
    struct type t;
    uint32_t pending;
    program->diags = &silent;
    bool ok = check_formula(program, q->key.node, scope, &t, &pending);
    program->diags = diags;
    if (!ok || t.any || t.text) return;
    struct unit unit;
    struct str text = unit_of_dim(p->keep, &program->units, t.dim, STR("month"), &unit);
    set_unit(q, unit.factor, text);
    q->in_unit = true;
}

uint32_t plan_quantity(struct plan *p, struct quantity_key key, uint32_t owner)
{
    uint32_t id = find(p, key);
    if (id != MAP_NONE) return id;
    struct quantity q = {.key = key, .owner = owner, .scale = 1, .unit = STR("1")};
    if (key.kind == QUANTITY_SHARE) q.owner = key.node;
    place_part(p, &q);
    if (key.kind == QUANTITY_PART && key.index)
        q.fixed = !plan_varies(p, key.node, key.sheet, key.workload);
    bool steps = key.kind == QUANTITY_PART && key.index > PART_STEPS;
    if (steps && owner != NO_NAME && p->program->rows.at[owner].formula == key.node)
        set_row_unit(p, &q, owner);
    else if (steps || (key.kind == QUANTITY_PART && key.index == PART_OPERAND))
        set_part_unit(p, &q);
    return add(p, q);
}

// Of a number that was written without a unit: that of its row, which it takes, or of its column.
static bool set_unit_around(struct plan *p, struct quantity *q, uint32_t row)
{
    if (row == NO_NAME || row_is_share(&p->program->rows.at[row])) return false;
    uint32_t formula = p->program->rows.at[row].formula;
    const struct ast *table = plan_node(p, formula);
    const struct name *n = row_name(p->program, row);
    for (uint32_t i = 0; table->kind == AST_TABLE && i < table->count; i++)
        if (plan_kid(p, formula, i) == q->key.node && i % table->what < n->column_count) {
            const struct column *c = &n->columns[i % table->what];
            set_unit(q, c->unit.factor, c->unit_text);
            return true;
        }
    if (!plan_is_base(p, formula, q->key.node)) return false;
    set_row_unit(p, q, row);
    return true;
}

static bool is_bare_zero(const struct plan *p, uint32_t node)
{
    const struct ast *n = plan_node(p, plan_unsigned(p, node));
    return n->kind == AST_NUMBER && n->number == 0 &&
           p->program->asts.literals.at[n->extra].unit_text.len == 0;
}

bool plan_fits_all(const struct plan *p, uint32_t quantity)
{
    const struct quantity *q = plan_at(p, quantity);
    return is_bare_zero(p, q->key.node) && q->scale == 1;
}

uint32_t plan_number(struct plan *p, uint32_t node, uint32_t row)
{
    enum origin_kind from = row == NO_NAME ? ORIGIN_FORMULA : row_origin(p->program, row).kind;
    bool shared = from == ORIGIN_FORMULA || from == ORIGIN_DEFAULT;
    struct quantity_key key = {QUANTITY_NUMBER,      node,    0, NO_WORKLOAD,
                               shared ? 0 : row + 1, NO_NAME, 0};
    uint32_t id = find(p, key), with_unit = number_with_unit(p, node);
    if (id != MAP_NONE) return id;
    struct quantity q = {.key = key, .owner = row, .user = row, .fixed = true, .input = true};
    if (from == ORIGIN_FORMULA) q.owner = NO_NAME;
    q.page = p->inputs;
    set_unit(&q, 1, STR("1"));
    if (with_unit)
        set_number_unit(p, &q, with_unit);
    else if (is_bare_zero(p, node))
        set_unit_around(p, &q, row);
    if (q.unit.len == 0) q.unit = STR("1");
    return add(p, q);
}

// "entries of a list (2)", where another number is called so.
static struct str label_apart(struct plan *p, const char *label)
{
    struct str text = str_copy(p->keep, str_of(label));
    for (unsigned k = 2; !map_put(p->keep, &p->ratios, text, k); k++)
        text = str_format(p->keep, "%s (%u)", label, k);
    return text;
}

uint32_t plan_ratio(struct plan *p, double ratio, const char *label)
{
    uint64_t bits, hash = hash_bytes(str_of(label), 0);
    memcpy(&bits, &ratio, sizeof bits);
    struct quantity_key key = {QUANTITY_RATIO,
                               (uint32_t)(bits >> 32),
                               (uint32_t)hash,
                               NO_WORKLOAD,
                               (uint32_t)bits,
                               NO_NAME,
                               0};
    uint32_t id = find(p, key);
    if (id != MAP_NONE) return id;
    struct quantity q = {.key = key, .owner = NO_NAME, .fixed = true, .scale = 1};
    double *value = ARENA_NEW(p->keep, double);
    *value = ratio;
    q.values = value;
    q.convention = true;
    q.page = p->inputs;
    q.label = label_apart(p, label);
    q.unit = STR("1");
    q.remark = STR("convention");
    return add(p, q);
}

uint32_t plan_own(struct plan *p, uint32_t page, struct quantity q)
{
    if (q.key.kind != QUANTITY_CHECK) q.key = (struct quantity_key){.kind = QUANTITY_OWN};
    q.label = str_copy(p->keep, q.label);
    q.remark = str_copy(p->keep, q.remark);
    q.template = str_copy(p->keep, q.template);
    q.reason = str_copy(p->keep, q.reason);
    q.page = page;
    q.owner = NO_NAME;
    if (q.scale == 0) q.scale = 1;
    return add(p, q);
}

void plan_set_template(struct plan *p, uint32_t quantity, struct str template)
{
    plan_at(p, quantity)->template = str_copy(p->keep, template);
}

// ---- values ------------------------------------------------------------------------------------

// A part of a formula. `age` is that of a weight.
static bool part_value(struct plan *p, const struct quantity_key *k, uint32_t node,
                       uint32_t month, uint32_t age, struct val *v)
{
    struct unroll *u = &p->session->unroll;
    if (k->line != NO_NAME && is_call(p, node, FUNC_LINES))
        return unroll_line_amount(u, node, k->line, month, v);
    struct spot at = {.sheet = k->sheet, .workload = k->workload, .month = month, .age = age};
    at.hour = k->kind == QUANTITY_HOUR ? (int)k->index : -1;
    at.aged = k->kind == QUANTITY_AGE || k->kind == QUANTITY_VINTAGE;
    at.line = k->line;
    at.only_off = k->off;
    return unroll_spot(u, node, &at, v);
}

// What came in one month, times its weight in another.
static bool vintage_value(struct plan *p, const struct quantity_key *k, uint32_t month,
                          struct val *v)
{
    struct val amount;
    *v = val_number(0);
    if (month < k->index) return true;
    uint32_t age = month - k->index;
    if (!is_call(p, k->node, FUNC_COHORTS)) return part_value(p, k, k->node, month, age, v);
    if (!part_value(p, k, plan_kid(p, k->node, 0), k->index, age, &amount)) return false;
    if (val_is(amount, 0)) return true;
    if (!part_value(p, k, plan_kid(p, k->node, 1), month, age, v)) return false;
    *v = val_number(val_double(amount) * val_double(*v));
    return true;
}

// What a growth that changes has come to: of a path, less what it starts from.
static bool chain_value(struct plan *p, const struct quantity_key *k, uint32_t month,
                        struct val *v)
{
    struct val from;
    if (!part_value(p, k, k->node, month, 0, v)) return false;
    if (plan_node(p, k->node)->kind != AST_GROWTH) return true;
    if (!part_value(p, k, plan_kid(p, k->node, 0), month, 0, &from)) return false;
    *v = val_number(val_double(*v) / val_double(from));
    return true;
}

// What the first values of a path of dates make.
static bool steps_value(struct plan *p, const struct quantity_key *k, uint32_t month,
                        struct val *v)
{
    uint32_t at = 0;
    for (uint32_t i = 1; i < k->index - PART_STEPS; i++)
        if (plan_step_month(p, k->node, i) <= (int)month) at = i;
    return part_value(p, k, plan_kid(p, k->node, at), month, 0, v);
}

// What one line adds to cohorts(lines(..)).
static bool cohorts_value(struct plan *p, struct quantity_key key, uint32_t month,
                          struct val *v)
{
    double sum = 0;
    for (key.index = 1; key.index <= month; key.index++) {
        if (!vintage_value(p, &key, month, v)) return false;
        sum += val_double(*v);
    }
    *v = val_number(sum);
    return true;
}

static bool base_value(struct plan *p, const struct quantity *q, uint32_t month, struct val *v)
{
    struct unroll *u = &p->session->unroll;
    switch ((enum quantity_kind)q->key.kind) {
    case QUANTITY_ROW: return unroll_cell(u, q->key.node, month, v);
    case QUANTITY_SHARE: return unroll_hour(u, q->key.node, month, q->key.index, v);
    case QUANTITY_CURVE: return unroll_curve(u, q->key.workload, month, q->key.index, v);
    case QUANTITY_VINTAGE: return vintage_value(p, &q->key, month, v);
    case QUANTITY_PART:
        if (q->key.index == PART_CHAIN) return chain_value(p, &q->key, month, v);
        if (q->key.index > PART_STEPS) return steps_value(p, &q->key, month, v);
        if (q->key.line != NO_NAME && is_call(p, q->key.node, FUNC_COHORTS))
            return cohorts_value(p, q->key, month, v);
        return part_value(p, &q->key, q->key.node, month, 0, v);
    case QUANTITY_NUMBER:
    case QUANTITY_HOUR: return part_value(p, &q->key, q->key.node, month, 0, v);
    case QUANTITY_AGE: return part_value(p, &q->key, q->key.node, month, month - 1, v);
    case QUANTITY_CHECK:
        if (!part_value(p, &q->key, q->key.node, month, 0, v)) return false;
        if (!val_is_lost(*v)) *v = val_number(val_double(*v) != 0);
        return true;
    case QUANTITY_RATIO:
    case QUANTITY_OWN: break;
    }
    return false;
}

// Parts of a formula in an arm that is not taken may not be computable: that is no mistake.
static bool silently(struct plan *p, const struct quantity *q, uint32_t month, struct val *v)
{
    struct diags *diags = p->program->diags,
                 silent = {.arena = p->arena, .sources = diags->sources};
    bool failed = p->session->unroll.failed;
    p->session->program.diags = &silent;
    bool ok = base_value(p, q, month, v) && !val_is_lost(*v);
    p->session->program.diags = diags;
    p->session->unroll.failed = failed;
    return ok;
}

bool plan_is_known(struct plan *p, struct quantity_key key)
{
    const struct quantity q = {.key = key};
    struct val v;
    for (uint32_t m = 1; m <= p->program->months; m++)
        if (!silently(p, &q, m, &v) || !isfinite(val_double(v))) return false;
    return true;
}

bool plan_value(struct plan *p, uint32_t quantity, uint32_t column, double *value)
{
    const struct quantity *q = plan_at(p, quantity);
    struct val v;
    if (q->values) {
        *value = q->values[q->fixed ? 0 : column];
        return isfinite(*value);
    }
    if (q->amounts) {
        *value = val_double(q->amounts[column]);
        if (q->less) *value -= val_double(q->less[column]);
        return isfinite(*value);
    }
    bool ok = silently(p, q, column ? column : 1, &v);
    if (ok) *value = num_tidy(val_double(v) / q->scale);
    return ok;
}

// ---- the whole ---------------------------------------------------------------------------------

// Names of sheets are told apart without regard to case, and have at most 31 characters.
static bool is_taken(const struct plan *p, uint32_t page, struct str title)
{
    static const char *const own[] = {"Cover", "Compare", "History"};
    for (size_t i = 0; i < COUNT_OF(own); i++)
        if (str_distance(title, str_of(own[i]), 0) == 0) return true;
    for (uint32_t i = 0; i < page; i++)
        if (str_distance(title, p->pages.at[i].title, 0) == 0) return true;
    return false;
}

// "hybrid_pre~2 by month bought": the option's part gives way, so that what a sheet shows is legible,
// and then the component's.
static struct str shortened(struct plan *p, struct str title, uint32_t number)
{
    enum { LONGEST = 31, LEAST = 3 };
    size_t blank = str_find(title, ' '), dot = str_find(title, '.');
    struct str head = str_cut(title, 0, blank), tail = str_cut(title, blank, title.len);
    struct str mark = number > 1 ? str_format(p->arena, "~%u", (unsigned)number) : STR_NONE;
    size_t room = LONGEST - tail.len - mark.len, over = head.len > room ? head.len - room : 0;
    if (dot < blank && dot >= over + LEAST)
        head = STR_JOINED(p->arena, str_cut(title, 0, dot - over), str_cut(title, dot, blank));
    return STR_JOINED(p->arena, str_cut(head, 0, room), mark, tail);
}

static void name_pages(struct plan *p)
{
    for (uint32_t i = 0; i < p->pages.count; i++) {
        struct str name = shortened(p, p->pages.at[i].title, 1);
        for (uint32_t k = 2; is_taken(p, i, name); k++)
            name = shortened(p, p->pages.at[i].title, k);
        p->pages.at[i].title = str_copy(p->keep, name);
    }
}

// Rows, then numbers of their formulas as they were written, then what helps.
static int rank_of(const struct quantity *q)
{
    if (q->key.kind == QUANTITY_ROW) return 0;
    if (q->key.kind == QUANTITY_OWN && q->input) return 1;
    return q->key.kind == QUANTITY_NUMBER ? 2 : 3;
}

static int by_row(const struct plan *p, uint32_t a, uint32_t b)
{
    const struct quantity *x = plan_at(p, a), *y = plan_at(p, b);
    if (x->owner != y->owner) return x->owner < y->owner ? -1 : 1;
    if (rank_of(x) != rank_of(y)) return rank_of(x) - rank_of(y);
    bool numbers = x->key.kind == QUANTITY_NUMBER;
    if (numbers && x->user != y->user) return x->user < y->user ? -1 : 1;
    if (numbers && x->key.node != y->key.node) return x->key.node < y->key.node ? -1 : 1;
    return a < b ? -1 : a > b;
}

// In the order of the model, each followed by what helps it. Merged, since lists are long.
static void sort(const struct plan *p, uint32_t *list, uint32_t *spare, uint32_t count)
{
    if (count < 2) return;
    uint32_t half = count / 2, i = 0, k = half;
    sort(p, list, spare, half);
    sort(p, list + half, spare, count - half);
    for (uint32_t to = 0; to < count; to++) {
        bool left = k == count || (i < half && by_row(p, list[i], list[k]) < 0);
        spare[to] = left ? list[i++] : list[k++];
    }
    memcpy(list, spare, count * sizeof *list);
}

static void settle_pages(struct plan *p)
{
    for (uint32_t i = 0; i < p->pages.count; i++) {
        struct page *page = &p->pages.at[i];
        uint32_t count = page->quantities.count;
        uint32_t *spare = ARENA_ARRAY(p->arena, uint32_t, count);
        if (page->kind == PAGE_SHEET || page->kind == PAGE_INPUTS)
            sort(p, page->quantities.at, spare, count);
        for (uint32_t k = 0; k < count; k++)
            plan_at(p, page->quantities.at[k])->line = PAGE_FIRST_LINE + k;
    }
    name_pages(p);
}

bool plan_fits(const struct plan *p, struct str path)
{
    enum { MOST_LINES = 1048576, MOST_COLUMNS = 16384 };
    struct diags *d = p->program->diags;
    if (p->program->months + COLUMN_OPENING + 1 > MOST_COLUMNS)
        return diag_fail_file(d, path, DIAG_TOO_LARGE, "a sheet has at most %d columns",
                              MOST_COLUMNS);
    for (uint32_t i = 0; i < p->pages.count; i++) {
        const struct page *page = &p->pages.at[i];
        if (page->quantities.count + PAGE_FIRST_LINE > MOST_LINES)
            return diag_fail_file(
                d, path, DIAG_TOO_LARGE, "the sheet %.*s has %u rows; a sheet has at most %d",
                STR_ARG(page->title), (unsigned)(page->quantities.count + PAGE_FIRST_LINE),
                MOST_LINES);
    }
    return true;
}

// Costs and meters; everything else comes because they need it.
static void add_results(struct plan *p, uint32_t sheet)
{
    const struct sheet *s = &p->program->sheets.at[sheet];
    const struct form *f = &p->program->forms.at[s->form];
    for (uint32_t n = 0; n < s->name_count; n++) {
        const struct name *name = &f->names.at[n];
        if (name->kind != NAME_COST && name->kind != NAME_METER) continue;
        uint32_t count = name->per_workload ? s->workload_count : 1;
        for (uint32_t k = 0; k < count; k++)
            plan_row(p, s->row_of[n] + k, NO_NAME);
    }
}

static uint32_t *none_of(struct arena *a, uint32_t count)
{
    uint32_t *list = ARENA_ARRAY(a, uint32_t, count);
    for (uint32_t i = 0; i < count; i++)
        list[i] = NO_NAME;
    return list;
}

void plan_make(struct plan *p, struct session *s, const struct comparison *c,
               struct arena *keep, struct arena *arena)
{
    *p = (struct plan){.session = s, .program = &s->program, .comparison = c};
    p->keep = keep;
    p->arena = arena;
    struct arena_mark mark = arena_mark(arena);
    uint32_t sheets = s->program.sheets.count;
    p->of_row = none_of(keep, s->program.rows.count);
    p->sheet_page = ARENA_ARRAY(keep, uint32_t, sheets);
    p->hours_page = none_of(keep, sheets);
    p->vintages_page = none_of(keep, sheets);
    p->slopes = none_of(keep, s->program.workloads.count);
    p->shapes = none_of(keep, s->program.workloads.count);
    plan_find_varying(p);
    plan_find_asked(p);
    plan_find_slight(p);
    p->macrs = NO_NAME;
    p->checks = plan_page(p, PAGE_CHECKS, 0, STR("Checks"));
    p->inputs = plan_page(p, PAGE_INPUTS, 0, STR("Inputs"));
    for (uint32_t i = 0; i < sheets; i++) {
        struct str title = i ? s->program.sheets.at[i].address : STR("Scenario");
        p->sheet_page[i] = plan_page(p, PAGE_SHEET, i, title);
    }
    p->months = plan_ratio(p, s->program.months, "months of the horizon");
    p->dust = plan_ratio(p, EQUAL_PART, "differences of this share are rounding");
    p->tolerance = plan_ratio(p, 1e-9, "what counts as a whole number is this near to one");
    for (uint32_t i = 1; i < sheets; i++)
        add_results(p, i);
    for (uint32_t i = 0; i < s->program.exchange.count; i++)
        plan_at(p, plan_row(p, s->program.exchange.at[i], NO_NAME))->settled = true;
    money_plan(p);
    for (uint32_t i = 0; i < p->count; i++)
        formula_make(p, i);
    settle_pages(p);
    arena_release(arena, mark);
}
