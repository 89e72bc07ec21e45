// ages.c - prices that are older than a scenario allows, and figures of its own that are newer.
//
// An age is counted from the day of a figure to the day of --today, else to `as_of`. It changes no
// figure, and no clock is read: without either day ages are not judged. Of the catalogue `as_of`
// picks what was known; what the scenario states itself is taken, with a warning if it is later.
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
    l->info->today = l->today;
    return read_limit(l, &l->oldest_price) && ok;
}

static bool is_price(const struct name *n)
{
    return dim_has_money(n->infer ? n->inferred->dim : n->unit.dim);
}

static bool is_stated(const struct origin *o)
{
    return o->kind == ORIGIN_SCENARIO || o->kind == ORIGIN_CASE || o->kind == ORIGIN_SET;
}

static void warn_old(struct linker *l, struct str address, const struct origin *o, int age)
{
    diag_warn(l->d, o->where, DIAG_OLD_PRICE, "the price of %.*s is %d days old (%.*s)",
              STR_ARG(address), age, STR_ARG(o->as_of));
    diag_help(l->d, "find a newer one, or allow its age: price_max_age: %d days", age);
}

static void warn_later(struct linker *l, struct str address, const struct origin *o)
{
    diag_warn(l->d, o->where, DIAG_LATER_FIGURE,
              "the figure of %.*s is of %.*s, later than as_of (%.*s)", STR_ARG(address),
              STR_ARG(o->as_of), STR_ARG(l->info->as_of));
    diag_help(l->d, "write a later as_of, or the figure that was known on that day");
}

static void judge(struct linker *l, uint32_t row, struct map *seen)
{
    const struct origin o = row_origin(l->p, row);
    int day;
    if (!l->p->rows.at[row].needed || !day_read(o.as_of, &day)) return;
    int age = day_number(l->today) - day_number(day);
    bool later = l->as_of && day > l->as_of && is_stated(&o);
    bool old = is_price(row_name(l->p, row)) && age > l->oldest_price;
    struct str place =
        str_format(l->a, "%u:%u", (unsigned)o.where.source, (unsigned)o.where.start);
    if (!(later || old) || !map_put(l->a, seen, place, row)) return;
    struct str address = row_address(l->a, l->p, row);
    if (later)
        warn_later(l, address, &o);
    else
        warn_old(l, address, &o, age);
}

void ages_judge(struct linker *l)
{
    struct map seen = {0};
    for (uint32_t i = 0; i < l->p->rows.count && l->today; i++)
        judge(l, i, &seen);
}
