/* SPDX-License-Identifier: GPL-3.0-or-later */
/* init_from.c - a plan folder from the files that a planner has.
 *
 * Every file of the folder is looked at.  A history is whatever `ronda import` takes by one of its
 * profiles, or by columns whose names are known; it must yield nine rows in ten.  People, leave and
 * the grid of last month go by their columns (init_guess.c).  What is not in the files is written
 * as a default and listed as assumed: nothing is made up in silence. */
#include "io/init.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "io/file.h"
#include "io/import.h"
#include "io/init_guess.h"
#include "io/out_csv.h"
#include "io/outputs.h"

#define USUAL_AHT_S 300
#define NIGHT_FROM_MIN (20 * 60)
#define NIGHT_TO_MIN (4 * 60)

struct found_queue {
    const char *id, *file, *first, *last; /* stamps of one file, as texts */
    double time_s, contacts;              /* of the rows with a handling time */
};

struct person {
    const char *id, *plain, *plain_name, *name, *team, *contract;
    const char *skills; /* as the file has them */
};

struct from {
    const char *folder;
    const struct init_from *how;
    struct arena *arena;
    struct out_folder *out;
    struct text *report, assumed;
    struct found_queue *queue;
    int n_queues, cap_queues;
    struct person *person;
    int n_people, cap_people;
    struct text leave, ledger;
    int n_leave, n_ledger, n_strangers;
    int n_calls; /* files */
};

static const char *cell(const struct csv_row *row, const struct guess *guess, enum guess_column c)
{
    return guess->at[c] >= 0 && guess->at[c] < row->n ? row->field[guess->at[c]].text : "";
}

/* An id that the plan can hold. */
static const char *id_of(const char *text, struct arena *arena)
{
    char *id = arena_strndup(arena, text, strlen(text) < 60 ? strlen(text) : 60);
    for (char *c = id; *c; c++) {
        char one[2] = {*c == '.' ? 'x' : *c, '\0'};
        if (!text_is_id(one))
            *c = '_';
    }
    return id;
}

static const char *base_name(const char *file, struct arena *arena)
{
    const char *dot = strrchr(file, '.');
    return id_of(dot && dot > file ? arena_strndup(arena, file, (size_t)(dot - file)) : file,
                 arena);
}

/* ---- histories ---- */

static struct found_queue *queue_named(struct from *from, const char *id)
{
    for (int q = 0; q < from->n_queues; q++)
        if (strcmp(from->queue[q].id, id) == 0)
            return &from->queue[q];
    return NULL;
}

/* Field k of a line that import wrote: ids and figures, so nothing is quoted. */
static const char *field_of(const char *line, int k, struct arena *arena)
{
    for (; k > 0 && line; k--)
        line = strchr(line, ',') ? strchr(line, ',') + 1 : NULL;
    return line ? arena_strndup(arena, line, strcspn(line, ",\n")) : "";
}

/* Queues of the table; false if one of them stands in an earlier file. */
static bool take_queues(struct from *from, const char *file, const char *table, bool has_aht)
{
    struct arena *line_arena = arena_new();
    bool is_new = true;
    const char *line = strchr(table, '\n');
    for (; is_new && line && line[1]; line = strchr(line + 1, '\n')) {
        const char *id = field_of(line + 1, 1, line_arena);
        struct found_queue *queue = queue_named(from, id);
        if (queue && queue->file != file)
            is_new = false;
        if (!queue) {
            MEM_GROW(from->queue, from->n_queues, from->cap_queues);
            queue = &from->queue[from->n_queues++];
            *queue = (struct found_queue){.id = arena_strdup(from->arena, id), .file = file};
        }
        double n = strtod(field_of(line + 1, 2, line_arena), NULL);
        const char *aht =
            has_aht ? strrchr(arena_strndup(line_arena, line + 1, strcspn(line + 1, "\n")), ',')
                    : NULL;
        if (aht && strtod(aht + 1, NULL) > 0 && n > 0) {
            queue->time_s += n * strtod(aht + 1, NULL);
            queue->contacts += n;
        }
        arena_reset(line_arena);
    }
    arena_free(line_arena);
    return is_new;
}

