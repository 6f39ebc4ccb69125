/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_staffing.c - requirement of a plan made by hand: one account in New York, slots of 30 min.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "forecast/staffing.h"

#define SLOTS 48
#define MONDAY_NOON_UTC ((int64_t)20781 * 86400 + 12 * 3600) /* 2026-11-23, 07:00 in New York */

static const struct open_span office = {.weekdays = 0x1f, .from_min = 420, .to_min = 1265};

static struct queue voice(void)
{
    return (struct queue){.id = "voice",
                          .channel = CHANNEL_VOICE,
                          .aht_s = 180,
                          .service_level = 0.8,
                          .answer_s = 20,
                          .sl_definition = SL_OFFERED,
                          .asa_s = NAN,
                          .abandon_max = NAN,
                          .occupancy_max = NAN,
                          .patience_s = NAN,
                          .concurrency = 1,
                          .deadline_min = NAN,
                          .price_short_per_h = 40,
                          .price_surplus_per_h = 5};
}

/* A plan of one queue with the same calls in every slot. */
struct fixture {
    struct arena *arena;
    struct diags *diags;
    struct account account;
    struct queue queue;
    struct plan plan;
    struct demand demand;
    struct requirement need;
};

static void build(struct fixture *f, struct queue queue, double calls)
{
    *f = (struct fixture){.arena = arena_new(), .diags = diags_new(), .queue = queue};
    assert_int_equal(tz_load(&f->account.zone, "America/New_York", NULL, f->diags), OK);
    f->account.share = 1;
    f->plan = (struct plan){.arena = f->arena,
                            .accounts = &f->account,
                            .n_accounts = 1,
                            .queues = &f->queue,
                            .n_queues = 1};
    f->demand = (struct demand){.grid = {MONDAY_NOON_UTC, 1800, SLOTS}, .n_queues = 1};
    f->demand.calls = ARENA_ARRAY(f->arena, double, SLOTS);
    f->demand.aht_s = ARENA_ARRAY(f->arena, double, SLOTS);
    f->demand.open = ARENA_ARRAY(f->arena, bool, SLOTS);
    f->demand.source = arena_strdup(f->arena, "f");
    for (int k = 0; k < SLOTS; k++) {
        f->demand.calls[k] = calls;
        f->demand.aht_s[k] = queue.aht_s;
        f->demand.open[k] = true;
    }
}

static void staff(struct fixture *f)
{
    assert_int_equal(staffing_requirement(&f->need, &f->plan, &f->demand, f->arena, f->diags), OK);
    assert_int_equal(f->diags->n_errors, 0);
}

static void end(struct fixture *f)
{
    tz_free(f->account.zone);
    diags_free(f->diags);
    arena_free(f->arena);
}

static void shrinkage_divides_and_rounds_once(void **state)
{
    (void)state;
    static const struct {
        double shrinkage, people;
    } rows[] = {{0, 14}, {0.1, 16}, {0.3, 20}, {0.5, 28}};
    for (int i = 0; i < 4; i++) {
        struct fixture f;
        struct queue q = voice();
        q.shrinkage = rows[i].shrinkage;
        build(&f, q, 100);
        staff(&f);
        assert_true(f.need.need[0] == rows[i].people);
        assert_true(f.need.need_base[0] == 14);
        assert_true(f.need.price_short[0] == 40 && f.need.price_surplus[0] == 5);
        assert_int_equal(f.need.source[0], 's');
        end(&f);
    }
}

static void nobody_is_needed_when_closed(void **state)
{
    (void)state;
    struct fixture f;
    struct queue q = voice();
    q.open = &office;
    q.n_open = 1;
    build(&f, q, 100);
    staff(&f);
    for (int k = 0; k < 28; k++)
        assert_true(f.need.need[k] == 14);
    /* 21:00 to 21:30: open for five minutes at six times the rate. */
    assert_int_equal(staffing_open_s(&f.plan, 0, f.demand.grid.begin + 28 * 1800, 1800), 300);
    assert_true(f.need.need[28] > 60);
    for (int k = 29; k < SLOTS; k++)
        assert_true(f.need.need[k] == 0);
    end(&f);
}

