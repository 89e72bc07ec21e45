// summary.c - the cover, and the options side by side.
#include "workbook/xlsx_int.h"

#include "base/num.h"

// A cell of another sheet.
static struct str cell_of(struct book *b, uint32_t id)
{
    const struct quantity *q = plan_at(b->plan, id);
    return str_format(b->arena, "'%.*s'!$E$%u", STR_ARG(b->plan->pages.at[q->page].title),
                      (unsigned)q->line + 1);
}

void xlsx_link(struct book *b, lxw_worksheet *w, uint32_t line, int column, uint32_t id)
{
    const struct quantity *q = plan_at(b->plan, id);
    lxw_format *format = xlsx_look(b, ROLE_OTHER_SHEET, q->style, STR_NONE);
    const char *formula = str_to_c(b->arena, STR_JOINED(b->arena, STR("="), cell_of(b, id)));
    if (!q->word.len) xlsx_room(b, column, q->style, STR_NONE, q->values[0]);
    if (q->word.len)
        xlsx_formula_word(b, w, line, column, formula, format, q->word);
    else
        xlsx_formula(b, w, line, column, formula, format, true, q->values[0]);
}

static const struct {
    const char *heading, *unit;
} figures[] = {
#define FIGURE(code, heading, style, unit) {heading, unit},
#include "workbook/money.def"
#undef FIGURE
};

// ---- the options side by side ------------------------------------------------------------------

enum { COLUMN_OPTION = 2 };

// Where the comparison holds what; lines from 0.
struct table {
    struct book *book;
    lxw_worksheet *sheet;
    uint32_t line[MONEY_FIGURES];  // 0 where no option has the figure
    uint32_t against, rank, winner;
};

// The figure by which options are ranked.
static enum money_figure measure_of(const struct plan *p)
{
    if (p->program->rank_by == RANK_RISK_ADJUSTED) return MONEY_ADJUSTED;
    bool worth = p->program->rank_by == RANK_NPV && p->session->ledger.discounted;
    return worth ? MONEY_NPV : MONEY_TOTAL;
}

// "C5", "$C$5:$F$5": of an option; of all.
static struct str cell_at(struct book *b, uint32_t option, uint32_t line)
{
    struct text t = {.arena = b->arena};
    formula_column(&t, COLUMN_OPTION + (int)option);
    text_addf(&t, "%u", (unsigned)line + 1);
    return text_str(&t);
}

static struct str all_at(struct book *b, uint32_t line)
{
    struct text t = {.arena = b->arena};
    text_add_char(&t, '$');
    formula_column(&t, COLUMN_OPTION);
    text_addf(&t, "$%u:$", (unsigned)line + 1);
    formula_column(&t, COLUMN_OPTION + (int)b->plan->program->options.count - 1);
    text_addf(&t, "$%u", (unsigned)line + 1);
    return text_str(&t);
}

// How many of those compared cost less, or as much and stand before it.
static void write_rank(struct table *t, uint32_t option)
{
    struct book *b = t->book;
    enum money_figure f = measure_of(b->plan);
    struct str own = cell_at(b, option, t->line[f]), all = all_at(b, t->line[f]);
    struct str can = cell_at(b, option, t->line[MONEY_COMPARED]),
               all_can = all_at(b, t->line[MONEY_COMPARED]);
    struct str dust = cell_of(b, b->plan->dust);
    struct str text = str_format(
        b->arena,
        "=IF(%.*s=\"yes\",1+SUMPRODUCT((%.*s=\"yes\")*((%.*s<%.*s-%.*s*ABS(%.*s))+(ABS(%.*s-%.*s)<=%.*s*ABS(%.*s))*(COLUMN(%.*s)<COLUMN(%.*s)))),\"-\")",
        STR_ARG(can), STR_ARG(all_can), STR_ARG(all), STR_ARG(own), STR_ARG(dust), STR_ARG(own),
        STR_ARG(all), STR_ARG(own), STR_ARG(dust), STR_ARG(own), STR_ARG(all), STR_ARG(own));
    lxw_format *format = xlsx_look(b, ROLE_OTHER_SHEET, LOOK_COUNT, STR_NONE);
    uint32_t rank = b->plan->comparison->options[option].rank;
    int at = COLUMN_OPTION + (int)option;
    if (rank)
        xlsx_formula(b, t->sheet, t->rank, at, str_to_c(b->arena, text), format, true, rank);
    else
        xlsx_formula_word(b, t->sheet, t->rank, at, str_to_c(b->arena, text), format, STR("-"));
}

