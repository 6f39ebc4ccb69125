/* SPDX-License-Identifier: GPL-3.0-or-later */
/* knobs.c - a knob's setting becomes a merge patch, which is laid over the document.
 *
 * A row of `knobs` says what a knob is called, what stands behind its name (NAME.TARGET), what its
 * value may be, and how the patch is made of it: a column of a table scaled or set, in all rows or
 * in the one named; a member of one of site.json's objects set; or one of the few ways that look at
 * the rows first (people, starts, holidays). */
#include "io/knobs.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/plan_build.h"
#include "io/plan_lay.h"
#include "io/stamp.h"

enum turn {
    TURN_SCALE,  /* cells of a column times the value */
    TURN_SET,    /* cells of a column to the value */
    TURN_MEMBER, /* a member of an object of site.json to the value; the target names it */
    TURN_RULE,
    TURN_PEOPLE,
    TURN_LEAVERS,
    TURN_SHIFT_OFF,
    TURN_HOLIDAY
};
enum target { NO_TARGET, MAY_HAVE_TARGET, NEEDS_TARGET };

struct knob {
    const char *name, *target_name;
    enum target target;
    bool is_text;
    double least, most;
    enum turn turn;
    enum table_id table;
    const char *column;
    double otherwise; /* TURN_SCALE: what an empty cell counts as; NAN: stays empty */
    const char *help;
};

static const struct knob knobs[] = {
    {"volume", "QUEUE", MAY_HAVE_TARGET, false, 0, 100, TURN_SCALE, TABLE_QUEUES, "volume_factor",
     1, "Contacts expected, times this."},
    {"aht", "QUEUE", MAY_HAVE_TARGET, false, 0.01, 100, TURN_SCALE, TABLE_QUEUES, "aht_factor", 1,
     "Handling time, times this."},
    {"people", "TEAM", MAY_HAVE_TARGET, false, -10000, 10000, TURN_PEOPLE, TABLE_AGENTS, NULL, 0,
     "So many people more (like the last one of the team, experienced) or, below 0, fewer (the "
     "last ones)."},
    {"attrition", "TEAM", MAY_HAVE_TARGET, false, 0, 1, TURN_LEAVERS, TABLE_AGENTS, NULL, 0,
     "This share of the people leaves, spread over the list."},
    {"absence", "QUEUE", MAY_HAVE_TARGET, false, 0, 0.9, TURN_SET, TABLE_QUEUES, "shrinkage", 0,
     "Unplanned shrinkage."},
    {"service_level", "QUEUE", MAY_HAVE_TARGET, false, 0.01, 0.999, TURN_SET, TABLE_QUEUES,
     "service_level", 0, "Share to be answered in time."},
    {"answer_s", "QUEUE", MAY_HAVE_TARGET, false, 0, 86400, TURN_SET, TABLE_QUEUES, "answer_s", 0,
     "Seconds of waiting that the service level allows."},
    {"open", "QUEUE", NEEDS_TARGET, true, 0, 0, TURN_SET, TABLE_QUEUES, "open", 0,
     "Opening hours: mon-fri 08:00-20:00."},
    {"wage", "AGENT", MAY_HAVE_TARGET, false, 0, 100, TURN_SCALE, TABLE_AGENTS, "wage", NAN,
     "Wages, times this."},
    {"price", "PRICE", NEEDS_TARGET, false, 0, 1e9, TURN_MEMBER, TABLE_PRICES, "prices", 0,
     "A price of site.json: price.short_per_h."},
    {"policy", "POLICY", NEEDS_TARGET, false, 0, 1e9, TURN_MEMBER, TABLE_POLICY, "policy", 0,
     "A figure of the policy of site.json: policy.leader_span."},
    {"rule", "RULE", NEEDS_TARGET, true, 0, 0, TURN_RULE, TABLE_SITE, "rules_override", 0,
     "The figure of a rule, or off: waived (what is law cannot be)."},
    {"shift.off", NULL, NO_TARGET, true, 0, 0, TURN_SHIFT_OFF, TABLE_SHIFTS, NULL, 0,
     "A shift of the catalogue less (N), or only one of its starts (N@21:00)."},
    {"holiday", "CALENDAR", NEEDS_TARGET, true, 0, 0, TURN_HOLIDAY, TABLE_HOLIDAYS, NULL, 0,
     "A holiday moved: 2026-12-25/2026-12-28."},
};
#define N_KNOBS (int)(sizeof knobs / sizeof *knobs)

