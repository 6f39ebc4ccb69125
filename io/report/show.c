/* SPDX-License-Identifier: GPL-3.0-or-later */
/* show.c - time runs to the right.  A cell of the terminal has two halves, each a stretch of time:
 * it is drawn as what fills at least half of it.
 *
 *     full block, half blocks   on duty       #
 *     medium shade              at night      =
 *     light shade               on a pause    -   where halves are fine enough to show one
 *
 * Above the people stands the need: a bar a cell as high as the cover that meets it, then digits
 * for the people missing and those over (mean of the cell, rounded; + from ten). */
#include "io/report/show.h"

#include <math.h>
#include <string.h>

#define LABEL 9       /* columns before the cells */
#define HOURS 6       /* columns after them */
#define SHIFT_TEXT 22 /* the same for one agent */
#define CHART_ROWS 5
#define PAUSE_SHOWN_S 1800 /* halves up to this length show pauses */

enum ink { INK_PLAIN, INK_DAY, INK_NIGHT, INK_SHORT, INK_FAINT, INK_HEAD };
static const char *const ink_code[] = {"0", "33", "34", "31", "2", "1"};

struct pen {
    struct text *out;
    const struct show *show;
    enum ink ink;
};

static void use(struct pen *pen, enum ink ink)
{
    if (pen->show->has_colour && ink != pen->ink) {
        if (pen->ink != INK_PLAIN)
            text_add(pen->out, "\033[0m");
        if (ink != INK_PLAIN)
            text_printf(pen->out, "\033[%sm", ink_code[ink]);
    }
    pen->ink = ink;
}

static void end_line(struct pen *pen)
{
    use(pen, INK_PLAIN);
    while (pen->out->n > 0 && pen->out->bytes[pen->out->n - 1] == ' ')
        pen->out->bytes[--pen->out->n] = '\0';
    text_add_char(pen->out, '\n');
}

/* The text in so many columns, cut or filled with blanks. */
static void fit(struct pen *pen, const char *s, int width)
{
    int n = 0;
    for (const char *at = s; *at && n < width; n++) {
        size_t length = text_utf8_length(at, strlen(at));
        length = length ? length : 1;
        text_add_n(pen->out, at, length);
        at += length;
    }
    for (; n < width; n++)
        text_add_char(pen->out, ' ');
}

static void label(struct pen *pen, const char *s, enum ink ink)
{
    use(pen, ink);
    fit(pen, s, LABEL - 1);
    use(pen, INK_PLAIN);
    text_add_char(pen->out, ' ');
}

/* ---- time ---- */

/* Cells one after the other: halves [edge[i], edge[i + 1]). */
struct scale {
    int n;            /* cells */
    int64_t *edge;    /* [2 n + 1] */
    bool *begins_day; /* [n] */
    struct arena *arena;
};

static struct scale scale_new(int most)
{
    struct scale scale = {.arena = arena_new()};
    scale.edge = ARENA_ARRAY(scale.arena, int64_t, 2 * most + 1);
    scale.begins_day = ARENA_ARRAY(scale.arena, bool, most);
    return scale;
}

static void scale_add(struct scale *scale, int64_t from, int64_t to, int n)
{
    scale->begins_day[scale->n] = true;
    for (int i = 0; i <= 2 * n; i++)
        scale->edge[2 * scale->n + i] = from + (to - from) * i / (2 * n);
    scale->n += n;
}

static int64_t overlap(int64_t from, int64_t to, int64_t begin, int64_t end)
{
    int64_t lo = from > begin ? from : begin, hi = to < end ? to : end;
    return hi > lo ? hi - lo : 0;
}

/* ---- duties ---- */

enum mark { MARK_NONE, MARK_DAY, MARK_NIGHT, MARK_PAUSE };

static bool is_night(const struct show *show, const struct duty *duty)
{
    return plan_is_night(show->plan, plan_rules(show->plan, duty->agent), duty->start, duty->end);
}

