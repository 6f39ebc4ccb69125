/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_swap.c - `swap` and `leave`: may this be, and why not?
 *
 * The roster is judged as it is and as it would be, by the checker.  The answer is no where a rule
 * is broken that was not, or where more people are missing than before; what is missing where, and
 * what it costs, is told either way. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/posts.h"
#include "cli/load.h"
#include "cli/load_run.h"
#include "cli/numbers.h"
#include "io/doc.h"
#include "io/outputs.h"

#define NOTICED_H 0.05 /* person-hours that count as short */

/* A roster as the checker sees it. */
struct judged {
    struct roster roster;
    struct check_result check;
    struct diags *diags;
};

struct judging {
    struct command *command;
    struct loaded loaded;
    struct planned planned;
    struct judged before, after;
    int agent, other;
    int32_t from, to;
};

/* ---- reading ---- */

static int find_agent(const struct judging *j, const char *id)
{
    const struct plan *plan = j->loaded.plan;
    const char **ids = ARENA_ARRAY(j->loaded.arena, const char *, plan->n_agents + 1);
    for (int a = 0; a < plan->n_agents; a++) {
        ids[a] = plan->agents[a].id;
        if (strcmp(ids[a], id) == 0)
            return a;
    }
    int near = text_nearest(id, ids, plan->n_agents);
    diag_error(j->command->diags, NULL,
               near < 0 ? "there is no agent '%s'" : "there is no agent '%s'; did you mean '%s'?",
               id, near < 0 ? "" : ids[near]);
    return -1;
}

static bool read_date(int32_t *out, const struct judging *j, const char *text, size_t n)
{
    char date[DATE_TEXT] = "";
    if (n < sizeof date)
        memcpy(date, text, n);
    if (date_parse(out, date))
        return true;
    diag_error(j->command->diags, NULL,
               "'%.40s' is no date such as 2026-12-24 or span such as "
               "2026-12-24..2026-12-26",
               text);
    return false;
}

/* "2026-12-24" or "2026-12-24..2026-12-26". */
static enum status read_dates(struct judging *j, const char *text)
{
    const char *dots = strstr(text, "..");
    size_t n = dots ? (size_t)(dots - text) : strlen(text);
    if (!read_date(&j->from, j, text, n))
        return ERR_USAGE;
    j->to = j->from;
    if (dots && !read_date(&j->to, j, dots + 2, strlen(dots + 2)))
        return ERR_USAGE;
    if (j->to >= j->from)
        return OK;
    diag_error(j->command->diags, NULL, "the span '%.40s' ends before it begins", text);
    return ERR_USAGE;
}

static enum status load(struct judging *j)
{
    TRY(load_plan(&j->loaded, j->command, j->command->options.argument[0], NULL));
    TRY(load_run(&j->planned, &j->loaded, j->command));
    j->before.roster = j->planned.roster;
    return OK;
}

/* ---- judging ---- */

static void copy_roster(struct roster *to, const struct roster *from, struct arena *arena)
{
    *to = *from;
    to->duty = ARENA_ARRAY(arena, struct duty, from->n_duties + 1);
    to->duty_at = NULL;
    if (from->n_duties > 0)
        memcpy(to->duty, from->duty, (size_t)from->n_duties * sizeof *to->duty);
    to->value = to->bound = to->gap = NAN;
}

static enum status judge(struct judged *of, const struct judging *j)
{
    of->roster.value = of->roster.bound = of->roster.gap = NAN;
    of->diags = diags_new();
    return check_roster(&of->check, j->loaded.plan, &j->planned.requirement, &of->roster,
                        j->loaded.arena, of->diags);
}

/* A fault of the one that the other has too. */
static bool has_fault(const struct diags *diags, const char *message)
{
    for (size_t i = 0; i < diags->n; i++)
        if (strcmp(diags->item[i].message, message) == 0)
            return true;
    return false;
}

/* ---- the answer ---- */

static double missing(const struct judging *j, const struct judged *of, size_t at)
{
    return fmax(0, j->planned.requirement.need[at] - of->check.cover[at]);
}

/* Where more people are missing than before: spans of slots, queue by queue. */
static void say_cover(struct text *out, const struct judging *j)
{
    const struct plan *plan = j->loaded.plan;
    const struct grid *grid = &j->planned.horizon.grid;
    char from[STAMP_TEXT], to[STAMP_TEXT], number[NUMBER_TEXT];
    for (int q = 0; q < plan->n_queues; q++)
        for (int t = 0; t < grid->n_slots; t++) {
            double most = 0;
            int first = t;
            for (; t < grid->n_slots; t++) {
                size_t at = (size_t)q * (size_t)grid->n_slots + (size_t)t;
                double more = missing(j, &j->after, at) - missing(j, &j->before, at);
                if (more <= NOTICED_H)
                    break;
                most = fmax(most, more);
            }
            if (t == first)
                continue;
            tz_format(from, plan->site.zone, grid->begin + (int64_t)first * grid->slot_s);
            tz_format(to, plan->site.zone, grid->begin + (int64_t)t * grid->slot_s);
            text_printf(out, "  %s: up to %s more missing, %.16s to %.16s\n", plan->queues[q].id,
                        number_text(number, most, 1), from, to);
        }
}

