/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_rules.c - every rule of the table, one row each: a week whose cheapest roster breaks it.
 *
 * One agent, one shift a day as `days` says, needed just then.  Without the rule the solver covers
 * all of it.  The checker finds that this roster breaks the rule, and by how much.  With the rule
 * hard the solver keeps it and pays for hours that stay short; priced low, it breaks the rule and
 * pays what the checker counts; priced high, it keeps it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "scheduler/check.h"
#include "scheduler/scheduler.h"
#include "scheduler/wellbeing.h"
#include "tests/unit/centre.h"

/* Shifts by letter: early, day, late, night, very long, with a short meal, to midnight. */
static const struct {
    char letter;
    const char *id;
    int start_min, length_min, meal_min;
} kinds[] = {
    {'E', "E", 6 * 60, 480, 0},  {'D', "D", 9 * 60, 480, 0}, {'L', "L", 14 * 60, 480, 0},
    {'N', "N", 22 * 60, 480, 0}, {'X', "X", 8 * 60, 780, 0}, {'M', "M", 9 * 60, 510, 30},
    {'T', "T", 16 * 60, 480, 0},
};
#define N_SHIFT_KINDS ((int)(sizeof kinds / sizeof *kinds))

enum { ROTATING, FIXED, MINOR, PREGNANT, UNFIT, BARE }; /* the agent; bare: nothing on file */

static const struct row {
    enum rule_id id;
    double value;
    const char *days; /* Monday to Sunday */
    int who;
    double units; /* by which the week breaks it */
} rows[] = {
    {RULE_REST_BETWEEN, 11, "LE.....", ROTATING, 3},
    {RULE_NIGHT_TO_DAY, 48, "N.L....", ROTATING, 16},
    {RULE_ROTATING_RECOVERY, 48, "NN.N...", ROTATING, 8},
    {RULE_FIXED_RECOVERY, 48, "NN.N...", FIXED, 8},
    {RULE_QUICK_RETURN, 11, "LE.....", ROTATING, 1},
    {RULE_RUN_DAYS, 2, "DDD....", ROTATING, 1},
    {RULE_RUN_NIGHTS, 2, "NNN....", ROTATING, 1},
    {RULE_ROTATING_NIGHTS, 2, "NNNN...", ROTATING, 2},
    {RULE_FIXED_NIGHTS, 2, "NNN....", FIXED, 1},
    {RULE_OFF_TOGETHER, 2, "D.D....", ROTATING, 1},
    {RULE_WEEKLY_REST, 40, "DDDDDDD", ROTATING, 1},
    {RULE_DAYS_WEEK, 2, "D.D.D..", ROTATING, 1},
    {RULE_NIGHTS_WEEK, 1, "N...N..", ROTATING, 1},
    {RULE_WEEKEND_DAYS, 1, ".....DD", ROTATING, 1},
    {RULE_WEEK_HOURS, 16, "D.D.D..", ROTATING, 8},
    {RULE_PAID_HOURS, 16, "D.D.D..", ROTATING, 8},
    {RULE_LONG_WEEK, 16, "D.D.D..", ROTATING, 8},
    {RULE_HARD_WEEK, 1, "D...D..", ROTATING, 1},
    {RULE_HARD_RUN, 2, "DDD....", ROTATING, 1},
    {RULE_HARD_BREAKS, 30, "D......", ROTATING, 0.5},
    {RULE_DAY_HOURS, 12, "X......", ROTATING, 1},
    {RULE_NIGHT_HOURS, 7, "N......", ROTATING, 1},
    {RULE_DAY_AFTER_NIGHT, 0, "NL.....", ROTATING, 1},
    {RULE_START_MOVE, 3, "EL.....", ROTATING, 5},
    {RULE_BACKWARD, 3, "L.E....", ROTATING, 5},
    {RULE_MEAL_LEAST, 60, "M......", ROTATING, 0.5},
    {RULE_MINOR_NIGHTS, 0, "..N....", MINOR, 1},
    {RULE_PREGNANT_NIGHTS, 0, "..N....", PREGNANT, 1},
    {RULE_UNFIT_NIGHTS, 0, "..N....", UNFIT, 1},
    {RULE_NO_CONSENT, 0, "..N....", BARE, 1},
    {RULE_NO_HEALTH_CHECK, 0, "..N....", BARE, 1},
    {RULE_NO_TRANSPORT, 0, "N.T....", BARE,
     1}, /* home at midnight; 22:00 and 06:00 are no travel */
};
#define N_ROWS ((int)(sizeof rows / sizeof *rows))

