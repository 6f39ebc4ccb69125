/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_rules.c - the working-time rules in force: the table's defaults, then packs in order, then
 * the site's own figures.
 *
 * A pack is rules/NAME.json:
 *   {"schema": 1, "pack": "PH", "title": "...", "not_legal_advice": true, "rules":
 *    {"weekly_rest_h": {"value": 24, "layer": "law", "article": "91", "certainty": "B"}},
 *    "pay": {...},                                                         (plan_pay.c)
 *    "calling": {...}}                                                     (plan_calling.c)
 * looked for in the folder's own rules/, then where options say.  A later figure replaces an
 * earlier one, but a pack's gold never loosens law and its care never replaces what is hard.
 * site.json "rules_override" has the same members, or a bare value; what it leaves out stays as it
 * is; "waiver" gives a gold rule up and says why. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "io/json.h"
#include "io/plan_build.h"

static const char *const member_names[] = {
    "value", "unit", "layer", "price", "price_wage_h", "article", "certainty", "waiver", "note"};
#define N_MEMBERS ((int)(sizeof member_names / sizeof *member_names))

static const char *const pack_names[] = {"schema", "pack",   "title", "not_legal_advice",
                                         "source", "rules",  "note",  "verified",
                                         "pay",    "calling"};
#define N_PACK_NAMES ((int)(sizeof pack_names / sizeof *pack_names))

const struct doc_node *member_typed(struct reading *reading, const struct doc_node *object,
                                    const char *key, enum doc_type type)
{
    const struct doc_node *node = doc_find(object, key);
    if (!node || node->type == type)
        return node;
    diag_error(reading->diags, &node->at, "%s must be %s, not %s", key, doc_type_names[type],
               doc_type_names[node->type]);
    return NULL;
}

void members_known(struct reading *reading, const struct doc_node *object, const char *const *names,
                   int n)
{
    for (const struct doc_node *node = object->first; node; node = node->next) {
        bool is_known = false;
        for (int i = 0; i < n; i++)
            is_known = is_known || strcmp(node->key, names[i]) == 0;
        if (!is_known)
            diag_error(reading->diags, &node->at, "unknown member '%s'%s", node->key,
                       text_hint(reading->arena, node->key, names, n));
    }
}

/* ---- one figure ---- */

char read_certainty(struct reading *reading, const struct doc_node *object)
{
    const struct doc_node *part = member_typed(reading, object, "certainty", DOC_STRING);
    if (!part)
        return 0;
    if (strlen(part->string) != 1 || !strchr("ABCX", *part->string))
        diag_error(reading->diags, &part->at, "certainty must be A, B, C or X, not '%s'",
                   part->string);
    return *part->string;
}

static void read_value(struct reading *reading, struct rule *rule, const struct rule_def *def,
                       const struct doc_node *node)
{
    if (node->type != DOC_NUMBER || node->number < def->least || node->number > def->most) {
        diag_error(reading->diags, &node->at, "%s must be a number from %g to %g (%s)", def->name,
                   def->least, def->most, def->unit);
        return;
    }
    rule->value = node->number;
}

static void read_layer(struct reading *reading, struct rule *rule, const struct rule_def *def,
                       const struct doc_node *node)
{
    int layer = -1;
    for (int i = 0; i < N_LAYERS; i++)
        if (strcmp(node->string, rule_layer_names[i]) == 0)
            layer = i;
    if (layer < 0)
        diag_error(reading->diags, &node->at, "layer must be law, gold or care, not '%s'",
                   node->string);
    else if (layer == LAYER_CARE && !def->may_be_priced && def->kind != KIND_FIGURE)
        diag_error(reading->diags, &node->at, "%s cannot be priced: its layer is law or gold",
                   def->name);
    else if (layer != LAYER_CARE && !def->may_be_hard)
        diag_error(reading->diags, &node->at, "%s is always priced: its layer is care", def->name);
    else
        rule->layer = (enum rule_layer)layer;
}

