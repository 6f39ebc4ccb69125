/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_plan_read.c - a sound folder (tests/bad/base) becomes the right plan; patches; histories. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "base/tz.h"
#include "io/doc.h"
#include "io/json.h"
#include "io/plan_read.h"
#include "tests/unit/scratch.h"

static char source[512]; /* tests/bad/base/plan */
static char rules[512];

static int set_up(void **state)
{
    const char *top = getenv("TOP_SRCDIR");
    snprintf(source, sizeof source, "%s/tests/bad/base/plan", top ? top : ".");
    snprintf(rules, sizeof rules, "%s/rules", top ? top : ".");
    int status = scratch_set_up(state);
    char command[1200];
    snprintf(command, sizeof command, "cp -r %s/. %s && chmod -R u+w %s", source, scratch_folder,
             scratch_folder);
    return status == 0 && system(command) == 0 ? 0 : -1;
}

/* Reads the test's folder, with a patch if given. */
static enum status read_plan(struct plan **out, const char *patch, struct diags *diags)
{
    struct doc *doc = NULL;
    struct plan_options options = {.rules_folder = rules};
    enum status status = plan_doc_read(&doc, scratch_folder, diags);
    if (status == OK && patch) {
        char path[128];
        strcpy(path, scratch_write("patch.txt", patch, strlen(patch)));
        status = plan_doc_patch(doc, path, diags);
    }
    if (status == OK)
        status = plan_from_doc(out, doc, scratch_folder, &options, diags);
    plan_doc_free(doc);
    return status;
}

static struct plan *good_plan(const char *patch)
{
    struct plan *plan = NULL;
    struct diags *diags = diags_new();
    if (read_plan(&plan, patch, diags) != OK)
        fail_msg("%s:%d: %s", diags->item[0].at.file, diags->item[0].at.line,
                 diags->item[0].message);
    diags_free(diags);
    return plan;
}

static void test_queues(void **state)
{
    (void)state;
    struct plan *plan = good_plan(NULL);
    assert_int_equal(plan->n_queues, 2);
    const struct queue *voice = &plan->queues[0], *mail = &plan->queues[1];
    assert_string_equal(voice->id, "bank-voice");
    assert_true(voice->aht_s == 240 && voice->service_level == 0.8 && voice->patience_s == 180);
    assert_int_equal(voice->n_open, 1);
    assert_int_equal(voice->open[0].weekdays, 0x1f);
    assert_int_equal(voice->open[0].from_min, 7 * 60);
    assert_int_equal(voice->open[0].to_min, 21 * 60 + 5);
    assert_int_equal(voice->sl_definition, SL_OFFERED);
    assert_true(isnan(voice->asa_s) && isnan(voice->deadline_min));
    assert_true(isnan(mail->service_level) && isnan(mail->patience_s));
    assert_int_equal(mail->channel, CHANNEL_EMAIL);
    assert_int_equal(mail->n_open, 0);
    assert_int_equal(mail->level, 1);
    assert_true(mail->shrinkage == 0.1);
    /* mean wage (200 + 190 + 190) / 3 */
    double wage = 580.0 / 3;
    assert_true(fabs(voice->price_short_per_h - 4 * wage) < 1e-9);
    assert_true(fabs(voice->price_surplus_per_h - 0.5 * wage) < 1e-9);
    assert_string_equal(plan->skills[voice->skill], "bank");
    assert_string_equal(plan->skills[mail->skill], "mail");
    assert_true(plan->accounts[0].share == 0.25);
    assert_string_equal(tz_name(plan->accounts[0].zone), "America/New_York");
    plan_free(plan);
}

