/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tables.c - the columns of the plan folder.  To add one: a member in base/, a row here. */
#include "io/tables.h"

#include <string.h>

#include "base/ledger.h"
#include "base/people.h"
#include "base/plan.h"
#include "base/site.h"
#include "io/columns_week.h"
#include "io/doc.h"
#include "io/tables_part.h"

/* ---- site.json ---- */

static const char *const slot_minutes[] = {"15", "30", "60"};
static const char *const languages[] = {"en", "id"};

static const struct column site_columns[] = {
    COL("id", YES, CELL_NAME, struct site, id, HELP("Name of the site, part of calendar ids.")),
    COL("zone", YES, CELL_ZONE, struct site, zone, HELP("Time zone people work in, IANA name.")),
    COL("currency", YES, CELL_NAME, struct site, currency, HELP("ISO 4217 code of wages, prices.")),
    COL("week_start", NO, CELL_WEEKDAY, struct site, week_start, OR("monday"),
        HELP("First day of a planned week.")),
    COL("day_starts", NO, CELL_CLOCK, struct site, day_starts_min, OR("00:00"),
        HELP("Site time at which a work date begins; a shift that starts before it belongs to the "
             "day before.")),
    COL("slot_min", NO, CELL_INTEGER, struct site, slot_min, WORDS(slot_minutes, 3), OR("30"),
        HELP("Length of a cover slot in minutes.")),
    COL("rules", NO, CELL_OTHER, struct site, id, OR("(none)"),
        HELP("Rule packs in order: rules/NAME.json of the folder or those that come with ronda; a "
             "later one overrides single figures.")),
    COL("rules_override", NO, CELL_OTHER, struct site, id, OR("(none)"),
        HELP("Single figures over the packs, by rule: a value, or an object with value, layer, "
             "price, article or waiver (the reason why a gold rule is given up).")),
    COL("pay", NO, CELL_OTHER, struct site, id, OR("(that of the packs)"),
        HELP("Pay scheme over that of the packs: stacking, holiday_attribution, hours_of_month, "
             "rounding, shortest_day, holidays, days; see doc/pay.md.")),
    COL2("holidays", NO, CELL_NAMES, struct site, calendars, n_calendars, OR(""),
         HELP("Holiday calendars of the site.")),
    COL("seats", NO, CELL_INTEGER, struct site, seats, WITHIN(0, 100000), OR("0"),
        HELP("Seats, 0 = no limit.")),
    COL2("shuttles", NO, CELL_CLOCKS, struct site, shuttles, n_shuttles, OR(""),
         HELP("Site times at which people are brought: shifts that begin in the hours of travel at "
              "night begin then. Empty: at any time.")),
};

static const struct column branch_columns[] = {
    COL("id", YES, CELL_ID, struct branch, site.id, HELP("Key of the object.")),
    COL("zone", YES, CELL_ZONE, struct branch, site.zone, HELP("Its time zone, IANA name.")),
    COL("rules", NO, CELL_OTHER, struct branch, site.id, OR("(none)"),
        HELP("Its rule packs in order.")),
    COL("rules_override", NO, CELL_OTHER, struct branch, site.id, OR("(none)"),
        HELP("Single figures over them.")),
    COL("pay", NO, CELL_OTHER, struct branch, site.id, OR("(that of its packs)"),
        HELP("Its pay scheme over that of the packs.")),
    COL2("holidays", NO, CELL_NAMES, struct branch, site.calendars, site.n_calendars, OR(""),
         HELP("Its holiday calendars.")),
    COL("seats", NO, CELL_INTEGER, struct branch, site.seats, WITHIN(0, 100000), OR("0"),
        HELP("Its seats, 0 = no limit.")),
    COL2("shuttles", NO, CELL_CLOCKS, struct branch, site.shuttles, site.n_shuttles, OR(""),
         HELP("Times, on its clock, at which people are brought at night.")),
};

