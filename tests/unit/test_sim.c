/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The simulation against exact queues (Erlang C and A, pooled groups), against arithmetic (pauses,
 * absence, kept people), and against itself (one worker and two). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/pool.h"
#include "forecast/erlang.h"
#include "scheduler/sim_part.h"
#include "tests/unit/centre.h"

#define Z99 2.5758293035489004
#define Z95 1.959963984540054

/* A week with a steady load and people who never leave. */
struct steady {
    struct centre c;
    struct demand demand;
    struct roster roster;
    struct sim_options options;
    struct sim_result result;
    struct run run;
};

static void steady_init(struct steady *s, int n_days)
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

static void steady_load(struct steady *s, int q, double calls_per_h, double aht_s,
                        double patience_s)
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

static struct duty *add_people(struct steady *s, int n, uint64_t queues)
{
    struct duty *first = &s->roster.duty[s->roster.n_duties];
    for (int i = 0; i < n; i++)
        s->roster.duty[s->roster.n_duties++] = (struct duty){.agent = s->roster.n_duties,
                                                             .work_date = s->c.horizon.first,
                                                             .start = s->c.horizon.grid.begin,
                                                             .end = grid_end(&s->c.horizon.grid),
                                                             .queues = queues};
    return first;
}

static void simulate(struct steady *s, int replications)
{
    s->options.replications = replications;
    s->options.half_width = -1; /* all of them */
    sim_roster(&s->result, &s->c.plan, &s->demand, &s->c.requirement, &s->roster, &s->options,
               s->c.arena, &s->run);
    assert_int_equal(s->result.n_replications, replications);
}

/* Within the 99 % band, which the 95 % band is scaled to. */
static void assert_in_band(const char *what, int setting, struct sim_measure got, double want)
{
    double half = got.half * Z99 / Z95;
    if (!(got.half > 0) || !(fabs(got.mean - want) <= half))
        fail_msg("setting %d, %s: simulated %.6g +- %.2g, exact %.6g", setting, what, got.mean,
                 half, want);
}

/* A setting drawn at random, of n people at a load that they can carry, with patience also more. */
static struct erlang_load draw_load(int *n, struct rng *rng, bool patient)
{
    double aht_s = 60 + 400 * rng_uniform(rng);
    *n = 4 + (int)rng_below(rng, 30);
    double use = patient ? 0.6 + 0.25 * rng_uniform(rng) : 0.7 + 0.5 * rng_uniform(rng);
    return (struct erlang_load){.calls_per_s = use * *n / aht_s,
                                .aht_s = aht_s,
                                .patience_s = patient ? NAN : 30 + 200 * rng_uniform(rng),
                                .answer_s = 20,
                                .short_s = 5};
}

/* Deviations from the exact values in standard errors, collected: of those drawn at random one in
 * a hundred lies outside its 99 % band, so the bands are held to their promise as a whole. */
struct deviations {
    int n, n_outside;
    double sum; /* of the service levels: one a setting, hence independent */
};

static void collect(struct deviations *d, const char *what, int setting, struct sim_measure got,
                    double want)
{
    double error = got.half / Z95, z = (got.mean - want) / error;
    assert_true(error > 0);
    if (!(fabs(z) < 4.5))
        fail_msg("setting %d, %s: simulated %.6g +- %.2g, exact %.6g", setting, what, got.mean,
                 got.half, want);
    d->n++;
    d->n_outside += fabs(z) > Z99;
}

static void compare(struct deviations *d, int setting, const struct sim_span *day,
                    const struct erlang_load *load, int n, enum sl_definition definition)
{
    struct erlang_result exact;
    erlang_measure(&exact, load, n);
    double level = exact.service_level[definition];
    collect(d, "service level", setting, day->service_level, level);
    collect(d, "wait", setting, day->wait_s, exact.wait_s);
    collect(d, "wait of the answered", setting, day->asa_s, exact.wait_answered_s);
    collect(d, "occupancy", setting, day->occupancy, exact.occupancy);
    if (!isnan(load->patience_s))
        collect(d, "abandoned", setting, day->abandoned, exact.abandon_share);
    d->sum += (day->service_level.mean - level) / (day->service_level.half / Z95);
    assert_true(fabs(day->people - n) < 1e-9);
}

