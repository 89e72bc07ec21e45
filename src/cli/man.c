#include "cli/man.h"

#include <ctype.h>

// Text of ours within roff: hyphens and backslashes are marked, and no line begins a request.
static void add_plain(struct text *out, const char *s)
{
    for (bool begins = true; *s; begins = *s++ == '\n') {
        if (begins && (*s == '.' || *s == '\'')) text_add_c(out, "\\&");
        if (*s == '\\')
            text_add_c(out, "\\e");
        else if (*s == '-')
            text_add_c(out, "\\-");
        else
            text_add_char(out, *s);
    }
}

static void add_option(struct text *out, const struct command *c, enum option_id id)
{
    const struct option_row *o = &OPTION_ROWS[id];
    text_add_c(out, ".TP\n.B ");
    if (o->letter) text_addf(out, "\\-%c, ", o->letter);
    text_add_c(out, "\\-\\-");
    add_plain(out, o->name);
    if (o->value) {
        text_add_c(out, " ");
        add_plain(out, o->value);
    }
    text_add_c(out, "\n");
    add_plain(out, option_doc(c, id));
    text_add_c(out, ".\n");
}

static void add_title(struct text *out, const char *name)
{
    text_add_c(out, ".TH TCO\\-");
    for (; *name; name++)
        text_add_char(out, (char)toupper((unsigned char)*name));
    text_add_c(out, " 1 \"\" \"tco " TCO_VERSION "\" \"User Commands\"\n");
}

void man_page(struct text *out, const struct command *c)
{
    add_title(out, c->name);
    text_addf(out, ".SH NAME\ntco\\-%s \\- ", c->name);
    add_plain(out, c->doc);
    text_addf(out, "\n.SH SYNOPSIS\n.B tco %s ", c->name);
    add_plain(out, c->takes);
    text_add_c(out, "\n.RI [ OPTION ]...\n.SH DESCRIPTION\n");
    add_plain(out, c->more[0] ? c->more : c->doc);
    text_add_c(out, c->more[0] ? ".SH OPTIONS\n" : ".\n.SH OPTIONS\n");
    for (const enum option_id *id = c->options; *id != OPT_COUNT; id++)
        add_option(out, c, *id);
    text_add_c(out, ".SH EXAMPLE\n.nf\n    ");
    add_plain(out, c->example);
    text_add_c(out, "\n.fi\n.SH EXIT STATUS\nThat of\n.BR tco (1).\n"
                    ".SH SEE ALSO\n.BR tco (1)\n");
}
