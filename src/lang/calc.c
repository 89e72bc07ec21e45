#include "lang/calc.h"

// ---- the rows ----------------------------------------------------------------------------------

#define P(name, kind, standard)                                                                \
    {{name, sizeof name - 1}, CALC_##kind, {standard, sizeof standard - 1}},
#define CALC(code, name, answer, book, params, doc, example)                                   \
    static const struct calc_param PARAMS_##code[] = {params};
#include "lang/calcs.def"
#undef CALC
#undef P

static const struct calc_row ROWS[] = {
#define CALC(code, name, answer, book, params, doc, example)                                   \
    {{name, sizeof name - 1},      CALC_ANSWERS_##answer,                                      \
     {book, sizeof book - 1},      PARAMS_##code,                                              \
     COUNT_OF(PARAMS_##code),      {doc, sizeof doc - 1},                                      \
     {example, sizeof example - 1}},
#include "lang/calcs.def"
#undef CALC
};

const struct calc_row *calc_row(enum calc c)
{
    return &ROWS[c];
}

bool calc_find(struct str name, enum calc *out)
{
    for (int c = 0; c < CALC_COUNT; c++) {
        if (!str_eq(ROWS[c].name, name)) continue;
        *out = (enum calc)c;
        return true;
    }
    return false;
}

bool calc_needs(const struct calc_param *p)
{
    return p->standard.len == 0;
}

bool calc_is_list(enum calc_kind kind)
{
    return kind == CALC_FLOWS || kind == CALC_PRICES || kind == CALC_NUMBERS ||
           kind == CALC_DATES;
}

bool calc_is_money(enum calc_kind kind)
{
    return kind == CALC_MONEY || kind == CALC_PRICE || kind == CALC_FLOWS ||
           kind == CALC_PRICES;
}

struct str calc_word_at(const struct calc_param *p, int number)
{
    struct str rest = p->standard;
    while (number-- > 0)
        rest = str_cut(rest, str_find(rest, ' ') + 1, rest.len);
    return str_cut(rest, 0, str_find(rest, ' '));
}

// The scenario says `start` where these functions say `begin`.
int calc_word(const struct calc_param *p, struct str word)
{
    if (str_is(word, "start")) word = STR("begin");
    for (int i = 0; calc_word_at(p, i).len > 0; i++)
        if (str_eq(calc_word_at(p, i), word)) return i;
    return -1;
}

// ---- dates -------------------------------------------------------------------------------------

static bool digits(struct str text, size_t from, size_t to, int *out)
{
    *out = 0;
    for (size_t i = from; i < to; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') return false;
        *out = *out * 10 + (text.at[i] - '0');
    }
    return true;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool calc_date(struct str text, double *days)
{
    int year, month, day;
    if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-') return false;
    if (!digits(text, 0, 4, &year) || !digits(text, 5, 7, &month) || !digits(text, 8, 10, &day))
        return false;
    if (year < 1900 || year > 2199 || month < 1 || month > 12) return false;
    if (day < 1 || day > days_in_month(year, month)) return false;
    int y = year - (month <= 2), m = (month + 9) % 12;  // a year that begins in March
    int count = y * 365 + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + day - 1;
    *days = count - 719468;
    return true;
}

struct str calc_date_text(struct arena *a, double days)
{
    int count = (int)days, year = 1970;
    int length = 365;
    while (count < 0 || count >= length) {
        year += count < 0 ? -1 : 1;
        if (count >= 0) count -= length;
        length = 337 + days_in_month(year, 2);
        if (count < 0) count += length;
    }
    int month = 1;
    while (count >= days_in_month(year, month))
        count -= days_in_month(year, month++);
    return str_format(a, "%04d-%02d-%02d", year, month, count + 1);
}
