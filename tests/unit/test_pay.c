/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_pay.c - pay of a shift by the packs' schemes against worked examples, in the solver's code
 * (base/pay.c) and in the checker's (scheduler/check_pay.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/plan.h"
#include "base/rng.h"
#include "base/roster.h"
#include "io/json.h"
#include "io/payroll.h"
#include "io/plan_read.h"
#include "scheduler/check_part.h"
#include "tests/unit/scratch.h"

static char top[400], rules[512];
static struct arena *arena;
static struct doc_node *vectors;

static int set_up(void **state)
{
    const char *source = getenv("TOP_SRCDIR");
    snprintf(top, sizeof top, "%s", source ? source : ".");
    snprintf(rules, sizeof rules, "%s/rules", top);
    int status = scratch_set_up(state);
    char command[1200];
    snprintf(command, sizeof command, "cp -r %s/tests/bad/base/plan/. %s && chmod -R u+w %s", top,
             scratch_folder, scratch_folder);
    if (status != 0 || system(command) != 0)
        return -1;
    arena = arena_new();
    struct diags *diags = diags_new();
    status = json_read(&vectors, arena_printf(arena, "%s/tests/data/premium_vectors.json", top),
                       arena, diags) == OK
                 ? 0
                 : -1;
    diags_free(diags);
    return status;
}

static int tear_down(void **state)
{
    arena_free(arena);
    return scratch_tear_down(state);
}

/* The sound small plan in the zone, with the pack and these holidays. */
static struct plan *plan_of(const char *zone, const char *pack, const char *pay,
                            const char *holidays)
{
    char *patch = arena_printf(
        arena,
        "{\"site\": {\"zone\": \"%s\", \"rules\": [\"%s\"], \"pay\": %s}, \"holidays\": {%s}}",
        zone, pack, pay, holidays);
    struct doc *doc = NULL;
    struct plan *plan = NULL;
    struct diags *diags = diags_new();
    struct plan_options options = {.rules_folder = rules};
    char path[256];
    strcpy(path, scratch_write("patch.txt", patch, strlen(patch)));
    enum status status = plan_doc_read(&doc, scratch_folder, diags);
    status = status == OK ? plan_doc_patch(doc, path, diags) : status;
    status = status == OK ? plan_from_doc(&plan, doc, scratch_folder, &options, diags) : status;
    if (status != OK)
        fail_msg("%s", diags->item[0].message);
    plan_doc_free(doc);
    diags_free(diags);
    return plan;
}

#define HOLIDAY(date, kind)                                                                      \
    "\"PH " date " " kind "\": {\"calendar\": \"PH\", \"date\": \"" date "\", \"kind\": \"" kind \
    "\", \"name\": \"x\"}"

static struct plan *manila(const char *pay)
{
    return plan_of(
        "Asia/Manila", "PH", pay,
        HOLIDAY("2026-12-24", "special") "," HOLIDAY("2026-12-25", "regular") "," HOLIDAY(
            "2026-11-30", "regular") "," HOLIDAY("2026-12-08", "special_working"));
}

static struct plan *jakarta(const char *pack, const char *pay)
{
    return plan_of("Asia/Jakarta", pack, pay,
                   HOLIDAY("2026-12-24", "joint_leave") "," HOLIDAY(
                       "2026-12-25", "regular") "," HOLIDAY("2026-08-15", "regular"));
}

/* "2026-11-23T21:00" on the site's clock. */
static int64_t instant(const struct plan *plan, const char *text)
{
    char date_text[11] = {0};
    int32_t date;
    int64_t first, second;
    memcpy(date_text, text, 10);
    assert_true(date_parse(&date, date_text));
    int minute = atoi(text + 11) * 60 + atoi(text + 14);
    assert_int_equal(tz_instant(&first, &second, plan->site.zone, date, minute, 0), LOCAL_ONE);
    return first;
}

static struct duty duty_of(const struct plan *plan, const char *start, int length_min,
                           int meal_after_min, int meal_min)
{
    struct duty duty = {.start = instant(plan, start)};
    duty.end = duty.start + length_min * 60;
    duty.pause[0] = (struct pause){.start = duty.start + 120 * 60, .min = 15};
    duty.pause[1] =
        (struct pause){.start = duty.start + meal_after_min * 60, .min = meal_min, .is_meal = true};
    duty.n_pauses = meal_min > 0 ? 2 : 1;
    return duty;
}

