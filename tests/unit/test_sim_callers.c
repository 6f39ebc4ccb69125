/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What callers and people do beside waiting and serving: coming again, leaving numbers, flowing
 * over to other groups, coming late, being slower, taking long; each against arithmetic or an exact
 * queue. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/pool.h"
#include "forecast/erlang.h"
#include "forecast/offered.h"
#include "tests/unit/steady.h"

/* Callers who come again after hours are new arrivals: the fixed point of the formula. */
static void test_retries(void **state)
{
    (void)state;
    struct steady s;
    struct erlang_result exact;
    struct erlang_load load = {100 / 3600.0, 240, 90, 20, 5, 1, NULL, 0.6};
    steady_init(&s, 5);
    steady_load(&s, 0, 100, 240, 90);
    s.c.plan.queues[0].retry_share = 0.6;
    s.c.plan.queues[0].retry_min = 120;
    steady_people(&s, 6, 1);
    steady_run(&s, 200);
    erlang_measure(&exact, &load, 6);
    const struct sim_span *day = &s.result.queue[0].day[3];
    double tries = exact.tries_per_s * 86400; /* overdispersed, as who comes again clusters */
    assert_true(fabs(day->calls - tries) < Z99 * sqrt(1.5 * tries / 200));
    assert_in_band("service", 0, day->service_level, exact.service_level[SL_OFFERED]);
    assert_in_band("abandoned", 0, day->abandoned, exact.abandon_share);
    assert_in_band("retried", 0, day->retried, 1 - load.calls_per_s / exact.tries_per_s);
    assert_true(day->retried.mean > 0.1);
    centre_free(&s.c);
}

/* Every caller who gives up comes again or not by the share, however short the time. */
static void test_retries_are_all_counted(void **state)
{
    (void)state;
    struct steady s;
    steady_init(&s, 3);
    steady_load(&s, 0, 100, 240, 30);
    s.c.plan.queues[0].retry_share = 0.5;
    s.c.plan.queues[0].retry_min = 0.2;
    steady_people(&s, 5, 1);
    steady_run(&s, 100);
    const struct sim_span *week = &s.result.queue[0].week;
    assert_in_band("retried", 0, week->retried, 0.5 * week->abandoned.mean);
    centre_free(&s.c);
}

/* Who leaves a number after a minute keeps the place: nobody gives up after it, and those rung back
 * are those who waited longer.  With one person the share is known: the wait of an M/M/1 whose
 * callers lose patience only in their first minute. */
static void test_callback(void **state)
{
    (void)state;
    struct steady s;
    steady_init(&s, 5);
    steady_load(&s, 0, 15, 200, 120);
    s.c.plan.queues[0].callback_s = 60;
    s.c.plan.queues[0].callback_min = 10;
    steady_people(&s, 1, 1);
    steady_run(&s, 400);
    /* v(t) = v(0) exp(lambda / theta (1 - e^{-theta t}) - mu t) to T = 60, then a plain exponential
     * of rate mu - lambda e^{-theta T}; v(0) = lambda P(V = 0). */
    double lambda = 15 / 3600.0, mu = 1 / 200.0, theta = 1 / 120.0, dt = 0.001;
    double before = 0, gone = 0, in_time = 0, at_T = 0;
    for (double t = dt / 2; t < 60; t += dt) {
        double v = exp(lambda / theta * -expm1(-theta * t) - mu * t);
        before += v * dt;
        gone += v * -expm1(-theta * t) * dt;
        in_time += t < 20 ? v * exp(-theta * t) * dt : 0;
        at_T = exp(lambda / theta * -expm1(-theta * 60) - mu * 60);
    }
    double q = exp(-theta * 60), rate = mu - lambda * q, after = at_T / rate;
    double p0 = 1 / (1 + lambda * (before + after));
    const struct sim_span *day = &s.result.queue[0].day[3];
    assert_in_band("called back", 0, day->called_back, p0 * lambda * after * q);
    assert_in_band("abandoned", 0, day->abandoned, p0 * lambda * (gone + after * (1 - q)));
    assert_in_band("service", 0, day->service_level, p0 * (1 + lambda * in_time));
    assert_in_band("promise", 0, day->promise_kept, -expm1(-rate * (600 - 60)));
    centre_free(&s.c);
}

/* Two lines and one group: the first in priority does not notice the other beyond the contact in
 * hand, as in Cobham's queue; both together are one line. */
