#include "support/check.h"

#include "doc/yaml.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void check_close(double actual, double expected, double relative, const char *file, int line)
{
    double off = fabs(actual - expected), size = fabs(expected);
    if (off <= relative * size) return;
    print_error("%.17g is not %.17g within %g\n", actual, expected, relative);
    _fail(file, line);
}

void check_same(double actual, double expected, const char *file, int line)
{
    if (memcmp(&actual, &expected, sizeof actual) == 0) return;
    print_error("%.17g (%a) is not %.17g (%a)\n", actual, actual, expected, expected);
    _fail(file, line);
}

void check_str(struct str actual, const char *expected, const char *file, int line)
{
    if (str_is(actual, expected)) return;
    print_error("'%.*s' is not '%s'\n", STR_ARG(actual), expected);
    _fail(file, line);
}

void check_ids(struct diags *d, const char *expected, const char *file, int line)
{
    struct text t = {.arena = d->arena};
    diag_sort(d);
    for (uint32_t i = 0; i < d->list.count; i++)
        text_addf(&t, "%s%.*s", i ? " " : "", STR_ARG(d->list.at[i].id));
    if (str_is(text_str(&t), expected)) return;
    struct text all = {.arena = d->arena};
    diag_print(&all, d, (struct diag_style){0});
    print_error("diagnostics are [%.*s], not [%s]:\n%.*s", STR_ARG(text_str(&t)), expected,
                STR_ARG(text_str(&all)));
    _fail(file, line);
}

static bool parse_text(struct session *s, const char *name, const char *yaml, uint32_t *root)
{
    struct str text = str_copy(&s->arena, str_of(yaml));  // messages quote it later
    uint32_t source = source_add(&s->sources, str_of(name), text);
    return yaml_parse(&s->tree, source, &s->diags, root);
}

static bool link_text(struct session *s, const char *yaml)
{
    struct load_settings settings = {0};
    uint32_t root;
    s->file = STR("test.yaml");
    return parse_text(s, "test.yaml", yaml, &root) &&
           scenario_link(&s->tree, root, &s->library, &settings, &s->program, &s->info);
}

bool load_text(struct session *s, const char *yaml)
{
    session_open(s);
    return link_text(s, yaml);
}

bool compute_text(struct session *s, const char *yaml)
{
    return load_text(s, yaml) && session_compute(s);
}

static bool add_model(struct session *s, const char *name, const char *model)
{
    uint32_t root;
    return parse_text(s, name, model, &root) && library_add_file(&s->library, root);
}

bool compute_model(struct session *s, const char *model, const char *yaml)
{
    session_open(s);
    return add_model(s, "model.yaml", model) && link_text(s, yaml) && session_compute(s);
}

bool compute_models(struct session *s, const char *one, const char *other, const char *yaml)
{
    session_open(s);
    return add_model(s, "one.yaml", one) && add_model(s, "other.yaml", other) &&
           link_text(s, yaml) && session_compute(s);
}

void check_computed(struct session *s, bool ok, const char *file, int line)
{
    if (ok) return;
    struct text t = {.arena = &s->arena};
    diag_print(&t, &s->diags, (struct diag_style){.quiet = true});
    print_error("%.*s", STR_ARG(text_str(&t)));
    _fail(file, line);
}

double row_value(struct session *s, const char *address, uint32_t month)
{
    for (uint32_t i = 0; i < s->program.rows.count; i++) {
        const struct row *r = &s->program.rows.at[i];
        if (!str_is(row_address(&s->arena, &s->program, i), address)) continue;
        struct val v;
        if (!unroll_cell(&s->unroll, i, month, &v)) return (double)NAN;
        return row_is_share(r) ? val_double(v)
                               : val_double(v) / row_name(&s->program, i)->unit.factor;
    }
    print_error("there is no row '%s'\n", address);
    return (double)NAN;
}