static bool imports(struct text *table, struct import_report *report, const char *path,
                    const struct import_options *how)
{
    struct diags *unheard = diags_new();
    *table = (struct text){0};
    bool good = import_calls(table, report, path, how, unheard) == OK && report->n_taken > 0 &&
                10 * report->n_skipped <= report->n_rows;
    diags_free(unheard);
    if (!good)
        text_free(table);
    return good;
}

static const char *columns_of(const struct guess *guess, struct arena *arena)
{
    const char *const *title = guess->title;
    bool two = guess->at[GUESS_TIME] >= 0;
    return arena_printf(arena, "start=%s%s%s,offered=%s%s%s%s%s", title[GUESS_START],
                        two ? "+" : "", two ? title[GUESS_TIME] : "", title[GUESS_OFFERED],
                        guess->at[GUESS_QUEUE] >= 0 ? ",queue=" : "",
                        guess->at[GUESS_QUEUE] >= 0 ? title[GUESS_QUEUE] : "",
                        guess->at[GUESS_AHT] >= 0 ? ",aht=" : "",
                        guess->at[GUESS_AHT] >= 0 ? title[GUESS_AHT] : "");
}

/* The layout that takes the file: its words, NULL if none does. */
static const char *read_calls(struct text *table, struct import_report *report,
                              const struct from *from, const char *file, const char *path,
                              const struct guess *guess)
{
    struct import_options how = {
        .zone = from->how->zone, .order = from->how->order, .decimal = from->how->decimal};
    for (int p = 0; p < import_profile_count(); p++) {
        const char *name = import_profile_name(p);
        how.profile = p + 1;
        how.queue = strcmp(name, "matrix") == 0 ? base_name(file, from->arena) : NULL;
        if (imports(table, report, path, &how))
            return arena_printf(from->arena, "--profile %s", name);
    }
    if (guess->kind != GUESS_CALLS)
        return NULL;
    how.profile = 0;
    how.columns = columns_of(guess, from->arena);
    how.queue = guess->at[GUESS_QUEUE] >= 0 ? NULL : base_name(file, from->arena);
    return imports(table, report, path, &how)
               ? arena_printf(from->arena, "--columns %s", how.columns)
               : NULL;
}

static enum status take_calls(struct from *from, const char *file, const char *path,
                              const struct guess *guess, bool *taken, struct diags *diags)
{
    struct text table = {0};
    struct import_report report;
    const char *layout = read_calls(&table, &report, from, file, path, guess);
    *taken = layout != NULL;
    if (!layout)
        return OK;
    const char *head_end = strchr(table.bytes, '\n');
    const char *head = arena_strndup(from->arena, table.bytes, (size_t)(head_end - table.bytes));
    bool expected = strstr(head, "expected") != NULL;
    enum status status = OK;
    if (take_queues(from, arena_strdup(from->arena, file), table.bytes, strstr(head, "aht_s"))) {
        const char *name = arena_printf(from->arena, "%s/%s.csv", expected ? "forecast" : "calls",
                                        base_name(file, from->arena));
        status = out_file(from->out, name, table.bytes, table.n, diags);
        from->n_calls++;
        text_printf(from->report,
                    "  %s: %s, read as %s: %ld rows taken, %ld skipped; %s to %s by %d minutes; "
                    "now %s\n",
                    file, expected ? "a forecast of the client" : "a history of contacts", layout,
                    report.n_taken, report.n_skipped, report.first, report.last, report.slot_min,
                    name);
    } else
        text_printf(from->report,
                    "  %s: a history, left out: a queue of it is in an earlier file; join them\n",
                    file);
    text_free(&table);
    return status;
}

/* ---- people, leave, the grid ---- */

static const struct person *person_named(const struct from *from, const char *text)
{
    const char *plain = guess_plain(text, from->arena);
    for (int i = 0; i < from->n_people && *plain; i++)
        if (strcmp(from->person[i].plain, plain) == 0 ||
            (*from->person[i].plain_name && strcmp(from->person[i].plain_name, plain) == 0))
            return &from->person[i];
    return NULL;
}