static void write_against(struct table *t, uint32_t option)
{
    struct book *b = t->book;
    const struct plan *p = b->plan;
    enum money_figure f = measure_of(p);
    uint32_t base = p->program->baseline;
    struct str text =
        str_format(b->arena, "=%.*s-$%.*s", STR_ARG(cell_at(b, option, t->line[f])),
                   STR_ARG(cell_at(b, base, t->line[f])));
    double less = plan_at(p, p->options[option].figure[f])->values[0] -
                  plan_at(p, p->options[base].figure[f])->values[0];
    xlsx_room(b, COLUMN_OPTION + (int)option, LOOK_MONEY, STR_NONE, less);
    xlsx_formula(b, t->sheet, t->against, COLUMN_OPTION + (int)option, str_to_c(b->arena, text),
                 xlsx_look(b, ROLE_FORMULA, LOOK_MONEY, STR_NONE), true, less);
}

static void write_winner(struct table *t)
{
    struct book *b = t->book;
    const struct plan *p = b->plan;
    struct str ranks = all_at(b, t->rank), names = all_at(b, PAGE_FIRST_LINE - 1);
    struct str text =
        str_format(b->arena, "=IF(COUNTIF(%.*s,1)=0,\"none\",INDEX(%.*s,1,MATCH(1,%.*s,0)))",
                   STR_ARG(ranks), STR_ARG(names), STR_ARG(ranks));
    uint32_t winner = p->comparison->winner;
    xlsx_text(b, t->sheet, t->winner, 0, STR("Cheapest that can do the work"), b->head);
    xlsx_formula_word(b, t->sheet, t->winner, COLUMN_OPTION, str_to_c(b->arena, text),
                      b->head_right,
                      winner == NO_NAME ? STR("none") : p->program->options.at[winner].name);
}

static struct table lay_out(struct book *b, lxw_worksheet *w)
{
    const struct plan *p = b->plan;
    struct table t = {.book = b, .sheet = w};
    uint32_t line = PAGE_FIRST_LINE;
    t.winner = line++;
    t.rank = line++;
    t.against = line++;
    for (int f = 0; f < MONEY_FIGURES; f++)
        for (uint32_t o = 0; o < p->program->options.count && !t.line[f]; o++)
            if (p->options[o].figure[f] != NO_NAME) t.line[f] = line++;
    return t;
}

// What a component can't tell is no zero.
static struct str missing(enum money_figure f)
{
    return f >= MONEY_ENERGY && f <= MONEY_WATER ? STR("not known") : STR("-");
}

// A figure of all options; rows are written from top to bottom, as the library wants them.
static void write_figures(struct table *t, enum money_figure f)
{
    struct book *b = t->book;
    const struct plan *p = b->plan;
    struct str unit = figures[f].unit[0] ? str_of(figures[f].unit) : p->session->info.currency;
    xlsx_text(b, t->sheet, t->line[f], 0, str_of(figures[f].heading), b->text);
    xlsx_text(b, t->sheet, t->line[f], 1, unit, b->note);
    for (uint32_t o = 0; o < p->program->options.count; o++)
        if (p->options[o].figure[f] == NO_NAME)
            xlsx_text(b, t->sheet, t->line[f], COLUMN_OPTION + (int)o, missing(f),
                      b->note_right);
        else
            xlsx_link(b, t->sheet, t->line[f], COLUMN_OPTION + (int)o, p->options[o].figure[f]);
    for (uint32_t o = 0; o < p->program->options.count && f == MONEY_ERRORS; o++)
        xlsx_judge(b, t->sheet, t->line[f], t->line[f], COLUMN_OPTION + (int)o, b->bad);
}

static uint32_t write_options(struct book *b, lxw_worksheet *w)
{
    const struct plan *p = b->plan;
    struct table t = lay_out(b, w);
    uint32_t count = p->program->options.count;
    for (uint32_t o = 0; o < count; o++) {
        struct str name = p->program->options.at[o].name;
        xlsx_room_text(b, COLUMN_OPTION + (int)o, name);
        xlsx_text(b, w, PAGE_FIRST_LINE - 1, COLUMN_OPTION + (int)o, name, b->head_right);
    }
    write_winner(&t);
    xlsx_text(b, w, t.rank, 0, STR("Rank"), b->head);
    for (uint32_t o = 0; o < count; o++)
        write_rank(&t, o);
    xlsx_text(b, w, t.against, 0, STR("Less the baseline, by what they are ranked by"),
              b->text);
    xlsx_text(b, w, t.against, 1, p->session->info.currency, b->note);
    for (uint32_t o = 0; o < count; o++)
        write_against(&t, o);
    for (int f = 0; f < MONEY_FIGURES; f++)
        if (t.line[f]) write_figures(&t, (enum money_figure)f);
    return t.winner;
}

