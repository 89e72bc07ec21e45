// gate_pages.c - the checks of a gate for people: what was found, then the verdict.
#include "report/document.h"

#include "report/writer.h"

static void add_count(struct text *out, uint32_t count, const char *what)
{
    if (count == 0) return;
    if (out->len) text_add_c(out, ", ");
    text_addf(out, "%u %s", (unsigned)count, what);
}

struct str gate_verdict(struct arena *a, const struct gate *g)
{
    struct text t = {.arena = a};
    add_count(&t, g->failed[LEVEL_DENY], "denied");
    add_count(&t, g->failed[LEVEL_WARN], "warned of");
    add_count(&t, g->waived, "waived");
    add_count(&t, g->skipped, "skipped");
    add_count(&t, g->passed, "passed");
    uint32_t count = g->findings.count;
    if (count == 0) return STR("No checks are stated.");
    return str_format(a, "%u check%s: %.*s.", (unsigned)count, count == 1 ? "" : "s",
                      STR_ARG(text_str(&t)));
}

static void add_failure(const struct finding *f, struct text *line)
{
    text_add_visible(line, f->location, SIZE_MAX);
    const char *word = f->status == FINDING_WAIVED ? "waived"
                       : f->level == LEVEL_DENY    ? "denied"
                                                   : "warning";
    text_addf(line, ": %s: %.*s: ", word, STR_ARG(f->id));
    text_add_visible(line, f->message, SIZE_MAX);
    if (f->status == FINDING_WAIVED) {
        text_addf(line, " (until %.*s: ", STR_ARG(f->waiver->until_text));
        text_add_visible(line, f->waiver->reason, SIZE_MAX);
        text_add_char(line, ')');
    } else if (f->advice.len) {
        text_add_c(line, ": ");
        text_add_visible(line, f->advice, SIZE_MAX);
    }
    text_add_char(line, '\n');
}

static void add_failures(const struct gate *g, struct text *lines)
{
    for (uint32_t i = 0; i < g->findings.count; i++) {
        const struct finding *f = &g->findings.at[i];
        bool told = f->status == FINDING_FAIL || f->status == FINDING_WAIVED;
        if (told) add_failure(f, lines);
    }
}

void answer_check(const struct report *r, struct text *out)
{
    const struct gate *g = ((const struct check_page *)r->context)->gate;
    text_addf(out, "%.*s\n", STR_ARG(gate_verdict(out->arena, g)));
    add_failures(g, out);
}

void opening_check(const struct report *r, struct document *d)
{
    const struct check_page *page = r->context;
    const struct table *t = report_table(r, STR("checks"));
    if (t->row_count) {
        document_heading(d, STR("Checks"));
        document_table(d, document_shown(d->arena, r->session, t));
    }
    document_heading(d, STR("Options"));
    document_table(d, page_options(d->arena, r, page->comparison, 0));
}

void page_check(const struct report *r, struct text *out, unsigned width)
{
    const struct gate *g = ((const struct check_page *)r->context)->gate;
    const struct table *t = report_table(r, STR("checks"));
    const uint32_t shown[] = {0, 1, 2, 3};
    page_head(r->session, out, width);
    if (g->findings.count) {
        text_add_char(out, '\n');
        text_table(t, shown, COUNT_OF(shown), width, out);
    }
    text_add_char(out, '\n');
    struct text failures = {.arena = out->arena};
    add_failures(g, &failures);
    page_lines(&failures, out, width);
    text_paragraph(out, 0, gate_verdict(out->arena, g), width);
}
