/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_team.c - at no moment are more of a team on a pause than the shift of any of them allows:
 * away <= max(1, floor(away_share_max x team on duty)), those away among them.
 *
 * One sweep a team over the instants at which somebody comes, goes, or starts or ends a pause. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "scheduler/check_part.h"

struct change {
    int64_t at;
    int shift;
    int on_duty, away, movable; /* movable: away, and the shift is not a kept one */
};

static int by_time(const void *left, const void *right)
{
    const struct change *a = left, *b = right;
    return a->at < b->at ? -1 : a->at > b->at;
}

struct sweep {
    struct change *event;
    int n, cap;
};

static void add_event(struct sweep *sweep, int64_t at, const struct duty *duty, int on_duty,
                      int away)
{
    MEM_GROW(sweep->event, sweep->n, sweep->cap);
    sweep->event[sweep->n++] = (struct change){.at = at,
                                               .shift = duty->shift,
                                               .on_duty = on_duty,
                                               .away = away,
                                               .movable = duty->is_kept ? 0 : away};
}

static void add_duty(struct sweep *sweep, const struct duty *duty)
{
    add_event(sweep, duty->start, duty, 1, 0);
    add_event(sweep, duty->end, duty, -1, 0);
    for (int i = 0; i < duty->n_pauses; i++) {
        add_event(sweep, duty->pause[i].start, duty, 0, 1);
        add_event(sweep, duty->pause[i].start + (int64_t)duty->pause[i].min * 60, duty, 0, -1);
    }
}

/* Runs of moments that break one shift's share are told once, at their first.  Where all who are
 * away have kept shifts nobody's pause can move: that is a warning. */
static void sweep_team(struct check *c, struct sweep *sweep, const char *team)
{
    int n_shifts = c->plan->n_shifts, on_duty = 0, away = 0, movable = 0;
    int *away_in = ARENA_ARRAY(c->arena, int, n_shifts);
    bool *broken = ARENA_ARRAY(c->arena, bool, n_shifts);
    qsort(sweep->event, (size_t)sweep->n, sizeof *sweep->event, by_time);
    for (int i = 0; i < sweep->n; i++) {
        const struct change *e = &sweep->event[i];
        on_duty += e->on_duty;
        away += e->away;
        movable += e->movable;
        away_in[e->shift] += e->away;
        if (i + 1 < sweep->n && sweep->event[i + 1].at == e->at)
            continue;
        for (int s = 0; s < n_shifts; s++) {
            int most = (int)floor(c->plan->shifts[s].away_share_max * on_duty + 1e-9);
            most = most > 1 ? most : 1;
            bool now = away_in[s] > 0 && away > most;
            const char *words =
                now && !broken[s]
                    ? arena_printf(
                          c->arena,
                          "team %s: %d of %d on duty are away at %s; shift %s allows %d at once",
                          team, away, on_duty, check_stamp(c, e->at), c->plan->shifts[s].id, most)
                    : NULL;
            if (words && movable > 0)
                check_fault(c, -1, -1, "%s", words);
            else if (words)
                diag_warning(c->diags, NULL, "%s; their shifts are kept", words);
            broken[s] = now;
        }
    }
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void check_teams(struct check *check)
{
    int n_agents = check->plan->n_agents, n = 0;
    const char **team = ARENA_ARRAY(check->arena, const char *, n_agents + 1);
    for (int a = 0; a < n_agents; a++)
        if (check->plan->agents[a].team && *check->plan->agents[a].team)
            team[n++] = check->plan->agents[a].team;
    qsort(team, (size_t)n, sizeof *team, by_name);
    struct sweep sweep = {0};
    for (int t = 0; t < n; t++) {
        if (t > 0 && strcmp(team[t], team[t - 1]) == 0)
            continue;
        sweep.n = 0;
        for (int i = 0; i < check->roster->n_duties; i++) {
            const struct duty *duty = &check->roster->duty[i];
            const char *of = check->plan->agents[duty->agent].team;
            if (of && strcmp(of, team[t]) == 0)
                add_duty(&sweep, duty);
        }
        if (sweep.n > 0)
            sweep_team(check, &sweep, team[t]);
    }
    mem_free(sweep.event);
}