/* A knob about to be turned. */
struct turning {
    const struct knob *knob;
    struct doc *doc;
    const char *target, *text; /* target NULL: none */
    double number;
    const struct place *at;
    struct doc_node *patch;
    struct diags *diags;
};

/* ---- patches ---- */

static struct doc_node *new_node(struct turning *t, enum doc_type type, const char *key)
{
    return doc_node_new(t->doc->arena, type, key, t->at);
}

static struct doc_node *object_in(struct turning *t, struct doc_node *parent, const char *key)
{
    struct doc_node *node = doc_find(parent, key);
    if (node)
        return node;
    node = new_node(t, DOC_OBJECT, key);
    doc_append(parent, node);
    return node;
}

/* The patch's row of a table. */
static struct doc_node *patch_row(struct turning *t, enum table_id table, const char *row)
{
    return object_in(t, object_in(t, t->patch, tables[table].name), row);
}

static void put_number(struct turning *t, struct doc_node *row, const char *column, double number)
{
    struct doc_node *cell = new_node(t, DOC_NUMBER, column);
    cell->number = number;
    doc_append(row, cell);
}

static void put_text(struct turning *t, struct doc_node *row, const char *column, const char *text)
{
    struct doc_node *cell = new_node(t, DOC_STRING, column);
    cell->string = text;
    doc_append(row, cell);
}

static void put_value(struct turning *t, struct doc_node *row, const char *column)
{
    if (t->knob->is_text)
        put_text(t, row, column, t->text);
    else
        put_number(t, row, column, t->number);
}

/* ---- columns and members ---- */

static struct doc_node *rows_of(const struct turning *t, enum table_id table)
{
    static struct doc_node none;
    struct doc_node *rows = doc_find(t->doc->root, tables[table].name);
    return rows ? rows : &none;
}

static bool is_target_row(struct turning *t)
{
    const struct doc_node *rows = rows_of(t, t->knob->table);
    const char **names = ARENA_ARRAY(t->doc->arena, const char *, rows->n + 1);
    int n = 0;
    for (const struct doc_node *row = rows->first; row; row = row->next) {
        names[n++] = row->key;
        if (strcmp(row->key, t->target) == 0)
            return true;
    }
    diag_error(t->diags, t->at, "there is no %s '%s'%s", tables[t->knob->table].row, t->target,
               text_hint(t->doc->arena, t->target, names, n));
    return false;
}

static void turn_column(struct turning *t)
{
    const struct knob *knob = t->knob;
    if (t->target && !is_target_row(t))
        return;
    for (const struct doc_node *row = rows_of(t, knob->table)->first; row; row = row->next) {
        if (t->target && strcmp(t->target, row->key) != 0)
            continue;
        const struct doc_node *cell = doc_find(row, knob->column);
        double was = cell && cell->type == DOC_NUMBER ? cell->number : knob->otherwise;
        if (knob->turn == TURN_SET)
            put_value(t, patch_row(t, knob->table, row->key), knob->column);
        else if (!isnan(was))
            put_number(t, patch_row(t, knob->table, row->key), knob->column, was * t->number);
    }
}

static void turn_member(struct turning *t)
{
    put_number(t, object_in(t, t->patch, t->knob->column), t->target, t->number);
}

static void turn_rule(struct turning *t)
{
    struct doc_node *site = object_in(t, t->patch, "site");
    struct doc_node *rules = object_in(t, site, t->knob->column);
    char *end;
    double number = strtod(t->text, &end);
    if (strcmp(t->text, "off") == 0)
        put_text(t, object_in(t, rules, t->target), "waiver", "to see what it costs");
    else if (end != t->text && *end == '\0' && isfinite(number))
        put_number(t, rules, t->target, number);
    else
        diag_error(t->diags, t->at, "rule.%s wants a number or off, not '%s'", t->target, t->text);
}

/* ---- people ---- */

static bool has_cell(const struct doc_node *row, const char *column, const char *text)
{
    const struct doc_node *cell = doc_find(row, column);
    return cell && cell->type == DOC_STRING && strcmp(cell->string, text) == 0;
}

