/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_read.c - summary.json says where and when, roster-grid.csv who, roster.csv which shifts,
 * requirement.csv and coverage.csv what was needed and given. */
#include "io/run_read.h"

#include <math.h>
#include <string.h>

#include "io/back.h"
#include "io/file.h"
#include "io/json.h"
#include "io/stamp.h"

struct reader {
    struct run_files *out;
    struct plan *plan;
    struct arena *arena; /* the plan's */
    const char *roster_file;
    struct diags *diags;
};

static const char *path_of(const struct reader *r, const char *name)
{
    return path_join(r->arena, r->out->folder, name);
}

/* ---- summary.json ---- */

static const char *text_of(const struct doc_node *object, const char *name)
{
    const struct doc_node *node = doc_find(object, name);
    return node && node->type == DOC_STRING ? node->string : "";
}

static double number_of(const struct doc_node *object, const char *name)
{
    const struct doc_node *node = doc_find(object, name);
    return node && node->type == DOC_NUMBER ? node->number : NAN;
}

static void read_night(struct plan *plan, const struct doc_node *root)
{
    static const struct {
        const char *name;
        enum rule_id id;
    } figure[] = {
        {"from_h", RULE_NIGHT_FROM}, {"to_h", RULE_NIGHT_TO}, {"least_h", RULE_NIGHT_LEAST}};
    for (size_t i = 0; i < sizeof figure / sizeof *figure; i++) {
        double value = number_of(doc_find(root, "night"), figure[i].name);
        plan->rules.rule[figure[i].id].value =
            isnan(value) ? rule_defs[figure[i].id].otherwise : value;
    }
}

static void read_costs(struct run_files *out, const struct doc_node *root)
{
    const struct doc_node *cost = doc_find(root, "cost"), *week = doc_find(root, "week");
    struct roster *roster = &out->roster;
    roster->value = number_of(root, "value");
    roster->bound = number_of(root, "bound");
    roster->gap = number_of(root, "gap");
    roster->cost_short = number_of(cost, "short");
    roster->cost_surplus = number_of(cost, "over");
    roster->cost_duty = number_of(cost, "duty");
    roster->cost_hours = number_of(cost, "hours");
    roster->cost_premium = number_of(cost, "premium");
    roster->cost_wishes = number_of(cost, "wishes");
    roster->cost_uneven = number_of(cost, "uneven");
    roster->cost_care = number_of(cost, "care");
    out->hours_short = number_of(week, "hours_short");
    out->hours_surplus = number_of(week, "hours_over");
}

static enum status read_summary(struct reader *r)
{
    struct doc_node *root;
    struct site *site = &r->plan->site;
    const char *file = path_of(r, "summary.json"), *rest;
    int32_t first, last;
    TRY(json_read(&root, file, r->arena, r->diags));
    double slot_min = number_of(root, "slot_min");
    struct place at = root->at;
    if (!date_parse(&first, text_of(root, "from")) || !date_parse(&last, text_of(root, "to")) ||
        last < first || last - first >= MAX_DAYS ||
        !clock_parse(&site->day_starts_min, text_of(root, "day_starts"), &rest) ||
        (slot_min != 15 && slot_min != 30 && slot_min != 60)) {
        diag_error(r->diags, &at,
                   "from, to, day_starts and slot_min do not say which weeks these are");
        return ERR_DATA;
    }
    site->id = text_of(root, "site");
    site->currency = text_of(root, "currency");
    site->slot_min = (int)slot_min;
    site->week_start = date_weekday(first);
    TRY(tz_load(&site->zone, text_of(root, "zone"), &at, r->diags));
    read_night(r->plan, root);
    read_costs(r->out, root);
    return horizon_make(&r->out->horizon, site->zone, first, last - first + 1, site->day_starts_min,
                        site->slot_min, r->diags);
}

/* ---- names ---- */