static void read_waiver(struct reading *reading, struct rule *rule, const struct rule_def *def,
                        const struct doc_node *node)
{
    if (strspn(node->string, " \t") == strlen(node->string))
        diag_error(reading->diags, &node->at, "a waiver must name its reason");
    else if (rule->layer == LAYER_LAW)
        diag_error(reading->diags, &node->at, "%s is law here (%s): law cannot be waived",
                   def->name, rule->pack ? rule->pack : "site");
    else {
        rule->waiver = arena_strdup(reading->arena, node->string);
        diag_warning(reading->diags, &node->at, "%s of %s is waived: %s", def->name,
                     rule->pack ? rule->pack : "the site", rule->waiver);
    }
}

static double read_price(struct reading *reading, const struct doc_node *node)
{
    if (node->number < 0)
        diag_error(reading->diags, &node->at, "%s must not be negative", node->key);
    return node->number;
}

/* The members of one rule's object over what is in force. */
static void read_figure(struct reading *reading, struct rule *rule, const struct rule_def *def,
                        const struct doc_node *node)
{
    const struct doc_node *part;
    members_known(reading, node, member_names, N_MEMBERS);
    if ((part = member_typed(reading, node, "unit", DOC_STRING)) &&
        strcmp(part->string, def->unit) != 0)
        diag_error(reading->diags, &part->at, "the unit of %s is %s, not '%s'", def->name,
                   def->unit, part->string);
    if ((part = doc_find(node, "value")))
        read_value(reading, rule, def, part);
    if ((part = member_typed(reading, node, "layer", DOC_STRING)))
        read_layer(reading, rule, def, part);
    if ((part = member_typed(reading, node, "price", DOC_NUMBER)))
        rule->price = read_price(reading, part);
    if ((part = member_typed(reading, node, "price_wage_h", DOC_NUMBER))) {
        rule->price_wage_h = read_price(reading, part);
        rule->price = NAN;
    }
    if ((part = member_typed(reading, node, "article", DOC_STRING)))
        rule->article = arena_strdup(reading->arena, part->string);
    char certainty = read_certainty(reading, node);
    if (certainty)
        rule->certainty = certainty;
    if ((part = member_typed(reading, node, "waiver", DOC_STRING)))
        read_waiver(reading, rule, def, part);
}

/* Which rule a member names; -1 and a report. */
static int rule_of(struct reading *reading, const struct doc_node *node)
{
    int id = rule_find(node->key);
    const char *names[N_RULES];
    for (int i = 0; i < N_RULES; i++)
        names[i] = rule_defs[i].name;
    if (id < 0)
        diag_error(reading->diags, &node->at, "there is no rule '%s'%s", node->key,
                   text_hint(reading->arena, node->key, names, N_RULES));
    return id;
}

/* `a` lets people work more than `b` does. */
static bool is_looser(enum rule_kind kind, double a, double b)
{
    if (isnan(a) || isnan(b) || kind == KIND_FIGURE)
        return false;
    return rule_is_least(kind) ? a < b : a > b;
}

/* ---- packs ---- */

/* A pack may not turn what is hard into a price, nor loosen law by gold. */
static bool weakens(const struct rule *rule, const struct rule *in_force, enum rule_kind kind)
{
    if (rule->layer == LAYER_CARE)
        return in_force->layer != LAYER_CARE;
    return in_force->layer == LAYER_LAW && rule->layer == LAYER_GOLD &&
           is_looser(kind, rule->value, in_force->value);
}