static void test_priority(void **state)
{
    (void)state;
    struct steady s;
    struct erlang_result all;
    struct erlang_load load = {90 / 3600.0, 200, NAN, 20, 5, 1, NULL, 0};
    steady_init(&s, 5);
    centre_add_queue(&s.c, "other");
    steady_load(&s, 0, 60, 200, NAN);
    steady_load(&s, 1, 30, 200, NAN);
    s.c.plan.queues[0].priority = 9;
    s.c.plan.queues[1].priority = 1;
    steady_people(&s, 7, 3);
    steady_run(&s, 100);
    erlang_measure(&all, &load, 7);
    /* Cobham 1954: W_1 = W_0 / (1 - rho_1), W_2 = W_0 / ((1 - rho_1) (1 - rho)), W_0 = C AHT / n */
    double w0 = all.wait_share * 200 / 7, rho_first = 30 * 200 / 3600.0 / 7,
           rho = 90 * 200 / 3600.0 / 7;
    assert_in_band("first", 0, s.result.queue[1].day[3].wait_s, w0 / (1 - rho_first));
    assert_in_band("last", 0, s.result.queue[0].day[3].wait_s, w0 / (1 - rho_first) / (1 - rho));
    centre_free(&s.c);
}

/* Share of time in which one of two people holds no chat, of `a` erlangs of chats, two a person and
 * lost if both hold two: the chain of (0,0), (1,0), (2,0), (1,1), (2,1), (2,2). */
static double share_of_idle(double a, bool yields)
{
    const struct {
        int from, to;
        double rate;
    } move[] = {{0, 1, a}, {1, yields ? 2 : 3, a},
                {2, 4, a}, {3, 4, a},
                {4, 5, a}, {1, 0, 1},
                {2, 1, 2}, {3, 1, 2},
                {4, 3, 2}, {4, 2, 1},
                {5, 4, 4}};
    double p[6] = {1};
    for (int step = 0; step < 2000; step++) {
        double next[6];
        memcpy(next, p, sizeof next);
        for (size_t m = 0; m < sizeof move / sizeof move[0]; m++) {
            next[move[m].from] -= p[move[m].from] * move[m].rate / (a + 4);
            next[move[m].to] += p[move[m].from] * move[m].rate / (a + 4);
        }
        memcpy(p, next, sizeof p);
    }
    return p[0] + p[1] + p[2];
}

/* Chats that yield to calls go to who holds one already; calls are so rare that they only look. */
static void test_yielding_chats(void **state)
{
    (void)state;
    for (int yields = 0; yields < 2; yields++) {
        struct steady s;
        steady_init(&s, 5);
        centre_add_queue(&s.c, "calls");
        steady_load(&s, 0, 9, 600, 0.01);
        steady_load(&s, 1, 1, 1, 0.01);
        s.c.plan.queues[0].channel = CHANNEL_CHAT;
        s.c.plan.queues[0].concurrency = 2;
        s.c.plan.queues[0].priority = 5;
        s.c.plan.queues[1].priority = yields ? 1 : 5;
        steady_people(&s, 2, 3);
        steady_run(&s, 300);
        double idle = share_of_idle(1.5, yields);
        assert_in_band("idle", yields, s.result.queue[1].week.service_level, idle);
        centre_free(&s.c);
    }
    assert_true(share_of_idle(1.5, true) > share_of_idle(1.5, false) + 0.1);
}

/* Who has another first skill takes a contact only after it has waited: at once it is one pool,
 * never it is two, and in between nobody who waits less is served by them. */
static void test_overflow(void **state)
{
    (void)state;
    static const double overflow_s[] = {0, 30, 50000};
    double own[3], lent[3];
    for (int i = 0; i < 3; i++) {
        struct steady s;
        steady_init(&s, 5);
        centre_add_queue(&s.c, "other");
        steady_load(&s, 0, 60, 200, NAN);
        steady_load(&s, 1, 60, 200, NAN);
        s.c.plan.queues[0].overflow_s = overflow_s[i];
        s.c.plan.queues[0].answer_s = s.c.plan.queues[1].answer_s = 30;
        for (int a = 0; a < 9; a++)
            centre_add_agent(&s.c, "a", 0, a < 4 ? 1 : 2);
        steady_people(&s, 4, 1);
        steady_people(&s, 5, 3);
        steady_run(&s, 64);
        own[i] = s.result.queue[0].day[3].service_level.mean;
        lent[i] = s.result.queue[1].day[3].service_level.mean;
        struct erlang_load load = {60 / 3600.0, 200, NAN, 30, 5, 1, NULL, 0};
        struct erlang_result apart;
        erlang_measure(&apart, &load, i == 2 ? 4 : 5);
        if (i == 2) { /* never: two queues */
            assert_in_band("apart", 0, s.result.queue[0].day[3].service_level,
                           apart.service_level[SL_OFFERED]);
            erlang_measure(&apart, &load, 5);
            assert_in_band("apart", 1, s.result.queue[1].day[3].service_level,
                           apart.service_level[SL_OFFERED]);
        }
        centre_free(&s.c);
    }
    assert_true(own[0] > own[1] && own[1] > own[2]);
    assert_true(lent[0] < lent[1] && lent[1] < lent[2]);
}

