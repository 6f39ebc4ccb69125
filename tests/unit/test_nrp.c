/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_nrp.c - nurse-rostering instances: the reader, the way into the engine's problem (every tour
 * of tiny instances costs what the judge says), the judge. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/pool.h"
#include "base/rng.h"
#include "scheduler/engine.h"
#include "tests/bench/nrp.h"
#include "tests/bench/nrp_check.h"

struct made {
    struct arena *arena;
    struct diags *diags;
    struct nrp nrp;
    struct problem problem;
    enum status status;
};

static void make(struct made *m, const char *text)
{
    m->arena = arena_new();
    m->diags = diags_new();
    m->status = nrp_read(&m->nrp, text, strlen(text), "t.txt", m->arena, m->diags);
    if (m->status == OK)
        nrp_problem(&m->problem, &m->nrp, m->arena);
}

static void unmake(struct made *m)
{
    diags_free(m->diags);
    arena_free(m->arena);
}

/* Caller frees the verdict. */
static struct nrp_verdict judged(const char *instance, const char *roster)
{
    struct nrp_verdict verdict;
    FILE *a = fmemopen((void *)(uintptr_t)instance, strlen(instance), "rb");
    FILE *b = fmemopen((void *)(uintptr_t)roster, strlen(roster), "rb");
    assert_non_null(a);
    assert_non_null(b);
    nrp_check(&verdict, a, b);
    fclose(a);
    fclose(b);
    return verdict;
}

static const char small[] = "# made up\r\n"
                            "SECTION_HORIZON\r\n"
                            "# days\r\n"
                            "7\r\n"
                            "\r\n"
                            "SECTION_SHIFTS\r\n"
                            "E,480,\r\n"
                            "N,600,E|D\r\n"
                            "D,450\r\n"
                            "\r\n"
                            "SECTION_STAFF\r\n"
                            "A,E=7|N=2|D=0,2400,1200,4,2,2,1\r\n"
                            "B,E=1|N=7|D=7,3000,0,5,1,1,0\r\n"
                            "\r\n"
                            "SECTION_DAYS_OFF\r\n"
                            "A,3,6\r\n"
                            "\r\n"
                            "SECTION_SHIFT_ON_REQUESTS\r\n"
                            "A,0,E,2\r\n"
                            "\r\n"
                            "SECTION_SHIFT_OFF_REQUESTS\r\n"
                            "B,1,D,3\r\n"
                            "\r\n"
                            "SECTION_COVER\r\n"
                            "0,E,1,100,1\r\n"
                            "6,N,2,90,7";

static void reads_every_section(void **state)
{
    (void)state;
    struct made m;
    make(&m, small);
    assert_int_equal(m.status, OK);
    assert_int_equal(m.nrp.n_days, 7);
    assert_int_equal(m.nrp.n_shifts, 3);
    assert_string_equal(m.nrp.shift[2].id, "D");
    assert_int_equal(m.nrp.shift[2].minutes, 450);
    assert_int_equal(m.nrp.shift[1].forbids, 5);
    assert_int_equal(m.nrp.shift[0].forbids + m.nrp.shift[2].forbids, 0);
    assert_int_equal(m.nrp.n_people, 2);
    const struct nrp_person *a = &m.nrp.person[0];
    assert_string_equal(a->id, "A");
    assert_int_equal(a->max_of[1], 2);
    assert_int_equal(a->max_minutes, 2400);
    assert_int_equal(a->min_minutes, 1200);
    assert_int_equal(a->max_run, 4);
    assert_int_equal(a->min_run, 2);
    assert_int_equal(a->min_rest, 2);
    assert_int_equal(a->max_weekends, 1);
    assert_true(a->day_off[3] && a->day_off[6] && !a->day_off[0]);
    assert_int_equal(m.nrp.n_requests, 2);
    assert_true(m.nrp.request[0].on && !m.nrp.request[1].on);
    assert_int_equal(m.nrp.request[1].price, 3);
    assert_int_equal(m.nrp.cover[6 * 3 + 1].need, 2);
    assert_int_equal(m.nrp.cover[6 * 3 + 1].price_under, 90);
    assert_int_equal(m.nrp.cover[6 * 3 + 1].price_over, 7);
    assert_int_equal(m.nrp.cover[1].need, 0);
    unmake(&m);
}

