/* SPDX-License-Identifier: GPL-3.0-or-later */
/* build.c - the catalogue, the cover and the money of a week.  Persons: build_person.c; pauses:
 * build_breaks.c.
 *
 * Time.  Minute 0 is the horizon's begin; minutes are elapsed ones, so a night of the clock change
 * has its true length.  Row t is slot t of the horizon's grid.
 *
 * Choices.  For every work date d of the horizon, every shift valid on d (weekday, from, to) and
 * every start s = start, start + step, ..., start_last: wall-clock minute w = s mod 1440 of the
 * site, on date d, or on d + 1 when w < day_starts, since a shift belongs to the date before when
 * it starts before day_starts.  A start that the clocks skip or repeat is an error.  The shift ends
 * length_min elapsed minutes later; its minutes are length less meal, those beyond the pay scheme's
 * ordinary time overtime.  Where an agent agrees to work days off, every choice is there twice: as
 * one of the contract's days, and as a day off worked, which counts in no contract.
 *
 * Cover.  One unit is a quarter of a person for one minute: 240 a person-hour.  A shift gives
 * 4 x (minutes in the row); a pause takes them out.  Need is people x 4 x row_min, rounded to a
 * unit.  Each queue is a post; a group is a set of queues that some agent can serve.  Whoever is on
 * duty from before the horizon (the ledger's last shift ends within it) serves until that end as
 * base/carried.h says.
 * Posts beside the queues: build_posts.c.
 *
 * Price of cover, per queue and row: the pieces of base/requirement.h's steps.  Step k ends at
 *     max(ceil(share_k x need), ceil(people_k x full row))   units
 * from the need, and a unit in it costs factor_k x price_short x price_factor; surplus likewise
 * with price_surplus.
 *
 * Money.  A grain is the power of ten of the currency for which the dearest unit of cover costs
 * 1e6 to 1e7 grains.  Wages of the contract's least hours, and all pay of fixed shifts, are no
 * decision and cost 0; hours above the least cost the wage (build_person.c).
 * Premiums are exact: a choice whose meal's place would change them is split (build_pay.c).  Wishes
 * cost points x wish_point where they are not granted.
 *
 * Wages of the week, whose hundredth is the least base of a gap: for every agent and date employed
 * a seventh of the contract's least hours, less those that may be given up, at the agent's wage.
 *
 * Classes of choices: bit 0 every one, bit 1 a work date on Saturday or Sunday, then four bits for
 * each window of night hours in use: night, not night, any minute of night, travel at night; then
 * undesired shifts.  The
 * band of a choice is the hour of day, site time, in which it starts. */
#include "scheduler/build.h"

#include <assert.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>

#include "base/carried.h"
#include "base/team_off.h"
#include "scheduler/build_part.h"

static const int default_step_min = 30;

static bool has_date(const struct shift *shift, int32_t date)
{
    return (shift->weekdays >> date_weekday(date) & 1u) != 0 &&
           (shift->from == NO_DATE || date >= shift->from) &&
           (shift->to == NO_DATE || date <= shift->to);
}

/* The date on the clock of the shift's site on which it begins; NO_DATE: none of that work date. */
static int32_t date_of_start(const struct build *b, const struct shift *shift, int32_t date,
                             int wall)
{
    const struct tz *zone = plan_site(b->plan, shift->branch)->zone;
    int day = date - b->horizon->first;
    int64_t first, second;
    if (!shift->branch)
        return wall < b->plan->site.day_starts_min ? date + 1 : date;
    for (int32_t d = date - 1; d <= date + 1; d++) {
        tz_instant(&first, &second, zone, d, wall, 0);
        if (first >= b->horizon->begin[day] && first < b->horizon->begin[day + 1])
            return d;
    }
    return NO_DATE;
}

/* The instant of a start on a work date, NO_TIME if the date has none; errors where the clocks make
 * it doubtful. */