/* Contacts of an hour that stop coming at 21:00 are still in hand after it. */
static void long_contacts_are_finished(void **state)
{
    (void)state;
    static const struct open_span to_nine = {.weekdays = 0x1f, .from_min = 420, .to_min = 1260};
    struct fixture f;
    struct queue q = voice();
    q.aht_s = 3600;
    q.open = &to_nine;
    q.n_open = 1;
    build(&f, q, 10);
    staff(&f);
    assert_true(f.need.need[0] < f.need.need[27] / 2); /* the line starts empty */
    assert_true(f.need.need[26] == f.need.need[27] && f.need.need[27] > 20);
    /* 20 e^(-t/h) in hand: 15.7 in the half hour after closing, then 9.5, 5.8 */
    assert_true(f.need.need[28] == 16 && f.need.need[29] == 10 && f.need.need[30] == 6);
    assert_true(f.need.need[SLOTS - 1] == 0);
    end(&f);
}

/* Two queues that the same people serve are rounded as one, two skills each for itself. */
static void rounds_once_over_a_pool(void **state)
{
    (void)state;
    for (int skill = 0; skill < 2; skill++) {
        struct fixture f;
        struct queue q = voice();
        q.shrinkage = 0.17; /* 7 people: 8.43 with shrinkage */
        build(&f, q, 40);
        struct queue both[2] = {f.queue, f.queue};
        both[1].skill = skill;
        double calls[2 * SLOTS], aht_s[2 * SLOTS];
        bool open[2 * SLOTS];
        for (int k = 0; k < 2 * SLOTS; k++) {
            calls[k] = 40;
            aht_s[k] = 180;
            open[k] = true;
        }
        f.plan.queues = both;
        f.plan.n_queues = f.demand.n_queues = 2;
        f.demand.calls = calls;
        f.demand.aht_s = aht_s;
        f.demand.open = open;
        f.demand.source = arena_strdup(f.arena, "ff");
        staff(&f);
        double each = f.need.need_base[0] / 0.83;
        assert_true(each > floor(each) + 0.01 && each < floor(each) + 0.5);
        assert_true(f.need.need[0] == ceil(each));
        assert_true(f.need.need[0] + f.need.need[SLOTS] ==
                    (skill ? 2 * ceil(each) : ceil(2 * each)));
        end(&f);
    }
}

static void patience_needs_fewer(void **state)
{
    (void)state;
    struct fixture f;
    struct queue q = voice();
    q.aht_s = 240;
    q.patience_s = 120;
    build(&f, q, 100);
    staff(&f);
    /* tests/data/erlang_a.csv: 15 people reach 0.7959, just below the target. */
    assert_true(f.need.need[0] == 16);
    end(&f);
}

static void occupancy_when_nothing_is_asked(void **state)
{
    (void)state;
    struct fixture f;
    struct queue q = voice();
    q.service_level = NAN;
    build(&f, q, 100); /* 10 erlangs / 0.85 = 11.8 */
    staff(&f);
    assert_true(f.need.need[0] == 12);
    end(&f);
    q.channel = CHANNEL_EMAIL;
    build(&f, q, 100);
    staff(&f);
    assert_true(fabs(f.need.need_base[0] - 10 / 0.85) < 1e-9);
    assert_true(f.need.need[0] == 12);
    assert_int_equal(f.diags->n, 1); /* a note: no deadline */
    end(&f);
}

static void chats_at_once_need_fewer(void **state)
{
    (void)state;
    struct fixture f;
    struct queue q = voice();
    q.channel = CHANNEL_CHAT;
    q.concurrency = 3;
    build(&f, q, 100);
    staff(&f);
    assert_true(f.need.need[0] == 5); /* 14 servers, three a person */
    end(&f);
}

static void mail_waits_for_its_deadline(void **state)
{
    (void)state;
    struct fixture f;
    struct queue q = voice();
    q.channel = CHANNEL_BACK_OFFICE;
    q.deadline_min = 240;
    q.occupancy_max = 1;
    build(&f, q, 0);
    f.demand.calls[4] = 80; /* 80 x 180 s over 8 slots: one person */
    staff(&f);
    for (int k = 0; k < SLOTS; k++)
        assert_true(fabs(f.need.need_base[k] - (k >= 4 && k < 12)) < 1e-12);
    end(&f);
}

