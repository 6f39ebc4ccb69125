/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_cells.c - what the layouts share: cells into instants and figures, or a reason why not. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "io/import_part.h"

void import_skip(struct import *import, enum import_skip why, const struct place *at,
                 const char *format, ...)
{
    struct import_report *report = import->report;
    char reason[240];
    va_list arguments;
    bool of_slot = why == SKIP_OFF_SLOT || why == SKIP_REPEATED;
    if (!import_counts(import) && !(import->look == LOOK_AGAIN && of_slot))
        return;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    bool local = why == SKIP_LOCAL_GAP || why == SKIP_LOCAL_TWICE;
    report->n_skipped++;
    report->n_doubtful += local;
    if (report->skipped[why]++ == 0 || at->line < report->first_line[why])
        report->first_line[why] = at->line;
    diag_add(import->diags, local && import->options->refuse_dst ? SEV_ERROR : SEV_WARNING, at,
             "row skipped: %s", reason);
}

bool import_stamp_start(struct import *import, int64_t *start, const struct stamp *stamp,
                        const char *text, const struct place *at)
{
    int64_t second;
    if (!stamp->has_offset && !import->zone) {
        import_skip(import, SKIP_TIME, at, "'%.40s' has no offset, and no zone was given", text);
        return false;
    }
    enum local_kind kind = stamp_instant(start, &second, stamp, import->zone);
    if (kind == LOCAL_GAP)
        import_skip(import, SKIP_LOCAL_GAP, at, "%s does not exist in %s", text,
                    tz_name(import->zone));
    if (kind == LOCAL_TWICE)
        import_skip(import, SKIP_LOCAL_TWICE, at, "%s occurs twice in %s", text,
                    tz_name(import->zone));
    return kind == LOCAL_ONE;
}

bool import_start(struct import *import, int64_t *start, const char *date, const char *time,
                  const struct place *at)
{
    struct stamp stamp;
    char text[84];
    int64_t second;
    enum when when = when_parse(&stamp, date, time, import->order, import->profile->hhmm);
    if (when == WHEN_OK && (stamp.has_offset || import->zone) &&
        stamp_instant(start, &second, &stamp, import->zone) == LOCAL_ONE)
        return true; /* nearly always: nothing to be told */
    snprintf(text, sizeof text, "%.40s%s%.40s", date, time ? " " : "", time ? time : "");
    switch (when) {
    case WHEN_OK:
        return import_stamp_start(import, start, &stamp, text, at);
    case WHEN_AMBIGUOUS:
        import_skip(import, SKIP_DATE_AMBIGUOUS, at,
                    "'%s' does not tell the day from the month: --date-format dmy, mdy or ymd",
                    text);
        return false;
    case WHEN_BAD:
        break;
    }
    import_skip(import, SKIP_TIME, at, "'%s' is no time such as 2026-12-24T21:00", text);
    return false;
}

static bool same_word(const char *text, const char *word)
{
    for (; *word; text++, word++)
        if ((*text >= 'A' && *text <= 'Z' ? *text + 32 : *text) != *word)
            return false;
    return *text == '\0' || *text == ' ' || *text == ':';
}

bool import_is_total(const char *text)
{
    static const char *const words[] = {"total",  "totals",  "grand total", "subtotal", "sum",
                                        "summe",  "gesamt",  "gesamtsumme", "jumlah",   "totale",
                                        "totaal", "average", "mean",        "rata-rata"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (same_word(text, words[i]))
            return true;
    return false;
}

/* What programs write where there is no figure. */
static bool is_nothing(const char *text)
{
    static const char *const words[] = {"-", "--", "n/a", "na", "null", "#div/0!", "#n/a"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (same_word(text, words[i]))
            return true;
    return *text == '\0';
}

bool import_value(struct import *import, double *out, const char *text, bool is_duration,
                  double most, const struct place *at)
{
    *out = NAN;
    if (is_nothing(text))
        return true;
    if (import->look == LOOK_SPAN) {
        enum decimal proof = import->decimal == DECIMAL_UNKNOWN && import->report->delimiter
                                 ? figure_proof(text)
                                 : DECIMAL_UNKNOWN;
        if (proof != DECIMAL_UNKNOWN) {
            import->decimal = import->report->decimal = proof;
            import->report->decimal_line = at->line;
        }
        *out = 0;
        return true;
    }
    enum figure figure = is_duration ? figure_duration(out, text, import->decimal)
                                     : figure_number(out, text, import->decimal);
    if (figure == FIGURE_OK && *out <= most)
        return true;
    if (figure == FIGURE_AMBIGUOUS)
        import_skip(import, SKIP_VALUE_AMBIGUOUS, at,
                    "'%.40s' does not tell thousands from decimals: --decimal point or comma",
                    text);
    else
        import_skip(import, SKIP_VALUE, at, "'%.40s' is no %s from 0 to %g", text,
                    is_duration ? "duration" : "number", most);
    return false;
}
