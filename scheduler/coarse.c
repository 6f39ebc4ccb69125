/* SPDX-License-Identifier: GPL-3.0-or-later */
/* coarse.c - the same problem with rows added up.
 *
 * Let rows t of one type of choice and one block of days be one row T, whose cover is the sum of
 * theirs, and let that cost what the best division among them would:
 *     phi_T(y) = min { sum_t phi_t(y_t) : sum_t y_t = y }.
 * That is a relaxation; and as conjugates of such minima add up, its Lagrangian at duals pi_T is
 * the true one's at pi_t = pi_T.  So duals that are best for few rows are a fair place to begin
 * with many: first a row a type, then a row a type and some weeks, then the true rows.  Prices that
 * differ between the rows of a sum enter with their mean, which is a place to begin all the same.
 */
#include "scheduler/coarse.h"

#include <math.h>
#include <string.h>

#include "base/mem.h"
#include "scheduler/bundle_part.h"
#include "scheduler/colgen.h"

#define MOST_ROWS 700 /* of a problem that needs no sums */
#define ROUNDS 60
#define TOLERANCE 0.01

/* The rows' sums, and what is made over for them; the rest is the true problem's. */
struct coarse {
    const struct instance *fine;
    struct problem problem;
    struct instance instance;
    int *row_of;            /* [n_rows] of the true problem */
    struct choice *choices; /* [n_choices] */
    struct cover_price *cover;
    int32_t *given;
    struct price_curve *curve;
    struct master *master;
};

bool coarse_helps(const struct problem *problem)
{
    bool single = problem->row_min <= 0 && problem->n_side_posts == 0 && !problem->spell_of_row;
    for (int c = 0; c < problem->n_choices && single; c++)
        single = problem->choices[c].n_rows == 1;
    return single && problem->n_rows * problem->n_posts > MOST_ROWS;
}

/* Numbers the sums by type and block in the order of the choices; rows that no choice touches go
 * to the last one, where they change nothing that depends on anybody. */
static int number_rows(struct coarse *c, int block_days)
{
    const struct problem *problem = c->fine->problem;
    int n_types = 1, n = 0;
    for (int i = 0; i < problem->n_choices; i++)
        n_types = problem->choices[i].type >= n_types ? problem->choices[i].type + 1 : n_types;
    int n_blocks = problem->n_days / block_days + 1;
    int *number = NEW_ARRAY(int, n_types *n_blocks);
    for (int row = 0; row < problem->n_rows; row++)
        c->row_of[row] = -1;
    for (int i = 0; i < problem->n_choices; i++) {
        const struct choice *choice = &problem->choices[i];
        int *sum = &number[choice->day / block_days * n_types + choice->type];
        *sum = *sum > 0 ? *sum : ++n;
        if (c->row_of[choice->first_row] < 0)
            c->row_of[choice->first_row] = *sum - 1;
    }
    for (int row = 0; row < problem->n_rows; row++)
        c->row_of[row] = c->row_of[row] < 0 ? n : c->row_of[row];
    mem_free(number);
    return n + 1;
}

/* One linear price on either side: the mean over the rows, by what is needed there. */
static void add_cover(struct coarse *c, int post)
{
    const struct problem *problem = c->fine->problem;
    int n = c->problem.n_rows;
    double *weight = NEW_ARRAY(double, n), *lack = NEW_ARRAY(double, n);
    double *spare = NEW_ARRAY(double, n);
    for (int row = 0; row < problem->n_rows; row++) {
        const struct cover_price *from = &problem->cover[post * problem->n_rows + row];
        int sum = c->row_of[row];
        c->cover[post * n + sum].need += from->need;
        weight[sum] += from->need + 1;
        lack[sum] += (from->need + 1.0) * (double)(from->n_short > 0 ? from->short_price[0] : 0);
        spare[sum] +=
            (from->need + 1.0) * (double)(from->n_surplus > 0 ? from->surplus_price[0] : 0);
        if (problem->given)
            c->given[post * n + sum] += problem->given[post * problem->n_rows + row];
    }
    for (int sum = 0; sum < n; sum++) {
        struct cover_price *to = &c->cover[post * n + sum];
        to->n_short = to->n_surplus = 1;
        to->short_width[0] = to->surplus_width[0] = INT32_MAX;
        to->short_price[0] = weight[sum] > 0 ? llround(lack[sum] / weight[sum]) : 0;
        to->surplus_price[0] = weight[sum] > 0 ? llround(spare[sum] / weight[sum]) : 0;
    }
    mem_free(weight);
    mem_free(lack);
    mem_free(spare);
}

static struct coarse *coarse_new(const struct instance *fine, int block_days)
{
    struct coarse *c = NEW(struct coarse);
    const struct problem *problem = fine->problem;
    c->fine = fine;
    c->problem = *problem;
    c->row_of = NEW_ARRAY(int, problem->n_rows + 1);
    int n_rows = c->problem.n_rows = number_rows(c, block_days);
    c->choices = NEW_ARRAY(struct choice, problem->n_choices + 1);
    for (int i = 0; i < problem->n_choices; i++) {
        c->choices[i] = problem->choices[i];
        c->choices[i].first_row = c->row_of[problem->choices[i].first_row];
    }
    c->cover = NEW_ARRAY(struct cover_price, problem->n_posts * n_rows);
    c->given = NEW_ARRAY(int32_t, problem->n_posts *n_rows);
    for (int p = 0; p < problem->n_posts; p++)
        add_cover(c, p);
    c->problem.choices = c->choices;
    c->problem.cover = c->cover;
    c->problem.given = problem->given ? c->given : NULL;
    c->instance = *fine; /* tours are the same */
    c->instance.problem = &c->problem;
    c->instance.cover = cover_model_new(&c->problem);
    c->curve = price_curves_new(c->instance.cover);
    return c;
}

