#include "report/reporter.h"

#define ROW(kind, doc, write)                                                                  \
    {                                                                                          \
        {kind, sizeof kind - 1}, {doc, sizeof doc - 1}, write                                  \
    }

const struct reporter REPORTERS[REPORTER_COUNT] = {
    ROW("sarif", "SARIF 2.1.0, for code scanning", write_sarif),
    ROW("junit", "JUnit XML, a test case for each check", write_junit),
    ROW("codequality", "GitLab code quality", write_codequality),
    ROW("github", "workflow commands of GitHub, which become annotations", write_annotations),
};

const struct reporter *reporter_find(struct str kind)
{
    for (int i = 0; i < REPORTER_COUNT; i++)
        if (str_eq(REPORTERS[i].kind, kind)) return &REPORTERS[i];
    return NULL;
}
