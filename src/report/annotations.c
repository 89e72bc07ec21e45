// annotations.c - workflow commands of GitHub: ::error file=..,line=..,col=..::MESSAGE
//
// What comes from a file is escaped, so that no text becomes a command or a property of one.
#include "report/reporter.h"

static void add_escaped(struct text *out, struct str s, bool property)
{
    for (size_t i = 0; i < s.len; i++) {
        switch (s.at[i]) {
        case '%': text_add_c(out, "%25"); break;
        case '\r': text_add_c(out, "%0D"); break;
        case '\n': text_add_c(out, "%0A"); break;
        case ':': text_add_c(out, property ? "%3A" : ":"); break;
        case ',': text_add_c(out, property ? "%2C" : ","); break;
        default: text_add_char(out, s.at[i]);
        }
    }
}

static const char *command_of(enum severity s)
{
    switch (s) {
    case SEVERITY_ERROR: return "error";
    case SEVERITY_WARNING: return "warning";
    case SEVERITY_NOTE: return "notice";
    }
    return "";
}

// GitHub shows no more of each level in a step. The line of totals is one of its notices.
enum { SHOWN = 10, LEVELS = 3 };

static bool is_shown(enum severity s, uint32_t before, bool totals)
{
    return before + (totals && s == SEVERITY_NOTE) < SHOWN;
}

static void add_totals(struct text *out, const uint32_t *found)
{
    static const char *const words[LEVELS] = {"error", "warning", "note"};
    static const enum severity order[LEVELS] = {SEVERITY_ERROR, SEVERITY_WARNING,
                                                SEVERITY_NOTE};
    const char *between = "";
    text_add_c(out, "::notice title=tco::");
    for (int i = 0; i < LEVELS; i++) {
        uint32_t count = found[order[i]];
        if (count == 0) continue;
        text_addf(out, "%s%u %s%s", between, (unsigned)count, words[i], count == 1 ? "" : "s");
        between = ", ";
    }
    text_addf(out, "; at most %d of each stand here\n", SHOWN);
}

void write_annotations(struct text *out, const struct session *s, const struct gate *g)
{
    struct remarks all = remarks_of(out->arena, s, g);
    uint32_t found[LEVELS] = {0}, told[LEVELS] = {0};
    for (uint32_t i = 0; i < all.list.count; i++)
        found[all.list.at[i].severity]++;
    bool totals = false;
    for (int i = 0; i < LEVELS; i++)
        totals = totals || found[i] > SHOWN;
    for (uint32_t i = 0; i < all.list.count; i++) {
        const struct remark *r = &all.list.at[i];
        if (!is_shown(r->severity, told[r->severity]++, totals)) continue;
        text_addf(out, "::%s title=", command_of(r->severity));
        add_escaped(out, r->rule, true);
        if (r->file.len) {
            text_add_c(out, ",file=");
            add_escaped(out, r->file, true);
        }
        if (r->line)
            text_addf(out, ",line=%u,col=%u,endColumn=%u", (unsigned)r->line,
                      (unsigned)r->column, (unsigned)r->end_column);
        text_add_c(out, "::");
        add_escaped(out, r->message, false);
        text_add_char(out, '\n');
    }
    if (totals) add_totals(out, found);
}
