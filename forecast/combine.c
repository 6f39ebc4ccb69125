/* SPDX-License-Identifier: GPL-3.0-or-later */
/* combine.c - one forecast from many: f = (1 - v) * level * share + v * floor.
 *
 * level = sum_i w_i level_i and share = sum_j u_j share_j over the rows of the tables below.  The
 * internal backtest takes origins a week apart before the real one, each followed by the days at
 * the lead asked for, and scores
 *
 *     levels     by sum |day total - level_i|
 *     profiles   by sum |y - day total * share_j|, the totals known
 *     mixtures   by sum |y - f|, with v and floor as in the table
 *
 * (squared where counts are few); where there are related queues, what they make of the days
 * (borrow.c) is a floor too.  Weights fall with the error,
 *
 *     w_i = exp(-sharpness (E_i / E_best - 1)),
 *
 * so near ties are averaged and what is plainly worse drops out.  Days that the calendar sets apart
 * are left to the regressions, and of a queue that has not seen them for a year to its relatives.
 * Timmermann 2006, doi:10.1016/S1574-0706(05)01004-9. */
#include "forecast/combine.h"

#include <math.h>
#include <string.h>

#include "forecast/borrow.h"
#include "forecast/svd.h"

#define LEAST_HISTORY 28
#define YEAR_DAYS 364
#define FEW 3.0
#define LEVEL_SHARPNESS 100.0
#define SHAPE_SHARPNESS 200.0
#define BASE_SHAPE 2 /* the profile that totals are read with */
#define BASE_LEVEL 5 /* for a history too short to choose */

static const struct profile_options profiles[N_SHAPES] = {
    /* half-life in weeks, pooled weeks, smoothing */
    {4, 2, 0},  {8, 1, 0},  {20, 1, 0}, {20, 1, 1}, {64, 1, 0},  {64, 1, 1},
    {64, 4, 1}, {64, 1, 2}, {64, 4, 2}, {64, 4, 3}, {150, 4, 2}, {20, 4, 2},
};

static const struct level_options levels[N_LEVELS] = {
    /* half-life in weeks, recent half-life and prior in days, monthly, yearly, follows months; of
       one half-life those without months before those that have them but no season: level.c */
    {52, 4, 3, true, true, false, 0, 0},
    {52, 10, 6, true, true, false, 0, 0},
    {52, 28, 6, true, true, false, 0, 0},
    {52, 10, 6, true, true, true, 0, 0},
    {52, 4, 3, true, true, true, 0, 0},
    {52, 10, 6, false, true, false, 0, 0},
    {52, 28, 6, false, true, false, 0, 0},
    {52, 10, 6, false, true, true, 0, 0},
    {52, 28, 6, false, true, true, 0, 0},
    {52, 28, 3, false, false, false, 0, 0},
    {52, 4, 3, true, false, false, 0, 0},
    {52, 10, 6, true, false, false, 0, 0},
    {16, 10, 6, true, false, false, 0, 0},
    {16, 10, 6, false, false, false, 0, 0},
    {156, 14, 28, false, true, false, 0, 0},
    {156, 60, 6, true, false, false, 0, 0},
    {8, 28, 6, false, false, false, 0, 0},
    {.mean_weeks = 8},
    {.mean_weeks = 13},
    {.smoothing = 0.1},
    {.smoothing = 0.3},
};

enum floor_kind {
    FLOOR_NONE,
    FLOOR_MEAN_8,
    FLOOR_MEDIAN_6,
    FLOOR_SVD,
    FLOOR_RELATED, /* last: most queues have none */
    N_FLOORS
};

static const struct {
    enum floor_kind floor;
    double part;
} mixes[N_MIXES] = {
    {FLOOR_NONE, 0},       {FLOOR_MEAN_8, 0.3},   {FLOOR_MEAN_8, 0.6},  {FLOOR_MEAN_8, 1},
    {FLOOR_MEDIAN_6, 0.3}, {FLOOR_MEDIAN_6, 0.6}, {FLOOR_MEDIAN_6, 1},  {FLOOR_SVD, 0.3},
    {FLOOR_SVD, 0.6},      {FLOOR_SVD, 1},        {FLOOR_RELATED, 0.3}, {FLOOR_RELATED, 0.6},
    {FLOOR_RELATED, 1},
};
enum { N_OWN_MIXES = 10, ALL_RELATED = N_MIXES - 1 };

static size_t at(const struct daytable *t, int h, int c)
{
    return (size_t)h * (size_t)t->n_cells + (size_t)c;
}

