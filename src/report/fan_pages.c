// fan_pages.c - a simulation month by month, for people.
#include "report/pages.h"
#include "report/writer.h"

struct fan_view {
    const struct session *session;
    const struct fan *fan;
    double divisor;
    uint32_t step, per_option;  // months between rows, and rows of an option
};

enum { F_OPTION, F_BY, F_P10, F_P50, F_P90, F_BROKEN_EVEN, F_COUNT };

// Every year, or every quarter of a short horizon; the last month in any case.
static uint32_t column_of(const struct fan_view *v, uint32_t row)
{
    uint32_t column = (row % v->per_option + 1) * v->step;
    return column < v->fan->months ? column : v->fan->months;
}

static void fan_cells(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct fan_view *v = context;
    const struct program *p = &v->session->program;
    uint32_t option = row / v->per_option, column = column_of(v, row);
    const struct fan_option *o = &v->fan->options[option];
    const struct spread *s = &o->cumulative[column];
    c[F_OPTION] = cell_text(p->options.at[option].name);
    c[F_BY] = cell_text(period_text(a, p, PERIOD_MONTH, column));
    c[F_P10] = cell_maybe(o->feasible, s->quantile[1] / v->divisor);
    c[F_P50] = cell_maybe(o->feasible, s->quantile[3] / v->divisor);
    c[F_P90] = cell_maybe(o->feasible, s->quantile[5] / v->divisor);
    c[F_BROKEN_EVEN] = option == p->baseline ? cell_text(STR("baseline"))
                                             : cell_number(o->broken_even[column].share);
}

struct table page_fan_table(struct arena *a, const struct session *s, const struct fan *fan,
                            double divisor)
{
    static const struct table_column columns[F_COUNT] = {
        [F_OPTION] = COLUMN("option", "Option", EXACT, NAME),
        [F_BY] = COLUMN("period", "By the end of", EXACT, NAME),
        [F_P10] = COLUMN("p10", "P10", MONEY, NUMBER),
        [F_P50] = COLUMN("p50", "P50", MONEY, NUMBER),
        [F_P90] = COLUMN("p90", "P90", MONEY, NUMBER),
        [F_BROKEN_EVEN] = COLUMN("p_broken_even", "P(broken even)", RATE, NUMBER),
    };
    struct fan_view *v = ARENA_NEW(a, struct fan_view);
    *v = (struct fan_view){s, fan, divisor, fan->months > 12 ? 12 : 3, 0};
    v->per_option = (fan->months + v->step - 1) / v->step;
    return (struct table){
        STR("fan"), columns, F_COUNT, s->program.options.count * v->per_option, v, fan_cells};
}

struct str page_fan_note(struct arena *a, const struct session *s, const struct fan *fan,
                         const struct scale *scale)
{
    return str_format(
        a,
        "Cash so far in %s%.*s, undiscounted, and break-even for good, in %llu of the trials",
        scale->word, STR_ARG(s->info.currency), (unsigned long long)fan->trials);
}

void page_fan(const struct session *s, const struct fan *fan, const struct scale *scale,
              struct text *out, unsigned width)
{
    struct table t = page_fan_table(out->arena, s, fan, scale->divisor);
    uint32_t shown[F_COUNT];
    for (uint32_t i = 0; i < F_COUNT; i++)
        shown[i] = i;
    text_add_char(out, '\n');
    text_hanging(out, page_fan_note(out->arena, s, fan, scale), width);
    text_add_char(out, '\n');
    text_table(&t, shown, F_COUNT, width, out);
}