static enum status start_instant(int64_t *out, const struct build *b, const struct shift *shift,
                                 int32_t date, int start_min, struct diags *diags)
{
    const struct tz *zone = plan_site(b->plan, shift->branch)->zone;
    int wall = start_min % 1440;
    int32_t local = date_of_start(b, shift, date, wall);
    int64_t first, second;
    *out = NO_TIME;
    if (local == NO_DATE)
        return OK;
    enum local_kind kind = tz_instant(&first, &second, zone, local, wall, 0);
    *out = first;
    if (kind == LOCAL_ONE)
        return OK;
    char day[DATE_TEXT], a[STAMP_TEXT], z[STAMP_TEXT];
    diag_error(diags, &shift->at,
               "shift %s would start at %02d:%02d on work date %s, a local time that %s in %s: it "
               "could be %s or %s; leave that date out with from and to, or move the start",
               shift->id, wall / 60, wall % 60, date_format(day, date),
               kind == LOCAL_GAP ? "does not exist" : "occurs twice", tz_name(zone),
               tz_format(a, zone, first), tz_format(z, zone, second));
    return ERR_DATA;
}

struct rule_set build_rules_of_window(const struct night_window *window)
{
    struct rule_set rules = {.branch = window->branch};
    rules.rule[RULE_NIGHT_FROM].value = window->from_h;
    rules.rule[RULE_NIGHT_TO].value = window->to_h;
    rules.rule[RULE_NIGHT_LEAST].value = window->least_h;
    rules.rule[RULE_TRAVEL_FROM].value = window->travel_from_h;
    rules.rule[RULE_TRAVEL_TO].value = window->travel_to_h;
    return rules;
}

static uint32_t classes_of(const struct build *b, int32_t date, int64_t start, int64_t end)
{
    uint32_t classes = CLASS_BIT_WORK;
    if (date_weekday(date) >= SATURDAY)
        classes |= 1u << WEEKEND_BIT;
    for (int k = 0; k < b->n_nights; k++) {
        struct rule_set rules = build_rules_of_window(&b->nights[k]);
        bool night = plan_is_night(b->plan, &rules, start, end);
        classes |= build_window_class(k, night ? NIGHT_BIT : DAY_BIT);
        if (plan_night_min(b->plan, &rules, start, end) > 0)
            classes |= build_window_class(k, TOUCHES_BIT);
        if (plan_travels_at_night(b->plan, &rules, start, end))
            classes |= build_window_class(k, TRAVEL_BIT);
    }
    for (int k = 0; k < b->n_hard; k++)
        if (plan_abuse_share(b->plan, b->requirement, b->hard[k], start, end) >=
            b->hard_share[k] - 1e-9)
            classes |= 1u << (FIRST_HARD_BIT + k);
    return classes;
}

static int clamp(int64_t x, int lo, int hi)
{
    return x < lo ? lo : x > hi ? hi : (int)x;
}

static void fill_rows(struct choice *c, const struct build *b, int64_t start, int64_t end)
{
    const struct grid *grid = &b->horizon->grid;
    int from = clamp(grid_slot(grid, start), 0, grid->n_slots);
    int to = clamp(grid_slot(grid, end - 1) + 1, from, grid->n_slots);
    int16_t *units = ARENA_ARRAY(b->arena, int16_t, to - from);
    for (int row = from; row < to; row++) {
        int64_t lo = grid->begin + (int64_t)row * grid->slot_s;
        int64_t hi = lo + grid->slot_s;
        int64_t overlap_s = (end < hi ? end : hi) - (start > lo ? start : lo);
        units[row - from] = (int16_t)(overlap_s / 60 * UNITS_PER_MIN);
    }
    c->first_row = from;
    c->n_rows = to - from;
    c->units = units;
}

int build_add_plan(struct choices *list, const struct break_plan *plan, int shift)
{
    MEM_GROW(list->plan, list->n_plans, list->cap_plans);
    MEM_GROW(list->plan_shift, list->n_plans, list->cap_shifts);
    list->plan[list->n_plans] = *plan;
    list->plan_shift[list->n_plans] = shift;
    return list->n_plans++;
}

/* The plan of a shift with its meal in the run, known already or new. */
static int narrow_plan(struct choices *list, const struct build *b, int shift,
                       const struct meal_run *run)
{
    struct break_plan plan;
    bool fits = build_narrow_meal(&plan, &b->problem.break_plans[shift],
                                  b->plan->shifts[shift].length_min, run->from_min, run->to_min);
    assert(fits);
    (void)fits;
    for (int i = 0; i < list->n_plans; i++)
        if (list->plan_shift[i] == shift &&
            memcmp(list->plan[i].from_min, plan.from_min, sizeof plan.from_min) == 0 &&
            memcmp(list->plan[i].to_min, plan.to_min, sizeof plan.to_min) == 0)
            return i;
    return build_add_plan(list, &plan, shift);
}

