// junit.c - JUnit XML: a test case for each check, and for each error that kept it from being judged.
#include "report/reporter.h"

// Control characters are visible text already; two code points are no characters of XML.
static void add_xml(struct text *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        bool barred = i + 2 < s.len && (unsigned char)s.at[i] == 0xEF &&
                      (unsigned char)s.at[i + 1] == 0xBF && (unsigned char)s.at[i + 2] >= 0xBE;
        if (barred) {
            text_add_c(out, (unsigned char)s.at[i + 2] == 0xBE ? "\\u{fffe}" : "\\u{ffff}");
            i += 2;
            continue;
        }
        switch (s.at[i]) {
        case '&': text_add_c(out, "&amp;"); break;
        case '<': text_add_c(out, "&lt;"); break;
        case '>': text_add_c(out, "&gt;"); break;
        case '"': text_add_c(out, "&quot;"); break;
        default: text_add_char(out, s.at[i]);
        }
    }
}

static void add_attribute(struct text *out, const char *name, struct str value)
{
    struct text visible = {.arena = out->arena};
    text_add_visible(&visible, value, 4000);
    text_addf(out, " %s=\"", name);
    add_xml(out, text_str(&visible));
    text_add_char(out, '"');
}

static void open_case(struct text *out, struct str class, struct str name)
{
    text_add_c(out, "    <testcase");
    add_attribute(out, "classname", class);
    add_attribute(out, "name", name);
}

static void add_element(struct text *out, const char *element, struct str type,
                        struct str message)
{
    text_addf(out, ">\n      <%s", element);
    if (type.len) add_attribute(out, "type", type);
    add_attribute(out, "message", message);
    text_add_c(out, "/>\n    </testcase>\n");
}

static void add_output(struct text *out, struct str message)
{
    struct text visible = {.arena = out->arena};
    text_add_visible(&visible, message, 4000);
    text_add_c(out, ">\n      <system-out>");
    add_xml(out, text_str(&visible));
    text_add_c(out, "</system-out>\n    </testcase>\n");
}

// A warning is no failure; it is told in the output of its case.
static void add_finding(struct text *out, const struct finding *f)
{
    open_case(out, str_of(finding_kind_word(f->kind)), f->id);
    struct str advice = f->advice.len ? str_format(out->arena, "%.*s: %.*s",
                                                   STR_ARG(f->message), STR_ARG(f->advice))
                                      : f->message;
    switch (f->status) {
    case FINDING_PASS: add_output(out, f->message); return;
    case FINDING_SKIPPED: add_element(out, "skipped", STR_NONE, f->message); return;
    case FINDING_WAIVED:
        add_element(out, "skipped", STR_NONE,
                    str_format(out->arena, "waived until %.*s: %.*s; %.*s",
                               STR_ARG(f->waiver->until_text), STR_ARG(f->waiver->reason),
                               STR_ARG(f->message)));
        return;
    case FINDING_FAIL:
        if (f->level == LEVEL_DENY)
            add_element(out, "failure", STR("deny"), advice);
        else
            add_output(out, str_format(out->arena, "warning: %.*s", STR_ARG(advice)));
        return;
    }
}

static void add_error(struct text *out, const struct remark *r)
{
    struct str place = r->line ? str_format(out->arena, "%.*s:%u:%u", STR_ARG(r->file),
                                            (unsigned)r->line, (unsigned)r->column)
                               : r->file;
    open_case(out, STR("message"),
              str_format(out->arena, "%.*s %.*s", STR_ARG(place), STR_ARG(r->rule)));
    add_element(out, "error", r->rule, r->message);
}

void write_junit(struct text *out, const struct session *s, const struct gate *g)
{
    struct remarks all = remarks_of(out->arena, s, NULL);
    uint32_t errors = 0, checks = g ? g->findings.count : 0;
    for (uint32_t i = 0; i < all.list.count; i++)
        errors += all.list.at[i].severity == SEVERITY_ERROR;
    text_add_c(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    text_addf(out,
              "  <testsuite name=\"tco\" tests=\"%u\" failures=\"%u\" errors=\"%u\" "
              "skipped=\"%u\">\n",
              (unsigned)(checks + errors), (unsigned)(g ? g->failed[LEVEL_DENY] : 0),
              (unsigned)errors, (unsigned)(g ? g->waived + g->skipped : 0));
    for (uint32_t i = 0; i < checks; i++)
        add_finding(out, &g->findings.at[i]);
    for (uint32_t i = 0; i < all.list.count; i++)
        if (all.list.at[i].severity == SEVERITY_ERROR) add_error(out, &all.list.at[i]);
    text_add_c(out, "  </testsuite>\n</testsuites>\n");
}
