/* SPDX-License-Identifier: GPL-3.0-or-later */
/* erlang.c - Erlang B, C and A without factorials.
 *
 * a = lambda * AHT erlangs, n servers, mu = 1 / AHT, theta = 1 / patience.
 *
 * Loss.     1 / B(n) = sum_{j=0}^{n} n! / (n - j)! / a^j.  For n <= a the terms fall from 1, and
 *           O(sqrt(a)) of them are all that counts; from there B(k) = a B(k-1) / (k + a B(k-1)).
 * Delay.    C = B / (1 - rho (1 - B)), rho = a / n; P(V > t) = C exp(-(n mu - lambda) t).
 * Patience. The virtual wait V (of a caller who would never give up) has an atom at 0 and density
 *               v(t) = lambda p exp(c (1 - e^{-theta t}) - s theta t),
 *           c = lambda / theta, s = n mu / theta, p = P(n - 1 in system) = 1 / (1/B(n-1) + lambda
 * J) with J = theta^{-1} F(s, c) and F(s, c) = theta int_0^oo exp(c (1 - e^{-theta t}) - s theta t)
 * dt = sum_{i>=0} c^i / (s (s+1) ... (s+i)), which is the birth-death chain of the waiting line
 * itself: only positive terms.  The part of the integral beyond T is exp(c (1 - q) - s theta T)
 * F(s, c q), q = e^{-theta T}; the factor e^{-theta t} of those still patient turns s into s + 1;
 * the factor t is -dF/ds = sum of the terms times (1/s + ... + 1/(s+i)). The series is summed from
 * its largest term outwards and scaled by it.
 *
 * Sources: Erlang 1917; Palm 1957; Zeltyn & Mandelbaum 2005, "Call centers with impatient
 * customers", Queueing Systems 51, doi:10.1007/s11134-005-3699-8 (density of V for M/M/n+G). */
#include "forecast/erlang.h"

#include <assert.h>
#include <math.h>

#include <gsl/gsl_sf_psi.h>

#define SERIES_EPS 1e-17
#define LOAD_MAX 1e8

/* 1 / B(n), INFINITY where B underflows. */
static double inverse_b(int n, double a)
{
    if (a <= 0)
        return n == 0 ? 1 : INFINITY;
    int k = n < a ? n : (int)a;
    double sum = 1, term = 1;
    for (int j = k; j > 0 && term > SERIES_EPS * sum; j--) {
        term *= j / a;
        sum += term;
    }
    while (k < n && sum < 1e300)
        sum = 1 + ++k / a * sum;
    return k < n ? INFINITY : sum;
}

double erlang_b(int n, double load_erl)
{
    assert(n >= 0 && load_erl >= 0 && load_erl < LOAD_MAX);
    return 1 / inverse_b(n, load_erl);
}

double erlang_c(int n, double load_erl)
{
    if (load_erl <= 0)
        return n == 0 ? 1 : 0;
    if (n <= load_erl)
        return 1;
    double b = erlang_b(n, load_erl);
    return b / (1 - load_erl / n * (1 - b));
}

/* F(s, c) = sum * e^log_scale, -dF/ds = slope * e^log_scale. */
struct tail {
    double sum, slope, log_scale;
};

static struct tail tail_series(double s, double c)
{
    /* term i = term i-1 * c / (s + i): the largest is the last with s + i <= c. */
    double mode = c - s > 1 ? floor(c - s) : 0;
    double harmonic = mode > 0 ? gsl_sf_psi(s + mode + 1) - gsl_sf_psi(s) : 1 / s;
    struct tail out = {.sum = 1, .slope = harmonic, .log_scale = -log(s)};
    if (mode > 0)
        out.log_scale = mode * log(c) - (lgamma(s + mode + 1) - lgamma(s));
    double term = 1, h = harmonic;
    for (double i = mode + 1; term > SERIES_EPS * out.sum; i++) {
        term *= c / (s + i);
        h += 1 / (s + i);
        out.sum += term;
        out.slope += term * h;
    }
    term = 1;
    h = harmonic;
    for (double i = mode; i > 0 && term > SERIES_EPS * out.sum; i--) {
        term *= (s + i) / c;
        h -= 1 / (s + i);
        out.sum += term;
        out.slope += term * h;
    }
    return out;
}

