/* SPDX-License-Identifier: GPL-3.0-or-later */
/* full.c - the roster problem as one integer program.
 *
 * x(a,c) = 1: person a has choice c; at most one a day, exactly one where a day off is not allowed.
 * People of one group and team are alike to cover, so pauses are counted, not named:
 *   y(k,c)      people of class k on choice c, the sum of their x
 *   b(k,c,n,i)  of them with pause n at position i; sums to y for each n.  Pause n at i can follow
 *               positions [lo_i, hi_i) of pause n - 1, and these windows only move forward, so that
 *               people can be told their pauses if and only if for every i
 *                   sum of b(n) up to i <= sum of b(n-1) below hi_i,
 *                   sum of b(n) from i  <= sum of b(n-1) from lo_i     (Hall's condition)
 *   f(g,p,t)    people of group g who serve post p on row t; sums over p to those at work
 * Cover of a post, in people: sum of f + given + short - over = need, short and over in the pieces
 * of their prices.  Side posts take presence, or starts, times the quarters of the group.
 * Of a team at a tick: away <= share x on duty + u, away <= 1 + n (1 - u), u binary.
 * Limits: full_limits.c.  Money is currency, so that other programs see figures of one size. */
#include "scheduler/full_part.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

int full_column(struct full *full, double cost, double lo, double hi, bool integer)
{
    full->n_columns++;
    return lp_add_column(full->lp, cost, lo, hi, integer, 0, NULL, NULL);
}

void full_add(struct full *full, int column, double by)
{
    struct terms *t = &full->terms;
    if (column >= full->n_place) {
        int n = 2 * column + 64;
        full->place = mem_realloc(full->place, (size_t)n, sizeof *full->place);
        for (; full->n_place < n; full->n_place++)
            full->place[full->n_place] = -1;
    }
    if (full->place[column] < 0) {
        MEM_GROW(t->column, t->n, t->cap_column);
        MEM_GROW(t->by, t->n, t->cap_by);
        full->place[column] = t->n;
        t->column[t->n] = column;
        t->by[t->n++] = 0;
    }
    t->by[full->place[column]] += by;
}

void full_row(struct full *full, double lo, double hi)
{
    struct terms *t = &full->terms;
    int row = lp_add_row(full->lp, lo - t->constant, hi - t->constant);
    for (int k = 0; k < t->n; k++) {
        full->place[t->column[k]] = -1;
        if (t->by[k] == 0)
            continue;
        MEM_GROW(full->entry.row, full->entry.n, full->entry.cap_row);
        MEM_GROW(full->entry.column, full->entry.n, full->entry.cap_column);
        MEM_GROW(full->entry.by, full->entry.n, full->entry.cap_by);
        full->entry.row[full->entry.n] = row;
        full->entry.column[full->entry.n] = t->column[k];
        full->entry.by[full->entry.n++] = t->by[k];
    }
    t->n = 0;
    t->constant = 0;
}

static void add_people(struct full *full)
{
    const struct problem *p = full->problem;
    double constant = 0;
    for (int a = 0; a < p->n_people; a++)
        for (int d = 0; d < p->n_days; d++) {
            int64_t off = p->people[a].cost_off ? p->people[a].cost_off[d] : 0;
            bool must = off >= GRAIN_FORBIDDEN;
            off = must ? 0 : off;
            constant += full_money(full, off);
            for (int c = p->first_choice[d]; c < p->first_choice[d + 1]; c++) {
                int shape = full->breaks->shape_of[c];
                int64_t cost = p->people[a].cost[c];
                int *x = &full->x[(size_t)a * (size_t)p->n_choices + (size_t)c];
                *x = -1;
                if (cost >= GRAIN_FORBIDDEN || (shape >= 0 && !full->breaks->shape[shape].feasible))
                    continue;
                *x = full_column(full, full_money(full, cost - off), 0, 1, true);
                full_add(full, *x, 1);
            }
            full_row(full, must ? 1 : -INFINITY, 1);
        }
    /* in a row of its own: some readers refuse a column that is in none */
    full_add(full, full_column(full, constant, 1, 1, false), 1);
    full_row(full, 1, 1);
}

/* Who is alike to cover. */
struct class
{
    int group, team, n_people;
};

struct cover_rows {
    struct full *full;
    struct class *class;
    int n_classes, *class_of; /* [n_people] */
    int *y;                   /* [n_classes * n_choices] */
    int *b;                   /* first column of the choice's positions, like y; -1 */
    double *team_share;
};

