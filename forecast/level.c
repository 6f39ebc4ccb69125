/* SPDX-License-Identifier: GPL-3.0-or-later */
/* level.c - day totals by a weighted ridge regression of their logarithm.
 *
 *     log((L_d + 1/2) / effect_d) = x_d' b + c_block(d) + e_d
 *     b, c = argmin sum_d u_d e_d^2 + sum_j r_j b_j^2 + r sum_k c_k^2
 *
 * x_d as design.c says: weekday, day of the month and its turn, season, holidays, eves, days after
 * closed days; and a step c every four weeks of the past.  u_d = 2^(-age / half-life) times a Huber
 * weight (beyond 2 robust deviations).  The steps keep slow change out of the other effects and are
 * then taken back into e.  The recent level is
 *
 *     m + sum_d v_d (e_d - m) / (sum_d v_d + prior),  v_d = 2^(-age / recent half-life)
 *
 * with m = 0 or, for a series that grows, the mean of the last months, itself pulled to 0.  It is
 * held over the horizon without a trend: levels are best pulled back to a mean (Taylor 2012,
 * doi:10.1287/mnsc.1110.1434).  The prior gives way to a jump far beyond the usual residual.  exp()
 * of the sum is the median; for small counts it is scaled to the mean of the fitted days.
 *
 * Methods of one half-life share the sums of their normal equations, which grow from origin to
 * origin (ridge.c).  Beside the regressions stand the plain mean of some weeks and exponential
 * smoothing,
 *
 *     l += a (y / s_w - l),   s_w += a (y / l - s_w) / 2,   y clipped to a third and three times,
 *
 * with 1 / n in place of a while that is greater.
 *
 * Sources: Aldor-Noiman, Feigin & Mandelbaum 2009, doi:10.1214/09-AOAS255; Ibrahim & L'Ecuyer 2013,
 * doi:10.1287/msom.1120.0405 (calendar effects); Huber 1964 (weights); Winters 1960,
 * doi:10.1287/mnsc.6.3.324 (smoothing). */
#include <math.h>
#include <string.h>

#include "forecast/design.h"

#define HUBER 2.0
#define ROUNDS 3
#define BISECTIONS 16
#define JUMP 3.0
#define SLOW_DAYS 91.0
#define SLOW_PRIOR 28.0
#define FEW_A_DAY 20.0
#define FADED 1e-4
#define CLIP 3.0

/* Methods of one half-life. */
struct group {
    double half_life; /* days */
    struct level_options widest;
    struct ridge ridge;
    double noise;  /* robust deviation of the residuals */
    int upto;      /* days that are in the sums */
    bool factored; /* as of upto, for some columns */
};

/* State of one exponential smoothing. */
struct smoothing {
    double level, season[7];
    int n, n_season[7], upto;
};

struct level_bank {
    struct design x;
    int n_options, n_groups;
    struct level_options *options; /* [n_options] */
    const double *total;
    struct ridge_row *row; /* [t->n_days] */
    double *y;             /* [now] NAN: not fitted */
    double *huber;         /* [now] */
    double *pull, *b, *c;  /* [columns], [columns], [blocks] */
    double *e;             /* [now] residuals, the steps in them */
    int *used;             /* [columns] */
    struct group *group;
    struct smoothing *smoothing; /* [n_options] */
};

static bool is_regression(const struct level_options *o)
{
    return o->mean_weeks == 0 && o->smoothing <= 0;
}

/* Weighted median of |e|, by bisection: a robust scale. */
static double scale_of(const double *e, const double *weight, int n)
{
    double lo = 0, hi = 0, all = 0;
    for (int d = 0; d < n; d++) {
        all += weight[d];
        if (weight[d] > 0)
            hi = fmax(hi, fabs(e[d]));
    }
    for (int round = 0; round < BISECTIONS; round++) {
        double mid = (lo + hi) / 2, below = 0;
        for (int d = 0; d < n; d++)
            below += fabs(e[d]) <= mid ? weight[d] : 0;
        if (2 * below < all)
            lo = mid;
        else
            hi = mid;
    }
    return hi * 1.4826;
}