#define HARD(name, help) COL(#name, NO, CELL_FLAG, struct policy, name, OR("no"), HELP(help))
#define UNEVEN(name, burden, otherwise, what)                                                      \
    COL(name, NO, CELL_NUMBER, struct prices, uneven[burden], MONEY, OR(otherwise),                \
        HELP(what " worked, for each that the agent's ledger is above the group's mean; below it " \
                  "the same is saved. 0: not evened out."))

static const struct column price_columns[] = {
    COL("short_per_h", NO, CELL_NUMBER, struct prices, short_per_h, WITHIN(0.001, 1e9),
        OR("(4 x the mean wage)"), HELP("A missing person-hour.")),
    COL("surplus_per_h", NO, CELL_NUMBER, struct prices, surplus_per_h, MONEY,
        OR("(half the mean wage)"), HELP("A person-hour over the need.")),
    COL("wish_point", NO, CELL_NUMBER, struct prices, wish_point, MONEY,
        OR("(a quarter of the mean wage)"), HELP("One point of a wish that is not granted.")),
    COL("span_per_h", NO, CELL_NUMBER, struct prices, span_per_h, MONEY, OR("(4 x the mean wage)"),
        HELP("A leader or senior missing on duty, an hour.")),
    COL("alone_per_h", NO, CELL_NUMBER, struct prices, alone_per_h, MONEY,
        OR("(20 x the mean wage)"),
        HELP("A junior without company or guide, or one person alone at a counter, an hour.")),
    COL("pair_per_h", NO, CELL_NUMBER, struct prices, pair_per_h, MONEY, OR("(20 x the mean wage)"),
        HELP("An hour on duty against pairs.csv; a shift of two who should begin together counts "
             "as eight.")),
    COL("seat_per_h", NO, CELL_NUMBER, struct prices, seat_per_h, MONEY, OR("(20 x the mean wage)"),
        HELP("A person more than there are seats, an hour.")),
    UNEVEN("uneven_night", BURDEN_NIGHTS, "(a tenth of the mean wage)", "A night"),
    UNEVEN("uneven_weekend", BURDEN_WEEKENDS, "(half the mean wage)", "A weekend"),
    UNEVEN("uneven_holiday", BURDEN_HOLIDAYS, "(the mean wage)", "A holiday of the site"),
    UNEVEN("uneven_observance", BURDEN_OBSERVANCES, "(the mean wage)", "A holiday of one's own"),
    UNEVEN("uneven_start", BURDEN_UNDESIRED, "(a tenth of the mean wage)", "An undesired shift"),
};