static void mark_duty(enum mark *mark, const struct scale *scale, const struct show *show,
                      const struct duty *duty)
{
    enum mark work = is_night(show, duty) ? MARK_NIGHT : MARK_DAY;
    for (int h = 0; h < 2 * scale->n; h++) {
        int64_t from = scale->edge[h], to = scale->edge[h + 1], away = 0;
        if (2 * overlap(duty->start, duty->end, from, to) < to - from)
            continue;
        mark[h] = work;
        for (int k = 0; k < duty->n_pauses && to - from <= PAUSE_SHOWN_S; k++)
            away += overlap(duty->pause[k].start, duty->pause[k].start + duty->pause[k].min * 60,
                            from, to);
        if (2 * away >= to - from && away > 0)
            mark[h] = MARK_PAUSE;
    }
}

static enum ink ink_of(enum mark mark)
{
    return mark == MARK_NIGHT ? INK_NIGHT : mark == MARK_DAY ? INK_DAY : INK_FAINT;
}

/* One cell of two halves; a half pause is drawn as a gap beside work. */
static void draw_cell(struct pen *pen, enum mark left, enum mark right, bool begins_day)
{
    enum mark both = left == right ? left : MARK_NONE;
    bool on_left = left == MARK_DAY || left == MARK_NIGHT;
    bool on_right = right == MARK_DAY || right == MARK_NIGHT;
    enum mark one = on_left ? left : on_right ? right : left != MARK_NONE ? left : right;
    use(pen, ink_of(one));
    if (!pen->show->is_utf8) {
        static const char plain[] = {' ', '#', '=', '-'};
        text_add_char(pen->out, one == MARK_NONE && begins_day ? '.' : plain[one]);
        return;
    }
    static const char *const block[] = {" ", "█", "▓", "░"};
    if (both != MARK_NONE)
        text_add(pen->out, block[both]);
    else if (on_left && on_right)
        text_add(pen->out, block[left]);
    else if (on_left || on_right)
        text_add(pen->out, on_left ? "▌" : "▐");
    else
        text_add(pen->out, one == MARK_PAUSE ? "░" : begins_day ? "·" : " ");
}

static const char *away_code(enum leave_kind kind)
{
    return kind == LEAVE_TRAINING ? "TR" : kind == LEAVE_UNAVAILABLE ? "UA" : "VL";
}

/* What a day off is for: its code at the begin of its cells; NULL: just off. */
static const char *away_on(const struct show *show, int agent, int32_t date)
{
    const struct roster *roster = show->roster;
    for (int i = 0; i < roster->n_absences; i++)
        if (roster->absence[i].agent == agent && roster->absence[i].work_date == date)
            return away_code(roster->absence[i].kind);
    return NULL;
}

/* The cells of an agent from work date `first` on; marks[2 n] is room for them. */
static void draw_agent(struct pen *pen, const struct scale *scale, enum mark *mark, int agent,
                       int32_t first)
{
    const struct roster *roster = pen->show->roster;
    int32_t date = first - 1;
    memset(mark, 0, (size_t)(2 * scale->n) * sizeof *mark);
    for (int d = 0; d < roster->n_duties; d++)
        if (roster->duty[d].agent == agent)
            mark_duty(mark, scale, pen->show, &roster->duty[d]);
    for (int i = 0; i < scale->n; i++) {
        date += scale->begins_day[i];
        const char *code = scale->begins_day[i] ? away_on(pen->show, agent, date) : NULL;
        bool is_free = i + 1 < scale->n && !mark[2 * i] && !mark[2 * i + 1] && !mark[2 * i + 2] &&
                       !mark[2 * i + 3];
        if (code && is_free) {
            use(pen, INK_FAINT);
            text_add(pen->out, code);
            i++;
            continue;
        }
        draw_cell(pen, mark[2 * i], mark[2 * i + 1], scale->begins_day[i]);
    }
}

/* ---- need and cover ---- */

/* People of all queues: need, missing and over by slot. */
struct people {
    double *need, *missing, *over; /* [n_slots] */
};

