// message_views.c - what was reported, and which files are well.
#include "report/shape.h"
#include "report/views.h"

static const struct table_column FILES[] = {
    COLUMN("file", "File", EXACT, NAME),
    COLUMN("kind", "Kind", EXACT, NAME),
    COLUMN("valid", "Valid", EXACT, NAME),
};
TABLE_COLUMNS_OF(files, FILES)

const char *file_kind_word(enum file_kind kind)
{
    switch (kind) {
    case FILE_SCENARIO: return "scenario";
    case FILE_MODEL: return "model";
    case FILE_CATALOG: return "catalogue";
    case FILE_BUDGETS: return "budgets";
    case FILE_RESULT: return "result";
    case FILE_UNKNOWN: break;
    }
    return "file";
}

static void file_row(const void *context, struct arena *a, uint32_t row, struct table_cell *c)
{
    const struct valid_file *f = (const struct valid_file *)context + row;
    struct text shown = {.arena = a};
    text_add_visible(&shown, f->file, 4096);
    c[0] = cell_text(text_str(&shown));
    c[1] = cell_text(str_of(file_kind_word(f->kind)));
    c[2] = cell_bool(f->valid);
}

struct table view_files(const struct valid_file *files, uint32_t count)
{
    return table_of("files", FILES, COUNT_OF(FILES), count, files, file_row);
}

static const struct table_column DIAGNOSTICS[] = {
    COLUMN("severity", "Severity", EXACT, NAME), COLUMN("code", "Code", EXACT, NAME),
    COLUMN("message", "Message", EXACT, PROSE),  COLUMN("file", "File", EXACT, NAME),
    COLUMN("line", "Line", COUNT, NUMBER),       COLUMN("column", "Column", COUNT, NUMBER),
    COLUMN("help", "Help", EXACT, PROSE),
};
TABLE_COLUMNS_OF(diagnostics, DIAGNOSTICS)

static void diagnostic_row(const void *context, struct arena *a, uint32_t row,
                           struct table_cell *c)
{
    const struct diags *d = context;
    const struct diag *one = &d->list.at[row];
    const struct source *source = source_get(d->sources, one->where.source);
    struct str file = source ? source->name : one->file;
    struct position at = {0};
    if (source) at = source_position(source, one->where.start);
    c[0] = cell_text(str_of(severity_word(one->severity)));
    c[1] = cell_text(one->id);
    c[2] = cell_text(one->message);
    struct text shown = {.arena = a};  // file names may hold any byte
    text_add_visible(&shown, file, 4096);
    c[3] = cell_text(text_str(&shown));
    c[4] = cell_maybe(source != NULL, at.line);
    c[5] = cell_maybe(source != NULL, at.column);
    c[6] = cell_text(one->help);
}

struct table view_diagnostics(struct session *s)
{
    return table_of("diagnostics", DIAGNOSTICS, COUNT_OF(DIAGNOSTICS), s->diags.list.count,
                    &s->diags, diagnostic_row);
}

struct table view_messages(struct session *s, uint32_t first, uint32_t count)
{
    struct diags *some = ARENA_NEW(&s->arena, struct diags);
    *some = s->diags;
    some->list.at += first;
    some->list.count = count;
    return table_of("diagnostics", DIAGNOSTICS, COUNT_OF(DIAGNOSTICS), count, some,
                    diagnostic_row);
}