/* `small` with one piece replaced, and what is said. */
static void faults_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *says;
        int line;
    } cases[] = {
        {"\n7\r", "\nseven\r", "\"seven\", not a whole number from 1", 4},
        {"\n7\r", "\n7\r\n8\r", "given twice", 5},
        {"SECTION_HORIZON", "SECTION_HORIZONS", "no section \"SECTION_HORIZONS\"", 2},
        {"D,450", "E,450", "Shift \"E\" is given twice", 9},
        {"D,450", "D", "has 1 fields, SECTION_SHIFTS wants 2", 9},
        {"D,450", "D,450,E,E", "more than 3 fields", 9},
        {"E|D", "E|X", "no shift \"X\"", 8},
        {"E=7|", "E7|", "\"E7\" is not SHIFT=number", 12},
        {"E=7|", "E=|", "The most of a shift is \"\"", 12},
        {"2400", "2400.5", "The most minutes is \"2400.5\"", 12},
        {"1200", "99999999999", "The fewest minutes", 12},
        {"B,E=1", "A,E=1", "\"A\" is given twice", 13},
        {"B,E=1", "B b,E=1", "\"B b\" is no id", 13},
        {"A,3,6", "A,3,7", "The day is \"7\"", 16},
        {"A,3,6", "C,3,6", "nobody \"C\"", 16},
        {"B,1,D,3", "B,1,D,-3", "The price is \"-3\"", 22},
        {"6,N,2,90,7", "0,E,2,90,7", "day 0 and shift E is given twice", 26},
        {"6,N,2,90,7", "6,N,2,90", "has 4 fields", 26},
        {"SECTION_STAFF", "#", "belongs to no section", 12},
        {"SECTION_COVER", "SECTION_SHIFTS", "shifts are given twice", 24},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text text = {0};
        const char *at = strstr(small, cases[i].from);
        assert_non_null(at);
        text_add_n(&text, small, (size_t)(at - small));
        text_add(&text, cases[i].to);
        text_add(&text, at + strlen(cases[i].from));
        struct made m;
        make(&m, text.bytes);
        assert_int_equal(m.status, ERR_DATA);
        assert_true(m.diags->n >= 1);
        if (!strstr(m.diags->item[0].message, cases[i].says))
            fail_msg("\"%s\", not \"%s\"", m.diags->item[0].message, cases[i].says);
        assert_int_equal(m.diags->item[0].at.line, cases[i].line);
        unmake(&m);
        text_free(&text);
    }
}

static void any_part_of_a_file_is_safe(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof small; n++) {
        struct text text = {0};
        text_add_n(&text, small, n);
        struct made m;
        make(&m, text.bytes);
        assert_true(m.status == OK || m.diags->n > 0);
        unmake(&m);
        text_free(&text);
    }
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    struct nrp nrp;
    assert_int_equal(nrp_read(&nrp, "a\0b", 3, "t", arena, diags), ERR_DATA);
    diags_free(diags);
    arena_free(arena);
}

static int between(struct rng *rng, int lo, int hi)
{
    return lo + (int)rng_below(rng, (uint32_t)(hi - lo + 1));
}

static void add_staff(struct text *text, struct rng *rng, int n_people, int n_days)
{
    text_add(text, "\nSECTION_STAFF\n");
    for (int a = 0; a < n_people; a++) {
        text_printf(text, "P%d,", a);
        for (int s = 0; s < 2; s++)
            text_printf(text, "%sS%d=%d", s ? "|" : "", s,
                        between(rng, 0, 3) ? between(rng, 1, n_days) : 0);
        int most_min = between(rng, 4, n_days) * 450, least_min = between(rng, 0, 3) * 450;
        int run_most = between(rng, 2, n_days), run_least = between(rng, 1, 3);
        int off_least = between(rng, 1, 3), weekends = between(rng, 0, 2);
        text_printf(text, ",%d,%d,%d,%d,%d,%d\n", most_min, least_min, run_most, run_least,
                    off_least, weekends);
    }
    text_add(text, "\nSECTION_DAYS_OFF\n");
    for (int a = 0; a < n_people; a++)
        if (between(rng, 0, 1))
            text_printf(text, "P%d,%d\n", a, between(rng, 0, n_days - 1));
}

