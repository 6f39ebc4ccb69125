/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out_folder.c - a folder of files that appears whole or not at all.
 *
 * NAME is made as .NAME.new-PID-K beside it, on the same file system.  out_commit makes all of it
 * durable (fsync of files, then folders), then swaps it with NAME in one step
 * (renameat2 RENAME_EXCHANGE) and removes the old one, which now has the hidden name.  Where the
 * file system cannot exchange: NAME becomes .NAME.old-PID-K, the new one NAME; a run killed between
 * the two is mended by the next out_begin.  At each moment a whole folder is there.
 *
 * The run holds a lock (flock) on its hidden folder, so the next run knows a leftover, which nobody
 * holds, from a folder that a live run is writing.  No symbolic link is ever followed below the
 * parent folder; the old folder is removed entry by entry through descriptors. */
#include "io/out_folder.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

#define HIDDEN_TEXT 400 /* "." NAME_MAX ".new-" and two numbers */
#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define SYNC_ALONE_MOST 256 /* files */
#define MANIFEST_MOST ((size_t)64 << 20)

struct out_folder {
    char *folder, *base;       /* as given without trailing slashes; its last part */
    char hidden[HIDDEN_TEXT];  /* name beside it */
    int parent, fd;            /* open folders; -1 */
    bool is_there;             /* the hidden folder exists and is ours to remove */
    struct out_entry *entries; /* [n_entries] in the order written */
    int n_entries, cap_entries;
};

static bool no_exchange;

void out_no_exchange(bool yes)
{
    no_exchange = yes;
}

int out_entries(const struct out_entry **entries, const struct out_folder *out)
{
    *entries = out->entries;
    return out->n_entries;
}

/* Reports errno for the folder, or for the file `name` in it. */
static enum status fail(const struct out_folder *out, const char *name, const char *what,
                        struct diags *diags)
{
    int error = errno;
    struct text path = {0};
    text_add(&path, out->folder);
    if (name)
        text_printf(&path, "/%s", name);
    diag_error(diags, &(struct place){.file = path.bytes}, "%s: %s", what, strerror(error));
    text_free(&path);
    return ERR_IO;
}

/* Removes a file or a folder with all in it; no link is followed. */
static bool remove_tree(int parent, const char *name)
{
    if (unlinkat(parent, name, 0) == 0)
        return true;
    int fd = openat(parent, name, OPEN_FOLDER);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    bool good = true;
    for (struct dirent *e; (e = readdir(dir));)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            good &= remove_tree(fd, e->d_name);
    closedir(dir);
    return good && unlinkat(parent, name, AT_REMOVEDIR) == 0;
}

/* ".NAME.KIND-digits-digits": a hidden name that only a run can have given. */
static bool is_hidden_name(const char *s, const char *base, const char *kind)
{
    size_t n = strlen(base), k = strlen(kind);
    if (s[0] != '.' || strncmp(s + 1, base, n) != 0 || s[n + 1] != '.' ||
        strncmp(s + n + 2, kind, k) != 0 || s[n + k + 2] != '-')
        return false;
    const char *rest = s + n + k + 3;
    return *rest && strspn(rest, "0123456789-") == strlen(rest);
}

/* Nobody holds it: the run that made it is dead. */
static bool is_leftover(int parent, const char *name)
{
    int fd = openat(parent, name, OPEN_FOLDER);
    if (fd < 0)
        return false;
    bool leftover = flock(fd, LOCK_EX | LOCK_NB) == 0;
    close(fd);
    return leftover;
}

/* Removes what killed runs left beside the folder; an old folder whose new one never came becomes
 * the folder again. */