/* Of the team, and no leader or senior. */
static bool is_counted(const struct turning *t, const struct doc_node *row)
{
    const struct doc_node *role = doc_find(row, "role");
    return (!t->target || has_cell(row, "team", t->target)) &&
           (!role || role->type != DOC_STRING || strcmp(role->string, "agent") == 0);
}

/* Rows of the people a knob counts, in their order; NULL, reported: none. */
static const struct doc_node **counted(struct turning *t, int *n)
{
    const struct doc_node *rows = rows_of(t, TABLE_AGENTS);
    const struct doc_node **row = ARENA_ARRAY(t->doc->arena, const struct doc_node *, rows->n + 1);
    const char **teams = ARENA_ARRAY(t->doc->arena, const char *, rows->n + 1);
    int n_teams = 0;
    *n = 0;
    for (const struct doc_node *agent = rows->first; agent; agent = agent->next) {
        const struct doc_node *team = doc_find(agent, "team");
        if (is_counted(t, agent))
            row[(*n)++] = agent;
        if (team && team->type == DOC_STRING)
            teams[n_teams++] = team->string;
    }
    if (*n > 0)
        return row;
    diag_error(t->diags, t->at, "team '%s' has no agents%s", t->target ? t->target : "",
               t->target ? text_hint(t->doc->arena, t->target, teams, n_teams) : "");
    return NULL;
}

static void take_person(struct turning *t, const struct doc_node *who)
{
    struct doc_node *agents = object_in(t, t->patch, tables[TABLE_AGENTS].name);
    doc_append(agents, new_node(t, DOC_NULL, who->key));
    for (const struct doc_node *row = rows_of(t, TABLE_AGENTS)->first; row; row = row->next)
        if (has_cell(row, "mentor", who->key) && !doc_find(agents, row->key))
            doc_append(patch_row(t, TABLE_AGENTS, row->key), new_node(t, DOC_NULL, "mentor"));
}

static void add_person(struct turning *t, const struct doc_node *like)
{
    static const char *const own[] = {"name",  "from",       "to",        "mentor",
                                      "since", "conditions", "observance"};
    const struct doc_node *agents = rows_of(t, TABLE_AGENTS);
    struct doc_node *added = object_in(t, t->patch, tables[TABLE_AGENTS].name);
    const char *id = NULL;
    for (int k = 1; !id || doc_find(agents, id) || doc_find(added, id); k++)
        id = arena_printf(t->doc->arena, "NEW%d", k);
    struct doc_node *row = patch_row(t, TABLE_AGENTS, id);
    for (const struct doc_node *cell = like->first; cell; cell = cell->next) {
        bool is_own = false;
        for (size_t i = 0; i < sizeof own / sizeof *own; i++)
            is_own |= strcmp(cell->key, own[i]) == 0;
        if (is_own)
            continue;
        struct doc_node *copy = new_node(t, cell->type, cell->key);
        *copy = *cell;
        doc_append(row, copy);
    }
}

static void turn_people(struct turning *t)
{
    int n, more = (int)t->number;
    const struct doc_node **row = counted(t, &n);
    if (!row)
        return;
    if (t->number != more || -more >= n) {
        diag_error(t->diags, t->at, "%s wants a whole number above %d: there are %d people",
                   t->knob->name, -n, n);
        return;
    }
    for (int i = 0; i < more; i++)
        add_person(t, row[n - 1]);
    for (int i = 0; i < -more; i++)
        take_person(t, row[n - 1 - i]);
}

/* Of each stretch of the list the last one leaves. */
static void turn_leavers(struct turning *t)
{
    int n;
    const struct doc_node **row = counted(t, &n);
    for (int i = 0; row && i < n; i++)
        if (floor((i + 1) * t->number + 1e-9) > floor(i * t->number + 1e-9))
            take_person(t, row[i]);
}

/* ---- shifts and holidays ---- */

static const char *clock_text(struct turning *t, int minute)
{
    return arena_printf(t->doc->arena, "%02d:%02d", minute / 60 % 24, minute % 60);
}