static const struct column policy_columns[] = {
    COL("shrinkage", NO, CELL_NUMBER, struct policy, shrinkage, WITHIN(0, 0.9), OR("0.1"),
        HELP("Share of rostered time lost unplanned; breaks and leave are in the roster.")),
    COL("staff_for", NO, CELL_WORD, struct policy, staff_for, WORDS(staff_for_names, N_STAFF_FOR),
        OR("mean"),
        HELP("Volume that people are staffed for: the one expected; a quantile of how it may turn "
             "out; or that at which missing and surplus hours cost least in the mean.")),
    COL("staff_quantile", NO, CELL_NUMBER, struct policy, staff_quantile, WITHIN(0.05, 0.99),
        OR("0.75"), HELP("That quantile: 0.75 is enough on three days of four.")),
    COL("late_share", NO, CELL_NUMBER, struct policy, late_share, WITHIN(0, 1), OR("0"),
        HELP("Share of the shifts that begin late; the time is part of the shrinkage.")),
    COL("late_min", NO, CELL_NUMBER, struct policy, late_min, WITHIN(0, 240), OR("10"),
        HELP("Minutes by which they do, mean.")),
    COL("break_step_min", NO, CELL_INTEGER, struct policy, break_step_min, WITHIN(5, 60), OR("15"),
        HELP("Breaks start on multiples of this after the shift's start.")),
    COL("weeks_of_history", NO, CELL_INTEGER, struct policy, weeks_of_history, WITHIN(0, 1000),
        OR("0"), HELP("How much history the forecast looks at, 0 = all.")),
    COL("language", NO, CELL_NAME, struct policy, language, WORDS(languages, COUNT(languages)),
        OR("en"), HELP("Language of calendars and sentences for agents.")),
    COL("calendar_breaks", NO, CELL_FLAG, struct policy, calendar_breaks, OR("no"),
        HELP("Calendars have meals and breaks as events of their own, too.")),
    COL("client_holidays", NO, CELL_FLAG, struct policy, client_holidays, OR("no"),
        HELP("Calendars have the holidays of the clients that the agent can serve.")),
    COL("alarm_min", NO, CELL_INTEGER, struct policy, alarm_min, WITHIN(0, 1440), OR("0"),
        HELP("Calendars remind so long before a shift, 0 = not.")),
    COL("organizer", NO, CELL_TEXT, struct policy, organizer, OR("(one that takes no mail)"),
        HELP("Mail address in whose name calendars are published.")),
    COL("leader_span", NO, CELL_INTEGER, struct policy, leader_span, WITHIN(0, 1000), OR("0"),
        HELP("One leader or supervisor on duty for so many people needed, 0 = not asked for.")),
    COL("night_senior_span", NO, CELL_INTEGER, struct policy, night_senior_span, WITHIN(0, 1000),
        OR("0"),
        HELP("One senior, leader or supervisor at night for so many needed, 0 = not asked for.")),
    HARD(leader_hard, "Leaders by leader_span must be there: else there is no roster."),
    HARD(night_senior_hard, "The same of night_senior_span."),
    HARD(counter_hard, "The same of two at a counter that is open."),
    COL("wish_order", NO, CELL_WORD, struct policy, wish_order,
        WORDS(wish_order_names, N_WISH_ORDERS), OR("turns"),
        HELP("Whose wishes weigh more: of those who were granted less, of those who were hired "
             "earlier, or by their points alone.")),
};

static const struct column capacity_columns[] = {
    COL("months", NO, CELL_INTEGER, struct capacity_policy, months, WITHIN(1, 60), OR("12"),
        HELP("How many months to look ahead.")),
    COL("growth", NO, CELL_NUMBER, struct capacity_policy, growth, WITHIN(-0.5, 0.5), OR("0"),
        HELP("Growth of the volume a month: 0.02 is 2 %.")),
    COL("attrition", NO, CELL_NUMBER, struct capacity_policy, attrition, WITHIN(0, 0.5), OR("0.03"),
        HELP("Share of the people who leave in a month.")),
    COL("leave", NO, CELL_NUMBER, struct capacity_policy, leave, WITHIN(0, 0.5), OR("0.08"),
        HELP("Share of contract time on leave and in training, mean of a year.")),
    COL("fit", NO, CELL_NUMBER, struct capacity_policy, fit, WITHIN(0.3, 1), OR("0.9"),
        HELP("Share of the rostered hours that fall where people are needed; the summary of a plan "
             "has hours_given and hours_over.")),
    COL("training_days", NO, CELL_INTEGER, struct capacity_policy, training_days, WITHIN(0, 365),
        OR("28"), HELP("Days from a class's first day to its first contacts beside a senior.")),
    COL("nesting_days", NO, CELL_INTEGER, struct capacity_policy, nesting_days, WITHIN(0, 365),
        OR("28"), HELP("Days after the training in which a new hire counts as half.")),
    COL("class_least", NO, CELL_INTEGER, struct capacity_policy, class_least, WITHIN(1, 1000),
        OR("1"), HELP("Smallest class.")),
    COL("class_most", NO, CELL_INTEGER, struct capacity_policy, class_most, WITHIN(1, 1000),
        OR("20"), HELP("Largest class.")),
};