static void apply_pack_rule(struct reading *reading, const char *pack, const struct doc_node *node)
{
    int id = rule_of(reading, node);
    if (id < 0)
        return;
    const struct rule_def *def = &rule_defs[id];
    struct rule *in_force = &reading->plan->rules.rule[id];
    struct rule rule = {.value = NAN,
                        .layer = def->may_be_hard ? LAYER_LAW : LAYER_CARE,
                        .price = NAN,
                        .price_wage_h = NAN,
                        .pack = pack,
                        .certainty = '-',
                        .at = doc_place(reading->arena, &node->at)};
    if (node->type != DOC_OBJECT || !doc_find(node, "value")) {
        diag_error(reading->diags, &node->at, "%s must be an object with a value", node->key);
        return;
    }
    read_figure(reading, &rule, def, node);
    if (doc_find(node, "waiver"))
        diag_error(reading->diags, &doc_find(node, "waiver")->at,
                   "a pack cannot waive: only site.json can, in rules_override");
    if (in_force->pack && def->kind != KIND_FIGURE && weakens(&rule, in_force, def->kind))
        return;
    *in_force = rule;
}

/* The first place that has the pack; NULL and a report. */
static const char *find_pack(struct reading *reading, const struct doc_node *name)
{
    struct arena *arena = reading->arena;
    const char *file = arena_printf(arena, "%s.json", name->string);
    const char *path = path_join(arena, path_join(arena, reading->folder, "rules"), file);
    if (file_exists(path))
        return path;
    const char *folder = reading->options->rules_folder;
    path = path_join(arena, folder ? folder : RONDA_DATADIR "/rules", file);
    if (file_exists(path))
        return path;
    diag_error(reading->diags, &name->at,
               "there is no rule pack '%s': neither rules/%s in the plan folder nor one that comes "
               "with ronda",
               name->string, file);
    return NULL;
}

static void read_pack(struct reading *reading, const struct doc_node *name)
{
    struct doc_node *root = NULL;
    if (!text_is_id(name->string)) {
        diag_error(reading->diags, &name->at, "'%s' cannot name a rule pack", name->string);
        return;
    }
    const char *path = find_pack(reading, name);
    if (!path || json_read(&root, path, reading->arena, reading->diags) != OK)
        return;
    if (root->type != DOC_OBJECT) {
        diag_error(reading->diags, &root->at, "a rule pack must be an object");
        return;
    }
    members_known(reading, root, pack_names, N_PACK_NAMES);
    const struct doc_node *schema = doc_find(root, "schema");
    if (!schema || schema->type != DOC_NUMBER || schema->number != 1)
        diag_error(reading->diags, schema ? &schema->at : &root->at, "\"schema\": 1 is missing");
    const struct doc_node *pack = member_typed(reading, root, "pack", DOC_STRING);
    if (!pack || strcmp(pack->string, name->string) != 0)
        diag_error(reading->diags, pack ? &pack->at : &root->at,
                   "\"pack\" must be '%s' as the file's name", name->string);
    const struct doc_node *verified = member_typed(reading, root, "verified", DOC_BOOL);
    if (verified && verified->number == 0)
        diag_warning(reading->diags, &name->at,
                     "pack %s is a template: nobody has verified its figures", name->string);
    const struct doc_node *rules = member_typed(reading, root, "rules", DOC_OBJECT);
    const char *id = arena_strdup(reading->arena, name->string);
    for (const struct doc_node *node = rules ? rules->first : NULL; node; node = node->next)
        apply_pack_rule(reading, id, node);
    plan_read_pay(reading, id, member_typed(reading, root, "pay", DOC_OBJECT));
    plan_read_calling(reading, id, member_typed(reading, root, "calling", DOC_OBJECT));
}

/* ---- the site's own figures ---- */

static void apply_override(struct reading *reading, const struct doc_node *node)
{
    int id = rule_of(reading, node);
    if (id < 0)
        return;
    const struct rule_def *def = &rule_defs[id];
    struct rule *rule = &reading->plan->rules.rule[id];
    struct rule before = *rule;
    rule->at = doc_place(reading->arena, &node->at);
    if (node->type == DOC_OBJECT)
        read_figure(reading, rule, def, node);
    else
        read_value(reading, rule, def, node);
    if (before.layer == LAYER_LAW && before.pack &&
        (is_looser(def->kind, rule->value, before.value) || rule->layer != LAYER_LAW))
        diag_warning(reading->diags, &node->at,
                     "this loosens %s, which pack %s holds to be law (%g %s)", def->name,
                     before.pack, before.value, def->unit);
    if (rule->value != before.value || !before.pack)
        rule->pack = "site";
}

