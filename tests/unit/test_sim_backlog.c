/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work with a deadline in the simulation: against the arithmetic that staffs it, which shares no
 * code; outbound lists against theirs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "forecast/backlog.h"
#include "forecast/erlang.h"
#include "tests/unit/steady.h"

#define SLOTS 48

/* A queue of mail over two days of hours, most of it in the first eight of each. */
static int add_mail(struct steady *s, struct rng *rng, double deadline_min)
{
    int mail = centre_add_queue(&s->c, "mail");
    steady_load(s, mail, 0, 200 + 400 * rng_uniform(rng), NAN);
    struct queue *queue = &s->c.plan.queues[mail];
    queue->channel = CHANNEL_EMAIL;
    queue->deadline_min = deadline_min;
    queue->service_level = 0.9;
    for (int k = 0; k < SLOTS; k++)
        s->demand.calls[mail * SLOTS + k] = (k % 24 < 8 ? 150 : 20) * (0.5 + rng_uniform(rng));
    return mail;
}

/* The share in time of the same random work by forecast/backlog.c, which is given other draws: mean
 * and standard error. */
static struct sim_measure by_arithmetic(const struct steady *s, int mail, const double *people,
                                        int reach)
{
    struct sim_model model;
    struct sim_contacts contacts = {0};
    struct sim_count cell[SLOTS];
    double open_s[SLOTS], sum = 0, squares = 0, all = 0, cross = 0, all_squares = 0;
    enum { RUNS = 200 };
    sim_model(&model, &s->c.plan, &s->demand, &s->c.requirement, &s->roster, &s->options,
              s->run.seed + 1000, s->c.arena);
    for (int r = 0; r < RUNS; r++) {
        double work_s[SLOTS] = {0}, share[SLOTS], in_time = 0, came = 0;
        memset(cell, 0, sizeof cell);
        sim_draw_line(&contacts, cell, &model, model.n_lines, r);
        assert_int_equal(model.line[model.n_lines].queue, mail);
        for (int i = 0; i < contacts.n; i++)
            work_s[contacts.contact[i].at / model.slot_ticks] +=
                (double)contacts.contact[i].handling / SIM_TICKS;
        for (int k = 0; k < SLOTS; k++)
            open_s[k] = 3600;
        struct backlog backlog = {work_s, open_s, SLOTS, reach};
        backlog_in_time(share, &backlog, people);
        for (int k = 0; k < SLOTS; k++) {
            in_time += cell[k].offered * share[k];
            came += cell[k].offered;
        }
        sum += in_time;
        squares += in_time * in_time;
        all += came;
        all_squares += came * came;
        cross += in_time * came;
    }
    mem_free(contacts.contact);
    mem_free(model.kept);
    double mean = sum / all;
    double spread = squares - 2 * mean * cross + mean * mean * all_squares;
    return (struct sim_measure){mean, sqrt(fmax(0, spread)) / all};
}

/* 50 centres whose people do nothing else, from far too few to enough. */
static void test_backlog(void **state)
{
    (void)state;
    struct rng rng;
    int n_outside = 0, n_between = 0;
    double sum = 0;
    rng_seed(&rng, 11, 1, 1);
    for (int i = 0; i < 50; i++) {
        struct steady s;
        double people[SLOTS];
        int reach = 1 + (int)rng_below(&rng, 6);
        steady_init(&s, 2);
        int mail = add_mail(&s, &rng, reach * 60);
        double load = 0;
        for (int k = 0; k < SLOTS; k++)
            load += s.demand.calls[mail * SLOTS + k] * s.demand.aht_s[mail * SLOTS + k] / 3600;
        int n = (int)(load / SLOTS * (0.99 + 0.12 * rng_uniform(&rng))) + 1;
        for (int k = 0; k < SLOTS; k++)
            people[k] = n;
        steady_people(&s, n, UINT64_C(1) << mail);
        s.run.seed = (uint64_t)i;
        steady_run(&s, 200);
        struct sim_measure want = by_arithmetic(&s, mail, people, reach);
        struct sim_measure got = s.result.queue[mail].week.service_level;
        double error = hypot(got.half / Z95, want.half);
        assert_true(s.result.queue[mail].is_deferred);
        assert_true(error > 0 || got.mean == want.mean);
        double z = error > 0 ? (got.mean - want.mean) / error : 0;
        if (fabs(z) > 4.5)
            fail_msg("setting %d: simulated %.5f, reckoned %.5f +- %.2g", i, got.mean, want.mean,
                     error);
        n_outside += fabs(z) > Z99;
        n_between += want.mean > 0.05 && want.mean < 0.98;
        sum += z;
        centre_free(&s.c);
    }
    assert_true(n_between >= 15); /* settings that can tell */
    if (n_outside > 3 || fabs(sum) > Z99 * sqrt(50))
        fail_msg("%d outside the 99 %% band, mean deviation %.2f", n_outside, sum / sqrt(50));
}

