/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ran.c - see ran.h. */
#include "cli/ran.h"

#include <math.h>
#include <string.h>

#include "io/file.h"

static enum status read_alone(struct ran *out, const char *path, struct arena *arena,
                              struct diags *diags)
{
    struct run_files files;
    enum status status = run_read(&files, path, arena, diags);
    out->plan = out->own = files.plan;
    if (status != OK)
        return status;
    out->horizon = files.horizon;
    out->requirement = files.requirement;
    out->roster = files.roster;
    out->check = (struct check_result){
        .value = files.roster.value,
        .cost_short = files.roster.cost_short,
        .cost_surplus = files.roster.cost_surplus,
        .cost_premium = files.roster.cost_premium,
        .cost_wishes = files.roster.cost_wishes,
        .cost_care = files.roster.cost_care,
        .cost_uneven = files.roster.cost_uneven,
        .cost_duty = files.roster.cost_duty,
        .cost_hours = files.roster.cost_hours,
        .hours_short = files.hours_short,
        .hours_surplus = files.hours_surplus,
        .cover = files.cover,
    };
    return OK;
}

/* The run's own requirement if it lies beside the roster, else that of the weeks, made anew. */
static enum status read_need(struct ran *out, const char *file, const struct loaded *loaded,
                             struct arena *arena, struct command *command)
{
    struct planned planned = {0};
    if (file && file_exists(file)) {
        out->requirement.grid = out->horizon.grid;
        return requirement_csv_read(&out->requirement, file, loaded->plan, arena, command->diags);
    }
    TRY(planner_need(&planned, loaded->plan, out->horizon.first, out->horizon.n_days / 7, arena,
                     &command->run, command->diags));
    out->requirement = planned.requirement;
    return OK;
}

static enum status read_with_plan(struct ran *out, const char *path, const struct loaded *loaded,
                                  struct arena *arena, struct command *command)
{
    const struct option_value *given = &command->options.option[OPT_REQUIREMENT];
    const char *roster = path_join(arena, path, "roster.csv"), *slash = strrchr(path, '/');
    const char *folder = path;
    if (!file_exists(roster)) {
        roster = path;
        folder = slash ? arena_strndup(arena, path, (size_t)(slash - path) + 1) : ".";
    }
    out->plan = loaded->plan;
    TRY(roster_csv_read(&out->roster, roster, loaded->plan, arena, command->diags));
    out->horizon = out->roster.horizon;
    TRY(read_need(out, given->given ? given->text : path_join(arena, folder, "requirement.csv"),
                  loaded, arena, command));
    out->roster.value = out->roster.bound = out->roster.gap = NAN;
    struct diags *unsaid = diags_new();
    enum status status =
        check_roster(&out->check, loaded->plan, &out->requirement, &out->roster, arena, unsaid);
    diags_free(unsaid);
    out->is_checked = true;
    return status;
}

enum status ran_read(struct ran *out, const char *path, const struct loaded *loaded,
                     struct arena *arena, struct command *command)
{
    *out = (struct ran){0};
    return loaded ? read_with_plan(out, path, loaded, arena, command)
                  : read_alone(out, path, arena, command->diags);
}

void ran_free(struct ran *ran)
{
    plan_free(ran->own);
    *ran = (struct ran){0};
}

int ran_find_agent(const struct ran *ran, const char *id, struct diags *diags)
{
    const struct plan *plan = ran->plan;
    const char **names = arena_alloc(plan->arena, (size_t)plan->n_agents + 1, sizeof *names);
    for (int a = 0; a < plan->n_agents; a++) {
        names[a] = plan->agents[a].id;
        if (strcmp(names[a], id) == 0)
            return a;
    }
    int near = text_nearest(id, names, plan->n_agents);
    diag_error(diags, NULL, "there is no agent '%s'%s%s%s", id, near >= 0 ? "; did you mean '" : "",
               near >= 0 ? names[near] : "", near >= 0 ? "'?" : "");
    return -1;
}
