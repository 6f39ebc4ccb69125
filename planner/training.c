/* SPDX-License-Identifier: GPL-3.0-or-later */
/* training.c - who attends which session of training.csv, and who does not. */
#include "base/training.h"

#include "planner/figures.h"

/* The agent's place in a session of the row; NULL. */
static const struct lesson *lesson_of(const struct roster *roster, int training, int agent)
{
    for (int d = 0; d < roster->n_duties; d++)
        for (int k = 0; roster->duty[d].agent == agent && k < roster->duty[d].n_lessons; k++)
            if (roster->duty[d].lesson[k].training == training)
                return &roster->duty[d].lesson[k];
    return NULL;
}

/* Somebody who comes before the agent attends the same one. */
static bool is_counted(const struct plan *plan, const struct roster *roster, int training,
                       int agent, int64_t start)
{
    for (int a = 0; a < agent; a++) {
        const struct lesson *lesson =
            a != plan->trainings[training].trainer ? lesson_of(roster, training, a) : NULL;
        if (lesson && lesson->start == start)
            return true;
    }
    return false;
}

struct training_figures *planner_training(const struct plan *plan, const struct planned *planned,
                                          struct arena *arena)
{
    struct training_figures *out = ARENA_ARRAY(arena, struct training_figures, plan->n_trainings);
    for (int i = 0; i < plan->n_trainings; i++) {
        out[i].missing = ARENA_ARRAY(arena, int, plan->n_agents);
        for (int a = 0; a < plan->n_agents; a++) {
            if (!training_wants(plan, i, a, &planned->horizon))
                continue;
            const struct lesson *lesson = lesson_of(&planned->roster, i, a);
            if (!lesson)
                out[i].missing[out[i].n_asked - out[i].n_attend] = a;
            else
                out[i].n_sessions += !is_counted(plan, &planned->roster, i, a, lesson->start);
            out[i].n_attend += lesson != NULL;
            out[i].n_asked++;
        }
    }
    return out;
}
