// html.c - one page that needs nothing else: no network, no script, no font but the reader's.
//
// Every picture has its figures in a table beside it. The result stands in the page as JSON too, so
// that a program can read it back.
#include "report/document.h"
#include "report/svg.h"
#include "report/writer.h"

static const char STYLE[] =
    ":root{color-scheme:light dark;--ink:#1a1a1a;--dim:#555;--paper:#fff;--rule:#d4d4d4;"
    "--band:#f4f5f7;--link:#00568a;--mark:#00568a}\n"
    "@media screen and (prefers-color-scheme:dark){:root{--ink:#e8e8e8;--dim:#b8b8b8;"
    "--paper:#16181b;--rule:#3c3c3c;--band:#202327;--link:#8ccaf5;--mark:#56b4e9}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,'Segoe UI',"
    "Roboto,'DejaVu Sans',Arial,sans-serif}\n"
    "header,nav,main,footer{max-width:60rem;margin:0 auto;padding:0 1.25rem}\n"
    "header{padding-top:2rem}h1{font-size:1.9rem;line-height:1.2;margin:0 0 .4rem;"
    "overflow-wrap:anywhere}\n"
    "h2{font-size:1.3rem;margin:2.2rem 0 .6rem}p{margin:.5rem 0;overflow-wrap:anywhere}\n"
    ".basis,figcaption,.note,footer{color:var(--dim);font-size:.9rem}\n"
    ".verdict{font-size:1.2rem;border-left:5px solid var(--mark);padding:.5rem 0 .5rem 1rem;"
    "margin:1.2rem 0}\n"
    "a{color:var(--link)}a:focus,div:focus{outline:3px solid var(--mark);outline-offset:2px}\n"
    ".skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--paper);"
    "padding:.5rem}\n"
    "nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;margin:.8rem 0;"
    "padding:.6rem 0;border:solid var(--rule);border-width:1px 0}\n"
    "nav a{display:inline-block;padding:.25rem 0}\n"
    ".wide{overflow-x:auto;margin:.8rem 0}\n"
    "table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}\n"
    "th,td{padding:.35rem .7rem;text-align:left;vertical-align:top;"
    "border-bottom:1px solid var(--rule)}\n"
    "thead th{background:var(--band);vertical-align:bottom}tbody th{font-weight:600}\n"
    ".n{text-align:right;white-space:nowrap}td.p{min-width:12rem}"
    "td:nth-child(2):not(.n){min-width:7rem}\n"
    "figure{margin:1rem 0;overflow-x:auto}figure svg{display:block;width:100%;min-width:40rem;"
    "height:auto}\n"
    "footer{border-top:1px solid var(--rule);margin-top:3rem;padding-top:1rem;"
    "padding-bottom:2rem;overflow-wrap:anywhere}\n"
    "@media print{nav,.skip{display:none}body{font-size:10pt}header,main,footer{max-width:none;"
    "padding:0}h2{break-after:avoid}figure,tr,.verdict{break-inside:avoid}figure,.wide{overflow:"
    "visible}figure svg{min-width:0}table{font-size:8pt}th,td{padding:.15rem .4rem}"
    "thead{display:table-header-group}a{color:inherit;text-decoration:none}"
    "td.p,tbody th{overflow-wrap:anywhere}td.p,td:nth-child(2):not(.n){min-width:0}"
    "details::details-content{content-visibility:visible;block-size:auto}}\n";

// ---- text --------------------------------------------------------------------------------------

// Addresses of the web in prose become links.
static void add_prose(struct text *out, struct str s)
{
    size_t from = 0;
    for (size_t at = 0; at < s.len;) {
        size_t link = link_length(s, at);
        if (link == 0) {
            at++;
            continue;
        }
        struct str address = str_cut(s, at, at + link);
        svg_text(out, str_cut(s, from, at));
        text_add_c(out, "<a rel=\"noopener noreferrer\" href=\"");
        svg_text(out, address);
        text_add_c(out, "\">");
        svg_text(out, address);
        text_add_c(out, "</a>");
        from = at += link;
    }
    svg_text(out, str_cut(s, from, s.len));
}

