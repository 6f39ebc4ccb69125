/* SPDX-License-Identifier: GPL-3.0-or-later */
/* erlang.c - Erlang B, C and A without factorials.
 *
 * a = lambda * AHT erlangs, n servers, mu = 1 / AHT, theta = 1 / patience, rho = a / n.
 *
 * Loss:      1 / B(n) = sum_{j=0}^{n} n! / (n - j)! / a^j
 *     For n <= a the terms fall from 1 and O(sqrt(a)) of them are all that counts; beyond,
 *            B(k) = a B(k-1) / (k + a B(k-1)).
 * Delay:     C = B / (1 - rho (1 - B)),   P(V > t) = C exp(-(n mu - lambda) t).
 * Patience:  the wait V of a caller who would never give up has an atom at 0 and the density
 *            v(t) = lambda p exp(c (1 - e^{-theta t}) - s theta t),
 *            c = lambda / theta,  s = n mu / theta,  1 / p = 1 / B(n-1) + c F(s, c),
 *            F(s, c) = theta int_0^oo exp(c (1 - e^{-theta t}) - s theta t) dt
 *                    = sum_{i>=0} c^i / (s (s+1) ... (s+i)),
 *     the waiting line's own birth-death chain, all terms positive.  The integral beyond T is
 *            exp(c (1 - q) - s theta T) F(s, c q),   q = e^{-theta T};
 *     the factor e^{-theta t} of those still patient turns s into s + 1, with
 *            F(s, c) = 1 / s + c / s F(s + 1, c);
 *     the factor theta t is -dF/ds: the terms times 1/s + ... + 1/(s+i).  The series is summed from
 *     its largest term outwards, and held over the integrand's peak.
 *
 * Several contacts a person (chat): with m at most each and new ones to whoever holds fewest, k
 * contacts lie as even as they can, so k is a birth-death chain whose rate of endings is
 *            d(k) = (n - r) q / h_q + r (q + 1) / h_{q+1},   k = q n + r.
 *     (An approximation for n > 1 when h rises with k: after an ending the chats lie less evenly
 * for a while, so it is a little too good; exact for n = 1 or a constant h.) From k = n m on it is
 * the waiting line of n m servers of AHT h_m: all of the above holds with 1 / B replaced by the
 * chain's own sum over the states below, over the last one's, E(k) = 1 + E(k-1) d(k) / lambda.
 *
 * Retries: a share r of those who give up comes again after a time that is long against a contact,
 * so that all arrivals are as good as Poisson, of rate x = lambda + r g(x) x, g(x) the share that
 *     gives up of x.  x (1 - r g(x)) rises in x, so there is one such rate in
 *     [lambda, lambda / (1 - r)].
 *
 * Sources: Erlang 1917; Palm 1957; Zeltyn & Mandelbaum 2005, "Call centers with impatient
 * customers", Queueing Systems 51, doi:10.1007/s11134-005-3699-8 (density of V for M/M/n+G). */
#include "forecast/erlang.h"

#include <assert.h>
#include <math.h>

#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>

#define SERIES_EPS 1e-17
#define LOAD_MAX 1e8
#define RETRY_EPS 1e-13

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

/* The peak over t >= 0 of c (1 - e^{-theta t}) - s theta t: the scale in which F is held.  The same
 * for (s, c q) plus the factor's exponent while c q > s, so the two never differ by rounding. */
static double peak(double s, double c)
{
    double x = c - s;
    return x > 0 ? x - s * log1p(x / s) : 0;
}

/* peak(s + 1, c) - peak(s, c), without their cancellation. */
static double peak_step(double s, double c)
{
    return c > s + 1 ? s * log1p(1 / s) - 1 - log(c / (s + 1)) : -peak(s, c);
}

/* The states in which nobody waits, 0 .. servers - 1. */
struct below {
    int servers;   /* people times concurrency */
    double weight; /* sum of the probabilities over that of the last state; may be infinite */
    double in_hand, at_work; /* means over these states */
};

