/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_explain.c - `explain`: one person's week, or one slot, asked about with everybody else as
 * they are.  Each figure is a week found (scheduler/own_week.h) less the roster as it is, or less
 * the best week under all that binds; --json gives the weeks themselves. */
#include <math.h>
#include <string.h>

#include "cli/numbers.h"
#include "cli/why.h"
#include "io/doc.h"
#include "io/out_csv.h"
#include "planner/wishes.h"

#define NO_MONEY 0.005 /* currency: less is none */

static void title(const struct why *why, const char *s)
{
    text_printf(why->out, "\n%s\n", s);
}

/* ---- JSON ---- */

/* The rows that roster.csv would have of the week, without its head. */
static void json_week(const struct why *why, const char *name, const struct found_week *week)
{
    struct text csv = {0};
    struct roster roster = {.horizon = why->ran->horizon,
                            .duty = (struct duty *)week->duty,
                            .n_duties = week->n_duties};
    roster_csv(&csv, why->plan, &roster);
    why_json_key(why, name);
    doc_print_string(why->out, week->exists ? csv.bytes : "");
    text_free(&csv);
}

/* ---- the agent ---- */

static void ask(struct found_week *out, const struct why *why, struct ask what)
{
    own_week_best(out, why->own, why->agent, &what);
}

static void say_head(const struct why *why)
{
    char hours[NUMBER_TEXT], shifts[NUMBER_TEXT], nights[NUMBER_TEXT];
    struct text from = {0}, to = {0}, week = {0}, cost = {0};
    int n = 0, n_nights = 0, minutes = 0;
    const struct roster *roster = &why->ran->roster;
    struct found_week now = {.exists = true};
    for (int d = 0; d < roster->n_duties; d++) {
        const struct duty *duty = &roster->duty[d];
        if (duty->agent != why->agent)
            continue;
        now.duty[now.n_duties++] = *duty;
        minutes += duty->paid_min;
        n++;
        n_nights +=
            plan_is_night(why->plan, plan_rules(why->plan, why->agent), duty->start, duty->end);
    }
    const char *id = why->plan->agents[why->agent].id;
    ics_say(why->out, why->words->head, id, why_date(&from, why, roster->horizon.first),
            why_date(&to, why, roster->horizon.first + roster->horizon.n_days - 1),
            number_text(hours, minutes / 60.0, 1), number_text(shifts, n, 0),
            number_text(nights, n_nights, 0), NULL);
    text_printf(why->out, "\n  %s\n", why_week(&week, why, &now));
    double gain = why->value - why->best.value;
    if (gain < NO_MONEY)
        ics_say(why->out, why->words->best, id, NULL);
    else
        ics_say(why->out, why->words->better, why_week(&week, why, &why->best),
                why_money(&cost, why, gain), NULL);
    text_add_char(why->out, '\n');
    text_free(&from);
    text_free(&to);
    text_free(&week);
    text_free(&cost);
}

struct bound {
    int reason;
    double gain;
    struct found_week week;
};

/* Each reason left out in turn: those that win something, most first; how many. */
static int find_bounds(struct bound *out, const struct why *why, const int *reasons)
{
    int n = 0;
    bool *binding = NEW_ARRAY(bool, n_reasons(why->plan));
    memset(binding, 1, (size_t)n_reasons(why->plan) * sizeof *binding);
    for (int i = 0; reasons[i] >= 0; i++) {
        struct bound bound = {.reason = reasons[i]};
        binding[reasons[i]] = false;
        ask(&bound.week, why, (struct ask){.kind = ASK_ANYTHING, .binding = binding});
        binding[reasons[i]] = true;
        bound.gain = why->best.value - bound.week.value;
        if (!bound.week.exists || !(bound.gain >= NO_MONEY))
            continue;
        int at = n++;
        for (; at > 0 && out[at - 1].gain < bound.gain; at--)
            out[at] = out[at - 1];
        out[at] = bound;
    }
    mem_free(binding);
    return n;
}

