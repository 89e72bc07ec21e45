// comment.c - what a gate found, as a comment below a change: the headline, the checks that fail, one
// table, and the rest folded away.
//
// A marker that nobody sees lets a script find the comment again; no text of a file can hold it. A
// comment that is too long for its host loses its details, then failures from the end, with a
// count: never the headline.
#include "report/pages.h"

#include "report/remarks.h"
#include "report/writer.h"

enum {
    COMMENT_LIMIT = 60000,  // bytes; hosts take 65,536 characters
    OPTIONS_SHOWN = 10,
    FAILURES_ROOM = 30000  // bytes of the list of failures
};

struct comment {
    struct text *out;
    struct arena *a;
    const struct report *r;
    const struct session *s;
    const struct check_page *page;
    const struct gate *g;
    const struct base *base;
};

static struct str money(const struct comment *c, double v)
{
    return money_text(c->a, c->s, v);
}

static struct str option_name(const struct comment *c, uint32_t option)
{
    return c->s->program.options.at[option].name;
}

static struct maybe before(const struct comment *c, uint32_t option, enum metric m)
{
    if (!c->base) return (struct maybe){false, 0};
    struct maybe was = c->base->figure(c->base->context, option_name(c, option), m);
    was.value = num_round(was.value, m == METRIC_total ? 2 : 6);  // as a saved result has it
    return was;
}

static double total_now(const struct comment *c, uint32_t option)
{
    return num_round(c->page->comparison->options[option].total, 2);
}

static bool is_same(double a, double b)
{
    return num_round(a, 2) == num_round(b, 2);
}

static bool nothing_changed(const struct comment *c)
{
    if (!c->base) return false;
    for (uint32_t i = 0; i < c->page->comparison->count; i++) {
        struct maybe was = before(c, i, METRIC_total);
        if (!was.known || !is_same(was.value, c->page->comparison->options[i].total))
            return false;
    }
    return true;
}

// ---- the headline ------------------------------------------------------------------------------

static void add_winner(struct comment *c)
{
    uint32_t w = c->page->comparison->winner;
    struct str now = w == NO_NAME ? STR("no option") : option_name(c, w);
    struct str was = c->base ? c->base->winner(c->base->context) : now;
    if (!str_eq(now, was))
        text_addf(c->out, " The cheapest is now %.*s, before it was %.*s.", STR_ARG(now),
                  STR_ARG(was.len ? was : STR("no option")));
    else if (w != NO_NAME)
        text_addf(c->out, " The cheapest is%s %.*s, %.*s in total.", c->base ? " still" : "",
                  STR_ARG(now), STR_ARG(money(c, c->page->comparison->options[w].total)));
}

static struct str percent(const struct comment *c, double now, double was)
{
    if (was == 0) return STR("");
    double share = (now / was - 1) * 100;
    return str_format(c->a, " (%s%.*s %%)", share > 0 ? "+" : "",
                      STR_ARG(num_grouped(c->a, share, 1)));
}

// The option whose total moved most.
static uint32_t most_moved(const struct comment *c, double *was)
{
    uint32_t found = NO_NAME;
    double most = 0.005;
    for (uint32_t i = 0; i < c->page->comparison->count; i++) {
        struct maybe b = before(c, i, METRIC_total);
        double moved = total_now(c, i) - b.value;
        double size = moved < 0 ? -moved : moved;
        if (!b.known || size <= most) continue;
        most = size;
        found = i;
        *was = b.value;
    }
    return found;
}

static void add_movement(struct comment *c)
{
    double was = 0;
    uint32_t i = most_moved(c, &was);
    if (i == NO_NAME) return;
    double now = total_now(c, i);
    text_addf(c->out, " The total of %.*s %s by %.*s%.*s.", STR_ARG(option_name(c, i)),
              now > was ? "rises" : "falls",
              STR_ARG(money(c, now > was ? now - was : was - now)),
              STR_ARG(percent(c, now, was)));
}

static void add_headline(struct comment *c)
{
    text_addf(c->out, "**%.*s**", STR_ARG(gate_verdict(c->a, c->g)));
    add_movement(c);
    add_winner(c);
    text_add_char(c->out, '\n');
}

// ---- failures ----------------------------------------------------------------------------------

static void add_remark(struct text *out, const struct remark *r)
{
    static const char *const words[] = {"error", "warning", "note"};
    text_addf(out, "- **%s**", r->waiver ? "waived" : words[r->severity]);
    if (r->file.len) {
        text_add_char(out, ' ');
        markdown_text(out, r->file);
    }
    if (r->line) text_addf(out, ":%u", (unsigned)r->line);
    text_add_c(out, ": ");
    markdown_text(out, r->message);
    text_addf(out, " \\[%.*s\\]\n", STR_ARG(r->rule));
}

// Notes are not worth a line in a comment, but waivers are.
static bool is_shown(const struct remark *r)
{
    return r->severity != SEVERITY_NOTE || r->waiver;
}

static bool comes_now(const struct remark *r, enum severity s, bool checks)
{
    return is_shown(r) && r->severity == s && (r->id.len > 0) == checks;
}

static void add_those(struct comment *c, const struct remarks *all, enum severity s,
                      bool checks, uint32_t *left)
{
    for (uint32_t i = 0; i < all->list.count; i++) {
        const struct remark *r = &all->list.at[i];
        if (!comes_now(r, s, checks)) continue;
        struct text one = {.arena = c->a};
        add_remark(&one, r);
        if (*left > 0 || c->out->len + one.len > FAILURES_ROOM)
            ++*left;
        else
            text_add(c->out, text_str(&one));
    }
}