/* Mail is done where the line leaves a valley, and takes nothing from it. */
static void test_valleys(void **state)
{
    (void)state;
    struct steady with, without;
    struct steady *both[] = {&without, &with};
    for (int i = 0; i < 2; i++) {
        struct steady *s = both[i];
        steady_init(s, 2);
        steady_load(s, 0, 0, 300, NAN);
        for (int k = 0; k < SLOTS; k++)
            s->demand.calls[k] = k % 24 < 12 ? 100 : 10;
        struct rng rng;
        rng_seed(&rng, 3, 1, 1);
        int mail = centre_add_queue(&s->c, "mail");
        steady_load(s, mail, 0, 300, NAN);
        s->c.plan.queues[mail].channel = CHANNEL_EMAIL;
        s->c.plan.queues[mail].deadline_min = 24 * 60;
        for (int k = 0; k < SLOTS && i; k++)
            s->demand.calls[mail * SLOTS + k] = 30;
        steady_people(s, 10, 3);
        steady_run(s, 64);
    }
    for (int k = 0; k < SLOTS; k++)
        assert_memory_equal(&with.result.queue[0].slot[k], &without.result.queue[0].slot[k],
                            sizeof(struct sim_span));
    const struct sim_queue *mail = &with.result.queue[1];
    assert_true(mail->week.service_level.mean > 0.999);
    /* grows by day (1.7 people are idle, 2.5 are wanted), is gone by night */
    assert_true(mail->slot[11].backlog_h.mean > mail->slot[2].backlog_h.mean + 3);
    assert_true(mail->slot[22].backlog_h.mean < 0.5);
    assert_true(isnan(with.result.queue[0].week.backlog_h.mean));
    centre_free(&with.c);
    centre_free(&without.c);
}

/* Two kinds of work and people for one, the other and both: what is due first is done first, and
 * nobody is used for what others can do alone. */
static void test_earliest_first(void **state)
{
    (void)state;
    struct sim_line line[2] = {{.reach = 2}, {.reach = 3}};
    double open[4] = {1, 1, 1, 1};
    line[0].open_share = line[1].open_share = open;
    struct sim_group group[3] = {{.deferred = 3}, {.deferred = 1}, {.deferred = 2}};
    struct sim_model model = {
        .grid = {0, 3600, 4}, .line = line, .n_deferred = 2, .group = group, .n_groups = 3};
    double load[8] = {30, 0, 0, 0, 30, 0, 0, 0};
    double able[12] = {10, 10, 10, 10, 10, 0, 0, 0, 0, 0, 0, 10};
    struct sim_work work[8];
    sim_earliest_first(work, &model, load, able);
    /* slot 0: 20 of the first, slot 1: its last 10; slots 2 and 3: 10 and 20 of the second */
    assert_true(fabs(work[0].in_time - 1) < 1e-12);
    assert_true(fabs(work[4].in_time - 1 / 3.0) < 1e-12);
    assert_true(work[0].done == 20 && work[1].done == 10 && work[2].done == 0);
    assert_true(work[6].done == 10 && work[7].done == 20);
    assert_true(work[6].left == 20 && work[7].left == 0);
}

/* A queue of outbound lists: 100 dials an hour of which a third answer, in the first half of each
 * of eight hours a day. */
