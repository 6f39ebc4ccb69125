/* SPDX-License-Identifier: GPL-3.0-or-later */
/* simbench.c - contacts simulated a second, on a week like a bank's: a queue of 210 s calls open 14
 * hours a day and a small one, people in 8 h shifts with a meal and two breaks, a tenth of them
 * with both skills.  One line of JSON.
 * Usage: simbench [WORKERS [REPLICATIONS [CALLS A WEEK]]] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/pool.h"
#include "base/time.h"
#include "scheduler/sim.h"

#define N_SLOTS 336
#define SLOTS_A_DAY 48
#define OPEN_FROM 14
#define OPEN_TO 42

struct week {
    struct plan plan;
    struct account account;
    struct queue queue[2];
    struct demand demand;
    struct requirement requirement;
    struct roster roster;
};

static void make_demand(struct week *w, double calls, struct arena *arena)
{
    w->demand = (struct demand){.grid = w->roster.horizon.grid, .n_queues = 2};
    w->demand.calls = ARENA_ARRAY(arena, double, 2 * N_SLOTS);
    w->demand.aht_s = ARENA_ARRAY(arena, double, 2 * N_SLOTS);
    w->requirement = (struct requirement){.grid = w->demand.grid, .n_queues = 2};
    w->requirement.need = ARENA_ARRAY(arena, double, 2 * N_SLOTS);
    for (int k = 0; k < N_SLOTS; k++) {
        int of_day = k % SLOTS_A_DAY;
        bool open = of_day >= OPEN_FROM && of_day < OPEN_TO && k / SLOTS_A_DAY < 5;
        w->demand.calls[k] = open ? calls * 0.95 / (5 * (OPEN_TO - OPEN_FROM)) : 0;
        w->demand.calls[N_SLOTS + k] = calls * 0.05 / N_SLOTS;
        w->demand.aht_s[k] = 210;
        w->demand.aht_s[N_SLOTS + k] = 300;
    }
}

static void add_shift(struct roster *roster, int agent, int day, int from_min, uint64_t queues)
{
    struct duty *duty = &roster->duty[roster->n_duties++];
    int64_t start = roster->horizon.begin[day] + from_min * 60;
    *duty = (struct duty){.agent = agent, .work_date = roster->horizon.first + day, .start = start};
    duty->end = start + 9 * 3600;
    duty->queues = queues;
    duty->n_pauses = 3;
    duty->pause[0] = (struct pause){start + (90 + agent % 4 * 15) * 60, 15, false};
    duty->pause[1] = (struct pause){start + (210 + agent % 6 * 15) * 60, 60, true};
    duty->pause[2] = (struct pause){start + (360 + agent % 4 * 15) * 60, 15, false};
}

/* About 1.1 people an erlang at the voice queue, and a few round the clock. */
static void make_roster(struct week *w, struct arena *arena)
{
    struct roster *roster = &w->roster;
    int people = (int)(w->demand.calls[OPEN_FROM] * 210 / 1800 * 1.15) + 3;
    roster->duty = ARENA_ARRAY(arena, struct duty, 7 * (2 * people + 64));
    for (int day = 0; day < 7; day++)
        for (int i = 0; i < people + 12; i++) {
            bool small = i >= people;
            for (int turn = 0; turn < (small ? 3 : 2); turn++)
                if (small || day < 5)
                    add_shift(roster, i, day, small ? turn * 480 : 420 + turn * 300,
                              small         ? 2
                              : i % 10 == 0 ? 3
                                            : 1);
        }
}

static void make_week(struct week *w, double calls, struct arena *arena, struct diags *diags)
{
    static const struct place here = {"simbench", 0, 0, NULL};
    *w = (struct week){.account = {.id = "bank", .share = 1}};
    if (tz_load(&w->plan.site.zone, "UTC", &here, diags) != OK ||
        horizon_make(&w->roster.horizon, w->plan.site.zone, date_from_civil(2026, 11, 2), 7, 0, 30,
                     diags) != OK)
        exit(1);
    w->account.zone = w->plan.site.zone;
    w->plan.accounts = &w->account;
    w->plan.queues = w->queue;
    w->plan.n_queues = 2;
    for (int q = 0; q < 2; q++)
        w->queue[q] = (struct queue){.id = "q",
                                     .service_level = 0.8,
                                     .answer_s = 20,
                                     .asa_s = NAN,
                                     .abandon_max = NAN,
                                     .patience_s = 150,
                                     .shrinkage = 0.05};
    make_demand(w, calls, arena);
    make_roster(w, arena);
}

int main(int argc, char **argv)
{
    int workers = argc > 1 ? atoi(argv[1]) : 2, replications = argc > 2 ? atoi(argv[2]) : 128;
    double calls = argc > 3 ? atof(argv[3]) : 45000;
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct week w;
    struct sim_result result;
    struct sim_options options = sim_defaults();
    make_week(&w, calls, arena, diags);
    struct run run = {.seed = 1, .pool = pool_new(workers), .started_s = clock_now_s()};
    options.replications = replications;
    options.half_width = -1;
    options.volume_cv = 0.05;
    sim_roster(&result, &w.plan, &w.demand, &w.requirement, &w.roster, &options, arena, &run);
    double seconds = run_elapsed_s(&run);
    const struct sim_span *week = &result.queue[0].week;
    printf("{\"case\": \"bank week\", \"workers\": %d, \"shifts\": %d, \"replications\": %d, "
           "\"contacts\": %.0f, \"service_level\": %.4f, \"occupancy\": %.3f, \"seconds\": %.3f, "
           "\"contacts_per_s\": %.0f}\n",
           workers, w.roster.n_duties, result.n_replications, result.contacts,
           week->service_level.mean, week->occupancy.mean, seconds, result.contacts / seconds);
    pool_free(run.pool);
    tz_free(w.plan.site.zone);
    diags_free(diags);
    arena_free(arena);
    return 0;
}
