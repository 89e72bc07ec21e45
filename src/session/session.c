#include "session/session.h"

#include "base/file.h"
#include "base/sha256.h"
#include "doc/yaml.h"
#include "engine/copula.h"
#include "lang/check.h"
#include "lang/loops.h"
#include "lang/parse.h"

void session_open(struct session *s)
{
    *s = (struct session){0};
    s->sources.arena = &s->arena;
    s->diags.arena = &s->arena;
    s->diags.sources = &s->sources;
    session_reset(s);
}

void session_reset(struct session *s)
{
    s->program = (struct program){0};
    s->info = (struct scenario_info){0};
    tree_init(&s->tree, &s->arena, &s->sources, &BUILTIN_LIBRARY.tree);
    library_init(&s->library, &s->tree, &s->diags, &BUILTIN_LIBRARY);
    program_init(&s->program, &s->tree, &s->diags);
}

void session_close(struct session *s)
{
    arena_free(&s->arena);
}

bool session_add_models(struct session *s, struct str folder, struct str scenario)
{
    if (folder.len) return library_add_folder(&s->library, folder, true);
    if (str_is(scenario, "-")) return true;
    return library_add_folder(
        &s->library, path_join(&s->arena, path_folder(scenario), STR("models")), false);
}

static bool parse_root(struct session *s, struct str file, struct str text, uint32_t *root)
{
    s->file = str_is(file, "-") ? STR("<stdin>") : file;
    s->text = text;
    uint32_t source = source_add_file(&s->sources, s->file, text);
    s->files = s->sources.list.count;
    return yaml_parse(&s->tree, source, &s->diags, root);
}

static bool read_root(struct session *s, struct str file, uint32_t *root)
{
    struct str text;
    return file_read(&s->arena, file, FILE_LIMIT_SCENARIO, &s->diags, &text) &&
           parse_root(s, file, text, root);
}

// Where something is wrong, figures out of their bounds are reported beside it: they are
// independent of it.
static bool link_scenario(struct session *s, uint32_t root,
                          const struct load_settings *settings, struct program *p,
                          struct scenario_info *info)
{
    struct graph graph;
    struct unroll unroll;
    if (scenario_link(&s->tree, root, &s->library, settings, p, info)) return copula_check(p);
    graph_init(&graph, &s->arena);
    unroll_init(&unroll, p, &graph, &s->arena, false);
    if (p->months > 0) ledger_judge_stated(&unroll);
    return false;
}

struct str session_sha256(const struct session *s, struct arena *a)
{
    return s->files ? sha256_hex(a, s->text) : s->sha256;
}

// One text of them all, with their lengths, so that no two sets of files give the same.
struct str session_models_sha256(const struct session *s, struct arena *a)
{
    struct text all = {.arena = a};
    for (uint32_t i = 0; i < s->files; i++) {
        const struct source *source = &s->sources.list.at[i];
        bool yaml = str_ends(source->name, STR(".yaml")) || str_ends(source->name, STR(".yml"));
        if (!source->read || !yaml || str_eq(source->name, s->file)) continue;
        text_addf(&all, "%zu ", source->text.len);
        text_add(&all, source->text);
    }
    return all.len ? sha256_hex(a, text_str(&all)) : s->models_sha256;
}

bool session_load(struct session *s, struct str file, const struct load_settings *settings)
{
    uint32_t root;
    if (!read_root(s, file, &root)) return false;
    return link_scenario(s, root, settings, &s->program, &s->info);
}

bool session_load_text(struct session *s, struct str file, struct str text,
                       const struct load_settings *settings)
{
    uint32_t root;
    if (text.len > FILE_LIMIT_SCENARIO)
        return diag_fail_file(&s->diags, file, DIAG_TOO_LARGE, "a scenario has at most 4 MiB");
    if (!parse_root(s, file, text, &root)) return false;
    return link_scenario(s, root, settings, &s->program, &s->info);
}

