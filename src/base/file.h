// file.h - reading and writing whole files. Every failure is reported, none loses data.
#ifndef TCO_BASE_FILE_H
#define TCO_BASE_FILE_H

#include "base/diag.h"

enum {
    FILE_LIMIT_SCENARIO = 4 * 1024 * 1024  // the YAML library is linear below the depth limit
};

// Reads a regular file, or standard input for "-", of at most `limit` bytes.
bool file_read(struct arena *a, struct str path, size_t limit, struct diags *d,
               struct str *text);

// Replaces a file in one step: writes a temporary file beside it and renames that. After a
// failure the old file is as it was and the temporary one is gone; so it is after a signal that
// ends the program.
bool file_write(struct str path, struct str content, struct diags *d);

// Writes a file that is not there yet; one that is stays as it is, and that is an error.
bool file_create(struct str path, struct str content, struct diags *d);

// The same where somebody else writes the temporary file, under the name that it is given: in a
// process of its own, so that nothing is left where it fails. It returns NULL, or what went wrong.
typedef const char *file_filler(void *context, const char *name);
bool file_write_by(struct str path, file_filler *fill, void *context, struct diags *d);

// Keeps a library quiet that prints what it also answers. Errors of the program itself must not come
// meanwhile. The answer is for file_restore_stderr.
int file_mute_stderr(void);
void file_restore_stderr(int kept);

// Can temporary files take so many bytes more? For what writes such files and does not look whether
// that went well.
bool file_has_room(uint64_t bytes);

// Writes everything to standard output. *closed tells that the reader went away.
bool file_write_stdout(struct str content, struct diags *d, bool *closed);

// The bytes of a regular file; 0 for anything else, which reading it reports.
uint64_t file_size(struct arena *a, struct str path);

bool file_is_same(struct arena *a, struct str path, struct str other);

struct file_names {
    VEC(struct str) list;  // sorted by name
};

// The regular files of a folder whose names end with `ending`. A folder that does not exist has
// none; `exists` tells.
bool file_list(struct arena *a, struct str folder, struct str ending, struct diags *d,
               struct file_names *names, bool *exists);

// The folder part of a path: "a/b.yaml" gives "a", "b.yaml" gives ".".
struct str path_folder(struct str path);
// One spelling of a path: "./a//b/./c" gives "a/b/c". "./-" stays, since - is no file.
struct str path_normal(struct arena *a, struct str path);
struct str path_join(struct arena *a, struct str folder, struct str name);

#endif
