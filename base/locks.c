/* SPDX-License-Identifier: GPL-3.0-or-later */
/* locks.c - an earlier roster as a table of days.  A work date is known if it lies in the earlier
 * roster's horizon: a date without a duty there was a day off. */
#include "base/locks.h"

#include <stddef.h>

void locks_make(struct locks *out, const struct roster *before, const struct horizon *horizon,
                int n_agents, struct arena *arena)
{
    *out = (struct locks){
        .first = horizon->first,
        .n_days = horizon->n_days,
        .n_agents = n_agents,
        .begun = NO_TIME,
        .day = ARENA_ARRAY(arena, struct locked_day, n_agents * horizon->n_days + 1)};
    const struct horizon *then = &before->horizon;
    for (int a = 0; a < n_agents; a++)
        for (int32_t date = then->first; date < then->first + then->n_days; date++) {
            struct locked_day *day = locks_day(out, a, date);
            if (day)
                day->is_known = true;
        }
    for (int i = 0; i < before->n_duties; i++) {
        struct locked_day *day = locks_day(out, before->duty[i].agent, before->duty[i].work_date);
        if (day)
            day->was = &before->duty[i];
    }
}

struct locked_day *locks_day(const struct locks *locks, int agent, int32_t date)
{
    int32_t day = date - locks->first;
    if (agent < 0 || agent >= locks->n_agents || day < 0 || day >= locks->n_days)
        return NULL;
    return &locks->day[(ptrdiff_t)agent * locks->n_days + day];
}

/* What locks_keep, locks_free and locks_price write. */
struct wanted {
    bool sets_kept, is_kept;
    double price;
};

static void set_days(const struct locks *locks, int agent, int32_t from, int32_t to,
                     const struct wanted *wanted)
{
    int first = agent == EVERY_AGENT ? 0 : agent;
    int last = agent == EVERY_AGENT ? locks->n_agents - 1 : agent;
    for (int a = first; a <= last; a++)
        for (int d = 0; d < locks->n_days; d++) {
            struct locked_day *day = locks_day(locks, a, locks->first + d);
            if (!day || !day->is_known || locks->first + d < from || locks->first + d > to)
                continue;
            if (wanted->sets_kept)
                day->is_kept = wanted->is_kept;
            else
                day->change_price = wanted->price;
        }
}

void locks_keep(const struct locks *locks, int agent, int32_t from, int32_t to)
{
    set_days(locks, agent, from, to, &(struct wanted){.sets_kept = true, .is_kept = true});
}

void locks_free(const struct locks *locks, int agent, int32_t from, int32_t to)
{
    set_days(locks, agent, from, to, &(struct wanted){.sets_kept = true});
}

void locks_price(const struct locks *locks, int agent, int32_t from, int32_t to,
                 double change_price)
{
    set_days(locks, agent, from, to, &(struct wanted){.price = change_price});
}

bool locks_is_changed(const struct locked_day *day, const struct duty *now)
{
    if (!day->is_known || !day->was || !now)
        return day->is_known && (day->was != NULL) != (now != NULL);
    return day->was->shift != now->shift || day->was->start != now->start ||
           day->was->is_rest_day != now->is_rest_day;
}

int locks_changes(double *cost, const struct locks *locks, const struct roster *roster)
{
    size_t n_all = (size_t)locks->n_agents * (size_t)locks->n_days;
    const struct duty **now = NEW_ARRAY(const struct duty *, n_all + 1);
    int n = 0;
    *cost = 0;
    for (int i = 0; i < roster->n_duties; i++) {
        const struct locked_day *day =
            locks_day(locks, roster->duty[i].agent, roster->duty[i].work_date);
        if (day)
            now[day - locks->day] = &roster->duty[i];
    }
    for (size_t i = 0; i < n_all; i++) {
        if (!locks_is_changed(&locks->day[i], now[i]))
            continue;
        n++;
        *cost += locks->day[i].change_price;
    }
    mem_free(now);
    return n;
}
