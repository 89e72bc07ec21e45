#include "lang/parse.h"

#include "lang/calc.h"
#include "lang/exchange.h"

struct parser {
    const struct parse_context *c;
    struct lexer lexer;
    struct token now;
    int depth;
    int calc_depth;       // calls of calcs.def around this place
    uint32_t first_node;  // of this formula, for the limit on nodes
    uint32_t last_end;    // where the token before `now` ends
};

bool is_name(struct str s)
{
    if (s.len == 0 || s.len > 64 || !(s.at[0] >= 'a' && s.at[0] <= 'z')) return false;
    for (size_t i = 1; i < s.len; i++) {
        char c = s.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    }
    return true;
}

static void advance(struct parser *p)
{
    p->last_end = p->now.end;
    p->now = lex_next(&p->lexer);
}

static struct str token_text(const struct parser *p, const struct token *t)
{
    return str_cut(p->lexer.code.text, t->start, t->end);
}

static bool fail_at(struct parser *p, const struct token *t, const char *expected)
{
    if (t->kind == TOKEN_ERROR) return false;  // the lexer has reported it
    struct span where = lex_place(&p->lexer, t->start, t->end);
    if (t->kind == TOKEN_END)
        return diag_fail(p->c->diags, where, DIAG_SYNTAX,
                         "the formula ends where %s is expected", expected);
    diag_fail(p->c->diags, where, DIAG_SYNTAX, "found '%.*s' where %s is expected",
              STR_ARG(str_visible(p->c->diags->arena, token_text(p, t))), expected);
    if (t->kind == TOKEN_ASSIGN) diag_help(p->c->diags, "write == to compare");
    if (t->kind == TOKEN_COMMA)
        diag_help(p->c->diags,
                  "the decimal mark is a point, and thousands have no mark: 1000.5");
    return false;
}

static bool expect(struct parser *p, enum token_kind kind)
{
    if (p->now.kind == kind) {
        advance(p);
        return true;
    }
    struct str wanted = str_format(p->c->diags->arena, "'%s'", token_spelling(kind));
    return fail_at(p, &p->now, wanted.at);
}

static struct ast node_of(const struct parser *p, enum ast_kind kind, uint32_t start,
                          uint32_t end)
{
    return (struct ast){
        .kind = (uint8_t)kind, .code = p->lexer.code.id, .start = start, .end = end};
}

static bool too_deep(struct parser *p, int depth)
{
    if (depth <= FORMULA_DEPTH) return false;
    diag_fail(p->c->diags, lex_place(&p->lexer, p->now.start, p->now.end), DIAG_TOO_DEEP,
              "a formula is nested more than %d deep; split it into rows", FORMULA_DEPTH);
    return true;
}

static bool parse_expr(struct parser *p, int binds, uint32_t *out);

static bool parse_number(struct parser *p, uint32_t *out)
{
    struct ast_store *s = p->c->store;
    struct token t = p->now;
    struct literal l = {t.number, t.unit, t.has_unit ? t.unit_text : STR(""), 0};
    struct dim per_time;
    dim_over(DIM_NONE, dim_of(KIND_TIME), &per_time);
    if (dim_eq(t.unit.dim, per_time))
        l.period_months = unit_period_months(p->c->units, t.unit_text);
    struct ast n = node_of(p, AST_NUMBER, t.start, t.end);
    n.extra = VEC_PUSH(s->arena, &s->literals, l);
    n.number = t.number * t.unit.factor;
    *out = ast_add(s, n, NULL, 0);
    advance(p);
    return true;
}

struct args {
    VEC(uint32_t) kids;
    VEC(struct arg_name) names;  // kid counts from 0 here
};

// NAME = expr, or expr. Only a name that stands alone before a single "=" is an argument's.
static bool parse_argument(struct parser *p, struct args *args)
{
    struct arena *a = p->c->store->arena;
    if (p->now.kind == TOKEN_NAME) {
        struct parser before = *p;
        struct str name = token_text(p, &p->now);
        advance(p);
        if (p->now.kind == TOKEN_ASSIGN) {
            advance(p);
            VEC_PUSH(a, &args->names, (struct arg_name){args->kids.count, name});
        } else {
            p->lexer = before.lexer;
            p->now = before.now;
        }
    }
    uint32_t kid;
    if (!parse_expr(p, 0, &kid)) return false;
    VEC_PUSH(a, &args->kids, kid);
    return true;
}

