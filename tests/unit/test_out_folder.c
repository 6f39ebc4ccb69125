/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_out_folder.c - the folder of a run is whole or not there: after kills, on a full disk,
 * without permission, with things in the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/out_folder.h"

#define N_FILES 12
static char top[64]; /* each test's own folder */

static int set_up(void **state)
{
    (void)state;
    strcpy(top, "/tmp/ronda-test-XXXXXX");
    return mkdtemp(top) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", top);
    out_no_exchange(false);
    return system(command);
}

/* A path below top, in one of a few buffers. */
static const char *below(const char *name)
{
    static char path[4][200];
    static int next;
    next = (next + 1) % 4;
    snprintf(path[next], sizeof path[next], "%s/%s", top, name);
    return path[next];
}

static void make_file(const char *path, const char *bytes)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(bytes, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

static int count_entries(const char *path)
{
    DIR *dir = opendir(path);
    assert_non_null(dir);
    int n = -2; /* "." and ".." */
    while (readdir(dir))
        n++;
    closedir(dir);
    return n;
}

/* A run in which every file holds `generation`. */
static enum status write_run(const char *folder, int generation, struct diags *diags)
{
    enum status status = OK;
    struct out_folder *out = NULL;
    struct text text = {0}, name = {0}, manifest = {0};
    TRY_OUT(out_begin(&out, folder, diags));
    text_add(&manifest, MANIFEST_HEAD "  \"inputs\": []," MANIFEST_OUTPUTS);
    for (int i = 0; i < N_FILES; i++) {
        text_clear(&name);
        text_clear(&text);
        text_printf(&name, i % 2 ? "ics/%d.ics" : "%d.csv", i);
        text_printf(&text, "%d\n", generation);
        text_printf(&manifest, "%s%s\"}\n", MANIFEST_FILE, name.bytes);
        TRY_OUT(out_file(out, name.bytes, text.bytes, text.n, diags));
    }
    TRY_OUT(out_file(out, "manifest.json", manifest.bytes, manifest.n, diags));
    TRY_OUT(out_commit(out, diags));
out:
    out_abort(out);
    text_free(&text);
    text_free(&name);
    text_free(&manifest);
    return status;
}

/* The one generation that all files of the folder hold; fails if they differ or one lacks. */
static int generation_of(const char *folder)
{
    int generation = -1;
    for (int i = 0; i < N_FILES; i++) {
        char path[300];
        int here = -1;
        snprintf(path, sizeof path, i % 2 ? "%s/ics/%d.ics" : "%s/%d.csv", folder, i);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        assert_int_equal(fscanf(file, "%d", &here), 1);
        fclose(file);
        if (i > 0)
            assert_int_equal(here, generation);
        generation = here;
    }
    return generation;
}

static enum status write_well(const char *folder, int generation)
{
    struct diags *diags = diags_new();
    enum status status = write_run(folder, generation, diags);
    assert_int_equal(diags->n, 0);
    diags_free(diags);
    return status;
}

/* The status and the one message of a run that cannot be. */
static void refused(const char *folder, enum status status, const char *message)
{
    struct diags *diags = diags_new();
    assert_int_equal(write_run(folder, 99, diags), status);
    assert_int_equal(diags->n, 1);
    if (!strstr(diags->item[0].message, message))
        assert_string_equal(diags->item[0].message, message);
    assert_non_null(diags->item[0].at.file);
    diags_free(diags);
}

static void test_replaces(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        const char *folder = below(round ? "two" : "one");
        out_no_exchange(round == 1);
        for (int generation = 0; generation < 3; generation++) {
            assert_int_equal(write_well(folder, generation), OK);
            assert_int_equal(generation_of(folder), generation);
            assert_int_equal(count_entries(folder), N_FILES / 2 + 2);
        }
    }
    assert_int_equal(count_entries(top), 2);
}

