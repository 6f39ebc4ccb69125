/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_write.c - series as rows of calls/, forecast/ or requirement/, and the report.
 * Slots of the length asked for are summed from their parts: one that lacks a part is left out,
 * since nobody knows what came.  Handling times are weighted by contacts. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/doc.h"
#include "io/import_part.h"

#define PIECE ((size_t)1 << 20)

static bool is_zero(const struct import *import)
{
    enum import_missing missing =
        import->options->missing ? import->options->missing : import->profile->missing;
    return missing == MISSING_ZERO || (import->adds && missing != MISSING_UNKNOWN);
}

/* The slots from `first` on, `n` of them, as one.  False if a part is missing. */
static bool sum_slots(struct slot *out, const struct slot *slot, int n, bool missing_is_zero)
{
    double weight = 0, seconds = 0;
    *out = (struct slot){{0, 0, NAN}, 0, 0};
    for (int i = 0; i < n; i++) {
        if (slot[i].line == 0 && missing_is_zero)
            continue;
        if (slot[i].line == 0 || isnan(slot[i].value[IMPORT_OFFERED]))
            return false;
        out->line = slot[i].line;
        out->value[IMPORT_OFFERED] += slot[i].value[IMPORT_OFFERED];
        out->value[IMPORT_HANDLED] += slot[i].value[IMPORT_HANDLED]; /* NAN stays NAN */
        double contacts = isnan(slot[i].value[IMPORT_HANDLED]) ? slot[i].value[IMPORT_OFFERED]
                                                               : slot[i].value[IMPORT_HANDLED];
        if (isnan(slot[i].value[IMPORT_AHT]))
            continue;
        weight += contacts;
        seconds += contacts * slot[i].value[IMPORT_AHT];
    }
    if (n == 1 && slot->line > 0)
        out->value[IMPORT_AHT] = slot->value[IMPORT_AHT];
    else if (weight > 0)
        out->value[IMPORT_AHT] = seconds / weight;
    return true;
}

static void add_number(struct text *out, double value)
{
    text_add_char(out, ',');
    if (!isnan(value))
        doc_print_number(out, value);
}

static void format_start(char text[STAMP_TEXT], const struct import *import, int64_t start)
{
    int64_t day = start / 86400 - (start % 86400 < 0);
    if (import->zone) {
        tz_format(text, import->zone, start);
        return;
    }
    struct text both = {0};
    char date[DATE_TEXT];
    int minute = (int)((start - day * 86400) / 60);
    text_printf(&both, "%sT%02d:%02dZ", date_format(date, (int32_t)day), minute / 60, minute % 60);
    memcpy(text, both.bytes, both.n + 1);
    text_free(&both);
}

/* A run of `n` missing slots that ends before `after`. */
static void note_gap(struct import *import, int64_t after, long n, int slot_s)
{
    struct import_report *report = import->report;
    report->n_gaps++;
    if (n <= report->gap_slots)
        return;
    report->gap_slots = n;
    format_start(report->gap_first, import, after - n * slot_s);
    format_start(report->gap_last, import, after - slot_s);
}

void import_flush(struct text *out, struct import *import, bool all)
{
    if (!import->file || (!all && out->n < PIECE))
        return;
    if (fwrite(out->bytes, 1, out->n, import->file) != out->n)
        import->write_failed = true;
    text_clear(out);
}

static void write_queue(struct text *out, struct import *import, const struct import_queue *queue)
{
    struct import_report *report = import->report;
    int parts = import->options->slot_min ? import->options->slot_min * 60 / import->slot_s : 1;
    int slot_s = parts * import->slot_s;
    long missing = 0;
    bool any = false;
    /* Longer slots lie on multiples of their length. */
    int64_t offset = (queue->first % slot_s) / import->slot_s;
    for (int64_t i = offset > 0 ? parts - offset : 0; i + parts <= queue->n_slots; i += parts) {
        struct slot sum;
        char start[STAMP_TEXT];
        int64_t at = queue->first + i * import->slot_s;
        if (!sum_slots(&sum, queue->slot + i, parts, is_zero(import))) {
            missing++;
            continue;
        }
        if (missing > 0 && any)
            note_gap(import, at, missing, slot_s);
        report->n_missing += missing;
        missing = 0;
        any = true;
        format_start(start, import, at);
        text_printf(out, "%s,%s", start, queue->name);
        for (int v = 0; v < N_IMPORT_VALUES; v++)
            if (import->has[v])
                add_number(out, sum.value[v]);
        text_add_char(out, '\n');
        import_flush(out, import, false);
        report->n_zero += sum.line == 0;
        if (report->n_slots == 0 || at >= import->last) {
            memcpy(report->last, start, sizeof start);
            import->last = at;
        }
        if (report->n_slots++ == 0 || at < import->first) {
            memcpy(report->first, start, sizeof start);
            import->first = at;
        }
    }
    report->n_missing += missing;
    report->n_queues += any;
}