static const double *share_of(const struct daytable *t, const double *share, int day)
{
    return share + at(t, (int)daytable_weekday(t, day), 0);
}

/* All methods fitted at one origin. */
struct fits {
    int origin, n_ahead;
    double *share[N_SHAPES]; /* [7 * n_cells] */
    double *level[N_LEVELS]; /* [n_ahead] */
};

/* What one series is fitted with, from origin to origin. */
struct bank {
    const struct daytable *t;
    struct profile_bank *profiles;
    struct level_bank *levels;
    const struct related *related; /* NULL: none */
};

/* Totals are read with the profile of all that is known at `now`: it matters where cells miss. */
static void bank_open(struct bank *out, const struct daytable *t, int now, struct arena *scratch)
{
    double *total = ARENA_ARRAY(scratch, double, now + 1);
    double *share = ARENA_ARRAY(scratch, double, 7 * t->n_cells);
    struct profile_bank *base = profile_bank_new(t, &profiles[BASE_SHAPE], 1, scratch);
    profile_bank_shares(&share, base, now);
    profile_totals(total, t, now, share);
    out->t = t;
    out->profiles = profile_bank_new(t, profiles, N_SHAPES, scratch);
    out->levels = level_bank_new(t, now, total, levels, N_LEVELS, scratch);
}

/* Rows with weight 0 in `choice` are left NULL; choice NULL: all. */
static void fit_all(struct fits *out, struct bank *bank, const struct choice *choice, int origin,
                    int n_ahead, struct arena *scratch)
{
    *out = (struct fits){.origin = origin, .n_ahead = n_ahead};
    for (int j = 0; j < N_SHAPES; j++)
        if (!choice || choice->profile[j] > 0 || j == BASE_SHAPE)
            out->share[j] = ARENA_ARRAY(scratch, double, 7 * bank->t->n_cells);
    for (int i = 0; i < N_LEVELS; i++)
        if (!choice || choice->level[i] > 0 || i == BASE_LEVEL)
            out->level[i] = ARENA_ARRAY(scratch, double, n_ahead + 1);
    profile_bank_shares(out->share, bank->profiles, origin);
    level_bank_totals(out->level, bank->levels, origin, n_ahead);
}

/* A day that the calendar sets apart: only a regression knows it. */
static bool special(const struct daytable *t, int day)
{
    return t->mark[day].holiday >= 0 || t->mark[day].after_closed || t->mark[day].eve;
}

static bool knows_calendar(const struct level_options *options)
{
    return options->mean_weeks == 0 && options->smoothing <= 0;
}

static double weighed_level(const struct fits *fits, const struct choice *choice,
                            const struct daytable *t, int h)
{
    bool all = !special(t, fits->origin + h);
    double sum = 0, weight = 0;
    for (int i = 0; i < N_LEVELS; i++)
        if (choice->level[i] > 0 && (all || knows_calendar(&levels[i]))) {
            sum += choice->level[i] * fits->level[i][h];
            weight += choice->level[i];
        }
    return weight > 0 ? sum / weight : fits->level[BASE_LEVEL][h];
}

static void level_by_profile(double *out, const struct fits *fits, const struct choice *choice,
                             const struct daytable *t)
{
    for (int h = 0; h < fits->n_ahead; h++) {
        double level = weighed_level(fits, choice, t, h);
        memset(out + at(t, h, 0), 0, sizeof *out * (size_t)t->n_cells);
        for (int j = 0; j < N_SHAPES; j++) {
            if (choice->profile[j] <= 0)
                continue;
            const double *share = share_of(t, fits->share[j], fits->origin + h);
            for (int c = 0; c < t->n_cells; c++)
                out[at(t, h, c)] += choice->profile[j] * level * share[c];
        }
    }
}

static void mix_in(double *out, const double *floor, double part, const struct daytable *t,
                   int origin, int n_ahead)
{
    for (int h = 0; h < n_ahead; h++)
        for (int c = 0; c < t->n_cells && !special(t, origin + h); c++)
            if (!isnan(floor[at(t, h, c)]))
                out[at(t, h, c)] += part * (floor[at(t, h, c)] - out[at(t, h, c)]);
}

/* Relatives know the calendar as well: their part of a usual day, and a special one altogether as
 * long as the queue is young. */