static void measure_c(struct erlang_result *out, const struct erlang_load *load, int n)
{
    double a = load->calls_per_s * load->aht_s;
    double spare = n - a;
    double delay = erlang_c(n, a);
    double late = spare > 0 ? delay * exp(-spare * load->answer_s / load->aht_s) : 1;
    out->wait_share = delay;
    out->wait_s = spare > 0 ? delay * load->aht_s / spare : INFINITY;
    out->wait_answered_s = out->wait_s;
    out->occupancy = spare > 0 ? a / n : 1;
    out->queue_length = spare > 0 ? load->calls_per_s * out->wait_s : INFINITY;
    for (int d = 0; d < N_SL_DEFINITIONS; d++)
        out->service_level[d] = 1 - late;
}

static double within_0_1(double x)
{
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

/* The waiting line of Erlang A.  Integrals of the density of V are held over one common scale. */
struct line {
    double lambda, theta, s, c;
    double log_scale; /* of the density */
    double idle;      /* P(V = 0) */
    double height;    /* lambda p / theta, times e^log_scale */
};

/* P(V > t and still patient at V) for shift 1, P(V > t) for shift 0. */
static double beyond(const struct line *line, double t, int shift)
{
    double q = exp(-line->theta * t);
    double s = line->s + shift;
    struct tail tail = tail_series(s, line->c * q);
    /* log of expm1 form keeps c (1 - q) exact for short t. */
    double log_factor = -line->c * expm1(-line->theta * t) - s * line->theta * t;
    return line->height * tail.sum * exp(tail.log_scale + log_factor - line->log_scale);
}

static void line_open(struct line *line, const struct erlang_load *load, int n)
{
    double a = load->calls_per_s * load->aht_s;
    line->lambda = load->calls_per_s;
    line->theta = 1 / load->patience_s;
    line->c = load->calls_per_s * load->patience_s;
    line->s = n * load->patience_s / load->aht_s;
    struct tail all = tail_series(line->s, line->c);
    line->log_scale = all.log_scale;
    /* p = 1 / (E + c F), both sides over e^log_scale; E underflows there only if it is nothing. */
    double e = inverse_b(n - 1, a) * exp(-all.log_scale);
    if (isinf(e)) {
        line->height = 0;
        line->idle = 1;
        return;
    }
    double total = e + line->c * all.sum;
    line->height = line->c / total;
    line->idle = e / total;
}

static void service_levels(struct erlang_result *out, const struct line *line,
                           const struct erlang_load *load, double answered)
{
    double t = load->answer_s;
    double in_time = within_0_1(line->idle + beyond(line, 0, 1) - beyond(line, t, 1));
    double late = beyond(line, t, 0);
    /* Those who gave up by t: patience below both V and t. */
    double gone = 1 - in_time - late * exp(-line->theta * t);
    gone = within_0_1(gone);
    double short_s = load->short_s < t ? load->short_s : t;
    double gone_short =
        within_0_1(1 - (line->idle + beyond(line, 0, 1) - beyond(line, short_s, 1)) -
                   beyond(line, short_s, 0) * exp(-line->theta * short_s));
    double *sl = out->service_level;
    sl[SL_ANSWERED_AND_ABANDONED_IN_TIME] = within_0_1(in_time + gone);
    sl[SL_ANSWERED] = answered > 0 ? within_0_1(in_time / answered) : 0;
    sl[SL_OFFERED] = in_time;
    sl[SL_OFFERED_LESS_ABANDONED_IN_TIME] = gone < 1 ? within_0_1(in_time / (1 - gone)) : 0;
    sl[SL_SHORT_ABANDON] = within_0_1(in_time + gone_short);
}

static void measure_a(struct erlang_result *out, const struct erlang_load *load, int n)
{
    struct line line;
    line_open(&line, load, n);
    double patient = beyond(&line, 0, 1); /* waited and was answered */
    double waited = beyond(&line, 0, 0);
    double answered = line.idle + patient;
    struct tail tail = tail_series(line.s + 1, line.c);
    double wait_sum_s =
        line.height * tail.slope * exp(tail.log_scale - line.log_scale) / line.theta;
    out->wait_share = within_0_1(waited);
    out->abandon_share = within_0_1(waited - patient);
    out->wait_s = out->abandon_share * load->patience_s;
    out->wait_answered_s = answered > 0 ? wait_sum_s / answered : 0;
    out->occupancy = within_0_1(load->calls_per_s * load->aht_s * (1 - out->abandon_share) / n);
    out->queue_length = load->calls_per_s * out->wait_s;
    service_levels(out, &line, load, answered);
}

/* Nobody there: all wait; those with patience give up. */
static void measure_nobody(struct erlang_result *out, const struct erlang_load *load)
{
    *out = (struct erlang_result){.wait_share = 1,
                                  .occupancy = 1,
                                  .wait_s = INFINITY,
                                  .wait_answered_s = INFINITY,
                                  .queue_length = INFINITY};
    if (isnan(load->patience_s))
        return;
    double gone = -expm1(-load->answer_s / load->patience_s);
    double gone_short = -expm1(-fmin(load->short_s, load->answer_s) / load->patience_s);
    out->abandon_share = 1;
    out->wait_s = load->patience_s;
    out->queue_length = load->calls_per_s * load->patience_s;
    out->service_level[SL_ANSWERED_AND_ABANDONED_IN_TIME] = gone;
    out->service_level[SL_SHORT_ABANDON] = gone_short;
}

void erlang_measure(struct erlang_result *out, const struct erlang_load *load, int n)
{
    assert(n >= 0 && load->calls_per_s >= 0 && load->aht_s > 0 && load->answer_s >= 0);
    assert(isnan(load->patience_s) || load->patience_s > 0);
    if (load->calls_per_s <= 0) {
        *out = (struct erlang_result){.occupancy = 0};
        for (int d = 0; d < N_SL_DEFINITIONS; d++)
            out->service_level[d] = 1;
    } else if (n == 0)
        measure_nobody(out, load);
    else if (isnan(load->patience_s))
        measure_c(out, load, n);
    else
        measure_a(out, load, n);
}

bool erlang_meets(const struct erlang_result *result, const struct erlang_goal *goal)
{
    if (!isnan(goal->service_level) &&
        result->service_level[goal->definition] < goal->service_level)
        return false;
    if (!isnan(goal->asa_s) && result->wait_answered_s > goal->asa_s)
        return false;
    if (!isnan(goal->abandon_max) && result->abandon_share > goal->abandon_max)
        return false;
    return isnan(goal->occupancy_max) || result->occupancy <= goal->occupancy_max;
}

static bool enough(const struct erlang_load *load, const struct erlang_goal *goal, int n)
{
    struct erlang_result result;
    erlang_measure(&result, load, n);
    return erlang_meets(&result, goal);
}

int erlang_least(const struct erlang_load *load, const struct erlang_goal *goal)
{
    assert(!(goal->service_level >= 1));
    double a = load->calls_per_s * load->aht_s;
    assert(a >= 0 && a < LOAD_MAX);
    if (a <= 0)
        return 0;
    int lo = 0, hi = (int)ceil(a); /* lo misses (0 people serve nobody), hi meets */
    int step = 1 + (int)sqrt(a);
    if (enough(load, goal, hi)) {
        while (hi - step > 0 && enough(load, goal, hi - step)) {
            hi -= step;
            step *= 2;
        }
        lo = hi - step > 0 ? hi - step : 0;
    } else {
        for (lo = hi, hi += step; !enough(load, goal, hi); step *= 2) {
            assert(hi < 1 << 29);
            lo = hi;
            hi += step;
        }
    }
    while (hi - lo > 1) {
        int mid = lo + (hi - lo) / 2;
        if (enough(load, goal, mid))
            hi = mid;
        else
            lo = mid;
    }
    return hi;
}
