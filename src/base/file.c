#define _POSIX_C_SOURCE 200809L
#include "base/file.h"

#include "base/apart.h"
#include "base/signals.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool cannot_read(struct diags *d, struct str path, const char *why)
{
    return diag_fail_file(d, path, DIAG_CANNOT_READ, "cannot read: %s", why);
}

static bool cannot_write(struct diags *d, struct str path, const char *why)
{
    return diag_fail_file(d, path, DIAG_CANNOT_WRITE, "cannot write: %s", why);
}

static bool too_large(struct diags *d, struct str path, size_t limit)
{
    return diag_fail_file(d, path, DIAG_TOO_LARGE, "the file is larger than %zu MiB, the limit",
                          limit / (1024 * 1024));
}

static bool read_all(struct arena *a, int fd, struct str path, size_t limit, struct diags *d,
                     struct str *text)
{
    enum { STEP = 16 * 1024 };
    struct text t = {.arena = a};
    char buffer[STEP];
    for (;;) {
        ssize_t n = read(fd, buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return cannot_read(d, path, strerror(errno));
        if (n == 0) break;
        text_add(&t, (struct str){buffer, (size_t)n});
        if (t.len > limit) return too_large(d, path, limit);
    }
    *text = t.at ? text_str(&t) : STR("");
    return true;
}

static bool read_file(struct arena *a, int fd, struct str path, size_t limit, struct diags *d,
                      struct str *text)
{
    struct stat st;
    if (fstat(fd, &st) != 0) return cannot_read(d, path, strerror(errno));
    if (S_ISDIR(st.st_mode)) return cannot_read(d, path, "it is a folder");
    if (!S_ISREG(st.st_mode)) {
        cannot_read(d, path, "it is not a regular file");
        diag_help(d, "give - to read standard input");
        return false;
    }
    if (st.st_size > 0 && (uintmax_t)st.st_size > limit) return too_large(d, path, limit);
    return read_all(a, fd, path, limit, d, text);
}

bool file_read(struct arena *a, struct str path, size_t limit, struct diags *d,
               struct str *text)
{
    if (str_is(path, "-")) return read_all(a, STDIN_FILENO, STR("<stdin>"), limit, d, text);
    int fd = open(str_to_c(a, path), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) return cannot_read(d, path, strerror(errno));
    bool ok = read_file(a, fd, path, limit, d, text);
    close(fd);
    return ok;
}

uint64_t file_size(struct arena *a, struct str path)
{
    struct stat st;
    bool known = stat(str_to_c(a, path), &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0;
    return known ? (uint64_t)st.st_size : 0;
}

static bool write_all(int fd, struct str content)
{
    while (content.len > 0) {
        ssize_t n = write(fd, content.at, content.len);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return false;
        content = str_cut(content, (size_t)n, content.len);
    }
    return true;
}

// A device such as /dev/null is written to; anything else that is no regular file is refused.
static bool write_device(const char *path, struct str shown, struct str content,
                         struct diags *d)
{
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0) return cannot_write(d, shown, strerror(errno));
    bool ok = write_all(fd, content);
    int error = errno;
    if (close(fd) != 0 && ok) return cannot_write(d, shown, strerror(errno));
    return ok || cannot_write(d, shown, strerror(error));
}

// In pieces, so that a large file on a slow disk doesn't keep a signal waiting.
static bool write_pieces(int fd, struct str content)
{
    enum { PIECE = 256 * 1024 };
    for (size_t at = 0; at < content.len && !signals_waiting(); at += PIECE)
        if (!write_all(fd, str_cut(content, at, at + PIECE))) return false;
    errno = EINTR;
    return !signals_waiting();
}

static bool fill_and_rename(int fd, const char *temporary, const char *path, struct str content)
{
    bool ok = write_pieces(fd, content) && fsync(fd) == 0;
    int error = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        error = errno;
    }
    if (ok && signals_waiting()) {
        ok = false;
        error = EINTR;
    }
    errno = error;
    return ok && rename(temporary, path) == 0;
}