static void lean(double *out, const double *floor, double part, const struct bank *bank, int origin,
                 int n_ahead)
{
    const struct daytable *t = bank->t;
    for (int h = 0; h < n_ahead; h++) {
        bool apart = special(t, origin + h) || borrow_is_special(bank->related, t, origin + h);
        double mine = apart && origin < YEAR_DAYS ? 1 : part;
        for (int c = 0; c < t->n_cells && mine > 0; c++)
            if (!isnan(floor[at(t, h, c)]))
                out[at(t, h, c)] += mine * (floor[at(t, h, c)] - out[at(t, h, c)]);
    }
}

/* The chosen mixture of a recipe and its floor; of[FLOOR_RELATED] is NULL where there are none. */
static void mix(double *out, double *const of[N_FLOORS], int chosen, const struct bank *bank,
                int origin, int n_ahead)
{
    enum floor_kind kind = mixes[chosen].floor;
    if (kind != FLOOR_NONE && kind != FLOOR_RELATED)
        mix_in(out, of[kind], mixes[chosen].part, bank->t, origin, n_ahead);
    if (of[FLOOR_RELATED])
        lean(out, of[FLOOR_RELATED], kind == FLOOR_RELATED ? mixes[chosen].part : 0, bank, origin,
             n_ahead);
}

/* back: how many weeks before the origin that the forecast is made at. */
static void floor_of(double *out, enum floor_kind kind, const struct bank *bank, struct svd *svd,
                     int origin, int back, int n_ahead)
{
    if (kind == FLOOR_MEAN_8)
        floor_mean(out, bank->t, origin, n_ahead, 8);
    else if (kind == FLOOR_MEDIAN_6)
        floor_median(out, bank->t, origin, n_ahead, 6);
    else if (kind == FLOOR_SVD)
        svd_predict(out, svd, origin, n_ahead);
    else
        borrow_predict(out, bank->related, bank->t, origin, back, n_ahead);
}

static int count_floors(const struct bank *bank)
{
    return bank->related ? N_FLOORS : FLOOR_RELATED;
}

static void close_cells(double *out, const struct daytable *t, int origin, int n_ahead)
{
    for (int h = 0; h < n_ahead; h++) {
        const bool *open = t->open + at(t, (int)daytable_weekday(t, origin + h), 0);
        for (int c = 0; c < t->n_cells; c++)
            if (t->mark[origin + h].closed || !open[c])
                out[at(t, h, c)] = 0;
    }
}

/* Sums of losses over all origins.  Absolute error likes the median: with a few contacts in a cell
 * or a day that is 0, and nobody would be planned; there the loss is squared. */
struct scores {
    bool few_a_day, few_a_cell;
    double level[N_LEVELS], profile[N_SHAPES], mix[N_MIXES];
};

static double loss(double error, bool few)
{
    return few ? error * error : fabs(error);
}

static void judge_counts(struct scores *scores, const struct daytable *t, int origin)
{
    double sum = 0;
    long cells = 0, days = 0;
    for (int d = 0; d < origin; d++) {
        const double *row = daytable_row(t, d);
        long before = cells;
        for (int c = 0; c < t->n_cells; c++)
            if (!isnan(row[c])) {
                sum += row[c];
                cells++;
            }
        days += cells > before;
    }
    scores->few_a_day = sum < FEW * (double)days;
    scores->few_a_cell = sum < FEW * (double)cells;
}

static bool scored(const struct daytable *t, int day)
{
    return !t->mark[day].left_out && t->mark[day].holiday < 0;
}

/* The known cells of a day. */
struct known {
    int n;
    int *cell;    /* [n_cells] */
    double *came; /* [n_cells] */
    double sum;
};

static void know_day(struct known *out, const struct daytable *t, int day)
{
    const double *row = daytable_row(t, day);
    out->n = 0;
    out->sum = 0;
    for (int c = 0; c < t->n_cells; c++)
        if (!isnan(row[c])) {
            out->cell[out->n] = c;
            out->came[out->n++] = row[c];
            out->sum += row[c];
        }
}

static double part_known(const struct known *day, const double *share)
{
    double part = 0;
    for (int i = 0; i < day->n; i++)
        part += share[day->cell[i]];
    return part;
}

/* Sum of the losses of the day's total laid out by the profile; two chains of sums side by side. */
static double profile_loss(const struct known *day, const double *share, bool few)
{
    double part = part_known(day, share), f = part > 0 ? day->sum / part : 0, sum[2] = {0};
    for (int i = 0; i < day->n && part > 0; i++)
        sum[i % 2] += loss(day->came[i] - f * share[day->cell[i]], few);
    return sum[0] + sum[1];
}

