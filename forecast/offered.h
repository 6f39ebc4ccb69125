/* SPDX-License-Identifier: GPL-3.0-or-later */
/* offered.h - work in hand per slot when arrivals rise and fall.
 * Pure: no I/O, clock or globals. */
#ifndef RONDA_FORECAST_OFFERED_H
#define RONDA_FORECAST_OFFERED_H

enum offered_method {
    OFFERED_SIPP,     /* each slot for itself: rate x handling time */
    OFFERED_LAGGED,   /* the rate of one handling time ago */
    OFFERED_MODIFIED, /* mean number in service if nobody waited */
};

/* Sound by handling time against slot: SIPP up to a quarter of it, lagged up to a half, beyond that
 * the modified offered load.  Source: Green, Kolesar & Whitt 2007, section 4,
 * doi:10.1111/j.1937-5956.2007.tb00164.x, where it is about how fast load moves. */
enum offered_method offered_method(double aht_s, double slot_s);

/* Mean offered load per slot.
 *   load_erl[n_slots]   out  erlangs, mean over the slot; not 0 in slots that only finish what came
 *                            before
 *   calls[n_slots]      in   expected arrivals, even over their slot, >= 0
 *   aht_s[n_slots]      in   mean handling time, > 0 where there are calls
 *   start_erl           in   in hand when the first slot begins; LAGGED takes it as the load before
 * Handling times are exponential (for MODIFIED).  In a slot without calls those of the slot before
 * go on. */
void offered_load(double *load_erl, enum offered_method method, const double *calls,
                  const double *aht_s, int n_slots, double slot_s, double start_erl);

#endif
