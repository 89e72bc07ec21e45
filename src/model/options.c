// options.c - the options of a scenario and their components, with all that they are like put in.
#include "model/sheets.h"

static uint32_t options_map(const struct linker *l)
{
    return node_get_c(l->t, l->root, "options");
}

bool sheets_fail_option(struct linker *l, struct str name, struct span where)
{
    VEC(struct str) known = {0};
    uint32_t map = options_map(l);
    for (uint32_t i = 0; i < node_count(l->t, map); i++)
        VEC_PUSH(l->d->arena, &known, node_text(l->t, node_key(l->t, map, i)));
    diag_fail(l->d, where, DIAG_UNKNOWN_OPTION, "there is no option called '%.*s'",
              STR_ARG(str_visible(l->d->arena, name)));
    diag_help_nearest(l->d, name, known.at, known.count);
    return false;
}

static bool fail_loop(struct linker *l, uint32_t like, struct str name)
{
    return diag_fail(l->d, node_span(l->t, like), DIAG_LIKE_LOOP, "'%.*s' is like itself",
                     STR_ARG(str_visible(l->d->arena, name)));
}

static bool fail_depth(struct linker *l, uint32_t like)
{
    return diag_fail(l->d, node_span(l->t, like), DIAG_LIKE_LOOP,
                     "more than %d components are each like the next one below", LIKE_DEPTH);
}

static uint32_t finance_map(const struct linker *l)
{
    return node_get_c(l->t, l->root, "finance");
}

static uint32_t option_map(struct linker *l, struct str name, uint32_t own, int depth);

static uint32_t liked_option(struct linker *l, struct str name, struct span where, int depth)
{
    uint32_t own = node_get(l->t, options_map(l), name);
    if (own == NODE_NONE) return sheets_fail_option(l, name, where), NODE_NONE;
    return option_map(l, name, own, depth);
}

// An option's components with those of the option that it is like underneath.
static uint32_t option_map(struct linker *l, struct str name, uint32_t own, int depth)
{
    uint32_t like = node_get_c(l->t, own, "like");
    if (like == NODE_NONE) return own;
    if (!node_is_scalar(l->t, like)) {
        diag_fail(l->d, node_span(l->t, like), DIAG_WRONG_FORM,
                  "`like` takes the name of an option");
        return NODE_NONE;
    }
    if (depth > LIKE_DEPTH) return fail_loop(l, like, name), NODE_NONE;
    uint32_t base = liked_option(l, node_text(l->t, like), node_span(l->t, like), depth + 1);
    if (base == NODE_NONE) return NODE_NONE;
    return like_merge(l->t, base, like_without(l->t, own, STR("like")), LIKE_OPTION);
}

static uint32_t component_map(struct linker *l, uint32_t map, int depth);

static uint32_t liked_component(struct linker *l, uint32_t like, int depth)
{
    struct str text = node_text(l->t, like);
    size_t dot = str_find(text, '.');
    if (dot >= text.len) {
        diag_fail(l->d, node_span(l->t, like), DIAG_WRONG_FORM,
                  "`like` takes OPTION.COMPONENT, such as own.hgx");
        return NODE_NONE;
    }
    if (depth > LIKE_DEPTH) return fail_depth(l, like), NODE_NONE;
    struct str option = str_cut(text, 0, dot), component = str_cut(text, dot + 1, text.len);
    bool finance = str_is(option, "finance");
    uint32_t o = finance ? finance_map(l) : liked_option(l, option, node_span(l->t, like), 0);
    if (o == NODE_NONE) return NODE_NONE;
    uint32_t base = node_get(l->t, o, component);
    if (base != NODE_NONE) return component_map(l, base, depth + 1);
    VEC(struct str) known = {0};
    for (uint32_t i = 0; i < node_count(l->t, o); i++)
        VEC_PUSH(l->d->arena, &known, node_text(l->t, node_key(l->t, o, i)));
    diag_fail(l->d, node_span(l->t, like), DIAG_UNKNOWN_OPTION,
              "the option %.*s has no component '%.*s'", STR_ARG(option),
              STR_ARG(str_visible(l->d->arena, component)));
    diag_help_nearest(l->d, component, known.at, known.count);
    return NODE_NONE;
}

