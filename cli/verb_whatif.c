/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verb_whatif.c - `whatif`: the week as it is and under scenarios.
 *
 * Scenarios come from --scenario and --sweep in the order in which they stand.  All are read and
 * checked before the first is planned. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/whatif_page.h"
#include "cli/whatif_store.h"
#include "io/knobs.h"
#include "io/outputs.h"

#define MOST_SCENARIOS 500

struct whatif {
    struct command *command;
    struct arena *arena;
    struct plan_change *change; /* [n], the first none */
    struct loaded *loaded;      /* [n] */
    char (*key)[SHA256_TEXT];
    int n;
    const char *folder; /* --out; NULL */
    struct scenarios of;
    struct sim_options proof;
    char stage[32]; /* of the progress line */
    int n_done;     /* scenarios beside the first */
    bool is_drawing;
    enum status written;
};

/* ---- what is asked for ---- */

static void add_change(struct whatif *w, struct plan_change change)
{
    if (w->n < MOST_SCENARIOS)
        w->change[w->n] = change;
    w->n++;
}

static void add_setting(struct whatif *w, const char *knob, const char *setting)
{
    add_change(w, (struct plan_change){.knob = knob,
                                       .setting = setting,
                                       .text = arena_printf(w->arena, "%s=%s", knob, setting)});
}

/* "0.9:1.2:0.05": from, to, step.  The steps are counted, so that 1.2 is among them. */
static bool add_range(struct whatif *w, const char *knob, const char *text)
{
    double x[3];
    const char *at = text;
    for (int i = 0; i < 3; i++) {
        char *end;
        x[i] = strtod(at, &end);
        if (end == at || *end != (i < 2 ? ':' : '\0'))
            return false;
        at = end + 1;
    }
    double steps = floor((x[1] - x[0]) / x[2] + 1e-6);
    if (!(steps >= 0 && steps < MOST_SCENARIOS))
        return false;
    for (int i = 0; i <= (int)steps; i++)
        add_setting(w, knob, arena_printf(w->arena, "%.10g", x[0] + i * x[2]));
    return true;
}

static void add_sweep(struct whatif *w, const char *text)
{
    size_t n = strcspn(text, "=");
    const char *knob = arena_strndup(w->arena, text, n), *rest = text + n + 1;
    const char *colon = text[n] ? strchr(rest, ':') : NULL;
    if (n == 0 || !text[n] || !*rest) {
        diag_error(w->command->diags, NULL,
                   "--sweep wants KNOB=VALUES as volume=0.9:1.2:0.05, not "
                   "'%s'",
                   text);
        return;
    }
    bool is_range = colon && strspn(rest, "0123456789.:-+eE") == strlen(rest);
    if (is_range && strchr(colon + 1, ':')) {
        if (!add_range(w, knob, rest))
            diag_error(w->command->diags, NULL,
                       "--sweep %s: '%s' leads nowhere: a range is FROM:TO:STEP, as 0.9:1.2:0.05",
                       knob, rest);
        return;
    }
    while (*rest) {
        size_t length = strcspn(rest, ",");
        if (length > 0)
            add_setting(w, knob, arena_strndup(w->arena, rest, length));
        rest += length + (rest[length] == ',');
    }
}

static enum status find_changes(struct whatif *w)
{
    const struct options *options = &w->command->options;
    size_t before = w->command->diags->n_errors;
    w->change = ARENA_ARRAY(w->arena, struct plan_change, MOST_SCENARIOS);
    w->n = 1;
    for (int i = 0; i < options->n_repeated; i++)
        if (options->repeated[i].option == OPT_SWEEP)
            add_sweep(w, options->repeated[i].text);
        else
            add_change(w, (struct plan_change){.patch = options->repeated[i].text});
    if (w->n > MOST_SCENARIOS)
        diag_error(w->command->diags, NULL, "%d scenarios are too many: at most %d", w->n - 1,
                   MOST_SCENARIOS - 1);
    else if (w->n == 1 && w->command->diags->n_errors == before)
        diag_error(w->command->diags, NULL,
                   "say what would change: --scenario PATCH.json or --sweep volume=0.9:1.2:0.05");
    return w->command->diags->n_errors > before ? ERR_USAGE : OK;
}

/* "whatif/one-more.json" is called one-more. */
static const char *name_of(struct whatif *w, const struct plan_change *change)
{
    if (!change->patch)
        return change->text ? change->text : "as it is";
    const char *slash = strrchr(change->patch, '/');
    const char *name = slash ? slash + 1 : change->patch;
    size_t n = strlen(name);
    return arena_strndup(w->arena, name, n > 5 && strcmp(name + n - 5, ".json") == 0 ? n - 5 : n);
}

/* ---- reading ---- */

static enum status load_all(struct whatif *w)
{
    enum status status = OK;
    const char *folder = w->command->options.argument[0];
    w->loaded = ARENA_ARRAY(w->arena, struct loaded, w->n);
    w->of.n = w->n;
    w->of.scenario = ARENA_ARRAY(w->arena, struct scenario, w->n);
    for (int i = 0; i < w->n; i++) {
        struct scenario *s = &w->of.scenario[i];
        enum status one =
            load_plan(&w->loaded[i], w->command, folder, i > 0 ? &w->change[i] : NULL);
        status = status == OK ? one : status;
        *s = (struct scenario){
            .name = name_of(w, &w->change[i]), .plan = w->loaded[i].plan, .diags = diags_new()};
        if (i == 0 && one != OK)
            break;
    }
    TRY(status);
    return load_week(&w->of.first, &w->loaded[0], w->command);
}