/* Cells of the named columns of a CSV file, row by row; "" where there is no such column. */
static enum status read_columns(const char *const **out, int *n_rows, const char *file,
                                const char *const *name, int n_names, struct reader *r)
{
    struct csv *csv = NULL;
    const struct csv_row *row;
    const char **cell = NULL;
    int n = 0, cap = 0, field[4] = {-1, -1, -1, -1};
    enum status status = OK;
    TRY_OUT(csv_open(&csv, file, NULL, r->diags));
    TRY_OUT(csv_next(&row, csv));
    for (int i = 0; i < row->n; i++)
        for (int c = 0; c < n_names; c++)
            if (strcmp(row->field[i].text, name[c]) == 0)
                field[c] = i;
    for (;;) {
        TRY_OUT(csv_next(&row, csv));
        if (!row)
            break;
        for (int c = 0; c < n_names; c++) {
            const char *text = field[c] >= 0 && field[c] < row->n ? row->field[field[c]].text : "";
            MEM_GROW(cell, n, cap);
            cell[n++] = arena_strdup(r->arena, text + (*text == '\''));
        }
    }
    const char **kept = ARENA_ARRAY(r->arena, const char *, n + 1);
    if (n > 0)
        memcpy(kept, cell, (size_t)n * sizeof *kept);
    *out = kept;
    *n_rows = n / n_names;
out:
    csv_close(csv);
    mem_free(cell);
    return status;
}

static int find(const char *const *names, int n, int stride, const char *name)
{
    for (int i = 0; i < n; i++)
        if (strcmp(names[i * stride], name) == 0)
            return i;
    return -1;
}

/* Distinct words of a column, in the order they come. */
static const char **distinct(int *n, const char *const *cell, int n_rows, int stride,
                             struct arena *arena)
{
    const char **out = ARENA_ARRAY(arena, const char *, n_rows + 1);
    *n = 0;
    for (int i = 0; i < n_rows; i++)
        if (find(out, *n, 1, cell[i * stride]) < 0)
            out[(*n)++] = cell[i * stride];
    return out;
}

/* agent, role, shift of roster.csv */
enum { ROSTER_AGENT, ROSTER_ROLE, ROSTER_SHIFT, N_ROSTER };

static enum role role_of(const char *const *roster, int n_rows, const char *agent)
{
    int row = find(roster + ROSTER_AGENT, n_rows, N_ROSTER, agent);
    for (int k = 0; row >= 0 && k < N_ROLES; k++)
        if (strcmp(role_names[k], roster[row * N_ROSTER + ROSTER_ROLE]) == 0)
            return (enum role)k;
    return ROLE_AGENT;
}

static enum status read_people(struct reader *r)
{
    static const char *const of_grid[] = {"agent", "name", "team"};
    static const char *const of_roster[N_ROSTER] = {"agent", "role", "shift"};
    const char *const *cell, *const *roster;
    int n_roster;
    struct plan *plan = r->plan;
    TRY(read_columns(&cell, &plan->n_agents, path_of(r, "roster-grid.csv"), of_grid, 3, r));
    TRY(read_columns(&roster, &n_roster, r->roster_file, of_roster, N_ROSTER, r));
    plan->agents = ARENA_ARRAY(r->arena, struct agent, plan->n_agents + 1);
    for (int a = 0; a < plan->n_agents; a++)
        plan->agents[a] = (struct agent){.id = cell[3 * a],
                                         .name = cell[3 * a + 1],
                                         .team = cell[3 * a + 2],
                                         .role = role_of(roster, n_roster, cell[3 * a]),
                                         .from = NO_DATE,
                                         .to = NO_DATE,
                                         .mentor = -1};
    const char **shift =
        distinct(&plan->n_shifts, roster + ROSTER_SHIFT, n_roster, N_ROSTER, r->arena);
    plan->shifts = ARENA_ARRAY(r->arena, struct shift, plan->n_shifts + 1);
    for (int s = 0; s < plan->n_shifts; s++)
        plan->shifts[s] = (struct shift){.id = shift[s], .from = NO_DATE, .to = NO_DATE};
    return OK;
}

