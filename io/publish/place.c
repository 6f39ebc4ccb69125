/* SPDX-License-Identifier: GPL-3.0-or-later */
/* place.c - files staged beside their places as .NAME.new, made durable, then renamed.
 *
 * A reader finds the earlier bytes of a file or the new ones, whole, whenever the run is killed;
 * the next run, under the same lock, stages again what is not equal yet. Thousands of files are
 * made durable by one sync of the file system, a few one by one. */
#include "io/publish/place.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "io/out_folder.h"

#define SYNC_ALONE_MOST 64 /* files */

struct place_dir {
    char *folder;
    int fd;
    char **name; /* [n_put] in order */
    int n_put, cap;
    char **staged; /* [n_staged] names whose files wait */
    int n_staged, cap_staged;
    int n_written;
};

static enum status fail(const struct place_dir *dir, const char *name, const char *what,
                        struct diags *diags)
{
    int error = errno;
    struct text path = {0};
    text_printf(&path, "%s%s%s", dir->folder, name ? "/" : "", name ? name : "");
    diag_error(diags, &(struct place){.file = path.bytes}, "%s: %s", what, strerror(error));
    text_free(&path);
    return ERR_IO;
}

static void staged_name(struct text *out, const char *name)
{
    text_clear(out);
    text_printf(out, ".%s.new", name);
}

