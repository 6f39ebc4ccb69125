/* SPDX-License-Identifier: GPL-3.0-or-later */
/* payroll.c - premium minutes for a payroll office, and what to book for the night.
 *
 * payroll.csv has a row for each class, tier and night of base/pay.h that a shift has minutes of,
 * in that order; the minutes of a shift's rows add up to its paid_min.  night.csv has a row a
 * thing. */
#include "io/payroll.h"

#include <math.h>
#include <string.h>

#include "io/back.h"
#include "io/out_csv.h"
#include "io/plan_build.h"

static double night_share(const struct rule_set *rules)
{
    return rule_in_force(rules, RULE_NIGHT_PREMIUM) ? rules->rule[RULE_NIGHT_PREMIUM].value : 0;
}

static void begin_row(struct text *out, const struct plan *plan, const struct duty *duty)
{
    char date[DATE_TEXT];
    csv_add_field(out, plan->agents[duty->agent].id);
    text_printf(out, ",%s,", date_format(date, duty->work_date));
}

static void add_cell_row(struct text *out, const struct plan *plan, const struct duty *duty,
                         enum pay_day day, int tier, bool night, int minutes)
{
    const struct agent *agent = &plan->agents[duty->agent];
    const struct pay_scheme *pay = plan_pay(plan, agent->branch);
    double rate = pay_rate(pay, day, tier, night, night_share(plan_rules(plan, duty->agent)));
    double hours = (rate - pay_base(pay, day, tier)) * minutes / 60;
    begin_row(out, plan, duty);
    text_printf(out, "%s,%d,%s,%d,", pay_day_names[day], tier + 1, night ? "yes" : "no", minutes);
    csv_add_number(out, rate, 6);
    text_add_char(out, ',');
    csv_add_number(out, hours * agent->wage_per_h, 4);
    text_add_char(out, '\n');
}

void payroll_csv(struct text *out, const struct plan *plan, const struct roster *roster)
{
    text_add(out, "agent,work_date,day,tier,night,minutes,rate,extra\n");
    for (int d = 0; d < roster->n_duties; d++) {
        const struct duty *duty = &roster->duty[d];
        struct pay_work work = pay_work_of(duty);
        struct pay_minutes minutes = {0};
        pay_count(&minutes, plan, plan_rules(plan, duty->agent), &work, work.start, work.end);
        for (enum pay_day day = 0; day < N_PAY_DAYS; day++)
            for (int tier = 0; tier < MAX_PAY_TIERS; tier++)
                for (int night = 0; night < 2; night++)
                    if (minutes.min[day][tier][night] > 0)
                        add_cell_row(out, plan, duty, day, tier, night,
                                     minutes.min[day][tier][night]);
    }
}

static void add_need(struct text *out, const struct plan *plan, const struct duty *duty,
                     enum night_what what, int64_t at)
{
    char stamp[STAMP_TEXT];
    begin_row(out, plan, duty);
    text_printf(out, "%s,%s\n", night_what_names[what],
                tz_format(stamp, plan_zone(plan, duty->agent), at));
}

/* Where the unpaid meal is, else the middle. */
static int64_t meal_time(const struct duty *duty)
{
    struct pay_work work = pay_work_of(duty);
    return work.meal > 0 ? work.meal : duty->start + (duty->end - duty->start) / 120 * 60;
}

void night_csv(struct text *out, const struct plan *plan, const struct roster *roster)
{
    text_add(out, "agent,work_date,what,at\n");
    for (int d = 0; d < roster->n_duties; d++) {
        const struct duty *duty = &roster->duty[d];
        const struct rule_set *rules = plan_rules(plan, duty->agent);
        /* the site's rule: for those with transport on file it binds no more, and it is booked */
        if (rule_in_force(rules->branch ? &rules->branch->rules : &plan->rules,
                          RULE_NO_TRANSPORT)) {
            if (plan_travels_at_night(plan, rules, duty->start, duty->start))
                add_need(out, plan, duty, NIGHT_TRANSPORT_TO, duty->start);
            if (plan_travels_at_night(plan, rules, duty->end, duty->end))
                add_need(out, plan, duty, NIGHT_TRANSPORT_HOME, duty->end);
        }
        if (rule_in_force(rules, RULE_NIGHT_MEAL) &&
            plan_night_meal_min(plan, rules, duty->start, duty->end) > 0)
            add_need(out, plan, duty, NIGHT_MEAL, meal_time(duty));
    }
}

static void add_reason(struct text *out, const struct plan *plan, const struct offer *offer)
{
    if (offer->kind == OFFER_TIME_OFF) {
        text_add(out, "the contract holds more hours than are needed");
    } else if (offer->queue >= 0) {
        text_printf(out, "cover of %s worth ", plan->queues[offer->queue].id);
        csv_add_number(out, offer->worth, 2);
    } else {
        text_add(out, "cover");
    }
}

void offers_csv(struct text *out, const struct plan *plan, const struct roster *roster)
{
    char date[DATE_TEXT];
    text_add(out, "agent,date,kind,minutes,price,reason\n");
    for (int i = 0; i < roster->n_offers; i++) {
        const struct offer *offer = &roster->offer[i];
        csv_add_field(out, plan->agents[offer->agent].id);
        text_printf(out, ",%s,%s,%d,", date_format(date, offer->date),
                    offer_kind_names[offer->kind], offer->minutes);
        csv_add_number(out, offer->price, 2);
        text_add_char(out, ',');
        add_reason(out, plan, offer);
        text_add_char(out, '\n');
    }
}

