// json.c - results as JSON. Objects and strings are cJSON's, the digits of numbers are ours.
#include "model/date.h"
#include "report/writer.h"

#include "doc/yaml.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

// cJSON leaves out what it finds no memory for, so its memory never fails.
static void prepare(void)
{
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = arena_library_malloc, .free_fn = free});
}

static void add_printed(struct text *out, cJSON *item)
{
    char *printed = cJSON_PrintUnformatted(item);
    text_add_c(out, printed);
    cJSON_free(printed);
    cJSON_Delete(item);
}

// Bytes that are not UTF-8 become visible text: they can come from file names and arguments.
static cJSON *string_item(struct arena *a, struct str s)
{
    struct text t = {.arena = a};
    for (size_t at = 0; at < s.len;) {
        size_t from = at;
        uint32_t code;
        if (utf8_next(s, &at, &code) && code != 0)
            text_add(&t, str_cut(s, from, at));
        else
            text_addf(&t, "\\u{%x}", (unsigned)code);
    }
    text_add_char(&t, '\0');
    return cJSON_CreateString(t.at);
}

void json_string(struct text *out, struct str s)
{
    prepare();
    add_printed(out, string_item(out->arena, s));
}

static cJSON *cell_item(struct arena *a, const struct table_cell *c, enum number_format f)
{
    char number[NUM_TEXT];
    switch (c->kind) {
    case CELL_NULL: return cJSON_CreateNull();
    case CELL_BOOL: return cJSON_CreateBool(c->number != 0);
    case CELL_TEXT: return string_item(a, c->text);
    case CELL_NUMBER: number_as_data(number, c->number, f); return cJSON_CreateRaw(number);
    }
    return NULL;
}

void json_object(struct text *out, const struct table_column *columns,
                 const struct table_cell *cells, uint32_t count)
{
    prepare();
    cJSON *object = cJSON_CreateObject();
    for (uint32_t i = 0; i < count; i++)
        cJSON_AddItemToObject(object, columns[i].key.at,
                              cell_item(out->arena, &cells[i], columns[i].format));
    add_printed(out, object);
}

static void add_fact(struct text *out, const char *key, const struct table_cell *c,
                     enum number_format f)
{
    text_addf(out, "\"%s\": ", key);
    add_printed(out, cell_item(out->arena, c, f));
}

static const char *rate_source_word(enum rate_source from)
{
    static const char *const words[] = {"stated", "cost_of_capital", "real_rate"};
    return words[from];
}

// Where a file is wrong the result says so, and is read all the same: what is no currency, day or
// month stands among its messages alone.
static struct table_cell currency_cell(const struct session *s)
{
    struct str c = s->info.currency;
    bool letters = c.len == 3;
    for (size_t i = 0; i < c.len; i++)
        letters = letters && c.at[i] >= 'A' && c.at[i] <= 'Z';
    return letters ? cell_text(c) : cell_null();
}

static struct table_cell as_of_cell(const struct session *s)
{
    int day;
    return day_read(s->info.as_of, &day) ? cell_text(s->info.as_of) : cell_null();
}

static struct table_cell start_cell(struct arena *a, const struct program *p)
{
    int month;
    struct str text = p->months > 0 ? month_text(a, p, 1) : STR_NONE;
    return month_read(text, &month) ? cell_text(text) : cell_null();
}