static void add_element(struct text *out, const char *open, struct str s, const char *close)
{
    text_add_c(out, open);
    add_prose(out, s);
    text_addf(out, "%s\n", close);
}

static void add_list(struct text *out, struct str lines)
{
    text_add_c(out, "<ul>\n");
    while (lines.len > 0) {
        size_t end = str_find(lines, '\n');
        add_element(out, "<li>", str_cut(lines, 0, end), "</li>");
        lines = str_cut(lines, end + 1, lines.len);
    }
    text_add_c(out, "</ul>\n");
}

// ---- tables ------------------------------------------------------------------------------------

static const char *class_of(enum column_role role)
{
    return role == COLUMN_NUMBER ? " class=\"n\"" : role == COLUMN_PROSE ? " class=\"p\"" : "";
}

static void add_cell(struct text *out, struct arena *a, const struct table_cell *cell,
                     const struct table_column *c)
{
    struct str s = str_trim(cell_for_people(a, cell, c->format));
    if (c->role == COLUMN_OUTLINE)
        for (size_t i = 0; i < cell->text.len && cell->text.at[i] == ' '; i++)
            text_add_c(out, "&#160;&#160;");
    add_prose(out, s);
}

static void add_rows(struct text *out, const struct shown_table *t)
{
    struct arena a = {0};
    for (uint32_t row = 0; row < t->table.row_count; row++) {
        struct table_cell cells[TABLE_COLUMNS];
        struct arena_mark mark = arena_mark(&a);
        t->table.row(t->table.context, &a, row, cells);
        text_add_c(out, "<tr>");
        for (uint32_t i = 0; i < t->count; i++) {
            const struct table_column *c = &t->table.columns[t->shown[i]];
            if (i == 0)
                text_add_c(out, "<th scope=\"row\">");
            else
                text_addf(out, "<td%s>", class_of(c->role));
            add_cell(out, &a, &cells[t->shown[i]], c);
            text_add_c(out, i == 0 ? "</th>" : "</td>");
        }
        text_add_c(out, "</tr>\n");
        arena_release(&a, mark);
    }
    arena_free(&a);
}

static void add_note(struct text *out, const struct shown_table *t)
{
    if (t->note.len == 0) return;
    text_add_c(out, t->folded ? "<details><summary>" : "<p class=\"note\">");
    add_prose(out, t->note);
    text_add_c(out, t->folded ? "</summary>\n" : ".</p>\n");
}

