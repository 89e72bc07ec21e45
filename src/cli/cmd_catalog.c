// cmd_catalog.c - dated prices and hardware facts.
#include "cli/cmd.h"

#include "model/date.h"
#include "report/catalogue_views.h"

static bool print(struct run *r, struct table t, const char *kind)
{
    struct report report = {.kind = kind, .session = &r->session, .complete = true};
    report.default_table = t.name.at;
    report_add(&report, t);
    return run_report(r, &report);
}

static bool fail_kind(struct run *r, struct str kind)
{
    struct names kinds = {0};
    struct arena *a = &r->session.arena;
    library_kind_names(&r->session.library, a, &kinds);
    struct text list = {.arena = a};
    for (uint32_t i = 0; i < kinds.list.count; i++)
        text_addf(&list, "%s%.*s", i ? ", " : "", STR_ARG(kinds.list.at[i]));
    diag_fail(&r->session.diags, SPAN_NONE, DIAG_UNKNOWN_ENTRY,
              "there is no kind '%.*s'; there are: %.*s", STR_ARG(str_visible(a, kind)),
              STR_ARG(text_str(&list)));
    diag_help_nearest(&r->session.diags, kind, kinds.list.at, kinds.list.count);
    return false;
}

static bool list_entries(struct run *r)
{
    if (!run_no_more_words(r, 2)) return false;
    if (r->args.words.count == 1) return print(r, view_kinds(&r->session), "tco.catalog.kinds");
    struct str kind = r->args.words.at[1];
    uint32_t unused[1];
    if (library_fields(&r->session.library, kind, unused, 1) == 0) return fail_kind(r, kind);
    return print(r, view_entries(&r->session, kind, NULL, 0), "tco.catalog.entries");
}

static bool search(struct run *r)
{
    if (r->args.words.count < 2) return run_fail(r, "tco catalog search needs a word");
    struct table found =
        view_entries(&r->session, STR(""), r->args.words.at + 1, r->args.words.count - 1);
    if (found.row_count == 0) {
        diag_remark(&r->session.diags, SPAN_NONE, DIAG_UNKNOWN_ENTRY,
                    "nothing in the catalogue holds '%.*s'",
                    STR_ARG(str_visible(&r->session.arena, r->args.words.at[1])));
        diag_help(&r->session.diags, "tco catalog lists the kinds of entries");
    }
    return print(r, found, "tco.catalog.entries");
}

static bool fail_entry(struct run *r, struct str id)
{
    struct arena *a = &r->session.arena;
    struct names kinds = {0};
    VEC(struct str) known = {0};
    library_kind_names(&r->session.library, a, &kinds);
    for (uint32_t i = 0; i < kinds.list.count; i++) {
        struct names entries = {0};
        library_entry_names(&r->session.library, a, kinds.list.at[i], &entries);
        for (uint32_t k = 0; k < entries.list.count; k++)
            VEC_PUSH(a, &known,
                     str_format(a, "%.*s/%.*s", STR_ARG(kinds.list.at[i]),
                                STR_ARG(entries.list.at[k])));
    }
    diag_fail(&r->session.diags, SPAN_NONE, DIAG_UNKNOWN_ENTRY,
              "the catalogue has no entry '%.*s'", STR_ARG(str_visible(a, id)));
    for (uint32_t i = 0; i < kinds.list.count; i++) {
        if (!str_eq(kinds.list.at[i], id)) continue;
        diag_help(&r->session.diags, "this is a kind; tco catalog list %.*s lists its entries",
                  STR_ARG(id));
        return false;
    }
    diag_help_nearest(&r->session.diags, id, known.at, known.count);
    return false;
}

static bool print_entry(struct run *r, struct str kind, struct str id)
{
    struct str name = str_format(&r->session.arena, "%.*s/%.*s", STR_ARG(kind), STR_ARG(id));
    struct report report = {
        .kind = "tco.catalog.entry", .session = &r->session, .complete = true};
    report.default_table = "figures";
    report.text = page_entry;
    report.facts[report.fact_count++] = (struct fact){"entry", cell_text(name), NUMBER_EXACT};
    report_add(&report, view_figures(&r->session, kind, id));
    return run_report(r, &report);
}

// KIND/ID, KIND ID, or an id that only one kind has.
static bool show(struct run *r)
{
    uint32_t count = r->args.words.count;
    if (count != 2 && count != 3) return run_fail(r, "tco catalog show needs KIND/ID");
    struct str id = r->args.words.at[1];
    if (count == 3)
        id = str_format(&r->session.arena, "%.*s/%.*s", STR_ARG(id),
                        STR_ARG(r->args.words.at[2]));
    struct names kinds = {0};
    struct found f;
    library_kind_names(&r->session.library, &r->session.arena, &kinds);
    for (uint32_t i = 0; i < kinds.list.count; i++) {
        struct str kind = kinds.list.at[i];
        bool named = str_starts(id, kind) && id.len > kind.len && id.at[kind.len] == '/';
        struct str rest = named ? str_cut(id, kind.len + 1, id.len) : id;
        if (library_entry(&r->session.library, kind, rest, &f))
            return print_entry(r, kind, rest);
    }
    return fail_entry(r, id);
}

static bool check(struct run *r)
{
    struct proven_list list = {0};
    if (!run_no_more_words(r, 2)) return false;
    struct str path = r->args.words.count > 1 ? r->args.words.at[1] : STR_NONE;
    if (!session_prove_catalogs(&r->session, path, &list)) return false;
    return print(r, view_proven(&r->session, &list), "tco.catalog.check");
}

static bool read_day(struct run *r)
{
    struct str day = args_value(&r->args, OPT_AS_OF);
    if (day.len == 0 || day_read(day, &r->session.catalog_day)) return true;
    return run_fail(r, "--as-of takes a date such as 2026-11-01, not '%.*s'",
                    STR_ARG(str_visible(&r->session.arena, day)));
}

bool cmd_catalog(struct run *r)
{
    if (!read_day(r)) return false;
    struct str folder = args_value(&r->args, OPT_MODELS);
    if (folder.len && !library_add_folder(&r->session.library, folder, true)) return false;
    struct str word = r->args.words.count ? r->args.words.at[0] : STR("list");
    if (r->args.words.count == 0) VEC_PUSH(&r->session.arena, &r->args.words, word);
    if (str_is(word, "list")) return list_entries(r);
    if (str_is(word, "search")) return search(r);
    if (str_is(word, "show")) return show(r);
    if (str_is(word, "check")) return check(r);
    static const struct str words[] = {{"list", 4}, {"search", 6}, {"show", 4}, {"check", 5}};
    run_fail(r, "tco catalog takes list, search, show or check, not '%.*s'",
             STR_ARG(str_visible(&r->session.arena, word)));
    diag_help_nearest(&r->session.diags, word, words, COUNT_OF(words));
    return false;
}