/* Days [group->upto, origin) into the sums, at weights that grow by the day. */
static void add_days(struct group *group, const struct level_bank *bank, int origin)
{
    if (group->upto < origin)
        group->factored = false;
    for (int d = group->upto; d < origin; d++)
        if (!isnan(bank->y[d]))
            ridge_add(&group->ridge, &bank->row[d], design_block(&bank->x, d), bank->y[d],
                      bank->huber[d] * exp2(d / group->half_life));
    group->upto = origin;
}

static void solve(struct level_bank *bank, struct group *group, const struct level_options *options,
                  int origin)
{
    struct level_options use = *options;
    use.yearly &= origin >= DESIGN_YEARLY_DAYS;
    add_days(group, bank, origin);
    int n = design_used(bank->used, &bank->x, &use);
    if (!group->factored || !ridge_begins_with(&group->ridge, bank->used, n))
        ridge_factor(&group->ridge, bank->used, n, bank->pull, DESIGN_BLOCK_PULL,
                     exp2((origin - 1) / group->half_life));
    group->factored = true;
    ridge_solve(bank->b, bank->c, &group->ridge, n);
}

/* Robust deviation of the residuals as the group fades them.   age[now]  room */
static double noise_of(const struct level_bank *bank, const struct group *group, double *age)
{
    int now = bank->x.now;
    for (int d = 0; d < now; d++)
        age[d] = isnan(bank->y[d]) ? 0 : exp2((d + 1 - now) / group->half_life);
    return scale_of(bank->e, age, now);
}

/* Solve by the first group, weigh down what lies far off, again; all groups take the weights, since
 * steps keep slow change out of the residuals.  Holidays are few, and meant to differ. */
static void weigh_days(struct level_bank *bank, struct arena *arena)
{
    int now = bank->x.now;
    struct group *group = bank->group;
    double *age = ARENA_ARRAY(arena, double, now + 1);
    for (int round = 0; round < ROUNDS; round++) {
        solve(bank, group, &group->widest, now);
        for (int d = 0; d < now; d++)
            bank->e[d] = isnan(bank->y[d]) ? 0
                                           : bank->y[d] - ridge_dot(&bank->row[d], bank->b) -
                                                 bank->c[design_block(&bank->x, d)];
        double noise = noise_of(bank, group, age);
        for (int d = 0; d < now; d++) {
            bool judged = noise > 0 && bank->x.t->mark[d].holiday < 0;
            bank->huber[d] = 1 / fmax(1, judged ? fabs(bank->e[d]) / (HUBER * noise) : 0);
        }
        ridge_clear(&group->ridge);
        group->upto = 0;
        group->factored = false;
    }
    for (int g = 0; g < bank->n_groups; g++)
        bank->group[g].noise = noise_of(bank, &bank->group[g], age);
}

static struct group *group_of(struct level_bank *bank, const struct level_options *options)
{
    int g = 0;
    while (g < bank->n_groups && bank->group[g].widest.half_life_weeks != options->half_life_weeks)
        g++;
    return &bank->group[g];
}

static void make_groups(struct level_bank *bank, struct arena *arena)
{
    bank->group = ARENA_ARRAY(arena, struct group, bank->n_options + 1);
    for (int i = 0; i < bank->n_options; i++) {
        const struct level_options *o = &bank->options[i];
        if (!is_regression(o))
            continue;
        struct group *group = group_of(bank, o);
        group->widest.monthly |= o->monthly;
        group->widest.yearly |= o->yearly;
        if (group < bank->group + bank->n_groups)
            continue;
        bank->n_groups++;
        group->widest.half_life_weeks = o->half_life_weeks;
        group->half_life = o->half_life_weeks * 7;
        ridge_begin(&group->ridge, design_columns(&bank->x), bank->x.n_blocks, arena);
    }
}

