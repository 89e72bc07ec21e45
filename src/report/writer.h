// writer.h - the output formats.
#ifndef TCO_REPORT_WRITER_H
#define TCO_REPORT_WRITER_H

#include "report/report.h"

struct writer {
    struct str name;       // of --format
    struct str extension;  // of -o
    struct str doc;
    void (*write)(const struct report *r, const struct table *chosen, unsigned width,
                  struct text *out);  // NULL for a format that goes to files alone
};

enum { WRITER_COUNT = 8 };
extern const struct writer WRITERS[WRITER_COUNT];

// By the word of --format, or by a file's name; NULL if there is none.
const struct writer *writer_find(struct str name);
const struct writer *writer_for_file(struct str path);

void write_text(const struct report *r, const struct table *chosen, unsigned width,
                struct text *out);
void write_json(const struct report *r, const struct table *chosen, unsigned width,
                struct text *out);
void write_jsonl(const struct report *r, const struct table *chosen, unsigned width,
                 struct text *out);
void write_csv(const struct report *r, const struct table *chosen, unsigned width,
               struct text *out);

void write_markdown(const struct report *r, const struct table *chosen, unsigned width,
                    struct text *out);

// One chart, as a picture of its own; nothing where the report has none.
void write_svg(const struct report *r, const struct table *chosen, unsigned width,
               struct text *out);
// The chart that was asked for, or the first that there is. False where there is none.
bool report_chart(const struct report *r, struct arena *a, struct chart *out);

void write_html(const struct report *r, const struct table *chosen, unsigned width,
                struct text *out);

// Text as it stands in Markdown, in one line, and a table: for GitHub, GitLab and Pandoc alike.
void markdown_text(struct text *out, struct str s);
void markdown_table(struct text *out, const struct table *t, const uint32_t *shown,
                    uint32_t count);

// "rfc4180", "excel" or "excel-eu"; false for other words.
bool csv_dialect_find(struct str word, enum csv_dialect *dialect);

const char *text_library_version(void);

// One line of JSON from cells, without a line end.
void json_object(struct text *out, const struct table_column *columns,
                 const struct table_cell *cells, uint32_t count);
void json_string(struct text *out, struct str s);
// A table as a list of objects, all in one line.
void json_list(struct text *out, const struct table *t);
// The version of the program, of its results and of its libraries.
void write_version(struct text *out);

// Words wrapped at a width (0: never), every line indented and ended.
void text_paragraph(struct text *out, size_t indent, struct str s, unsigned width);

// Lines that are too long are wrapped under their second column, or under their own start.
void text_hanging(struct text *out, struct str s, unsigned width);

// Does the terminal show more than ASCII?
bool text_is_utf8(void);

// Columns that a text takes on a terminal.
size_t text_width(struct arena *a, struct str s);

// How wide a table is when nothing is wrapped.
size_t text_table_width(const struct table *t, const uint32_t *shown, uint32_t count);

// Lays a table out for people. `shown` are the indices of the columns to show.
void text_table(const struct table *t, const uint32_t *shown, uint32_t count, unsigned width,
                struct text *out);

#endif