static void test_people(void **state)
{
    (void)state;
    struct plan *plan = good_plan(NULL);
    const struct shift *n = &plan->shifts[0], *d = &plan->shifts[1];
    assert_int_equal(n->start_min, 19 * 60);
    assert_int_equal(n->start_last_min, 24 * 60); /* 00:00 is the next day's */
    assert_int_equal(n->meal_from_min, 180);
    assert_int_equal(n->meal_to_min, 330);
    assert_int_equal(n->n_breaks, 2);
    assert_int_equal(n->break_min[1], 15);
    assert_int_equal(n->weekdays, 0x7f);
    assert_true(n->away_share_max == 1);
    assert_int_equal(d->start_last_min, 14 * 60);
    assert_int_equal(d->from, NO_DATE);
    const struct agent *a = plan->agents;
    assert_int_equal(a[0].n_skills, 2);
    assert_int_equal(a[0].skills[1].level, 2);
    assert_true(plan_can_serve(plan, 0, 1) && !plan_can_serve(plan, 1, 1));
    assert_string_equal(a[0].team, "red");
    assert_string_equal(a[0].site, "manila-1");
    assert_int_equal(a[1].from, date_from_civil(2003, 1, 1));
    assert_int_equal(a[2].to, date_from_civil(2003, 12, 31));
    assert_int_equal(a[0].mentor, -1);
    assert_ptr_equal(a[2].rules, a[1].rules); /* one set for all whom the same rules bind */
    assert_true(a[2].rules->rule[RULE_REST_BETWEEN].value == 11);
    assert_int_equal(plan->leaves[1].kind, LEAVE_FIXED);
    assert_int_equal(plan->leaves[1].shift, 0);
    assert_int_equal(plan->leaves[1].fixed_start_min, 21 * 60);
    assert_int_equal(plan->leaves[0].fixed_start_min, -1);
    assert_int_equal(plan->wishes[0].weekday, SATURDAY);
    assert_int_equal(plan->wishes[0].date, NO_DATE);
    assert_int_equal(plan->wishes[1].date, date_from_civil(2003, 10, 27));
    assert_int_equal(plan->wishes[1].weekday, -1);
    assert_int_equal(plan->wishes[1].shift, 1);
    /* 06:00 in Manila, once without and once with its offset */
    int64_t noon = date_from_civil(2003, 10, 25) * (int64_t)86400;
    assert_int_equal(plan->ledger[0].last_shift_end, noon + 22 * 3600);
    assert_int_equal(plan->ledger[1].last_shift_end, noon - 2 * 3600);
    plan_free(plan);
}

static void test_rest(void **state)
{
    (void)state;
    struct plan *plan = good_plan(NULL);
    assert_int_equal(plan->site.day_starts_min, 720);
    assert_int_equal(plan->site.slot_min, 30);
    assert_int_equal(plan->site.week_start, MONDAY);
    assert_int_equal(plan->contracts[0].days_week[0], 5);
    assert_int_equal(plan->contracts[0].days_week[1], 5);
    assert_true(plan->contracts[0].hours_week[1] == 40);
    assert_true(plan->rules.rule[RULE_REST_BETWEEN].value == 11);
    assert_int_equal(plan->rules.rule[RULE_REST_BETWEEN].layer, LAYER_GOLD);
    assert_string_equal(plan->rules.rule[RULE_REST_BETWEEN].pack, "gold-eu");
    assert_true(plan->rules.rule[RULE_NIGHT_FROM].value == 22);
    assert_string_equal(plan->rules.rule[RULE_NIGHT_FROM].pack, "default");
    assert_int_equal(plan->n_holidays, 2);
    assert_string_equal(plan->holidays[0].calendar, "PH");
    assert_int_equal(plan->holidays[0].status, HOLIDAY_CONFIRMED);
    assert_true(isnan(plan->events[0].effect));
    assert_int_equal(plan->events[0].queue, 0);
    const struct series *calls = &plan->history[0];
    assert_int_equal(calls->grid.slot_s, 1800);
    assert_int_equal(calls->grid.n_slots, 4);
    /* 09:00 in New York, summer time */
    assert_int_equal(calls->grid.begin, date_from_civil(2003, 10, 24) * (int64_t)86400 + 46800);
    assert_true(calls->offered[1] == 230 && isnan(calls->offered[2]) && calls->offered[3] == 245);
    assert_null(calls->handled);
    assert_int_equal(plan->history[1].grid.n_slots, 0);
    assert_int_equal(plan->last_call_date, date_from_civil(2003, 10, 24));
    assert_int_equal(plan_default_week(plan), date_from_civil(2003, 10, 27));
    plan_free(plan);
}

