/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_check_money.c - the checker's cover and cost agree with arithmetic. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "tests/unit/good_roster.h"

/* What fixed shifts take is nobody's decision. */
static void fixed_hours_are_not_paid(void **state)
{
    (void)state;
    static const double over[] = {5, 5, 5, 0};
    static const char *const day[] = {"2003-10-27", "2003-10-29", "2003-10-30"};
    for (int n = 0; n <= 3; n++) {
        struct good g;
        good_roster(&g);
        for (int i = 0; i < n; i++)
            centre_add_leave(&g.c, A3, day[i], day[i], LEAVE_FIXED, P);
        struct check_result result = good_check(&g);
        assert_string_equal(centre_messages(&g.c), "");
        assert_true(fabs(result.cost_hours - over[n] * 100) < 1e-9);
        centre_free(&g.c);
    }
}

static void care_rules_cost(void **state)
{
    (void)state;
    struct good g;
    good_roster(&g);
    g.c.plan.ledger[0].last_shift_end = g.roster.duty[0].start - 10 * 3600;
    g.c.plan.rules.rule[RULE_REST_BETWEEN].layer = LAYER_CARE;
    g.c.plan.rules.rule[RULE_REST_BETWEEN].price = 50;
    g.c.plan.rules.rule[RULE_RUN_DAYS].layer = LAYER_CARE;
    g.c.plan.rules.rule[RULE_RUN_DAYS].price = 30;
    g.c.plan.rules.rule[RULE_RUN_DAYS].value = 4;
    struct check_result result = good_check(&g);
    assert_string_equal(centre_messages(&g.c), "");
    /* An hour of rest; A1 has 1 + 5, A2 5, A4 1 + 5 days in a row. */
    assert_true(fabs(result.cost_care - (50 + 30 * (2 + 1 + 2))) < 1e-9);
    centre_free(&g.c);
}

/* Cover by arithmetic: Tuesday night, need 2 from 20:00, A1 and A4 from 21:00, A2 from 20:30. */
static void cover_is_counted(void **state)
{
    (void)state;
    struct good g;
    good_roster(&g);
    struct check_result result = good_check(&g);
    int64_t at = centre_at(&g.c, "2003-10-28", 20 * 60);
    int t = (int)grid_slot(&g.c.horizon.grid, at);
    static const double want[] = {0, 1, 3, 3, 3, 2.5, 2, 3, 2, 2, 1, 1};
    for (int k = 0; k < 12; k++)
        assert_true(fabs(result.cover[t + k] - want[k]) < 1e-9);
    /* By the ledger A4's last shift ends on Monday at three. */
    assert_true(result.cover[5] == 1 && result.cover[6] == 0);
    centre_free(&g.c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fixed_hours_are_not_paid),
        cmocka_unit_test(care_rules_cost),
        cmocka_unit_test(cover_is_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