bool session_read_again(struct session *s, const struct session *from, uint32_t *root)
{
    return yaml_parse(&s->tree, source_add_file(&s->sources, from->file, from->text), &s->diags,
                      root);
}

bool session_link(struct session *s, uint32_t root, const struct load_settings *settings)
{
    return scenario_link(&s->tree, root, &s->library, settings, &s->program, &s->info);
}

bool session_load_again(struct session *s, const struct session *from, struct str models,
                        const struct load_settings *settings)
{
    uint32_t root;
    s->file = from->file;
    s->text = from->text;
    struct str beside = str_is(s->file, "<stdin>") ? STR("-") : s->file;
    bool read = session_add_models(s, models, beside) && session_read_again(s, from, &root);
    s->files = s->sources.list.count;
    return read && session_link(s, root, settings);
}

void session_share(struct session *s, const struct session *from)
{
    *s = *from;
    s->arena = (struct arena){0};
    s->diags = (struct diags){.arena = &s->arena, .sources = from->diags.sources};
    s->program.diags = &s->diags;
}

bool session_compute(struct session *s)
{
    graph_init(&s->graph, &s->arena);
    unroll_init(&s->unroll, &s->program, &s->graph, &s->arena, false);
    s->unroll.open = s->open;
    return ledger_build(&s->unroll, &s->ledger);
}

bool session_build_uncertain(struct session *s)
{
    graph_init(&s->graph, &s->arena);
    unroll_init(&s->unroll, &s->program, &s->graph, &s->arena, true);
    s->unroll.open = s->open;
    return ledger_build(&s->unroll, &s->ledger);
}

// ---- validate ----------------------------------------------------------------------------------

static enum file_kind kind_of(const struct session *s, uint32_t root)
{
    static const struct {
        const char *key;
        enum file_kind kind;
    } first[] = {
        {"tco", FILE_SCENARIO},      {"model", FILE_MODEL},          {"catalog", FILE_CATALOG},
        {"currency", FILE_SCENARIO}, {"workloads", FILE_SCENARIO},   {"options", FILE_SCENARIO},
        {"budgets", FILE_BUDGETS},   {"changes", FILE_BUDGETS},      {"assert", FILE_BUDGETS},
        {"waivers", FILE_BUDGETS},   {"format_version", FILE_RESULT}};
    for (uint32_t i = 0; i < node_count(&s->tree, root) && node_is_map(&s->tree, root); i++)
        for (size_t k = 0; k < COUNT_OF(first); k++)
            if (node_is(&s->tree, node_key(&s->tree, root, i), first[k].key))
                return first[k].kind;
    return FILE_UNKNOWN;
}

static bool fail_kind(struct session *s, uint32_t root)
{
    struct span where = node_span(&s->tree, root);
    if (node_is_map(&s->tree, root) && node_count(&s->tree, root) > 0)
        where = node_span(&s->tree, node_key(&s->tree, root, 0));
    diag_fail(&s->diags, where, DIAG_UNKNOWN_KIND, "this is not a file that tco reads");
    diag_help(&s->diags,
              "a scenario begins with `tco: 1`, a model with `model:`, a catalogue with "
              "`catalog:`, a file of budgets with `budgets:`, `changes:`, `assert:` or "
              "`waivers:`, a result with `format_version`");
    return false;
}

static struct str model_name(const struct session *s, uint32_t root)
{
    return node_text(&s->tree, node_get_c(&s->tree, root, "model"));
}

bool session_load_model(struct session *s, struct str name, struct span where)
{
    return model_validate(&s->tree, name, where, &s->library, &s->program);
}

bool session_load_models(struct session *s)
{
    return models_load(&s->tree, &s->library, &s->program);
}

// A model or a catalogue is read with those beside it, as a scenario would find them.
static bool add_siblings(struct session *s, struct str file, bool catalog)
{
    struct str folder = path_folder(file);
    if (catalog) folder = str_is(folder, ".") ? STR("..") : path_folder(folder);
    return library_add_folder_but(&s->library, folder, file);
}