/* Two shifts; all rules in force now and then. */
static void add_random(struct text *text, struct rng *rng, int n_people, int n_days)
{
    static const char *const follows[] = {"", "S0", "S1", "S0|S1"};
    text_printf(text, "SECTION_HORIZON\n%d\n\nSECTION_SHIFTS\n", n_days);
    /* Draws stand in statements of their own: compilers differ in the order of arguments. */
    for (int s = 0; s < 2; s++) {
        int minutes = 450 + 30 * between(rng, 0, 2);
        text_printf(text, "S%d,%d,%s\n", s, minutes, follows[between(rng, 0, 3)]);
    }
    add_staff(text, rng, n_people, n_days);
    for (int on = 0; on < 2; on++) {
        text_printf(text, "\nSECTION_SHIFT_%s_REQUESTS\n", on ? "ON" : "OFF");
        for (int i = 0; i < 4; i++) {
            int person = between(rng, 0, n_people - 1), day = between(rng, 0, n_days - 1);
            int shift = between(rng, 0, 1), weight = between(rng, 1, 5);
            text_printf(text, "P%d,%d,S%d,%d\n", person, day, shift, weight);
        }
    }
    text_add(text, "\nSECTION_COVER\n");
    for (int d = 0; d < n_days; d++)
        for (int s = 0; s < 2; s++)
            if (between(rng, 0, 5)) {
                int need = between(rng, 0, n_people), under = between(rng, 0, 20);
                text_printf(text, "%d,S%d,%d,%d,%d\n", d, s, need, under, between(rng, 0, 3));
            }
}

/* Tour number `code` in base 3: 0 off, else shift 1 or 2. */
static void tour_of(struct tour *tour, int n_days, long code)
{
    for (int d = 0; d < n_days; d++, code /= 3)
        tour->choice[d] = code % 3 == 0 ? -1 : d * 2 + (int)(code % 3) - 1;
}

static long power_of_3(int n)
{
    return n == 0 ? 1 : 3 * power_of_3(n - 1);
}

/* What each rule's break is called. */
static const char *const breaks[] = {
    "a day off.", "minutes, at most",  "minutes, at least", "times, at most",
    "days from",  "weekends, at most", "after S",           "is off",
};
#define N_BREAKS (sizeof breaks / sizeof *breaks)

struct seen {
    long n_legal, alone[N_BREAKS]; /* tours that break nothing; that one rule alone */
};

/* All tours of an instance of one person and two shifts, both ways. */
static void compare_all(struct seen *seen, const char *instance)
{
    struct text roster = {0};
    struct made m;
    make(&m, instance);
    assert_int_equal(m.status, OK);
    int32_t choice[8];
    struct tour tour = {.choice = choice};
    for (long code = 0; code < power_of_3(m.nrp.n_days); code++) {
        tour_of(&tour, m.nrp.n_days, code);
        text_clear(&roster);
        nrp_roster_text(&roster, &m.nrp, &m.problem, &tour);
        struct nrp_verdict verdict = judged(instance, roster.bytes);
        int64_t value = problem_value(&m.problem, &tour);
        if ((value >= GRAIN_FORBIDDEN) != (verdict.n_faults > 0) ||
            (value < GRAIN_FORBIDDEN && value != verdict.value))
            fail_msg("problem says %lld, judge %lld: %s%s%s", (long long)value,
                     (long long)verdict.value, instance, roster.bytes,
                     verdict.faults.bytes ? verdict.faults.bytes : "");
        seen->n_legal += verdict.n_faults == 0;
        for (size_t i = 0; i < N_BREAKS && verdict.n_faults == 1; i++)
            seen->alone[i] += strstr(verdict.faults.bytes, breaks[i]) != NULL;
        nrp_verdict_free(&verdict);
    }
    unmake(&m);
    text_free(&roster);
}

static void every_tour_costs_what_the_judge_says(void **state)
{
    (void)state;
    struct seen seen = {0};
    struct rng rng;
    rng_seed(&rng, 1, 1, 1);
    for (int instance = 0; instance < 12; instance++) {
        struct text text = {0};
        add_random(&text, &rng, 1, between(&rng, 6, 7));
        compare_all(&seen, text.bytes);
        text_free(&text);
    }
    /* Each rule was the only one broken in some tour, so each is in the translation. */
    assert_true(seen.n_legal > 100);
    for (size_t i = 0; i < N_BREAKS; i++)
        assert_true(seen.alone[i] > 0);
}