/* A patch changes, adds and takes away; who is gone takes their rows along. */
static void test_patch(void **state)
{
    (void)state;
    struct plan *plan = good_plan("{\"agents\": {\"A01\": null, \"A09\": {\"contract\": \"full\", "
                                  "\"skills\": [\"bank:3\", \"mail\"], \"night_consent\": true}},"
                                  " \"queues\": {\"bank-voice\": {\"aht_s\": 250}},"
                                  " \"accounts\": {\"bank\": {\"share\": 0.5}}}");
    assert_int_equal(plan->n_agents, 3);
    assert_string_equal(plan->agents[2].id, "A09");
    assert_true(plan->agents[2].night_consent);
    assert_int_equal(plan->agents[2].skills[0].level, 3);
    assert_true(plan->agents[2].wage_per_h == 190); /* mean of the others */
    assert_true(plan->queues[0].aht_s == 250 && plan->queues[0].service_level == 0.8);
    assert_true(plan->accounts[0].share == 0.5);
    assert_int_equal(plan->n_leaves, 1);
    assert_int_equal(plan->n_wishes, 1);
    assert_int_equal(plan->n_ledger, 1);
    assert_int_equal(plan->leaves[0].agent, 0);
    plan_free(plan);
    /* A queue that is gone takes its events, and its calls are not missed. */
    plan = good_plan("{\"queues\": {\"bank-voice\": null}}");
    assert_int_equal(plan->n_queues, 1);
    assert_int_equal(plan->n_events, 0);
    assert_int_equal(plan->history[0].grid.n_slots, 0);
    plan_free(plan);
}

static void expect_refused(const char *patch, int col, const char *path, const char *part)
{
    struct plan *plan = NULL;
    struct diags *diags = diags_new();
    assert_int_equal(read_plan(&plan, patch, diags), ERR_DATA);
    expect_fault(diags, 1, col, part);
    if (path)
        assert_string_equal(diags->item[0].at.path, path);
    assert_non_null(strstr(diags->item[0].at.file, "patch.txt"));
    diags_free(diags);
}

static void test_bad_patches(void **state)
{
    (void)state;
    expect_refused("{\"queues\": {\"bank-voice\": {\"aht_s\": \"x\"}}}", 37,
                   "queues.bank-voice.aht_s", "a number from 1 to 86400, not 'x'");
    expect_refused("{\"queues\": {\"bank-voice\": {\"aht\": 7}}}", 35, "queues.bank-voice.aht",
                   "did you mean 'aht_s'?");
    expect_refused("{\"agents\": {\"A09\": {\"contract\": \"full\"}}}", 20, "agents.A09",
                   "agent 'A09' lacks 'skills'");
    expect_refused("{\"agents\": {\"a/b\": {\"contract\": \"full\", \"skills\": \"bank\"}}}", 20,
                   "agents[\"a/b\"]", "id must be a name");
    expect_refused("{\"agent\": {}}", 11, "agent", "did you mean 'agents'?");
    expect_refused("{\"agents\": []}", 12, "agents", "must be an object");
    expect_refused("[]", 1, NULL, "a patch must be an object");
}

/* The document as printed is one that a patch can bring whole. */
static void test_print(void **state)
{
    (void)state;
    struct doc *doc = NULL, *again = NULL;
    struct diags *diags = diags_new();
    struct text once = {0}, twice = {0};
    assert_int_equal(plan_doc_read(&doc, scratch_folder, diags), OK);
    plan_doc_print(&once, doc);
    assert_int_equal(plan_doc_read(&again, scratch_folder, diags), OK);
    assert_int_equal(plan_doc_patch(again, scratch_write("doc.txt", once.bytes, once.n), diags),
                     OK);
    plan_doc_print(&twice, again);
    assert_string_equal(once.bytes, twice.bytes);
    assert_non_null(strstr(once.bytes, "\"A01 2003-10-28\": {"));
    assert_non_null(strstr(once.bytes, "\"A01 sat off\": {"));
    assert_non_null(strstr(once.bytes, "\"2003-10-20 bank-voice outage\": {"));
    const char *const *names;
    assert_int_equal(plan_doc_files(doc, &names), 11);
    assert_string_equal(names[0], "agents.csv");
    assert_string_equal(names[1], "calls/bank.csv");
    text_free(&once);
    text_free(&twice);
    plan_doc_free(doc);
    plan_doc_free(again);
    diags_free(diags);
}