/* Hours of wage by both codes, which must agree: all of it, and what is beside the contract's. */
struct paid {
    double all, extra;
};

static struct paid pay_of(const struct plan *plan, const struct duty *duty)
{
    struct pay_work work = pay_work_of(duty);
    struct pay_minutes minutes = {0};
    struct premiums premiums;
    struct check_paid checked;
    double share = plan->rules.rule[RULE_NIGHT_PREMIUM].value, all = 0;
    pay_count(&minutes, plan, &plan->rules, &work, work.start, work.end);
    pay_premiums(&premiums, &plan->pay, &minutes, share);
    for (enum pay_day day = 0; day < N_PAY_DAYS; day++)
        for (int k = 0; k < pay_rates(&plan->pay, day)->n; k++)
            for (int night = 0; night < 2; night++)
                all +=
                    minutes.min[day][k][night] / 60.0 * pay_rate(&plan->pay, day, k, night, share);
    check_pay(&checked, plan, &plan->rules, duty);
    assert_true(fabs(checked.hours - all) < 1e-9);
    assert_true(fabs(checked.extra_hours - pay_sum(&premiums)) < 1e-9);
    assert_int_equal(checked.paid_min,
                     (duty->end - duty->start) / 60 - duty->pause[1].min * (duty->n_pauses - 1));
    return (struct paid){all, pay_sum(&premiums)};
}

static void assert_money(double got, double want)
{
    if (fabs(got - want) > 1e-6)
        fail_msg("%.9f, not %.9f", got, want);
}

static double number(const struct doc_node *object, const char *key)
{
    const struct doc_node *node = doc_find(object, key);
    assert_non_null(node);
    return node->number;
}

static void philippine_shifts(void **state)
{
    (void)state;
    struct plan *plan = manila("null");
    const struct doc_node *ph = doc_find(vectors, "ph");
    int n = 0;
    for (const struct doc_node *v = doc_find(ph, "shifts")->first; v; v = v->next, n++) {
        struct duty duty = {.start = instant(plan, doc_find(v, "start")->string),
                            .end = instant(plan, doc_find(v, "end")->string),
                            .n_pauses = 2};
        const char *meal = doc_find(v, "meal")->string;
        int from = atoi(meal) * 60 + atoi(meal + 3), to = atoi(meal + 6) * 60 + atoi(meal + 9);
        int after = from - tz_minute(plan->site.zone, duty.start);
        duty.pause[0] = (struct pause){.start = duty.start + 60 * 60, .min = 15};
        duty.pause[1] = (struct pause){.start = duty.start + (after + (after < 0 ? 1440 : 0)) * 60,
                                       .min = to - from,
                                       .is_meal = true};
        duty.is_rest_day = doc_find(v, "rest_day") != NULL;
        assert_money(number(ph, "hourly") * pay_of(plan, &duty).all, number(v, "pay"));
    }
    assert_int_equal(n, 9);
    plan_free(plan);
}

static void philippine_rates(void **state)
{
    (void)state;
    struct plan *plan = manila("null");
    const struct doc_node *table = doc_find(doc_find(vectors, "ph"), "mult_table");
    for (enum pay_day day = 0; day < PAY_REGULAR_SHORTEST; day++) {
        const struct doc_node *row = doc_find(table, pay_day_names[day]);
        assert_money(pay_rate(&plan->pay, day, 0, false, 0.1), number(row, "base"));
        assert_money(pay_rate(&plan->pay, day, 0, true, 0.1), number(row, "night"));
        assert_money(pay_rate(&plan->pay, day, 1, false, 0.1), number(row, "ot"));
        assert_money(pay_rate(&plan->pay, day, 1, true, 0.1), number(row, "ot_night"));
    }
    plan_free(plan);
}

