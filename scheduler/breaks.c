/* SPDX-License-Identifier: GPL-3.0-or-later */
/* breaks.c - places of pauses.
 *
 * Pauses 1..n in order start at s_1 < .. < s_n (ticks after the shift's start), s_k in its window
 * on the plan's step, with
 *     s_1 <= W,   least <= s_k - (s_{k-1} + len_{k-1}) <= W,   length - (s_n + len_n) <= W,
 * W the longest stretch of work.  The losses add up, so best_k(s) = loss_k(s) + min over the
 * positions before that s allows of best_{k-1}.  Those are a window that only moves forward with s:
 * its minimum is kept in a queue of rising values, and the whole costs one pass over the positions.
 */
#include "scheduler/breaks.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/mem.h"

static int gcd(int a, int b)
{
    while (b != 0) {
        int rest = a % b;
        a = b;
        b = rest;
    }
    return a < 0 ? -a : a;
}

/* Plan steps of 0 mean one place only. */
static int step_of(const struct break_plan *plan)
{
    return plan->step_min > 0 ? plan->step_min : 1;
}

static int find_tick(const struct problem *problem)
{
    int tick = problem->row_min;
    for (int c = 0; c < problem->n_choices; c++)
        tick = gcd(gcd(tick, problem->choices[c].start_min), problem->choices[c].end_min);
    for (int b = 0; b < problem->n_break_plans; b++) {
        const struct break_plan *plan = &problem->break_plans[b];
        if (plan->n_pauses == 0)
            continue;
        tick = gcd(tick, step_of(plan));
        for (int k = 0; k < plan->n_pauses; k++)
            tick = gcd(tick, plan->len_min[k]);
    }
    return tick > 0 ? tick : 1;
}

/* Starts of pause k: multiples of the step in its window that leave it inside the shift. */
static void list_positions(struct break_shape *shape, const struct break_plan *plan, int k,
                           int tick_min)
{
    int step = step_of(plan), last = plan->to_min[k];
    int first = plan->from_min[k] <= 0 ? 0 : (plan->from_min[k] + step - 1) / step * step;
    if (last > shape->length_min - plan->len_min[k])
        last = shape->length_min - plan->len_min[k];
    int n = last >= first ? (last - first) / step + 1 : 0;
    int thin = (n + MAX_POSITIONS - 1) / MAX_POSITIONS;
    shape->n[k] = 0;
    for (int i = 0; i < n; i += thin)
        shape->at[k][shape->n[k]++] = (int16_t)((first + i * step) / tick_min);
    shape->len[k] = (int16_t)(plan->len_min[k] / tick_min);
}

/* Links every position to the positions before it, and marks those on some full placement. */
static void link_positions(struct break_shape *shape, const struct break_plan *plan, int tick_min)
{
    int longest = plan->longest_work_min > 0 ? plan->longest_work_min : INT32_MAX;
    int last = shape->n_pauses - 1;
    bool from_begin[MAX_BREAKS][MAX_POSITIONS] = {0};
    for (int k = 0; k <= last; k++)
        for (int i = 0; i < shape->n[k]; i++) {
            int start = shape->at[k][i] * tick_min;
            from_begin[k][i] = k == 0 && start <= longest;
            int n_before = k > 0 ? shape->n[k - 1] : 0, lo = n_before, hi = 0;
            for (int j = 0; j < n_before; j++) {
                int work = start - (shape->at[k - 1][j] + shape->len[k - 1]) * tick_min;
                if (work < 0 || work < plan->least_work_min || work > longest)
                    continue;
                lo = j < lo ? j : lo;
                hi = j + 1;
                from_begin[k][i] = from_begin[k][i] || from_begin[k - 1][j];
            }
            shape->lo[k][i] = (uint8_t)(hi > 0 ? lo : 0);
            shape->hi[k][i] = (uint8_t)hi;
        }
    for (int i = 0; i < shape->n[last]; i++) {
        int tail = shape->length_min - (shape->at[last][i] + shape->len[last]) * tick_min;
        shape->open[last][i] = from_begin[last][i] && tail <= longest;
        shape->feasible = shape->feasible || shape->open[last][i];
    }
    for (int k = last; k > 0; k--)
        for (int i = 0; i < shape->n[k]; i++)
            for (int j = shape->lo[k][i]; shape->open[k][i] && j < shape->hi[k][i]; j++)
                shape->open[k - 1][j] = shape->open[k - 1][j] || from_begin[k - 1][j];
}

