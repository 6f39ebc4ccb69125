/* SPDX-License-Identifier: GPL-3.0-or-later */
/* centrebench.c - solves made-up centre weeks and prints one line of JSON a case.
 * Usage: centrebench [-w WORKERS] [-t SECONDS] [-n NEIGHBOURHOODS] [-s SEED] [-v]
 * [-a SHARE] [-x FILE] [AGENTS/QUEUES/SLOT[n]]... A case ending in n is a night site, one in x4
 * four weeks as one.  Without cases: the standing list.  -a: most of a team on a pause at once (1:
 * no such rule).  -x writes the case as one integer program instead.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/pool.h"
#include "scheduler/engine.h"
#include "scheduler/full.h"
#include "tests/bench/centre.h"

static const char *const standing[] = {"25/1/30",  "50/1/30",  "110/1/30n", "200/1/30",
                                       "200/3/30", "110/1/15", "200/1/15"};

static void show(void *context, const struct progress *p)
{
    static double last;
    (void)context;
    if (p->elapsed_s - last < 1)
        return;
    last = p->elapsed_s;
    fprintf(stderr, "%8s %7.1f s value %.2f bound %.2f gap %.2f %%\n", p->stage, p->elapsed_s,
            p->objective, p->bound, 100 * p->gap);
}

static struct problem *make_case(const char *name, double away_share, struct centre_size *size,
                                 struct arena *arena)
{
    char form = 0;
    *size = (struct centre_size){.seed = 1, .weeks = 1, .away_share = away_share};
    if (sscanf(name, "%d/%d/%d%c%d", &size->agents, &size->queues, &size->slot_min, &form,
               &size->weeks) < 3 ||
        size->weeks < 1 || size->weeks > 6)
        return NULL;
    size->night = form == 'n';
    return centre_week(size, arena);
}

static int export_case(const char *name, double away_share, const char *file)
{
    struct centre_size size;
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct problem *problem = make_case(name, away_share, &size, arena);
    struct lp *lp = NULL;
    bool done =
        problem && full_program(&lp, NULL, problem, diags) == OK && lp_write(lp, file, false);
    lp_free(lp);
    diags_free(diags);
    arena_free(arena);
    return done ? 0 : 1;
}

/* Of this process: on a machine that others use they say more than the clock. */
static double cpu_s(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static int solve_case(const char *name, double away_share, struct run run)
{
    struct centre_size size;
    struct rusage usage;
    double cpu = cpu_s();
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct solution solution;
    struct problem *problem = make_case(name, away_share, &size, arena);
    if (!problem)
        return 2;
    double grain = problem->currency_per_grain;
    run.started_s = clock_now_s();
    if (engine_solve(&solution, problem, NULL, arena, &run, diags) != OK || !solution.tours)
        return 1;
    double seconds = clock_now_s() - run.started_s;
    getrusage(RUSAGE_SELF, &usage);
    double base = (double)(solution.value - solution.forced);
    base = base > (double)problem->gap_floor ? base : (double)problem->gap_floor;
    printf("{\"case\": \"%s\", \"agents\": %d, \"queues\": %d, \"slot\": %d, \"value\": %.2f, "
           "\"bound\": %.2f, \"forced\": %.2f, \"gap\": %.4f, \"seconds\": %.1f, \"cpu_seconds\": "
           "%.1f, "
           "\"rounds\": %ld, "
           "\"neighbourhoods\": %ld, \"peak_mib\": %ld}\n",
           name, size.agents, size.queues, size.slot_min, (double)solution.value * grain,
           (double)solution.bound * grain, (double)solution.forced * grain,
           (double)(solution.value - solution.bound) / base, seconds, cpu_s() - cpu,
           solution.rounds, solution.neighbourhoods, usage.ru_maxrss / 1024);
    fflush(stdout);
    diags_free(diags);
    arena_free(arena);
    return 0;
}

int main(int argc, char **argv)
{
    struct run run = {.seed = 1};
    int option, status = 0, workers = 2;
    double away_share = 0;
    const char *file = NULL;
    while ((option = getopt(argc, argv, "w:t:n:s:g:a:x:v")) >= 0) {
        if (option == 'w')
            workers = atoi(optarg);
        else if (option == 't')
            run.time_limit_s = atof(optarg);
        else if (option == 'n')
            run.iteration_limit = atol(optarg);
        else if (option == 's')
            run.seed = (uint64_t)atoll(optarg);
        else if (option == 'g')
            run.gap_target = atof(optarg);
        else if (option == 'a')
            away_share = atof(optarg);
        else if (option == 'x')
            file = optarg;
        else if (option == 'v')
            run.on_progress = show;
        else
            return 2;
    }
    if (file)
        return optind + 1 == argc ? export_case(argv[optind], away_share, file) : 2;
    run.pool = pool_new(workers);
    for (int i = optind; i < argc && status == 0; i++)
        status = solve_case(argv[i], away_share, run);
    for (size_t i = 0; i < sizeof standing / sizeof *standing && optind == argc && status == 0; i++)
        status = solve_case(standing[i], away_share, run);
    pool_free(run.pool);
    return status;
}
