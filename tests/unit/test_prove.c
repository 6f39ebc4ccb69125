/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plan, simulate, correct: a need that is too low is raised until the week holds; people that are
 * not there are not found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>

#include "base/clock.h"
#include "planner/prove.h"
#include "tests/unit/centre.h"

#define SLOTS_A_DAY 24

struct proved {
    struct centre c;
    struct planned planned;
    struct proof proof;
    struct sim_options options;
    struct run run;
};

/* 60 contacts an hour of 180 s, 09:00-17:00: 3 erlangs, staffed with `need`; agents may work 8 h on
 * up to 5 days. */
static void make(struct proved *p, int n_agents, double need)
{
    *p = (struct proved){.options = sim_defaults(), .run = {.seed = 1}};
    p->run.started_s = clock_now_s();
    struct centre *c = &p->c;
    centre_init(c, "UTC", 0, "2026-11-02", 7, 60);
    c->plan.accounts[0].zone = c->plan.site.zone;
    c->plan.queues[0] = (struct queue){.id = "voice",
                                       .level = 1,
                                       .service_level = 0.8,
                                       .answer_s = 20,
                                       .sl_definition = SL_OFFERED,
                                       .asa_s = NAN,
                                       .abandon_max = NAN,
                                       .occupancy_max = NAN,
                                       .patience_s = NAN};
    centre_add_shift(c, "D", 540, 540, 480, 0, 0);
    int contract = centre_add_contract(c, "free", 0, 5, 0, 40, 8, 8);
    for (int i = 0; i < n_agents; i++) {
        char *id = ARENA_ARRAY(c->arena, char, 8);
        snprintf(id, 8, "A%d", i);
        centre_add_agent(c, id, contract, 1);
    }
    centre_need(c, 0, 540, 1020, need);
    p->planned = (struct planned){.horizon = c->horizon, .requirement = c->requirement};
    struct demand *demand = &p->planned.demand;
    *demand = (struct demand){.grid = c->horizon.grid, .n_queues = 1};
    demand->calls = ARENA_ARRAY(c->arena, double, demand->grid.n_slots);
    demand->aht_s = ARENA_ARRAY(c->arena, double, demand->grid.n_slots);
    demand->open = ARENA_ARRAY(c->arena, bool, demand->grid.n_slots);
    for (int k = 0; k < demand->grid.n_slots; k++) {
        demand->calls[k] = k % SLOTS_A_DAY >= 9 && k % SLOTS_A_DAY < 17 ? 60 : 0;
        demand->aht_s[k] = 180;
        demand->open[k] = true;
    }
    assert_int_equal(planner_roster(&p->planned, &c->plan, false, c->arena, &p->run, c->diags), OK);
    assert_true(p->planned.has_roster);
    assert_int_equal(
        planner_prove(&p->proof, &p->planned, &c->plan, &p->options, c->arena, &p->run, c->diags),
        OK);
    assert_string_equal(centre_messages(c), "");
}

static void test_raised(void **state)
{
    (void)state;
    struct proved p;
    make(&p, 12, 3);
    const struct proof *proof = &p.proof;
    const struct prove_round *end = &proof->round[proof->chosen];
    assert_int_equal(proof->round[0].sim.verdict, SIM_MISSED);
    assert_true(proof->n_rounds > 1 && proof->chosen == proof->n_rounds - 1);
    assert_true(end->sim.verdict == SIM_HOLDS || end->sim.verdict == SIM_OPEN);
    assert_true(end->slots_raised > 0 && end->hours_raised > 0);
    assert_int_equal(p.planned.check.n_broken, 0);
    assert_true(p.planned.requirement.need == end->planned.requirement.need);
    assert_true(p.planned.requirement.need[9] > 3 && p.c.requirement.need[9] == 3);
    assert_true(p.planned.requirement.need[8] == 0);
    assert_true(proof->round[0].sim.contacts / proof->round[0].sim.n_replications > 0);
    centre_free(&p.c);
}

static void test_enough(void **state)
{
    (void)state;
    struct proved p;
    make(&p, 14, 6);
    assert_int_equal(p.proof.n_rounds, 1);
    assert_int_equal(p.proof.round[0].sim.verdict, SIM_HOLDS);
    assert_true(p.planned.requirement.need == p.c.requirement.need);
    centre_free(&p.c);
}

/* Three erlangs and four people for five days: no requirement brings a fifth. */
static void test_nobody_more(void **state)
{
    (void)state;
    struct proved p;
    make(&p, 4, 3);
    assert_true(p.proof.n_rounds <= PROVE_ROUNDS);
    assert_int_equal(p.proof.round[p.proof.chosen].sim.verdict, SIM_MISSED);
    double most = 0;
    for (int i = 0; i < p.proof.n_rounds; i++) {
        double level = p.proof.round[i].sim.queue[0].week.service_level.mean;
        most = level > most ? level : most;
    }
    assert_true(p.proof.round[p.proof.chosen].sim.queue[0].week.service_level.mean == most);
    centre_free(&p.c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_raised),
        cmocka_unit_test(test_enough),
        cmocka_unit_test(test_nobody_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
