/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_posts.c - who is on duty beside the queues, and what a lack costs.
 *
 * Everybody counts from the shift's start to its end, pauses or not, by the quarters that
 * base/posts.h gives them, in quarters of a person-minute; where a post counts people at the start,
 * each counts in the slot in which the shift begins.  Quarters are those of the slot's work date.
 * Whoever the ledger has on duty into the week counts until that shift's end.  Missing or over cost
 * the post's price an hour, or a person. */
#include "base/mem.h"
#include "base/posts.h"
#include "scheduler/check_part.h"

/* Quarters of person-minutes (or four a person, at the start) on each slot: amount[n_slots]. */
static void count_post(const struct check *c, const struct duty_post *post, int n, int k,
                       int64_t *amount)
{
    const struct grid *grid = &c->requirement->grid;
    int32_t first = c->horizon->first;
    for (int i = 0; i < c->roster->n_duties; i++) {
        const struct duty *duty = &c->roster->duty[i];
        int64_t slot = grid_slot(grid, duty->start);
        for (int32_t date = duty->work_date; date <= duty->work_date + 1; date++) {
            int by = duty_post_quarters(c->plan, post, n, k, duty->agent, date);
            if (!post[k].at_start)
                check_add_dated(amount, c, date, duty->start, duty->end, by);
            else if (slot >= 0 && slot < grid->n_slots &&
                     posts_date(c->plan, grid, (int)slot) == date)
                amount[slot] += by;
        }
    }
    for (int a = 0; a < c->plan->n_agents && !post[k].at_start; a++)
        if (c->ledger[a] && c->ledger[a]->last_shift_end > grid->begin)
            check_add_span(amount, grid, grid->begin, c->ledger[a]->last_shift_end,
                           duty_post_quarters(c->plan, post, n, k, a, first));
}

void check_posts(struct check *check)
{
    struct duty_post post[MOST_DUTY_POSTS];
    const struct grid *grid = &check->requirement->grid;
    int n = duty_posts(post, check->plan, check->horizon->first, check->horizon->n_days);
    int64_t *amount = NEW_ARRAY(int64_t, grid->n_slots);
    for (int k = 0; k < n; k++) {
        double whole = post[k].at_start ? 4 : 4 * 60; /* a person, or a person-hour */
        double slot = post[k].at_start ? 4 : 4.0 * (double)grid->slot_s / 60;
        for (int t = 0; t < grid->n_slots; t++)
            amount[t] = 0;
        count_post(check, post, n, k, amount);
        for (int t = 0; t < grid->n_slots; t++) {
            double need = duty_post_need(check->plan, &post[k], check->requirement, t);
            double missing = (need * slot - (double)amount[t]) / whole;
            if (post[k].is_hard && missing > 1e-9)
                check_fault(check, -1, -1, "%s: %.4g of %.4g are missing at %s, and they are hard",
                            post_kind_names[post[k].kind], missing * whole / slot, need,
                            check_stamp(check, grid->begin + (int64_t)t * grid->slot_s));
            check->out->cost_duty +=
                missing > 0 ? missing * post[k].price_short : -missing * post[k].price_surplus;
        }
    }
    mem_free(amount);
}
