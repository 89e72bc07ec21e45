// attr.h - compiler attributes behind names, so that the rest stays ISO C to read.
#ifndef TCO_BASE_ATTR_H
#define TCO_BASE_ATTR_H

#if defined(__GNUC__)
#define PRINTF_LIKE(format_at, args_at) __attribute__((format(printf, format_at, args_at)))
#define NO_RETURN                       __attribute__((noreturn))
#define MUST_USE                        __attribute__((warn_unused_result))
#define NO_INLINE                       __attribute__((noinline))
#else
#define PRINTF_LIKE(format_at, args_at)
#define NO_RETURN
#define MUST_USE
#define NO_INLINE
#endif

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#endif
