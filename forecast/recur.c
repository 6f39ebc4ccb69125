/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recur.c - holidays from the history alone.
 *
 * A day is odd if it has no contacts or is beyond a factor of 0.6 or 1.6 of the median of the same
 * weekday in the four weeks before and after.  A date of the year is one of
 *
 *     the day of a month             25 December
 *     the n-th weekday of a month    fourth Thursday of November
 *     the last weekday of a month    last Monday of May
 *
 * and is a holiday if the days that bore it were odd the same way in every year so far, in two
 * years at least; in one year, closed, for the dates that rest nearly everywhere.  So neither an
 * outage nor a gap of the records makes a holiday of its date.  Moving feasts want a calendar. */
#include "forecast/recur.h"

#include <math.h>
#include <stdlib.h>

#define LOW 0.6
#define HIGH 1.6
#define WEEKS 4
#define LEAST_NEIGHBOURS 4
#define LEAST_USUAL 50.0

enum { DAY_KEYS = 12 * 31, NTH_KEYS = 12 * 7 * 5, N_KEYS = DAY_KEYS + 2 * NTH_KEYS };

struct date_key {
    int years, low, high, closed; /* days that bore it: all, and how they were odd */
    int name;                     /* holiday index, -1 */
};

/* The three keys of a date; -1 where it is not the last of its weekday. */
static void keys_of(int key[3], int32_t date)
{
    int year, month, day, next_month, unused;
    date_to_civil(&year, &month, &day, date);
    date_to_civil(&unused, &next_month, &unused, date + 7);
    int weekday = (month - 1) * 7 + (int)date_weekday(date);
    key[0] = (month - 1) * 31 + day - 1;
    key[1] = DAY_KEYS + weekday * 5 + (day - 1) / 7;
    key[2] = next_month != month ? DAY_KEYS + NTH_KEYS + weekday * 5 : -1;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Median of the same weekday about the day; NAN if too few are known. */
static double usual(const struct daytable *t, const double *sum, int day)
{
    double value[2 * WEEKS];
    int n = 0;
    for (int w = -WEEKS; w <= WEEKS; w++) {
        int d = day + 7 * w;
        if (w != 0 && d >= 0 && d < t->n_known && sum[d] > 0)
            value[n++] = sum[d];
    }
    if (n < LEAST_NEIGHBOURS)
        return NAN;
    qsort(value, (size_t)n, sizeof *value, ascending);
    return (value[(n - 1) / 2] + value[n / 2]) / 2;
}

static void count_days(struct date_key *keys, const struct daytable *t, const double *sum,
                       const bool open[7])
{
    for (int d = 0; d < t->n_known; d++) {
        double u = open[daytable_weekday(t, d)] ? usual(t, sum, d) : NAN;
        if (!(u >= LEAST_USUAL))
            continue;
        int key[3];
        bool closed = isnan(sum[d]) || sum[d] <= 0;
        keys_of(key, t->first + d);
        for (int k = 0; k < 3; k++)
            if (key[k] >= 0) {
                keys[key[k]].years++;
                keys[key[k]].closed += closed;
                keys[key[k]].low += closed || sum[d] < LOW * u;
                keys[key[k]].high += sum[d] > HIGH * u;
            }
    }
}

/* 1 January and 25 December. */
static bool rests_everywhere(int key)
{
    return key == 0 || key == 11 * 31 + 24;
}

static bool is_holiday(const struct date_key *key, int index)
{
    if (key->years == 1)
        return key->closed == 1 && rests_everywhere(index);
    return key->years >= 2 && (key->low == key->years || key->high == key->years);
}

void recur_mark(struct daytable *t, const double *sum, const bool open[7], struct arena *scratch)
{
    struct date_key *keys = ARENA_ARRAY(scratch, struct date_key, N_KEYS);
    count_days(keys, t, sum, open);
    for (int k = 0; k < N_KEYS; k++)
        keys[k].name = is_holiday(&keys[k], k) ? t->n_holiday_names++ : -1;
    for (int d = 0; d < t->n_days; d++) {
        int key[3];
        keys_of(key, t->first + d);
        for (int k = 0; k < 3 && t->mark[d].holiday < 0; k++)
            if (key[k] >= 0 && keys[key[k]].name >= 0)
                t->mark[d].holiday = keys[key[k]].name;
        if (d > 0 && t->mark[d].holiday >= 0)
            t->mark[d - 1].eve = true;
    }
}