/* The third day, when the empty start is forgotten. */
static void test_erlang(void **state)
{
    (void)state;
    struct deviations deviations = {0};
    struct rng rng;
    rng_seed(&rng, 5, 1, 1);
    for (int i = 0; i < 50; i++) {
        struct steady s;
        int n;
        struct erlang_load load = draw_load(&n, &rng, i % 2);
        enum sl_definition definition = (enum sl_definition)(i % N_SL_DEFINITIONS);
        steady_init(&s, 4);
        steady_load(&s, 0, load.calls_per_s * 3600, load.aht_s, load.patience_s);
        s.c.plan.queues[0].sl_definition = definition;
        add_people(&s, n, 1);
        s.run.seed = (uint64_t)i; /* independent of the others */
        simulate(&s, 64);
        compare(&deviations, i, &s.result.queue[0].day[2], &load, n, definition);
        centre_free(&s.c);
    }
    /* of 225, binomial with 0.01: more than 7 happens once in 500 */
    assert_int_equal(deviations.n, 225);
    if (deviations.n_outside > 7 || fabs(deviations.sum) > Z99 * sqrt(50))
        fail_msg("%d outside the 99 %% band, mean deviation %.2f", deviations.n_outside,
                 deviations.sum / sqrt(50));
}

/* Two queues and one group that serves both are one queue, whoever waited longest first. */
static void test_pooled(void **state)
{
    (void)state;
    struct steady s;
    struct erlang_result exact;
    struct erlang_load load = {90 / 3600.0, 200, NAN, 20, 5, 1, NULL};
    steady_init(&s, 5);
    centre_add_queue(&s.c, "other");
    steady_load(&s, 0, 60, 200, NAN);
    steady_load(&s, 1, 30, 200, NAN);
    add_people(&s, 7, 3);
    simulate(&s, 64);
    erlang_measure(&exact, &load, 7);
    for (int q = 0; q < 2; q++) {
        assert_in_band("service", q, s.result.queue[q].day[3].service_level,
                       exact.service_level[SL_OFFERED]);
        assert_in_band("wait", q, s.result.queue[q].day[3].wait_s, exact.wait_s);
    }
    centre_free(&s.c);
}

/* Two queues of 5 and 5 people, and 2 who serve both: better than 6 and 6 apart, worse than 12
 * together; and counting the two in both queues, 7 and 7, promises too much. */
static void test_flexible(void **state)
{
    (void)state;
    struct steady s;
    struct erlang_result apart, together, twice;
    struct erlang_load one = {100 / 3600.0, 180, NAN, 20, 5, 1, NULL}, both = one;
    both.calls_per_s *= 2;
    steady_init(&s, 5);
    centre_add_queue(&s.c, "other");
    steady_load(&s, 0, 100, 180, NAN);
    steady_load(&s, 1, 100, 180, NAN);
    add_people(&s, 5, 1);
    add_people(&s, 5, 2);
    add_people(&s, 2, 3);
    simulate(&s, 64);
    erlang_measure(&apart, &one, 6);
    erlang_measure(&twice, &one, 7);
    erlang_measure(&together, &both, 12);
    for (int q = 0; q < 2; q++) {
        struct sim_measure level = s.result.queue[q].day[3].service_level;
        double half = level.half * Z99 / Z95;
        assert_true(level.mean - half > apart.service_level[SL_OFFERED]);
        assert_true(level.mean + half < together.service_level[SL_OFFERED]);
        assert_true(level.mean + half < twice.service_level[SL_OFFERED]);
    }
    centre_free(&s.c);
}

/* m chats a person at the stated handling time are m servers. */
static void test_chat(void **state)
{
    (void)state;
    struct steady s;
    struct erlang_result exact;
    struct erlang_load load = {80 / 3600.0, 480, 120, 20, 5, 1, NULL};
    steady_init(&s, 5);
    steady_load(&s, 0, 80, 480, 120);
    s.c.plan.queues[0].channel = CHANNEL_CHAT;
    s.c.plan.queues[0].concurrency = 3;
    add_people(&s, 4, 1);
    simulate(&s, 64);
    erlang_measure(&exact, &load, 12);
    assert_in_band("service", 0, s.result.queue[0].day[3].service_level,
                   exact.service_level[SL_OFFERED]);
    assert_in_band("abandoned", 0, s.result.queue[0].day[3].abandoned, exact.abandon_share);
    assert_in_band("occupancy", 0, s.result.queue[0].day[3].occupancy, exact.occupancy);
    centre_free(&s.c);
}