static void set_agent(struct agent *agent, int who)
{
    static const char *const conditions[] = {"minor", "pregnant", "night_unfit"};
    agent->profile = who == FIXED ? PROFILE_FIXED_NIGHT : PROFILE_ROTATING;
    agent->night_consent = agent->health_check = agent->transport = who != BARE;
    agent->n_conditions = who >= MINOR && who <= UNFIT;
    agent->conditions = &conditions[agent->n_conditions ? who - MINOR : 0];
}

static void need_shift(struct centre *c, int day, int kind)
{
    const struct grid *grid = &c->horizon.grid;
    int from = (day * 1440 + kinds[kind].start_min) / 30, n = kinds[kind].length_min / 30;
    for (int t = from; t < from + n && t < grid->n_slots; t++)
        c->requirement.need[t] = 1;
}

/* The week of a row; the rule is not in force yet. */
static void make(struct centre *c, const struct row *row)
{
    centre_init(c, "Asia/Manila", 0, "2003-10-27", 7, 30);
    int contract = centre_add_contract(c, "any", 0, 7, 0, 80, 0, 24);
    for (int k = 0; k < N_SHIFT_KINDS; k++) {
        int s = centre_add_shift(c, kinds[k].id, kinds[k].start_min, kinds[k].start_min,
                                 kinds[k].length_min, kinds[k].meal_min, 0);
        c->plan.shifts[s].weekdays = 0;
    }
    if (rule_defs[row->id].class_ == CLASS_HARD)
        c->plan.queues[0].abuse_share = 0.2;
    int agent = centre_add_agent(c, "A1", contract, 1);
    set_agent(&c->plan.agents[agent], row->who);
    for (int day = 0; day < 7; day++)
        for (int k = 0; k < N_SHIFT_KINDS; k++)
            if (kinds[k].letter == row->days[day]) {
                c->plan.shifts[k].weekdays |= 1u << day;
                need_shift(c, day, k);
            }
}

/* In force from now on, for whom it binds. */
static void put(struct centre *c, const struct row *row, enum rule_layer layer, double price)
{
    struct rule_set *own = ARENA_NEW(c->arena, struct rule_set);
    c->plan.rules.rule[row->id] = (struct rule){
        .value = row->value, .layer = layer, .price = price, .pack = "test", .certainty = 'X'};
    rule_set_narrow(own, &c->plan.rules, &c->plan.agents[0]);
    c->plan.agents[0].rules = own;
}

static struct roster solve(struct centre *c)
{
    struct roster roster;
    struct run run = {.seed = 1, .iteration_limit = 60, .started_s = clock_now_s()};
    assert_int_equal(scheduler_roster(&roster, &c->plan, &c->horizon, &c->requirement, 1, NULL,
                                      NULL, c->arena, &run, c->diags),
                     OK);
    return roster;
}

static struct check_result verify(struct centre *c, const struct roster *roster)
{
    struct check_result result;
    assert_int_equal(check_roster(&result, &c->plan, &c->requirement, roster, c->arena, c->diags),
                     OK);
    return result;
}

static int days_of(const struct row *row)
{
    int n = 0;
    for (const char *day = row->days; *day; day++)
        n += *day != '.';
    return n;
}

/* The same figures claimed for another view of the rules would be faults of their own. */
static struct roster bare(const struct roster *roster)
{
    struct roster copy = *roster;
    copy.value = copy.bound = copy.gap = NAN;
    return copy;
}

