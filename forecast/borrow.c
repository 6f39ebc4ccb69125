/* SPDX-License-Identifier: GPL-3.0-or-later */
/* borrow.c - a young queue as a part of its client's other queues.
 *
 *     f_dc = rho a_w b_c P_dc
 *
 * P is the forecast of the others' sum, which knows their seasons, holidays and recent days; y and
 * p are what came, over the days and cells that both have, u = 2^(-age / half-life):
 *
 *     rho = sum u y / sum u p
 *     a_w = 1 + n_w / (n_w + k (1 + m / contacts a day)) (Y_w / (rho P_w) - 1)      weekday w
 *     b_c = (Y_c + m) / (rho P_c + m)                                              cell c
 *
 * Y and P with an index are the sums of that weekday or cell, n_w = sum of u over its days: few
 * days and few contacts leave the others' pattern as it is (b is the mean of a gamma posterior).
 * A ratio of what came on the same days is free of what moved both, which is why it is known after
 * days where a level takes weeks.  Source: Ibrahim & L'Ecuyer 2013, doi:10.1287/msom.1120.0405 (the
 * day effects of related queues move together). */
#include "forecast/borrow.h"

#include <math.h>

#define HALF_LIFE_DAYS 56.0
#define YOUNG_DAYS 182
#define GROWN_DAYS 84
#define WEEKS_PULL 2.0 /* k */
#define CONTACTS 50.0  /* m */
#define CELLS_A_DAY_MOST 1440

const struct related *borrow_related(const struct forecast_input *in, const struct daytable *own,
                                     int n_days, int lead, struct arena *arena)
{
    if (!in->related || n_days >= YOUNG_DAYS)
        return NULL;
    struct forecast_input others = *in;
    others.series = in->related;
    others.related = NULL;
    others.hours = NULL;
    others.queue = -1; /* events of every queue only */
    others.until = own->first + own->n_known;
    struct related *out = ARENA_NEW(arena, struct related);
    daytable_make(&out->t, &others, own->slot_s, own->first + own->n_days - 1, arena);
    const struct daytable *t = &out->t;
    int n_ahead = own->n_days - own->n_known;
    int grown = 2 * n_days > GROWN_DAYS ? 2 * n_days : GROWN_DAYS;
    if (t->slot_s != own->slot_s || t->n_known < grown || t->n_days - t->n_known != n_ahead)
        return NULL;
    double *cells = ARENA_ARRAY(arena, double, (size_t)n_ahead *(size_t)t->n_cells);
    struct choice choice;
    combine_predict(cells, &choice, t, NULL, t->n_known, lead, n_ahead, arena);
    out->cells = cells;
    out->past = choice.past;
    out->n_past = choice.n_origins;
    out->spread = choice.spread;
    return out;
}

/* Row of the others' table on the date of a row of ours; -1: none. */
static int row_there(const struct related *related, const struct daytable *own, int day)
{
    int there = own->first + day - related->t.first;
    return there >= 0 && there < related->t.n_days ? there : -1;
}

/* Cell of theirs at the time of day of ours; -1: none. */
static int cell_there(const struct related *related, const struct daytable *own, int cell)
{
    int there = own->first_cell + cell - related->t.first_cell;
    return there >= 0 && there < related->t.n_cells ? there : -1;
}

bool borrow_is_special(const struct related *related, const struct daytable *own, int day)
{
    int there = row_there(related, own, day);
    if (there < 0)
        return false;
    const struct day_mark *mark = &related->t.mark[there];
    return mark->holiday >= 0 || mark->eve || mark->after_closed;
}

struct ratio {
    double own, theirs, n; /* n: weight of the days */
};

struct ratios {
    struct ratio all, weekday[7], cell[CELLS_A_DAY_MOST];
};

static void add(struct ratio *ratio, double own, double theirs)
{
    ratio->own += own;
    ratio->theirs += theirs;
}

static void add_day(struct ratios *ratios, const struct related *related,
                    const struct daytable *own, int day, double u)
{
    int there = row_there(related, own, day);
    const struct day_mark *mark = &own->mark[day];
    if (there < 0 || there >= related->t.n_known || mark->left_out || !(mark->effect > 0) ||
        mark->holiday >= 0)
        return;
    const struct day_mark *mark_there = &related->t.mark[there];
    if (mark_there->left_out || !(mark_there->effect > 0) || mark_there->holiday >= 0)
        return;
    const double *y = daytable_row(own, day), *p = daytable_row(&related->t, there);
    struct ratio *weekday = &ratios->weekday[daytable_weekday(own, day)];
    bool any = false;
    for (int c = 0; c < own->n_cells; c++) {
        int k = cell_there(related, own, c);
        if (k < 0 || isnan(y[c]) || isnan(p[k]))
            continue;
        add(&ratios->all, u * y[c] / mark->effect, u * p[k] / mark_there->effect);
        add(weekday, u * y[c] / mark->effect, u * p[k] / mark_there->effect);
        add(&ratios->cell[c], u * y[c] / mark->effect, u * p[k] / mark_there->effect);
        any = true;
    }
    weekday->n += any ? u : 0;
    ratios->all.n += any ? u : 0;
}

/* a_w, 1 where the weekday was not seen. */
static double weekday_factor(const struct ratios *ratios, enum weekday w, double rho)
{
    const struct ratio *r = &ratios->weekday[w];
    double a_day = ratios->all.own / ratios->all.n;
    double trust = r->n / (r->n + WEEKS_PULL * (1 + CONTACTS / a_day));
    return r->theirs > 0 ? 1 + trust * (r->own / (rho * r->theirs) - 1) : 1;
}

void borrow_predict(double *out, const struct related *related, const struct daytable *own,
                    int origin, int back, int n_ahead)
{
    const struct daytable *t = &related->t;
    size_t n = (size_t)n_ahead * (size_t)t->n_cells;
    const double *theirs = back == 0 ? related->cells : related->past + n * (size_t)(back - 1);
    struct ratios ratios = {.all = {0}};
    for (int d = 0; d < origin; d++)
        add_day(&ratios, related, own, d, exp2((d - origin) / HALF_LIFE_DAYS));
    bool known = ratios.all.own > 0 && ratios.all.theirs > 0 && back <= related->n_past;
    double rho = known ? ratios.all.own / ratios.all.theirs : 0;
    for (int h = 0; h < n_ahead; h++) {
        int there = row_there(related, own, origin + h);
        double a = known ? weekday_factor(&ratios, daytable_weekday(own, origin + h), rho) : 0;
        for (int c = 0; c < own->n_cells; c++) {
            const struct ratio *r = &ratios.cell[c];
            int k = cell_there(related, own, c);
            double b = (r->own + CONTACTS) / (rho * r->theirs + CONTACTS);
            out[(size_t)h * (size_t)own->n_cells + (size_t)c] =
                known && k >= 0 && there >= 0
                    ? rho * a * b * theirs[(size_t)h * (size_t)t->n_cells + (size_t)k] *
                          own->mark[origin + h].effect / t->mark[there].effect
                    : NAN;
        }
    }
}