/* Chats that take longer the more of them a person holds.  For one person the chain is exact; of
 * several it takes the chats as even as they can lie, while a person whose chats have ended holds
 * fewer for a while: a little too good. */
static void test_chat_pace(void **state)
{
    (void)state;
    static const double pace_s[] = {300, 420, 540};
    for (int n = 1; n <= 4; n += 3) {
        struct steady s;
        struct erlang_result exact;
        struct erlang_load load = {n * 21 / 3600.0, 480, 120, 20, 5, 3, pace_s};
        steady_init(&s, 5);
        steady_load(&s, 0, n * 21, 480, 120);
        s.c.plan.queues[0].channel = CHANNEL_CHAT;
        s.c.plan.queues[0].concurrency = s.c.plan.queues[0].n_pace = 3;
        s.c.plan.queues[0].pace_s = pace_s;
        add_people(&s, n, 1);
        simulate(&s, 200);
        erlang_measure(&exact, &load, n);
        assert_true(exact.abandon_share > 0.05); /* busy enough to tell */
        const struct sim_span *day = &s.result.queue[0].day[3];
        if (n == 1) {
            assert_in_band("service", 0, day->service_level, exact.service_level[SL_OFFERED]);
            assert_in_band("abandoned", 0, day->abandoned, exact.abandon_share);
            assert_in_band("occupancy", 0, day->occupancy, exact.occupancy);
        } else {
            assert_true(exact.service_level[SL_OFFERED] > day->service_level.mean);
            assert_true(exact.service_level[SL_OFFERED] < day->service_level.mean + 0.02);
        }
        centre_free(&s.c);
    }
}

/* Work without end: a pause of an hour begins a mean handling time late and keeps its length, and
 * so does the end of the shift. */
static void test_pauses(void **state)
{
    (void)state;
    struct steady s;
    steady_init(&s, 1);
    steady_load(&s, 0, 600, 60, NAN);
    struct duty *duty = add_people(&s, 4, 1);
    for (int i = 0; i < 4; i++) {
        duty[i].end = duty[i].start + 8 * 3600;
        duty[i].n_pauses = 1;
        duty[i].pause[0] = (struct pause){duty[i].start + 4 * 3600, 60, true};
    }
    simulate(&s, 400);
    const struct sim_span *slot = s.result.queue[0].slot;
    const double late = 4 * 60 / 3600.0; /* memoryless */
    assert_true(fabs(slot[3].people - 4) < 1e-9);
    assert_true(fabs(slot[4].people - late) < 0.005);
    assert_true(fabs(slot[5].people - (4 - late)) < 0.005);
    assert_true(fabs(slot[6].people - 4) < 1e-9);
    assert_true(fabs(slot[8].people - late) < 0.005);
    assert_true(slot[9].people < 1e-9);
    assert_true(fabs(slot[3].occupancy.mean - 1) < 1e-6);
    centre_free(&s.c);
}

/* Shrinkage takes its share of the people, once. */
static void test_absence(void **state)
{
    (void)state;
    struct steady s;
    steady_init(&s, 1);
    steady_load(&s, 0, 30, 60, NAN);
    s.c.plan.queues[0].shrinkage = 0.2;
    add_people(&s, 20, 1);
    simulate(&s, 400);
    double deviation = sqrt(20 * 0.2 * 0.8 / 400);
    assert_true(fabs(s.result.queue[0].week.people - 16) < Z99 * deviation);
    centre_free(&s.c);
}

/* A day's factor moves the mean nothing and the spread by its variance. */
static void test_volume(void **state)
{
    (void)state;
    struct steady s;
    steady_init(&s, 1);
    steady_load(&s, 0, 100, 60, NAN);
    s.options.volume_cv = 0.1;
    add_people(&s, 20, 1);
    simulate(&s, 400);
    double variance = 2400 + 0.01 * 2400 * 2400;
    assert_true(fabs(s.result.queue[0].week.calls - 2400) < Z99 * sqrt(variance / 400));
    double day = s.result.queue[0].day[0].calls;
    assert_true(fabs(day - s.result.queue[0].week.calls) < 1e-9);
    centre_free(&s.c);
}

