/* SPDX-License-Identifier: GPL-3.0-or-later */
/* whatif_page.c - see whatif_page.h; doc/deciding.md has the members of the JSON. */
#include "cli/whatif_page.h"

#include <math.h>
#include <string.h>

#include "cli/numbers.h"
#include "io/doc.h"

static const struct {
    int decimals;
} units[] = {
    [UNIT_NUMBER] = {0}, [UNIT_HOURS] = {1},  [UNIT_MONEY] = {0},
    [UNIT_SHARE] = {1},  [UNIT_POINTS] = {1}, [UNIT_RATIO] = {2},
};

static void value(struct text *out, enum row_unit unit, double x, int width)
{
    char text[NUMBER_TEXT];
    if (unit == UNIT_SHARE)
        share_text(text, x);
    else
        number_text(text, x, units[unit].decimals);
    text_printf(out, "%*s", width, text);
}

static struct comparison compared(const struct whatif_page *page, int i)
{
    struct comparison out;
    planner_compare(&out, &page->of->scenario[0].figures, &page->of->scenario[i].figures);
    return out;
}

static bool differs(const struct compared *row)
{
    return row->base != row->other && !isnan(row->base) && !isnan(row->other);
}

static bool is_marked(const struct compared *row)
{
    return !row->is_decided && differs(row);
}

static const char *title(const struct whatif_page *page, int row)
{
    return page->of->screens && row == ROW_COST ? "least cost" : comparison_defs[row].title;
}

static void explain_marks(struct text *out, const struct whatif_page *page)
{
    if (page->of->screens)
        text_add(out,
                 "\nScreened: no roster costs less than the least cost; hours are those of the\n"
                 "best mixture of weeks, and rosters will be a little worse.\n");
    else
        text_add(out,
                 "\nNot decided: smaller than what the rosters may still be better by; a longer\n"
                 "search (--iterations) could turn it round.\n");
}

/* ---- one scenario ---- */

#define COLUMN_WIDTH 15
static void two_columns(struct text *out, const struct whatif_page *page)
{
    struct comparison comparison = compared(page, 1);
    bool any = false;
    const char *name = page->of->scenario[1].name;
    bool is_long = strlen(name) > COLUMN_WIDTH - 1;
    if (is_long)
        text_printf(out, "%.79s\n", name);
    text_printf(out, "%-20s%15s%*s%15s\n", "", "as it is", COLUMN_WIDTH,
                is_long ? "scenario" : name, "difference");
    for (int r = 0; r < N_COMPARISON_ROWS; r++) {
        const struct compared *row = &comparison.row[r];
        enum row_unit unit = comparison_defs[r].unit;
        if (isnan(row->base) && isnan(row->other))
            continue;
        text_printf(out, "%-20s", title(page, r));
        value(out, unit, row->base, 15);
        value(out, unit, row->other, 15);
        value(out, unit, row->other - row->base, 15);
        text_add(out, is_marked(row) ? "  not decided\n" : "\n");
        any |= is_marked(row);
    }
    if (any || page->of->screens)
        explain_marks(out, page);
}

/* ---- several ---- */

/* What the two wide tables show, of service and of people; all rows are in CSV and JSON. */
struct column {
    enum comparison_row row;
    const char *head;
    int width;
};
#define N_COLUMNS 6
static const struct column of_service[N_COLUMNS] = {
    {ROW_SERVICE, "service", 8}, {ROW_HOURS_SHORT, "short", 8}, {ROW_HOURS_OVER, "over", 8},
    {ROW_PEOPLE, "people", 7},   {ROW_NIGHTS, "nights", 7},     {ROW_GAP, "gap", 7},
};
static const struct column of_people[N_COLUMNS] = {
    {ROW_WEEKENDS, "weekend", 9}, {ROW_HOLIDAYS, "holiday", 9}, {ROW_PREMIUM, "premiums", 12},
    {ROW_WISHES, "wishes", 12},   {ROW_UNEVEN, "uneven", 9},    {ROW_WELLBEING, "wellbeing", 11},
};
#define NAME_WIDTH 16

