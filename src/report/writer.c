#include "report/writer.h"

#define ROW(name, extension, doc, write)                                                       \
    {                                                                                          \
        {name, sizeof name - 1}, {extension, sizeof extension - 1}, {doc, sizeof doc - 1},     \
            write                                                                              \
    }

const struct writer WRITERS[WRITER_COUNT] = {
    ROW("table", ".txt", "for people, as wide as the terminal", write_text),
    ROW("json", ".json", "one object: docs/OUTPUT.md", write_json),
    ROW("jsonl", ".jsonl", "one object a line, of one table", write_jsonl),
    ROW("csv", ".csv", "RFC 4180, of one table", write_csv),
    ROW("md", ".md", "Markdown, for documents", write_markdown),
    ROW("html", ".html", "one page with pictures, for anybody's browser", write_html),
    ROW("svg", ".svg", "one chart: --chart chooses it", write_svg),
    ROW("xlsx", ".xlsx", "a workbook with live formulas, of compare: docs/WORKBOOK.md", NULL),
};

const struct writer *writer_find(struct str name)
{
    for (int i = 0; i < WRITER_COUNT; i++)
        if (str_eq(WRITERS[i].name, name)) return &WRITERS[i];
    return NULL;
}

// Extensions are the same in capitals, as on systems that write them so.
static bool has_extension(struct str path, struct str extension)
{
    if (path.len < extension.len) return false;
    const char *end = path.at + path.len - extension.len;
    for (size_t i = 0; i < extension.len; i++) {
        char c = end[i] >= 'A' && end[i] <= 'Z' ? (char)(end[i] - 'A' + 'a') : end[i];
        if (c != extension.at[i]) return false;
    }
    return true;
}

const struct writer *writer_for_file(struct str path)
{
    for (int i = 0; i < WRITER_COUNT; i++)
        if (has_extension(path, WRITERS[i].extension)) return &WRITERS[i];
    return NULL;
}