static int *at_choice(const struct cover_rows *r, int *of, int k, int c)
{
    return &of[(size_t)k * (size_t)r->full->problem->n_choices + (size_t)c];
}

static void find_classes(struct cover_rows *r)
{
    const struct problem *p = r->full->problem;
    r->class = NEW_ARRAY(struct class, p->n_people + 1);
    r->class_of = NEW_ARRAY(int, p->n_people + 1);
    for (int a = 0; a < p->n_people; a++) {
        int k = 0;
        while (k < r->n_classes &&
               (r->class[k].group != p->people[a].group || r->class[k].team != p->people[a].team))
            k++;
        r->class[k].group = p->people[a].group;
        r->class[k].team = p->people[a].team;
        r->class[k].n_people++;
        r->n_classes = k == r->n_classes ? k + 1 : r->n_classes;
        r->class_of[a] = k;
    }
}

/* Column of pause n at position i of the shape, from the first of the choice. */
static int position(const struct break_shape *shape, int first, int n, int i)
{
    for (int k = 0; k < n; k++)
        first += shape->n[k];
    return first + i;
}

/* Pauses of y people on one choice. */
static void add_pauses(struct full *full, const struct break_shape *shape, int y, int first)
{
    for (int n = 0; n < shape->n_pauses; n++) {
        for (int i = 0; i < shape->n[n]; i++)
            full_add(full, position(shape, first, n, i), 1);
        full_add(full, y, -1);
        full_row(full, 0, 0);
        for (int i = 0; i < shape->n[n] && n > 0; i++) {
            for (int j = 0; j <= i; j++)
                full_add(full, position(shape, first, n, j), 1);
            for (int j = 0; j < shape->hi[n][i]; j++)
                full_add(full, position(shape, first, n - 1, j), -1);
            full_row(full, -INFINITY, 0);
            for (int j = i; j < shape->n[n]; j++)
                full_add(full, position(shape, first, n, j), 1);
            for (int j = shape->lo[n][i]; j < shape->n[n - 1]; j++)
                full_add(full, position(shape, first, n - 1, j), -1);
            full_row(full, -INFINITY, 0);
        }
    }
}

static void add_choice(struct cover_rows *r, int k, int c)
{
    struct full *full = r->full;
    const struct problem *p = full->problem;
    int n = 0, shape_index = full->breaks->shape_of[c];
    *at_choice(r, r->y, k, c) = *at_choice(r, r->b, k, c) = -1;
    for (int a = 0; a < p->n_people; a++) {
        if (r->class_of[a] != k || full_x(full, a, c) < 0)
            continue;
        full_add(full, full_x(full, a, c), 1);
        n++;
    }
    if (n == 0)
        return;
    int y = *at_choice(r, r->y, k, c) = full_column(full, 0, 0, n, true);
    full_add(full, y, -1);
    full_row(full, 0, 0);
    if (shape_index < 0)
        return;
    const struct break_shape *shape = &full->breaks->shape[shape_index];
    int first = full->n_columns;
    for (int pause = 0; pause < shape->n_pauses; pause++)
        for (int i = 0; i < shape->n[pause]; i++)
            full_column(full, 0, 0, shape->open[pause][i] ? n : 0, true);
    *at_choice(r, r->b, k, c) = first;
    add_pauses(full, shape, y, first);
}

/* People of class k at work on the row, times `by`. */
static void add_workers(const struct cover_rows *r, int k, int row, double by)
{
    const struct full *full = r->full;
    const struct problem *p = full->problem;
    int from = row * p->row_min, to = from + p->row_min;
    for (int c = 0; c < p->n_choices; c++) {
        const struct choice *choice = &p->choices[c];
        int y = *at_choice(r, r->y, k, c), first = *at_choice(r, r->b, k, c);
        if (y < 0 || row < choice->first_row || row >= choice->first_row + choice->n_rows)
            continue;
        full_add(r->full, y, by * choice->units[row - choice->first_row] / p->full_row);
        if (first < 0)
            continue;
        const struct break_shape *shape = &full->breaks->shape[full->breaks->shape_of[c]];
        for (int n = 0; n < shape->n_pauses; n++)
            for (int i = 0; i < shape->n[n]; i++) {
                int begin = choice->start_min + break_start_min(full->breaks, shape, n, i);
                int end = begin + shape->len[n] * full->breaks->tick_min;
                int minutes = (end < to ? end : to) - (begin > from ? begin : from);
                if (minutes > 0)
                    full_add(r->full, position(shape, first, n, i), -by * minutes / p->row_min);
            }
    }
}