/* The week's target is met with fewer people than each slot's own, and one fewer misses. */
static void pooled_target_costs_least(void **state)
{
    (void)state;
    struct fixture f;
    struct queue q = voice();
    double people[2] = {0, 0};
    for (int pooled = 0; pooled < 2; pooled++) {
        q.target_over = pooled ? OVER_WEEK : OVER_INTERVAL;
        build(&f, q, 0);
        for (int k = 0; k < SLOTS; k++)
            f.demand.calls[k] = 5 + 4 * k;
        staff(&f);
        double level = staffing_cover_service_level(&f.plan, &f.demand, 0, f.need.need, 0, SLOTS);
        assert_true(level >= 0.8);
        for (int k = 0; k < SLOTS; k++)
            people[pooled] += f.need.need[k];
        for (int k = 0; k < SLOTS && pooled; k++) {
            if (f.need.need[k] <= floor(f.demand.calls[k] / 10) + 1)
                continue; /* a queue that grows for ever is never planned */
            f.need.need[k] -= 1;
            level = staffing_cover_service_level(&f.plan, &f.demand, 0, f.need.need, 0, SLOTS);
            f.need.need[k] += 1;
            assert_true(level < 0.8);
        }
        end(&f);
    }
    assert_true(people[1] < people[0]);
}

static void given_head_counts_replace_ours(void **state)
{
    (void)state;
    struct fixture f;
    struct queue q = voice();
    q.shrinkage = 0.1;
    build(&f, q, 100);
    struct given rows[] = {{.start = MONDAY_NOON_UTC - 1800, .slot_s = 3600, .value = 7},
                           {.start = MONDAY_NOON_UTC + 1800, .slot_s = 900, .value = 3},
                           {.start = MONDAY_NOON_UTC + 2700, .slot_s = 900, .value = 4}};
    f.plan.requirement_given = rows;
    f.plan.n_requirement_given = 3;
    staff(&f);
    assert_true(f.need.need[0] == 7);
    assert_true(f.need.need[1] == 3.5);
    assert_true(f.need.need[2] == 16);
    assert_int_equal(f.need.source[0], 'c');
    end(&f);
}

/* Expected level of the whole day with the same people in every slot. */
static double level_of(struct queue q, double calls, double people)
{
    struct fixture f;
    double cover[SLOTS];
    build(&f, q, calls);
    for (int k = 0; k < SLOTS; k++)
        cover[k] = people;
    double level = staffing_cover_service_level(&f.plan, &f.demand, 0, cover, 0, SLOTS);
    end(&f);
    return level;
}

static void service_level_of_people_present(void **state)
{
    (void)state;
    struct queue q = voice();
    double at_13 = level_of(q, 100, 13), at_14 = level_of(q, 100, 14);
    assert_true(fabs(at_13 - 0.7955947884) < 1e-9 && fabs(at_14 - 0.8883500192) < 1e-9);
    assert_true(fabs(level_of(q, 100, 13.5) - (at_13 + at_14) / 2) < 1e-12);
    q.shrinkage = 0.5;
    assert_true(fabs(level_of(q, 100, 28) - at_14) < 1e-12);
    assert_true(isnan(level_of(q, 0, 0)));
    assert_true(level_of(q, 100, 0) == 0);
    q.channel = CHANNEL_EMAIL;
    assert_true(fabs(level_of(q, 100, 10) - 0.5) < 1e-12);
    q.deadline_min = 240; /* for ever too few: in the end nothing is in time */
    assert_true(level_of(q, 100, 10) == 0);
    assert_true(fabs(level_of(q, 100, 20) - 1) < 1e-9);
}

static void absurd_volume_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    build(&f, voice(), 1e9);
    assert_int_equal(staffing_requirement(&f.need, &f.plan, &f.demand, f.arena, f.diags), ERR_DATA);
    assert_int_equal(f.diags->n_errors, 1);
    end(&f);
}

/* "occupancy_max 1" alone does not plan a queue that grows for ever. */
static void full_occupancy_is_still_stable(void **state)
{
    (void)state;
    struct fixture f;
    struct queue q = voice();
    q.service_level = NAN;
    q.occupancy_max = 1;
    build(&f, q, 100);
    staff(&f);
    assert_true(f.need.need[0] == 11); /* 10 erlangs */
    end(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shrinkage_divides_and_rounds_once),
        cmocka_unit_test(nobody_is_needed_when_closed),
        cmocka_unit_test(long_contacts_are_finished),
        cmocka_unit_test(rounds_once_over_a_pool),
        cmocka_unit_test(patience_needs_fewer),
        cmocka_unit_test(occupancy_when_nothing_is_asked),
        cmocka_unit_test(chats_at_once_need_fewer),
        cmocka_unit_test(mail_waits_for_its_deadline),
        cmocka_unit_test(pooled_target_costs_least),
        cmocka_unit_test(given_head_counts_replace_ours),
        cmocka_unit_test(service_level_of_people_present),
        cmocka_unit_test(absurd_volume_is_refused),
        cmocka_unit_test(full_occupancy_is_still_stable),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