static void load_days(struct level_bank *bank, struct arena *arena)
{
    const struct daytable *t = bank->x.t;
    bank->row = ARENA_ARRAY(arena, struct ridge_row, t->n_days + 1);
    bank->y = ARENA_ARRAY(arena, double, bank->x.now + 1);
    for (int d = 0; d < t->n_days; d++)
        design_row(&bank->row[d], &bank->x, d);
    bank->huber = ARENA_ARRAY(arena, double, bank->x.now + 1);
    for (int d = 0; d < bank->x.now; d++) {
        bank->y[d] = t->mark[d].left_out ? NAN : log((bank->total[d] + 0.5) / t->mark[d].effect);
        bank->huber[d] = 1;
    }
}

struct level_bank *level_bank_new(const struct daytable *t, int now, const double *total,
                                  const struct level_options *options, int n_options,
                                  struct arena *arena)
{
    struct level_bank *bank = ARENA_NEW(arena, struct level_bank);
    *bank = (struct level_bank){.n_options = n_options, .total = total};
    bank->options = ARENA_ARRAY(arena, struct level_options, n_options);
    for (int i = 0; i < n_options; i++) {
        bank->options[i] = options[i];
        bank->options[i].yearly &= now >= DESIGN_YEARLY_DAYS;
    }
    design_make(&bank->x, t, now);
    int n = design_columns(&bank->x);
    bank->pull = ARENA_ARRAY(arena, double, n);
    bank->b = ARENA_ARRAY(arena, double, n);
    bank->c = ARENA_ARRAY(arena, double, bank->x.n_blocks + 1);
    bank->e = ARENA_ARRAY(arena, double, now + 1);
    bank->used = ARENA_ARRAY(arena, int, n);
    bank->smoothing = ARENA_ARRAY(arena, struct smoothing, n_options);
    for (int j = 0; j < n; j++)
        bank->pull[j] = design_pull(&bank->x, j);
    load_days(bank, arena);
    make_groups(bank, arena);
    if (bank->n_groups > 0)
        weigh_days(bank, arena);
    return bank;
}

/* Sum of totals over sum of exp(fit), over the days that count; in full for a few contacts a day,
 * where the logarithm's mean is far from that of the counts, and hardly for many. */
static double median_to_mean(const struct level_bank *bank, const struct group *group, int origin)
{
    double came = 0, fitted = 0, all = 0;
    double fade = exp2(-1 / group->half_life), age = 1;
    for (int d = origin - 1; d >= 0 && age > FADED; d--, age *= fade) {
        if (isnan(bank->y[d]))
            continue;
        double weight = age * bank->huber[d], effect = bank->x.t->mark[d].effect;
        double fit = bank->y[d] - bank->e[d] + bank->c[design_block(&bank->x, d)];
        all += weight;
        came += weight * bank->total[d];
        fitted += weight * fmax(0, exp(fit) * effect - 0.5);
    }
    if (!(came > 0) || !(fitted > 0))
        return 1;
    return pow(came / fitted, 1 / (1 + came / all / FEW_A_DAY));
}

/* Weighted sum of the residuals before origin that fades by half in so many days, and its weight.
 */
static double faded_sum(double *weight, const struct level_bank *bank, int origin, double half_life)
{
    double sum = 0, n = 0, fade = exp2(-1 / half_life), age = 1;
    for (int d = origin - 1; d >= 0 && age > FADED; d--, age *= fade) {
        if (isnan(bank->y[d]))
            continue;
        double u = age * bank->huber[d];
        sum += u * bank->e[d];
        n += u;
    }
    *weight = n;
    return sum;
}

/* Pulled to the mean of the last months, and that to none.  The pull gives way when the residuals
 * are far beyond the usual: the level has jumped. */
static double recent_level(const struct level_bank *bank, const struct group *group, int origin,
                           double slow, const struct level_options *options)
{
    double n, sum = faded_sum(&n, bank, origin, options->recent_half_life);
    double jump = n > 0 && group->noise > 0 ? (sum / n - slow) / (JUMP * group->noise) : 0;
    return n > 0 ? slow + (sum - n * slow) / (n + options->recent_prior / (1 + jump * jump)) : 0;
}

