/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_capacity.c - `capacity`: a table of months, the classes to hire, their people as rows of
 * agents.csv. */
#include <math.h>
#include <string.h>

#include "cli/load.h"
#include "cli/numbers.h"
#include "io/outputs.h"
#include "planner/capacity.h"

static const char *month_text(char text[DATE_TEXT], int32_t date)
{
    date_format(text, date);
    text[7] = '\0'; /* 2026-12 */
    return text;
}

static void say_number(struct text *out, double value, int decimals, int width)
{
    char text[NUMBER_TEXT];
    text_printf(out, "%*s", width, number_text(text, value, decimals));
}

static void say_assumptions(struct text *out, const struct loaded *loaded,
                            const struct capacity *capacity)
{
    const struct capacity_policy *policy = &loaded->plan->capacity;
    char hours[NUMBER_TEXT];
    text_printf(out,
                "A person gives %s hours a week to the need (mean contract, less paid breaks, "
                "%.1f %% leave, fit %.2f).\nVolume grows by %.1f %% a month, %.1f %% of the people "
                "leave; %d days of training, then %d as half a person.\n%s\n\n",
                number_text(hours, capacity->hours_person, 1), 100 * policy->leave, policy->fit,
                100 * policy->growth, 100 * policy->attrition, policy->training_days,
                policy->nesting_days,
                capacity->is_seasonal
                    ? "Months have the season of the newest year in calls/."
                    : "calls/ does not hold these months: every month is like the planned week.");
}

static void say_months(struct text *out, const struct loaded *loaded,
                       const struct capacity *capacity)
{
    char month[DATE_TEXT];
    text_printf(out, "%-8s %-16s %10s %8s %7s %8s %7s %7s %7s %7s %6s\n", "month", "skill",
                "contacts", "hours", "night", "weekend", "need", "have", "short", "leave", "hire");
    for (int r = 0; r < capacity->n_rows; r++) {
        const struct capacity_row *row = &capacity->row[r];
        text_printf(out, "%-8s %-16s", month_text(month, capacity->month[row->month]),
                    loaded->plan->skills[row->skill]);
        say_number(out, row->contacts, 0, 11);
        say_number(out, row->hours_need, 0, 9);
        text_printf(out, " %5.0f %% %6.0f %%", 100 * row->night_share, 100 * row->weekend_share);
        say_number(out, row->people_need, 1, 8);
        say_number(out, row->people_have, 1, 8);
        say_number(out, row->people_short >= 0.05 ? row->people_short : NAN, 1, 8);
        say_number(out, row->leavers, 1, 8);
        say_number(out, row->hires > 0 ? (double)row->hires : NAN, 0, 7);
        text_add_char(out, '\n');
    }
}

static void say_intakes(struct text *out, const struct loaded *loaded,
                        const struct capacity *capacity)
{
    char begins[DATE_TEXT], ready[DATE_TEXT];
    if (capacity->n_intakes == 0)
        text_add(out, "\nNobody needs to be hired.\n");
    else
        text_printf(out, "\n%-12s %-12s %-16s %6s %10s\n", "class begins", "on the floor", "skill",
                    "people", "for nights");
    for (int c = 0; c < capacity->n_intakes; c++) {
        const struct capacity_intake *intake = &capacity->intake[c];
        text_printf(out, "%-12s %-12s %-16s %6d %10d%s\n", date_format(begins, intake->begins),
                    date_format(ready, intake->on_the_floor), loaded->plan->skills[intake->skill],
                    intake->size, intake->n_nights,
                    intake->is_late ? "  too late for its month" : "");
    }
}

static void table_csv(struct text *out, const struct loaded *loaded,
                      const struct capacity *capacity)
{
    char month[DATE_TEXT];
    text_add(out, "month,skill,contacts_week,hours_need,night_share,weekend_share,people_need,"
                  "people_have,people_short,leavers,hires\n");
    for (int r = 0; r < capacity->n_rows; r++) {
        const struct capacity_row *row = &capacity->row[r];
        text_printf(out, "%s,%s,%.1f,%.1f,%.3f,%.3f,%.2f,%.2f,%.2f,%.2f,%d\n",
                    month_text(month, capacity->month[row->month]),
                    loaded->plan->skills[row->skill], row->contacts, row->hours_need,
                    row->night_share, row->weekend_share, row->people_need, row->people_have,
                    row->people_short, row->leavers, row->hires);
    }
}

/* The contract that most agents with the skill have, else the first. */
static int usual_contract(const struct plan *plan, int skill)
{
    int best = 0, most = -1;
    for (int c = 0; c < plan->n_contracts; c++) {
        int n = 0;
        for (int a = 0; a < plan->n_agents; a++)
            for (int k = 0; k < plan->agents[a].n_skills; k++)
                n += plan->agents[a].contract == c && plan->agents[a].skills[k].skill == skill;
        if (n > most) {
            best = c;
            most = n;
        }
    }
    return best;
}

/* Least level that serves every queue of the skill. */
static int level_wanted(const struct plan *plan, int skill)
{
    int level = 1;
    for (int q = 0; q < plan->n_queues; q++)
        if (plan->queues[q].skill == skill && plan->queues[q].level > level)
            level = plan->queues[q].level;
    return level;
}

static void agents_csv(struct text *out, const struct plan *plan, const struct capacity *capacity)
{
    char from[DATE_TEXT], since[DATE_TEXT];
    text_add(out, "id,contract,skills,from,since\n");
    for (int c = 0; c < capacity->n_intakes; c++) {
        const struct capacity_intake *intake = &capacity->intake[c];
        for (int i = 0; i < intake->size; i++)
            text_printf(out, "hire-%d-%02d,%s,%s:%d,%s,%s\n", c + 1, i + 1,
                        plan->contracts[usual_contract(plan, intake->skill)].id,
                        plan->skills[intake->skill], level_wanted(plan, intake->skill),
                        date_format(from, intake->on_the_floor),
                        date_format(since, intake->begins));
    }
}

static enum status write_files(struct command *command, const struct loaded *loaded,
                               const struct capacity *capacity)
{
    const struct option_value *option = command->options.option;
    struct text table = {0}, agents = {0};
    enum status status = OK;
    table_csv(&table, loaded, capacity);
    agents_csv(&agents, loaded->plan, capacity);
    if (option[OPT_OUT].given)
        TRY_OUT(out_write_file(option[OPT_OUT].text, table.bytes, table.n, command->diags));
    if (option[OPT_HIRES].given)
        TRY_OUT(out_write_file(option[OPT_HIRES].text, agents.bytes, agents.n, command->diags));
out:
    text_free(&table);
    text_free(&agents);
    return status;
}

enum outcome verb_capacity(struct command *command)
{
    struct loaded loaded;
    struct planned planned = {0};
    struct capacity capacity;
    int32_t first;
    enum status status = OK;
    TRY_OUT(load_plan_week(&loaded, &first, command));
    load_begin_run(command);
    TRY_OUT(
        planner_need(&planned, loaded.plan, first, 1, loaded.arena, &command->run, command->diags));
    TRY_OUT(planner_capacity(&capacity, loaded.plan, &planned, loaded.arena, command->diags));
    TRY_OUT(write_files(command, &loaded, &capacity));
    say_assumptions(&command->out, &loaded, &capacity);
    say_months(&command->out, &loaded, &capacity);
    say_intakes(&command->out, &loaded, &capacity);
out:
    load_end_run(command);
    load_free(&loaded);
    return command_outcome(status, true);
}