/* Calls visit for each name of the folder. */
static void each_name(struct place_dir *dir,
                      void (*visit)(struct place_dir *, const char *, void *), void *context)
{
    int fd = openat(dir->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *list = fd >= 0 ? fdopendir(fd) : NULL;
    if (!list) {
        if (fd >= 0)
            close(fd);
        return;
    }
    for (struct dirent *e; (e = readdir(list));)
        visit(dir, e->d_name, context);
    closedir(list);
}

enum status dir_open(struct place_dir **out, const char *folder, bool locked, struct diags *diags)
{
    struct place_dir *dir = NEW(struct place_dir);
    struct stat st;
    enum status status = OK;
    *out = NULL;
    dir->folder = mem_strdup(folder);
    dir->fd = -1;
    size_t n = strlen(folder); /* behind a slash a link would be followed */
    while (n > 1 && dir->folder[n - 1] == '/')
        dir->folder[--n] = 0;
    if (lstat(dir->folder, &st) == 0 && S_ISLNK(st.st_mode)) {
        diag_error(diags, &(struct place){.file = folder},
                   "is a symbolic link, which is not followed: name the folder itself");
        status = ERR_IO;
        goto out;
    }
    if (mkdir(dir->folder, 0777) != 0 && errno != EEXIST)
        TRY_OUT(fail(dir, NULL, "cannot be made", diags));
    dir->fd = open(dir->folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (dir->fd < 0)
        TRY_OUT(fail(dir, NULL, "cannot be opened", diags));
    if (locked && flock(dir->fd, LOCK_EX) != 0)
        TRY_OUT(fail(dir, NULL, "another run has it", diags));
    *out = dir;
    return OK;
out:
    dir_close(dir);
    return status;
}

/* It is there with these bytes. */
static bool is_equal(const struct place_dir *dir, const char *name, const char *bytes, size_t n)
{
    struct stat st;
    int fd = openat(dir->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool equal = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (size_t)st.st_size == n;
    char block[65536];
    for (size_t at = 0; equal && at < n;) {
        ssize_t part = read(fd, block, sizeof block);
        equal = part > 0 && (size_t)part <= n - at && memcmp(block, bytes + at, (size_t)part) == 0;
        at += equal ? (size_t)part : 0;
    }
    if (fd >= 0)
        close(fd);
    return equal;
}

/* The new file's time is after that of the one it replaces, also where the clock was set back. */
static void keep_time_forward(const struct place_dir *dir, const char *name, int fd)
{
    struct stat before, after;
    if (fstatat(dir->fd, name, &before, AT_SYMLINK_NOFOLLOW) != 0 || fstat(fd, &after) != 0 ||
        after.st_mtim.tv_sec > before.st_mtim.tv_sec)
        return;
    struct timespec times[2] = {after.st_atim, {.tv_sec = before.st_mtim.tv_sec + 1}};
    futimens(fd, times);
}

enum status dir_put(struct place_dir *dir, const char *name, const char *bytes, size_t n,
                    unsigned mode, struct diags *diags)
{
    assert(name[0] && name[0] != '.' && !strchr(name, '/'));
    MEM_GROW(dir->name, dir->n_put, dir->cap);
    dir->name[dir->n_put++] = mem_strdup(name);
    if (is_equal(dir, name, bytes, n))
        return OK;
    struct text hidden = {0};
    staged_name(&hidden, name);
    unlinkat(dir->fd, hidden.bytes, 0); /* of a killed run */
    int fd = openat(dir->fd, hidden.bytes, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                    (mode_t)mode);
    bool good = fd >= 0 && out_write_all(fd, bytes, n);
    if (good)
        keep_time_forward(dir, name, fd);
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && good) {
        good = false;
        error = errno;
    }
    if (!good && fd >= 0)
        unlinkat(dir->fd, hidden.bytes, 0);
    text_free(&hidden);
    errno = error;
    if (!good)
        return fail(dir, name, "cannot be written", diags);
    MEM_GROW(dir->staged, dir->n_staged, dir->cap_staged);
    dir->staged[dir->n_staged++] = dir->name[dir->n_put - 1];
    dir->n_written++;
    return OK;
}

static bool sync_staged(const struct place_dir *dir)
{
    struct text hidden = {0};
    bool good = true;
    if (dir->n_staged > SYNC_ALONE_MOST)
        return syncfs(dir->fd) == 0;
    for (int i = 0; good && i < dir->n_staged; i++) {
        staged_name(&hidden, dir->staged[i]);
        int fd = openat(dir->fd, hidden.bytes, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
        good = fd >= 0 && fsync(fd) == 0;
        int error = errno;
        if (fd >= 0)
            close(fd);
        errno = error;
    }
    text_free(&hidden);
    return good;
}

enum status dir_commit(struct place_dir *dir, struct diags *diags)
{
    struct text hidden = {0};
    enum status status = OK;
    if (dir->n_staged == 0)
        return OK;
    if (!sync_staged(dir))
        return fail(dir, NULL, "cannot be written to the disk", diags);
    int done = 0;
    for (; status == OK && done < dir->n_staged; done++) {
        staged_name(&hidden, dir->staged[done]);
        if (renameat(dir->fd, hidden.bytes, dir->fd, dir->staged[done]) != 0)
            status = fail(dir, dir->staged[done], "cannot be put in its place", diags);
    }
    text_free(&hidden);
    if (status != OK)
        return status;
    dir->n_staged = 0;
    return fsync(dir->fd) == 0
               ? OK
               : fail(dir, NULL, "stands, but may be gone after a power cut", diags);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

struct sweep {
    bool (*is_ours)(const char *name);
    char **put; /* sorted */
    int n_removed;
};

static void sweep_name(struct place_dir *dir, const char *name, void *context)
{
    struct sweep *sweep = context;
    if (!sweep->is_ours(name) || (dir->n_put > 0 && bsearch(&name, sweep->put, (size_t)dir->n_put,
                                                            sizeof *sweep->put, compare_names)))
        return;
    sweep->n_removed += unlinkat(dir->fd, name, 0) == 0;
}

int dir_sweep(struct place_dir *dir, bool (*is_ours)(const char *name))
{
    struct sweep sweep = {.is_ours = is_ours, .put = NEW_ARRAY(char *, dir->n_put + 1)};
    for (int i = 0; i < dir->n_put; i++)
        sweep.put[i] = dir->name[i];
    if (dir->n_put > 0)
        qsort(sweep.put, (size_t)dir->n_put, sizeof *sweep.put, compare_names);
    each_name(dir, sweep_name, &sweep);
    mem_free(sweep.put);
    return sweep.n_removed;
}

void dir_rename(struct place_dir *dir, const char *from, const char *to)
{
    renameat(dir->fd, from, dir->fd, to);
}

bool dir_remove(struct place_dir *dir, const char *name)
{
    return unlinkat(dir->fd, name, 0) == 0;
}

int dir_n_written(const struct place_dir *dir)
{
    return dir->n_written;
}

int dir_n_put(const struct place_dir *dir)
{
    return dir->n_put;
}

void dir_close(struct place_dir *dir)
{
    struct text hidden = {0};
    if (!dir)
        return;
    for (int i = 0; i < dir->n_staged; i++) {
        staged_name(&hidden, dir->staged[i]);
        unlinkat(dir->fd, hidden.bytes, 0);
    }
    text_free(&hidden);
    for (int i = 0; i < dir->n_put; i++)
        mem_free(dir->name[i]);
    mem_free(dir->name);
    mem_free(dir->staged);
    if (dir->fd >= 0)
        close(dir->fd);
    mem_free(dir->folder);
    mem_free(dir);
}