/* People of class k on duty for the row, or who begin on it, times `by`. */
static void add_present(const struct cover_rows *r, int k, int row, bool at_start, double by)
{
    const struct problem *p = r->full->problem;
    for (int c = 0; c < p->n_choices; c++) {
        const struct choice *choice = &p->choices[c];
        int y = *at_choice(r, r->y, k, c);
        if (y < 0 || row < choice->first_row || row >= choice->first_row + choice->n_rows)
            continue;
        if (!at_start)
            full_add(r->full, y, by * choice->units[row - choice->first_row] / p->full_row);
        else if (row == choice->first_row)
            full_add(r->full, y, by);
    }
}

/* Ends the row of a post: what is there + short - over = need. */
static void end_post(struct full *full, int post, int row)
{
    const struct problem *p = full->problem;
    const struct cover_price *price = &p->cover[post * p->n_rows + row];
    double unit = p->full_row;
    int32_t given = p->given ? p->given[post * p->n_rows + row] : 0;
    for (int k = 0; k < price->n_short; k++)
        full_add(full,
                 full_column(full, full_money(full, price->short_price[k]) * unit, 0,
                             k == price->n_short - 1 ? INFINITY : price->short_width[k] / unit,
                             false),
                 1);
    for (int k = 0; k < price->n_surplus; k++)
        full_add(full,
                 full_column(full, full_money(full, price->surplus_price[k]) * unit, 0,
                             k == price->n_surplus - 1 ? INFINITY : price->surplus_width[k] / unit,
                             false),
                 -1);
    full_row(full, (price->need - given) / unit, (price->need - given) / unit);
}

static double weight(const struct problem *p, int group, int row)
{
    return p->group_weight_q ? p->group_weight_q[problem_group(p, group, row)] / 4.0 : 1;
}

static void add_cover(struct cover_rows *r, int row)
{
    struct full *full = r->full;
    const struct problem *p = full->problem;
    int n_work = p->n_posts - p->n_side_posts, *flow = NEW_ARRAY(int, p->n_groups *n_work + 1);
    for (int g = 0; g < p->n_groups; g++) {
        uint64_t posts = p->group_posts[problem_group(p, g, row)];
        bool takes = weight(p, g, row) < 0;
        for (int post = 0; post < n_work; post++) {
            flow[g * n_work + post] = -1;
            if ((posts >> post & 1) == 0)
                continue;
            flow[g * n_work + post] =
                full_column(full, 0, takes ? -INFINITY : 0, takes ? 0 : INFINITY, false);
            full_add(full, flow[g * n_work + post], -1);
        }
        for (int k = 0; k < r->n_classes && posts != 0; k++)
            if (r->class[k].group == g)
                add_workers(r, k, row, weight(p, g, row));
        full_row(full, 0, 0);
    }
    for (int post = 0; post < n_work; post++) {
        for (int g = 0; g < p->n_groups; g++)
            if (flow[g * n_work + post] >= 0)
                full_add(full, flow[g * n_work + post], 1);
        end_post(full, post, row);
    }
    mem_free(flow);
    for (int s = 0; s < p->n_side_posts; s++) {
        for (int k = 0; k < r->n_classes; k++) {
            int quarters = problem_side_q(p, r->class[k].group, s, row);
            if (quarters != 0)
                add_present(r, k, row, p->side_at_start[s], quarters / 4.0);
        }
        end_post(full, n_work + s, row);
    }
}

/* Away of the team at a tick, times by_away, and on duty, times by_on; false: nobody can be away.
 */
static bool add_team(const struct cover_rows *r, int team, int minute, double by_away, double by_on)
{
    struct full *full = r->full;
    const struct problem *p = full->problem;
    bool any = false;
    for (int k = 0; k < r->n_classes; k++)
        for (int c = 0; c < p->n_choices && r->class[k].team == team; c++) {
            const struct choice *choice = &p->choices[c];
            int y = *at_choice(r, r->y, k, c), first = *at_choice(r, r->b, k, c);
            if (y < 0 || minute < choice->start_min || minute >= choice->end_min)
                continue;
            full_add(full, y, by_on);
            const struct break_shape *shape =
                first >= 0 ? &full->breaks->shape[full->breaks->shape_of[c]] : NULL;
            for (int n = 0; shape && n < shape->n_pauses; n++)
                for (int i = 0; i < shape->n[n]; i++) {
                    int begin = choice->start_min + break_start_min(full->breaks, shape, n, i);
                    if (minute < begin || minute >= begin + shape->len[n] * full->breaks->tick_min)
                        continue;
                    full_add(full, position(shape, first, n, i), by_away);
                    any = true;
                }
        }
    return any;
}

