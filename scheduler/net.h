/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net.h - the labels of a space with instants that can occur at all, day by day. */
#ifndef RONDA_SCHEDULER_NET_H
#define RONDA_SCHEDULER_NET_H

#include <stdbool.h>
#include <stdint.h>

#include "scheduler/automaton.h"

/* What a space knows of instants: last ends of work that still matter, listed a layer by release.
 * Layer d is the moment before day d; entry 0 is so long ago that nothing ahead depends on it. */
struct instants {
    int n_days, n_flags; /* 2: long rests are asked for */
    int *n_ends;         /* [n_days + 1] */
    int16_t *end_at;     /* [n_items] entry of layer d + 1 that the item leads to */
    int16_t **carry;     /* [n_days] -> [n_ends[d]] entry of layer d + 1 after a day off */
    int16_t *ready;      /* [n_items] entries of layer d that may come before: the first `ready` */
    int16_t *rested;     /* [n_items] ... of which the first `rested` give the long rest */
    double **pair;       /* NULL, or where prefixes do not say it: [n_items] -> [n_ends[d]] cost */
    bool **pair_rest;    /* the same for the long rest */
    bool *close;         /* [n_days] a long-rest window closes after the day */
    double *close_price; /* [n_days] price of not having had it; INFINITY: hard */
    bool **close_rest;   /* [n_days] -> [n_ends[d + 1]] the rest up to the close is long enough */
};

/* The labels of one state and flag (1: the long rest of the window in force has been had). */
struct net_row {
    int first, n; /* labels, by last end */
    int state, flag;
    int cost; /* of its moves: layer.cost + cost, one an item */
    double off_cost;
};

/* Rows whose moves lead to the same states are a class and lie together.  Items of a day have
 * places: those that may follow a label are the places from some first one on. */
struct net_layer {
    int n_labels, n_rows, n_classes, n_items;
    int first_item;      /* the day's items are first_item .. + n_items - 1 of the space */
    struct net_row *row; /* [n_rows] */
    int *class_row;      /* [n_classes + 1] */
    int16_t *ready;      /* [n_labels] first place that may follow; with pairs: row of the tables */
    int16_t *rested;     /* [n_labels] the same after a long rest */
    int32_t *off;        /* [n_labels] label that a day off leads to; -1 */
    int16_t *item_at;    /* [n_items] item at a place, less first_item */
    int16_t *place;      /* [n_items] and back */
    double *cost;        /* moves' costs by place */
    int32_t *to;         /* [n_classes * n_flags * n_items] label by place; -1 */
    double *pair, *pair_rest; /* NULL, or [n_ends * n_items] by place */

    /* Where a window closes before the layer: labels that were, what each becomes (-1: nothing). */
    int n_before;
    int32_t *closed;
    double *close_cost;
    size_t at, before; /* values of labels, and of those before a closing, in scratch */
};

/* A label of layer 0 is the begin; `final` is what the last layer's cost at the end. */
struct net {
    int n_days, n_flags, most_items;
    struct net_layer *layer; /* [n_days + 1] */
    double *final;
    size_t n_values;
};

/* first[]: as in struct space; may_rest[n_days]. */
struct net *net_new(const struct automaton *automaton, const struct instants *instants,
                    const int *first, const bool *may_rest);
void net_free(struct net *net);

#endif