// Errors, then warnings, then what is waived; checks before messages.
static uint32_t count_errors(const struct comment *c)
{
    const struct remarks *saved = c->page->remarks;
    uint32_t errors = 0;
    for (uint32_t i = 0; saved && i < saved->list.count; i++)
        errors += saved->list.at[i].severity == SEVERITY_ERROR;
    return saved ? errors : c->s->diags.error_count;
}

static void add_failures(struct comment *c)
{
    const struct remarks *saved = c->page->remarks;
    struct remarks all = saved ? *saved : remarks_of(c->a, c->s, c->g);
    uint32_t left = 0;
    size_t start = c->out->len;
    text_add_char(c->out, '\n');
    for (int s = SEVERITY_ERROR; s <= SEVERITY_NOTE; s++) {
        add_those(c, &all, (enum severity)s, true, &left);
        add_those(c, &all, (enum severity)s, false, &left);
    }
    if (left)
        text_addf(c->out, "- and %u more, in the other reports of this run\n", (unsigned)left);
    if (c->out->len == start + 1) c->out->len = start;
}

// ---- options -----------------------------------------------------------------------------------

static void add_cell(struct comment *c, bool known, double v, bool sign)
{
    text_addf(c->out, " | %s%.*s", known && sign && v > 0 ? "+" : "",
              STR_ARG(known ? num_grouped(c->a, v, 0) : STR("-")));
}

static void add_breakeven(struct comment *c, const struct option_figures *f)
{
    struct maybe was = before(c, f->option, METRIC_breakeven_month);
    if (f->is_baseline) {
        text_add_c(c->out, " | baseline |\n");
        return;
    }
    if (!f->breakeven.has_value) {
        text_addf(c->out, " | %s |\n",
                  f->feasible ? breakeven_word(f->breakeven.status) : "infeasible");
        return;
    }
    text_add_c(c->out, " | ");
    bool moved = was.known && num_round(was.value, 1) != num_round(f->breakeven.value, 1);
    if (moved) text_addf(c->out, "month %.1f, now ", was.value);
    text_addf(c->out, "month %.1f |\n", f->breakeven.value);
}

static void add_option(struct comment *c, const struct option_figures *f)
{
    struct maybe was = before(c, f->option, METRIC_total);
    text_add_c(c->out, "| ");
    markdown_text(c->out, option_name(c, f->option));
    if (c->base) add_cell(c, was.known, was.value, false);
    add_cell(c, true, num_round(f->total, 2), false);
    if (c->base) add_cell(c, was.known, num_round(num_round(f->total, 2) - was.value, 2), true);
    if (c->s->ledger.discounted) add_cell(c, f->npv.known, num_round(f->npv.value, 2), false);
    add_breakeven(c, f);
}

static void add_options(struct comment *c)
{
    const struct comparison *k = c->page->comparison;
    uint32_t shown = k->count < OPTIONS_SHOWN ? k->count : OPTIONS_SHOWN;
    bool discounted = c->s->ledger.discounted;
    text_add_c(c->out, "\n| Option ");
    if (c->base) text_add_c(c->out, "| Total before ");
    text_add_c(c->out, "| Total ");
    if (c->base) text_add_c(c->out, "| Change ");
    text_addf(c->out, "%s| Break-even |\n| --- ", discounted ? "| PV cost " : "");
    for (int i = 0; i < (c->base ? 3 : 1) + discounted; i++)
        text_add_c(c->out, "| ---: ");
    text_add_c(c->out, "| --- |\n");
    for (uint32_t i = 0; i < shown; i++)
        add_option(c, &k->options[i]);
    if (shown < k->count)
        text_addf(c->out, "\nAnd %u more options.\n", (unsigned)(k->count - shown));
    text_addf(c->out, "\nIn %.*s.\n", STR_ARG(c->s->info.currency));
}

// ---- details -----------------------------------------------------------------------------------

static void add_details(struct comment *c)
{
    static const uint32_t shown[] = {0, 1, 2, 3};
    struct text t = {.arena = c->a};
    if (c->g->findings.count == 0) return;
    text_addf(&t, "\n<details><summary>All %u checks</summary>\n\n",
              (unsigned)c->g->findings.count);
    markdown_table(&t, report_table(c->r, STR("checks")), shown, COUNT_OF(shown));
    text_add_c(&t, "\n</details>\n");
    if (c->out->len + t.len <= COMMENT_LIMIT)
        text_add(c->out, text_str(&t));
    else
        text_addf(
            c->out,
            "\nThe table of all %u checks is too long for a comment; it stands in the other "
            "reports of this run.\n",
            (unsigned)c->g->findings.count);
}

static bool is_quiet(const struct comment *c)
{
    return nothing_changed(c) &&
           c->g->failed[LEVEL_WARN] + c->g->failed[LEVEL_DENY] + c->g->waived == 0;
}

void comment_check(const struct report *r, struct text *out)
{
    const struct check_page *page = r->context;
    struct comment c = {out, out->arena, r, r->session, page, page->gate, page->base};
    text_add_c(out, "<!-- tco:check -->\n");
    if (!c.g) {
        uint32_t errors = count_errors(&c);
        text_addf(out, "**Nothing could be checked: %u error%s.**\n", (unsigned)errors,
                  errors == 1 ? "" : "s");
        add_failures(&c);
    } else if (is_quiet(&c)) {
        text_addf(out, "No option changes its cost. %.*s\n", STR_ARG(gate_verdict(c.a, c.g)));
    } else {
        add_headline(&c);
        add_failures(&c);
        add_options(&c);
        add_details(&c);
    }
}