/* The least share of the break plans that the team's people may have; 1: free. */
static double team_share(const struct cover_rows *r, int team)
{
    const struct problem *p = r->full->problem;
    double share = 1;
    for (int k = 0; k < r->n_classes; k++)
        for (int c = 0; c < p->n_choices && r->class[k].team == team; c++) {
            int plan = p->choices[c].break_plan;
            if (*at_choice(r, r->y, k, c) >= 0 && plan >= 0 &&
                p->break_plans[plan].away_share_max > 0 &&
                p->break_plans[plan].away_share_max < share)
                share = p->break_plans[plan].away_share_max;
        }
    return share;
}

static void add_teams(const struct cover_rows *r)
{
    struct full *full = r->full;
    const struct problem *p = full->problem;
    for (int team = 0; team < p->n_teams; team++) {
        double share = team_share(r, team), most = 0;
        for (int k = 0; k < r->n_classes; k++)
            most += r->class[k].team == team ? r->class[k].n_people : 0;
        for (int tick = 0; tick < full->breaks->n_ticks && share < 1; tick++) {
            int minute = tick * full->breaks->tick_min;
            bool any = add_team(r, team, minute, 1, -share);
            if (!any) {
                full->terms.constant = 0;
                for (int k = 0; k < full->terms.n; k++)
                    full->place[full->terms.column[k]] = -1;
                full->terms.n = 0;
                continue;
            }
            int u = full_column(full, 0, 0, 1, true);
            full_add(full, u, -1);
            full_row(full, -INFINITY, 1e-9);
            add_team(r, team, minute, 1, 0);
            full_add(full, u, most);
            full_row(full, -INFINITY, 1 + most);
        }
    }
}

static void add_all(struct full *full)
{
    const struct problem *p = full->problem;
    struct cover_rows r = {.full = full};
    add_people(full);
    for (int a = 0; a < p->n_people; a++)
        full_limits(full, a);
    find_classes(&r);
    size_t n = (size_t)r.n_classes * (size_t)p->n_choices + 1;
    r.y = NEW_ARRAY(int, n);
    r.b = NEW_ARRAY(int, n);
    for (int k = 0; k < r.n_classes; k++)
        for (int c = 0; c < p->n_choices; c++)
            add_choice(&r, k, c);
    for (int row = 0; row < p->n_rows; row++)
        add_cover(&r, row);
    add_teams(&r);
    mem_free(r.b);
    mem_free(r.y);
    mem_free(r.class_of);
    mem_free(r.class);
}

/* Columns that will be there at least: the choices of all people. */
static size_t count_choices(const struct problem *p)
{
    size_t n = 0;
    for (int a = 0; a < p->n_people; a++)
        for (int c = 0; c < p->n_choices; c++)
            n += p->people[a].cost[c] < GRAIN_FORBIDDEN;
    return n;
}

enum status full_program(struct lp **out, int *x, const struct problem *problem,
                         struct diags *diags)
{
    size_t n = count_choices(problem);
    *out = NULL;
    if (n > FULL_COLUMNS_MOST / 4) {
        diag_error(
            diags, NULL,
            "%zu shifts of %d people are too many for one program; it takes %d: export fewer "
            "people or days",
            n, problem->n_people, FULL_COLUMNS_MOST / 4);
        return ERR_DATA;
    }
    struct full full = {
        .problem = problem,
        .breaks = break_model_new(problem),
        .lp = lp_new(),
        .x = NEW_ARRAY(int, (size_t)problem->n_people *(size_t)problem->n_choices + 1)};
    add_all(&full);
    bool loaded = lp_load(full.lp, full.entry.n, full.entry.row, full.entry.column, full.entry.by);
    size_t n_x = (size_t)problem->n_people * (size_t)problem->n_choices;
    if (x && n_x > 0)
        memcpy(x, full.x, n_x * sizeof *x);
    void *parts[] = {full.x,         full.place,        full.terms.column, full.terms.by,
                     full.entry.row, full.entry.column, full.entry.by};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        mem_free(parts[i]);
    break_model_free(full.breaks);
    if (loaded && !full.refusal) {
        *out = full.lp;
        return OK;
    }
    lp_free(full.lp);
    diag_error(diags, NULL, "the roster cannot be written as a program: %s",
               full.refusal ? full.refusal : "the library refuses it");
    return full.refusal ? ERR_DATA : ERR_INTERNAL;
}
