// saved_check.c - the findings of a gate that a saved result holds, and what its base cost.
#include "report/remarks.h"
#include "report/saved_int.h"

// ---- the base ----------------------------------------------------------------------------------

static bool no_amount(void *context, const struct scope *scope, double *amount, struct str *why)
{
    (void)context, (void)scope, (void)amount;
    *why = STR("a saved result holds no amounts of its base");
    return false;
}

static struct maybe base_figure(void *context, struct str option, enum metric metric)
{
    const struct saved *r = context;
    const struct table *t = report_table(&r->report, STR("base"));
    const char *key = metric_key(metric).at;
    for (uint32_t i = 0; t && i < t->row_count; i++) {
        if (!str_eq(saved_cell(r, t, i, "option").text, option)) continue;
        struct table_cell c = saved_cell(r, t, i, key);
        bool known = c.kind == CELL_NUMBER || c.kind == CELL_BOOL;
        return (struct maybe){known, known ? c.number : 0};
    }
    return (struct maybe){false, 0};
}

static struct str base_winner(void *context)
{
    const struct saved *r = context;
    const struct table *t = report_table(&r->report, STR("base"));
    for (uint32_t i = 0; t && i < t->row_count; i++)
        if (saved_cell(r, t, i, "winner").number != 0)
            return saved_cell(r, t, i, "option").text;
    return STR_NONE;
}

// Those of its rows that have a total: the others are of the scenario alone.
static struct str base_option(void *context, uint32_t at)
{
    const struct saved *r = context;
    const struct table *t = report_table(&r->report, STR("base"));
    for (uint32_t i = 0; t && i < t->row_count; i++)
        if (saved_cell(r, t, i, "total").kind == CELL_NUMBER && at-- == 0)
            return saved_cell(r, t, i, "option").text;
    return STR_NONE;
}

static struct str base_means(void *context, struct str word)
{
    (void)context, (void)word;
    return STR_NONE;
}

// ---- findings ----------------------------------------------------------------------------------

static enum finding_status status_of(struct str word)
{
    for (int s = FINDING_PASS; s <= FINDING_SKIPPED; s++)
        if (str_is(word, finding_status_word((enum finding_status)s)))
            return (enum finding_status)s;
    return FINDING_SKIPPED;
}

static enum finding_kind kind_of(struct str word)
{
    for (int k = FINDING_BUDGET; k < FINDING_ASSERTION; k++)
        if (str_is(word, finding_kind_word((enum finding_kind)k))) return (enum finding_kind)k;
    return FINDING_ASSERTION;
}

static struct finding read_finding(struct saved *r, const struct table *t, uint32_t row)
{
    struct finding f = {.kind = kind_of(saved_cell(r, t, row, "kind").text)};
    f.status = status_of(saved_cell(r, t, row, "status").text);
    f.level = str_is(saved_cell(r, t, row, "level").text, "warn") ? LEVEL_WARN : LEVEL_DENY;
    f.id = str_visible(&r->session->arena, saved_cell(r, t, row, "id").text);
    f.option = saved_cell(r, t, row, "option").text;
    f.message = saved_cell(r, t, row, "message").text;
    f.advice = saved_cell(r, t, row, "advice").text;
    f.location = saved_cell(r, t, row, "location").text;
    struct waiver *w = ARENA_NEW(&r->session->arena, struct waiver);
    w->until_text = str_visible(&r->session->arena, saved_cell(r, t, row, "waived_until").text);
    w->reason = saved_cell(r, t, row, "waiver_reason").text;
    if (w->until_text.len || f.status == FINDING_WAIVED) f.waiver = w;
    return f;
}

static void count(struct gate *g, const struct finding *f)
{
    g->passed += f->status == FINDING_PASS;
    g->waived += f->status == FINDING_WAIVED;
    g->skipped += f->status == FINDING_SKIPPED;
    if (f->status == FINDING_FAIL) g->failed[f->level]++;
}

// ---- remarks -----------------------------------------------------------------------------------

static struct str visible(struct saved *r, struct str s)
{
    struct text t = {.arena = &r->session->arena};
    text_add_visible(&t, s, 2000);
    return text_str(&t);
}

// "budget.yaml:12"
static void set_place(struct saved *r, struct str location, struct remark *out)
{
    size_t colon = location.len;
    uint64_t line;
    while (colon > 0 && location.at[colon - 1] != ':')
        colon--;
    if (colon == 0 ||
        !num_read_whole(str_cut(location, colon, location.len), 1, 1000000000, &line))
        return;
    out->file = visible(r, str_cut(location, 0, colon - 1));
    out->line = (uint32_t)line;
}

static void add_messages(struct saved *r, struct remarks *out)
{
    const struct table *t = report_table(&r->report, STR("diagnostics"));
    for (uint32_t i = 0; t && i < t->row_count; i++) {
        struct str word = saved_cell(r, t, i, "severity").text;
        struct str help = saved_cell(r, t, i, "help").text;
        struct table_cell line = saved_cell(r, t, i, "line");
        struct remark m = {.rule = visible(r, saved_cell(r, t, i, "code").text)};
        struct text message = {.arena = &r->session->arena};
        text_add_visible(&message, saved_cell(r, t, i, "message").text, 2000);
        if (help.len) text_add_c(&message, "; help: ");
        text_add_visible(&message, help, 2000);
        m.severity = str_is(word, "error")     ? SEVERITY_ERROR
                     : str_is(word, "warning") ? SEVERITY_WARNING
                                               : SEVERITY_NOTE;
        m.message = text_str(&message);
        m.file = visible(r, saved_cell(r, t, i, "file").text);
        if (line.kind == CELL_NUMBER && line.number >= 1 && line.number <= 1e9)
            m.line = (uint32_t)line.number;
        VEC_PUSH(&r->session->arena, &out->list, m);
    }
}

void saved_check_pages(struct saved *r)
{
    struct arena *a = &r->session->arena;
    const struct table *t = report_table(&r->report, STR("checks")),
                       *based = report_table(&r->report, STR("base"));
    struct gate *g = ARENA_NEW(a, struct gate);
    struct comparison *c = ARENA_NEW(a, struct comparison);
    struct base *base = ARENA_NEW(a, struct base);
    struct remarks *remarks = ARENA_NEW(a, struct remarks);
    struct check_page *page = ARENA_NEW(a, struct check_page);
    *c = saved_comparison(r);
    *base = (struct base){r, no_amount, base_figure, base_winner, base_means, base_option};
    add_messages(r, remarks);
    for (uint32_t i = 0; t && i < t->row_count; i++) {
        struct finding f = read_finding(r, t, i);
        count(g, &f);
        VEC_PUSH(a, &g->findings, f);
        if (f.status != FINDING_FAIL && f.status != FINDING_WAIVED) continue;
        struct remark m = remark_of_finding(a, &f);
        set_place(r, f.location, &m);
        VEC_PUSH(a, &remarks->list, m);
    }
    *page =
        (struct check_page){t ? g : NULL, c, based && based->row_count ? base : NULL, remarks};
    r->report.context = page;
    if (t) {
        r->report.text = page_check;
        r->report.answer = answer_check;
        r->report.opening = opening_check;
    }
    r->report.comment = comment_check;
}
