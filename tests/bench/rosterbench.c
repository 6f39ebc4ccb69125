/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rosterbench.c - solves one published nurse-rostering instance and prints one line of JSON.
 *
 *   rosterbench INSTANCE [--time-limit S] [--iterations N] [--gap G] [--seed N] [--workers N]
 *               [-o FILE] [--verbose]
 *
 * value, bound: points of the instance; gap: (value - bound) / max(value - forced, 1), where forced
 * is what minutes against need cost on any roster; seconds: wall clock from start to answer;
 * peak_mib: largest resident set.  The roster is judged by nrp_check.c from its text (from FILE if
 * given) and from the instance read afresh.
 * Exit: 0 a roster that the judge accepts; 1 the judge refuses it, or a file cannot be written; 2
 * usage; 3 the instance is at fault; 4 proven infeasible; 6 no roster found. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/clock.h"
#include "base/pool.h"
#include "scheduler/engine.h"
#include "tests/bench/nrp.h"
#include "tests/bench/nrp_check.h"

struct options {
    const char *instance, *out;
    double time_limit_s, gap;
    long iterations, workers;
    uint64_t seed;
    bool verbose;
};

static const char usage[] =
    "usage: rosterbench INSTANCE [--time-limit S] [--iterations N] [--gap G] [--seed N]\n"
    "                   [--workers N] [-o FILE] [--verbose]\n";

static bool parse_double(double *out, const char *s)
{
    char *end;
    *out = strtod(s, &end);
    return end != s && *end == '\0' && *out >= 0 && *out < 1e9;
}

static bool parse_long(long *out, const char *s)
{
    char *end;
    errno = 0;
    *out = strtol(s, &end, 10);
    return end != s && *end == '\0' && errno == 0 && *out >= 0;
}

static bool parse_options(struct options *out, int argc, char **argv)
{
    static const struct option table[] = {
        {"time-limit", required_argument, NULL, 't'},
        {"iterations", required_argument, NULL, 'i'},
        {"gap", required_argument, NULL, 'g'},
        {"seed", required_argument, NULL, 's'},
        {"workers", required_argument, NULL, 'w'},
        {"verbose", no_argument, NULL, 'v'},
        {NULL, 0, NULL, 0},
    };
    *out = (struct options){.seed = 1};
    for (int c; (c = getopt_long(argc, argv, "o:", table, NULL)) != -1;) {
        long seed = 0;
        bool good = c == 'o'   ? (out->out = optarg)[0] != '\0'
                    : c == 't' ? parse_double(&out->time_limit_s, optarg)
                    : c == 'g' ? parse_double(&out->gap, optarg)
                    : c == 'i' ? parse_long(&out->iterations, optarg)
                    : c == 'w' ? parse_long(&out->workers, optarg) && out->workers <= 256
                    : c == 's' ? parse_long(&seed, optarg)
                    : c == 'v' ? (out->verbose = true)
                               : false;
        if (!good)
            return false;
        if (c == 's')
            out->seed = (uint64_t)seed;
    }
    if (argc - optind != 1)
        return false;
    out->instance = argv[optind];
    return true;
}

static bool read_all(struct text *out, const char *path)
{
    char bytes[65536];
    size_t n;
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    while ((n = fread(bytes, 1, sizeof bytes, file)) > 0)
        text_add_n(out, bytes, n);
    bool good = !ferror(file);
    return fclose(file) == 0 && good;
}

static bool write_all(const char *path, const struct text *text)
{
    FILE *file = fopen(path, "wb");
    if (!file)
        return false;
    bool good = fwrite(text->bytes, 1, text->n, file) == text->n;
    return fclose(file) == 0 && good;
}

static void show_progress(void *context, const struct progress *p)
{
    (void)context;
    fprintf(stderr, "%8.2f s  %-8s value %.0f  bound %.2f  gap %.4f\n", p->elapsed_s, p->stage,
            p->objective, p->bound, p->gap);
}

static void print_faults(const struct diags *diags)
{
    for (size_t i = 0; i < diags->n; i++)
        fprintf(stderr, "%s:%d: %s\n", diags->item[i].at.file ? diags->item[i].at.file : "-",
                diags->item[i].at.line, diags->item[i].message);
}