// The mode of a file that is replaced stays as it was; a link is replaced as one.
static void keep_mode(int fd, const char *path)
{
    struct stat st;
    if (lstat(path, &st) == 0 && S_ISREG(st.st_mode) && fchmod(fd, st.st_mode & 07777) != 0)
        errno = 0;
}

// Makes the temporary file that will take the place of another. -1 after a report.
static int open_temporary(struct arena *a, const char *path, struct str shown, struct diags *d,
                          char **temporary)
{
    int fd = -1;
    for (int attempt = 0; attempt < 100 && fd < 0; attempt++) {
        struct str name = str_format(a, "%s.tmp%ld.%d", path, (long)getpid(), attempt);
        *temporary = str_to_c(a, name);
        fd = open(*temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST) break;
    }
    if (fd < 0)
        cannot_write(d, shown, strerror(errno));
    else
        keep_mode(fd, path);
    return fd;
}

static bool write_regular(struct arena *a, const char *path, struct str shown,
                          struct str content, struct diags *d)
{
    char *temporary;
    int fd = open_temporary(a, path, shown, d, &temporary);
    if (fd < 0) return false;
    if (fill_and_rename(fd, temporary, path, content)) return true;
    int error = errno;
    unlink(temporary);
    return cannot_write(d, shown, strerror(error));
}

// A signal that came meanwhile ends the program as the hold is given up.
static bool write_undisturbed(struct arena *a, const char *path, struct str shown,
                              struct str content, struct diags *d)
{
    unsigned held = signals_hold();
    bool ok = write_regular(a, path, shown, content, d);
    signals_release(held);
    return ok;
}

// What may be replaced: a regular file that can be written, a link, or nothing.
static bool can_replace(const char *c_path, struct str path, struct diags *d, bool *device)
{
    struct stat st;
    *device = false;
    if (lstat(c_path, &st) != 0) return true;
    if (S_ISDIR(st.st_mode)) return cannot_write(d, path, "it is a folder");
    *device = S_ISCHR(st.st_mode);
    if (*device || S_ISLNK(st.st_mode)) return true;
    if (!S_ISREG(st.st_mode)) return cannot_write(d, path, "it is not a regular file");
    if (access(c_path, W_OK) != 0 && errno == EACCES)
        return cannot_write(d, path, strerror(errno));
    return true;
}

bool file_write(struct str path, struct str content, struct diags *d)
{
    char *c_path = str_to_c(d->arena, path);
    bool device;
    if (!can_replace(c_path, path, d, &device)) return false;
    if (device) return write_device(c_path, path, content, d);
    return write_undisturbed(d->arena, c_path, path, content, d);
}

bool file_create(struct str path, struct str content, struct diags *d)
{
    const char *c_path = str_to_c(d->arena, path);
    int fd = open(c_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0) return cannot_write(d, path, strerror(errno));
    bool ok = write_all(fd, content);
    int error = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        error = errno;
    }
    if (ok) return true;
    unlink(c_path);
    return cannot_write(d, path, strerror(error));
}

struct filling {
    file_filler *fill;
    void *context;
    const char *name;
};

static const char *fill_one(void *context)
{
    const struct filling *f = context;
    return f->fill(f->context, f->name);
}

static const char *fill_by(struct arena *a, const char *temporary, const char *path,
                           file_filler *fill, void *context)
{
    struct filling f = {fill, context, temporary};
    const char *fault = apart_run(a, fill_one, &f);
    if (!fault && signals_waiting()) return strerror(EINTR);
    if (!fault && rename(temporary, path) != 0) return strerror(errno);
    return fault;
}

bool file_write_by(struct str path, file_filler *fill, void *context, struct diags *d)
{
    char *c_path = str_to_c(d->arena, path), *temporary;
    bool device;
    if (!can_replace(c_path, path, d, &device)) return false;
    if (device) return cannot_write(d, path, "a workbook needs a regular file");
    unsigned held = signals_hold();
    int fd = open_temporary(d->arena, c_path, path, d, &temporary);
    const char *fault = NULL;
    if (fd >= 0) {
        close(fd);
        fault = fill_by(d->arena, temporary, c_path, fill, context);
        if (fault) unlink(temporary);
    }
    signals_release(held);
    if (fd < 0) return false;
    return !fault || cannot_write(d, path, fault);
}