/* A week of half hours over each DST change, local and with offsets, lands on the same instants;
 * the doubtful hour is unknown. */
static void test_dst_weeks(void **state)
{
    (void)state;
    struct plan *base = good_plan(NULL);
    const struct tz *zone = base->accounts[0].zone;
    const int32_t changes[] = {date_from_civil(2026, 3, 8), date_from_civil(2026, 11, 1)};
    for (int c = 0; c < 2; c++) {
        struct text local = {0}, stamped = {0};
        text_add(&local, "start,queue,offered,aht_s\n");
        text_add(&stamped, "start,queue,offered,aht_s\n");
        int64_t begin = tz_day_boundary(zone, changes[c] - 3, 0);
        int n = 0;
        for (; tz_date(zone, begin + n * 1800) < changes[c] + 4; n++) {
            struct civil t;
            char stamp[STAMP_TEXT];
            tz_civil(&t, zone, begin + n * 1800);
            text_printf(&local, "%04d-%02d-%02d %02d:%02d,bank-voice,%d,200\n", t.year, t.month,
                        t.day, t.hour, t.min, n);
            text_printf(&stamped, "%s,bank-voice,%d,200\n",
                        tz_format(stamp, zone, begin + n * 1800), n);
        }
        assert_int_equal(n, c == 0 ? 2 * 167 : 2 * 169);
        for (int form = 0; form < 2; form++) {
            const struct text *text = form == 0 ? &local : &stamped;
            scratch_write("calls/bank.csv", text->bytes, text->n);
            struct plan *plan = good_plan(NULL);
            const struct series *calls = &plan->history[0];
            assert_int_equal(calls->grid.begin, begin);
            assert_int_equal(calls->grid.n_slots, n);
            int n_unknown = 0;
            for (int i = 0; i < n; i++) {
                n_unknown += isnan(calls->offered[i]) != 0;
                assert_true(isnan(calls->offered[i]) || calls->offered[i] == i);
                assert_true(isnan(calls->offered[i]) == isnan(calls->aht_s[i]));
            }
            assert_int_equal(n_unknown, form == 0 && c == 1 ? 4 : 0);
            assert_int_equal(calls->n_ambiguous, n_unknown);
            plan_free(plan);
        }
        text_free(&local);
        text_free(&stamped);
    }
    plan_free(base);
}

/* Rows in any order, two queues in a file, two files a queue. */
static void test_scattered_calls(void **state)
{
    (void)state;
    const char *one = "queue,aht_s,offered,start\nbank-mail,,7,2003-10-20T10:00Z\n"
                      "bank-voice,100,3,2003-10-20T10:15Z\nbank-voice,,2,2003-10-20T10:00Z\n"
                      "bank-mail,,9,2003-10-20T12:00Z\nbank-mail,,8,2003-10-20T11:00Z\n"
                      "bank-voice,,4,2003-10-20T10:30Z\nbank-voice,,5,2003-10-20T10:45Z\n";
    const char *two = "start;queue;offered;handled\n2003-10-20T11:15Z;bank-voice;7;6\n"
                      "2003-10-20T11:30Z;bank-voice;8;8\n";
    scratch_write("calls/bank.csv", one, strlen(one));
    scratch_write("calls/more.csv", two, strlen(two));
    struct plan *plan = good_plan(NULL);
    const struct series *voice = &plan->history[0], *mail = &plan->history[1];
    assert_int_equal(voice->grid.slot_s, 900);
    assert_int_equal(voice->grid.n_slots, 7);
    const double want[] = {2, 3, 4, 5, NAN, 7, 8};
    for (int i = 0; i < 7; i++)
        assert_true(voice->offered[i] == want[i] || (isnan(want[i]) && isnan(voice->offered[i])));
    assert_true(voice->aht_s[1] == 100 && isnan(voice->aht_s[0]));
    assert_true(voice->handled[5] == 6 && isnan(voice->handled[0]));
    assert_int_equal(mail->grid.slot_s, 3600);
    assert_int_equal(mail->grid.n_slots, 3);
    assert_true(mail->offered[1] == 8);
    plan_free(plan);
}

