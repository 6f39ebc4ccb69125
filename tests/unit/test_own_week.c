/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `explain` says of a week is true: on a roster of samples/manila-bank made person by person,
 * the weeks of 30 random agents.  Of each reason that is said to bind, a plan without it for that
 * agent is solved again and the checker counts the week found: lawful then, not before, and worth
 * the gain. Reasons that are not named win nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/rng.h"
#include "io/outputs.h"
#include "io/plan_read.h"
#include "planner/planner.h"
#include "scheduler/own_week.h"

#define N_ASKED 40
#define CLOSE 1e-6   /* currency: both in grains */
#define ROUNDED 0.05 /* currency: the checker has no grains; 78,896 in all */

struct bank {
    struct diags *diags;
    struct doc *doc;
    struct plan *plan;
    struct arena *arena;
    struct planned planned;
    struct own_week *own;
    struct found_week *week; /* [n_agents] everybody's */
};

static char *path_to(struct bank *bank, const char *name)
{
    const char *top = getenv("TOP_SRCDIR");
    return arena_printf(bank->arena, "%s/%s", top ? top : ".", name);
}

/* A week of the sample: what is asked for, then everybody in turn takes the best week left. */
static void bank_init(struct bank *bank)
{
    struct run run = {.seed = 1};
    *bank = (struct bank){.diags = diags_new(), .arena = arena_new()};
    const char *folder = path_to(bank, "samples/manila-bank");
    struct plan_options options = {.rules_folder = path_to(bank, "rules")};
    assert_int_equal(plan_doc_read(&bank->doc, folder, bank->diags), OK);
    assert_int_equal(plan_from_doc(&bank->plan, bank->doc, folder, &options, bank->diags), OK);
    struct planned *p = &bank->planned;
    assert_int_equal(planner_need(p, bank->plan, plan_default_week(bank->plan), 1, bank->arena,
                                  &run, bank->diags),
                     OK);
    p->roster.horizon = p->horizon;
    assert_int_equal(own_week_new(&bank->own, bank->plan, &p->horizon, &p->requirement, &p->roster,
                                  bank->arena, bank->diags),
                     OK);
    bank->week = NEW_ARRAY(struct found_week, bank->plan->n_agents);
    for (int a = 0; a < bank->plan->n_agents; a++) {
        own_week_best(&bank->week[a], bank->own, a, &(struct ask){.kind = ASK_ANYTHING});
        assert_true(bank->week[a].exists);
        own_week_set(bank->own, a, &bank->week[a]);
    }
}

static void bank_free(struct bank *bank)
{
    own_week_free(bank->own);
    mem_free(bank->week);
    plan_free(bank->plan);
    plan_doc_free(bank->doc);
    arena_free(bank->arena);
    diags_free(bank->diags);
}

/* The roster with one agent's week in place of what they have. */
static struct roster roster_with(const struct bank *bank, int agent, const struct found_week *week)
{
    struct roster roster = {
        .horizon = bank->planned.horizon, .value = NAN, .bound = NAN, .gap = NAN};
    roster.duty = ARENA_ARRAY(bank->arena, struct duty, bank->plan->n_agents * 7);
    for (int a = 0; a < bank->plan->n_agents; a++) {
        const struct found_week *own = a == agent ? week : &bank->week[a];
        memcpy(roster.duty + roster.n_duties, own->duty, (size_t)own->n_duties * sizeof *own->duty);
        roster.n_duties += own->n_duties;
    }
    return roster;
}

/* What the checker makes of it under a plan. */
static struct check_result judge(const struct bank *bank, const struct plan *plan, int agent,
                                 const struct found_week *week)
{
    struct check_result check;
    struct diags *diags = diags_new();
    struct roster roster = roster_with(bank, agent, week);
    assert_int_equal(
        check_roster(&check, plan, &bank->planned.requirement, &roster, bank->arena, diags), OK);
    diags_free(diags);
    return check;
}

/* The plan without a rule or a leave for one agent; false: another reason, which no plan is without
 * (what a contract pays hangs on its hours).  Then the week breaks something, and the checker
 * counts its cost all the same. */
static bool lift(struct plan *out, const struct bank *bank, int agent, int reason)
{
    const struct plan *plan = bank->plan;
    *out = *plan;
    out->agents = ARENA_ARRAY(bank->arena, struct agent, plan->n_agents);
    memcpy(out->agents, plan->agents, (size_t)plan->n_agents * sizeof *plan->agents);
    if (reason >= REASON_RULE + N_RULES) {
        out->leaves = ARENA_ARRAY(bank->arena, struct leave, plan->n_leaves);
        memcpy(out->leaves, plan->leaves, (size_t)plan->n_leaves * sizeof *plan->leaves);
        out->leaves[reason - REASON_RULE - N_RULES].status = LEAVE_REFUSED;
        return true;
    }
    if (reason >= REASON_RULE) {
        struct rule_set *rules = ARENA_NEW(bank->arena, struct rule_set);
        *rules = *plan_rules(plan, agent);
        if (rule_defs[reason - REASON_RULE].kind == KIND_FIGURE)
            return false;
        rules->rule[reason - REASON_RULE].value = NAN;
        out->agents[agent].rules = rules;
        return true;
    }
    return false;
}

