/* SPDX-License-Identifier: GPL-3.0-or-later */
/* importbench.c - how fast rows stream through the import, and in how much memory.
 * Makes files of made-up rows in a temporary folder: intervals of 20 queues, and contacts.  Each is
 * imported in a process of its own, so that its peak is its own.
 *     importbench [ROWS] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/time.h"
#include "io/import.h"

#define N_QUEUES 20

struct bench {
    const char *name;
    struct import_options options;
    void (*write)(FILE *file, long n_rows);
};

static void print_stamp(FILE *file, int64_t instant)
{
    char date[DATE_TEXT];
    int minute = (int)(instant % 86400 / 60);
    fprintf(file, "%s %02d:%02d:%02d", date_format(date, (int32_t)(instant / 86400)), minute / 60,
            minute % 60, (int)(instant % 60));
}

/* Five-minute rows of each queue, from 1990 on. */
static void write_intervals(FILE *file, long n_rows)
{
    fputs("when,queue,calls,aht\n", file);
    for (long i = 0; i < n_rows; i++) {
        print_stamp(file, 631152000 + i / N_QUEUES * 300);
        fprintf(file, ",queue-%ld,%ld,%ld.5\n", i % N_QUEUES, i * 7919 % 97, 180 + i % 60);
    }
}

/* A contact each 3 seconds. */
static void write_contacts(FILE *file, long n_rows)
{
    fputs("calldate,dst,disposition,billsec,uniqueid\n", file);
    for (long i = 0; i < n_rows; i++) {
        print_stamp(file, 1600000000 + i * 3);
        fprintf(file, ",60%ld,%s,%ld,%ld.%ld\n", i % N_QUEUES, i % 9 ? "ANSWERED" : "NO ANSWER",
                i % 9 ? 100 + i % 300 : 0, 1600000000 + i * 3, i);
    }
}

static int import_once(const char *path, const struct import_options *options)
{
    struct import_report report;
    struct diags *diags = diags_new();
    char out[80];
    snprintf(out, sizeof out, "%s.out", path);
    enum status status = import_calls_to(out, &report, path, options, diags);
    unlink(out);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double seconds = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                     (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
    for (size_t i = 0; i < diags->n && status != OK; i++)
        fprintf(stderr, "importbench: %s\n", diags->item[i].message);
    if (status != OK)
        return 1;
    printf(
        "%9ld rows, %5ld skipped, %8ld slots: %6.2f s of processor, %8.0f rows/s, peak %4ld MiB\n",
        report.n_rows, report.n_skipped, report.n_slots, seconds, (double)report.n_rows / seconds,
        usage.ru_maxrss / 1024);
    return report.n_taken + report.n_skipped != report.n_rows;
}

static int run(const struct bench *bench, const char *path, long n_rows)
{
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        return 1;
    }
    bench->write(file, n_rows);
    long bytes = ftell(file);
    if (fclose(file) != 0) {
        perror(path);
        return 1;
    }
    printf("%-10s %5ld MiB: ", bench->name, bytes >> 20);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        exit(import_once(path, &bench->options));
    int how = 1;
    waitpid(child, &how, 0);
    unlink(path);
    if (WIFSIGNALED(how))
        printf("ended by signal %d\n", WTERMSIG(how));
    else if (WEXITSTATUS(how) != 0)
        printf("failed with status %d\n", WEXITSTATUS(how));
    return how != 0;
}

int main(int argc, char **argv)
{
    long n_rows = argc > 1 ? atol(argv[1]) : 10000000;
    char folder[] = "/tmp/importbench-XXXXXX", path[64];
    const struct bench benches[] = {
        {"intervals",
         {.columns = "start=when,queue=queue,offered=calls,aht=aht", .zone = "America/New_York"},
         write_intervals},
        {"contacts",
         {.columns = "start=calldate,queue=dst,handled=disposition,aht=billsec,contact=uniqueid",
          .is_contacts = true,
          .zone = "Asia/Manila"},
         write_contacts},
    };
    int failed = 0;
    if (!mkdtemp(folder))
        return 1;
    snprintf(path, sizeof path, "%s/rows.csv", folder);
    for (size_t i = 0; i < sizeof benches / sizeof *benches; i++)
        for (int part = 4; part >= 1; part /= 4)
            failed += run(&benches[i], path, n_rows / part);
    rmdir(folder);
    return failed;
}