/* Tables that circulate and add premiums up: ours is the product, and none of theirs. */
static void wrong_tables(void **state)
{
    (void)state;
    struct plan *plan = manila("null");
    const struct doc_node *v = doc_find(vectors, "ph_wrong")->first;
    double rate = pay_rate(&plan->pay, PAY_REGULAR_REST, 1, true, 0.1);
    assert_money(rate, number(v, "right"));
    assert_true(fabs(rate - number(v, "rate")) > 0.5);
    plan_free(plan);
}

static const struct doc_node *id_vectors(void)
{
    return doc_find(vectors, "id");
}

/* Overtime of Indonesia is paid on top of the month's wage. */
static void indonesian_overtime(void **state)
{
    (void)state;
    struct plan *plan = jakarta("ID-5day", "null");
    double hourly = pay_hourly(&plan->pay, number(id_vectors(), "monthly"));
    assert_money(hourly, number(id_vectors(), "hourly"));
    int n = 0;
    for (const struct doc_node *v = doc_find(id_vectors(), "workday_ot")->first; v;
         v = v->next, n++) {
        struct duty duty = duty_of(plan, "2026-11-23T08:00", (8 + atoi(v->key)) * 60 + 60, 240, 60);
        assert_money(hourly * pay_of(plan, &duty).extra, v->number);
    }
    assert_int_equal(n, 4);
    plan_free(plan);
}

static void indonesian_days(const char *pack, const char *pay, const char *table, const char *start,
                            bool is_rest_day)
{
    struct plan *plan = jakarta(pack, pay);
    double hourly = pay_hourly(&plan->pay, number(id_vectors(), "monthly"));
    int n = 0;
    for (const struct doc_node *v = doc_find(id_vectors(), table)->first; v; v = v->next, n++) {
        struct duty duty = duty_of(plan, start, atoi(v->key) * 60 + 30, 180, 30);
        duty.is_rest_day = is_rest_day;
        assert_money(hourly * pay_of(plan, &duty).extra, v->number);
    }
    assert_int_equal(n, 5);
    plan_free(plan);
}

static void indonesian_rest_and_holidays(void **state)
{
    (void)state;
    indonesian_days("ID-5day", "null", "rest5", "2026-11-22T08:00", true);
    indonesian_days("ID-5day", "null", "rest5", "2026-12-25T08:00", false);
    indonesian_days("ID-6day", "null", "rest6", "2026-11-22T08:00", true);
    indonesian_days("ID-6day", "null", "rest6", "2026-12-25T08:00", false);
    indonesian_days("ID-6day", "{\"shortest_day\": \"sat\"}", "rest6_shortest", "2026-08-15T08:00",
                    false);
    /* The shortest day is only that weekday. */
    indonesian_days("ID-6day", "{\"shortest_day\": \"sat\"}", "rest6", "2026-12-25T08:00", false);
}

static void indonesian_ministry(void **state)
{
    (void)state;
    struct plan *plan = jakarta("ID-6day", "{\"shortest_day\": \"sat\"}");
    for (const struct doc_node *v = doc_find(id_vectors(), "published_kemnaker")->first; v;
         v = v->next) {
        double hourly = pay_hourly(&plan->pay, number(v, "monthly"));
        assert_money(hourly, number(v, "hourly_rounded"));
        const char *start = doc_find(v, "shortest_day") ? "2026-08-15T08:00" : "2026-12-25T08:00";
        struct duty duty = duty_of(plan, start, (int)number(v, "hours") * 60 + 30, 180, 30);
        assert_money(hourly * pay_of(plan, &duty).extra, number(v, "pay"));
    }
    plan_free(plan);
}

/* Joint leave and special working days earn the ordinary wage. */
static void other_kinds(void **state)
{
    (void)state;
    struct plan *plan = jakarta("ID-5day", "null");
    struct duty duty = duty_of(plan, "2026-12-24T08:00", 540, 240, 60);
    assert_money(pay_of(plan, &duty).extra, 0);
    plan_free(plan);
    plan = manila("null");
    duty = duty_of(plan, "2026-12-08T08:00", 540, 240, 60);
    assert_money(pay_of(plan, &duty).extra, 0);
    duty = duty_of(plan, "2026-12-24T08:00", 540, 240, 60);
    assert_money(pay_of(plan, &duty).extra, 8 * 0.3);
    plan_free(plan);
}