static void say_bound(const struct why *why, const struct bound *bound)
{
    struct text reason = {0}, week = {0}, cost = {0};
    own_week_say_reason(&reason, why->own, why->agent, bound->reason);
    if (why->is_json) {
        text_add(why->out, why->out->bytes[why->out->n - 1] == '[' ? "{" : ", {");
        why_json_key(why, "reason");
        doc_print_string(why->out, reason.bytes);
        why_json_number(why, "gain", bound->gain);
        json_week(why, "week", &bound->week);
        text_add(why->out, "}");
    } else {
        why_begin(why);
        ics_say(why->out, why->words->rule, reason.bytes, why_week(&week, why, &bound->week),
                why_money(&cost, why, bound->gain), NULL);
        why_end(why);
    }
    text_free(&reason);
    text_free(&week);
    text_free(&cost);
}

static void explain_rules(const struct why *why)
{
    const int *reasons = own_week_reasons(why->own, why->agent);
    int n = 0;
    while (reasons[n] >= 0)
        n++;
    struct bound *bound = NEW_ARRAY(struct bound, n + 1);
    n = find_bounds(bound, why, reasons);
    if (why->is_json) {
        why_json_key(why, "bound_by");
        text_add_char(why->out, '[');
    } else {
        title(why, why->words->rules);
    }
    for (int i = 0; i < n; i++)
        say_bound(why, &bound[i]);
    if (why->is_json)
        text_add_char(why->out, ']');
    else if (n == 0)
        text_printf(why->out, "  %s\n", why->words->no_rule);
    mem_free(bound);
}

/* ---- wishes ---- */

static void say_wish_name(struct text *to, const struct why *why, const struct wish_answer *answer)
{
    const struct wish *wish = &why->plan->wishes[answer->wish];
    struct text date = {0};
    ics_say(to, why->words->wish[wish->kind], why_date(&date, why, answer->date),
            wish->shift >= 0 ? why->plan->shifts[wish->shift].id : "", NULL);
    text_free(&date);
}

/* The wish's points are part of what weeks cost: out of the comparison they come again, so that
 * money is the others'. */
static double others_pay(const struct why *why, const struct wish *wish,
                         const struct wish_answer *answer, struct found_week *other)
{
    static const enum ask_kind yes[] = {[WISH_OFF] = ASK_OFF,
                                        [WISH_WORK] = ASK_WORK,
                                        [WISH_SHIFT] = ASK_SHIFT,
                                        [WISH_NOT_SHIFT] = ASK_NOT_SHIFT};
    static const enum ask_kind no[] = {[WISH_OFF] = ASK_WORK,
                                       [WISH_WORK] = ASK_OFF,
                                       [WISH_SHIFT] = ASK_NOT_SHIFT,
                                       [WISH_NOT_SHIFT] = ASK_SHIFT};
    ask(other, why,
        (struct ask){.kind = answer->granted ? no[wish->kind] : yes[wish->kind],
                     .date = answer->date,
                     .shift = wish->shift});
    double points = wish->points * why->plan->prices.wish_point;
    return other->value - why->best.value + (answer->granted ? -points : points);
}

static void say_wish(const struct why *why, const struct wish_answer *answer)
{
    const struct wish *wish = &why->plan->wishes[answer->wish];
    const struct why_words *w = why->words;
    struct found_week other;
    struct text name = {0}, cost = {0};
    if (wish->kind == WISH_SAME_START)
        return;
    double more = others_pay(why, wish, answer, &other);
    say_wish_name(&name, why, answer);
    why_begin(why);
    if (answer->granted && (!other.exists || more > -NO_MONEY))
        ics_say(why->out, w->granted_free, name.bytes, NULL);
    else if (answer->granted)
        ics_say(why->out, w->granted, name.bytes, why_money(&cost, why, -more), NULL);
    else if (other.exists)
        ics_say(why->out, w->refused, name.bytes, why_money(&cost, why, more), NULL);
    else
        ics_say(why->out, w->refused_never, name.bytes, NULL);
    why_end(why);
    text_free(&name);
    text_free(&cost);
}

static void explain_wishes(const struct why *why, struct arena *arena)
{
    struct wish_answer *answers;
    int n = planner_wishes(&answers, why->plan, &why->ran->requirement, &why->ran->roster, arena);
    int n_said = 0;
    title(why, why->words->wishes);
    for (int i = 0; i < n; i++)
        if (why->plan->wishes[answers[i].wish].agent == why->agent) {
            say_wish(why, &answers[i]);
            n_said++;
        }
    if (n_said == 0)
        text_printf(why->out, "  %s\n", why->words->no_wish);
}