static const struct column account_columns[] = {
    COL("id", YES, CELL_ID, struct account, id, HELP("Key of the object.")),
    COL("zone", YES, CELL_ZONE, struct account, zone, HELP("The client's time zone, IANA name.")),
    COL2("holidays", NO, CELL_NAMES, struct account, calendars, n_calendars, OR(""),
         HELP("Holiday calendars that move the client's volume.")),
    COL("share", NO, CELL_NUMBER, struct account, share, WITHIN(0.0001, 1), OR("1"),
        HELP("Part of the volume in calls/ and forecast/ that is routed here.")),
};

static const struct column contract_columns[] = {
    COL("id", YES, CELL_ID, struct contract, id, HELP("Key of the object.")),
    COL("days_week", YES, CELL_DAYS_RANGE, struct contract, days_week, WITHIN(0, 7),
        HELP("Work days a week: a number, or least and most.")),
    COL("hours_week", YES, CELL_RANGE, struct contract, hours_week, WITHIN(0, 168),
        HELP("Paid hours a week, meals excluded: a number, or least and most.")),
    COL("hours_day", YES, CELL_RANGE, struct contract, hours_day, WITHIN(0, 24),
        HELP("Paid hours a day: a number, or least and most.")),
};

static const struct column tenure_columns[] = {
    COL("id", YES, CELL_ID, struct tenure, id, HELP("Key of the object.")),
    COL("from_day", YES, CELL_INTEGER, struct tenure, from_day, WITHIN(0, 10000),
        HELP("Days since the agent was hired, from which it holds; 0: that day.")),
    COL("stage", YES, CELL_WORD, struct tenure, stage, WORDS(stage_names, N_STAGES),
        HELP("class: in training; tandem: beside a senior on the same shift, serving nobody; pool: "
             "serving, slower; full: experienced.")),
    COL("handling", NO, CELL_NUMBER, struct tenure, handling, WITHIN(1, 10), OR("1"),
        HELP("A contact takes so many times as long.")),
    COL("support_min_per_h", NO, CELL_NUMBER, struct tenure, support_min_per_h, WITHIN(0, 60),
        OR("0"), HELP("Minutes of a senior's hour that the new hire takes.")),
    COL("level", NO, CELL_INTEGER, struct tenure, level, WITHIN(1, 9), OR("9"),
        HELP("Highest case level (queues' level) that they serve.")),
};

/* ---- CSV files ---- */

static const struct column shift_columns[] = {
    COL("id", YES, CELL_ID, struct shift, id, HELP("Name of the shift.")),
    COL("start", YES, CELL_CLOCK, struct shift, start_min, HELP("First start, site time.")),
    COL("length_min", YES, CELL_INTEGER, struct shift, length_min, WITHIN(30, 960),
        HELP("From start to end, the meal included.")),
    COL("meal_min", YES, CELL_INTEGER, struct shift, meal_min, WITHIN(0, 240), OR("0"),
        HELP("Unpaid meal, 0 = none.")),
    COL("start_step_min", NO, CELL_INTEGER, struct shift, start_step_min, WITHIN(5, 1440), OR("30"),
        HELP("Step between possible starts.")),
    COL("start_last", NO, CELL_CLOCK, struct shift, start_last_min, OR("(start)"),
        HELP("Last possible start; earlier than start: on the next day.")),
    COL("meal_from_min", NO, CELL_INTEGER, struct shift, meal_from_min, WITHIN(0, 960),
        OR("(a third of the length)"), HELP("Earliest start of the meal, minutes after start.")),
    COL("meal_to_min", NO, CELL_INTEGER, struct shift, meal_to_min, WITHIN(0, 960),
        OR("(two thirds of the length, less half the meal)"),
        HELP("Latest start of the meal, minutes after start.")),
    COL2("breaks", NO, CELL_BREAKS, struct shift, break_min, n_breaks, OR(""),
         HELP("Paid short breaks: 2x15, or 15;10.")),
    COL("longest_work_min", NO, CELL_INTEGER, struct shift, longest_work_min, WITHIN(0, 960),
        OR("0"), HELP("Longest work without meal or break, 0 = no limit.")),
    COL("away_share_max", NO, CELL_NUMBER, struct shift, away_share_max, WITHIN(0.01, 1), OR("1"),
        HELP("Largest share of a team on a pause at once; one person always may.")),
    COL("days", NO, CELL_WEEKDAYS, struct shift, weekdays, OR("mon-sun"),
        HELP("Work dates on which it may start.")),
    COL2("teams", NO, CELL_NAMES, struct shift, teams, n_teams, OR("(every team)"),
         HELP("Teams that may work it.")),
    COL("from", NO, CELL_DATE, struct shift, from, HELP("First work date.")),
    COL("to", NO, CELL_DATE, struct shift, to, HELP("Last work date.")),
    COL("site", NO, CELL_NAME, struct shift, site, OR("(the site)"),
        HELP("Site whose people work it, on whose clock it starts.")),
    COL("undesired", NO, CELL_FLAG, struct shift, undesired, OR("no"),
        HELP("Nobody likes it: the ledger counts it, and it is evened out.")),
};