bool session_add_budgets(struct session *s, struct str file)
{
    struct str text;
    uint32_t root;
    if (!file_read(&s->arena, file, FILE_LIMIT_SCENARIO, &s->diags, &text)) return false;
    struct str name = str_is(file, "-") ? STR("<stdin>") : file;
    return yaml_parse(&s->tree, source_add_file(&s->sources, name, text), &s->diags, &root) &&
           budgets_add(&s->tree, root, &s->program, &s->info);
}

// Links the scenario once more for each of its cases, unless one was asked for.
static bool validate_cases(struct session *s, uint32_t root,
                           const struct load_settings *settings)
{
    uint32_t cases = node_get_c(&s->tree, root, "cases");
    bool ok = true;
    for (uint32_t i = 0; i < node_count(&s->tree, cases) && !settings->case_name.len; i++) {
        struct load_settings one = *settings;
        struct program program;
        struct scenario_info info;
        one.case_name = node_text(&s->tree, node_key(&s->tree, cases, i));
        program_init(&program, &s->tree, &s->diags);
        ok = link_scenario(s, root, &one, &program, &info) && ok;
    }
    return ok;
}

// What no cost line needs is not computed, and may be broken all the same.
static bool check_time(struct program *p)
{
    bool ok = true;
    for (uint32_t i = 1; i < p->forms.count; i++)
        ok = loops_check_form(p, i) && ok;
    for (uint32_t i = 1; i < p->sheets.count && ok; i++)
        ok = loops_check_sheet(p, i);
    return ok;
}

bool session_validate(struct session *s, struct str file, struct str text, struct str models,
                      const struct load_settings *settings, enum file_kind *kind)
{
    uint32_t root;
    if (text.len > FILE_LIMIT_SCENARIO)
        return diag_fail_file(&s->diags, file, DIAG_TOO_LARGE,
                              "only a result is larger than 4 MiB");
    if (!parse_root(s, file, text, &root)) return false;
    *kind = kind_of(s, root);
    if (*kind == FILE_UNKNOWN) return fail_kind(s, root);
    if (*kind == FILE_RESULT) return true;
    if (*kind == FILE_BUDGETS) return budgets_add(&s->tree, root, &s->program, &s->info);
    if (*kind != FILE_SCENARIO && !library_add_file(&s->library, root)) return false;
    if (models.len || *kind == FILE_SCENARIO) {
        if (!session_add_models(s, models, file)) return false;
    } else if (!str_is(file, "-") && !add_siblings(s, file, *kind == FILE_CATALOG)) {
        return false;
    }
    switch (*kind) {
    case FILE_SCENARIO:
        return link_scenario(s, root, settings, &s->program, &s->info) && session_compute(s) &&
               check_time(&s->program) && validate_cases(s, root, settings) &&
               (!s->info.uncertain || session_build_uncertain(s));
    case FILE_MODEL:
        return session_load_model(s, model_name(s, root), node_span(&s->tree, root)) &&
               check_time(&s->program);
    case FILE_CATALOG: return catalog_validate(&s->tree, root, &s->library, &s->program);
    case FILE_BUDGETS:
    case FILE_RESULT:
    case FILE_UNKNOWN: break;
    }
    return false;
}

static bool prove(struct session *s, uint32_t root, struct proven_list *out)
{
    struct proven count;
    program_init(&s->program, &s->tree, &s->diags);
    bool ok = catalog_prove(&s->tree, root, &s->library, &s->program, s->catalog_day, &count);
    VEC_PUSH(&s->arena, &out->list, count);
    return ok;
}

static bool prove_file(struct session *s, struct str file, struct proven_list *out)
{
    uint32_t root;
    if (!read_root(s, file, &root)) return false;
    if (kind_of(s, root) != FILE_CATALOG)
        return diag_fail(&s->diags, node_span(&s->tree, root), DIAG_UNKNOWN_KIND,
                         "a catalogue begins with `catalog:`");
    bool ok = library_add_file(&s->library, root);
    if (s->library.catalogs.count == 0) return false;
    if (!str_is(file, "-") && !add_siblings(s, file, true)) return false;
    return prove(s, root, out) && ok;
}

