/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nrp_read.c - reads the instance format stated in nrp.h.
 *
 * One row of `sections` a section; a line is cut into fields in place and given to the section's
 * function.  A fault is noted with its line and reading goes on, so that all are seen at once.
 * Sections must come in an order in which names are known before they are used; the published
 * files do. */
#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/nrp.h"

struct reader {
    struct nrp *nrp;
    struct arena *arena;
    struct diags *diags;
    struct place at;
    size_t n_faults;
};

#define MAX_FIELDS (NRP_MAX_DAYS + 1)

/* A line's fields. */
struct fields {
    int n;
    char *field[MAX_FIELDS];
};

#define FAULT(reader, ...) \
    ((reader)->n_faults++, diag_error((reader)->diags, &(reader)->at, __VA_ARGS__))

/* A whole number lo .. hi; notes a fault and gives lo if it is none. */
static int number(struct reader *reader, const char *field, const char *what, int lo, int hi)
{
    char *end;
    errno = 0;
    long value = strtol(field, &end, 10);
    if (end == field || *end != '\0' || errno != 0 || value < lo || value > hi) {
        FAULT(reader, "%s is \"%s\", not a whole number from %d to %d.", what, field, lo, hi);
        return lo;
    }
    return (int)value;
}

static int find_shift(const struct nrp *nrp, const char *id)
{
    for (int s = 0; s < nrp->n_shifts; s++)
        if (strcmp(nrp->shift[s].id, id) == 0)
            return s;
    return -1;
}

static int find_person(const struct nrp *nrp, const char *id)
{
    for (int a = 0; a < nrp->n_people; a++)
        if (strcmp(nrp->person[a].id, id) == 0)
            return a;
    return -1;
}

static int shift_of(struct reader *reader, const char *id)
{
    int s = find_shift(reader->nrp, id);
    if (s < 0)
        FAULT(reader, "There is no shift \"%s\".", id);
    return s;
}

static int person_of(struct reader *reader, const char *id)
{
    int a = find_person(reader->nrp, id);
    if (a < 0)
        FAULT(reader, "There is nobody \"%s\".", id);
    return a;
}

static int day_of(struct reader *reader, const char *field)
{
    return number(reader, field, "The day", 0, reader->nrp->n_days - 1);
}

static bool id_is_good(struct reader *reader, const char *id)
{
    if (text_is_id(id) && strcmp(id, "-") != 0)
        return true;
    FAULT(reader, "\"%s\" is no id.", id);
    return false;
}

static void read_horizon(struct reader *reader, struct fields *line)
{
    if (reader->nrp->n_days > 0)
        FAULT(reader, "The horizon is given twice.");
    else
        reader->nrp->n_days = number(reader, line->field[0], "The horizon", 1, NRP_MAX_DAYS);
}

static void read_shift(struct reader *reader, struct fields *line)
{
    struct nrp *nrp = reader->nrp;
    if (!id_is_good(reader, line->field[0]))
        return;
    if (find_shift(nrp, line->field[0]) >= 0 || nrp->n_shifts == NRP_MAX_SHIFTS) {
        FAULT(reader,
              nrp->n_shifts == NRP_MAX_SHIFTS ? "Shift \"%s\" is one too many."
                                              : "Shift \"%s\" is given twice.",
              line->field[0]);
        return;
    }
    struct nrp_shift *shift = &nrp->shift[nrp->n_shifts++];
    shift->id = arena_strdup(reader->arena, line->field[0]);
    shift->minutes = number(reader, line->field[1], "The length", 1, 2880);
}

/* Next part of a `|` list, cut in place; NULL at its end.  An empty list has no part. */
static char *next_part(char **list)
{
    if (*list && **list == '\0')
        *list = NULL;
    return strsep(list, "|");
}

/* Successors may stand later in the section than the shift that they may not follow: second pass.
 */
static void read_follows(struct reader *reader, struct fields *line)
{
    int from = find_shift(reader->nrp, line->field[0]);
    char *list = line->n > 2 ? line->field[2] : NULL, *id;
    while (from >= 0 && (id = next_part(&list))) {
        int to = shift_of(reader, id);
        if (to >= 0)
            reader->nrp->shift[from].forbids |= (uint64_t)1 << to;
    }
}

static void read_max_of(struct reader *reader, struct nrp_person *person, char *list)
{
    int n_shifts = reader->nrp->n_shifts;
    person->max_of = ARENA_ARRAY(reader->arena, int, n_shifts + 1);
    for (int s = 0; s < n_shifts; s++)
        person->max_of[s] = INT_MAX;
    for (char *part; (part = next_part(&list));) {
        char *equals = strchr(part, '=');
        if (!equals) {
            FAULT(reader, "\"%s\" is not SHIFT=number.", part);
            continue;
        }
        *equals = '\0';
        int s = shift_of(reader, part);
        int most = number(reader, equals + 1, "The most of a shift", 0, INT_MAX);
        if (s >= 0)
            person->max_of[s] = most;
    }
}