static void set_defaults(struct rule_set *rules)
{
    for (int i = 0; i < N_RULES; i++)
        rules->rule[i] = (struct rule){.value = rule_defs[i].otherwise,
                                       .layer = rule_defs[i].may_be_hard ? LAYER_LAW : LAYER_CARE,
                                       .price = NAN,
                                       .price_wage_h = NAN,
                                       .certainty = '-'};
}

/* Rules and pay of a site, into the plan's. */
static void read_site(struct reading *reading, const struct doc_node *site)
{
    struct plan *plan = reading->plan;
    set_defaults(&plan->rules);
    const struct doc_node *packs = member_typed(reading, site, "rules", DOC_ARRAY);
    for (const struct doc_node *name = packs ? packs->first : NULL; name; name = name->next) {
        if (name->type == DOC_STRING)
            read_pack(reading, name);
        else
            diag_error(reading->diags, &name->at, "a rule pack must be a string, not %s",
                       doc_type_names[name->type]);
    }
    const struct doc_node *override = member_typed(reading, site, "rules_override", DOC_OBJECT);
    for (const struct doc_node *node = override ? override->first : NULL; node; node = node->next)
        apply_override(reading, node);
    plan_read_pay(reading, "site", member_typed(reading, site, "pay", DOC_OBJECT));
    for (int i = 0; i < N_RULES; i++)
        if (!plan->rules.rule[i].pack)
            plan->rules.rule[i].pack = "default";
}

/* The plan's own are put aside while a branch's are read. */
void plan_read_rules(struct reading *reading)
{
    struct plan *plan = reading->plan;
    const struct doc_node *node = doc_find(reading->doc->root, tables[TABLE_SITES].name);
    node = node && node->type == DOC_OBJECT ? node->first : NULL;
    for (int i = 0; i < plan->n_branches; i++, node = node->next) {
        struct branch *branch = &plan->branches[i];
        plan->pay = (struct pay_scheme){0};
        read_site(reading, node);
        branch->rules = plan->rules;
        branch->rules.branch = branch;
        branch->pay = plan->pay;
    }
    plan->pay = (struct pay_scheme){0};
    read_site(reading, doc_find(reading->doc->root, "site"));
}

/* Which rules' conditions hold, a bit a rule. */
static uint64_t conditions_of(const struct agent *agent)
{
    _Static_assert(N_RULES <= 64, "a bit a rule");
    uint64_t bits = 0;
    for (int id = 0; id < N_RULES; id++)
        bits |= (uint64_t)rule_binds((enum rule_id)id, agent) << id;
    return bits;
}

/* The figures whose conditions hold; agents with the same ones share a set. */
void plan_share_rules(struct reading *reading)
{
    struct plan *plan = reading->plan;
    uint64_t *bits = ARENA_ARRAY(reading->arena, uint64_t, plan->n_agents + 1);
    for (int a = 0; a < plan->n_agents; a++) {
        bits[a] = conditions_of(&plan->agents[a]);
        int twin = 0;
        while (bits[twin] != bits[a] || plan->agents[twin].branch != plan->agents[a].branch)
            twin++;
        if (twin < a) {
            plan->agents[a].rules = plan->agents[twin].rules;
            continue;
        }
        struct rule_set *own = ARENA_NEW(reading->arena, struct rule_set);
        const struct branch *branch = plan->agents[a].branch;
        rule_set_narrow(own, branch ? &branch->rules : &plan->rules, &plan->agents[a]);
        plan->agents[a].rules = own;
    }
}