void import_write_head(struct text *out, struct import *import)
{
    static const char *const first[] = {"offered", "offered", "expected", "need"};
    enum import_as as = import->options->as ? import->options->as : import->profile->as;
    bool *has = import->has;
    has[IMPORT_OFFERED] = true;
    has[IMPORT_HANDLED] = has[IMPORT_HANDLED] && as <= AS_CALLS;
    has[IMPORT_AHT] = has[IMPORT_AHT] && as != AS_REQUIREMENT;
    text_printf(out, "start,queue,%s%s%s\n", first[as], has[IMPORT_HANDLED] ? ",handled" : "",
                has[IMPORT_AHT] ? ",aht_s" : "");
    import->report->slot_min =
        import->options->slot_min ? import->options->slot_min : import->slot_s / 60;
}

void import_write_group(struct text *out, struct import *import)
{
    for (size_t q = import->group_begin; q < import->group_end; q++)
        write_queue(out, import, &import->queue[q]);
}

/* ---- the report ---- */

static const char *const skip_words[N_SKIPS] = {
    [SKIP_FIELDS] = "another number of fields",
    [SKIP_TIME] = "no time that can be read",
    [SKIP_DATE_AMBIGUOUS] = "day and month ambiguous",
    [SKIP_LOCAL_GAP] = "local time does not exist",
    [SKIP_LOCAL_TWICE] = "local time occurs twice",
    [SKIP_VALUE] = "no figure that can be read",
    [SKIP_VALUE_AMBIGUOUS] = "decimals ambiguous",
    [SKIP_QUEUE] = "no queue named",
    [SKIP_TOTAL] = "a total",
    [SKIP_LENGTH] = "covers another length of time",
    [SKIP_OFF_SLOT] = "starts between slots",
    [SKIP_REPEATED] = "slot filled already",
    [SKIP_EVENT] = "no event that can be read",
};

static void describe_reading(struct text *out, const struct import_report *report)
{
    if (report->header_line > 1)
        text_printf(out, "names         on line %d; what stands above is passed over\n",
                    report->header_line);
    if (report->order_line > 0)
        text_printf(out, "dates         are %s, as line %d proves\n",
                    date_order_words[report->order], report->order_line);
    if (report->decimal_line > 0)
        text_printf(out, "decimals      begin with a %s, as line %d proves\n",
                    report->decimal == DECIMAL_COMMA ? "comma" : "point", report->decimal_line);
}

void import_describe(struct text *out, const struct import_report *report)
{
    describe_reading(out, report);
    text_printf(out, "rows read     %ld\n", report->n_rows);
    text_printf(out, "rows taken    %ld\n", report->n_taken);
    text_printf(out, "rows skipped  %ld\n", report->n_skipped);
    for (int why = 0; why < N_SKIPS; why++)
        if (report->skipped[why] > 0)
            text_printf(out, "  %6ld  %s, first on line %d\n", report->skipped[why],
                        skip_words[why], report->first_line[why]);
    if (report->n_other > 0)
        text_printf(out, "other events  %ld\n", report->n_other);
    if (report->n_contacts > 0)
        text_printf(out, "contacts      %ld\n", report->n_contacts);
    if (report->n_repeated > 0)
        text_printf(out, "rows added    %ld to others of the same %s\n", report->n_repeated,
                    report->n_contacts > 0 ? "contact" : "slot");
    text_printf(out, "slots written %ld of %d minutes", report->n_slots, report->slot_min);
    if (report->n_queues > 1)
        text_printf(out, ", %d queues", report->n_queues);
    if (report->n_slots > 0)
        text_printf(out, ", %s to %s", report->first, report->last);
    if (report->n_zero > 0)
        text_printf(out, "\nof them zero  %ld, as no row speaks of them", report->n_zero);
    text_printf(out, "\nslots missing %ld in %ld gaps (nights and closed days are gaps too)\n",
                report->n_missing, report->n_gaps);
    if (report->gap_slots > 0)
        text_printf(out, "longest gap   %ld slots, %s to %s\n", report->gap_slots,
                    report->gap_first, report->gap_last);
}
