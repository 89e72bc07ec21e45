// codequality.c - the code quality report of GitLab: a list of issues with fingerprints.
//
// A fingerprint stays while the mistake stays, wherever its line moves: it is made of the file, the
// rule and the check, or the message where there is no check, and counts repeats.
#include "report/reporter.h"
#include "report/writer.h"

#include "base/map.h"
#include "base/sha256.h"

static const char *severity_of(enum severity s)
{
    switch (s) {
    case SEVERITY_ERROR: return "major";
    case SEVERITY_WARNING: return "minor";
    case SEVERITY_NOTE: return "info";
    }
    return "";
}

static struct str fingerprint(struct arena *a, const struct remark *r, struct map *seen)
{
    struct str what = r->id.len ? r->id : r->message;
    struct str key =
        str_format(a, "%.*s\n%.*s\n%.*s", STR_ARG(r->file), STR_ARG(r->rule), STR_ARG(what));
    uint32_t before = map_get(seen, key), count = before == MAP_NONE ? 0 : before + 1;
    map_set(a, seen, key, count);
    return sha256_hex(a, str_format(a, "%.*s\n%u", STR_ARG(key), (unsigned)count));
}

void write_codequality(struct text *out, const struct session *s, const struct gate *g)
{
    struct remarks all = remarks_of(out->arena, s, g);
    struct map seen = {0};
    text_add_char(out, '[');
    for (uint32_t i = 0; i < all.list.count; i++) {
        const struct remark *r = &all.list.at[i];
        struct str print = fingerprint(out->arena, r, &seen);  // once: it counts
        text_add_c(out, i ? ",\n  {\"description\": " : "\n  {\"description\": ");
        json_string(out, r->message);
        text_add_c(out, ", \"check_name\": ");
        json_string(out, r->rule);
        text_addf(out, ", \"fingerprint\": \"%.*s\", \"severity\": \"%s\"", STR_ARG(print),
                  severity_of(r->severity));
        text_add_c(out, ", \"location\": {\"path\": ");
        json_string(out, r->file.len ? r->file : s->file);
        text_addf(out, ", \"lines\": {\"begin\": %u}}}", (unsigned)(r->line ? r->line : 1));
    }
    text_add_c(out, all.list.count ? "\n]\n" : "]\n");
}
