// reporter.h - files that a CI system reads beside its log: --report KIND=FILE.
#ifndef TCO_REPORT_REPORTER_H
#define TCO_REPORT_REPORTER_H

#include "report/remarks.h"

struct reporter {
    struct str kind;
    struct str doc;
    // `g` is NULL where no check was judged.
    void (*write)(struct text *out, const struct session *s, const struct gate *g);
};

enum { REPORTER_COUNT = 4 };
extern const struct reporter REPORTERS[REPORTER_COUNT];

const struct reporter *reporter_find(struct str kind);  // NULL if there is none

void write_sarif(struct text *out, const struct session *s, const struct gate *g);
void write_junit(struct text *out, const struct session *s, const struct gate *g);
void write_codequality(struct text *out, const struct session *s, const struct gate *g);
// Workflow commands, one a line.
void write_annotations(struct text *out, const struct session *s, const struct gate *g);

#endif