static int find_shape(struct break_model *model, const struct problem *problem, int plan_index,
                      int length_min)
{
    for (int i = 0; i < model->n_shapes; i++)
        if (model->shape[i].plan == plan_index && model->shape[i].length_min == length_min)
            return i;
    const struct break_plan *plan = &problem->break_plans[plan_index];
    size_t n = (size_t)model->n_shapes;
    model->shape = mem_realloc(model->shape, n + 1, sizeof *model->shape);
    struct break_shape *shape = &model->shape[n];
    memset(shape, 0, sizeof *shape);
    shape->plan = plan_index;
    shape->length_min = length_min;
    shape->n_pauses = plan->n_pauses;
    for (int k = 0; k < plan->n_pauses; k++)
        list_positions(shape, plan, k, model->tick_min);
    link_positions(shape, plan, model->tick_min);
    return model->n_shapes++;
}

struct break_model *break_model_new(const struct problem *problem)
{
    struct break_model *model = NEW(struct break_model);
    int last_end = 0;
    model->tick_min = find_tick(problem);
    model->shape_of = NEW_ARRAY(int, problem->n_choices);
    for (int c = 0; c < problem->n_choices; c++) {
        const struct choice *choice = &problem->choices[c];
        int plan = choice->break_plan;
        model->shape_of[c] = -1;
        assert(choice->start_min >= 0 && choice->end_min >= choice->start_min);
        last_end = choice->end_min > last_end ? choice->end_min : last_end;
        if (plan >= 0 && problem->break_plans[plan].n_pauses > 0)
            model->shape_of[c] =
                find_shape(model, problem, plan, choice->end_min - choice->start_min);
    }
    model->n_ticks = last_end / model->tick_min;
    return model;
}

void break_model_free(struct break_model *model)
{
    if (!model)
        return;
    mem_free(model->shape);
    mem_free(model->shape_of);
    mem_free(model);
}

/* best[i] for pause k; from[i] the position before it. */
static void chain_pause(const struct break_shape *shape, int k, const double *loss,
                        const double *before, double *best, uint8_t *from)
{
    uint8_t queue[MAX_POSITIONS];
    int head = 0, tail = 0, pushed = 0;
    for (int i = 0; i < shape->n[k]; i++) {
        best[i] = INFINITY;
        for (; pushed < shape->hi[k][i]; pushed++) {
            while (tail > head && before[queue[tail - 1]] > before[pushed])
                tail--;
            queue[tail++] = (uint8_t)pushed;
        }
        while (head < tail && queue[head] < shape->lo[k][i])
            head++;
        if (!shape->open[k][i] || head == tail || shape->hi[k][i] == 0)
            continue;
        best[i] = before[queue[head]] + loss[i];
        from[i] = queue[head];
    }
}

double breaks_best(const struct break_shape *shape, double (*loss)[MAX_POSITIONS], uint8_t *at)
{
    double best[2][MAX_POSITIONS];
    uint8_t from[MAX_BREAKS][MAX_POSITIONS];
    int last = shape->n_pauses - 1, least = -1;
    assert(shape->feasible);
    for (int i = 0; i < shape->n[0]; i++)
        best[0][i] = shape->open[0][i] ? loss[0][i] : INFINITY;
    for (int k = 1; k <= last; k++)
        chain_pause(shape, k, loss[k], best[(k - 1) & 1], best[k & 1], from[k]);
    for (int i = 0; i < shape->n[last]; i++)
        if (shape->open[last][i] && (least < 0 || best[last & 1][i] < best[last & 1][least]))
            least = i;
    assert(least >= 0);
    double sum = best[last & 1][least];
    for (int k = last, i = least; k >= 0; k--) {
        at[k] = (uint8_t)i;
        if (k > 0)
            i = from[k][i];
    }
    return sum;
}

bool break_positions(const struct break_model *model, const struct break_shape *shape,
                     const int16_t *start_min, uint8_t *at)
{
    for (int k = 0; k < shape->n_pauses; k++) {
        int i = 0;
        while (i < shape->n[k] && break_start_min(model, shape, k, i) != start_min[k])
            i++;
        if (i == shape->n[k] || !shape->open[k][i])
            return false;
        if (k > 0 && (at[k - 1] < shape->lo[k][i] || at[k - 1] >= shape->hi[k][i]))
            return false;
        at[k] = (uint8_t)i;
    }
    return true;
}
