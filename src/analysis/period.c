#include "analysis/period.h"

static const struct {
    const char *word;
    int months;
    bool fiscal;
} PERIODS[PERIOD_COUNT] = {
#define PERIOD(id, word, months, fiscal) {word, months, fiscal},
#include "analysis/period.def"
#undef PERIOD
};

enum period period_find(struct str word)
{
    for (int i = 0; i < PERIOD_COUNT; i++)
        if (str_is(word, PERIODS[i].word)) return (enum period)i;
    return PERIOD_COUNT;
}

const char *period_word(enum period period)
{
    return PERIODS[period].word;
}

// Months from the beginning of year 0, calendar or fiscal, to the first month of the horizon.
static int start_of(const struct program *p, enum period period)
{
    return p->start - (PERIODS[period].fiscal ? p->fiscal_start : 0);
}

uint32_t period_of(const struct program *p, enum period period, uint32_t column)
{
    if (period == PERIOD_MONTH) return column;
    int size = PERIODS[period].months, start = start_of(p, period);
    int month = start + (column ? (int)column - 1 : 0);
    return (uint32_t)(month / size - start / size);
}

uint32_t period_count(const struct program *p, enum period period)
{
    return period_of(p, period, p->months) + 1;
}

uint32_t period_begin(const struct program *p, enum period period, uint32_t index)
{
    if (index == 0 || period == PERIOD_MONTH) return index;
    int size = PERIODS[period].months, start = start_of(p, period);
    return (uint32_t)((start / size + (int)index) * size - start + 1);
}

uint32_t period_end(const struct program *p, enum period period, uint32_t index)
{
    if (index + 1 >= period_count(p, period)) return p->months;
    return period_begin(p, period, index + 1) - 1;
}

struct str period_text(struct arena *a, const struct program *p, enum period period,
                       uint32_t index)
{
    if (period == PERIOD_MONTH) return month_text(a, p, index);
    int size = PERIODS[period].months, number = start_of(p, period) / size + (int)index;
    int year = number * size / 12, quarter = number * size % 12 / 3 + 1;
    const char *mark = PERIODS[period].fiscal ? "FY" : "";
    if (PERIODS[period].fiscal && p->fiscal_start > 0) year++;
    if (size == 12) return str_format(a, "%s%04d", mark, year);
    return str_format(a, "%s%04d-Q%d", mark, year, quarter);
}