/* The agent's week solved again under the lifted plan. */
static struct found_week solve_lifted(const struct bank *bank, const struct plan *plan, int agent)
{
    struct own_week *own = NULL;
    struct found_week week;
    struct roster *roster = ARENA_NEW(bank->arena, struct roster);
    *roster = roster_with(bank, agent, &bank->week[agent]);
    assert_int_equal(own_week_new(&own, plan, &bank->planned.horizon, &bank->planned.requirement,
                                  roster, bank->arena, bank->diags),
                     OK);
    own_week_best(&week, own, agent, &(struct ask){.kind = ASK_ANYTHING});
    own_week_free(own);
    return week;
}

struct tally {
    int named, judged, unlifted, quiet;
};

static void check_reason(struct bank *bank, struct tally *tally, int agent, int reason,
                         const struct found_week *best, const struct found_week *without)
{
    struct plan plan;
    double gain = best->value - without->value;
    /* Less that binds never costs; but whoever is not on leave owes those hours. */
    assert_true(gain > -CLOSE || reason >= REASON_RULE + N_RULES);
    bool is_named = gain >= 0.005;
    if (!is_named && tally->quiet >= N_ASKED)
        return;
    if (!lift(&plan, bank, agent, reason)) {
        struct check_result check = judge(bank, bank->plan, agent, without);
        assert_true(!is_named || check.n_broken > 0);
        assert_true(!is_named || fabs(check.value - without->value) < ROUNDED);
        tally->unlifted += is_named;
        return;
    }
    tally->named += is_named;
    tally->quiet += !is_named;
    struct found_week again = solve_lifted(bank, &plan, agent);
    assert_true(again.exists);
    assert_true(fabs(again.value - without->value) < CLOSE);
    struct check_result check = judge(bank, &plan, agent, &again);
    assert_int_equal(check.n_broken, 0);
    assert_true(fabs(check.value - again.value) < ROUNDED);
    if (!is_named)
        return;
    /* Under all that binds the week is unlawful or dearer than the best. */
    check = judge(bank, bank->plan, agent, without);
    assert_true(check.n_broken > 0 || check.value >= best->value - ROUNDED);
    tally->judged++;
}

static void check_agent(struct bank *bank, struct tally *tally, int agent)
{
    struct found_week best, next, week;
    bool *binding = ARENA_ARRAY(bank->arena, bool, n_reasons(bank->plan));
    memset(binding, 1, (size_t)n_reasons(bank->plan));
    own_week_best(&best, bank->own, agent, &(struct ask){.kind = ASK_ANYTHING});
    struct check_result check = judge(bank, bank->plan, agent, &best);
    assert_int_equal(check.n_broken, 0);
    assert_true(fabs(check.value - best.value) < ROUNDED);
    assert_true(best.value <= own_week_value(bank->own) + CLOSE);
    own_week_best(&next, bank->own, agent, &(struct ask){.kind = ASK_OTHER});
    if (next.exists) {
        check = judge(bank, bank->plan, agent, &next);
        assert_int_equal(check.n_broken, 0);
        assert_true(fabs(check.value - next.value) < ROUNDED && next.value >= best.value - CLOSE);
    }
    const int *reasons = own_week_reasons(bank->own, agent);
    for (int i = 0; reasons[i] >= 0; i++) {
        binding[reasons[i]] = false;
        own_week_best(&week, bank->own, agent,
                      &(struct ask){.kind = ASK_ANYTHING, .binding = binding});
        binding[reasons[i]] = true;
        if (week.exists)
            check_reason(bank, tally, agent, reasons[i], &best, &week);
    }
}

static void test_reasons(void **state)
{
    (void)state;
    struct bank bank;
    struct tally tally = {0};
    struct rng rng;
    bank_init(&bank);
    rng_seed(&rng, 7, 0, 0);
    struct check_result check = judge(&bank, bank.plan, 0, &bank.week[0]);
    assert_int_equal(check.n_broken, 0);
    assert_true(fabs(check.value - own_week_value(bank.own)) < ROUNDED);
    for (int i = 0; i < N_ASKED; i++)
        check_agent(&bank, &tally, (int)rng_below(&rng, (uint32_t)bank.plan->n_agents));
    print_message("# %d reasons named and checked, %d of another kind, %d quiet ones\n",
                  tally.judged, tally.unlifted, tally.quiet);
    assert_true(tally.judged >= 5 && tally.quiet >= N_ASKED);
    bank_free(&bank);
}

/* A day asked for is had, and never for less than nothing. */
static void test_asks(void **state)
{
    (void)state;
    struct bank bank;
    bank_init(&bank);
    int32_t date = bank.planned.horizon.first + 1;
    for (int a = 0; a < 12; a++) {
        struct found_week best, off, work;
        own_week_best(&best, bank.own, a, &(struct ask){.kind = ASK_ANYTHING});
        own_week_best(&off, bank.own, a, &(struct ask){.kind = ASK_OFF, .date = date});
        own_week_best(&work, bank.own, a, &(struct ask){.kind = ASK_WORK, .date = date});
        int n_off = 0, n_work = 0;
        for (int d = 0; d < off.n_duties; d++)
            n_off += off.duty[d].work_date == date;
        for (int d = 0; d < work.n_duties; d++)
            n_work += work.duty[d].work_date == date;
        assert_true(!off.exists || (n_off == 0 && off.value >= best.value - CLOSE));
        assert_true(!work.exists || (n_work == 1 && work.value >= best.value - CLOSE));
        assert_true(off.exists || work.exists);
        assert_true(
            fabs(fmin(off.exists ? off.value : INFINITY, work.exists ? work.value : INFINITY) -
                 best.value) < CLOSE);
    }
    bank_free(&bank);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reasons),
        cmocka_unit_test(test_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