static enum status read_queues(struct reader *r)
{
    static const char *const of_need[] = {"queue"};
    const char *const *cell;
    int n_rows;
    struct plan *plan = r->plan;
    TRY(read_columns(&cell, &n_rows, path_of(r, "requirement.csv"), of_need, 1, r));
    const char **queue = distinct(&plan->n_queues, cell, n_rows, 1, r->arena);
    if (plan->n_queues > 64) {
        diag_error(r->diags, &(struct place){.file = path_of(r, "requirement.csv")},
                   "names %d queues, more than 64", plan->n_queues);
        return ERR_DATA;
    }
    plan->queues = ARENA_ARRAY(r->arena, struct queue, plan->n_queues + 1);
    for (int q = 0; q < plan->n_queues; q++)
        plan->queues[q] = (struct queue){.id = queue[q]};
    return OK;
}

/* ---- tables ---- */

static enum status read_cover(struct reader *r)
{
    enum { START, QUEUE, GIVEN, N_COLUMNS = 6 };
    static const char *const columns[N_COLUMNS] = {"start", "queue", "given",
                                                   "need",  "short", "over"};
    struct back back;
    struct back_ids queues;
    const struct grid *grid = &r->out->horizon.grid;
    r->out->cover =
        ARENA_ARRAY(r->arena, double, (size_t)r->plan->n_queues *(size_t)grid->n_slots + 1);
    TRY(back_open(&back, path_of(r, "coverage.csv"), columns, N_COLUMNS, GIVEN + 1, r->plan,
                  r->arena, r->diags));
    back_ids_queues(&queues, r->plan, r->arena);
    while (back_next(&back)) {
        int64_t start;
        int queue;
        double given;
        if (!back_stamp(&start, &back, START) ||
            !back_id(&queue, &back, QUEUE, back_text(&back, QUEUE), &queues) ||
            !back_number(&given, &back, GIVEN, 0, 100000))
            continue;
        int64_t slot = grid_slot(grid, start);
        if (slot >= 0 && slot < grid->n_slots)
            r->out->cover[(size_t)queue * (size_t)grid->n_slots + (size_t)slot] = given;
    }
    return back_close(&back, OK);
}

static enum status read_roster(struct reader *r)
{
    struct roster grid;
    int32_t first, last;
    r->out->roster.horizon = r->out->horizon;
    TRY(roster_csv_read(&r->out->roster, r->roster_file, r->plan, r->arena, r->diags));
    TRY(roster_grid_read(&grid, &first, &last, path_of(r, "roster-grid.csv"), r->plan, r->arena,
                         r->diags));
    struct roster *roster = &r->out->roster;
    roster->absence = grid.absence;
    roster->n_absences = grid.n_absences;
    return OK;
}

static void find_folder(struct run_files *out, const char **roster_file, const char *path,
                        struct arena *arena)
{
    *roster_file = path_join(arena, path, "roster.csv");
    out->folder = arena_strdup(arena, path);
    if (file_exists(*roster_file))
        return;
    const char *slash = strrchr(path, '/');
    if (file_exists(path_join(arena, path, ".")))
        return; /* a folder without a roster: roster.csv is what is missing */
    *roster_file = arena_strdup(arena, path);
    out->folder =
        slash ? arena_strndup(arena, path, slash == path ? 1 : (size_t)(slash - path)) : ".";
}

enum status run_read(struct run_files *out, const char *path, struct arena *arena,
                     struct diags *diags)
{
    struct arena *own = arena_new();
    struct plan *plan = ARENA_NEW(own, struct plan);
    *out = (struct run_files){.plan = plan};
    *plan = (struct plan){.arena = own, .last_call_date = NO_DATE};
    struct reader r = {.out = out, .plan = plan, .arena = own, .diags = diags};
    find_folder(out, &r.roster_file, path, arena);
    if (!file_exists(path)) {
        diag_error(diags, &(struct place){.file = path}, "there is no such file or folder");
        return ERR_IO;
    }
    if (!file_exists(path_of(&r, "summary.json"))) {
        diag_error(diags, &(struct place){.file = path},
                   "is not a run or the roster of one, there is no summary.json: say the plan "
                   "folder too");
        return ERR_DATA;
    }
    TRY(read_summary(&r));
    TRY(read_people(&r));
    TRY(read_queues(&r));
    TRY(requirement_csv_read(&out->requirement, path_of(&r, "requirement.csv"), plan, own, diags));
    TRY(read_cover(&r));
    return read_roster(&r);
}