static void test_names(void **state)
{
    (void)state;
    assert_int_equal(mkdir(below("empty"), 0777), 0);
    assert_int_equal(write_well(below("empty"), 1), OK);
    assert_int_equal(write_well(below("slashes///"), 1), OK);
    assert_int_equal(generation_of(below("slashes")), 1);
    assert_int_equal(chdir(top), 0);
    assert_int_equal(write_well("bare", 7), OK);
    assert_int_equal(generation_of(below("bare")), 7);
    refused("..", ERR_USAGE, "this folder cannot be replaced: name a folder in it");
    refused(".", ERR_USAGE, "this folder cannot be replaced");
    refused("/", ERR_USAGE, "this folder cannot be replaced");
    refused("", ERR_USAGE, "this folder cannot be replaced");
    refused("missing/out", ERR_IO, "the folder above cannot be opened: No such file or directory");
    assert_int_equal(chdir("/"), 0);
}

static void test_in_the_way(void **state)
{
    (void)state;
    make_file(below("file"), "mine\n");
    refused(below("file"), ERR_IO, "is a file, not a folder");
    assert_int_equal(mkdir(below("folder"), 0777), 0);
    assert_int_equal(symlink("folder", below("link")), 0);
    refused(below("link"), ERR_IO, "is a symbolic link, which is not followed");
    assert_int_equal(symlink("nowhere", below("dangling")), 0);
    refused(below("dangling"), ERR_IO, "is a symbolic link");
    make_file(below("folder/notes.txt"), "mine\n");
    refused(below("folder"), ERR_IO, "'notes.txt' in this folder was not written by a run");
    assert_int_equal(count_entries(top), 4);
    assert_true(is_there(below("folder/notes.txt")));
}

static void test_strangers(void **state)
{
    (void)state;
    assert_int_equal(write_well(below("out"), 1), OK);
    make_file(below("out/ics/mine.ics"), "mine\n");
    refused(below("out"), ERR_IO, "'ics/mine.ics' in this folder was not written by a run");
    assert_int_equal(unlink(below("out/ics/mine.ics")), 0);
    make_file(below("out/.~lock.1.csv#"), "an office program's\n");
    make_file(below("out/0.csv"), "edited\n");
    make_file(below("out/report.html"), "made of the run\n");
    make_file(below("out/report-A12.html"), "made of the run\n");
    assert_int_equal(write_well(below("out"), 2), OK);
    assert_int_equal(generation_of(below("out")), 2);
    assert_false(is_there(below("out/report.html")));
    make_file(below("out/reporting.txt"), "mine\n");
    refused(below("out"), ERR_IO, "'reporting.txt' in this folder was not written by a run");
    assert_int_equal(unlink(below("out/reporting.txt")), 0);
    /* A link in place of one of our files is removed, not what it points to. */
    make_file(below("precious"), "mine\n");
    assert_int_equal(unlink(below("out/0.csv")), 0);
    assert_int_equal(symlink("../precious", below("out/0.csv")), 0);
    assert_int_equal(write_well(below("out"), 3), OK);
    assert_true(is_there(below("precious")));
    make_file(below("out/manifest.json"), "{}\n");
    refused(below("out"), ERR_IO, "was not written by a run");
}

/* More files than are made durable one by one. */
static void test_many_files(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct out_folder *out = NULL;
    char name[32];
    assert_int_equal(out_begin(&out, below("out"), diags), OK);
    for (int i = 0; i < 400; i++) {
        snprintf(name, sizeof name, "ics/%d.ics", i);
        assert_int_equal(out_file(out, name, name, strlen(name), diags), OK);
    }
    assert_int_equal(out_commit(out, diags), OK);
    out_abort(out);
    assert_int_equal(diags->n, 0);
    diags_free(diags);
    assert_int_equal(count_entries(below("out/ics")), 400);
    assert_int_equal(count_entries(top), 1);
}

