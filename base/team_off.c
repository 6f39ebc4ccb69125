/* SPDX-License-Identifier: GPL-3.0-or-later */
/* team_off.c - which days off teams share.
 *
 * A team of which anybody wishes team_off has, in each week of seven work dates, k = 7 - d days
 * off, d the most days of its members' contracts.  With D_d the person-hours needed on day d and
 * S_d those that people bring, patterns are chosen to make sum over days of (D_d - S_d)^2 least: of
 * all patterns of a team the best with those of the other teams as they are, team after team,
 * SWEEPS times.  Who shares no days off is spread over the week.  Of patterns that are as good the
 * first counts, days in a row before others. */
#include "base/team_off.h"

#include <math.h>
#include <string.h>

#define SWEEPS 3
#define N_PATTERNS 128

struct team {
    const char *name;
    int n_off;
    double day_h; /* person-hours that it brings on a day on */
    unsigned off; /* bits of days */
};

static bool shares(const struct plan *plan, const char *team)
{
    for (int i = 0; i < plan->n_wishes; i++)
        if (plan->wishes[i].kind == WISH_TEAM_OFF &&
            strcmp(plan->agents[plan->wishes[i].agent].team, team) == 0)
            return true;
    return false;
}

static int find_team(const struct team *team, int n, const char *name)
{
    for (int i = 0; i < n; i++)
        if (strcmp(team[i].name, name) == 0)
            return i;
    return -1;
}

/* The teams that share days off; what everybody else brings on each day. */
static int list_teams(struct team *team, double *others_h, const struct plan *plan)
{
    int n = 0;
    *others_h = 0;
    for (int a = 0; a < plan->n_agents; a++) {
        const struct agent *agent = &plan->agents[a];
        const struct contract *contract = &plan->contracts[agent->contract];
        double week_h = (contract->hours_week[0] + contract->hours_week[1]) / 2;
        int days = contract->days_week[1];
        if (!agent->team || !shares(plan, agent->team)) {
            *others_h += week_h / 7;
            continue;
        }
        int i = find_team(team, n, agent->team);
        if (i < 0)
            team[i = n++] = (struct team){.name = agent->team, .n_off = 7};
        team[i].n_off = 7 - days < team[i].n_off ? 7 - days : team[i].n_off;
        team[i].day_h += days > 0 ? week_h / days : 0;
    }
    return n;
}

static double misfit(const double *left, const struct team *team, unsigned off)
{
    double sum = 0;
    for (int d = 0; d < 7; d++) {
        double lack = left[d] - ((off >> d & 1u) ? 0 : team->day_h);
        sum += lack * lack;
    }
    return sum;
}

/* Days off in blocks: fewer are better. */
static int n_blocks(unsigned off)
{
    return __builtin_popcount(off & ~(off << 1));
}

static unsigned best_pattern(const double *left, const struct team *team)
{
    unsigned best = 0;
    double least = INFINITY;
    for (int blocks = 1; blocks <= 4; blocks++)
        for (unsigned off = 0; off < N_PATTERNS; off++) {
            bool fits = __builtin_popcount(off) == team->n_off &&
                        (n_blocks(off) == blocks || (blocks == 1 && off == 0));
            double fit = fits ? misfit(left, team, off) : INFINITY;
            if (fit < least * (1 - 1e-9)) {
                least = fit;
                best = off;
            }
        }
    return best;
}

/* left[7]: person-hours needed that nobody who shares brings. */
static void choose_week(struct team *team, int n, double *left)
{
    for (int i = 0; i < n; i++)
        team[i].off = 127; /* brings nothing yet */
    for (int sweep = 0; sweep < SWEEPS; sweep++)
        for (int i = 0; i < n; i++) {
            double without[7];
            for (int d = 0; d < 7; d++) {
                without[d] = left[d];
                for (int k = 0; k < n; k++)
                    if (k != i && !(team[k].off >> d & 1u))
                        without[d] -= team[k].day_h;
            }
            team[i].off = best_pattern(without, &team[i]);
        }
}

static double hours_needed(const struct requirement *requirement, const struct horizon *horizon,
                           int day)
{
    const struct grid *grid = &requirement->grid;
    double hours = 0;
    for (int q = 0; q < requirement->n_queues; q++)
        for (int t = 0; t < grid->n_slots; t++) {
            int64_t at = grid->begin + (int64_t)t * grid->slot_s;
            if (at >= horizon->begin[day] && at < horizon->begin[day + 1])
                hours += requirement->need[q * grid->n_slots + t] * grid->slot_s / 3600;
        }
    return hours;
}

void team_days_off(bool *off, const struct plan *plan, const struct requirement *requirement,
                   const struct horizon *horizon)
{
    int n_days = horizon->n_days;
    double others_h;
    struct team *team = NEW_ARRAY(struct team, plan->n_agents + 1);
    int n = list_teams(team, &others_h, plan);
    for (int i = 0; i < plan->n_agents * n_days; i++)
        off[i] = false;
    for (int from = 0; from < n_days && n > 0; from += 7) {
        double left[7] = {0};
        for (int d = 0; d < 7 && from + d < n_days; d++)
            left[d] = hours_needed(requirement, horizon, from + d) - others_h;
        choose_week(team, n, left);
        for (int a = 0; a < plan->n_agents; a++) {
            int i = plan->agents[a].team ? find_team(team, n, plan->agents[a].team) : -1;
            for (int d = 0; i >= 0 && d < 7 && from + d < n_days; d++)
                off[a * n_days + from + d] = team[i].off >> d & 1u;
        }
    }
    mem_free(team);
}