/* Handling time of a person who holds so many, over aht_s. */
static double pace_of(const struct erlang_load *load, int held)
{
    return load->pace && held > 0 ? load->pace[held - 1] / load->pace[load->concurrency - 1] : 1;
}

static void below_open(struct below *out, const struct erlang_load *load, int n)
{
    if (load->concurrency <= 1) {
        *out = (struct below){.servers = n};
        out->weight = inverse_b(n - 1, load->calls_per_s * load->aht_s);
        return;
    }
    *out = (struct below){.servers = n * load->concurrency, .weight = 1};
    for (int k = 1; k < out->servers; k++) {
        int each = k / n, more = k % n; /* contacts of each person; people with one more */
        double endings_per_s = ((n - more) * each / pace_of(load, each) +
                                more * (each + 1) / pace_of(load, each + 1)) /
                               load->aht_s;
        double before = fmin(out->weight * endings_per_s / load->calls_per_s, 1e300);
        out->weight = 1 + before;
        out->in_hand = (k + out->in_hand * before) / out->weight;
        out->at_work = ((k < n ? k : n) + out->at_work * before) / out->weight;
    }
}

/* Means of people at work and contacts in hand, from the share that did not have to wait. */
static void set_in_hand(struct erlang_result *out, const struct below *below,
                        const struct erlang_load *load, int n, double not_waiting)
{
    if (load->concurrency <= 1) {
        out->in_hand = fmin(n, load->calls_per_s * load->aht_s * (1 - out->abandon_share));
        out->at_work = out->in_hand;
    } else {
        out->in_hand = not_waiting * below->in_hand + (1 - not_waiting) * below->servers;
        out->at_work = not_waiting * below->at_work + (1 - not_waiting) * n;
    }
    out->occupancy = out->in_hand / below->servers;
}

static double within_0_1(double x)
{
    return x < 0 ? 0 : x > 1 ? 1 : x;
}

/* log of the term `mode` less the peak: Stirling's formula on both sides, only the rests remain. */
static double log_largest(double s, double c, double mode)
{
    if (mode <= 0)
        return -log(s) - peak(s, c);
    double x = s + mode + 1, delta = (x - c) / c;
    return -0.5 * (log(c) + log(s)) - ((x - 0.5) * log1p(delta) - c * delta) -
           log(gsl_sf_gammastar(x)) + log(gsl_sf_gammastar(s));
}

/* The term of F's series that is largest, and its place: term i = term i-1 * c / (s + i). */
static double series_mode(double s, double c)
{
    return c - s > 1 ? floor(c - s) : 0;
}

/* F(s, c) = sum * e^peak. */
static double tail_sum(double s, double c)
{
    double mode = series_mode(s, c), sum = 1, term = 1;
    for (double x = s + mode + 1; term > SERIES_EPS * sum; x++) {
        term *= c / x;
        sum += term;
    }
    term = 1;
    double per_c = 1 / c;
    for (double x = s + mode; x > s + 0.5 && term > SERIES_EPS * sum; x--) {
        term *= x * per_c;
        sum += term;
    }
    return sum * exp(log_largest(s, c, mode));
}

/* -dF/ds = slope * e^peak. */
static double tail_slope(double s, double c)
{
    double mode = series_mode(s, c);
    double harmonic = mode > 0 ? gsl_sf_psi(s + mode + 1) - gsl_sf_psi(s) : 1 / s;
    double slope = harmonic, term = 1, h = harmonic;
    for (double x = s + mode + 1; term * h > SERIES_EPS * slope; x++) {
        term *= c / x;
        h += 1 / x;
        slope += term * h;
    }
    term = 1;
    h = harmonic;
    for (double x = s + mode; x > s + 0.5 && term * h > SERIES_EPS * slope; x--) {
        term *= x / c;
        h -= 1 / x;
        slope += term * h;
    }
    return slope * exp(log_largest(s, c, mode));
}

