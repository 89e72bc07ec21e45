#include "cli/part.h"

#include "base/file.h"
#include "base/num.h"
#include "base/sha256.h"
#include "doc/yaml.h"
#include "report/writer.h"

#include <stdlib.h>

#define PART_KIND "tco.simulate.part"

enum { CHUNK = 2048, DIGITS = 16, PART_BYTES = 256 * 1024 * 1024 };

// What a simulation hangs on, as the command line has it. A folder of models, the first, may have
// any name: what was read there is in the fingerprint, as the scenario is.
static const enum option_id DRAWN_WITH[] = {OPT_MODELS,   OPT_SET,     OPT_CASE,     OPT_OPTION,
                                            OPT_BASELINE, OPT_HORIZON, OPT_AS_OF,    OPT_TODAY,
                                            OPT_SAMPLES,  OPT_SEED,    OPT_SAMPLING, OPT_LIMIT};
_Static_assert(COUNT_OF(DRAWN_WITH) == PART_OPTIONS, "one list of values for each");
enum { COMPARED = 1 };  // options from here on are the same in all parts

struct str part_inputs(const struct session *s, uint32_t first_source)
{
    struct text all = {.arena = s->diags.arena};
    text_add_c(&all, s->library.builtin->sha256);
    for (uint32_t i = first_source; i < s->sources.list.count; i++) {
        const struct source *source = &s->sources.list.at[i];
        if (!source->read) continue;
        text_addf(&all, "%zu ", source->text.len);
        text_add(&all, source->text);
    }
    return sha256_hex(s->diags.arena, text_str(&all));
}

// ---- writing -----------------------------------------------------------------------------------

static void add_options(const struct run *r, struct text *out)
{
    const char *between = "";
    for (size_t i = 0; i < COUNT_OF(DRAWN_WITH); i++) {
        if (!args_has(&r->args, DRAWN_WITH[i])) continue;
        text_addf(out, "%s\"%s\": [", between, OPTION_ROWS[DRAWN_WITH[i]].name);
        for (uint32_t k = 0; k < r->args.given[DRAWN_WITH[i]].values.count; k++) {
            if (k) text_add_c(out, ", ");
            json_string(out, r->args.given[DRAWN_WITH[i]].values.at[k]);
        }
        text_add_c(out, "]");
        between = ", ";
    }
}

static void add_hex(struct text *out, uint64_t word)
{
    for (int shift = 60; shift >= 0; shift -= 4)
        text_add_char(out, "0123456789abcdef"[word >> shift & 15]);
}

void part_write(const struct run *r, const struct sim_plan *plan, const struct sim_words *words,
                struct text *out)
{
    struct text hex = {.arena = out->arena};
    for (uint32_t i = 0; i < words->list.count; i++)
        add_hex(&hex, words->list.at[i]);
    struct str digits = text_str(&hex);
    text_add_c(out, "{\n\"format_version\": \"1.0\",\n\"kind\": \"" PART_KIND
                    "\",\n\"tool\": {\"name\": \"tco\", \"version\": \"" TCO_VERSION "\"},\n");
    text_addf(out, "\"shard\": %llu,\n\"shards\": %llu,\n\"scenario\": ",
              (unsigned long long)plan->shard.number, (unsigned long long)plan->shard.of);
    json_string(out, r->args.words.at[0]);
    text_addf(out, ",\n\"inputs_sha256\": \"%.*s\",\n\"options\": {",
              STR_ARG(part_inputs(&r->session, 0)));
    add_options(r, out);
    text_addf(out, "},\n\"words_sha256\": \"%.*s\",\n\"words\": [",
              STR_ARG(sha256_hex(out->arena, digits)));
    for (size_t at = 0; at < digits.len; at += CHUNK * DIGITS) {
        text_add_c(out, at ? ",\n\"" : "\n\"");
        text_add(out, str_cut(digits, at, at + CHUNK * DIGITS));
        text_add_c(out, "\"");
    }
    text_add_c(out, "\n]\n}\n");
}

// ---- reading -----------------------------------------------------------------------------------

static bool fail(struct run *r, struct str file, const char *what)
{
    return diag_fail_file(&r->session.diags, file, DIAG_WRONG_PART, "%s", what);
}

static struct str word_at(const struct tree *t, uint32_t root, const char *key)
{
    uint32_t node = node_get_c(t, root, key);
    return node != NODE_NONE && node_is_scalar(t, node) ? node_text(t, node) : STR_NONE;
}

// What the file of a part says, in an arena that is freed when all that is kept of it was taken.
struct part_text {
    struct run *run;
    struct arena *arena;
    struct source *source;
    struct tree tree;
    uint32_t root;
};

