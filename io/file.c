/* SPDX-License-Identifier: GPL-3.0-or-later */
/* file.c - files and folders for reading. */
#include "io/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status fail(const char *path, const char *why, struct diags *diags)
{
    diag_error(diags, &(struct place){.file = path}, "cannot be read: %s", why);
    return ERR_IO;
}

enum status file_open(FILE **out, const char *path, struct diags *diags)
{
    struct stat what;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return fail(path, errno == ENOENT ? "there is no such file" : strerror(errno), diags);
    if (fstat(fd, &what) != 0 || !S_ISREG(what.st_mode)) {
        close(fd);
        return fail(path, S_ISDIR(what.st_mode) ? "it is a folder" : "it is no regular file",
                    diags);
    }
    *out = fdopen(fd, "r");
    if (*out)
        return OK;
    close(fd);
    return fail(path, strerror(errno), diags);
}

enum status file_read(char **bytes, size_t *n, const char *path, size_t most, struct diags *diags)
{
    FILE *file = NULL;
    TRY(file_open(&file, path, diags));
    size_t cap = 16384, used = 0;
    char *text = NULL;
    do {
        cap *= 2;
        text = mem_realloc(text, cap + 1, 1);
        used += fread(text + used, 1, cap - used, file);
    } while (used == cap && used <= most);
    text[used] = '\0';
    enum status status = OK;
    if (ferror(file)) {
        status = fail(path, strerror(errno), diags);
    } else if (used > most) {
        diag_error(diags, &(struct place){.file = path}, "is larger than %zu bytes", most);
        status = ERR_DATA;
    }
    fclose(file);
    if (status != OK) {
        mem_free(text);
        return status;
    }
    *bytes = text;
    *n = used;
    return OK;
}

bool file_exists(const char *path)
{
    struct stat what;
    return lstat(path, &what) == 0;
}

bool name_ends(const char *name, const char *end)
{
    size_t n = strlen(name), m = strlen(end);
    return n > m && strcmp(name + n - m, end) == 0;
}

static int by_bytes(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

enum status folder_list(const char *const **names, int *n, const char *path, struct arena *arena,
                        struct diags *diags)
{
    DIR *folder = opendir(path);
    if (!folder)
        return fail(path, errno == ENOENT ? "there is no such folder" : strerror(errno), diags);
    const char **found = NULL;
    size_t count = 0, cap = 0;
    struct dirent *entry;
    while ((entry = readdir(folder))) {
        if (entry->d_name[0] == '.' || name_ends(entry->d_name, "~"))
            continue;
        MEM_GROW(found, count, cap);
        found[count++] = arena_strdup(arena, entry->d_name);
    }
    closedir(folder);
    if (count > 0)
        qsort(found, count, sizeof *found, by_bytes);
    const char **kept = ARENA_ARRAY(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        kept[i] = found[i];
    mem_free(found);
    *names = kept;
    *n = (int)count;
    return OK;
}

const char *path_join(struct arena *arena, const char *folder, const char *name)
{
    return arena_printf(arena, "%s%s%s", folder, name_ends(folder, "/") ? "" : "/", name);
}
