/* SPDX-License-Identifier: GPL-3.0-or-later */
/* offers.h - what a roster buys beside contracts, as a list to put to the people. */
#ifndef RONDA_SCHEDULER_OFFERS_H
#define RONDA_SCHEDULER_OFFERS_H

#include "base/roster.h"
#include "scheduler/build.h"

/* Fills offer and n_offers from the roster's duties and dual prices; memory of build's arena. */
void fill_offers(struct roster *out, const struct build *build);

#endif
