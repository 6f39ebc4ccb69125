/* SPDX-License-Identifier: GPL-3.0-or-later */
/* out_file.c - one file that appears whole or not at all: written beside its place under a hidden
 * name, made durable, then renamed over what was there.  A device or a pipe cannot be renamed to,
 * so it is written as it is. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "io/out_folder.h"

/* Writes, perhaps makes durable, closes: 0 or the errno of what failed first. */
static int write_and_close(int fd, const char *bytes, size_t n, bool durable)
{
    int error = out_write_all(fd, bytes, n) && (!durable || fsync(fd) == 0) ? 0 : errno;
    if (close(fd) != 0 && error == 0)
        error = errno;
    return error;
}

static int write_through(const char *file, const char *bytes, size_t n)
{
    int fd = open(file, O_WRONLY | O_CLOEXEC);
    return fd >= 0 ? write_and_close(fd, bytes, n, false) : errno;
}

/* The hidden name beside a file. */
static void hidden_name(struct text *out, const char *file)
{
    const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file;
    text_add_n(out, file, (size_t)(base - file));
    text_printf(out, ".%s.new-%ld", base, (long)getpid());
    unlink(out->bytes); /* of a killed run that had our number */
}

static int write_beside(const char *file, const char *bytes, size_t n)
{
    struct text hidden = {0};
    hidden_name(&hidden, file);
    int fd = open(hidden.bytes, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    int error = fd >= 0 ? write_and_close(fd, bytes, n, true) : errno;
    if (error == 0 && rename(hidden.bytes, file) != 0)
        error = errno;
    if (error != 0 && fd >= 0)
        unlink(hidden.bytes);
    text_free(&hidden);
    return error;
}

static enum status told(const char *file, int error, struct diags *diags)
{
    if (error == 0)
        return OK;
    diag_error(diags, &(struct place){.file = file}, "cannot be written: %s", strerror(error));
    return ERR_IO;
}

enum status out_write_by(const char *file, bool (*write)(void *context, const char *name),
                         void *context, struct diags *diags)
{
    struct stat st;
    struct text hidden = {0};
    bool is_other = stat(file, &st) == 0 && !S_ISREG(st.st_mode);
    hidden_name(&hidden, file);
    const char *name = is_other ? file : hidden.bytes;
    errno = 0;
    int error = write(context, name) ? 0 : errno != 0 ? errno : EIO;
    int fd = error == 0 && !is_other ? open(name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (error == 0 && !is_other && (fd < 0 || fsync(fd) != 0 || rename(name, file) != 0))
        error = errno;
    if (fd >= 0)
        close(fd);
    if (error != 0 && !is_other)
        unlink(hidden.bytes);
    text_free(&hidden);
    return told(file, error, diags);
}

enum status out_write_file(const char *file, const char *bytes, size_t n, struct diags *diags)
{
    struct stat st;
    bool exists = stat(file, &st) == 0;
    int error;
    if (exists && S_ISDIR(st.st_mode))
        error = EISDIR;
    else if (exists && !S_ISREG(st.st_mode))
        error = write_through(file, bytes, n);
    else
        error = write_beside(file, bytes, n);
    return told(file, error, diags);
}

enum status out_make_folder(const char *folder, struct diags *diags)
{
    struct text part = {0};
    int error = 0;
    text_add(&part, folder);
    for (size_t n = 1; n <= part.n && error == 0; n++) {
        if (part.bytes[n] != '/' && n < part.n)
            continue;
        char at = part.bytes[n];
        part.bytes[n] = '\0';
        if (mkdir(part.bytes, 0777) != 0 && errno != EEXIST)
            error = errno;
        part.bytes[n] = at;
    }
    text_free(&part);
    if (error == 0)
        return OK;
    diag_error(diags, &(struct place){.file = folder}, "cannot be made: %s", strerror(error));
    return ERR_IO;
}
