/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_knobs.c - each knob turned on samples/tiny, and what the plan made of the document has then.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/plan.h"
#include "io/knobs.h"
#include "io/plan_read.h"

struct turned {
    struct arena *arena;
    struct diags *diags;
    struct doc *doc;
    struct plan *plan; /* NULL: refused */
};

static const char *path_to(struct arena *arena, const char *name)
{
    const char *top = getenv("TOP_SRCDIR");
    return arena_printf(arena, "%s/%s", top ? top : ".", name);
}

static void turn(struct turned *out, const char *setting, const char *value)
{
    static const struct place nowhere;
    *out = (struct turned){.arena = arena_new(), .diags = diags_new()};
    const char *folder = path_to(out->arena, "samples/tiny");
    struct plan_options options = {.rules_folder = path_to(out->arena, "rules")};
    assert_int_equal(plan_doc_read(&out->doc, folder, out->diags), OK);
    if (knob_turn(out->doc, setting, value, &nowhere, out->diags) == OK)
        if (plan_from_doc(&out->plan, out->doc, folder, &options, out->diags) != OK)
            fail_msg("%s=%s: %s", setting, value, out->diags->item[0].message);
}

static void done(struct turned *t)
{
    plan_free(t->plan);
    plan_doc_free(t->doc);
    arena_free(t->arena);
    diags_free(t->diags);
}

static int queue_of(const struct plan *plan, const char *id)
{
    int q = 0;
    while (strcmp(plan->queues[q].id, id) != 0)
        q++;
    return q;
}

static double volume(const struct plan *plan, const char *queue)
{
    return plan->queues[queue_of(plan, queue)].volume_factor;
}
static double handling(const struct plan *plan, const char *queue)
{
    return plan->queues[queue_of(plan, queue)].aht_factor;
}
static double shrinkage(const struct plan *plan, const char *queue)
{
    return plan->queues[queue_of(plan, queue)].shrinkage;
}
static double target(const struct plan *plan, const char *queue)
{
    return plan->queues[queue_of(plan, queue)].service_level;
}
static double first_wage(const struct plan *plan, const char *agent)
{
    return plan->agents[agent[2] - '1'].wage_per_h;
}
static double price_short(const struct plan *plan, const char *unused)
{
    (void)unused;
    return plan->prices.short_per_h;
}
static double people(const struct plan *plan, const char *team)
{
    int n = 0;
    for (int a = 0; a < plan->n_agents; a++)
        n += !*team || strcmp(plan->agents[a].team, team) == 0;
    return n;
}
/* Of a shift: the starts a day. */
static double starts(const struct plan *plan, const char *id)
{
    int n = 0;
    for (int s = 0; s < plan->n_shifts; s++)
        if (strncmp(plan->shifts[s].id, id, strlen(id)) == 0)
            n += (plan->shifts[s].start_last_min - plan->shifts[s].start_min) /
                     plan->shifts[s].start_step_min +
                 1;
    return n;
}

static void test_settings(void **state)
{
    (void)state;
    static const struct {
        const char *setting, *value;
        double (*figure)(const struct plan *plan, const char *of);
        const char *of;
        double want;
    } cases[] = {
        {"volume", "1.1", volume, "shop-voice", 1.1},
        {"volume", "1.1", volume, "shop-chat", 1.1},
        {"volume.shop-chat", "0.5", volume, "shop-chat", 0.5},
        {"volume.shop-chat", "0.5", volume, "shop-voice", 1},
        {"aht.shop-voice", "0.9", handling, "shop-voice", 0.9},
        {"aht.shop-voice", "0.9", handling, "shop-chat", 1},
        {"absence", "0.2", shrinkage, "shop-voice", 0.2},
        {"service_level.shop-voice", "0.9", target, "shop-voice", 0.9},
        {"wage", "1.5", first_wage, "B01", 63000},
        {"wage.B02", "2", first_wage, "B02", 84000},
        {"wage.B02", "2", first_wage, "B01", 42000},
        {"price.short_per_h", "123", price_short, "", 123},
        {"people.Garuda", "+2", people, "Garuda", 5},
        {"people.Garuda", "-1", people, "Garuda", 2},
        {"people.Garuda", "-1", people, "Rajawali", 3},
        {"attrition", "0.5", people, "", 3},
        {"shift.off", "H@16:00", starts, "H", 5},
        {"shift.off", "H@16:00", starts, "D", 3},
        {"shift.off", "D@14:00", starts, "D", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct turned t;
        turn(&t, cases[i].setting, cases[i].value);
        if (!t.plan)
            fail_msg("%s=%s: %s", cases[i].setting, cases[i].value, t.diags->item[0].message);
        double is = cases[i].figure(t.plan, cases[i].of);
        if (!(fabs(is - cases[i].want) < 1e-9))
            fail_msg("%s=%s: %s has %g", cases[i].setting, cases[i].value, cases[i].of, is);
        done(&t);
    }
}

/* Whoever comes is a copy in all but the name, and nobody's leave. */
static void test_newcomers(void **state)
{
    (void)state;
    struct turned t;
    turn(&t, "people.Rajawali", "+1");
    const struct agent *old = NULL, *new = NULL;
    for (int a = 0; a < t.plan->n_agents; a++) {
        const struct agent *agent = &t.plan->agents[a];
        old = strcmp(agent->id, "B06") == 0 ? agent : old;
        new = agent->id[0] == 'B' && strlen(agent->id) == 3 ? new : agent;
    }
    assert_non_null(old);
    assert_non_null(new);
    assert_string_equal(new->team, "Rajawali");
    assert_int_equal(new->contract, old->contract);
    assert_true(new->wage_per_h == old->wage_per_h);
    for (int i = 0; i < t.plan->n_leaves; i++)
        assert_true(&t.plan->agents[t.plan->leaves[i].agent] != new);
    done(&t);
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"volum", "1.1", "volume"}, {"volume.shop-voise", "1.1", "shop-voice"},
        {"volume", "much", "much"}, {"absence", "0.95", "0.9"},
        {"shift.off", "Z", "Z"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct turned t;
        turn(&t, cases[i][0], cases[i][1]);
        assert_null(t.plan);
        assert_int_equal(t.diags->n, 1);
        if (!strstr(t.diags->item[0].message, cases[i][2]))
            fail_msg("%s=%s: %s", cases[i][0], cases[i][1], t.diags->item[0].message);
        done(&t);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings),
        cmocka_unit_test(test_newcomers),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