// A component's values with those of the component that it is like underneath.
static uint32_t merged_component(struct linker *l, uint32_t map, uint32_t like, int depth)
{
    if (!node_is_scalar(l->t, like)) {
        diag_fail(l->d, node_span(l->t, like), DIAG_WRONG_FORM,
                  "`like` takes OPTION.COMPONENT, such as own.hgx");
        return NODE_NONE;
    }
    uint32_t base = liked_component(l, like, depth);
    if (base == NODE_NONE) return NODE_NONE;
    return like_merge(l->t, base, like_without(l->t, map, STR("like")), LIKE_COMPONENT);
}

// The same, made once: a long chain takes one step for each component. NODE_NONE after a report.
static uint32_t component_map(struct linker *l, uint32_t map, int depth)
{
    const uint32_t being_made = MAP_NONE - 1;
    uint32_t like = node_get_c(l->t, map, "like");
    if (like == NODE_NONE) return map;
    struct str key = str_copy(l->a, (struct str){(const char *)&map, sizeof map});
    uint32_t made = map_get(&l->liked, key);
    if (made == being_made) return fail_loop(l, like, node_text(l->t, like)), NODE_NONE;
    if (made != MAP_NONE) return made;
    map_set(l->a, &l->liked, key, being_made);
    made = merged_component(l, map, like, depth);
    map_set(l->a, &l->liked, key, made);
    return made;
}

static bool need_use(struct linker *l, const struct component *c)
{
    struct names known = {0};
    library_model_names(l->lib, l->d->arena, &known);
    struct text list = {.arena = l->d->arena};
    for (uint32_t i = 0; i < known.list.count; i++) {
        struct found f;
        if (!library_model(l->lib, known.list.at[i], &f) ||
            node_is(l->t, node_get_c(l->t, f.node, "abstract"), "true"))
            continue;
        text_addf(&list, "%s%.*s", list.len ? ", " : "", STR_ARG(known.list.at[i]));
    }
    diag_fail(l->d, node_span(l->t, c->key), DIAG_MISSING_KEY,
              "the component '%.*s' needs 'use'", STR_ARG(c->name));
    diag_note(l->d, SPAN_NONE, "use: the model that it is an instance of: %.*s",
              STR_ARG(text_str(&list)));
    return false;
}

static bool is_abstract(const struct linker *l, uint32_t form)
{
    return node_is(l->t, node_get_c(l->t, l->sources.at[form].root, "abstract"), "true");
}

static bool read_component(struct linker *l, uint32_t key, uint32_t raw, struct component *c)
{
    *c = (struct component){.name = node_text(l->t, key), .key = key, .form = NO_NAME};
    bool ok = check_name_key(l->t, key, "the name of a component", l->d);
    if (!node_is_map(l->t, raw))
        return diag_fail(l->d, node_span(l->t, raw), DIAG_WRONG_FORM,
                         "a component is a map such as {use: api, price: ..}, not %s",
                         kind_word(l->t, raw));
    c->map = component_map(l, raw, 0);
    if (c->map == NODE_NONE) return false;
    uint32_t use = node_get_c(l->t, c->map, "use");
    if (!node_is_scalar(l->t, use)) return need_use(l, c);
    c->form = form_load(l, node_text(l->t, use), node_span(l->t, use));
    if (c->form == NO_NAME) return false;
    if (is_abstract(l, c->form))
        return diag_fail(
            l->d, node_span(l->t, use), DIAG_UNKNOWN_MODEL,
            "the model '%.*s' is abstract: others start from it, no component uses it",
            STR_ARG(node_text(l->t, use)));
    return ok;
}

static bool is_reserved(struct str name)
{
    return words_hold(RESERVED_OPTIONS, name);
}