static int clock_of(const struct doc_node *row, const char *column, int otherwise)
{
    const struct doc_node *cell = doc_find(row, column);
    const char *end;
    int minute;
    if (!cell || cell->type != DOC_STRING || !clock_parse(&minute, cell->string, &end) || *end)
        return otherwise;
    return minute;
}

/* A copy of the shift with these starts only. */
static void put_starts(struct turning *t, const struct doc_node *shift, const char *id, int first,
                       int last)
{
    struct doc_node *row = patch_row(t, TABLE_SHIFTS, id);
    for (const struct doc_node *cell = shift->first; cell; cell = cell->next) {
        if (strcmp(cell->key, "start") == 0 || strcmp(cell->key, "start_last") == 0)
            continue;
        struct doc_node *copy = new_node(t, cell->type, cell->key);
        *copy = *cell;
        doc_append(row, copy);
    }
    put_text(t, row, "start", clock_text(t, first));
    put_text(t, row, "start_last", clock_text(t, last));
}

/* The starts before the one that is dropped keep the shift's name. */
static void drop_start(struct turning *t, const struct doc_node *shift, const char *clock)
{
    const struct doc_node *step_cell = doc_find(shift, "start_step_min");
    int step = step_cell && step_cell->type == DOC_NUMBER ? (int)step_cell->number : 30;
    int first = clock_of(shift, "start", -1), last = clock_of(shift, "start_last", first);
    int minute = -1;
    const char *end;
    bool is_clock = clock_parse(&minute, clock, &end) && *end == '\0';
    last += last < first ? 1440 : 0;
    minute += is_clock && minute < first ? 1440 : 0;
    if (!is_clock || step < 1 || minute > last || (minute - first) % step != 0) {
        diag_error(t->diags, t->at,
                   "shift '%s' has no start at '%s': it has %s to %s, every %d min", shift->key,
                   clock, clock_text(t, first), clock_text(t, last), step);
        return;
    }
    if (first == last)
        doc_append(object_in(t, t->patch, tables[TABLE_SHIFTS].name),
                   new_node(t, DOC_NULL, shift->key));
    else if (minute == first)
        put_starts(t, shift, shift->key, first + step, last);
    else
        put_starts(t, shift, shift->key, first, minute - step);
    if (minute > first && minute < last)
        put_starts(t, shift, arena_printf(t->doc->arena, "%s-%s", shift->key, "later"),
                   minute + step, last);
}

static void turn_shift_off(struct turning *t)
{
    size_t n = strcspn(t->text, "@");
    t->target = arena_strndup(t->doc->arena, t->text, n);
    if (!is_target_row(t))
        return;
    if (t->text[n] == '@')
        drop_start(t, doc_find(rows_of(t, TABLE_SHIFTS), t->target), t->text + n + 1);
    else
        doc_append(object_in(t, t->patch, tables[TABLE_SHIFTS].name),
                   new_node(t, DOC_NULL, t->target));
}

static void turn_holiday(struct turning *t)
{
    int32_t from, to;
    size_t n = strcspn(t->text, "/");
    const char *first = arena_strndup(t->doc->arena, t->text, n);
    if (t->text[n] != '/' || !date_parse(&from, first) || !date_parse(&to, t->text + n + 1)) {
        diag_error(t->diags, t->at, "holiday.%s wants two dates as 2026-12-25/2026-12-28, not '%s'",
                   t->target, t->text);
        return;
    }
    bool any = false;
    for (const struct doc_node *row = rows_of(t, TABLE_HOLIDAYS)->first; row; row = row->next)
        if (has_cell(row, "calendar", t->target) && has_cell(row, "date", first)) {
            put_text(t, patch_row(t, TABLE_HOLIDAYS, row->key), "date", t->text + n + 1);
            any = true;
        }
    if (!any)
        diag_error(t->diags, t->at, "calendar '%s' has no holiday on %s", t->target, first);
}

/* ---- the table at work ---- */

static void (*const turns[])(struct turning *t) = {
    [TURN_SCALE] = turn_column,        [TURN_SET] = turn_column,      [TURN_MEMBER] = turn_member,
    [TURN_RULE] = turn_rule,           [TURN_PEOPLE] = turn_people,   [TURN_LEAVERS] = turn_leavers,
    [TURN_SHIFT_OFF] = turn_shift_off, [TURN_HOLIDAY] = turn_holiday,
};