/* One rule at the edge of what can be broken, the others loose. */
static void limits_that_barely_bind_are_kept(void **state)
{
    (void)state;
    static const struct {
        const char *staff;
        long n_legal;
    } cases[] = {
        {"S0=7|S1=7,9999,0,9,0,0,9", 2187}, /* nothing binds */
        {"S0=7|S1=7,9999,0,6,0,0,9", 2059}, /* not 2^7: every day worked */
        {"S0=6|S1=7,9999,0,9,0,0,9", 2186}, /* not 7 times S0 */
        {"S1=1,9999,0,9,0,0,9", 576},       /* 2^7 without S1, 7 * 2^6 with one */
        {"S0=7|S1=7,9999,0,9,0,0,0", 243},  /* 3^5, free at the weekend */
        {"S0=7|S1=7,3360,0,9,0,0,9", 2187}, /* 7 * 480 */
        {"S0=7|S1=7,3359,0,9,0,0,9", 2059}, /* one minute less */
        {"S0=7|S1=7,9999,1,9,0,0,9", 2186}, /* not all days off */
        {"S0=0|S1=0,9999,0,9,0,0,9", 1},    /* nothing allowed */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text text = {0};
        struct seen seen = {0};
        text_printf(&text,
                    "SECTION_HORIZON\n7\n\nSECTION_SHIFTS\nS0,480,\nS1,480,\n\nSECTION_STAFF\n"
                    "P,%s\n\nSECTION_COVER\n0,S0,1,2,3\n",
                    cases[i].staff);
        compare_all(&seen, text.bytes);
        assert_int_equal(seen.n_legal, cases[i].n_legal);
        text_free(&text);
    }
}

/* Tours that break nothing: codes[]; returns their number. */
static int legal_tours(long *codes, const struct problem *problem, int person)
{
    int32_t choice[8];
    struct tour tour = {.choice = choice};
    struct problem alone = *problem;
    int n = 0;
    alone.people = &problem->people[person];
    alone.n_people = 1;
    for (long code = 0; code < power_of_3(problem->n_days); code++) {
        tour_of(&tour, problem->n_days, code);
        if (problem_value(&alone, &tour) < GRAIN_FORBIDDEN)
            codes[n++] = code;
    }
    return n;
}

/* Least value of all rosters of two people; INT64_MAX: there is none. */
static int64_t least_value(const struct problem *problem)
{
    static long codes[2][729];
    int32_t choice[2][8];
    struct tour tours[2] = {{.choice = choice[0]}, {.choice = choice[1]}};
    int n[2] = {legal_tours(codes[0], problem, 0), legal_tours(codes[1], problem, 1)};
    int64_t least = INT64_MAX;
    for (int i = 0; i < n[0]; i++)
        for (int j = 0; j < n[1]; j++) {
            tour_of(&tours[0], problem->n_days, codes[0][i]);
            tour_of(&tours[1], problem->n_days, codes[1][j]);
            int64_t value = problem_value(problem, tours);
            least = value < least ? value : least;
        }
    return least;
}

static void judge_solution(const struct made *m, const char *instance,
                           const struct solution *solution, int64_t least)
{
    struct text roster = {0};
    assert_non_null(solution->tours);
    nrp_roster_text(&roster, &m->nrp, &m->problem, solution->tours);
    struct nrp_verdict verdict = judged(instance, roster.bytes);
    assert_int_equal(verdict.n_faults, 0);
    assert_int_equal(verdict.value, solution->value);
    assert_int_equal(solution->value, least);
    assert_true(solution->bound <= least);
    nrp_verdict_free(&verdict);
    text_free(&roster);
}

/* Two people, six days, two shifts: 531,441 rosters each. */
static void the_engine_finds_the_least(void **state)
{
    (void)state;
    int n_solved = 0;
    struct rng rng;
    rng_seed(&rng, 2, 2, 2);
    for (int i = 0; i < 10; i++) {
        struct text text = {0};
        struct made m;
        struct solution solution;
        struct run run = {.seed = 1, .iteration_limit = 200};
        add_random(&text, &rng, 2, 6);
        make(&m, text.bytes);
        assert_int_equal(m.status, OK);
        int64_t least = least_value(&m.problem);
        assert_int_equal(engine_solve(&solution, &m.problem, NULL, m.arena, &run, m.diags), OK);
        if (least < INT64_MAX)
            judge_solution(&m, text.bytes, &solution, least);
        else
            assert_int_equal(solution.end, ROSTER_INFEASIBLE);
        n_solved += least < INT64_MAX;
        unmake(&m);
        text_free(&text);
    }
    assert_true(n_solved >= 5);
}

