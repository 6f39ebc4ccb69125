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
#include "tests/unit/steady.h"

enum kind { ERLANG_C, ERLANG_A, CHAT };

/* A setting drawn at random, of n people at a load that they can carry, with patience also more.
 * The chain of chats is exact for one person, and for several whose chats do not slow down. */
static struct erlang_load draw_load(int *n, struct rng *rng, enum kind kind)
{
    static const double pace_s[] = {300, 420, 540};
    double aht_s = 60 + 400 * rng_uniform(rng), use = rng_uniform(rng), patience = rng_uniform(rng);
    *n = 4 + (int)rng_below(rng, 30);
    struct erlang_load load = {.aht_s = aht_s, .patience_s = NAN, .answer_s = 20, .short_s = 5};
    use = kind == ERLANG_C ? 0.6 + 0.25 * use : 0.7 + 0.5 * use;
    if (kind != ERLANG_C)
        load.patience_s = 30 + 200 * patience;
    if (kind == CHAT) {
        bool slows = rng_below(rng, 2);
        *n = slows ? 1 : 1 + *n / 3;
        load.concurrency = slows ? 3 : 2 + (int)rng_below(rng, 3);
        load.pace = slows ? pace_s : NULL;
    }
    int held = kind == CHAT ? load.concurrency : 1;
    load.calls_per_s = use * *n * held / aht_s;
    return load;
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
static void against_exact(enum kind kind, int n_settings)
{
    struct deviations deviations = {0};
    struct rng rng;
    rng_seed(&rng, 5, 1, kind);
    for (int i = 0; i < n_settings; i++) {
        struct steady s;
        int n;
        struct erlang_load load = draw_load(&n, &rng, kind);
        enum sl_definition definition = (enum sl_definition)(i % N_SL_DEFINITIONS);
        steady_init(&s, 4);
        steady_load(&s, 0, load.calls_per_s * 3600, load.aht_s, load.patience_s);
        struct queue *queue = &s.c.plan.queues[0];
        queue->sl_definition = definition;
        queue->channel = kind == CHAT ? CHANNEL_CHAT : CHANNEL_VOICE;
        queue->concurrency = load.concurrency;
        queue->pace_s = load.pace;
        queue->n_pace = load.pace ? load.concurrency : 0;
        steady_people(&s, n, 1);
        s.run.seed = (uint64_t)i; /* independent of the others */
        steady_run(&s, 24);
        compare(&deviations, i, &s.result.queue[0].day[2], &load, n, definition);
        centre_free(&s.c);
    }
    /* binomial with 0.01, of 250: more than 8 happens once in 500 */
    assert_int_equal(deviations.n, n_settings * (kind == ERLANG_C ? 4 : 5));
    if (deviations.n_outside > 8 || fabs(deviations.sum) > Z99 * sqrt(n_settings))
        fail_msg("%d outside the 99 %% band, mean deviation %.2f", deviations.n_outside,
                 deviations.sum / sqrt(n_settings));
}

static void test_erlang_c(void **state)
{
    (void)state;
    against_exact(ERLANG_C, 25);
}

static void test_erlang_a(void **state)
{
    (void)state;
    against_exact(ERLANG_A, 50);
}

static void test_chats(void **state)
{
    (void)state;
    against_exact(CHAT, 50);
}

/* 1000 answered, 860 of them in time; 60 gave up, 20 in time and 10 at once: five service levels.
 */
static void test_definitions(void **state)
{
    (void)state;
    static const double percent[N_SL_DEFINITIONS] = {[SL_ANSWERED_AND_ABANDONED_IN_TIME] = 83.0,
                                                     [SL_ANSWERED] = 86.0,
                                                     [SL_OFFERED] = 81.1,
                                                     [SL_OFFERED_LESS_ABANDONED_IN_TIME] = 82.7,
                                                     [SL_SHORT_ABANDON] = 82.1};
    const struct sim_tally counts = {.offered = 1060,
                                     .answered = 1000,
                                     .in_time = 860,
                                     .abandoned = 60,
                                     .abandoned_in_time = 20,
                                     .abandoned_short = 10};
    for (int d = 0; d < N_SL_DEFINITIONS; d++) {
        double y, x;
        sim_service(&y, &x, &counts, (enum sl_definition)d);
        assert_true(fabs(100 * y / x - percent[d]) <= 0.05);
    }
}

/* Two queues and one group that serves both are one queue, whoever waited longest first. */
static void test_pooled(void **state)
{
    (void)state;
    struct steady s;
    struct erlang_result exact;
    struct erlang_load load = {90 / 3600.0, 200, NAN, 20, 5, 1, NULL, 0};
    steady_init(&s, 5);
    centre_add_queue(&s.c, "other");
    steady_load(&s, 0, 60, 200, NAN);
    steady_load(&s, 1, 30, 200, NAN);
    steady_people(&s, 7, 3);
    steady_run(&s, 64);
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
    struct erlang_load one = {100 / 3600.0, 180, NAN, 20, 5, 1, NULL, 0}, both = one;
    both.calls_per_s *= 2;
    steady_init(&s, 5);
    centre_add_queue(&s.c, "other");
    steady_load(&s, 0, 100, 180, NAN);
    steady_load(&s, 1, 100, 180, NAN);
    steady_people(&s, 5, 1);
    steady_people(&s, 5, 2);
    steady_people(&s, 2, 3);
    steady_run(&s, 64);
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

/* Chats that take longer the more of them a person holds: of several people the chain takes them as
 * even as they can lie, while a person whose chats have ended holds fewer for a while: a little too
 * good. */
static void test_chat_pace(void **state)
{
    (void)state;
    static const double pace_s[] = {300, 420, 540};
    for (int n = 2; n <= 5; n += 3) {
        struct steady s;
        struct erlang_result exact;
        struct erlang_load load = {n * 21 / 3600.0, 480, 120, 20, 5, 3, pace_s, 0};
        steady_init(&s, 5);
        steady_load(&s, 0, n * 21, 480, 120);
        s.c.plan.queues[0].channel = CHANNEL_CHAT;
        s.c.plan.queues[0].concurrency = s.c.plan.queues[0].n_pace = 3;
        s.c.plan.queues[0].pace_s = pace_s;
        steady_people(&s, n, 1);
        steady_run(&s, 200);
        erlang_measure(&exact, &load, n);
        assert_true(exact.abandon_share > 0.05); /* busy enough to tell */
        const struct sim_span *day = &s.result.queue[0].day[3];
        assert_true(exact.service_level[SL_OFFERED] > day->service_level.mean);
        assert_true(exact.service_level[SL_OFFERED] < day->service_level.mean + 0.02);
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
    struct duty *duty = steady_people(&s, 4, 1);
    for (int i = 0; i < 4; i++) {
        duty[i].end = duty[i].start + 8 * 3600;
        duty[i].n_pauses = 1;
        duty[i].pause[0] = (struct pause){duty[i].start + 4 * 3600, 60, true};
    }
    steady_run(&s, 400);
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
    steady_people(&s, 20, 1);
    steady_run(&s, 400);
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
    steady_people(&s, 20, 1);
    steady_run(&s, 400);
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
    steady_people(&s, 5, 3);
    steady_people(&s, 1, 2);
    steady_run(&s, 32);
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
            struct duty *duty = steady_people(s, 8, h % 8 ? 5 : 3);
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
    steady_run(&one, 40);
    steady_run(&two, 40);
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
    steady_run(&s, 32);
    steady_run(&fewer, 32);
    steady_run(&other, 32);
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
    steady_people(&s, 4, 1);
    steady_run(&s, 32);
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
        cmocka_unit_test(test_erlang_c),  cmocka_unit_test(test_erlang_a),
        cmocka_unit_test(test_chats),     cmocka_unit_test(test_definitions),
        cmocka_unit_test(test_pooled),    cmocka_unit_test(test_flexible),
        cmocka_unit_test(test_chat_pace), cmocka_unit_test(test_pauses),
        cmocka_unit_test(test_absence),   cmocka_unit_test(test_volume),
        cmocka_unit_test(test_kept),      cmocka_unit_test(test_model),
        cmocka_unit_test(test_workers),   cmocka_unit_test(test_common_numbers),
        cmocka_unit_test(test_verdicts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
