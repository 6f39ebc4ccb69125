/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trap of shared skills: two queues of 3 erlangs want 5 people each; of 3 with the first skill,
 * 3 with the second and some with both, a count that takes the flexible in both queues is content
 * with 2 of these, 8 people, where 10 are needed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>

#include "base/clock.h"
#include "forecast/staffing.h"
#include "planner/planner.h"
#include "scheduler/sim.h"
#include "tests/unit/centre.h"

enum { SLOTS_A_DAY = 24, ONLY = 3, FLEXIBLE = 4 };

static void queue_of(struct queue *queue, int skill)
{
    *queue = (struct queue){.id = skill ? "second" : "first",
                            .skill = skill,
                            .level = 1,
                            .aht_s = 180,
                            .service_level = 0.8,
                            .answer_s = 20,
                            .sl_definition = SL_OFFERED,
                            .asa_s = NAN,
                            .abandon_max = NAN,
                            .occupancy_max = NAN,
                            .patience_s = NAN,
                            .deadline_min = NAN,
                            .price_short_per_h = 40,
                            .price_surplus_per_h = 2};
}

static void add_people(struct centre *c)
{
    int contract = centre_add_contract(c, "free", 0, 5, 0, 40, 8, 8);
    for (int i = 0; i < 2 * ONLY + FLEXIBLE; i++) {
        char *id = ARENA_ARRAY(c->arena, char, 8);
        snprintf(id, 8, "A%d", i);
        centre_add_agent(c, id, contract, i < ONLY ? 1 : i < 2 * ONLY ? 2 : 3);
        c->plan.agents[i].wage_per_h = 10;
    }
}

static void make(struct centre *c, struct planned *planned)
{
    centre_init(c, "UTC", 0, "2026-11-02", 7, 60);
    centre_add_queue(c, "second");
    c->plan.accounts[0].zone = c->plan.site.zone;
    queue_of(&c->plan.queues[0], 0);
    queue_of(&c->plan.queues[1], 1);
    centre_add_shift(c, "D", 540, 540, 480, 0, 0);
    add_people(c);
    *planned = (struct planned){.horizon = c->horizon};
    struct demand *demand = &planned->demand;
    int n = c->horizon.grid.n_slots;
    *demand = (struct demand){.grid = c->horizon.grid, .n_queues = 2};
    demand->calls = ARENA_ARRAY(c->arena, double, 2 * n);
    demand->aht_s = ARENA_ARRAY(c->arena, double, 2 * n);
    demand->open = ARENA_ARRAY(c->arena, bool, 2 * n);
    demand->source = arena_strdup(c->arena, "ff");
    for (int k = 0; k < 2 * n; k++) {
        int of_week = k % n;
        bool busy =
            of_week < 5 * SLOTS_A_DAY && of_week % SLOTS_A_DAY >= 9 && of_week % SLOTS_A_DAY < 17;
        demand->calls[k] = busy ? 60 : 0;
        demand->aht_s[k] = 180;
        demand->open[k] = true;
    }
}

static void simulate(struct sim_result *out, const struct centre *c, const struct planned *planned)
{
    struct sim_options options = sim_defaults();
    struct run run = {.seed = 1};
    options.handling = SIM_EXPONENTIAL;
    options.volume_cv = 0;
    sim_roster(out, &c->plan, &planned->demand, &planned->requirement, &planned->roster, &options,
               c->arena, &run);
}

/* The count that falls for it: each queue's own people and all the flexible. */
static void drop_to_naive(struct planned *planned)
{
    struct roster *roster = &planned->roster;
    int n = 0, flexible[7] = {0};
    for (int i = 0; i < roster->n_duties; i++) {
        const struct duty *duty = &roster->duty[i];
        int day = duty->work_date - roster->horizon.first;
        if (duty->agent < 2 * ONLY || flexible[day]++ < 2)
            roster->duty[n++] = *duty;
    }
    roster->n_duties = n;
}

static void flexible_people_count_once(void **state)
{
    (void)state;
    struct centre c;
    struct planned planned;
    struct sim_result sim;
    struct run run = {.seed = 1, .started_s = clock_now_s()};
    make(&c, &planned);
    assert_int_equal(
        staffing_requirement(&planned.requirement, &c.plan, &planned.demand, c.arena, c.diags), OK);
    assert_true(planned.requirement.need[9] == 5 && planned.requirement.need[17] == 0);
    assert_int_equal(planner_roster(&planned, &c.plan, false, c.arena, &run, c.diags), OK);
    assert_true(planned.has_roster && planned.check.n_broken == 0);
    assert_true(planned.check.hours_short < 1e-6);
    assert_int_equal(planned.roster.n_duties, 5 * 10);
    double of_group[4] = {0};
    for (int i = 0; i < planned.check.n_shares; i++)
        if (planned.check.share[i].slot == 9)
            of_group[planned.check.share[i].group] += planned.check.share[i].need;
    assert_true(of_group[1] == 3 && of_group[2] == 3 && of_group[3] == 4);
    simulate(&sim, &c, &planned);
    for (int q = 0; q < 2; q++)
        assert_int_equal(sim.queue[q].verdict, SIM_HOLDS);
    drop_to_naive(&planned);
    assert_int_equal(planned.roster.n_duties, 5 * 8);
    simulate(&sim, &c, &planned);
    for (int q = 0; q < 2; q++)
        assert_int_equal(sim.queue[q].verdict, SIM_MISSED);
    centre_free(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(flexible_people_count_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
