// comment.c - what a gate found, as a comment below a change: the headline, the checks that fail, one
// table, and the rest folded away.
//
// A marker that nobody sees lets a script find the comment again; no text of a file can hold it. A
// comment that is too long for its host loses its details, then failures from the end, with a
// count: never the headline.
#include "report/pages.h"

#include "report/diff_views.h"
#include "report/remarks.h"
#include "report/writer.h"

enum {
    COMMENT_LIMIT = 60000,  // bytes; hosts take 65,536 characters
    NOTE_ROOM = 500,        // of what is said of a part that is left out
    OPTIONS_SHOWN = 10,
    CAUSES_SHOWN = 50,
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

// By how much a figure moved, to the cent; not known where one side does not have it.
static struct maybe moved(const struct comment *c, uint32_t option, enum metric m)
{
    struct maybe was = before(c, option, m),
                 now = metric_value(&c->page->comparison->options[option], m);
    return (struct maybe){was.known && now.known,
                          num_round(num_round(now.value, 2) - num_round(was.value, 2), 2)};
}

static bool is_same(const struct comment *c, uint32_t option, enum metric m)
{
    bool had = before(c, option, m).known,
         has = metric_value(&c->page->comparison->options[option], m).known;
    return had == has && (!has || moved(c, option, m).value == 0);
}

static bool is_option(const struct comment *c, struct str name)
{
    for (uint32_t i = 0; i < c->page->comparison->count; i++)
        if (str_eq(option_name(c, i), name)) return true;
    return false;
}

static struct str winner_now(const struct comment *c)
{
    uint32_t w = c->page->comparison->winner;
    return w == NO_NAME ? STR_NONE : option_name(c, w);
}

// No total, nothing that options are ranked by, no option and no winner is another: what `diff
// --exit-code` takes for no change.
static bool nothing_changed(const struct comment *c)
{
    bool risk = c->s->program.rank_by == RANK_RISK_ADJUSTED;
    if (!c->base || !str_eq(winner_now(c), c->base->winner(c->base->context))) return false;
    for (uint32_t i = 0; i < c->page->comparison->count; i++)
        if (!is_same(c, i, METRIC_total) || !is_same(c, i, METRIC_npv) ||
            !is_same(c, i, METRIC_feasible) ||
            (risk && !is_same(c, i, METRIC_risk_adjusted_total)))
            return false;
    for (uint32_t i = 0; c->base->option(c->base->context, i).len; i++)
        if (!is_option(c, c->base->option(c->base->context, i))) return false;
    return true;
}

// ---- the headline ------------------------------------------------------------------------------

static struct str shown_winner(const struct comment *c, struct str name)
{
    struct text t = {.arena = c->a};
    markdown_text(&t, name.len ? name : STR("no option"));
    return text_str(&t);
}

static void add_winner(struct comment *c)
{
    uint32_t w = c->page->comparison->winner;
    struct str now = winner_now(c), was = c->base ? c->base->winner(c->base->context) : now;
    if (!str_eq(now, was))
        text_addf(c->out, " The cheapest is now %.*s, before it was %.*s.",
                  STR_ARG(shown_winner(c, now)), STR_ARG(shown_winner(c, was)));
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

// The option of which a figure moved most.
static uint32_t most_moved(const struct comment *c, enum metric m)
{
    uint32_t found = NO_NAME;
    double most = 0;
    for (uint32_t i = 0; i < c->page->comparison->count; i++) {
        double by = moved(c, i, m).value, size = by < 0 ? -by : by;
        if (!moved(c, i, m).known || size <= most) continue;
        most = size;
        found = i;
    }
    return found;
}

// Totals first; where none moves, what they are worth today, or with risks.
static void add_movement(struct comment *c)
{
    static const struct {
        enum metric metric;
        const char *words;
    } figures[] = {{METRIC_total, "total"},
                   {METRIC_npv, "present value"},
                   {METRIC_risk_adjusted_total, "total with expected losses"}};
    for (size_t k = 0; k < COUNT_OF(figures) && c->base; k++) {
        uint32_t i = most_moved(c, figures[k].metric);
        if (i == NO_NAME) continue;
        double was = before(c, i, figures[k].metric).value,
               by = moved(c, i, figures[k].metric).value;
        text_addf(c->out, " The %s of %.*s %s by %.*s%.*s.", figures[k].words,
                  STR_ARG(option_name(c, i)), by > 0 ? "rises" : "falls",
                  STR_ARG(money(c, by > 0 ? by : -by)), STR_ARG(percent(c, was + by, was)));
        return;
    }
}

// ---- options that come and go ------------------------------------------------------------------

// An option under another name: it costs what one did that is gone, and no other does.
static bool is_renamed(const struct comment *c, struct str gone, uint32_t option)
{
    const struct base *b = c->base;
    static const enum metric alike[] = {METRIC_total, METRIC_npv, METRIC_risk_adjusted_total,
                                        METRIC_feasible};
    for (size_t k = 0; k < COUNT_OF(alike); k++) {
        struct maybe was = b->figure(b->context, gone, alike[k]),
                     now = metric_value(&c->page->comparison->options[option], alike[k]);
        if (was.known != now.known ||
            (was.known && num_round(was.value, 2) != num_round(now.value, 2)))
            return false;
    }
    return true;
}

static bool is_new(const struct comment *c, uint32_t option)
{
    return !before(c, option, METRIC_total).known;
}

// The option that one which is gone became, or NO_NAME.
static uint32_t new_name(const struct comment *c, struct str gone)
{
    uint32_t found = NO_NAME, alike = 0, twins = 0;
    for (uint32_t i = 0; i < c->page->comparison->count; i++)
        if (is_new(c, i) && is_renamed(c, gone, i)) {
            found = i;
            alike++;
        }
    for (uint32_t i = 0; found != NO_NAME && c->base->option(c->base->context, i).len; i++) {
        struct str other = c->base->option(c->base->context, i);
        twins += !is_option(c, other) && is_renamed(c, other, found);
    }
    return alike == 1 && twins == 1 ? found : NO_NAME;
}

// A list that ends with a count where it would grow long.
struct name_list {
    struct text text;
    uint32_t count;
};

static void add_name(struct name_list *n, struct str name)
{
    if (n->count++ >= OPTIONS_SHOWN) return;
    if (n->count > 1) text_add_c(&n->text, ", ");
    markdown_text(&n->text, name);
}

static void add_names(struct comment *c, const char *what, const struct name_list *n)
{
    if (n->count == 0) return;
    text_addf(c->out, " %s: %.*s", what, STR_ARG(text_str(&n->text)));
    if (n->count > OPTIONS_SHOWN)
        text_addf(c->out, " and %u more", (unsigned)(n->count - OPTIONS_SHOWN));
    text_add_char(c->out, '.');
}

static void add_comings(struct comment *c)
{
    struct name_list removed = {.text.arena = c->a}, added = {.text.arena = c->a},
                     renamed = {.text.arena = c->a};
    bool *known = ARENA_ARRAY(c->a, bool, c->page->comparison->count + 1);
    for (uint32_t i = 0; c->base && c->base->option(c->base->context, i).len; i++) {
        struct str gone = c->base->option(c->base->context, i);
        if (is_option(c, gone)) continue;
        uint32_t now = new_name(c, gone);
        double cost = c->base->figure(c->base->context, gone, METRIC_total).value;
        if (now != NO_NAME) {
            known[now] = true;
            add_name(&renamed, str_format(c->a, "%.*s, now %.*s", STR_ARG(gone),
                                          STR_ARG(option_name(c, now))));
        } else {
            add_name(&removed,
                     str_format(c->a, "%.*s (%.*s)", STR_ARG(gone), STR_ARG(money(c, cost))));
        }
    }
    for (uint32_t i = 0; c->base && i < c->page->comparison->count; i++)
        if (is_new(c, i) && !known[i])
            add_name(&added, str_format(c->a, "%.*s (%.*s)", STR_ARG(option_name(c, i)),
                                        STR_ARG(money(c, total_now(c, i)))));
    add_names(c, "Removed", &removed);
    add_names(c, "Added", &added);
    add_names(c, "Renamed", &renamed);
}

static void add_headline(struct comment *c)
{
    text_addf(c->out, "**%.*s**", STR_ARG(gate_verdict(c->a, c->g)));
    add_movement(c);
    add_comings(c);
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
    if (c->s->ledger.discounted) {
        struct maybe by = moved(c, f->option, METRIC_npv);
        add_cell(c, f->npv.known, num_round(f->npv.value, 2), false);
        if (c->base) add_cell(c, by.known, by.value, true);
    }
    add_breakeven(c, f);
}

static bool fails(const struct comment *c, uint32_t option)
{
    for (uint32_t i = 0; i < c->g->findings.count; i++) {
        const struct finding *f = &c->g->findings.at[i];
        if (f->status == FINDING_FAIL && str_eq(f->option, option_name(c, option))) return true;
    }
    return !c->page->comparison->options[option].feasible;
}

// The cheapest, the baseline, those that fail; then the others.
static int place_of(const struct comment *c, uint32_t option)
{
    if (option == c->page->comparison->winner) return 0;
    if (c->page->comparison->options[option].is_baseline) return 1;
    return fails(c, option) ? 2 : 3;
}

static double size_of(const struct comment *c, uint32_t option)
{
    double total = moved(c, option, METRIC_total).value,
           npv = moved(c, option, METRIC_npv).value;
    if (c->base && is_new(c, option)) return total_now(c, option);
    if (!c->base) return 0;
    return total != 0 ? (total < 0 ? -total : total) : npv < 0 ? -npv : npv;
}

static bool comes_first(const struct comment *c, uint32_t x, uint32_t y)
{
    int p = place_of(c, x), q = place_of(c, y);
    return p != q ? p < q : size_of(c, x) > size_of(c, y);
}

// What a reader looks for first; what moved most before the rest, and that in the file's order.
static uint32_t *order_options(const struct comment *c)
{
    uint32_t count = c->page->comparison->count,
             *order = ARENA_ARRAY(c->a, uint32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = i < OPTIONS_SHOWN ? i : OPTIONS_SHOWN;
        for (; at > 0 && comes_first(c, i, order[at - 1]); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return order;
}

static void add_options_head(struct comment *c)
{
    bool discounted = c->s->ledger.discounted;
    text_add_c(c->out, "\n| Option ");
    if (c->base) text_add_c(c->out, "| Total before ");
    text_add_c(c->out, "| Total ");
    if (c->base) text_add_c(c->out, "| Change ");
    if (discounted) text_add_c(c->out, "| PV cost ");
    if (discounted && c->base) text_add_c(c->out, "| Change of PV ");
    text_add_c(c->out, "| Break-even |\n| --- ");
    for (int i = 0; i < (c->base ? 3 : 1) + discounted * (c->base ? 2 : 1); i++)
        text_add_c(c->out, "| ---: ");
    text_add_c(c->out, "| --- |\n");
}

static void add_options(struct comment *c)
{
    const struct comparison *k = c->page->comparison;
    uint32_t shown = k->count < OPTIONS_SHOWN ? k->count : OPTIONS_SHOWN,
             left = k->count - shown;
    uint32_t *order = order_options(c);
    add_options_head(c);
    for (uint32_t i = 0; i < shown; i++)
        add_option(c, &k->options[order[i]]);
    if (left)
        text_addf(c->out, "\nAnd %u more option%s.\n", (unsigned)left, left == 1 ? "" : "s");
    text_addf(c->out, "\nIn %.*s.\n", STR_ARG(c->s->info.currency));
}

// ---- why ---------------------------------------------------------------------------------------

// Inputs that moved costs, what they were and are, the largest effect first.
static void add_causes(struct comment *c)
{
    static const uint32_t shown[] = {0, 2, 1, 3, 4, 5, 7, 6};
    bool discounted = c->s->ledger.discounted;
    uint32_t columns[COUNT_OF(shown)], count = 0;
    for (size_t i = 0; i < COUNT_OF(shown); i++)
        if (discounted || shown[i] != 7) columns[count++] = shown[i];
    comment_largest(c->out, report_table(c->r, STR("causes")), STR("Why costs moved"),
                    CAUSES_SHOWN, columns, count);
}

// ---- details -----------------------------------------------------------------------------------

static void add_details(struct comment *c)
{
    static const uint32_t shown[] = {0, 1, 2, 3};
    struct text t = {.arena = c->a};
    if (c->g->findings.count == 0) return;
    uint32_t count = c->g->findings.count;
    if (count == 1)
        text_add_c(&t, "\n<details><summary>The check</summary>\n\n");
    else
        text_addf(&t, "\n<details><summary>All %u checks</summary>\n\n", (unsigned)count);
    markdown_table(&t, report_table(c->r, STR("checks")), shown, COUNT_OF(shown));
    text_add_c(&t, "\n</details>\n");
    if (c->out->len + t.len <= COMMENT_LIMIT - NOTE_ROOM)
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
        add_causes(&c);
        add_details(&c);
    }
}
