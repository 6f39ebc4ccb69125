/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.c - the page, block by block from the top: head, days, cost, prices, what stays short,
 * files.  Columns are fixed, so that nothing moves from week to week. */
#include "cli/page.h"

#include <math.h>
#include <string.h>

#include "cli/fairness.h"
#include "cli/numbers.h"
#include "io/out_csv.h"

#define SHORTS_SHOWN 8
#define GROUPS_SHOWN 12
#define MISSING_SHOWN 6

/* `s` to the right of a column of `width`. */
static void right(struct text *out, const char *s, int width)
{
    text_printf(out, "%*s", width, s);
}

static void number(struct text *out, double value, int decimals, int width)
{
    char text[NUMBER_TEXT];
    right(out, number_text(text, value, decimals), width);
}

/* The same; nothing is a dash. */
static void number_or_dash(struct text *out, double value, int decimals, int width)
{
    number(out, fabs(value) < 0.5 * pow(10, -decimals) ? NAN : value, decimals, width);
}

static void share(struct text *out, double value, int width)
{
    char text[NUMBER_TEXT];
    right(out, share_text(text, value), width);
}

static void clock_text(char text[8], const struct page *page, int slot)
{
    const struct grid *grid = &page->planned->horizon.grid;
    int64_t at = grid->begin + (int64_t)slot * grid->slot_s;
    int minute = tz_minute(page->plan->site.zone, at);
    text[0] = (char)('0' + minute / 600);
    text[1] = (char)('0' + minute / 60 % 10);
    text[2] = ':';
    text[3] = (char)('0' + minute % 60 / 10);
    text[4] = (char)('0' + minute % 10);
    text[5] = '\0';
}

static void head(struct text *out, const struct page *page)
{
    char week[NUMBER_TEXT], from[NUMBER_TEXT], to[NUMBER_TEXT];
    const struct horizon *horizon = &page->planned->horizon;
    text_printf(out, "%s, ", page->plan->site.id);
    if (horizon->n_days > 7)
        text_printf(out, "%d weeks from ", horizon->n_days / 7);
    else
        text_add(out, "week ");
    text_printf(out, "%s, %s to %s (%s)\n", week_text(week, horizon->first),
                day_text(from, horizon->first), date_text(to, horizon->first + horizon->n_days - 1),
                tz_name(page->plan->site.zone));
    int starts_min = page->plan->site.day_starts_min;
    if (starts_min > 0)
        text_printf(
            out,
            "Days begin at %02d:%02d; what is earlier belongs to the night of the day before.\n",
            starts_min / 60, starts_min % 60);
    text_add_char(out, '\n');
}

static void span_row(struct text *out, const struct page *page, const char *title,
                     const struct span_figures *span)
{
    text_printf(out, "%-10s", title);
    number_or_dash(out, span->calls, 0, 10);
    share(out, span->service_level, 8);
    number_or_dash(out, span->hours_need, 1, 9);
    number_or_dash(out, span->hours_given, 1, 9);
    number_or_dash(out, span->hours_short, 1, 7);
    number_or_dash(out, span->hours_over, 1, 7);
    number_or_dash(out, span->n_nights, 0, 7);
    if (span->worst_slot < 0) {
        text_add(out, "            -\n");
        return;
    }
    char at[8];
    clock_text(at, page, span->worst_slot);
    text_printf(out, "  %s", at);
    number(out, span->worst_given, 0, 3);
    text_add_char(out, '/');
    number(out, span->worst_need, 0, 0);
    text_add_char(out, '\n');
}

static void days(struct text *out, const struct page *page)
{
    const struct figures *figures = page->figures;
    text_add(out,
             "                             person-hours                        worst slot\n"
             "            contacts service     need    given  short   over nights  given/need\n");
    for (int d = 0; d < figures->n_days; d++) {
        char day[NUMBER_TEXT];
        day_text(day, page->planned->horizon.first + d);
        span_row(out, page, day, &figures->day[d]);
    }
    span_row(out, page, page->planned->horizon.n_days > 7 ? "All" : "Week", &figures->week);
}

static void money_row(struct text *out, const struct page *page, const char *title, double value)
{
    text_printf(out, "  %-30s%s", title, page->plan->site.currency);
    number(out, value, 0, 14);
    text_add_char(out, '\n');
}

/* The gap in three units, and what it leaves out. */
static void gap(struct text *out, const struct page *page)
{
    char text[NUMBER_TEXT];
    const struct roster *roster = &page->planned->roster;
    const char *currency = page->plan->site.currency;
    text_printf(out, "Proven gap %s: ", share_text(text, roster->gap));
    text_printf(out, "at most %s %s", currency, number_text(text, page->figures->gap_value, 0));
    text_printf(out, " or %s missing person-hours\ncould be saved.\n",
                number_text(text, page->figures->gap_hours, 1));
    text_printf(out, "Left out of it, since every roster pays it: %s %s of contract wages",
                currency, number_text(text, roster->week_wages, 0));
    if (roster->forced > 0)
        text_printf(out, ",\nand %s %s that contract hours against the need force", currency,
                    number_text(text, roster->forced, 0));
    text_add(out, ".\n");
}

