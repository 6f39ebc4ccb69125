/* SPDX-License-Identifier: GPL-3.0-or-later */
/* profile.c - the shape of a day.
 *
 * Weekday w, cell c:  mean_w(c) = sum_d u_d y_dc / sum_d u_d over the days with a known cell, u_d =
 * 2^(-age / half-life).  Each weekday's means, and the means pooled over weekdays, are brought to
 * sum 1; share_w = (n_w share_w + k pooled) / (n_w + k), n_w = sum of u_d.  Holidays are left out.
 * Source: Weinberg, Brown & Stroud 2007, doi:10.1198/016214506000001455 (day total x profile). */
#include <math.h>
#include <string.h>

#include "forecast/methods.h"

/* Discounted sums of one half-life; weights grow by the day in place of a rescaling. */
struct sums {
    double half_life;     /* days */
    double *sum, *weight; /* [8 * n_cells], row 7 is pooled */
    double *own, *pooled; /* [7 * n_cells] means of the weekday and of all, brought to sum 1 */
    double days[7];       /* weight of the weekday's best known cell; 0: nothing came */
};

struct profile_bank {
    const struct daytable *t;
    const struct profile_options *options;
    int n_options, n_sums, upto;
    struct sums *sums;
    bool works[7]; /* the weekday is open at some time; the others' shares stay 0 */
};

static bool usable(const struct daytable *t, int day)
{
    return !t->mark[day].left_out && t->mark[day].holiday < 0;
}

static void add_day(struct sums *sums, const struct daytable *t, int day)
{
    size_t n = (size_t)t->n_cells, w = (size_t)daytable_weekday(t, day) * n;
    double u = exp2(day / sums->half_life);
    const double *row = daytable_row(t, day);
    for (size_t c = 0; c < n; c++)
        if (!isnan(row[c])) {
            sums->sum[w + c] += u * row[c];
            sums->weight[w + c] += u;
        }
}

static void pool_days(struct sums *sums, size_t n)
{
    for (size_t c = 0; c < n; c++) {
        sums->sum[7 * n + c] = sums->weight[7 * n + c] = 0;
        for (size_t w = 0; w < 7; w++) {
            sums->sum[7 * n + c] += sums->sum[w * n + c];
            sums->weight[7 * n + c] += sums->weight[w * n + c];
        }
    }
}

/* Means where open, brought to sum 1.  Returns false if nothing came at all. */
static bool normalise(double *share, const double *sum, const double *weight, const bool *open,
                      int n_cells)
{
    double total = 0;
    for (int c = 0; c < n_cells; c++) {
        share[c] = open[c] && weight[c] > 0 ? sum[c] / weight[c] : 0;
        total += share[c];
    }
    double inverse = total > 0 ? 1 / total : 0;
    for (int c = 0; c < n_cells; c++)
        share[c] *= inverse;
    return total > 0;
}

static void smooth(double *share, const bool *open, int n_cells, int passes)
{
    for (; passes > 0; passes--) {
        double before = share[0];
        for (int c = 1; c + 1 < n_cells; c++) {
            double here = share[c];
            if (open[c - 1] && open[c] && open[c + 1])
                share[c] = (before + 2 * here + share[c + 1]) / 4;
            before = here;
        }
    }
}

/* The pooled profile on the weekday's own open cells; even where nothing is known. */
static void pool_for(double *pooled, const double *sum, const double *weight, const bool *open,
                     int n_cells)
{
    if (normalise(pooled, sum, weight, open, n_cells))
        return;
    int n_open = 0;
    for (int c = 0; c < n_cells; c++)
        n_open += open[c];
    for (int c = 0; c < n_cells; c++)
        pooled[c] = open[c] ? 1.0 / n_open : 0;
}

static struct sums *sums_of(struct profile_bank *bank, double half_life_days)
{
    int s = 0;
    while (s < bank->n_sums && bank->sums[s].half_life != half_life_days)
        s++;
    return &bank->sums[s];
}

