// sarif.c - SARIF 2.1.0, which code scanning shows beside the lines of a change.
#include "report/reporter.h"
#include "report/writer.h"

#include "base/map.h"

// A path as a reference: what an address of the web reserves is written as %XX.
static struct str uri_of(struct arena *a, struct str path)
{
    struct text t = {.arena = a};
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                     (c >= '0' && c <= '9') || str_find(STR("-._~/"), (char)c) < 5;
        if (plain)
            text_add_char(&t, (char)c);
        else
            text_addf(&t, "%%%02X", c);
    }
    return text_str(&t);
}

static const char *level_of(enum severity s)
{
    switch (s) {
    case SEVERITY_ERROR: return "error";
    case SEVERITY_WARNING: return "warning";
    case SEVERITY_NOTE: return "note";
    }
    return "";
}

static struct str rule_title(struct str rule)
{
    for (int c = 0; c < DIAG_CODE_COUNT; c++)
        if (str_is(rule, diag_id((enum diag_code)c)))
            return str_of(diag_title((enum diag_code)c));
    if (str_is(rule, "budget")) return STR("an option costs more than its budget");
    if (str_is(rule, "change")) return STR("an option costs more than its base by too much");
    if (str_is(rule, "assertion")) return STR("what must hold of the figures does not");
    return STR("a check stated by a model");
}

// Every rule once, in the order in which it is met; `index` is filled.
static void add_rules(struct text *out, const struct remarks *all, struct map *index)
{
    text_add_c(out, "\"rules\": [");
    for (uint32_t i = 0; i < all->list.count; i++) {
        struct str rule = all->list.at[i].rule;
        if (!map_put(out->arena, index, rule, index->count)) continue;
        text_add_c(out, index->count > 1 ? ", {\"id\": " : "{\"id\": ");
        json_string(out, rule);
        text_add_c(out, ", \"shortDescription\": {\"text\": ");
        json_string(out, rule_title(rule));
        text_add_c(out, "}}");
    }
    text_add_char(out, ']');
}

static void add_location(struct text *out, const struct remark *r)
{
    text_add_c(out,
               ", \"locations\": [{\"physicalLocation\": {\"artifactLocation\": {\"uri\": ");
    json_string(out, uri_of(out->arena, r->file));
    text_add_char(out, '}');
    if (r->line)
        text_addf(out,
                  ", \"region\": {\"startLine\": %u, \"startColumn\": %u, \"endColumn\": %u}",
                  (unsigned)r->line, (unsigned)r->column, (unsigned)r->end_column);
    text_add_c(out, "}}]");
}

static void add_result(struct text *out, const struct remark *r, const struct map *index)
{
    text_add_c(out, "{\"ruleId\": ");
    json_string(out, r->rule);
    text_addf(out, ", \"ruleIndex\": %u, \"level\": \"%s\", \"message\": {\"text\": ",
              (unsigned)map_get(index, r->rule), level_of(r->severity));
    json_string(out, r->message);
    text_add_char(out, '}');
    if (r->file.len) add_location(out, r);
    if (r->waiver) {
        text_add_c(out, ", \"suppressions\": [{\"kind\": \"external\", \"justification\": ");
        json_string(out, r->waiver->reason);
        text_add_c(out, "}]");
    }
    text_add_char(out, '}');
}

void write_sarif(struct text *out, const struct session *s, const struct gate *g)
{
    struct remarks all = remarks_of(out->arena, s, g);
    struct map index = {0};
    text_add_c(out, "{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n"
                    "  \"version\": \"2.1.0\",\n  \"runs\": [{\n"
                    "    \"tool\": {\"driver\": {\"name\": \"tco\", \"version\": \"" TCO_VERSION
                    "\", ");
    add_rules(out, &all, &index);
    text_add_c(out, "}},\n    \"columnKind\": \"unicodeCodePoints\",\n    \"results\": [");
    for (uint32_t i = 0; i < all.list.count; i++) {
        text_add_c(out, i ? ",\n      " : "\n      ");
        add_result(out, &all.list.at[i], &index);
    }
    text_add_c(out, "\n    ]\n  }]\n}\n");
}