static const char *const premium_titles[N_PREMIUMS] = {"  of it for nights", "  of it for overtime",
                                                       "  of it for days off worked",
                                                       "  of it for holidays"};

static void cost(struct text *out, const struct page *page)
{
    const struct roster *roster = &page->planned->roster;
    text_add(out, "\nCost of what was decided\n");
    money_row(out, page, "missing hours", roster->cost_short);
    money_row(out, page, "hours over the need", roster->cost_surplus);
    if (roster->cost_duty > 0)
        money_row(out, page, "leaders, company, seats", roster->cost_duty);
    money_row(out, page, "paid hours above the least", roster->cost_hours);
    money_row(out, page, "premiums", roster->cost_premium);
    for (int p = 0; p < N_PREMIUMS; p++)
        if (page->figures->premium[p] >= 0.5)
            money_row(out, page, premium_titles[p], page->figures->premium[p]);
    money_row(out, page, "wishes not granted", roster->cost_wishes);
    if (roster->cost_training > 0)
        money_row(out, page, "sessions not attended", roster->cost_training);
    if (fabs(roster->cost_uneven) >= 0.5)
        money_row(out, page, "burdens unevenly borne", roster->cost_uneven);
    if (roster->cost_care > 0)
        money_row(out, page, "care rules bent", roster->cost_care);
    money_row(out, page, "in all", roster->value);
    money_row(out, page, "no roster can cost less than", roster->bound);
    gap(out, page);
}

static void price_column(struct text *out, const struct planned_price *price, double value,
                         int decimals)
{
    if (!price->is_known)
        right(out, "-", 14);
    else if (decimals < 0)
        share(out, value, 14);
    else
        number(out, value, decimals, 14);
}

static void prices(struct text *out, const struct page *page)
{
    const struct planned *p = page->planned;
    const struct planned_price *of[3] = {&p->at_half, &p->at_once, &p->at_double};
    if (!of[0]->is_known && !of[2]->is_known)
        return;
    text_add(out, "\nPrice of a missing hour              half    as planned        double\n"
                  "  service level            ");
    for (int i = 0; i < 3; i++)
        price_column(out, of[i], of[i]->service_level, -1);
    text_add(out, "\n  person-hours short       ");
    for (int i = 0; i < 3; i++)
        price_column(out, of[i], of[i]->hours_short, 1);
    text_add(out, "\n  person-hours over        ");
    for (int i = 0; i < 3; i++)
        price_column(out, of[i], of[i]->hours_surplus, 1);
    text_printf(out, "\n  hours above least, %s   ", page->plan->site.currency);
    for (int i = 0; i < 3; i++)
        price_column(out, of[i], of[i]->cost_hours, 0);
    text_printf(out, "\n  premiums and wishes, %s ", page->plan->site.currency);
    for (int i = 0; i < 3; i++)
        price_column(out, of[i], of[i]->cost_people, 0);
    text_printf(out, "\n  cost in all, %s         ", page->plan->site.currency);
    for (int i = 0; i < 3; i++)
        price_column(out, of[i], of[i]->cost, 0);
    text_add_char(out, '\n');
}

static void short_row(struct text *out, const struct page *page, const struct short_span *span)
{
    char day[NUMBER_TEXT], from[8], to[8];
    const struct grid *grid = &page->planned->horizon.grid;
    int32_t date = tz_date(page->plan->site.zone, grid->begin + (int64_t)span->from * grid->slot_s);
    clock_text(from, page, span->from);
    clock_text(to, page, span->to);
    text_printf(out, "  %s %s-%s %-12.12s", day_text(day, date), from, to,
                page->plan->queues[span->queue].id);
    number(out, span->hours, 1, 5);
    text_add(out, " h  ");
    text_printf(out, "%s\n", short_reason_help[span->reason]);
}

static void shorts(struct text *out, const struct page *page)
{
    const struct figures *figures = page->figures;
    if (figures->n_shorts == 0) {
        text_add(out, "\nNo slot stays short.\n");
        return;
    }
    text_add(out, "\nSlots that stay short, and why\n");
    double rest = 0;
    for (int i = 0; i < figures->n_shorts; i++) {
        if (i < SHORTS_SHOWN)
            short_row(out, page, &figures->shorts[i]);
        else
            rest += figures->shorts[i].hours;
    }
    if (figures->n_shorts > SHORTS_SHOWN) {
        text_printf(out, "  %d more%*s", figures->n_shorts - SHORTS_SHOWN,
                    figures->n_shorts - SHORTS_SHOWN < 10 ? 29 : 28, "");
        number(out, rest, 1, 5);
        text_add(out, " h  see coverage.csv\n");
    }
}