/* What the checker counts of the rule in the roster, by a price of 1. */
static double counted(struct centre *c, const struct row *row, const struct roster *roster)
{
    put(c, row, LAYER_CARE, 1);
    struct roster copy = bare(roster);
    return verify(c, &copy).cost_care;
}

static void hard(const struct row *row)
{
    struct centre c;
    make(&c, row);
    struct roster without = solve(&c);
    assert_int_equal(without.n_duties, days_of(row));
    assert_int_equal(verify(&c, &without).n_broken, 0);
    assert_true(fabs(counted(&c, row, &without) - row->units) < 1e-6);
    put(&c, row, LAYER_LAW, NAN);
    struct roster broken = bare(&without);
    assert_true(verify(&c, &broken).n_broken >= 1);
    assert_non_null(strstr(centre_messages(&c), rule_defs[row->id].name));
    int before = (int)c.diags->n_errors;
    struct roster with = solve(&c);
    assert_int_equal(verify(&c, &with).n_broken, 0);
    assert_int_equal((int)c.diags->n_errors, before);
    assert_true(with.value > without.value + 1);
    assert_true(counted(&c, row, &with) == 0);
    centre_free(&c);
}

static void priced(const struct row *row)
{
    struct centre c;
    make(&c, row);
    put(&c, row, LAYER_CARE, 1);
    struct roster low = solve(&c);
    struct check_result result = verify(&c, &low);
    if (result.n_broken > 0)
        fail_msg("%s", centre_messages(&c));
    assert_true(fabs(result.cost_care - row->units) < 1e-3);
    assert_true(fabs(low.cost_care - row->units) < 1e-3);
    put(&c, row, LAYER_CARE, 1e5);
    struct roster high = solve(&c);
    assert_int_equal(verify(&c, &high).n_broken, 0);
    assert_true(high.cost_care == 0 && high.n_duties < low.n_duties);
    centre_free(&c);
}

static void each_rule(void **state)
{
    (void)state;
    for (int i = 0; i < N_ROWS; i++) {
        const struct rule_def *def = &rule_defs[rows[i].id];
        print_message("# %s\n", def->name);
        if (def->may_be_hard)
            hard(&rows[i]);
        if (def->may_be_priced)
            priced(&rows[i]);
    }
}

/* What a figure moves: the price of a rule, the shifts that are planned, what is listed for the
 * night, premiums. */
enum { BY_RULE, BY_SHIFTS, BY_LIST, BY_PREMIUM };

/* Figures that others refer to: the same week under two values. */
static const struct figure {
    enum rule_id id;
    double value[2];
    int by;
    enum rule_id rule; /* BY_RULE: in force with `limit`; BY_LIST: in force at all */
    double limit;
    const char *days;
    int who;
    double units[2];
} figures[] = {
    {RULE_NIGHT_FROM, {22, 20}, BY_RULE, RULE_NIGHTS_WEEK, 0, "T......", ROTATING, {0, 1}},
    {RULE_NIGHT_TO, {6, 10}, BY_RULE, RULE_NIGHTS_WEEK, 0, "E......", ROTATING, {0, 1}},
    {RULE_NIGHT_LEAST, {3, 2}, BY_RULE, RULE_NIGHTS_WEEK, 0, "T......", ROTATING, {0, 1}},
    {RULE_TRAVEL_FROM, {23, 1}, BY_RULE, RULE_NO_TRANSPORT, 0, "T......", BARE, {1, 0}},
    {RULE_TRAVEL_TO, {5, 7}, BY_RULE, RULE_NO_TRANSPORT, 0, "N......", BARE, {0, 1}},
    {RULE_HARD_SHARE, {0.2, 0.3}, BY_RULE, RULE_HARD_WEEK, 0, "D......", ROTATING, {1, 0}},
    {RULE_MEAL_AFTER, {4, 8}, BY_RULE, RULE_MEAL_LEAST, 60, "M......", ROTATING, {0.5, 0}},
    {RULE_OVERTIME_SHIFT, {5, 4}, BY_SHIFTS, 0, 0, "X.X.X..", ROTATING, {3, 0}},
    {RULE_OVERTIME_WEEK, {15, 10}, BY_SHIFTS, 0, 0, "X.X.X..", ROTATING, {3, 2}},
    {RULE_NIGHT_MEAL, {NAN, 1400}, BY_LIST, RULE_NIGHT_MEAL, 0, "N......", ROTATING, {0, 1}},
    {RULE_NIGHT_MEAL_FROM, {23, 1}, BY_LIST, RULE_NIGHT_MEAL, 1400, "T......", ROTATING, {1, 0}},
    {RULE_NIGHT_MEAL_TO, {7, 6}, BY_LIST, RULE_NIGHT_MEAL, 1400, "E......", ROTATING, {1, 0}},
    {RULE_NIGHT_PREMIUM, {0, 0.1}, BY_PREMIUM, 0, 0, "N......", ROTATING, {0, 0.8}},
};
#define N_FIGURES ((int)(sizeof figures / sizeof *figures))