/* All methods of the group with the same columns, from one solution. */
static void regress(double *const *level, struct level_bank *bank, struct group *group,
                    const struct level_options *like, int origin, int n_ahead)
{
    const struct day_mark *mark = bank->x.t->mark;
    solve(bank, group, like, origin);
    for (int d = 0; d < origin; d++)
        bank->e[d] = bank->y[d] - ridge_dot(&bank->row[d], bank->b);
    double to_mean = median_to_mean(bank, group, origin);
    double weight, slow = faded_sum(&weight, bank, origin, SLOW_DAYS);
    slow /= weight + SLOW_PRIOR;
    for (int i = 0; i < bank->n_options; i++) {
        const struct level_options *o = &bank->options[i];
        if (!level[i] || !is_regression(o) || o->half_life_weeks != like->half_life_weeks ||
            o->monthly != like->monthly || o->yearly != like->yearly)
            continue;
        double shift = recent_level(bank, group, origin, o->follows_months ? slow : 0, o);
        for (int h = 0; h < n_ahead; h++) {
            double log_level = ridge_dot(&bank->row[origin + h], bank->b) + shift;
            level[i][h] = to_mean * fmax(0, exp(log_level) * mark[origin + h].effect - 0.5);
        }
    }
}

static bool counts(const struct level_bank *bank, int day)
{
    return !isnan(bank->y[day]) && bank->x.t->mark[day].holiday < 0;
}

/* Mean of the last totals of the same weekday: the floor among levels. */
static void seasonal_mean(double *level, const struct level_bank *bank, int origin, int n_ahead,
                          int weeks)
{
    const struct day_mark *mark = bank->x.t->mark;
    for (int h = 0; h < n_ahead; h++) {
        double sum = 0;
        int n = 0;
        for (int d = origin + h - (h / 7 + 1) * 7; d >= 0 && n < weeks; d -= 7)
            if (counts(bank, d)) {
                sum += bank->total[d] / mark[d].effect;
                n++;
            }
        level[h] = n > 0 ? sum / n * mark[origin + h].effect : 0;
    }
}

/* Of a method whose columns no method before it has: one solution serves them all. */
static bool is_first_alike(const struct level_bank *bank, int i)
{
    const struct level_options *o = &bank->options[i];
    for (int j = 0; j < i; j++) {
        const struct level_options *p = &bank->options[j];
        if (is_regression(p) && p->half_life_weeks == o->half_life_weeks &&
            p->monthly == o->monthly && p->yearly == o->yearly)
            return false;
    }
    return true;
}

static void smooth_day(struct smoothing *s, double y, enum weekday w, double weight)
{
    double usual = s->level * s->season[w];
    if (s->n == 0)
        s->level = y;
    else if (usual > 0)
        y = fmin(fmax(y, usual / CLIP), usual * CLIP);
    if (s->n_season[w]++ == 0)
        s->season[w] = 1;
    double a = fmax(weight, 1.0 / ++s->n), g = fmax(weight / 2, 1.0 / s->n_season[w]);
    s->level += a * (y / s->season[w] - s->level);
    if (s->level > 0)
        s->season[w] += g * (y / s->level - s->season[w]);
    s->season[w] = fmax(s->season[w], 1e-3);
}

static void smoothed(double *level, struct smoothing *s, const struct level_bank *bank, int origin,
                     int n_ahead, double weight)
{
    const struct daytable *t = bank->x.t;
    for (; s->upto < origin; s->upto++)
        if (counts(bank, s->upto))
            smooth_day(s, bank->total[s->upto] / t->mark[s->upto].effect,
                       daytable_weekday(t, s->upto), weight);
    for (int h = 0; h < n_ahead; h++)
        level[h] =
            s->level * s->season[daytable_weekday(t, origin + h)] * t->mark[origin + h].effect;
}

void level_bank_totals(double *const *level, struct level_bank *bank, int origin, int n_ahead)
{
    for (int i = 0; i < bank->n_options; i++) {
        const struct level_options *o = &bank->options[i];
        if (is_regression(o)) {
            if (is_first_alike(bank, i))
                regress(level, bank, group_of(bank, o), o, origin, n_ahead);
        } else if (level[i] && o->mean_weeks > 0)
            seasonal_mean(level[i], bank, origin, n_ahead, o->mean_weeks);
        else if (level[i])
            smoothed(level[i], &bank->smoothing[i], bank, origin, n_ahead, o->smoothing);
    }
}