/* The roster judged, from the file that was written if there is one. */
static bool judge(const struct options *options, struct text *roster, int64_t value)
{
    FILE *instance = fopen(options->instance, "rb");
    FILE *rows =
        options->out ? fopen(options->out, "rb") : fmemopen(roster->bytes, roster->n, "rb");
    struct nrp_verdict verdict = {0};
    bool good = false;
    if (instance && rows) {
        nrp_check(&verdict, instance, rows);
        good = verdict.n_faults == 0 && verdict.value == value;
        if (verdict.n_faults > 0)
            fprintf(stderr, "%s", verdict.faults.bytes);
        if (verdict.value != value)
            fprintf(stderr, "The roster costs %lld (requests %lld, cover %lld), not %lld.\n",
                    (long long)verdict.value, (long long)verdict.requests, (long long)verdict.cover,
                    (long long)value);
    }
    nrp_verdict_free(&verdict);
    if (instance)
        fclose(instance);
    if (rows)
        fclose(rows);
    return good;
}

static const char *end_name(enum roster_end end)
{
    static const char *const names[] = {"gap reached", "budget spent", "stopped", "infeasible",
                                        "none"};
    return names[end];
}

static void print_json(const struct options *options, const struct nrp *nrp,
                       const struct solution *solution, double seconds, bool checked)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    const char *slash = strrchr(options->instance, '/');
    printf("{\"instance\": \"");
    for (const char *s = slash ? slash + 1 : options->instance; *s; s++)
        if (*s != '"' && *s != '\\' && (unsigned char)*s >= ' ')
            putchar(*s);
    printf("\", \"days\": %d, \"people\": %d, \"shifts\": %d, ", nrp->n_days, nrp->n_people,
           nrp->n_shifts);
    if (solution->tours) {
        double spread = (double)(solution->value - solution->bound);
        double scale = (double)(solution->value - solution->forced);
        printf("\"value\": %lld, \"bound\": %lld, \"gap\": %.6f, ", (long long)solution->value,
               (long long)solution->bound, spread / (scale > 1 ? scale : 1));
    } else if (solution->end == ROSTER_NONE && solution->rounds > 0) {
        printf("\"value\": null, \"bound\": %lld, \"gap\": null, ", (long long)solution->bound);
    } else {
        printf("\"value\": null, \"bound\": null, \"gap\": null, ");
    }
    printf("\"seconds\": %.2f, \"peak_mib\": %.1f, \"forced\": %lld, \"rounds\": %ld, "
           "\"neighbourhoods\": %ld, \"end\": \"%s\", \"seed\": %llu, \"checked\": %s}\n",
           seconds, (double)used.ru_maxrss / 1024, (long long)solution->forced, solution->rounds,
           solution->neighbourhoods, end_name(solution->end), (unsigned long long)options->seed,
           checked ? "true" : "false");
}

static int report(const struct options *options, const struct nrp *nrp,
                  const struct problem *problem, const struct solution *solution, double seconds)
{
    struct text roster = {0};
    bool written = true, checked = false;
    if (solution->tours) {
        nrp_roster_text(&roster, nrp, problem, solution->tours);
        written = !options->out || write_all(options->out, &roster);
        if (!written)
            fprintf(stderr, "%s: %s\n", options->out, strerror(errno));
        checked = written && judge(options, &roster, solution->value);
    }
    print_json(options, nrp, solution, seconds, checked);
    text_free(&roster);
    if (!solution->tours)
        return solution->end == ROSTER_INFEASIBLE ? 4 : 6;
    return checked ? 0 : 1;
}

static int solve(const struct options *options, const struct text *text, struct arena *arena,
                 struct diags *diags)
{
    /* A limit of time alone is to be used up. */
    long budget =
        options->iterations > 0 || options->time_limit_s <= 0 ? options->iterations : LONG_MAX / 4;
    struct run run = {
        .seed = options->seed,
        .time_limit_s = options->time_limit_s,
        .iteration_limit = budget,
        .gap_target = options->gap,
        .started_s = clock_now_s(),
        .on_progress = options->verbose ? show_progress : NULL,
    };
    struct nrp nrp;
    struct problem problem;
    struct solution solution;
    if (nrp_read(&nrp, text->bytes ? text->bytes : "", text->n, options->instance, arena, diags) !=
        OK)
        return 3;
    nrp_problem(&problem, &nrp, arena);
    run.pool = pool_new((int)options->workers);
    enum status status = engine_solve(&solution, &problem, NULL, arena, &run, diags);
    double seconds = run_elapsed_s(&run);
    pool_free(run.pool);
    return status == OK ? report(options, &nrp, &problem, &solution, seconds) : 1;
}

int main(int argc, char **argv)
{
    struct options options;
    if (!parse_options(&options, argc, argv)) {
        fputs(usage, stderr);
        return 2;
    }
    struct text text = {0};
    if (!read_all(&text, options.instance)) {
        fprintf(stderr, "%s: %s\n", options.instance, strerror(errno));
        text_free(&text);
        return 3;
    }
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    int result = solve(&options, &text, arena, diags);
    print_faults(diags);
    diags_free(diags);
    arena_free(arena);
    text_free(&text);
    return result;
}