/* One choice, or one for each run of the meal's starts that earns the same. */
static void add_choice(struct choices *list, const struct build *b, const struct choice *choice)
{
    struct meal_runs runs = {0};
    if (choice->break_plan >= 0)
        build_meal_runs(&runs, b, choice);
    for (int i = 0; i < runs.n || i == 0; i++) {
        MEM_GROW(list->item, list->n, list->cap);
        struct choice *added = &list->item[list->n].choice;
        *added = *choice;
        if (runs.n > 0)
            added->break_plan = narrow_plan(list, b, choice->type, &runs.run[i]);
        list->n++;
    }
}

struct choice build_choice(const struct build *b, int day, int shift, int64_t start, int64_t end,
                           bool is_rest_day)
{
    const struct shift *s = &b->plan->shifts[shift];
    int paid = shift_paid_min(s), work = pay_ordinary_min(plan_pay(b->plan, s->branch), paid);
    struct choice c = {
        .day = day,
        .type = shift,
        .start_min = (int32_t)((start - b->horizon->begin[0]) / 60),
        .end_min = (int32_t)((end - b->horizon->begin[0]) / 60),
        .classes = classes_of(b, b->horizon->first + day, start, end) |
                   (s->undesired ? 1u << UNDESIRED_BIT : 0) |
                   1u << (is_rest_day ? (int)REST_DAY_BIT : (int)CONTRACT_BIT),
        .band = tz_minute(plan_site(b->plan, s->branch)->zone, start) / 60,
        .break_plan = s->meal_min > 0 || s->n_breaks > 0 ? shift : -1,
        .minutes = {[MEASURE_WORK] = is_rest_day ? 0 : work,
                    [MEASURE_OVERTIME] = is_rest_day ? 0 : paid - work,
                    [MEASURE_PAID] = paid},
    };
    fill_rows(&c, b, start, end);
    return c;
}

/* All starts of one shift on one work date. */
static enum status add_starts(struct choices *list, const struct build *b, int day, int shift,
                              struct diags *diags)
{
    const struct shift *s = &b->plan->shifts[shift];
    int32_t date = b->horizon->first + day;
    int step = s->start_step_min > 0 ? s->start_step_min : default_step_min;
    enum status status = OK;
    for (int m = s->start_min; m <= s->start_last_min && m < s->start_min + 1440; m += step) {
        int64_t start;
        if (start_instant(&start, b, s, date, m, diags) != OK) {
            status = ERR_DATA;
            continue;
        }
        if (start == NO_TIME)
            continue;
        int64_t end = start + (int64_t)s->length_min * 60;
        assert(start >= b->horizon->begin[day] && start < b->horizon->begin[day + 1]);
        /* a day of the contract and, where somebody agrees to that, a day off worked */
        for (int rest_day = 0; rest_day <= (int)b->buys_rest_days; rest_day++) {
            struct choice c = build_choice(b, day, shift, start, end, rest_day != 0);
            add_choice(list, b, &c);
        }
    }
    return status;
}

static int by_start_then_type(const void *left, const void *right)
{
    const struct choice *a = &((const struct listed *)left)->choice;
    const struct choice *b = &((const struct listed *)right)->choice;
    if (a->start_min != b->start_min)
        return a->start_min < b->start_min ? -1 : 1;
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    if (build_is_rest_day(a) != build_is_rest_day(b))
        return build_is_rest_day(a) ? 1 : -1;
    return a->break_plan < b->break_plan ? -1 : a->break_plan > b->break_plan;
}

static enum status make_choices(struct build *b, struct diags *diags)
{
    const struct horizon *horizon = b->horizon;
    struct choices list = {0};
    int *first = ARENA_ARRAY(b->arena, int, horizon->n_days + 1);
    enum status status = OK;
    for (int s = 0; s < b->plan->n_shifts; s++)
        build_add_plan(&list, &b->problem.break_plans[s], s);
    for (int day = 0; day < horizon->n_days; day++) {
        first[day] = list.n;
        for (int s = 0; s < b->plan->n_shifts; s++)
            if (has_date(&b->plan->shifts[s], horizon->first + day) &&
                add_starts(&list, b, day, s, diags) != OK)
                status = ERR_DATA;
        if (b->locks && build_list_kept(&list, b, day, first[day], diags) != OK)
            status = ERR_DATA;
        if (list.n > first[day])
            qsort(list.item + first[day], (size_t)(list.n - first[day]), sizeof *list.item,
                  by_start_then_type);
    }
    first[horizon->n_days] = list.n;
    struct choice *choices = ARENA_ARRAY(b->arena, struct choice, list.n);
    b->is_kept = ARENA_ARRAY(b->arena, bool, list.n);
    for (int i = 0; i < list.n; i++) {
        choices[i] = list.item[i].choice;
        b->is_kept[i] = list.item[i].is_kept;
    }
    struct break_plan *plans = ARENA_ARRAY(b->arena, struct break_plan, list.n_plans);
    for (int i = 0; i < list.n_plans; i++)
        plans[i] = list.plan[i];
    b->problem.break_plans = plans;
    b->problem.n_break_plans = list.n_plans;
    mem_free(list.item);
    mem_free(list.plan);
    mem_free(list.plan_shift);
    b->problem.n_choices = first[horizon->n_days];
    b->problem.choices = choices;
    b->problem.first_choice = first;
    return status;
}