static void attribution_and_stacking(void **state)
{
    (void)state;
    /* 22:00 to 07:00 into Christmas: seven hours of it are night, five of those paid after 00:00.
     */
    struct plan *plan = manila("{\"holiday_attribution\": \"shift_start\"}");
    struct duty duty = duty_of(plan, "2026-12-25T22:00", 540, 240, 60);
    assert_money(pay_of(plan, &duty).all, 7 * 2.2 + 2);
    duty = duty_of(plan, "2026-12-26T00:00", 540, 240, 60);
    assert_money(pay_of(plan, &duty).all, 5 * 1.1 + 3);
    plan_free(plan);
    plan = manila("{\"stacking\": \"add\"}");
    duty = duty_of(plan, "2026-12-25T22:00", 540, 240, 60);
    assert_money(pay_of(plan, &duty).all, 2 * 2.1 + 5 * 1.1 + 1);
    plan_free(plan);
}

/* Three shifts: into Christmas, on it, and a day off that is worked. */
static void three_duties(struct roster *roster, struct duty duty[3], const struct plan *plan)
{
    duty[0] = duty_of(plan, "2026-12-24T21:00", 540, 240, 60);
    duty[1] = duty_of(plan, "2026-12-25T21:00", 660, 240, 60);
    duty[2] = duty_of(plan, "2026-12-27T08:00", 540, 240, 60);
    duty[2].is_rest_day = true;
    *roster = (struct roster){.duty = duty, .n_duties = 3};
    for (int d = 0; d < 3; d++) {
        duty[d].work_date = tz_work_date(plan->site.zone, duty[d].start, plan->site.day_starts_min);
        duty[d].paid_min = (int)(duty[d].end - duty[d].start) / 60 - 60;
    }
}

static const char payroll_wanted[] = "agent,work_date,day,tier,night,minutes,rate,extra\n"
                                     "A01,2026-12-24,special,1,no,60,1.3,60\n"
                                     "A01,2026-12-24,special,1,yes,120,1.43,172\n"
                                     "A01,2026-12-24,regular,1,yes,300,2.2,1200\n"
                                     "A01,2026-12-25,ordinary,1,yes,300,1.1,100\n"
                                     "A01,2026-12-25,ordinary,2,no,120,1.25,500\n"
                                     "A01,2026-12-25,regular,1,no,60,2,200\n"
                                     "A01,2026-12-25,regular,1,yes,120,2.2,480\n"
                                     "A01,2026-12-26,rest,1,no,480,1.3,2080\n";

static void payroll_comes_back(void **state)
{
    (void)state;
    struct plan *plan = manila("null");
    struct roster roster;
    struct duty duty[3];
    struct text text = {0};
    struct diags *diags = diags_new();
    struct payroll_row *rows;
    int n;
    three_duties(&roster, duty, plan);
    payroll_csv(&text, plan, &roster);
    assert_string_equal(text.bytes, payroll_wanted);
    const char *file = scratch_write("payroll.csv", text.bytes, text.n);
    assert_int_equal(payroll_csv_read(&rows, &n, file, plan, arena, diags), OK);
    assert_int_equal(n, 8);
    assert_int_equal(check_payroll(rows, n, plan, &roster, diags), 0);
    for (int i = 0; i < n; i++) {
        struct payroll_row row = rows[i];
        rows[i].min++;
        assert_true(check_payroll(rows, n, plan, &roster, diags) > 0);
        rows[i] = row;
        rows[i].extra += 0.01;
        assert_int_equal(check_payroll(rows, n, plan, &roster, diags), 1);
        rows[i] = row;
        rows[i].is_night = !row.is_night;
        assert_true(check_payroll(rows, n, plan, &roster, diags) > 0);
        rows[i] = row;
    }
    assert_int_equal(check_payroll(rows, n - 1, plan, &roster, diags), 1);
    assert_int_equal(
        check_payroll(rows, n, plan, &(struct roster){.duty = duty, .n_duties = 2}, diags), 1);
    diags_free(diags);
    text_free(&text);
    plan_free(plan);
}