static bool parse_arguments(struct parser *p, struct args *args)
{
    if (!expect(p, TOKEN_LEFT_PAREN)) return false;
    if (p->now.kind == TOKEN_RIGHT_PAREN) {
        advance(p);
        return true;
    }
    for (;;) {
        if (!parse_argument(p, args)) return false;
        if (p->now.kind != TOKEN_COMMA) break;
        advance(p);
    }
    if (p->now.kind == TOKEN_RIGHT_PAREN) {
        advance(p);
        return true;
    }
    return fail_at(p, &p->now, "',' or ')'");
}

static bool too_many_nodes(struct parser *p)
{
    if (p->c->store->nodes.count - p->first_node <= FORMULA_NODES) return false;
    diag_fail(p->c->diags, lex_place(&p->lexer, p->now.start, p->now.end), DIAG_TOO_LARGE,
              "a formula of more than %d parts; split it into rows", FORMULA_NODES);
    return true;
}

// ---- calls of calcs.def ------------------------------------------------------------------------

static bool fail_calc(struct parser *p, struct span where, const struct calc_row *row,
                      const char *problem, struct str param)
{
    diag_fail(p->c->diags, where, DIAG_WRONG_ARGUMENTS, "%.*s%s%.*s", STR_ARG(row->name),
              problem, STR_ARG(str_visible(p->c->diags->arena, param)));
    return false;
}

static bool fail_param(struct parser *p, struct span where, const struct calc_row *row,
                       struct str found)
{
    struct str names[CALC_PARAMS];
    for (uint32_t i = 0; i < row->param_count; i++)
        names[i] = row->params[i].name;
    fail_calc(p, where, row, " has no parameter ", found);
    if (nearest_name(found, names, row->param_count).at)
        diag_help_nearest(p->c->diags, found, names, row->param_count);
    else
        diag_help(p->c->diags, "for example %.*s", STR_ARG(row->example));
    return false;
}

static struct span kid_place(struct parser *p, uint32_t id)
{
    return ast_place(p->c->store, p->c->placer, id);
}

// The parameter that argument number i stands for, or NO_PARAM after a report.
enum { NO_PARAM = CALC_PARAMS };

static uint32_t param_of(struct parser *p, const struct calc_row *row, const struct args *args,
                         uint32_t i)
{
    struct str name = STR_NONE;
    for (uint32_t n = 0; n < args->names.count; n++)
        if (args->names.at[n].kid == i) name = args->names.at[n].name;
    struct span where = kid_place(p, args->kids.at[i]);
    if (name.len == 0) {
        bool named_before = args->names.count > 0 && args->names.at[0].kid < i;
        if (named_before)
            fail_calc(p, where, row, " takes arguments by place only before those by name",
                      STR(""));
        else if (i >= row->param_count)
            fail_calc(p, where, row, " has fewer parameters; for example ", row->example);
        return named_before || i >= row->param_count ? NO_PARAM : i;
    }
    for (uint32_t k = 0; k < row->param_count; k++)
        if (str_eq(row->params[k].name, name)) return k;
    fail_param(p, where, row, name);
    return NO_PARAM;
}

static bool place_arguments(struct parser *p, const struct calc_row *row,
                            const struct args *args, uint32_t kids[CALC_PARAMS])
{
    bool given[CALC_PARAMS] = {false};
    for (uint32_t i = 0; i < args->kids.count; i++) {
        uint32_t k = param_of(p, row, args, i), kid = args->kids.at[i];
        if (k == NO_PARAM) return false;
        if (given[k])
            return fail_calc(p, kid_place(p, kid), row, " is given twice its parameter ",
                             row->params[k].name);
        given[k] = true;
        if (ast_get(p->c->store, kid)->kind != AST_NULL) kids[k] = kid;
        if (kids[k] == 0 && calc_needs(&row->params[k]))
            return fail_calc(p, kid_place(p, kid), row, " needs a value for ",
                             row->params[k].name);
    }
    return true;
}

