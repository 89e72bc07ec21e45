// html.c - one page that needs nothing else: no network, no script, no font but the reader's.
//
// Every picture has its figures in a table beside it. The result stands in the page as JSON too, so
// that a program can read it back.
#include "report/document.h"
#include "report/svg.h"
#include "report/writer.h"

static const char STYLE[] =
    ":root{color-scheme:light dark;--ink:#1a1a1a;--dim:#555;--paper:#fff;--rule:#d4d4d4;"
    "--band:#f4f5f7;--link:#00568a;--mark:#00568a;--shade:#0003}\n"
    "@media screen and (prefers-color-scheme:dark){:root{--ink:#e8e8e8;--dim:#b8b8b8;"
    "--paper:#16181b;--rule:#3c3c3c;--band:#202327;--link:#8ccaf5;--mark:#56b4e9;--shade:#fff3}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,'Segoe UI',"
    "Roboto,'DejaVu Sans',Arial,sans-serif}\n"
    "header,nav,main,footer{max-width:72rem;margin:0 auto;padding:0 1.25rem}\n"
    "main p,main ul{max-width:56rem}li{overflow-wrap:anywhere}\n"
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
    // A shade at the edge behind which a table goes on.
    "@media screen{.wide{background:"
    "linear-gradient(90deg,var(--paper) 40%,transparent) 0 0/3rem 100% no-repeat local,"
    "linear-gradient(270deg,var(--paper) 40%,transparent) 100% 0/3rem 100% no-repeat local,"
    "linear-gradient(90deg,var(--shade),transparent) 0 0/1rem 100% no-repeat scroll,"
    "linear-gradient(270deg,var(--shade),transparent) 100% 0/1rem 100% no-repeat scroll}}\n"
    "table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}\n"
    "caption{text-align:left;font-weight:600;padding:.35rem .7rem}"
    ".unseen{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden;white-space:nowrap}\n"
    "th,td{padding:.35rem .6rem;text-align:left;vertical-align:top;"
    "border-bottom:1px solid var(--rule)}\n"
    "thead th{background:var(--band);vertical-align:bottom}tbody th{font-weight:600}\n"
    ".n{text-align:right;white-space:nowrap}td.p{min-width:12rem;overflow-wrap:anywhere}"
    "td:nth-child(2):not(.n){min-width:7rem}\n"
    "figure{margin:1rem 0}figure svg{display:block;width:100%;height:auto}"
    "figure .narrow{display:none}\n"
    "@media screen and (max-width:48rem){figure .broad{display:none}figure .narrow{display:block;"
    "max-width:32rem;margin:0 auto}tbody th,thead th:first-child{position:sticky;left:0}"
    "tbody th{background:var(--paper);max-width:9.5rem;overflow-wrap:break-word}}\n"
    "footer{border-top:1px solid var(--rule);margin-top:3rem;padding-top:1rem;"
    "padding-bottom:2rem;overflow-wrap:anywhere}\n"
    "@page{size:A4;margin:14mm 12mm}\n"
    "@media print{nav,.skip{display:none}body{font-size:10pt}figure svg{max-height:170mm}"
    "header,main,footer{max-width:none;"
    "padding:0}h2{break-after:avoid}figure,tr,.verdict{break-inside:avoid}.wide{overflow:"
    "visible}table{font-size:8pt}th,td{padding:.15rem .4rem}"
    "thead{display:table-header-group}a{color:inherit;text-decoration:none}"
    ".note{break-before:avoid}.fit table{font-size:var(--fit)}.fit th,.fit td{padding:.15em .45em}"
    "td.p,tbody th{overflow-wrap:anywhere}tbody th{min-width:9em}"
    "table:has(td.p) tbody th{min-width:15em}table:has(td.p) .n{white-space:normal}.short{break-inside:avoid}"
    "td.p,td:nth-child(2):not(.n){min-width:0}"
    "details:not([open])>summary::after{content:' (folded: open it to print it)'}}\n";

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