/* The stricter of the shift's own longest work and the rule's; which it is. */
static const char *longest_work(struct shift *shift, const struct rule_set *rules)
{
    int most = (int)lround(rules->rule[RULE_WORK_STRETCH].value * 60);
    if (!rule_in_force(rules, RULE_WORK_STRETCH) ||
        (shift->longest_work_min > 0 && shift->longest_work_min <= most))
        return "longest_work_min";
    shift->longest_work_min = most;
    return rule_defs[RULE_WORK_STRETCH].name;
}

static enum status make_break_plans(struct build *b, struct diags *diags)
{
    int step = b->plan->policy.break_step_min > 0 ? b->plan->policy.break_step_min : 15;
    struct break_plan *plans = ARENA_ARRAY(b->arena, struct break_plan, b->plan->n_shifts);
    enum status status = OK;
    for (int s = 0; s < b->plan->n_shifts; s++) {
        const struct shift *shift = &b->plan->shifts[s];
        struct shift strict = *shift;
        const char *limit =
            longest_work(&strict, shift->branch ? &shift->branch->rules : &b->plan->rules);
        if (!build_breaks(&plans[s], &strict, step)) {
            diag_error(diags, &shift->at,
                       "shift %s: no placement of its meal and breaks fits the meal's window and "
                       "%s; widen one of them",
                       shift->id, limit);
            status = ERR_DATA;
        }
    }
    b->problem.n_break_plans = b->plan->n_shifts;
    b->problem.break_plans = plans;
    return status;
}

static enum status find_night_windows(struct build *b, struct diags *diags)
{
    for (int a = 0; a < b->plan->n_agents; a++) {
        const struct rule_set *rules = build_rules(b->plan, a);
        struct night_window w = build_night_window(rules);
        int k = build_night_index(b, &w);
        if (k >= 0) {
            b->night_pays[k] |= build_night_premium(rules) > 0;
            continue;
        }
        if (b->n_nights == MAX_NIGHT_WINDOWS) {
            diag_error(diags, &b->plan->agents[a].at,
                       "agent %s has hours of night that differ from those of %d other rule sets; "
                       "use fewer",
                       b->plan->agents[a].id, MAX_NIGHT_WINDOWS);
            return ERR_DATA;
        }
        b->night_pays[b->n_nights] = build_night_premium(rules) > 0;
        b->nights[b->n_nights++] = w;
    }
    return OK;
}

int build_hard_index(const struct build *b, int agent)
{
    uint64_t queues = build_queues(b, agent);
    double share = build_rules(b->plan, agent)->rule[RULE_HARD_SHARE].value;
    for (int k = 0; k < b->n_hard; k++)
        if (b->hard[k] == queues && b->hard_share[k] == share)
            return k;
    return -1;
}

static bool is_any_abusive(const struct build *b, uint64_t queues)
{
    for (int q = 0; q < b->plan->n_queues; q++)
        if ((queues >> q & 1) != 0 && b->plan->queues[q].abuse_share > 0)
            return true;
    return false;
}

