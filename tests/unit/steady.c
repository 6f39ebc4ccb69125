/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "tests/unit/steady.h"

void steady_init(struct steady *s, int n_days)
{
    *s = (struct steady){.options = sim_defaults(), .run = {.seed = 20261102}};
    centre_init(&s->c, "UTC", 0, "2026-11-02", n_days, 60);
    struct arena *arena = s->c.arena;
    size_t n = (size_t)CENTRE_ROWS * (size_t)s->c.horizon.grid.n_slots;
    s->c.plan.accounts[0].zone = s->c.plan.site.zone;
    s->demand.grid = s->c.horizon.grid;
    s->demand.calls = arena_alloc(arena, n, sizeof(double));
    s->demand.aht_s = arena_alloc(arena, n, sizeof(double));
    s->roster.horizon = s->c.horizon;
    s->roster.duty = ARENA_ARRAY(arena, struct duty, 4000);
    s->options.handling = SIM_EXPONENTIAL;
    s->options.volume_cv = 0;
}

void steady_load(struct steady *s, int q, double calls_per_h, double aht_s, double patience_s)
{
    struct queue *queue = &s->c.plan.queues[q];
    queue->service_level = 0.8;
    queue->answer_s = 20;
    queue->patience_s = patience_s;
    queue->asa_s = queue->abandon_max = queue->occupancy_max = NAN;
    queue->sl_definition = SL_OFFERED;
    s->demand.n_queues = s->c.plan.n_queues;
    for (int k = 0; k < s->demand.grid.n_slots; k++) {
        s->demand.calls[q * s->demand.grid.n_slots + k] = calls_per_h;
        s->demand.aht_s[q * s->demand.grid.n_slots + k] = aht_s;
    }
}

struct duty *steady_people(struct steady *s, int n, uint64_t queues)
{
    struct duty *first = &s->roster.duty[s->roster.n_duties];
    for (int i = 0; i < n; i++) {
        first[i] = (struct duty){.agent = s->roster.n_duties++,
                                 .work_date = s->c.horizon.first,
                                 .start = s->c.horizon.grid.begin,
                                 .end = grid_end(&s->c.horizon.grid),
                                 .queues = queues};
    }
    return first;
}

void steady_run(struct steady *s, int replications)
{
    s->options.replications = replications;
    s->options.half_width = -1; /* all of them */
    sim_roster(&s->result, &s->c.plan, &s->demand, &s->c.requirement, &s->roster, &s->options,
               s->c.arena, &s->run);
    assert_int_equal(s->result.n_replications, replications);
}

void assert_in_band(const char *what, int setting, struct sim_measure got, double want)
{
    double half = got.half * Z99 / Z95;
    if (!(got.half > 0) || !(fabs(got.mean - want) <= half))
        fail_msg("setting %d, %s: simulated %.6g +- %.2g, exact %.6g", setting, what, got.mean,
                 half, want);
}
