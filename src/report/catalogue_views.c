#include "report/catalogue_views.h"

#include "lang/show.h"
#include "model/date.h"
#include "model/like.h"

// A table whose cells are all texts, made beforehand.
struct texts {
    uint32_t columns;
    VEC(struct str) cells;
};

static void text_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct texts *t = context;
    (void)a;
    for (uint32_t i = 0; i < t->columns; i++)
        c[i] = cell_text(t->cells.at[row * t->columns + i]);
}

static struct table table_of_texts(const char *name, const struct table_column *columns,
                                   struct texts *t)
{
    return (struct table){str_of(name), columns, t->columns, t->cells.count / t->columns, t,
                          text_row};
}

static struct texts *texts_new(struct session *s, size_t columns)
{
    struct texts *t = ARENA_NEW(&s->arena, struct texts);
    t->columns = (uint32_t)columns;
    return t;
}

static void add(struct session *s, struct texts *t, struct str cell)
{
    VEC_PUSH(&s->arena, &t->cells, cell);
}

// ---- models ------------------------------------------------------------------------------------

static const struct table_column MODELS[] = {
    COLUMN("model", "Model", EXACT, NAME),
    COLUMN("summary", "What it is", EXACT, PROSE),
    COLUMN("location", "Location", EXACT, DATA),
};

struct table view_models(struct session *s)
{
    struct names names = {0};
    struct texts *t = texts_new(s, COUNT_OF(MODELS));
    library_model_names(&s->library, &s->arena, &names);
    for (uint32_t i = 0; i < names.list.count; i++) {
        struct found f;
        if (!library_model(&s->library, names.list.at[i], &f)) continue;
        if (node_is(&s->tree, node_get_c(&s->tree, f.node, "abstract"), "true")) continue;
        add(s, t, names.list.at[i]);
        add(s, t, node_text(&s->tree, node_get_c(&s->tree, f.node, "summary")));
        add(s, t, source_location(&s->arena, &s->sources, node_span(&s->tree, f.node)));
    }
    return table_of_texts("models", MODELS, t);
}

static const struct table_column MODEL[] = {
    COLUMN("section", "Section", EXACT, NAME),
    COLUMN("name", "Name", EXACT, PROSE),
    COLUMN("unit", "Unit", EXACT, NAME),
    COLUMN("formula", "Default or formula", EXACT, NAME),
    COLUMN("doc", "What it is", EXACT, PROSE),
    COLUMN("class", "Class", EXACT, NAME),
    COLUMN("category", "Category", EXACT, NAME),
    COLUMN("paid", "Paid", EXACT, NAME),
    COLUMN("life", "Life", EXACT, NAME),
    COLUMN("source", "Source", EXACT, PROSE),
    COLUMN("as_of", "As of", EXACT, NAME),
};

static struct str section_of(enum name_kind kind)
{
    switch (kind) {
    case NAME_INPUT:
    case NAME_CHOICE:
    case NAME_TABLE:
    case NAME_ENTRY: return STR("inputs");
    case NAME_ROW: return STR("rows");
    case NAME_COST: return STR("costs");
    case NAME_METER: return STR("meters");
    case NAME_FIELD: break;
    }
    return STR("");
}

static struct str unit_of_name(struct session *s, const struct name *n)
{
    struct text t = {.arena = &s->arena};
    if (n->kind == NAME_ENTRY)
        return str_format(&s->arena, "entry of %.*s",
                          STR_ARG(s->program.kinds.at[n->catalog].name));
    if (n->kind != NAME_TABLE) return n->unit_text;
    for (uint32_t i = 0; i < n->column_count; i++)
        text_addf(&t, "%s%.*s: %.*s", i ? ", " : "", STR_ARG(n->columns[i].name),
                  STR_ARG(n->columns[i].unit_text));
    return text_str(&t);
}

static void add_cost(struct session *s, struct texts *t, const struct name *n)
{
    const struct cost *c = &n->cost;
    bool cost = n->kind == NAME_COST;
    add(s, t, cost ? str_of(class_word(c->class)) : STR(""));
    add(s, t, cost ? c->category : STR(""));
    struct str paid = c->paid == PAID_END ? STR("end") : STR("start");
    if (c->paid == PAID_TERMS) paid = formula_show(&s->arena, &s->program, c->terms);
    add(s, t, cost ? paid : STR(""));
    add(s, t, cost && c->life ? formula_show(&s->arena, &s->program, c->life) : STR(""));
}

struct table view_model(struct session *s)
{
    const struct form *f = &s->program.forms.at[1];
    struct texts *t = texts_new(s, COUNT_OF(MODEL));
    for (uint32_t i = 0; i < f->names.count; i++) {
        const struct name *n = &f->names.at[i];
        struct str section = section_of(n->kind);
        bool input = str_is(section, "inputs");
        if (section.len == 0) continue;
        add(s, t, section);
        add(s, t,
            n->per_workload ? str_format(&s->arena, "%.*s[w]", STR_ARG(n->text)) : n->text);
        add(s, t, unit_of_name(s, n));
        add(s, t, input ? n->standard : formula_show(&s->arena, &s->program, n->formula));
        add(s, t, n->doc);
        add_cost(s, t, n);
        add(s, t, n->source);
        add(s, t, n->as_of);
    }
    return table_of_texts("names", MODEL, t);
}

