/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tz.c - the tz data of the machine: the file of a zone, the names that there are, the version.
 * What a zone then says is in tz_local.c.
 *
 * tzdata.zi is the source that the data was made from, compacted: its first line is
 * "# version 2025b", a zone begins "Z NAME ...", another name for one is "L TARGET NAME".
 * zone1970.tab has the name in its third column, between tabs.  Only names whose file is there are
 * offered: Debian puts the old ones into a package of their own. */
#include "base/tz.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/tzif.h"

#define ZONE_FILE_MOST ((size_t)1 << 20) /* the longest real one has 4 KB */
#define LIST_FILE_MOST ((size_t)8 << 20)
#define VERSION_MOST 16

static const char *const default_folders[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo"};
static const char *chosen_folder; /* by a test */

void tz_set_folder(const char *folder)
{
    chosen_folder = folder;
}

static const char *folder(void)
{
    struct stat st;
    if (chosen_folder)
        return chosen_folder;
    bool first_is_there = stat(default_folders[0], &st) == 0 && S_ISDIR(st.st_mode);
    return default_folders[first_is_there ? 0 : 1];
}

static char *path_of(const char *name)
{
    struct text path = {0};
    text_printf(&path, "%s/%s", folder(), name);
    return path.bytes;
}

/* The bytes of a regular file and a NUL; false with errno, which is ENOENT also for what is no
 * file. */
static bool read_bytes(struct text *out, const char *name, size_t most)
{
    struct stat st;
    char chunk[4096];
    size_t n;
    char *path = path_of(name);
    bool is_file = stat(path, &st) == 0 && S_ISREG(st.st_mode);
    FILE *file = is_file ? fopen(path, "rb") : NULL;
    int fault = file ? 0 : is_file ? errno : ENOENT;
    mem_free(path);
    if (file) {
        while (out->n < most && (n = fread(chunk, 1, sizeof chunk, file)) > 0)
            text_add_n(out, chunk, n);
        if (ferror(file))
            fault = EIO;
        fclose(file);
    }
    errno = fault;
    return fault == 0;
}

static bool is_there(const char *name)
{
    struct stat st;
    char *path = path_of(name);
    bool there = stat(path, &st) == 0 && S_ISREG(st.st_mode);
    mem_free(path);
    return there;
}

/* Parts of letters, digits, '_', '+' and '-', with '/' between them.  `localtime` and `posixrules`
 * are left out, since they mean another zone on another machine, and right/, which counts leap
 * seconds. */
static bool is_zone_name(const char *s)
{
    static const char chars[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
    size_t n = strlen(s);
    if (n < 1 || n > 128 || s[strspn(s, chars)] != '\0')
        return false;
    if (s[0] == '/' || s[n - 1] == '/' || strstr(s, "//"))
        return false;
    if (strncmp(s, "right/", 6) == 0)
        return false;
    return strcmp(s, "localtime") != 0 && strcmp(s, "posixrules") != 0;
}

struct names {
    const char **item; /* point into the list file's text */
    int n, cap;
};

/* Cuts the k-th field off a line, '\0'-terminates it; NULL if there are fewer. */
static char *cut_field(char *line, int k, const char *separators)
{
    for (; k > 0; k--) {
        line += strcspn(line, separators);
        if (*line++ == '\0')
            return NULL;
    }
    line[strcspn(line, separators)] = '\0';
    return line;
}

static char *name_on_line(char *line, bool is_source)
{
    if (!is_source)
        return *line == '#' ? NULL : cut_field(line, 2, "\t");
    if (strncmp(line, "Z ", 2) == 0)
        return cut_field(line, 1, " ");
    return strncmp(line, "L ", 2) == 0 ? cut_field(line, 2, " ") : NULL;
}

/* The names of places that are there, in the order of the list. */
static void list_names(struct names *names, struct text *list)
{
    bool is_source = read_bytes(list, "tzdata.zi", LIST_FILE_MOST);
    if (!is_source && !read_bytes(list, "zone1970.tab", LIST_FILE_MOST))
        return;
    char *rest = list->bytes, *line;
    while ((line = strsep(&rest, "\n"))) {
        const char *name = name_on_line(line, is_source);
        if (!name || !is_zone_name(name) || strncmp(name, "Etc/", 4) == 0 || !is_there(name))
            continue;
        MEM_GROW(names->item, names->n, names->cap);
        names->item[names->n++] = name;
    }
}

/* Index of the name whose last part is nearest, for those who write "Manila". */
static int nearest_city(const char *city, const struct names *names)
{
    const char **cities = NEW_ARRAY(const char *, names->n);
    for (int i = 0; i < names->n; i++) {
        const char *slash = strrchr(names->item[i], '/');
        cities[i] = slash ? slash + 1 : "";
    }
    int nearest = text_nearest(city, cities, names->n);
    mem_free(cities);
    return nearest;
}

/* Short names without a folder are hardly misspelt ones: PST is not EST, nor is GMT+8 Etc/GMT+8. */
static int nearest_name(const char *name, const struct names *names)
{
    for (int i = 0; i < names->n; i++)
        if (strcasecmp(name, names->item[i]) == 0)
            return i;
    if (strchr(name, '/'))
        return text_nearest(name, names->item, names->n);
    return strlen(name) >= 4 ? nearest_city(name, names) : -1;
}

static enum status refuse(const char *name, const struct place *at, struct diags *diags)
{
    struct names names = {0};
    struct text list = {0};
    list_names(&names, &list);
    int nearest = nearest_name(name, &names);
    if (nearest >= 0)
        diag_error(diags, at, "there is no time zone '%s'; did you mean '%s'?", name,
                   names.item[nearest]);
    else
        diag_error(diags, at,
                   "there is no time zone '%s'; write an IANA name such as 'Asia/Manila'", name);
    mem_free(names.item);
    text_free(&list);
    return ERR_DATA;
}

/* The bytes of a zone's file, owned by the caller. */
static enum status read_zone(unsigned char **bytes, size_t *n, const char *name,
                             const struct place *at, struct diags *diags)
{
    struct text file = {0};
    if (!is_zone_name(name))
        return refuse(name, at, diags);
    if (!read_bytes(&file, name, ZONE_FILE_MOST)) {
        int fault = errno;
        text_free(&file);
        if (fault == ENOENT)
            return refuse(name, at, diags);
        diag_error(diags, at, "the data of time zone '%s' in %s cannot be read: %s", name, folder(),
                   strerror(fault));
        return ERR_IO;
    }
    *bytes = (unsigned char *)file.bytes;
    *n = file.n;
    return OK;
}

enum status tz_load(struct tz **out, const char *name, const struct place *at, struct diags *diags)
{
    size_t n = 0;
    unsigned char *bytes = NULL;
    TRY(read_zone(&bytes, &n, name, at, diags));
    struct tz *tz = NEW(struct tz);
    tz->name = mem_strdup(name);
    const char *fault = tzif_parse(tz, bytes, n);
    mem_free(bytes);
    if (fault) {
        diag_error(diags, at,
                   "the data of time zone '%s' is damaged: %s; install the tzdata package again",
                   name, fault);
        tz_free(tz);
        return ERR_IO;
    }
    *out = tz;
    return OK;
}

void tz_free(struct tz *tz)
{
    if (!tz)
        return;
    mem_free(tz->name);
    mem_free(tz->from);
    mem_free(tz->kind);
    mem_free(tz->type);
    mem_free(tz);
}

const char *tz_name(const struct tz *tz)
{
    return tz->name;
}

/* The word after `before` on the first line of a file. */
static bool first_word(char version[VERSION_MOST], const char *name, const char *before)
{
    struct text file = {0};
    bool found = false;
    size_t skip = strlen(before);
    if (read_bytes(&file, name, 1) && file.n > 0 && strncmp(file.bytes, before, skip) == 0) {
        size_t n = strcspn(file.bytes + skip, " \r\n");
        found = n > 0 && n < VERSION_MOST && text_is_clean_utf8(file.bytes + skip, n);
        if (found)
            snprintf(version, VERSION_MOST, "%.*s", (int)n, file.bytes + skip);
    }
    text_free(&file);
    return found;
}

const char *tz_data_version(void)
{
    static char version[VERSION_MOST];
    if (first_word(version, "tzdata.zi", "# version ") || first_word(version, "+VERSION", ""))
        return version;
    return "unknown";
}
