/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nrp_check.c - the judge of nurse rosters; the format and the rules are those stated in nrp.h.
 *
 * The roster is a matrix plan[person][day] of shift numbers, 0 = off.  Each rule is one function
 * over a person's row, written down as the rule is spoken and not as the solver counts; cover is
 * recounted from the columns. */
#include "tests/bench/nrp_check.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define ID 64
#define MOST_SHIFTS 64

struct shift_type {
    char id[ID];
    int minutes;
    char not_before[2048]; /* "|E|D|": ids that may not follow */
};

struct nurse {
    char id[ID];
    long most[MOST_SHIFTS]; /* -1: no limit */
    long max_minutes, min_minutes, max_run, min_run, min_rest, max_weekends;
};

struct judge {
    struct nrp_verdict *verdict;
    int n_days, n_shifts, n_nurses;
    struct shift_type shift[MOST_SHIFTS + 1]; /* 1 .. n_shifts */
    struct nurse *nurse;
    int cap_nurses;
    unsigned char *plan; /* [n_nurses * n_days] */
};

static void fault(struct judge *judge, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fault(struct judge *judge, const char *format, ...)
{
    char sentence[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    text_printf(&judge->verdict->faults, "%s\n", sentence);
    judge->verdict->n_faults++;
}

/* -- Reading --------------------------------------------------------------------------------- */

/* Next line without its end; false at the end of the file. */
static bool get_line(char **line, size_t *cap, FILE *file)
{
    if (getline(line, cap, file) < 0)
        return false;
    (*line)[strcspn(*line, "\r\n")] = '\0';
    return true;
}

/* Copies the field up to the next comma; the rest of the line, or NULL if that was the last. */
static const char *field(char out[ID], const char *line)
{
    size_t n = strcspn(line, ",");
    snprintf(out, ID, "%.*s", (int)n, line);
    return line[n] == ',' ? line + n + 1 : NULL;
}

static int shift_number(const struct judge *judge, const char *id)
{
    for (int s = 1; s <= judge->n_shifts; s++)
        if (strcmp(judge->shift[s].id, id) == 0)
            return s;
    return 0;
}

static int nurse_number(const struct judge *judge, const char *id)
{
    for (int a = 0; a < judge->n_nurses; a++)
        if (strcmp(judge->nurse[a].id, id) == 0)
            return a;
    return -1;
}

static bool take_shift(struct judge *judge, const char *line)
{
    char list[1024] = "";
    if (judge->n_shifts == MOST_SHIFTS)
        return false;
    struct shift_type *shift = &judge->shift[++judge->n_shifts];
    int n = sscanf(line, "%63[^,],%d,%1023s", shift->id, &shift->minutes, list);
    snprintf(shift->not_before, sizeof shift->not_before, "|%s|", list);
    return n >= 2;
}

static bool take_nurse(struct judge *judge, const char *line)
{
    MEM_GROW(judge->nurse, judge->n_nurses, judge->cap_nurses);
    struct nurse *nurse = &judge->nurse[judge->n_nurses++];
    char most[4096] = "";
    for (int s = 0; s < MOST_SHIFTS; s++)
        nurse->most[s] = -1;
    int n = sscanf(line, "%63[^,],%4095[^,],%ld,%ld,%ld,%ld,%ld,%ld", nurse->id, most,
                   &nurse->max_minutes, &nurse->min_minutes, &nurse->max_run, &nurse->min_run,
                   &nurse->min_rest, &nurse->max_weekends);
    char *save = NULL, id[ID];
    for (char *part = strtok_r(most, "|", &save); part; part = strtok_r(NULL, "|", &save)) {
        long limit;
        if (sscanf(part, "%63[^=]=%ld", id, &limit) != 2 || shift_number(judge, id) == 0)
            return false;
        nurse->most[shift_number(judge, id) - 1] = limit;
    }
    return n == 8;
}

/* A day off wished away by hard rule: judged at once, as the roster is known by now. */
static bool judge_days_off(struct judge *judge, const char *line)
{
    char id[ID], day[ID];
    const char *rest = field(id, line);
    int a = nurse_number(judge, id);
    while (rest && a >= 0) {
        rest = field(day, rest);
        int d = atoi(day);
        if (d < 0 || d >= judge->n_days)
            return false;
        if (judge->plan[a * judge->n_days + d] != 0)
            fault(judge, "%s works on day %d, a day off.", id, d);
    }
    return a >= 0;
}

static bool price_request(struct judge *judge, const char *line, bool on)
{
    char id[ID], shift[ID];
    int day, price;
    if (sscanf(line, "%63[^,],%d,%63[^,],%d", id, &day, shift, &price) != 4)
        return false;
    int a = nurse_number(judge, id), s = shift_number(judge, shift);
    if (a < 0 || s == 0 || day < 0 || day >= judge->n_days)
        return false;
    bool has_it = judge->plan[a * judge->n_days + day] == s;
    judge->verdict->requests += has_it == on ? 0 : price;
    return true;
}

static bool price_on(struct judge *judge, const char *line)
{
    return price_request(judge, line, true);
}

static bool price_off(struct judge *judge, const char *line)
{
    return price_request(judge, line, false);
}

static bool price_cover(struct judge *judge, const char *line)
{
    char shift[ID];
    int day, need, under, over, there = 0;
    if (sscanf(line, "%d,%63[^,],%d,%d,%d", &day, shift, &need, &under, &over) != 5)
        return false;
    int s = shift_number(judge, shift);
    if (s == 0 || day < 0 || day >= judge->n_days)
        return false;
    for (int a = 0; a < judge->n_nurses; a++)
        there += judge->plan[a * judge->n_days + day] == s;
    judge->verdict->cover +=
        there < need ? (int64_t)(need - there) * under : (int64_t)(there - need) * over;
    return true;
}

static bool take_horizon(struct judge *judge, const char *line)
{
    judge->n_days = atoi(line);
    return judge->n_days > 0;
}

/* Sections that say what there is, and those that can be judged once the roster is known. */
static const struct {
    const char *name;
    bool judges;
    bool (*take)(struct judge *judge, const char *line);
} parts[] = {
    {"SECTION_HORIZON", false, take_horizon},      {"SECTION_SHIFTS", false, take_shift},
    {"SECTION_STAFF", false, take_nurse},          {"SECTION_DAYS_OFF", true, judge_days_off},
    {"SECTION_SHIFT_ON_REQUESTS", true, price_on}, {"SECTION_SHIFT_OFF_REQUESTS", true, price_off},
    {"SECTION_COVER", true, price_cover},
};

static void read_instance(struct judge *judge, FILE *file, bool judges)
{
    char *line = NULL;
    size_t cap = 0;
    int part = -1, n_parts = (int)(sizeof parts / sizeof *parts);
    rewind(file);
    while (get_line(&line, &cap, file)) {
        if (line[0] == '#')
            continue;
        if (line[0] == 'S' && strncmp(line, "SECTION_", 8) == 0) {
            for (part = 0; part < n_parts && strcmp(parts[part].name, line) != 0;)
                part++;
            if (part == n_parts)
                fault(judge, "The instance has a section %s that is not known.", line);
        } else if (line[0] == '\0') {
            part = -1;
        } else if (part < 0 || part == n_parts ||
                   (parts[part].judges == judges && !parts[part].take(judge, line))) {
            fault(judge, "The instance's line \"%s\" is not understood.", line);
        }
    }
    free(line);
}

static void read_row(struct judge *judge, int a, const char *line)
{
    char text[ID];
    const char *rest = field(text, line);
    if (strcmp(text, judge->nurse[a].id) != 0)
        fault(judge, "Row %d of the roster is %s, not %s.", a + 1, text, judge->nurse[a].id);
    for (int d = 0; d < judge->n_days; d++) {
        if (!rest) {
            fault(judge, "The row of %s has only %d days.", judge->nurse[a].id, d);
            return;
        }
        rest = field(text, rest);
        int s = shift_number(judge, text);
        if (s == 0 && strcmp(text, "-") != 0)
            fault(judge, "%s has on day %d \"%s\", which is no shift.", judge->nurse[a].id, d,
                  text);
        judge->plan[a * judge->n_days + d] = (unsigned char)s;
    }
    if (rest)
        fault(judge, "The row of %s has more than %d days.", judge->nurse[a].id, judge->n_days);
}

static void read_roster(struct judge *judge, FILE *file)
{
    char *line = NULL;
    size_t cap = 0;
    int n = 0;
    rewind(file);
    for (; get_line(&line, &cap, file); n++)
        if (n < judge->n_nurses)
            read_row(judge, n, line);
    if (n != judge->n_nurses)
        fault(judge, "The roster has %d rows, there are %d people.", n, judge->n_nurses);
    free(line);
}

/* -- Rules of a person ----------------------------------------------------------------------- */

static void judge_totals(struct judge *judge, const struct nurse *nurse, const unsigned char *day)
{
    long minutes = 0, times[MOST_SHIFTS] = {0};
    for (int d = 0; d < judge->n_days; d++)
        if (day[d] != 0) {
            minutes += judge->shift[day[d]].minutes;
            times[day[d] - 1]++;
        }
    if (minutes > nurse->max_minutes)
        fault(judge, "%s works %ld minutes, at most %ld.", nurse->id, minutes, nurse->max_minutes);
    if (minutes < nurse->min_minutes)
        fault(judge, "%s works %ld minutes, at least %ld.", nurse->id, minutes, nurse->min_minutes);
    for (int s = 0; s < judge->n_shifts; s++)
        if (nurse->most[s] >= 0 && times[s] > nurse->most[s])
            fault(judge, "%s has shift %s %ld times, at most %ld.", nurse->id,
                  judge->shift[s + 1].id, times[s], nurse->most[s]);
}

static void judge_runs(struct judge *judge, const struct nurse *nurse, const unsigned char *day)
{
    for (int d = 0, end; d < judge->n_days; d = end) {
        bool works = day[d] != 0;
        for (end = d; end < judge->n_days && (day[end] != 0) == works;)
            end++;
        bool inside = d > 0 && end < judge->n_days;
        int length = end - d;
        if (works && length > nurse->max_run)
            fault(judge, "%s works %d days from day %d on, at most %ld.", nurse->id, length, d,
                  nurse->max_run);
        if (works && inside && length < nurse->min_run)
            fault(judge, "%s works %d days from day %d on, at least %ld.", nurse->id, length, d,
                  nurse->min_run);
        if (!works && inside && length < nurse->min_rest)
            fault(judge, "%s is off %d days from day %d on, at least %ld.", nurse->id, length, d,
                  nurse->min_rest);
    }
}

static void judge_weekends(struct judge *judge, const struct nurse *nurse, const unsigned char *day)
{
    long n = 0;
    for (int saturday = 5; saturday < judge->n_days; saturday += 7)
        n += day[saturday] != 0 || (saturday + 1 < judge->n_days && day[saturday + 1] != 0);
    if (n > nurse->max_weekends)
        fault(judge, "%s works %ld weekends, at most %ld.", nurse->id, n, nurse->max_weekends);
}

static void judge_succession(struct judge *judge, const struct nurse *nurse,
                             const unsigned char *day)
{
    for (int d = 1; d < judge->n_days; d++) {
        char needle[ID + 3];
        if (day[d - 1] == 0 || day[d] == 0)
            continue;
        snprintf(needle, sizeof needle, "|%s|", judge->shift[day[d]].id);
        if (strstr(judge->shift[day[d - 1]].not_before, needle))
            fault(judge, "%s has %s on day %d after %s.", nurse->id, judge->shift[day[d]].id, d,
                  judge->shift[day[d - 1]].id);
    }
}

void nrp_check(struct nrp_verdict *out, FILE *instance, FILE *roster)
{
    struct judge *judge = NEW(struct judge);
    *out = (struct nrp_verdict){0};
    judge->verdict = out;
    read_instance(judge, instance, false);
    judge->plan = NEW_ARRAY(unsigned char, judge->n_nurses * judge->n_days + 1);
    read_roster(judge, roster);
    read_instance(judge, instance, true);
    for (int a = 0; a < judge->n_nurses; a++) {
        const unsigned char *row = judge->plan + a * judge->n_days;
        judge_totals(judge, &judge->nurse[a], row);
        judge_runs(judge, &judge->nurse[a], row);
        judge_weekends(judge, &judge->nurse[a], row);
        judge_succession(judge, &judge->nurse[a], row);
    }
    out->value = out->requests + out->cover;
    mem_free(judge->plan);
    mem_free(judge->nurse);
    mem_free(judge);
}

void nrp_verdict_free(struct nrp_verdict *verdict)
{
    text_free(&verdict->faults);
    *verdict = (struct nrp_verdict){0};
}