static enum status find_hard_queues(struct build *b, struct diags *diags)
{
    for (int a = 0; a < b->plan->n_agents; a++) {
        const struct rule_set *rules = build_rules(b->plan, a);
        uint64_t queues = build_queues(b, a);
        bool asks = rule_in_force(rules, RULE_HARD_WEEK) || rule_in_force(rules, RULE_HARD_RUN) ||
                    rule_in_force(rules, RULE_HARD_BREAKS);
        if (!asks || !is_any_abusive(b, queues) || build_hard_index(b, a) >= 0)
            continue;
        if (b->n_hard == MAX_HARD) {
            diag_error(diags, &b->plan->agents[a].at,
                       "agent %s serves a set of queues that differs from %d others with abusive "
                       "contacts; rules on hard shifts take no more",
                       b->plan->agents[a].id, MAX_HARD);
            return ERR_DATA;
        }
        b->hard[b->n_hard] = queues;
        b->hard_share[b->n_hard++] = rules->rule[RULE_HARD_SHARE].value;
    }
    return OK;
}

static void give(int32_t *given, const struct choice *presence, const struct problem *p, int group,
                 int side)
{
    for (int k = 0; k < presence->n_rows; k++) {
        int row = presence->first_row + k;
        given[row] += presence->units[k] * problem_side_q(p, group, side, row) / 4;
    }
}

/* Whoever came before the horizon and is still on duty. */
static void make_given(struct build *b)
{
    struct problem *p = &b->problem;
    int32_t *given = ARENA_ARRAY(b->arena, int32_t, p->n_posts * p->n_rows);
    bool is_any = carried_cover(given, b->plan, b->requirement, b->horizon->first);
    for (int a = 0; a < b->plan->n_agents && b->n_duty > 0; a++) {
        const struct ledger_entry *entry = build_ledger(b, a);
        if (!entry || entry->last_shift_end <= b->horizon->begin[0])
            continue;
        is_any = true;
        struct choice until = {0};
        fill_rows(&until, b, b->horizon->begin[0], entry->last_shift_end);
        for (int k = 0; k < b->n_duty; k++)
            if (!b->duty[k].at_start)
                give(given + (p->n_posts - b->n_duty + k) * p->n_rows, &until, p,
                     p->people[a].group, k);
    }
    p->given = is_any ? given : NULL;
}

static int by_team_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Index of an agent's team among the sorted names, -1 without a team. */
static int team_of(const char *const *names, int n, const char *team)
{
    if (!team || !*team)
        return -1;
    const char *const *found = bsearch(&team, names, (size_t)n, sizeof *names, by_team_name);
    assert(found);
    return (int)(found - names);
}

static int find_teams(const char **names, const struct plan *plan)
{
    int n = 0, n_different = 0;
    for (int a = 0; a < plan->n_agents; a++)
        if (plan->agents[a].team && *plan->agents[a].team)
            names[n++] = plan->agents[a].team;
    if (n > 0)
        qsort(names, (size_t)n, sizeof *names, by_team_name);
    for (int i = 0; i < n; i++)
        if (n_different == 0 || strcmp(names[n_different - 1], names[i]) != 0)
            names[n_different++] = names[i];
    return n_different;
}

static void make_people(struct build *b)
{
    const struct plan *plan = b->plan;
    struct problem *p = &b->problem;
    const char **teams = ARENA_ARRAY(b->arena, const char *, plan->n_agents);
    struct person *people = ARENA_ARRAY(b->arena, struct person, plan->n_agents);
    p->n_teams = find_teams(teams, plan);
    for (int a = 0; a < plan->n_agents; a++) {
        build_person(&people[a], b, a, NULL);
        people[a].team = team_of(teams, p->n_teams, plan->agents[a].team);
    }
    p->n_people = plan->n_agents;
    p->people = people;
    build_groups(b, people);
}

static double week_wages(const struct build *b)
{
    double wages = 0;
    for (int a = 0; a < b->plan->n_agents; a++) {
        const struct agent *agent = &b->plan->agents[a];
        const struct contract *contract = &b->plan->contracts[agent->contract];
        int32_t first = b->horizon->first, last = first + b->horizon->n_days - 1;
        int32_t from = agent->from != NO_DATE && agent->from > first ? agent->from : first;
        int32_t to = agent->to != NO_DATE && agent->to < last ? agent->to : last;
        if (from <= to)
            wages += agent->wage_per_h * fmax(contract->hours_week[0] - agent->time_off_h, 0) *
                     (to - from + 1) / 7;
    }
    return wages;
}