static bool open_text(struct part_text *p, struct part *of)
{
    struct session *s = &p->run->session;
    struct str text = of->text;
    if (!text.at && !file_read(p->arena, of->file, PART_BYTES, &s->diags, &text)) return false;
    if (str_is(of->file, "-") && !of->text.at) of->text = str_copy(&s->arena, text);
    if (!of->source) of->source = source_add(&s->sources, of->file, text);
    p->source = &s->sources.list.at[of->source - 1];
    p->source->read = true;
    p->source->text = text;
    tree_init(&p->tree, p->arena, &s->sources, NULL);
    if (yaml_parse(&p->tree, of->source, &s->diags, &p->root)) return true;
    diag_help(&s->diags, "a part that is cut off has to be drawn again");
    p->source->text = str_copy(&s->arena, text);  // the message quotes it
    return false;
}

static bool add_words(struct arena *a, struct str digits, struct sim_words *words)
{
    uint64_t word = 0;
    VEC_RESERVE(a, &words->list, (uint32_t)(digits.len / DIGITS));
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.at[i];
        bool digit = c >= '0' && c <= '9';
        if (!digit && !(c >= 'a' && c <= 'f')) return false;
        word = word << 4 | (uint64_t)(digit ? c - '0' : c - 'a' + 10);
        if (i % DIGITS == DIGITS - 1) VEC_PUSH(a, &words->list, word);
    }
    return digits.len % DIGITS == 0;
}

static bool read_words(struct part_text *p, const struct part *of, struct sim_words *words)
{
    const struct tree *t = &p->tree;
    struct sha256 sum = {0};
    uint32_t list =
        node_is_map(t, p->root) ? node_get_c(t, p->root, "words") : (uint32_t)NODE_NONE;
    bool ok = true;
    if (list == NODE_NONE || !node_is_list(t, list))
        return fail(p->run, of->file, "it has no words");
    for (uint32_t i = 0; i < node_count(t, list) && ok; i++) {
        struct str digits = node_text(t, node_item(t, list, i));
        sha256_add(&sum, digits);
        ok = add_words(p->arena, digits, words);
    }
    if (ok && str_eq(sha256_end(&sum, p->arena), of->sum)) return true;
    return fail(p->run, of->file,
                "it was changed after it was written: its words_sha256 differs");
}

static void keep_options(struct part_text *p, uint32_t node, struct part *out)
{
    struct arena *a = &p->run->session.arena;
    const struct tree *t = &p->tree;
    for (size_t i = 0; i < COUNT_OF(DRAWN_WITH); i++) {
        uint32_t list = node_get_c(t, node, OPTION_ROWS[DRAWN_WITH[i]].name);
        if (list == NODE_NONE || !node_is_list(t, list)) continue;
        struct part_option *o = &out->options[i];
        o->values = ARENA_ARRAY(a, struct str, node_count(t, list));
        for (uint32_t k = 0; k < node_count(t, list); k++)
            if (node_is_scalar(t, node_item(t, list, k)))
                o->values[o->count++] = str_copy(a, node_text(t, node_item(t, list, k)));
    }
}

static bool read_head(struct part_text *p, struct part *out)
{
    struct session *s = &p->run->session;
    const struct tree *t = &p->tree;
    uint32_t root = p->root;
    struct str version = STR_NONE;
    if (!node_is_map(t, root) || !str_is(word_at(t, root, "kind"), PART_KIND))
        return fail(p->run, out->file,
                    "this is not a part: tco simulate --shard k/n -o part.json makes one");
    uint32_t tool = node_get_c(t, root, "tool");
    if (tool != NODE_NONE && node_is_map(t, tool)) version = word_at(t, tool, "version");
    if (!str_is(version, TCO_VERSION))
        return diag_fail_file(&s->diags, out->file, DIAG_WRONG_PART,
                              "this part is of tco %.*s, and this is tco " TCO_VERSION,
                              STR_ARG(str_visible(&s->arena, version)));
    out->scenario = str_copy(&s->arena, word_at(t, root, "scenario"));
    out->inputs = str_copy(&s->arena, word_at(t, root, "inputs_sha256"));
    out->sum = str_copy(&s->arena, word_at(t, root, "words_sha256"));
    uint32_t options = node_get_c(t, root, "options");
    if (!num_read_whole(word_at(t, root, "shards"), 1, SHARDS, &out->shard.of) ||
        !num_read_whole(word_at(t, root, "shard"), 1, out->shard.of, &out->shard.number) ||
        out->scenario.len == 0 || options == NODE_NONE || !node_is_map(t, options))
        return fail(p->run, out->file, "the head of this part is damaged");
    keep_options(p, options, out);
    return true;
}

bool part_read(struct run *r, struct str file, struct part *out)
{
    struct arena own = {0};
    struct part_text p = {.run = r, .arena = &own};
    struct sim_words words = {{0}};
    *out = (struct part){.file = file};
    bool open = open_text(&p, out);
    bool ok = open && read_head(&p, out) && read_words(&p, out, &words);
    if (open) p.source->text = STR("");
    arena_free(&own);
    return ok;
}