static void set_pay(struct centre *c)
{
    c->plan.pay.day[PAY_ORDINARY] =
        (struct pay_rates){.n = 2, .until_min = {480, 0}, .rate = {1, 1.5}};
    c->plan.agents[0].overtime_h = 20;
}

static double figure_units(const struct figure *f, int which)
{
    struct centre c;
    struct row row = {f->rule, f->limit, f->days, f->who, 0};
    double units = 0;
    make(&c, &row);
    if (f->by == BY_SHIFTS)
        set_pay(&c);
    c.plan.rules.rule[f->id].value = f->value[which];
    if (f->by == BY_RULE) {
        struct roster roster = solve(&c);
        units = counted(&c, &row, &roster);
    } else {
        if (f->by == BY_LIST && f->id != f->rule)
            put(&c, &row, LAYER_LAW, NAN);
        c.plan.agents[0].rules = &c.plan.rules;
        struct roster roster = solve(&c);
        struct check_result result = verify(&c, &roster);
        assert_int_equal(result.n_broken, 0);
        units = f->by == BY_SHIFTS ? roster.n_duties
                : f->by == BY_LIST ? check_night(NULL, 0, &c.plan, &roster, c.diags)
                                   : result.cost_premium / c.plan.agents[0].wage_per_h;
    }
    centre_free(&c);
    return units;
}

static void each_figure(void **state)
{
    (void)state;
    for (int i = 0; i < N_FIGURES; i++)
        for (int which = 0; which < 2; which++) {
            double units = figure_units(&figures[i], which);
            if (fabs(units - figures[i].units[which]) > 1e-6)
                fail_msg("%s %g: %g, not %g", rule_defs[figures[i].id].name,
                         figures[i].value[which], units, figures[i].units[which]);
        }
}

/* Overtime beyond the figure is found in a roster that was made without it, by the figure's name.
 */
static void too_much_overtime_is_found(void **state)
{
    (void)state;
    for (int i = 0; i < N_FIGURES; i++) {
        const struct figure *f = &figures[i];
        struct row row = {f->rule, f->limit, f->days, f->who, 0};
        struct centre c;
        if (f->by != BY_SHIFTS)
            continue;
        make(&c, &row);
        set_pay(&c);
        c.plan.agents[0].rules = &c.plan.rules;
        c.plan.rules.rule[f->id].value = f->value[0];
        struct roster before = solve(&c);
        assert_int_equal(verify(&c, &before).n_broken, 0);
        c.plan.rules.rule[f->id].value = f->value[1];
        struct roster broken = bare(&before);
        assert_true(verify(&c, &broken).n_broken >= 1);
        assert_non_null(strstr(centre_messages(&c), rule_defs[f->id].name));
        struct roster after = solve(&c);
        assert_int_equal(verify(&c, &after).n_broken, 0);
        assert_true(after.value > before.value + 1); /* hours that stay short */
        centre_free(&c);
    }
}

/* No rule of the table without a row, but the one on pauses and that of notice, which binds no
 * roster: tests/cli. */