void summary_compare(struct book *b, lxw_worksheet *w)
{
    const struct plan *p = b->plan;
    int last = COLUMN_OPTION + (int)p->program->options.count - 1;
    xlsx_keep(b, b->lib->worksheet_set_column(w, 0, 0, 46, NULL));
    xlsx_keep(b, b->lib->worksheet_set_column(w, 1, 1, 10, NULL));
    b->lib->worksheet_freeze_panes(w, PAGE_FIRST_LINE, COLUMN_OPTION);
    xlsx_print(b, w);
    xlsx_text(b, w, 0, 0, xlsx_title(b), b->title);
    xlsx_text(b, w, 1, 0,
              STR_JOINED(b->arena, STR("The baseline is "),
                         p->program->options.at[p->program->baseline].name),
              b->note);
    xlsx_overall(b, w, 1, COLUMN_OPTION);
    xlsx_text(b, w, PAGE_FIRST_LINE - 1, 0, STR("Figure"), b->head);
    xlsx_text(b, w, PAGE_FIRST_LINE - 1, 1, STR("Unit"), b->head);
    b->winner_line = write_options(b, w);
    xlsx_set_width(b, w, COLUMN_OPTION, last, xlsx_width(b, COLUMN_OPTION, last, 16));
}

// ---- the cover ---------------------------------------------------------------------------------

static void write_fact(struct book *b, lxw_worksheet *w, uint32_t line, const char *key,
                       struct str value)
{
    xlsx_text(b, w, line, 0, str_of(key), b->note);
    xlsx_text(b, w, line, 1, value, b->text);
}

static uint32_t write_legend(struct book *b, lxw_worksheet *w, uint32_t line)
{
    static const struct {
        enum role role;
        const char *look, *what;
    } rows[] = {
        {ROLE_INPUT, "Blue on yellow", "an input: change it"},
        {ROLE_FORMULA, "Black", "a formula over this sheet"},
        {ROLE_OTHER_SHEET, "Green", "a formula that looks at other sheets"},
        {ROLE_CONVENTION, "Dark grey", "a convention that formulas rest on: leave it as it is"},
        {ROLE_SETTLED, "Grey on grey", "not given: to give it, run tco again with --set"},
        {ROLE_UNUSED, "Grey", "not used here: the scenario switches it off"},
        {ROLE_VALUE, "Red",
         "a value that a workbook can't compute; it does not follow inputs"}};
    xlsx_text(b, w, line++, 0, STR("Colours"), b->head);
    for (size_t i = 0; i < COUNT_OF(rows); i++, line++) {
        xlsx_text(b, w, line, 0, str_of(rows[i].look),
                  xlsx_look(b, rows[i].role, LOOK_COUNT, STR_NONE));
        xlsx_text(b, w, line, 1, str_of(rows[i].what), b->text);
    }
    return line + 1;
}

// Shapes of formulas that recur, and how to read them.
static uint32_t write_shapes(struct book *b, lxw_worksheet *w, uint32_t line)
{
    static const struct {
        const char *shape, *what;
    } rows[] = {
        {"SUMPRODUCT(amounts, SUMIF(months, month-months+1, by age))",
         "each earlier month's amount, times what stands at the age that it has reached in the line"},
        {"", "'by age', whose columns are ages from 1: what is bought, over its life"},
        {"SUMIF(months, month-delay, amounts)", "the amount of so many months before"},
        {"SUMPRODUCT(MAX(amount*hours))", "the busiest hour of a day"}};
    xlsx_text(b, w, line++, 0, STR("Formulas that recur"), b->head);
    for (size_t i = 0; i < COUNT_OF(rows); i++, line++) {
        xlsx_text(b, w, line, 0, str_of(rows[i].shape), b->wrapped_text);
        xlsx_text(b, w, line, 1, str_of(rows[i].what), b->text);
    }
    return line + 1;
}