static void take_person(struct from *from, const struct guess *guess, const struct csv_row *row)
{
    const char *who = cell(row, guess, GUESS_AGENT);
    if (!*guess_plain(who, from->arena) || person_named(from, who))
        return;
    MEM_GROW(from->person, from->n_people, from->cap_people);
    const char *name = cell(row, guess, GUESS_NAME);
    from->person[from->n_people++] = (struct person){
        .id = id_of(who, from->arena),
        .plain = guess_plain(who, from->arena),
        .plain_name = guess_plain(name, from->arena),
        .name = arena_strdup(from->arena, name),
        .team = arena_strdup(from->arena, cell(row, guess, GUESS_TEAM)),
        .contract = guess_plain(cell(row, guess, GUESS_CONTRACT), from->arena),
        .skills = arena_strdup(from->arena, cell(row, guess, GUESS_SKILLS)),
    };
}

static const char *leave_kind(const char *text, struct arena *arena)
{
    const char *plain = guess_plain(text, arena);
    if (strstr(plain, "sick") || strcmp(plain, "sl") == 0 || strstr(plain, "krank") ||
        strstr(plain, "sakit"))
        return "sick";
    if (strstr(plain, "train") || strstr(plain, "schulung"))
        return "training";
    return "leave";
}

static void take_leave(struct from *from, const struct guess *guess, const struct csv_row *row)
{
    const struct person *person = person_named(from, cell(row, guess, GUESS_AGENT));
    int32_t first, last;
    const char *end;
    char a[DATE_TEXT], b[DATE_TEXT];
    const char *to = cell(row, guess, GUESS_TO);
    if (!*cell(row, guess, GUESS_AGENT))
        return;
    bool dates =
        when_date(&first, &end, cell(row, guess, GUESS_FROM), guess->order) == WHEN_OK &&
        (*to ? when_date(&last, &end, to, guess->order) == WHEN_OK : (last = first, true)) &&
        last >= first;
    if (!person || !dates) {
        from->n_strangers++;
        text_printf(from->report, "    line %d is left out: %s\n", row->line,
                    person ? "its dates cannot be read, or --date-format must say their order"
                           : "nobody of that name is on the people list");
        return;
    }
    text_printf(&from->leave, "%s,%s,%s,%s,approved\n", person->id, date_format(a, first),
                date_format(b, last), leave_kind(cell(row, guess, GUESS_LEAVE_KIND), from->arena));
    from->n_leave++;
}

/* "21:00-06:00"; the end may lie on the next day.  False: no shift. */
static bool shift_of(int *from_min, int *to_min, const char *text)
{
    int second;
    const char *end;
    if (!when_time(from_min, &second, &end, text, false))
        return false;
    end += strspn(end, " -–to");
    if (!when_time(to_min, &second, &end, end, false) || *end)
        return false;
    if (*to_min <= *from_min)
        *to_min += 24 * 60;
    return true;
}

/* What the last days of a row say: the end of the last shift, the run of days and of nights. */
static void take_grid_row(struct from *from, const struct guess *guess, const struct csv_row *row)
{
    const struct person *person = person_named(from, row->field[0].text);
    int32_t until = NO_DATE, worked = NO_DATE;
    int end_min = 0, days = 0, nights = 0, a, b;
    for (int i = 1; i < row->n && i < guess->n_fields; i++) {
        if (guess->date[i] == NO_DATE)
            continue;
        until = guess->date[i];
        if (!shift_of(&a, &b, row->field[i].text)) {
            days = nights = 0;
            continue;
        }
        bool night = a >= NIGHT_FROM_MIN || a < NIGHT_TO_MIN;
        worked = until;
        end_min = b;
        days++;
        nights = night ? nights + 1 : 0;
    }
    if (!person || worked == NO_DATE)
        return;
    char last[DATE_TEXT], day[DATE_TEXT];
    text_printf(&from->ledger, "%s,%s,%sT%02d:%02d,%d,%d\n", person->id, date_format(last, until),
                date_format(day, worked + end_min / 1440), end_min % 1440 / 60, end_min % 60, days,
                nights);
    from->n_ledger++;
}

