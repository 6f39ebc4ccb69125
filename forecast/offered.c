/* SPDX-License-Identifier: GPL-3.0-or-later */
/* offered.c - work in hand per slot when arrivals rise and fall.
 *
 * a = lambda AHT of a slot, mu = 1 / AHT, m(t) = mean number in service with endless servers:
 *
 *   m' = lambda - mu m,   m(t + d) = a + (m(t) - a) e^{-mu d},
 *   mean over a slot of length s:   a + (m - a) (1 - e^{-mu s}) / (mu s).
 *
 * Lagged: the rate at t is that of t - AHT, so a slot's mean takes the share min(1, AHT / s) of the
 * slot before.
 *
 * Sources: Jennings, Mandelbaum, Massey & Whitt 1996, doi:10.1287/mnsc.42.10.1383; Green, Kolesar &
 * Whitt 2007, doi:10.1111/j.1937-5956.2007.tb00164.x. */
#include "forecast/offered.h"

#include <assert.h>
#include <math.h>

#define SIPP_MOST 0.25 /* handling time over slot */
#define LAGGED_MOST 0.5

enum offered_method offered_method(double aht_s, double slot_s)
{
    double ratio = aht_s / slot_s;
    return ratio <= SIPP_MOST     ? OFFERED_SIPP
           : ratio <= LAGGED_MOST ? OFFERED_LAGGED
                                  : OFFERED_MODIFIED;
}

void offered_load(double *load_erl, enum offered_method method, const double *calls,
                  const double *aht_s, int n_slots, double slot_s, double start_erl)
{
    double in_hand = start_erl, before = start_erl, handling_s = slot_s;
    for (int k = 0; k < n_slots; k++) {
        assert(calls[k] >= 0 && (!(calls[k] > 0) || aht_s[k] > 0));
        handling_s = calls[k] > 0 ? aht_s[k] : handling_s;
        double own = calls[k] > 0 ? calls[k] / slot_s * aht_s[k] : 0;
        if (method == OFFERED_SIPP) {
            load_erl[k] = own;
        } else if (method == OFFERED_LAGGED) {
            double late = fmin(1, handling_s / slot_s);
            load_erl[k] = (1 - late) * own + late * before;
            before = own;
        } else {
            double lengths = slot_s / handling_s;
            load_erl[k] = own - (in_hand - own) * expm1(-lengths) / lengths;
            in_hand = own + (in_hand - own) * exp(-lengths);
        }
    }
}