static void clean_leftovers(const struct out_folder *out)
{
    int fd = openat(out->parent, ".", OPEN_FOLDER);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return; /* out_begin will report what is wrong with the parent */
    }
    for (struct dirent *e; (e = readdir(dir));) {
        bool is_old = is_hidden_name(e->d_name, out->base, "old");
        if (!is_old && !is_hidden_name(e->d_name, out->base, "new"))
            continue;
        if (!is_leftover(out->parent, e->d_name))
            continue;
        if (is_old && faccessat(out->parent, out->base, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
            renameat(out->parent, e->d_name, out->parent, out->base);
        else
            remove_tree(out->parent, e->d_name);
    }
    closedir(dir);
}

/* All of a file below `folder`; false if it cannot be read or is larger than `most`. */
static bool read_all(struct text *bytes, int folder, const char *name, size_t most)
{
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    char block[16384];
    ssize_t n;
    while ((n = read(fd, block, sizeof block)) > 0 && bytes->n <= most)
        text_add_n(bytes, block, (size_t)n);
    close(fd);
    return n == 0;
}

/* A page that `report` made of the run: it is made again in a second. */
static bool is_report(const char *path)
{
    size_t n = strlen(path);
    return n > 10 && strncmp(path, "report", 6) == 0 && !strchr(path, '/') &&
           strcmp(path + n - 5, ".html") == 0;
}

/* Adds the first file below `folder` that the manifest does not list to `stranger`. */
static void find_stranger(struct text *stranger, int folder, const char *prefix,
                          const char *outputs)
{
    DIR *dir = fdopendir(folder);
    if (!dir) {
        close(folder);
        text_add(stranger, *prefix ? prefix : ".");
        return;
    }
    struct text line = {0}, path = {0};
    for (struct dirent *e; stranger->n == 0 && (e = readdir(dir));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0 ||
            strncmp(e->d_name, ".~lock.", 7) == 0) /* an office program has the file open */
            continue;
        text_clear(&path);
        text_printf(&path, "%s%s", prefix, e->d_name);
        int sub = openat(dirfd(dir), e->d_name, OPEN_FOLDER);
        if (sub >= 0) {
            text_add_char(&path, '/');
            find_stranger(stranger, sub, path.bytes, outputs);
            continue;
        }
        text_clear(&line);
        text_printf(&line, "%s%s\"", MANIFEST_FILE, path.bytes);
        if (strcmp(path.bytes, "manifest.json") != 0 && !is_report(path.bytes) &&
            !strstr(outputs, line.bytes))
            text_add(stranger, path.bytes);
    }
    closedir(dir);
    text_free(&line);
    text_free(&path);
}

/* A folder that stands where ours shall: empty, or a run's with no stranger's file in it. */
static enum status judge_folder(const struct out_folder *out, struct diags *diags)
{
    int fd = openat(out->parent, out->base, OPEN_FOLDER);
    if (fd < 0)
        return fail(out, NULL, "cannot open the folder that is to be replaced", diags);
    struct text manifest = {0}, stranger = {0};
    bool ours =
        read_all(&manifest, fd, "manifest.json", MANIFEST_MOST) &&
        strncmp(manifest.bytes ? manifest.bytes : "", MANIFEST_HEAD, strlen(MANIFEST_HEAD)) == 0;
    const char *outputs = ours ? strstr(manifest.bytes, MANIFEST_OUTPUTS) : NULL;
    find_stranger(&stranger, fd, "", outputs ? outputs : "");
    struct place at = {.file = out->folder};
    if (stranger.n > 0 || (!ours && manifest.n > 0))
        diag_error(diags, &at,
                   "'%s' in this folder was not written by a run, so it is not replaced: name "
                   "another folder, or move it away",
                   stranger.n > 0 ? stranger.bytes : "manifest.json");
    enum status status = stranger.n > 0 || (!ours && manifest.n > 0) ? ERR_IO : OK;
    text_free(&manifest);
    text_free(&stranger);
    return status;
}