/* Money in columns of ten: in thousands or millions where it is long. */
static double money_unit(const struct whatif_page *page, const char **name)
{
    double most = 0;
    for (int i = 0; i < page->of->n; i++)
        if (page->of->scenario[i].has_figures)
            most = fmax(most, fabs(page->of->scenario[i].figures.row[ROW_COST]));
    *name = most >= 1e8 ? " million" : most >= 1e6 ? " thousand" : "";
    return most >= 1e8 ? 1e6 : most >= 1e6 ? 1e3 : 1;
}

/* Name and columns of a scenario; false: it has no figures. */
static bool wide_row(struct text *out, const struct whatif_page *page, int i,
                     const struct column column[N_COLUMNS], double money)
{
    const struct scenario *s = &page->of->scenario[i];
    bool is_long = strlen(s->name) > NAME_WIDTH;
    if (is_long)
        text_printf(out, "%.79s\n", s->name);
    text_printf(out, "%-*s", NAME_WIDTH, is_long ? "" : s->name);
    if (!s->has_figures) {
        text_printf(out, "  %s", scenario_end_names[s->end]);
        return false;
    }
    struct comparison comparison = compared(page, i);
    for (size_t k = 0; k < N_COLUMNS; k++) {
        const struct compared *row = &comparison.row[column[k].row];
        enum row_unit unit = comparison_defs[column[k].row].unit;
        value(out, unit, unit == UNIT_MONEY ? row->other / money : row->other, column[k].width - 1);
        text_add_char(out, i > 0 && is_marked(row) ? '~' : ' ');
    }
    return true;
}

static void cost_columns(struct text *out, const struct whatif_page *page, int i, double money)
{
    struct comparison comparison = compared(page, i);
    const struct compared *row = &comparison.row[ROW_COST];
    int decimals = money > 1e3 ? 2 : 0;
    char cost[NUMBER_TEXT], by[NUMBER_TEXT];
    text_printf(out, "%9s", number_text(cost, row->other / money, decimals));
    if (i > 0)
        text_printf(out, "%9s%s", number_text(by, (row->other - row->base) / money, decimals),
                    is_marked(row) ? "~" : "");
}

static void heads(struct text *out, const struct column column[N_COLUMNS])
{
    text_printf(out, "%-*s", NAME_WIDTH, "");
    for (size_t k = 0; k < N_COLUMNS; k++)
        text_printf(out, "%*s ", column[k].width - 1, column[k].head);
}

static void wide(struct text *out, const struct whatif_page *page)
{
    const char *unit_name;
    double unit = money_unit(page, &unit_name);
    text_printf(out, "%-*s%8s%8s%8s%21s%9s\n", NAME_WIDTH, "", "", "hours ", "hours ", "",
                page->of->screens ? "least" : "");
    heads(out, of_service);
    text_printf(out, "%9s%9s\n", "cost", "more");
    for (int i = 0; i < page->of->n; i++) {
        if (wide_row(out, page, i, of_service, unit))
            cost_columns(out, page, i, unit);
        text_add_char(out, '\n');
    }
    if (!page->of->screens) {
        text_add_char(out, '\n');
        heads(out, of_people);
        text_add_char(out, '\n');
        for (int i = 0; i < page->of->n; i++) {
            wide_row(out, page, i, of_people, unit);
            text_add_char(out, '\n');
        }
    }
    text_printf(out, "\nMoney in%s %s. ~ differs from the first row, but is not decided.\n",
                unit_name, page->plan->site.currency);
    explain_marks(out, page);
}

void whatif_text(struct text *out, const struct whatif_page *page)
{
    if (page->of->n == 2 && page->of->scenario[1].has_figures)
        two_columns(out, page);
    else
        wide(out, page);
}

/* ---- CSV and JSON ---- */

static void rounded(struct text *out, double x, const char *none)
{
    if (isfinite(x))
        doc_print_number(out, round(x * 1e6) / 1e6 + 0.0);
    else
        text_add(out, none);
}