static void add_table(struct text *out, const struct shown_table *t, struct str name)
{
    if (t->folded) add_note(out, t);
    text_add_c(out, "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"");
    svg_text(out, name);
    text_add_c(out, "\">\n<table>\n<thead><tr>");
    for (uint32_t i = 0; i < t->count; i++) {
        const struct table_column *c = &t->table.columns[t->shown[i]];
        text_addf(out, "<th scope=\"col\"%s>", class_of(c->role));
        svg_text(out, c->heading);
        text_add_c(out, "</th>");
    }
    text_add_c(out, "</tr></thead>\n<tbody>\n");
    add_rows(out, t);
    text_add_c(out, "</tbody>\n</table>\n</div>\n");
    if (t->folded)
        text_add_c(out, "</details>\n");
    else
        add_note(out, t);
}

static void add_chart(struct text *out, const struct chart *c)
{
    text_add_c(out, "<figure role=\"group\" tabindex=\"0\" aria-label=\"");
    svg_text(out, c->title);
    text_add_c(out, "\">\n");
    svg_chart(out, c, c->key);
    text_add_c(out, "</figure>\n");
}

// ---- the page ----------------------------------------------------------------------------------

static void add_head(struct text *out, const struct document *d)
{
    text_add_c(
        out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
             "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
             "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
             "style-src 'unsafe-inline'\">\n<meta name=\"generator\" content=\"tco " TCO_VERSION
             "\">\n<title>");
    svg_text(out, d->title.len ? d->title : STR("tco"));
    text_add_c(out, "</title>\n<style>\n");
    text_add_c(out, STYLE);
    text_add_c(out, "@media screen and (prefers-color-scheme:dark){");
    svg_dark_css(out, "figure");
    text_add_c(out, "}\n</style>\n</head>\n<body>\n"
                    "<a class=\"skip\" href=\"#main\">To the content</a>\n");
}

static void add_contents(struct text *out, const struct document *d)
{
    unsigned section = 0;
    text_add_c(out, "<nav aria-label=\"Contents\"><ul>\n");
    for (uint32_t i = 0; i < d->blocks.count; i++) {
        if (d->blocks.at[i].kind != BLOCK_HEADING) continue;
        text_addf(out, "<li><a href=\"#s%u\">", ++section);
        svg_text(out, d->blocks.at[i].text);
        text_add_c(out, "</a></li>\n");
    }
    text_add_c(out, "</ul></nav>\n");
}

static void add_block(struct text *out, const struct block *b, struct str section)
{
    switch (b->kind) {
    case BLOCK_HEADING: return;
    case BLOCK_VERDICT: add_element(out, "<p class=\"verdict\">", b->text, "</p>"); return;
    case BLOCK_PARAGRAPH: add_element(out, "<p>", b->text, "</p>"); return;
    case BLOCK_LIST: add_list(out, b->text); return;
    case BLOCK_TABLE: add_table(out, &b->table, section); return;
    case BLOCK_CHART: add_chart(out, b->chart); return;
    }
}

// Headings open sections, which the next heading or the end closes.
static void add_blocks(struct text *out, const struct document *d)
{
    unsigned section = 0;
    struct str name = d->title;
    for (uint32_t i = 0; i < d->blocks.count; i++) {
        const struct block *b = &d->blocks.at[i];
        if (b->kind == BLOCK_HEADING) {
            name = b->text;
            if (section++) text_add_c(out, "</section>\n");
            text_addf(out, "<section aria-labelledby=\"s%u\">\n<h2 id=\"s%u\">", section,
                      section);
            svg_text(out, name);
            text_add_c(out, "</h2>\n");
        }
        add_block(out, b, name);
    }
    if (section) text_add_c(out, "</section>\n");
}

// Nothing in it ends the element or begins another, whatever a file calls its things.
static void add_json(struct text *out, const struct report *r)
{
    struct text json = {.arena = out->arena};
    write_json(r, NULL, 0, &json);
    text_add_c(out, "<script type=\"application/json\" id=\"tco-result\">\n");
    struct str s = text_str(&json);
    for (size_t at = 0; at < s.len;) {
        size_t from = at;
        uint32_t code;
        utf8_next(s, &at, &code);
        bool special =
            code == '<' || code == '>' || code == '&' || code == 0x2028 || code == 0x2029;
        if (special)
            text_addf(out, "\\u%04x", (unsigned)code);
        else
            text_add(out, str_cut(s, from, at));
    }
    text_add_c(out, "</script>\n");
}

static void add_foot(struct text *out, const struct report *r)
{
    const struct session *s = r->session;
    text_add_c(out, "<footer>\n<p>tco " TCO_VERSION);
    if (s->file.len) {
        text_add_c(out, ", from ");
        svg_text(out, s->file);
    }
    struct str sha256 = session_sha256(s, out->arena);
    if (sha256.len) text_addf(out, ", SHA-256 %.*s", STR_ARG(sha256));
    text_add_c(out, ". The whole result stands in this page as JSON.</p>\n</footer>\n");
}

void write_html(const struct report *r, const struct table *chosen, unsigned width,
                struct text *out)
{
    struct document d = document_of(out->arena, r, chosen);
    (void)width;
    if (d.title.len == 0) d.title = STR("tco");
    add_head(out, &d);
    add_element(out, "<header>\n<h1>", d.title, "</h1>");
    if (d.basis.len) add_element(out, "<p class=\"basis\">", d.basis, "</p>");
    text_add_c(out, "</header>\n");
    if (d.blocks.count > 1) add_contents(out, &d);
    text_add_c(out, "<main id=\"main\">\n");
    add_blocks(out, &d);
    text_add_c(out, "</main>\n");
    add_foot(out, r);
    add_json(out, r);
    text_add_c(out, "</body>\n</html>\n");
}