static bool prove_folder(struct session *s, struct str folder, struct proven_list *out)
{
    bool ok = library_add_folder(&s->library, folder, true);
    for (uint32_t i = 0; i < s->library.catalogs.count; i++)
        ok = prove(s, s->library.catalogs.at[i], out) && ok;
    if (s->library.catalogs.count > 0 || !ok) return ok;
    return diag_fail_file(&s->diags, folder, DIAG_CANNOT_READ, "it holds no catalogue");
}

static bool prove_builtin(struct session *s, struct proven_list *out)
{
    const struct builtin_library *b = s->library.builtin;
    bool ok = true;
    for (uint32_t i = 0; i < b->kind_count; i++)
        ok = prove(s, b->kinds[i].node | NODE_BUILTIN, out) && ok;
    return ok;
}

bool session_prove_catalogs(struct session *s, struct str path, struct proven_list *out)
{
    if (path.len == 0) return prove_builtin(s, out);
    bool is_file =
        str_is(path, "-") || str_ends(path, STR(".yaml")) || str_ends(path, STR(".yml"));
    return is_file ? prove_file(s, path, out) : prove_folder(s, path, out);
}

// ---- the calculator ----------------------------------------------------------------------------

static struct span place_in_source(const void *context, uint32_t id, size_t from, size_t to)
{
    const size_t *start = context;
    return (struct span){id, (uint32_t)(*start + from), (uint32_t)(*start + to)};
}

// The last unit of time that an expression mentions, to show its result in.
static struct str last_time(const struct program *p)
{
    for (uint32_t i = p->asts.literals.count; i-- > 1;) {
        static const char *const names[] = {"second", "hour", "day", "week", "month", "quarter",
                                            "year",   "s",    "min", "h",    "minute"};
        struct str text = p->asts.literals.at[i].unit_text;
        for (size_t k = 0; k < COUNT_OF(names); k++) {
            struct str name = str_of(names[k]);
            for (size_t at = 0; at + name.len <= text.len; at++) {
                bool start = at == 0 || text.at[at - 1] == '/' || text.at[at - 1] == '*';
                struct str rest = str_cut(text, at + name.len, text.len);
                bool end = rest.len == 0 || rest.at[0] == '/' || rest.at[0] == '*' ||
                           rest.at[0] == 's';
                if (start && end && str_eq(str_cut(text, at, at + name.len), name)) return name;
            }
        }
    }
    return STR("month");
}

static bool answers_fields(const struct session *s, uint32_t root)
{
    const struct ast *n = ast_get(&s->program.asts, root);
    return n->kind == AST_CALC && calc_row((enum calc)n->what)->answer == CALC_ANSWERS_FIELDS;
}

static bool choose_unit(struct session *s, uint32_t root, struct type t, struct answer *out)
{
    if (answers_fields(s, root)) {
        if (out->unit_text.len == 0) return true;
        return diag_fail(&s->diags, ast_place(&s->program.asts, s->program.placer, root),
                         DIAG_UNIT_MISMATCH,
                         "this answers several figures, which have no common unit");
    }
    if (out->unit_text.len) {
        if (!t.text && (t.any || dim_eq(t.dim, out->unit.dim))) return true;
        struct unit unused;
        struct str found = t.text        ? STR("text")
                           : t.shown.len ? t.shown
                                         : unit_of_dim(&s->arena, &s->program.units, t.dim,
                                                       STR("month"), &unused);
        return diag_fail(&s->diags, ast_place(&s->program.asts, s->program.placer, root),
                         DIAG_UNIT_MISMATCH, "this is %.*s, which is not %.*s", STR_ARG(found),
                         STR_ARG(out->unit_text));
    }
    struct str bad;
    if (t.text) {
        out->unit = UNIT_ONE;
        out->unit_text = STR("");
    } else if (t.any || dim_is_none(t.dim)) {
        out->unit = UNIT_ONE;
        out->unit_text = STR("1");
    } else if (t.shown.len && unit_parse(&s->program.units, t.shown, &out->unit, &bad)) {
        out->unit_text = t.shown;
    } else {
        out->unit_text = unit_of_dim(&s->arena, &s->program.units, t.dim,
                                     last_time(&s->program), &out->unit);
    }
    return true;
}

