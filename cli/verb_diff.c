/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_diff.c - `diff`: two rosters of the same weeks, person by person and day by day.
 *
 * Agents are matched by id, shifts by work date, since the two may come from plans that differ.  A
 * day differs where start, end or shift do; days on which only pauses moved are counted. */
#include <math.h>
#include <string.h>

#include "cli/numbers.h"
#include "cli/ran.h"
#include "io/doc.h"
#include "io/out_csv.h"

struct change {
    const char *agent;
    int32_t date;
    const struct duty *was, *is; /* NULL: off */
};

struct difference {
    const struct ran *old, *new;
    struct change *change; /* [n] */
    int n, cap, n_people, n_kept, n_pauses;
};

/* ---- what differs ---- */

static int find_agent(const struct plan *plan, const char *id)
{
    for (int a = 0; a < plan->n_agents; a++)
        if (strcmp(plan->agents[a].id, id) == 0)
            return a;
    return -1;
}

static const struct duty *duty_on(const struct ran *ran, int agent, int32_t date)
{
    for (int d = 0; d < ran->roster.n_duties; d++)
        if (ran->roster.duty[d].agent == agent && ran->roster.duty[d].work_date == date)
            return &ran->roster.duty[d];
    return NULL;
}

static const char *shift_id(const struct ran *ran, const struct duty *duty)
{
    return duty->shift >= 0 ? ran->plan->shifts[duty->shift].id : "";
}

static bool same_pauses(const struct duty *a, const struct duty *b)
{
    if (a->n_pauses != b->n_pauses)
        return false;
    for (int k = 0; k < a->n_pauses; k++)
        if (a->pause[k].start != b->pause[k].start || a->pause[k].min != b->pause[k].min)
            return false;
    return true;
}

static void compare_day(struct difference *diff, const char *id, int32_t date,
                        const struct duty *was, const struct duty *is)
{
    if (was && is && was->start == is->start && was->end == is->end &&
        strcmp(shift_id(diff->old, was), shift_id(diff->new, is)) == 0) {
        diff->n_pauses += !same_pauses(was, is);
        return;
    }
    if (!was && !is)
        return;
    MEM_GROW(diff->change, diff->n, diff->cap);
    diff->change[diff->n++] = (struct change){id, date, was, is};
}

static void compare_agent(struct difference *diff, const char *id, int in_old, int in_new)
{
    const struct horizon *a = &diff->old->horizon, *b = &diff->new->horizon;
    int32_t first = a->first < b->first ? a->first : b->first;
    int32_t end =
        a->first + a->n_days > b->first + b->n_days ? a->first + a->n_days : b->first + b->n_days;
    int before = diff->n;
    for (int32_t date = first; date < end; date++)
        compare_day(diff, id, date, in_old >= 0 ? duty_on(diff->old, in_old, date) : NULL,
                    in_new >= 0 ? duty_on(diff->new, in_new, date) : NULL);
    diff->n_people += diff->n > before;
    diff->n_kept += diff->n == before;
}

/* People in the order of the new roster's plan, then those that it lacks. */
static void compare(struct difference *diff, const struct ran *old, const struct ran *new)
{
    *diff = (struct difference){.old = old, .new = new};
    for (int a = 0; a < new->plan->n_agents; a++) {
        const char *id = new->plan->agents[a].id;
        compare_agent(diff, id, find_agent(old->plan, id), a);
    }
    for (int a = 0; a < old->plan->n_agents; a++)
        if (find_agent(new->plan, old->plan->agents[a].id) < 0)
            compare_agent(diff, old->plan->agents[a].id, a, -1);
}

/* ---- figures of one roster ---- */

enum figure {
    FIGURE_SHIFTS,
    FIGURE_NIGHTS,
    FIGURE_PAID,
    FIGURE_SHORT,
    FIGURE_OVER,
    FIGURE_COST_SHORT,
    FIGURE_COST_OVER,
    FIGURE_COST_DUTY,
    FIGURE_COST_HOURS,
    FIGURE_COST_PREMIUM,
    FIGURE_COST_WISHES,
    FIGURE_COST_CARE,
    FIGURE_COST_UNEVEN,
    FIGURE_COST,
    N_FIGURES
};
static const struct {
    const char *name, *title;
    int decimals;
} figure_defs[N_FIGURES] = {
    {"shifts", "shifts", 0},
    {"nights", "nights", 0},
    {"paid_hours", "paid hours", 1},
    {"hours_short", "person-hours short", 1},
    {"hours_over", "person-hours over", 1},
    {"cost_short", "cost of missing hours", 2},
    {"cost_over", "hours over the need", 2},
    {"cost_duty", "posts beside the queues", 2},
    {"cost_hours", "paid hours above the least", 2},
    {"cost_premium", "premiums", 2},
    {"cost_wishes", "wishes not granted", 2},
    {"cost_care", "care rules", 2},
    {"cost_uneven", "uneven burdens", 2},
    {"cost", "cost in all", 2},
};

