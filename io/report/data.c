/* SPDX-License-Identifier: GPL-3.0-or-later */
/* data.c - the block of the site's page: what came and is expected, need and cover, roster, and by
 * team what weighs on people.  Figures of the run itself stay as summary.json has them. */
#include "io/report/data.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HISTORY_WEEKS 4

/* Contacts of the client's volume that came in [from, to); NAN where any part is unknown. */
static double offered_in(const struct series *series, int64_t from, int64_t to)
{
    const struct grid *grid = &series->grid;
    double sum = 0;
    if (from < grid->begin || to > grid_end(grid))
        return NAN;
    for (int64_t k = grid_slot(grid, from); grid->begin + k * grid->slot_s < to; k++) {
        int64_t begin = grid->begin + k * grid->slot_s, end = begin + grid->slot_s;
        int64_t part = (to < end ? to : end) - (from > begin ? from : begin);
        sum += series->offered[k] * (double)part / grid->slot_s;
    }
    return sum;
}

/* The same hour by the client's clock, some weeks before. */
static int64_t weeks_before(const struct tz *zone, int64_t instant, int weeks)
{
    int64_t first, second;
    tz_instant(&first, &second, zone, tz_date(zone, instant) - 7 * weeks, tz_minute(zone, instant),
               0);
    return first;
}

static void put_history_week(struct text *out, const struct report *report, int q, int weeks)
{
    const struct plan *plan = report->plan;
    const struct account *account = &plan->accounts[plan->queues[q].account];
    const struct grid *grid = &report->horizon->grid;
    put_open(out, '{');
    put_number_member(out, "weeks", weeks, 0);
    put_key(out, "offered");
    put_open(out, '[');
    for (int k = 0; k < grid->n_slots; k++) {
        int64_t from = weeks_before(account->zone, grid->begin + (int64_t)k * grid->slot_s, weeks);
        put_number(out, offered_in(&plan->history[q], from, from + grid->slot_s) * account->share,
                   3);
    }
    put_close(out, ']');
    put_close(out, '}');
}

/* The last weeks that calls/ has whole, by their distance from the horizon. */
static void put_history(struct text *out, const struct report *report, int q)
{
    const struct plan *plan = report->plan;
    int32_t last = report->horizon->first + report->horizon->n_days - 1;
    put_key(out, "history");
    put_open(out, '[');
    if (plan->history && plan->history[q].grid.n_slots > 0 && plan->last_call_date != NO_DATE) {
        int nearest = (last - plan->last_call_date + 6) / 7;
        if (nearest < report->horizon->n_days / 7)
            nearest = report->horizon->n_days / 7;
        for (int weeks = nearest; weeks < nearest + HISTORY_WEEKS; weeks++)
            put_history_week(out, report, q, weeks);
    }
    put_close(out, ']');
}

static void put_forecast(struct text *out, const struct report *report)
{
    const struct demand *demand = report->demand;
    const struct {
        const char *key;
        const double *value;
    } columns[] = {{"expected", demand->calls}, {"p05", demand->p05}, {"p10", demand->p10},
                   {"p25", demand->p25},        {"p50", demand->p50}, {"p75", demand->p75},
                   {"p90", demand->p90},        {"p95", demand->p95}, {"aht_s", demand->aht_s}};
    const int n = demand->grid.n_slots;
    put_key(out, "forecast");
    put_open(out, '[');
    for (int q = 0; q < demand->n_queues; q++) {
        if (demand->source && demand->source[q] == '-')
            continue;
        put_open(out, '{');
        put_number_member(out, "queue", q, 0);
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
            if (!columns[c].value)
                continue;
            put_key(out, columns[c].key);
            put_numbers(out, columns[c].value + (size_t)q * (size_t)n, n, c < 8 ? 4 : 2);
        }
        put_history(out, report, q);
        put_close(out, '}');
    }
    put_close(out, ']');
}

static void put_cover(struct text *out, const struct report *report)
{
    const int n = report->requirement->grid.n_slots;
    put_key(out, "cover");
    put_open(out, '[');
    for (int q = 0; q < report->requirement->n_queues; q++) {
        put_open(out, '{');
        put_number_member(out, "queue", q, 0);
        put_key(out, "need");
        put_numbers(out, report->requirement->need + (size_t)q * (size_t)n, n, 4);
        put_key(out, "given");
        put_numbers(out, report->cover + (size_t)q * (size_t)n, n, 4);
        put_close(out, '}');
    }
    put_close(out, ']');
}

/* Teams in the order of their first agents. */
struct teams {
    int *of; /* [n_agents] */
    const char **name;
    int *n_people; /* [n] */
    int n, cap, cap_people;
};

static void teams_begin(struct teams *teams, const struct plan *plan)
{
    *teams = (struct teams){.of = NEW_ARRAY(int, plan->n_agents)};
    for (int a = 0; a < plan->n_agents; a++) {
        int t = 0;
        while (t < teams->n && strcmp(teams->name[t], plan->agents[a].team) != 0)
            t++;
        if (t == teams->n) {
            MEM_GROW(teams->name, t, teams->cap);
            MEM_GROW(teams->n_people, t, teams->cap_people);
            teams->name[teams->n++] = plan->agents[a].team;
        }
        teams->of[a] = t;
        teams->n_people[t]++;
    }
}