/* Who stands in a grid when there is no people list. */
static void take_grid_person(struct from *from, const struct guess *guess,
                             const struct csv_row *row)
{
    struct guess first = *guess;
    for (int c = 0; c < N_GUESS_COLUMNS; c++)
        first.at[c] = c == GUESS_AGENT ? 0 : -1;
    if (row->n > 1)
        take_person(from, &first, row);
}

static void each_row(struct from *from, const char *path, const struct guess *guess,
                     void (*take)(struct from *, const struct guess *, const struct csv_row *))
{
    struct source source = {0};
    struct sheet *sheet = NULL;
    struct diags *unheard = diags_new(); /* what cannot be read was seen when it was guessed */
    const struct csv_row *row;
    if (source_open(&source, path, unheard) == OK &&
        sheet_open(&sheet, &source, ",;\t|", NULL, unheard) == OK)
        while (sheet_next(&row, sheet) == OK && row)
            if (row->line > guess->header_line)
                take(from, guess, row);
    sheet_close(sheet);
    source_close(&source);
    diags_free(unheard);
}

/* ---- the files of the plan ---- */

static const char *channel_of(const char *id, struct arena *arena)
{
    const char *plain = guess_plain(id, arena);
    if (strstr(plain, "chat") || strstr(plain, "messag"))
        return "chat";
    return strstr(plain, "mail") ? "email" : "voice";
}

static enum status write_queues(struct from *from, struct diags *diags)
{
    struct text text = {0};
    text_add(&text, "id,account,channel,skill,aht_s,service_level,answer_s,open\n");
    for (int q = 0; q < from->n_queues; q++) {
        const struct found_queue *queue = &from->queue[q];
        bool known = queue->contacts > 0;
        text_printf(&text, "%s,client,%s,%s,%.0f,0.80,20,\n", queue->id,
                    channel_of(queue->id, from->arena), queue->id,
                    known ? fmax(1, queue->time_s / queue->contacts) : USUAL_AHT_S);
        if (!known)
            text_printf(&from->assumed, "  queue %s: handling time %d s (queues.csv)\n", queue->id,
                        USUAL_AHT_S);
    }
    text_add(&from->assumed,
             "  every queue: 80 % answered in 20 s, open when its history has contacts, channel by "
             "its name (queues.csv)\n");
    enum status status = out_file(from->out, "queues.csv", text.bytes, text.n, diags);
    text_free(&text);
    return status;
}

/* The queues that the words name; 0 if they name none. */
static int add_skills(struct text *out, const struct from *from, const char *skills)
{
    const char *plain = guess_plain(skills, from->arena);
    int n = 0;
    for (int q = 0; q < from->n_queues; q++)
        if (*plain && strstr(plain, guess_plain(from->queue[q].id, from->arena)))
            text_printf(out, "%s%s", n++ ? ";" : "", from->queue[q].id);
    return n;
}

static enum status write_people(struct from *from, struct diags *diags)
{
    struct text text = {0};
    int all_skilled = 0, part = 0;
    text_add(&text, "id,name,contract,skills,team\n");
    for (int i = 0; i < from->n_people; i++) {
        const struct person *p = &from->person[i];
        bool is_part = strstr(p->contract, "part") || strstr(p->contract, "teil");
        part += is_part;
        text_printf(&text, "%s,", p->id);
        csv_add_field(&text, p->name);
        text_printf(&text, ",%s,", is_part ? "part" : "full");
        if (add_skills(&text, from, p->skills) == 0) {
            for (int q = 0; q < from->n_queues; q++)
                text_printf(&text, "%s%s", q ? ";" : "", from->queue[q].id);
            all_skilled++;
        }
        text_add_char(&text, ',');
        csv_add_field(&text, p->team);
        text_add_char(&text, '\n');
    }
    if (all_skilled)
        text_printf(&from->assumed,
                    "  %d of %d people: every skill, since their file names no queue "
                    "(agents.csv)\n",
                    all_skilled, from->n_people);
    text_printf(&from->assumed,
                "  %d people part time, the others full time; no wage, and no consent to nights, "
                "health check or transport is on file (agents.csv)\n",
                part);
    enum status status = out_file(from->out, "agents.csv", text.bytes, text.n, diags);
    text_free(&text);
    return status;
}