static bool is_night(const struct ran *ran, const struct duty *duty)
{
    return plan_is_night(ran->plan, plan_rules(ran->plan, duty->agent), duty->start, duty->end);
}

static void fill_figures(double out[N_FIGURES], const struct ran *ran)
{
    const struct check_result *check = &ran->check;
    double nights = 0, minutes = 0;
    for (int d = 0; d < ran->roster.n_duties; d++) {
        nights += is_night(ran, &ran->roster.duty[d]);
        minutes += ran->roster.duty[d].paid_min;
    }
    out[FIGURE_SHIFTS] = ran->roster.n_duties;
    out[FIGURE_NIGHTS] = nights;
    out[FIGURE_PAID] = minutes / 60;
    out[FIGURE_SHORT] = check->hours_short;
    out[FIGURE_OVER] = check->hours_surplus;
    out[FIGURE_COST_SHORT] = check->cost_short;
    out[FIGURE_COST_OVER] = check->cost_surplus;
    out[FIGURE_COST_DUTY] = check->cost_duty;
    out[FIGURE_COST_HOURS] = check->cost_hours;
    out[FIGURE_COST_PREMIUM] = check->cost_premium;
    out[FIGURE_COST_WISHES] = check->cost_wishes;
    out[FIGURE_COST_CARE] = check->cost_care;
    out[FIGURE_COST_UNEVEN] = check->cost_uneven;
    out[FIGURE_COST] = check->value;
}

/* ---- output ---- */

/* "20:00-02:30 P"; "off" */
static void span_text(struct text *out, const struct ran *ran, const struct duty *duty)
{
    char from[STAMP_TEXT], to[STAMP_TEXT];
    if (!duty) {
        text_add(out, "off");
        return;
    }
    tz_format(from, ran->plan->site.zone, duty->start);
    tz_format(to, ran->plan->site.zone, duty->end);
    text_printf(out, "%.5s-%.5s %s", from + 11, to + 11, shift_id(ran, duty));
}

static int paid_change(const struct change *change)
{
    return (change->is ? change->is->paid_min : 0) - (change->was ? change->was->paid_min : 0);
}

static int night_change(const struct difference *diff, const struct change *change)
{
    return (change->is && is_night(diff->new, change->is)) -
           (change->was && is_night(diff->old, change->was));
}

static void say_changes(struct text *out, const struct difference *diff)
{
    struct text was = {0}, is = {0};
    char day[NUMBER_TEXT];
    text_printf(out, "%-12s %-10s  %-18s %-18s %7s %7s\n", "agent", "day", "was", "is", "paid h",
                "nights");
    for (int i = 0; i < diff->n; i++) {
        const struct change *change = &diff->change[i];
        text_clear(&was);
        text_clear(&is);
        span_text(&was, diff->old, change->was);
        span_text(&is, diff->new, change->is);
        text_printf(out, "%-12s %-10s  %-18s %-18s", change->agent, day_text(day, change->date),
                    was.bytes, is.bytes);
        text_printf(out, " %+7.1f %+7d\n", paid_change(change) / 60.0 + 0.0,
                    night_change(diff, change));
    }
    text_add_char(out, '\n');
    text_free(&was);
    text_free(&is);
}

static void say(struct text *out, const struct difference *diff)
{
    double old[N_FIGURES], new[N_FIGURES];
    char text[NUMBER_TEXT];
    text_printf(out, "%d day%s of %d %s; %d keep their shifts", diff->n, diff->n == 1 ? "" : "s",
                diff->n_people, diff->n_people == 1 ? "person differ" : "people differ",
                diff->n_kept);
    if (diff->n_pauses > 0)
        text_printf(out, "; on %d more days only pauses moved", diff->n_pauses);
    text_add(out, ".\n\n");
    if (diff->n > 0)
        say_changes(out, diff);
    fill_figures(old, diff->old);
    fill_figures(new, diff->new);
    text_printf(out, "%-30s%16s%16s%16s\n", "", "old", "new", "change");
    for (int f = 0; f < N_FIGURES; f++) {
        int decimals = figure_defs[f].decimals;
        text_printf(out, "%-30s", figure_defs[f].title);
        text_printf(out, "%16s", number_text(text, old[f], decimals));
        text_printf(out, "%16s", number_text(text, new[f], decimals));
        text_printf(out, "%16s\n", number_text(text, new[f] - old[f], decimals));
    }
}