static bool check_given(struct parser *p, const struct token *name, const struct calc_row *row,
                        const uint32_t kids[CALC_PARAMS])
{
    for (uint32_t k = 0; k < row->param_count; k++) {
        if (kids[k] || !calc_needs(&row->params[k])) continue;
        fail_calc(p, lex_place(&p->lexer, name->start, name->end), row, " needs ",
                  row->params[k].name);
        diag_help(p->c->diags, "for example %.*s", STR_ARG(row->example));
        return false;
    }
    return true;
}

static bool parse_calc(struct parser *p, const struct token *name, enum calc calc,
                       uint32_t *out)
{
    const struct calc_row *row = calc_row(calc);
    struct args args = {0};
    uint32_t kids[CALC_PARAMS] = {0};
    p->calc_depth++;
    bool ok = parse_arguments(p, &args);
    p->calc_depth--;
    if (!ok || !place_arguments(p, row, &args, kids) || !check_given(p, name, row, kids))
        return false;
    struct ast n = node_of(p, AST_CALC, name->start, p->last_end);
    n.what = (uint8_t)calc;
    *out = ast_add(p->c->store, n, kids, row->param_count);
    return true;
}

static bool parse_list(struct parser *p, uint32_t *out)
{
    struct args items = {0};
    uint32_t start = p->now.start;
    advance(p);
    while (p->now.kind != TOKEN_RIGHT_BRACKET) {
        uint32_t kid;
        if (too_many_nodes(p) || !parse_expr(p, 0, &kid)) return false;
        VEC_PUSH(p->c->store->arena, &items.kids, kid);
        if (p->now.kind != TOKEN_COMMA) break;
        advance(p);
    }
    if (p->now.kind != TOKEN_RIGHT_BRACKET) return fail_at(p, &p->now, "',' or ']'");
    struct ast n = node_of(p, AST_LIST, start, p->now.end);
    *out = ast_add(p->c->store, n, items.kids.at, items.kids.count);
    advance(p);
    return true;
}

static bool parse_date(struct parser *p, uint32_t *out)
{
    struct ast n = node_of(p, AST_DATE, p->now.start, p->now.end);
    n.number = p->now.number;
    *out = ast_add(p->c->store, n, NULL, 0);
    advance(p);
    return true;
}

// true, false and null, which are words of these calls only.
static bool parse_constant(struct parser *p, const struct token *t, uint32_t *out)
{
    struct str text = token_text(p, t);
    bool yes = str_is(text, "true"), none = str_is(text, "null");
    if (p->calc_depth == 0 || !(yes || none || str_is(text, "false"))) return false;
    struct ast_store *s = p->c->store;
    struct ast n = node_of(p, none ? AST_NULL : AST_NUMBER, t->start, t->end);
    n.number = yes ? 1 : 0;
    n.extra =
        VEC_PUSH(s->arena, &s->literals, (struct literal){n.number, UNIT_ONE, STR(""), 0});
    *out = ast_add(s, n, NULL, 0);
    return true;
}

static bool check_count(struct parser *p, const struct token *name, const struct func_row *f,
                        uint32_t count)
{
    if (count >= f->least && count <= f->most) return true;
    struct span where = lex_place(&p->lexer, name->start, name->end);
    if (f->least == f->most)
        diag_fail(p->c->diags, where, DIAG_WRONG_ARGUMENTS, "%.*s takes %u argument%s, not %u",
                  STR_ARG(f->name), f->least, f->least == 1 ? "" : "s", (unsigned)count);
    else
        diag_fail(p->c->diags, where, DIAG_WRONG_ARGUMENTS,
                  "%.*s takes %u to %u arguments, not %u", STR_ARG(f->name), f->least, f->most,
                  (unsigned)count);
    diag_help(p->c->diags, "for example %.*s", STR_ARG(f->example));
    return false;
}

static bool fail_function(struct parser *p, const struct token *t)
{
    struct str name = token_text(p, t), near = func_nearest(name, p->c->asks);
    diag_fail(p->c->diags, lex_place(&p->lexer, t->start, t->end), DIAG_UNKNOWN_FUNCTION,
              "unknown function '%.*s'", STR_ARG(str_visible(p->c->diags->arena, name)));
    if (near.at) diag_help(p->c->diags, "did you mean '%.*s'?", STR_ARG(near));
    return false;
}