int file_mute_stderr(void)
{
    int kept = dup(STDERR_FILENO);
    int none = kept < 0 ? -1 : open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (none >= 0) dup2(none, STDERR_FILENO);
    if (none >= 0) close(none);
    return kept;
}

void file_restore_stderr(int kept)
{
    if (kept < 0) return;
    dup2(kept, STDERR_FILENO);
    close(kept);
}

bool file_has_room(uint64_t bytes)
{
    static const char block[65536];
    FILE *f = tmpfile();
    bool ok = f != NULL;
    for (uint64_t done = 0; ok && done < bytes; done += sizeof block)
        ok = fwrite(block, sizeof block, 1, f) == 1;
    ok = ok && fflush(f) == 0;
    if (f && fclose(f) != 0) ok = false;
    return ok;
}

bool file_write_stdout(struct str content, struct diags *d, bool *closed)
{
    *closed = false;
    if (write_all(STDOUT_FILENO, content)) return true;
    *closed = errno == EPIPE;
    return diag_fail_file(d, STR("<stdout>"), DIAG_CANNOT_WRITE, "cannot write: %s",
                          strerror(errno));
}

bool file_is_same(struct arena *a, struct str path, struct str other)
{
    struct stat left, right;
    if (stat(str_to_c(a, path), &left) != 0 || stat(str_to_c(a, other), &right) != 0)
        return false;
    return left.st_dev == right.st_dev && left.st_ino == right.st_ino;
}

static int by_name(const void *left, const void *right)
{
    const struct str *a = left, *b = right;
    return str_cmp(*a, *b);
}

bool file_list(struct arena *a, struct str folder, struct str ending, struct diags *d,
               struct file_names *names, bool *exists)
{
    DIR *dir = opendir(str_to_c(a, folder));
    *exists = dir != NULL;
    if (!dir)
        return errno == ENOENT || errno == ENOTDIR || cannot_read(d, folder, strerror(errno));
    const struct dirent *e;
    errno = 0;
    while ((e = readdir(dir)) != NULL) {
        struct str name = str_of(e->d_name);
        if (name.at[0] != '.' && str_ends(name, ending))
            VEC_PUSH(a, &names->list, str_copy(a, name));
    }
    bool ok = errno == 0 || cannot_read(d, folder, strerror(errno));
    closedir(dir);
    if (names->list.count)
        qsort(names->list.at, names->list.count, sizeof(struct str), by_name);
    return ok;
}

struct str path_folder(struct str path)
{
    size_t end = path.len;
    while (end > 0 && path.at[end - 1] != '/')
        end--;
    if (end == 0) return STR(".");
    return end == 1 ? STR("/") : str_cut(path, 0, end - 1);
}

struct str path_normal(struct arena *a, struct str path)
{
    struct text t = {.arena = a};
    for (size_t at = 0, end; at < path.len; at = end + 1) {
        end = at + str_find(str_cut(path, at, path.len), '/');
        struct str part = str_cut(path, at, end);
        bool slash = end < path.len;
        if (part.len == 0 && at > 0) continue;
        if (str_is(part, ".") && (slash || t.len > 0)) continue;
        text_add(&t, part);
        if (slash) text_add_char(&t, '/');
    }
    struct str normal = text_str(&t);
    return normal.len == 0 || str_is(normal, "-") ? path : normal;
}

struct str path_join(struct arena *a, struct str folder, struct str name)
{
    if (str_is(folder, ".")) return str_copy(a, name);
    bool slash = str_ends(folder, STR("/"));
    return str_format(a, "%.*s%s%.*s", STR_ARG(folder), slash ? "" : "/", STR_ARG(name));
}