/* "Yes: `who` may `what`", and why not. */
static enum outcome answer(struct judging *j, const char *who, const char *what)
{
    struct text *out = &j->command->out;
    const struct judged *after = &j->after;
    double shorter = after->check.hours_short - j->before.check.hours_short;
    double dearer = after->check.value - j->before.check.value;
    char number[NUMBER_TEXT];
    int n_new = 0;
    for (size_t i = 0; i < after->diags->n; i++)
        n_new += after->diags->item[i].severity == SEV_ERROR &&
                 !has_fault(j->before.diags, after->diags->item[i].message);
    bool yes = n_new == 0 && shorter <= NOTICED_H;
    text_printf(out, "%s: %s may %s%s\n", yes ? "Yes" : "No", who, yes ? "" : "not ", what);
    for (size_t i = 0; i < after->diags->n; i++)
        if (after->diags->item[i].severity == SEV_ERROR &&
            !has_fault(j->before.diags, after->diags->item[i].message))
            text_printf(out, "  rule: %s\n", after->diags->item[i].message);
    if (shorter > NOTICED_H)
        say_cover(out, j);
    text_printf(out, "Person-hours short: %s", number_text(number, j->before.check.hours_short, 1));
    text_printf(out, " before, %s", number_text(number, after->check.hours_short, 1));
    text_printf(out, " after; the week costs %s %s", j->loaded.plan->site.currency,
                number_text(number, fabs(dearer), 0));
    text_add(out, dearer >= 0 ? " more.\n" : " less.\n");
    return yes ? DONE : NOT_HELD;
}

static void free_all(struct judging *j)
{
    if (j->before.diags)
        diags_free(j->before.diags);
    if (j->after.diags)
        diags_free(j->after.diags);
    load_free(&j->loaded);
}

/* ---- swap ---- */

static void swap_duties(struct judging *j)
{
    struct roster *roster = &j->after.roster;
    copy_roster(roster, &j->before.roster, j->loaded.arena);
    for (int i = 0; i < roster->n_duties; i++) {
        struct duty *duty = &roster->duty[i];
        if (duty->work_date != j->from || (duty->agent != j->agent && duty->agent != j->other))
            continue;
        duty->agent = duty->agent == j->agent ? j->other : j->agent;
        duty->queues = posts_queues(j->loaded.plan, duty->agent, duty->work_date);
    }
    if (roster->n_duties > 0)
        roster_sort(roster);
}

static enum status read_swap(struct judging *j)
{
    const char *const *argument = j->command->options.argument;
    TRY(read_dates(j, argument[4]));
    TRY(load(j));
    j->agent = find_agent(j, argument[2]);
    j->other = find_agent(j, argument[3]);
    if (j->agent < 0 || j->other < 0)
        return ERR_DATA;
    int n = 0;
    for (int i = 0; i < j->before.roster.n_duties; i++) {
        const struct duty *duty = &j->before.roster.duty[i];
        n += duty->work_date == j->from && (duty->agent == j->agent || duty->agent == j->other);
    }
    if (n > 0 && j->agent != j->other && j->from == j->to)
        return OK;
    diag_error(j->command->diags, NULL, "nothing to swap: neither %s nor %s works on %s",
               argument[2], argument[3], argument[4]);
    return ERR_DATA;
}

enum outcome verb_swap(struct command *command)
{
    struct judging j = {.command = command};
    enum status status = read_swap(&j);
    enum outcome outcome = command_outcome(status, true);
    if (status == OK) {
        swap_duties(&j);
        status = judge(&j.before, &j);
        if (status == OK)
            status = judge(&j.after, &j);
        const char *const *argument = command->options.argument;
        outcome =
            status == OK
                ? answer(&j, arena_printf(j.loaded.arena, "%s and %s", argument[2], argument[3]),
                         arena_printf(j.loaded.arena, "swap %s", argument[4]))
                : command_outcome(status, false);
    }
    free_all(&j);
    return outcome;
}

/* ---- leave ---- */

static void take_away(struct roster *roster, int agent, int32_t from, int32_t to)
{
    int n = 0;
    for (int i = 0; i < roster->n_duties; i++) {
        const struct duty *duty = &roster->duty[i];
        if (duty->agent != agent || duty->work_date < from || duty->work_date > to)
            roster->duty[n++] = *duty;
    }
    roster->n_duties = n;
}