// ---- catalogue ---------------------------------------------------------------------------------

static const struct table_column KINDS[] = {
    COLUMN("kind", "Kind", EXACT, NAME),
    COLUMN("entries", "Entries", COUNT, NUMBER),
    COLUMN("doc", "What it is", EXACT, PROSE),
};

static struct str kind_doc(struct session *s, struct str kind)
{
    uint32_t maps[1];
    if (library_fields(&s->library, kind, maps, 1) == 0) return STR("");
    uint32_t file = library_file_of(&s->library, maps[0]);
    return node_text(&s->tree, node_get_c(&s->tree, file, "doc"));
}

// The kinds with how many entries each has.
struct kind_list {
    struct texts *texts;
    VEC(uint32_t) counts;
};

static void kind_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct kind_list *k = context;
    text_row(k->texts, a, row, c);
    c[1] = cell_number(k->counts.at[row]);
}

struct table view_kinds(struct session *s)
{
    struct names kinds = {0};
    struct texts *t = texts_new(s, COUNT_OF(KINDS));
    struct kind_list *list = ARENA_NEW(&s->arena, struct kind_list);
    list->texts = t;
    library_kind_names(&s->library, &s->arena, &kinds);
    for (uint32_t i = 0; i < kinds.list.count; i++) {
        struct names entries = {0};
        library_entry_names(&s->library, &s->arena, kinds.list.at[i], &entries);
        add(s, t, kinds.list.at[i]);
        add(s, t, STR(""));
        VEC_PUSH(&s->arena, &list->counts, entries.list.count);
        add(s, t, kind_doc(s, kinds.list.at[i]));
    }
    struct table out = table_of_texts("kinds", KINDS, t);
    out.context = list;
    out.row = kind_row;
    return out;
}

static const struct table_column PROVEN[] = {
    COLUMN("kind", "Kind", EXACT, NAME),
    COLUMN("entries", "Entries", COUNT, NUMBER),
    COLUMN("figures", "Figures", COUNT, NUMBER),
};

static void proven_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct proven_list *k = context;
    (void)a;
    c[0] = cell_text(k->list.at[row].kind);
    c[1] = cell_number(k->list.at[row].entries);
    c[2] = cell_number(k->list.at[row].figures);
}

struct table view_proven(struct session *s, const struct proven_list *list)
{
    struct proven_list *kept = ARENA_NEW(&s->arena, struct proven_list);
    *kept = *list;
    return (struct table){.name = STR("proven"),
                          .columns = PROVEN,
                          .column_count = COUNT_OF(PROVEN),
                          .row_count = kept->list.count,
                          .context = kept,
                          .row = proven_row};
}