/* Shifts that begin late lose their mean, and shrinkage holds it: nobody is lost twice. */
static void test_lateness(void **state)
{
    (void)state;
    struct steady s;
    steady_init(&s, 1);
    steady_load(&s, 0, 30, 60, NAN);
    s.c.plan.queues[0].shrinkage = 0.2;
    s.c.plan.policy.late_share = 0.5;
    s.c.plan.policy.late_min = 30;
    steady_people(&s, 20, 1);
    steady_run(&s, 400);
    const struct sim_queue *queue = &s.result.queue[0];
    assert_true(fabs(queue->week.people - 16) < Z99 * sqrt(20 * 0.2 * 0.8 / 400));
    /* absent: (0.2 - 15 / 1440) / (1 - 15 / 1440); of the others half are out for 30 min x (1 -
     * e^-2) of the first hour */
    double late = 15 / 1440.0, here = 20 * (1 - (0.2 - late) / (1 - late));
    double first = here * (1 - 0.5 * 0.5 * -expm1(-2));
    assert_true(fabs(queue->slot[0].people - first) < 0.3);
    assert_true(fabs(queue->slot[20].people - here) < 0.3);
    centre_free(&s.c);
}

/* A newcomer who takes half as long again is two thirds of a person, once: as M/M/1 at that pace.
 */
static void test_pace_of_newcomers(void **state)
{
    (void)state;
    struct steady s;
    struct erlang_result exact;
    struct erlang_load load = {10 / 3600.0, 180, NAN, 20, 5, 1, NULL, 0};
    struct tenure pool = {
        .id = "pool", .from_day = 0, .stage = STAGE_POOL, .handling = 1.5, .level = 9};
    steady_init(&s, 5);
    steady_load(&s, 0, 10, 120, NAN);
    centre_add_agent(&s.c, "new", 0, 1);
    s.c.plan.agents[0].since = s.c.horizon.first - 5;
    s.c.plan.tenure = &pool;
    s.c.plan.n_tenure = 1;
    steady_people(&s, 1, 1);
    steady_run(&s, 200);
    erlang_measure(&exact, &load, 1);
    assert_in_band("wait", 0, s.result.queue[0].day[3].wait_s, exact.wait_s);
    assert_in_band("occupied", 0, s.result.queue[0].day[3].occupancy, exact.occupancy);
    centre_free(&s.c);
}

/* A senior beside whom a learner begins whose guide nobody has named, likewise. */
static void test_pace_of_guides(void **state)
{
    (void)state;
    struct steady s;
    struct erlang_result exact;
    struct erlang_load load = {10 / 3600.0, 160, NAN, 20, 5, 1, NULL, 0};
    struct tenure tandem = {
        .id = "tandem", .stage = STAGE_TANDEM, .handling = 1, .support_min_per_h = 15, .level = 9};
    steady_init(&s, 5);
    steady_load(&s, 0, 10, 120, NAN);
    centre_add_agent(&s.c, "senior", 0, 1);
    centre_add_agent(&s.c, "new", 0, 1);
    s.c.plan.agents[0].role = ROLE_SENIOR;
    s.c.plan.agents[1].since = s.c.horizon.first - 5;
    s.c.plan.tenure = &tandem;
    s.c.plan.n_tenure = 1;
    steady_people(&s, 2, 1);
    for (int i = 0; i < s.roster.n_duties; i++)
        if (s.roster.duty[i].agent == 1)
            s.roster.duty[i].queues = 0;
    steady_run(&s, 200);
    erlang_measure(&exact, &load, 1);
    assert_in_band("wait", 0, s.result.queue[0].day[3].wait_s, exact.wait_s);
    assert_in_band("occupied", 0, s.result.queue[0].day[3].occupancy, exact.occupancy);
    centre_free(&s.c);
}