/* Leave is only asked for on days that are worked: a row each. */
static void leave_json(struct text *json, const struct judging *j)
{
    char date[DATE_TEXT];
    const struct roster *roster = &j->before.roster;
    text_add(json, "{\"leave\": {");
    for (int i = 0, n = 0; i < roster->n_duties; i++) {
        const struct duty *duty = &roster->duty[i];
        if (duty->agent != j->agent || duty->work_date < j->from || duty->work_date > j->to)
            continue;
        date_format(date, duty->work_date);
        text_printf(json, "%s\"asked for %d\": {\"agent\": ", n > 0 ? ", " : "", n);
        doc_print_string(json, j->loaded.plan->agents[j->agent].id);
        text_printf(json, ", \"from\": \"%s\", \"to\": \"%s\", \"kind\": \"leave\"}", date, date);
        n++;
    }
    text_add(json, "}}");
}

/* Under the plan with the leave in it. */
static enum status judge_away(struct judging *j)
{
    struct text json = {0};
    struct loaded plain = j->loaded;
    leave_json(&json, j);
    enum status status = load_plan(&j->loaded, j->command, j->command->options.argument[0],
                                   &(struct plan_change){.json = json.bytes});
    text_free(&json);
    if (status == OK) {
        struct judged *after = &j->after;
        copy_roster(&after->roster, &j->before.roster, plain.arena);
        take_away(&after->roster, j->agent, j->from, j->to);
        status = judge(after, j);
        size_t n = (size_t)plain.plan->n_queues * (size_t)j->planned.horizon.grid.n_slots;
        double *cover = ARENA_ARRAY(plain.arena, double, n + 1);
        if (status == OK)
            memcpy(cover, after->check.cover, n * sizeof *cover);
        after->check.cover = cover;
    }
    load_free(&j->loaded);
    j->loaded = plain;
    return status;
}

static enum outcome ask_leave(struct judging *j)
{
    const char *const *argument = j->command->options.argument;
    enum status status = read_dates(j, argument[3]);
    if (status == OK)
        status = load(j);
    if (status == OK && (j->agent = find_agent(j, argument[2])) < 0)
        status = ERR_DATA;
    if (status == OK)
        status = judge(&j->before, j);
    if (status == OK)
        status = judge_away(j);
    if (status != OK)
        return command_outcome(status, true);
    return answer(j, argument[2], arena_printf(j->loaded.arena, "be away %s", argument[3]));
}

/* How many of a team can go one after the other on a day before more people are missing. */
static int room_of(struct judging *j, const char *team, int32_t date)
{
    struct roster left;
    int room = 0;
    double most = j->before.check.hours_short + NOTICED_H;
    copy_roster(&left, &j->before.roster, j->loaded.arena);
    for (int i = 0; i < j->before.roster.n_duties; i++) {
        const struct duty *duty = &j->before.roster.duty[i];
        struct judged try = {0};
        if (duty->work_date != date || strcmp(j->loaded.plan->agents[duty->agent].team, team) != 0)
            continue;
        copy_roster(&try.roster, &left, j->loaded.arena);
        take_away(&try.roster, duty->agent, date, date);
        if (judge(&try, j) == OK && try.check.hours_short <= most) {
            left = try.roster;
            room++;
        }
        diags_free(try.diags);
    }
    return room;
}

static bool is_first_of_team(const struct plan *plan, int agent)
{
    for (int a = 0; a < agent; a++)
        if (strcmp(plan->agents[a].team, plan->agents[agent].team) == 0)
            return false;
    return true;
}

static enum outcome tell_room(struct judging *j)
{
    struct text *out = &j->command->out;
    char date[DATE_TEXT];
    enum status status = load(j);
    if (status == OK)
        status = judge(&j->before, j);
    if (status != OK)
        return command_outcome(status, true);
    text_add(out, "team,work_date,room\n");
    for (int a = 0; a < j->loaded.plan->n_agents; a++) {
        const char *team = j->loaded.plan->agents[a].team;
        if (!is_first_of_team(j->loaded.plan, a))
            continue;
        for (int d = 0; d < j->planned.horizon.n_days; d++)
            text_printf(out, "%s,%s,%d\n", team, date_format(date, j->planned.horizon.first + d),
                        room_of(j, team, j->planned.horizon.first + d));
    }
    return DONE;
}

enum outcome verb_leave(struct command *command)
{
    struct judging j = {.command = command};
    bool room = command->options.option[OPT_ROOM].given;
    if (room ? command->options.n_arguments != 2 : command->options.n_arguments != 4) {
        diag_error(command->diags, NULL,
                   "usage: ronda leave FOLDER OUT AGENT DATE..DATE, or ronda "
                   "leave FOLDER OUT --room");
        return USAGE;
    }
    enum outcome outcome = room ? tell_room(&j) : ask_leave(&j);
    free_all(&j);
    return outcome;
}
