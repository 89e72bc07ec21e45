#include "model/date.h"

static bool digits(struct str s, size_t from, size_t to, int *value)
{
    *value = 0;
    if (to > s.len) return false;
    for (size_t i = from; i < to; i++) {
        if (s.at[i] < '0' || s.at[i] > '9') return false;
        *value = *value * 10 + (s.at[i] - '0');
    }
    return true;
}

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

// YYYY, YYYY-MM or YYYY-MM-DD; what is left out is 1.
static bool read_parts(struct str s, int *year, int *month, int *day)
{
    *month = *day = 1;
    if (s.len != 4 && s.len != 7 && s.len != 10) return false;
    if (!digits(s, 0, 4, year) || *year < 1900 || *year > 2199) return false;
    if (s.len >= 7 && (s.at[4] != '-' || !digits(s, 5, 7, month))) return false;
    if (s.len == 10 && (s.at[7] != '-' || !digits(s, 8, 10, day))) return false;
    return *month >= 1 && *month <= 12 && *day >= 1 && *day <= days_in(*year, *month);
}

bool month_read(struct str text, int *month)
{
    int y, m, d;
    if (text.len != 7 || !read_parts(text, &y, &m, &d)) return false;
    *month = y * 12 + m - 1;
    return true;
}

bool day_read(struct str text, int *day)
{
    int y, m, d;
    if (!read_parts(text, &y, &m, &d)) return false;
    *day = y * 10000 + m * 100 + d;
    return true;
}

int day_number(int day)
{
    int year = day / 10000, month = day / 100 % 100, days = day % 100;
    for (int m = 1; m < month; m++)
        days += days_in(year, m);
    int before = year - 1;
    return days + before * 365 + before / 4 - before / 100 + before / 400;
}

struct str day_text(struct arena *a, int day)
{
    return str_format(a, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}