bool part_read_words(void *context, uint32_t at, struct arena *a, struct sim_words *words)
{
    const struct part_list *list = context;
    struct part_text p = {.run = list->run, .arena = a};
    struct part of = list->parts[at];
    bool open = open_text(&p, &of), ok = open && read_words(&p, &of, words);
    if (open) p.source->text = STR("");
    return ok;
}

// ---- putting together --------------------------------------------------------------------------

static struct str values_of(const struct run *r, const struct part *p, size_t option)
{
    struct text out = {.arena = r->args.arena};
    const struct part_option *o = &p->options[option];
    for (uint32_t i = 0; i < o->count; i++)
        text_addf(&out, "%s%.*s", i ? " " : "", STR_ARG(o->values[i]));
    return text_str(&out);
}

static bool fail_other(struct run *r, const struct part *p, const struct part *first,
                       const char *what, struct str own, struct str other)
{
    struct arena *a = &r->session.arena;
    return diag_fail_file(&r->session.diags, p->file, DIAG_WRONG_PART,
                          "this part has %s '%.*s', and that of %.*s has '%.*s'", what,
                          STR_ARG(str_visible(a, own)), STR_ARG(str_visible(a, first->file)),
                          STR_ARG(str_visible(a, other)));
}

static bool check_same(struct run *r, const struct part *p, const struct part *first)
{
    struct arena *a = &r->session.arena;
    bool ok = true;
    if (p->shard.of != first->shard.of)
        return fail_other(r, p, first, "shards",
                          str_format(a, "%llu", (unsigned long long)p->shard.of),
                          str_format(a, "%llu", (unsigned long long)first->shard.of));
    if (!str_eq(p->inputs, first->inputs))
        ok = diag_fail_file(
            &r->session.diags, p->file, DIAG_WRONG_PART,
            "%.*s, a model beside it or those of this tco are not those of %.*s",
            STR_ARG(str_visible(a, p->scenario)), STR_ARG(str_visible(a, first->file)));
    for (size_t i = COMPARED; i < COUNT_OF(DRAWN_WITH); i++) {
        struct str own = values_of(r, p, i), other = values_of(r, first, i);
        if (str_eq(own, other)) continue;
        const char *name = str_format(a, "--%s", OPTION_ROWS[DRAWN_WITH[i]].name).at;
        ok = fail_other(r, p, first, name, own, other);
    }
    return ok;
}

static int by_number(const void *left, const void *right)
{
    const struct part *a = left, *b = right;
    if (a->shard.number != b->shard.number) return a->shard.number < b->shard.number ? -1 : 1;
    return str_cmp(a->file, b->file);
}

static bool check_numbers(struct run *r, const struct part *parts, uint32_t count)
{
    struct text missing = {.arena = &r->session.arena};
    uint64_t wanted = 1;
    bool ok = true;
    for (uint32_t i = 0; i <= count; i++) {
        uint64_t number = i < count ? parts[i].shard.number : parts[0].shard.of + 1;
        for (; wanted < number; wanted++)
            text_addf(&missing, "%s%llu", missing.len ? ", " : "", (unsigned long long)wanted);
        if (i < count && number < wanted)
            ok = diag_fail_file(&r->session.diags, parts[i].file, DIAG_WRONG_PART,
                                "this is shard %llu once more: %.*s is it too",
                                (unsigned long long)number, STR_ARG(parts[i - 1].file));
        else
            wanted++;
    }
    if (missing.len == 0) return ok;
    return diag_fail(&r->session.diags, SPAN_NONE, DIAG_WRONG_PART,
                     "of %llu shards there is no part of: %.*s",
                     (unsigned long long)parts[0].shard.of, STR_ARG(text_str(&missing)));
}

// The command line of the simulation.
static void take_options(struct run *r, const struct part *p)
{
    r->args.words.count = 0;
    VEC_PUSH(r->args.arena, &r->args.words, p->scenario);
    for (size_t i = 0; i < COUNT_OF(DRAWN_WITH); i++)
        for (uint32_t k = 0; k < p->options[i].count; k++)
            VEC_PUSH(r->args.arena, &r->args.given[DRAWN_WITH[i]].values,
                     p->options[i].values[k]);
}

bool parts_join(struct run *r, struct part *parts, uint32_t count)
{
    bool ok = true;
    for (uint32_t i = 1; i < count; i++)
        ok = check_same(r, &parts[i], &parts[0]) && ok;
    if (!ok) return false;
    qsort(parts, count, sizeof *parts, by_number);
    if (!check_numbers(r, parts, count)) return false;
    take_options(r, &parts[0]);
    return true;
}