static void night_is_provided_for(void **state)
{
    (void)state;
    struct plan *plan = manila("null");
    struct roster roster;
    struct duty duty[3];
    struct text text = {0};
    three_duties(&roster, duty, plan);
    night_csv(&text, plan, &roster);
    assert_string_equal(text.bytes, "agent,work_date,what,at\n");
    plan->agents[0].rules = &plan->rules;
    plan->rules.rule[RULE_NO_TRANSPORT] = (struct rule){.value = 0};
    plan->rules.rule[RULE_NIGHT_MEAL] = (struct rule){.value = 1400};
    plan->rules.rule[RULE_TRAVEL_TO].value = 7; /* from 23:00 */
    text_clear(&text);
    night_csv(&text, plan, &roster);
    assert_string_equal(text.bytes, "agent,work_date,what,at\n"
                                    "A01,2026-12-24,transport_home,2026-12-25T06:00+08:00\n"
                                    "A01,2026-12-24,meal,2026-12-25T01:00+08:00\n"
                                    "A01,2026-12-25,meal,2026-12-26T01:00+08:00\n");
    text_free(&text);
    plan_free(plan);
}

static void offers_are_listed(void **state)
{
    (void)state;
    struct plan *plan = manila("null");
    struct offer offer[3] = {
        {0, date_from_civil(2026, 12, 25), OFFER_OVERTIME, 120, 250.5, 0, 812.256},
        {0, date_from_civil(2026, 12, 26), OFFER_REST_DAY, 480, 1040, -1, 0},
        {0, date_from_civil(2026, 12, 21), OFFER_TIME_OFF, 60, -200, -1, 0}};
    struct roster roster = {.offer = offer, .n_offers = 3};
    struct text text = {0};
    offers_csv(&text, plan, &roster);
    assert_string_equal(text.bytes,
                        "agent,date,kind,minutes,price,reason\n"
                        "A01,2026-12-25,overtime,120,250.5,cover of bank-voice worth 812.26\n"
                        "A01,2026-12-26,rest_day,480,1040,cover\n"
                        "A01,2026-12-21,time_off,60,-200,the contract holds more hours than are "
                        "needed\n");
    text_free(&text);
    plan_free(plan);
}

/* Cut anywhere, the parts add up to the minute. */
static void splitting_changes_nothing(void **state)
{
    (void)state;
    struct plan *plans[2] = {manila("null"), jakarta("ID-6day", "{\"shortest_day\": \"sat\"}")};
    struct rng rng;
    rng_seed(&rng, 4, 11, 0);
    for (int i = 0; i < 60; i++) {
        const struct plan *plan = plans[i % 2];
        int length = 240 + (int)rng_below(&rng, 480), meal = 15 * (int)rng_below(&rng, 5);
        struct duty duty =
            duty_of(plan, "2026-12-23T00:00", length, 60 + (int)rng_below(&rng, 120), meal);
        int64_t shift = rng_below(&rng, 4 * 1440) * 60;
        duty.start += shift;
        duty.end += shift;
        for (int k = 0; k < duty.n_pauses; k++)
            duty.pause[k].start += shift;
        duty.is_rest_day = rng_below(&rng, 3) == 0;
        struct pay_work work = pay_work_of(&duty);
        struct pay_minutes whole = {0};
        pay_count(&whole, plan, &plan->rules, &work, work.start, work.end);
        pay_of(plan, &duty);
        for (int64_t at = work.start; at <= work.end; at += 60) {
            struct pay_minutes parts = {0};
            pay_count(&parts, plan, &plan->rules, &work, work.start, at);
            pay_count(&parts, plan, &plan->rules, &work, at, work.end);
            assert_memory_equal(&parts, &whole, sizeof whole);
        }
    }
    plan_free(plans[0]);
    plan_free(plans[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philippine_shifts),
        cmocka_unit_test(philippine_rates),
        cmocka_unit_test(wrong_tables),
        cmocka_unit_test(indonesian_overtime),
        cmocka_unit_test(indonesian_rest_and_holidays),
        cmocka_unit_test(indonesian_ministry),
        cmocka_unit_test(other_kinds),
        cmocka_unit_test(attribution_and_stacking),
        cmocka_unit_test(splitting_changes_nothing),
        cmocka_unit_test(payroll_comes_back),
        cmocka_unit_test(night_is_provided_for),
        cmocka_unit_test(offers_are_listed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
