/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ics_read.c - holidays of a feed.
 *
 * The lines are read here, since libical gives no places, takes 45 October for a date and goes on
 * for ever over FREQ=SECONDLY.  What libical does is expand a rule, after the rule was found to be
 * yearly or monthly and made of known parts: a rule that has no date at all costs it a second,
 * hence the caps on rules.  RSCALE is refused because builds of libical differ in it. */
#include "io/ics_read.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/time.h"
#include "io/file.h"
#include "io/ics_describe.h"
#include "io/ics_scan.h"

#define FILE_MOST ((size_t)8 << 20)
#define RULES_MOST 200
#define EMPTY_RULES_MOST 3
#define DATES_MOST 20000
#define DAYS_MOST 400 /* of one event */
#define RULE_LENGTH_MOST 1000
#define LAST_YEAR 2099
#define NAME_MOST 200 /* characters */
#define DEPTH_MOST 8

const char *ics_library_version(void)
{
    return ICAL_VERSION;
}

struct dates {
    int32_t *date; /* [n] */
    int n, cap;
};

struct vevent {
    int line;
    int32_t start;
    int start_s, end_s; /* after midnight; -1: a whole day */
    int32_t end;        /* NO_DATE */
    int64_t duration_s; /* 0 = none */
    struct dates more, except;
    struct ics_line rule; /* value NULL: none */
    char *summary;
    bool is_cancelled, is_bad;
};

struct reader {
    struct ics_scan scan;
    struct arena *arena;
    struct diags *diags;
    const char *open[DEPTH_MOST]; /* [depth] components around the line */
    int depth;
    struct vevent event;
    struct ics_holiday *found; /* [n_found], mem_free */
    int n_found, cap_found;
    int n_rules, n_empty_rules;
    bool is_bad, is_full;
};

#define REFUSE(reader, at, ...)                       \
    do {                                              \
        (reader)->is_bad = true;                      \
        diag_error((reader)->diags, at, __VA_ARGS__); \
    } while (0)

static void add_date(struct dates *dates, int32_t date)
{
    MEM_GROW(dates->date, dates->n, dates->cap);
    dates->date[dates->n++] = date;
}

/* ---- one property of an event ---- */

static bool read_day(int32_t *date, int *second, struct reader *r, const struct ics_line *line,
                     const char *value)
{
    if (ics_parse_day(date, second, value))
        return true;
    REFUSE(r, &line->value_at, "%s '%s' is no date: 20261225 is expected", line->name, value);
    r->event.is_bad = true;
    return false;
}

static void read_days(struct dates *dates, struct reader *r, const struct ics_line *line)
{
    int32_t date;
    int second;
    for (char *s = line->value, *comma; s; s = comma ? comma + 1 : NULL) {
        comma = strchr(s, ',');
        if (comma)
            *comma = 0;
        if (read_day(&date, &second, r, line, s) && dates->n < DATES_MOST)
            add_date(dates, date);
    }
}

static void read_property(struct reader *r, const struct ics_line *line)
{
    struct vevent *event = &r->event;
    if (strcasecmp(line->name, "DTSTART") == 0) {
        read_day(&event->start, &event->start_s, r, line, line->value);
    } else if (strcasecmp(line->name, "DTEND") == 0) {
        read_day(&event->end, &event->end_s, r, line, line->value);
    } else if (strcasecmp(line->name, "DURATION") == 0) {
        if (!ics_parse_duration(&event->duration_s, line->value)) {
            REFUSE(r, &line->value_at, "DURATION '%s' is none: P1D is expected", line->value);
            event->is_bad = true;
        }
    } else if (strcasecmp(line->name, "RRULE") == 0) {
        if (event->rule.value)
            REFUSE(r, &line->name_at, "a second RRULE in one event is refused");
        event->rule = *line;
    } else if (strcasecmp(line->name, "RDATE") == 0) {
        read_days(&event->more, r, line);
    } else if (strcasecmp(line->name, "EXDATE") == 0) {
        read_days(&event->except, r, line);
    } else if (strcasecmp(line->name, "EXRULE") == 0 ||
               strcasecmp(line->name, "RECURRENCE-ID") == 0) {
        REFUSE(r, &line->name_at, "%s is refused: list the dates as events of their own",
               line->name);
    } else if (strcasecmp(line->name, "STATUS") == 0) {
        event->is_cancelled = strcasecmp(line->value, "CANCELLED") == 0;
    } else if (strcasecmp(line->name, "SUMMARY") == 0) {
        event->summary = line->value;
    }
}

