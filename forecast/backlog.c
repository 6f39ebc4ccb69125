/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backlog.c - work that may wait until a deadline.
 *
 * Levelling is a convex program with one simplex a slot of arrival k: its work W_k goes to the
 * slots of its window.  Block by block: with the others' work fixed, W_k is poured into the window
 * like water, up to the level L with sum_j open_j max(0, L - base_j) = W_k.  A few sweeps over all
 * k come as close to the least as a head-count can tell.
 *
 * Earliest deadline first is first come, first served here, as all work of a queue has the same
 * time to wait. */
#include "forecast/backlog.h"

#include <assert.h>
#include <math.h>

#include "base/mem.h"

#define SWEEPS_MOST 300
#define SWEEP_EPS 1e-5 /* people */
#define HALVINGS 40

static int reach_of(const struct backlog *backlog)
{
    assert(backlog->reach >= 1 && backlog->n_slots >= 1);
    return backlog->reach < backlog->n_slots ? backlog->reach : backlog->n_slots;
}

/* Level to which a window of slots from k on is filled; base is beside + people. */
static double water_level(const struct backlog *backlog, const double *base, int k, double work_s)
{
    int reach = reach_of(backlog);
    double lo = INFINITY, hi = 0, open_s = 0;
    for (int i = 0; i < reach; i++) {
        int j = (k + i) % backlog->n_slots;
        if (!(backlog->open_s[j] > 0))
            continue;
        lo = fmin(lo, base[j]);
        hi = fmax(hi, base[j]);
        open_s += backlog->open_s[j];
    }
    if (!(open_s > 0))
        return -INFINITY;
    hi += work_s / open_s;
    for (int turn = 0; turn < HALVINGS; turn++) {
        double mid = (lo + hi) / 2, poured_s = 0;
        for (int i = 0; i < reach; i++) {
            int j = (k + i) % backlog->n_slots;
            poured_s += backlog->open_s[j] * fmax(0, mid - base[j]);
        }
        *(poured_s < work_s ? &lo : &hi) = mid;
    }
    return hi;
}

/* Takes the slot's work out and pours it anew; how far any slot moved, people.
 *   part[reach]   people on it in the slots of its window */
static double pour(double *people, double *base, double *part, const struct backlog *backlog, int k)
{
    int reach = reach_of(backlog);
    double moved = 0;
    for (int i = 0; i < reach; i++)
        base[(k + i) % backlog->n_slots] -= part[i];
    double level = water_level(backlog, base, k, backlog->work_s[k]);
    for (int i = 0; i < reach; i++) {
        int j = (k + i) % backlog->n_slots;
        double now = backlog->open_s[j] > 0 ? fmax(0, level - base[j]) : 0;
        moved = fmax(moved, fabs(now - part[i]));
        people[j] += now - part[i];
        base[j] += now;
        part[i] = now;
    }
    return moved;
}

void backlog_level(double *people, const struct backlog *backlog, const double *beside)
{
    int n = backlog->n_slots, reach = reach_of(backlog);
    double *part = NEW_ARRAY(double, (size_t)n *(size_t)reach);
    double *base = NEW_ARRAY(double, n);
    double moved = INFINITY;
    for (int k = 0; k < n; k++) {
        people[k] = 0;
        base[k] = beside[k];
    }
    for (int sweep = 0; sweep < SWEEPS_MOST && moved > SWEEP_EPS; sweep++) {
        moved = 0;
        for (int i = 0; i < n; i++) {
            int k = sweep % 2 == 0 ? i : n - 1 - i; /* there and back again: levels spread faster */
            if (backlog->work_s[k] > 0)
                moved =
                    fmax(moved, pour(people, base, part + (size_t)k * (size_t)reach, backlog, k));
        }
    }
    for (int k = 0; k < n; k++)
        people[k] = fmax(0, people[k]); /* less than nothing by rounding */
    mem_free(part);
    mem_free(base);
}

void backlog_in_time(double *in_time, const struct backlog *backlog, const double *people)
{
    int n = backlog->n_slots, reach = reach_of(backlog), oldest = 0;
    double *left_s = NEW_ARRAY(double, 3 * n);
    for (int k = 0; k < 3 * n; k++)
        left_s[k] = backlog->work_s[k % n];
    for (int k = 0; k < n; k++)
        in_time[k] = backlog->work_s[k] > 0 ? 0 : 1;
    /* The first week fills the queue, the second is measured, the third finishes it. */
    for (int now = 0; now < 3 * n; now++) {
        double able_s = people[now % n] * backlog->open_s[now % n];
        while (able_s > 0 && oldest <= now) {
            double done_s = fmin(able_s, left_s[oldest]);
            able_s -= done_s;
            left_s[oldest] -= done_s;
            if (oldest >= n && oldest < 2 * n && now < oldest + reach && done_s > 0)
                in_time[oldest - n] += done_s / backlog->work_s[oldest - n];
            if (left_s[oldest] > 0)
                break;
            oldest++;
        }
    }
    mem_free(left_s);
}