static void test_abort(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct out_folder *out = NULL;
    assert_int_equal(write_well(below("out"), 1), OK);
    assert_int_equal(out_begin(&out, below("out"), diags), OK);
    assert_int_equal(out_file(out, "a/b.csv", "x", 1, diags), OK);
    out_abort(out);
    out_abort(NULL);
    assert_int_equal(diags->n, 0);
    diags_free(diags);
    assert_int_equal(count_entries(top), 1);
    assert_int_equal(generation_of(below("out")), 1);
}

/* Something appeared while the run was computing. */
static void test_appears_later(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct out_folder *out = NULL;
    assert_int_equal(out_begin(&out, below("out"), diags), OK);
    assert_int_equal(out_file(out, "a.csv", "x", 1, diags), OK);
    make_file(below("out"), "mine\n");
    assert_int_equal(out_commit(out, diags), ERR_IO);
    out_abort(out);
    assert_int_equal(diags->n_errors, 1);
    diags_free(diags);
    assert_int_equal(count_entries(top), 1);
}

static void test_two_runs_at_once(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct out_folder *one = NULL;
    assert_int_equal(out_begin(&one, below("out"), diags), OK);
    assert_int_equal(out_file(one, "a.csv", "x", 1, diags), OK);
    assert_int_equal(write_well(below("out"), 2), OK); /* does not clean away what is locked */
    assert_int_equal(out_file(one, "b.csv", "x", 1, diags), OK);
    assert_int_equal(out_commit(one, diags), OK);
    out_abort(one);
    assert_int_equal(diags->n, 0);
    diags_free(diags);
    assert_int_equal(count_entries(below("out")), 2);
    assert_int_equal(count_entries(top), 1);
}

static void test_full_disk(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    struct out_folder *out = NULL;
    struct rlimit old, low;
    char *large = mem_alloc(100000, 1);
    assert_int_equal(write_well(below("out"), 1), OK);
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    low = (struct rlimit){50000, old.rlim_max};
    assert_int_equal(out_begin(&out, below("out"), diags), OK);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
    enum status status = out_file(out, "large.csv", large, 100000, diags);
    enum status single = out_write_file(below("single.csv"), large, 100000, diags);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    signal(SIGXFSZ, SIG_DFL);
    out_abort(out);
    mem_free(large);
    assert_int_equal(status, ERR_IO);
    assert_int_equal(single, ERR_IO);
    assert_string_equal(diags->item[0].message, "cannot be written: File too large");
    assert_string_equal(diags->item[1].message, "cannot be written: File too large");
    diags_free(diags);
    assert_int_equal(count_entries(top), 1);
    assert_int_equal(generation_of(below("out")), 1);
}