/* The same rosters by one worker, two and three; the judge takes each. */
static void workers_change_no_day(void **state)
{
    (void)state;
    int n_solved = 0;
    struct rng rng;
    rng_seed(&rng, 3, 3, 3);
    for (int i = 0; i < 64 && n_solved < 12; i++) { /* many have no roster at all */
        struct text text = {0}, rosters[3] = {0};
        struct made m;
        add_random(&text, &rng, 10, 14);
        make(&m, text.bytes);
        for (int k = 0; k < 3; k++) {
            struct solution solution;
            struct run run = {.seed = 1, .iteration_limit = 24, .pool = pool_new(k + 1)};
            assert_int_equal(engine_solve(&solution, &m.problem, NULL, m.arena, &run, m.diags), OK);
            pool_free(run.pool);
            if (!solution.tours)
                break;
            judge_solution(&m, text.bytes, &solution, solution.value);
            nrp_roster_text(&rosters[k], &m.nrp, &m.problem, solution.tours);
            if (k > 0)
                assert_string_equal(rosters[0].bytes, rosters[k].bytes);
            n_solved++;
        }
        for (int k = 0; k < 3; k++)
            text_free(&rosters[k]);
        unmake(&m);
        text_free(&text);
    }
    assert_true(n_solved >= 12);
}

static void the_judge_finds_each_damage(void **state)
{
    (void)state;
    static const char good[] = "A,E,E,-,-,E,E,-\nB,D,N,N,N,N,-,-\n";
    static const struct {
        const char *from, *to, *says;
    } cases[] = {
        {"E,-,-,E,E", "E,E,E,E,E", "A works on day 3, a day off."},
        {"E,-,-,E,E", "D,-,-,E,E", "A has shift D 1 times, at most 0."},
        {"N,N,N,N", "N,E,N,N", "B has E on day 2 after N."},
        {"E,-,-,E,E", "E,-,-,-,-", "A works 960 minutes, at least 1200."},
        {"N,N,N,N,-", "N,N,N,N,N", "B works 3450 minutes, at most 3000."},
        {"N,N,N,N,-", "N,N,N,N,N", "B works 6 days from day 0 on, at most 5."},
        {"N,N,N,N,-", "N,N,-,N,N", "B works 1 weekends, at most 0."},
        {"E,-,-,E,E", "E,-,E,E,E", "A is off 1 days from day 2 on, at least 2."},
        {"E,-,-,E,E", "E,-,-,E,-", "A works 1 days from day 4 on, at least 2."},
        {"A,E", "A,X", "\"X\", which is no shift."},
        {"B,D", "A,D", "Row 2 of the roster is A, not B."},
        {"E,-\nB", "E\nB", "The row of A has only 6 days."},
        {"E,-\nB", "E,-,-\nB", "The row of A has more than 7 days."},
        {"B,D,N,N,N,N,-,-\n", "", "The roster has 1 rows, there are 2 people."},
    };
    struct nrp_verdict verdict = judged(small, good);
    assert_int_equal(verdict.n_faults, 0);
    assert_int_equal(verdict.requests, 0);
    assert_int_equal(verdict.cover, 2 * 90);
    nrp_verdict_free(&verdict);
    verdict = judged(small, "A,-,E,-,-,E,E,-\nB,N,D,N,N,N,-,-\n");
    assert_int_equal(verdict.requests, 2 + 3);
    assert_int_equal(verdict.cover, 100 + 2 * 90);
    nrp_verdict_free(&verdict);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text text = {0};
        const char *at = strstr(good, cases[i].from);
        assert_non_null(at);
        text_add_n(&text, good, (size_t)(at - good));
        text_add(&text, cases[i].to);
        text_add(&text, at + strlen(cases[i].from));
        verdict = judged(small, text.bytes);
        if (!verdict.faults.bytes || !strstr(verdict.faults.bytes, cases[i].says))
            fail_msg("\"%s\", not \"%s\"", verdict.faults.bytes ? verdict.faults.bytes : "",
                     cases[i].says);
        nrp_verdict_free(&verdict);
        text_free(&text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_section),
        cmocka_unit_test(faults_are_named),
        cmocka_unit_test(any_part_of_a_file_is_safe),
        cmocka_unit_test(every_tour_costs_what_the_judge_says),
        cmocka_unit_test(limits_that_barely_bind_are_kept),
        cmocka_unit_test(the_engine_finds_the_least),
        cmocka_unit_test(workers_change_no_day),
        cmocka_unit_test(the_judge_finds_each_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