static void write_basis(const struct report *r, struct text *out)
{
    const struct session *s = r->session;
    const struct program *p = &s->program;
    bool linked = p->options.count > 0;
    struct val rate = val_number(0);
    bool discounted = linked && p->discount_rate != NO_NAME && s->unroll.cells &&
                      s->unroll.cells[p->discount_rate].state == CELL_CONSTANT;
    if (discounted) rate = s->unroll.cells[p->discount_rate].constant;
    discounted = discounted && val_is_number(rate);
    double year = 12 * p->units.hours_per_month * 3600;
    const char *const timings[] = {"end", "mid", "start"};
    static const struct table_column columns[] = {
#define BASIS(key, format, type, doc)                                                          \
    {{#key, sizeof #key - 1}, {"", 0}, NUMBER_##format, COLUMN_DATA},
#include "report/basis.def"
#undef BASIS
    };
    const struct table_cell cells[] = {
        currency_cell(s),
        linked ? start_cell(out->arena, p) : cell_null(),
        cell_maybe(linked && p->months > 0, p->months),
        cell_maybe(discounted, val_double(rate) * year),
        linked ? cell_text(str_of(timings[p->timing])) : cell_null(),
        linked ? cell_bool(s->ledger.taxed) : cell_null(),
        as_of_cell(s),
        cell_number(p->units.hours_per_month),
        linked ? cell_text(p->options.at[p->baseline].name) : cell_null(),
        linked ? cell_text(str_of(rank_word(p->rank_by))) : cell_null(),
        cell_text(s->info.case_name),
        cell_maybe(r->has_seed, (double)r->seed),
        linked && p->discount_rate != NO_NAME
            ? cell_text(str_of(rate_source_word(p->discounted_by)))
            : cell_null(),
        linked ? cell_bool(s->info.ages_judged) : cell_null(),
        linked ? cell_bool(s->info.baseline_stated) : cell_null(),
        cell_text(s->info.baseline_left_out),
        linked ? cell_bool(s->info.uncertain) : cell_null(),
        linked ? cell_text(session_models_sha256(s, out->arena)) : cell_null(),
    };
    text_add_c(out, "  \"basis\": ");
    json_object(out, columns, cells, COUNT_OF(columns));
}

#define FORMAT_VERSION "1.0"

static void write_head(const struct report *r, struct text *out)
{
    const struct session *s = r->session;
    text_addf(out, "{\n  \"format_version\": \"" FORMAT_VERSION "\",\n  \"kind\": \"%s\",\n",
              r->kind);
    struct str version = r->tool_version.len ? r->tool_version : STR(TCO_VERSION);
    text_add_c(out, "  \"tool\": {\"name\":\"tco\",\"version\":");
    json_string(out, version);
    text_add_c(out, "},\n");
    const struct table_column columns[] = {
        {{"name", sizeof "name" - 1}, {"", 0}, NUMBER_EXACT, true},
        {{"file", sizeof "file" - 1}, {"", 0}, NUMBER_EXACT, true},
        {{"sha256", sizeof "sha256" - 1}, {"", 0}, NUMBER_EXACT, true}};
    const struct table_cell cells[] = {cell_text(s->info.name), cell_text(s->file),
                                       cell_text(session_sha256(s, out->arena))};
    text_add_c(out, "  \"scenario\": ");
    json_object(out, columns, cells, COUNT_OF(columns));
    text_add_c(out, ",\n");
    write_basis(r, out);
    text_addf(out, ",\n  \"complete\": %s", r->complete ? "true" : "false");
}

static void write_list(const struct table *t, struct text *out)
{
    struct arena rows = {0};
    text_addf(out, ",\n  \"%.*s\": [", STR_ARG(t->name));
    for (uint32_t i = 0; i < t->row_count; i++) {
        struct table_cell cells[TABLE_COLUMNS];
        struct arena_mark mark = arena_mark(&rows);
        t->row(t->context, &rows, i, cells);
        text_add_c(out, i ? ",\n    " : "\n    ");
        json_object(out, t->columns, cells, t->column_count);
        arena_release(&rows, mark);
    }
    text_add_c(out, t->row_count ? "\n  ]" : "]");
    arena_free(&rows);
}

void write_version(struct text *out)
{
    text_add_c(out, "{\n  \"format_version\": \"" FORMAT_VERSION "\",\n"
                    "  \"kind\": \"tco.version\",\n"
                    "  \"tool\": {\"name\":\"tco\",\"version\":\"" TCO_VERSION "\"},\n");
    text_addf(out,
              "  \"libs\": {\"libyaml\":\"%s\",\"cjson\":\"%s\",\"smartcols\":\"%s\"}\n}\n",
              yaml_library_version(), cJSON_Version(), text_library_version());
}

void json_list(struct text *out, const struct table *t)
{
    struct text lines = {.arena = out->arena};
    write_jsonl(NULL, t, 0, &lines);
    text_add_char(out, '[');
    for (size_t i = 0; i + 1 < lines.len; i++)
        text_add_char(out, lines.at[i] == '\n' ? ',' : lines.at[i]);
    text_add_char(out, ']');
}

void write_json(const struct report *r, const struct table *chosen, unsigned width,
                struct text *out)
{
    (void)chosen, (void)width;
    write_head(r, out);
    for (uint32_t i = 0; i < r->fact_count; i++) {
        text_add_c(out, ",\n  ");
        add_fact(out, r->facts[i].key, &r->facts[i].value, r->facts[i].format);
    }
    for (uint32_t i = 0; i < r->table_count; i++)
        write_list(&r->tables[i], out);
    text_add_c(out, "\n}\n");
}

void write_jsonl(const struct report *r, const struct table *chosen, unsigned width,
                 struct text *out)
{
    (void)r, (void)width;
    struct arena rows = {0};
    for (uint32_t i = 0; i < chosen->row_count; i++) {
        struct table_cell cells[TABLE_COLUMNS];
        struct arena_mark mark = arena_mark(&rows);
        chosen->row(chosen->context, &rows, i, cells);
        json_object(out, chosen->columns, cells, chosen->column_count);
        text_add_char(out, '\n');
        arena_release(&rows, mark);
    }
    arena_free(&rows);
}