// What `finance` puts into every option that has no component of that name: tax, a loan.
static bool add_finance(struct linker *l, uint32_t option_map, struct component_list *out)
{
    uint32_t map = finance_map(l);
    bool ok = true;
    for (uint32_t i = 0; i < node_count(l->t, map); i++) {
        uint32_t key = node_key(l->t, map, i), value = node_value(l->t, map, i);
        struct component c;
        if (schema_knows(KEYS_FINANCE, node_text(l->t, key)) || !node_is_map(l->t, value) ||
            node_get(l->t, option_map, node_text(l->t, key)) != NODE_NONE)
            continue;
        ok = read_component(l, key, value, &c) && ok;
        if (c.form == NO_NAME) continue;
        c.of_all = true;
        if (!l->p->forms.at[c.form].of_option)
            ok =
                diag_fail(l->d, node_span(l->t, key), DIAG_MODEL,
                          "the model '%.*s' is a component of an option; below `finance` stand "
                          "models of `level: option`",
                          STR_ARG(l->p->forms.at[c.form].model));
        VEC_PUSH(l->a, &out->list, c);
    }
    return ok;
}

static bool read_option(struct linker *l, uint32_t key, uint32_t own,
                        struct component_list *out)
{
    struct str name = node_text(l->t, key);
    bool ok = check_name_key(l->t, key, "the name of an option", l->d);
    if (is_reserved(name))
        ok = diag_fail(l->d, node_span(l->t, key), DIAG_BAD_NAME,
                       "an option can't be called '%.*s'", STR_ARG(name));
    if (!node_is_map(l->t, own))
        return diag_fail(l->d, node_span(l->t, own), DIAG_WRONG_FORM,
                         "an option is a map of components, not %s", kind_word(l->t, own));
    uint32_t map = option_map(l, name, own, 0);
    if (map == NODE_NONE) return false;
    if (node_count(l->t, map) == 0)
        ok = diag_fail(l->d, node_span(l->t, key), DIAG_MISSING_KEY,
                       "the option '%.*s' has no components", STR_ARG(name));
    for (uint32_t i = 0; i < node_count(l->t, map); i++) {
        struct component c;
        ok = read_component(l, node_key(l->t, map, i), node_value(l->t, map, i), &c) && ok;
        if (c.form != NO_NAME) VEC_PUSH(l->a, &out->list, c);
    }
    return add_finance(l, map, out) && ok;
}

// The option that others are compared with, stated or the first.
static struct str stated_baseline(const struct linker *l)
{
    uint32_t map = options_map(l), node = node_get_c(l->t, l->root, "baseline");
    if (l->settings->baseline.len) return l->settings->baseline;
    if (node != NODE_NONE) return node_text(l->t, node);
    return node_text(l->t, node_key(l->t, map, 0));
}

static bool is_chosen(const struct linker *l, struct str name)
{
    const struct load_settings *s = l->settings;
    if (s->keep_baseline && s->option_count == 1 && str_eq(stated_baseline(l), name))
        return true;
    for (uint32_t i = 0; i < s->option_count; i++)
        if (str_eq(s->options[i], name)) return true;
    return s->option_count == 0;
}

bool sheets_has_option(const struct linker *l, struct str name)
{
    return node_get(l->t, options_map(l), name) != NODE_NONE;
}

bool sheets_read_options(struct linker *l)
{
    uint32_t map = options_map(l), count = node_count(l->t, map);
    bool ok = true;
    if (!node_is_map(l->t, map)) return false;  // reported by the schema
    if (count == 0)
        ok = diag_fail(l->d, node_span(l->t, map), DIAG_MISSING_KEY,
                       "a scenario needs at least one option");
    for (uint32_t i = 0; i < l->settings->option_count; i++)
        if (node_get(l->t, map, l->settings->options[i]) == NODE_NONE)
            ok = sheets_fail_option(l, l->settings->options[i], SPAN_NONE);
    l->components = ARENA_ARRAY(l->a, struct component_list, count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t key = node_key(l->t, map, i);
        if (!is_chosen(l, node_text(l->t, key))) continue;
        struct option o = {.name = node_text(l->t, key), .where = node_span(l->t, key)};
        ok = read_option(l, key, node_value(l->t, map, i),
                         &l->components[l->p->options.count]) &&
             ok;
        VEC_PUSH(l->a, &l->p->options, o);
    }
    return ok;
}