/* A fixed shift that the catalogue does not offer then can never be rostered. */
static enum status check_fixed(const struct build *b, struct diags *diags)
{
    enum status status = OK;
    for (int a = 0; a < b->plan->n_agents; a++) {
        for (int day = 0; day < b->horizon->n_days; day++) {
            int row = build_leave_on(b, a, day, true);
            bool offered = row < 0;
            for (int i = b->problem.first_choice[day];
                 !offered && i < b->problem.first_choice[day + 1]; i++)
                offered = build_is_fixed_choice(b, row, i);
            if (offered)
                continue;
            const struct leave *fixed = &b->plan->leaves[row];
            char date[DATE_TEXT];
            diag_error(
                diags, &fixed->at,
                "agent %s has shift %s fixed on %s, but shifts.csv offers no such start then",
                b->plan->agents[a].id, b->plan->shifts[fixed->shift].id,
                date_format(date, b->horizon->first + day));
            status = ERR_DATA;
        }
    }
    return status;
}

/* agents[n_rows] gives each row's agent, stride bytes apart. */
static struct rows_by_agent rows_by_agent(struct arena *arena, const void *agents, int n_rows,
                                          size_t stride, int n_agents)
{
    struct rows_by_agent out = {.first = ARENA_ARRAY(arena, int, n_agents + 2),
                                .row = ARENA_ARRAY(arena, int, n_rows)};
    const char *at = agents;
    for (int i = 0; i < n_rows; i++)
        out.first[*(const int *)(const void *)(at + (size_t)i * stride) + 2]++;
    for (int a = 0; a < n_agents; a++)
        out.first[a + 2] += out.first[a + 1];
    for (int i = 0; i < n_rows; i++)
        out.row[out.first[*(const int *)(const void *)(at + (size_t)i * stride) + 1]++] = i;
    return out;
}

static void index_rows(struct build *b)
{
    const struct plan *p = b->plan;
    int n = p->n_agents;
    b->leaves = rows_by_agent(b->arena, p->n_leaves ? &p->leaves[0].agent : NULL, p->n_leaves,
                              sizeof *p->leaves, n);
    b->wishes = rows_by_agent(b->arena, p->n_wishes ? &p->wishes[0].agent : NULL, p->n_wishes,
                              sizeof *p->wishes, n);
    b->ledger = rows_by_agent(b->arena, p->n_ledger ? &p->ledger[0].agent : NULL, p->n_ledger,
                              sizeof *p->ledger, n);
}

enum status build_problem(struct build *out, const struct plan *plan, const struct horizon *horizon,
                          const struct requirement *requirement, double price_factor,
                          const struct locks *locks, struct arena *arena, struct diags *diags)
{
    assert(requirement->grid.n_slots == horizon->grid.n_slots &&
           requirement->grid.begin == horizon->grid.begin &&
           requirement->grid.slot_s == horizon->grid.slot_s &&
           requirement->n_queues == plan->n_queues);
    *out = (struct build){.plan = plan,
                          .horizon = horizon,
                          .requirement = requirement,
                          .locks = locks,
                          .arena = arena};
    int32_t *day_begin = ARENA_ARRAY(arena, int32_t, horizon->n_days + 1);
    for (int day = 0; day <= horizon->n_days; day++)
        day_begin[day] = (int32_t)((horizon->begin[day] - horizon->begin[0]) / 60);
    out->problem.n_days = horizon->n_days;
    out->problem.day_begin_min = day_begin;
    index_rows(out);
    for (int a = 0; a < plan->n_agents; a++)
        out->buys_rest_days |= plan->agents[a].rest_days > 0;
    out->excess = ARENA_ARRAY(arena, double, plan->n_agents *N_BURDENS);
    out->wish_weight = ARENA_ARRAY(arena, double, plan->n_agents);
    out->team_off = ARENA_ARRAY(arena, bool, plan->n_agents * horizon->n_days);
    team_days_off(out->team_off, plan, requirement, horizon);
    ledger_excess(out->excess, plan, horizon->first);
    ledger_wish_weights(out->wish_weight, plan, horizon->first);
    TRY(build_list_posts(out, diags));
    TRY(find_night_windows(out, diags));
    TRY(find_hard_queues(out, diags));
    enum status breaks = make_break_plans(out, diags);
    enum status choices = make_choices(out, diags);
    if (breaks != OK || choices != OK || check_fixed(out, diags) != OK)
        return ERR_DATA;
    build_find_kept(out);
    build_earnings(out);
    build_cover(out, price_factor);
    make_people(out);
    build_bend(out);
    out->problem.least_people = build_least_uneven(out);
    make_given(out);
    out->week_wages = week_wages(out);
    out->problem.gap_floor = llround(out->week_wages / 100 / out->problem.currency_per_grain);
    return OK;
}