static void measure_c(struct erlang_result *out, const struct erlang_load *load, int n)
{
    struct below below;
    below_open(&below, load, n);
    double a = load->calls_per_s * load->aht_s, spare = below.servers - a;
    double delay = spare > 0 ? 1 / (1 + spare / a * below.weight) : 1;
    double late = spare > 0 ? delay * exp(-spare * load->answer_s / load->aht_s) : 1;
    *out = (struct erlang_result){.wait_share = delay};
    out->wait_s = spare > 0 ? delay * load->aht_s / spare : INFINITY;
    out->wait_answered_s = out->wait_s;
    set_in_hand(out, &below, load, n, 1 - delay);
    out->queue_length = spare > 0 ? load->calls_per_s * out->wait_s : INFINITY;
    for (int d = 0; d < N_SL_DEFINITIONS; d++)
        out->service_level[d] = 1 - late;
}

/* The waiting line of Erlang A; everything is held over e^peak(s, c). */
struct line {
    struct below below;
    double theta, s, c;
    double unit;            /* lambda p / theta, times e^peak */
    double rest;            /* e^-peak */
    double idle;            /* P(V = 0) */
    double waited, patient; /* P(V > 0), and of them those who did not give up */
};

/* P(V > t) of a line, and *patient: those of them who would still wait at V. */
static double beyond(const struct line *line, double t, double *patient)
{
    double q = exp(-line->theta * t);
    double exponent = -line->c * expm1(-line->theta * t) - line->s * line->theta * t;
    double over = exponent - peak(line->s, line->c);
    double scale = line->c * q > line->s ? 1 : exp(over);
    double f = line->unit * scale * tail_sum(line->s, line->c * q);
    /* F(s + 1) = (s F(s) - 1) / c; the cancellation is of parts of 1. */
    *patient = fmax(0, (line->s * f - line->unit * exp(over)) / line->c);
    return f;
}

static void line_open(struct line *line, const struct erlang_load *load, int n)
{
    below_open(&line->below, load, n);
    line->theta = 1 / load->patience_s;
    line->c = load->calls_per_s * load->patience_s;
    line->s = line->below.servers * load->patience_s / load->aht_s;
    line->rest = exp(-peak(line->s, line->c));
    double f = tail_sum(line->s, line->c);
    /* p = 1 / (E + c F); E is infinite when nobody ever waits. */
    double e = line->rest > 0 ? line->below.weight * line->rest : 0;
    double total = e + line->c * f;
    line->unit = isinf(e) ? 0 : line->c / total;
    line->idle = isinf(e) ? 1 : e / total;
    line->waited = line->unit * f;
    line->patient = fmax(0, (line->s * line->waited - line->unit * line->rest) / line->c);
}

/* Mean wait of those answered: -dF/ds at s + 1. */
static double line_wait_answered_s(const struct line *line)
{
    double answered = line->idle + line->patient;
    if (!(answered > 0))
        return 0;
    double slope = tail_slope(line->s + 1, line->c) * exp(peak_step(line->s, line->c));
    return line->unit * slope / line->theta / answered;
}

/* P(answered within t), and *gone: those who gave up within t. */
static double answered_within(const struct line *line, double t, double *gone)
{
    double patient_t = line->patient;
    double late = t > 0 ? beyond(line, t, &patient_t) : line->waited;
    double in_time = within_0_1(line->idle + line->patient - patient_t);
    *gone = within_0_1(1 - in_time - late * exp(-line->theta * t));
    return in_time;
}

static double line_service_level(const struct line *line, const struct erlang_load *load,
                                 enum sl_definition definition)
{
    double gone, gone_short;
    double in_time = answered_within(line, load->answer_s, &gone);
    double answered = line->idle + line->patient;
    switch (definition) {
    case SL_ANSWERED_AND_ABANDONED_IN_TIME:
        return within_0_1(in_time + gone);
    case SL_ANSWERED:
        return answered > 0 ? within_0_1(in_time / answered) : 0;
    case SL_OFFERED_LESS_ABANDONED_IN_TIME:
        return gone < 1 ? within_0_1(in_time / (1 - gone)) : 0;
    case SL_SHORT_ABANDON:
        answered_within(line, fmin(load->short_s, load->answer_s), &gone_short);
        return within_0_1(in_time + gone_short);
    case SL_OFFERED:
    case N_SL_DEFINITIONS:
        break;
    }
    return in_time;
}