static void read_person(struct reader *reader, struct fields *line)
{
    struct nrp *nrp = reader->nrp;
    char **field = line->field;
    if (!id_is_good(reader, field[0]))
        return;
    if (find_person(nrp, field[0]) >= 0 || nrp->n_people == NRP_MAX_STAFF) {
        FAULT(reader,
              nrp->n_people == NRP_MAX_STAFF ? "\"%s\" is one person too many."
                                             : "\"%s\" is given twice.",
              field[0]);
        return;
    }
    MEM_GROW(nrp->person, nrp->n_people, nrp->cap_people);
    struct nrp_person *person = &nrp->person[nrp->n_people++];
    person->id = arena_strdup(reader->arena, field[0]);
    read_max_of(reader, person, field[1]);
    person->max_minutes = number(reader, field[2], "The most minutes", 0, INT_MAX);
    person->min_minutes = number(reader, field[3], "The fewest minutes", 0, INT_MAX);
    person->max_run = number(reader, field[4], "The longest run of work", 0, INT_MAX);
    person->min_run = number(reader, field[5], "The shortest run of work", 0, INT_MAX);
    person->min_rest = number(reader, field[6], "The shortest run of days off", 0, INT_MAX);
    person->max_weekends = number(reader, field[7], "The most weekends", 0, INT_MAX);
    person->day_off = ARENA_ARRAY(reader->arena, bool, nrp->n_days);
}

static void read_days_off(struct reader *reader, struct fields *line)
{
    int a = person_of(reader, line->field[0]);
    for (int i = 1; i < line->n; i++) {
        int day = day_of(reader, line->field[i]);
        if (a >= 0)
            reader->nrp->person[a].day_off[day] = true;
    }
}

static void read_request(struct reader *reader, struct fields *line, bool on)
{
    struct nrp *nrp = reader->nrp;
    struct nrp_request request = {
        .person = person_of(reader, line->field[0]),
        .day = day_of(reader, line->field[1]),
        .shift = shift_of(reader, line->field[2]),
        .price = number(reader, line->field[3], "The price", 0, 1000000),
        .on = on,
    };
    if (request.person < 0 || request.shift < 0)
        return;
    MEM_GROW(nrp->request, nrp->n_requests, nrp->cap_requests);
    nrp->request[nrp->n_requests++] = request;
}

static void read_on_request(struct reader *reader, struct fields *line)
{
    read_request(reader, line, true);
}

static void read_off_request(struct reader *reader, struct fields *line)
{
    read_request(reader, line, false);
}

static void read_cover(struct reader *reader, struct fields *line)
{
    struct nrp *nrp = reader->nrp;
    int day = day_of(reader, line->field[0]), shift = shift_of(reader, line->field[1]);
    struct nrp_cover cover = {
        .need = number(reader, line->field[2], "The need", 0, 30000),
        .price_under = number(reader, line->field[3], "The price under", 0, 1000000),
        .price_over = number(reader, line->field[4], "The price over", 0, 1000000),
        .given = true,
    };
    if (shift < 0)
        return;
    struct nrp_cover *place = &nrp->cover[day * nrp->n_shifts + shift];
    if (place->given)
        FAULT(reader, "The cover of day %d and shift %s is given twice.", day,
              nrp->shift[shift].id);
    *place = cover;
}

/* What a section's first line must have before it. */
enum needs { NEEDS_NOTHING, NEEDS_DAYS, NEEDS_SHIFTS, NEEDS_PEOPLE };

static const struct section {
    const char *name;
    int min_fields, max_fields;
    enum needs needs;
    void (*read)(struct reader *reader, struct fields *line);
} sections[] = {
    {"SECTION_HORIZON", 1, 1, NEEDS_NOTHING, read_horizon},
    {"SECTION_SHIFTS", 2, 3, NEEDS_DAYS, read_shift},
    {"SECTION_STAFF", 8, 8, NEEDS_SHIFTS, read_person},
    {"SECTION_DAYS_OFF", 1, MAX_FIELDS, NEEDS_PEOPLE, read_days_off},
    {"SECTION_SHIFT_ON_REQUESTS", 4, 4, NEEDS_PEOPLE, read_on_request},
    {"SECTION_SHIFT_OFF_REQUESTS", 4, 4, NEEDS_PEOPLE, read_off_request},
    {"SECTION_COVER", 5, 5, NEEDS_SHIFTS, read_cover},
};
#define N_SECTIONS (int)(sizeof sections / sizeof *sections)

static const struct section follows = {"SECTION_SHIFTS", 2, 3, NEEDS_DAYS, read_follows};