/* Handling times as measured: the wait of one server by Pollaczek and Khinchine. */
static void test_measured_times(void **state)
{
    (void)state;
    static const double quantile_s[] = {0, 30, 60, 90, 600}; /* means 15, 45, 75, 345 */
    struct steady s;
    steady_init(&s, 5);
    steady_load(&s, 0, 15, 120, NAN); /* their mean */
    s.c.plan.queues[0].spread_s = quantile_s;
    s.c.plan.queues[0].n_spread = 5;
    steady_people(&s, 1, 1);
    steady_run(&s, 400);
    double square = 0;
    for (int i = 1; i < 5; i++) {
        double a = quantile_s[i - 1], b = quantile_s[i];
        square += (a * a + a * b + b * b) / 3 / 4;
    }
    double lambda = 15 / 3600.0, rho = lambda * 120;
    assert_in_band("wait", 0, s.result.queue[0].day[3].wait_s, lambda * square / 2 / (1 - rho));
    assert_in_band("occupied", 0, s.result.queue[0].day[3].occupancy, rho);
    centre_free(&s.c);
}

/* Calls of an hour that stop coming at noon are still in hand at two: as many as the requirement
 * takes over (modified offered load). */
static void test_carry_over(void **state)
{
    (void)state;
    struct steady s;
    steady_init(&s, 1);
    steady_load(&s, 0, 0, 3600, NAN);
    double load_erl[24];
    for (int k = 8; k < 12; k++)
        s.demand.calls[k] = 20;
    offered_load(load_erl, OFFERED_MODIFIED, s.demand.calls, s.demand.aht_s, 24, 3600, 0);
    assert_true(load_erl[12] > 10 && load_erl[14] > 1);
    steady_people(&s, 60, 1); /* nobody waits */
    steady_run(&s, 400);
    for (int k = 8; k < 18; k++) {
        struct sim_measure busy = s.result.queue[0].slot[k].occupancy;
        assert_in_band("in hand", k, (struct sim_measure){busy.mean * 60, busy.half * 60},
                       load_erl[k]);
    }
    centre_free(&s.c);
}

/* All of it at once, with one worker and two. */
static void test_workers(void **state)
{
    (void)state;
    struct steady s[2];
    for (int i = 0; i < 2; i++) {
        steady_init(&s[i], 3);
        centre_add_queue(&s[i].c, "other");
        int mail = centre_add_queue(&s[i].c, "mail");
        steady_load(&s[i], 0, 60, 200, 60);
        steady_load(&s[i], 1, 40, 200, 90);
        steady_load(&s[i], mail, 20, 300, NAN);
        struct queue *q = s[i].c.plan.queues;
        q[mail].channel = CHANNEL_EMAIL;
        q[mail].deadline_min = 240;
        q[0].retry_share = 0.4;
        q[0].retry_min = 5;
        q[0].overflow_s = 20;
        q[1].callback_s = 60;
        q[1].callback_min = 10;
        q[1].priority = 9;
        s[i].c.plan.policy.late_share = 0.3;
        s[i].c.plan.policy.late_min = 20;
        for (int a = 0; a < 8; a++)
            centre_add_agent(&s[i].c, "a", 0, a < 4 ? 1 : 2);
        steady_people(&s[i], 4, 1 | 4);
        steady_people(&s[i], 4, 3);
        centre_need(&s[i].c, mail, 480, 1000, 1);
        s[i].run.pool = i ? pool_new(2) : NULL;
        steady_run(&s[i], 40);
    }
    for (int q = 0; q < 3; q++)
        assert_memory_equal(s[0].result.queue[q].slot, s[1].result.queue[q].slot,
                            72 * sizeof(struct sim_span));
    assert_true(s[0].result.queue[0].week.retried.mean > 0.02);
    assert_true(s[0].result.queue[1].week.called_back.mean > 0.02);
    assert_true(s[0].result.queue[2].is_deferred);
    pool_free(s[1].run.pool);
    centre_free(&s[0].c);
    centre_free(&s[1].c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_retries),        cmocka_unit_test(test_retries_are_all_counted),
        cmocka_unit_test(test_callback),       cmocka_unit_test(test_priority),
        cmocka_unit_test(test_yielding_chats), cmocka_unit_test(test_overflow),
        cmocka_unit_test(test_lateness),       cmocka_unit_test(test_pace_of_newcomers),
        cmocka_unit_test(test_pace_of_guides), cmocka_unit_test(test_measured_times),
        cmocka_unit_test(test_carry_over),     cmocka_unit_test(test_workers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
