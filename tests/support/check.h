// check.h - assertions that cmocka lacks, and what many tests need to set up.
#ifndef TEST_SUPPORT_CHECK_H
#define TEST_SUPPORT_CHECK_H

// cmocka wants these in front of it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/diag.h"
#include "session/session.h"

// Equal up to a relative error; equal signs of nothing: 0 only equals 0.
#define assert_close(actual, expected, relative)                                               \
    check_close(actual, expected, relative, __FILE__, __LINE__)
// The same bits, so that 0 is not -0 and a NaN equals itself.
#define assert_same(actual, expected) check_same(actual, expected, __FILE__, __LINE__)
#define assert_str(actual, expected)  check_str(actual, expected, __FILE__, __LINE__)
// The rule ids of all diagnostics in order, joined by blanks: "unit-mismatch missing-key".
#define assert_ids(diags, expected)   check_ids(diags, expected, __FILE__, __LINE__)

void check_close(double actual, double expected, double relative, const char *file, int line);
void check_same(double actual, double expected, const char *file, int line);
void check_str(struct str actual, const char *expected, const char *file, int line);
void check_ids(struct diags *d, const char *expected, const char *file, int line);

// A session with one scenario that is written in the test. Close it with session_close.
// False if the scenario does not load; the diagnostics are in the session.
bool load_text(struct session *s, const char *yaml);
// The same, computed.
bool compute_text(struct session *s, const char *yaml);
// The same over a model, or two, that are written in the test too.
bool compute_model(struct session *s, const char *model, const char *yaml);
bool compute_models(struct session *s, const char *one, const char *other, const char *yaml);
// Fails with what was reported, for a scenario that must compute.
void check_computed(struct session *s, bool ok, const char *file, int line);
#define assert_computed(session, ok) check_computed(session, ok, __FILE__, __LINE__)

// The value of a row by its address, such as own.hgx.installed, in its declared unit.
double row_value(struct session *s, const char *address, uint32_t month);

#endif