/* The forecast's quantiles, of variance m + c m^2, give c back; chance alone gives none.  Contacts
 * come in the open minutes of their slot. */
static void test_model(void **state)
{
    (void)state;
    struct steady s;
    struct sim_model model;
    steady_init(&s, 1);
    steady_load(&s, 0, 100, 60, NAN);
    s.options.volume_cv = NAN;
    struct open_span open = {.weekdays = 127, .from_min = 9 * 60 + 30, .to_min = 17 * 60 + 5};
    s.c.plan.queues[0].open = &open;
    s.c.plan.queues[0].n_open = 1;
    int n = s.demand.grid.n_slots;
    s.demand.p05 = ARENA_ARRAY(s.c.arena, double, n);
    s.demand.p95 = ARENA_ARRAY(s.c.arena, double, n);
    for (int pass = 0; pass < 2; pass++) {
        double c = pass == 0 ? 0.03 : 0;
        for (int k = 0; k < n; k++) {
            s.demand.calls[k] = k >= 9 && k <= 17 ? 40 + 5 * k : 0;
            double m = s.demand.calls[k], deviation = sqrt(m + c * m * m);
            s.demand.p05[k] = m - 1.6448536269514722 * deviation;
            s.demand.p95[k] = m + 1.6448536269514722 * deviation;
        }
        sim_model(&model, &s.c.plan, &s.demand, &s.c.requirement, &s.roster, &s.options, 1,
                  s.c.arena);
        assert_true(fabs(model.line[0].volume_sigma - sqrt(log1p(c))) < 1e-6);
    }
    const struct sim_line *line = &model.line[0];
    assert_true(line->open_from[9] == (9 * 3600 + 1800) * (int64_t)SIM_TICKS);
    assert_true(line->open_to[9] == 10 * 3600 * (int64_t)SIM_TICKS);
    assert_true(line->open_to[17] == (17 * 3600 + 300) * (int64_t)SIM_TICKS);
    assert_true(fabs(line->rate[17] * 300 * SIM_TICKS - 125) < 1e-9);
    centre_free(&s.c);
}

/* People kept for a queue that is not simulated: first those who serve nothing else. */
static void test_kept(void **state)
{
    (void)state;
    struct steady s;
    steady_init(&s, 1);
    int mail = centre_add_queue(&s.c, "mail");
    steady_load(&s, 0, 30, 60, NAN);
    s.c.plan.queues[mail].channel = CHANNEL_EMAIL;
    centre_need(&s.c, mail, 600, 720, 3);
    add_people(&s, 5, 3);
    add_people(&s, 1, 2);
    simulate(&s, 32);
    const struct sim_queue *voice = &s.result.queue[0], *kept = &s.result.queue[mail];
    assert_true(fabs(voice->slot[9].people - 5) < 1e-9);
    assert_true(voice->slot[10].people > 3 && voice->slot[10].people < 3.05);
    assert_true(voice->slot[11].people == 3);
    assert_true(fabs(voice->slot[12].people - 5) < 1e-9);
    assert_false(kept->is_simulated);
    assert_true(fabs(kept->reserved_h - 4) < 1e-9);
    centre_free(&s.c);
}

/* A centre with everything in it: shifts, pauses, skills, chats, absence, patience. */
static void busy_week(struct steady *s)
{
    steady_init(s, 7);
    centre_add_queue(&s->c, "chat");
    centre_add_queue(&s->c, "mail");
    steady_load(s, 0, 120, 240, 90);
    steady_load(s, 1, 60, 400, NAN);
    s->c.plan.queues[0].shrinkage = 0.1;
    s->c.plan.queues[1].channel = CHANNEL_CHAT;
    s->c.plan.queues[1].concurrency = 2;
    s->c.plan.queues[2].channel = CHANNEL_EMAIL;
    centre_need(&s->c, 2, 480, 1000, 2);
    s->options.handling = SIM_LOG_NORMAL;
    s->options.volume_cv = 0.08;
    for (int d = 0; d < 7; d++)
        for (int h = 0; h < 24; h += 4) {
            struct duty *duty = add_people(s, 8, h % 8 ? 5 : 3);
            for (int i = 0; i < 8; i++) {
                duty[i].work_date += d;
                duty[i].start += d * 86400 + h * 3600;
                duty[i].end = duty[i].start + 8 * 3600;
                duty[i].n_pauses = 2;
                duty[i].pause[0] = (struct pause){duty[i].start + 5400 + i * 900, 15, false};
                duty[i].pause[1] = (struct pause){duty[i].start + 4 * 3600, 60, true};
            }
        }
}

