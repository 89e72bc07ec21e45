// unit_text.c - a readable unit for a dimension: USD/kWh, token/s/gpu.
#include "units/unit.h"

struct part {
    struct str name;
    double factor;
    int power;
};

struct parts {
    struct part at[KIND_COUNT + DIM_CURRENCIES];
    int count;
};

static void add(struct parts *p, struct str name, double factor, int power)
{
    if (power != 0) p->at[p->count++] = (struct part){name, factor, power};
}

static const char *shown_name(enum dim_kind kind)
{
    static const char *const names[] = {
#define KIND(code, name) name,
#include "units/kinds.def"
#undef KIND
    };
    return names[kind];
}

// Energy per time is a power; what time is left is shown in the unit that the caller prefers.
static struct parts parts_of(const struct unit_system *s, struct dim dim, struct str time)
{
    struct parts p = {.count = 0};
    for (int i = 0; i < DIM_CURRENCIES; i++)
        add(&p, currency_name(dim.currency[i].code), 1, dim.currency[i].exponent);
    int energy = dim.exponent[KIND_ENERGY], hours = dim.exponent[KIND_TIME];
    bool power = (energy > 0 && hours < 0) || (energy < 0 && hours > 0);
    for (int k = 0; k < KIND_COUNT; k++) {
        switch ((enum dim_kind)k) {
        case KIND_TIME: break;
        case KIND_ENERGY:
            add(&p, power ? STR("kW") : STR("kWh"), power ? 1e3 : 3.6e6, energy);
            break;
        case KIND_CO2E: add(&p, STR("kgCO2e"), 1e3, dim.exponent[k]); break;
        case KIND_TOKEN:
        case KIND_REQUEST:
        case KIND_BYTE:
        case KIND_USER:
        case KIND_GPU:
        case KIND_SERVER:
        case KIND_RACK:
        case KIND_FTE:
        case KIND_LITRE:
            add(&p, str_of(shown_name((enum dim_kind)k)), 1, dim.exponent[k]);
            break;
        case KIND_COUNT: break;
        }
    }
    struct unit unit = UNIT_ONE;
    struct str bad;
    unit_parse(s, time, &unit, &bad);
    add(&p, time, unit.factor, power ? hours + energy : hours);
    return p;
}

static void add_part(struct text *t, const struct part *p, int power)
{
    text_add(t, p->name);
    if (power > 1) text_addf(t, "^%d", power);
}

struct str unit_of_dim(struct arena *a, const struct unit_system *s, struct dim dim,
                       struct str time, struct unit *out)
{
    struct parts p = parts_of(s, dim, time);
    struct text t = {.arena = a};
    double above = 1, below = 1;
    for (int i = 0; i < p.count; i++) {
        if (p.at[i].power <= 0) continue;
        if (t.len) text_add_char(&t, '*');
        add_part(&t, &p.at[i], p.at[i].power);
        for (int n = 0; n < p.at[i].power; n++)
            above *= p.at[i].factor;
    }
    if (t.len == 0) text_add_char(&t, '1');
    for (int i = 0; i < p.count; i++) {
        if (p.at[i].power >= 0) continue;
        text_add_char(&t, '/');
        add_part(&t, &p.at[i], -p.at[i].power);
        for (int n = 0; n < -p.at[i].power; n++)
            below *= p.at[i].factor;
    }
    *out = (struct unit){above / below, dim};
    return text_str(&t);
}

// The letters that start at a place, and where a currency stands in them: kUSD has it at 1.
static struct str word_at(struct str text, size_t at)
{
    size_t end = at;
    while (end < text.len && ((text.at[end] >= 'a' && text.at[end] <= 'z') ||
                              (text.at[end] >= 'A' && text.at[end] <= 'Z')))
        end++;
    return str_cut(text, at, end);
}

static uint8_t currency_in(struct str word, size_t *at)
{
    *at = word.len == 4 ? 1 : 0;
    return currency_code(str_cut(word, *at, word.len));
}

uint8_t unit_currency(struct str text)
{
    for (size_t i = 0; i < text.len;) {
        size_t at;
        struct str word = word_at(text, i);
        uint8_t code = currency_in(word, &at);
        if (code) return code;
        i += word.len ? word.len : 1;
    }
    return 0;
}

struct str unit_in_currency(struct arena *a, struct str text, uint8_t home)
{
    uint8_t first = unit_currency(text);
    if (!home || !first || first == home) return text;
    struct text t = {.arena = a};
    for (size_t i = 0; i < text.len;) {
        size_t at;
        struct str word = word_at(text, i);
        bool money = currency_in(word, &at) != 0;
        text_add(&t, str_cut(word, 0, money ? at : word.len));
        if (money) text_add(&t, currency_name(home));
        if (word.len == 0) text_add_char(&t, text.at[i]);
        i += word.len ? word.len : 1;
    }
    return text_str(&t);
}