static bool parse_fields(struct parser *p, struct ref *ref, struct str *part, uint32_t *end)
{
    while (p->now.kind == TOKEN_DOT) {
        advance(p);
        bool word = p->now.kind == TOKEN_NAME || p->now.kind == TOKEN_TO ||
                    p->now.kind == TOKEN_IN || p->now.kind == TOKEN_OR;
        if (!word) return fail_at(p, &p->now, "the name of a field");
        if (ref->part_count == REF_PARTS)
            return diag_fail(p->c->diags, lex_place(&p->lexer, p->now.start, p->now.end),
                             DIAG_SYNTAX, "a name has at most %d parts", REF_PARTS);
        part[ref->part_count++] = token_text(p, &p->now);
        *end = p->now.end;
        advance(p);
    }
    return true;
}

// The names that something is asked of: (own, api) or (own.total).
static bool parse_ask(struct parser *p, const struct token *name, enum ask ask, uint32_t *out)
{
    struct ast_store *s = p->c->store;
    struct str part[REF_PARTS];
    struct ref ref = {0};
    uint32_t end;
    do {
        advance(p);
        if (p->now.kind != TOKEN_NAME) return fail_at(p, &p->now, "the name of an option");
        if (ref.part_count == REF_PARTS) return fail_at(p, &p->now, "')'");
        part[ref.part_count++] = token_text(p, &p->now);
        advance(p);
        if (!parse_fields(p, &ref, part, &end)) return false;
    } while (p->now.kind == TOKEN_COMMA);
    if (!expect(p, TOKEN_RIGHT_PAREN)) return false;
    ref.part = ref_parts(s, part, ref.part_count);
    struct ast n = node_of(p, AST_NAME, name->start, p->last_end);
    n.what = (uint8_t)ask;
    n.extra = VEC_PUSH(s->arena, &s->refs, ref);
    *out = ast_add(s, n, NULL, 0);
    return true;
}

static bool parse_call(struct parser *p, const struct token *name, uint32_t *out)
{
    struct ast_store *s = p->c->store;
    struct str text = token_text(p, name);
    enum func func = func_find(text);
    enum dist_kind dist = DIST_UNIFORM;
    bool is_dist = dist_find(text, &dist);
    enum calc calc;
    enum ask ask = p->c->asks ? ask_find(text) : ASK_NONE;
    if (ask != ASK_NONE) return parse_ask(p, name, ask, out);
    if (calc_find(text, &calc)) return parse_calc(p, name, calc, out);
    if (func == FUNC_NONE && !is_dist) return fail_function(p, name);
    struct args args = {0};
    if (!parse_arguments(p, &args)) return false;
    if (!is_dist && !check_count(p, name, func_row(func), args.kids.count)) return false;
    if (!is_dist && func != FUNC_LINES && args.names.count > 0)
        return diag_fail(p->c->diags, lex_place(&p->lexer, name->start, name->end),
                         DIAG_WRONG_ARGUMENTS,
                         "%.*s takes its arguments by place, without names", STR_ARG(text));
    struct ast n = node_of(p, is_dist ? AST_DIST : AST_CALL, name->start, p->last_end);
    n.what = is_dist ? (uint8_t)dist : (uint8_t)func;
    *out = ast_add(s, n, args.kids.at, args.kids.count);
    uint32_t first = ast_get(s, *out)->first;
    for (uint32_t i = 0; i < args.names.count; i++)
        VEC_PUSH(s->arena, &s->arg_names,
                 (struct arg_name){first + args.names.at[i].kid, args.names.at[i].name});
    return true;
}

static bool parse_reference(struct parser *p, const struct token *name, uint32_t *out)
{
    struct ast_store *s = p->c->store;
    struct str part[REF_PARTS] = {token_text(p, name)};
    struct ref ref = {.part_count = 1};
    uint32_t end = name->end;
    if (p->now.kind == TOKEN_LEFT_BRACKET) {
        advance(p);
        if (p->now.kind != TOKEN_NAME) return fail_at(p, &p->now, "the name of a workload");
        ref.workload = token_text(p, &p->now);
        advance(p);
        end = p->now.end;
        if (!expect(p, TOKEN_RIGHT_BRACKET)) return false;
    }
    if (!parse_fields(p, &ref, part, &end)) return false;
    ref.part = ref_parts(s, part, ref.part_count);
    struct ast n = node_of(p, AST_NAME, name->start, end);
    n.extra = VEC_PUSH(s->arena, &s->refs, ref);
    *out = ast_add(s, n, NULL, 0);
    return true;
}