static void assert_same(const void *a, const void *b, size_t size)
{
    assert_memory_equal(a, b, size);
}

static void test_workers(void **state)
{
    (void)state;
    struct steady one, two;
    busy_week(&one);
    busy_week(&two);
    two.run.pool = pool_new(2);
    simulate(&one, 40);
    simulate(&two, 40);
    for (int q = 0; q < 2; q++) {
        const struct sim_queue *a = &one.result.queue[q], *b = &two.result.queue[q];
        size_t n = (size_t)one.result.grid.n_slots;
        assert_same(&a->week, &b->week, sizeof a->week);
        assert_same(a->day, b->day, 7 * sizeof *a->day);
        assert_same(a->slot, b->slot, n * sizeof *a->slot);
    }
    assert_int_equal(one.result.n_weak, two.result.n_weak);
    assert_same(one.result.weak, two.result.weak,
                (size_t)one.result.n_weak * sizeof *one.result.weak);
    pool_free(two.run.pool);
    centre_free(&one.c);
    centre_free(&two.c);
}

/* Another roster meets the same contacts, and another seed does not. */
static void test_common_numbers(void **state)
{
    (void)state;
    struct steady s, fewer, other;
    busy_week(&s);
    busy_week(&fewer);
    busy_week(&other);
    fewer.roster.n_duties /= 2;
    other.run.seed++;
    simulate(&s, 32);
    simulate(&fewer, 32);
    simulate(&other, 32);
    assert_true(s.result.contacts == fewer.result.contacts);
    assert_true(s.result.contacts != other.result.contacts);
    for (int k = 0; k < s.result.grid.n_slots; k++)
        assert_true(s.result.queue[0].slot[k].calls == fewer.result.queue[0].slot[k].calls);
    assert_true(fewer.result.queue[0].week.service_level.mean <
                s.result.queue[0].week.service_level.mean);
    centre_free(&s.c);
    centre_free(&fewer.c);
    centre_free(&other.c);
}

/* Verdicts and weak slots; a queue that nobody serves; a stop at the half-width. */
static void test_verdicts(void **state)
{
    (void)state;
    struct steady s;
    steady_init(&s, 1);
    int alone = centre_add_queue(&s.c, "alone");
    steady_load(&s, 0, 60, 60, NAN);
    steady_load(&s, alone, 10, 60, 100);
    add_people(&s, 4, 1);
    simulate(&s, 32);
    assert_int_equal(s.result.queue[0].verdict, SIM_HOLDS);
    assert_int_equal(s.result.queue[alone].verdict, SIM_MISSED);
    assert_int_equal(s.result.verdict, SIM_MISSED);
    assert_true(s.result.queue[alone].week.service_level.mean == 0);
    assert_true(s.result.queue[alone].week.abandoned.mean == 1);
    assert_true(s.result.queue[0].weeks_held == 1 && s.result.queue[alone].weeks_held == 0);
    assert_true(s.result.n_weak >= 24);
    for (int i = 0; i < s.result.n_weak; i++) {
        assert_int_equal(s.result.weak[i].queue, alone);
        assert_true(i == 0 || s.result.weak[i].missing <= s.result.weak[i - 1].missing);
    }
    s.options.half_width = 0.02;
    s.options.replications = 1000;
    sim_roster(&s.result, &s.c.plan, &s.demand, &s.c.requirement, &s.roster, &s.options, s.c.arena,
               &s.run);
    assert_true(s.result.reached && s.result.n_replications < 1000);
    assert_true(s.result.queue[0].week.service_level.half <= 0.02);
    centre_free(&s.c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_erlang),    cmocka_unit_test(test_pooled),
        cmocka_unit_test(test_flexible),  cmocka_unit_test(test_chat),
        cmocka_unit_test(test_chat_pace), cmocka_unit_test(test_pauses),
        cmocka_unit_test(test_absence),   cmocka_unit_test(test_volume),
        cmocka_unit_test(test_kept),      cmocka_unit_test(test_model),
        cmocka_unit_test(test_workers),   cmocka_unit_test(test_common_numbers),
        cmocka_unit_test(test_verdicts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