static struct people people_of(const struct show *show, struct arena *arena)
{
    const struct requirement *requirement = show->requirement;
    int n = requirement->grid.n_slots;
    struct people people = {ARENA_ARRAY(arena, double, n), ARENA_ARRAY(arena, double, n),
                            ARENA_ARRAY(arena, double, n)};
    for (int q = 0; q < requirement->n_queues; q++)
        for (int t = 0; t < n; t++) {
            double need = requirement->need[q * n + t];
            double given = show->cover ? show->cover[q * n + t] : need;
            people.need[t] += need;
            people.missing[t] += fmax(0, need - given);
            people.over[t] += fmax(0, given - need);
        }
    return people;
}

/* People-seconds of a profile in [from, to). */
static double within(const struct grid *grid, const double *profile, int64_t from, int64_t to)
{
    double sum = 0;
    int64_t t = grid_slot(grid, from);
    for (t = t > 0 ? t : 0; t < grid->n_slots && grid->begin + t * grid->slot_s < to; t++) {
        int64_t begin = grid->begin + t * grid->slot_s;
        sum += profile[t] * (double)overlap(from, to, begin, begin + grid->slot_s);
    }
    return sum;
}

static double mean_of_cell(const struct show *show, const struct scale *scale,
                           const double *profile, int i)
{
    int64_t from = scale->edge[2 * i], to = scale->edge[2 * i + 2];
    return within(&show->requirement->grid, profile, from, to) / (double)(to - from);
}