void whatif_csv(struct text *out, const struct whatif_page *page)
{
    text_add(out, "scenario,end,row,base,value,difference,decided\n");
    for (int i = 1; i < page->of->n; i++) {
        const struct scenario *s = &page->of->scenario[i];
        struct comparison comparison = compared(page, i);
        for (int r = 0; r < N_COMPARISON_ROWS; r++) {
            const struct compared *row = &comparison.row[r];
            bool quoted = strpbrk(s->name, ",\"") != NULL;
            if (s->has_figures && isnan(row->other))
                continue;
            text_printf(out, quoted ? "\"%s\"" : "%s", s->name);
            text_printf(out, ",%s,%s,", scenario_end_names[s->end], comparison_defs[r].name);
            rounded(out, row->base, "");
            text_add_char(out, ',');
            rounded(out, s->has_figures ? row->other : NAN, "");
            text_add_char(out, ',');
            rounded(out, s->has_figures ? row->other - row->base : NAN, "");
            text_add(out, !s->has_figures ? ",\n" : row->is_decided ? ",yes\n" : ",no\n");
        }
    }
}

static void json_rows(struct text *out, const char *name, const double row[N_COMPARISON_ROWS],
                      const double minus[N_COMPARISON_ROWS])
{
    text_printf(out, ", \"%s\": {", name);
    for (int r = 0; r < N_COMPARISON_ROWS; r++) {
        text_printf(out, "%s\"%s\": ", r > 0 ? ", " : "", comparison_defs[r].name);
        rounded(out, row[r] - (minus ? minus[r] : 0), "null");
    }
    text_add_char(out, '}');
}

static void json_scenario(struct text *out, const struct whatif_page *page, int i)
{
    const struct scenario *s = &page->of->scenario[i];
    const struct plan_change *change = &page->change[i];
    text_add(out, "{\"name\": ");
    doc_print_string(out, s->name);
    if (change->knob) {
        text_add(out, ", \"knob\": ");
        doc_print_string(out, change->knob);
        text_add(out, ", \"setting\": ");
        doc_print_string(out, change->setting);
    }
    text_printf(out, ", \"end\": \"%s\"", scenario_end_names[s->end]);
    if (s->has_figures) {
        const struct week_figures *base = &page->of->scenario[0].figures;
        struct comparison comparison = compared(page, i);
        text_add(out, ", \"gap\": ");
        rounded(out, s->figures.row[ROW_GAP], "null");
        text_add(out, ", \"gap_value\": ");
        rounded(out, s->figures.gap_value, "null");
        text_add(out, ", \"gap_hours\": ");
        rounded(out, s->figures.gap_hours, "null");
        json_rows(out, "figures", s->figures.row, NULL);
        if (i > 0) {
            json_rows(out, "difference", s->figures.row, base->row);
            text_add(out, ", \"undecided\": [");
            const char *comma = "";
            for (int r = 0; r < N_COMPARISON_ROWS; r++) {
                if (!is_marked(&comparison.row[r]))
                    continue;
                text_printf(out, "%s\"%s\"", comma, comparison_defs[r].name);
                comma = ", ";
            }
            text_add_char(out, ']');
        }
    }
    text_add_char(out, '}');
}

void whatif_json(struct text *out, const struct whatif_page *page)
{
    char from[DATE_TEXT];
    text_printf(out, "{\n  \"schema\": %d,\n  \"site\": ", WHATIF_SCHEMA);
    doc_print_string(out, page->plan->site.id);
    text_add(out, ",\n  \"currency\": ");
    doc_print_string(out, page->plan->site.currency);
    text_printf(out, ",\n  \"from\": \"%s\",\n  \"screened\": %s,\n  \"base\": ",
                date_format(from, page->of->first), page->of->screens ? "true" : "false");
    json_scenario(out, page, 0);
    text_add(out, ",\n  \"scenarios\": [");
    for (int i = 1; i < page->of->n; i++) {
        text_add(out, i > 1 ? ",\n    " : "\n    ");
        json_scenario(out, page, i);
    }
    text_add(out, "\n  ]\n}\n");
}