static void score_parts(struct scores *scores, const struct daytable *t, const struct fits *fits,
                        struct known *known, int lead)
{
    for (int h = lead; h < fits->n_ahead; h++) {
        int day = fits->origin + h;
        if (!scored(t, day))
            continue;
        know_day(known, t, day);
        double part = part_known(known, share_of(t, fits->share[BASE_SHAPE], day));
        for (int i = 0; i < N_LEVELS && part > 0; i++)
            scores->level[i] += loss(known->sum - fits->level[i][h] * part, scores->few_a_day);
        for (int j = 0; j < N_SHAPES; j++)
            scores->profile[j] +=
                profile_loss(known, share_of(t, fits->share[j], day), scores->few_a_cell);
    }
}

/* Losses of a cell's mixtures, side by side. */
static void score_cell(double *restrict loss_of, int n_mixes, double y, double f,
                       const double beyond[N_FLOORS], bool few)
{
    for (int m = 0; m < n_mixes; m++) {
        double error = y - f - mixes[m].part * beyond[mixes[m].floor];
        loss_of[m] += few ? error * error : fabs(error);
    }
}

static void score_mixes(struct scores *scores, const struct daytable *t, int origin, int lead,
                        int n_ahead, const double *recipe, double *const floor[N_FLOORS])
{
    int n_floors = floor[FLOOR_RELATED] ? N_FLOORS : FLOOR_RELATED;
    int n_mixes = floor[FLOOR_RELATED] ? N_MIXES : N_OWN_MIXES;
    for (int h = lead; h < n_ahead; h++) {
        if (!scored(t, origin + h))
            continue;
        const double *row = daytable_row(t, origin + h);
        for (int c = 0; c < t->n_cells; c++) {
            if (isnan(row[c]))
                continue;
            double f = recipe[at(t, h, c)], beyond[N_FLOORS] = {0};
            for (int k = 1; k < n_floors; k++) {
                double g = floor[k][at(t, h, c)];
                beyond[k] = isnan(g) ? 0 : g - f;
            }
            score_cell(scores->mix, n_mixes, row[c], f, beyond, scores->few_a_cell);
        }
    }
}

static void weigh(double *weight, const double *error, int n, double sharpness)
{
    double best = INFINITY, sum = 0;
    for (int i = 0; i < n; i++)
        best = fmin(best, error[i]);
    for (int i = 0; i < n; i++) {
        double worse = best > 0 ? error[i] / best - 1 : 0;
        weight[i] = exp(-sharpness * worse);
        weight[i] = weight[i] < 0.02 ? 0 : weight[i];
        sum += weight[i];
    }
    for (int i = 0; i < n; i++)
        weight[i] /= sum;
}

int combine_origins(int origin[MAX_ORIGINS], int now, int n_ahead)
{
    int n = 0;
    for (int o = now - n_ahead; o >= LEAST_HISTORY && n < MAX_ORIGINS; o -= 7)
        origin[n++] = o;
    return n;
}

static void choose_default(struct choice *out, const struct related *related)
{
    *out = (struct choice){.spread = related ? related->spread : spread_unknown,
                           .mix = related ? ALL_RELATED : 0};
    out->level[BASE_LEVEL] = 1;
    out->profile[BASE_SHAPE] = 1;
}

/* Mixtures: the plain recipe unless another is better by more than 1 %. */
static int best_mix(const double *error, int n_mixes)
{
    int best = 0;
    for (int m = 1; m < n_mixes; m++)
        if (error[m] < error[best] * (best == 0 ? 0.99 : 1))
            best = m;
    return best;
}

/* The chosen mixture at all origins, and its spread.  recipe[n][n_ahead * n_cells] becomes it. */
static void measure_spread(struct choice *choice, double *recipe, double *const *floor,
                           const struct bank *bank, const int *origins, int lead, int n_ahead,
                           struct arena *scratch)
{
    size_t n_cells = (size_t)n_ahead * (size_t)bank->t->n_cells;
    struct spread_sample sample;
    spread_begin(&sample, bank->t, choice->n_origins * n_ahead, scratch);
    for (int i = 0; i < choice->n_origins; i++) {
        double *mine = recipe + n_cells * (size_t)i, *of[N_FLOORS] = {NULL};
        for (int k = 1; k < count_floors(bank); k++)
            of[k] = floor[k] + n_cells * (size_t)i;
        mix(mine, of, choice->mix, bank, origins[i], n_ahead);
        spread_add(&sample, bank->t, origins[i], lead, n_ahead, mine, spread_weight(i));
    }
    spread_fit(&choice->spread, &sample);
}

