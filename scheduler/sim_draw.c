/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_draw.c - the random part of a replication: contacts of a line, who does not come.
 *
 *   volume     a factor a day and queue, log-normal, mean 1
 *   arrivals   Poisson at calls / open seconds x factor: unit exponentials through the rate
 *   handling   log-normal (or exponential, or as measured) of mean aht_s, + recovery for the
 *              abusive share
 *   patience   exponential; who would wait until a number can be left has endless patience
 *   retries    of those who give up a share, after an exponential time, with new patience
 *   dials      Poisson round what is laid into the slot; each takes its seconds, and with the
 * chance of being reached a handling time lateness   of a share of shifts, exponential
 *
 * Each comes from a stream of its own by (seed, purpose and line, replication), one draw a contact,
 * so that two rosters meet the same contacts (common random numbers). */
#include <math.h>

#include "scheduler/sim_part.h"

#define PURPOSE UINT64_C(0x73696d00)

enum purpose { VOLUME, ARRIVALS, HANDLING, PATIENCE, ABUSE, ABSENCE, LATENESS, RETRIES, REACH };

static void seed(struct rng *rng, const struct sim_model *model, enum purpose purpose, int line,
                 int replication)
{
    rng_seed(rng, model->seed, PURPOSE + (uint64_t)purpose * 256 + (uint64_t)line,
             (uint64_t)replication);
}

static double exponential(struct rng *rng)
{
    return -log(1 - rng_uniform(rng));
}

static uint32_t to_ticks(double s)
{
    double ticks = s * SIM_TICKS + 0.5;
    return ticks < 1 ? 1 : ticks < SIM_TICKS_MOST ? (uint32_t)ticks : SIM_TICKS_MOST;
}

struct streams {
    struct rng handling, patience, abuse;
};

/* Factor of a handling time, mean 1. */
static double draw_factor(const struct sim_model *model, const struct sim_line *line,
                          struct rng *rng)
{
    if (line->spread) {
        double place = rng_uniform(rng) * (line->n_spread - 1);
        int below = (int)place;
        return line->spread[below] +
               (place - below) * (line->spread[below + 1] - line->spread[below]);
    }
    return model->handling == SIM_EXPONENTIAL
               ? exponential(rng)
               : exp(model->handling_mu + model->handling_sigma * rng_normal(rng));
}

static uint32_t draw_patience(const struct sim_line *line, struct rng *rng)
{
    uint32_t patience = to_ticks(line->patience_s * exponential(rng));
    return line->callback > 0 && patience > line->callback ? SIM_TICKS_MOST : patience;
}

static void draw_contact(struct sim_contact *out, const struct sim_model *model,
                         const struct sim_line *line, int slot, double at, struct streams *rng)
{
    double handling_s = line->aht_s[slot] * draw_factor(model, line, &rng->handling);
    if (line->abuse_share > 0 && rng_uniform(&rng->abuse) < line->abuse_share)
        handling_s += line->recovery_s;
    *out = (struct sim_contact){.at = (int64_t)at, .handling = to_ticks(handling_s)};
    if (!isnan(line->patience_s))
        out->patience = draw_patience(line, &rng->patience);
}

/* Contacts of a slot; `rest` of a unit exponential is left to the next one. */
static double draw_slot(struct sim_contacts *out, const struct sim_model *model,
                        const struct sim_line *line, int slot, double factor, double rest,
                        struct rng *arrivals, struct streams *rng)
{
    double rate = line->rate[slot] * factor, at = (double)line->open_from[slot];
    double to = (double)line->open_to[slot];
    for (;;) {
        double next = at + rest / rate;
        if (!(next < to))
            return rest - (to - at) * rate;
        at = next;
        MEM_GROW(out->contact, out->n, out->cap);
        draw_contact(&out->contact[out->n++], model, line, slot, at, rng);
        rest = exponential(arrivals);
    }
}

void sim_draw_line(struct sim_contacts *out, struct sim_count *cell, const struct sim_model *model,
                   int l, int replication)
{
    const struct sim_line *line = &model->line[l];
    struct rng volume, arrivals;
    struct streams rng;
    seed(&volume, model, VOLUME, line->queue, replication);
    seed(&arrivals, model, ARRIVALS, line->queue, replication);
    seed(&rng.handling, model, HANDLING, line->queue, replication);
    seed(&rng.patience, model, PATIENCE, line->queue, replication);
    seed(&rng.abuse, model, ABUSE, line->queue, replication);
    double factor[MAX_DAYS], rest = exponential(&arrivals);
    for (int d = 0; d < model->n_days; d++)
        factor[d] = exp(line->volume_mu + line->volume_sigma * rng_normal(&volume));
    out->n = 0;
    for (int k = 0; k < model->grid.n_slots; k++) {
        if (!(line->rate[k] > 0))
            continue;
        int before = out->n;
        rest = draw_slot(out, model, line, k, factor[model->day_of[k]], rest, &arrivals, &rng);
        cell[k].offered = (uint32_t)(out->n - before);
    }
}

void sim_draw_dials(double *load, struct sim_count *cell, const struct sim_model *model, int l,
                    int replication)
{
    const struct sim_line *line = &model->line[l];
    struct rng dials, reach;
    struct streams rng;
    if (!line->dials)
        return;
    seed(&dials, model, ARRIVALS, line->queue, replication);
    seed(&reach, model, REACH, line->queue, replication);
    seed(&rng.handling, model, HANDLING, line->queue, replication);
    seed(&rng.abuse, model, ABUSE, line->queue, replication);
    double rest = exponential(&dials);
    for (int k = 0; k < model->grid.n_slots; k++) {
        double left = line->dials[k];
        for (; rest < left; rest = exponential(&dials)) {
            struct sim_contact contact = {.handling = 0};
            left -= rest;
            if (rng_uniform(&reach) < line->reach_share[k]) {
                draw_contact(&contact, model, line, k, 0, &rng);
                cell[k].offered++;
            }
            load[k] += line->dial_s[k] * SIM_TICKS + contact.handling;
        }
        rest -= left;
    }
}

bool sim_draw_absence(const struct sim_model *model, int i, int replication)
{
    const struct sim_server *server = &model->server[i];
    struct rng rng;
    if (!(server->absence > 0))
        return false;
    rng_seed(&rng, model->seed, PURPOSE + ABSENCE * 256 + ((uint64_t)replication << 16),
             server->absence_item);
    return rng_uniform(&rng) < server->absence;
}

int64_t sim_draw_lateness(const struct sim_model *model, int i, int replication)
{
    struct rng rng;
    if (!(model->late_share > 0))
        return 0;
    rng_seed(&rng, model->seed, PURPOSE + LATENESS * 256 + ((uint64_t)replication << 16),
             model->server[i].absence_item);
    if (rng_uniform(&rng) >= model->late_share)
        return 0;
    return to_ticks(model->late_s * exponential(&rng));
}

void sim_seed_retries(struct rng *rng, const struct sim_model *model, int l, int replication)
{
    seed(rng, model, RETRIES, model->line[l].queue, replication);
}

bool sim_draw_retry(struct sim_contact *out, const struct sim_line *line, struct rng *rng)
{
    if (rng_uniform(rng) >= line->retry_share)
        return false;
    out->at = to_ticks(line->retry_s * exponential(rng));
    out->patience = draw_patience(line, rng);
    return true;
}