static const struct column agent_columns[] = {
    COL("id", YES, CELL_ID, struct agent, id, HELP("Name of the agent in files.")),
    COL("contract", YES, CELL_REF, struct agent, contract, .ref = TABLE_CONTRACTS,
        HELP("Contract of site.json.")),
    COL2("skills", YES, CELL_SKILLS, struct agent, skills, n_skills,
         HELP("Skills with level (1 if left out): bank;en:3.")),
    COL("name", NO, CELL_TEXT, struct agent, name, HELP("Nickname, for lists.")),
    COL("team", NO, CELL_TEXT, struct agent, team, OR(""), HELP("Team.")),
    COL("role", NO, CELL_WORD, struct agent, role, WORDS(role_names, N_ROLES), OR("agent"),
        HELP("Role.")),
    COL("level", NO, CELL_INTEGER, struct agent, level, WITHIN(1, 9), OR("1"), HELP("Case level.")),
    COL("site", NO, CELL_NAME, struct agent, site, OR("(the site)"),
        HELP("Site of site.json: the site, or one of sites.")),
    COL("from", NO, CELL_DATE, struct agent, from, HELP("First day of employment.")),
    COL("to", NO, CELL_DATE, struct agent, to, HELP("Last day of employment.")),
    COL("days", NO, CELL_WEEKDAYS, struct agent, weekdays, OR("mon-sun"),
        HELP("Work dates that the agent may work on: a fixed pattern.")),
    COL("wage", NO, CELL_NUMBER, struct agent, wage_per_h, WITHIN(0.001, 1e9),
        OR("(the mean of the wages given, 1 if none is)"), HELP("Wage per paid hour.")),
    COL("night_consent", NO, CELL_FLAG, struct agent, night_consent, OR("no"),
        HELP("Consent to night work is on file.")),
    COL("health_check", NO, CELL_FLAG, struct agent, health_check, OR("no"),
        HELP("Health check for night work is on file.")),
    COL("transport", NO, CELL_FLAG, struct agent, transport, OR("no"),
        HELP("Has or is given transport at night.")),
    COL("overtime_h", NO, CELL_NUMBER, struct agent, overtime_h, WITHIN(0, 60), OR("0"),
        HELP("Hours of overtime a week that the agent has agreed to.")),
    COL("rest_days", NO, CELL_INTEGER, struct agent, rest_days, WITHIN(0, 2), OR("0"),
        HELP("Days off a week that the agent has agreed to work.")),
    COL("time_off_h", NO, CELL_NUMBER, struct agent, time_off_h, WITHIN(0, 60), OR("0"),
        HELP("Hours of the contract a week that the agent would give up, unpaid.")),
    COL("profile", NO, CELL_WORD, struct agent, profile, WORDS(profile_names, N_PROFILES),
        OR("rotating"), HELP("How nights are worked.")),
    COL2("conditions", NO, CELL_NAMES, struct agent, conditions, n_conditions, OR(""),
         HELP("What rules on night work ask for: minor, pregnant, night_unfit (a doctor's note), "
              "after ';'. Kept out of every output.")),
    COL("observance", NO, CELL_NAME, struct agent, observance, OR("(that of the site)"),
        HELP("Holiday calendar that the agent keeps.")),
    COL("mentor", NO, CELL_REF, struct agent, mentor, .ref = TABLE_AGENTS,
        HELP("Agent who accompanies a new hire.")),
    COL("since", NO, CELL_DATE, struct agent, since, HELP("Hired on.")),
    COL("language", NO, CELL_NAME, struct agent, language, WORDS(languages, COUNT(languages)),
        OR("(policy.language)"), HELP("Language of calendar and messages.")),
};

