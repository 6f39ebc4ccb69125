/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_rules.c - `rules`: what is in force at a site or for an agent, and where it comes from.
 *
 * Text: one rule a line, aligned; then what is waived.  JSON: every rule of the table that a pack,
 * the site or a default sets, with the members of a pack's figure. */
#include <math.h>
#include <string.h>

#include "cli/load.h"
#include "io/doc.h"
#include "io/tables.h"

/* The rules and whose they are; agent NULL: the site's, for whomever they bind. */
struct shown {
    const struct plan *plan;
    const struct rule_set *set;
    const struct agent *agent;
};

static enum status find_agent(struct shown *shown, const struct command *command)
{
    const struct option_value *asked = &command->options.option[OPT_AGENT];
    const struct plan *plan = shown->plan;
    if (!asked->given)
        return OK;
    const char **ids = ARENA_ARRAY(plan->arena, const char *, plan->n_agents + 1);
    for (int a = 0; a < plan->n_agents; a++) {
        ids[a] = plan->agents[a].id;
        if (strcmp(ids[a], asked->text) != 0)
            continue;
        shown->agent = &plan->agents[a];
        shown->set = shown->agent->rules;
        return OK;
    }
    int near = text_nearest(asked->text, ids, plan->n_agents);
    diag_error(command->diags, NULL, "there is no agent '%s'%s%s%s", asked->text,
               near >= 0 ? "; did you mean '" : "", near >= 0 ? ids[near] : "",
               near >= 0 ? "'?" : "");
    return ERR_USAGE;
}

static bool is_set(const struct rule *rule)
{
    return !isnan(rule->value);
}

/* What a figure of the care layer costs, "-" for a hard one. */
static void add_price(struct text *out, const struct rule *rule)
{
    if (rule->layer == LAYER_CARE)
        text_printf(out, " %10.2f", rule->price);
    else
        text_printf(out, " %10s", "-");
}

static void say_rule(struct text *out, int id, const struct rule *rule)
{
    const struct rule_def *def = &rule_defs[id];
    text_printf(out, "%-33s %7g %-6s %-4s", def->name, rule->value, def->unit,
                def->kind == KIND_FIGURE ? "-" : rule_layer_names[rule->layer]);
    add_price(out, rule);
    text_printf(out, "  %-13s %c  %s", rule->pack, rule->certainty,
                rule->article ? rule->article : "-");
    if (def->who != WHO_ANYONE)
        text_printf(out, " [%s]", rule_who_names[def->who]);
    text_add_char(out, '\n');
}

static void say_text(struct text *out, const struct shown *shown)
{
    const struct rule *rules = shown->set->rule;
    text_printf(out, "In force at %s", shown->plan->site.id);
    if (shown->agent)
        text_printf(out, " for %s, profile %s", shown->agent->id,
                    profile_names[shown->agent->profile]);
    text_printf(out,
                "; prices in %s a unit broken; certainty A official text, B secondary, C to be "
                "checked, X computed. Not legal advice.\n\n",
                shown->plan->site.currency);
    text_printf(out, "%-33s %7s %-6s %-4s %10s  %-13s %s  %s\n", "rule", "value", "unit", "layer",
                "price", "pack", " ", "article");
    for (int id = 0; id < N_RULES; id++)
        if (is_set(&rules[id]) && !rules[id].waiver)
            say_rule(out, id, &rules[id]);
    for (int id = 0; id < N_RULES; id++)
        if (is_set(&rules[id]) && rules[id].waiver)
            text_printf(out, "waived: %s %g of %s: %s\n", rule_defs[id].name, rules[id].value,
                        rules[id].pack, rules[id].waiver);
}

static void json_text(struct text *out, const char *key, const char *value)
{
    if (!value)
        return;
    text_printf(out, ", \"%s\": ", key);
    doc_print_string(out, value);
}

static void json_rule(struct text *out, int id, const struct rule *rule)
{
    const struct rule_def *def = &rule_defs[id];
    text_printf(out, "{\"rule\": \"%s\", \"kind\": \"%s\", \"value\": ", def->name,
                rule_kind_names[def->kind]);
    doc_print_number(out, rule->value);
    json_text(out, "unit", def->unit);
    json_text(out, "layer", rule_layer_names[rule->layer]);
    if (rule->layer == LAYER_CARE) {
        text_add(out, ", \"price\": ");
        doc_print_number(out, rule->price);
    }
    json_text(out, "pack", rule->pack);
    json_text(out, "article", rule->article);
    if (rule->certainty != '-')
        text_printf(out, ", \"certainty\": \"%c\"", rule->certainty);
    json_text(out, "binds", rule_who_names[def->who]);
    json_text(out, "waiver", rule->waiver);
    text_add_char(out, '}');
}

static void say_json(struct text *out, const struct shown *shown)
{
    text_add(out, "{\n  \"schema\": 1");
    json_text(out, "site", shown->plan->site.id);
    if (shown->agent)
        json_text(out, "agent", shown->agent->id);
    text_add(out, ",\n  \"not_legal_advice\": true,\n  \"rules\": [");
    const char *before = "\n    ";
    for (int id = 0; id < N_RULES; id++) {
        if (!is_set(&shown->set->rule[id]))
            continue;
        text_add(out, before);
        json_rule(out, id, &shown->set->rule[id]);
        before = ",\n    ";
    }
    text_add(out, "\n  ]\n}\n");
}

enum outcome verb_rules(struct command *command)
{
    if (command->options.n_arguments == 0) {
        tables_explain_rules(&command->out);
        return DONE;
    }
    struct loaded loaded;
    enum status status = load_plan(&loaded, command, command->options.argument[0], NULL);
    if (status == OK) {
        struct shown shown = {.plan = loaded.plan, .set = &loaded.plan->rules};
        status = find_agent(&shown, command);
        if (status == OK)
            (command->options.option[OPT_JSON].given ? say_json : say_text)(&command->out, &shown);
    }
    load_free(&loaded);
    return command_outcome(status, true);
}
