/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_calling.c - when people may be called: "calling" of rule packs, and the lists that name it.
 *
 *   "calling": {"US": {"open": "mon-sun 08:00-21:00", "holidays": "US", "abandon_max": 0.03,
 *                      "article": "47 CFR 64.1200(c)(1)", "certainty": "A", "note": "..."}}
 *
 * Hours are those of the called party's clock; "holidays" names a calendar of the plan on whose
 * days nobody is called; "abandon_max" caps what pacing may lose. */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "io/column.h"
#include "io/plan_build.h"
#include "io/plan_check.h"

static const char *const member_names[] = {"open",    "holidays",  "abandon_max",
                                           "article", "certainty", "note"};

static const struct column open_column = {.name = "open",
                                          .required = true,
                                          .kind = CELL_OPEN,
                                          .offset = offsetof(struct calling, open),
                                          .offset_n = offsetof(struct calling, n_open)};

static struct calling *calling_of(struct plan *plan, const char *id)
{
    for (int i = 0; i < plan->n_callings; i++)
        if (strcmp(plan->callings[i].id, id) == 0)
            return &plan->callings[i];
    return NULL;
}

static const char *string_of(struct reading *reading, const struct doc_node *node, const char *key)
{
    const struct doc_node *part = member_typed(reading, node, key, DOC_STRING);
    return part ? arena_strdup(reading->arena, part->string) : NULL;
}

static void read_member(struct reading *reading, struct calling *out, const char *pack,
                        const struct doc_node *node)
{
    *out = (struct calling){.id = arena_strdup(reading->arena, node->key),
                            .abandon_max = NAN,
                            .pack = pack,
                            .at = doc_place(reading->arena, &node->at)};
    if (node->type != DOC_OBJECT) {
        diag_error(reading->diags, &node->at, "%s must be an object with open", node->key);
        return;
    }
    members_known(reading, node, member_names, COUNT(member_names));
    const struct doc_node *open = member_typed(reading, node, "open", DOC_STRING);
    if (open)
        cell_fill(reading, &open_column, open, out);
    if (!open || out->n_open == 0)
        diag_error(reading->diags, open ? &open->at : &node->at,
                   "calling window '%s' is empty: say when people may be called, as "
                   "\"open\": \"mon-fri 09:00-20:00;sat 09:00-17:00\"",
                   node->key);
    const struct doc_node *most = member_typed(reading, node, "abandon_max", DOC_NUMBER);
    if (most && !(most->number > 0 && most->number < 1))
        diag_error(reading->diags, &most->at, "abandon_max must be a share between 0 and 1");
    else if (most)
        out->abandon_max = most->number;
    out->calendar = string_of(reading, node, "holidays");
    out->article = string_of(reading, node, "article");
    out->certainty = read_certainty(reading, node);
}

void plan_read_calling(struct reading *reading, const char *pack, const struct doc_node *node)
{
    struct plan *plan = reading->plan;
    for (const struct doc_node *member = node ? node->first : NULL; member; member = member->next) {
        struct calling *old = calling_of(plan, member->key);
        if (!old) {
            struct calling *all = ARENA_ARRAY(reading->arena, struct calling, plan->n_callings + 1);
            for (int i = 0; i < plan->n_callings; i++)
                all[i] = plan->callings[i];
            plan->callings = all;
            old = &all[plan->n_callings++];
        }
        read_member(reading, old, pack, member);
    }
}

static void find_windows(struct reading *reading, struct dial_list *list)
{
    struct plan *plan = reading->plan;
    list->calling = -1;
    if (!list->windows)
        return;
    struct place at = cell_place(reading, TABLE_LISTS, list, "windows");
    struct calling *calling = calling_of(plan, list->windows);
    if (calling) {
        list->calling = (int)(calling - plan->callings);
        if (calling->calendar && !has_calendar(plan, calling->calendar))
            diag_warning(reading->diags, &at,
                         "holidays/ has no calendar '%s': list '%s' is dialled on its holidays too",
                         calling->calendar, list->windows);
        return;
    }
    const char **names = ARENA_ARRAY(reading->arena, const char *, plan->n_callings + 1);
    for (int i = 0; i < plan->n_callings; i++)
        names[i] = plan->callings[i].id;
    diag_error(reading->diags, &at,
               "no rule pack of site.json has the calling window '%s'%s; the pack 'calling' has "
               "some, or write one",
               list->windows, text_hint(reading->arena, list->windows, names, plan->n_callings));
}

void plan_check_lists(struct reading *reading)
{
    const struct plan *plan = reading->plan;
    for (int i = 0; i < plan->n_lists; i++) {
        struct dial_list *list = &plan->lists[i];
        find_windows(reading, list);
        if (list->queue < 0)
            continue; /* reported */
        const struct queue *queue = &plan->queues[list->queue];
        struct place at = cell_place(reading, TABLE_LISTS, list, "queue");
        double cap = list->calling >= 0 ? plan->callings[list->calling].abandon_max : NAN;
        if (queue->channel != CHANNEL_OUTBOUND)
            diag_error(reading->diags, &at, "queue '%s' is %s: lists are dialled by outbound ones",
                       queue->id, channel_names[queue->channel]);
        else if (queue->pacing == PACING_POWER && isnan(queue->abandon_max) && isnan(cap) &&
                 (list->calling >= 0 || !list->windows))
            diag_error(reading->diags, &at,
                       "queue '%s' dials by power, but nothing says how many of those who answer "
                       "may find nobody: fill abandon_max",
                       queue->id);
        if (list->from != NO_DATE && list->to != NO_DATE && list->from > list->to) {
            at = cell_place(reading, TABLE_LISTS, list, "to");
            diag_error(reading->diags, &at, "the list ends before it begins");
        }
    }
}
