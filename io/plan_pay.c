/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan_pay.c - the pay scheme: "pay" of rule packs in order, then site.json's own.
 *
 *   "pay": {"stacking": "multiply", "holiday_attribution": "calendar_hours",
 *           "hours_of_month": 173, "rounding": "down", "shortest_day": "sat",
 *           "holidays": {"regular": "regular", "special": "special"},
 *           "days": {"ordinary": {"hours": [8], "rates": [1, 1.25], "article": "87",
 *                                 "certainty": "A"},
 *                    "regular": {"hours": [8], "rates": [2, 2.6], "includes_base": true}}}
 *
 * A later pack replaces single members; a class of day is replaced whole.  hours are lengths of
 * the tiers, in paid hours of the shift; the last rate has no end. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "io/plan_build.h"

static const char *const member_names[] = {"stacking",
                                           "holiday_attribution",
                                           "hours_of_month",
                                           "rounding",
                                           "shortest_day",
                                           "holidays",
                                           "days",
                                           "source",
                                           "note"};
static const char *const day_members[] = {"hours",   "rates",     "includes_base",
                                          "article", "certainty", "note"};
#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

/* Index of a string member's word, -1 if absent or unknown and reported. */
static int word_of(struct reading *reading, const struct doc_node *object, const char *key,
                   const char *const *words, int n)
{
    const struct doc_node *node = member_typed(reading, object, key, DOC_STRING);
    if (!node)
        return -1;
    for (int i = 0; i < n; i++)
        if (strcmp(node->string, words[i]) == 0)
            return i;
    struct text list = {0};
    for (int i = 0; i < n; i++)
        text_printf(&list, "%s%s", i == 0 ? "" : i == n - 1 ? " or " : ", ", words[i]);
    diag_error(reading->diags, &node->at, "%s must be %s, not '%s'%s", key, list.bytes,
               node->string, text_hint(reading->arena, node->string, words, n));
    text_free(&list);
    return -1;
}

static void read_holidays(struct reading *reading, struct pay_scheme *pay,
                          const struct doc_node *holidays)
{
    members_known(reading, holidays, holiday_kind_names, N_HOLIDAY_KINDS);
    for (int kind = 0; kind < N_HOLIDAY_KINDS; kind++) {
        int what =
            word_of(reading, holidays, holiday_kind_names[kind], pay_holiday_names, N_PAY_HOLIDAYS);
        if (what >= 0)
            pay->holiday[kind] = (enum pay_holiday)what;
    }
}

/* Numbers of a list, at most `most`; -1 and a report if they are not numbers in [least, top]. */
static int numbers_of(struct reading *reading, double *out, int most, const struct doc_node *list,
                      double least, double top)
{
    int n = 0;
    for (const struct doc_node *item = list->first; item; item = item->next) {
        if (n == most || item->type != DOC_NUMBER || item->number < least || item->number > top) {
            diag_error(reading->diags, &item->at, "%s must be at most %d numbers from %g to %g",
                       list->key, most, least, top);
            return -1;
        }
        out[n++] = item->number;
    }
    return n;
}

static void read_day(struct reading *reading, struct pay_scheme *pay, int day,
                     const struct doc_node *node)
{
    struct pay_rates rates = {0};
    double hours[MAX_PAY_TIERS - 1];
    if (node->type != DOC_OBJECT) {
        diag_error(reading->diags, &node->at, "%s must be an object with hours and rates",
                   node->key);
        return;
    }
    members_known(reading, node, day_members, COUNT(day_members));
    const struct doc_node *spans = member_typed(reading, node, "hours", DOC_ARRAY);
    const struct doc_node *list = member_typed(reading, node, "rates", DOC_ARRAY);
    int n_hours = spans ? numbers_of(reading, hours, MAX_PAY_TIERS - 1, spans, 0.25, 24) : 0;
    rates.n = list ? numbers_of(reading, rates.rate, MAX_PAY_TIERS, list, 0, 20) : 0;
    if (n_hours < 0 || rates.n < 0)
        return;
    if (rates.n != n_hours + 1) {
        diag_error(reading->diags, &node->at,
                   "%s has %d rates and %d hours; there must be one rate more than hours",
                   node->key, rates.n, n_hours);
        return;
    }
    double end = 0;
    for (int i = 0; i < n_hours; i++)
        rates.until_min[i] = (int)lround((end += hours[i]) * 60);
    rates.until_min[n_hours] = INT_MAX;
    const struct doc_node *part = member_typed(reading, node, "includes_base", DOC_BOOL);
    rates.on_top = part && part->number == 0;
    if ((part = member_typed(reading, node, "article", DOC_STRING)))
        rates.article = arena_strdup(reading->arena, part->string);
    rates.certainty = read_certainty(reading, node);
    pay->day[day] = rates;
}

static void read_days(struct reading *reading, struct pay_scheme *pay, const struct doc_node *days)
{
    members_known(reading, days, pay_day_names, N_PAY_DAYS);
    for (int day = 0; day < N_PAY_DAYS; day++) {
        const struct doc_node *node = doc_find(days, pay_day_names[day]);
        if (node)
            read_day(reading, pay, day, node);
    }
}

static void read_month(struct reading *reading, struct pay_scheme *pay, const struct doc_node *node)
{
    const struct doc_node *hours = member_typed(reading, node, "hours_of_month", DOC_NUMBER);
    if (hours && (hours->number < 1 || hours->number > 400))
        diag_error(reading->diags, &hours->at, "hours_of_month must be from 1 to 400");
    else if (hours)
        pay->hours_of_month = hours->number;
    int rounding = word_of(reading, node, "rounding", pay_rounding_names, N_PAY_ROUNDINGS);
    if (rounding >= 0)
        pay->rounding = (enum pay_rounding)rounding;
}

void plan_read_pay(struct reading *reading, const char *pack, const struct doc_node *node)
{
    struct pay_scheme *pay = &reading->plan->pay;
    if (!node)
        return;
    members_known(reading, node, member_names, COUNT(member_names));
    pay->pack = pack;
    int word = word_of(reading, node, "stacking", pay_stacking_names, N_PAY_STACKINGS);
    if (word >= 0)
        pay->stacking = (enum pay_stacking)word;
    word = word_of(reading, node, "holiday_attribution", holiday_attribution_names,
                   N_HOLIDAY_ATTRIBUTIONS);
    if (word >= 0)
        pay->attribution = (enum holiday_attribution)word;
    word = word_of(reading, node, "shortest_day", weekday_names, 7);
    if (word >= 0)
        pay->shortest_days = 1u << word;
    read_month(reading, pay, node);
    const struct doc_node *part = member_typed(reading, node, "holidays", DOC_OBJECT);
    if (part)
        read_holidays(reading, pay, part);
    part = member_typed(reading, node, "days", DOC_OBJECT);
    if (part)
        read_days(reading, pay, part);
}
