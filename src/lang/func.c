#include "lang/func.h"

#include "lang/calc.h"

const struct func_row FUNCS[] = {
#define FUNC(code, name, least, most, rule, way, op, book, doc, example)                       \
    {{name, sizeof name - 1},                                                                  \
     least,                                                                                    \
     most,                                                                                     \
     RULE_##rule,                                                                              \
     WAY_##way,                                                                                \
     OP_##op,                                                                                  \
     {book, sizeof book - 1},                                                                  \
     {doc, sizeof doc - 1},                                                                    \
     {example, sizeof example - 1}},
#include "lang/funcs.def"
#undef FUNC
};

static const struct dist_row DISTS[] = {
#define DIST(code, name, positional, doc, example)                                             \
    {{name, sizeof name - 1},                                                                  \
     {positional, sizeof positional - 1},                                                      \
     {doc, sizeof doc - 1},                                                                    \
     {example, sizeof example - 1}},
#include "lang/dists.def"
#undef DIST
};

static const uint8_t OP_ARGS[] = {
#define OP(code, args, doc) args,
#include "lang/ops.def"
#undef OP
};

const struct dist_row *dist_row(enum dist_kind k)
{
    return &DISTS[k];
}

bool func_is_operator(enum func f)
{
    return f <= FUNC_NOT;
}

int func_binds(enum func f)
{
    static const struct {
        enum func func;
        int binds;
    } infix[] = {
#define TOKEN(kind, spelling, binds, func) {FUNC_##func, binds},
#include "lang/tokens.def"
#undef TOKEN
    };
    if (f == FUNC_NOT) return BINDS_NOT;
    if (f == FUNC_NEG) return BINDS_SIGN;
    for (size_t i = 0; i < COUNT_OF(infix) && f != FUNC_NONE; i++)
        if (infix[i].func == f) return infix[i].binds;
    return 0;
}

enum func func_find(struct str name)
{
    for (int f = FUNC_NOT + 1; f < FUNC_COUNT; f++)
        if (str_eq(FUNCS[f].name, name)) return (enum func)f;
    return FUNC_NONE;
}

bool dist_find(struct str name, enum dist_kind *kind)
{
    for (int k = 0; k < DIST_COUNT; k++) {
        if (name.len == 0 || !str_eq(DISTS[k].name, name)) continue;
        *kind = (enum dist_kind)k;
        return true;
    }
    return false;
}

static const struct ask_row ASKS[] = {
    {{"", 0}, {"", 0}, {"", 0}},
#define ASK(code, name, doc, example)                                                          \
    {{name, sizeof name - 1}, {doc, sizeof doc - 1}, {example, sizeof example - 1}},
#include "lang/asks.def"
#undef ASK
};

const struct ask_row *ask_row(enum ask a)
{
    return &ASKS[a];
}

enum ask ask_find(struct str name)
{
    for (int a = ASK_NONE + 1; a < ASK_COUNT; a++)
        if (str_eq(ASKS[a].name, name)) return (enum ask)a;
    return ASK_NONE;
}

struct str func_nearest(struct str name, bool asks)
{
    struct str all[FUNC_COUNT + DIST_COUNT + CALC_COUNT + ASK_COUNT];
    size_t count = 0;
    for (int a = ASK_NONE + 1; a < ASK_COUNT && asks; a++)
        all[count++] = ASKS[a].name;
    for (int f = FUNC_NOT + 1; f < FUNC_COUNT; f++)
        all[count++] = FUNCS[f].name;
    for (int k = 0; k < DIST_COUNT; k++)
        if (DISTS[k].name.len) all[count++] = DISTS[k].name;
    for (int c = 0; c < CALC_COUNT; c++)
        all[count++] = calc_row((enum calc)c)->name;
    return nearest_name(name, all, count);
}

int op_args(enum op op)
{
    return OP_ARGS[op];
}
