/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sim_backlog.c - work that waits for a deadline: e-mail, back office.
 *
 * It is put aside whenever a contact comes, so it takes nothing from the lines and can be reckoned
 * once they have been run: in each slot there is the time of people kept for it, of those who serve
 * no line, and what the others were idle.  Each slot's work goes to the queue whose oldest work is
 * due first, done by those who can do least else.  Work is reckoned by slots: what comes in slot k
 * is in time if it is done by the end of slot k + reach - 1.
 *
 * The week is one among weeks like it: what is left at its end lies there at its begin.  So it is
 * gone through three times, once to fill the pile, once to be measured, once to finish. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scheduler/sim_part.h"

#define WEEKS 3

struct pile {
    double *left; /* [WEEKS * n_slots] ticks of what came in a slot */
    double sum;   /* of left, so far */
    int oldest;   /* first slot with anything left */
    bool is_open;
    double room; /* ticks that can still be done in this slot */
};

struct piles {
    const struct sim_model *model;
    struct sim_work *work;
    const double *load;
    struct pile *pile; /* [n_deferred] */
    double *able;      /* [n_groups] of this slot, not yet used */
    int *group;        /* [n_groups] those who can do least first */
};

static int choices(const struct sim_group *group)
{
    return __builtin_popcountll(group->deferred);
}

/* Stable, so that ties keep the order of groups. */
static void sort_groups(struct piles *p)
{
    for (int g = 0; g < p->model->n_groups; g++) {
        int at = g;
        for (; at > 0 && choices(&p->model->group[p->group[at - 1]]) > choices(&p->model->group[g]);
             at--)
            p->group[at] = p->group[at - 1];
        p->group[at] = g;
    }
}

/* Share of the slot in which the queue is open; work on it is done then. */
static double open_share(const struct sim_model *model, int d, int k)
{
    return model->line[model->n_lines + d].open_share[k];
}

/* What comes at slot `now` of the three weeks, and who can work. */
static void begin_slot(struct piles *p, const double *able, int now)
{
    const struct sim_model *model = p->model;
    size_t n = (size_t)model->grid.n_slots, k = (size_t)now % n;
    for (int g = 0; g < model->n_groups; g++)
        p->able[g] = able[(size_t)g * n + k];
    for (int d = 0; d < model->n_deferred; d++) {
        struct pile *pile = &p->pile[d];
        struct sim_work *work = &p->work[(size_t)d * n + k];
        double all = 0;
        for (int g = 0; g < model->n_groups; g++)
            all += model->group[g].deferred >> d & 1 ? p->able[g] : 0;
        pile->left[now] = p->load[(size_t)d * n + k];
        pile->sum += pile->left[now];
        pile->room = all * open_share(model, d, (int)k);
        pile->is_open = pile->room > 0;
        if (now / (int)n == 1)
            *work = (struct sim_work){.in_time = pile->left[now] > 0 ? 0 : 1, .able = pile->room};
    }
}

/* The pile whose oldest work is due first, -1. */
static int most_urgent(struct piles *p, int now)
{
    int best = -1, first = 0;
    for (int d = 0; d < p->model->n_deferred; d++) {
        struct pile *pile = &p->pile[d];
        while (pile->oldest <= now && !(pile->left[pile->oldest] > 0))
            pile->oldest++;
        int due = pile->oldest + p->model->line[p->model->n_lines + d].reach;
        if (pile->is_open && pile->oldest <= now && (best < 0 || due < first)) {
            best = d;
            first = due;
        }
    }
    return best;
}

/* Time of people for pile d, at most `want`. */
static double take_people(struct piles *p, int d, double want)
{
    double taken = 0;
    for (int i = 0; i < p->model->n_groups && taken < want; i++) {
        int g = p->group[i];
        if (!(p->model->group[g].deferred >> d & 1))
            continue;
        double part = fmin(p->able[g], want - taken);
        p->able[g] -= part;
        taken += part;
    }
    return taken;
}