static bool parse_parens(struct parser *p, uint32_t *out)
{
    advance(p);
    if (!parse_expr(p, 0, out)) return false;
    p->c->store->nodes.at[*out].flags |= AST_IN_PARENS;
    return expect(p, TOKEN_RIGHT_PAREN);
}

static bool parse_prefix(struct parser *p, enum func func, int binds, uint32_t *out)
{
    struct token t = p->now;
    advance(p);
    uint32_t kid;
    if (!parse_expr(p, binds, &kid)) return false;
    struct ast n = node_of(p, AST_CALL, t.start, p->last_end);
    n.what = (uint8_t)func;
    *out = ast_add(p->c->store, n, &kid, 1);
    return true;
}

static bool parse_quoted(struct parser *p, uint32_t *out)
{
    struct ast_store *s = p->c->store;
    struct ast n = node_of(p, AST_WORD, p->now.start, p->now.end);
    struct str text = token_text(p, &p->now);
    n.extra = VEC_PUSH(s->arena, &s->words, str_cut(text, 1, text.len - 1));
    *out = ast_add(s, n, NULL, 0);
    advance(p);
    return true;
}

static bool parse_named(struct parser *p, uint32_t *out)
{
    struct token name = p->now;
    advance(p);
    if (p->now.kind == TOKEN_LEFT_PAREN) return parse_call(p, &name, out);
    if (parse_constant(p, &name, out)) return true;
    return parse_reference(p, &name, out);
}

static bool parse_primary(struct parser *p, uint32_t *out)
{
    enum token_kind kind = p->now.kind;
    if (kind == TOKEN_NUMBER) return parse_number(p, out);
    if (kind == TOKEN_NAME) return parse_named(p, out);
    if (kind == TOKEN_LEFT_PAREN) return parse_parens(p, out);
    if (kind == TOKEN_MINUS) return parse_prefix(p, FUNC_NEG, BINDS_SIGN, out);
    if (kind == TOKEN_NOT) return parse_prefix(p, FUNC_NOT, BINDS_NOT, out);
    if (kind == TOKEN_WORD) return parse_quoted(p, out);
    if (kind == TOKEN_DATE && p->calc_depth > 0) return parse_date(p, out);
    if (kind == TOKEN_LEFT_BRACKET && p->calc_depth > 0) return parse_list(p, out);
    return fail_at(p, &p->now, "a value");
}

static const struct {
    enum token_kind kind;
    uint8_t binds;
    enum func func;
} INFIX[] = {
#define TOKEN(kind, spelling, binds, func) {TOKEN_##kind, binds, FUNC_##func},
#include "lang/tokens.def"
#undef TOKEN
};

static int binding(enum token_kind kind, enum func *func)
{
    for (size_t i = 0; i < COUNT_OF(INFIX); i++) {
        if (INFIX[i].kind != kind) continue;
        *func = INFIX[i].func;
        return INFIX[i].binds;
    }
    return 0;
}

static bool fail_chain(struct parser *p)
{
    diag_fail(p->c->diags, lex_place(&p->lexer, p->now.start, p->now.end), DIAG_SYNTAX,
              "comparisons can't be chained");
    diag_help(p->c->diags, "write a < b and b < c");
    return false;
}

// Takes operators that bind more strongly than `binds`; powers group to the right.
static bool parse_infix(struct parser *p, int binds, uint32_t start, uint32_t *out)
{
    bool compared = false;
    for (;;) {
        enum func func = FUNC_NONE;
        enum token_kind kind = p->now.kind;
        int strength = binding(kind, &func);
        if (strength <= binds) return true;
        if (too_many_nodes(p)) return false;
        bool compares = func_row(func)->rule == RULE_COMPARE;
        if (compares && compared) return fail_chain(p);
        compared = compares;
        advance(p);
        uint32_t kids[2] = {*out, 0};
        if (!parse_expr(p, kind == TOKEN_POWER ? BINDS_SIGN - 1 : strength, &kids[1]))
            return false;
        struct ast n = node_of(p, AST_CALL, start, p->last_end);
        n.what = (uint8_t)func;
        *out = ast_add(p->c->store, n, kids, 2);
        if (too_deep(p, ast_get(p->c->store, *out)->depth)) return false;
    }
}