/* May what stands at NAME be replaced? */
static enum status judge_target(const struct out_folder *out, struct diags *diags)
{
    struct stat st;
    struct place at = {.file = out->folder};
    if (fstatat(out->parent, out->base, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? OK : fail(out, NULL, "cannot be looked at", diags);
    if (S_ISDIR(st.st_mode))
        return judge_folder(out, diags);
    diag_error(diags, &at,
               S_ISLNK(st.st_mode)
                   ? "is a symbolic link, which is not followed: name the folder itself"
                   : "is a file, not a folder: name another folder, or move the file away");
    return ERR_IO;
}

/* Splits "a/b/NAME//" and opens a/b. */
static enum status open_parent(struct out_folder *out, const char *folder, struct diags *diags)
{
    out->folder = mem_strdup(folder);
    size_t n = strlen(out->folder);
    while (n > 1 && out->folder[n - 1] == '/')
        out->folder[--n] = 0;
    char *slash = strrchr(out->folder, '/');
    out->base = mem_strdup(slash ? slash + 1 : out->folder);
    if (!*out->base || strcmp(out->base, ".") == 0 || strcmp(out->base, "..") == 0) {
        diag_error(diags, &(struct place){.file = folder},
                   "this folder cannot be replaced: name a folder in it");
        return ERR_USAGE;
    }
    if (strlen(out->base) > 200) {
        diag_error(diags, &(struct place){.file = folder}, "the name is longer than 200 bytes");
        return ERR_USAGE;
    }
    struct text parent = {0};
    text_add_n(&parent, out->folder, slash ? (size_t)(slash - out->folder) : 0);
    if (parent.n == 0)
        text_add(&parent, slash ? "/" : ".");
    out->parent = open(parent.bytes, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    text_free(&parent);
    return out->parent >= 0 ? OK : fail(out, NULL, "the folder above cannot be opened", diags);
}

/* Makes, opens and locks the hidden folder. */
static enum status make_hidden(struct out_folder *out, struct diags *diags)
{
    for (int k = 0; k < 1000; k++) {
        snprintf(out->hidden, sizeof out->hidden, ".%s.new-%ld-%d", out->base, (long)getpid(), k);
        if (mkdirat(out->parent, out->hidden, 0777) != 0) {
            if (errno == EEXIST)
                continue;
            return fail(out, NULL, "cannot make a folder beside it", diags);
        }
        struct stat st;
        out->fd = openat(out->parent, out->hidden, OPEN_FOLDER);
        if (out->fd >= 0 && flock(out->fd, LOCK_EX | LOCK_NB) == 0 && fstat(out->fd, &st) == 0 &&
            st.st_nlink > 0) {
            out->is_there = true;
            return OK;
        }
        if (out->fd >= 0) /* another run took it for a leftover */
            close(out->fd);
        out->fd = -1;
    }
    errno = EBUSY;
    return fail(out, NULL, "cannot make a folder beside it", diags);
}

enum status out_begin(struct out_folder **result, const char *folder, struct diags *diags)
{
    enum status status = OK;
    struct out_folder *out = NEW(struct out_folder);
    out->parent = out->fd = -1;
    *result = NULL;
    TRY_OUT(open_parent(out, folder, diags));
    clean_leftovers(out);
    TRY_OUT(judge_target(out, diags));
    TRY_OUT(make_hidden(out, diags));
    *result = out;
    return OK;
out:
    out_abort(out);
    return status;
}

bool out_write_all(int fd, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t part = write(fd, bytes, n);
        if (part < 0 && errno == EINTR)
            continue;
        if (part <= 0)
            return false;
        bytes += part;
        n -= (size_t)part;
    }
    return true;
}

static bool is_output_name(const char *name)
{
    const char *slash = strchr(name, '/');
    return name[0] != '.' && name[0] != '/' && !strstr(name, "/.") && name[0] &&
           (!slash || (slash[1] && !strchr(slash + 1, '/'))) &&
           text_is_clean_utf8(name, strlen(name)) && !strpbrk(name, "\"\\");
}

enum status out_file(struct out_folder *out, const char *name, const char *bytes, size_t n,
                     struct diags *diags)
{
    assert(is_output_name(name));
    const char *slash = strchr(name, '/');
    if (slash) {
        struct text sub = {0};
        text_add_n(&sub, name, (size_t)(slash - name));
        int made = mkdirat(out->fd, sub.bytes, 0777);
        text_free(&sub);
        if (made != 0 && errno != EEXIST)
            return fail(out, name, "cannot make the folder", diags);
    }
    int fd = openat(out->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail(out, name, "cannot be written", diags);
    bool good = out_write_all(fd, bytes, n);
    int error = errno;
    if (close(fd) != 0 && good) {
        good = false;
        error = errno;
    }
    errno = error;
    if (!good)
        return fail(out, name, "cannot be written", diags);
    MEM_GROW(out->entries, out->n_entries, out->cap_entries);
    struct out_entry *entry = &out->entries[out->n_entries++];
    entry->name = mem_strdup(name);
    entry->n_bytes = n;
    sha256_of(entry->sha256, bytes, n);
    return OK;
}

static bool sync_at(int folder, const char *name, int flags)
{
    int fd = openat(folder, name, flags | O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool good = fsync(fd) == 0;
    int error = errno;
    close(fd);
    errno = error;
    return good;
}

/* All bytes and names on the disk.  After all are written, so that a journal takes them at once;
 * thousands of files one by one would still take seconds, so then the whole file system is. */
static enum status sync_all(const struct out_folder *out, struct diags *diags)
{
    const char *last = NULL;
    if (out->n_entries > SYNC_ALONE_MOST)
        return syncfs(out->fd) == 0 ? OK : fail(out, NULL, "cannot be written to the disk", diags);
    for (int i = 0; i < out->n_entries; i++)
        if (!sync_at(out->fd, out->entries[i].name, 0))
            return fail(out, out->entries[i].name, "cannot be written to the disk", diags);
    for (int i = 0; i < out->n_entries; i++) {
        const char *name = out->entries[i].name, *slash = strchr(name, '/');
        size_t n = slash ? (size_t)(slash - name) : 0;
        if (!slash || (last && strncmp(last, name, n + 1) == 0))
            continue;
        last = name;
        char *sub = mem_strdup(name);
        sub[n] = 0;
        bool good = sync_at(out->fd, sub, O_DIRECTORY);
        mem_free(sub);
        if (!good)
            return fail(out, name, "its folder cannot be written to the disk", diags);
    }
    return fsync(out->fd) == 0 ? OK : fail(out, NULL, "cannot be written to the disk", diags);
}

/* The new folder takes the name; *old is the name that the earlier one then has, "" if there was
 * none. */
static enum status take_name(struct out_folder *out, char old[HIDDEN_TEXT], struct diags *diags)
{
    old[0] = 0;
    struct stat st;
    if (fstatat(out->parent, out->base, &st, AT_SYMLINK_NOFOLLOW) != 0) {
        if (renameat(out->parent, out->hidden, out->parent, out->base) != 0)
            return fail(out, NULL, "cannot be put in its place", diags);
        return OK;
    }
    if (!no_exchange &&
        renameat2(out->parent, out->hidden, out->parent, out->base, RENAME_EXCHANGE) == 0) {
        snprintf(old, HIDDEN_TEXT, "%s", out->hidden);
        return OK;
    }
    if (!no_exchange && errno != EINVAL && errno != ENOSYS)
        return fail(out, NULL, "cannot be put in its place", diags);
    snprintf(old, HIDDEN_TEXT, "%s", out->hidden);
    memcpy(old + 1 + strlen(out->base), ".old", 4);
    if (renameat(out->parent, out->base, out->parent, old) != 0)
        return fail(out, NULL, "the earlier folder cannot be moved away", diags);
    if (renameat(out->parent, out->hidden, out->parent, out->base) == 0)
        return OK;
    enum status status = fail(out, NULL, "cannot be put in its place", diags);
    renameat(out->parent, old, out->parent, out->base);
    return status;
}

enum status out_commit(struct out_folder *out, struct diags *diags)
{
    char old[HIDDEN_TEXT];
    TRY(sync_all(out, diags));
    TRY(judge_target(out, diags)); /* again: hours may have passed since out_begin */
    TRY(take_name(out, old, diags));
    out->is_there = false;
    if (fsync(out->parent) != 0)
        return fail(out, NULL, "stands, but may be gone after a power cut", diags);
    if (old[0] && !remove_tree(out->parent, old))
        diag_warning(diags, &(struct place){.file = out->folder},
                     "the earlier folder stays beside it as '%s': it cannot be removed", old);
    return OK;
}

void out_abort(struct out_folder *out)
{
    if (!out)
        return;
    if (out->is_there)
        remove_tree(out->parent, out->hidden);
    if (out->fd >= 0)
        close(out->fd);
    if (out->parent >= 0)
        close(out->parent);
    for (int i = 0; i < out->n_entries; i++)
        mem_free(out->entries[i].name);
    mem_free(out->entries);
    mem_free(out->folder);
    mem_free(out->base);
    mem_free(out);
}
