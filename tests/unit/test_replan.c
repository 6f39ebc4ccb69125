/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_replan.c - a week mended after sudden absences, against the optimum of the full integer
 * program with the same days kept and the same prices of changes; and who is called first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/clock.h"
#include "planner/replan.h"
#include "scheduler/build_part.h"
#include "scheduler/full.h"
#include "tests/unit/centre.h"

#define NODES 200000
#define EVENT_DAY 2 /* Wednesday */

struct mended {
    struct centre c;
    struct planned planned;
    struct roster before;
    struct incident incident[16];
    struct replan ask;
};

static struct run new_run(void)
{
    return (struct run){.seed = 1, .started_s = clock_now_s()};
}

/* People of three to five days for early, late and night shifts. */
static void begin(struct mended *m, int n_people)
{
    *m = (struct mended){0};
    centre_init(&m->c, "Asia/Manila", 0, "2026-11-02", 7, 60);
    int flexible = centre_add_contract(&m->c, "flexible", 3, 5, 24, 40, 8, 8);
    centre_add_shift(&m->c, "E", 480, 480, 480, 0, 0);
    centre_add_shift(&m->c, "L", 840, 840, 480, 0, 0);
    for (int i = 0; i < n_people; i++)
        centre_add_agent(&m->c, arena_printf(m->c.arena, "A%02d", i + 1), flexible, 1);
    centre_rule(&m->c, RULE_REST_BETWEEN, 11);
    centre_need(&m->c, 0, 480, 840, n_people * 0.35);
    centre_need(&m->c, 0, 840, 1320, n_people * 0.3);
    m->c.requirement.price_short[0] = 1000;
    m->planned = (struct planned){.horizon = m->c.horizon, .requirement = m->c.requirement};
    struct run run = new_run();
    run.iteration_limit = 20;
    assert_int_equal(planner_roster(&m->planned, &m->c.plan, false, m->c.arena, &run, m->c.diags),
                     OK);
    assert_true(m->planned.has_roster);
    m->before = m->planned.roster;
}

/* The first n of those on duty on the day are ill, told at six in the morning. */
static void fall_ill(struct mended *m, int n)
{
    int32_t date = m->c.horizon.first + EVENT_DAY;
    char text[DATE_TEXT];
    for (int i = 0; i < m->before.n_duties && m->ask.n_incidents < n; i++) {
        const struct duty *duty = &m->before.duty[i];
        if (duty->work_date != date)
            continue;
        centre_add_leave(&m->c, duty->agent, date_format(text, date), text, LEAVE_SICK, -1);
        m->incident[m->ask.n_incidents++] =
            (struct incident){HAPPENED_ABSENT, duty->agent, -1, -1, date, date};
    }
    assert_int_equal(m->ask.n_incidents, n);
    m->ask.before = &m->before;
    m->ask.incident = m->incident;
    m->ask.now = centre_at(&m->c, date_format(text, date), 360);
    struct run run = new_run();
    assert_int_equal(planner_replan(&m->ask, &m->planned, &m->c.plan, m->c.arena, &run, m->c.diags),
                     OK);
    assert_true(m->planned.has_roster);
    assert_int_equal(m->planned.check.n_broken, 0);
}

struct optimum {
    double cost; /* decisions and changes, currency */
    int n_changes;
};

static int changed_days(const struct build *b, const struct lp *lp, const int *x)
{
    int n = 0;
    for (int a = 0; a < b->problem.n_people; a++)
        for (int d = 0; d < b->problem.n_days; d++) {
            int worked = -1;
            for (int c = b->problem.first_choice[d]; c < b->problem.first_choice[d + 1]; c++) {
                int column = x[a * b->problem.n_choices + c];
                if (column >= 0 && lp_column(lp, column) > 0.5)
                    worked = c;
            }
            n += build_change(b, a, d, worked) > 0;
        }
    return n;
}

static struct optimum solve_full(struct mended *m)
{
    struct build b;
    struct lp *lp;
    assert_int_equal(build_problem(&b, &m->c.plan, &m->c.horizon, &m->c.requirement, 1,
                                   &m->ask.locks, m->c.arena, m->c.diags),
                     OK);
    int *x = NEW_ARRAY(int, b.problem.n_people *b.problem.n_choices);
    assert_int_equal(full_program(&lp, x, &b.problem, m->c.diags), OK);
    assert_int_equal(lp_solve(lp, 100000), LP_OPTIMAL);
    assert_int_equal(lp_solve_integer(lp, NODES), LP_OPTIMAL);
    struct optimum best = {lp_value(lp), changed_days(&b, lp, x)};
    lp_free(lp);
    mem_free(x);
    return best;
}

/* Whom to call, in which order: the nearest shift first; nobody ill, no day gone or far off; then
 * the event's own days. */
static void check_list(const struct mended *m)
{
    int32_t date = m->c.horizon.first + EVENT_DAY;
    int order = 0, n_events = 0;
    int64_t last = 0;
    double cost = 0;
    for (int i = 0; i < m->ask.n_changes; i++) {
        const struct change_made *change = &m->ask.change[i];
        cost += change->price;
        if (change->kind == CHANGE_EVENT) {
            assert_true(change->order == 0 && !change->now && change->price == 0);
            n_events++;
            continue;
        }
        const struct duty *duty = change->now ? change->now : change->was;
        assert_int_equal(n_events, 0);
        assert_int_equal(change->order, ++order);
        assert_true(duty->start >= last && duty->start >= m->ask.now);
        assert_in_range(change->date, date, date + 3);
        assert_true(change->price == replan_price(&m->c.plan, change->date - date));
        last = duty->start;
    }
    assert_int_equal(order, m->ask.n_to_call);
    assert_int_equal(n_events, m->ask.n_incidents);
    assert_true(fabs(cost - m->ask.cost_changes) < 1e-6);
}

static void test_absences(void **state)
{
    (void)state;
    static const struct {
        int n_people, n_ill;
    } cases[] = {{10, 1}, {17, 1}, {12, 5}, {24, 5}, {32, 15}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct mended m;
        begin(&m, cases[i].n_people);
        fall_ill(&m, cases[i].n_ill);
        struct optimum best = solve_full(&m);
        double cost = m.planned.roster.value + m.ask.cost_changes;
        double one = replan_price(&m.c.plan, 0);
        print_message("# %d people, %d ill: %d days change, of the optimum %d; cost %.0f, of the "
                      "optimum %.0f, a change today %.0f\n",
                      cases[i].n_people, cases[i].n_ill, m.ask.n_to_call, best.n_changes, cost,
                      best.cost, one);
        assert_true(cost >= best.cost - 1e-6 * fabs(best.cost));
        assert_true(cost < best.cost + one);
        assert_true(m.ask.n_to_call <= best.n_changes + 1);
        check_list(&m);
        centre_free(&m.c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
