/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_capacity.c - months, people and classes of small sites. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "planner/capacity.h"
#include "tests/unit/centre.h"

struct site_of {
    struct centre c;
    struct planned week;
    struct capacity capacity;
};

/* Two queues of back-office work, worked in the hour in which it comes, three people each all week
 * long. */
static void begin(struct site_of *s)
{
    struct centre *c = &s->c;
    centre_init(c, "Asia/Manila", 0, "2026-11-02", 7, 60);
    centre_add_queue(c, "other");
    s->week = (struct planned){.horizon = c->horizon, .requirement = c->requirement};
    struct demand *demand = &s->week.demand;
    int n = c->horizon.grid.n_slots;
    *demand = (struct demand){.grid = c->horizon.grid, .n_queues = 2};
    demand->calls = ARENA_ARRAY(c->arena, double, 2 * n);
    demand->aht_s = ARENA_ARRAY(c->arena, double, 2 * n);
    demand->open = ARENA_ARRAY(c->arena, bool, 2 * n);
    demand->source = arena_strdup(c->arena, "ff");
    for (int k = 0; k < 2 * n; k++) {
        demand->calls[k] = 25.5;
        demand->aht_s[k] = 360; /* 2.55 people at work, so 3 at 0.85 */
        demand->open[k] = true;
    }
    c->plan.history = ARENA_ARRAY(c->arena, struct series, 2);
    for (int q = 0; q < 2; q++) {
        c->plan.queues[q].channel = CHANNEL_BACK_OFFICE;
        c->plan.queues[q].occupancy_max = c->plan.queues[q].deadline_min = NAN;
    }
    c->plan.capacity = (struct capacity_policy){.months = 12,
                                                .leave = 0.1,
                                                .fit = 0.9,
                                                .training_days = 14,
                                                .nesting_days = 14,
                                                .class_least = 2,
                                                .class_most = 5};
}

static void add_people(struct site_of *s, int n, uint64_t queues)
{
    char id[16];
    for (int i = 0; i < n; i++) {
        snprintf(id, sizeof id, "A%03d", s->c.plan.n_agents);
        centre_add_agent(&s->c, arena_strdup(s->c.arena, id), 0, queues);
    }
}

static void run_it(struct site_of *s)
{
    assert_int_equal(planner_capacity(&s->capacity, &s->c.plan, &s->week, s->c.arena, s->c.diags),
                     OK);
    assert_int_equal(s->capacity.n_rows, 24);
}

/* 168 h x 3 people = 504 hours; 40 x 0.9 x 0.9 = 32.4 a person: 15.56 people. */
#define PEOPLE (504 / 32.4)

static void enough_stays_enough(void **state)
{
    (void)state;
    struct site_of s;
    begin(&s);
    add_people(&s, 32, 3); /* all of them do both: 31.1 are needed */
    run_it(&s);
    assert_true(fabs(s.capacity.hours_person - 32.4) < 1e-9);
    for (int r = 0; r < 24; r++) {
        const struct capacity_row *row = &s.capacity.row[r];
        assert_true(fabs(row->people_need - PEOPLE) < 1e-9);
        assert_true(row->people_short == 0 && row->hires == 0);
        assert_true(fabs(row->weekend_share - 2 / 7.0) < 1e-9);
    }
    assert_int_equal(s.capacity.n_intakes, 0);
    assert_false(s.capacity.is_seasonal);
    centre_free(&s.c);
}

/* Nobody is counted in two skills: what the flexible lack shows up once. */
static void flexible_people_count_once(void **state)
{
    (void)state;
    struct site_of s;
    begin(&s);
    add_people(&s, 9, 1);
    add_people(&s, 9, 2);
    add_people(&s, 10, 3);
    s.c.plan.capacity.class_most = 500;
    s.c.plan.capacity.training_days = 60; /* nobody new in the first month */
    s.c.plan.capacity.class_least = 1;
    run_it(&s);
    double lack = 0;
    for (int i = 0; i < 2; i++)
        lack += s.capacity.row[i].people_short;
    assert_true(fabs(lack - (2 * PEOPLE - 28)) < 1e-6);
    int hired = 0;
    for (int i = 0; i < s.capacity.n_intakes; i++)
        hired += s.capacity.intake[i].size;
    assert_int_equal(hired, 4);  /* 3.1 are missing, all of one skill */
    for (int r = 6; r < 24; r++) /* from February on all are there */
        assert_true(s.capacity.row[r].people_short < 1e-6);
    centre_free(&s.c);
}

/* Who leaves is replaced in time: short only while no class could be ready; classes of 2 to 5. */
static void classes_keep_up(void **state)
{
    (void)state;
    struct site_of s;
    begin(&s);
    add_people(&s, 16, 1);
    add_people(&s, 16, 2);
    s.c.plan.capacity.attrition = 0.05;
    s.c.plan.capacity.growth = 0.02;
    run_it(&s);
    for (int r = 0; r < 24; r++) {
        const struct capacity_row *row = &s.capacity.row[r];
        double need = PEOPLE * pow(1.02, row->month);
        assert_true(row->people_need > need - 1e-9 && row->people_need < need + 168 / 32.4);
        if (row->month >= 2)
            assert_true(row->people_short < 1);
        assert_true(fabs(row->leavers - 0.05 * row->people_have) < 1e-9);
    }
    assert_true(s.capacity.n_intakes > 10);
    for (int i = 0; i < s.capacity.n_intakes; i++) {
        const struct capacity_intake *intake = &s.capacity.intake[i];
        assert_true(intake->size >= 2 && intake->size <= 5);
        assert_int_equal(intake->on_the_floor - intake->begins, 28);
        assert_int_equal(date_weekday(intake->begins), MONDAY);
        assert_true(intake->begins >= s.week.horizon.first);
        assert_true(intake->n_nights > 0 && intake->n_nights <= intake->size);
    }
    centre_free(&s.c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enough_stays_enough),
        cmocka_unit_test(flexible_people_count_once),
        cmocka_unit_test(classes_keep_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