/* A client's own figures. */
static void test_given(void **state)
{
    (void)state;
    char command[256];
    snprintf(command, sizeof command, "mkdir %s/forecast && rm %s/requirement/*", scratch_folder,
             scratch_folder);
    assert_int_equal(system(command), 0);
    const char *forecast = "start,queue,expected,aht_s,p90\n2003-10-27T09:00,bank-voice,10.5,200,\n"
                           "2003-10-27T10:00,bank-voice,12,,20\n2003-10-27T11:00,bank-voice,,,\n";
    const char *need = "start,queue,need\n2003-10-27T09:00-05:00,bank-mail,2\n";
    scratch_write("forecast/f.csv", forecast, strlen(forecast));
    scratch_write("requirement/r.csv", need, strlen(need));
    struct plan *plan = good_plan(NULL);
    assert_int_equal(plan->n_forecast_given, 2);
    const struct given *given = plan->forecast_given;
    assert_true(given[0].value == 10.5 && given[0].aht_s == 200 && isnan(given[1].aht_s));
    assert_int_equal(given[0].slot_s, 3600);
    assert_int_equal(given[1].start - given[0].start, 3600);
    assert_int_equal(plan->n_requirement_given, 1);
    assert_int_equal(plan->requirement_given[0].slot_s, 1800); /* the site's */
    assert_int_equal(plan->requirement_given[0].start, given[0].start);
    assert_int_equal(plan->requirement_given[0].at.line, 2);
    plan_free(plan);
}

/* A holiday feed: its file's name is the calendar, every date a row. */
static void test_feed(void **state)
{
    (void)state;
    const char *feed = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\n"
                       "DTSTAMP:20030101T000000Z\r\nDTSTART;VALUE=DATE:20031225\r\n"
                       "DTEND;VALUE=DATE:20031227\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\n"
                       "END:VCALENDAR\r\n";
    scratch_write("holidays/GB.ics", feed, strlen(feed));
    struct plan *plan = good_plan("{\"accounts\": {\"bank\": {\"holidays\": [\"GB\"]}}}");
    assert_int_equal(plan->n_holidays, 4);
    assert_string_equal(plan->holidays[0].calendar, "GB");
    assert_string_equal(plan->holidays[1].name, "Christmas");
    assert_int_equal(plan->holidays[1].date, date_from_civil(2003, 12, 26));
    assert_int_equal(plan->holidays[0].at.line, 4);
    assert_true(plan_holiday(plan, plan->accounts[0].calendars, 1, date_from_civil(2003, 12, 25)) ==
                0);
    plan_free(plan);
}

/* Packs stack; gold does not loosen law; the site's figure wins. */
static void test_rules(void **state)
{
    (void)state;
    struct plan *plan =
        good_plan("{\"site\": {\"rules\": [\"ID-5day\", \"gold-eu\"], \"rules_override\": "
                  "{\"night_from_h\": 21, \"rest_between_shifts_h\": {\"value\": 10, \"layer\": "
                  "\"care\", \"price\": 50}, \"weekly_rest_h\": {\"waiver\": \"a reason\"}}}}");
    const struct rule *rule = plan->rules.rule;
    assert_true(rule[RULE_WEEK_HOURS].value == 40); /* law 40, gold 48 */
    assert_int_equal(rule[RULE_WEEK_HOURS].layer, LAYER_LAW);
    assert_string_equal(rule[RULE_WEEK_HOURS].pack, "ID-5day");
    assert_true(rule[RULE_NIGHT_FROM].value == 21);
    assert_string_equal(rule[RULE_NIGHT_FROM].pack, "site");
    assert_int_equal(rule[RULE_REST_BETWEEN].layer, LAYER_CARE);
    assert_true(rule[RULE_REST_BETWEEN].value == 10 && rule[RULE_REST_BETWEEN].price == 50);
    assert_string_equal(rule[RULE_WEEKLY_REST].waiver, "a reason");
    assert_false(rule_in_force(&plan->rules, RULE_WEEKLY_REST));
    assert_true(rule_is_hard(&plan->rules, RULE_RUN_DAYS));
    plan_free(plan);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, set_up, scratch_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(test_queues),      EACH(test_people),          EACH(test_rest),  EACH(test_patch),
        EACH(test_bad_patches), EACH(test_print),           EACH(test_given), EACH(test_rules),
        EACH(test_dst_weeks),   EACH(test_scattered_calls), EACH(test_feed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