static bool parse_expr(struct parser *p, int binds, uint32_t *out)
{
    if (too_deep(p, ++p->depth)) return false;
    uint32_t start = p->now.start;
    bool ok = parse_primary(p, out) && parse_infix(p, binds, start, out);
    p->depth--;
    return ok;
}

static bool start(struct parser *p, const struct parse_context *c, struct excerpt code,
                  int most_bytes)
{
    *p = (struct parser){.c = c, .first_node = c->store->nodes.count};
    p->lexer = (struct lexer){code, c->placer, c->units, c->diags, 0};
    if (code.text.len > (size_t)most_bytes)
        return diag_fail(c->diags, lex_place(&p->lexer, 0, code.text.len), DIAG_TOO_LARGE,
                         "a formula of more than %d bytes; split it into rows", most_bytes);
    advance(p);
    return true;
}

static bool finish(struct parser *p)
{
    if (p->now.kind == TOKEN_END) return true;
    if (p->now.kind == TOKEN_TO)
        return diag_fail(p->c->diags, lex_place(&p->lexer, p->now.start, p->now.end),
                         DIAG_SYNTAX, "a range `a to b` can't stand here; give it to an input");
    return fail_at(p, &p->now, "an operator or the end");
}

bool formula_parse(const struct parse_context *c, struct excerpt code, uint32_t *root)
{
    struct parser p;
    if (!start(&p, c, code, FORMULA_BYTES) || !parse_expr(&p, 0, root) || !finish(&p))
        return false;
    *root = exchange_convert(c, *root);
    return true;
}

// The number under signs, if that is all there is.
static struct ast *bare_number(struct ast_store *s, uint32_t id)
{
    struct ast *n = &s->nodes.at[id];
    while (n->kind == AST_CALL && n->what == FUNC_NEG)
        n = &s->nodes.at[s->kids.at[n->first]];
    return n->kind == AST_NUMBER ? n : NULL;
}

// In `0.08 to 0.15 USD/kWh` the unit on the right serves both ends.
static void share_unit(struct ast_store *s, uint32_t low, uint32_t high)
{
    struct ast *left = bare_number(s, low), *right = bare_number(s, high);
    if (!left || !right || s->literals.at[left->extra].unit_text.len > 0) return;
    struct literal l = s->literals.at[right->extra];
    if (l.unit_text.len == 0) return;
    l.value = s->literals.at[left->extra].value;
    left->number = l.value * l.unit.factor;
    left->extra = VEC_PUSH(s->arena, &s->literals, l);
}

static bool parse_range(struct parser *p, uint32_t *out)
{
    struct ast_store *s = p->c->store;
    uint32_t kids[2];
    if (!parse_expr(p, 0, &kids[0])) return false;
    *out = kids[0];
    if (p->now.kind != TOKEN_TO) return true;
    advance(p);
    if (!parse_expr(p, 0, &kids[1])) return false;
    share_unit(s, kids[0], kids[1]);
    struct ast n = node_of(p, AST_RANGE, ast_get(s, kids[0])->start, ast_get(s, kids[1])->end);
    *out = ast_add(s, n, kids, 2);
    return true;
}

bool value_parse(const struct parse_context *c, struct excerpt code, uint32_t *root)
{
    struct parser p;
    if (!start(&p, c, code, FORMULA_BYTES) || !parse_range(&p, root)) return false;
    if (p.now.kind == TOKEN_STEPPED) {
        struct ast n = node_of(&p, AST_STEPPED, ast_get(c->store, *root)->start, p.now.end);
        *root = ast_add(c->store, n, root, 1);
        advance(&p);
    }
    if (!finish(&p)) return false;
    *root = exchange_convert(c, *root);
    return true;
}

bool query_parse(const struct parse_context *c, struct excerpt code, uint32_t *root,
                 struct unit *unit, struct str *unit_text)
{
    struct parser p;
    *unit_text = STR("");
    if (!start(&p, c, code, QUERY_BYTES) || !parse_expr(&p, 0, root)) return false;
    if (p.now.kind != TOKEN_IN) return finish(&p);
    struct token t = lex_unit(&p.lexer);
    if (t.kind == TOKEN_ERROR) return false;
    *unit = t.unit;
    *unit_text = t.unit_text;
    advance(&p);
    return finish(&p);
}