// What the workbook says, followed as it changes.
static uint32_t write_answer(struct book *b, lxw_worksheet *w, uint32_t line)
{
    const struct plan *p = b->plan;
    struct text at = {.arena = b->arena};
    text_add_c(&at, "='Compare'!$");
    formula_column(&at, COLUMN_OPTION);
    text_addf(&at, "$%u", (unsigned)b->winner_line + 1);
    uint32_t winner = p->comparison->winner;
    xlsx_text(b, w, line, 0, STR("Cheapest that can do the work"), b->note);
    xlsx_formula_word(b, w, line++, 1, str_to_c(b->arena, text_str(&at)),
                      xlsx_look(b, ROLE_OTHER_SHEET, LOOK_PLAIN, STR_NONE),
                      winner == NO_NAME ? STR("none") : p->program->options.at[winner].name);
    const struct {
        const char *what;
        uint32_t count;
        lxw_format *otherwise;
    } counts[] = {{"Sums that do not agree (sheet Checks)", p->faults, b->bad},
                  {"Errors of models: tco refuses these inputs", p->errors, b->bad},
                  {"Warnings of models", p->warnings, b->warned}};
    for (size_t i = 0; i < COUNT_OF(counts); i++, line++) {
        xlsx_text(b, w, line, 0, str_of(counts[i].what), b->note);
        xlsx_judge(b, w, line, line, 1, counts[i].otherwise);
        xlsx_link(b, w, line, 1, counts[i].count);
    }
    return line;
}

static uint32_t write_facts(struct book *b, lxw_worksheet *w, uint32_t line)
{
    const struct plan *p = b->plan;
    const struct session *s = p->session;
    write_fact(b, w, line++, "Scenario", s->file);
    write_fact(b, w, line++, "SHA-256", session_sha256(s, b->arena));
    write_fact(b, w, line++, "Written by", STR("tco " TCO_VERSION));
    write_fact(b, w, line++, "Currency", s->info.currency);
    write_fact(b, w, line++, "First month", month_text(b->arena, p->program, 1));
    write_fact(b, w, line++, "Months",
               str_format(b->arena, "%u", (unsigned)p->program->months));
    write_fact(b, w, line++, "Baseline", p->program->options.at[p->program->baseline].name);
    return line;
}

static uint32_t write_reason(struct book *b, lxw_worksheet *w, uint32_t line, struct str what,
                             struct str why)
{
    xlsx_text(b, w, line, 0, what, b->text);
    xlsx_text(b, w, line, 1, why, b->note);
    return line + 1;
}

// Figures of an option that are not known, whatever the inputs become.
static uint32_t write_unknown(struct book *b, lxw_worksheet *w, uint32_t line, uint32_t option)
{
    const struct plan *p = b->plan;
    for (int f = MONEY_ENERGY; f <= MONEY_WATER; f++) {
        bool shown = false;
        for (uint32_t o = 0; o < p->program->options.count; o++)
            shown = shown || p->options[o].figure[f] != NO_NAME;
        if (!shown || p->options[option].figure[f] != NO_NAME) continue;
        struct str what =
            str_format(b->arena, "%.*s: %s", STR_ARG(p->program->options.at[option].name),
                       figures[f].heading);
        line =
            write_reason(b, w, line, what, STR("not known: a component lacks what it needs"));
    }
    return line;
}

static uint32_t write_left(struct book *b, lxw_worksheet *w, uint32_t line)
{
    const struct plan *p = b->plan;
    xlsx_text(b, w, line++, 0, STR("What does not follow the inputs"), b->head);
    uint32_t first = line;
    for (uint32_t i = 0; i < p->count; i++) {
        const struct quantity *q = plan_at(p, i);
        if (q->reason.len) line = write_reason(b, w, line, plan_label(p, q), q->reason);
    }
    for (uint32_t o = 0; o < p->program->options.count; o++)
        line = write_unknown(b, w, line, o);
    for (uint32_t i = 0; i < p->count; i++)
        if (plan_at(p, i)->settled)
            line = write_reason(b, w, line, plan_label(p, plan_at(p, i)),
                                str_of(xlsx_settled(p, plan_at(p, i))));
    if (line == first)
        xlsx_text(b, w, line++, 0, STR("Nothing: every figure is a formula."), b->text);
    return line;
}

void summary_cover(struct book *b, lxw_worksheet *w)
{
    xlsx_keep(b, b->lib->worksheet_set_column(w, 0, 0, 58, NULL));
    xlsx_keep(b, b->lib->worksheet_set_column(w, 1, 1, 80, NULL));
    xlsx_print(b, w);
    xlsx_text(b, w, 0, 0, xlsx_title(b), b->title);
    uint32_t line = write_facts(b, w, 2);
    line = write_answer(b, w, line + 1);
    line = write_legend(b, w, line + 1);
    line = write_shapes(b, w, line);
    line = write_left(b, w, line);
    xlsx_text(
        b, w, line, 0,
        STR("Words (a billing, an entry of the catalogue), rates between currencies that are one number, and which values are given are settled when the workbook is written."),
        b->note);
}