static void work_slot(struct piles *p, int now)
{
    int n = p->model->grid.n_slots;
    for (int d; (d = most_urgent(p, now)) >= 0;) {
        struct pile *pile = &p->pile[d];
        int came = pile->oldest, reach = p->model->line[p->model->n_lines + d].reach;
        double done = take_people(p, d, fmin(pile->room, pile->left[came]));
        struct sim_work *work = &p->work[(size_t)d * (size_t)n];
        pile->room -= done;
        pile->left[came] -= done;
        pile->sum -= done;
        if (came >= n && came < 2 * n && now < came + reach && done > 0)
            work[came - n].in_time += done / p->load[(size_t)d * (size_t)n + (size_t)(came - n)];
        if (now >= n && now < 2 * n)
            work[now - n].done += done;
        pile->is_open = !(pile->left[came] > 0); /* else there was nobody more */
    }
    for (int d = 0; d < p->model->n_deferred && now >= n && now < 2 * n; d++)
        p->work[(size_t)d * (size_t)n + (size_t)(now - n)].left = fmax(0, p->pile[d].sum);
}

void sim_earliest_first(struct sim_work *work, const struct sim_model *model, const double *load,
                        const double *able)
{
    int n_groups = model->n_groups, n = WEEKS * model->grid.n_slots;
    struct piles p = {.model = model, .work = work, .load = load};
    p.pile = NEW_ARRAY(struct pile, model->n_deferred);
    p.able = NEW_ARRAY(double, n_groups + 1);
    p.group = NEW_ARRAY(int, n_groups + 1);
    sort_groups(&p);
    for (int d = 0; d < model->n_deferred; d++)
        p.pile[d].left = NEW_ARRAY(double, n);
    for (int now = 0; now < n; now++) {
        begin_slot(&p, able, now);
        work_slot(&p, now);
    }
    for (int d = 0; d < model->n_deferred; d++)
        mem_free(p.pile[d].left);
    mem_free(p.pile);
    mem_free(p.able);
    mem_free(p.group);
}

/* Work that comes in each slot. */
static void draw_load(double *load, struct sim_counts *counts, const struct sim_model *model,
                      int replication)
{
    size_t n = (size_t)model->grid.n_slots;
    struct sim_contacts contacts = {0};
    for (int d = 0; d < model->n_deferred; d++) {
        int l = model->n_lines + d;
        sim_draw_line(&contacts, counts->cell + (size_t)l * n, model, l, replication);
        for (int i = 0; i < contacts.n; i++)
            load[(size_t)d * n + (size_t)(contacts.contact[i].at / model->slot_ticks)] +=
                contacts.contact[i].handling;
        sim_draw_dials(load + (size_t)d * n, counts->cell + (size_t)l * n, model, l, replication);
    }
    mem_free(contacts.contact);
}

/* Time for it: kept, and idle; who comes late is there for the rest. */
static void count_able(double *able, const struct sim_counts *counts, const struct sim_model *model,
                       const int64_t *late)
{
    size_t n = (size_t)model->grid.n_slots;
    for (int i = 0; i < model->n_kept; i++) {
        const struct sim_kept *kept = &model->kept[i];
        const struct sim_server *server = &model->server[kept->server];
        int64_t here = server->come + late[kept->server];
        int64_t lost = here - kept->slot * model->slot_ticks;
        int64_t ticks = lost > 0 ? kept->ticks - lost : kept->ticks;
        if (late[kept->server] >= 0 && ticks > 0)
            able[(size_t)server->group * n + (size_t)kept->slot] += (double)ticks / server->pace;
    }
    for (int g = 0; g < model->n_groups; g++)
        for (size_t k = (size_t)g * n; model->group[g].deferred && k < ((size_t)g + 1) * n; k++)
            able[k] += fmax(0, (double)(counts->staffed[k] - counts->busy[k]));
}

void sim_backlog(struct sim_counts *counts, const struct sim_model *model, const int64_t *late,
                 int replication)
{
    size_t n = (size_t)model->grid.n_slots;
    double *load = NEW_ARRAY(double, (size_t)model->n_deferred *n);
    double *able = NEW_ARRAY(double, (size_t)model->n_groups *n + 1);
    draw_load(load, counts, model, replication);
    count_able(able, counts, model, late);
    sim_earliest_first(counts->work, model, load, able);
    mem_free(load);
    mem_free(able);
}