static void coarse_free(struct coarse *c)
{
    if (!c)
        return;
    master_free(c->master);
    mem_free(c->curve);
    cover_model_free(c->instance.cover);
    mem_free(c->row_of);
    mem_free(c->choices);
    mem_free(c->cover);
    mem_free(c->given);
    mem_free(c);
}

/* Tours with their weights, and tolls, of one master become another's, which has none. */
static void hand_tours(struct master *to, const struct master *from)
{
    for (int i = 0; i < to->n_people; i++) {
        const struct pack *pack = &from->pack[i];
        int n = 0;
        for (int k = 0; k < pack->n; k++) {
            size_t tour = master_tour(from, i, k);
            if (pack->weight[k] <= 0 ||
                !master_add(to, i, from->choice + tour, from->at + tour, pack->cost[k]))
                continue;
            to->pack[i].weight[n] = n == 0;
            if (n == 0)
                bundle_count_first(to, i);
            else
                bundle_move_weight(to, i, 0, n, pack->weight[k]);
            n++;
        }
    }
    memcpy(to->toll, from->toll, (size_t)(to->n_people * to->n_tolls) * sizeof *to->toll);
}

/* Column generation: the sums are few.  Without prices, where the first of them begins, the
 * Lagrangian is what people cost at least: a bound at once. */
static void solve_sums(struct master *m, struct run *run, double until_s)
{
    static const struct colgen_rules rules = {
        .rounds = ROUNDS, .iterations = 20000, .smoothing = 0.6, .tolerance = TOLERANCE};
    double scale = m->instance->problem->currency_per_grain;
    struct run part = *run;
    part.time_limit_s = until_s;
    if (master_look(m) == ROUND_INFEASIBLE || !master_has_tours(m))
        return;
    struct colgen_answer answer = {.bound = m->centre_value};
    colgen(&answer, m, &rules, m->centre, &part);
    run->stopped_by_clock = run->stopped_by_clock || part.stopped_by_clock;
    run_progress(run, "bound", NAN, answer.bound * scale, NAN);
}

/* From the duals of the sums to those of their rows. */
static void spread(double *dual, const struct coarse *c, const double *of_sums)
{
    const struct problem *problem = c->fine->problem;
    for (int p = 0; p < problem->n_posts; p++)
        for (int row = 0; row < problem->n_rows; row++)
            dual[p * problem->n_rows + row] = of_sums[p * c->problem.n_rows + c->row_of[row]];
}

static void gather(double *of_sums, const struct coarse *c, const double *dual)
{
    const struct problem *problem = c->fine->problem;
    for (int p = 0; p < problem->n_posts; p++)
        for (int row = 0; row < problem->n_rows; row++)
            of_sums[p * c->problem.n_rows + c->row_of[row]] = dual[p * problem->n_rows + row];
}

/* Days of so many weeks that the sums are few enough for the linear program. */
static int weeks_of_rows(const struct problem *problem)
{
    int rows_a_day = problem->n_rows * problem->n_posts / problem->n_days + 1, days = 7;
    while (days < problem->n_days && (problem->n_days / days + 1) * rows_a_day > MOST_ROWS)
        days += 7;
    return days;
}

static bool is_late(struct run *run, double until_s)
{
    return run_should_stop(run) || (until_s > 0 && run_elapsed_s(run) > until_s);
}

/* Duals of the rows' sums, and the sums with their tours; the caller frees them. */
static struct coarse *solve_coarse(double *dual, const struct master *like, const int *everybody,
                                   double tau, struct run *run, double until_s)
{
    const struct problem *problem = like->instance->problem;
    int n = problem->n_people, block_days[] = {problem->n_days, weeks_of_rows(problem)};
    double *start = NEW_ARRAY(double, problem->n_posts * problem->n_rows + 1);
    struct coarse *last = NULL;
    for (int level = 0; level < 2 && (!last || !is_late(run, until_s)); level++) {
        struct coarse *c = coarse_new(like->instance, block_days[level]);
        double share = (double)c->problem.n_rows / problem->n_rows;
        c->master = master_new(&c->instance, c->curve, n, like->cap, like->pool);
        gather(start, c, dual);
        master_begin(c->master, everybody, n, NULL, start, tau * share);
        if (last)
            hand_tours(c->master, last->master);
        solve_sums(c->master, run, until_s);
        spread(dual, c, c->master->centre);
        coarse_free(last);
        last = c;
    }
    mem_free(start);
    return last;
}

bool coarse_begin(struct master *master, const double *centre, double tau, struct run *run,
                  double until_s)
{
    const struct problem *problem = master->instance->problem;
    int n = problem->n_people, *everybody = NEW_ARRAY(int, n + 1);
    double *dual = NEW_ARRAY(double, problem->n_posts * problem->n_rows + 1);
    bool sums = !centre && coarse_helps(problem);
    for (int a = 0; a < n; a++)
        everybody[a] = a;
    struct coarse *c = sums ? solve_coarse(dual, master, everybody, tau, run, until_s) : NULL;
    master_begin(master, everybody, n, NULL, sums ? dual : centre, tau);
    if (sums)
        hand_tours(master, c->master);
    coarse_free(c);
    mem_free(everybody);
    mem_free(dual);
    return sums || centre;
}