static void group_row(struct text *out, const struct plan *plan, uint64_t group, double need,
                      double given)
{
    struct text name = {0};
    if (group == 0)
        text_add(&name, "on duty from before");
    csv_add_queues(&name, plan, group);
    text_printf(out, "  %-42.42s", name.bytes);
    number(out, need, 1, 9);
    number(out, given, 1, 9);
    text_add_char(out, '\n');
    text_free(&name);
}

/* What each group of people has to do and does in the week, where some serve several queues. */
static void groups(struct text *out, const struct page *page)
{
    const struct check_result *check = &page->planned->check;
    double h = page->planned->horizon.grid.slot_s / 3600.0;
    bool several = false;
    int n = 0;
    for (int i = 0; i < check->n_shares; i++)
        several |= __builtin_popcountll(check->share[i].group) > 1;
    if (!several)
        return;
    text_add(out, "\nWho does it, person-hours                        need    given\n");
    for (int i = 0, next; i < check->n_shares; i = next) {
        double need = 0, given = 0;
        uint64_t group = check->share[i].group;
        for (next = i; next < check->n_shares && check->share[next].group == group; next++) {
            need += check->share[next].need * h;
            given += check->share[next].given * h;
        }
        if (n++ < GROUPS_SHOWN)
            group_row(out, page->plan, group, need, given);
    }
    if (n > GROUPS_SHOWN)
        text_printf(out, "  %d more groups: see groups.csv\n", n - GROUPS_SHOWN);
}

/* Sessions that everybody attends in one line, others each with who does not. */
static void training(struct text *out, const struct page *page)
{
    int n_asked = 0, n_attend = 0;
    const struct plan *plan = page->plan;
    for (int i = 0; i < plan->n_trainings; i++) {
        n_asked += page->figures->training[i].n_asked;
        n_attend += page->figures->training[i].n_attend;
    }
    if (n_asked > 0)
        text_printf(out, "\n%d of %d places in training, coaching and meetings are found.\n",
                    n_attend, n_asked);
    for (int i = 0; i < plan->n_trainings; i++) {
        const struct training_figures *of = &page->figures->training[i];
        int n = of->n_asked - of->n_attend;
        char by[NUMBER_TEXT];
        if (n == 0)
            continue;
        text_printf(out, "  %s (by %s) lacks", plan->trainings[i].id,
                    date_text(by, plan->trainings[i].by));
        for (int k = 0; k < n && k < MISSING_SHOWN; k++)
            text_printf(out, "%s %s", k > 0 ? "," : "", plan->agents[of->missing[k]].id);
        if (n > MISSING_SHOWN)
            text_printf(out, " and %d more", n - MISSING_SHOWN);
        text_add(out, "\n");
    }
}

/* Who bore how much, once this week is worked. */
static void fairness(struct text *out, const struct page *page)
{
    int n_granted = 0;
    for (int i = 0; i < page->figures->n_wishes; i++)
        n_granted += page->figures->wishes[i].granted;
    if (page->figures->n_wishes > 0)
        text_printf(out, "\n%d of %d wishes are granted: see wishes.csv.\n", n_granted,
                    page->figures->n_wishes);
    if (page->figures->n_even == 0)
        return;
    text_add(out, "\nBalances by group once this is worked\n");
    fairness_table(out, page->plan, page->figures->even, page->figures->n_even);
}

static void foot(struct text *out, const struct page *page)
{
    const struct planned *planned = page->planned;
    char paid[NUMBER_TEXT], seconds[NUMBER_TEXT];
    text_printf(out,
                "\n%d people work %d shifts, %s paid hours; the checker finds no rule broken.\n",
                page->figures->n_people_working, page->figures->week.n_shifts,
                number_text(paid, page->figures->paid_hours, 0));
    if (!planned->roster.reproducible)
        text_add(out, "The run was stopped early: this is the best roster so far.\n");
    number_text(seconds, page->seconds, 1);
    text_printf(out, "%s s.", seconds);
    if (page->folder)
        text_printf(out,
                    "  Roster, grid, coverage, summary and calendars (ics/) are in\n%s\n"
                    "'ronda report' makes a page of it that opens in a browser.",
                    page->folder);
    text_add_char(out, '\n');
}

void page_print(struct text *out, const struct page *page)
{
    head(out, page);
    days(out, page);
    cost(out, page);
    prices(out, page);
    shorts(out, page);
    groups(out, page);
    training(out, page);
    fairness(out, page);
    foot(out, page);
}