static const struct column event_columns[] = {
    COL("from", YES, CELL_DATE, struct event, from, HELP("First day, account time.")),
    COL("to", YES, CELL_DATE, struct event, to, HELP("Last day.")),
    COL("queue", YES, CELL_REF, struct event, queue, .ref = TABLE_QUEUES, OR("(all queues)"),
        HELP("Queue; empty for all.")),
    COL("kind", YES, CELL_NAME, struct event, kind, HELP("campaign, outage, billing, ...")),
    COL("effect", NO, CELL_NUMBER, struct event, effect, WITHIN(0, 100),
        OR("(not known: the days are left out of the fit)"), HELP("Factor on the volume.")),
    COL("note", NO, CELL_TEXT, struct event, note, HELP("For people.")),
};

static const struct column holiday_columns[] = {
    COL("calendar", YES, CELL_NAME, struct holiday, calendar, HELP("Name of the calendar: PH.")),
    COL("date", YES, CELL_DATE, struct holiday, date, HELP("The day.")),
    COL("kind", YES, CELL_WORD, struct holiday, kind, WORDS(holiday_kind_names, N_HOLIDAY_KINDS),
        HELP("What it means for pay.")),
    COL("name", YES, CELL_TEXT, struct holiday, name, HELP("Its name.")),
    COL("status", NO, CELL_WORD, struct holiday, status,
        WORDS(holiday_status_names, N_HOLIDAY_STATUS), OR("confirmed"), HELP("How sure it is.")),
    COL("region", NO, CELL_TEXT, struct holiday, region, HELP("Where it holds.")),
};

/* ---- streamed files: no structs behind them ---- */

#define STREAMED(name_, required_, kind_, ...) \
    {.name = (name_), .required = (required_), .kind = (kind_), __VA_ARGS__}
#define START                          \
    STREAMED("start", YES, CELL_STAMP, \
             HELP("Begin of the interval, account time or with an offset."))
#define QUEUE STREAMED("queue", YES, CELL_REF, .ref = TABLE_QUEUES, HELP("Queue."))
#define AHT STREAMED("aht_s", NO, CELL_NUMBER, WITHIN(0, 86400), HELP("Mean handling time."))
#define QUANTILE(name_) STREAMED(name_, NO, CELL_NUMBER, WITHIN(0, 1e9), HELP("Quantile."))

static const struct column calls_columns[] = {
    START,
    QUEUE,
    STREAMED("offered", YES, CELL_NUMBER, WITHIN(0, 1e9),
             HELP("Contacts that came; empty = not known.")),
    STREAMED("handled", NO, CELL_NUMBER, WITHIN(0, 1e9), HELP("Contacts that were served.")),
    AHT,
};

