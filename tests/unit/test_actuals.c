/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_actuals.c - the rest of a day of samples/tiny, from what has come in of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "io/plan_read.h"
#include "planner/actuals.h"

struct day {
    struct arena *arena;
    struct diags *diags;
    struct doc *doc;
    struct plan *plan;
    struct planned planned;
    double *before; /* contacts expected of queue 0 */
    int32_t today;
    int64_t now; /* after some slots of today with contacts, before others */
};

static const char *path_to(struct arena *arena, const char *name)
{
    const char *top = getenv("TOP_SRCDIR");
    return arena_printf(arena, "%s/%s", top ? top : ".", name);
}

static int64_t begin_of(const struct day *d, int slot)
{
    const struct grid *grid = &d->planned.demand.grid;
    return grid->begin + (int64_t)slot * grid->slot_s;
}

static int32_t date_of(const struct day *d, int slot)
{
    return tz_date(d->plan->accounts[d->plan->queues[0].account].zone, begin_of(d, slot));
}

/* It is after the fourth slot with contacts of the third day of the week. */
static void begin(struct day *d)
{
    struct run run = {.seed = 1};
    *d = (struct day){.arena = arena_new(), .diags = diags_new()};
    const char *folder = path_to(d->arena, "samples/tiny");
    struct plan_options options = {.rules_folder = path_to(d->arena, "rules")};
    assert_int_equal(plan_doc_read(&d->doc, folder, d->diags), OK);
    assert_int_equal(plan_from_doc(&d->plan, d->doc, folder, &options, d->diags), OK);
    int32_t first = plan_default_week(d->plan);
    assert_int_equal(planner_need(&d->planned, d->plan, first, 1, d->arena, &run, d->diags), OK);
    int n_slots = d->planned.demand.grid.n_slots, n = 0;
    d->before = ARENA_ARRAY(d->arena, double, n_slots);
    memcpy(d->before, d->planned.demand.calls, (size_t)n_slots * sizeof *d->before);
    d->today = first + 2;
    for (int t = 0; t < n_slots && n < 4; t++)
        if (date_of(d, t) == d->today && d->before[t] > 0) {
            d->now = begin_of(d, t + 1);
            n++;
        }
    assert_int_equal(n, 4);
}

static void done(struct day *d)
{
    plan_free(d->plan);
    plan_doc_free(d->doc);
    arena_free(d->arena);
    diags_free(d->diags);
}

/* Twice what was expected came today; the day before, nothing at all. */
static void test_rest_of_the_day(void **state)
{
    (void)state;
    struct day d;
    begin(&d);
    int n_slots = d.planned.demand.grid.n_slots, n = 0, n_scaled = 0;
    struct arrived *arrived = ARENA_ARRAY(d.arena, struct arrived, n_slots);
    struct arrived_day *of = ARENA_ARRAY(d.arena, struct arrived_day, d.plan->n_queues);
    double expected = 0;
    for (int t = 0; t < n_slots; t++) {
        bool is_today = date_of(&d, t) == d.today && begin_of(&d, t) < d.now;
        if (is_today || date_of(&d, t) == d.today - 1)
            arrived[n++] = (struct arrived){0, begin_of(&d, t), is_today ? 2 * d.before[t] : 0};
        expected += is_today ? d.before[t] : 0;
    }
    assert_int_equal(
        planner_take_actuals(&d.planned, of, d.plan, arrived, n, d.now, d.arena, d.diags), OK);
    assert_true(expected > 0 && fabs(of[0].expected - expected) < 1e-9);
    assert_true(fabs(of[0].came - 2 * expected) < 1e-9);
    double cv = d.planned.demand.day_cv && d.planned.demand.day_cv[0] > 0
                    ? d.planned.demand.day_cv[0]
                    : 0.1;
    double factor = (1 / (cv * cv) + 2 * expected) / (1 / (cv * cv) + expected);
    assert_true(factor > 1 && factor < 2 && fabs(of[0].factor - factor) < 1e-9);
    for (int t = 0; t < n_slots; t++) {
        bool is_rest = date_of(&d, t) == d.today && begin_of(&d, t) >= d.now;
        assert_true(fabs(d.planned.demand.calls[t] - (is_rest ? factor : 1) * d.before[t]) < 1e-9);
        n_scaled += is_rest && d.before[t] > 0;
    }
    assert_true(n_scaled > 0);
    done(&d);
}

/* What is not over yet is not known: nothing changes. */
static void test_a_slot_under_way(void **state)
{
    (void)state;
    struct day d;
    begin(&d);
    struct arrived arrived = {0, d.now, 100};
    struct arrived_day *of = ARENA_ARRAY(d.arena, struct arrived_day, d.plan->n_queues);
    assert_int_equal(
        planner_take_actuals(&d.planned, of, d.plan, &arrived, 1, d.now + 60, d.arena, d.diags),
        OK);
    assert_true(of[0].factor == 1 && of[0].came == 0);
    assert_memory_equal(d.before, d.planned.demand.calls,
                        (size_t)d.planned.demand.grid.n_slots * sizeof *d.before);
    done(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rest_of_the_day),
        cmocka_unit_test(test_a_slot_under_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