static void none_is_left_out(void **state)
{
    (void)state;
    for (int id = 0; id < N_RULES; id++) {
        bool has_row = id == RULE_NOTICE || rule_defs[id].kind == KIND_STRETCH;
        for (int i = 0; i < N_FIGURES; i++)
            has_row = has_row || (int)figures[i].id == id;
        for (int i = 0; i < N_ROWS; i++)
            has_row = has_row || (int)rows[i].id == id;
        if (!has_row)
            fail_msg("%s has no row", rule_defs[id].name);
    }
}

/* A condition that does not hold leaves the agent alone. */
static void conditions_bind(void **state)
{
    (void)state;
    for (int i = 0; i < N_ROWS; i++) {
        struct centre c;
        struct rule_set own;
        make(&c, &rows[i]);
        assert_true(rule_binds(rows[i].id, &c.plan.agents[0]));
        c.plan.rules.rule[rows[i].id].value = rows[i].value;
        bool rotating = rule_defs[rows[i].id].who == WHO_ROTATING;
        set_agent(&c.plan.agents[0], rotating ? FIXED : ROTATING);
        rule_set_narrow(&own, &c.plan.rules, &c.plan.agents[0]);
        assert_true(rule_in_force(&own, rows[i].id) == (rule_defs[rows[i].id].who == WHO_ANYONE));
        centre_free(&c);
    }
}

/* The longest work without a pause: the solver draws the break in, at the price of the hours that
 * are wanted most; the checker finds one that is left out at the edge. */
static void stretch_places_breaks(void **state)
{
    (void)state;
    static const struct row row = {RULE_WORK_STRETCH, 4, "D......", ROTATING, 0};
    struct centre c;
    make(&c, &row);
    c.plan.n_shifts = 2;
    for (int s = 0; s < 2; s++) {
        c.plan.shifts[s].n_breaks = 1;
        c.plan.shifts[s].break_min[0] = 15;
    }
    for (int t = 9 * 2; t < 11 * 2; t++) /* nobody calls in the first two hours of the shift */
        c.requirement.need[t] = 0;
    struct roster without = solve(&c), broken = bare(&without);
    assert_int_equal(verify(&c, &without).n_broken, 0);
    put(&c, &row, LAYER_LAW, NAN);
    assert_int_equal(verify(&c, &broken).n_broken, 1);
    struct roster with = solve(&c);
    assert_int_equal(with.n_duties, 1);
    assert_int_equal(verify(&c, &with).n_broken, 0);
    assert_true(with.value > without.value + 1);
    with = bare(&with);
    with.duty[0].pause[0].start = with.duty[0].start + 3 * 3600;
    assert_int_equal(verify(&c, &with).n_broken, 1);
    assert_non_null(strstr(centre_messages(&c), "works 4.75 h without a pause"));
    centre_free(&c);
}

static double score(const char *days, int who)
{
    struct row row = {RULE_RUN_DAYS, 31, days, who, 0};
    struct centre c;
    make(&c, &row);
    struct roster roster = solve(&c);
    assert_int_equal(roster.n_duties, days_of(&row));
    double points = wellbeing_new(&c.plan, &roster, 0, c.arena)[0].score;
    centre_free(&c);
    return points;
}

static void scores_name_what_is_hard(void **state)
{
    (void)state;
    assert_true(score("DDDDD..", ROTATING) == 100);
    assert_true(score(".......", ROTATING) == 100);
    assert_true(score("LE.....", ROTATING) == 100 - 10 - 7 - 5); /* quick, 8 h back, 8 h away */
    assert_true(score("NNNN...", ROTATING) == 90);
    assert_true(score("NNNN...", FIXED) == 100);
    assert_true(score("NNNNNN.", FIXED) == 90);
    assert_true(score("D.D..DD", ROTATING) == 90); /* a split day off, both weekend days */
    assert_true(score("NLNLNL.", ROTATING) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule),
        cmocka_unit_test(each_figure),
        cmocka_unit_test(too_much_overtime_is_found),
        cmocka_unit_test(none_is_left_out),
        cmocka_unit_test(conditions_bind),
        cmocka_unit_test(stretch_places_breaks),
        cmocka_unit_test(scores_name_what_is_hard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