/* What an earlier run left is taken. */
static enum status open_store(struct whatif *w)
{
    struct sha256 sha;
    if (!w->folder)
        return OK;
    TRY(out_make_folder(arena_printf(w->arena, "%s/scenarios", w->folder), w->command->diags));
    TRY(store_key_begin(&sha, &w->loaded[0], &w->of, w->command));
    w->key = arena_alloc(w->arena, (size_t)w->n, sizeof *w->key);
    for (int i = 0; i < w->n; i++) {
        store_key(w->key[i], &sha, &w->loaded[i]);
        store_read(&w->of.scenario[i], w->folder, w->key[i]);
        w->n_done += i > 0 && w->of.scenario[i].is_known;
    }
    return OK;
}

/* ---- running ---- */

/* "scenario 7/20": one thread at a time. */
static void draw_count(struct whatif *w)
{
    while (__atomic_test_and_set(&w->is_drawing, __ATOMIC_ACQUIRE))
        ;
    snprintf(w->stage, sizeof w->stage, "scenario %d/%d",
             __atomic_load_n(&w->n_done, __ATOMIC_RELAXED), w->n - 1);
    run_progress(&w->command->run, w->stage, NAN, NAN, NAN);
    __atomic_clear(&w->is_drawing, __ATOMIC_RELEASE);
}

/* By the thread that made it.  Only what any run would find again is kept. */
static void note_done(void *context, int i)
{
    struct whatif *w = context;
    const struct scenario *s = &w->of.scenario[i];
    if (w->folder && s->end <= SCENARIO_INFEASIBLE &&
        store_write(s, w->folder, w->key[i], s->diags) != OK)
        __atomic_store_n(&w->written, ERR_IO, __ATOMIC_RELAXED);
    if (i > 0)
        __atomic_fetch_add(&w->n_done, 1, __ATOMIC_RELAXED);
    draw_count(w);
}

static void say_faults(struct whatif *w)
{
    for (int i = 0; i < w->n; i++) {
        const struct scenario *s = &w->of.scenario[i];
        for (size_t k = 0; s->diags && k < s->diags->n; k++) {
            const struct diag *item = &s->diags->item[k];
            if (item->severity == SEV_ERROR || i == 0)
                diag_add(w->command->diags, i == 0 ? item->severity : SEV_WARNING, &item->at,
                         "%s%s%s", i > 0 ? s->name : "", i > 0 ? ": " : "", item->message);
        }
    }
}

static enum outcome outcome_of(const struct whatif *w)
{
    const struct scenario *base = &w->of.scenario[0];
    if (w->written != OK)
        return FAILED;
    if (base->end == SCENARIO_INFEASIBLE)
        return INFEASIBLE;
    if (base->end == SCENARIO_REFUSED)
        return w->command->diags->n_errors > 0 ? INVALID : NOT_HELD;
    if (!base->has_figures)
        return LIMIT_WITHOUT_ROSTER;
    for (int i = 0; i < w->n; i++)
        if (w->of.scenario[i].end == SCENARIO_STOPPED)
            return LIMIT_WITH_ROSTER;
    return DONE;
}

static enum status write_tables(struct whatif *w, const struct whatif_page *page)
{
    struct text csv = {0}, json = {0};
    enum status status = OK;
    whatif_csv(&csv, page);
    whatif_json(&json, page);
    TRY_OUT(out_write_file(arena_printf(w->arena, "%s/whatif.csv", w->folder), csv.bytes, csv.n,
                           w->command->diags));
    TRY_OUT(out_write_file(arena_printf(w->arena, "%s/whatif.json", w->folder), json.bytes, json.n,
                           w->command->diags));
out:
    text_free(&csv);
    text_free(&json);
    return status;
}

static enum outcome show(struct whatif *w)
{
    const struct option_value *option = w->command->options.option;
    struct whatif_page page = {w->loaded[0].plan, &w->of, w->change};
    enum outcome outcome = outcome_of(w);
    if (outcome != DONE && outcome != LIMIT_WITH_ROSTER)
        return outcome;
    if (option[OPT_JSON].given)
        whatif_json(&w->command->out, &page);
    else if (option[OPT_CSV].given)
        whatif_csv(&w->command->out, &page);
    else
        whatif_text(&w->command->out, &page);
    if (w->folder && write_tables(w, &page) != OK)
        return FAILED;
    return outcome;
}

static void free_all(struct whatif *w)
{
    for (int i = 0; w->loaded && i < w->n; i++) {
        load_free(&w->loaded[i]);
        if (w->of.scenario[i].diags)
            diags_free(w->of.scenario[i].diags);
    }
    arena_free(w->arena);
}

static enum outcome run_all(struct whatif *w)
{
    const struct option_value *option = w->command->options.option;
    if (option[OPT_PROVE].given) {
        simulate_options(&w->proof, &w->command->options);
        w->of.proof = &w->proof;
    }
    w->of.screens = option[OPT_SCREEN].given;
    w->of.done = note_done;
    w->of.context = w;
    w->folder = option[OPT_OUT].text;
    load_begin_run(w->command);
    enum status status = open_store(w);
    if (status == OK)
        planner_scenarios(&w->of, &w->command->run);
    load_end_run(w->command);
    if (status != OK)
        return command_outcome(status, false);
    say_faults(w);
    return show(w);
}

enum outcome verb_whatif(struct command *command)
{
    if (command->options.option[OPT_EXPLAIN].given) {
        knobs_explain(&command->out);
        return DONE;
    }
    if (command->options.n_arguments == 0) {
        diag_error(command->diags, NULL, "too few arguments; usage: ronda whatif FOLDER");
        return USAGE;
    }
    struct whatif w = {.command = command, .arena = arena_new()};
    enum status status = find_changes(&w);
    if (status == OK)
        status = load_all(&w);
    enum outcome outcome = status == OK ? run_all(&w) : command_outcome(status, true);
    free_all(&w);
    return outcome;
}