static void teams_end(struct teams *teams)
{
    mem_free(teams->of);
    mem_free(teams->name);
    mem_free(teams->n_people);
}

static void put_agents(struct text *out, const struct plan *plan, const struct teams *teams)
{
    put_key(out, "teams");
    put_open(out, '[');
    for (int t = 0; t < teams->n; t++)
        put_text(out, teams->name[t]);
    put_close(out, ']');
    put_key(out, "skills");
    put_open(out, '[');
    for (int s = 0; s < plan->n_skills; s++)
        put_text(out, plan->skills[s]);
    put_close(out, ']');
    put_key(out, "agents");
    put_open(out, '[');
    for (int a = 0; a < plan->n_agents; a++) {
        const struct agent *agent = &plan->agents[a];
        put_open(out, '{');
        put_text_member(out, "id", agent->id);
        if (agent->name)
            put_text_member(out, "name", agent->name);
        put_number_member(out, "team", teams->of[a], 0);
        if (agent->role != ROLE_AGENT)
            put_text_member(out, "role", role_names[agent->role]);
        put_key(out, "skills");
        put_open(out, '[');
        for (int s = 0; s < agent->n_skills; s++)
            put_number(out, agent->skills[s].skill, 0);
        put_close(out, ']');
        put_close(out, '}');
    }
    put_close(out, ']');
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The scores of a team in rising order, so that none can be told to be anybody's. */
static void put_scores(struct text *out, const struct report *report, const struct teams *teams)
{
    double *score = NEW_ARRAY(double, report->plan->n_agents);
    put_key(out, "wellbeing");
    put_open(out, '[');
    for (int t = 0; t < teams->n; t++) {
        int n = 0;
        for (int a = 0; a < report->plan->n_agents; a++)
            if (teams->of[a] == t)
                score[n++] = report->wellbeing[a].score;
        if (n < REPORT_FEWEST)
            continue;
        qsort(score, (size_t)n, sizeof *score, by_value);
        put_open(out, '{');
        put_number_member(out, "team", t, 0);
        put_key(out, "scores");
        put_numbers(out, score, n, 1);
        put_close(out, '}');
    }
    put_close(out, ']');
    mem_free(score);
}

/* Currency beside the contracts' wages: a row a team, in it a row a day by cause. */
static void put_premiums(struct text *out, const struct report *report, const struct teams *teams)
{
    const int n_days = report->horizon->n_days;
    const size_t of_team = (size_t)n_days * N_PREMIUMS;
    double *sum = NEW_ARRAY(double, of_team *(size_t)teams->n);
    for (int d = 0; d < report->roster->n_duties; d++) {
        const struct duty *duty = &report->roster->duty[d];
        int day = duty->work_date - report->horizon->first;
        struct premiums premiums;
        pay_of_duty(&premiums, report->plan, duty);
        double *to = sum + (size_t)teams->of[duty->agent] * of_team + (size_t)day * N_PREMIUMS;
        for (int p = 0; p < N_PREMIUMS; p++)
            to[p] += premiums.hours[p] * report->plan->agents[duty->agent].wage_per_h;
    }
    put_key(out, "premium_causes");
    put_open(out, '[');
    for (int p = 0; p < N_PREMIUMS; p++)
        put_text(out, premium_names[p]);
    put_close(out, ']');
    put_key(out, "premiums");
    put_open(out, '[');
    for (int t = 0; t < teams->n; t++) {
        put_open(out, '[');
        for (int day = 0; day < n_days; day++)
            put_numbers(out, sum + (size_t)t * of_team + (size_t)day * N_PREMIUMS, N_PREMIUMS, 2);
        put_close(out, ']');
    }
    put_close(out, ']');
    mem_free(sum);
}

static void put_wishes(struct text *out, const struct report *report, const struct teams *teams)
{
    int *asked = NEW_ARRAY(int, teams->n), *granted = NEW_ARRAY(int, teams->n);
    for (int i = 0; i < report->n_wishes; i++) {
        int team = teams->of[report->plan->wishes[report->wishes[i].wish].agent];
        asked[team]++;
        granted[team] += report->wishes[i].granted;
    }
    put_key(out, "wishes");
    put_open(out, '[');
    for (int t = 0; t < teams->n; t++) {
        put_open(out, '[');
        put_number(out, granted[t], 0);
        put_number(out, asked[t], 0);
        put_close(out, ']');
    }
    put_close(out, ']');
    mem_free(asked);
    mem_free(granted);
}

void report_data(struct text *out, const struct report *report)
{
    struct teams teams;
    teams_begin(&teams, report->plan);
    put_open(out, '{');
    put_text_member(out, "kind", "site");
    data_frame(out, report);
    put_agents(out, report->plan, &teams);
    put_forecast(out, report);
    put_cover(out, report);
    data_roster(out, report, -1);
    put_scores(out, report, &teams);
    put_premiums(out, report, &teams);
    put_wishes(out, report, &teams);
    put_key(out, "summary");
    put_node(out, report->summary, NULL);
    put_key(out, "simulation");
    put_node(out, report->simulation, "intervals");
    put_key(out, "whatif");
    put_node(out, report->whatif, NULL);
    put_close(out, '}');
    teams_end(&teams);
}
