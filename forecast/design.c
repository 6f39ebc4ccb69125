/* SPDX-License-Identifier: GPL-3.0-or-later */
/* design.c - columns of the regression of level.c, by part.
 * Working days here are Monday to Friday, also where people answer all week: wages and bills, which
 * make the turn of a month, follow banks. */
#include "forecast/design.h"

#include <assert.h>
#include <math.h>

#define BLOCK_DAYS 28
#define MAX_BLOCKS 100 /* older days share the last */
#define TURN_DAYS 2    /* at each end of a month */
#define FOURIER_PAIRS 3
#define YEAR_DAYS 365.25

static const double part_pull[N_PARTS] = {
    [PART_INTERCEPT] = 1e-6, [PART_WEEKDAY] = 0.5, [PART_HOLIDAY] = 0.5,
    [PART_NAME] = 1,         [PART_EVE] = 0.5,     [PART_AFTER] = 0.5,
    [PART_MONTH] = 1,        [PART_TURN] = 2,      [PART_YEARLY] = 40,
};

void design_make(struct design *out, const struct daytable *t, int now)
{
    int blocks = (now + BLOCK_DAYS - 1) / BLOCK_DAYS;
    const int n[N_PARTS] = {
        [PART_INTERCEPT] = 1,
        [PART_WEEKDAY] = 7,
        [PART_HOLIDAY] = 1,
        [PART_NAME] = t->n_holiday_names,
        [PART_EVE] = 1,
        [PART_AFTER] = 1,
        [PART_YEARLY] = now >= DESIGN_YEARLY_DAYS ? 2 * FOURIER_PAIRS : 0,
        [PART_MONTH] = 31,
        [PART_TURN] = 2 * TURN_DAYS,
    };
    *out = (struct design){.t = t, .now = now};
    out->n_blocks = blocks < MAX_BLOCKS ? blocks : MAX_BLOCKS;
    for (int p = 0; p < N_PARTS; p++)
        out->first[p + 1] = out->first[p] + n[p];
}

int design_used(int *used, const struct design *x, const struct level_options *options)
{
    int n = 0;
    for (int p = 0; p < N_PARTS; p++) {
        bool month = p == PART_MONTH || p == PART_TURN;
        if ((month && !options->monthly) || (p == PART_YEARLY && !options->yearly))
            continue;
        for (int c = x->first[p]; c < x->first[p + 1]; c++)
            used[n++] = c;
    }
    return n;
}

static int days_of_month(int year, int month)
{
    int next_year = month == 12 ? year + 1 : year, next = month == 12 ? 1 : month + 1;
    return date_from_civil(next_year, next, 1) - date_from_civil(year, month, 1);
}

/* Working days in [from, to], at most 31 days. */
static int working_days(int32_t from, int32_t to)
{
    int n = 0;
    for (int32_t d = from; d <= to; d++)
        n += date_weekday(d) <= FRIDAY;
    return n;
}

static void put(struct ridge_row *row, int column, double value)
{
    assert(row->n < RIDGE_MOST);
    row->column[row->n] = column;
    row->value[row->n++] = value;
}

static void month_columns(struct ridge_row *row, const struct design *x, int32_t date)
{
    int year, month, day;
    date_to_civil(&year, &month, &day, date);
    put(row, x->first[PART_MONTH] + day - 1, 1);
    int before = working_days(date - (day - 1), date);
    int after = working_days(date, date + days_of_month(year, month) - day);
    if (before >= 1 && before <= TURN_DAYS)
        put(row, x->first[PART_TURN] + before - 1, 1);
    if (after >= 1 && after <= TURN_DAYS)
        put(row, x->first[PART_TURN] + TURN_DAYS + after - 1, 1);
}

static void yearly_columns(struct ridge_row *row, const struct design *x, int32_t date)
{
    double angle = 2 * M_PI * date / YEAR_DAYS;
    for (int c = x->first[PART_YEARLY], k = 1; c < x->first[PART_YEARLY + 1]; c += 2, k++) {
        put(row, c, cos(k * angle));
        put(row, c + 1, sin(k * angle));
    }
}

int design_block(const struct design *x, int day)
{
    int block = (x->now - 1 - day) / BLOCK_DAYS;
    return block < MAX_BLOCKS ? block : MAX_BLOCKS - 1;
}

void design_row(struct ridge_row *row, const struct design *x, int day)
{
    const struct day_mark *mark = &x->t->mark[day];
    row->n = 0;
    put(row, x->first[PART_INTERCEPT], 1);
    put(row, x->first[PART_WEEKDAY] + (int)daytable_weekday(x->t, day), 1);
    if (mark->holiday >= 0) {
        put(row, x->first[PART_HOLIDAY], 1);
        put(row, x->first[PART_NAME] + mark->holiday, 1);
    }
    if (mark->eve)
        put(row, x->first[PART_EVE], 1);
    if (mark->after_closed)
        put(row, x->first[PART_AFTER], 1);
    yearly_columns(row, x, x->t->first + day);
    month_columns(row, x, x->t->first + day);
}

double design_pull(const struct design *x, int column)
{
    int p = 0;
    while (column >= x->first[p + 1])
        p++;
    return part_pull[p];
}
