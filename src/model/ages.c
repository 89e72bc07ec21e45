// ages.c - prices that are older than a scenario allows.
//
// An age is counted from the day of a figure to the day of --today, else to `as_of`. It changes no
// figure, and no clock is read: without either day ages are not judged.
#include "model/link_int.h"

#include "model/date.h"

static bool read_limit(struct linker *l, int *days)
{
    enum { STANDARD = 400 };
    *days = STANDARD;
    uint32_t node = node_get_c(l->t, l->root, "price_max_age");
    if (node == NODE_NONE) return true;
    double seconds;
    struct type t;
    if (!value_constant(l, node, &seconds, &t)) return false;
    if (!dim_eq(t.dim, dim_of(KIND_TIME))) {
        diag_fail(l->d, node_span(l->t, node), t.bare ? DIAG_BARE_NUMBER : DIAG_UNIT_MISMATCH,
                  "an age is a time");
        diag_help(l->d, "write 400 days");
        return false;
    }
    double whole = seconds / 86400;
    if (!(whole >= 0 && whole <= 100000))
        return diag_fail(l->d, node_span(l->t, node), DIAG_OUT_OF_RANGE,
                         "an age is 0 to 100000 days");
    *days = (int)whole;
    return true;
}

static bool read_today(struct linker *l)
{
    struct str text = l->settings->today;
    l->today = l->as_of;
    if (text.len == 0 || day_read(text, &l->today)) return true;
    return diag_fail(l->d, SPAN_NONE, DIAG_USAGE,
                     "--today takes a date such as 2026-11-01, not '%.*s'",
                     STR_ARG(str_visible(l->d->arena, text)));
}

bool ages_read(struct linker *l)
{
    bool ok = read_today(l);
    l->info->ages_judged = l->today != 0;
    return read_limit(l, &l->oldest_price) && ok;
}

static bool is_price(const struct name *n)
{
    return dim_has_money(n->infer ? n->inferred->dim : n->unit.dim);
}

static void judge(struct linker *l, uint32_t row, struct map *seen)
{
    const struct origin own = row_origin(l->p, row), *o = &own;
    int day;
    if (!l->p->rows.at[row].needed || !day_read(o->as_of, &day)) return;
    if (!is_price(row_name(l->p, row))) return;
    int age = day_number(l->today) - day_number(day);
    struct str address = row_address(l->a, l->p, row);
    struct str place =
        str_format(l->a, "%u:%u", (unsigned)o->where.source, (unsigned)o->where.start);
    if (age <= l->oldest_price || !map_put(l->a, seen, place, row)) return;
    diag_warn(l->d, o->where, DIAG_OLD_PRICE, "the price of %.*s is %d days old (%.*s)",
              STR_ARG(address), age, STR_ARG(o->as_of));
    diag_help(l->d, "find a newer one, or allow its age: price_max_age: %d days", age);
}

void ages_judge(struct linker *l)
{
    struct map seen = {0};
    for (uint32_t i = 0; i < l->p->rows.count && l->today; i++)
        judge(l, i, &seen);
}