/* ---- read back ---- */

enum { AGENT, WORK_DATE, DAY, TIER, NIGHT, MINUTES, RATE, EXTRA, N_COLUMNS };
static const char *const columns[N_COLUMNS] = {"agent", "work_date", "day",  "tier",
                                               "night", "minutes",   "rate", "extra"};

static bool read_row(struct payroll_row *row, struct back *back, const struct back_ids *agents)
{
    double tier, minutes;
    const char *day = back_text(back, DAY), *night = back_text(back, NIGHT);
    int found = -1;
    for (int i = 0; i < N_PAY_DAYS; i++)
        if (strcmp(day, pay_day_names[i]) == 0)
            found = i;
    row->at = back_place(back, AGENT);
    bool good = back_id(&row->agent, back, AGENT, back_text(back, AGENT), agents);
    good &= back_date(&row->work_date, back, WORK_DATE);
    good &= back_number(&tier, back, TIER, 1, MAX_PAY_TIERS);
    good &= back_number(&minutes, back, MINUTES, 1, 2880);
    good &= back_number(&row->rate, back, RATE, 0, 1000);
    good &= back_number(&row->extra, back, EXTRA, -1e12, 1e12);
    row->is_night = strcmp(night, "yes") == 0;
    if (found < 0)
        back_fault(back, DAY, "there is no class of day '%s'", day);
    if (!row->is_night && strcmp(night, "no") != 0)
        back_fault(back, NIGHT, "night must be yes or no, not '%s'", night);
    if (!good || found < 0)
        return false;
    row->day = (enum pay_day)found;
    row->tier = (int)tier - 1;
    row->min = (int)lround(minutes);
    return true;
}

enum status payroll_csv_read(struct payroll_row **out, int *n, const char *file,
                             const struct plan *plan, struct arena *arena, struct diags *diags)
{
    struct back back;
    struct back_ids agents;
    struct payroll_row *rows = NULL;
    size_t n_rows = 0, cap = 0;
    TRY(back_open(&back, file, columns, N_COLUMNS, N_COLUMNS, plan, arena, diags));
    back_ids_agents(&agents, plan, arena);
    while (back_next(&back)) {
        struct payroll_row row = {0};
        if (!read_row(&row, &back, &agents))
            continue;
        MEM_GROW(rows, n_rows, cap);
        rows[n_rows++] = row;
    }
    *out = ARENA_COPY(arena, rows, n_rows);
    *n = (int)n_rows;
    mem_free(rows);
    return back_close(&back, OK);
}

/* The word among names[n], -1 and a fault. */
static int read_word(struct back *back, int column, const char *const *names, int n)
{
    const char *word = back_text(back, column);
    for (int i = 0; i < n; i++)
        if (strcmp(word, names[i]) == 0)
            return i;
    back_fault(back, column, "there is no '%.40s' here%s", word,
               text_hint(back->arena, word, names, n));
    return -1;
}

enum status night_csv_read(struct night_row **out, int *n, const char *file,
                           const struct plan *plan, struct arena *arena, struct diags *diags)
{
    static const char *const names[] = {"agent", "work_date", "what", "at"};
    struct back back;
    struct back_ids agents;
    struct night_row *rows = NULL;
    size_t n_rows = 0, cap = 0;
    TRY(back_open(&back, file, names, 4, 4, plan, arena, diags));
    back_ids_agents(&agents, plan, arena);
    while (back_next(&back)) {
        struct night_row row = {.at = back_place(&back, 0)};
        int what = read_word(&back, 2, night_what_names, N_NIGHT_WHATS);
        bool good = back_id(&row.agent, &back, 0, back_text(&back, 0), &agents);
        good &= back_date(&row.work_date, &back, 1);
        good &= back_stamp(&row.instant, &back, 3);
        if (!good || what < 0)
            continue;
        row.what = (enum night_what)what;
        MEM_GROW(rows, n_rows, cap);
        rows[n_rows++] = row;
    }
    *out = ARENA_COPY(arena, rows, n_rows);
    *n = (int)n_rows;
    mem_free(rows);
    return back_close(&back, OK);
}

enum status offers_csv_read(struct offer_row **out, int *n, const char *file,
                            const struct plan *plan, struct arena *arena, struct diags *diags)
{
    static const char *const names[] = {"agent", "date", "kind", "minutes", "price", "reason"};
    struct back back;
    struct back_ids agents;
    struct offer_row *rows = NULL;
    size_t n_rows = 0, cap = 0;
    TRY(back_open(&back, file, names, 6, 5, plan, arena, diags));
    back_ids_agents(&agents, plan, arena);
    while (back_next(&back)) {
        struct offer_row row = {.offer.queue = -1, .at = back_place(&back, 0)};
        double minutes;
        int kind = read_word(&back, 2, offer_kind_names, N_OFFER_KINDS);
        bool good = back_id(&row.offer.agent, &back, 0, back_text(&back, 0), &agents);
        good &= back_date(&row.offer.date, &back, 1);
        good &= back_number(&minutes, &back, 3, 1, 10080);
        good &= back_number(&row.offer.price, &back, 4, -1e12, 1e12);
        if (!good || kind < 0)
            continue;
        row.offer.kind = (enum offer_kind)kind;
        row.offer.minutes = (int)lround(minutes);
        MEM_GROW(rows, n_rows, cap);
        rows[n_rows++] = row;
    }
    *out = ARENA_COPY(arena, rows, n_rows);
    *n = (int)n_rows;
    mem_free(rows);
    return back_close(&back, OK);
}