/* A bar's part in a row of the chart that reaches from `lo` to `hi`. */
static void draw_bar(struct pen *pen, double height, double lo, double hi)
{
    static const char *const eighth[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    double part = (height - lo) / (hi - lo);
    int k = part <= 0 ? 0 : part >= 1 ? 8 : (int)lround(part * 8);
    if (pen->show->is_utf8)
        text_add(pen->out, eighth[k]);
    else
        text_add_char(pen->out, k >= 5 ? '#' : k >= 2 ? '.' : ' ');
}

static void draw_chart(struct pen *pen, const struct scale *scale, const struct people *people)
{
    double most = 1, *met = ARENA_ARRAY(scale->arena, double, scale->n);
    double *need = ARENA_ARRAY(scale->arena, double, scale->n);
    for (int i = 0; i < scale->n; i++) {
        need[i] = mean_of_cell(pen->show, scale, people->need, i);
        met[i] = need[i] - mean_of_cell(pen->show, scale, people->missing, i);
        most = fmax(most, need[i]);
    }
    most = ceil(most);
    for (int row = CHART_ROWS - 1; row >= 0; row--) {
        double lo = most * row / CHART_ROWS, hi = most * (row + 1) / CHART_ROWS;
        char text[32] = "";
        struct text at = {0};
        if (row == CHART_ROWS - 1)
            text_printf(&at, "need %3.0f", most);
        label(pen, at.n ? at.bytes : text, INK_HEAD);
        text_free(&at);
        for (int i = 0; i < scale->n; i++) {
            bool lacks = met[i] < hi && need[i] > lo && need[i] - met[i] > 0.02 * most &&
                         (met[i] <= lo || need[i] >= (lo + hi) / 2);
            use(pen, lacks && met[i] <= lo ? INK_SHORT : INK_PLAIN);
            if (lacks && met[i] <= lo)
                text_add(pen->out, pen->show->is_utf8 ? "░" : "!");
            else
                draw_bar(pen, met[i], lo, hi);
        }
        end_line(pen);
    }
}

static void draw_digits(struct pen *pen, const struct scale *scale, const char *name,
                        const double *profile, enum ink ink)
{
    label(pen, name, INK_HEAD);
    for (int i = 0; i < scale->n; i++) {
        double mean = mean_of_cell(pen->show, scale, profile, i);
        int people = (int)lround(mean);
        use(pen, ink);
        if (mean < 0.05)
            text_add_char(pen->out, ' ');
        else if (people < 1)
            text_add(pen->out, pen->show->is_utf8 ? "·" : ".");
        else
            text_add_char(pen->out, people > 9 ? '+' : (char)('0' + people));
    }
    end_line(pen);
}

/* ---- a week ---- */

static const char *const day_names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

static void day_name(struct text *out, int32_t date, int width)
{
    int year, month, day;
    date_to_civil(&year, &month, &day, date);
    text_clear(out);
    if (width >= 11)
        text_printf(out, "%s %d/%d", day_names[date_weekday(date)], day, month);
    else
        text_printf(out, "%s %d", day_names[date_weekday(date)], day);
}

static void draw_days(struct pen *pen, int32_t first, int n_days, int width)
{
    struct text name = {0};
    label(pen, "", INK_PLAIN);
    use(pen, INK_HEAD);
    for (int d = 0; d < n_days; d++) {
        day_name(&name, first + d, width);
        fit(pen, name.bytes, width);
    }
    text_add(pen->out, " hours");
    end_line(pen);
    text_free(&name);
}

/* A figure a day under its cells. */
static void draw_figures(struct pen *pen, const char *name, const double *value, int n_days,
                         int width, int decimals, enum ink ink)
{
    double sum = 0;
    label(pen, name, INK_HEAD);
    for (int d = 0; d < n_days; d++) {
        sum += value[d];
        use(pen, value[d] >= 0.05 ? ink : INK_PLAIN);
        text_printf(pen->out, "%*.*f ", width - 1, decimals, value[d] + 0.0);
    }
    use(pen, sum >= 0.05 ? ink : INK_PLAIN);
    text_printf(pen->out, "%*.*f", HOURS, decimals, sum);
    end_line(pen);
}

static void week_figures(struct pen *pen, const struct people *people, int first_day, int n_days,
                         int width)
{
    const struct show *show = pen->show;
    const struct horizon *horizon = &show->roster->horizon;
    double need[7], missing[7], over[7], shifts[7] = {0}, nights[7] = {0};
    for (int d = 0; d < n_days; d++) {
        int64_t from = horizon->begin[first_day + d], to = horizon->begin[first_day + d + 1];
        const struct grid *grid = &show->requirement->grid;
        need[d] = within(grid, people->need, from, to) / 3600;
        missing[d] = within(grid, people->missing, from, to) / 3600;
        over[d] = within(grid, people->over, from, to) / 3600;
    }
    for (int i = 0; i < show->roster->n_duties; i++) {
        const struct duty *duty = &show->roster->duty[i];
        int d = duty->work_date - horizon->first - first_day;
        if (d < 0 || d >= n_days)
            continue;
        shifts[d]++;
        nights[d] += is_night(show, duty);
    }
    draw_figures(pen, "need h", need, n_days, width, 0, INK_PLAIN);
    if (show->cover) {
        draw_figures(pen, "short h", missing, n_days, width, 1, INK_SHORT);
        draw_figures(pen, "over h", over, n_days, width, 1, INK_PLAIN);
    }
    draw_figures(pen, "shifts", shifts, n_days, width, 0, INK_PLAIN);
    draw_figures(pen, "nights", nights, n_days, width, 0, INK_NIGHT);
}

static const char *team_of(const struct plan *plan, int agent)
{
    return plan->agents[agent].team ? plan->agents[agent].team : "";
}

/* The first agent of a team: teams come in the order of their first agents. */
static bool leads_team(const struct plan *plan, int agent)
{
    for (int a = 0; a < agent; a++)
        if (strcmp(team_of(plan, a), team_of(plan, agent)) == 0)
            return false;
    return true;
}

static double paid_hours(const struct roster *roster, int agent, int32_t first, int n_days)
{
    double minutes = 0;
    for (int d = 0; d < roster->n_duties; d++) {
        int day = roster->duty[d].work_date - first;
        if (roster->duty[d].agent == agent && day >= 0 && day < n_days)
            minutes += roster->duty[d].paid_min;
    }
    return minutes / 60;
}

static void draw_team(struct pen *pen, const struct scale *scale, enum mark *mark, int leader,
                      int32_t first, int n_days)
{
    const struct plan *plan = pen->show->plan;
    const char *team = team_of(plan, leader);
    end_line(pen);
    use(pen, INK_HEAD);
    text_add(pen->out, *team ? team : "no team");
    end_line(pen);
    for (int a = leader; a < plan->n_agents; a++) {
        if (strcmp(team_of(plan, a), team) != 0)
            continue;
        label(pen, plan->agents[a].id, INK_PLAIN);
        draw_agent(pen, scale, mark, a, first);
        use(pen, INK_PLAIN);
        text_printf(pen->out, "%*.1f", HOURS, paid_hours(pen->show->roster, a, first, n_days));
        end_line(pen);
    }
}

static void draw_week(struct pen *pen, int first_day, int n_days)
{
    const struct show *show = pen->show;
    const struct horizon *horizon = &show->roster->horizon;
    int width = (show->width - LABEL - HOURS) / n_days;
    struct scale scale = scale_new(width * n_days);
    for (int d = first_day; d < first_day + n_days; d++)
        scale_add(&scale, horizon->begin[d], horizon->begin[d + 1], width);
    struct people people = people_of(show, scale.arena);
    enum mark *mark = ARENA_ARRAY(scale.arena, enum mark, 2 * scale.n);
    int32_t first = horizon->first + first_day;
    draw_days(pen, first, n_days, width);
    draw_chart(pen, &scale, &people);
    if (show->cover) {
        draw_digits(pen, &scale, "missing", people.missing, INK_SHORT);
        draw_digits(pen, &scale, "over", people.over, INK_FAINT);
    }
    week_figures(pen, &people, first_day, n_days, width);
    for (int a = 0; a < show->plan->n_agents; a++)
        if (leads_team(show->plan, a))
            draw_team(pen, &scale, mark, a, first, n_days);
    arena_free(scale.arena);
}

void show_week(struct text *out, const struct show *show)
{
    struct pen pen = {out, show, INK_PLAIN};
    int n_days = show->roster->horizon.n_days;
    for (int day = 0; day < n_days; day += 7) {
        if (day > 0)
            text_add_char(out, '\n');
        draw_week(&pen, day, n_days - day < 7 ? n_days - day : 7);
    }
}

/* ---- a day, an agent ---- */

/* Cells an hour that fit, of those that cut it evenly. */
static int cells_an_hour(int columns)
{
    static const int good[] = {12, 6, 4, 3, 2};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        if (good[i] * 25 <= columns)
            return good[i];
    return 1;
}

static void draw_hours(struct pen *pen, int64_t from, int64_t to, int an_hour)
{
    label(pen, "", INK_PLAIN);
    use(pen, INK_HEAD);
    int step = an_hour >= 3 ? 1 : an_hour == 2 ? 2 : 3; /* hours between two names */
    for (int64_t at = from; at < to; at += (int64_t)step * 3600) {
        int64_t left = (to - at) / 3600 * an_hour;
        char name[8] = {0};
        digits_put(name, tz_minute(pen->show->plan->site.zone, at) / 60, 2);
        fit(pen, name, left < step * an_hour ? (int)left : step * an_hour);
    }
    end_line(pen);
}

static const struct duty *duty_on(const struct roster *roster, int agent, int32_t date)
{
    for (int d = 0; d < roster->n_duties; d++)
        if (roster->duty[d].agent == agent && roster->duty[d].work_date == date)
            return &roster->duty[d];
    return NULL;
}

/* "N 22:00-07:00  8.0" */
static void draw_shift(struct pen *pen, const struct duty *duty)
{
    char from[STAMP_TEXT], to[STAMP_TEXT];
    const struct plan *plan = pen->show->plan;
    tz_format(from, plan_zone(plan, duty->agent), duty->start);
    tz_format(to, plan_zone(plan, duty->agent), duty->end);
    text_printf(pen->out, " %.5s-%.5s %4.1f %.4s", from + 11, to + 11, duty->paid_min / 60.0,
                duty->shift >= 0 ? plan->shifts[duty->shift].id : "?");
}

/* Somebody is drawn on a day if they are on duty at some time of it. */
static bool is_there(const struct roster *roster, int agent, int64_t from, int64_t to)
{
    for (int d = 0; d < roster->n_duties; d++)
        if (roster->duty[d].agent == agent && roster->duty[d].start < to &&
            roster->duty[d].end > from)
            return true;
    return false;
}

static void draw_day_team(struct pen *pen, const struct scale *scale, enum mark *mark, int leader,
                          int32_t date)
{
    const struct plan *plan = pen->show->plan;
    const struct roster *roster = pen->show->roster;
    int64_t from = scale->edge[0], to = scale->edge[2 * scale->n];
    const char *team = team_of(plan, leader);
    int n_off = 0;
    text_add_char(pen->out, '\n');
    use(pen, INK_HEAD);
    text_add(pen->out, *team ? team : "no team");
    end_line(pen);
    for (int a = leader; a < plan->n_agents; a++) {
        if (strcmp(team_of(plan, a), team) != 0)
            continue;
        n_off += !is_there(roster, a, from, to);
        if (!is_there(roster, a, from, to))
            continue;
        label(pen, plan->agents[a].id, INK_PLAIN);
        draw_agent(pen, scale, mark, a, date);
        end_line(pen);
    }
    if (n_off > 0)
        text_printf(pen->out, "%d off or away\n", n_off);
}

void show_day(struct text *out, const struct show *show, int32_t date)
{
    struct pen pen = {out, show, INK_PLAIN};
    const struct horizon *horizon = &show->roster->horizon;
    int64_t from = horizon->begin[date - horizon->first],
            to = horizon->begin[date - horizon->first + 1];
    int an_hour = cells_an_hour(show->width - LABEL);
    struct scale scale = scale_new((int)((to - from) / 3600 + 1) * an_hour);
    scale_add(&scale, from, to, (int)((to - from) * an_hour / 3600));
    struct people people = people_of(show, scale.arena);
    enum mark *mark = ARENA_ARRAY(scale.arena, enum mark, 2 * scale.n);
    draw_hours(&pen, from, to, an_hour);
    draw_chart(&pen, &scale, &people);
    if (show->cover) {
        draw_digits(&pen, &scale, "missing", people.missing, INK_SHORT);
        draw_digits(&pen, &scale, "over", people.over, INK_FAINT);
    }
    for (int a = 0; a < show->plan->n_agents; a++)
        if (leads_team(show->plan, a))
            draw_day_team(&pen, &scale, mark, a, date);
    arena_free(scale.arena);
}

void show_agent(struct text *out, const struct show *show, int agent)
{
    struct pen pen = {out, show, INK_PLAIN};
    const struct horizon *horizon = &show->roster->horizon;
    int an_hour = cells_an_hour(show->width - LABEL - SHIFT_TEXT);
    struct text name = {0};
    for (int d = 0; d < horizon->n_days; d++) {
        int64_t from = horizon->begin[d], to = horizon->begin[d + 1];
        struct scale scale = scale_new((int)((to - from) / 3600 + 1) * an_hour);
        scale_add(&scale, from, to, (int)((to - from) * an_hour / 3600));
        if (d == 0)
            draw_hours(&pen, from, to, an_hour);
        day_name(&name, horizon->first + d, LABEL);
        label(&pen, name.bytes, INK_HEAD);
        draw_agent(&pen, &scale, ARENA_ARRAY(scale.arena, enum mark, 2 * scale.n), agent,
                   horizon->first + d);
        use(&pen, INK_PLAIN);
        const struct duty *duty = duty_on(show->roster, agent, horizon->first + d);
        if (duty)
            draw_shift(&pen, duty);
        end_line(&pen);
        arena_free(scale.arena);
    }
    text_free(&name);
}
