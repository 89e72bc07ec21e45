// gate_views.c - the checks of a gate as a table.
#include "report/views.h"

static const struct table_column CHECKS[] = {
    COLUMN("id", "Check", EXACT, NAME),
    COLUMN("level", "Level", EXACT, NAME),
    COLUMN("status", "Status", EXACT, NAME),
    COLUMN("message", "Found", EXACT, PROSE),
    COLUMN("kind", "Kind", EXACT, DATA),
    COLUMN("option", "Option", EXACT, DATA),
    COLUMN("actual", "Actual", TIDY, DATA),
    COLUMN("limit", "Limit", TIDY, DATA),
    COLUMN("ratio", "Ratio", RATE, DATA),
    COLUMN("unit", "Unit", EXACT, DATA),
    COLUMN("advice", "Advice", EXACT, DATA),
    COLUMN("location", "Location", EXACT, DATA),
    COLUMN("waived_until", "Waived until", EXACT, DATA),
    COLUMN("waiver_reason", "Reason", EXACT, DATA),
};

struct judged {
    const struct session *session;
    const struct gate *gate;
};

static bool is_money(const struct judged *k, const struct finding *f)
{
    return str_eq(f->unit, k->session->info.currency);
}

// Money to the cent.
static struct table_cell amount(const struct judged *k, const struct finding *f, struct maybe v)
{
    return cell_maybe(v.known, is_money(k, f) ? num_round(v.value, 2) : v.value);
}

static void check_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct judged *k = context;
    const struct finding *f = &k->gate->findings.at[row];
    uint32_t i = 0;
    c[i++] = cell_text(f->id);
    c[i++] = cell_text(str_of(level_word(f->level)));
    c[i++] = cell_text(str_of(finding_status_word(f->status)));
    c[i++] = cell_text(f->message);
    c[i++] = cell_text(str_of(finding_kind_word(f->kind)));
    c[i++] = cell_text(f->option);
    c[i++] = amount(k, f, f->actual);
    c[i++] = amount(k, f, f->limit);
    c[i++] = cell_maybe(f->ratio.known, f->ratio.value);
    c[i++] = cell_text(f->unit);
    c[i++] = cell_text(f->advice);
    c[i++] = cell_text(source_location(a, &k->session->sources, f->where));
    c[i++] = cell_text(f->waiver ? f->waiver->until_text : STR_NONE);
    c[i++] = cell_text(f->waiver ? f->waiver->reason : STR_NONE);
}

struct table view_checks(const struct session *s, const struct gate *g)
{
    struct judged *k = ARENA_NEW(s->diags.arena, struct judged);
    *k = (struct judged){s, g};
    return (struct table){STR("checks"), CHECKS, COUNT_OF(CHECKS), g ? g->findings.count : 0, k,
                          check_row};
}