static const struct column forecast_columns[] = {
    STREAMED("start", YES, CELL_STAMP,
             HELP("Begin of the interval, account time or with an offset; a day (2026-12-24) or a "
                  "week (2026-W52) of which this is the total.")),
    QUEUE,
    STREAMED("expected", YES, CELL_NUMBER, WITHIN(0, 1e9), HELP("Contacts expected.")),
    AHT,
    QUANTILE("p05"),
    QUANTILE("p10"),
    QUANTILE("p25"),
    QUANTILE("p50"),
    QUANTILE("p75"),
    QUANTILE("p90"),
    QUANTILE("p95"),
};

static const struct column requirement_columns[] = {
    START,
    QUEUE,
    STREAMED("need", YES, CELL_NUMBER, WITHIN(0, 1e6), HELP("People needed, shrinkage included.")),
};

#define COLUMNS(array) .column = (array), .n_columns = COUNT(array)

const struct table tables[N_TABLES] = {
    [TABLE_SITE] = {.name = "site",
                    .row = "site",
                    .file = "site.json",
                    .required = YES,
                    .is_json = YES,
                    .is_one = YES,
                    COLUMNS(site_columns),
                    .offset_at = offsetof(struct site, at),
                    HELP("Where people work.")},
    [TABLE_PRICES] = {.name = "prices",
                      .row = "prices",
                      .file = "site.json",
                      .is_json = YES,
                      .is_one = YES,
                      COLUMNS(price_columns),
                      .offset_at = SIZE_MAX,
                      HELP("What a roster is judged by, in the site's currency.")},
    [TABLE_POLICY] = {.name = "policy",
                      .row = "policy",
                      .file = "site.json",
                      .is_json = YES,
                      .is_one = YES,
                      COLUMNS(policy_columns),
                      .offset_at = SIZE_MAX,
                      HELP("Settings of the whole plan.")},
    [TABLE_CAPACITY] = {.name = "capacity",
                        .row = "capacity",
                        .file = "site.json",
                        .is_json = YES,
                        .is_one = YES,
                        COLUMNS(capacity_columns),
                        .offset_at = SIZE_MAX,
                        HELP("The coming months: growth, attrition, classes.")},
    [TABLE_SITES] = {.name = "sites",
                     .row = "site",
                     .file = "site.json",
                     .is_json = YES,
                     COLUMNS(branch_columns),
                     .offset_at = offsetof(struct branch, site.at),
                     HELP("Other sites that serve the same accounts, by id.")},
    [TABLE_ACCOUNTS] = {.name = "accounts",
                        .row = "account",
                        .file = "site.json",
                        .required = YES,
                        .is_json = YES,
                        COLUMNS(account_columns),
                        .offset_at = offsetof(struct account, at),
                        HELP("The clients, by id.")},
    [TABLE_CONTRACTS] = {.name = "contracts",
                         .row = "contract",
                         .file = "site.json",
                         .required = YES,
                         .is_json = YES,
                         COLUMNS(contract_columns),
                         .offset_at = offsetof(struct contract, at),
                         HELP("Contracts, by id.")},
    [TABLE_TENURE] = {.name = "tenure",
                      .row = "stage",
                      .file = "site.json",
                      .required = NO,
                      .is_json = YES,
                      COLUMNS(tenure_columns),
                      .offset_at = offsetof(struct tenure, at),
                      HELP("Stages of new hires, by id.")},
    [TABLE_QUEUES] = {.name = "queues",
                      .row = "queue",
                      .file = "queues.csv",
                      .required = YES,
                      COLUMNS(queue_columns),
                      .key = {"id"},
                      .offset_at = offsetof(struct queue, at),
                      HELP("What has to be served.")},
    [TABLE_SHIFTS] = {.name = "shifts",
                      .row = "shift",
                      .file = "shifts.csv",
                      .required = YES,
                      COLUMNS(shift_columns),
                      .key = {"id"},
                      .offset_at = offsetof(struct shift, at),
                      HELP("The catalogue: one length and break pattern, several starts.")},
    [TABLE_AGENTS] = {.name = "agents",
                      .row = "agent",
                      .file = "agents.csv",
                      .required = YES,
                      COLUMNS(agent_columns),
                      .key = {"id"},
                      .offset_at = offsetof(struct agent, at),
                      HELP("The people.")},
    [TABLE_EVENTS] = {.name = "events",
                      .row = "event",
                      .file = "events.csv",
                      COLUMNS(event_columns),
                      .key = {"from", "queue", "kind"},
                      .offset_at = offsetof(struct event, at),
                      HELP("What moves or moved a client's volume.")},
    [TABLE_HOLIDAYS] = {.name = "holidays",
                        .row = "holiday",
                        .file = "holidays/*.csv",
                        .may_repeat = YES,
                        COLUMNS(holiday_columns),
                        .key = {"calendar", "date"},
                        .offset_at = offsetof(struct holiday, at),
                        HELP("Holidays of sites and clients; *.ics files are read too, the file's "
                             "name is the calendar's.")},
    [TABLE_LEAVE] = {.name = "leave",
                     .row = "leave of",
                     .file = "leave.csv",
                     COLUMNS(leave_columns),
                     .key = {"agent", "from"},
                     .offset_at = offsetof(struct leave, at),
                     HELP("Who is away, or fixed on a shift; whole work dates.")},
    [TABLE_WISHES] = {.name = "wishes",
                      .row = "wish",
                      .file = "wishes.csv",
                      COLUMNS(wish_columns),
                      .key = {"agent", "date", "weekday", "wish", "shift"},
                      .offset_at = offsetof(struct wish, at),
                      HELP("What people would like.")},
    [TABLE_PAIRS] = {.name = "pairs",
                     .row = "pair",
                     .file = "pairs.csv",
                     COLUMNS(pair_columns),
                     .key = {"agent", "other"},
                     .offset_at = offsetof(struct pair, at),
                     HELP("Who must work together, or must not.")},
    [TABLE_LISTS] = {.name = "lists",
                     .row = "list",
                     .file = "lists.csv",
                     COLUMNS(list_columns),
                     .key = {"queue", "zone", "from"},
                     .offset_at = offsetof(struct dial_list, at),
                     HELP("Numbers to be dialled for outbound queues.")},
    [TABLE_TRAINING] = {.name = "training",
                        .row = "session",
                        .file = "training.csv",
                        COLUMNS(training_columns),
                        .key = {"id"},
                        .offset_at = offsetof(struct training, at),
                        HELP("Classes, coaching and meetings to be placed within shifts.")},
    [TABLE_LEDGER] = {.name = "ledger",
                      .row = "agent",
                      .file = "ledger.csv",
                      COLUMNS(ledger_columns),
                      .key = {"agent"},
                      .offset_at = offsetof(struct ledger_entry, at),
                      HELP("What the weeks before left with each agent.")},
    [TABLE_CALLS] = {.name = "calls",
                     .row = "row",
                     .file = "calls/*.csv",
                     COLUMNS(calls_columns),
                     HELP("What came, per interval.")},
    [TABLE_FORECAST] = {.name = "forecast",
                        .row = "row",
                        .file = "forecast/*.csv",
                        COLUMNS(forecast_columns),
                        HELP("A client's own forecast of what is routed here; replaces ours.")},
    [TABLE_REQUIREMENT] = {.name = "requirement",
                           .row = "row",
                           .file = "requirement/*.csv",
                           COLUMNS(requirement_columns),
                           HELP("Head-counts that are given; replace staffing.")},
};

int table_column(const struct table *table, const char *name)
{
    for (int i = 0; i < table->n_columns; i++)
        if (strcmp(table->column[i].name, name) == 0)
            return i;
    return -1;
}
