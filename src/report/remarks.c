#include "report/remarks.h"

enum { LONGEST = 2000 };  // characters of a message

static struct str visible(struct arena *a, struct str s)
{
    struct text t = {.arena = a};
    text_add_visible(&t, s, LONGEST);
    return text_str(&t);
}

static void set_place(struct arena *a, const struct sources *sources, struct span where,
                      struct remark *r)
{
    const struct source *source = source_get(sources, where.source);
    if (!source) return;
    struct position at = source_position(source, where.start),
                    end = source_position(source, where.end);
    r->file = visible(a, source->name);
    r->line = at.line;
    r->column = at.column;
    r->end_column = end.line == at.line && end.column > at.column ? end.column : at.column + 1;
}

static struct remark of_diag(struct arena *a, const struct session *s, const struct diag *d)
{
    struct remark r = {.severity = d->severity, .rule = d->id, .file = visible(a, d->file)};
    struct text t = {.arena = a};
    text_add_visible(&t, d->message, LONGEST);
    if (d->help.len) text_add_c(&t, "; help: ");
    text_add_visible(&t, d->help, LONGEST);
    r.message = text_str(&t);
    set_place(a, &s->sources, d->where, &r);
    return r;
}

static enum severity severity_of(const struct finding *f)
{
    if (f->status == FINDING_WAIVED) return SEVERITY_NOTE;
    return f->level == LEVEL_DENY ? SEVERITY_ERROR : SEVERITY_WARNING;
}

struct remark remark_of_finding(struct arena *a, const struct finding *f)
{
    struct remark r = {.severity = severity_of(f), .rule = str_of(finding_kind_word(f->kind))};
    struct text t = {.arena = a};
    text_addf(&t, "%.*s: ", STR_ARG(f->id));
    text_add_visible(&t, f->message, LONGEST);
    if (f->status == FINDING_WAIVED) {
        text_addf(&t, "; waived until %.*s: ", STR_ARG(f->waiver->until_text));
        text_add_visible(&t, f->waiver->reason, LONGEST);
        r.waiver = f->waiver;
    } else if (f->advice.len) {
        text_add_c(&t, ": ");
        text_add_visible(&t, f->advice, LONGEST);
    }
    r.message = text_str(&t);
    r.id = f->id;
    return r;
}

struct remarks remarks_of(struct arena *a, const struct session *s, const struct gate *g)
{
    struct remarks out = {0};
    for (uint32_t i = 0; i < s->diags.list.count; i++)
        VEC_PUSH(a, &out.list, of_diag(a, s, &s->diags.list.at[i]));
    for (uint32_t i = 0; g && i < g->findings.count; i++) {
        const struct finding *f = &g->findings.at[i];
        if (f->status != FINDING_FAIL && f->status != FINDING_WAIVED) continue;
        struct remark r = remark_of_finding(a, f);
        set_place(a, &s->sources, f->where, &r);
        VEC_PUSH(a, &out.list, r);
    }
    return out;
}