static const char site[] =
    "// Written by ronda init --from: what was assumed is listed in README.md.\n"
    "{\n"
    "  \"schema\": 1,\n"
    "  \"site\": {\n"
    "    \"id\": \"site-1\", \"zone\": \"%s\", \"currency\": \"PHP\",\n"
    "    \"week_start\": \"monday\", \"day_starts\": \"06:00\", \"slot_min\": 30,\n"
    "    \"rules\": [\"PH\", \"gold-eu\"]\n"
    "  },\n"
    "  \"accounts\": {\"client\": {\"zone\": \"%s\", \"share\": 1}},\n"
    "  \"contracts\": {\n"
    "    \"full\": {\"days_week\": 5, \"hours_week\": 40, \"hours_day\": 8},\n"
    "    \"part\": {\"days_week\": [3, 5], \"hours_week\": [18, 30], \"hours_day\": 6}\n"
    "  },\n"
    "  \"policy\": {\"shrinkage\": 0.08}\n"
    "}\n";
#define SITE_ZONE "Asia/Manila"

static const char shifts[] =
    "id,start,start_last,start_step_min,length_min,meal_min,meal_from_min,meal_to_min,breaks\n"
    "F,00:00,23:30,30,540,60,180,330,2x15\n"
    "P,00:00,23:30,30,390,30,120,240,1x15\n";

static enum status write_text(struct from *from, const char *name, const struct text *text,
                              struct diags *diags)
{
    return out_file(from->out, name, text->bytes, text->n, diags);
}

static enum status write_plan(struct from *from, struct diags *diags)
{
    enum status status = OK;
    struct text text = {0}, readme = {0};
    text_printf(&text, site, SITE_ZONE, from->how->zone);
    TRY_OUT(write_text(from, "site.json", &text, diags));
    TRY_OUT(write_queues(from, diags));
    TRY_OUT(write_people(from, diags));
    TRY_OUT(out_file(from->out, "shifts.csv", shifts, sizeof shifts - 1, diags));
    if (from->n_leave > 0)
        TRY_OUT(write_text(from, "leave.csv", &from->leave, diags));
    if (from->n_ledger > 0)
        TRY_OUT(write_text(from, "ledger.csv", &from->ledger, diags));
    text_printf(&from->assumed,
                "  the site is in " SITE_ZONE ", pays in PHP, a day starts at 06:00, rules PH and "
                "gold-eu, shrinkage 8 %%; no holidays (site.json)\n"
                "  shifts of 9 and 6.5 hours that start on every half hour (shifts.csv)\n");
    text_printf(from->report, "Assumed; put in what is true:\n%s", from->assumed.bytes);
    text_printf(&readme, "# A plan folder made from what there was\n\n%s", from->report->bytes);
    TRY_OUT(write_text(from, "README.md", &readme, diags));
out:
    text_free(&text);
    text_free(&readme);
    return status;
}

/* ---- the files that there are ---- */

static const char *const kind_words[] = {
    [GUESS_PEOPLE] = "the people list",
    [GUESS_LEAVE] = "a leave sheet",
    [GUESS_GRID] = "a grid of shifts",
};

static void describe(struct from *from, const char *file, const struct guess *guess)
{
    text_printf(from->report, "  %s: %s", file, kind_words[guess->kind]);
    const char *between = " (";
    for (int c = 0; c < N_GUESS_COLUMNS && guess->kind != GUESS_GRID; c++)
        if (guess->at[c] >= 0 && c <= GUESS_LEAVE_KIND) {
            text_printf(from->report, "%s%s=%s", between, guess_column_names[c], guess->title[c]);
            between = ", ";
        }
    text_add(from->report, *between == ',' ? ")\n" : "\n");
}