/* The knob whose name the setting begins with; its target behind a dot. */
static bool find_knob(struct turning *t, const char *setting)
{
    const char *names[N_KNOBS];
    for (int k = 0; k < N_KNOBS; k++) {
        size_t n = strlen(knobs[k].name);
        names[k] = knobs[k].name;
        if (strncmp(setting, knobs[k].name, n) != 0 || (setting[n] != '\0' && setting[n] != '.'))
            continue;
        t->knob = &knobs[k];
        t->target = setting[n] == '.' && setting[n + 1] ? setting + n + 1 : NULL;
        if (t->target && knobs[k].target == NO_TARGET)
            diag_error(t->diags, t->at, "knob '%s' takes nothing behind its name", names[k]);
        else if (!t->target && knobs[k].target == NEEDS_TARGET)
            diag_error(t->diags, t->at, "knob '%s' wants to know of what: %s.%s", names[k],
                       names[k], knobs[k].target_name);
        else
            return true;
        return false;
    }
    const char *name = arena_strndup(t->doc->arena, setting, strcspn(setting, "."));
    const char *hint = text_hint(t->doc->arena, name, names, N_KNOBS);
    diag_error(t->diags, t->at, "there is no knob '%s'%s", name,
               hint[0] ? hint : "; 'ronda whatif --explain' lists them");
    return false;
}

static bool read_value(struct turning *t, const char *value)
{
    char *end;
    t->text = value;
    if (t->knob->is_text)
        return true;
    t->number = strtod(value, &end);
    if (end != value && *end == '\0' && t->number >= t->knob->least && t->number <= t->knob->most)
        return true;
    diag_error(t->diags, t->at, "knob '%s' wants a number from %.10g to %.10g, not '%s'",
               t->knob->name, t->knob->least, t->knob->most, value);
    return false;
}

enum status knob_turn(struct doc *doc, const char *setting, const char *value,
                      const struct place *at, struct diags *diags)
{
    struct turning t = {.doc = doc, .at = at, .diags = diags};
    size_t before = diags->n_errors;
    t.patch = new_node(&t, DOC_OBJECT, NULL);
    if (find_knob(&t, arena_strdup(doc->arena, setting)) &&
        read_value(&t, arena_strdup(doc->arena, value)))
        turns[t.knob->turn](&t);
    if (diags->n_errors > before)
        return ERR_DATA;
    plan_doc_lay(doc, t.patch);
    return OK;
}

enum status knobs_turn(struct doc *doc, const struct doc_node *settings, struct diags *diags)
{
    enum status status = OK;
    if (settings->type != DOC_OBJECT) {
        diag_error(diags, &settings->at, "knobs must be an object, not %s",
                   doc_type_names[settings->type]);
        return ERR_DATA;
    }
    for (const struct doc_node *knob = settings->first; knob; knob = knob->next) {
        struct text value = {0};
        if (knob->type == DOC_NUMBER)
            doc_print_number(&value, knob->number);
        else if (knob->type == DOC_STRING)
            text_add(&value, knob->string);
        if (value.n == 0)
            diag_error(diags, &knob->at, "a knob takes a number or a string, not %s",
                       doc_type_names[knob->type]);
        if (value.n == 0 || knob_turn(doc, knob->key, value.bytes, &knob->at, diags) != OK)
            status = ERR_DATA;
        text_free(&value);
    }
    return status;
}

void knobs_explain(struct text *out)
{
    text_add(out, "Knobs of --sweep and of a scenario's member \"knobs\":\n");
    for (int k = 0; k < N_KNOBS; k++) {
        const struct knob *knob = &knobs[k];
        text_printf(out, "\n  %s", knob->name);
        if (knob->target != NO_TARGET)
            text_printf(out, knob->target == NEEDS_TARGET ? ".%s" : "[.%s]", knob->target_name);
        if (!knob->is_text)
            text_printf(out, "   %.10g to %.10g", knob->least, knob->most);
        text_printf(out, "\n      %s\n      patches %s", knob->help, tables[knob->table].name);
        if (knob->column && knob->turn != TURN_MEMBER)
            text_printf(out, ", %s", knob->column);
        text_add_char(out, '\n');
    }
}