/* Best mixture of the recipe, all floors at all origins, the oldest first. */
static void choose_mix(struct choice *out, const struct fits *fits, const int *origins,
                       struct scores *scores, const struct bank *bank, int lead, int n_ahead,
                       struct arena *scratch)
{
    const struct daytable *t = bank->t;
    int n = out->n_origins;
    size_t n_cells = (size_t)n_ahead * (size_t)t->n_cells;
    double *recipe = ARENA_ARRAY(scratch, double, n_cells *(size_t)n), *floor[N_FLOORS];
    struct svd svd;
    svd_make(&svd, t, origins[n - 1], scratch);
    for (int k = 1; k < count_floors(bank); k++)
        floor[k] = ARENA_ARRAY(scratch, double, n_cells *(size_t)n);
    for (int i = n - 1; i >= 0; i--) {
        double *mine = recipe + n_cells * (size_t)i, *of[N_FLOORS] = {NULL};
        level_by_profile(mine, &fits[i], out, t);
        for (int k = 1; k < count_floors(bank); k++) {
            of[k] = floor[k] + n_cells * (size_t)i;
            floor_of(of[k], (enum floor_kind)k, bank, &svd, origins[i], i + 1, n_ahead);
        }
        score_mixes(scores, t, origins[i], lead, n_ahead, mine, of);
    }
    out->mix = best_mix(scores->mix, bank->related ? N_MIXES : N_OWN_MIXES);
    measure_spread(out, recipe, floor, bank, origins, lead, n_ahead, scratch);
    out->past = recipe;
}

static void choose(struct choice *out, struct bank *bank, int origin, int lead, int n_ahead,
                   struct arena *scratch)
{
    const struct daytable *t = bank->t;
    int origins[MAX_ORIGINS];
    struct fits fits[MAX_ORIGINS];
    struct scores scores = {0};
    int n = combine_origins(origins, origin, n_ahead);
    if (n == 0)
        return;
    struct known known = {.cell = ARENA_ARRAY(scratch, int, t->n_cells),
                          .came = ARENA_ARRAY(scratch, double, t->n_cells)};
    judge_counts(&scores, t, origin);
    for (int i = n - 1; i >= 0; i--) {
        fit_all(&fits[i], bank, NULL, origins[i], n_ahead, scratch);
        score_parts(&scores, t, &fits[i], &known, lead);
    }
    weigh(out->level, scores.level, N_LEVELS, LEVEL_SHARPNESS);
    weigh(out->profile, scores.profile, N_SHAPES, SHAPE_SHARPNESS);
    out->n_origins = n;
    choose_mix(out, fits, origins, &scores, bank, lead, n_ahead, scratch);
}

static void predict(double *out, const struct choice *choice, struct bank *bank, int origin,
                    int n_ahead, struct arena *scratch)
{
    size_t n_cells = (size_t)n_ahead * (size_t)bank->t->n_cells;
    double *of[N_FLOORS] = {NULL};
    struct fits fits;
    struct svd svd;
    fit_all(&fits, bank, choice, origin, n_ahead, scratch);
    level_by_profile(out, &fits, choice, bank->t);
    if (mixes[choice->mix].floor == FLOOR_SVD)
        svd_make(&svd, bank->t, origin, scratch);
    for (int k = 1; k < count_floors(bank); k++)
        if (k == FLOOR_RELATED || k == (int)mixes[choice->mix].floor) {
            of[k] = ARENA_ARRAY(scratch, double, n_cells);
            floor_of(of[k], (enum floor_kind)k, bank, &svd, origin, 0, n_ahead);
        }
    mix(out, of, choice->mix, bank, origin, n_ahead);
    close_cells(out, bank->t, origin, n_ahead);
}

void combine_predict(double *out, struct choice *choice, const struct daytable *t,
                     const struct related *related, int origin, int lead, int n_ahead,
                     struct arena *scratch)
{
    struct bank bank = {.related = related};
    choose_default(choice, related);
    bank_open(&bank, t, origin, scratch);
    choose(choice, &bank, origin, lead, n_ahead, scratch);
    predict(out, choice, &bank, origin, n_ahead, scratch);
}

void combine_single(double *out, const struct daytable *t, int origin, int n_ahead,
                    struct arena *scratch)
{
    struct bank bank = {0};
    struct choice choice;
    choose_default(&choice, NULL);
    bank_open(&bank, t, origin, scratch);
    predict(out, &choice, &bank, origin, n_ahead, scratch);
}