static void say_json(struct text *out, const struct difference *diff)
{
    double old[N_FIGURES], new[N_FIGURES];
    struct text was = {0}, is = {0};
    char date[DATE_TEXT];
    fill_figures(old, diff->old);
    fill_figures(new, diff->new);
    text_printf(out,
                "{\n  \"schema\": 1,\n  \"people\": %d,\n  \"days\": %d,\n  \"pauses_only\": %d,\n"
                "  \"figures\": {",
                diff->n_people, diff->n, diff->n_pauses);
    for (int f = 0; f < N_FIGURES; f++) {
        text_printf(out, "%s\n    \"%s\": {\"old\": ", f > 0 ? "," : "", figure_defs[f].name);
        doc_print_number(out, round(old[f] * 1e3) / 1e3 + 0.0);
        text_add(out, ", \"new\": ");
        doc_print_number(out, round(new[f] * 1e3) / 1e3 + 0.0);
        text_add_char(out, '}');
    }
    text_add(out, "\n  },\n  \"changes\": [");
    for (int i = 0; i < diff->n; i++) {
        const struct change *change = &diff->change[i];
        text_clear(&was);
        text_clear(&is);
        span_text(&was, diff->old, change->was);
        span_text(&is, diff->new, change->is);
        text_printf(out,
                    "%s\n    {\"agent\": \"%s\", \"date\": \"%s\", \"was\": ", i > 0 ? "," : "",
                    change->agent, date_format(date, change->date));
        doc_print_string(out, was.bytes);
        text_add(out, ", \"is\": ");
        doc_print_string(out, is.bytes);
        text_printf(out, ", \"paid_min\": %d, \"nights\": %d}", paid_change(change),
                    night_change(diff, change));
    }
    text_add(out, "\n  ]\n}\n");
    text_free(&was);
    text_free(&is);
}

/* agent, work_date, was, is, paid_min, nights */
static void changes_csv(struct text *out, const struct difference *diff)
{
    struct text was = {0}, is = {0};
    char date[DATE_TEXT];
    text_add(out, "agent,work_date,was,is,paid_min,nights\n");
    for (int i = 0; i < diff->n; i++) {
        const struct change *change = &diff->change[i];
        text_clear(&was);
        text_clear(&is);
        span_text(&was, diff->old, change->was);
        span_text(&is, diff->new, change->is);
        csv_add_field(out, change->agent);
        text_printf(out, ",%s,%s,%s,%d,%d\n", date_format(date, change->date), was.bytes, is.bytes,
                    paid_change(change), night_change(diff, change));
    }
    text_free(&was);
    text_free(&is);
}

static enum outcome deliver(const struct ran *old, const struct ran *new, struct command *command)
{
    struct difference diff;
    struct text csv = {0};
    enum outcome outcome = DONE;
    const struct option_value *option = command->options.option;
    if (old->horizon.first >= new->horizon.first + new->horizon.n_days ||
        new->horizon.first >= old->horizon.first + old->horizon.n_days) {
        diag_error(command->diags, NULL, "the two rosters have no work date in common");
        return INVALID;
    }
    compare(&diff, old, new);
    if (option[OPT_OUT].given) {
        changes_csv(&csv, &diff);
        outcome = load_deliver(&csv, command);
    }
    if (option[OPT_JSON].given)
        say_json(&command->out, &diff);
    else if (!option[OPT_QUIET].given)
        say(&command->out, &diff);
    mem_free(diff.change);
    return outcome;
}

enum outcome verb_diff(struct command *command)
{
    struct loaded loaded = {0};
    struct ran old = {0}, new = {0};
    const struct options *options = &command->options;
    bool has_folder = options->n_arguments > 2;
    const struct loaded *plan = has_folder ? &loaded : NULL;
    enum status status = OK;
    if (has_folder)
        status = load_plan(&loaded, command, options->argument[0], NULL);
    else
        loaded.arena = arena_new();
    if (status == OK)
        status = ran_read(&old, options->argument[has_folder], plan, loaded.arena, command);
    if (status == OK)
        status = ran_read(&new, options->argument[has_folder + 1], plan, loaded.arena, command);
    enum outcome outcome =
        status == OK ? deliver(&old, &new, command) : command_outcome(status, true);
    ran_free(&old);
    ran_free(&new);
    load_free(&loaded);
    return outcome;
}