static const struct table_column ENTRIES[] = {
    COLUMN("kind", "Kind", EXACT, NAME),
    COLUMN("id", "Id", EXACT, NAME),
    COLUMN("name", "Name", EXACT, PROSE),
    COLUMN("location", "Location", EXACT, DATA),
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool contains(struct str text, struct str word)
{
    for (size_t i = 0; i + word.len <= text.len; i++) {
        size_t k = 0;
        while (k < word.len && lower(text.at[i + k]) == lower(word.at[k]))
            k++;
        if (k == word.len) return true;
    }
    return word.len == 0;
}

// What an entry is called: its name, or its id where it has none.
static struct str entry_name(const struct session *s, uint32_t entry, struct str id)
{
    struct str name = node_text(&s->tree, node_get_c(&s->tree, entry, "name"));
    return name.len > 0 ? name : id;
}

static void add_entries(struct session *s, struct texts *t, struct str kind,
                        const struct str *words, uint32_t word_count)
{
    struct names entries = {0};
    library_entry_names(&s->library, &s->arena, kind, &entries);
    for (uint32_t i = 0; i < entries.list.count; i++) {
        struct found f;
        struct str id = entries.list.at[i];
        if (!library_entry(&s->library, kind, id, &f)) continue;
        struct str name = entry_name(s, f.node, id);
        bool fits = true;
        for (uint32_t w = 0; w < word_count; w++)
            fits = fits && (contains(id, words[w]) || contains(name, words[w]) ||
                            contains(kind, words[w]));
        if (!fits) continue;
        add(s, t, kind);
        add(s, t, id);
        add(s, t, name);
        add(s, t, source_location(&s->arena, &s->sources, node_span(&s->tree, f.node)));
    }
}

struct table view_entries(struct session *s, struct str kind, const struct str *words,
                          uint32_t word_count)
{
    struct texts *t = texts_new(s, COUNT_OF(ENTRIES));
    struct names kinds = {0};
    library_kind_names(&s->library, &s->arena, &kinds);
    for (uint32_t i = 0; i < kinds.list.count; i++)
        if (kind.len == 0 || str_eq(kind, kinds.list.at[i]))
            add_entries(s, t, kinds.list.at[i], words, word_count);
    return table_of_texts("entries", ENTRIES, t);
}

static const struct table_column FIGURES[] = {
    COLUMN("field", "Field", EXACT, NAME), COLUMN("value", "Value", EXACT, NAME),
    COLUMN("low", "Low", EXACT, NAME),     COLUMN("high", "High", EXACT, NAME),
    COLUMN("as_of", "As of", EXACT, NAME), COLUMN("confidence", "Confidence", EXACT, NAME),
    COLUMN("basis", "Basis", EXACT, NAME), COLUMN("source", "Source", EXACT, PROSE),
    COLUMN("note", "Note", EXACT, PROSE),  COLUMN("location", "Location", EXACT, DATA),
};

static struct str part(const struct session *s, uint32_t node, const char *key)
{
    return node_text(&s->tree, node_get_c(&s->tree, node, key));
}

static void add_figure(struct session *s, struct texts *t, struct str field, uint32_t node)
{
    bool figure = is_path_form(&s->tree, node);
    add(s, t, field);
    add(s, t, figure ? part(s, node, "value") : node_text(&s->tree, node));
    add(s, t, part(s, node, "low"));
    add(s, t, part(s, node, "high"));
    add(s, t, part(s, node, "as_of"));
    add(s, t, part(s, node, "confidence"));
    add(s, t, part(s, node, "basis"));
    add(s, t, library_source(&s->library, node, part(s, node, "source")));
    add(s, t, part(s, node, "note"));
    add(s, t, source_location(&s->arena, &s->sources, node_span(&s->tree, node)));
}

static int day_of(const struct session *s, uint32_t node)
{
    int day = 0;
    struct str as_of = part(s, node, "as_of");
    return as_of.len && day_read(as_of, &day) ? day : 0;
}

static bool is_price(const struct session *s, struct str kind, struct str field)
{
    uint32_t maps[8], count = library_fields(&s->library, kind, maps, 8);
    for (uint32_t i = 0; i < count; i++)
        if (unit_currency(part(s, node_get(&s->tree, maps[i], field), "unit"))) return true;
    return false;
}

// The figure that a scenario of that day takes: the newest that is not of a later day; of a
// physical fact, which was true before it was written down, else the oldest. Lists are newest first.
static void add_known(struct session *s, struct texts *t, struct str kind, struct str field,
                      uint32_t value)
{
    uint32_t count = node_is_list(&s->tree, value) ? node_count(&s->tree, value) : 1;
    bool price = is_price(s, kind, field);
    for (uint32_t k = 0; k < count; k++) {
        uint32_t item = node_is_list(&s->tree, value) ? node_item(&s->tree, value, k) : value;
        bool last = k + 1 == count;
        if (day_of(s, item) > s->catalog_day && (price || !last)) continue;
        add_figure(s, t, field, item);
        return;
    }
    add_figure(s, t, field, NODE_NONE);
}

static bool is_dated(const struct session *s, uint32_t value)
{
    return day_of(s, node_is_list(&s->tree, value) ? node_item(&s->tree, value, 0) : value) > 0;
}

static void add_fields(struct session *s, struct texts *t, struct str kind, uint32_t map,
                       int depth)
{
    uint32_t like = node_get_c(&s->tree, map, "like");
    struct found base;
    bool liked = like != NODE_NONE && depth < LIKE_DEPTH &&
                 library_entry(&s->library, kind, node_text(&s->tree, like), &base);
    if (liked)
        map = like_merge(&s->tree, base.node, like_without(&s->tree, map, STR("like")),
                         LIKE_ENTRY);
    for (uint32_t i = 0; i < node_count(&s->tree, map); i++) {
        struct str field = node_text(&s->tree, node_key(&s->tree, map, i));
        uint32_t value = node_value(&s->tree, map, i);
        if (s->catalog_day && is_dated(s, value)) {
            add_known(s, t, kind, field, value);
            continue;
        }
        if (!node_is_list(&s->tree, value)) add_figure(s, t, field, value);
        for (uint32_t k = 0; node_is_list(&s->tree, value) && k < node_count(&s->tree, value);
             k++)
            add_figure(s, t, field, node_item(&s->tree, value, k));
    }
}

struct table view_figures(struct session *s, struct str kind, struct str id)
{
    struct texts *t = texts_new(s, COUNT_OF(FIGURES));
    struct found f;
    if (library_entry(&s->library, kind, id, &f)) add_fields(s, t, kind, f.node, 0);
    return table_of_texts("figures", FIGURES, t);
}