static void test_no_permission(void **state)
{
    (void)state;
    assert_int_equal(mkdir(below("shut"), 0777), 0);
    assert_int_equal(chmod(below("shut"), 0555), 0);
    assert_int_equal(chmod(top, 0755), 0);
    pid_t child = fork();
    if (child == 0) { /* root may write everywhere */
        struct diags *diags = diags_new();
        if (geteuid() == 0 && setuid(65534) != 0)
            _exit(3);
        enum status status = write_run(below("shut/out"), 1, diags);
        bool right = status == ERR_IO && diags->n == 1 &&
                     strcmp(diags->item[0].message,
                            "cannot make a folder beside it: Permission denied") == 0;
        diags_free(diags);
        _exit(right ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(count_entries(below("shut")), 0);
}

static void test_single_file(void **state)
{
    (void)state;
    struct diags *diags = diags_new();
    char bytes[16] = "";
    make_file(below("a.csv"), "an earlier one, which is longer\n");
    assert_int_equal(out_write_file(below("a.csv"), "new\n", 4, diags), OK);
    FILE *file = fopen(below("a.csv"), "r");
    assert_int_equal(fread(bytes, 1, sizeof bytes, file), 4);
    fclose(file);
    assert_memory_equal(bytes, "new\n", 4);
    assert_int_equal(out_write_file("/dev/null", "x", 1, diags), OK);
    assert_int_equal(diags->n, 0);
    assert_int_equal(out_write_file("/dev/full", "x", 1, diags), ERR_IO);
    assert_string_equal(diags->item[0].message, "cannot be written: No space left on device");
    assert_int_equal(out_write_file(top, "x", 1, diags), ERR_IO);
    assert_string_equal(diags->item[1].message, "cannot be written: Is a directory");
    assert_int_equal(out_write_file(below("none/a.csv"), "x", 1, diags), ERR_IO);
    assert_string_equal(diags->item[2].message, "cannot be written: No such file or directory");
    diags_free(diags);
    assert_int_equal(count_entries(top), 1);
}

/* Kills a run after `delay_us`; what it wrote lasts as far as it came. */
static void run_and_kill(const char *folder, int generation, useconds_t delay_us)
{
    int ready[2];
    char byte = 0;
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        struct diags *diags = diags_new();
        if (write(ready[1], &byte, 1) == 1)
            write_run(folder, generation, diags);
        pause();
        _exit(0);
    }
    assert_true(child > 0);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    usleep(delay_us);
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    close(ready[0]);
    close(ready[1]);
}

/* At each moment either generation, and nothing left behind by the next run. */
static void kill_many(int n, bool exchange)
{
    const char *folder = below("out");
    out_no_exchange(!exchange);
    assert_int_equal(write_well(folder, 0), OK);
    double before = clock_now_s();
    assert_int_equal(write_well(folder, 0), OK);
    double run_us = (clock_now_s() - before) * 1e6;
    uint64_t random = 20261121;
    int last = 0, n_new = 0;
    for (int i = 1; i <= n; i++) {
        random = random * 6364136223846793005u + 1442695040888963407u;
        run_and_kill(folder, i, (useconds_t)(run_us * 1.3 * (double)(random >> 40) / (1 << 24)));
        if (!exchange) { /* between two renames it may be away: the next run mends that */
            struct diags *diags = diags_new();
            struct out_folder *out = NULL;
            assert_int_equal(out_begin(&out, folder, diags), OK);
            out_abort(out);
            diags_free(diags);
        }
        int generation = generation_of(folder);
        assert_true(generation == last || generation == i);
        n_new += generation == i;
        last = generation;
    }
    print_message("# %d kills: %d left the new folder, %d the earlier one\n", n, n_new, n - n_new);
    assert_int_equal(write_well(folder, n + 1), OK);
    assert_int_equal(count_entries(top), 1);
}

static void test_kills(void **state)
{
    (void)state;
    kill_many(150, true);
}

static void test_kills_without_exchange(void **state)
{
    (void)state;
    kill_many(60, false);
}

/* Killed between the two renames, exactly. */
static void test_mends(void **state)
{
    (void)state;
    assert_int_equal(write_well(below("out"), 5), OK);
    assert_int_equal(rename(below("out"), below(".out.old-123-0")), 0);
    assert_int_equal(mkdir(below(".out.new-123-0"), 0777), 0);
    assert_int_equal(mkdir(below(".out.new-file"), 0777), 0); /* nobody's but a person's */
    struct diags *diags = diags_new();
    struct out_folder *out = NULL;
    assert_int_equal(out_begin(&out, below("out"), diags), OK);
    out_abort(out);
    diags_free(diags);
    assert_int_equal(generation_of(below("out")), 5);
    assert_int_equal(count_entries(top), 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(replaces),
        TEST(names),
        TEST(in_the_way),
        TEST(strangers),
        TEST(abort),
        TEST(many_files),
        TEST(appears_later),
        TEST(two_runs_at_once),
        TEST(full_disk),
        TEST(no_permission),
        TEST(single_file),
        TEST(kills),
        TEST(kills_without_exchange),
        TEST(mends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