// The answers of a finance function that is the whole expression.
static bool compute_fields(struct session *s, uint32_t root, struct answer *out)
{
    struct calculation c;
    if (!unroll_answers(&s->unroll, root, &c)) return false;
    bool timed = ast_get(&s->program.asts, root)->flags & AST_TIMED;
    double month = timed ? s->program.units.hours_per_month * 3600 : 1;
    enum calc_answer kind = calc_row(c.calc)->answer;
    for (uint32_t i = 0; i < c.field_count; i++) {
        out->fields[i] = c.fields[i];
        struct answer_value *v = &out->fields[i].value;
        if (v->kind != ANSWER_NUMBER || answers_fields(s, root)) continue;
        if (kind == CALC_ANSWERS_TERM) v->number *= month;
        if (kind == CALC_ANSWERS_RATE) v->number /= month;
        v->number /= out->unit.factor;
    }
    out->field_count = c.field_count;
    out->undefined = c.undefined;
    if (out->fields[0].value.kind == ANSWER_NUMBER) out->value = out->fields[0].value.number;
    return true;
}

// Text stands for itself.
static bool answer_word(struct session *s, uint32_t root, struct answer *out)
{
    const struct ast *n = ast_get(&s->program.asts, root);
    struct answer_value word = {.kind = ANSWER_WORD,
                                .word = s->program.asts.words.at[n->extra]};
    out->fields[0] = (struct answer_field){STR("value"), word};
    out->field_count = 1;
    return true;
}

static bool compute_answer(struct session *s, uint32_t root, struct answer *out)
{
    bool varies;
    struct val v;
    graph_init(&s->graph, &s->arena);
    unroll_init(&s->unroll, &s->program, &s->graph, &s->arena, false);
    if (ast_get(&s->program.asts, root)->kind == AST_CALC) return compute_fields(s, root, out);
    if (ast_get(&s->program.asts, root)->kind == AST_WORD) return answer_word(s, root, out);
    if (!unroll_formula(&s->unroll, root, 0, NO_WORKLOAD, 1, &v, &varies)) return false;
    out->value = val_double(v) / out->unit.factor;
    return true;
}

bool session_eval(struct session *s, struct str expression, struct answer *out)
{
    uint32_t source = source_add(&s->sources, STR("<expression>"), expression);
    return session_eval_line(s, source, 0, expression, out);
}

bool session_eval_line(struct session *s, uint32_t source, size_t start, struct str expression,
                       struct answer *out)
{
    struct program *p = &s->program;
    s->expression_start = start;
    s->placer = (struct placer){&s->expression_start, place_in_source};
    p->placer = &s->placer;
    p->months = 1;
    if (p->forms.count == 0) {
        VEC_PUSH(&s->arena, &p->forms, (struct form){.need = NO_NAME});
        VEC_PUSH(&s->arena, &p->sheets, (struct sheet){.option = NO_NAME});
    }
    uint32_t root, pending;
    struct parse_context c = {&p->asts, p->placer, &p->units, &s->diags, false};
    struct excerpt code = {expression, source};
    struct check_scope scope = {.may_be_uncertain = true, .growth = true, .fields = true};
    struct type t;
    if (!query_parse(&c, code, &root, &out->unit, &out->unit_text)) return false;
    if (!check_formula(p, root, scope, &t, &pending)) return false;
    program_add_draws(p, root, STR("expression"));
    return choose_unit(s, root, t, out) && compute_answer(s, root, out);
}