/* What costs nothing once the line is open. */
static void line_shares(struct erlang_result *out, const struct line *line,
                        const struct erlang_load *load, int n)
{
    out->wait_share = within_0_1(line->waited);
    out->abandon_share = within_0_1(line->waited - line->patient);
    out->wait_s = out->abandon_share * load->patience_s;
    set_in_hand(out, &line->below, load, n, line->idle);
    out->queue_length = load->calls_per_s * out->wait_s;
}

/* Share that gives up of so many arrivals. */
static double giving_up(const struct erlang_load *load, double calls_per_s, int n)
{
    struct erlang_load at = *load;
    struct line line;
    if (n == 0)
        return 1;
    at.calls_per_s = calls_per_s;
    line_open(&line, &at, n);
    return within_0_1(line.waited - line.patient);
}

/* The load with those who come again: a fixed point, by halving its bracket. */
static struct erlang_load with_retries(const struct erlang_load *load, int n)
{
    struct erlang_load all = *load;
    double lo = load->calls_per_s, hi = lo / (1 - load->retry_share);
    if (!(load->retry_share > 0) || isnan(load->patience_s) || lo <= 0)
        return all;
    while (hi - lo > RETRY_EPS * hi) {
        double x = lo + (hi - lo) / 2;
        *(x * (1 - load->retry_share * giving_up(load, x, n)) < load->calls_per_s ? &lo : &hi) = x;
    }
    all.calls_per_s = hi;
    return all;
}

static void measure_a(struct erlang_result *out, const struct erlang_load *load, int n)
{
    struct line line;
    line_open(&line, load, n);
    line_shares(out, &line, load, n);
    out->wait_answered_s = line_wait_answered_s(&line);
    for (int d = 0; d < N_SL_DEFINITIONS; d++)
        out->service_level[d] = line_service_level(&line, load, (enum sl_definition)d);
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
    } else {
        struct erlang_load all = with_retries(load, n);
        if (n == 0)
            measure_nobody(out, &all);
        else if (isnan(load->patience_s))
            measure_c(out, &all, n);
        else
            measure_a(out, &all, n);
        out->tries_per_s = all.calls_per_s;
    }
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

/* Measures only what is asked, for the search below. */
static bool enough(const struct erlang_load *load, const struct erlang_goal *goal, int n)
{
    struct erlang_result result;
    if (n == 0 || isnan(load->patience_s)) {
        erlang_measure(&result, load, n);
        return erlang_meets(&result, goal);
    }
    struct line line;
    struct erlang_load all = with_retries(load, n);
    load = &all;
    line_open(&line, load, n);
    line_shares(&result, &line, load, n);
    result.wait_answered_s = isnan(goal->asa_s) ? 0 : line_wait_answered_s(&line);
    if (!isnan(goal->service_level))
        result.service_level[goal->definition] = line_service_level(&line, load, goal->definition);
    return erlang_meets(&result, goal);
}

int erlang_least(const struct erlang_load *load, const struct erlang_goal *goal, int guess)
{
    assert(!(goal->service_level >= 1) && guess >= 0);
    double a = load->calls_per_s * load->aht_s;
    assert(a >= 0 && a < LOAD_MAX);
    if (a <= 0)
        return 0;
    int each = load->concurrency > 1 ? load->concurrency : 1;
    int lo = 0, hi = guess > 0 ? guess : (int)ceil(a / each); /* lo misses, hi meets */
    int step = 1;
    if (enough(load, goal, hi)) {
        while (hi - step > 0 && enough(load, goal, hi - step)) {
            hi -= step;
            step *= 2;
        }
        lo = hi - step > 0 ? hi - step : 0;
    } else {
        for (lo = hi, hi += step; !enough(load, goal, hi); hi += step *= 2) {
            assert(hi < 1 << 29);
            lo = hi;
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