/* ---- rules ---- */

/* One part of a rule, "BYMONTH=12": known, and of characters that its value can have. */
static bool part_is_sound(struct reader *r, const struct ics_line *rule, const char *part)
{
    static const struct {
        const char *name, *characters;
    } parts[] = {{"FREQ", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"},
                 {"INTERVAL", "0123456789"},
                 {"COUNT", "0123456789"},
                 {"UNTIL", "0123456789TZ"},
                 {"BYMONTH", "0123456789,"},
                 {"BYMONTHDAY", "+-0123456789,"},
                 {"BYYEARDAY", "+-0123456789,"},
                 {"BYWEEKNO", "+-0123456789,"},
                 {"BYSETPOS", "+-0123456789,"},
                 {"BYDAY", "+-0123456789,MOTUWEHFRSA"},
                 {"WKST", "MOTUWEHFRSA"}};
    const char *value = strchr(part, '=');
    for (size_t i = 0; value && i < sizeof parts / sizeof *parts; i++)
        if (strlen(parts[i].name) == (size_t)(value - part) &&
            strncmp(parts[i].name, part, (size_t)(value - part)) == 0 && value[1] &&
            strspn(value + 1, parts[i].characters) == strlen(value + 1))
            return true;
    REFUSE(r, &rule->value_at, "the part '%s' of the rule is refused", part);
    return false;
}

static bool value_is_sound(struct reader *r, const struct ics_line *rule, const char *part)
{
    int32_t date;
    int second;
    if (strncmp(part, "FREQ=", 5) == 0 && strcmp(part, "FREQ=YEARLY") != 0 &&
        strcmp(part, "FREQ=MONTHLY") != 0) {
        REFUSE(r, &rule->value_at, "%s is refused: holidays come yearly or monthly", part);
        return false;
    }
    if (strncmp(part, "UNTIL=", 6) == 0 && !ics_parse_day(&date, &second, part + 6)) {
        REFUSE(r, &rule->value_at, "%s is no date: UNTIL=20301231 is expected", part);
        return false;
    }
    if ((strncmp(part, "INTERVAL=", 9) == 0 || strncmp(part, "COUNT=", 6) == 0) &&
        (strlen(strchr(part, '=') + 1) > 4 || atoi(strchr(part, '=') + 1) < 1)) {
        REFUSE(r, &rule->value_at, "%s is refused: 1 to 9999 is expected", part);
        return false;
    }
    return true;
}

/* May libical have it? */
static bool rule_is_sound(struct reader *r, const struct ics_line *rule)
{
    if (++r->n_rules > RULES_MOST) {
        REFUSE(r, &rule->name_at, "a feed with more than %d rules is refused", RULES_MOST);
        r->is_full = true;
        return false;
    }
    if (strlen(rule->value) > RULE_LENGTH_MOST) {
        REFUSE(r, &rule->value_at, "a rule longer than %d bytes is refused", RULE_LENGTH_MOST);
        return false;
    }
    char part[RULE_LENGTH_MOST + 1];
    bool has_freq = false;
    for (const char *s = rule->value; *s;) {
        size_t n = strcspn(s, ";");
        memcpy(part, s, n);
        part[n] = 0;
        if (!part_is_sound(r, rule, part) || !value_is_sound(r, rule, part))
            return false;
        has_freq |= strncmp(part, "FREQ=", 5) == 0;
        s += n + (s[n] == ';');
    }
    if (!has_freq)
        REFUSE(r, &rule->value_at, "the rule has no FREQ");
    return has_freq;
}

/* The rule's dates, from the event's start on. */
static void expand_rule(struct dates *dates, struct reader *r, const struct vevent *event)
{
    const struct ics_line *rule = &event->rule;
    if (!rule_is_sound(r, rule))
        return;
    struct icalrecurrencetype parsed = icalrecurrencetype_from_string(rule->value);
    struct icaltimetype start = icaltime_null_time(); /* null_date has hour -1: a day too early */
    start.is_date = 1;
    date_to_civil(&start.year, &start.month, &start.day, event->start);
    icalrecur_iterator *it =
        parsed.freq != ICAL_NO_RECURRENCE ? icalrecur_iterator_new(parsed, start) : NULL;
    bool any = false;
    while (it && dates->n < DATES_MOST) {
        struct icaltimetype t = icalrecur_iterator_next(it);
        if (icaltime_is_null_time(t) || t.year > LAST_YEAR)
            break;
        add_date(dates, date_from_civil(t.year, t.month, t.day));
        any = true;
    }
    if (it)
        icalrecur_iterator_free(it);
    if (any)
        return;
    REFUSE(r, &rule->value_at, "the rule '%s' is not understood or has no date", rule->value);
    r->is_full = ++r->n_empty_rules == EMPTY_RULES_MOST;
}

/* ---- a whole event ---- */

/* How many dates one occurrence covers; 0 if refused. */
static int event_days(struct reader *r, const struct vevent *event, const struct place *at)
{
    int64_t start = (int64_t)event->start * 86400 + (event->start_s > 0 ? event->start_s : 0);
    int64_t end = start + 1;
    if (event->end != NO_DATE)
        end = (int64_t)event->end * 86400 + (event->end_s > 0 ? event->end_s : 0);
    else if (event->duration_s > 0)
        end = start + event->duration_s;
    if (end < start) {
        REFUSE(r, at, "the event ends before it begins");
        return 0;
    }
    int64_t last = end > start ? (end - 1) / 86400 : event->start;
    int64_t days = last - event->start + 1;
    if (days <= DAYS_MOST)
        return (int)days;
    REFUSE(r, at, "an event of more than %d days is refused", DAYS_MOST);
    return 0;
}

static int compare_dates(const void *a, const void *b)
{
    const int32_t *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

static bool is_among(const struct dates *sorted, int32_t date)
{
    return sorted->n > 0 &&
           bsearch(&date, sorted->date, (size_t)sorted->n, sizeof date, compare_dates);
}

static void add_holidays(struct reader *r, const struct dates *dates, int days)
{
    struct vevent *event = &r->event;
    struct text name = {0};
    text_clear(&name);
    if (event->except.n > 0)
        qsort(event->except.date, (size_t)event->except.n, sizeof(int32_t), compare_dates);
    if (event->summary) {
        ics_unescape(event->summary);
        ics_add_clean(&name, event->summary, NAME_MOST);
    }
    const char *kept = arena_strdup(r->arena, name.n > 0 ? name.bytes : "holiday");
    text_free(&name);
    for (int i = 0; i < dates->n; i++) {
        if (is_among(&event->except, dates->date[i]))
            continue;
        for (int day = 0; day < days && !r->is_full; day++) {
            if (r->n_found == DATES_MOST) {
                struct place at = {.file = r->scan.file, .line = event->line};
                REFUSE(r, &at, "a feed with more than %d dates is refused", DATES_MOST);
                r->is_full = true;
                break;
            }
            MEM_GROW(r->found, r->n_found, r->cap_found);
            r->found[r->n_found++] = (struct ics_holiday){dates->date[i] + day, kept, event->line};
        }
    }
}

static void end_event(struct reader *r)
{
    struct vevent *event = &r->event;
    struct place at = {.file = r->scan.file, .line = event->line};
    struct dates dates = {0};
    if (event->start == NO_DATE && !event->is_bad)
        REFUSE(r, &at, "the event has no DTSTART");
    if (event->start != NO_DATE && !event->is_bad && !event->is_cancelled) {
        if (event->start_s >= 0)
            diag_warning(r->diags, &at,
                         "the event has a time of day: it counts on the date that is written");
        int days = event_days(r, event, &at);
        add_date(&dates, event->start);
        for (int i = 0; i < event->more.n; i++)
            add_date(&dates, event->more.date[i]);
        if (event->rule.value)
            expand_rule(&dates, r, event);
        add_holidays(r, &dates, days);
    }
    mem_free(dates.date);
    mem_free(event->more.date);
    mem_free(event->except.date);
    *event = (struct vevent){0};
}

/* ---- the file ---- */

static void begin_component(struct reader *r, const struct ics_line *line)
{
    if (r->depth == 0 && strcasecmp(line->value, "VCALENDAR") != 0)
        REFUSE(r, &line->name_at, "a calendar begins with BEGIN:VCALENDAR");
    if (r->depth == DEPTH_MOST) {
        REFUSE(r, &line->name_at, "components are nested too deeply");
        r->is_full = true;
        return;
    }
    r->open[r->depth++] = line->value;
    if (r->depth == 2 && strcasecmp(line->value, "VEVENT") == 0)
        r->event = (struct vevent){.line = line->name_at.line, .start = NO_DATE, .end = NO_DATE};
}

static void end_component(struct reader *r, const struct ics_line *line)
{
    if (r->depth == 0 || strcasecmp(r->open[r->depth - 1], line->value) != 0) {
        REFUSE(r, &line->name_at, "END:%s ends nothing that is open", line->value);
        r->is_full = true;
        return;
    }
    r->depth--;
    if (r->depth == 1 && strcasecmp(line->value, "VEVENT") == 0)
        end_event(r);
}

static void read_lines(struct reader *r)
{
    struct ics_line line;
    bool any = false;
    while (!r->is_full && ics_next_line(&line, &r->scan)) {
        if (strcasecmp(line.name, "BEGIN") == 0)
            begin_component(r, &line);
        else if (strcasecmp(line.name, "END") == 0)
            end_component(r, &line);
        else if (r->depth == 0)
            REFUSE(r, &line.name_at, "a calendar begins with BEGIN:VCALENDAR");
        else if (r->depth == 2 && strcasecmp(r->open[1], "VEVENT") == 0)
            read_property(r, &line);
        if (r->depth == 0 && r->is_bad && !any)
            return; /* no calendar at all: one fault is enough */
        any = true;
    }
    struct place at = {.file = r->scan.file, .line = r->scan.line};
    if (!any && !r->scan.is_broken)
        REFUSE(r, &at, "is empty: a calendar is expected");
    else if (r->depth > 0 && !r->is_full)
        REFUSE(r, &at, "ends before END:%s: is it whole?", r->open[r->depth - 1]);
}

static int compare(const void *a, const void *b)
{
    const struct ics_holiday *x = a, *y = b;
    if (x->date != y->date)
        return x->date < y->date ? -1 : 1;
    int order = strcmp(x->name, y->name);
    return order ? order : (x->line > y->line) - (x->line < y->line);
}

static void give_out(struct ics_holiday **out, int *n, const struct reader *r)
{
    struct ics_holiday *kept = ARENA_ARRAY(r->arena, struct ics_holiday, r->n_found + 1);
    if (r->n_found > 0)
        qsort(r->found, (size_t)r->n_found, sizeof *r->found, compare);
    *n = 0;
    for (int i = 0; i < r->n_found; i++)
        if (*n == 0 || kept[*n - 1].date != r->found[i].date ||
            strcmp(kept[*n - 1].name, r->found[i].name) != 0)
            kept[(*n)++] = r->found[i];
    *out = kept;
}

enum status ics_read_holidays(struct ics_holiday **out, int *n, const char *file,
                              struct arena *arena, struct diags *diags)
{
    struct reader r = {.arena = arena, .diags = diags};
    char *bytes = NULL;
    size_t size;
    *out = NULL;
    *n = 0;
    TRY(file_read(&bytes, &size, file, FILE_MOST, diags));
    struct place at = {.file = file, .line = 1, .col = 1};
    bool is_utf16 =
        size >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0);
    size_t mark = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    r.scan = (struct ics_scan){
        .file = file, .at = bytes + mark, .end = bytes + size, .line = 1, .diags = diags};
    if (is_utf16)
        REFUSE(&r, &at, "is UTF-16: save it as UTF-8");
    else
        read_lines(&r);
    mem_free(r.event.more.date);
    mem_free(r.event.except.date);
    bool good = !r.is_bad && !r.scan.is_broken;
    if (good)
        give_out(out, n, &r);
    mem_free(r.found);
    mem_free(bytes);
    return good ? OK : ERR_DATA;
}