/* ---- what else, and balances ---- */

static void explain_next(const struct why *why)
{
    struct found_week next;
    struct text what = {0}, cost = {0};
    ask(&next, why, (struct ask){.kind = ASK_OTHER});
    if (why->is_json) {
        why_json_number(why, "next_costs", next.exists ? next.value - why->value : 0);
        json_week(why, "next_week", &next);
        return;
    }
    title(why, why->words->others);
    why_begin(why);
    if (next.exists)
        ics_say(why->out, why->words->next, why_differences(&what, why, why->agent, &next),
                why_money(&cost, why, next.value - why->value), NULL);
    else
        text_add(why->out, why->words->no_next);
    why_end(why);
    text_free(&what);
    text_free(&cost);
}

/* One balance against those of the group that have a row; nothing where nobody has any. */
static void say_balance(const struct why *why, const struct ledger_entry **entry, const int *group,
                        int burden)
{
    char own[NUMBER_TEXT], mean[NUMBER_TEXT], people[NUMBER_TEXT], rank[NUMBER_TEXT];
    double sum = 0, mine = entry[why->agent]->burden[burden];
    int n = 0, n_more = 0;
    for (int a = 0; a < why->plan->n_agents; a++) {
        if (!entry[a] || group[a] != group[why->agent])
            continue;
        sum += entry[a]->burden[burden];
        n_more += entry[a]->burden[burden] > mine;
        n++;
    }
    if (!(sum > 0))
        return;
    why_begin(why);
    ics_say(why->out, why->words->stands, why->words->balance[burden], number_text(own, mine, 1),
            number_text(mean, sum / n, 1), number_text(people, n, 0), number_text(rank, n_more, 0),
            NULL);
    why_end(why);
}

static void explain_fairness(const struct why *why)
{
    int n = why->plan->n_agents, *group = NEW_ARRAY(int, n + 1);
    const struct ledger_entry **entry =
        (const struct ledger_entry **)mem_alloc((size_t)n + 1, sizeof(void *));
    ledger_groups(group, why->plan);
    ledger_standing(entry, why->plan, why->ran->horizon.first);
    title(why, why->words->fairness);
    if (!entry[why->agent]) {
        why_begin(why);
        ics_say(why->out, why->words->no_ledger, why->plan->agents[why->agent].id, NULL);
        why_end(why);
    }
    int n_group = 0;
    for (int a = 0; a < n; a++)
        n_group += entry[a] && group[a] == group[why->agent];
    if (entry[why->agent] && n_group == 1) {
        why_begin(why);
        ics_say(why->out, why->words->alone, why->plan->agents[why->agent].id, NULL);
        why_end(why);
    }
    size_t before = why->out->n;
    for (int k = 0; n_group > 1 && entry[why->agent] && k < N_BURDENS; k++)
        say_balance(why, entry, group, k);
    if (n_group > 1 && entry[why->agent] && why->out->n == before)
        text_printf(why->out, "  %s\n", why->words->none_borne);
    mem_free(group);
    mem_free(entry);
}

/* ---- one day ---- */

static void say_other(const struct why *why, const char *sentence, struct ask what)
{
    struct found_week other;
    struct text cost = {0}, week = {0};
    ask(&other, why, what);
    if (!other.exists)
        return;
    why_begin(why);
    ics_say(why->out, sentence, why_money(&cost, why, other.value - why->value),
            why_week(&week, why, &other), NULL);
    if (other.value < why->value - NO_MONEY)
        text_printf(why->out, " %s", why->words->shift_cheaper);
    why_end(why);
    text_free(&cost);
    text_free(&week);
}