static bool has_what_it_needs(struct reader *reader, const struct section *section)
{
    const struct nrp *nrp = reader->nrp;
    const char *lacks = section->needs >= NEEDS_DAYS && nrp->n_days == 0       ? "SECTION_HORIZON"
                        : section->needs >= NEEDS_SHIFTS && nrp->n_shifts == 0 ? "SECTION_SHIFTS"
                        : section->needs >= NEEDS_PEOPLE && nrp->n_people == 0 ? "SECTION_STAFF"
                                                                               : NULL;
    if (lacks)
        FAULT(reader, "%s wants %s before it.", section->name, lacks);
    return lacks == NULL;
}

static const struct section *open_section(struct reader *reader, const char *name)
{
    for (int i = 0; i < N_SECTIONS; i++)
        if (strcmp(sections[i].name, name) == 0) {
            struct nrp *nrp = reader->nrp;
            if (!has_what_it_needs(reader, &sections[i]))
                return NULL;
            /* A cover table fixes the shape, so shifts may not come after it. */
            if (sections[i].read == read_shift && nrp->cover) {
                FAULT(reader, "The shifts are given twice.");
                return NULL;
            }
            if (sections[i].needs >= NEEDS_SHIFTS && !nrp->cover)
                nrp->cover =
                    ARENA_ARRAY(reader->arena, struct nrp_cover, nrp->n_days * nrp->n_shifts);
            return &sections[i];
        }
    FAULT(reader, "There is no section \"%s\".", name);
    return NULL;
}

static char *trimmed(char *s)
{
    while (*s == ' ' || *s == '\t')
        s++;
    size_t n = strlen(s);
    while (n > 0 && strchr(" \t\r", s[n - 1]))
        s[--n] = '\0';
    return s;
}

static void read_line(struct reader *reader, const struct section *section, char *line)
{
    struct fields fields = {0};
    for (char *rest = line, *field; (field = strsep(&rest, ","));) {
        if (fields.n == section->max_fields) {
            FAULT(reader, "The line has more than %d fields.", section->max_fields);
            return;
        }
        fields.field[fields.n++] = trimmed(field);
    }
    if (fields.n < section->min_fields)
        FAULT(reader, "The line has %d fields, %s wants %d.", fields.n, section->name,
              section->min_fields);
    else
        section->read(reader, &fields);
}

/* One pass over the text; with `only`, lines of the section of its name go there, others nowhere.
 */
static void read_lines(struct reader *reader, const char *text, const struct section *only)
{
    char *copy = mem_strdup(text), *rest = copy, *line;
    const struct section *section = NULL;
    for (reader->at.line = 1; (line = strsep(&rest, "\n")); reader->at.line++) {
        line = trimmed(line);
        if (*line == '\0')
            section = NULL;
        else if (*line == '#')
            continue;
        else if (strncmp(line, "SECTION_", 8) == 0 && only)
            section = strcmp(line, only->name) == 0 ? only : NULL;
        else if (strncmp(line, "SECTION_", 8) == 0)
            section = open_section(reader, line);
        else if (section)
            read_line(reader, section, line);
        else if (!only && reader->n_faults == 0)
            FAULT(reader, "The line belongs to no section.");
    }
    mem_free(copy);
}

static void move_to_arena(struct nrp *nrp, struct arena *arena)
{
    struct nrp_person *person = ARENA_ARRAY(arena, struct nrp_person, nrp->n_people);
    struct nrp_request *request = ARENA_ARRAY(arena, struct nrp_request, nrp->n_requests);
    if (nrp->n_people > 0)
        memcpy(person, nrp->person, (size_t)nrp->n_people * sizeof *person);
    if (nrp->n_requests > 0)
        memcpy(request, nrp->request, (size_t)nrp->n_requests * sizeof *request);
    mem_free(nrp->person);
    mem_free(nrp->request);
    nrp->person = person;
    nrp->request = request;
}

enum status nrp_read(struct nrp *out, const char *text, size_t n, const char *file,
                     struct arena *arena, struct diags *diags)
{
    *out = (struct nrp){0};
    out->shift = ARENA_ARRAY(arena, struct nrp_shift, NRP_MAX_SHIFTS);
    struct reader reader = {.nrp = out, .arena = arena, .diags = diags, .at = {.file = file}};
    if (memchr(text, '\0', n)) {
        diag_error(diags, &reader.at, "The file is not text: it has a NUL byte.");
        return ERR_DATA;
    }
    char *copy = arena_strndup(arena, text, n);
    read_lines(&reader, copy, NULL);
    if (reader.n_faults == 0)
        read_lines(&reader, copy, &follows);
    reader.at.line = 0;
    if (reader.n_faults == 0 && (out->n_people == 0 || !out->cover))
        FAULT(&reader, "The file has no staff.");
    move_to_arena(out, arena);
    return reader.n_faults == 0 ? OK : ERR_DATA;
}
