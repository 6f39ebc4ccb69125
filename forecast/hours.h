/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hours.h - when a queue takes contacts, on the client's clock. */
#ifndef RONDA_FORECAST_HOURS_H
#define RONDA_FORECAST_HOURS_H

#include <stdbool.h>

#include "base/site.h"

/* The queue is open at a local minute (0..1439) of a date.  A span that passes midnight belongs to
 * the weekday on which it begins. */
bool hours_open(const struct queue *queue, int32_t date, int minute);

/* Seconds of [begin, begin + slot_s) that are open; closes and opens lie on whole minutes. */
int hours_open_s(const struct queue *queue, const struct tz *zone, int64_t begin, int slot_s);

#endif