struct profile_bank *profile_bank_new(const struct daytable *t,
                                      const struct profile_options *options, int n_options,
                                      struct arena *arena)
{
    struct profile_bank *bank = ARENA_NEW(arena, struct profile_bank);
    *bank = (struct profile_bank){.t = t, .options = options, .n_options = n_options};
    bank->sums = ARENA_ARRAY(arena, struct sums, n_options + 1);
    for (int at = 0; at < 7 * t->n_cells; at++)
        bank->works[at / t->n_cells] |= t->open[at];
    for (int i = 0; i < n_options; i++) {
        double half_life = options[i].half_life_weeks * 7;
        struct sums *sums = sums_of(bank, half_life);
        if (sums < bank->sums + bank->n_sums)
            continue;
        bank->n_sums++;
        sums->half_life = half_life;
        sums->sum = ARENA_ARRAY(arena, double, 8 * t->n_cells);
        sums->weight = ARENA_ARRAY(arena, double, 8 * t->n_cells);
        sums->own = ARENA_ARRAY(arena, double, 7 * t->n_cells);
        sums->pooled = ARENA_ARRAY(arena, double, 7 * t->n_cells);
    }
    return bank;
}

/* The means as of `origin`. */
static void take_means(struct sums *sums, const struct profile_bank *bank, int origin)
{
    const struct daytable *t = bank->t;
    size_t n = (size_t)t->n_cells;
    double age = exp2(-origin / sums->half_life); /* brings weights back to 1 for the newest day */
    pool_days(sums, n);
    for (size_t w = 0; w < 7; w++) {
        if (!bank->works[w])
            continue;
        const bool *open = t->open + w * n;
        const double *weight = sums->weight + w * n;
        bool any = normalise(sums->own + w * n, sums->sum + w * n, weight, open, t->n_cells);
        pool_for(sums->pooled + w * n, sums->sum + 7 * n, sums->weight + 7 * n, open, t->n_cells);
        sums->days[w] = 0;
        for (size_t c = 0; c < n && any; c++)
            sums->days[w] = weight[c] * age > sums->days[w] ? weight[c] * age : sums->days[w];
    }
}

static void weekday_share(double *mine, const struct daytable *t, const struct sums *sums, int w,
                          const struct profile_options *options)
{
    size_t n = (size_t)t->n_cells, at = (size_t)w * n;
    double days = sums->days[w];
    double pull = days > 0 ? options->pooled_weeks / (options->pooled_weeks + days) : 1;
    for (size_t c = 0; c < n; c++)
        mine[c] = sums->own[at + c] + pull * (sums->pooled[at + c] - sums->own[at + c]);
    smooth(mine, t->open + at, t->n_cells, options->smooth);
}

void profile_bank_shares(double *const *share, struct profile_bank *bank, int origin)
{
    const struct daytable *t = bank->t;
    for (int s = 0; s < bank->n_sums; s++) {
        for (int d = bank->upto; d < origin; d++)
            if (usable(t, d))
                add_day(&bank->sums[s], t, d);
        take_means(&bank->sums[s], bank, origin);
    }
    bank->upto = origin;
    for (int i = 0; i < bank->n_options; i++) {
        const struct profile_options *o = &bank->options[i];
        const struct sums *sums = sums_of(bank, o->half_life_weeks * 7);
        for (int w = 0; w < 7 && share[i]; w++)
            if (bank->works[w])
                weekday_share(share[i] + (size_t)w * (size_t)t->n_cells, t, sums, w, o);
    }
}

void profile_totals(double *total, const struct daytable *t, int origin, const double *share)
{
    for (int d = 0; d < origin; d++) {
        const double *row = daytable_row(t, d);
        const double *s = share + (size_t)daytable_weekday(t, d) * (size_t)t->n_cells;
        double sum = 0, part = 0;
        for (int c = 0; c < t->n_cells; c++)
            if (!isnan(row[c])) {
                sum += row[c];
                part += s[c];
            }
        total[d] = part >= 0.5 ? sum / part : NAN;
    }
}