/* Files of one kind, in their order. */
static void take_kind(struct from *from, enum guess_kind kind, const char *const *names,
                      const struct guess *guess, int n)
{
    for (int i = 0; i < n; i++) {
        const char *path = path_join(from->arena, from->folder, names[i]);
        if (guess[i].kind != kind)
            continue;
        describe(from, names[i], &guess[i]);
        each_row(from, path, &guess[i],
                 kind == GUESS_PEOPLE  ? take_person
                 : kind == GUESS_LEAVE ? take_leave
                                       : take_grid_row);
    }
}

static enum status take_files(struct from *from, struct diags *diags)
{
    const char *const *names;
    int n = 0;
    TRY(folder_list(&names, &n, from->folder, from->arena, diags));
    struct guess *guess = ARENA_ARRAY(from->arena, struct guess, n + 1);
    text_printf(from->report, "Found in %s:\n", from->folder);
    for (int i = 0; i < n; i++) {
        const char *path = path_join(from->arena, from->folder, names[i]);
        bool taken = false;
        guess_file(&guess[i], path, from->how->order, from->arena);
        if (guess[i].kind != GUESS_NOTHING && guess[i].kind != GUESS_CALLS)
            continue;
        TRY(take_calls(from, names[i], path, &guess[i], &taken, diags));
        if (!taken)
            text_printf(from->report, "  %s: not used: %s\n", names[i],
                        guess[i].kind == GUESS_CALLS
                            ? "a history whose dates or figures are in doubt: --date-format, "
                              "--decimal, or ronda import, which tells each row"
                            : "no table that is known by the names of its columns");
    }
    take_kind(from, GUESS_PEOPLE, names, guess, n);
    if (from->n_people == 0)
        for (int i = 0; i < n; i++)
            if (guess[i].kind == GUESS_GRID)
                each_row(from, path_join(from->arena, from->folder, names[i]), &guess[i],
                         take_grid_person);
    take_kind(from, GUESS_LEAVE, names, guess, n);
    take_kind(from, GUESS_GRID, names, guess, n);
    return OK;
}

static enum status check_found(const struct from *from, struct diags *diags)
{
    struct place at = {.file = from->folder};
    if (from->n_calls == 0)
        diag_error(diags, &at,
                   "no history of contacts was found in it; look at the files with ronda import "
                   "first\n%s",
                   from->report->bytes);
    else if (from->n_people == 0)
        diag_error(diags, &at,
                   "no people list was found in it: a table with a column agent, employee or name "
                   "and one of skills, team or contract\n%s",
                   from->report->bytes);
    return from->n_calls == 0 || from->n_people == 0 ? ERR_DATA : OK;
}

enum status init_from(const char *folder, const char *from_folder, const struct init_from *how,
                      struct text *report, struct diags *diags)
{
    enum status status = OK;
    struct init_from with_zone = *how;
    struct from from = {
        .folder = from_folder, .how = &with_zone, .arena = arena_new(), .report = report};
    if (!how->zone) {
        with_zone.zone = "UTC";
        text_add(&from.assumed,
                 "  times without an offset are UTC: --zone says otherwise (site.json, calls/)\n");
    }
    text_add(&from.leave, "agent,from,to,kind,status\n");
    text_add(&from.ledger, "agent,until,last_shift_end,run_days,run_nights\n");
    TRY_OUT(init_check_empty(folder, diags));
    TRY_OUT(out_begin(&from.out, folder, diags));
    TRY_OUT(take_files(&from, diags));
    TRY_OUT(check_found(&from, diags));
    TRY_OUT(write_plan(&from, diags));
    TRY_OUT(out_commit(from.out, diags));
out:
    out_abort(from.out);
    text_free(&from.assumed);
    text_free(&from.leave);
    text_free(&from.ledger);
    mem_free(from.queue);
    mem_free(from.person);
    arena_free(from.arena);
    return status;
}