static int add_list(struct steady *s, enum pacing pacing, double dial_s)
{
    int q = centre_add_queue(&s->c, "list");
    steady_load(s, q, 0, 300, NAN);
    struct queue *queue = &s->c.plan.queues[q];
    queue->channel = CHANNEL_OUTBOUND;
    queue->pacing = pacing;
    queue->aht_s = 300;
    queue->service_level = queue->deadline_min = NAN;
    struct dialled *dialled = &s->c.requirement.dialled;
    double **row[] = {&dialled->dials, &dialled->reached, &dialled->dial_s, &dialled->open_s};
    double value[] = {100, 100 / 3.0, dial_s, 1800};
    for (int i = 0; i < 4; i++) {
        *row[i] = ARENA_ARRAY(s->c.arena, double, (q + 1) * SLOTS);
        for (int k = 0; k < SLOTS; k++)
            (*row[i])[q * SLOTS + k] = k % 24 < 8 ? value[i] : 0;
    }
    return q;
}

/* Dialled one by one: work of 100 x 30 s and 100 / 3 x 300 s an hour, 3.61 people in the hour and
 * 7.22 in its open half; eight can do it, and nothing is done outside the windows. */
static void test_list_one_by_one(void **state)
{
    (void)state;
    struct steady s;
    steady_init(&s, 2);
    int list = add_list(&s, PACING_PROGRESSIVE, 30);
    steady_people(&s, 8, UINT64_C(1) << list);
    steady_run(&s, 200);
    const struct sim_queue *of = &s.result.queue[list];
    assert_true(of->is_simulated && of->is_deferred && of->verdict == SIM_NO_TARGET);
    assert_true(fabs(of->week.calls - 16 * 100 / 3.0) < 3 * sqrt(16 * 100 / 3.0 / 200));
    assert_true(of->week.service_level.mean > 0.999);
    double work_h = 16 * (100 * 30 + 100 / 3.0 * 300) / 3600;
    struct sim_measure done = of->week.occupancy; /* of 8 people in 16 half hours */
    assert_in_band("work done", 0, done, work_h / (16 * 8 * 0.5));
    assert_true(of->slot[10].people == 0 && isnan(of->slot[10].occupancy.mean));
    centre_free(&s.c);
    steady_init(&s, 2);
    list = add_list(&s, PACING_PROGRESSIVE, 30);
    steady_people(&s, 5, UINT64_C(1) << list); /* too few: they are busy all the time */
    steady_run(&s, 64);
    assert_true(s.result.queue[list].week.occupancy.mean > 0.999);
    assert_true(s.result.queue[list].week.backlog_h.mean > 10);
    centre_free(&s.c);
}

/* Dialled ahead: who answers while nobody is free is lost, Erlang's loss formula; held against the
 * smaller of the queue's and the window's cap. */
static void test_list_ahead(void **state)
{
    (void)state;
    struct steady s;
    struct calling calling = {.abandon_max = 0.9};
    struct dial_list row = {.calling = 0};
    steady_init(&s, 2);
    int list = row.queue = add_list(&s, PACING_POWER, 0);
    for (int k = 0; k < SLOTS; k++) { /* without end, so that it is steady */
        s.c.requirement.dialled.dials[list * SLOTS + k] = 100;
        s.c.requirement.dialled.reached[list * SLOTS + k] = 50;
        s.c.requirement.dialled.open_s[list * SLOTS + k] = 3600;
    }
    s.c.plan.callings = &calling;
    s.c.plan.lists = &row;
    s.c.plan.n_callings = s.c.plan.n_lists = 1;
    steady_people(&s, 6, UINT64_C(1) << list);
    steady_run(&s, 400);
    const struct sim_queue *of = &s.result.queue[list];
    assert_true(of->is_simulated && !of->is_deferred);
    assert_true(fabs(of->week.abandoned.mean - erlang_b(6, 50 * 300 / 3600.0)) < 0.003);
    assert_int_equal(of->verdict, SIM_HOLDS);
    calling.abandon_max = 0.03;
    steady_run(&s, 64);
    assert_int_equal(s.result.queue[list].verdict, SIM_MISSED);
    s.c.plan.queues[list].occupancy_max = 0.2;
    calling.abandon_max = 0.9;
    steady_run(&s, 64);
    assert_int_equal(s.result.queue[list].verdict, SIM_MISSED);
    centre_free(&s.c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_backlog),        cmocka_unit_test(test_valleys),
        cmocka_unit_test(test_earliest_first), cmocka_unit_test(test_list_one_by_one),
        cmocka_unit_test(test_list_ahead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
