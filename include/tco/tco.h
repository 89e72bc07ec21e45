// tco.h - libtco: one scenario from its file to its figures.
//
//     tco_session *s = tco_open();
//     double npv;
//     if (tco_set(s, "own.hgx.gpus=64") && tco_load(s, "scenario.yaml") && tco_compute(s) &&
//         tco_metric_of(s, 0, TCO_NPV, &npv))
//         printf("%s: %.2f %s\n", tco_option_name(s, 0), npv, tco_currency(s));
//     else
//         for (size_t i = 0; i < tco_diagnostic_count(s); i++) ...
//     tco_close(s);
//
// A function that can fail returns false and leaves diagnostics; nothing is printed and the
// process never ends. Texts belong to the session and live until tco_close. A session is used by
// one thread at a time; sessions do not know of each other. Uncertain inputs stand at their
// medians. Names of this header begin with tco_ and TCO_; a later version only adds to them.
#ifndef TCO_TCO_H
#define TCO_TCO_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define TCO_API __attribute__((visibility("default")))
#else
#define TCO_API
#endif

typedef struct tco_session tco_session;

// NULL when there is no memory.
TCO_API tco_session *tco_open(void);
TCO_API void tco_close(tco_session *s);

// ---- before loading ----

// Reads models and catalogue from this folder before the shipped ones.
TCO_API bool tco_use_models(tco_session *s, const char *folder);
// "ADDRESS=VALUE", as if it stood in the scenario.
TCO_API bool tco_set(tco_session *s, const char *assignment);
// One of the scenario's named cases.
TCO_API void tco_choose_case(tco_session *s, const char *name);

// ---- one scenario ----

// Reads, checks and links; the path "-" is standard input. Once in a session.
TCO_API bool tco_load(tco_session *s, const char *path);
// Computes every figure. After tco_load.
TCO_API bool tco_compute(tco_session *s);

// ---- results, after tco_compute ----

// Three letters, as in ISO 4217.
TCO_API const char *tco_currency(const tco_session *s);
TCO_API size_t tco_months(const tco_session *s);
TCO_API size_t tco_option_count(const tco_session *s);
// Options are numbered from 0 in the order of the scenario.
TCO_API const char *tco_option_name(const tco_session *s, size_t option);

// Sums over the horizon in the scenario's currency, as docs/METHODS.md defines them.
typedef enum tco_metric {
    TCO_CAPEX,
    TCO_OPEX,
    TCO_TOTAL,
    TCO_NPV,  // present value of the costs; none without a discount rate
    TCO_RISK,
    TCO_RISK_ADJUSTED_TOTAL,
    TCO_BENEFIT,
    TCO_TOKENS  // tokens served, not money
} tco_metric;

// False where the option has no such figure.
TCO_API bool tco_metric_of(const tco_session *s, size_t option, tco_metric metric,
                           double *value);
// Does the option serve all load and honour all requirements?
TCO_API bool tco_feasible(const tco_session *s, size_t option);

// Cost lines in scenario order. The address is OPTION.COMPONENT.LINE.
TCO_API size_t tco_line_count(const tco_session *s);
TCO_API const char *tco_line_address(const tco_session *s, size_t line);
TCO_API size_t tco_line_option(const tco_session *s, size_t line);
// "capex", "opex", "risk" or "benefit".
TCO_API const char *tco_line_class(const tco_session *s, size_t line);
// Cash of a column: 0 is the opening, 1 to tco_months the months.
TCO_API double tco_billed(const tco_session *s, size_t line, size_t column);
// The amortised cost of a column.
TCO_API double tco_effective(const tco_session *s, size_t line, size_t column);

// ---- what went wrong, or deserves attention; any time ----

typedef enum tco_severity { TCO_ERROR, TCO_WARNING, TCO_NOTE } tco_severity;

typedef struct tco_diagnostic {
    tco_severity severity;
    const char *id;  // stable, such as "unit-mismatch"
    const char *message;
    const char *help;     // "" if there is none
    const char *file;     // "" where it is about no file
    size_t line, column;  // from 1; 0 where it has no place
} tco_diagnostic;

TCO_API size_t tco_diagnostic_count(tco_session *s);
// In order of place. False if there is no such diagnostic.
TCO_API bool tco_diagnostic_at(tco_session *s, size_t number, tco_diagnostic *out);

#ifdef __cplusplus
}
#endif

#endif