static void explain_day(const struct why *why, int32_t date)
{
    const struct roster *roster = &why->ran->roster;
    const struct duty *duty = why_duty_on(roster->duty, roster->n_duties, why->agent, date);
    struct text day = {0};
    why_date(&day, why, date);
    text_add_char(why->out, '\n');
    if (duty)
        ics_say(why->out, why->words->on_shift, day.bytes, why->plan->shifts[duty->shift].id, NULL);
    else
        ics_say(why->out, why->words->on_off, day.bytes, NULL);
    why_end(why);
    size_t before = why->out->n;
    if (duty) {
        say_other(why, why->words->shift_off, (struct ask){.kind = ASK_OFF, .date = date});
        for (int s = 0; s < why->plan->n_shifts; s++)
            if (s != duty->shift)
                say_other(why, why->words->shift_other,
                          (struct ask){.kind = ASK_SHIFT, .date = date, .shift = s});
    } else {
        say_other(why, why->words->shift_other, (struct ask){.kind = ASK_WORK, .date = date});
    }
    if (why->out->n == before)
        text_printf(why->out, "  %s\n", why->words->shift_must);
    text_free(&day);
}

static enum outcome explain_agent(struct why *why, struct arena *arena)
{
    const struct option_value *day = &why->command->options.option[OPT_SHIFT];
    const struct horizon *horizon = &why->ran->horizon;
    if (day->given &&
        (day->date < horizon->first || day->date >= horizon->first + horizon->n_days)) {
        diag_error(why->command->diags, NULL, "%s lies outside of the roster's weeks", day->text);
        return USAGE;
    }
    ask(&why->best, why, (struct ask){.kind = ASK_ANYTHING});
    if (!why->best.exists) {
        diag_error(why->command->diags, NULL,
                   "no week of '%s' keeps the rules as they are now: 'ronda verify' says which "
                   "the roster breaks",
                   why->plan->agents[why->agent].id);
        return NOT_HELD;
    }
    if (why->is_json) {
        text_add(why->out, "{\"schema\": 1");
        why_json_key(why, "agent");
        doc_print_string(why->out, why->plan->agents[why->agent].id);
        why_json_number(why, "value", why->value);
        why_json_number(why, "best_value", why->best.value);
        json_week(why, "best_week", &why->best);
        explain_rules(why);
        explain_next(why);
        text_add(why->out, "}\n");
        return DONE;
    }
    say_head(why);
    if (day->given)
        explain_day(why, day->date);
    explain_rules(why);
    explain_wishes(why, arena);
    explain_next(why);
    explain_fairness(why);
    return DONE;
}

/* ---- the verb ---- */

static enum outcome explain(struct ran *ran, struct loaded *loaded, struct command *command)
{
    const struct option_value *option = command->options.option;
    const char *language = loaded->plan->policy.language;
    struct why why = {.ran = ran,
                      .plan = loaded->plan,
                      .words = why_words_of(language),
                      .dates = ics_words_of(language),
                      .command = command,
                      .out = &command->out,
                      .is_json = option[OPT_JSON].given,
                      .agent = -1};
    if (option[OPT_AGENT].given) {
        why.agent = ran_find_agent(ran, option[OPT_AGENT].text, command->diags);
        if (why.agent < 0)
            return USAGE;
    }
    enum status status = own_week_new(&why.own, loaded->plan, &ran->horizon, &ran->requirement,
                                      &ran->roster, loaded->arena, command->diags);
    enum outcome outcome = command_outcome(status, true);
    if (status == OK) {
        why.value = own_week_value(why.own);
        outcome = why.agent >= 0 ? explain_agent(&why, loaded->arena)
                                 : why_slot(&why, option[OPT_AT].text);
    }
    own_week_free(why.own);
    return outcome;
}

enum outcome verb_explain(struct command *command)
{
    struct loaded loaded = {0};
    struct ran ran = {0};
    const struct option_value *option = command->options.option;
    if (option[OPT_AGENT].given == option[OPT_AT].given) {
        diag_error(command->diags, NULL, "say what to explain: --agent ID, or --slot TIME");
        return USAGE;
    }
    enum status status = load_plan(&loaded, command, command->options.argument[0], NULL);
    if (status == OK)
        status = ran_read(&ran, command->options.argument[1], &loaded, loaded.arena, command);
    enum outcome outcome =
        status == OK ? explain(&ran, &loaded, command) : command_outcome(status, true);
    ran_free(&ran);
    load_free(&loaded);
    return outcome;
}