// A long address may go on in a second line behind each of its dots.
static void add_name(struct text *out, struct arena *a, const struct table_cell *cell,
                     const struct table_column *c)
{
    enum { LONG = 28 };
    struct str s = cell->kind == CELL_TEXT ? str_trim(cell->text) : STR_NONE;
    if (s.len <= LONG || c->role != COLUMN_NAME || str_find(s, ' ') < s.len ||
        str_find(s, ':') < s.len) {
        add_cell(out, a, cell, c);
        return;
    }
    for (size_t dot; (dot = str_find(s, '.')) < s.len; s = str_cut(s, dot + 1, s.len)) {
        svg_text(out, str_cut(s, 0, dot + 1));
        text_add_c(out, "<wbr>");
    }
    svg_text(out, s);
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
            (i == 0 ? add_name : add_cell)(out, &a, &cells[t->shown[i]], c);
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

// How many letters stand across a table of figures, where a long name of a line wraps and a short one
// has room; 0 where prose wraps.
static size_t letters_across(const struct shown_table *t)
{
    enum { NAME_MOST = 36, NAME_LEAST = 14 };
    for (uint32_t i = 0; i < t->count; i++)
        if (t->table.columns[t->shown[i]].role == COLUMN_PROSE) return 0;
    size_t name = text_table_width(&t->table, t->shown, 1),
           all = text_table_width(&t->table, t->shown, t->count);
    size_t kept = name > NAME_MOST ? NAME_MOST : name < NAME_LEAST ? NAME_LEAST : name;
    return all - name + kept;
}

// Letters of 8 points across a sheet of A4 that stands, and across one that lies. Tables that would be
// smaller than 5.5 points on the first have all of the page printed on the second.
enum { UPRIGHT = 102, UPRIGHT_MOST = 148, LYING = 153 };

// Measures all tables; whether the sheets lie.
static bool measure(struct document *d)
{
    bool lies = false;
    for (uint32_t i = 0; i < d->blocks.count; i++) {
        struct block *b = &d->blocks.at[i];
        if (b->kind != BLOCK_TABLE) continue;
        b->table.letters = letters_across(&b->table);
        lies = lies || b->table.letters > UPRIGHT_MOST;
    }
    return lies;
}

// A table that is too wide for the sheet is printed in letters so small that it fits.
static void add_fit(struct text *out, const struct shown_table *t, bool lying)
{
    size_t most = lying ? LYING : UPRIGHT;
    if (t->letters > most)
        text_addf(out, " fit\" style=\"--fit:%.1fpt", 8.0 * (double)most / (double)t->letters);
}

// A caption that a note or a fold says again stands there for those alone who hear the page.
static bool is_seen(const struct shown_table *t)
{
    return t->caption.len > 0 && !t->folded && !str_starts(t->note, t->caption);
}

enum { SHORT = 14 };  // rows of a table that stays on one sheet

static void add_table(struct text *out, const struct shown_table *t, struct str name,
                      bool lying)
{
    if (t->folded) add_note(out, t);
    text_addf(out, "<div class=\"wide%s", t->table.row_count <= SHORT ? " short" : "");
    add_fit(out, t, lying);
    text_add_c(out, "\" role=\"group\" tabindex=\"0\" aria-label=\"");
    svg_text(out, name);
    text_addf(out, "\">\n<table>\n<caption%s>", is_seen(t) ? "" : " class=\"unseen\"");
    svg_text(out, name);
    text_add_c(out, "</caption>\n<thead><tr>");
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
    text_add_c(out, "<figure role=\"group\" aria-label=\"");
    svg_text(out, c->title);
    text_add_c(out, "\">\n");
    svg_chart(out, c, c->key, SVG_BROAD);
    svg_chart(out, c, STR_JOINED(out->arena, c->key, STR("-narrow")), SVG_NARROW);
    text_add_c(out, "</figure>\n");
}

// ---- the page ----------------------------------------------------------------------------------

static void add_head(struct text *out, const struct document *d, bool lying)
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
    if (lying) text_add_c(out, "@page{size:A4 landscape;margin:12mm}\n");
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

static void add_block(struct text *out, const struct block *b, struct str section, bool lying)
{
    switch (b->kind) {
    case BLOCK_HEADING: return;
    case BLOCK_VERDICT: add_element(out, "<p class=\"verdict\">", b->text, "</p>"); return;
    case BLOCK_PARAGRAPH: add_element(out, "<p>", b->text, "</p>"); return;
    case BLOCK_LIST: add_list(out, b->text); return;
    case BLOCK_TABLE: add_table(out, &b->table, section, lying); return;
    case BLOCK_CHART: add_chart(out, b->chart); return;
    }
}

// What a table is called to those who hear the page: what it says of itself, or its section, and
// "Cash by year, 2" for the second that says nothing.
static struct str table_name(struct arena *a, const struct shown_table *t, struct str section,
                             unsigned *count)
{
    if (t->caption.len) return t->caption;
    return ++*count == 1 ? section : str_format(a, "%.*s, %u", STR_ARG(section), *count);
}

// Headings open sections, which the next heading or the end closes.
static void add_blocks(struct text *out, const struct document *d, bool lying)
{
    unsigned section = 0, tables = 0;
    struct str name = d->title;
    for (uint32_t i = 0; i < d->blocks.count; i++) {
        const struct block *b = &d->blocks.at[i];
        if (b->kind == BLOCK_HEADING) {
            name = b->text;
            tables = 0;
            if (section++) text_add_c(out, "</section>\n");
            text_addf(out, "<section aria-labelledby=\"s%u\">\n<h2 id=\"s%u\">", section,
                      section);
            svg_text(out, name);
            text_add_c(out, "</h2>\n");
        }
        bool is_table = b->kind == BLOCK_TABLE;
        add_block(out, b, is_table ? table_name(out->arena, &b->table, name, &tables) : name,
                  lying);
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
    bool lying = measure(&d);
    add_head(out, &d, lying);
    add_element(out, "<header>\n<h1>", d.title, "</h1>");
    if (d.basis.len) add_element(out, "<p class=\"basis\">", d.basis, "</p>");
    text_add_c(out, "</header>\n");
    if (d.blocks.count > 1) add_contents(out, &d);
    text_add_c(out, "<main id=\"main\">\n");
    add_blocks(out, &d, lying);
    text_add_c(out, "</main>\n");
    add_foot(out, r);
    add_json(out, r);
    text_add_c(out, "</body>\n</html>\n");
}
