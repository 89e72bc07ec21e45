#include "units/unit.h"

#include <string.h>

enum basis { FIXED, MONTH };
enum { KIND_NONE = KIND_COUNT };

static const struct known {
    struct str name, plural, prefixes;
    double factor;
    enum basis basis;
    struct {
        uint8_t kind;
        int8_t power;
    } parts[2];
    struct str doc;
} KNOWN[] = {
#define UNIT(name, plural, prefixes, factor, basis, kind, power, kind2, power2, doc)           \
    {{name, sizeof name - 1},                                                                  \
     {plural, sizeof plural - 1},                                                              \
     {prefixes, sizeof prefixes - 1},                                                          \
     factor,                                                                                   \
     basis,                                                                                    \
     {{KIND_##kind, power}, {KIND_##kind2, power2}},                                           \
     {doc, sizeof doc - 1}},
#include "units/units.def"
#undef UNIT
};

static const char CURRENCIES[][4] = {
#define CURRENCY(code) #code,
#include "units/currencies.def"
#undef CURRENCY
};

static const char CURRENCY_PREFIXES[] = "kMGTB";

uint8_t currency_code(struct str name)
{
    if (name.len != 3) return 0;
    for (size_t i = 0; i < COUNT_OF(CURRENCIES); i++)
        if (memcmp(name.at, CURRENCIES[i], 3) == 0) return (uint8_t)(i + 1);
    return 0;
}

struct str currency_name(uint8_t code)
{
    return str_of(code ? CURRENCIES[code - 1] : "");
}

static double prefix_factor(char prefix)
{
    switch (prefix) {
    case 'k': return 1e3;
    case 'M': return 1e6;
    case 'G':
    case 'B': return 1e9;
    case 'T': return 1e12;
    case 'P': return 1e15;
    case 'E': return 1e18;
    case 'Z': return 1e21;
    default: return 0;
    }
}

static bool is_named(const struct known *u, struct str name)
{
    return str_eq(u->name, name) || (u->plural.len && str_eq(u->plural, name));
}

static struct unit unit_of_known(const struct unit_system *s, const struct known *u)
{
    double month = s->hours_per_month * 3600;
    struct unit unit = {u->basis == MONTH ? u->factor * month : u->factor, DIM_NONE};
    for (size_t i = 0; i < COUNT_OF(u->parts); i++)
        if (u->parts[i].kind != KIND_NONE)
            unit.dim.exponent[u->parts[i].kind] = u->parts[i].power;
    return unit;
}

static bool find_known(const struct unit_system *s, struct str name, struct unit *out)
{
    struct str rest = str_cut(name, 1, name.len);
    for (size_t i = 0; i < COUNT_OF(KNOWN); i++) {
        const struct known *u = &KNOWN[i];
        bool prefixed = rest.len > 0 && is_named(u, rest) &&
                        str_find(u->prefixes, name.at[0]) < u->prefixes.len;
        if (!prefixed && !is_named(u, name)) continue;
        *out = unit_of_known(s, u);
        if (prefixed) out->factor *= prefix_factor(name.at[0]);
        return true;
    }
    return false;
}

// What one unit of a currency is: of the home kind where there is a rate, else of its own.
static struct unit unit_of_currency(const struct unit_system *s, uint8_t code, bool declared)
{
    if (declared && s->home) return (struct unit){1, dim_of_currency(s->home)};
    for (uint32_t i = 0; i < s->rate_count; i++)
        if (s->rates[i].code == code)
            return (struct unit){s->rates[i].value, dim_of_currency(s->home)};
    return (struct unit){1, dim_of_currency(code)};
}

static bool find_currency(const struct unit_system *s, struct str name, bool declared,
                          struct unit *out)
{
    bool prefixed =
        name.len == 4 && memchr(CURRENCY_PREFIXES, name.at[0], sizeof CURRENCY_PREFIXES - 1);
    uint8_t code = currency_code(prefixed ? str_cut(name, 1, 4) : name);
    if (!code) return false;
    *out = unit_of_currency(s, code, declared);
    if (prefixed) out->factor *= prefix_factor(name.at[0]);
    return true;
}

// The state of reading one unit.
struct reader {
    const struct unit_system *system;
    bool declared;
    struct str text;
    size_t at;
    struct str bad;       // the first name that is not known
    double above, below;  // products of the factors over and under the bar
    struct dim dim;
    int times;  // time units seen, and the last of them with its sign
    double time_factor;
    int time_sign;
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char peek(const struct reader *r, size_t ahead)
{
    return r->at + ahead < r->text.len ? r->text.at[r->at + ahead] : '\0';
}

static struct str scan_name(const struct reader *r)
{
    size_t end = r->at;
    if (peek(r, 0) == '%') return str_cut(r->text, r->at, r->at + 1);
    if (peek(r, 0) == '1' && !is_digit(peek(r, 1)) && peek(r, 1) != '.')
        return str_cut(r->text, r->at, r->at + 1);
    if (!is_letter(peek(r, 0))) return STR_NONE;
    while (end < r->text.len && (is_letter(r->text.at[end]) || is_digit(r->text.at[end])))
        end++;
    return str_cut(r->text, r->at, end);
}

static bool is_reference(const struct reader *r)
{
    char c = peek(r, 0);
    return c == '[' || c == '(' || c == '_' || (c == '.' && is_letter(peek(r, 1)));
}

static int scan_power(struct reader *r)
{
    if (peek(r, 0) != '^') return 1;
    int sign = peek(r, 1) == '-' ? -1 : 1;
    size_t digit = sign < 0 ? 2 : 1;
    if (!is_digit(peek(r, digit))) return 1;
    int power = sign * (peek(r, digit) - '0');
    r->at += digit + 1;
    return power;
}

static bool take(struct reader *r, struct unit unit, int power)
{
    struct dim powered;
    if (!dim_power(unit.dim, power, &powered)) return false;
    if (!dim_times(r->dim, powered, &r->dim)) return false;
    if (dim_eq(unit.dim, dim_of(KIND_TIME))) {
        r->times++;
        r->time_factor = unit.factor;
        r->time_sign = power;
    }
    for (int i = 0; i < power; i++)
        r->above *= unit.factor;
    for (int i = 0; i > power; i--)
        r->below *= unit.factor;
    return true;
}

static bool read_factors(struct reader *r, int sign, bool inside);

static bool read_factor(struct reader *r, int sign)
{
    if (peek(r, 0) == '(') {
        r->at++;
        if (!read_factors(r, sign, true) || peek(r, 0) != ')') return false;
        r->at++;
        return true;
    }
    struct str name = scan_name(r);
    if (name.len == 0) return false;
    struct unit unit;
    if (!find_known(r->system, name, &unit) &&
        !find_currency(r->system, name, r->declared, &unit)) {
        if (r->bad.len == 0) r->bad = name;
        return false;
    }
    r->at += name.len;
    if (is_reference(r)) return false;
    return take(r, unit, sign * scan_power(r));
}

// Reads factors for as long as they are units; a part that is none is given back, unless it
// stands inside parentheses.
static bool read_factors(struct reader *r, int sign, bool inside)
{
    if (!read_factor(r, sign)) return false;
    while (peek(r, 0) == '*' || peek(r, 0) == '/') {
        struct reader before = *r;
        int next = peek(r, 0) == '/' ? -sign : sign;
        r->at++;
        if (read_factor(r, next)) continue;
        struct str bad = r->bad;
        *r = before;
        if (r->bad.len == 0) r->bad = bad;
        return !inside;
    }
    return true;
}

static struct reader reader_of(const struct unit_system *s, struct str text, bool declared)
{
    return (struct reader){
        .system = s, .declared = declared, .text = text, .above = 1, .below = 1};
}

bool unit_scan(const struct unit_system *s, struct str text, struct unit *out, size_t *used)
{
    struct reader r = reader_of(s, text, false);
    *used = 0;
    if (!read_factors(&r, 1, false)) return false;
    *used = r.at;
    *out = (struct unit){r.above / r.below, r.dim};
    return true;
}

static bool parse_all(struct reader *r, struct unit *out, struct str *bad)
{
    bool ok = read_factors(r, 1, false) && r->at == r->text.len;
    *bad = r->bad;
    if (ok) *out = (struct unit){r->above / r->below, r->dim};
    return ok;
}

bool unit_parse(const struct unit_system *s, struct str text, struct unit *out, struct str *bad)
{
    struct reader r = reader_of(s, text, false);
    return parse_all(&r, out, bad);
}

bool unit_parse_declared(const struct unit_system *s, struct str text, struct unit *out,
                         struct str *bad)
{
    struct reader r = reader_of(s, text, true);
    return parse_all(&r, out, bad);
}

double unit_period_months(const struct unit_system *s, struct str text)
{
    struct reader r = reader_of(s, text, false);
    if (!read_factors(&r, 1, false) || r.times != 1 || r.time_sign != -1) return 0;
    return r.time_factor / (s->hours_per_month * 3600);
}

struct str unit_meant(struct str name)
{
    static const struct {
        const char *name, *unit;
    } spellings[] = {
#define SPELLING(name, unit) {name, unit},
#include "units/spellings.def"
#undef SPELLING
    };
    for (size_t i = 0; i < COUNT_OF(spellings); i++)
        if (str_is(name, spellings[i].name)) return str_of(spellings[i].unit);
    return STR_NONE;
}

struct str unit_nearest(struct arena *a, struct str name)
{
    if (name.len == 0) return STR_NONE;
    struct str meant = unit_meant(name);
    if (meant.len) return meant;
    VEC(struct str) all = {0};
    for (size_t i = 0; i < COUNT_OF(KNOWN); i++) {
        const struct known *u = &KNOWN[i];
        VEC_PUSH(a, &all, u->name);
        if (u->plural.len) VEC_PUSH(a, &all, u->plural);
        for (size_t p = 0; p < u->prefixes.len; p++)
            VEC_PUSH(a, &all, str_format(a, "%c%.*s", u->prefixes.at[p], STR_ARG(u->name)));
    }
    for (size_t i = 0; i < COUNT_OF(CURRENCIES); i++) {
        VEC_PUSH(a, &all, str_of(CURRENCIES[i]));
        VEC_PUSH(a, &all, str_format(a, "k%s", CURRENCIES[i]));
        VEC_PUSH(a, &all, str_format(a, "M%s", CURRENCIES[i]));
    }
    struct str best = STR_NONE;
    unsigned best_distance = 3;
    for (uint32_t i = 0; i < all.count; i++) {
        unsigned distance = str_distance(name, all.at[i], 2);
        if (distance < best_distance) {
            best = all.at[i];
            best_distance = distance;
        }
    }
    return best_distance < name.len ? best : STR_NONE;
}

void unit_each(void (*each)(void *context, struct str name, struct str plural,
                            struct str prefixes, struct str doc),
               void *context)
{
    for (size_t i = 0; i < COUNT_OF(KNOWN); i++)
        each(context, KNOWN[i].name, KNOWN[i].plural, KNOWN[i].prefixes, KNOWN[i].doc);
}
